"""The middle column: the search bar, and the table of what was found."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QModelIndex, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from netcatalog.domain.dates import when
from netcatalog.domain.sections import NETWORKS, Section
from netcatalog.domain.wording import number
from netcatalog.ui.browser import Answer, Question
from netcatalog.ui.bulk_bar import BulkActions, BulkBar
from netcatalog.ui.column_layout import ColumnLayout
from netcatalog.ui.icons import Tint, icon
from netcatalog.ui.name_cell import NameCell
from netcatalog.ui.order_header import OrderHeader
from netcatalog.ui.progress_line import ProgressLine
from netcatalog.ui.query_completer import QueryCompleter
from netcatalog.ui.record_table import ID_ROLE, RecordTableModel
from netcatalog.ui.theme import Look, dress, dress_table

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QHideEvent, QShowEvent

    from netcatalog.domain.columns import Column
    from netcatalog.domain.orders import Order


TYPING_MS = 200
"""How long one who types in the search bar is taken to go on typing, in milliseconds: till then
nothing is done for an answer but to show it, so that the next key finds the processor free."""


@dataclass(slots=True)
class _Place:
    """Where the user is in a section.

    Attributes:
        text: What the search bar says.
        record: Id of the record the user is on, or None for the best hit.
        row: The row it is in, and where to stay when it is gone.
    """

    text: str = ""
    record: int | None = None
    row: int = 0


class BrowsePane(QWidget):
    """Asks what the user types, and shows what is found. It knows no catalogue.

    Attributes:
        bulk: What can be done with the rows that are chosen.
        day: The day as of which all is asked, as ``YYYY-MM-DD``; "" for now.

    Signals:
        asked: The user asks for something; payload: the `Question`.
        chosen: The user moved to a record, by hand or by searching; payload: its id, or None
            if none is left. One who stays where he is chooses nothing anew.
        opened: The user pressed Enter on a record, or double-clicked it.
        new_wanted, export_wanted, remove_wanted, keep_wanted: The user asks for a new record,
            for a file, for what is chosen to go into the bin, or for the search to be saved.
        day_wanted: The user wants to see everything as of a day.
    """

    asked = Signal(object)
    chosen = Signal(object)
    opened = Signal()
    new_wanted = Signal()
    export_wanted = Signal()
    remove_wanted = Signal()
    keep_wanted = Signal()
    day_wanted = Signal()

    def __init__(
        self, model: RecordTableModel, settings: QSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._section: Section = NETWORKS
        self._places: defaultdict[str, _Place] = defaultdict(_Place)
        self._told: int | None = None  # the record that was last told to be chosen
        self._turning = False
        self._locked = ""
        self.day = ""
        self.model = model
        self.answer: Answer | None = None
        self._build()
        self.columns = ColumnLayout(self.table, model, settings)
        self._columns_menu.aboutToShow.connect(lambda: self.columns.fill(self._columns_menu))
        self.columns.order_chosen.connect(self.ask)
        self.columns.arranging_wanted.connect(self.arrange_columns)
        self.table.header.order_wanted.connect(self.columns.choose_order)

    def _build(self) -> None:
        self._build_buttons()
        self._build_search()
        self._build_table()
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.heading, 1)
        top.addWidget(self.new_button)
        top.addWidget(self.columns_button)
        top.addWidget(self.export_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addLayout(self._search_row)
        layout.addWidget(self.problem)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self.bar)
        layout.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        self.show_all = QPushButton(icon("x"), self.tr("Show all"))
        self.show_all.setToolTip(self.tr("Forget the search (Esc)"))
        dress(self.show_all, Look.FLAT)
        self.show_all.clicked.connect(self._on_show_all)
        self.show_all.hide()
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.hint, 1_000)  # as wide as its text, before the rest gets anything
        foot.addWidget(self.show_all)
        foot.addStretch(1)
        return foot

    def _build_buttons(self) -> None:
        self.heading = QLabel()
        dress(self.heading, Look.TITLE)
        self.new_button = QPushButton(icon("plus"), self.tr("New"))
        self.new_button.setEnabled(False)
        self.new_button.clicked.connect(self.new_wanted)
        self.columns_button = QToolButton(autoRaise=True)
        self.columns_button.setIcon(icon("columns-3"))
        self.columns_button.setToolTip(self.tr("Choose columns"))
        self.columns_button.setAccessibleName(self.tr("Choose columns"))
        self.columns_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._columns_menu = QMenu(self.columns_button)
        self.columns_button.setMenu(self._columns_menu)
        self.export_button = QToolButton(autoRaise=True)
        self.export_button.setIcon(icon("download"))
        self.export_button.setToolTip(self.tr("Export to a file (Ctrl+E)"))
        self.export_button.setAccessibleName(self.tr("Export to a file"))
        self.export_button.setEnabled(False)
        self.export_button.clicked.connect(self.export_wanted)

    def _build_search(self) -> None:
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.addAction(icon("search", Tint.MUTED), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setAccessibleName(self.tr("Search"))
        self._typed = QElapsedTimer()
        self.search.textEdited.connect(self._typed.start)
        self.search.textChanged.connect(self._on_text_changed)
        self.search.returnPressed.connect(self._enter_table)
        self.search.installEventFilter(self)
        self.completer = QueryCompleter(self.search)
        self._build_search_row()
        self.hint, self.problem = QLabel(wordWrap=True), QLabel(wordWrap=True)
        for label, look in ((self.hint, Look.QUIET), (self.problem, Look.PROBLEM)):
            dress(label, look)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.hide()

    def _build_search_row(self) -> None:
        self.star = QToolButton(autoRaise=True)
        self.star.clicked.connect(self.keep_wanted)
        self.show_saved("")
        self.day_button = QToolButton(autoRaise=True)
        self.day_button.setIcon(icon("calendar"))
        self.day_button.setToolTip(self.tr("Show everything as of a day (Ctrl+Shift+D)"))
        self.day_button.setAccessibleName(self.tr("Show everything as of a day"))
        self.day_button.clicked.connect(self.day_wanted)
        self._search_row = QVBoxLayout()
        self._search_row.setSpacing(8)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.search, 1)
        bar.addWidget(self.star)
        bar.addWidget(self.day_button)
        self._search_row.addLayout(bar)

    def _build_table(self) -> None:
        self.table = _Table(self.model)
        self.table.setAccessibleName(self.tr("Records found"))
        self.table.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.model.modelReset.connect(self._on_selection_changed)
        self.table.clicked.connect(self._tell)
        self.table.activated.connect(self._on_activated)
        self.table.all_wanted.connect(self.search.clear)
        self.bulk = BulkActions(self.table)
        self.bulk.remove.triggered.connect(self.remove_wanted)
        self.bar = BulkBar(self.bulk)
        self.progress = ProgressLine()

        self.empty = QLabel(wordWrap=True)
        dress(self.empty, Look.QUIET)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)

    # What the user does

    def show_section(self, section: Section) -> None:
        """Turn to a section, with the search and the record that were left there."""
        self._section = self.completer.section = section
        self.heading.setText(section.label)
        self.new_button.setEnabled(not self._locked)
        self.export_button.setEnabled(True)
        self.search.setPlaceholderText(
            self.tr("Search {section}: words, country:PL, -topic:energy …").format(
                section=section.label.lower()
            )
        )
        self._set_text(self._place.text)
        self._told = None  # whatever page is shown, it is not of this section
        self.ask()

    def ask(self) -> None:
        """Ask again what is asked now, as after a change.

        The record chosen stays so, or the one that takes its place.
        """
        self.asked.emit(self.question())

    def clear_search(self, key: str) -> None:
        """Forget what was searched in a section, without asking anything."""
        self._places[key].text = ""
        if key == self._section.key:
            self._set_text("")

    def question(self) -> Question:
        """Return what is asked now."""
        order = self.columns.order_of(self._section)
        return Question(section=self._section, text=self.search.text(), sort=order, day=self.day)

    def current_id(self) -> int | None:
        """Return the id of the record the user is on, or None."""
        index = self.table.currentIndex()
        return int(index.data(ID_ROLE)) if index.isValid() else None

    def chosen_ids(self) -> list[int]:
        """Return the ids of all records that are chosen, in the order of the table."""
        return [key for rows in self.table.chosen() for key in self.model.ids[rows]]

    def arrange_columns(self) -> None:
        """Show all that can be done to the columns, in a dialog that does it at once."""
        from netcatalog.ui.columns_dialog import ColumnsDialog

        if self.model.columns:
            labels = [column.label for column in self.model.columns]
            ColumnsDialog(self.columns, labels, self).open()

    def choose(self, record_id: int) -> None:
        """Move to a record, now or when it is next found."""
        self._place.record = record_id
        self._told = None
        row = self.model.row_of(record_id) if self._is_answered() else None
        if row is not None:
            self._go_to(row)

    def start_search(self) -> None:
        """Put the cursor into the search bar, with its text selected."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def write(self, text: str) -> None:
        """Put a text into the search bar as if it were typed: Ctrl+Z there takes it back."""
        self.search.selectAll()
        self.search.insert(text)
        self._typed.invalidate()

    def put_search(self, section: Section, text: str, order: Order) -> None:
        """Put a text and an order where they will be asked once one turns to the section."""
        self._places[section.key] = _Place(text=text)
        self.columns.remember_order(section, order)

    def is_typing(self) -> bool:
        """Tell whether words are being typed into the search bar."""
        return self._typed.isValid() and not self._typed.hasExpired(TYPING_MS)

    def add_below_search(self, widget: QWidget) -> None:
        """Give a widget its place under the search bar."""
        self._search_row.addWidget(widget)

    # What comes back

    def show_saved(self, name: str) -> None:
        """Show under what name the search is saved, or that it is not."""
        words = (
            self.tr("Saved as “{name}” (Ctrl+D)") if name else self.tr("Save this search (Ctrl+D)")
        )
        self.star.setIcon(icon("star-filled", Tint.ACCENT) if name else icon("star"))
        self.star.setToolTip(words.format(name=name))
        self.star.setAccessibleName(words.format(name=name).removesuffix(" (Ctrl+D)"))

    def lock(self, reason: str) -> None:
        """Let nothing be added, and say why at the button; for "" let it be again."""
        self._locked = reason
        self.new_button.setEnabled(not reason)
        self.new_button.setToolTip(reason)

    def show_answer(self, answer: Answer) -> None:
        """Show what was found; the table has it already."""
        before, self.answer = self.answer, answer
        self.columns.lay_out(answer.question.section)
        problems = "\n".join(answer.query.problems)
        self.problem.setText(problems)
        self.problem.setVisible(bool(problems))
        self._show_hint(answer)
        if self._is_answered() and not self._is_awaited(before):
            self._choose_again()

    def _show_hint(self, answer: Answer) -> None:
        found, total = len(answer.ids), answer.total
        label = answer.question.section.label.lower()
        text = self.tr("{total} {section}")
        if found != total:
            text = self.tr("Filtered: {found} of {total} {section}")
        self.show_all.setVisible(found != total)
        counted = label if total != 1 else self.tr("record")
        self.hint.setText(text.format(found=number(found), total=number(total), section=counted))
        self.hint.setMaximumWidth(self.hint.fontMetrics().horizontalAdvance(self.hint.text()) + 4)
        if found:
            self._stack.setCurrentWidget(self.table)
            return
        day = answer.query.day
        if total:
            text = self.tr("Nothing found.\nTry fewer words, or press Esc to see all {section}.")
        elif day:
            text = self.tr("The catalogue knows of no {section} {day}.")
        else:
            text = self.tr("There are no {section} yet.\nPress Ctrl+N to add one.")
        self.empty.setText(text.format(section=label, day=when(day)))
        self._stack.setCurrentWidget(self.empty)

    def _is_awaited(self, before: Answer | None) -> bool:
        """Tell whether the record the user is on is only not there on the day turned to."""
        record = self._place.record
        return (
            before is not None
            and self.answer is not None
            and before.question.section == self.answer.question.section
            and before.query.day != self.answer.query.day
            and record is not None
            and self.model.row_of(record) is None
        )

    def _choose_again(self) -> None:
        """Go to the record the user was on, to what is now in its place, or to the best hit."""
        last = self.model.rowCount() - 1
        if last < 0:
            self._told = None
            self.chosen.emit(None)
            return
        place = self._place
        row = 0 if place.record is None else self.model.row_of(place.record)
        self._go_to(min(place.row, last) if row is None else row)

    def _go_to(self, row: int) -> None:
        index = self.model.index(row, self.columns.first_place())
        if index == self.table.currentIndex():
            self._on_current_changed(index)
        else:
            self.table.setCurrentIndex(index)

    @property
    def _place(self) -> _Place:
        return self._places[self._section.key]

    def _is_answered(self) -> bool:
        return self.answer is not None and self.answer.question.section == self._section

    def _set_text(self, text: str) -> None:
        self._turning = True
        self.search.setText(text)
        self._turning = False

    def _on_text_changed(self, text: str) -> None:
        if self._turning:
            return
        self._place.text = text
        if text:
            self._place.record = self._told = None
        self.asked.emit(self.question())

    def _on_show_all(self) -> None:
        self.search.clear()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_selection_changed(self) -> None:
        count = sum(rows.stop - rows.start for rows in self.table.chosen())
        self.bulk.offer(count, self.model.rowCount() if self.isVisible() else 0)
        was_hidden = self.bar.isHidden()
        self.bar.say(count)
        if was_hidden and not self.bar.isHidden():
            self.table.keep_current_in_sight()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._on_selection_changed()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._on_selection_changed()

    def _on_current_changed(self, current: QModelIndex) -> None:
        if not self._is_answered() or not current.isValid():
            return
        self._place.record, self._place.row = int(current.data(ID_ROLE)), current.row()
        if self._place.record != self._told:
            self._tell(current)

    def _tell(self, index: QModelIndex) -> None:
        self._told = int(index.data(ID_ROLE))
        self.chosen.emit(self._told)

    def _on_activated(self, index: QModelIndex) -> None:
        self._tell(index)
        self.opened.emit()

    def _enter_table(self) -> None:
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if not self.table.currentIndex().isValid():
                self._go_to(0)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._has_nothing_to(event):
                event.ignore()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
                self.search.clear()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
                self._enter_table()
                return True
        return super().eventFilter(watched, event)

    def _has_nothing_to(self, event: QKeyEvent) -> bool:
        """Tell whether the key undoes or redoes, and no letters: then it means the catalogue."""
        undoes = event.matches(QKeySequence.StandardKey.Undo)
        redoes = event.matches(QKeySequence.StandardKey.Redo)
        return (undoes and not self.search.isUndoAvailable()) or (
            redoes and not self.search.isRedoAvailable()
        )

    def shown_columns(self) -> list[Column]:
        """Return the columns the user sees, in the order in which they stand."""
        return self.columns.shown()


