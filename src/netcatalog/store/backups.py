"""Backups as files: where they lie, what they are called, how they are made and put back.

A backup is a catalogue of its own, in one file that can be opened to be read where nothing can
be written. Its name says when it was made (in UTC) and why.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import sqlite3
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from netcatalog.domain.errors import DamagedError, NotACatalogError, StorageError
from netcatalog.domain.progress import silent
from netcatalog.domain.thinning import kept
from netcatalog.store.database import (
    BUSY_TIMEOUT_MS,
    check_whole,
    connect,
    in_use,
    storage_errors,
    sync_names,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from netcatalog.domain.progress import Progress

PAGES = 256
"""Pages of the file copied at a time: a megabyte, so that one can stop it soon."""

LEFT_SECONDS = 24 * 3600
"""After how long a file that did not get its name was left by somebody, in seconds."""

_MOMENT = "%Y%m%d-%H%M%S-%f"

_NAMED = re.compile(r"\.(\d{8}-\d{6}-\d{6})\.([a-z]+)(?:-\d+)?$")
"""How the name of a backup goes on after that of its catalogue, without the suffix."""


class Reason(StrEnum):
    """Why a backup was made."""

    WORK = "work"
    ASKED = "asked"
    VERSION = "version"
    IMPORT = "import"
    BULK = "bulk"
    RESTORE = "restore"
    REPAIR = "repair"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One backup.

    Attributes:
        path: The file.
        at: When it was made, in UTC.
        reason: Why. One that is DAMAGED is a copy of a catalogue that was damaged already.
        size: Its size in bytes.
    """

    path: Path
    at: dt.datetime
    reason: Reason
    size: int


def folder_of(path: Path) -> Path:
    """Return the folder of a catalogue's backups, beside it; it may not exist yet."""
    return path.with_name(f"{path.stem} backups")


def listed(path: Path, folder: Path) -> list[Backup]:
    """Return the backups of a catalogue in a folder, the newest first."""
    found = []
    with suppress(FileNotFoundError, NotADirectoryError):
        for one in folder.iterdir():
            told = _NAMED.fullmatch(one.stem.removeprefix(path.stem))
            if told is None or one.suffix != path.suffix or not one.is_file():
                continue
            with suppress(ValueError):
                at = dt.datetime.strptime(told[1], _MOMENT).replace(tzinfo=dt.UTC)
                size = one.stat().st_size
                found.append(Backup(path=one, at=at, reason=Reason(told[2]), size=size))
    return sorted(found, key=lambda one: one.at, reverse=True)


def make(
    path: Path,
    folder: Path,
    now: dt.datetime,
    reason: Reason,
    *,
    version: int | None = None,
    progress: Progress = silent,
) -> Backup:
    """Copy a catalogue, as of one moment, into a folder: whole and checked, or not at all.

    Nobody who reads or writes it waits for that.

    Args:
        path: The catalogue.
        folder: Where to; made if it is not there.
        now: This moment.
        reason: Why.
        version: The version of its schema, where that is the reason.
        progress: Told of each piece copied; it may stop the work.

    Raises:
        StorageError: It cannot be read, is damaged, or the copy cannot be written.
    """
    target, at = _free(
        path, folder, now, reason.value if version is None else f"{reason}-{version}"
    )
    copy(path, target, progress)
    return Backup(path=target, at=at, reason=reason, size=target.stat().st_size)


def copy(path: Path, target: Path, progress: Progress = silent) -> None:
    """Copy a catalogue to a file, as `make` does."""
    with storage_errors(path), closing(_reading(path)) as source:
        if source.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            source.execute("BEGIN")  # else every change meanwhile would let it begin anew
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        with _taking_place(target) as unready, closing(_making(unready)) as made:
            with _blaming(path):
                source.backup(made, pages=PAGES, progress=_watched(progress, path))
            made.execute("PRAGMA journal_mode = DELETE")  # one file, to be read anywhere
            check_whole(made, path)


