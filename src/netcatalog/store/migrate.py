"""Bring a catalogue file to the schema this version of the program needs."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from shutil import copyfile
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event
from sqlalchemy.pool import NullPool

from netcatalog.domain.errors import StorageError
from netcatalog.store import backups
from netcatalog.store.database import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    connect,
    storage_errors,
    sync_names,
    version_of,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection, Engine


def create(path: Path, scripts: Path, fill: Callable[[Path], None] | None = None) -> None:
    """Make a catalogue file: whole, or not at all.

    Args:
        path: The file to make.
        scripts: The folder `db/migrations`, wherever the program is installed.
        fill: What else is done to it before it has its name.

    Raises:
        StorageError: There is a file of that name, or none can be made.
    """
    if path.exists():
        raise StorageError(f"There is already a file “{path}”. Choose another name.")
    unready = path.with_name(f".{path.name}.{os.getpid()}.new")
    with storage_errors(path):
        _clear_away(unready)  # of one that came to nothing, and could not be cleared away then
        try:
            _migrate(unready, scripts)
            if fill:
                fill(unready)
            _empty_log(unready)
            unready.rename(path)
            sync_names(path.parent)
        finally:
            _clear_away(unready)


def _clear_away(unready: Path) -> None:
    for left in (unready, *unready.parent.glob(f"{unready.name}-*")):
        left.unlink(missing_ok=True)


def _empty_log(path: Path) -> None:
    """Move all of a catalogue into its one file: what hinders that at closing is not told."""
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def upgrade(path: Path, scripts: Path, now: dt.datetime) -> Path | None:
    """Migrate a catalogue of an older version, after a backup.

    Args:
        path: The file.
        scripts: As for `create`.
        now: This moment, for the name of the backup.

    Returns:
        The backup, or None if nothing was to do.

    Raises:
        StorageError: The file cannot be used; see `version_of`.
    """
    present = version_of(path)
    if present == SCHEMA_VERSION:
        return None
    backup = backups.make(
        path, backups.folder_of(path), now, backups.Reason.VERSION, version=present
    )
    with storage_errors(path):
        _migrate(path, scripts)
    return backup.path


def copy_to_read(path: Path, folder: Path, scripts: Path) -> Path:
    """Copy a catalogue into a folder, bring the copy up to date and return it.

    Raises:
        StorageError: The file cannot be read, or the copy not be written.
    """
    copy = folder / path.name
    with storage_errors(path):
        if os.access(path.parent, os.W_OK):
            backups.copy(path, copy)
        else:  # SQLite could not read it there
            for suffix in ("", "-wal", "-journal"):
                with suppress(FileNotFoundError):
                    copyfile(f"{path}{suffix}", f"{copy}{suffix}")
        if version_of(copy) < SCHEMA_VERSION:
            _migrate(copy, scripts)
    return copy


def _migrate(path: Path, scripts: Path) -> None:
    engine = engine_for(path)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def engine_for(path: Path) -> Engine:
    """Return SQLAlchemy's door to a file, which Alembic needs; each transaction may write."""
    engine = create_engine("sqlite://", creator=lambda: connect(path), poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
