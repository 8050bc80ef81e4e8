"""Rows of a text file with separators (RFC 4180 and its relatives), read as a stream.

The `csv` module parses; this module feeds it, so that nothing is altered or lost unsaid: what
cannot be read is told by its line, and reading goes on with the next.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from netcatalog.domain.errors import TableError
from netcatalog.domain.tables import Row
from netcatalog.domain.wording import number
from netcatalog.transfer.encodings import words_for
from netcatalog.transfer.formulas import unguarded
from netcatalog.transfer.raw_rows import Batch, Fault, Slab

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from contextlib import AbstractContextManager
    from typing import IO, Literal

BLOCK = 2**16
"""Bytes read at a time."""

SLAB = 200
"""Rows handed on at a time: few enough not to call on the collector of garbage."""

LONGEST = 2**22
"""Most characters of a line, and of a cell with lines in it: more than any has, little memory."""

_SHOWN = 1000
"""Most characters that are kept of what cannot be read."""

_CUT = "\udfff"
"""Ends a line that was too long. Text that was decoded holds no lone surrogates."""

_GUARDED = re.compile("'[\\s\"'\u2018\u2019\u201c\u201d]*?(?:[-=+@\\t\\r]|[^\\x00-\\x7f])")
"""What `formulas.guarded` may have written, and more."""

_MARKED = "netcatalog.marked"
_MARKS = re.compile("[\udc00-\udcff]+")


def _mark(error: UnicodeError) -> tuple[str, int]:
    """Put a lone surrogate for each byte that cannot be decoded."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(chr(0xDC00 + byte) for byte in wrong), error.end


codecs.register_error(_MARKED, _mark)
csv.field_size_limit(LONGEST)  # the module has one for all that reads CSV


