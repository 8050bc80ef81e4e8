"""Rows of a table for the clipboard, in the two forms that spreadsheets take."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from netcatalog.domain.errors import ReportError
from netcatalog.domain.pages import cell_text
from netcatalog.domain.progress import silent
from netcatalog.domain.wording import number
from netcatalog.transfer.formulas import guarded
from netcatalog.transfer.table_cells import Chosen, blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netcatalog.domain.columns import Column
    from netcatalog.domain.fields import Record
    from netcatalog.domain.pages import Cell
    from netcatalog.domain.progress import Progress
    from netcatalog.domain.query import Query
    from netcatalog.services.readable import ReadableCatalog

    Written = str | int | float

_LIKE_A_NUMBER = re.compile(r"[^A-Za-z]*\d")

MOST_ROWS = 200_000
"""Most rows that are copied: some 50 MB of text, which other programs have to take whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """What is put on the clipboard.

    Attributes:
        rows: How many rows there are, without the heading.
        text: Cells divided by tabs, lines by line feeds; what holds either is in quotes.
        html: The same as a table.
    """

    rows: int
    text: str
    html: str


def clip(
    catalog: ReadableCatalog,
    kind: type[Record],
    ids: Sequence[int],
    columns: Sequence[Column],
    progress: Progress = silent,
    query: Query | None = None,
) -> Clip:
    """Return rows as they are on screen, under the headings; numbers stay numbers.

    They are as of the day of the query that found them.

    Text that a spreadsheet would take for a formula is guarded as in CSV.

    Raises:
        ReportError: There are too many of them.
    """
    if len(ids) > MOST_ROWS:
        raise ReportError(
            f"{number(len(ids))} rows are too many to copy; {number(MOST_ROWS)} are the most. "
            "Export them to a file instead."
        )
    text, html, count = io.StringIO(), io.StringIO(), 0
    lines = csv.writer(text, delimiter="\t", lineterminator="\n")
    headings = [guarded(column.label) for column in columns]
    lines.writerow(headings)
    html.write(f'<meta charset="utf-8"><table>{_row("th", headings)}')
    for cells in _rows(catalog, kind, ids, columns, progress, query):
        lines.writerow(cells)
        html.write(_row("td", cells))
        count += 1
    html.write("</table>")
    return Clip(rows=count, text=text.getvalue(), html=html.getvalue())


def _rows(
    catalog: ReadableCatalog,
    kind: type[Record],
    ids: Sequence[int],
    columns: Sequence[Column],
    progress: Progress,
    query: Query | None,
) -> Iterator[list[Written]]:
    for block in blocks_of(catalog, Chosen(kind, ids, query), columns, progress):
        for line in block.lines():
            yield [_written(*pair) for pair in zip(columns, line, strict=True)]


def _written(column: Column, cell: Cell) -> Written:
    if len(cell) == 1 and isinstance(cell[0], int | float) and not isinstance(cell[0], bool):
        return cell[0]
    return guarded(cell_text(column, cell))


def _row(tag: str, cells: Iterable[Written]) -> str:
    inside = "".join(
        f"<{tag}{_as_text(cell)}>{escape(str(cell)).replace(chr(10), '<br>')}</{tag}>"
        for cell in cells
    )
    return f"<tr>{inside}</tr>\n"


def _as_text(cell: Written) -> str:
    """Return how a spreadsheet is told that a cell is text, where it would take it for a number.

    Else 01234 loses its zero, and 1989-06 becomes a day. The first form is that of LibreOffice,
    the second that of Excel.
    """
    if not isinstance(cell, str) or not _LIKE_A_NUMBER.match(cell):
        return ""
    return """ sdnum="1033;0;@" style="mso-number-format:'\\@'\""""
