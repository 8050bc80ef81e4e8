"""What must be known of a workbook before a reader of workbooks may open it.

That reader holds all cells between the first and the last, empty ones too, and takes what it
is given: a few bytes may ask for all memory there is. So the parts are unpacked here first, as a
stream, and measured. On the way, what that reader would drop is kept: errors, formulas without
a result, zeros before a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby, product
from operator import itemgetter
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from netcatalog.domain.errors import TableError
from netcatalog.domain.wording import number
from netcatalog.transfer.unpacking import (
    MOST_UNPACKED,
    SpoiltPartError,
    TooLargeError,
    counted,
    unpacked,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.parsers.expat import XMLParserType
    from zipfile import ZipInfo

MOST_CELLS = 4_000_000
"""Most cells of a workbook, with the empty ones between: some 500 MB."""

_LONGEST = 2**26
"""Most bytes of one row of a sheet."""

NO_RESULT = "\0formula"
"""Stands for a formula whose result is not in the file."""

Place = tuple[int, int]
"""Row and column of a cell, from 0."""


@dataclass(slots=True)
class SheetFacts:
    """What is known of a sheet.

    Attributes:
        rows, columns: How many there are up to the last cell that holds something.
        cells: What to show in cells that would be read as something else.
        padded: How many digits the number in a cell is shown with.
    """

    rows: int = 0
    columns: int = 0
    cells: dict[Place, str] = field(default_factory=dict)
    padded: dict[Place, int] = field(default_factory=dict)


def facts_of_excel(path: Path) -> dict[str, SheetFacts]:
    """Measure an Excel workbook (XLSX, XLSM), by the names of its sheets.

    Raises:
        TableError: It is damaged, or holds more than can be read.
    """
    with _opened(path) as archive:
        _refuse_bomb(path, archive)
        parts = {info.filename.casefold(): info for info in archive.infolist()}
        padded = _padded_styles(archive, parts)
        facts: dict[str, SheetFacts] = {}
        for name, part in _sheet_parts(archive, parts).items():
            if (info := parts.get(part.casefold())) is not None:
                facts[name] = _measure_sheet(_blocks(path, archive, info, b"</row>"), padded)
                _refuse_many(path, facts)
        return facts


def facts_of_ods(path: Path) -> dict[str, SheetFacts]:
    """Measure an OpenDocument spreadsheet, by the names of its sheets.

    Raises:
        TableError: It is damaged, or holds more than can be read.
    """
    with _opened(path) as archive:
        _refuse_bomb(path, archive)
        info = next(info for info in archive.infolist() if info.filename == "content.xml")
        facts: dict[str, SheetFacts] = {}
        sheet, row, column, times = SheetFacts(), 0, 0, 1
        for block in _blocks(path, archive, info, b"</table:table-row>"):
            for found in _ODS.finditer(block):
                tag, attributes, empty = found.groups()
                if tag == b"table":
                    sheet, row = SheetFacts(), 0
                    name = _attributes(attributes).get("name", "")
                    facts[name if name not in facts else f"{name}\0{len(facts)}"] = sheet
                elif tag == b"table-row":
                    times, column = _repeated(_ODS_ROWS, attributes), 0
                    row += times
                else:
                    first, column = column, column + _repeated(_ODS_COLUMNS, attributes)
                    if not empty or b"value" in attributes:
                        sheet.rows = max(sheet.rows, row)
                        sheet.columns = max(sheet.columns, column)
                        if sheet.rows * sheet.columns > MOST_CELLS:
                            _refuse_many(path, facts)
                        text = _dropped(block, found)
                        for place in _area(row - times, row, first, column) if text else ():
                            sheet.cells[place] = text
            _refuse_many(path, facts)
        return facts


def _area(top: int, below: int, left: int, right: int) -> Iterator[Place]:
    return product(range(top, below), range(left, right))


def _dropped(block: bytes, tag: re.Match[bytes]) -> str:
    """Return the text of a cell of which the reader of workbooks drops some: errors, breaks."""
    end = block.find(b"</table:", tag.end())
    held = block[tag.end() : max(end, tag.end())]
    if b'value-type="error"' not in tag[2] and b"<text:line-break" not in held:
        return ""
    from html import unescape

    text = re.sub(r"<office:annotation.*?</office:annotation>", "", held.decode(), flags=re.DOTALL)
    text = re.sub(r"<text:line-break\s*/>|</text:p>\s*<text:p[^>]*>", "\n", text)
    return unescape(re.sub(r"<[^>]*>", "", text))


_ODS = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)((?:\s[^>]*?)?)(/?)>")
_ODS_ROWS = re.compile(rb'number-rows-repeated\s*=\s*["\'](\d+)')
_ODS_COLUMNS = re.compile(rb'number-columns-repeated\s*=\s*["\'](\d+)')


def _repeated(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return _number(found[1]) if found else 1


def _number(digits: bytes) -> int:
    """Return what some digits say, which may be any number of them; no more than is ever told."""
    return int(digits.lstrip(b"0")[:10] or b"0")


def _opened(path: Path) -> ZipFile:
    try:
        return ZipFile(path)
    except (BadZipFile, ValueError, NotImplementedError, EOFError):
        raise damaged(path) from None


def damaged(path: Path) -> TableError:
    """Return the error for a workbook that is not whole."""
    return TableError(
        f"“{path.name}” is damaged or was cut off: it begins like a workbook, but cannot be read "
        "to its end. Fetch it again, or open it in a spreadsheet and save it anew."
    )


def _refuse_bomb(path: Path, archive: ZipFile) -> None:
    """Unpack all that is read later.

    Tags that do not match are looked for, too: on them the reader of workbooks may hang.
    """
    read = (".xml", ".rels")
    parts = (one for one in archive.infolist() if one.filename.casefold().endswith(read))
    try:
        for _, blocks in groupby(counted(archive, parts), key=itemgetter(0)):
            parser = _parser(path)
            for _part, block in blocks:
                _parse(path, parser, block, final=not block)
    except TooLargeError:
        raise _too_large(path) from None
    except SpoiltPartError:
        raise damaged(path) from None


def _parser(path: Path) -> XMLParserType:
    """Return a parser of XML that knows no entities but XML's own."""
    from xml.parsers import expat

    def refuse(*_declared: object) -> None:
        raise damaged(path)

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = refuse
    return parser


