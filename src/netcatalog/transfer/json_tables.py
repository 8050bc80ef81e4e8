"""Lists in JSON as tables.

A list of objects is a table, its rows the objects; an object that holds lists holds as many
tables; lists of lists are sheets. What is nested in a row is flattened: `address.city`, several
values joined by "; ".
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import msgspec

from netcatalog.domain.columns import BETWEEN_VALUES
from netcatalog.domain.errors import TableError
from netcatalog.domain.tables import MOST_COLUMNS, Contents, Row, Skipped, Table, Unreadable
from netcatalog.domain.wording import number
from netcatalog.transfer.headings import blank, tidy, unlike
from netcatalog.transfer.raw_rows import Fault, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from netcatalog.domain.tables import Options
    from netcatalog.transfer.raw_rows import Batch

MOST_BYTES = 256 * 2**20
"""Most bytes of a file: it is held whole, its rows are not."""

DEEPEST = 32
"""Most levels of objects and lists in each other."""

KEY = "key"
"""The heading above the keys, where the rows are an object by keys."""

_SLAB = 200


def read_json(path: Path, options: Options) -> Contents:
    """Return the lists of a JSON file, or of one with an object a line.

    Raises:
        TableError: It is no JSON, too large, nested too deeply, or has no list.
        OSError: The file cannot be read.
    """
    if path.stat().st_size > MOST_BYTES:
        raise TableError(
            f"“{path.name}” is larger than {number(MOST_BYTES // 2**20)} MB, the most that is "
            "read of JSON. Save it as CSV, and import that."
        )
    finder = _Finder(path, options)
    finder.search(_outer(path, _utf8(path, path.read_bytes())))
    if not finder.tables:
        raise TableError(f"“{path.name}” holds no list of objects: there is nothing to import.")
    return Contents(
        kind="JSON",
        tables=tuple(finder.tables),
        skipped=tuple(finder.skipped),
        options=replace(options, encoding=None, separator=None, quote=None),
    )


def _utf8(path: Path, data: bytes) -> bytes:
    encoding = json.detect_encoding(data)  # knows byte order marks
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line, column = _place(data, error.start)
        raise TableError(
            f"“{path.name}” is no JSON: in line {line}, byte {column}, there is what is no text "
            f"in {encoding.upper()}. Save it as UTF-8."
        ) from None
    return data if encoding == "utf-8" else text.encode("utf-8")


def _place(data: bytes, at: int) -> tuple[int, int]:
    return data.count(b"\n", 0, at) + 1, at - data.rfind(b"\n", 0, at)


def _outer(path: Path, data: bytes) -> msgspec.Raw:
    """Check the whole file, and return what it holds.

    Raises:
        TableError: It is no JSON; says where it ceases to be.
    """
    try:
        return msgspec.json.decode(data, type=msgspec.Raw)
    except RecursionError:
        raise _too_deep(path) from None
    except msgspec.DecodeError as error:
        try:
            lines = msgspec.json.Decoder(msgspec.Raw).decode_lines(data)
        except (msgspec.DecodeError, RecursionError):
            raise _malformed(path, data, str(error)) from None
        return msgspec.Raw(b"[" + b",".join(map(bytes, lines)) + b"]")


def _too_deep(path: Path) -> TableError:
    return TableError(
        f"In “{path.name}” lists and objects are nested too deeply; {DEEPEST} levels are the most."
    )


def _malformed(path: Path, data: bytes, message: str) -> TableError:
    found = re.search(r"\(byte (\d+)\)", message)
    at = min(int(found[1]), len(data)) if found else len(data.rstrip())
    line, column = _place(data, at)
    reason = "there is what is no JSON" if found else "it breaks off"
    return TableError(
        f"“{path.name}” is damaged: in line {number(line)}, byte {number(column)}, {reason}. "
        "Fetch it again, or mend it there."
    )


class _Finder:
    """Finds the lists in a file."""

    def __init__(self, path: Path, options: Options) -> None:
        self._path = path
        self._options = options
        self.tables: list[Table] = []
        self.skipped: list[Skipped] = []

    def search(self, value: msgspec.Raw, name: str = "", depth: int = 0) -> bool:
        """Look through a value for lists; tell whether there were any."""
        if depth > DEEPEST:
            raise _too_deep(self._path)
        first = _first(value)
        if first == "[":
            return self._list(name, _members(value))
        if first != "{":
            return False
        named = msgspec.json.decode(value, type=dict[str, msgspec.Raw])
        if columns := _columns(named):
            self._list(name, columns)
            return True
        if _are_alike(named):
            self._list(name, list(named.values()), keys=list(named))
            return True
        found = {
            key: self.search(each, f"{name}.{key}" if name else key, depth + 1)
            for key, each in named.items()
            if _first(each) == "{" or (_first(each) == "[" and not _is_plain(_members(each)))
        }
        if any(found.values()):
            self.skipped += [
                Skipped(name=f"{name}.{key}" if name else key, reason="It is no list of objects.")
                for key in named
                if key not in found
            ]
        elif depth == 0:
            return self._list(name, [value])
        return any(found.values())

    def _list(self, name: str, items: Sequence[msgspec.Raw], keys: Sequence[str] = ()) -> bool:
        name = name or self._path.stem
        if not items:
            self.skipped.append(Skipped(name=name, reason="It is empty."))
            return False
        if any(_first(item) == "{" for item in items):
            table = _table_of_objects(name, _Objects(items=items, keys=keys))
            if not table.first(1):
                self.skipped.append(Skipped(name=name, reason="It is empty."))
                return False
            self.tables.append(table)
        else:
            options = self._options
            if options.header is None and _is_plain(items):
                options = replace(options, header=())
            self.tables.append(table_of(name, _Lists(items=items), options, about=len(items)))
        return True


def _first(value: msgspec.Raw) -> str:
    return bytes(memoryview(value)[:64]).lstrip()[:1].decode("latin-1")


def _members(value: msgspec.Raw) -> list[msgspec.Raw]:
    return msgspec.json.decode(value, type=list[msgspec.Raw])


def _is_plain(items: Sequence[msgspec.Raw]) -> bool:
    return bool(items) and not any(_first(item) in {"{", "["} for item in items)


def _columns(named: dict[str, msgspec.Raw]) -> list[msgspec.Raw]:
    """Return rows, the headings first, if an object holds one list of plain values per column."""
    if len(named) < 2 or any(_first(value) != "[" for value in named.values()):
        return []
    columns = [_members(value) for value in named.values()]
    if len(set(map(len, columns))) != 1 or not all(map(_is_plain, columns)):
        return []
    rows = zip(*columns, strict=True)
    return [msgspec.Raw(msgspec.json.encode(dict(zip(named, row, strict=True)))) for row in rows]


def _are_alike(named: dict[str, msgspec.Raw]) -> bool:
    """Tell whether an object is a list by keys: of objects that have keys in common."""
    values = list(named.values())
    if len(values) < 2 or any(_first(value) != "{" for value in values):
        return False
    first, second = (
        set(msgspec.json.decode(one, type=dict[str, msgspec.Raw])) for one in values[:2]
    )
    return len(first & second) * 2 >= max(len(first | second), 1)


def _table_of_objects(name: str, rows: _Objects) -> Table:
    places: dict[str, int] = {}
    for _, pairs in rows.flat():
        if not isinstance(pairs, str):
            for key in pairs:
                places.setdefault(key, len(places))
            if len(places) > MOST_COLUMNS:
                raise TableError(
                    f"The objects of “{name}” have more than {number(MOST_COLUMNS)} different "
                    "keys, the most that are read as columns."
                )
    return Table(
        name=name,
        headings=tuple(unlike([tidy(key) for key in places])),
        header=(),
        rows=_Fitted(rows=rows, places=places),
        about=len(rows.items),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Objects:
    """Objects that are rows, with keys of their own if they are an object by keys."""

    items: Sequence[msgspec.Raw]
    keys: Sequence[str]

    def flat(self) -> Iterator[tuple[int, dict[str, str] | str]]:
        """Yield each with its place, from 1: its cells by heading, or why there are none."""
        for place, item in enumerate(self.items, 1):
            own = {KEY: self.keys[place - 1]} if self.keys else {}
            try:
                value = _LOADS(str(item, "utf-8"))
                if isinstance(value, _Object):
                    yield place, _joined(_flat(value, "", 0), own)
                else:
                    yield place, "It is no object, as the others are."
            except RecursionError:
                yield place, f"It is nested too deeply; {DEEPEST} levels are the most."
            except ValueError as error:
                yield place, f"It is no JSON: {error}."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fitted:
    """The same, one cell for each heading."""

    rows: _Objects
    places: dict[str, int]

    def __iter__(self) -> Iterator[Row | Unreadable]:
        for line, pairs in self.rows.flat():
            if isinstance(pairs, str):
                text = bytes(memoryview(self.rows.items[line - 1])[:1000]).decode(
                    "utf-8", "replace"
                )
                yield Unreadable(line=line, reason=pairs, text=text)
                continue
            cells = [""] * len(self.places)
            for key, text in pairs.items():
                cells[self.places[key]] = text
            if not blank(cells):
                yield Row(line, tuple(cells))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lists:
    """Lists that are rows; a plain value is a row of one cell."""

    items: Sequence[msgspec.Raw]

    def __iter__(self) -> Iterator[Batch]:
        for start in range(0, len(self.items), _SLAB):
            yield [
                self._row(place, item)
                for place, item in enumerate(self.items[start : start + _SLAB], start + 1)
            ]

    def of_width(self, width: int) -> _Lists:  # noqa: ARG002 - JSON leaves nothing open
        return self

    def _row(self, place: int, item: msgspec.Raw) -> Row | Fault:
        try:
            value = _LOADS(str(item, "utf-8"))
            values = value if isinstance(value, list) else [value]
            cells = [_joined(_flat(each, "", 0), {}) for each in values]
        except RecursionError:
            return Fault(line=place, reason=f"It is nested too deeply; {DEEPEST} levels at most.")
        except ValueError as error:
            return Fault(line=place, reason=f"It is no JSON: {error}.")
        return Row(place, tuple(BETWEEN_VALUES.join(cell.values()) for cell in cells))


class _Object(tuple[tuple[str, Any], ...]):
    """An object, its keys in order; one may be there twice."""

    __slots__ = ()


_LOADS = json.JSONDecoder(  # numbers as they are written
    object_pairs_hook=_Object, parse_int=str, parse_float=str, parse_constant=str
).decode


def _flat(value: object, name: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the plain values in a value with the names of what they are in."""
    if depth > DEEPEST:
        raise RecursionError
    match value:
        case _Object():
            for key, each in value:
                yield from _flat(each, f"{name}.{key}" if name else key, depth + 1)
        case list():
            for each in value:
                yield from _flat(each, name, depth + 1)
        case None:
            yield name, ""
        case bool():
            yield name, "true" if value else "false"
        case _:
            yield name, str(value)


def _joined(pairs: Iterable[tuple[str, str]], cells: dict[str, str]) -> dict[str, str]:
    for name, text in pairs:
        cells[name] = f"{cells[name]}{BETWEEN_VALUES}{text}" if cells.get(name) else text
    return cells
