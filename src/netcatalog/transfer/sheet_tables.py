"""Sheets of a workbook (XLSX, XLS, ODS) as tables, through python-calamine."""

from __future__ import annotations

import datetime as dt
import struct
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from netcatalog.domain.errors import TableError
from netcatalog.domain.tables import Contents, Row, Skipped
from netcatalog.domain.wording import number
from netcatalog.transfer.headings import Merged
from netcatalog.transfer.raw_rows import Fault, Slab, table_of
from netcatalog.transfer.workbook_checks import (
    MOST_CELLS,
    NO_RESULT,
    SheetFacts,
    damaged,
    facts_of_excel,
    facts_of_ods,
)
from netcatalog.transfer.xls_checks import cells_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from python_calamine import CalamineSheet, CalamineWorkbook

    from netcatalog.domain.tables import Options, Table
    from netcatalog.transfer.raw_rows import Batch

    Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta

T = TypeVar("T")

SLAB = 200
"""Rows handed on at a time."""


def read_excel(path: Path, options: Options) -> Contents:
    """Return the sheets of an Excel workbook (XLSX, XLSM).

    Raises:
        TableError: There is no table in it, it is damaged, protected, or too large.
        OSError: The file cannot be read.
    """
    return _read(path, options, "Excel workbook", facts_of_excel(path))


def read_ods(path: Path, options: Options) -> Contents:
    """Return the sheets of an OpenDocument spreadsheet; see `read_excel`."""
    return _read(path, options, "OpenDocument spreadsheet", facts_of_ods(path))


def read_xls(path: Path, options: Options) -> Contents:
    """Return the sheets of an Excel workbook of before 2007 (XLS); see `read_excel`."""
    _refuse_large(path)
    return _read(path, options, "Excel 97 workbook")


def _refuse_large(path: Path) -> None:
    """Refuse what would take too much memory, or says that it would."""
    try:
        cells = cells_of(path.read_bytes())
    except (ValueError, LookupError, struct.error):
        raise damaged(path) from None
    if cells > MOST_CELLS:
        raise TableError(
            f"“{path.name}” has more than {number(MOST_CELLS)} cells up to the last cells of its "
            "sheets, the most that are read. Delete what stands far off, or save them as CSV."
        )


def _read(
    path: Path, options: Options, kind: str, measured: Mapping[str, SheetFacts] | None = None
) -> Contents:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    tables: list[Table] = []
    skipped: list[Skipped] = []
    workbook = _opened(path)
    for index, about in enumerate(workbook.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            skipped.append(Skipped(name=about.name, reason="It is no sheet of cells."))
            continue
        facts = SheetFacts() if measured is None else measured.get(about.name)
        if facts is None:
            raise damaged(path)
        sheet = _tried(path, partial(workbook.get_sheet_by_index, index))
        rows = SheetRows(sheet=sheet, facts=facts)
        if sheet.height == 0 or not any(map(_any, rows)):
            skipped.append(Skipped(name=about.name, reason="It is empty."))
            continue
        table = _table(about.name, rows, options)
        tables.append(replace(table, hidden=about.visible != SheetVisibleEnum.Visible))
    if not tables:
        raise TableError(f"“{path.name}” has no sheet with anything in it: nothing to import.")
    options = replace(options, encoding=None, separator=None, quote=None)
    return Contents(kind=kind, tables=tuple(tables), skipped=tuple(skipped), options=options)


def _any(batch: Batch) -> bool:
    return any(any(cell.strip() for cell in row.cells) for row in batch)


def _table(name: str, rows: SheetRows, options: Options) -> Table:
    sheet = rows.sheet
    left = sheet.start[1] if sheet.start else 0
    merged = [
        Merged(top + 1, first - left, bottom + 1, last - left)
        for (top, first), (bottom, last) in sheet.merged_cell_ranges or ()
        if first >= left
    ]
    return table_of(name, rows, options, about=sheet.height, width=sheet.width, merged=merged)


def _opened(path: Path) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    return _tried(path, lambda: CalamineWorkbook.from_path(path))


def protected(path: Path) -> TableError:
    """Return the error for a workbook that asks for a password."""
    return TableError(
        f"“{path.name}” is protected by a password. Open it in a spreadsheet, take the password "
        "off or save it as CSV, and import that."
    )


def _tried(path: Path, read: Callable[[], T]) -> T:
    """Read; what goes wrong in the reader of workbooks, its panics too, is the file's fault."""
    from python_calamine import CalamineError, PasswordError

    try:
        return read()
    except PasswordError:
        raise protected(path) from None
    except (CalamineError, ValueError, OverflowError, EOFError):
        raise damaged(path) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a BaseException, and exported nowhere
            raise
        raise damaged(path) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRows:
    """The rows of a sheet, all cells as text."""

    sheet: CalamineSheet
    facts: SheetFacts

    def __iter__(self) -> Iterator[Batch]:
        """Yield the rows, from the first of the sheet."""
        rows = self.sheet.iter_rows()
        line = 1
        odd = {row for row, _ in (*self.facts.cells, *self.facts.padded)}
        while values := list(islice(rows, SLAB)):
            texts = [_texts(row) for row in values]
            if odd.isdisjoint(range(line - 1, line - 1 + len(texts))):
                yield Slab(line, texts)
            else:
                yield [self._mended(place, row) for place, row in enumerate(texts, line)]
            line += len(texts)

    def of_width(self, width: int) -> SheetRows:  # noqa: ARG002 - all rows of a sheet have one
        """Return the same rows."""
        return self

    def _mended(self, line: int, cells: list[str]) -> Row | Fault:
        """Put in what the reader dropped."""
        left = self.sheet.start[1] if self.sheet.start else 0
        lacking = None
        for place in range(len(cells)):
            where = line - 1, place + left
            if (digits := self.facts.padded.get(where)) and cells[place].isdigit():
                cells[place] = cells[place].zfill(digits)
            text = self.facts.cells.get(where)
            if text == NO_RESULT:
                lacking = place if lacking is None else lacking
            elif text is not None:
                cells[place] = text
        if lacking is not None:
            return Fault(line=line, place=lacking, reason=_NO_RESULT, cells=tuple(cells))
        return Row(line, tuple(cells))


_NO_RESULT = (
    "The cell holds a formula without its result. Open the file in a spreadsheet and save it, "
    "then the result is kept."
)


def _texts(values: list[Value]) -> list[str]:
    return [value if type(value) is str else text_of(value) for value in values]


def text_of(value: Value) -> str:
    """Return a value of a sheet as text.

    Numbers are as short as they can be (`12`, not `12.0`), dates and times ISO 8601, truth is
    `TRUE` or `FALSE` as in a spreadsheet.
    """
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case dt.timedelta():
            return _duration(value)
        case _:
            return str(value)


def _duration(value: dt.timedelta) -> str:
    """Return hours, minutes and seconds, as a spreadsheet shows them."""
    seconds = abs(round(value.total_seconds()))
    sign = "-" if value < dt.timedelta() else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