def _parse(path: Path, parser: XMLParserType, block: bytes, *, final: bool = False) -> None:
    from xml.parsers import expat

    try:
        parser.Parse(block, final)
    except expat.ExpatError:
        raise damaged(path) from None


def _too_large(path: Path) -> TableError:
    return TableError(
        f"“{path.name}” unpacks to more than {number(MOST_UNPACKED // 2**20)} MB, the most that "
        "is read. Save the sheets you need as CSV, and import those."
    )


def _refuse_many(path: Path, facts: dict[str, SheetFacts]) -> None:
    cells = sum(sheet.rows * sheet.columns for sheet in facts.values())
    if cells > MOST_CELLS:
        name, sheet = max(facts.items(), key=lambda pair: pair[1].rows * pair[1].columns)
        raise TableError(
            f"“{path.name}” has more than {number(MOST_CELLS)} cells, the most that are read: "
            f"{number(sheet.rows)} rows by {number(sheet.columns)} columns up to the last cell "
            f"of “{name}”. Delete what stands far off, or save the sheet as CSV."
        )


def _blocks(path: Path, archive: ZipFile, info: ZipInfo, end: bytes) -> Iterator[bytes]:
    """Yield a part unpacked, cut after `end`.

    Raises:
        TableError: It cannot be unpacked.
    """
    rest = b""
    try:
        for block in unpacked(archive, info):
            whole = rest + block
            cut = whole.rfind(end) + len(end)
            if cut >= len(end):
                yield whole[:cut]
            rest = whole[cut:] if cut >= len(end) else whole
            if len(rest) > _LONGEST:
                raise _too_large(path)
    except SpoiltPartError:
        raise damaged(path) from None
    yield rest


def _read(archive: ZipFile, info: ZipInfo | None) -> bytes:
    if info is None:
        return b""
    with archive.open(info) as file:
        return file.read(_LONGEST)


_PREFIX = rb"(?:[^\s<>/:]+:)?"
"""What may stand before the name of a tag."""

_SHEET = re.compile(rb"<%ssheet\s([^>]*)>" % _PREFIX)
_RELATION = re.compile(rb"<%sRelationship\s([^>]*)>" % _PREFIX)
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')


def _attributes(tag: bytes) -> dict[str, str]:
    from html import unescape

    return {
        name.split(":")[-1]: unescape(double or single)
        for name, double, single in _ATTRIBUTE.findall(tag.decode("utf-8", "replace"))
    }


def _sheet_parts(archive: ZipFile, parts: dict[str, ZipInfo]) -> dict[str, str]:
    """Return the part of each sheet."""
    relations = _read(archive, parts.get("xl/_rels/workbook.xml.rels"))
    targets = {
        one.get("Id", ""): one.get("Target", "")
        for one in map(_attributes, _RELATION.findall(relations))
    }
    found = {}
    for one in map(_attributes, _SHEET.findall(_read(archive, parts.get("xl/workbook.xml")))):
        target = targets.get(one.get("id", ""), "")
        part = target[1:] if target.startswith("/") else f"xl/{target}"
        found[one.get("name", "")] = part
    return found


