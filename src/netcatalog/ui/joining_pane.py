"""The middle column while one merges with another catalogue: what it comes to, and the choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from netcatalog.domain.changes import Effect
from netcatalog.domain.wording import capital, joined, number
from netcatalog.ui.clash_list import ClashList, VersionWords
from netcatalog.ui.page_facts import moment
from netcatalog.ui.progress_line import ProgressLine
from netcatalog.ui.text_table import TextTable
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QKeyEvent

    from netcatalog.domain.joining import Joining


class JoiningPane(QWidget):
    """Shows what merging with another catalogue comes to.

    Signals:
        wanted: It is to be done; payload: the clashes in which the other holds.
        closed: It is not.
    """

    wanted = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._locked = ""
        self.joining: Joining | None = None
        self.clashes: ClashList | None = None
        self.heading = QLabel(wordWrap=True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.heading, Look.TITLE)
        self.merge_button = QPushButton(self.tr("&Merge"))
        self.merge_button.clicked.connect(self._on_merge)
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setToolTip(self.tr("Leave the catalogue as it is (Esc)"))
        self.close_button.clicked.connect(self.closed)
        self.told = QLabel(wordWrap=True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.told, Look.QUIET)
        self.asked = QLabel(self.tr("Both changed this. Choose what is to hold:"), wordWrap=True)
        dress(self.asked, Look.HEADING)
        self.table = TextTable(self.tr("What merging does"))
        self.table.setAlternatingRowColors(True)
        self.progress = ProgressLine()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # for as long as there is nothing to choose
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.heading, 1)
        top.addWidget(self.merge_button, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 16, 16, 8)
        self._column.setSpacing(8)
        self._column.addLayout(top)
        self._column.addWidget(self.told)
        self._column.addWidget(self.asked)
        self._column.addWidget(self.table, 2)
        self._column.addWidget(self.progress)

    def begin(self, name: str) -> None:
        """Say which catalogue is being compared with this one."""
        self.joining = None
        self.heading.setText(self.tr("Merge with “{name}”").format(name=name))
        self.told.setText(self.tr("Comparing the two …"))
        self._show_clashes(None)
        self.table.hide()
        self._enable()

    def show_joining(self, joining: Joining) -> None:
        """Show what it comes to."""
        self.joining = joining
        self.told.setText(" ".join((self._since(joining), self._counted(joining))))
        words = VersionWords(
            theirs=self.tr("Here"),
            mine=self.tr("In the other"),
            keep_theirs=self.tr("keep ours"),
            keep_mine=self.tr("take theirs"),
            chosen_first=False,
        )
        meetings = joining.merging.meetings
        self._show_clashes(ClashList(meetings, words) if meetings else None)
        self.table.show()
        self.table.show_texts(
            [self.tr("What is done"), self.tr("What it is"), self.tr("What it says")],
            list(self._lines(joining)),
            (2, 2, 5),
        )
        self._enable()
        self.take_keyboard()

    def show_failed(self, reason: str) -> None:
        """Say why the two cannot be compared, or were not merged."""
        self.told.setText(reason)
        self._enable()

    def _show_clashes(self, clashes: ClashList | None) -> None:
        if self.clashes is not None:
            self._column.removeWidget(self.clashes)
            self.clashes.hide()
            self.clashes.deleteLater()
        self.clashes = clashes
        self.asked.setVisible(clashes is not None)
        if clashes is not None:
            self._column.insertWidget(3, clashes, 1)

    def _since(self, joining: Joining) -> str:
        if joining.since is None:
            return self.tr("The two were never one catalogue, as far as is known.")
        told = self.tr("The two were one catalogue until {when}.")
        return told.format(when=moment(joining.since))

    def _counted(self, joining: Joining) -> str:
        words = {
            Effect.ADDED: self.tr("{count} added"),
            Effect.ALTERED: self.tr("{count} changed"),
            Effect.REMOVED: self.tr("{count} removed"),
        }
        totals = dict.fromkeys(words, 0)
        for (effect, _kind), count in joining.counts().items():
            totals[effect] += count
        told = [words[one].format(count=number(count)) for one, count in totals.items() if count]
        if not told:
            return self.tr("All that the other has is here already.")
        return self.tr("Of the records here: {counts}.").format(counts=joined(told))

    def _lines(self, joining: Joining) -> Iterator[tuple[str, str, str]]:
        for sentence in joining.left_out:
            yield self.tr("Left out"), "", sentence
        words = {
            Effect.ADDED: self.tr("Added"),
            Effect.ALTERED: self.tr("Changed"),
            Effect.REMOVED: self.tr("Removed"),
        }
        for effect, kind, title in joining.told:
            yield words[effect], capital(kind.about.label), title

    def lock(self, reason: str) -> None:
        """Let nothing be merged, and say why at the button; for "" let it be again."""
        self._locked = reason
        self._enable()

    def _enable(self) -> None:
        joining = self.joining
        has_any = joining is not None and bool(joining.additions or joining.merging.changes)
        self.merge_button.setEnabled(has_any and not self._locked)
        self.merge_button.setToolTip(self._locked)

    def take_keyboard(self) -> None:
        """Put the keyboard where one chooses, or merges."""
        if self.clashes is not None:
            self.clashes.take_keyboard()
        elif self.merge_button.isEnabled():
            self.merge_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_merge(self) -> None:
        self.merge_button.setEnabled(False)
        self.wanted.emit(self.clashes.mine() if self.clashes is not None else [])

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.merge_button.click()
        else:
            super().keyPressEvent(event)
