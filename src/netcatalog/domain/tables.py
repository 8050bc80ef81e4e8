"""A table from outside: a sheet, a text file, a list in JSON. All cells are text.

What a column means is for others to say; nothing here knows a record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_COLUMNS = 16_384
"""Most columns of a table: those of a spreadsheet."""


class Row(NamedTuple):
    """One row that could be read.

    Attributes:
        line: Where it begins, from 1: the line of a text file, the row of a sheet, the place in
            a list in JSON.
        cells: One for each heading, empty where there is nothing.
    """

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A row that could not be read.

    Attributes:
        line: Where it begins; see `Row`.
        column: The heading above the cell that is the reason; empty if it is the whole row.
        reason: A sentence.
        text: The row as far as it could be read, bad bytes replaced by U+FFFD; cut if it is long.
    """

    line: int
    column: str = ""
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a file is read. What is not given is guessed; `Contents.options` says what was taken.

    Attributes:
        encoding: Of text, by Python's name.
        separator: The character between two cells of text.
        quote: The character around cells of text that hold separators; empty if there is none.
        header: The rows of headings, as in `Row.line`: none, one, or two and more, whose words
            are joined. Given, it holds for every table that `headers` does not name.
        headers: The same for single tables, by their names.
    """

    encoding: str | None = None
    separator: str | None = None
    quote: str | None = None
    header: tuple[int, ...] | None = None
    headers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def header_of(self, name: str) -> tuple[int, ...] | None:
        """Return the rows of headings of one table; None: guess them."""
        return self.headers.get(name, self.header)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One sheet, text file or list, its headings found.

    Attributes:
        name: That of the sheet or list; the file's without suffix, if it holds but one table.
        headings: As written, without blanks around; none is empty (`Column 4`), none is twice
            (`Name (2)`); those of several rows are joined (`Fee 2024 / EUR`).
        header: The rows they stand in; none if there are no headings.
        rows: All rows below the headings that are not blank, in order. Can be iterated again and
            again; each time it reads anew and holds a few rows only. May raise a TableError.
        about: How many rows there are, roughly: for progress.
        hidden: Whether it is a sheet that is not shown.
    """

    name: str
    headings: tuple[str, ...]
    header: tuple[int, ...]
    rows: Iterable[Row | Unreadable]
    about: int
    hidden: bool = False

    def first(self, count: int) -> list[Row | Unreadable]:
        """Return the first rows: a preview, read without reading the rest."""
        return list(islice(self.rows, count))


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A part of a file that holds no table, and why, in a sentence."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What was found in a file.

    Attributes:
        kind: The sort of file, in words: `Excel workbook`.
        tables: At least one.
        skipped: What was left out.
        options: How the file was read, with what was guessed.
    """

    kind: str
    tables: tuple[Table, ...]
    skipped: tuple[Skipped, ...] = ()
    options: Options