_FORMAT = re.compile(rb"<%snumFmt\s([^>]*)>" % _PREFIX)
_STYLES = re.compile(rb"<%scellXfs\b.*?</%scellXfs>" % (_PREFIX, _PREFIX), re.DOTALL)
_STYLE = re.compile(rb"<%sxf\s([^>]*)>" % _PREFIX)


def _padded_styles(archive: ZipFile, parts: dict[str, ZipInfo]) -> dict[bytes, int]:
    """Return the styles that put zeros before a number, and how many digits they show."""
    styles = _read(archive, parts.get("xl/styles.xml"))
    widths = {
        one.get("numFmtId", ""): len(one["formatCode"])
        for one in map(_attributes, _FORMAT.findall(styles))
        if re.fullmatch("0{2,}", one.get("formatCode", ""))
    }
    cells = _STYLES.search(styles)
    numbers = [
        _attributes(text).get("numFmtId", "")
        for text in _STYLE.findall(cells[0] if cells else b"")
    ]
    return {str(place).encode(): widths[one] for place, one in enumerate(numbers) if one in widths}


_HELD = rb"(?!\s*(?:</|<%sv\s*/>))" % _PREFIX
"""What follows the tag of a cell that is not empty; formats alone do no harm."""

_CELL = re.compile(rb"<%sc(?:\s[^>]*[^>/])?>" % _PREFIX + _HELD)
_PLAIN = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>/]*>' + _HELD)
_WHERE = re.compile(rb'\sr\s*=\s*["\']([A-Za-z]+)([0-9]+)')
_ROW = re.compile(rb'<%srow(?:\s[^>]*?\br\s*=\s*["\']([0-9]+)|[\s>])' % _PREFIX)
_ODD = re.compile(
    rb"<%sc\s(?P<at>[^>]*[^>/])>(?:(?!</%sc>).)*?</%sc>" % (_PREFIX, _PREFIX, _PREFIX), re.DOTALL
)
_STYLED = re.compile(rb'\ss="([0-9]+)"')
_FORMULA = re.compile(rb"<%sf[\s/>]" % _PREFIX)
_VALUE = re.compile(rb"<%sv[^>/]*>([^<]+)</" % _PREFIX)


def _measure_sheet(blocks: Iterator[bytes], padded: dict[bytes, int]) -> SheetFacts:
    facts = SheetFacts()
    for block in blocks:
        cells = _PLAIN.findall(block)
        every = len(_CELL.findall(block))
        if len(cells) == every:
            columns = {letters for letters, _ in cells}
            facts.columns = max([facts.columns, *map(_column, columns)])
            facts.rows = max([facts.rows, *map(_number, {digits for _, digits in cells})])
        else:
            _measure_loosely(block, facts)
        if facts.rows * facts.columns > MOST_CELLS:
            return facts
        if b'"e"' in block or b"<f" in block or b":f" in block or padded:
            _keep_odd(block, facts, padded)
    return facts


def _measure_loosely(block: bytes, facts: SheetFacts) -> None:
    """Measure cells that do not say where they are: no less than they may take."""
    for place in _WHERE.findall(block):
        facts.columns = max(facts.columns, _column(place[0]))
        facts.rows = max(facts.rows, _number(place[1]))
    rows = re.split(rb"<%srow\b" % _PREFIX, block)
    said = [_number(row) for row in _ROW.findall(block) if row]
    facts.rows = max([facts.rows, *said]) + len(rows)
    facts.columns += max(len(re.findall(rb"<%sc\b" % _PREFIX, row)) for row in rows)


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters.upper()[:10]:
        place = place * 26 + letter - 64
    return place


def _keep_odd(block: bytes, facts: SheetFacts, padded: dict[bytes, int]) -> None:
    """Keep what a reader of workbooks drops: errors, missing results, zeros before numbers."""
    for found in _ODD.finditer(block):
        attributes, text = b" " + found["at"], found[0]
        where = _WHERE.search(attributes)
        if where is None:
            continue
        place = _number(where[2]) - 1, _column(where[1]) - 1
        value = _VALUE.search(text)
        style = _STYLED.search(attributes)
        if b't="e"' in attributes and value:
            facts.cells[place] = value[1].decode("utf-8", "replace")
        elif _FORMULA.search(text) and value is None and b't="str"' not in attributes:
            facts.cells[place] = NO_RESULT
        elif style and style[1] in padded and value:
            facts.padded[place] = padded[style[1]]
