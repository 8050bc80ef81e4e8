"""The one door to the catalogue file: connections, transactions, and what can go wrong."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import URL, create_engine, event
from sqlalchemy.exc import DBAPIError

from netcatalog.domain.collation import sort_key
from netcatalog.domain.errors import NewerVersionError, NotACatalogError, StorageError
from netcatalog.domain.folding import fold
from netcatalog.store.tables import tables_of

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from netcatalog.domain.fields import Schema

APPLICATION_ID = 0x4E_45_54_43
"""Marks a file as ours, in the header that SQLite keeps for it: "NETC"."""

SCHEMA_VERSION = 5
"""Number of the newest migration, kept as `user_version` in the file's header."""

BUSY_TIMEOUT_MS = 5_000
"""How long a writer waits for another one, in milliseconds."""

_SENTENCES = {
    sqlite3.SQLITE_BUSY: "“{name}” is in use by another program. Close it there and try again.",
    sqlite3.SQLITE_LOCKED: "“{name}” is in use by another program. Close it there and try again.",
    sqlite3.SQLITE_PERM: "You may not write to “{name}”. Ask for the right to change the file.",
    sqlite3.SQLITE_READONLY: (
        "“{name}” is write-protected. Copy it to a folder of your own and open the copy."
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "“{name}” cannot be opened. Check that its folder “{folder}” is there and that you "
        "may write to it."
    ),
    sqlite3.SQLITE_FULL: (
        "The disk that holds “{name}” is full, so the change was not stored. "
        "Make room and try again."
    ),
    sqlite3.SQLITE_IOERR: (
        "The disk that holds “{name}” reports an error, so nothing was changed. "
        "Check the disk or the network drive and try again."
    ),
    sqlite3.SQLITE_CORRUPT: (
        "“{name}” is damaged and was left as it is. Open a backup of it instead."
    ),
    sqlite3.SQLITE_NOTADB: "“{name}” is not a NetCatalog catalogue. Choose another file.",
}
"""What to say for SQLite's primary result codes (https://sqlite.org/rescode.html) that blame
the world. Any other code is a defect of ours."""


class Database:
    """Gives out short transactions: many readers at a time, one writer.

    May be used from any thread. A connection may not: it belongs to the thread, and to the
    `with` block, that opened it.
    """

    def __init__(self, path: Path, schema: Schema) -> None:
        """Connect to the catalogue at `path`. Its tables must exist: see `migrate`."""
        self.path = path
        self.tables = tables_of(schema)
        self._readers = engine_for(path)
        self._writer = self._readers.execution_options(sqlite_begin="BEGIN IMMEDIATE")

    @contextmanager
    def read(self) -> Generator[Connection]:
        """Open a connection that sees one moment of the catalogue and changes nothing."""
        with storage_errors(self.path), self._readers.connect() as connection:
            connection.begin()  # SQL that is run as text begins nothing by itself
            yield connection

    @contextmanager
    def write(self) -> Generator[Connection]:
        """Open a unit of work: committed when the block ends, undone if it raises."""
        with storage_errors(self.path), self._writer.begin() as connection:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            yield connection

    def close(self) -> None:
        """Close every connection; the object can no longer be used."""
        self._readers.dispose()


def engine_for(path: Path) -> Engine:
    """Return an engine for a file, with our pragmas and a BEGIN of our own."""
    engine = create_engine(URL.create("sqlite", database=str(path)))

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401  a DBAPI connection
        connection.isolation_level = None  # we say BEGIN ourselves, below
        connection.create_function("fold", 1, _fold, deterministic=True)
        connection.create_function("sort_key", 2, sort_key, deterministic=True)
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # a commit told to the user survives

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # sqlite3 would begin only at the first write: reads would not be one snapshot,
        # and two writers could deadlock on upgrading their locks.
        options = connection.get_execution_options()
        connection.exec_driver_sql(options.get("sqlite_begin", "BEGIN"))

    return engine


def _fold(text: str | None) -> str | None:
    """Fold text for SQL: its own `lower` knows no letters but those of English."""
    return None if text is None else fold(text)


def version_of(path: Path) -> int:
    """Return the schema version of a catalogue file without changing it.

    Raises:
        StorageError: There is no such file, or it cannot be read.
        NotACatalogError: It is something else than a catalogue.
        NewerVersionError: A newer version of the program wrote it.
    """
    with storage_errors(path):
        _check_is_file(path)
    with (
        storage_errors(path),
        closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT_MS / 1000)) as raw,
    ):
        marked = raw.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        version = int(raw.execute("PRAGMA user_version").fetchone()[0])
    if not marked:
        raise NotACatalogError(
            f"“{path.name}” is not a NetCatalog catalogue. Choose another file."
        )
    if version > SCHEMA_VERSION:
        raise NewerVersionError(
            f"“{path.name}” was written by a newer version of NetCatalog. "
            "It was left as it is; install the newer version to open it."
        )
    return version


def _check_is_file(path: Path) -> None:
    if path.is_dir():
        raise NotACatalogError(f"“{path}” is a folder. Choose a catalogue file in it.")
    if not path.exists():
        raise StorageError(f"There is no catalogue “{path}”. Check the name, or make a new one.")
    if path.stat().st_size == 0:
        raise NotACatalogError(f"“{path.name}” is empty: it is not a catalogue. Choose another.")


@contextmanager
def storage_errors(path: Path) -> Generator[None]:
    """Turn what a file, disk or other program does to us into `StorageError`.

    Anything else SQLite complains of is a defect of ours, and goes through unchanged.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error, UnicodeDecodeError, msgspec.ValidationError) as error:
        code = _code(error)
        if code not in _SENTENCES:
            raise
        kind = NotACatalogError if code == sqlite3.SQLITE_NOTADB else StorageError
        raise kind(_SENTENCES[code].format(name=path.name, folder=path.parent)) from error
    except OSError as error:
        raise StorageError(
            f"“{path.name}” cannot be used: {error.strerror}. Check its name and its folder."
        ) from error


def _code(error: Exception) -> int:
    """Return SQLite's primary result code for an error; what it let through counts as damage."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    # Values nobody ever stored: no text, or not what their column may hold. The third is what
    # the sqlite3 module makes of the first, without a code.
    if isinstance(cause, UnicodeDecodeError | msgspec.ValidationError) or str(cause).startswith(
        "Could not decode to UTF-8"
    ):
        return sqlite3.SQLITE_CORRUPT
    # The low byte of a result code is the primary one.
    return int(getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR)) & 0xFF
