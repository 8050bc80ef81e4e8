"""A catalogue as others may see it: a copy for a while, without anything that is private.

Exports and reports are made of the copy as of any catalogue. So there is one rule for all of them,
and none can let anything through: it is not there.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netcatalog.domain.changes import Change
from netcatalog.domain.fields import fields_of
from netcatalog.domain.progress import silent
from netcatalog.domain.records import SavedMapping, SavedSearch
from netcatalog.services.catalog import Catalog
from netcatalog.store import backups
from netcatalog.store.database import Access, Database
from netcatalog.store.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from netcatalog.domain.fields import Record
    from netcatalog.domain.progress import Progress


@contextmanager
def public(catalog: Catalog, progress: Progress = silent) -> Generator[Catalog]:
    """Open a copy of a catalogue that holds only what is public.

    Left out are records marked as private with all that hangs on them, the names of persons,
    the history, the saved searches and the mappings kept for lists. Records keep their ids.

    Raises:
        StorageError: It cannot be copied.
    """
    with tempfile.TemporaryDirectory(prefix="netcatalog-") as folder:
        path = Path(folder) / catalog.path.name
        backups.copy(catalog.path, path, progress)
        database = Database(path, catalog.schema, Access(journal="DELETE"))
        copy = Catalog(database, user="", clock=catalog.now)
        try:
            for kind in catalog.schema.referred_first(catalog.schema.records):
                _apply(copy, [Change(before=one) for one in _hidden(database, kind)])
                _apply(copy, _nameless(database, kind))
            with database.write() as connection:
                connection.execute("DELETE FROM change")
                connection.execute("DELETE FROM revision")
            yield copy
        finally:
            copy.close()


def _apply(copy: Catalog, changes: list[Change]) -> None:
    if changes:
        copy.apply("leave out what is private", changes)


def _hidden(database: Database, kind: type[Record]) -> list[Record]:
    """Return the records of a type that are not for the public."""
    marks = [one.name for one in fields_of(kind) if one.hides]
    where = "1" if kind in {SavedSearch, SavedMapping} else " OR ".join(marks)
    return _records(database, kind, where) if where else []


def _nameless(database: Database, kind: type[Record]) -> list[Change]:
    """Return what takes the names of persons out of the records of a type."""
    personal = [one.name for one in fields_of(kind) if one.personal]
    where = " OR ".join(f"{one} <> ''" for one in personal)
    empty: Any = dict.fromkeys(personal, "")
    found: Iterable[Record] = _records(database, kind, where) if where else ()
    return [Change(before=one, after=replace(one, **empty)) for one in found]


def _records(database: Database, kind: type[Record], where: str) -> list[Record]:
    with database.read() as connection:
        asked = f"SELECT id FROM {kind.about.key} WHERE {where} ORDER BY id"
        keys = [key for (key,) in connection.execute(asked)]
        return list(Reader(connection, database.schema).records(kind, keys))
