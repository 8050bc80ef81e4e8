"""The one door to the catalogue file: connections, transactions, and what can go wrong."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
from collections import deque
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from netcatalog.domain.collation import sort_key
from netcatalog.domain.errors import (
    DamagedError,
    NewerVersionError,
    NotACatalogError,
    ReadOnlyError,
    StorageError,
)
from netcatalog.domain.folding import fold, spelt_out
from netcatalog.store import places

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from netcatalog.domain.fields import Schema

APPLICATION_ID = 0x4E_45_54_43
"""Marks a file as ours, in the header that SQLite keeps for it: "NETC"."""

SCHEMA_VERSION = 7
"""Number of the newest migration, kept as `user_version` in the file's header."""

BUSY_TIMEOUT_MS = 5_000
"""How long a writer waits for another one, in milliseconds."""

_PRAGMAS = (
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "synchronous = EXTRA",  # a commit told to the user survives, without WAL as well
)

LARGEST = 64_000_000
"""Most bytes that a text, or what else is in one place of the file, may have. A longer one in a
foreign file is not read: the memory of the computer is to be had for other things."""

_SENTENCES = {
    sqlite3.SQLITE_TOOBIG: (
        f"“{{name}}” holds something of more than {LARGEST // 1_000_000} MB in one place, which "
        "is no text of ours and is not read. Open a backup of it instead."
    ),
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

_KINDS = {
    sqlite3.SQLITE_CORRUPT: DamagedError,
    sqlite3.SQLITE_NOTADB: NotACatalogError,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How a catalogue file is opened.

    Attributes:
        journal: How changes are written: WAL, or DELETE where other computers reach the file.
        refusal: Why nothing may be changed, as a sentence; "" if it may.
        copy: What is read in place of the file, if it cannot be read itself.
        unchanging: Whether nobody can write to the file while it is read.
    """

    journal: str = "WAL"
    refusal: str = ""
    copy: Path | None = None
    unchanging: bool = False


class Database:
    """Gives out short transactions: many readers at a time, one writer.

    May be used from any thread. A connection may not: it belongs to the thread, and to the
    `with` block, that opened it.
    """

    def __init__(
        self,
        path: Path,
        schema: Schema,
        access: Access | None = None,
        held: ExitStack | None = None,
    ) -> None:
        """Serve the catalogue at `path`. Its tables must exist: see `migrate`.

        Args:
            path: The file.
            schema: What it holds.
            access: How it is opened, if not as is usual where it lies.
            held: What is let go of when it is closed.
        """
        self.path = path
        self.schema = schema
        self.access = access or access_to(path)
        self._held = held or ExitStack()
        self._idle: deque[sqlite3.Connection] = deque()

    @contextmanager
    def read(self) -> Generator[sqlite3.Connection]:
        """Open a connection that sees one moment of the catalogue and changes nothing."""
        with self._transaction("BEGIN", sqlite3.Connection.rollback) as connection:
            yield connection

    @contextmanager
    def write(self) -> Generator[sqlite3.Connection]:
        """Open a unit of work: committed when the block ends, undone if it raises.

        Raises:
            ReadOnlyError: The file was opened to be read.
        """
        if self.access.refusal:
            raise ReadOnlyError(self.access.refusal)
        with self._transaction("BEGIN IMMEDIATE", sqlite3.Connection.commit) as connection:
            connection.execute("PRAGMA defer_foreign_keys = ON")
            yield connection

    @contextmanager
    def _transaction(
        self, begin: str, end: Callable[[sqlite3.Connection], None]
    ) -> Generator[sqlite3.Connection]:
        with storage_errors(self.path):
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = connect(self.path, self.access)
            try:
                connection.execute(begin)
                yield connection
            except BaseException:
                connection.close()  # what was begun is undone, and no lock is left
                raise
            try:
                end(connection)
            except sqlite3.Error:
                connection.rollback()
                raise
            finally:
                # After a commit that failed, too: were it closed, and the last one, SQLite would
                # forget that, and find the commit in the log when the file is opened again.
                self._idle.append(connection)

    def compact(self) -> None:
        """Write the file anew, so that nothing is left in it of what was deleted.

        Raises:
            StorageError: There is no room for that, or others work on the file.
        """
        with storage_errors(self.path), closing(connect(self.path, self.access)) as connection:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the connections nobody uses; those in use close no file that others need."""
        while self._idle:
            self._idle.pop().close()
        self._held.close()


def connect(path: Path, access: Access | None = None) -> sqlite3.Connection:
    """Return a connection to a file, with our pragmas, that begins nothing by itself."""
    access = access or access_to(path)
    connection = sqlite3.connect(
        reading_address(access.copy or path, access) if access.refusal else path,
        uri=bool(access.refusal),
        timeout=BUSY_TIMEOUT_MS / 1_000,
        isolation_level=None,  # we say BEGIN ourselves
        check_same_thread=False,  # one thread at a time: see `Database`
    )
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST)
    register_functions(connection)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    if not access.refusal:
        connection.execute(f"PRAGMA journal_mode = {access.journal}")
    return connection


def access_to(path: Path) -> Access:
    """Return how a file is opened to be changed, where it lies."""
    return Access(journal="DELETE" if places.look_at(path).is_shared else "WAL")


def can_read(path: Path, access: Access) -> bool:
    """Return whether SQLite can read a file so: beside one in WAL mode it must write."""
    try:
        with closing(connect(path, access)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        return _code(error) not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
    return True


def reading_address(path: Path, access: Access) -> str:
    """Return the address at which SQLite only reads a file."""
    unchanging = "&immutable=1" if access.unchanging else ""
    return f"{path.resolve().as_uri()}?mode=ro{unchanging}"


def register_functions(connection: sqlite3.Connection) -> None:
    """Teach a connection what the searches and indexes of a catalogue ask for."""
    connection.create_function("fold", 1, _fold, deterministic=True)
    connection.create_function("spelt_out", 1, spelt_out, deterministic=True)
    connection.create_function("sort_key", 2, sort_key, deterministic=True)


def _fold(text: str | None) -> str | None:
    """Fold text for SQL: its own `lower` knows no letters but those of English."""
    return None if text is None else fold(text)


def sync_names(folder: Path) -> None:
    """Let the names that were given in a folder survive a power cut, where that can be asked."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        except OSError as error:
            if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # not every file system can
                raise
        finally:
            os.close(opened)


def version_of(path: Path) -> int:
    """Return the schema version of a catalogue file without changing it.

    Raises:
        StorageError: There is no such file, or it cannot be read.
        NotACatalogError: It is something else than a catalogue.
        NewerVersionError: A newer version of the program wrote it.
    """
    with storage_errors(path):
        _check_is_file(path)
        mark, version, planted = _marks(path)
    if mark != APPLICATION_ID:
        raise NotACatalogError(
            f"“{path.name}” is not a NetCatalog catalogue. Choose another file."
        )
    if version > SCHEMA_VERSION:
        raise NewerVersionError(
            f"“{path.name}” was written by a newer version of NetCatalog. "
            "It was left as it is; install the newer version to open it."
        )
    if planted:
        raise NotACatalogError(
            f"“{path.name}” holds {planted}, which no catalogue has: another program put it "
            "there, and it could change the catalogue behind your back. It was not opened. Ask "
            "whoever gave you the file for one from NetCatalog."
        )
    return version


def _marks(path: Path) -> tuple[int, int, str]:
    """Return the application id and the version of a file, and what was planted in it."""
    with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT_MS / 1000)) as raw:
        try:
            (mark,) = raw.execute("PRAGMA application_id").fetchone()
        except sqlite3.OperationalError as error:
            if _code(error) not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}:
                raise
            return (*_header(path), "")  # SQLite cannot read it where it cannot write beside it
        (version,) = raw.execute("PRAGMA user_version").fetchone()
        return mark, version, _planted(raw)


def _planted(raw: sqlite3.Connection) -> str:
    """Return what is in a file that acts by itself when the file is used, in words; or ""."""
    acting = (
        "SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view')"
        " OR (sql LIKE 'CREATE VIRTUAL TABLE%' AND sql NOT LIKE '% USING fts5%') LIMIT 1"
    )
    try:
        found = raw.execute(acting).fetchone()
    except sqlite3.DatabaseError:
        return ""  # it is damaged: what is read next says so
    return f"the {found[0]} “{found[1]}”" if found else ""


def _header(path: Path) -> tuple[int, int]:
    """Return the same from the bytes of the file (https://sqlite.org/fileformat2.html)."""
    with path.open("rb") as file:
        head = file.read(100)
    return int.from_bytes(head[68:72], "big"), int.from_bytes(head[60:64], "big")


def _check_is_file(path: Path) -> None:
    if path.is_dir():
        raise NotACatalogError(f"“{path}” is a folder. Choose a catalogue file in it.")
    if not path.exists():
        raise StorageError(f"There is no catalogue “{path}”. Check the name, or make a new one.")
    if path.stat().st_size == 0:
        raise NotACatalogError(f"“{path.name}” is empty: it is not a catalogue. Choose another.")


_DAMAGED = (
    "Could not decode to UTF-8",
    "invalid fts5 file format",
    "no such column: T.",
    "no such module",
    "no such tokenizer",
    "vtable constructor failed",
)
"""How messages begin that tell of damage, though their code does not: of a text that is none,
from the sqlite3 module, and of a full-text table."""


@contextmanager
def storage_errors(path: Path) -> Generator[None]:
    """Turn what a file, disk or other program does to us into `StorageError`.

    Anything else SQLite complains of is a defect of ours, and goes through unchanged.
    """
    try:
        yield
    except _of_the_file() as error:
        code = _code(error)
        if code not in _SENTENCES:
            raise
        raise _sentence(code, path) from error
    except OSError as error:
        raise StorageError(
            f"“{path.name}” cannot be used: {error.strerror}. Check its name and its folder."
        ) from error


def _sentence(code: int, path: Path) -> StorageError:
    kind = _KINDS.get(code, StorageError)
    return kind(_SENTENCES[code].format(name=path.name, folder=path.parent))


def in_use(path: Path) -> StorageError:
    """Return what to raise where another program holds a file for too long."""
    return _sentence(sqlite3.SQLITE_BUSY, path)


def check_whole(connection: sqlite3.Connection, path: Path) -> None:
    """Make sure that a file is a catalogue, and that SQLite finds no damage at a quick look.

    Raises:
        DamagedError: It is not, or there is.
    """
    (marked,) = connection.execute("PRAGMA application_id").fetchone()
    (told,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if marked != APPLICATION_ID or told != "ok":
        raise _sentence(sqlite3.SQLITE_CORRUPT, path)


def _of_the_file() -> tuple[type[Exception], ...]:
    """Return what is raised where a file is not as it should be.

    SQLAlchemy, which only migrations need, is not loaded to ask whether it raised anything.
    """
    wrapped = (
        (sys.modules["sqlalchemy.exc"].DBAPIError,) if "sqlalchemy.exc" in sys.modules else ()
    )
    return (*wrapped, sqlite3.Error, UnicodeDecodeError, msgspec.ValidationError)


def _code(error: Exception) -> int:
    """Return SQLite's primary result code for an error; what it let through counts as damage."""
    cause = getattr(error, "orig", error)  # of an error that SQLAlchemy wrapped
    # Values nobody ever stored: no text, or not what their column may hold.
    if isinstance(cause, UnicodeDecodeError | msgspec.ValidationError):
        return sqlite3.SQLITE_CORRUPT
    if str(cause).startswith(_DAMAGED):
        return sqlite3.SQLITE_CORRUPT
    # The low byte of a result code is the primary one.
    return int(getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR)) & 0xFF
