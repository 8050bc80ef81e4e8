"""An open catalogue as the window uses it: every question and change made off its thread."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from netcatalog.domain.changes import Change
from netcatalog.domain.errors import CancelledError, NotFoundError
from netcatalog.domain.progress import watched
from netcatalog.services.backups import Reason
from netcatalog.ui.section_list import BIN, SHOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from netcatalog.domain.changes import RecordedChange, Revision, Undoable
    from netcatalog.domain.fields import Record
    from netcatalog.domain.importing import ImportPlan
    from netcatalog.domain.joining import Joining
    from netcatalog.domain.mappings import Mapping as ListMapping
    from netcatalog.domain.merging import Meeting
    from netcatalog.domain.pages import Page
    from netcatalog.domain.progress import Progress
    from netcatalog.domain.tables import Table
    from netcatalog.services.catalog import Catalog
    from netcatalog.ui.tasks import Task, TaskRunner


_KEEPING = "keep how the list is brought in"

MANY = 100
"""From so many changes at once on, a backup is made first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What the window shows of the whole catalogue.

    Attributes:
        counts: How many records each section has, by its key, as of the day asked for; the
            bin too.
        undoable: What undo and redo would do.
        removals: What is in the bin; that is so now, whatever the day.
    """

    counts: Mapping[str, int]
    undoable: Undoable
    removals: Sequence[RecordedChange]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A revision that was made, and the root record it added, if it added just one."""

    revision: Revision
    added: Record | None


