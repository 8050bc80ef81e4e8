"""A whole catalogue read from the zip of CSV files that was written of it.

Format: docs/formats.md. The zip tells all records with their ids and uids, and no history.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from netcatalog.domain.errors import InvalidError
from netcatalog.domain.fields import Kind, fields_of
from netcatalog.domain.progress import silent
from netcatalog.domain.records import SCHEMA, Actor
from netcatalog.services.dumping import group_of, key_of
from netcatalog.transfer.csv_export import DESCRIPTION
from netcatalog.transfer.formulas import unguarded
from netcatalog.transfer.lossless import LONGEST
from netcatalog.transfer.unpacking import SpoiltPartError, TooLargeError, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from netcatalog.domain.changes import Revision
    from netcatalog.domain.fields import Field, Record
    from netcatalog.domain.progress import Progress
    from netcatalog.services.catalog import Catalog

    Plain = dict[str, Any]

_MEANINGS: dict[Kind, Callable[[str], object]] = {
    Kind.FLAG: {"yes": True, "no": False}.__getitem__,
    Kind.INTEGER: int,
    Kind.NUMBER: float,
}
"""What cells mean that are no text."""


def is_ours(path: Path) -> bool:
    """Return whether a file is one of these."""
    try:
        with ZipFile(path) as archive:
            return {DESCRIPTION, _file_of(Actor)} <= set(archive.namelist())
    except (OSError, BadZipFile, ValueError, NotImplementedError):
        return False


def read(catalog: Catalog, path: Path, progress: Progress = silent) -> Revision | None:
    """Fill an empty catalogue with what a file holds; return the revision that holds it all.

    Raises:
        InvalidError: The file is damaged; the message says where.
        ConflictError: The catalogue is not empty.
    """
    return catalog.take_all({}, _Zip(path).rows, f"bring in {path.stem}", progress)


def _file_of(kind: type[Record]) -> str:
    return f"{kind.about.group}.csv"


class _Zip:
    """A file of this format, read as often as needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._separator = ","
        try:
            with ZipFile(path) as archive:
                for _ in counted(archive, archive.infolist()):
                    pass
                self._separator = json.loads(archive.read(DESCRIPTION))["dialect"]["delimiter"]
                self._files = set(archive.namelist())
        except TooLargeError:
            raise InvalidError(f"“{path.name}” unpacks to more than can be read.") from None
        except (SpoiltPartError, BadZipFile, ValueError, KeyError, TypeError) as error:
            raise InvalidError(f"“{path.name}” is damaged: fetch it again.") from error
        self._uids = {
            kind.about.key: {row["id"]: row["uid"] for _, row in self._told(kind)}
            for kind in SCHEMA.records
        }

    def rows(self) -> Iterator[tuple[str, str, Plain]]:
        """Yield the list, the place in words, and the values of each record."""
        for kind in SCHEMA.referred_first(SCHEMA.records):
            for line, row in self._told(kind):
                place = f"{_file_of(kind)}, line {line}"
                plain = self._plain(kind, place, row)
                yield group_of(kind), f"“{self._path.name}”, {place}", plain

    def _told(self, kind: type[Record]) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the records of a type as they are written, with the lines where they end."""
        name = _file_of(kind)
        if name not in self._files:
            return
        with ZipFile(self._path) as archive, archive.open(name) as file:
            text = io.TextIOWrapper(file, "utf-8-sig", newline="")
            csv.field_size_limit(LONGEST)  # for whatever reads CSV after this, too
            rows = csv.reader(text, delimiter=self._separator)
            try:
                headings = next(rows, [])
                if not {"id", "uid"} <= set(headings):
                    raise self._fault(f"{name}, line 1", "it names no “id” and “uid”")
                for row in rows:
                    if len(row) != len(headings):
                        raise self._fault(f"{name}, line {rows.line_num}", "cells are missing")
                    yield rows.line_num, dict(zip(headings, row, strict=True))
            except (csv.Error, UnicodeDecodeError) as error:
                raise self._fault(f"{name}, line {rows.line_num + 1}", str(error)) from error

    def _plain(self, kind: type[Record], place: str, row: dict[str, str]) -> Plain:
        """Return a record as `Catalog.take_all` wants it."""
        plain: Plain = {"row": self._value(place, "id", int, row["id"]), "id": row["uid"]}
        for field in fields_of(kind):
            if cell := row.get(field.name, ""):
                mean = self._meaning(field)
                plain[key_of(kind, field)] = self._value(place, field.name, mean, cell)
        return plain

    def _meaning(self, field: Field) -> Callable[[str], object]:
        """Return what a cell means in a column."""
        if field.kind is Kind.REFERENCE:
            return self._uids[field.refers].__getitem__
        return _MEANINGS.get(field.kind, unguarded)

    def _value(self, place: str, name: str, mean: Callable[[str], object], cell: str) -> object:
        try:
            return mean(cell)
        except (ValueError, KeyError):
            raise self._fault(place, f"“{cell[:40]}” cannot be its “{name}”") from None

    def _fault(self, place: str, reason: str) -> InvalidError:
        return InvalidError(f"“{self._path.name}”, {place}: {reason}. Nothing was brought in.")