class _Table(QTableView):
    """The table view: rows are chosen whole, Enter opens, Esc shows all.

    Signals:
        all_wanted: The user pressed Esc.
    """

    all_wanted = Signal()

    def __init__(self, model: RecordTableModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegateForColumn(0, NameCell(self))  # only actors have two names to show
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.header = OrderHeader(model)
        self.setHorizontalHeader(self.header)
        dress_table(self)

    def chosen(self) -> list[slice]:
        """Return the stretches of rows that are chosen, in order, however many rows they hold."""
        found: list[slice] = []
        ranges = sorted(
            (each.top(), each.bottom() + 1) for each in self.selectionModel().selection().toList()
        )
        for top, end in ranges:
            if found and top <= found[-1].stop:
                found[-1] = slice(found[-1].start, max(end, found[-1].stop))
            else:
                found.append(slice(top, end))
        return found

    def keep_current_in_sight(self) -> None:
        """Scroll to the row one is on once the table has its new height."""
        QTimer.singleShot(0, self, lambda: self.scrollTo(self.currentIndex()))

    @override
    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        # Qt goes to the first and last column, where rows are chosen whole as well.
        column = max(0, self.currentIndex().column())
        if action is QAbstractItemView.CursorAction.MoveHome:
            return self.model().index(0, column)
        if action is QAbstractItemView.CursorAction.MoveEnd:
            return self.model().index(self.model().rowCount() - 1, column)
        return super().moveCursor(action, modifiers)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        if event.key() == Qt.Key.Key_Escape:
            self.all_wanted.emit()
            return
        super().keyPressEvent(event)
