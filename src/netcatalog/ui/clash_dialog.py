"""What others changed while one was typing: both versions, field by field, and the choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from netcatalog.domain.merging import Meeting, Merging

_LABEL_WIDTH, _NARROWEST = 96, 176
"""Least widths of the names of fields and of a version, in logical pixels."""


class ClashDialog(QDialog):
    """Shows what is in the catalogue now beside what was typed. The form behind it stays.

    Signals:
        chosen: What is to be stored was chosen; payload: the changes.
    """

    chosen = Signal(object)

    def __init__(self, merging: Merging, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Changed meanwhile"))
        self.resize(720, 400)
        self._merging = merging
        self.choices: list[tuple[Meeting, QRadioButton, QRadioButton]] = []
        told = QLabel(
            self.tr(
                "Somebody else stored a change while you were typing. Choose what is to be "
                "stored; nothing of what you typed is lost until you close the form."
            ),
            wordWrap=True,
        )
        buttons = QDialogButtonBox()
        self.store_button = buttons.addButton(
            self.tr("&Save"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.back_button = buttons.addButton(
            self.tr("Back to the form"), QDialogButtonBox.ButtonRole.RejectRole
        )
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(told)
        layout.addWidget(self._list(), 1)
        layout.addWidget(buttons)
        self.store_button.setDefault(True)
        for _meeting, _theirs, ours in self.choices[:1]:
            ours.setFocus()

    def _list(self) -> QScrollArea:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 16, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        for column, text in (
            (1, self.tr("In the catalogue now")),
            (2, self.tr("What you typed")),
        ):
            head = QLabel(text)
            dress(head, Look.QUIET)
            grid.addWidget(head, 0, column)
            grid.setColumnMinimumWidth(column, _NARROWEST)
            grid.setColumnStretch(column, 1)
        title = ""
        for meeting in self._merging.meetings:
            row = grid.rowCount()
            if meeting.title != title:
                title = meeting.title
                heading = _plain(title)
                dress(heading, Look.HEADING)
                grid.addWidget(heading, row, 0, 1, 3)
                row += 1
            grid.addWidget(_plain(meeting.label), row, 0)
            self._add(grid, row, meeting)
        grid.setRowStretch(grid.rowCount(), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        return area

    def _add(self, grid: QGridLayout, row: int, meeting: Meeting) -> None:
        theirs, mine = self._words(meeting.theirs), self._words(meeting.mine)
        if not meeting.is_clash:
            grid.addWidget(_plain(theirs), row, 1)
            kept = QLabel(self.tr("You did not change this: theirs is kept."), wordWrap=True)
            dress(kept, Look.QUIET)
            grid.addWidget(kept, row, 2)
            return
        if not meeting.field:
            mine = self.tr("Remove it nevertheless")
        group = QButtonGroup(self)
        buttons = []
        for column, text, whose in (
            (1, theirs, self.tr("take theirs")),
            (2, mine, self.tr("keep mine")),
        ):
            button = QRadioButton(text.replace("&", "&&"))
            button.setAccessibleName(f"{meeting.label}, {whose}: {text}")
            group.addButton(button)
            grid.addWidget(button, row, column)
            buttons.append(button)
        buttons[1].setChecked(True)
        self.choices.append((meeting, buttons[0], buttons[1]))

    def _words(self, text: str) -> str:
        return text or self.tr("(empty)")

    def _on_accepted(self) -> None:
        mine = [meeting for meeting, _theirs, ours in self.choices if ours.isChecked()]
        self.chosen.emit(self._merging.merged(mine))
        self.accept()


def _plain(text: str) -> QLabel:
    label = QLabel(text, wordWrap=True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
