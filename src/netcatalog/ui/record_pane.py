"""The right column: the page of a record, its form while it is edited, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from netcatalog.domain.records import Actor
from netcatalog.ui.icons import icon
from netcatalog.ui.page_view import PageView
from netcatalog.ui.passage_pane import PassagePane
from netcatalog.ui.state_bar import StateBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from netcatalog.domain.changes import Told
    from netcatalog.domain.pages import Page, State
    from netcatalog.ui.bulk_pane import BulkPane
    from netcatalog.ui.note_pane import NotePane
    from netcatalog.ui.page_form import PageForm
    from netcatalog.ui.uniting_pane import UnitingPane

Place = tuple[str, int]
"""A record: the key of its type, and its id."""


class RecordPane(QWidget):
    """Shows one record at a time. It knows no catalogue: what it needs is asked for.

    Signals:
        record_wanted: The user follows a link, or goes back; payload: type key and id.
        passage_wanted: A mark was pressed; payload: source id, start, end.
        address_wanted: A web address was pressed; payload: the address.
        shown: A page is shown.
        writing_changed: A form or a note was opened or closed.
        edit_wanted, note_wanted, sheet_wanted, remove_wanted: A button was pressed.
    """

    record_wanted = Signal(str, int)
    passage_wanted = Signal(int, int, int)
    address_wanted = Signal(str)
    shown = Signal()
    writing_changed = Signal()
    edit_wanted = Signal()
    note_wanted = Signal()
    sheet_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page: Page | None = None
        self.form: PageForm | BulkPane | UnitingPane | None = None
        self.note: NotePane | None = None
        self._place: Place | None = None
        self._trail: list[Place] = []
        self._locked = ""
        self.view = PageView()
        self.view.record_requested.connect(self._on_record_requested)
        self.view.passage_requested.connect(self.passage_wanted)
        self.view.address_requested.connect(self.address_wanted)
        self.passage = PassagePane()
        self.passage.hide()
        self.passage.closed.connect(self._on_passage_closed)
        self.passage.source_requested.connect(lambda key: self._on_record_requested("source", key))

        self.state_bar = StateBar()
        self.state_bar.now_wanted.connect(self.back)
        self._build_bar()
        self._lay_out()
        self._enable()

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._split = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        self._split.addWidget(self._stack)
        self._split.addWidget(self.passage)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 1)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addWidget(self.state_bar)
        layout.addWidget(self._split, 1)

    def _build_bar(self) -> None:
        self.back_button = self._button("arrow-left", self.tr("Back (Alt+Left)"), self.back)
        self.back_button.setEnabled(False)
        self.edit_button = self._button("pencil", self.tr("Edit (F2)"), self.edit_wanted.emit)
        self.note_button = self._button(
            "sticky-note", self.tr("Write a note (Ctrl+Shift+N)"), self.note_wanted.emit
        )
        self.sheet_button = self._button(
            "printer", self.tr("Fact sheet as PDF (Ctrl+P)"), self.sheet_wanted.emit
        )
        self.remove_button = self._button(
            "trash-2", self.tr("Put into the bin (Del)"), self.remove_wanted.emit
        )
        self._changing = {
            button: button.toolTip()
            for button in (self.edit_button, self.note_button, self.remove_button)
        }
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(8, 12, 16, 4)
        bar.setSpacing(4)
        bar.addWidget(self.back_button)
        bar.addStretch(1)
        for button in (
            self.edit_button,
            self.note_button,
            self.sheet_button,
            self.remove_button,
        ):
            bar.addWidget(button)

    def _button(self, icon_name: str, text: str, do: Callable[[], object]) -> QToolButton:
        button = QToolButton(autoRaise=True)
        button.setIcon(icon(icon_name))
        button.setToolTip(text)
        button.setAccessibleName(text.partition(" (")[0])
        button.clicked.connect(do)
        return button

    # Reading

    def show_page(self, page: Page, *, follow: bool) -> None:
        """Show a record's page; `follow` keeps a way back to the one shown before."""
        record = page.entry.record
        assert record.id is not None  # noqa: S101  it was read from the file
        self.page = page
        self.state_bar.hide()
        self._turn_to((type(record).about.key, record.id), follow=follow)
        self.view.show_page(page)
        self._enable()
        self.shown.emit()

    def show_state(self, state: State) -> None:
        """Show a record as it was; the way back leads to how it is now."""
        record = state.page.entry.record
        assert record.id is not None  # noqa: S101  it was read from the file
        place = record.about.key, record.id
        self.page = None
        self._turn_to(place, follow=True)
        self._trail.append(place)
        self.back_button.setEnabled(True)
        self.view.show_page(state.page)
        self.state_bar.tell(state)
        self._enable()

    def show_revision(self, told: Told) -> None:
        """Show what a revision did, in the place of a record."""
        self.show_nothing("", "")
        self.view.show_revision(told)

    def show_absent(self, place: Place, title: str, text: str, *, follow: bool) -> None:
        """Say in the place of a record's page why there is none; `follow` as for a page."""
        self.page = None
        self.state_bar.hide()
        self._turn_to(place, follow=follow)
        self.view.show_message(title, text)
        self._enable()

    def _turn_to(self, place: Place, *, follow: bool) -> None:
        before, self._place = self._place, place
        if before != place:
            if not follow:
                self._trail.clear()
            elif before is not None:
                self._trail.append(before)
            self._put_passage_away()
        self.back_button.setEnabled(bool(self._trail))

    def show_nothing(self, title: str, text: str) -> None:
        """Show no record, and say why or what to do."""
        self.page = self._place = None
        self.state_bar.hide()
        self._trail.clear()
        self.back_button.setEnabled(False)
        self.view.show_message(title, text)
        self.passage.hide()
        self._enable()

    def place(self) -> Place | None:
        """Return the record that is shown, or of which it is said that it has no page."""
        return self._place

    def has_way_back(self) -> bool:
        """Tell whether the user came here by a link."""
        return bool(self._trail)

    def has_sheet(self) -> bool:
        """Tell whether a fact sheet can be made of what is shown: of actors only."""
        return self.page is not None and isinstance(self.page.entry.record, Actor)

    def back(self) -> None:
        """Ask for the record shown before."""
        if self._trail and self.form is None:
            place = self._trail.pop()
            self.page = self._place = None
            self.record_wanted.emit(*place)

    def lock(self, reason: str) -> None:
        """Let nothing be changed, and say why at the buttons; for "" let it be again."""
        self._locked = reason
        self.state_bar.lock(reason)
        self._enable()

    def _enable(self) -> None:
        for button, words in self._changing.items():
            button.setEnabled(self.page is not None and not self._locked)
            button.setToolTip(self._locked or words)
        self.sheet_button.setEnabled(self.has_sheet())

    def _on_record_requested(self, key: str, record_id: int) -> None:
        self.record_wanted.emit(key, record_id)

    def _put_passage_away(self) -> None:
        """Hide the source of another record's fact, without taking the keyboard from the table."""
        had_keyboard = self.passage.text.hasFocus()
        self.passage.hide()
        if had_keyboard:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_passage_closed(self) -> None:
        self.passage.hide()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # Writing

    def is_busy(self) -> bool:
        """Tell whether a form is open with something typed in it."""
        return self.form is not None and self.form.is_changed()

    def open_form(self, form: PageForm | BulkPane | UnitingPane) -> None:
        """Put a form in the place of the page."""
        self.close_form()
        self.form = form
        self.passage.hide()
        self._bar.hide()
        self._stack.addWidget(form)
        self._stack.setCurrentWidget(form)
        self.writing_changed.emit()

    def close_form(self) -> None:
        """Put the page back in the place of its form."""
        if self.form is None:
            return
        form, self.form = self.form, None
        self._stack.setCurrentWidget(self.view)
        self._stack.removeWidget(form)
        form.deleteLater()
        self._bar.show()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.writing_changed.emit()

    def open_note(self, note: NotePane) -> None:
        """Open a pane for a note below the page."""
        self.close_note()
        self.note = note
        self._split.addWidget(note)
        note.setFocus(Qt.FocusReason.OtherFocusReason)
        self.writing_changed.emit()

    def close_note(self) -> None:
        """Close the pane for a note."""
        if self.note is not None:
            note, self.note = self.note, None
            note.hide()
            note.setParent(None)
            note.deleteLater()
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.writing_changed.emit()
