"""Mending a catalogue in which the check found something, after a backup of it as it is.

What derives from the records is made anew. What the records themselves need is done as one
revision, so that it can be seen in the history and undone. What cannot be read any more is left
out of a new file, and only the backup still has it.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from netcatalog.domain.changes import Action, Change
from netcatalog.domain.errors import DamagedError, NotACatalogError
from netcatalog.domain.fields import Kind, fields_of
from netcatalog.domain.progress import silent
from netcatalog.domain.records import SCHEMA, Sourced
from netcatalog.paths import bundled
from netcatalog.services import checking_history
from netcatalog.services.backups import Backups, Reason
from netcatalog.services.checking import check
from netcatalog.store import holding, indexing, ordering
from netcatalog.store.database import SCHEMA_VERSION, Database, connect, storage_errors, version_of
from netcatalog.store.names import column_name
from netcatalog.store.reading import Reader
from netcatalog.store.rows import column_names, stored_columns, underived, with_derived
from netcatalog.store.salvaging import columns_in, salvage
from netcatalog.store.writing import UnitOfWork

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from netcatalog.domain.fields import Field, Record
    from netcatalog.domain.progress import Progress
    from netcatalog.services.backups import Backup
    from netcatalog.services.checking import Findings
    from netcatalog.store.rows import Columns

TITLE = "repair the catalogue"
"""The title of the revision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """What a repair came to.

    Attributes:
        backup: The catalogue as it was.
        done: What was mended, in sentences; none if nothing was to be.
        left: What a check finds afterwards.
    """

    backup: Backup
    done: tuple[str, ...]
    left: Findings


def repair(
    path: Path, *, user: str, clock: Callable[[], dt.datetime], progress: Progress = silent
) -> Repaired:
    """Mend a catalogue as far as it can be.

    Raises:
        HeldError: Another process holds it.
        StorageError: It is damaged too badly, of another version, or cannot be written.
    """
    holding.check_free(path)
    _check_version(path)
    backup = Backups(path, clock).keep_present(Reason.REPAIR)
    done = [*_mend_file(path)]
    try:
        done += _mended(path, user, clock())
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_ERROR:
            raise
        # What declares the tables is damaged: a new file has them as they should be.
        with storage_errors(path):
            done += _salvage(path)
        done += _mended(path, user, clock())
    with closing(Database(path, SCHEMA)) as database, database.read() as connection:
        left = check(Reader(connection, SCHEMA), progress)
    return Repaired(backup=backup, done=tuple(done), left=left)


def _mended(path: Path, user: str, now: dt.datetime) -> list[str]:
    with closing(Database(path, SCHEMA)) as database, database.write() as connection:
        return [*_mend_contents(UnitOfWork(connection, SCHEMA, os.urandom), user, now)]


def _check_version(path: Path) -> None:
    if version_of(path) != SCHEMA_VERSION:
        raise DamagedError(
            f"“{path.name}” is of an older version. Open it once, and then have it repaired."
        )


# The file


def _mend_file(path: Path) -> Iterator[str]:
    if _is_sound(path):
        return
    with storage_errors(path):
        if _reindexed(path) and _is_sound(path):
            yield "The indexes of the file were damaged and were made anew."
            return
        yield from _salvage(path)


