"""Reading any file with tables: what it is, is told by what is in it, not by its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from netcatalog.domain.errors import TableError
from netcatalog.domain.tables import Options

if TYPE_CHECKING:
    from pathlib import Path

    from netcatalog.domain.tables import Contents

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    (b"%PDF", "a PDF document"),
    (b"SQLite format 3", "a database or catalogue; open it instead"),
    (b"{\\rtf", "a text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "compressed; unpack it first"),
    (b"7z\xbc\xaf", "compressed; unpack it first"),
    (b"Rar!", "compressed; unpack it first"),
    (b"BZh", "compressed; unpack it first"),
    (b"\xfd7zXZ", "compressed; unpack it first"),
    (b"PK\x05\x06", "an empty zip file"),
)
_JSON = re.compile(rb'[\[{]\s*(["\[{\]}\d-]|true|false|null|$)')
_SAVE = "Open it in the program it is from, save the table as XLSX or CSV, and import that."


def read_tables(path: Path, options: Options = Options()) -> Contents:  # noqa: B008 - it is frozen
    """Return the tables of a file: text with separators, a zip of such, XLSX, XLS, ODS, JSON.

    Args:
        path: The file.
        options: How to read it; what they leave open is guessed.

    Raises:
        TableError: There is no table in it that can be read; says where and why.
    """
    try:
        return _read(path, options)
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise TableError(f"“{path.name}” cannot be read: {reason}.") from error


def _read(path: Path, options: Options) -> Contents:
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise TableError(f"“{path.name}” is empty: there is nothing to import.")
    for mark, words in _OTHERS:
        if head.startswith(mark):
            raise _unfit(path, words)
    if head.startswith(_ZIP):
        return _read_zip(path, options)
    if head.startswith(_OLE):
        return _read_ole(path, options)
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").replace(b"\0", b"").lower()
    if start.startswith((b"<?xml", b"<!doctype", b"<html", b"<table", b"<workbook", b"<meta")):
        raise _unfit(path, "a web page or XML, whatever its name")
    if _JSON.match(start):
        from netcatalog.transfer.json_tables import read_json

        return read_json(path, options)
    from netcatalog.transfer.text_tables import read_text

    return read_text(path, options)


def _unfit(path: Path, words: str) -> TableError:
    return TableError(f"“{path.name}” is no table but {words}. {_SAVE}")


def _read_zip(path: Path, options: Options) -> Contents:
    from netcatalog.transfer.sheet_tables import protected, read_excel, read_ods
    from netcatalog.transfer.workbook_checks import damaged

    try:
        with ZipFile(path) as archive:
            names = {info.filename.casefold() for info in archive.infolist()}
            encrypted = _is_encrypted(archive, names)
    except (BadZipFile, ValueError, NotImplementedError, EOFError):
        raise damaged(path) from None
    if encrypted:
        raise protected(path)
    if "xl/workbook.bin" in names:
        raise _unfit(path, "a binary Excel workbook (XLSB)")
    if "xl/workbook.xml" in names:
        return read_excel(path, options)
    if "content.xml" in names:
        return read_ods(path, options)
    if any(name.endswith((".csv", ".tsv", ".txt")) for name in names):
        from netcatalog.transfer.zip_tables import read_zip

        return read_zip(path, options)
    raise _unfit(path, "a zip file without a workbook or CSV files; unpack it first")


def _is_encrypted(archive: ZipFile, names: set[str]) -> bool:
    if any(info.flag_bits & 1 for info in archive.infolist()):
        return True
    if "meta-inf/manifest.xml" not in names:
        return False
    name = next(name for name in archive.namelist() if name.casefold() == "meta-inf/manifest.xml")
    with archive.open(name) as file:
        return b"encryption-data" in file.read(2**20)


def _read_ole(path: Path, options: Options) -> Contents:
    from netcatalog.transfer.sheet_tables import protected, read_xls

    streams = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in streams:
        raise protected(path)
    if not any(name.encode("utf-16-le") in streams for name in ("Workbook", "Book")):
        raise _unfit(path, "a document of an older Office program")
    return read_xls(path, options)
