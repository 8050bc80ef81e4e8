"""What differs between a catalogue and a backup of it: record by record, by their uids."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from netcatalog.domain.changes import Effect
from netcatalog.domain.records import SCHEMA
from netcatalog.paths import bundled
from netcatalog.store.database import (
    SCHEMA_VERSION,
    register_functions,
    storage_errors,
    version_of,
)
from netcatalog.store.reading import Reader
from netcatalog.store.rows import column_names

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from netcatalog.domain.fields import Record

MOST_TOLD = 200
"""Records of one type, and one sort of difference, that are told one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One record that restoring would change.

    Attributes:
        kind: Its type.
        effect: What restoring would do: ADDED, it would come back as it was.
        title: What it is called; of one that would change, now.
    """

    kind: type[Record]
    effect: Effect
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What restoring a backup would change.

    Attributes:
        counts: How many records of a type it would add, alter or remove.
        told: The first of them.
    """

    counts: Mapping[tuple[type[Record], Effect], int]
    told: tuple[Difference, ...]


def records(connection: sqlite3.Connection) -> int:
    """Return how many records a catalogue of any version holds."""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    keys = (kind.about.key for kind in SCHEMA.records if kind.about.key in there)
    asked = (f"SELECT count(*) FROM {key}" for key in keys)
    return sum(connection.execute(one).fetchone()[0] for one in asked)


def revisions(connection: sqlite3.Connection) -> int:
    """Return how many revisions a catalogue of any version holds."""
    (counted,) = connection.execute("SELECT count(*) FROM revision").fetchone()
    return int(counted)


def compare(path: Path, backup: Path) -> Comparison:
    """Return what would change if the catalogue at `path` became what a backup is.

    Raises:
        StorageError: One of them cannot be read.
    """
    with (
        brought_up_to_date(path) as now,
        brought_up_to_date(backup) as then,
        storage_errors(path),
        closing(_opened(now, then)) as ours,
        closing(_opened(then, now)) as theirs,
    ):
        return _compare(Reader(ours, SCHEMA), Reader(theirs, SCHEMA))


def _compare(now: Reader, then: Reader) -> Comparison:
    counts: dict[tuple[type[Record], Effect], int] = {}
    told: list[Difference] = []
    for kind in SCHEMA.records:
        ours, theirs = _unpaired(now, kind), _unpaired(then, kind)
        moved = {ours[uid] for uid in ours.keys() & theirs.keys()}
        for effect, reader, ids in (
            (Effect.ADDED, then, [theirs[uid] for uid in theirs.keys() - ours.keys()]),
            (Effect.ALTERED, now, [*moved, *_altered(now, kind)]),
            (Effect.REMOVED, now, [ours[uid] for uid in ours.keys() - theirs.keys()]),
        ):
            if not ids:
                continue
            counts[kind, effect] = len(ids)
            found = reader.records(kind, sorted(ids)[:MOST_TOLD])
            titles = reader.titles(found)
            told += [Difference(kind=kind, effect=effect, title=title) for title in titles]
    return Comparison(counts=counts, told=tuple(told))


def _unpaired(reader: Reader, kind: type[Record]) -> dict[bytes, int]:
    """Return the ids, by uid, of the records that the other file has not under their id.

    Nearly all are found there: a file gives no id twice, and a backup has the ids of its
    catalogue. So the tables are walked once, side by side.
    """
    key = kind.about.key
    asked = (
        f"SELECT one.uid, one.id FROM main.{key} one LEFT JOIN other.{key} two USING (id)"
        " WHERE two.uid IS NOT one.uid"
    )
    return dict(reader.connection.execute(asked))


def _altered(reader: Reader, kind: type[Record]) -> list[int]:
    """Return the ids of the records that the other file has under their id, but otherwise."""
    key = kind.about.key
    differ = " OR ".join(f'one."{name}" IS NOT two."{name}"' for name in column_names(kind))
    asked = (
        f"SELECT one.id FROM main.{key} one JOIN other.{key} two USING (id)"
        f" WHERE one.uid = two.uid AND ({differ})"
    )
    return [key for (key,) in reader.connection.execute(asked)]


def _opened(path: Path, other: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    register_functions(connection)
    connection.execute("ATTACH ? AS other", (str(other),))
    return connection


@contextmanager
def brought_up_to_date(path: Path) -> Generator[Path]:
    """Give a catalogue of today's version to read: the file itself, or a migrated copy of it.

    Raises:
        StorageError: It cannot be read, or the copy not be made.
    """
    if version_of(path) == SCHEMA_VERSION:
        yield path
        return
    from netcatalog.store import migrate

    with TemporaryDirectory(prefix="netcatalog-") as folder:
        yield migrate.copy_to_read(path, Path(folder), bundled("db") / "migrations")
