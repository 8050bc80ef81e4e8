"""Records as rows, and rows as records: one at a time, many at a time, and packed.

Many records of one type are handled as *columns*: a list of values for each column, by its
name. What is made of them is made of one column after the other, which is several times
faster than record by record.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

import msgspec

from netcatalog.domain.dates import span
from netcatalog.domain.fields import Field, Kind, Record, fields_of, held_by, remembered
from netcatalog.domain.folding import fold
from netcatalog.store.names import column_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from sqlite3 import Connection

    from netcatalog.domain.fields import Held

    Columns = dict[str, list[Any]]
    """The values of many rows of one table, by the name of the column."""

R = TypeVar("R", bound=Record)

MOST_UNPACKED = 512_000_000
"""Most bytes that packed records may unpack to: more is an attack on memory."""

CHUNK = 2_000
"""Rows read at a time, where all of a table are."""


def row_of(record: Record) -> dict[str, Any]:
    """Return the values of a record's columns, with those derived from its own fields."""
    columns = with_derived(type(record), columns_of([record]))
    return {name: values[0] for name, values in columns.items()}


def columns_of(records: Sequence[Record]) -> Columns:
    """Return what the fields of records of one type hold, as it is stored."""
    return stored(type(records[0]), held_by(records))


def stored(kind: type[Record], held: Held) -> Columns:
    """Return what records of one type hold, as it is stored."""
    columns: Columns = {"id": held["id"], "uid": [uid and uid.bytes for uid in held["uid"]]}
    for field in fields_of(kind):
        columns[column_name(field)] = _plain(field, held[field.name])
    return columns


def _plain(field: Field, values: list[Any]) -> list[Any]:
    match field.kind:
        case Kind.CHOICE:
            plain = {value: value and str(value) for value in set(values)}
            return [plain[value] for value in values]
        case Kind.FLAG if not field.nullable:
            return list(map(int, values))  # the sqlite3 module is slow to take a bool
        case Kind.MOMENT:
            return [msgspec.to_builtins(value) for value in values]
        case _:
            return values


def values_of(kind: type[Record], field: Field, stored: Sequence[Any]) -> list[Any]:
    """Return what a field of several records holds, from the values of its column."""
    held = _types(kind)[field.name]
    return msgspec.convert(stored, list[held], strict=False)  # type: ignore[valid-type]


@remembered
def _types(kind: type[Record]) -> dict[str, Any]:
    return get_type_hints(kind)


def with_derived(kind: type[Record], columns: Columns) -> Columns:
    """Return columns with those that derive from them, in the order of the table."""
    whole: Columns = {name: columns[name] for name in ("id", "uid")}
    for field in fields_of(kind):
        values = whole[column_name(field)] = columns[column_name(field)]
        if field.kind is Kind.DATE:
            days = {value: span(value) for value in set(values)}
            whole[f"{field.name}_earliest"] = [days[value].earliest for value in values]
            whole[f"{field.name}_latest"] = [days[value].latest for value in values]
        if field.folded:
            whole[f"{field.name}_folded"] = [fold(value) for value in values]
    return whole


def stored_columns(connection: Connection, kind: type[Record]) -> Iterator[Columns]:
    """Yield the rows of a table, those that derive from their own fields too, in pieces."""
    last, names = 0, tuple(with_derived(kind, {name: [] for name in column_names(kind)}))
    wanted = ", ".join(f'"{one}"' for one in names)
    statement = f"SELECT {wanted} FROM {kind.about.key} WHERE id > ? ORDER BY id LIMIT {CHUNK}"
    while rows := connection.execute(statement, (last,)).fetchall():
        yield dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
        last = rows[-1][0]


def records_of(kind: type[R], columns: Columns) -> list[R]:
    """Return the records that rows hold. It takes half the time of `record_of` for each."""
    held = zip(*(columns[column] for column in column_names(kind)), strict=True)
    named = [dict(zip(_names(kind), row, strict=True)) for row in held]
    return msgspec.convert(named, list[kind], strict=False)  # type: ignore[valid-type]


