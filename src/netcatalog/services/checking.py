"""Whether a catalogue is sound: the file, what its records say, and its history.

Finds, and says so in sentences; mends nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import func, or_, select
from sqlalchemy.exc import OperationalError

from netcatalog.domain.records import Source, Sourced
from netcatalog.services import everything
from netcatalog.store import history, indexing, ordering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netcatalog.domain.fields import Record
    from netcatalog.domain.progress import Progress
    from netcatalog.store.reading import Reader

MOST_DAMAGES = 20
"""Most damages to the file that are told one by one; one damaged page can give thousands."""

_UNREADABLE = (msgspec.MsgspecError, LookupError, ValueError)
"""What reading something raises that does not fit its declaration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a check found.

    Attributes:
        faults: What is wrong, in sentences; none if all is well.
        records: How many records there are.
        revisions: How many revisions there are.
    """

    faults: tuple[str, ...]
    records: int
    revisions: int


def check(reader: Reader, progress: Progress) -> Findings:
    """Look for damage. Of a damaged file the contents are not looked at.

    Raises:
        StorageError: The file is damaged so badly that SQLite cannot read it.
    """
    steps = reader.connection.scalar(select(func.count()).select_from(reader.tables.revision))
    damages = [*_file(reader)]
    return Findings(
        faults=tuple(damages or _contents(reader, progress)),
        records=everything.count(reader),
        revisions=steps or 0,
    )


def _file(reader: Reader) -> Iterator[str]:
    pragma = f"PRAGMA integrity_check({MOST_DAMAGES})"
    for (told,) in reader.connection.exec_driver_sql(pragma):
        if told != "ok":
            yield f"The file is damaged ({told}). Open a backup of it instead."


def _contents(reader: Reader, progress: Progress) -> Iterator[str]:
    yield from _references(reader)
    kinds = reader.tables.schema.records
    for place, kind in enumerate(kinds):
        progress(place, len(kinds))
        unreadable = [*_unreadable(reader, kind)]
        yield from unreadable
        if issubclass(kind, Sourced):
            yield from _passages(reader, kind)
        if kind.about.listed and not unreadable:
            yield from _index(reader, kind)
    if not ordering.is_ordered(reader.connection, reader.tables):
        yield "Names are not in order. Choose their order again, in the View menu."
    yield from _history(reader)
    progress(len(kinds), len(kinds))


def _references(reader: Reader) -> Iterator[str]:
    labels = {kind.about.key: kind.about.label for kind in reader.tables.schema.records}
    try:
        rows = reader.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    except OperationalError as error:  # what declares the tables is damaged
        yield f"The file is damaged ({error.orig}). Open a backup of it instead."
        return
    for row in rows:
        child, parent = (labels.get(name) or str(name) for name in (row[0], row[2]))
        article = "an" if parent[0] in "aeiou" else "a"
        yield f"The {child} with the id {row[1]} refers to {article} {parent} that is not there."


def _unreadable(reader: Reader, kind: type[Record]) -> Iterator[str]:
    origin = reader.tables[kind]
    keys = list(reader.connection.scalars(select(origin.c.id)))
    for start in range(0, len(keys), everything.CHUNK):
        chunk = keys[start : start + everything.CHUNK]
        try:
            reader.records(kind, chunk)
        except _UNREADABLE:
            yield from _unreadable_in(reader, kind, chunk)


def _unreadable_in(reader: Reader, kind: type[Record], keys: list[int]) -> Iterator[str]:
    for key in keys:
        try:
            reader.record(kind, key)
        except _UNREADABLE as error:
            yield f"The {kind.about.label} with the id {key} cannot be read: {error}."


def _passages(reader: Reader, kind: type[Record]) -> Iterator[str]:
    origin, sources = reader.tables[kind], reader.tables[Source]
    outside = or_(
        origin.c.start < 0,
        origin.c.end <= origin.c.start,
        origin.c.end > func.length(sources.c.text),
    )
    statement = (
        select(origin.c.id, origin.c.start, origin.c.end, sources.c.title)
        .join(sources, sources.c.id == origin.c.source_id)
        .where(outside)
    )
    for row in reader.connection.execute(statement):
        yield (
            f"The {kind.about.label} with the id {row.id} rests on the characters {row.start} to "
            f"{row.end} of “{row.title}”, but there is no such passage."
        )


def _index(reader: Reader, kind: type[Record]) -> Iterator[str]:
    for key in indexing.differences(reader, kind):
        yield (
            f"The {kind.about.label} with the id {key} is not found by the words it holds. "
            "Change it in any way and save it, and it will be."
        )


def _history(reader: Reader) -> Iterator[str]:
    try:
        steps = history.revisions(reader.connection, reader.tables, None)
    except _UNREADABLE as error:
        yield f"The history cannot be read: {error}."
        return
    for step in steps:
        try:
            history.changes_of(reader.connection, reader.tables, step.id)
        except _UNREADABLE as error:
            yield f"The revision {step.id}, “{step.title}”, cannot be undone: {error}."
