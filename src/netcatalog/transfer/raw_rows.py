"""Rows as a file has them, before headings are found: what all sorts of file come down to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, count, repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Protocol

from netcatalog.domain.errors import TableError
from netcatalog.domain.tables import MOST_COLUMNS, Row, Table, Unreadable
from netcatalog.domain.wording import number
from netcatalog.transfer.headings import blank, guess_header, headings_of, typical_width, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netcatalog.domain.tables import Options
    from netcatalog.transfer.headings import Merged

SAMPLE = 200
"""Rows by which headings are guessed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A row that cannot be read; becomes an `Unreadable` once there are headings.

    Attributes:
        line: Where it begins, as in `Row`.
        reason: A sentence.
        place: Which cell, from 0; None: the whole row.
        cells: What can be shown of it.
        text: The same as one text.
    """

    line: int
    reason: str
    place: int | None = None
    cells: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Slab:
    """Rows that stand one a line, the first of them in `line`."""

    line: int
    rows: Sequence[Sequence[str]]

    def __iter__(self) -> Iterator[Row]:
        """Yield them as `Row`s."""
        pairs = zip(count(self.line), map(tuple, self.rows), strict=False)
        return map(tuple.__new__, repeat(Row), pairs)  # half the time of Row(...)


Batch = Slab | list[Row | Fault]
"""Rows that follow each other: some hundreds."""


class Source(Protocol):
    """Raw rows that can be iterated again and again; blank ones may be among them."""

    def __iter__(self) -> Iterator[Batch]:
        """Begin anew."""

    def of_width(self, width: int) -> Source:
        """Return the same rows, told how many cells each should have."""


def head(source: Iterable[Batch], header: Sequence[int] = ()) -> list[Row]:
    """Return the first rows that are not blank, and rows that are asked for.

    Spoilt ones are there as far as they can be shown.
    """
    last = max(header, default=0)
    found: list[Row] = []
    for raw in chain.from_iterable(source):
        row = raw if isinstance(raw, Row) else Row(raw.line, raw.cells)
        if (len(found) < SAMPLE or row.line in header) and not blank(row.cells):
            found.append(row)
        if len(found) >= SAMPLE and row.line >= last:
            break
    return found


def table_of(
    name: str,
    source: Source,
    options: Options,
    *,
    about: int,
    width: int = 1,
    merged: Sequence[Merged] = (),
) -> Table:
    """Return a table with headings as the options say, or as they seem to be.

    Args:
        name: Its name.
        source: Its rows.
        options: Which rows hold its headings.
        about: How many rows there are, roughly.
        width: The least columns that it has.
        merged: Cells that are joined.

    Raises:
        TableError: It has too many columns, or no headings where they should be.
    """
    header = options.header_of(name)
    sample = head(source, header or ())
    _refuse_wide(name, max(typical_width(sample), width), sample)
    if header is None:
        header = guess_header(sample, merged)
    top = [row for row in sample if row.line in header]
    if header and not top:
        raise TableError(
            f"There are no headings in row {min(header)} of “{name}”: nothing stands there."
        )
    below = [row for row in sample if not header or row.line > max(header)]
    width = max([width_of(row.cells) for row in top] + [typical_width(below), width])
    _refuse_wide(name, width, (*top, *below))
    headings = headings_of(top, width, merged)
    rows = _Rows(source=source.of_width(width), headings=headings, after=max(header, default=0))
    return Table(name=name, headings=headings, header=header, rows=rows, about=about)


def _refuse_wide(name: str, width: int, rows: Sequence[Row]) -> None:
    if width > MOST_COLUMNS:
        line = max(rows, key=lambda row: len(row.cells)).line
        raise TableError(
            f"“{name}” has {number(width)} columns in row {line}; {number(MOST_COLUMNS)} are the "
            "most. Leave some out, or turn the table so that they become rows."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """The rows below the headings, each with one cell for each of them."""

    source: Source
    headings: tuple[str, ...]
    after: int

    def __iter__(self) -> Iterator[Row | Unreadable]:
        return chain.from_iterable(map(self._of_width, self.source))

    def _of_width(self, batch: Batch) -> Iterable[Row | Unreadable]:
        width = len(self.headings)
        if isinstance(batch, Slab) and batch.line > self.after and _fits(batch.rows, width):
            return batch
        return filter(None, map(self._fitted, batch))

    def _fitted(self, row: Row | Fault) -> Row | Unreadable | None:
        if isinstance(row, Fault):
            return self._unreadable(row)
        if row.line <= self.after or blank(row.cells):
            return None
        width = len(self.headings)
        short = width - len(row.cells)
        if short >= 0:
            return Row(row.line, row.cells + ("",) * short) if short else row
        if blank(row.cells[width:]):
            return Row(row.line, row.cells[:width])
        return Unreadable(
            line=row.line,
            reason=f"The row has {number(width_of(row.cells))} cells, but there are "
            f"{number(width)} columns.",
            text="; ".join(row.cells)[:1000],
        )

    def _unreadable(self, fault: Fault) -> Unreadable:
        place = fault.place
        known = place is not None and place < len(self.headings)
        return Unreadable(
            line=fault.line,
            column=self.headings[place] if known and place is not None else "",
            reason=fault.reason,
            text=fault.text or "; ".join(fault.cells),
        )


def _fits(rows: Sequence[Sequence[str]], width: int) -> bool:
    """Tell whether all rows have this width and are surely not blank; quick, for long files."""
    return set(map(len, rows)) == {width} and all(map(str.strip, map(itemgetter(0), rows)))
