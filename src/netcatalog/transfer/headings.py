"""Where the headings of a table stand: a guess, for the user to correct; and what they are.

Headings are words that stand above what they are not: above numbers, above values that come
again and again while the headings do not.
"""

from __future__ import annotations

import re
from collections import Counter
from statistics import median_low
from typing import TYPE_CHECKING, NamedTuple

from netcatalog.domain.guessing import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netcatalog.domain.tables import Row

MOST_ROWS = 3
"""Most rows of headings that are guessed."""

MOST_REMARKS = 10
"""Rows of remarks that may stand above those of headings."""

MOST_CELLS = 50
"""Cells of a row that are looked at to tell whether it is one of headings."""

JOINED = " / "
"""Stands between the words of several rows of headings."""

_NUMBER = re.compile(
    r"[-+−]?[\d\s.,'\u2019\u00a0\u202f]*\d\s?%?|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}.*"
)
_YEAR = re.compile(r"(1[89]|20)\d\d")
_MARKS = " \t\r\n\u00a0\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"


class Merged(NamedTuple):
    """Cells of a sheet joined into one: rows as in `Row.line`, columns from 0; ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


def blank(cells: Sequence[str]) -> bool:
    """Tell whether all cells are empty or blanks."""
    return not any(cells) or not any(cell and not cell.isspace() for cell in cells)


def width_of(cells: Sequence[str]) -> int:
    """Return how many cells there are without the blank ones at the end."""
    return next((n for n in range(len(cells), 0, -1) if not blank(cells[n - 1 : n])), 0)


def typical_width(rows: Sequence[Row]) -> int:
    """Return the most cells, blank ones too, that more than half of the rows have."""
    widths = sorted((len(row.cells) for row in rows), reverse=True)
    return widths[len(widths) // 2] if widths else 0


def guess_header(rows: Sequence[Row], merged: Sequence[Merged] = ()) -> tuple[int, ...]:
    """Return the rows of headings among the first rows of a table: none, one or several.

    Args:
        rows: Rows that are not blank.
        merged: Cells that are joined.
    """
    if not rows:
        return ()
    filled = [sum(map(bool, map(str.strip, row.cells))) for row in rows]
    enough = (median_low(filled) + 1) // 2
    if median_low(filled) > 1:
        enough = max(enough, 2)
    found = next((index for index, count in enumerate(filled) if count >= enough), 0)
    while found + 2 < len(rows) and _is_title(rows, filled, found):
        found += 1
    if not _known(rows[found]):
        below = range(found + 1, min(found + MOST_REMARKS, len(rows) - 1))
        found = next((index for index in below if _is_worded(rows, index)), found)
    if not _are_headings(rows, found):
        return ()
    first = last = found
    while last + 1 < len(rows) - 1 and _goes_on(rows, last, merged) and last - first < MOST_ROWS:
        last += 1
    while first > 0 and _goes_before(rows, first, merged) and last - first + 1 < MOST_ROWS:
        first -= 1
    return tuple(row.line for row in rows[first : last + 1])


def _is_title(rows: Sequence[Row], filled: Sequence[int], index: int) -> bool:
    """Tell whether a row stands apart from a fuller one that holds the headings."""
    row, following = rows[index : index + 2]
    apart = following.line > row.line + 1 and filled[index + 1] > filled[index]
    return apart and _are_headings(rows, index + 1)


def _known(row: Row) -> int:
    """Count the first cells of a row that are usual headings."""
    return sum(map(is_known, filter(None, row.cells[:MOST_CELLS])))


def _is_worded(rows: Sequence[Row], index: int) -> bool:
    """Tell whether a row below a remark is one of headings: most of its cells are usual ones."""
    known = _known(rows[index])
    return (
        known > 1
        and sum(map(bool, rows[index].cells[:MOST_CELLS])) <= 2 * known
        and _evidence(rows, index)[2] == 0
    )


def headings_of(rows: Sequence[Row], width: int, merged: Sequence[Merged] = ()) -> tuple[str, ...]:
    """Return one heading for each column, none empty and none twice.

    Args:
        rows: The rows they stand in, from above; none: they are numbered.
        width: How many columns there are.
        merged: Cells that are joined: the words of the upper rows hold for all they span.
    """
    levels = [([tidy(cell) for cell in row.cells] + [""] * width)[:width] for row in rows]
    for row, level, below in zip(rows, levels, levels[1:], strict=False):
        _spread(level, below, [cells for cells in merged if cells.first_row == row.line])
    columns = zip(*levels, strict=True) if levels else iter([()] * width)
    joined = [JOINED.join(dict.fromkeys(filter(None, parts))) for parts in columns]
    return tuple(unlike(joined))


def _spread(level: list[str], below: Sequence[str], merged: Sequence[Merged]) -> None:
    """Let the words of an upper row hold for the cells right of them that they span."""
    for cells in merged:
        for column in range(cells.first_column + 1, min(cells.last_column + 1, len(level))):
            level[column] = level[cells.first_column]
    if not merged:
        for column in range(1, len(level)):
            if not level[column] and below[column]:
                level[column] = level[column - 1]


def tidy(cell: str) -> str:
    """Return a heading in one line, without blanks and invisible marks around it."""
    return " ".join(cell.strip(_MARKS).split())


def unlike(names: Sequence[str]) -> Iterator[str]:
    """Yield names of which none is empty and none is twice."""
    taken, used = set(names), set[str]()
    counts: Counter[str] = Counter()
    for place, name in enumerate(names, 1):
        unlike = name or f"Column {place}"
        begin = unlike
        while unlike in used or (unlike != name and unlike in taken):
            counts[begin] += 1
            unlike = f"{begin} ({counts[begin] + 1})"
        used.add(unlike)
        yield unlike


def _are_headings(rows: Sequence[Row], index: int) -> bool:
    """Tell whether a row holds headings and no values like those below it."""
    above, like, again = _evidence(rows, index)
    return like <= above and again <= above


def _evidence(rows: Sequence[Row], index: int) -> tuple[int, int, int]:
    """Count the cells that are words above numbers, numbers above numbers, and that come again."""
    row = rows[index]
    below = [other.cells for other in rows[index + 1 :] if other.cells != row.cells]
    words = numbers = again = 0
    for column, cell in enumerate(row.cells):
        values = [cells[column] for cells in below if column < len(cells) and cells[column]]
        if not below:
            numbers += _is_number(cell) and not _YEAR.fullmatch(cell)
        if not cell.strip() or not values:
            continue
        if sum(map(_is_number, values)) * 2 > len(values):
            if not _is_number(cell):
                words += 1
            elif not _YEAR.fullmatch(cell):
                numbers += 1
        again += cell in values
    return words, numbers, again


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell.strip()) is not None


def _goes_on(rows: Sequence[Row], index: int, merged: Sequence[Merged]) -> bool:
    """Tell whether the row below one of headings has headings, too."""
    row, below = rows[index], rows[index + 1]
    if below.line != row.line + 1 or not _are_headings(rows, index + 1):
        return False
    if any(_is_number(cell) and not _YEAR.fullmatch(cell) for cell in below.cells):
        return False
    if any(_heads(cells, row, below) for cells in merged):
        return True
    gaps = any(not up and low for up, low in zip(row.cells, below.cells, strict=False))
    words, _, again = _evidence(rows, index + 1)
    return gaps and words > 0 and again == 0


def _goes_before(rows: Sequence[Row], index: int, merged: Sequence[Merged]) -> bool:
    """Tell whether the row above one of headings is no title but has headings, too."""
    above, row = rows[index - 1], rows[index]
    if above.line + 1 != row.line:
        return False
    if any(_heads(cells, above, row) for cells in merged):
        return True
    several = sum(map(bool, above.cells)) > 1
    names = [cell for cell in row.cells if cell]
    return several and len(set(names)) < len(names)


def _heads(cells: Merged, row: Row, below: Row) -> bool:
    """Tell whether joined cells stand above some headings, not all: that would be a title."""
    span = range(cells.first_column, cells.last_column + 1)
    covered = [column for column in span if column < len(below.cells) and below.cells[column]]
    filled = sum(map(bool, below.cells))
    alone = sum(map(bool, row.cells)) == 1
    return (
        cells.first_row == row.line
        and len(covered) > 1
        and not (alone and len(covered) >= filled - 1)
    )
