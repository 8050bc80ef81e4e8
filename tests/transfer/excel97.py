"""Writes workbooks as Excel did before 2007 (MS-XLS in MS-CFB), which no library does well."""

from __future__ import annotations

import struct


def record(kind, held=b""):
    return struct.pack("<HH", kind, len(held)) + held


def label(row, column, text):
    held = struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le")
    return record(0x0204, held)


def number(row, column, value):
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def biff(*cells, rows=9, columns=9):
    """Return the stream of a workbook with one sheet (MS-XLS)."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    name = struct.pack("<BB", 1, 0) + b"S"
    bound = 4 + 6 + len(name)
    end = record(0x000A)
    where = len(begin) + bound + len(end)
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    sheet += record(0x0200, struct.pack("<IIHHH", 0, rows, 0, columns, 0))
    bounds = record(0x0085, struct.pack("<IBB", where, 0, 0) + name)
    return begin + bounds + end + sheet + b"".join(cells) + end


def ole(stream):
    """Return a compound file (MS-CFB) with one stream, Workbook."""
    stream = stream.ljust(4096, b"\0")
    stream += b"\0" * (-len(stream) % 512)
    sectors = len(stream) // 512
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * 4 * 108
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")

    def entry(name, kind, child, start, size):
        held = name.encode("utf-16-le")
        return (
            held.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(held) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
            + b"\0" * 36
            + struct.pack("<IQ", start, size)
        )

    folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(
        "Workbook", 2, 0xFFFFFFFF, 2, len(stream)
    )
    return header + table + folder.ljust(512, b"\0") + stream


TOWNS = (label(0, 0, "Town"), label(0, 1, "N"), label(1, 0, "Łódź"), number(1, 1, 12))
