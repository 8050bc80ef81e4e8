"""What is derived from records for finding them: labels, sort keys and full-text indexes.

All of it can be made anew from the records at any time; `differences` tells whether it
would come out the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, text, update

from netcatalog.domain.collation import sort_key
from netcatalog.domain.fields import Field, Record, fields_of
from netcatalog.domain.folding import fold
from netcatalog.domain.naming import display_name
from netcatalog.domain.records import Name, Sourced
from netcatalog.store.ordering import order_language
from netcatalog.store.reading import chunks
from netcatalog.store.tables import gram_table, text_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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


def reindex(reader: Reader, kind: type[Record], keys: Sequence[int]) -> None:
    """Make anew what is derived for these listed records; for those gone, remove it."""
    for chunk in chunks(keys):
        entries = entries_of(reader, reader.records(kind, chunk))
        _clear(reader, kind, chunk)
        _store(reader, kind, entries)


def _clear(reader: Reader, kind: type[Record], keys: Sequence[int]) -> None:
    tables = [text_table(kind), *([gram_table(kind)] if reader.tables.has_grams(kind) else [])]
    for name in tables:
        statement = text(f"DELETE FROM {name} WHERE rowid = :key")
        reader.connection.execute(statement, [{"key": key} for key in keys])


def _store(reader: Reader, kind: type[Record], entries: Mapping[int, Entry]) -> None:
    origin = reader.tables[kind]
    if entries and "label" in origin.c:
        language = order_language(reader.connection)
        labels = [
            {"key": key, "called": entry.label, "ordered": sort_key(entry.label, language)}
            for key, entry in entries.items()
        ]
        statement = update(origin).where(origin.c.id == bindparam("key"))
        statement = statement.values(label=bindparam("called"), sort_key=bindparam("ordered"))
        reader.connection.execute(statement, labels)
    filled = [
        {"key": key, "names": entry.names, "body": entry.body}
        for key, entry in entries.items()
        if entry.names or entry.body
    ]
    if filled:
        added = "(rowid, names, body) VALUES (:key, :names, :body)"
        reader.connection.execute(
            text(f"INSERT INTO {text_table(kind)} {added}"),
            filled,
        )
    if filled and reader.tables.has_grams(kind):
        grams = text(f"INSERT INTO {gram_table(kind)} (rowid, names) VALUES (:key, :names)")
        reader.connection.execute(grams, filled)


def entries_of(reader: Reader, records: Sequence[Record]) -> dict[int, Entry]:
    """Return what is to be derived for listed records of one type, by their id."""
    parts = _parts(reader, records)
    return {key: _entry(reader, parts[key]) for key in parts}


def _entry(reader: Reader, parts: Sequence[Record]) -> Entry:
    """Return what is to be derived for a record from it and what hangs on it."""
    naming = reader.tables.schema.naming(type(parts[0]))
    names = [part for part in parts if naming and type(part) is naming[0]]
    texts = (one for part in parts for one in _texts(reader, part))
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


def _parts(reader: Reader, records: Sequence[Record]) -> dict[int, list[Record]]:
    """Return each record with what hangs on it, at whatever remove, by its id."""
    parts = {record.id or 0: [record] for record in records}
    for kind, via in reader.tables.schema.hanging_on(type(records[0])) if records else ():
        if not kind.about.root:
            hanging = reader.hanging(kind, via, list(parts))
            deeper = _parts(reader, [one for found in hanging.values() for one in found])
            for owner, found in hanging.items():
                parts[owner] += [part for one in found for part in deeper[one.id or 0]]
    return parts


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
            text(f"SELECT rowid, names, body FROM {text_table(kind)}")
        )
    }
    wrong = []
    for chunk in chunks(list(reader.connection.scalars(select(origin.c.id)))):
        labels = reader.labels(kind.about.key, chunk)
        for key, entry in entries_of(reader, reader.records(kind, chunk)).items():
            stored = found.pop(key, ("", ""))
            label = labels[key] if "label" in origin.c else entry.label
            if (*stored, label) != (entry.names, entry.body, entry.label):
                wrong.append(key)
    return wrong + sorted(found)
