"""Editing in the window: forms, notes and the bin, from the wish to the stored change."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from netcatalog.domain.choices import ActorKind
from netcatalog.domain.errors import CatalogError
from netcatalog.domain.records import Actor, Note
from netcatalog.domain.sections import AUTHORITIES, NETWORKS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netcatalog.domain.changes import Change
    from netcatalog.domain.fields import Record
    from netcatalog.domain.pages import Page
    from netcatalog.domain.sections import Section
    from netcatalog.ui.desk import Desk
    from netcatalog.ui.note_pane import NotePane
    from netcatalog.ui.page_form import PageForm


class Editing(QObject):
    """Opens forms in the right column of a window and stores what comes out of them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._closing = False

    # Forms

    def start(self) -> None:
        """Turn the page that is shown into a form."""
        page = self._desk.record.page
        if page is not None and self._desk.record.form is None:
            self._open(page, type(page.entry.record), None)

    def start_new(self) -> None:
        """Open the form of a new record of the section that is shown."""
        desk = self._desk
        if desk.session is None or desk.in_bin() or desk.record.is_busy():
            return
        section = desk.browse.question().section
        self._open(None, section.kind, _blank(section))

    def _open(self, page: Page | None, kind: type[Record], blank: Record | None) -> None:
        from netcatalog.ui.lookup import Lookup
        from netcatalog.ui.page_form import PageForm

        session = self._desk.session
        if session is None:
            return
        lookup = Lookup(session.catalog, session.runner, self)
        form = PageForm(page, kind, session.catalog.schema, lookup, blank=blank)
        form.save_requested.connect(partial(self._save, form))
        form.cancelled.connect(self._close_form)
        self._desk.record.open_form(form)
        form.start()

    def _save(self, form: PageForm, title: str, changes: Sequence[Change]) -> None:
        self._store(title, changes, self._close_form, form.show_error)

    def _store(
        self,
        title: str,
        changes: Sequence[Change],
        stored: Callable[[], None],
        refused: Callable[[str], None],
    ) -> None:
        """Store changes; then call `stored`, or `refused` with the reason."""
        if self._desk.session is not None:
            self._desk.session.apply(
                title,
                changes,
                stored=stored,
                refused=lambda error: self._on_refused(error, refused),
            )

    def _on_refused(self, error: Exception, refused: Callable[[str], None]) -> None:
        self._closing = False
        refused(str(error))
        if not isinstance(error, CatalogError):
            self._desk.tell_failure(error)

    def _close_form(self) -> None:
        self._desk.record.close_form()
        self._close_if_asked()

    def leave_if_unchanged(self) -> None:
        """Close the form that is open, unless something was typed in it."""
        if self._desk.record.form is not None and not self._desk.record.is_busy():
            self._desk.record.close_form()

    def ask_before_closing(self) -> None:
        """Ask, in the form, what to do with what was typed; the window closes after that."""
        self._closing = True
        if self._desk.record.form is not None:
            self._desk.record.form.ask_discard()
        elif self._desk.record.note is not None:
            self._desk.record.note.ask_discard()

    def _close_if_asked(self) -> None:
        if self._closing:
            self._closing = False
            self._desk.frame.close()

    # Notes

    def start_note(self) -> None:
        """Open the pane for a new note on the record that is shown."""
        self._open_note(None)

    def edit_note(self, note_id: int) -> None:
        """Open the pane for a note that is on the record that is shown."""
        page = self._desk.record.page
        for entry in page.group(Note) if page is not None else ():
            if isinstance(entry.record, Note) and entry.record.id == note_id:
                self._open_note(entry.record)

    def _open_note(self, note: Note | None) -> None:
        from netcatalog.ui.note_pane import NotePane

        record, session = self._desk.record, self._desk.session
        if session is None or record.page is None or record.note is not None:
            return
        catalog = session.catalog
        pane = NotePane(
            record.page.entry.record, record.page.title, author=catalog.user, now=catalog.now
        )
        if note is not None:
            pane.edit(note)
        pane.save_requested.connect(partial(self._save_note, pane, record.page.title))
        pane.cancelled.connect(self._close_note)
        record.open_note(pane)

    def note_is_busy(self) -> bool:
        """Tell whether a note is being written."""
        note = self._desk.record.note
        return note is not None and note.is_changed()

    def _save_note(self, pane: NotePane, on: str, change: Change) -> None:
        title = self.tr("{what} on {record}").format(what=pane.title(), record=on)
        self._store(title, [change], self._close_note, pane.show_error)

    def _close_note(self) -> None:
        self._desk.record.close_note()
        self._close_if_asked()

    # The bin

    def remove(self) -> None:
        """Put what is chosen in the table, or the record shown, into the bin."""
        desk = self._desk
        if desk.session is None or desk.record.page is None or desk.record.form is not None:
            return
        record = desk.record.page.entry.record
        title = desk.record.page.title or desk.record.page.entry.sentence
        chosen = desk.browse.chosen_ids()
        if len(chosen) > 1 and record.id in chosen:
            count = self.tr("{count} records").format(count=len(chosen))
            desk.session.remove(
                [(type(record), key) for key in chosen],
                self.tr("remove {what}").format(what=count),
            )
        elif record.id is not None:
            words = self.tr("remove {what}").format(what=title)
            desk.session.remove([(type(record), record.id)], words)


def _blank(section: Section) -> Record | None:
    """Return what a new record of a section starts from, or None to start from nothing."""
    if section is NETWORKS:
        return Actor(kind=ActorKind.NETWORK, is_network=True)
    if section is AUTHORITIES:
        return Actor(kind=ActorKind.AUTHORITY)
    return None
