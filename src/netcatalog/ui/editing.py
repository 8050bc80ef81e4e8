"""Editing in the window: forms, notes and the bin, from the wish to the stored change."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from netcatalog.domain.choices import ActorKind
from netcatalog.domain.errors import CatalogError, ConflictError
from netcatalog.domain.records import Actor, Note
from netcatalog.domain.sections import AUTHORITIES, NETWORKS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netcatalog.domain.changes import Change
    from netcatalog.domain.fields import Record
    from netcatalog.domain.merging import Merging
    from netcatalog.domain.pages import Page
    from netcatalog.domain.sections import Section
    from netcatalog.ui.bulk_pane import BulkPane
    from netcatalog.ui.desk import Desk
    from netcatalog.ui.note_pane import NotePane
    from netcatalog.ui.page_form import PageForm
    from netcatalog.ui.uniting_pane import UnitingPane


class Editing(QObject):
    """Opens forms in the right column of a window and stores what comes out of them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._then: Callable[[], object] | None = None

    # Forms

    def start(self) -> None:
        """Turn the page that is shown into a form."""
        page = self._desk.record.page
        if page is not None and self._desk.record.form is None:
            self.edit(page)

    def edit(self, page: Page) -> PageForm | None:
        """Open the form of a page, and return it."""
        return self._open(page, type(page.entry.record), None)

    def start_new(self) -> PageForm | None:
        """Open the form of a new record of the section that is shown, and return it."""
        desk = self._desk
        if desk.session is None or desk.middle.in_bin() or desk.record.is_busy():
            return None
        section = desk.browse.question().section
        return self._open(None, section.kind, _blank(section))

    def _open(
        self, page: Page | None, kind: type[Record], blank: Record | None
    ) -> PageForm | None:
        from netcatalog.ui.lookup import Lookup
        from netcatalog.ui.page_form import PageForm

        session = self._desk.session
        if session is None:
            return None
        lookup = Lookup(session.catalog, session.runner)
        lookup.failed.connect(self._desk.tell_failure)
        form = PageForm(page, kind, session.catalog.schema, lookup, blank=blank)
        lookup.setParent(form)
        form.save_requested.connect(partial(self._save, form))
        self.show(form)
        return form

    def show(self, form: PageForm | BulkPane | UnitingPane) -> None:
        """Put a form in the place of the page, until it is cancelled or closed."""
        self._desk.middle.step_aside()
        form.cancelled.connect(self.close_form)
        form.kept.connect(self._stay)
        self._desk.record.open_form(form)
        form.start()

    def _save(self, form: PageForm, title: str, changes: Sequence[Change]) -> None:
        self._store(title, changes, self.close_form, form.show_error)

    def _store(
        self,
        title: str,
        changes: Sequence[Change],
        stored: Callable[[], None],
        refused: Callable[[str], None],
    ) -> None:
        """Store changes; then call `stored`, or `refused` with the reason."""
        ask_versions = partial(self._ask_versions, title, changes, stored, refused)
        if self._desk.session is not None:
            self._desk.session.apply(
                title,
                changes,
                stored=stored,
                refused=lambda error: self._on_refused(error, refused, ask_versions),
            )

    def _on_refused(
        self,
        error: Exception,
        refused: Callable[[str], None],
        ask_versions: Callable[[], object],
    ) -> None:
        self._stay()
        refused(str(error))
        if isinstance(error, ConflictError):
            ask_versions()
        elif not isinstance(error, CatalogError):
            self._desk.tell_failure(error)

    def _ask_versions(
        self,
        title: str,
        changes: Sequence[Change],
        stored: Callable[[], None],
        refused: Callable[[str], None],
    ) -> None:
        """Show what others stored meanwhile beside what was typed, and store what is chosen."""
        session = self._desk.session
        if session is None:
            return
        catalog = session.catalog

        def choose(merging: Merging) -> None:
            from netcatalog.ui.clash_dialog import ClashDialog

            if not merging.meetings:
                return  # it is gone, or as it was: there is nothing to choose
            dialog = ClashDialog(merging, self._desk)
            dialog.chosen.connect(store)
            dialog.open()

        def store(merged: Sequence[Change]) -> None:
            if merged:
                self._store(title, merged, stored, refused)
            else:
                stored()

        session.run(lambda _progress: catalog.merging(changes), choose)

    def close_form(self) -> None:
        """Close the form, and go where one wanted to go when it was in the way."""
        self._desk.record.close_form()
        self._desk.pages.read_again()
        self._go_if_asked()

    def leave_if_unchanged(self) -> None:
        """Close the form that is open, unless something was typed in it."""
        if self._desk.record.form is not None and not self._desk.record.is_busy():
            self._desk.record.close_form()

    def may_leave(self, then: Callable[[], object]) -> bool:
        """Tell whether nothing typed would be lost.

        If something would be, ask in the form what to do with it, and call `then` once it is
        stored or discarded.
        """
        record = self._desk.record
        if record.is_busy() and record.form is not None:
            record.form.ask_discard()
        elif record.note is not None and record.note.is_changed():
            record.note.ask_discard()
        else:
            return True
        self._then = then
        return False

    def leave(self) -> None:
        """Close form and note, whatever was typed in them."""
        self._desk.record.close_form()
        self._desk.record.close_note()

    def _go_if_asked(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()

    def _stay(self) -> None:
        self._then = None

    # Notes

    def start_note(self) -> None:
        """Open the pane for a new note on the record that is shown."""
        self.open_note(None)

    def edit_note(self, note_id: int) -> None:
        """Open the pane for a note that is on the record that is shown."""
        page = self._desk.record.page
        for entry in page.group(Note) if page is not None else ():
            if isinstance(entry.record, Note) and entry.record.id == note_id:
                self.open_note(entry.record)

    def open_note(self, note: Note | None) -> NotePane | None:
        """Open the pane for a note on the record that is shown, or a new one; return it."""
        from netcatalog.ui.note_pane import NotePane

        record, session = self._desk.record, self._desk.session
        if session is None or record.page is None or record.note is not None:
            return None
        self._desk.middle.step_aside()
        catalog = session.catalog
        pane = NotePane(
            record.page.entry.record, record.page.title, author=catalog.user, now=catalog.now
        )
        if note is not None:
            pane.edit(note)
        pane.save_requested.connect(partial(self._save_note, pane, record.page.title))
        pane.cancelled.connect(self._close_note)
        pane.kept.connect(self._stay)
        record.open_note(pane)
        return pane

    def _save_note(self, pane: NotePane, on: str, change: Change) -> None:
        title = self.tr("{what} on {record}").format(what=pane.title(), record=on)
        self._store(title, [change], self._close_note, pane.show_error)

    def _close_note(self) -> None:
        self._desk.record.close_note()
        self._go_if_asked()

    # The bin

    def remove(self) -> None:
        """Put the record shown into the bin."""
        record = self._desk.record
        if record.page is not None and record.form is None:
            self._remove(record.page)

    def remove_chosen(self) -> None:
        """Put what is chosen in the table into the bin."""
        desk = self._desk
        answer, chosen = desk.browse.answer, desk.browse.chosen_ids()
        if desk.session is None or answer is None or not chosen or desk.record.form is not None:
            return
        catalog, kind = desk.session.catalog, answer.question.section.kind
        if len(chosen) == 1:
            desk.session.run(lambda _progress: catalog.page(kind, chosen[0]), self._remove)
            return
        desk.bulk.remove()

    def _remove(self, page: Page) -> None:
        record = page.entry.record
        if self._desk.session is not None and record.id is not None:
            words = self.tr("remove {what}").format(what=page.title or page.entry.sentence)
            self._desk.pages.want(None)
            self._desk.session.remove(type(record), record.id, words)


def _blank(section: Section) -> Record | None:
    """Return what a new record of a section starts from, or None to start from nothing."""
    if section is NETWORKS:
        return Actor(kind=ActorKind.NETWORK, is_network=True)
    if section is AUTHORITIES:
        return Actor(kind=ActorKind.AUTHORITY)
    return None
