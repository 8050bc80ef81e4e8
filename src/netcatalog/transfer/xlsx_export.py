"""A table as an Excel workbook (ECMA-376): numbers are numbers, days are days, text is text."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from netcatalog.domain.errors import ReportError
from netcatalog.domain.fields import Kind
from netcatalog.domain.progress import silent
from netcatalog.services.out_files import replacing
from netcatalog.transfer.table_cells import blocks_of, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from netcatalog.domain.columns import Column
    from netcatalog.domain.pages import Cell
    from netcatalog.domain.progress import Progress
    from netcatalog.domain.query import Query
    from netcatalog.services.readable import ReadableCatalog
    from netcatalog.transfer.table_cells import Chosen

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
"""What a sheet and a cell can hold (https://support.microsoft.com/office/1672b34d)."""

WIDTHS = {Kind.PROSE: 60, Kind.MARKDOWN: 60, Kind.ADDRESS: 32}
WIDTH, TITLE_WIDTH = 16, 40
"""Widths of columns, in characters."""

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def export_table(
    catalog: ReadableCatalog,
    path: Path,
    records: Query | Chosen,
    columns: Sequence[Column],
    progress: Progress = silent,
) -> int:
    """Write records into a workbook of one sheet, under a head line that stays in sight.

    Returns:
        The number of records written.

    Raises:
        ReportError: The file cannot be written, or there are more rows than a sheet can hold.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_title(records))
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _width(column)
    sheet.append([_bold(sheet, column.label) for column in columns])
    written = 0
    for block in blocks_of(catalog, records, columns, progress):
        written += len(block.ids)
        _check_fits(written + 1)
        for line in block.lines():
            sheet.append([_cell(sheet, cell) for cell in line])
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(len(columns), 1))}{written + 1}"
    with replacing(path) as file:
        book.save(file)
    return written


def write_sheets(path: Path, sheets: Mapping[str, Iterable[Sequence[object]]]) -> None:
    """Write a workbook of sheets, each with a head line and rows of plain values.

    Raises:
        ReportError: The file cannot be written, or there are more rows than a sheet can hold.
    """
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for number, row in enumerate(rows, 1):
            _check_fits(number)
            sheet.append([_text(sheet, one) if isinstance(one, str) else one for one in row])
    with replacing(path) as file:
        book.save(file)


def _check_fits(number: int) -> None:
    if number > MOST_ROWS:
        raise ReportError(
            f"A sheet holds no more than {MOST_ROWS - 1:,} rows. Narrow the search, or write CSV."
        )


def _title(records: Query | Chosen) -> str:
    kind = getattr(records, "kind", None)
    return str(kind.about.plural if kind else records.section.label)[:31]  # type: ignore[union-attr]


def _width(column: Column) -> int:
    if column.field is None:
        return TITLE_WIDTH
    return WIDTHS.get(column.field.kind, max(WIDTH, len(column.label) + 2))


def _bold(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = _text(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: WriteOnlyWorksheet, cell: Cell) -> object:
    value = together(cell)
    if not isinstance(value, str):
        return value
    if len(cell) == 1 and _DAY.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return _text(sheet, value)
    return _text(sheet, value) if value else None


def _text(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    """Return a cell that holds text, whatever it looks like: never a formula."""
    cell = WriteOnlyCell(sheet)
    cell.value = _UNWRITABLE.sub("\ufffd", text)[:MOST_CHARACTERS]
    cell.data_type = "s"
    return cell
