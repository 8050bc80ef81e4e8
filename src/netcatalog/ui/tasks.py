"""Work off the GUI thread: plain functions in, signals on the GUI thread out."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, SignalInstance, Slot
from typing_extensions import override

from netcatalog.domain.errors import CancelledError, CatalogError

if TYPE_CHECKING:
    from collections.abc import Callable

    from netcatalog.domain.progress import Progress

_log = logging.getLogger(__name__)

REPORT_EVERY = 0.05
"""Least time between two reports of progress, in seconds: faster than anyone reads."""


class Task(QObject):
    """A piece of work under way.

    Signals:
        progressed: How many items are done, of how many; 0 of them means not known.
        succeeded: The work returned; payload: its result.
        failed: The work raised; payload: the exception.
        cancelled: The work stopped because it was asked to.
        finished: After exactly one of the three above.
    """

    progressed = Signal(int, int)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()

    # What the worker emits. These are connected before it starts and pass through the
    # event loop, so nothing is lost to a caller who connects right after starting.
    _reported = Signal(int, int)
    _ended = Signal(object, object)  # result and error, one of them None

    def __init__(
        self, work: Callable[[Progress], object], pool: QThreadPool, parent: QObject
    ) -> None:
        """Queue `work` on `pool`. The parent keeps the task until it has finished."""
        super().__init__(parent)
        self._stop = threading.Event()
        self._reported.connect(self.progressed)
        self._ended.connect(self._on_ended)
        pool.start(_Job(work, self._stop, self._reported, self._ended))

    def cancel(self) -> None:
        """Ask the work to stop at its next report. It may still succeed."""
        self._stop.set()

    @Slot(object, object)
    def _on_ended(self, result: object, error: BaseException | None) -> None:
        match error:
            case None:
                self.succeeded.emit(result)
            case CancelledError():
                self.cancelled.emit()
            case _:
                if not isinstance(error, CatalogError):
                    _log.error("task failed", exc_info=error)
                self.failed.emit(error)
        self.finished.emit()
        self.deleteLater()


class TaskRunner(QObject):
    """Starts tasks on a thread pool of its own and ends them with the application.

    Signals:
        busy_changed: Whether any task is under way.
    """

    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._turns = QThreadPool(self, maxThreadCount=1)
        self._under_way = 0

    def start(self, work: Callable[[Progress], object], *, in_turn: bool = False) -> Task:
        """Run `work` on a worker thread. Connect to the task before returning to Qt.

        Args:
            work: What to do.
            in_turn: Wait for all work before it that was to wait for its turn: changes build
                on each other, and the next begins where the one before it ended.
        """
        task = Task(work, self._turns if in_turn else self._pool, self)
        task.finished.connect(self._on_finished)
        self._under_way += 1
        if self._under_way == 1:
            self.busy_changed.emit(True)
        return task

    def close(self) -> None:
        """Stop all tasks and wait for them. Call it when the last window closes."""
        for task in self.findChildren(Task):
            task.cancel()
        self._pool.waitForDone()
        self._turns.waitForDone()

    def _on_finished(self) -> None:
        self._under_way -= 1
        if self._under_way == 0:
            self.busy_changed.emit(False)


class _Job(QRunnable):
    """The half of a task that runs on the worker thread; it may only emit."""

    def __init__(
        self,
        work: Callable[[Progress], object],
        stop: threading.Event,
        reported: SignalInstance,
        ended: SignalInstance,
    ) -> None:
        super().__init__()
        self._work = work
        self._stop = stop
        self._reported = reported
        self._ended = ended
        self._last = 0.0

    @override
    def run(self) -> None:
        try:
            result = self._work(self._report)
        except BaseException as error:  # noqa: BLE001  it is handed to the GUI thread
            self._ended.emit(None, error)
        else:
            self._ended.emit(result, None)

    def _report(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise CancelledError
        now = time.monotonic()
        if now - self._last >= REPORT_EVERY or done == total:
            self._last = now
            self._reported.emit(done, total)