def _is_sound(path: Path) -> bool:
    try:
        with storage_errors(path), closing(connect(path)) as connection:
            (told,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            is_declared = all(
                set(column_names(kind)) <= set(columns_in(connection, kind.about.key))
                for kind in SCHEMA.records
            )
    except (DamagedError, NotACatalogError):
        return False
    return bool(told == "ok" and is_declared)


def _reindexed(path: Path) -> bool:
    try:
        with storage_errors(path), closing(connect(path)) as connection:
            connection.execute("REINDEX")
    except (DamagedError, NotACatalogError):
        return False
    return True


def _salvage(path: Path) -> Iterator[str]:
    from netcatalog.store import migrate

    made = path.with_name(f".{path.name}.{os.getpid()}.salvaged")
    labels = {kind.about.key: kind.about.plural.lower() for kind in SCHEMA.records}
    labels |= {"revision": "revisions", "change": "changes in the history"}
    try:
        migrate.create(made, bundled("db") / "migrations")
        try:
            told = salvage(path, made)
        except sqlite3.Error as error:
            raise DamagedError(
                f"“{path.name}” is damaged too badly to be repaired ({error}). "
                "Restore a backup of it instead."
            ) from error
        made.replace(path)
        for log in ("-wal", "-shm"):
            path.with_name(f"{path.name}{log}").unlink(missing_ok=True)
    finally:
        for left in ("", "-wal", "-shm"):
            made.with_name(f"{made.name}{left}").unlink(missing_ok=True)
    kept = sum(one.rows for one in told)
    yield f"The file was damaged: what could be read, {kept} rows, was written into a new one."
    for one in told:
        if not one.is_whole:
            label = labels.get(one.table, one.table)
            yield f"Some {label} could not be read and are lost; {one.rows} are kept."


# What is in it


def _mend_contents(work: UnitOfWork, user: str, now: dt.datetime) -> Iterator[str]:
    reader = work.reader()
    yield from _derive(reader)
    yield from _mend_effects(work.connection)
    told = [*_take_up(work), *_let_go(work), *_drop_passages(work)]
    if told:
        work.record(title=TITLE, by=user, at=now, action=Action.EDIT, target=None)
    yield from told
    yield from _index(work.reader())
    if not ordering.is_ordered(work.connection, SCHEMA):
        language = ordering.order_language(work.connection)
        ordering.order_by(work.connection, SCHEMA, language, silent)
        yield "Names were put in order anew."


def _derive(reader: Reader) -> Iterator[str]:
    """Make anew what derives from the fields of a record itself."""
    for kind in SCHEMA.records:
        pieces = stored_columns(reader.connection, kind)
        if mended := sum(_derive_rows(reader, kind, held) for held in pieces):
            plural = kind.about.plural.lower()
            yield f"Dates and spellings of {plural}, {mended}, were worked out anew."


def _derive_rows(reader: Reader, kind: type[Record], held: Columns) -> int:
    try:
        wrong = set(underived(kind, held))
    except (ValueError, TypeError, AttributeError):  # a value nobody ever stored: not to be mended
        return 0
    if wrong:
        whole = with_derived(kind, held)
        settings = ", ".join(f'"{one}" = ?' for one in whole)
        rows = [row for row in zip(*whole.values(), whole["id"], strict=True) if row[-1] in wrong]
        reader.connection.executemany(f"UPDATE {kind.about.key} SET {settings} WHERE id = ?", rows)
    return len(wrong)


def _mend_effects(connection: sqlite3.Connection) -> Iterator[str]:
    """Mark anew which revisions are in effect."""
    undone = (
        "(SELECT count(*) FILTER (WHERE action = 'undo') - count(*) FILTER (WHERE action = 'redo')"
        " FROM revision later WHERE later.target = revision.id) <= 0"
    )
    right = f"(action NOT IN ('undo', 'redo') AND {undone})"
    changed = connection.execute(
        f"UPDATE revision SET in_effect = {right} WHERE in_effect <> {right}"
    ).rowcount
    if changed:
        yield f"Which revisions are undone was marked anew ({changed})."


def _take_up(work: UnitOfWork) -> Iterator[str]:
    """Take records into the history that are there without it."""
    for kind, ids in checking_history.untold(work.reader()).items():
        work.ledger.added(kind, ids)
        yield f"{_so_many(kind, len(ids))} not in the history, and taken into it."


def _let_go(work: UnitOfWork) -> Iterator[str]:
    """Empty references to what is not there; remove what cannot be without it."""
    for kind, via, ids in _dangling(work):
        removed = emptied = 0
        for key in ids:
            record = _read(work, kind, key)
            if record is None:
                continue  # it went along with another, or cannot be read
            if via.hangs:
                work.apply([Change(before=record)])
                removed += 1
            else:
                cleared = dict.fromkeys((via.name, *via.clears))
                work.apply([Change(before=record, after=replace(record, **cleared))])
                emptied += 1
        if removed:
            yield (
                f"{_so_many(kind, removed)} part of something that is not there, and removed. "
                "The history has what it said."
            )
        if emptied:
            yield f"{_so_many(kind, emptied)} referring to something that is not there; not now."


def _dangling(work: UnitOfWork) -> list[tuple[type[Record], Field, list[int]]]:
    """Return the ids of records that refer to what is not there, by type and field."""
    found = []
    for kind in SCHEMA.records:
        for via in fields_of(kind):
            if via.kind is not Kind.REFERENCE:
                continue
            column, there = column_name(via), f"SELECT id FROM {via.refers}"
            asked = (
                f"SELECT id FROM {kind.about.key} WHERE {column} IS NOT NULL "
                f"AND {column} NOT IN ({there}) ORDER BY id"
            )
            if ids := [key for (key,) in work.connection.execute(asked)]:
                found.append((kind, via, ids))
    return found


def _read(work: UnitOfWork, kind: type[Record], key: int) -> Record | None:
    try:
        return work.reader().record(kind, key)
    except ValueError:
        return None


def _drop_passages(work: UnitOfWork) -> Iterator[str]:
    """Let facts rest on the whole source whose passage is not in its text."""
    for kind in SCHEMA.records:
        if not issubclass(kind, Sourced):
            continue
        asked = (
            f"SELECT held.id FROM {kind.about.key} held JOIN source ON source.id = source_id"
            ' WHERE start < 0 OR "end" <= start OR "end" > length(source.text)'
        )
        ids = [key for (key,) in work.connection.execute(asked)]
        for key in ids:
            record = _read(work, kind, key)
            if isinstance(record, Sourced):
                whole = replace(record, start=None, end=None)
                work.apply([Change(before=record, after=whole)])
        if ids:
            many = _so_many(kind, len(ids))
            yield f"{many} resting on a passage that is not there; now on none."


def _index(reader: Reader) -> Iterator[str]:
    """Make the full-text indexes anew where they are damaged or not as the records are."""
    for kind in SCHEMA.listed():
        ids = sorted(set(indexing.differences(reader, kind)))
        anew = not indexing.are_whole(reader, kind)
        if anew:
            for name in indexing.full_text_tables(reader, kind):
                reader.connection.execute(f"DELETE FROM {name}")
                reader.connection.execute(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")
            ids = [key for (key,) in reader.connection.execute(f"SELECT id FROM {kind.about.key}")]
        if ids:
            indexing.reindex(reader, kind, ids)
        if ids or anew:
            yield f"The index of {kind.about.plural.lower()} was made anew."


def _so_many(kind: type[Record], number: int) -> str:
    about = kind.about
    return f"1 {about.label} was" if number == 1 else f"{number} {about.plural.lower()} were"
