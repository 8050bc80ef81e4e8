"""Whether a catalogue is sound: the file, what its records say, and its history.

Finds, and says so in sentences; mends nothing.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from netcatalog.domain.records import Sourced
from netcatalog.services import checking_history, everything
from netcatalog.services.checking_history import UNREADABLE
from netcatalog.store import indexing, ordering
from netcatalog.store.rows import (
    column_names,
    records_of,
    stored_columns,
    underived,
    with_derived,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netcatalog.domain.fields import Record
    from netcatalog.domain.progress import Progress
    from netcatalog.store.reading import Reader

MOST_DAMAGES = 20
"""Most damages to the file that are told one by one; one damaged page can give thousands."""


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
    (steps,) = reader.connection.execute("SELECT count(*) FROM revision").fetchone()
    damages = [*_file(reader)]
    return Findings(
        faults=tuple(damages or _contents(reader, progress)),
        records=everything.count(reader),
        revisions=steps,
    )


def _file(reader: Reader) -> Iterator[str]:
    pragma = f"PRAGMA integrity_check({MOST_DAMAGES})"
    for (told,) in reader.connection.execute(pragma):
        if told != "ok":
            yield f"The file is damaged ({told}). Open a backup of it instead."
    for kind in reader.schema.records:
        yield from _columns(reader, kind)


def _columns(reader: Reader, kind: type[Record]) -> Iterator[str]:
    """Yield which columns are missing: SQLite reads the name of one as a text, in each row."""
    asked = "SELECT name FROM pragma_table_info(?)"
    there = {name for (name,) in reader.connection.execute(asked, (kind.about.key,))}
    for name in with_derived(kind, {name: [] for name in column_names(kind)}):
        if name not in there:
            told = f"{kind.about.key} has no column {name}"
            yield f"The file is damaged ({told}). Open a backup of it instead."


def _contents(reader: Reader, progress: Progress) -> Iterator[str]:
    try:
        yield from _records_and_history(reader, progress)
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_ERROR:
            raise
        # What declares the tables is damaged: all that is asked here names what they should have.
        yield f"The file is damaged ({error}). Open a backup of it instead."


def _records_and_history(reader: Reader, progress: Progress) -> Iterator[str]:
    yield from _references(reader)
    kinds = reader.schema.records
    for place, kind in enumerate(kinds):
        progress(place, len(kinds))
        unreadable = [*_unreadable(reader, kind)]
        yield from unreadable
        if issubclass(kind, Sourced):
            yield from _passages(reader, kind)
        if kind.about.listed and not unreadable:
            yield from _index(reader, kind)
            if not indexing.same_names(reader, kind):
                plural = kind.about.plural.lower()
                yield f"Some {plural} are not found by what is inside their names."
    if not ordering.is_ordered(reader.connection, reader.schema):
        yield "Names are not in order. Choose their order again, in the View menu."
    yield from checking_history.faults(reader)
    yield from _words(reader)
    progress(len(kinds), len(kinds))


def _references(reader: Reader) -> Iterator[str]:
    labels = {kind.about.key: kind.about.label for kind in reader.schema.records}
    for row in reader.connection.execute("PRAGMA foreign_key_check").fetchall():
        child, parent = (labels.get(name) or str(name) for name in (row[0], row[2]))
        article = "an" if parent[0] in "aeiou" else "a"
        yield f"The {child} with the id {row[1]} refers to {article} {parent} that is not there."


def _unreadable(reader: Reader, kind: type[Record]) -> Iterator[str]:
    for columns in stored_columns(reader.connection, kind):
        try:
            records_of(kind, columns)
            wrong = underived(kind, columns)
        except UNREADABLE:
            yield from _unreadable_in(reader, kind, columns["id"])
        else:
            for key in wrong:
                yield (
                    f"The {kind.about.label} with the id {key} is not found by its dates or its "
                    "spelling. Change it in any way and save it, and it will be."
                )


def _unreadable_in(reader: Reader, kind: type[Record], keys: list[int]) -> Iterator[str]:
    for key in keys:
        try:
            reader.record(kind, key)
        except UNREADABLE as error:
            yield f"The {kind.about.label} with the id {key} cannot be read: {error}."


def _passages(reader: Reader, kind: type[Record]) -> Iterator[str]:
    # Measured once: SQLite counts the characters of a text anew for each who asks.
    asked = (
        "WITH measured AS MATERIALIZED (SELECT id, title, length(text) AS length FROM source)"
        f' SELECT held.id, start, "end", measured.title FROM {kind.about.key} AS held'
        " JOIN measured ON measured.id = source_id"
        ' WHERE start < 0 OR "end" <= start OR "end" > length'
    )
    for key, start, end, title in reader.connection.execute(asked):
        yield (
            f"The {kind.about.label} with the id {key} rests on the characters {start} to {end} "
            f"of “{title}”, but there is no such passage."
        )


def _index(reader: Reader, kind: type[Record]) -> Iterator[str]:
    for key in indexing.differences(reader, kind):
        yield (
            f"The {kind.about.label} with the id {key} is not found by the words it holds. "
            "Change it in any way and save it, and it will be."
        )


def _words(reader: Reader) -> Iterator[str]:
    """Yield in which full-text tables not all is found that is in them.

    SQLite finds out by a statement that changes nothing, but that only a writer may make. It
    comes last, for other writers wait from then on; where one of them is at work, or nobody
    may write, it is left out.
    """
    for kind in filter(attrgetter("about.listed"), reader.schema.records):
        for name in indexing.full_text_tables(reader, kind):
            try:
                reader.connection.execute(
                    f"INSERT INTO {name} ({name}) VALUES ('integrity-check')"
                )
            except sqlite3.OperationalError:
                return
            except sqlite3.DatabaseError:
                plural = kind.about.plural.lower()
                yield f"Some {plural} are not found by all the words they hold."
