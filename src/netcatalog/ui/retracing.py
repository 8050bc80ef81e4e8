"""Going back over the history: its steps, records as they were, and what is undone of it."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from netcatalog.domain.errors import ConflictError
from netcatalog.domain.records import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netcatalog.domain.changes import Change, Revision, Told, Which
    from netcatalog.domain.fields import Record
    from netcatalog.domain.merging import Merging
    from netcatalog.domain.pages import State
    from netcatalog.ui.desk import Desk
    from netcatalog.ui.history_pane import HistoryPane
    from netcatalog.ui.session import Made


MOST_SHOWN = 2_000
"""Most steps listed at once: who looks for an older one says more of it."""


class Retracing(QObject):
    """Shows the steps in the middle of a window, and what they did in its right column."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._asked = 0
        self._chosen: Revision | None = None
        self._which: Which | None = None

    @cached_property
    def pane(self) -> HistoryPane:
        """The list of steps, made when it is first opened."""
        from netcatalog.ui.history_pane import HistoryPane

        pane = HistoryPane()
        pane.asked.connect(self._ask)
        pane.chosen.connect(self._on_chosen)
        pane.opened.connect(self._desk.enter_page)
        pane.undo_wanted.connect(self.undo)
        pane.closed.connect(self._desk.middle.come_back)
        return pane

    # The list of steps

    def show(self) -> None:
        """Show the steps of the whole catalogue."""
        self._show(None, "")

    def show_around(self, key: str, record_id: int) -> None:
        """Show the steps that changed one record or what hangs on it."""
        page = self._desk.record.page
        name = page.title if page is not None else self.tr("this record")
        self._show((SCHEMA[key], record_id), name)

    def _show(self, around: tuple[type[Record], int] | None, name: str) -> None:
        desk = self._desk
        if desk.session is None or not desk.editing.may_leave(partial(self._show, around, name)):
            return
        desk.editing.leave()
        self._chosen = None
        desk.middle.show_aside(self)
        self.pane.lock(desk.past.reason())
        self.pane.narrow(around, name)
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """Put the keyboard into the list."""
        self.pane.take_keyboard()

    def follow(self, _made: Made) -> None:
        """List the new step, too."""
        self.pane.ask()

    def leave(self) -> None:
        """Wait for no answer any more."""
        self._asked += 1

    def _ask(self, which: Which) -> None:
        session = self._desk.session
        if session is None:
            return
        catalog = session.catalog
        self._asked += 1
        session.run(
            lambda _progress: (catalog.authors(), catalog.history(MOST_SHOWN, which)),
            partial(self._on_found, self._asked),
        )

    def _on_found(self, asked: int, found: tuple[Sequence[str], Sequence[Revision]]) -> None:
        if asked == self._asked:
            self.pane.show_people(found[0])
            self.pane.show_revisions(found[1], is_all=len(found[1]) < MOST_SHOWN)

    def _on_chosen(self, revision: Revision | None) -> None:
        self._chosen = revision
        session = self._desk.session
        if revision is None or session is None:
            self._desk.record.show_nothing("", "")
            return
        catalog = session.catalog
        session.run(lambda _progress: catalog.told(revision), partial(self._on_told, self._asked))

    def _on_told(self, asked: int, told: Told) -> None:
        is_wanted = self._chosen is not None and told.revision.id == self._chosen.id
        if asked == self._asked and is_wanted:
            self._desk.record.show_revision(told)

    # Taking a step back

    def undo(self, revision: Revision) -> None:
        """Take a step back; where something it did was changed since, ask."""
        desk = self._desk
        if desk.session is not None and desk.past.may_change():
            desk.session.undo(revision, refused=partial(self._on_refused, revision))

    def _on_refused(self, revision: Revision, error: Exception) -> None:
        session = self._desk.session
        if session is None or not isinstance(error, ConflictError):
            self._desk.tell_failure(error)
            return
        catalog = session.catalog
        session.run(
            lambda _progress: catalog.taking_back(revision),
            partial(self._choose, revision),
        )

    def _choose(self, revision: Revision, met: Merging) -> None:
        from netcatalog.ui.clash_dialog import ClashDialog, ClashWords
        from netcatalog.ui.clash_list import VersionWords

        if not met.meetings:  # part of it is gone for good: the rest is no question
            self._take_back(revision, met.merged(()))
            return
        words = ClashWords(
            title=self.tr("Changed since"),
            told=self.tr(
                "Something that “{title}” did was changed since. Choose for each of these what "
                "is to be stored; the rest of the step is taken back."
            ).format(title=revision.title),
            versions=VersionWords(
                theirs=self.tr("In the catalogue now"),
                mine=self.tr("As it was before"),
                keep_mine=self.tr("take back"),
                keep_theirs=self.tr("leave as it is"),
            ),
            store=self.tr("&Take back"),
            leave=self.tr("Leave all as it is"),
        )
        dialog = ClashDialog(met, self._desk, words)
        dialog.chosen.connect(partial(self._take_back, revision))
        dialog.open()

    def _take_back(self, revision: Revision, changes: Sequence[Change]) -> None:
        session = self._desk.session
        if session is None:
            return
        if not changes:
            self._desk.message.say(self.tr("Nothing was changed."))
            return
        title = self.tr("take back: {title}").format(title=revision.title)
        session.apply(title, changes, refused=session.failed.emit)

    # A record as it was

    def show_state(self, key: str, record_id: int, revision: int) -> None:
        """Show a record as it was before a step."""
        desk = self._desk
        if desk.session is None or not desk.editing.may_leave(
            partial(self.show_state, key, record_id, revision)
        ):
            return
        desk.editing.leave()
        catalog = desk.session.catalog
        desk.pages.want(None)
        desk.session.run(
            lambda _progress: catalog.state(SCHEMA[key], record_id, catalog.revision(revision)),
            desk.pages.show_state,
        )

    def bring_back_alone(self, state: State) -> None:
        """Make a record so again, and leave its facts."""
        self._bring_back(state, state.own)

    def bring_back(self, state: State) -> None:
        """Make a record so again, with all its facts."""
        self._bring_back(state, state.whole)

    def _bring_back(self, state: State, changes: Sequence[Change]) -> None:
        desk = self._desk
        if desk.session is None or not desk.past.may_change():
            return
        title = self.tr("bring {name} back as it was before “{title}”").format(
            name=state.page.title, title=state.before.title
        )
        desk.session.apply(title, changes, refused=desk.session.failed.emit)
