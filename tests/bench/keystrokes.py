"""Time from a key stroke to the painted hits, on the seed, and the raw query for the same.

Prints the 95th percentile of both, in milliseconds.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from pathlib import Path
from tempfile import gettempdir

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest

from netcatalog import app

WORDS = ("transport", "vienna", "sustainable", "emta", "cities", "authorities", "mobility")

application = app.make_application()
window = app.make_window(Path(gettempdir()) / "no-such-settings.ini")
desk = app.furnish(window)
catalog = Path(sys.argv[1])


def wait_for(signal, start):
    loop = QEventLoop()
    signal.connect(loop.quit)
    QTimer.singleShot(10_000, loop.quit)
    start()
    loop.exec()
    signal.disconnect(loop.quit)


def settle():
    loop = QEventLoop()
    QTimer.singleShot(30, loop.quit)
    loop.exec()


window.show()
wait_for(desk.model.modelReset, lambda: desk.open(catalog))
settle()
times = []
for word in WORDS:
    for letter in word:
        start = time.perf_counter()
        wait_for(
            desk.model.modelReset,
            lambda letter=letter: QTest.keyClicks(desk.browse.search, letter),
        )
        desk.browse.table.viewport().repaint()
        times.append((time.perf_counter() - start) * 1000)
        settle()
    wait_for(desk.model.modelReset, desk.browse.search.clear)
    settle()

raw = sqlite3.connect(catalog)
raw_times = []
for word in WORDS:
    for length in range(1, len(word) + 1):
        start = time.perf_counter()
        raw.execute(
            "SELECT rowid FROM actor_text WHERE actor_text MATCH ?", (f'"{word[:length]}"*',)
        ).fetchall()
        raw_times.append((time.perf_counter() - start) * 1000)


def late(values):
    return sorted(values)[int(len(values) * 0.95)]


print(f"{late(times):.2f} {late(raw_times):.3f}")
window.close()
desk.finish()
