"""Time from a click on a facet to the repainted table and counts: ``clicks FILE SECTION``.

Prints as JSON, in milliseconds for each click: how long it took, and how long the event loop was
kept from its work at a stretch meanwhile.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from netcatalog.ui.facet_model import ValueLine
from tests.bench.qt import Watch, Window, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QModelIndex

    from tests.bench.rows import Pairs

VALUES = 3
"""How many values of each facet are clicked on."""


def main(path: Path, section: str) -> Pairs:
    """Click on the first values of each facet, one after the other."""
    window = Window(path, "networks")
    _counted(window, lambda: window.turn_to(section))
    found = []
    for row in range(window.facets.model().rowCount()):
        for place in range(VALUES):
            heading = window.facets.model().index(row, 0)
            value = window.facets.model().index(place, 0, heading)
            if isinstance(window.facets.line(value), ValueLine):
                found.append(_clicked(window, value))
                _counted(window, window.desk.browse.search.clear)
                window.rest()
    window.close()
    return found


def _clicked(window: Window, value: QModelIndex) -> tuple[float, float]:
    view = window.facets
    view.scrollTo(value)
    window.rest()
    where = view.visualRect(value).center()
    watch, start = Watch(), time.perf_counter()
    _counted(
        window,
        lambda: QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where),
    )
    window.table.viewport().repaint()
    view.viewport().repaint()
    return (time.perf_counter() - start) * 1000, watch.stop()


def _counted(window: Window, start: Callable[[], object]) -> None:
    counts = window.desk.narrowing._counts
    assert counts is not None
    wait_for(counts.counted, start)


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2])))
