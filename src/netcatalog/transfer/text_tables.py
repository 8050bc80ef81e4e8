"""A text file as a table: its encoding, separator and quotation marks guessed where not given."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from netcatalog.domain.errors import TableError
from netcatalog.domain.tables import Contents, Row, Unreadable
from netcatalog.transfer.encodings import guess_encoding
from netcatalog.transfer.raw_rows import table_of
from netcatalog.transfer.text_rows import TOO_LONG, TextRows, blocks, is_cut

if TYPE_CHECKING:
    from pathlib import Path

    from netcatalog.domain.tables import Options, Table
    from netcatalog.transfer.text_rows import TextFile

SEPARATORS = {"\t": "tab", ";": "semicolon", ",": "comma", "|": "vertical bar"}
"""Separators that are guessed, those first that stand in text the least."""

_SAMPLE = 2**18
"""Characters by which separator and quotation marks are guessed."""

_SAYS_SO = re.compile('"?sep=(.)"?\\s*[\r\n]')
"""A first line by which Excel is told the separator."""


def read_text(path: Path, options: Options) -> Contents:
    """Return the table of a text file.

    Raises:
        TableError: There is none in it, or the encoding asked for is not known.
        OSError: The file cannot be read.
    """
    table, options = text_table(path, path.stem, path.stat().st_size, options)
    return Contents(kind="Text with separators", tables=(table,), options=options)


def text_table(file: TextFile, name: str, size: int, options: Options) -> tuple[Table, Options]:
    """Return text as a table of a name, and how it was read; see `read_text`."""
    options = _completed(file, options)
    source = TextRows(
        file=file,
        encoding=options.encoding or "utf-8",
        separator=options.separator or ",",
        quote=options.quote or "",
    )
    about = _about(file, size, options.encoding or "utf-8")
    table = table_of(name, source, options, about=about)
    _refuse_nothing(file, table)
    return table, options


def _completed(file: TextFile, options: Options) -> Options:
    """Guess what is not given."""
    if options.encoding is None:
        with file.open("rb") as opened:
            options = replace(options, encoding=guess_encoding(opened))
    try:
        codecs.getincrementaldecoder(options.encoding or "")
        "".encode(options.encoding or "", "replace")  # Python has encodings of other than text
    except (LookupError, ValueError):
        raise TableError(f"There is no encoding called “{options.encoding}”.") from None
    if options.separator is None or options.quote is None:
        sample = _sample(file, options.encoding or "")
        separator, quote = guess_format(sample, options.separator, options.quote)
        options = replace(options, separator=separator, quote=quote)
    return options


def _sample(file: TextFile, encoding: str) -> str:
    sample = ""
    for block in blocks(file, encoding):
        if is_cut(block):
            if sample:
                break
            raise TableError(f"Nothing in “{file.name}” can be read. Line 1: {TOO_LONG}")
        sample += block.text
        if len(sample) > _SAMPLE:
            last = max(sample.rfind(end, 0, _SAMPLE) for end in "\r\n")
            return sample[: last + 1] or sample[:_SAMPLE]
    return sample


class _Format(NamedTuple):
    """How far a separator and quotation marks make rows of the same width.

    Attributes:
        agreeing: Share of the rows that have the commonest width beyond one cell.
        splitting: Share of the rows that have more than one cell.
        rank: The better, the less the separator stands in text.
        separator, quote: What was tried.
        is_broken: Whether a row could not be parsed.
    """

    agreeing: float
    splitting: float
    rank: int
    separator: str
    quote: str
    is_broken: bool


def guess_format(
    sample: str, separator: str | None = None, quote: str | None = None
) -> tuple[str, str]:
    """Return the likeliest separator and quotation mark, empty for none.

    Decimal commas fool nobody: the separator is the one that makes rows of the same width,
    of two the one that stands in text the less.
    """
    if separator is None and (told := _SAYS_SO.match(sample)):
        separator = told[1]
    separators = list(SEPARATORS) if separator is None else [separator]
    quotes = ['"', ""] if quote is None else [quote]
    formats = [_tried(sample, each, mark) for each in separators for mark in quotes]
    best = max(formats, key=lambda one: (round(one.agreeing, 1), one.rank, one.quote))
    if best.agreeing <= 1 / 2:  # rows of all widths, or a list of names with but one cell each
        best = max(formats, key=lambda one: (one.splitting, one.rank, one.quote))
        if best.splitting <= 1 / 2:
            best = max(formats, key=lambda one: (one.separator not in sample, one.quote))
    if quote is None and best.quote and best.is_broken and not _QUOTED.search(sample):
        return best.separator, ""
    return best.separator, best.quote or (
        '"' if quote is None and _QUOTED.search(sample) else best.quote
    )


_QUOTED = re.compile('(?:^|[\t;,|\r\n])"[^"\r\n]*"(?:$|[\t;,|\r\n])')
"""A cell in quotation marks."""


def _tried(sample: str, separator: str, quote: str) -> _Format:
    quoting = {"quotechar": quote} if quote else {"quoting": csv.QUOTE_NONE}
    lines = sample.splitlines(keepends=True)[:400]
    widths: Counter[int] = Counter()
    is_broken, start = False, 0
    while start < len(lines):
        reader = csv.reader(
            islice(lines, start, None), delimiter=separator, strict=True, **quoting
        )
        base = start
        try:
            for cells in reader:
                start = base + reader.line_num
                if any(cell.strip() for cell in cells):
                    widths[len(cells)] += 1
        except csv.Error:
            is_broken = True
            widths[0] += 1
            start += 1
    total = max(widths.total(), 1)
    several = {width: count for width, count in widths.items() if width > 1}
    agreeing, splitting = max(several.values(), default=0) / total, sum(several.values()) / total
    if agreeing < 1 and sample.count(f"{separator} ") * 2 > sample.count(separator):
        agreeing, splitting = agreeing / 2, splitting / 2  # as in prose
    rank = len(SEPARATORS) - list(SEPARATORS).index(separator) if separator in SEPARATORS else 0
    return _Format(
        agreeing=agreeing,
        splitting=splitting,
        rank=rank,
        separator=separator,
        quote=quote,
        is_broken=is_broken,
    )


def _about(file: TextFile, size: int, encoding: str) -> int:
    """Return how many lines there are, roughly, from the first block."""
    first = next(iter(blocks(file, encoding)), None)
    if first is None:
        return 0
    lines = max(first.text.count("\n"), first.text.count("\r"), 1)
    seen = len(first.text.encode(encoding, "replace"))
    return max(lines, round(size * lines / max(seen, 1)))


def _refuse_nothing(file: TextFile, table: Table) -> None:
    """Raise TableError if not one row can be read."""
    if table.header:
        return
    first = next(iter(table.rows), None)
    if first is None:
        raise TableError(f"“{file.name}” is empty: there is nothing to import.")
    if isinstance(first, Unreadable) and not any(isinstance(row, Row) for row in table.rows):
        raise TableError(
            f"Nothing in “{file.name}” can be read as a table. Line {first.line}: {first.reason}"
        )
