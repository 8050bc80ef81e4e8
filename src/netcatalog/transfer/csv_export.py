"""The catalogue as CSV, for spreadsheets and for other programs. Format: docs/formats.md.

Knows no record type and no field: headings and values derive from the declarations.
"""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from netcatalog.domain.fields import Kind, fields_of
from netcatalog.domain.progress import silent
from netcatalog.services.out_files import replacing
from netcatalog.transfer import csvw
from netcatalog.transfer.formulas import guarded
from netcatalog.transfer.table_cells import blocks_of, plain, together

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Generator, Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import IO, TextIO

    from netcatalog.domain.columns import Column
    from netcatalog.domain.fields import Record
    from netcatalog.domain.pages import Cell, Reference
    from netcatalog.domain.progress import Progress
    from netcatalog.domain.query import Query
    from netcatalog.services.readable import ReadableCatalog
    from netcatalog.transfer.table_cells import Chosen, Written


DESCRIPTION = "csv-metadata.json"
"""What the file in the zip of a whole catalogue is called that tells of the others (CSVW)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a CSV file is written.

    Attributes:
        separator: The character between two cells; comma, semicolon or tab.
        bom: Whether the file begins with a byte order mark, by which Excel knows UTF-8.
    """

    separator: str = ","
    bom: bool = False

    @property
    def encoding(self) -> str:
        """UTF-8, with or without the mark."""
        return "utf-8-sig" if self.bom else "utf-8"


def write_csv(
    catalog: ReadableCatalog,
    out: TextIO,
    records: Query | Chosen,
    columns: Sequence[Column],
    style: Style = Style(),
    progress: Progress = silent,
) -> int:
    """Write records, one a line under a line of column keys.

    Args:
        catalog: Where the records are.
        out: Text stream opened with ``newline=""`` and the style's encoding.
        records: Those that a query finds, or that were chosen, in order.
        columns: Which columns, in which order.
        style: How the file is written.
        progress: Told after each chunk.

    Returns:
        The number of records written.
    """
    writer = _Writer(out, style)
    writer.write(column.key for column in columns)
    written = 0
    for block in blocks_of(catalog, records, columns, progress):
        writer.write_columns(block.columns)
        written += len(block.ids)
    return written


def export_table(
    catalog: ReadableCatalog,
    path: Path,
    records: Query | Chosen,
    columns: Sequence[Column],
    style: Style = Style(),
    progress: Progress = silent,
) -> int:
    """Write a CSV file, the whole of it or none; see `write_csv`.

    Raises:
        ReportError: The file cannot be written; an old one of that name is as it was.
    """
    with replacing(path) as file, _text(file, style) as out:
        return write_csv(catalog, out, records, columns, style, progress)


def export_whole(
    catalog: ReadableCatalog,
    path: Path,
    style: Style = Style(),
    progress: Progress = silent,
) -> int:
    """Write every record with every field into a zip: one CSV file per record type.

    Returns:
        The number of records written.

    Raises:
        ReportError: The file cannot be written; an old one of that name is as it was.
    """
    moment = catalog.now()
    empty = set(catalog.schema.records)
    written = 0
    with replacing(path) as file, ZipFile(file, "w") as archive:
        for kind, records in groupby(catalog.everything(progress), lambda pair: type(pair[0])):
            written += _write_kind(archive, kind, records, style, moment)
            empty.remove(kind)
        for kind in sorted(empty, key=catalog.schema.records.index):
            _write_kind(archive, kind, (), style, moment)
        info = ZipInfo(DESCRIPTION, moment.timetuple()[:6])
        archive.writestr(info, csvw.whole(catalog.schema.records, style), ZIP_DEFLATED)
    return written


class _Writer:
    """Writes guarded rows."""

    def __init__(self, out: TextIO, style: Style) -> None:
        # All text is quoted, not only what must be: a program that takes another separator
        # for the right one would else cut text into cells that may begin with "=".
        self._writer = csv.writer(out, delimiter=style.separator, quoting=csv.QUOTE_NONNUMERIC)

    def write(self, cells: Iterable[Written]) -> None:
        self._writer.writerow(map(_guarded, cells))

    def write_columns(self, columns: Iterable[Sequence[Cell]]) -> None:
        self._writer.writerows(zip(*map(_in_file, columns), strict=True))


def _in_file(cells: Sequence[Cell]) -> list[Written]:
    """Return the cells of a column as they are written; those that are the same, made once."""
    made = {cell: _guarded(together(cell)) for cell in set(cells)}
    return [made[cell] for cell in cells]


def _guarded(cell: Written) -> Written:
    return guarded(cell) if isinstance(cell, str) else cell


@contextmanager
def _text(file: IO[bytes], style: Style) -> Generator[TextIO]:
    """Write text to a binary file, which stays open."""
    out = io.TextIOWrapper(file, style.encoding, newline="")
    try:
        yield out
    finally:
        out.detach()


def _write_kind(
    archive: ZipFile,
    kind: type[Record],
    records: Iterable[tuple[Record, Mapping[str, Reference]]],
    style: Style,
    moment: dt.datetime,
) -> int:
    info = ZipInfo(f"{kind.about.group}.csv", moment.timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    written = 0
    with archive.open(info, "w", force_zip64=True) as file, _text(file, style) as out:
        writer = _Writer(out, style)
        writer.write(_headings(kind))
        for record, references in records:
            writer.write(_cells(record, references))
            written += 1
    return written


def _headings(kind: type[Record]) -> Iterable[str]:
    yield from ("id", "uid")
    for field in fields_of(kind):
        yield field.name
        if field.kind is Kind.REFERENCE:
            yield f"{field.name}_name"


def _cells(record: Record, references: Mapping[str, Reference]) -> Iterable[Written]:
    yield from (plain(record.id), plain(record.uid))
    for field in fields_of(type(record)):
        yield plain(getattr(record, field.name))
        if field.kind is Kind.REFERENCE:
            reference = references.get(field.name)
            yield reference.label if reference else ""
