"""The middle column while the history of the catalogue is open: its steps, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from netcatalog.domain.changes import Action, Which, moments
from netcatalog.domain.query import Range
from netcatalog.domain.query_values import days
from netcatalog.domain.wording import capital, number
from netcatalog.ui.browse_pane import TYPING_MS
from netcatalog.ui.icons import icon
from netcatalog.ui.page_history import title
from netcatalog.ui.text_table import TextTable
from netcatalog.ui.theme import Look, dress, mark_problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from netcatalog.domain.changes import Revision
    from netcatalog.domain.fields import Record


class HistoryPane(QWidget):
    """Lists the steps of the history, by person, time, words and record.

    Signals:
        asked: Others are to be listed; payload: the `Which`.
        chosen: The user moved to a step; payload: the `Revision`, or None.
        opened: The user pressed Enter on it.
        undo_wanted: A step is to be taken back; payload: the `Revision`.
        closed: The user has had enough.
    """

    asked = Signal(object)
    chosen = Signal(object)
    opened = Signal()
    undo_wanted = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.revisions: Sequence[Revision] = ()
        self._around: tuple[type[Record], int] | None = None
        self._locked = ""
        self._comes_in = False
        self._soon = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._soon.timeout.connect(self.ask)
        self._build_filters()
        self.undo_button = QPushButton(icon("undo-2"), self.tr("&Undo this step"))
        self.undo_button.clicked.connect(self._on_undo)
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setToolTip(self.tr("Back to the table (Esc)"))
        self.close_button.clicked.connect(self.closed)
        self.told = QLabel(wordWrap=True)
        dress(self.told, Look.QUIET)
        self.problem = QLabel(wordWrap=True)
        dress(self.problem, Look.PROBLEM)
        self.problem.hide()
        self.table = TextTable(self.tr("Steps of the history"))
        self.table.setAlternatingRowColors(True)
        self.table.activated.connect(self.opened)
        self.table.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.empty = QLabel(wordWrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        dress(self.empty, Look.QUIET)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self._lay_out()

    def _build_filters(self) -> None:
        self.words = QLineEdit(clearButtonEnabled=True)
        self.words.setPlaceholderText(self.tr("What was done, or to what"))
        self.words.setAccessibleName(self.tr("Words of the step, or what it changed"))
        self.time = QLineEdit(clearButtonEnabled=True, placeholderText="2026-05..2026-06")
        self.time.setAccessibleName(self.tr("When"))
        self.time.setToolTip(
            self.tr("A day, a month, a year, or a range: 2026-05-03, 2026-05, 2025..2026, >=2026")
        )
        self.time.setFixedWidth(168)
        for field in (self.words, self.time):
            field.textEdited.connect(self._soon.start)
            field.returnPressed.connect(self.ask)
        self.people = QComboBox()
        self.people.setAccessibleName(self.tr("By whom"))
        self.people.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.people.addItem(self.tr("Anybody"), "")
        self.people.activated.connect(self.ask)
        self.around = QPushButton(icon("x"), "")
        self.around.clicked.connect(self._on_around_clicked)
        self.around.hide()

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("History"))
        dress(heading, Look.TITLE)
        top, filters = QHBoxLayout(), QHBoxLayout()
        top.addWidget(heading, 1)
        top.addWidget(self.undo_button)
        top.addWidget(self.close_button)
        filters.addWidget(self.words, 1)
        filters.addWidget(self.people)
        filters.addWidget(self.time)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 8)
        for one in (top, filters, layout):
            one.setSpacing(8)
        layout.addLayout(top)
        layout.addLayout(filters)
        layout.addWidget(self.around, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.problem)
        layout.addWidget(self.told)
        layout.addWidget(self._stack, 1)

    # What is wanted

    def narrow(self, around: tuple[type[Record], int] | None, name: str) -> None:
        """List what changed one record, and nothing else; None: whatever was changed."""
        self._around = around
        self.words.clear()
        self.time.clear()
        self.people.setCurrentIndex(0)
        self._show_around(name)
        self._comes_in = True
        self.ask()

    def _show_around(self, name: str) -> None:
        self.around.setVisible(self._around is not None)
        self.around.setText(self.tr("Only: {name}").format(name=name.replace("&", "&&")))
        self.around.setAccessibleName(
            self.tr("Only steps that changed {name}; press to list all").format(name=name)
        )

    def _on_around_clicked(self) -> None:
        self._around = None
        self._show_around("")
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ask()

    def ask(self) -> None:
        """Ask for the steps that are wanted now; say what cannot be read."""
        self._soon.stop()
        text = self.time.text().strip()
        span = days(text) if text else Range(None, None)
        mark_problem(self.time, span is None)
        problem = ""
        if span is None:
            problem = self.tr("“{text}” is no time. Write 2026-05-03, 2026-05 or 2025..2026.")
        self.problem.setText(problem.format(text=text))
        self.problem.setVisible(span is None)
        if span is None:
            return
        since, until = moments(str(span.low or ""), str(span.high or ""))
        self.asked.emit(
            Which(
                by=str(self.people.currentData()),
                since=since,
                until=until,
                words=self.words.text(),
                around=self._around,
            )
        )

    # What is shown

    def show_people(self, names: Sequence[str]) -> None:
        """Offer the names of those who made any step."""
        chosen = self.people.currentData()
        while self.people.count() > 1:
            self.people.removeItem(1)
        for name in names:
            self.people.addItem(name, name)
        self.people.setCurrentIndex(max(0, self.people.findData(chosen)))

    def show_revisions(self, revisions: Sequence[Revision], *, is_all: bool) -> None:
        """List steps, the newest first; the one the user was on stays chosen if it is there.

        Args:
            revisions: The steps.
            is_all: Whether there are no more.
        """
        was_on = self._revision()
        had_keyboard = self.table.hasFocus() or self._comes_in
        self._comes_in = False
        self.revisions = revisions
        self.told.setText(self._counted(len(revisions), is_all=is_all))
        self.told.setVisible(bool(revisions))
        self.empty.setText(self._nothing())
        self._stack.setCurrentWidget(self.table if revisions else self.empty)
        self.table.show_texts(
            [self.tr("What"), self.tr("By"), self.tr("When")],
            [
                (self._what(one), one.by, f"{one.at.astimezone():%Y-%m-%d %H:%M}")
                for one in revisions
            ],
            (5, 2, 3),
        )
        if had_keyboard:
            self.take_keyboard()
        place = next(
            (row for row, one in enumerate(revisions) if was_on and one.id == was_on.id), 0
        )
        if revisions:
            self.table.setCurrentIndex(self.table.texts.index(place, 0))
        else:
            self._enable()
            self.chosen.emit(None)

    def _counted(self, count: int, *, is_all: bool) -> str:
        if not is_all:
            told = self.tr("The newest {count} steps. Say more of it to find an older one.")
        elif count == 1:
            told = self.tr("One step.")
        else:
            told = self.tr("{count} steps, the newest first.")
        return told.format(count=number(count))

    def _nothing(self) -> str:
        is_narrowed = (
            self.words.text() or self.time.text() or self.people.currentData() or self._around
        )
        if is_narrowed:
            return self.tr("No step of the history is like that.")
        return self.tr("Nothing was changed yet.\nEvery change will be listed here.")

    def _what(self, revision: Revision) -> str:
        told = capital(title(revision))
        is_undone = revision.action in {Action.EDIT, Action.RESTORE} and not revision.in_effect
        return self.tr("{what} (taken back)").format(what=told) if is_undone else told

    def lock(self, reason: str) -> None:
        """Let nothing be undone, and say why at the button; for "" let it be again."""
        self._locked = reason
        self._enable()

    def _enable(self) -> None:
        revision = self._revision()
        reason = self._locked
        if not reason and revision is not None and not revision.in_effect:
            reason = self.tr("This step is taken back already, or took another one back.")
        self.undo_button.setEnabled(revision is not None and not reason)
        self.undo_button.setToolTip(reason)

    def take_keyboard(self) -> None:
        """Put the keyboard into the list, or where one says which."""
        widget = self.table if self.revisions else self.words
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    # What the user does

    def _revision(self) -> Revision | None:
        row = self.table.currentIndex().row()
        return self.revisions[row] if 0 <= row < len(self.revisions) else None

    def _on_current_changed(self, _current: QModelIndex) -> None:
        self._enable()
        self.chosen.emit(self._revision())

    def _on_undo(self) -> None:
        revision = self._revision()
        if revision is not None:
            self.undo_wanted.emit(revision)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.take_keyboard()
        else:
            super().keyPressEvent(event)