@dataclass(frozen=True, slots=True)
class Absent:
    """A record that was not there on the day asked for.

    Attributes:
        key: The key of its type.
        id: Its id.
        day: That day.
        sentence: What there is to say of it.
    """

    key: str
    id: int
    day: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A page, the number of the question that it answers, and whether to keep a way back."""

    number: int
    page: Page | Absent
    follow: bool


class Session(QObject):
    """One open catalogue.

    Signals:
        overviewed: The catalogue was looked over; payload: the `Overview`.
        page_loaded: A page is there; payload: the `Page`, or the `Absent` that has none on the
            day asked for, and whether to keep a way back.
        changed: The catalogue was changed; payload: the `Made`.
        failed: Something could not be had or done; payload: the exception.
    """

    overviewed = Signal(object)
    page_loaded = Signal(object, bool)
    changed = Signal(object)
    failed = Signal(object)

    def __init__(
        self, catalog: Catalog, runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.catalog = catalog
        self.runner = runner
        self._pages_asked = 0
        self._looks = 0

    def run(
        self,
        work: Callable[[Progress], object],
        done: Callable[[Any], object],
        failed: Callable[[Exception], object] | None = None,
    ) -> Task:
        """Do some work off the GUI thread; `done` gets its result, on the GUI thread."""
        task = self.runner.start(work)
        task.succeeded.connect(done)
        task.failed.connect(failed or self.failed)
        return task

    def look_over(self, day: str = "") -> None:
        """Ask for the overview, as it is after all changes asked for before.

        One that is asked for later takes its place, if it is not there by then.
        """
        self._looks += 1
        task = self.runner.start(partial(self._overview, self._looks, day), in_turn=True)
        task.succeeded.connect(self.overviewed)
        task.failed.connect(self.failed)

    def load_page(
        self, kind: type[Record], key: int, *, follow: bool = False, day: str = ""
    ) -> None:
        """Ask for a page as of a day; of several asked for, only the last comes."""
        self._pages_asked += 1
        number = self._pages_asked
        self.run(
            lambda _progress: _Loaded(number, self.page(kind, key, day), follow),
            self._on_page,
            partial(self._on_page_failed, number),
        )

    def page(self, kind: type[Record], key: int, day: str) -> Page | Absent:
        """Return a page as of a day, or that there is none; not for the GUI thread.

        Raises:
            NotFoundError: The record is not in the catalogue any more.
        """
        try:
            return self.catalog.page(kind, key, day=day)
        except NotFoundError as error:
            if not day:
                raise
            return Absent(kind.about.key, key, day, str(error))

    def apply(
        self,
        title: str,
        changes: Sequence[Change],
        *,
        stored: Callable[[], object] | None = None,
        refused: Callable[[Exception], object],
    ) -> None:
        """Make changes; `stored` is called once they are made, `refused` if they cannot be."""
        self._change(lambda: self.catalog.apply(title, changes), stored, refused)

    def revise(
        self,
        title: str,
        changes: Callable[[], Sequence[Change]],
        *,
        stored: Callable[[], object] | None = None,
        refused: Callable[[Exception], object] | None = None,
    ) -> None:
        """Make changes that are worked out when their turn comes; see `apply`."""
        self._change(lambda: self.catalog.apply(title, changes()), stored, refused)

    def apply_all(
        self,
        title: str,
        changes: Sequence[Change],
        *,
        stored: Callable[[], object],
        refused: Callable[[Exception], object],
    ) -> Task:
        """Make many changes, as `apply` does; until they are made, the task can be stopped."""

        def work(progress: Progress) -> Made:
            backup = Reason.BULK if len(changes) >= MANY else None
            revision = self.catalog.apply(title, watched(changes, progress), backup=backup)
            return Made(revision=revision, added=None)

        return self._do(work, stored=stored, refused=refused)

    def join(
        self,
        joining: Joining,
        theirs: Sequence[Meeting],
        *,
        stored: Callable[[], object],
        refused: Callable[[Exception], object],
    ) -> Task:
        """Bring another catalogue in, in its turn; until it is in, the task can be stopped."""

        def work(progress: Progress) -> Made:
            revision = self.catalog.join(joining, theirs, progress)
            if revision is None:
                raise CancelledError
            return Made(revision=revision, added=None)

        return self._do(work, stored=stored, refused=refused)

    def _do(
        self,
        work: Callable[[Progress], Made],
        *,
        stored: Callable[[], object],
        refused: Callable[[Exception], object],
    ) -> Task:
        task = self.runner.start(work, in_turn=True)
        task.succeeded.connect(lambda _made: stored())
        task.succeeded.connect(self.changed)
        task.failed.connect(refused)
        return task

    def bring_in(
        self,
        tables: Sequence[Table],
        mapping: ListMapping,
        rows: int,
        keeping: Callable[[], Sequence[Change]],
    ) -> Task:
        """Bring a list in, in its turn; until it is in, the task can be stopped.

        The task returns what `Catalog.bring_in` does.

        Args:
            tables: The list.
            mapping: What becomes of its columns.
            rows: How many it has.
            keeping: Returns what keeps the mapping; that is a step of its own, before.
        """

        def work(progress: Progress) -> tuple[Revision | None, ImportPlan]:
            kept = keeping()
            if kept:
                self.catalog.apply(_KEEPING, kept)
            return self.catalog.bring_in(tables, mapping, counted(rows, progress))

        return self.runner.start(work, in_turn=True)

    def undo(
        self,
        revision: Revision | None = None,
        refused: Callable[[Exception], object] | None = None,
    ) -> None:
        """Take back a revision, or the newest; `refused` is called if it cannot be."""
        self._change(lambda: self.catalog.undo(revision), refused=refused)

    def redo(self) -> None:
        """Do again what was undone."""
        self._change(self.catalog.redo)

    def restore(self, removal: RecordedChange) -> None:
        """Bring something back from the bin."""
        self._change(lambda: self.catalog.restore(removal))

    def delete_for_good(self, removals: Sequence[RecordedChange]) -> None:
        """Delete something in the bin for good, and its last traces from the file."""
        self._change(lambda: self.catalog.delete_for_good(removals))
        task = self.runner.start(lambda _progress: self.catalog.compact(), in_turn=True)
        task.failed.connect(self.failed)

    def remove(self, kind: type[Record], key: int, title: str) -> None:
        """Put a record, as it is now, into the bin; no page asked for before comes any more."""
        self._pages_asked += 1

        def work() -> Revision:
            return self.catalog.apply(title, [Change(before=self.catalog.record(kind, key))])

        self._change(work)

    def _change(
        self,
        work: Callable[[], Revision],
        stored: Callable[[], object] | None = None,
        refused: Callable[[Exception], object] | None = None,
    ) -> None:
        task = self.runner.start(lambda _progress: self._made(work()), in_turn=True)
        if stored is not None:
            task.succeeded.connect(lambda _made: stored())
        task.succeeded.connect(self.changed)
        task.failed.connect(refused or self.failed)

    def _made(self, revision: Revision) -> Made:
        return Made(revision=revision, added=self.catalog.added_root(revision))

    def _overview(self, number: int, day: str, _progress: Progress) -> Overview:
        removals = self.catalog.bin()
        counts = {BIN: len(removals)}
        for section in SHOWN:
            if number != self._looks:
                raise CancelledError
            counts[section.key] = self.catalog.count(section, day)
        return Overview(
            counts=counts,
            undoable=self.catalog.undoable(),
            removals=removals,
        )

    def _on_page(self, loaded: _Loaded) -> None:
        if loaded.number == self._pages_asked:
            self.page_loaded.emit(loaded.page, loaded.follow)

    def _on_page_failed(self, number: int, error: Exception) -> None:
        if number == self._pages_asked:
            self.failed.emit(error)


def counted(total: int, progress: Progress) -> Progress:
    """Return a `progress` that knows of how many it is told what is done."""
    return lambda done, _total: progress(min(done, total), total)
