"""Tables to print, as the templates take them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netcatalog.reports.statements import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST_ROWS = 3000
"""Most rows in one report. typst takes about 0.1 MB of memory for each, and nobody lays a
hundred pages on a table."""

EMPTY = Part(text="")
"""A cell with nothing in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its heading, and its share of the width of the page."""

    label: str
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The columns of a table, and a row of cells for each line of it."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Part]]


def filled(
    columns: Mapping[str, Column], lines: Iterable[Mapping[str, Part]]
) -> dict[str, Column]:
    """Return the columns, by key, in which any line has something."""
    used = {key for line in lines for key, cell in line.items() if cell.text}
    return {key: column for key, column in columns.items() if key in used}


def table_of(columns: Mapping[str, Column], lines: Iterable[Mapping[str, Part]]) -> Table:
    """Return a table.

    Args:
        columns: Its columns, by key.
        lines: The cells of each line by the key of their column; what is missing is empty.
    """
    return Table(
        columns=list(columns.values()),
        rows=[[line.get(key, EMPTY) for key in columns] for line in lines],
    )
