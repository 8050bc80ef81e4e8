"""The rows of a table: the cells of one page of records, read in a few statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcatalog.domain.choices import Qualifier
from netcatalog.domain.columns import TITLE, Column, choice_field
from netcatalog.domain.fields import Kind, Record, field_named, owners_of
from netcatalog.domain.naming import matching_name
from netcatalog.domain.pages import Cell, Reference, Row
from netcatalog.domain.records import Actor, Figure, Name
from netcatalog.domain.wording import amount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netcatalog.domain.fields import Field
    from netcatalog.store.reading import Reader

    Hanging = dict[tuple[type[Record], str], dict[int, list[Record]]]
    """What hangs on the records of a table, by its type and the field by which it hangs."""


_NOTHING = (None, "")
"""Values that say nothing."""


def load(
    reader: Reader,
    kind: type[Record],
    ids: Sequence[int],
    columns: Sequence[Column],
    words: Sequence[str] = (),
) -> dict[int, Row]:
    """Return rows by id, with a cell for each column; ids no longer there are left out.

    Actors tell by which of their names the words find them, if not by the one shown.
    """
    records = {record.id: record for record in reader.records(kind, ids) if record.id is not None}
    hanging = {
        (other, via.name): reader.hanging(other, via, records)
        for other, via in dict.fromkeys((one.kind, one.via) for one in columns)
        if via is not None
    }
    made = [_cells(reader, column, records, hanging) for column in columns]
    also = _found_by(reader, records, hanging, words) if words and kind is Actor else {}
    return {
        key: Row(key, tuple(cells[key] for cells in made), also.get(key, "")) for key in records
    }


def _found_by(
    reader: Reader, records: dict[int, Record], hanging: Hanging, words: Sequence[str]
) -> dict[int, str]:
    via = field_named(Name, "actor")
    names = hanging.get((Name, via.name)) or reader.hanging(Name, via, records)
    labels = reader.labels(Actor.about.key, list(records))
    return {
        key: matching_name(
            [one for one in names.get(key, ()) if isinstance(one, Name)], words, labels[key]
        )
        for key in records
    }


def _cells(
    reader: Reader, column: Column, records: dict[int, Record], hanging: Hanging
) -> dict[int, Cell]:
    if column.key == TITLE:
        return _titles(reader, records)
    assert column.field is not None  # noqa: S101  only the title has none
    if column.via is not None:
        found = hanging[column.kind, column.via.name]
        beside = {key: _beside(reader, column, found[key]) for key in found}
        return dict.fromkeys(records, ()) | beside
    name = column.field.name
    held = {key: getattr(record, name) for key, record in records.items()}
    if column.field.kind is Kind.REFERENCE:
        held = _called(reader, column.field, held)
    return {key: () if value in _NOTHING else (value,) for key, value in held.items()}


def _called(reader: Reader, field: Field, held: dict[int, int | None]) -> dict[int, object]:
    labels = reader.labels(field.refers, [one for one in held.values() if one is not None])
    return {key: None if one is None else Reference(one, labels[one]) for key, one in held.items()}


def _titles(reader: Reader, records: dict[int, Record]) -> dict[int, Cell]:
    if not records:
        return {}
    kind = type(next(iter(records.values())))
    if kind.about.root:
        labels = reader.labels(kind.about.key, list(records))
        return {key: (label,) for key, label in labels.items()}
    reader.learn_labels(list(records.values()), *owners_of(kind))
    return {key: _owner(reader, record) for key, record in records.items()}


def _owner(reader: Reader, record: Record) -> Cell:
    for field in owners_of(type(record)):
        key = getattr(record, field.name)
        if key is not None:
            return (Reference(key, reader.label(field.refers, key)),)
    return ()


def _beside(reader: Reader, column: Column, records: Sequence[Record]) -> Cell:
    """Return the values of a column for those records that hang on one of the table."""
    field, by = column.field, choice_field(column)
    assert field is not None  # noqa: S101  only the title has none
    held: list[object] = []
    for record in records:
        value = getattr(record, field.name)
        if value in _NOTHING or (by and getattr(record, by.name) != column.only):
            continue
        if field.kind is Kind.REFERENCE:
            value = Reference(value, reader.label(field.refers, value))
        elif isinstance(record, Figure) and record.qualifier is not Qualifier.EXACTLY:
            value = amount(record)
        held.append(value)
    return tuple(held)
