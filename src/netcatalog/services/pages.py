"""The page of a record: everything that is known of it, put together in one reading."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from netcatalog.domain import dates, wording
from netcatalog.domain.errors import NotFoundError
from netcatalog.domain.fields import Field, Kind, Record, fields_of
from netcatalog.domain.pages import Entry, Group, Page, Reference
from netcatalog.domain.records import Actor, Source, Sourced
from netcatalog.store.around import changes_around
from netcatalog.store.indexing import quote_of
from netcatalog.store.names import column_name
from netcatalog.store.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netcatalog.store.reading import Reader
    from netcatalog.store.search import Search

MOST_ENTRIES = 200
"""Most records of one type on a page; of more, a page tells how many there are."""

MOST_CHANGES = 50
"""Most changes that a page shows of its history."""


def load(reader: Reader, kind: type[Record], key: int, most: int | None = MOST_ENTRIES) -> Page:
    """Return the page of a root record, with `most` entries of a type, or all for None.

    Raises:
        NotFoundError: It is not in the catalogue any more, or was not there on the day.
    """
    record = reader.record(kind, key)
    if record is None and reader.day:
        raise NotFoundError(f"This {kind.about.label} was not there {dates.when(reader.day)}.")
    if record is None:
        raise NotFoundError(f"This {kind.about.label} is not in the catalogue any more.")
    (entry,) = _entries(reader, [record], deep=False)
    groups = tuple(_groups(reader, record, most))
    mentions = tuple(_mentions(reader, record, most))
    everything = [entry, *mentions, *(one for group in groups for one in group.entries)]
    # Of a day, a page tells what held then, not what became of it since.
    changes = (
        []
        if reader.day
        else changes_around(reader.connection, reader.schema, kind, key, MOST_CHANGES)
    )
    return Page(
        entry=entry,
        title=_title(reader, record),
        groups=groups,
        mentions=mentions,
        sources=_sources(reader, everything),
        history=tuple(changes),
        day=reader.day,
    )


def _title(reader: Reader, record: Record) -> str:
    assert record.id is not None  # noqa: S101  it was read from the file
    return reader.label(type(record).about.key, record.id)


def _entries(reader: Reader, records: Sequence[Record], *, deep: bool = True) -> tuple[Entry, ...]:
    """Return the entries of records of one type, with what hangs on them if `deep`."""
    reader.learn_labels(records)
    children = _children(reader, records) if deep and records else {}
    return tuple(
        Entry(
            record=record,
            sentence=wording.sentence(record, reader.label),
            quote=quote_of(reader, record) if isinstance(record, Sourced) else "",
            references=references(reader, record),
            children=tuple(children.get(record.id, ())),
        )
        for record in records
    )


def _children(reader: Reader, records: Sequence[Record]) -> dict[int | None, list[Group]]:
    """Return what hangs on each of some records of one type, by their id."""
    groups: dict[int | None, list[Group]] = defaultdict(list)
    for kind, via in reader.schema.hanging_on(type(records[0])):
        hanging = reader.hanging(kind, via, [record.id or 0 for record in records])
        entries = _entries(reader, [one for found in hanging.values() for one in found])
        for owner, own in groupby(entries, key=lambda entry: getattr(entry.record, via.name)):
            held = tuple(own)
            groups[owner].append(Group(kind=kind, via=via, entries=held, total=len(held)))
    return groups


def references(reader: Reader, record: Record) -> dict[str, Reference]:
    """Return what the records that this one refers to are called, by field name."""
    return {
        field.name: Reference(key, reader.label(field.refers, key))
        for field in fields_of(type(record))
        if field.kind is Kind.REFERENCE and (key := getattr(record, field.name)) is not None
    }


def _groups(reader: Reader, record: Record, most: int | None) -> Iterator[Group]:
    assert record.id is not None  # noqa: S101  it was read from the file
    for kind, via in reader.schema.hanging_on(type(record)):
        found = reader.hanging(kind, via, [record.id], most)[record.id]
        if found:
            total = len(found)
            if total == most:
                total = _count(reader, kind, via, record.id)
            yield Group(kind=kind, via=via, entries=_entries(reader, found), total=total)


def _count(reader: Reader, kind: type[Record], via: Field, key: int) -> int:
    counted = f"SELECT count(*) FROM {kind.about.key} WHERE {column_name(via)} = ?"
    (total,) = reader.run(Sql(counted, (key,))).fetchone()
    return int(total)


def _mentions(reader: Reader, record: Record, most: int | None) -> Iterator[Entry]:
    if isinstance(record, Source):
        return  # everything that rests on it refers to it: its own page has that
    assert record.id is not None  # noqa: S101  it was read from the file
    for kind, field in reader.schema.references_to(type(record)):
        if not field.owner:
            found = reader.hanging(kind, field, [record.id], most)[record.id]
            for entry in _entries(reader, found, deep=False):
                yield replace(entry, root=root_of(reader, entry.record))


def root_of(reader: Reader, record: Record) -> tuple[str, Reference] | None:
    """Return the record with a page of its own on which another hangs, at whatever remove."""
    owner = reader.owner_of(record)
    while owner is not None and not owner[0].about.root:
        between = reader.record(*owner)
        owner = reader.owner_of(between) if between is not None else None
    if owner is None:
        return None
    kind, key = owner
    return kind.about.key, Reference(key, reader.label(kind.about.key, key))


def _sources(reader: Reader, entries: list[Entry]) -> dict[int, Source]:
    keys = {
        one.record.source
        for entry in entries
        for one in (entry, *(child for group in entry.children for child in group.entries))
        if isinstance(one.record, Sourced) and one.record.source is not None
    }
    return {one.id: one for one in reader.records(Source, sorted(keys)) if one.id is not None}


def like(
    reader: Reader, search: Search, kind: type[Record], name: str, limit: int
) -> list[Reference]:
    """Return root records with a like name, the closest first."""
    keys = like_ids(reader, search, kind, name, limit)
    if kind is Actor:
        return [Reference(key, told_apart(reader, key)) for key in keys]
    labels = reader.labels(kind.about.key, keys)
    return [Reference(key, labels[key]) for key in keys]


def like_ids(
    reader: Reader, search: Search, kind: type[Record], name: str, limit: int
) -> list[int]:
    """Return the ids of root records with a like name, the closest first."""
    found = search.like(kind.about.key, name, limit).run(reader.connection)
    return [key for (key,) in found]


def told_apart(reader: Reader, key: int) -> str:
    """Return an actor's label with what tells it from others of the same name."""
    actor = reader.record(Actor, key)
    if actor is None:
        return ""
    label = reader.label(Actor.about.key, key)
    country = actor.country
    return f"{label} ({wording.joined((actor.kind.label, country))})"
