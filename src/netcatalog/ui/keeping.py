"""Saved searches in the window: kept, opened, altered, and counted."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from netcatalog.domain import orders
from netcatalog.domain.changes import Change
from netcatalog.domain.columns import by_key, columns_of
from netcatalog.domain.errors import CatalogError
from netcatalog.domain.records import SCHEMA, SavedSearch
from netcatalog.domain.saved_searches import (
    kept,
    moved,
    proposed_name,
    same_search,
    search_of,
)
from netcatalog.domain.sections import section_named
from netcatalog.ui.message_bar import Tone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netcatalog.services.catalog import Catalog
    from netcatalog.ui.browser import Question
    from netcatalog.ui.desk import Desk
    from netcatalog.ui.name_bar import NameBar


class Keeping(QObject):
    """Keeps the list of saved searches of a window true, and does what is asked of it.

    What they find is counted one after the other, so that a search never waits for more than
    one of them; when the catalogue changes meanwhile, counting begins anew.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._searches: Sequence[SavedSearch] = ()
        self._uncounted: list[SavedSearch] = []
        self._loads = 0
        self._is_counting = False
        self._opened: int | None = None
        self._asked: Question | None = None
        desk.saved.opened.connect(self.open)
        desk.saved.renamed.connect(self._rename)
        desk.saved.moved.connect(self._move)
        desk.saved.remove_wanted.connect(self._remove)
        desk.browse.keep_wanted.connect(self.ask)
        desk.browse.asked.connect(self._on_asked)

    # What there is

    def forget(self) -> None:
        """Show none, as another catalogue was opened."""
        self._loads += 1
        self._opened = None
        self._show(())

    def refresh(self) -> None:
        """Load the saved searches, and count what they find now."""
        session = self._desk.session
        if session is not None:
            self._loads += 1
            catalog = session.catalog
            session.run(
                lambda _progress: catalog.saved_searches(), partial(self._on_loaded, self._loads)
            )

    def _on_loaded(self, load: int, searches: Sequence[SavedSearch]) -> None:
        if load == self._loads:
            self._show(searches)
            self._count_next()

    def _show(self, searches: Sequence[SavedSearch]) -> None:
        self._searches = searches
        self._uncounted = list(searches)
        self._desk.saved.show_searches(searches)
        self._show_present(self._desk.browse.question())

    def _count_next(self) -> None:
        session = self._desk.session
        if self._is_counting or not self._uncounted or session is None:
            return
        self._is_counting = True
        search = self._uncounted.pop(0)
        day = self._desk.past.day
        task = session.runner.start(lambda _progress: hits(session.catalog, search, day))
        task.succeeded.connect(partial(self._on_counted, self._loads, search))
        task.failed.connect(partial(self._on_count_failed, self._loads))
        task.finished.connect(self._on_count_ended)

    def _on_counted(self, load: int, search: SavedSearch, count: int) -> None:
        if load == self._loads:
            self._desk.saved.show_count(search, count)

    def _on_count_failed(self, load: int, error: Exception) -> None:
        if load == self._loads:
            self._uncounted.clear()
            self._desk.tell_failure(error)

    def _on_count_ended(self) -> None:
        self._is_counting = False
        self._count_next()

    def _on_asked(self, question: Question) -> None:
        self._show_present(question)
        if self._asked is not None and question != self._asked:
            self._close_bar()

    def _show_present(self, question: Question) -> None:
        present = self._present(question)
        self._desk.browse.show_saved(present.name if present else "")
        self._desk.saved.mark(present)

    def _present(self, question: Question) -> SavedSearch | None:
        return same_search(self._searches, question.section, question.text, question.sort)

    # What the user does

    def open(self, key: int) -> None:
        """Search for what was saved."""
        desk = self._desk
        search = next((one for one in self._searches if one.id == key), None)
        if search is None:
            return
        self._opened = key
        section = section_named(search.section)
        order = orders.read(search.sort, by_key(columns_of(SCHEMA, section.kind)))
        desk.browse.put_search(section, search.text, order)
        if desk.sections.chosen() == section.key:
            desk.browse.show_section(section)
        else:
            desk.sections.choose(section.key)

    def ask(self) -> None:
        """Ask for a name for the search, or what is to become of it if it is saved already."""
        session = self._desk.session
        if session is None or self._desk.middle.in_bin():
            return
        if session.catalog.refusal:
            self._desk.message.say(session.catalog.refusal, Tone.BAD)
            return
        self._desk.middle.step_aside()
        self._asked = self._desk.browse.question()
        present = self._present(self._asked)
        if present is not None:
            others = [one for one in self._searches if one != present]
            self.bar.ask_about(present, others)
        else:
            self.bar.ask_new(self._proposed(self._asked), self._searches)

    def _proposed(self, question: Question) -> str:
        """Return the name of the saved search that was altered, or one for a new search."""
        key = question.section.key
        opened = next((one for one in self._searches if one.id == self._opened), None)
        if opened is not None and opened.section == key and question.text.strip():
            return opened.name
        return proposed_name(question.text) or question.section.label

    @cached_property
    def bar(self) -> NameBar:
        """The bar that asks for a name, made when it is first needed."""
        from netcatalog.ui.name_bar import NameBar

        bar = NameBar()
        bar.save_wanted.connect(self._save)
        bar.update_wanted.connect(self._update)
        bar.rename_wanted.connect(self._rename)
        bar.remove_wanted.connect(self._remove)
        bar.cancelled.connect(self._leave_bar)
        self._desk.browse.add_below_search(bar)
        return bar

    def _close_bar(self) -> None:
        if self._asked is not None:
            self._asked = None
            self.bar.hide()

    def _leave_bar(self) -> None:
        focus = QApplication.focusWidget()
        is_in_bar = self._asked is not None and focus is not None and self.bar.isAncestorOf(focus)
        self._close_bar()
        if is_in_bar:
            self._desk.browse.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self, name: str) -> None:
        search = self._present_as(name)
        self._revise(
            self.tr("save the search {name}").format(name=name),
            lambda catalog: kept(catalog.saved_searches(), search),
        )

    def _update(self, key: int) -> None:
        search = self._present_as(self._name(key))
        self._opened = key
        title = self.tr("update the saved search {name}")
        self._alter(key, title, section=search.section, text=search.text, sort=search.sort)

    def _present_as(self, name: str) -> SavedSearch:
        """Return the search that is asked now, under a name."""
        question = self._desk.browse.question()
        return search_of(name, question.section, question.text, question.sort)

    def _rename(self, key: int, name: str) -> None:
        self._alter(key, self.tr("rename the saved search {name}"), name=name)

    def _alter(self, key: int, title: str, **values: object) -> None:
        """Give the saved search other values; the title says what it was called."""

        def changes(catalog: Catalog) -> list[Change]:
            before = catalog.record(SavedSearch, key)
            after: SavedSearch = replace(before, **values)  # type: ignore[arg-type]
            return [Change(before=before, after=after)] if after != before else []

        self._revise(title.format(name=self._name(key)), changes)

    def _move(self, key: int, place: int) -> None:
        self._revise(
            self.tr("move the saved search {name}").format(name=self._name(key)),
            lambda catalog: moved(catalog.saved_searches(), key, place),
        )

    def _remove(self, key: int) -> None:
        self._revise(
            self.tr("remove the saved search {name}").format(name=self._name(key)),
            lambda catalog: [Change(before=catalog.record(SavedSearch, key))],
        )

    def _name(self, key: int) -> str:
        return next((one.name for one in self._searches if one.id == key), "")

    def _revise(self, title: str, changes: Callable[[Catalog], Sequence[Change]]) -> None:
        """Make changes that build on what is stored once it is their turn."""
        session = self._desk.session
        if session is not None:
            session.revise(
                title,
                partial(changes, session.catalog),
                stored=self._leave_bar,
                refused=self._on_refused,
            )

    def _on_refused(self, error: Exception) -> None:
        self.refresh()  # the list may show what was only wished for
        if self._asked is not None and isinstance(error, CatalogError):
            self.bar.show_problem(str(error))
        else:
            self._desk.tell_failure(error)


def hits(catalog: Catalog, search: SavedSearch, day: str = "") -> int:
    """Return how many records a saved search finds, as of a day or now."""
    return catalog.hits(catalog.query(search.text, section_named(search.section)).as_of(day))
