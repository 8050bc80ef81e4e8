"""Tables to print, as the templates take them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from netcatalog.reports.fitting import breakable
from netcatalog.reports.statements import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST_ROWS = 2000
"""Most rows in one report. typst takes up to 0.2 MB of memory for each, and nobody lays a
hundred pages on a table."""

_GUTTER = 3.0
"""The room between two columns in `style.typ`, in mm."""

_LETTER, _CAPITAL = 1.6, 2.0
"""How wide letters of running text, and capitals, are on average in the type of tables, in mm."""

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


def table_of(
    columns: Mapping[str, Column], lines: Iterable[Mapping[str, Part]], width: float
) -> Table:
    """Return a table whose cells hold even words that are wider than they are.

    Args:
        columns: Its columns, by key.
        lines: The cells of each line by the key of their column; what is missing is empty.
        width: How wide it is to be, in mm.
    """
    shares = sum(column.width for column in columns.values())
    rooms = {key: width * column.width / shares - _GUTTER for key, column in columns.items()}
    return Table(
        columns=list(columns.values()),
        rows=[
            [_held(line.get(key, EMPTY), room) for key, room in rooms.items()] for line in lines
        ],
    )


def _held(cell: Part, room: float) -> Part:
    return replace(cell, text=_fitting(cell.text, room), detail=_fitting(cell.detail, room))


def _fitting(text: str, room: float) -> str:
    return breakable(text, int(room / (_CAPITAL if text.isupper() else _LETTER)))
