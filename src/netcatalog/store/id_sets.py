"""Sets of ids that are counted against each other: as bits where they are many."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    IdSet = int | array[int]
    """Ids as the bits of a number, or one by one in order."""

SPARSE = 128
"""A set is kept as numbers where so many ids or more come to one of its own: its bits would take
four times the memory."""

_ONES = bytes.maketrans(b"01", b"\0\1")


@dataclass(frozen=True, slots=True)
class Found:
    """The ids that a search found, in the two forms against which sets are counted.

    Attributes:
        bits: As the bits of a number.
        flags: A byte for each id up to the largest that any set holds: 1 if it was found.
    """

    bits: int
    flags: bytes

    def count(self, ids: IdSet) -> int:
        """Return how many ids of a set were found."""
        if isinstance(ids, int):
            return (ids & self.bits).bit_count()
        return sum(map(self.flags.__getitem__, ids))


def found(ids: Collection[int], size: int) -> Found:
    """Return ids as found; all of them, and of the sets, are below `size`."""
    marks = _marks(ids, size)
    return Found(_bits(marks), bytes(marks.translate(_ONES)))


def id_set(ids: Collection[int]) -> IdSet:
    """Return ids, some perhaps given twice, as a set."""
    size = max(ids, default=0) + 1
    if len(ids) * SPARSE < size:
        return array("I", sorted(set(ids)))
    return _bits(_marks(ids, size))


def _marks(ids: Collection[int], size: int) -> bytearray:
    marks = bytearray(b"0") * size
    for one in ids:
        marks[one] = 49  # the sign "1"
    return marks


def _bits(marks: bytearray) -> int:
    """Return what is marked as bits, the lowest for the first: read as a binary numeral."""
    return int(marks[::-1], 2)
