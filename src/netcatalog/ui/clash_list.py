"""Two versions of fields side by side, and the choice between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QWidget,
)

from netcatalog.ui.choice import Choice, plain_label
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netcatalog.domain.merging import Meeting

_LABEL_WIDTH, _NARROWEST = 96, 152
"""Least widths of the names of fields and of a version, in logical pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionWords:
    """What is said of the two versions.

    Attributes:
        theirs, mine: Headings of the versions.
        keep_theirs, keep_mine: What choosing one means, for those who do not see the heading.
        chosen_first: Whether one's own version is chosen before the user chooses.
    """

    theirs: str
    mine: str
    keep_theirs: str
    keep_mine: str
    chosen_first: bool = True


class ClashList(QScrollArea):
    """Lists what meets, record by record.

    Attributes:
        choices: The fields that both sides changed, with the two versions.
    """

    def __init__(self, meetings: Sequence[Meeting], words: VersionWords) -> None:
        super().__init__()
        self._meetings = meetings
        self._words = words
        self.choices: list[tuple[Meeting, Choice, Choice]] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._content())

    def mine(self) -> list[Meeting]:
        """Return what one's own version was chosen of."""
        return [meeting for meeting, _theirs, ours in self.choices if ours.button.isChecked()]

    def take_keyboard(self) -> None:
        """Put the keyboard where one chooses first."""
        for _meeting, theirs, ours in self.choices[:1]:
            (ours if ours.button.isChecked() else theirs).button.setFocus()

    def _content(self) -> QWidget:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 16, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        for column, text in (
            (1, self._words.theirs),
            (2, self._words.mine),
        ):
            head = QLabel(text)
            dress(head, Look.QUIET)
            grid.addWidget(head, 0, column)
            grid.setColumnMinimumWidth(column, _NARROWEST)
            grid.setColumnStretch(column, 1)
        title = ""
        for meeting in self._meetings:
            row = grid.rowCount()
            if meeting.title != title:
                title = meeting.title
                heading = plain_label(title)
                dress(heading, Look.HEADING)
                grid.addWidget(heading, row, 0, 1, 3)
                row += 1
            grid.addWidget(plain_label(meeting.label), row, 0, Qt.AlignmentFlag.AlignTop)
            self._add(grid, row, meeting)
        grid.setRowStretch(grid.rowCount(), 1)
        return content

    def _add(self, grid: QGridLayout, row: int, meeting: Meeting) -> None:
        theirs, mine = self._filled(meeting.theirs), self._filled(meeting.mine)
        if not meeting.is_clash:
            grid.addWidget(plain_label(theirs), row, 1)
            kept = QLabel(self.tr("You did not change this: theirs is kept."), wordWrap=True)
            dress(kept, Look.QUIET)
            grid.addWidget(kept, row, 2)
            return
        if not meeting.field:
            mine = self.tr("Remove it nevertheless")
        group = QButtonGroup(self)
        offered = []
        for column, text, whose in (
            (1, theirs, self._words.keep_theirs),
            (2, mine, self._words.keep_mine),
        ):
            choice = Choice(text, f"{meeting.label}, {whose}")
            group.addButton(choice.button)
            grid.addWidget(choice, row, column)
            offered.append(choice)
        offered[int(self._words.chosen_first)].button.setChecked(True)
        self.choices.append((meeting, offered[0], offered[1]))

    def _filled(self, text: str) -> str:
        return text or self.tr("(empty)")
