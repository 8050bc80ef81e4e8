"""Opening a section, and going through it, beside a bare model and the one that Qt has in C++.

``tables FILE ROUNDS`` prints, in milliseconds as JSON: pairs of ours and of the bare model for
opening the authorities and the memberships, and ours and Qt's for each Page Down and End.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtSql import QSqlDatabase, QSqlQueryModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from netcatalog.domain.records import Actor
from netcatalog.domain.sections import section_named
from tests.bench import raw
from tests.bench.bare_table import BareModel
from tests.bench.qt import Window, settle
from tests.bench.rows import Pairs, timed

REPEAT_MS = 30
"""Between two strokes of a key that is held down, in milliseconds."""

PAGES = 40
KEYS = [Qt.Key.Key_PageDown] * PAGES + [Qt.Key.Key_End, Qt.Key.Key_Home] * 5


def main(path: Path, rounds: int) -> dict[str, object]:
    window = Window(path, "networks")
    found: dict[str, object] = {}
    with closing(raw.connect(path)) as connection:
        for section in ("authorities", "memberships"):
            found[section] = _opened(window, connection, section, rounds)
    window.turn_to("authorities")
    window.rest()
    found["ours"] = _gone_through(window.table, lambda: _is_whole(window))
    found["qt"] = _by_qt(window, path)
    window.close()
    return found


def _opened(window, connection, section, rounds) -> Pairs:
    asked = section_named(section)
    catalog = window.desk.session.catalog
    sql, given = raw.statement(catalog.query("", asked))
    model = BareModel(connection, asked.kind)
    view = _view_like(window.table)
    view.setModel(model)

    def bare() -> None:
        model.ask(sql, given)
        view.viewport().repaint()

    pairs = []
    for _ in range(rounds + 1):
        window.turn_to("networks")
        window.rest()
        ours = timed(lambda: window.turn_to(section))
        window.rest()
        pairs.append((ours, timed(bare)))
    view.close()
    return pairs[1:]


def _gone_through(view, is_whole) -> list[float]:
    """Press keys in a table, and return how long it took until each was painted."""
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    settle(200)
    loop, times = QEventLoop(), []

    def press(key) -> None:
        QTest.keyClick(view, key)
        while not is_whole():
            loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        view.viewport().repaint()

    for key in KEYS:
        times.append(timed(partial(press, key)))
        settle(REPEAT_MS)
    return times


def _is_whole(window: Window) -> bool:
    """Tell whether all rows that are seen are there."""
    table, model = window.table, window.desk.model
    first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
    column = window.desk.browse.columns.first_place()
    ends = (max(first, 0), last if last >= 0 else model.rowCount() - 1)
    return all(model.index(row, column).data() is not None for row in ends)


def _by_qt(window: Window, path: Path) -> list[float]:
    database = QSqlDatabase.addDatabase("QSQLITE")
    database.setDatabaseName(str(path))
    database.open()
    model = QSqlQueryModel()
    authorities = "WHERE a.kind = 'authority' ORDER BY sort_key, id"
    model.setQuery(f"{raw.table_sql(Actor)} {authorities}", database)
    while model.canFetchMore():
        model.fetchMore()
    view = _view_like(window.table)
    view.setModel(model)
    return _gone_through(view, lambda: True)


def _view_like(table: QTableView) -> QTableView:
    view = QTableView()
    view.verticalHeader().hide()
    view.resize(table.size())
    view.show()
    return view


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