class TextFile(Protocol):
    """What text is read from, as often as need be: a file, or one in a zip."""

    @property
    def name(self) -> str:
        """What it is called."""

    def open(self, mode: Literal["rb"], /) -> AbstractContextManager[IO[bytes]]:
        """Open it to be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRows:
    """The rows of a text file; each iteration reads it anew.

    Attributes:
        file: The file.
        encoding: Its encoding, by Python's name.
        separator: The character between two cells.
        quote: The character around cells; empty for none.
        width: How many cells a row has, if that is known: it tells quotes left open.
    """

    file: TextFile
    encoding: str
    separator: str
    quote: str
    width: int = 0

    def __iter__(self) -> Iterator[Batch]:
        """Yield the rows that are not blank, and what could not be read between them.

        Raises:
            TableError: The file cannot be read.
        """
        line, kept = 1, ""
        for block in blocks(self.file, self.encoding):
            if is_cut(block):
                yield from self._batches(Block(kept, is_plain=False), line, final=True)
                line += len(_lines(kept))
                yield [_fault(line, TOO_LONG, [block.text])]
                line, kept = line + 1, ""
                continue
            whole = Block(kept + block.text, is_plain=block.is_plain and not kept)
            line, kept = yield from self._batches(whole, line)
        yield from self._batches(Block(kept, is_plain=False), line, final=True)

    def of_width(self, width: int) -> TextRows:
        """Return the same rows, with open quotes told by their width."""
        return replace(self, width=width)

    def _batches(
        self, block: Block, line: int, *, final: bool = False
    ) -> Generator[Batch, None, tuple[int, str]]:
        """Yield the rows of a block that begins with a `line`.

        Returns:
            The line and the text that are left: a row that does not end here waits for more,
            unless there is none or it is too long.
        """
        reader, start = self._reader(io.StringIO(block.text, newline="")), 0
        is_plain = block.is_plain and not _may_be_guarded(block.text)
        while is_plain:
            try:
                rows = list(islice(reader, SLAB))
            except csv.Error:
                break
            if not rows:
                return line + start, ""
            end = reader.line_num
            if len(rows) == end - start and all(rows):
                yield Slab(line + start, rows)
            else:
                yield self._carefully(_lines(block.text)[start:end], line + start)[0]
            start = end
        lines = _lines(block.text)[start:]
        batch, used = self._carefully(lines, line + start, is_plain=is_plain, final=final)
        yield batch
        return line + start + used, "".join(lines[used:])

    def _carefully(
        self, lines: list[str], line: int, *, is_plain: bool = True, final: bool = True
    ) -> tuple[list[Row | Fault], int]:
        """Read row by row; return the rows and how many lines are done with."""
        batch: list[Row | Fault] = []
        start = 0
        while start < len(lines):
            reader, base = self._reader(islice(lines, start, None)), start
            try:
                for cells in reader:
                    end = base + reader.line_num
                    if end - start > 1 and self._swallows(lines[start:end], cells):
                        raise csv.Error  # noqa: TRY301 - as if the csv module had seen it
                    row = Row(line + start, tuple(cells))
                    batch.append(row if is_plain else self._checked(row, lines[start:end]))
                    start = end
            except csv.Error as error:
                unfinished = "unexpected end" in str(error)
                if unfinished and not final and sum(map(len, lines[start:])) <= LONGEST:
                    break
                reason = _AFTER_QUOTE if "expected after" in str(error) else _OPEN
                batch.append(_fault(line + start, reason, lines[start : start + 1]))
                start += 1
        return batch, start

    def _reader(self, lines: Iterator[str]) -> Any:  # noqa: ANN401 - its type has no name
        quoting: Any = {"quotechar": self.quote} if self.quote else {"quoting": csv.QUOTE_NONE}
        return csv.reader(lines, delimiter=self.separator, strict=True, **quoting)

    def _checked(self, row: Row, lines: Sequence[str]) -> Row | Fault:
        """Take apostrophes off, and look for what is no text."""
        cells = row.cells
        if _is_spoilt("".join(cells)):
            place = next(place for place, cell in enumerate(cells) if _is_spoilt(cell))
            shown = tuple(unguarded(_mended(cell)) for cell in cells)
            return _fault(row.line, self._reason(cells[place]), lines, place, shown)
        return Row(row.line, tuple(map(unguarded, cells)))

    def _reason(self, cell: str) -> str:
        wrong = _MARKS.search(cell)
        if wrong is None:
            return "The cell holds the character NUL, which is no text."
        shown = " ".join(f"{ord(mark) - 0xDC00:02X}" for mark in wrong[0][:8])
        what = f"byte {shown}, which is" if len(wrong[0]) == 1 else f"bytes {shown}, which are"
        return f"The cell holds the {what} no text in {words_for(self.encoding)}."

    def _swallows(self, lines: Sequence[str], cells: Sequence[str]) -> bool:
        """Tell whether a quote that was left open has made one row of several.

        So it is if the row has not the width of the others but a line in it has, or if it
        holds many lines that nearly all have it.
        """
        if not self.width or (len(cells) == self.width and len(lines) <= _MANY):
            return False
        inner = lines[1:] if len(cells) != self.width else lines[1:-1]
        whole = sum(self._width(line) == self.width for line in inner)
        if len(cells) != self.width:
            return whole > 0 and self.width > 1
        return whole * 10 >= len(inner) * 9 and self.width > 2

    def _width(self, line: str) -> int:
        try:
            return len(next(self._reader(iter([line]))))
        except csv.Error:
            return 0


_MANY = 10
"""A cell with more lines than these is looked into."""

TOO_LONG = f"The line is longer than {number(LONGEST)} characters."
_OPEN = (
    "A quotation mark is opened in this line and not closed where a cell ends. "
    "Close it, or double it if it is part of the text."
)
_AFTER_QUOTE = (
    "Text follows a closing quotation mark. Double the quotation marks that are part of the text."
)


class Block(NamedTuple):
    """Whole lines of a file; whether all of it is text."""

    text: str
    is_plain: bool


def is_cut(block: Block) -> bool:
    """Tell whether a block is the beginning of a line that is too long."""
    return block.text.endswith(_CUT)


def blocks(source: TextFile, encoding: str) -> Iterator[Block]:
    """Yield a file block by block, bytes that are no text marked.

    A line that is too long comes alone, its beginning only, and a sign for the cut at its end.

    Raises:
        TableError: The file cannot be read, or not any more, or it is in another encoding.
    """
    try:
        yield from _blocks(source, encoding)
    except UnicodeError as error:  # without the mark at its beginning, all of it is meaningless
        raise TableError(
            f"“{source.name}” cannot be read as {words_for(encoding)}. Choose another encoding."
        ) from error
    except OSError as error:
        reason = error.strerror or "something is wrong with it"
        raise TableError(f"“{source.name}” cannot be read: {reason}.") from error


def _blocks(source: TextFile, encoding: str) -> Iterator[Block]:
    decoder = _Decoder(encoding)
    rest, is_plain, is_skipping = "", True, False
    with source.open("rb") as file:
        while True:
            data = file.read(BLOCK)
            text = rest + decoder.decode(data)
            is_plain = is_plain and decoder.is_plain
            end = _whole(text) if data else len(text)
            start = _first_end(text) if is_skipping else 0
            if is_skipping and not start:
                end = len(text) - text.endswith("\r")
            elif end > start:
                is_skipping = False
                yield Block(text[start:end], is_plain)
                is_plain = decoder.is_plain  # the rest was decoded last
            rest = text[end:]
            if not data:
                return
            if len(rest) > LONGEST:
                yield Block(rest[:_SHOWN] + _CUT, is_plain=False)
                rest, is_skipping = rest[-1:] if rest.endswith("\r") else "", True


class _Decoder:
    """Decodes a file, and tells whether what it decoded last was all text."""

    def __init__(self, encoding: str) -> None:
        make = codecs.getincrementaldecoder(encoding)
        self._strict, self._marking = make(), make(_MARKED)
        self._begun = False
        self.is_plain = True

    def decode(self, data: bytes) -> str:
        state = self._strict.getstate()
        self.is_plain = True
        try:
            text = self._strict.decode(data, final=not data)
        except UnicodeError:
            self.is_plain = False
            self._marking.setstate(state)
            text = self._marking.decode(data, final=not data)
            self._strict.setstate(self._marking.getstate())
        if "\0" in text:
            self.is_plain = False
        if text and not self._begun:
            self._begun = True
            return text.removeprefix("\ufeff")
        return text


def _lines(text: str) -> list[str]:
    return io.StringIO(text, newline="").readlines()


def _may_be_guarded(text: str) -> bool:
    """Tell whether a cell may begin with an apostrophe before a formula; quickly."""
    place = text.find("'")
    while place >= 0:
        if not text[place - 1 : place].isalnum() and _GUARDED.match(text, place):
            return True
        place = text.find("'", place + 1)
    return False


def _whole(text: str) -> int:
    """Return where the last line that surely ends, ends: a line feed may follow a last CR."""
    return max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1


def _first_end(text: str) -> int:
    """Return where the first line ends; 0: nowhere."""
    place = min((at for at in (text.find("\n"), text.find("\r")) if at >= 0), default=-1)
    return place + 1 + text.startswith("\r\n", max(place, 0))


def _is_spoilt(text: str) -> bool:
    if "\0" in text:
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _mended(text: str) -> str:
    return _MARKS.sub("\ufffd", text).replace("\0", "\ufffd")


def _fault(
    line: int,
    reason: str,
    lines: Sequence[str],
    place: int | None = None,
    cells: tuple[str, ...] = (),
) -> Fault:
    text = _mended("".join(lines)[:_SHOWN].removesuffix(_CUT)).rstrip("\r\n")
    return Fault(line=line, reason=reason, place=place, cells=cells, text=text)
