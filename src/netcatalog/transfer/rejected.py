"""The rows of a list that nothing was made of, as CSV: to be mended, and imported again."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from netcatalog.domain.progress import silent
from netcatalog.domain.tables import Row
from netcatalog.domain.wording import joined
from netcatalog.services.out_files import replacing
from netcatalog.transfer.formulas import guarded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from netcatalog.domain.importing import Line
    from netcatalog.domain.progress import Progress
    from netcatalog.domain.tables import Table

WHY = "Why not imported"
"""Heading of the column that tells why; when the file is imported it becomes nothing."""

SHEET = "Sheet"
"""Heading of the column that tells of which sheet a row is, where there are several."""


def write_rejected(
    tables: Sequence[Table], lines: Sequence[Line], path: Path, progress: Progress = silent
) -> int:
    """Write rows with all their cells and the reason; see `ImportPlan.rejected`.

    Of a row that could not even be taken apart, the first cell holds what was read of it.

    Returns:
        The number of rows written.

    Raises:
        ReportError: The file cannot be written.
        TableError: The tables cannot be read any more.
    """
    reasons = {(one.table, one.line): one for one in lines}
    headings = list(dict.fromkeys(name for table in tables for name in table.headings))
    several = len(tables) > 1
    written = 0
    with replacing(path) as file:
        out = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        writer = csv.writer(out)
        writer.writerow([*headings, *([SHEET] if several else []), WHY])
        for table in tables:
            for row in table.rows:
                line = reasons.get((table.name, row.line))
                if line is None:
                    continue
                cells = (
                    dict(zip(table.headings, row.cells, strict=False))
                    if isinstance(row, Row)
                    else {table.headings[0]: row.text}
                )
                told = joined(line.told, "; ")
                why = f"{line.column}: {told}" if line.column else told
                writer.writerow(
                    guarded(cell)
                    for cell in (
                        *(cells.get(name, "") for name in headings),
                        *([table.name] if several else []),
                        why,
                    )
                )
                written += 1
                progress(written, len(lines))
        out.flush()
        out.detach()
    return written
