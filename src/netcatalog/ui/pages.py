"""The right column of a window: which record it shows, as of when, and where links lead."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from netcatalog.domain.records import SCHEMA, Note, Source
from netcatalog.ui.browse_pane import TYPING_MS
from netcatalog.ui.session import Absent

if TYPE_CHECKING:
    from netcatalog.domain.fields import Record
    from netcatalog.domain.pages import Page, State
    from netcatalog.ui.desk import Desk

PAGE_AFTER_MS = 60
"""How long the user rests on a record before its page is loaded, in milliseconds: nobody waits
for it, and holding an arrow key down does not load a page for each step."""


class Pages(QObject):
    """Loads pages when they are wanted, and shows those that still are when they come."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._wanted: tuple[type[Record], int] | None = None
        self._reloads = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timer)

    def want(self, wanted: tuple[type[Record], int] | None) -> None:
        """Load a page soon, and show none that was wanted before."""
        self._wanted = wanted
        if wanted is None:
            self._timer.stop()
        else:
            self._timer.start(TYPING_MS if self._desk.browse.is_typing() else PAGE_AFTER_MS)

    def _on_timer(self) -> None:
        if self._desk.session is not None and self._wanted is not None:
            self._desk.session.load_page(*self._wanted, day=self._desk.past.shown)

    def _show_title(self, shown: str) -> None:
        name = self._desk.session.catalog.path.stem if self._desk.session else ""
        self._desk.frame.setWindowTitle(
            " – ".join(part for part in (shown, name, "NetCatalog") if part)
        )

    def show_nothing_chosen(self) -> None:
        """Show no page, and say how one comes by one."""
        self.show_nothing(
            self.tr("Nothing chosen"),
            self.tr("Choose a record in the table to read its page. Ctrl+F searches."),
        )

    def show_nothing(self, title: str, text: str) -> None:
        """Show no page, and say why or what to do."""
        self._desk.record.show_nothing(title, text)
        self._show_title("")
        self._desk.menus.show_page(is_shown=False)

    def show(self, page: Page, *, follow: bool = False) -> None:
        """Show a page in the right column; `follow` keeps a way back to the one before."""
        self._desk.record.show_page(page, follow=follow)
        self._show_title(page.title or page.entry.sentence)
        self._desk.menus.show_page(
            is_shown=True,
            has_sheet=self._desk.record.has_sheet(),
            has_way_back=self._desk.record.has_way_back(),
        )

    def show_state(self, state: State) -> None:
        """Show a record as it was before a step of the history."""
        self._desk.record.show_state(state)
        self._show_title(state.page.title)
        self._desk.menus.show_page(is_shown=False, has_way_back=True)

    def _show_absent(self, absent: Absent, *, follow: bool) -> None:
        title = self.tr("Not there then")
        self._desk.record.show_absent(
            (absent.key, absent.id), title, absent.sentence, follow=follow
        )
        self._show_title("")
        self._desk.menus.show_page(is_shown=False, has_way_back=self._desk.record.has_way_back())

    def _show_found(self, found: Page | Absent, *, follow: bool) -> None:
        if isinstance(found, Absent):
            self._show_absent(found, follow=follow)
        else:
            self.show(found, follow=follow)

    def follow_link(self, key: str, record_id: int) -> None:
        """Show the page of a record that a link leads to; a note is opened to be written on."""
        if SCHEMA[key] is Note:
            if self._desk.past.may_change():
                self._desk.editing.edit_note(record_id)
        elif self._desk.session is not None:
            self.want(None)
            self._desk.session.load_page(
                SCHEMA[key], record_id, follow=True, day=self._desk.past.shown
            )

    def show_passage(self, source_id: int, start: int, end: int) -> None:
        """Show the words of a source on which a fact rests."""
        if self._desk.session is None:
            return
        catalog = self._desk.session.catalog
        self._desk.session.run(
            lambda _progress: catalog.record(Source, source_id),
            lambda source: self._desk.record.passage.show_passage(source, start, end),
        )

    def offer_address(self, address: str) -> None:
        """Say where a link leads out of the catalogue, and open it if that is wished."""
        self._desk.message.say(
            self.tr("This leads out of the catalogue: {address}").format(address=address),
            action=self.tr("Open in the browser"),
            do=lambda: QDesktopServices.openUrl(QUrl(address)),
        )

    def on_loaded(self, found: Page | Absent, follow: bool) -> None:
        """Take in a page that was asked for, if it is still wanted."""
        if isinstance(found, Absent):
            kind, key = SCHEMA[found.key], found.id
        else:
            kind, key = type(found.entry.record), found.entry.record.id or 0
        is_wanted = follow or (kind, key) == self._wanted
        if not is_wanted or self._desk.record.form is not None:
            return
        if found.day == self._desk.past.shown:
            self._show_found(found, follow=follow)
        elif self._desk.session is not None:  # one went to another day meanwhile
            self._desk.session.load_page(kind, key, follow=follow, day=self._desk.past.shown)

    def reload(self, key: str, record_id: int) -> None:
        """Read the page that is shown anew, as something was changed."""
        assert self._desk.session is not None  # noqa: S101  what is shown came from it
        session, kind, day = self._desk.session, SCHEMA[key], self._desk.past.shown
        self._reloads += 1
        session.run(
            lambda _progress: session.page(kind, record_id, day),
            partial(self._on_reloaded, self._reloads, (key, record_id)),
            lambda _error: self.show_nothing_chosen(),
        )

    def _on_reloaded(self, number: int, place: tuple[str, int], found: Page | Absent) -> None:
        if number != self._reloads:
            return  # it was read before the change that the next reading was asked for
        is_shown = self._desk.record.place() == place and self._desk.record.form is None
        if is_shown and found.day == self._desk.past.shown:
            self._show_found(found, follow=True)

    def read_again(self) -> None:
        """Show the record that is shown as of the day one looks at, if it is of another."""
        place, page = self._desk.record.place(), self._desk.record.page
        is_of_day = page is not None and page.day == self._desk.past.shown
        if place is not None and not is_of_day and not self._timer.isActive():
            self.reload(*place)
