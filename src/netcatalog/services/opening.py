"""Opening a catalogue: the one place where file, schema and service come together."""

from __future__ import annotations

import datetime as dt
import getpass
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from netcatalog.domain.collation import PLAIN
from netcatalog.domain.records import SCHEMA
from netcatalog.paths import bundled
from netcatalog.services.catalog import Catalog
from netcatalog.store import holding, places
from netcatalog.store.database import (
    SCHEMA_VERSION,
    Access,
    Database,
    access_to,
    can_read,
    version_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from netcatalog.domain.places import Place

    Clock = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    """Return this moment in UTC: the clock of the program, where no test sets another."""
    return dt.datetime.now(dt.UTC)


def user_name() -> str:
    """Return the name by which the system knows the user, or "unknown"."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # which of them depends on system and Python
        return "unknown"


def user_language() -> str:
    """Return the language in which the system orders names, as a tag, where it tells one."""
    from babel import default_locale  # slow to load, and asked for only with a new catalogue

    return default_locale("LC_COLLATE") or PLAIN


def create_catalog(
    path: Path,
    *,
    user: str,
    clock: Clock = utc_now,
    seeded: bool = True,
    language: str = PLAIN,
) -> None:
    """Make a new catalogue file, with the seven networks of the seed or empty.

    Args:
        path: The file to make.
        user: Who signs what is in it.
        clock: When that is done.
        seeded: Whether it is to hold the seed.
        language: By which it is to order names.

    Raises:
        StorageError: There is a file of that name, or none can be made.
    """
    from netcatalog.store import migrate  # Alembic is slow to load, and seldom needed

    def fill(unready: Path) -> None:
        with open_catalog(unready, user=user, clock=clock) as catalog:
            catalog.order_by(language)
            if seeded:
                from netcatalog.services.seed import SEED_TITLE, seed_changes

                catalog.apply(SEED_TITLE, seed_changes(bundled("db") / "seed"))

    migrate.create(path, bundled("db") / "migrations", fill)


def open_file(
    path: Path, *, user: str, clock: Clock = utc_now, reading: bool = False, hold: bool = False
) -> Catalog:
    """Open a catalogue file, migrated if need be. The caller closes it.

    What cannot be written is opened to be read; `Catalog.refusal` says why.

    Args:
        path: The file.
        user: Who signs the revisions.
        clock: When.
        reading: Whether to open it only to be read.
        hold: Whether to keep others from opening it in a window, until it is closed.

    Raises:
        StorageError: The file cannot be used.
        HeldError: Somebody else holds it.
    """
    version, place = version_of(path), places.look_at(path)
    with ExitStack() as stack:
        if reading or place.read_only or not places.is_writable(path):
            access = _reading(path, version, place, stack, wished=reading)
        else:
            access = access_to(path)
            if hold:
                stack.enter_context(holding.take(path, user, clock()))
            if version < SCHEMA_VERSION:
                _upgrade(path, clock())
        database = Database(path, SCHEMA, access, stack.pop_all())
    return Catalog(database, user=user, clock=clock, place=place)


def _upgrade(path: Path, now: dt.datetime) -> None:
    from netcatalog.store import migrate

    holding.check_free(path)
    migrate.upgrade(path, bundled("db") / "migrations", now)


def _reading(path: Path, version: int, place: Place, stack: ExitStack, *, wished: bool) -> Access:
    """Return how a file is opened to be read: itself, or a copy where that cannot be."""
    if wished:
        refusal = f"“{path.name}” was opened to be read. Open it anew to change something."
    else:
        refusal = (
            f"“{path.name}” is write-protected. Copy it to a folder of your own and open that."
        )
    if version == SCHEMA_VERSION:
        access = Access(refusal=refusal, unchanging=place.read_only)
        if can_read(path, access):
            return access
    from tempfile import TemporaryDirectory

    from netcatalog.store import migrate

    folder = Path(stack.enter_context(TemporaryDirectory(prefix="netcatalog-")))
    if version < SCHEMA_VERSION:
        refusal = (
            f"{refusal} It is of an older version ({version}): what you see is a copy that was "
            "brought up to date, and the file is as it was."
        )
    copy = migrate.copy_to_read(path, folder, bundled("db") / "migrations")
    return Access(refusal=refusal, copy=copy)


@contextmanager
def open_catalog(
    path: Path, *, user: str, clock: Clock = utc_now, reading: bool = False
) -> Generator[Catalog]:
    """Open a catalogue file for the length of a block; see `open_file`."""
    catalog = open_file(path, user=user, clock=clock, reading=reading)
    try:
        yield catalog
    finally:
        catalog.close()
