"""What can still be read of a damaged file, written into a new one, row by row."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netcatalog.store.database import connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PIECE = 500
"""Rows read at a time where nothing is damaged."""

FARTHEST = 1_000_000
"""The last id that is tried where the file cannot tell which is the last."""

_TABLES = """
    SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
        AND name NOT LIKE 'sqlite_%' AND name NOT IN (
            SELECT held.name || suffix.value
            FROM sqlite_schema held,
                json_each('["_data", "_idx", "_content", "_docsize", "_config"]') AS suffix
            WHERE held.sql LIKE 'CREATE VIRTUAL%')
"""
"""The tables that hold records and history; those of the full-text indexes are made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """What became of a table.

    Attributes:
        table: Its name.
        rows: How many rows were kept.
        is_whole: Whether all of it could be read.
    """

    table: str
    rows: int
    is_whole: bool


def salvage(damaged: Path, made: Path) -> list[Salvaged]:
    """Copy what can be read of a file into a new empty catalogue of the same version.

    Raises:
        sqlite3.Error: Not even the list of its tables can be read.
    """
    with closing(sqlite3.connect(damaged)) as source, closing(connect(made)) as target:
        target.execute("PRAGMA foreign_keys = OFF")
        target.execute("BEGIN IMMEDIATE")
        tables = [name for (name,) in target.execute(_TABLES)]
        there = {name for (name,) in source.execute("SELECT name FROM sqlite_schema")}
        told = [_copied(source, target, name) for name in tables if name in there]
        with suppress(sqlite3.Error):
            _keep_counters(source, target)
        target.commit()
    return told


def _copied(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> Salvaged:
    columns, held = (columns_in(one, table) for one in (target, source))
    if len(held) != len(columns):
        return Salvaged(table=table, rows=0, is_whole=False)
    if set(held) == set(columns):  # else the declaration is damaged, and only their order helps
        held = columns
    named, read = (", ".join(f'"{one}"' for one in names) for names in (columns, held))
    target.execute(f"DELETE FROM {table}")
    insert = f"INSERT INTO {table} ({named}) VALUES ({', '.join('?' * len(columns))})"
    kept, is_whole = 0, True
    asked = f"SELECT {read} FROM {table} WHERE rowid BETWEEN ? AND ?"
    for rows in _readable(source, asked, table):
        if rows is None:
            is_whole = False
            continue
        for row in rows:
            try:
                target.execute(insert, row)
            except sqlite3.Error:
                is_whole = False
            else:
                kept += 1
    return Salvaged(table=table, rows=kept, is_whole=is_whole)


def columns_in(connection: sqlite3.Connection, table: str) -> list[str]:
    """Return the columns that a file declares for a table; none where it has no such table."""
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def _readable(
    source: sqlite3.Connection, asked: str, table: str
) -> Iterator[list[tuple[object, ...]] | None]:
    """Yield the rows of a table; None for each stretch of ids that cannot be read."""
    last = _last(source, table)
    stretches = [(start, min(start + PIECE - 1, last)) for start in range(1, last + 1, PIECE)]
    stretches.reverse()
    while stretches:
        start, end = stretches.pop()
        try:
            yield source.execute(asked, (start, end)).fetchall()
        except (sqlite3.Error, UnicodeDecodeError):
            if start == end:
                yield None
                continue
            middle = (start + end) // 2
            stretches += [(middle + 1, end), (start, middle)]


def _last(source: sqlite3.Connection, table: str) -> int:
    """Return the last id of a table, or one beyond it."""
    for asked in (
        f"SELECT max(rowid) FROM {table}",
        f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'",
    ):
        with suppress(sqlite3.Error, TypeError):
            return min(int(source.execute(asked).fetchone()[0] or 0), FARTHEST)
    return FARTHEST


def _keep_counters(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Keep the counters of ids, so that none is given twice."""
    counters = source.execute("SELECT seq, name FROM sqlite_sequence").fetchall()
    target.executemany("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", counters)
