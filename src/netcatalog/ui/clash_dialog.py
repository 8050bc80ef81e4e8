"""What was changed meanwhile or since: both versions, field by field, and the choice."""

from __future__ import annotations

from dataclasses import dataclass
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

from netcatalog.ui.page_markup import translate
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from netcatalog.domain.merging import Meeting, Merging

_LABEL_WIDTH, _NARROWEST = 96, 176
"""Least widths of the names of fields and of a version, in logical pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashWords:
    """What is said of the two versions.

    Attributes:
        title: Of the dialog.
        told: What there is to choose, and why.
        mine: Heading of one's own versions.
        keep_mine, keep_theirs: What choosing one means, for those who do not see the heading.
        store, leave: The buttons.
    """

    title: str
    told: str
    mine: str
    keep_mine: str
    keep_theirs: str
    store: str
    leave: str


def typed_words() -> ClashWords:
    """Return what is said where others stored something while one was typing."""
    return ClashWords(
        title=translate("ClashDialog", "Changed meanwhile"),
        told=translate(
            "ClashDialog",
            "Somebody else stored a change while you were typing. Choose what is to be "
            "stored; nothing of what you typed is lost until you close the form.",
        ),
        mine=translate("ClashDialog", "What you typed"),
        keep_mine=translate("ClashDialog", "keep mine"),
        keep_theirs=translate("ClashDialog", "take theirs"),
        store=translate("ClashDialog", "&Save"),
        leave=translate("ClashDialog", "Back to the form"),
    )


class ClashDialog(QDialog):
    """Shows what is in the catalogue now beside one's own version of it.

    Signals:
        chosen: What is to be stored was chosen; payload: the changes.
    """

    chosen = Signal(object)

    def __init__(self, merging: Merging, parent: QWidget, words: ClashWords | None = None) -> None:
        """Show a merging; `words` None: one's own version is what was typed."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._words = words or typed_words()
        self.setWindowTitle(self._words.title)
        self.resize(720, 400)
        self._merging = merging
        self.choices: list[tuple[Meeting, QRadioButton, QRadioButton]] = []
        told = _plain(self._words.told)
        buttons = QDialogButtonBox()
        self.store_button = buttons.addButton(
            self._words.store, QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.back_button = buttons.addButton(
            self._words.leave, QDialogButtonBox.ButtonRole.RejectRole
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
            (2, self._words.mine),
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
        theirs, mine = self._filled(meeting.theirs), self._filled(meeting.mine)
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
            (1, theirs, self._words.keep_theirs),
            (2, mine, self._words.keep_mine),
        ):
            button = QRadioButton(text.replace("&", "&&"))
            button.setAccessibleName(f"{meeting.label}, {whose}: {text}")
            group.addButton(button)
            grid.addWidget(button, row, column)
            buttons.append(button)
        buttons[1].setChecked(True)
        self.choices.append((meeting, buttons[0], buttons[1]))

    def _filled(self, text: str) -> str:
        return text or self.tr("(empty)")

    def _on_accepted(self) -> None:
        mine = [meeting for meeting, _theirs, ours in self.choices if ours.isChecked()]
        self.chosen.emit(self._merging.merged(mine))
        self.accept()


def _plain(text: str) -> QLabel:
    label = QLabel(text, wordWrap=True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
