"""The middle column while one looks for duplicates: the pairs that may be one, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from netcatalog.domain.wording import capital, joined, number
from netcatalog.ui.progress_line import ProgressLine
from netcatalog.ui.text_table import TextTable
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from netcatalog.services.duplicates import Duplicates, Pair
    from netcatalog.ui.tasks import Task


class DuplicatesPane(QWidget):
    """Lists pairs; one at a time is decided on.

    Signals:
        chosen: The user moved to a pair; payload: the `Pair`, or None if none is left.
        opened: The user pressed Enter on it.
        look_wanted: They are to be looked for again.
        closed: The user has had enough.
    """

    chosen = Signal(object)
    opened = Signal()
    look_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pairs: list[Pair] = []
        self._more = 0
        self.again_button = QPushButton(self.tr("&Look again"))
        self.again_button.clicked.connect(self.look_wanted)
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setToolTip(self.tr("Back to the table (Esc)"))
        self.close_button.clicked.connect(self.closed)
        self.told = QLabel(wordWrap=True)
        dress(self.told, Look.QUIET)
        self.table = TextTable(self.tr("Pairs that may be one and the same"))
        self.table.setAlternatingRowColors(True)
        self.table.activated.connect(self.opened)
        self.table.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.empty = QLabel(wordWrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        dress(self.empty, Look.QUIET)
        self.progress = ProgressLine()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # for as long as there is no list
        self._lay_out()

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("Duplicates"))
        dress(heading, Look.TITLE)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(heading, 1)
        top.addWidget(self.again_button)
        top.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.told)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.progress)

    def take_keyboard(self) -> None:
        """Put the keyboard into the list; while there is none, where it will be."""
        widget = self.table if self.pairs else self
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def has_keyboard(self) -> bool:
        """Tell whether the keyboard is in this column, or will be once the window has it."""
        focus = self.window().focusWidget()
        return focus is self or self.isAncestorOf(focus)

    def follow(self, task: Task) -> None:
        """Say that they are being looked for, and how far that has come."""
        self._show([], 0, self.tr("Comparing all actors with each other …"))
        self.progress.follow(task, self.tr("Comparing"))

    def show_stopped(self) -> None:
        """Say that looking for them was stopped."""
        self._show([], 0, self.tr("Stopped.\n“Look again” starts anew."))

    def show_found(self, found: Duplicates) -> None:
        """Show the pairs that were found."""
        none = self.tr(
            "No two actors seem to be one.\n"
            "You can still choose two rows of a table and merge them."
        )
        self._show(list(found.pairs), found.total - len(found.pairs), none)

    def show_decided(self, pairs: list[Pair]) -> None:
        """Show the pairs that are left after one was decided on."""
        row = self.table.currentIndex().row()
        self._show(pairs, self._more, self.tr("All pairs are decided on."), row)

    def skip(self) -> None:
        """Go to the next pair, and after the last to the first."""
        before = self.table.currentIndex()
        after = self.table.texts.index((before.row() + 1) % len(self.pairs), before.column())
        if after == before:
            self._on_current_changed(after)
        else:
            self.table.setCurrentIndex(after)

    def _show(self, pairs: list[Pair], more: int, empty: str, row: int = 0) -> None:
        had_keyboard = self.has_keyboard()
        self.pairs, self._more = pairs, more
        self.empty.setText(empty)
        self.told.setVisible(bool(pairs))
        words = self.tr("{count} pairs of actors may be one and the same, the surest first.")
        if len(pairs) == 1:
            words = self.tr("One pair of actors may be one and the same.")
        elif more:
            words = self.tr(
                "The {count} surest pairs of {total}. Once they are decided on, look again."
            )
        total = number(len(pairs) + more)
        self.told.setText(words.format(count=number(len(pairs)), total=total))
        self._stack.setCurrentWidget(self.table if pairs else self.empty)
        self.table.show_texts(
            [self.tr("One"), self.tr("The other"), self.tr("Why")],
            [
                (one.one.label, one.other.label, capital(joined(one.likeness.reasons)))
                for one in pairs
            ],
            (3, 3, 4),
        )
        if had_keyboard:
            self.take_keyboard()
        if pairs:
            self.table.setCurrentIndex(self.table.texts.index(min(row, len(pairs) - 1), 0))
        else:
            self.chosen.emit(None)

    def _on_current_changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self.pairs[current.row()])

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
