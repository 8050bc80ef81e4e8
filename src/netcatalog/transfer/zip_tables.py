"""The CSV files in a zip as tables, as sheets are those of a workbook."""

from __future__ import annotations

import errno
import re
import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeVar
from zipfile import BadZipFile, ZipFile

from netcatalog.domain.errors import TableError
from netcatalog.domain.tables import Contents, Skipped
from netcatalog.domain.wording import number
from netcatalog.transfer.text_tables import text_table
from netcatalog.transfer.unpacking import MOST_UNPACKED, SpoiltPartError, TooLargeError, counted

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence
    from pathlib import Path
    from typing import IO
    from zipfile import ZipInfo

    from netcatalog.domain.tables import Options, Table

T = TypeVar("T")

MOST_FILES = 256
"""Most files of a zip: all that are left out are told, too."""

_CSV = re.compile(r"(?i)\.(csv|tsv|txt)$")
_PASSED_OVER = re.compile(r"(?i)(^|/)(\.[^./]|__macosx/)|-metadata\.json$|/$")
"""Names of what is hidden, of what describes the columns of CSV (`csvw`), and of folders."""

_NAMED_IN_UTF_8 = 0x800
"""Marks a name as UTF-8. Without it, it is UTF-8 all the same, or in the code page of MS-DOS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file in a zip; each time it is opened, it is unpacked anew.

    Attributes:
        archive: The zip.
        part: Where the file is in it.
        name: What it is called, with its folder; all of it can be shown.
    """

    archive: Path
    part: ZipInfo
    name: str

    @contextmanager
    def open(self, _mode: Literal["rb"]) -> Generator[IO[bytes]]:
        """Open it to be read.

        Raises:
            OSError: It cannot be read, or not any more.
        """
        try:
            with ZipFile(self.archive) as archive, archive.open(self.part) as file:
                yield file
        except (BadZipFile, zlib.error, EOFError) as error:
            raise OSError(errno.EIO, "the zip file around it was changed") from error


def read_zip(path: Path, options: Options) -> Contents:
    """Return the CSV files in a zip.

    Raises:
        TableError: None of them can be read, or one is damaged, or they are too many or too large.
        OSError: The file cannot be read.
    """
    tables: list[Table] = []
    skipped: list[Skipped] = []
    read: list[Options] = []
    for member in _members(path):
        if not _CSV.search(member.name):
            skipped.append(Skipped(name=member.name, reason="It is no CSV file."))
            continue
        name = _CSV.sub("", member.name)
        if name in {table.name for table in tables}:
            skipped.append(Skipped(name=member.name, reason="Another file of this name is read."))
            continue
        try:
            table, taken = text_table(member, name, member.part.file_size, options)
        except TableError as error:
            skipped.append(Skipped(name=member.name, reason=str(error)))
            continue
        tables.append(table)
        read.append(taken)
    if not tables:
        reasons = " ".join(one.reason for one in skipped[:1])
        raise TableError(f"“{path.name}” holds no CSV file that can be read. {reasons}".rstrip())
    options = replace(
        options,
        encoding=_common(one.encoding for one in read),
        separator=_common(one.separator for one in read),
        quote=_common(one.quote for one in read),
    )
    return Contents(
        kind="Zip of CSV files", tables=tuple(tables), skipped=tuple(skipped), options=options
    )


def _members(path: Path) -> list[Member]:
    """Return the files in a zip; those of CSV can be unpacked, and are not too many."""
    with ZipFile(path) as archive:
        members = [
            Member(archive=path, part=part, name=name)
            for part in archive.infolist()
            if not _PASSED_OVER.search(name := _name(part))
        ]
        if len(members) > MOST_FILES:
            raise TableError(
                f"“{path.name}” holds more than {number(MOST_FILES)} files, the most that are "
                "read. Unpack it, and import those you need."
            )
        _refuse_damaged(path, archive, [one.part for one in members if _CSV.search(one.name)])
    return members


def _refuse_damaged(path: Path, archive: ZipFile, parts: Sequence[ZipInfo]) -> None:
    """Unpack once all that is read later."""
    try:
        for _ in counted(archive, parts):
            pass
    except TooLargeError:
        raise TableError(
            f"The CSV files in “{path.name}” unpack to more than "
            f"{number(MOST_UNPACKED // 2**20)} MB, the most that is read from a zip. "
            "Unpack it, and import them one by one."
        ) from None
    except SpoiltPartError as error:
        raise TableError(
            f"“{_name(error.part)}” in “{path.name}” is damaged or packed in an unusual way. "
            "Fetch the zip file again, or unpack it and import what is in it."
        ) from None


def _name(part: ZipInfo) -> str:
    """Return the name of a file as text that can be shown."""
    name = part.filename
    if not part.flag_bits & _NAMED_IN_UTF_8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in name)


def _common(values: Iterable[T]) -> T | None:
    """Return the value that is the same everywhere, or None."""
    found = set(values)
    return found.pop() if len(found) == 1 else None
