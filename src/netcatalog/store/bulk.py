"""Tables to which much is done at once: without their indexes, which are made again after."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator
    from sqlite3 import Connection

    from netcatalog.domain.fields import Record

MUCH = 10_000
"""Rows from which on it may pay to make the indexes of a table anew."""

SHARE = 4
"""It pays if there are at least so many in each so many rows of the table."""


class Indexes:
    """Takes the indexes off tables that are being filled or emptied, and puts them on again."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._off: dict[type[Record], list[str]] = {}
        self._added: Counter[type[Record]] = Counter()
        self._before: dict[type[Record], int] = {}

    def relieve(self, kind: type[Record], count: int) -> None:
        """Tell that so many rows are about to be added; their indexes go if they are many."""
        self._added[kind] += count
        if kind in self._off or self._added[kind] < MUCH:
            return
        if kind not in self._before:
            self._before[kind] = rows_of(self._connection, kind)
        if self._added[kind] * SHARE >= self._before[kind]:
            self._take_off(kind)

    @contextmanager
    def emptied(self, kind: type[Record], count: int) -> Generator[None]:
        """Take the indexes off a table, while so many rows are removed, if they are many."""
        if count >= MUCH and count * SHARE >= rows_of(self._connection, kind):
            self._take_off(kind)
        yield
        self.put_on()

    def _take_off(self, kind: type[Record]) -> None:
        found = self._connection.execute(
            "SELECT name, sql FROM sqlite_schema"
            " WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
            (kind.about.key,),
        ).fetchall()
        for name, _ in found:
            self._connection.execute(f"DROP INDEX {name}")
        self._off[kind] = [sql for _, sql in found]

    def put_on(self) -> None:
        """Make all indexes again that were dropped."""
        for made in self._off.values():
            for sql in made:
                self._connection.execute(sql)
        self._off.clear()


def rows_of(connection: Connection, kind: type[Record]) -> int:
    """Return how many rows the table of a type has."""
    counted = f"SELECT count(*) FROM {kind.about.key}"
    return int(connection.execute(counted).fetchone()[0])
