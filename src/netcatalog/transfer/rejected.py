"""The rows of a list that nothing was made of, as a file to be mended and brought in again."""

from __future__ import annotations

import csv
import io
import itertools
import re
from typing import TYPE_CHECKING

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

WHY = "Why it was not read"
"""Heading of the column that is added."""


def write_rejected(tables: Sequence[Table], plan: ImportPlan, out: Path) -> int:
    """Write the rejected rows of a list, each with the reason; how, the suffix says.

    In a workbook (``.xlsx``) each table is a sheet of its own, as it was. Otherwise they are
    CSV: the headings are those of the first table that has such rows; rows of other tables
    follow with their cells under the same headings, and columns of their own after them.

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
    if out.suffix.lower() == ".xlsx":
        from netcatalog.transfer.xlsx_export import write_sheets

        sheets: dict[str, Iterator[list[object]]] = {}
        for table, rows in found:
            sheets[_sheet_name(table.name, sheets)] = _sheet(table, rows)
        write_sheets(out, sheets)
    else:
        _write_csv(out, found)
    return sum(len(rows) for _, rows in found)


def _sheet_name(name: str, taken: Collection[str]) -> str:
    """Return what a table is called as a sheet: what Excel forbids, and what is taken, is not."""
    plain = _FORBIDDEN.sub(" ", name).strip()[:_LONGEST] or "list"
    numbered = (f"{plain[: _LONGEST - 4]} {number}" for number in itertools.count(2))
    return next(one for one in itertools.chain([plain], numbered) if one not in taken)


def _sheet(table: Table, rows: Rows) -> Iterator[list[object]]:
    yield [*table.headings, WHY]
    for row, reason in rows:
        cells = _cells(table, row)
        yield [*(cells.get(one, "") for one in table.headings), reason]


def _write_csv(out: Path, found: Sequence[tuple[Table, Rows]]) -> None:
    headings = list(dict.fromkeys(one for table, _ in found for one in table.headings))
    with replacing(out) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow([*map(guarded, headings), WHY])
        for table, rows in found:
            for row, reason in rows:
                cells = _cells(table, row, headings[0])
                writer.writerow([*(guarded(cells.get(one, "")) for one in headings), reason])
        text.flush()
        text.detach()


def _cells(table: Table, row: Row | Unreadable, first: str = "") -> dict[str, str]:
    """Return the cells of a row by their headings; what could be read of a broken one first."""
    if isinstance(row, Unreadable):
        return {first or table.headings[0]: row.text}
    return dict(zip(table.headings, row.cells, strict=True))
