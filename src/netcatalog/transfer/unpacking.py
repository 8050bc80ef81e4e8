"""Parts of a zip, unpacked block by block and counted: what its directory says may be a lie."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from zipfile import ZipFile, ZipInfo

MOST_UNPACKED = 512 * 2**20
"""Most bytes of the parts of a workbook or a zip, unpacked: a million rows of ten columns."""

_BLOCK = 2**20


class TooLargeError(Exception):
    """The parts of a zip unpack to more than is read."""


class SpoiltPartError(Exception):
    """A part cannot be unpacked: it is damaged, or packed in a way that may take any memory.

    Attributes:
        part: Which.
    """

    def __init__(self, part: ZipInfo) -> None:
        super().__init__(part.filename)
        self.part = part


def unpacked(archive: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    """Yield a part block by block.

    Raises:
        SpoiltPartError: It cannot be unpacked.
    """
    if part.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise SpoiltPartError(part)
    try:
        with archive.open(part) as file:
            while block := file.read(_BLOCK):
                yield block
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise SpoiltPartError(part) from None


def counted(archive: ZipFile, parts: Iterable[ZipInfo]) -> Iterator[tuple[ZipInfo, bytes]]:
    """Yield parts block by block, each with an empty one at its end; see `unpacked`.

    Raises:
        TooLargeError: They unpack to more than is read.
    """
    total = 0
    for part in parts:
        if total + part.file_size > MOST_UNPACKED:
            raise TooLargeError
        for block in unpacked(archive, part):
            total += len(block)
            if total > MOST_UNPACKED:
                raise TooLargeError
            yield part, block
        yield part, b""
