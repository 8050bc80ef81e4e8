"""The whole catalogue as one JSON file, and a catalogue read from it again.

Each record is one line, so that a file of any size is written and read in little memory; it is
JSON all the same, which any program reads. Format: docs/formats.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from netcatalog.domain.errors import InvalidError
from netcatalog.domain.progress import silent
from netcatalog.services.out_files import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from netcatalog.domain.changes import Revision
    from netcatalog.domain.progress import Progress
    from netcatalog.services.catalog import Catalog
    from netcatalog.services.readable import ReadableCatalog

    Plain = dict[str, Any]

FORMAT = "netcatalog catalogue 1"
LONGEST = 64_000_000
"""Most bytes of one line: above the longest text that a field may hold."""

_START = b'{\n"format":'


def write(
    catalog: ReadableCatalog, out: Path, progress: Progress = silent, *, history: bool = False
) -> int:
    """Write a catalogue; return how many records were written.

    Args:
        catalog: What to write.
        out: The file.
        progress: Told of every two thousand records.
        history: Whether the revisions are written, too.

    Raises:
        ReportError: The file cannot be written.
    """
    encode = msgspec.json.encode
    written = 0
    with replacing(out) as file, catalog.dumping(progress, history=history) as (about, parts):
        head = {"format": FORMAT, "history": history, **about}
        file.write(
            b"{\n" + b",\n".join(encode(key) + b":" + encode(one) for key, one in head.items())
        )
        for group, rows in parts:
            file.write(b",\n" + encode(group) + b":[")
            between = b"\n"
            for row in rows:
                file.write(between + encode(row))
                between = b",\n"
                written += group not in {"revisions", "changes"}
            file.write(b"\n]")
        file.write(b"\n}\n")
    return written


def is_ours(path: Path) -> bool:
    """Return whether a file is one of these."""
    try:
        with path.open("rb") as file:
            head = file.read(200)
    except OSError:
        return False
    return b'"format"' in head and FORMAT.split(maxsplit=1)[0].encode() + b" catalogue" in head


def read(catalog: Catalog, path: Path, progress: Progress = silent) -> Revision | None:
    """Fill an empty catalogue with what a file holds.

    Returns:
        The revision that holds it all; None if the file brought its own history.

    Raises:
        InvalidError: The file is none of these, or is damaged; the message says where.
        ConflictError: The catalogue is not empty.
    """
    file = _File(path)
    return catalog.take_all(file.head, file.rows, f"bring in {path.stem}", progress)


class _File:
    """A file of this format, read as often as needed.

    Attributes:
        head: What holds for it as a whole.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.head: Plain = {}
        try:
            with path.open("rb") as file:
                self._by_line = file.read(len(_START)) == _START
        except OSError as error:
            raise InvalidError(f"“{path.name}” cannot be read: {error.strerror}.") from error
        self._whole: Plain | None = None if self._by_line else self._decoded()
        for group, _, value in self._parts():
            if group is not None and not isinstance(value, dict):
                break
        if self.head.get("format") != FORMAT:
            said = str(self.head.get("format", ""))[:40]
            raise InvalidError(
                f"“{path.name}” is no catalogue in JSON: its format is “{said}”, not “{FORMAT}”."
            )

    def rows(self) -> Iterator[tuple[str, str, Plain]]:
        """Yield the list, the place in words, and the values of each record."""
        for group, place, value in self._parts():
            if group is None:
                continue
            if not isinstance(value, dict):
                raise self._fault(place, "it is no record")
            yield group, f"“{self._path.name}”, {place}", value

    def _parts(self) -> Iterator[tuple[str | None, str, object]]:
        """Yield each record with its list; what holds for the whole goes into `head`."""
        if self._whole is None:
            yield from self._lines()
            return
        for key, value in self._whole.items():
            if isinstance(value, list):
                for number, one in enumerate(value, 1):
                    yield key, f"{key}, record {number}", one
            else:
                self.head[key] = value
        yield None, "", None

    def _lines(self) -> Iterator[tuple[str | None, str, object]]:
        group: str | None = None
        with self._path.open("rb") as file:
            for number, line in enumerate(_bounded(file, self._path), 1):
                text, place = line.strip().rstrip(b","), f"line {number}"
                if text in {b"{", b"}", b"]", b""}:
                    continue
                if group is None or not text.startswith(b"{"):
                    key, _, rest = text.partition(b":")
                    group = self._key(key, rest, place)
                    continue
                yield group, place, self._value(text, place)
        yield None, "", None

    def _key(self, key: bytes, rest: bytes, place: str) -> str | None:
        """Return the list that begins in a line, or take down what holds for the whole."""
        name = self._value(key, place)
        if not isinstance(name, str):
            raise self._fault(place, "it is no part of a catalogue")
        if rest == b"[":
            return name
        self.head[name] = self._value(rest, place)
        return None

    def _value(self, text: bytes, place: str) -> object:
        try:
            return msgspec.json.decode(text)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise self._fault(place, f"it is no JSON ({error})") from error

    def _decoded(self) -> Plain:
        try:
            found = msgspec.json.decode(self._path.read_bytes(), type=dict[str, Any])
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, MemoryError) as error:
            raise InvalidError(f"“{self._path.name}” is no catalogue in JSON: {error}.") from error
        return found

    def _fault(self, place: str, reason: str) -> InvalidError:
        return InvalidError(f"“{self._path.name}”, {place}: {reason}. Nothing was brought in.")


def _bounded(file: BinaryIO, path: Path) -> Iterator[bytes]:
    while line := file.readline(LONGEST + 1):
        if len(line) > LONGEST:
            raise InvalidError(f"“{path.name}” holds a line of more than {LONGEST} bytes.")
        yield line
