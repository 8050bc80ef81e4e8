"""The rows of a table on their way into a file: which records, and what their cells hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netcatalog.domain.columns import BETWEEN_VALUES
from netcatalog.domain.pages import Reference
from netcatalog.domain.progress import silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netcatalog.domain.columns import Column
    from netcatalog.domain.fields import Record
    from netcatalog.domain.pages import Block, Cell
    from netcatalog.domain.progress import Progress
    from netcatalog.domain.query import Query
    from netcatalog.services.readable import ReadableCatalog

    Written = str | int | float
    """What one cell of a file holds."""

CHUNK = 500
"""Rows read at a time: few statements, little memory."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Records chosen one by one.

    Attributes:
        kind: Their type.
        ids: Their ids, in order.
        query: What found them: they are written as of its day.
    """

    kind: type[Record]
    ids: Sequence[int]
    query: Query | None = None


def blocks_of(
    catalog: ReadableCatalog,
    records: Query | Chosen,
    columns: Sequence[Column],
    progress: Progress = silent,
) -> Iterator[Block]:
    """Yield the cells of records that a query finds, or that were chosen, in order."""
    chosen = records
    if not isinstance(chosen, Chosen):
        chosen = Chosen(chosen.section.kind, catalog.find(chosen), chosen)
    ids = chosen.ids
    for start in range(0, len(ids), CHUNK):
        yield catalog.block(chosen.kind, ids[start : start + CHUNK], columns, chosen.query)
        progress(min(start + CHUNK, len(ids)), len(ids))


def together(cell: Cell) -> Written:
    """Return what a cell holds, several values in one text."""
    if len(cell) == 1:
        value = cell[0]
        return value if type(value) is str else plain(value)
    if not cell:
        return ""
    return BETWEEN_VALUES.join(str(plain(value)) for value in cell)


def plain(value: object) -> Written:
    """Return one value as a file holds it: as it is stored, not in words."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return value
        case Reference():
            return value.label
        case dt.datetime():
            return value.isoformat()
        case _:
            return str(value)