def keep_damaged(path: Path, folder: Path, now: dt.datetime) -> Backup:
    """Copy the bytes of a catalogue that is damaged, with its log of changes if it has one.

    Raises:
        StorageError: The copy cannot be written.
    """
    target, at = _free(path, folder, now, Reason.DAMAGED.value)
    with _taking_place(target) as unready:
        shutil.copyfile(path, unready)
        log = path.with_name(f"{path.name}-wal")
        if log.exists():
            shutil.copyfile(log, target.with_name(f"{target.name}-wal"))
    return Backup(path=target, at=at, reason=Reason.DAMAGED, size=target.stat().st_size)


def put_back(backup: Path, path: Path, progress: Progress = silent) -> None:
    """Let a catalogue hold what a backup holds, in one transaction.

    Who has the catalogue open keeps it open. Where it is damaged so badly that SQLite cannot
    write to it, the copy takes its place instead.

    Raises:
        StorageError: The backup cannot be read, or the catalogue not be written.
    """
    with storage_errors(backup), closing(_reading(backup)) as source:
        check_whole(source, backup)
        with (
            suppress(DamagedError, NotACatalogError),
            storage_errors(path),
            closing(connect(path)) as present,
        ):
            source.backup(present, pages=-1, progress=_watched(progress, path))
            return
        with _taking_place(path) as unready, closing(_making(unready)) as made:
            source.backup(made, pages=-1)
            for log in ("-wal", "-shm"):
                path.with_name(f"{path.name}{log}").unlink(missing_ok=True)


def thin(path: Path, folder: Path, now: dt.datetime) -> None:
    """Remove the backups that need not stay; see `domain.thinning`.

    One that cannot be removed now is left for the next time.
    """
    good = [one for one in listed(path, folder) if one.reason is not Reason.DAMAGED]
    stay = kept([one.at for one in good], now)
    for one in good:
        if one.at not in stay:
            with suppress(OSError):
                one.path.unlink()


def _free(path: Path, folder: Path, now: dt.datetime, why: str) -> tuple[Path, dt.datetime]:
    """Return a name that no backup has, and the moment it tells: now, or hardly later."""
    at = now.astimezone(dt.UTC)
    while (target := folder / f"{path.stem}.{at:{_MOMENT}}.{why}{path.suffix}").exists():
        at += dt.timedelta(microseconds=1)
    return target, at


def _reading(path: Path) -> sqlite3.Connection:
    """Open a file that is there, as it is."""
    if not path.exists():
        raise StorageError(f"There is no file “{path}”. Check its name.")
    return sqlite3.connect(path, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None)


def _making(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


@contextmanager
def _taking_place(target: Path) -> Generator[Path]:
    """Give a temporary name; what is written there gets its own when the block ends."""
    unready = target.with_name(f".{target.name}.{os.getpid()}.new")
    with storage_errors(target):
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _sweep(target)
            yield unready
            unready.replace(target)
            sync_names(target.parent)
        finally:
            for left in (unready, unready.with_name(f"{unready.name}-journal")):
                left.unlink(missing_ok=True)


def _sweep(target: Path) -> None:
    """Remove what a power cut left of backups; what others are just making is younger."""
    for left in target.parent.glob(f".*{target.suffix}.*.new"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > LEFT_SECONDS:
                left.unlink()


@contextmanager
def _blaming(path: Path) -> Generator[None]:
    """Say of damage that is met while a file is copied that it is of this file."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_CORRUPT:
            with storage_errors(path):
                raise
        raise


def _watched(progress: Progress, path: Path) -> Callable[[int, int, int], None]:
    """Return what SQLite calls after each piece; it waits for others no longer than a writer."""
    patient_until = time.monotonic() + BUSY_TIMEOUT_MS / 1000

    def watch(status: int, left: int, total: int) -> None:
        nonlocal patient_until
        if status not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            patient_until = time.monotonic() + BUSY_TIMEOUT_MS / 1000
        elif time.monotonic() > patient_until:
            raise in_use(path)
        progress(total - left, total)

    return watch
