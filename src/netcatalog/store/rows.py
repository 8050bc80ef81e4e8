"""Records as rows, and rows as records."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from netcatalog.domain.dates import span
from netcatalog.domain.fields import Field, Kind, Record, fields_of, remembered
from netcatalog.domain.folding import fold
from netcatalog.store.tables import column_name

if TYPE_CHECKING:
    from collections.abc import Sequence

R = TypeVar("R", bound=Record)


def row_of(record: Record) -> dict[str, Any]:
    """Return the values of a record's columns, with those derived from its own fields."""
    plain = msgspec.to_builtins(record)
    assert record.uid is not None  # noqa: S101  given when the record is stored
    row: dict[str, Any] = {"id": record.id, "uid": record.uid.bytes}
    for field in fields_of(type(record)):
        value = plain[field.name]
        row[column_name(field)] = value
        if field.kind is Kind.DATE:
            days = span(value)
            row[f"{field.name}_earliest"] = days.earliest
            row[f"{field.name}_latest"] = days.latest
        if field.folded:
            row[f"{field.name}_folded"] = fold(value)
    return row


def record_of(kind: type[R], row: Sequence[Any]) -> R:
    """Return the record that a row holds, its columns in the order of `columns_text`."""
    return msgspec.convert(dict(zip(_names(kind), row, strict=True)), kind, strict=False)


@remembered
def columns_text(kind: type[Record]) -> str:
    """Return the columns of a record type as SQL names them, without those derived."""
    columns = ("id", "uid", *(column_name(field) for field in fields_of(kind)))
    return ", ".join(f'"{column}"' for column in columns)


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
