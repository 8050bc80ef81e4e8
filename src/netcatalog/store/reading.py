"""Records read from the file: one, those that hang on another, and what they are called."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import column, select, table

from netcatalog.domain import wording
from netcatalog.domain.fields import Record, owners_of
from netcatalog.store.rows import record_of
from netcatalog.store.tables import Tables, column_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from netcatalog.domain.fields import Field

R = TypeVar("R", bound=Record)


class Reader:
    """Reads records through one connection, for as long as its transaction lasts.

    Labels are remembered: a page of facts asks for the same few actors again and again.
    """

    def __init__(self, connection: Connection, tables: Tables) -> None:
        self.connection = connection
        self.tables = tables
        self._labels: dict[tuple[str, int], str] = {}

    def record(self, kind: type[R], key: int) -> R | None:
        """Return one record, or None if it is not in the catalogue."""
        found = self.records(kind, [key])
        return found[0] if found else None

    def records(self, kind: type[R], keys: Sequence[int]) -> list[R]:
        """Return the records with these ids, in the order of the ids; missing ones left out."""
        if not keys:
            return []
        origin = self.tables[kind]
        rows = self.connection.execute(select(origin).where(origin.c.id.in_(keys))).mappings()
        by_id = {row["id"]: record_of(kind, dict(row)) for row in rows}
        return [by_id[key] for key in keys if key in by_id]

    def hanging(
        self, kind: type[R], via: Field, keys: Iterable[int], limit: int | None = None
    ) -> dict[int, list[R]]:
        """Return the records of `kind` that refer by `via` to each of these ids, by id."""
        origin = self.tables[kind]
        owner = origin.c[column_name(via)]
        statement = select(origin).where(owner.in_(list(keys))).order_by(origin.c.id).limit(limit)
        found: dict[int, list[R]] = defaultdict(list)
        for row in self.connection.execute(statement).mappings():
            found[row[owner.name]].append(record_of(kind, dict(row)))
        return found

    def label(self, key: str, record_id: int) -> str:
        """Return what the record of a type's key and an id is called; "" if it is gone."""
        found = self._labels.get((key, record_id))
        if found is None:
            found = self._labels[key, record_id] = self._label(key, record_id)
        return found

    def labels(self, key: str, record_ids: Sequence[int]) -> dict[int, str]:
        """Return what several records of a named root type are called."""
        origin = self.tables[self.tables.schema[key]]
        if "label" in origin.c:
            statement = select(origin.c.id, origin.c.label).where(origin.c.id.in_(record_ids))
            for record_id, label in self.connection.execute(statement):
                self._labels[key, record_id] = label
        return {one: self.label(key, one) for one in record_ids}

    def title(self, record: Record) -> str:
        """Return what a record is called in the history: its label, or what it says."""
        if record.id is not None and "label" in self.tables[type(record)].c:
            return self.label(type(record).about.key, record.id) or type(record).about.label
        return wording.short(wording.name(record, self.label))

    def owner_of(self, record: Record) -> tuple[type[Record], int] | None:
        """Return type and id of the first record that this one hangs on, or None."""
        for field in owners_of(type(record)):
            key = getattr(record, field.name)
            if key is not None:
                return self.tables.schema[field.refers], key
        return None

    def _label(self, key: str, record_id: int) -> str:
        kind = self.tables.schema[key]
        if "label" in self.tables[kind].c:
            origin = table(key, column("id"), column("label"))
            statement = select(origin.c.label).where(origin.c.id == record_id)
            return self.connection.scalar(statement) or ""
        record = self.record(kind, record_id)
        return wording.name(record, self.label) if record else ""
