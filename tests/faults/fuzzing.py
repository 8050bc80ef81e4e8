"""Reading tables, for a fuzzer that sees which branches are taken: ``fuzzing WRAP [OPTIONS]``.

WRAP says what the bytes that it makes up are: a whole ``file``, the sheet of a workbook (``xlsx``,
``ods``), or the stream with all of one (``xls``). OPTIONS are those of libFuzzer, which ends the
process itself: with 0 unless some input did anything but give rows or a sentence.
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from importlib import import_module
from io import BytesIO
from pathlib import Path

import atheris
import openpyxl

WATCHED = ("json_tables", "sheet_tables", "text_tables", "workbook_checks", "xls_checks")
"""Modules that are loaded only when a file asks for them."""

with atheris.instrument_imports(include=["netcatalog.transfer", "tests.transfer"]):
    for name in WATCHED:
        import_module(f"netcatalog.transfer.{name}")
    from tests.transfer.excel97 import TOWNS, biff, ole
    from tests.transfer.tables import read_or_refuse

SHEETS = {"xlsx": "xl/worksheets/sheet1.xml", "ods": "content.xml"}

ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="Members"><table:table-row><table:table-cell'
    ' office:value-type="string" table:number-columns-repeated="2"><text:p>Łódź</text:p>'
    '</table:table-cell></table:table-row><table:table-row table:number-rows-repeated="3">'
    '<table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
    "</table:table></office:spreadsheet></office:body></office:document-content>"
)
"""The sheet of a small workbook in OpenDocument."""

TEXTS = (
    'Name;Country\r\n"Łódź";PL\r\n"a ""b""\n c";\r\n',
    "Name\tSince\tFee\nKyiv\t2001-02-03\t1.234,50\n",
    '{"members": [{"name": "Łódź", "tags": ["a", null]}, {"name": 1.5e3, "at": {"x": true}}]}',
    '[["Name", "Country"], ["Praha", "CZ"]]',
)


def xlsx() -> dict[str, bytes]:
    """Return the parts of a small workbook."""
    book, out = openpyxl.Workbook(), BytesIO()
    for row in (["Name", "Since", "Fee"], ["Łódź", 2001, 1.5], [None, True, "=A1"]):
        book.active.append(row)
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return parts as one file."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, held in parts.items():
            archive.writestr(name, held)
    return out.getvalue()


BOOKS = {"xlsx": xlsx(), "ods": {"mimetype": b"", "content.xml": ODS.encode()}}


def seeds(wrap: str) -> list[bytes]:
    """Return where to begin."""
    match wrap:
        case "xls":
            return [biff(*TOWNS)]
        case "xlsx" | "ods":
            return [BOOKS[wrap][SHEETS[wrap]]]
    texts = [one.encode(encoding) for one in TEXTS for encoding in ("utf-8", "utf-16", "cp1250")]
    return [*texts, *(zipped(parts) for parts in BOOKS.values()), ole(biff(*TOWNS))]


def wrapped(wrap: str, held: bytes) -> bytes:
    """Return the file in which some bytes are such a part."""
    match wrap:
        case "xls":
            return ole(held)
        case "xlsx" | "ods":
            return zipped(BOOKS[wrap] | {SHEETS[wrap]: held})
    return held


def main(wrap: str, folder: Path) -> None:
    path, corpus = folder / "list", folder / "corpus"
    corpus.mkdir()
    for number, held in enumerate(seeds(wrap)):
        (corpus / str(number)).write_bytes(held)

    def reads(held: bytes) -> None:
        path.write_bytes(wrapped(wrap, held))
        read_or_refuse(path)

    atheris.Setup([sys.argv[0], str(corpus), *sys.argv[2:]], reads)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], Path(tempfile.mkdtemp()))
