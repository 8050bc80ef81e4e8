"""Keeping what is being typed, so that no crash takes it, and offering it again afterwards."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from netcatalog.domain.drafts import Draft, as_it_was, befores_of, records_before, texts
from netcatalog.domain.errors import NotFoundError
from netcatalog.domain.records import SCHEMA, Note
from netcatalog.services.drafts import Drafts
from netcatalog.ui.draft_bar import DraftBar

if TYPE_CHECKING:
    from netcatalog.domain.pages import Page
    from netcatalog.services.catalog import Catalog
    from netcatalog.ui.desk import Desk
    from netcatalog.ui.note_pane import NotePane
    from netcatalog.ui.page_form import PageForm

KEEP_MS = 1_000
"""How long after a key what is typed is kept, in milliseconds."""


class Drafting(QObject):
    """Watches the forms of a window.

    Attributes:
        bar: Offers what was kept.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._folder = Path(desk.settings.fileName()).parent / "drafts"
        self._drafts: Drafts | None = None
        self._found: Draft | None = None
        self._section = ""
        self._number = 0
        self._is_kept = False
        self._soon = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._soon.timeout.connect(self.keep)
        self.bar = DraftBar()
        self.bar.wanted.connect(self._take_up)
        self.bar.copy_wanted.connect(self._copy)
        self.bar.discarded.connect(self.discard)

    def open(self, catalog: Catalog) -> None:
        """Look whether anything was kept for a catalogue that is open now."""
        self.bar.hide()
        self._found = None
        self._is_kept = False
        self._drafts = None if catalog.refusal else Drafts(self._folder, catalog.path)
        if self._drafts is not None and self._desk.session is not None:
            drafts = self._drafts
            self._desk.session.run(lambda _progress: drafts.find(), self._on_found)

    def _on_found(self, draft: Draft | None) -> None:
        if draft is not None and draft.record in {kind.about.key for kind in SCHEMA.records}:
            self._found = draft
            self.bar.offer(draft)

    # Keeping

    def watch(self) -> None:
        """Keep what is typed into the form or the note that was opened; forget what was closed."""
        self._section = self._desk.sections.chosen()
        for part in (self._form(), self._desk.record.note):
            if part is not None:
                part.changed.connect(self._soon.start)
        self._soon.stop()
        self.keep()

    def keep(self) -> None:
        """Keep what is being typed now; what was offered stays until one has decided."""
        session = self._desk.session
        draft = self._draft()
        if self._drafts is None or session is None or (draft is None and not self._is_kept):
            return
        if self._found is not None and draft is not None:
            self.bar.hide()  # there is one place for a draft, and this one is the newer
            self._found = None
        self._is_kept = draft is not None
        self._number += 1
        drafts, number = self._drafts, self._number
        session.run(lambda _progress: drafts.keep(number, draft), lambda _none: None)

    def _form(self) -> PageForm | None:
        from netcatalog.ui.page_form import PageForm

        form = self._desk.record.form
        return form if isinstance(form, PageForm) else None

    def _draft(self) -> Draft | None:
        record, session = self._desk.record, self._desk.session
        form, note = self._form(), record.note
        page = record.page
        if session is None:
            return None
        now = session.catalog.now()
        if form is not None and form.is_changed():
            kind, key = form.place()
            return Draft(
                at=now,
                title=page.title if page is not None and key is not None else "",
                record=kind.about.key,
                id=key,
                section=self._section if key is None else "",
                typed=form.typed(),
                befores=befores_of(form.touched()),
            )
        if note is not None and note.is_changed() and page is not None:
            return Draft(
                at=now,
                title=page.title,
                record=page.entry.record.about.key,
                id=page.entry.record.id,
                is_note=True,
                typed=note.typed(),
                befores=befores_of(note.touched()),
            )
        return None

    # Taking up again

    def _take_up(self) -> None:
        draft, desk = self._found, self._desk
        if draft is None or desk.session is None:
            return
        if not desk.past.may_change() or not desk.editing.may_leave(self._take_up):
            return
        desk.editing.leave()
        if draft.id is None:
            desk.turn_to(draft.section)
            self._open(draft, desk.editing.start_new())
            return
        catalog, kind, key = desk.session.catalog, SCHEMA[draft.record], draft.id
        desk.session.run(
            lambda _progress: catalog.page(kind, key),
            partial(self._on_page, draft),
            self._on_gone,
        )

    def _on_page(self, draft: Draft, page: Page) -> None:
        desk = self._desk
        desk.pages.want(None)
        desk.pages.show(page)
        if draft.is_note:
            before = [one for one in records_before(draft, SCHEMA) if isinstance(one, Note)]
            self._open(draft, desk.editing.open_note(before[0] if before else None))
        else:
            self._open(draft, desk.editing.edit(as_it_was(page, draft, SCHEMA)))

    def _open(self, draft: Draft, part: PageForm | NotePane | None) -> None:
        if part is None:
            return
        self.bar.hide()
        self._found = None
        self._is_kept = True
        part.type_again(draft.typed)

    def _on_gone(self, error: Exception) -> None:
        if isinstance(error, NotFoundError) and self._found is not None:
            self.bar.offer_text(self._found)
        else:
            self._desk.tell_failure(error)

    def _copy(self) -> None:
        if self._found is not None:
            QGuiApplication.clipboard().setText(texts(self._found, SCHEMA))
            self._desk.message.say(self.tr("What you typed was copied."))

    def discard(self) -> None:
        """Forget what was kept."""
        self.bar.hide()
        self._found = None
        self._is_kept = True
        self.keep()
        self._desk.middle.take_keyboard()
