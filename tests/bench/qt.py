"""Our window in a process of its own, worked by a program that knows when it is done."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from netcatalog import app
from netcatalog.ui.defect_dialog import DefectDialog
from netcatalog.ui.tasks import Task

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QTableView

    from netcatalog.ui.desk import Desk
    from netcatalog.ui.facet_view import FacetView

PATIENCE_MS = 60_000
"""How long anything may take, in milliseconds."""

REST_MS = 100
"""How often is looked whether the window rests, in milliseconds: longer than its timers take."""


class Window:
    """Our window, open on a catalogue, with a section shown."""

    def __init__(self, catalog: Path, section: str) -> None:
        self.application = app.make_application()
        self._frame = app.make_window(Path(gettempdir()) / "no-such-settings.ini")
        self.desk: Desk = app.furnish(self._frame)
        self._frame.show()
        wait_for(self.desk.model.modelReset, lambda: self.desk.open(catalog))
        self.rest()
        self.turn_to(section)
        self.rest()

    @property
    def table(self) -> QTableView:
        return self.desk.browse.table

    @property
    def facets(self) -> FacetView:
        return self.desk.facets.view

    def turn_to(self, section: str) -> None:
        """Turn to a section, if it is not shown yet, until its first rows are painted."""
        if self.desk.sections.chosen() == section:
            return
        wait_for(self.desk.model.modelReset, lambda: self.desk.sections.choose(section))
        self.table.viewport().repaint()

    def type(self, letter: str) -> None:
        """Type a letter into the search bar, until the hits are painted."""
        key = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        search = self.desk.browse.search
        wait_for(self.desk.model.modelReset, lambda: QApplication.sendEvent(search, key))
        self.table.viewport().repaint()

    def clear(self) -> None:
        """Empty the search bar."""
        wait_for(self.desk.model.modelReset, self.desk.browse.search.clear)
        self.rest()

    def rest(self) -> None:
        """Wait until nothing is being done any more, such as counting or loading a page."""
        settle(REST_MS)
        while self.application.findChildren(Task):
            settle(REST_MS)

    def close(self) -> None:
        """Let go of everything; if something failed meanwhile, no figure is worth anything."""
        failed = self.desk.findChildren(DefectDialog)
        self._frame.close()
        self.desk.finish()
        if failed:
            raise RuntimeError("the program failed while it was measured")


def wait_for(signal: SignalInstance, start: Callable[[], object]) -> None:
    """Start something, and wait for a signal of it."""
    loop, told = QEventLoop(), []

    def hear(*_: object) -> None:
        told.append(True)
        loop.quit()

    signal.connect(hear)
    timer = QTimer(singleShot=True, interval=PATIENCE_MS)
    timer.timeout.connect(loop.quit)
    timer.start()
    start()
    if not told:
        loop.exec()
    signal.disconnect(hear)
    timer.stop()
    if not told:
        raise TimeoutError


def settle(milliseconds: int) -> None:
    """Leave the window alone for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class Watch(QObject):
    """Tells how long the event loop was kept from its work at a stretch, in milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self, interval=1)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()

    def stop(self) -> float:
        """Return the longest stretch since the watch was made."""
        self._on_tick()
        self._timer.stop()
        return self.longest

    def _on_tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000)
        self._last = now