def underived(kind: type[Record], columns: Columns) -> list[int]:
    """Return the ids of rows in which something does not derive from its fields as it should."""
    whole = with_derived(kind, columns)
    if whole == {name: columns[name] for name in whole}:
        return []
    pairs = zip(
        columns["id"],
        zip(*whole.values(), strict=True),
        zip(*(columns[name] for name in whole), strict=True),
        strict=True,
    )
    return [key for key, derived, held in pairs if derived != held]


def record_of(kind: type[R], row: Sequence[Any]) -> R:
    """Return the record that a row holds, its columns in the order of `column_names`."""
    return msgspec.convert(dict(zip(_names(kind), row, strict=True)), kind, strict=False)


@remembered
def column_names(kind: type[Record]) -> tuple[str, ...]:
    """Return the columns of a record type, without those derived."""
    return ("id", "uid", *(column_name(field) for field in fields_of(kind)))


@remembered
def columns_text(kind: type[Record]) -> str:
    """Return the columns of a record type as SQL names them."""
    return ", ".join(f'"{column}"' for column in column_names(kind))


@remembered
def _names(kind: type[Record]) -> tuple[str, ...]:
    return ("id", "uid", *(field.name for field in fields_of(kind)))


def to_json(record: Record | None) -> str | None:
    """Return a record as the history keeps it: JSON, what is empty left out."""
    if record is None:
        return None
    plain = msgspec.to_builtins(record)
    kept = {name: plain[name] for name in ("id", "uid")}
    kept |= {
        field.name: plain[field.name]
        for field in fields_of(type(record))
        if not _is_empty(type(record), field, plain[field.name])
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def from_json(kind: type[R], text: str | None) -> R | None:
    """Return the record that the history kept."""
    return None if text is None else msgspec.json.decode(text, type=kind)


def _is_empty(kind: type[Record], field: Field, value: object) -> bool:
    if value not in (None, "", False):
        return False
    return bool(kind.__dataclass_fields__[field.name].default == value)


class Packed(msgspec.Struct):
    """Many records of one type as the history packs them: compressed JSON.

    Attributes:
        columns: The names of the columns; uids are in hexadecimal digits.
        rows: The values of each record, in the order of `columns`.
    """

    columns: list[str]
    rows: list[list[Any]]


def packing(kind: type[Record]) -> str:
    """Return the statement that reads rows of a type, between two ids, to be packed."""
    columns = ", ".join("hex(uid)" if one == "uid" else f'"{one}"' for one in column_names(kind))
    return f"SELECT {columns} FROM {kind.about.key} WHERE id BETWEEN ? AND ? ORDER BY id"


def pack(kind: type[Record], rows: Sequence[Sequence[Any]]) -> bytes:
    """Return rows read by `packing`, packed."""
    held = {"columns": column_names(kind), "rows": [*map(tuple, rows)]}
    return zlib.compress(msgspec.json.encode(held), level=1)


def unpack(kind: type[Record], packed: bytes) -> Columns:
    """Return the columns of packed records.

    A field that was declared later holds what it holds by default; what is not declared any
    more is left out.
    """
    unpacking = zlib.decompressobj()
    plain = unpacking.decompress(packed, MOST_UNPACKED)
    if not unpacking.eof:
        raise msgspec.ValidationError("what is packed is cut off, or larger than any of ours")
    held = msgspec.json.decode(plain, type=Packed)
    found: Columns = dict(zip(held.columns, map(list, zip(*held.rows, strict=True)), strict=True))
    found["uid"] = [bytes.fromhex(digits) for digits in found["uid"]]
    for name, column in zip(_names(kind), column_names(kind), strict=True):
        if column not in found:
            default = msgspec.to_builtins(kind.__dataclass_fields__[name].default)
            found[column] = [default] * len(held.rows)
    return {column: found[column] for column in column_names(kind)}
