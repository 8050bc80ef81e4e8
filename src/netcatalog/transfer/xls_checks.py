"""How large the sheets of an Excel 97 workbook are, before a reader of workbooks takes memory.

Reads as much of the two formats as that needs: the file with its streams ([MS-CFB]) and the
records of the workbook ([MS-XLS], and BIFF5 before it).
"""

from __future__ import annotations

import struct
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ROWS, MOST_COLUMNS = 2**16, 2**8
"""Most that a sheet of this format has, formatted empty ones included."""

_END = 0xFFFFFFFC
"""Sectors from here on are marks: free, end of chain."""

_SMALL = 4096
"""Streams shorter than this lie in a stream of their own kind of sectors."""

_SHEET, _EXTENT, _STOP, _SEVERAL = 0x0085, 0x0200, 0x000A, 0x00BD
_CELLS = {0x0006, 0x0206, 0x0406, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6, _SEVERAL}


def cells_of(data: bytes) -> int:
    """Return how many cells the sheets of a workbook have up to their last ones, together.

    Raises:
        ValueError, struct.error, IndexError: It is damaged.
    """
    stream = _workbook(data)
    starts = {
        struct.unpack_from("<I", held)[0] for kind, held in _records(stream, 0) if kind == _SHEET
    }
    return sum(_extent(stream, start) for start in starts)


def _extent(stream: bytes, start: int) -> int:
    rows = columns = 0
    for kind, held in _records(stream, start):
        if kind == _EXTENT:
            form = "<IIHH" if len(held) >= 14 else "<HHHH"
            first, below, left, right = struct.unpack_from(form, held)
            if not (first <= below <= MOST_ROWS and left <= right <= MOST_COLUMNS):
                raise ValueError
        elif kind in _CELLS:
            row, column = struct.unpack_from("<HH", held)
            if kind == _SEVERAL:
                (column,) = struct.unpack_from("<H", held, len(held) - 2)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
    return rows * columns


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records from a place up to the end of what begins there."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _STOP:
            return
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _workbook(data: bytes) -> bytes:
    """Return the stream that holds the workbook."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in {512, 4096}:
        raise ValueError
    (folder,) = struct.unpack_from("<I", data, 48)
    small_table, _, more, _ = struct.unpack_from("<IIII", data, 60)
    sectors = [sector for sector in struct.unpack_from("<109I", data, 76) if sector < _END]
    most = len(data) // size + 1
    while more < _END and len(sectors) <= most:
        *found, more = struct.unpack(f"<{size // 4}I", _sector(data, more, size))
        sectors += [sector for sector in found if sector < _END]
    table = _numbers(b"".join(_sector(data, sector, size) for sector in sectors))

    def chain(start: int) -> bytes:
        return b"".join(_sector(data, one, size) for one in _chain(table, start))

    entries = {}
    for entry in struct.iter_unpack("<64sH50sII4s", chain(folder)):
        name, length, _, start, held, _ = entry
        entries[name[: max(length - 2, 0)].decode("utf-16-le", "replace")] = start, held
    start, held = entries.get("Workbook") or entries["Book"]
    if held >= _SMALL:
        return chain(start)[:held]
    small = chain(entries["Root Entry"][0])
    steps = _chain(_numbers(chain(small_table)), start)
    return b"".join(small[one * 64 : one * 64 + 64] for one in steps)[:held]


def _sector(data: bytes, sector: int, size: int) -> bytes:
    return data[(sector + 1) * size : (sector + 2) * size].ljust(size, b"\0")


def _numbers(held: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(held) // 4}I", held)


def _chain(table: tuple[int, ...], start: int) -> Iterator[int]:
    def steps() -> Iterator[int]:
        sector = start
        while sector < _END:
            yield sector
            sector = table[sector]

    return islice(steps(), len(table))  # it may run in a circle
