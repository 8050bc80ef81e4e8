"""What stands in the columns of a list: looked through once, before one says what it means."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netcatalog.domain.progress import silent
from netcatalog.domain.tables import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netcatalog.domain.progress import Progress
    from netcatalog.domain.tables import Table

MOST_VALUES = 200
"""Different cells of a column that are counted; a column of more is not one of a few values."""

EMPTY_WORDS = frozenset(
    {*("-", "--", "–", "—", ".", "..", "?", "/"), *("na", "n/a", "n.a.", "#n/a", "nan")}
    | {*("none", "null", "nil", "unknown", "tbc", "tbd", "k.a.", "n/d", "nd", "s/o", "brak")}
)
"""Cells, in small letters, that often mean nothing; only a person knows (a town is called None,
and Namibia is NA)."""

CHUNK = 1_000


@dataclass(slots=True)
class Survey:
    """What was found in the tables of a list.

    Attributes:
        rows: How many rows there are.
        values: How often each cell occurs, by heading, in columns of few different cells.
        empty: How often each cell occurs that may mean nothing, as it is written.
    """

    rows: int = 0
    values: dict[str, Counter[str]] = field(default_factory=dict)
    empty: Counter[str] = field(default_factory=Counter)


def survey(tables: Sequence[Table], progress: Progress = silent) -> Survey:
    """Look through the rows of all tables."""
    found = Survey()
    total = sum(table.about for table in tables)
    many: set[str] = set()
    for table in tables:
        for row in table.rows:
            found.rows += 1
            if found.rows % CHUNK == 0:
                progress(min(found.rows, total), total)
            if isinstance(row, Row):
                _count(found, many, zip(table.headings, row.cells, strict=True))
    return found


def _count(found: Survey, many: set[str], cells: Iterable[tuple[str, str]]) -> None:
    longest = 8
    for heading, cell in cells:
        if not cell:
            continue
        if len(cell) < longest and cell.lower() in EMPTY_WORDS:
            found.empty[cell] += 1
        if heading in many:
            continue
        counted = found.values.setdefault(heading, Counter())
        counted[cell] += 1
        if len(counted) > MOST_VALUES:
            many.add(heading)
            del found.values[heading]
