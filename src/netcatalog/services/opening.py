"""Opening a catalogue: the one place where file, schema and service come together."""

from __future__ import annotations

import datetime as dt
import getpass
from contextlib import contextmanager
from typing import TYPE_CHECKING

from netcatalog.domain.collation import PLAIN
from netcatalog.domain.records import SCHEMA
from netcatalog.paths import bundled
from netcatalog.services.catalog import Catalog
from netcatalog.store.database import SCHEMA_VERSION, Database, version_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

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


def open_file(path: Path, *, user: str, clock: Clock = utc_now) -> Catalog:
    """Open a catalogue file, migrated if need be. The caller closes it.

    Raises:
        StorageError: The file cannot be used.
    """
    if version_of(path) < SCHEMA_VERSION:
        from netcatalog.store import migrate

        migrate.upgrade(path, bundled("db") / "migrations", clock())
    return Catalog(Database(path, SCHEMA), user=user, clock=clock)


@contextmanager
def open_catalog(path: Path, *, user: str, clock: Clock = utc_now) -> Generator[Catalog]:
    """Open a catalogue file for the length of a block; see `open_file`."""
    catalog = open_file(path, user=user, clock=clock)
    try:
        yield catalog
    finally:
        catalog.close()
