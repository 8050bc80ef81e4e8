"""Editing in the window: forms, notes and the bin, from the wish to the stored change."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from netcatalog.domain.choices import ActorKind
from netcatalog.domain.records import Actor, Note
from netcatalog.domain.sections import AUTHORITIES, NETWORKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netcatalog.domain.changes import Change
    from netcatalog.domain.fields import Record
    from netcatalog.domain.pages import Page
    from netcatalog.domain.sections import Section
    from netcatalog.ui.desk import Desk
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
        form.cancelled.connect(self._on_cancelled)
        self._desk.record.open_form(form)
        form.start()

    def _save(self, form: PageForm, title: str, changes: Sequence[Change]) -> None:
        session = self._desk.session
        if session is None:
            return
        session.changed.connect(self._on_stored)
        session.apply(title, changes, partial(self._on_refused, form))

    def _on_stored(self, _made: object) -> None:
        session = self._desk.session
        if session is not None:
            session.changed.disconnect(self._on_stored)
        self._desk.record.close_form()
        self._close_if_asked()

    def _on_refused(self, form: PageForm, error: Exception) -> None:
        session = self._desk.session
        if session is not None:
            session.changed.disconnect(self._on_stored)
        self._closing = False
        form.show_error(str(error))

    def _on_cancelled(self) -> None:
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

    def start_note(self, note: Note | None = None) -> None:
        """Open the pane for a new note on the record that is shown, or for one there is."""
        from netcatalog.ui.note_pane import NotePane

        desk = self._desk
        if desk.session is None or desk.record.page is None or desk.record.note is not None:
            return
        record = desk.record.page.entry.record
        catalog = desk.session.catalog
        pane = NotePane(record, desk.record.page.title, author=catalog.user, now=catalog.now)
        if isinstance(note, Note):
            pane.edit(note)
        pane.save_requested.connect(self._save_note)
        pane.cancelled.connect(self._on_note_cancelled)
        desk.record.open_note(pane)

    def note_is_busy(self) -> bool:
        """Tell whether a note is being written."""
        note = self._desk.record.note
        return note is not None and note.is_changed()

    def _save_note(self, change: Change) -> None:
        desk = self._desk
        if desk.session is None or desk.record.page is None:
            return
        desk.session.changed.connect(self._on_note_stored)
        title = f"note on {desk.record.page.title}"
        desk.session.apply(title, [change], self._on_note_refused)

    def _on_note_stored(self, _made: object) -> None:
        if self._desk.session is not None:
            self._desk.session.changed.disconnect(self._on_note_stored)
        self._on_note_cancelled()

    def _on_note_refused(self, error: Exception) -> None:
        if self._desk.session is not None:
            self._desk.session.changed.disconnect(self._on_note_stored)
        self._closing = False
        self._desk.tell_failure(error)

    def _on_note_cancelled(self) -> None:
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
