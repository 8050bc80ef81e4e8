"""The rows of a list that nothing was made of, as a file to be mended and brought in again."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from netcatalog.domain.tables import Unreadable
from netcatalog.services.out_files import replacing
from netcatalog.transfer.formulas import guarded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from netcatalog.domain.importing import ImportPlan
    from netcatalog.domain.tables import Table

WHY = "Why it was not read"
"""Heading of the column that is added."""


def write_rejected(tables: Sequence[Table], plan: ImportPlan, out: Path) -> int:
    """Write the rejected rows of a list as CSV, each with the reason.

    The headings are those of the first table that has such rows; rows of other tables follow
    with their cells under the same headings, and columns of their own after them.

    Returns:
        How many rows were written.
    """
    why = {
        (line.table, line.line): f"{line.column}: {'; '.join(line.told)}".removeprefix(": ")
        for line in plan.rejected()
    }
    at_fault = [table for table in tables if any(name == table.name for name, _ in why)]
    headings = list(dict.fromkeys(one for table in at_fault for one in table.headings))
    written = 0
    with replacing(out) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow([*map(guarded, headings), WHY])
        for table in at_fault:
            for row in table.rows:
                if (table.name, row.line) in why:
                    if isinstance(row, Unreadable):
                        cells = {headings[0]: row.text}
                    else:
                        cells = dict(zip(table.headings, row.cells, strict=True))
                    writer.writerow(
                        [
                            *(guarded(cells.get(one, "")) for one in headings),
                            why[table.name, row.line],
                        ]
                    )
                    written += 1
        text.flush()
        text.detach()
    return written
