"""Making one of what is in the catalogue twice: from the wish to the one step that is stored."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import Shiboken

from netcatalog.domain.changes import Action
from netcatalog.domain.errors import CatalogError
from netcatalog.domain.records import Actor

if TYPE_CHECKING:
    from collections.abc import Callable

    from netcatalog.domain.fields import Record
    from netcatalog.domain.pages import Reference
    from netcatalog.domain.uniting import Taken, Uniting
    from netcatalog.services.duplicates import Duplicates, Pair
    from netcatalog.ui.desk import Desk
    from netcatalog.ui.duplicates_pane import DuplicatesPane
    from netcatalog.ui.session import Made
    from netcatalog.ui.tasks import Task
    from netcatalog.ui.uniting_pane import UnitingPane


class Doubles(QObject):
    """Shows pairs in the middle of a window, and one of them side by side in its right column."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._looking: Task | None = None
        self._side_by_side: UnitingPane | None = None
        desk.browse.bulk.merge.triggered.connect(self.merge_chosen)

    @cached_property
    def pane(self) -> DuplicatesPane:
        """The list of pairs, made when it is first opened."""
        from netcatalog.ui.duplicates_pane import DuplicatesPane

        pane = DuplicatesPane()
        pane.chosen.connect(self._on_chosen)
        pane.opened.connect(self._enter)
        pane.look_wanted.connect(self.look)
        pane.closed.connect(self._back)
        return pane

    # Looking for them

    def is_shown(self) -> bool:
        """Tell whether the list of pairs is in the middle of the window."""
        return self._desk.middle.aside is self

    def find(self) -> None:
        """Show the pairs that may be one; they are looked for anew."""
        desk = self._desk
        if desk.session is None or (desk.past.shown and not desk.past.may_change()):
            return
        if not desk.editing.may_leave(self.find):
            return
        desk.editing.leave()
        desk.middle.show_aside(self)
        self.look()
        self.pane.take_keyboard()

    def look(self) -> None:
        """Look for pairs, unless that is being done already."""
        session = self._desk.session
        if session is None or self._looking is not None:
            return
        catalog = session.catalog
        self._looking = task = session.run(
            lambda progress: catalog.duplicates(progress=progress),
            self._on_found,
            self._on_failed,
        )
        task.cancelled.connect(self.pane.show_stopped)
        task.finished.connect(self._on_looked)
        self.pane.follow(task)

    def follow(self, made: Made) -> None:
        """Look again when something was taken back or done again that may be about a pair."""
        if made.revision.action in {Action.UNDO, Action.REDO}:
            self.look()

    def leave(self) -> None:
        """Put the list away, as something else is shown in the middle."""
        if self._looking is not None:
            self._looking.cancel()
        self._desk.editing.leave_if_unchanged()

    def take_keyboard(self) -> None:
        """Put the keyboard into the list."""
        self.pane.take_keyboard()

    def _back(self) -> None:
        self._desk.middle.come_back()

    def _on_found(self, found: Duplicates) -> None:
        if self.is_shown():
            self.pane.show_found(found)

    def _on_failed(self, error: Exception) -> None:
        self.pane.show_stopped()
        self._desk.tell_failure(error)

    def _on_looked(self) -> None:
        self._looking = None

    # One pair of the list

    def _on_chosen(self, pair: Pair | None) -> None:
        desk = self._desk
        if not self.is_shown() or desk.record.is_busy():
            return
        if pair is None:
            in_list = self.pane.has_keyboard()
            desk.editing.leave()
            if in_list or self._side_by_side is not None:
                self.pane.take_keyboard()
            self._side_by_side = None
            return
        in_list = self.pane.has_keyboard()
        keys, why = (pair.one.id, pair.other.id), pair.likeness.reasons
        pane = self._open(Actor, keys, partial(self._on_decided, pair), reasons=why)
        pane.skipped.connect(self._skip)
        pane.list_wanted.connect(self.pane.take_keyboard)
        if in_list:
            self.pane.take_keyboard()
        else:
            pane.take_keyboard()

    def _enter(self) -> None:
        if self._side_by_side is not None and Shiboken.isValid(self._side_by_side):
            self._side_by_side.take_keyboard()

    def _skip(self) -> None:
        self.pane.skip()

    def _on_decided(self, pair: Pair, gone: int | None) -> None:
        """Go on to the next pair; what the one that is gone may be one with, the other may be."""
        stays = next(one for one in (pair.one, pair.other) if one.id != gone)
        left = [one for one in self.pane.pairs if one is not pair]
        self.pane.show_decided(_without(left, gone, stays))

    # Two rows of a table

    def merge_chosen(self) -> None:
        """Show two rows that are chosen side by side."""
        desk = self._desk
        answer, ids = desk.browse.answer, desk.browse.chosen_ids()
        if desk.session is None or answer is None or len(ids) != 2:
            return
        if not desk.past.may_change() or not desk.editing.may_leave(self.merge_chosen):
            return
        desk.editing.leave()
        desk.pages.want(None)
        pane = self._open(answer.question.section.kind, (ids[0], ids[1]), self._on_merged)
        pane.cancelled.connect(desk.middle.take_keyboard)
        pane.take_keyboard()

    def _on_merged(self, _gone: int | None) -> None:
        self._desk.editing.close_form()
        self._desk.middle.take_keyboard()

    # Side by side

    def _open(
        self,
        kind: type[Record],
        keys: tuple[int, int],
        decided: Callable[[int | None], None],
        reasons: tuple[str, ...] = (),
    ) -> UnitingPane:
        """Show two records side by side; `decided` is told which of them is gone, if one is."""
        from netcatalog.ui.uniting_pane import UnitingPane

        pane = UnitingPane(kind, keys, reasons=reasons, is_one_of_many=self.is_shown())
        pane.look_wanted.connect(partial(self._look_at, pane, kind))
        pane.unite_wanted.connect(partial(self._unite, pane, decided))
        pane.apart_wanted.connect(partial(self._tell_apart, pane, decided))
        self._side_by_side = pane
        self._desk.editing.show(pane)
        return pane

    def _look_at(
        self, pane: UnitingPane, kind: type[Record], keys: tuple[int, int], taken: Taken
    ) -> None:
        session = self._desk.session
        if session is None:
            return
        catalog = session.catalog
        task = session.run(
            lambda _progress: catalog.unite(kind, keys, taken),
            partial(self._on_looked_at, pane, keys, taken),
            partial(self._on_refused, pane),
        )
        pane.progress.follow(task, self.tr("Comparing"))

    def _on_looked_at(
        self, pane: UnitingPane, keys: tuple[int, int], taken: Taken, uniting: Uniting
    ) -> None:
        if Shiboken.isValid(pane):
            pane.show_uniting(keys, taken, uniting)

    def _unite(
        self, pane: UnitingPane, decided: Callable[[int | None], None], uniting: Uniting
    ) -> None:
        session = self._desk.session
        if session is None or not self._desk.past.may_change():
            pane.show_stopped()
            return
        gone = uniting.compared[0].keys[1]
        task = session.apply_all(
            uniting.title,
            uniting.changes,
            stored=partial(self._on_stored, pane, decided, gone),
            refused=partial(self._on_refused, pane),
        )
        task.cancelled.connect(pane.show_stopped)
        pane.progress.follow(task, self.tr("Storing"))

    def _tell_apart(
        self, pane: UnitingPane, decided: Callable[[int | None], None], uniting: Uniting
    ) -> None:
        from netcatalog.services.duplicates import said_different

        session = self._desk.session
        if session is None or not self._desk.past.may_change():
            pane.show_stopped()
            return
        compared = uniting.compared[0]
        one, other = compared.lines[0].texts
        session.apply(
            self.tr("tell {one} and {other} apart").format(one=one, other=other),
            [said_different(*compared.keys)],
            stored=partial(self._on_stored, pane, decided, None),
            refused=partial(self._on_refused, pane),
        )

    def _on_stored(
        self, pane: UnitingPane, decided: Callable[[int | None], None], gone: int | None
    ) -> None:
        if Shiboken.isValid(pane):
            pane.show_stored()
            decided(gone)

    def _on_refused(self, pane: UnitingPane, error: Exception) -> None:
        is_there = Shiboken.isValid(pane)
        if is_there:
            pane.show_error(str(error))
        if not is_there or not isinstance(error, CatalogError):
            self._desk.tell_failure(error)


def _without(pairs: list[Pair], gone: int | None, stays: Reference) -> list[Pair]:
    """Return pairs with the one that stays in the place of the one that is gone."""
    found: dict[frozenset[int], Pair] = {}
    for pair in pairs:
        one, other = (stays if each.id == gone else each for each in (pair.one, pair.other))
        if one.id != other.id:
            found.setdefault(frozenset((one.id, other.id)), replace(pair, one=one, other=other))
    return list(found.values())
