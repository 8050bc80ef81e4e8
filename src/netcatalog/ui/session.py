"""An open catalogue as the window uses it: every question and change made off its thread."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from netcatalog.domain.changes import Change
from netcatalog.ui.section_list import BIN, SHOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from netcatalog.domain.changes import RecordedChange, Revision, Undoable
    from netcatalog.domain.fields import Record
    from netcatalog.domain.pages import Page
    from netcatalog.domain.progress import Progress
    from netcatalog.services.catalog import Catalog
    from netcatalog.ui.tasks import Task, TaskRunner


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What the window shows of the whole catalogue.

    Attributes:
        counts: How many records each section has, by its key; the bin too.
        undoable: What undo and redo would do.
        removals: What is in the bin.
    """

    counts: Mapping[str, int]
    undoable: Undoable
    removals: Sequence[RecordedChange]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A revision that was made, and the root record it added, if it added one."""

    revision: Revision
    added: Record | None


class Session(QObject):
    """One open catalogue.

    Signals:
        overviewed: The catalogue was looked over; payload: the `Overview`.
        page_loaded: A page is there; payload: the `Page`, and whether to keep a way back.
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
        self._page_task: Task | None = None

    def run(
        self,
        work: Callable[[Progress], object],
        done: Callable[[Any], object],
        failed: Callable[[Exception], object] | None = None,
    ) -> Task:
        """Do some work off the GUI thread; `done` gets its result, on the GUI thread."""
        task = self.runner.start(work)
        task.succeeded.connect(done)
        task.failed.connect(failed or self.failed.emit)
        return task

    def look_over(self) -> None:
        """Ask for the overview."""
        self.run(self._overview, self.overviewed.emit)

    def load_page(self, kind: type[Record], key: int, *, follow: bool = False) -> None:
        """Ask for a page; of several asked for, only the last comes."""
        task = self.run(lambda _progress: self.catalog.page(kind, key), lambda _page: None)
        self._page_task = task
        task.succeeded.connect(partial(self._on_page, task, follow=follow))

    def apply(
        self,
        title: str,
        changes: Sequence[Change],
        *,
        stored: Callable[[], object],
        refused: Callable[[Exception], object],
    ) -> None:
        """Make changes; `stored` is called once they are made, `refused` if they cannot be."""

        def done(made: Made) -> None:
            stored()
            self.changed.emit(made)

        self.run(lambda _progress: self._made(self.catalog.apply(title, changes)), done, refused)

    def undo(self) -> None:
        """Take back the newest change."""
        self.run(lambda _progress: self._made(self.catalog.undo()), self.changed.emit)

    def redo(self) -> None:
        """Do again what was undone."""
        self.run(lambda _progress: self._made(self.catalog.redo()), self.changed.emit)

    def restore(self, removal: RecordedChange) -> None:
        """Bring something back from the bin."""
        self.run(lambda _progress: self._made(self.catalog.restore(removal)), self.changed.emit)

    def remove(self, records: Sequence[tuple[type[Record], int]], title: str) -> None:
        """Put records into the bin, as one step."""

        def work(_progress: Progress) -> Made:
            found = [self.catalog.record(kind, key) for kind, key in records]
            return self._made(self.catalog.apply(title, [Change(before=one) for one in found]))

        self.run(work, self.changed.emit)

    def _made(self, revision: Revision) -> Made:
        changes = [step.change for step in self.catalog.changes_of(revision)]
        added = [
            change.after
            for change in changes
            if change.before is None and change.after and type(change.after).about.root
        ]
        return Made(revision=revision, added=added[0] if added else None)

    def _overview(self, _progress: Progress) -> Overview:
        removals = self.catalog.bin()
        counts = {section.key: self.catalog.count(section) for section in SHOWN}
        return Overview(
            counts={**counts, BIN: len(removals)},
            undoable=self.catalog.undoable(),
            removals=removals,
        )

    def _on_page(self, task: Task, page: Page, *, follow: bool) -> None:
        if task is self._page_task:
            self._page_task = None
            self.page_loaded.emit(page, follow)
