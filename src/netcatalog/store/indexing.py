"""What is derived from records for finding them: labels, sort keys and full-text indexes.

All of it can be made anew from the records at any time; `differences` tells whether it
would come out the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, text, update

from netcatalog.domain.fields import Field, Record, fields_of
from netcatalog.domain.folding import fold
from netcatalog.domain.naming import display_name
from netcatalog.domain.records import Name, Sourced
from netcatalog.store.tables import text_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netcatalog.store.reading import Reader


@dataclass(frozen=True, slots=True)
class Entry:
    """What is derived for one listed record.

    Attributes:
        label: What it is called.
        names: All its names, folded, a line each.
        body: All its other texts and the passages they rest on, folded, a line each.
    """

    label: str
    names: str
    body: str


def reindex(reader: Reader, kind: type[Record], keys: Iterable[int]) -> None:
    """Make anew what is derived for these listed records; for those gone, remove it."""
    for key in keys:
        record = reader.record(kind, key)
        reader.connection.execute(
            text(f"DELETE FROM {text_table(kind)} WHERE rowid = :key"),  # noqa: S608  our name
            {"key": key},
        )
        if record is not None:
            _store(reader, record, entry_of(reader, record))


def _store(reader: Reader, record: Record, entry: Entry) -> None:
    origin = reader.tables[type(record)]
    if "label" in origin.c:
        values = {"label": entry.label, "sort_key": fold(entry.label)}
        reader.connection.execute(update(origin).where(origin.c.id == record.id).values(values))
    if entry.names or entry.body:
        reader.connection.execute(
            text(
                f"INSERT INTO {text_table(type(record))} (rowid, names, body) "  # noqa: S608
                "VALUES (:key, :names, :body)"
            ),
            {"key": record.id, "names": entry.names, "body": entry.body},
        )


def entry_of(reader: Reader, record: Record) -> Entry:
    """Return what is to be derived for a listed record."""
    naming = reader.tables.schema.naming(type(record))
    names: list[Record] = []
    texts: list[str] = []
    for part in _parts(reader, record):
        texts += _texts(reader, part)
        if naming and type(part) is naming[0]:
            names.append(part)
    called = [getattr(name, naming[1].name) for name in names] if naming else []
    return Entry(
        label=_label(names, naming[1]) if naming else "",
        names="\n".join(fold(name) for name in called),
        body="\n".join(dict.fromkeys(fold(one) for one in texts)),
    )


def _label(names: list[Record], field: Field) -> str:
    if all(isinstance(name, Name) for name in names):
        return display_name(name for name in names if isinstance(name, Name))
    return str(getattr(names[0], field.name))


def _parts(reader: Reader, record: Record) -> Iterator[Record]:
    yield record
    assert record.id is not None  # noqa: S101  it was read from the file
    for kind, via in reader.tables.schema.hanging_on(type(record)):
        if not kind.about.root:
            for part in reader.hanging(kind, via, [record.id])[record.id]:
                yield from _parts(reader, part)


def _texts(reader: Reader, record: Record) -> Iterator[str]:
    for field in fields_of(type(record)):
        if field.searched and not field.naming:
            yield getattr(record, field.name)
    if isinstance(record, Sourced) and not type(record).about.root:
        yield quote_of(reader, record)


def quote_of(reader: Reader, record: Sourced) -> str:
    """Return the words of the passage on which a record rests; "" if it names none."""
    if record.source is None or record.start is None or record.end is None:
        return ""
    return reader.text_of(record.source)[record.start : record.end]


def differences(reader: Reader, kind: type[Record]) -> list[int]:
    """Return the ids of listed records whose derived entries are not what they should be."""
    origin = reader.tables[kind]
    found = {
        row.rowid: (row.names, row.body)
        for row in reader.connection.execute(
            text(f"SELECT rowid, names, body FROM {text_table(kind)}")  # noqa: S608  our name
        )
    }
    wrong = []
    for row in reader.connection.execute(select(origin)).mappings().all():
        record = reader.record(kind, row["id"])
        assert record is not None  # noqa: S101  it was just read
        entry = entry_of(reader, record)
        stored = found.pop(row["id"], ("", ""))
        if stored != (entry.names, entry.body) or row.get("label", entry.label) != entry.label:
            wrong.append(row["id"])
    return wrong + sorted(found)
