"""The rows of a list that nothing was made of, as a file to be mended and brought in again."""

from __future__ import annotations

import csv
import io
import itertools
import re
from typing import TYPE_CHECKING

from netcatalog.domain.importing import WHY
from netcatalog.domain.tables import Unreadable
from netcatalog.services.out_files import replacing
from netcatalog.transfer.formulas import guarded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from netcatalog.domain.importing import ImportPlan
    from netcatalog.domain.tables import Row, Table

    Rows = Sequence[tuple[Row | Unreadable, str]]
    """Rows of one table, each with the reason."""

_LONGEST = 31
"""Most characters of the name of a sheet."""

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")

WHOLE = "The row as it stood"
"""Heading of a column behind that which says why, where rows could not be parted into cells."""


def write_rejected(tables: Sequence[Table], plan: ImportPlan, out: Path) -> int:
    """Write the rejected rows of a list, each with the reason; how, the suffix says.

    In a workbook (``.xlsx``) each table is a sheet of its own, as it was. Otherwise they are
    CSV: the headings are those of the first table that has such rows; rows of other tables
    follow with their cells under the same headings, and columns of their own after them. A row
    that could not be parted into cells stands whole in the last column: its others are empty, so
    that it is about nobody until it is mended.

    Returns:
        How many rows were written.

    Raises:
        ReportError: The file cannot be written.
    """
    why = {
        (line.table, line.line): f"{line.column}: {'; '.join(line.told)}".removeprefix(": ")
        for line in plan.rejected
    }
    found = [
        (table, rows)
        for table in tables
        if (
            rows := [
                (row, reason)
                for row in table.rows
                if (reason := why.get((table.name, row.line))) is not None
            ]
        )
    ]
    found = found or [(table, []) for table in tables]
    if out.suffix.lower() == ".xlsx":
        from netcatalog.transfer.xlsx_export import write_sheets

        sheets: dict[str, Iterator[list[str]]] = {}
        for table, rows in found:
            sheets[_sheet_name(table.name, sheets)] = _lines(table.headings, [(table, rows)])
        write_sheets(out, sheets)
    else:
        _write_csv(out, found)
    return sum(len(rows) for _, rows in found)


def _sheet_name(name: str, taken: Collection[str]) -> str:
    """Return what a table is called as a sheet: what Excel forbids, and what is taken, is not."""
    plain = _FORBIDDEN.sub(" ", name).strip()[:_LONGEST] or "list"
    numbered = (f"{plain[: _LONGEST - 4]} {number}" for number in itertools.count(2))
    return next(one for one in itertools.chain([plain], numbered) if one not in taken)


def _write_csv(out: Path, found: Sequence[tuple[Table, Rows]]) -> None:
    headings = list(dict.fromkeys(one for table, _ in found for one in table.headings))
    with replacing(out) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        csv.writer(text).writerows(map(guarded, line) for line in _lines(headings, found))
        text.flush()
        text.detach()


def _lines(headings: Sequence[str], found: Sequence[tuple[Table, Rows]]) -> Iterator[list[str]]:
    """Yield the headings, and the rows under them, all of the same width."""
    whole = any(isinstance(row, Unreadable) for _, rows in found for row, _ in rows)
    yield [*headings, WHY, *[WHOLE] * whole]
    for table, rows in found:
        for row, reason in rows:
            if isinstance(row, Unreadable):
                yield [*[""] * len(headings), reason, row.text]
            else:
                cells = dict(zip(table.headings, row.cells, strict=True))
                yield [*(cells.get(one, "") for one in headings), reason, *[""] * whole]
