"""Asks the catalogue how many of the records found have which value of each facet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netcatalog.domain.facets import Counts
    from netcatalog.domain.progress import Progress
    from netcatalog.services.readable import ReadableCatalog
    from netcatalog.ui.browser import Answer
    from netcatalog.ui.tasks import TaskRunner


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted of an answer."""

    answer: Answer
    counts: Sequence[Counts]


class FacetCounts(QObject):
    """Counts off the GUI thread, one answer at a time; of those waiting only the newest.

    Signals:
        counted: The newest answer was counted; payload: the `Tally`.
        failed: It could not be; payload: the exception.
    """

    counted = Signal(object)
    failed = Signal(object)

    def __init__(
        self, catalog: ReadableCatalog, runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._runner = runner
        self._waiting: Answer | None = None
        self._counting = False

    def count(self, answer: Answer) -> None:
        """Count what was found, unless something else is found meanwhile."""
        if self._counting:
            self._waiting = answer
            return
        self._counting = True
        task = self._runner.start(partial(self._count, answer))
        task.succeeded.connect(self._on_counted)
        task.failed.connect(self._on_failed)
        task.cancelled.connect(self._on_ended)

    def _count(self, answer: Answer, _progress: Progress) -> Tally:
        return Tally(answer, self._catalog.facets(answer.query, answer.ids))

    def _on_counted(self, tally: Tally) -> None:
        if self._waiting is None:
            self.counted.emit(tally)
        self._on_ended()

    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(error)
        self._on_ended()

    def _on_ended(self) -> None:
        self._counting = False
        if self._waiting is not None:
            answer, self._waiting = self._waiting, None
            self.count(answer)
