"""Records read from the file: one, those that hang on another, and what they are called."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from netcatalog.domain import wording
from netcatalog.domain.fields import Kind, Record, Schema, fields_of, owners_of
from netcatalog.domain.naming import display_name
from netcatalog.domain.records import Name
from netcatalog.store.as_of import views
from netcatalog.store.names import column_name
from netcatalog.store.rows import columns_text, record_of, values_of
from netcatalog.store.sql import Sql

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from sqlite3 import Connection

    from netcatalog.domain.fields import Field

    Values = dict[str, list[Any]]
    """What fields hold of several records, by the name of the field."""

R = TypeVar("R", bound=Record)

AMONG = "IN (SELECT value FROM json_each(?))"
"""One of many ids, given as one value: the statement is the same however many there are."""

CHUNK = 500
"""Records asked for at a time: few statements, none too long for SQLite."""


class Reader:
    """Reads records through one connection, for as long as its transaction lasts.

    Labels and the texts of sources are remembered: a page of facts asks for the same few
    again and again.
    """

    def __init__(self, connection: Connection, schema: Schema, day: str = "") -> None:
        """Read through `connection`; as of a day (``YYYY-MM-DD``), or as it is now."""
        self.connection = connection
        self.schema = schema
        self.day = day
        self._views = views(schema, day)
        self._labels: dict[str, dict[int, str]] = defaultdict(dict)
        self._texts: dict[int, str] = {}

    def run(self, asked: Sql) -> sqlite3.Cursor:
        """Carry out a SELECT, as of the day of this reader."""
        return (self._views + asked).run(self.connection)

    def record(self, kind: type[R], key: int) -> R | None:
        """Return one record, or None if it is not in the catalogue."""
        found = self.records(kind, [key])
        return found[0] if found else None

    def records(self, kind: type[R], keys: Sequence[int]) -> list[R]:
        """Return the records with these ids, in the order of the ids; missing ones left out."""
        if not keys:
            return []
        text = f"SELECT {columns_text(kind)} FROM {kind.about.key} WHERE id {AMONG}"
        rows = self.run(Sql(text, (json_of(keys),)))
        by_id = {row[0]: record_of(kind, row) for row in rows}
        return [by_id[key] for key in keys if key in by_id]

    def values(
        self, kind: type[Record], keys: Sequence[int], fields: Sequence[Field]
    ) -> tuple[list[int], Values]:
        """Return what some fields of records hold; what they are called is known from then on.

        Returns:
            The ids of those there, in the order of the ids, and what each field holds of them.
        """
        labelled = self.is_named(kind) and not self.day
        wanted = _columns("id", fields) + (", label" if labelled else "")
        asked = Sql(f"SELECT {wanted} FROM {kind.about.key} WHERE id {AMONG}", (json_of(keys),))
        by_id = {row[0]: row for row in self.run(asked)}
        if labelled:
            self._labels[kind.about.key] |= {key: row[-1] for key, row in by_id.items()}
        return _values(kind, fields, [by_id[key] for key in keys if key in by_id])

    def values_hanging(
        self,
        kind: type[Record],
        via: Field,
        keys: Iterable[int],
        fields: Sequence[Field],
        such_that: tuple[Field, Collection[str]] | None = None,
    ) -> tuple[list[int], Values]:
        """Return what some fields hold of records that refer by `via` to one of these ids.

        Args:
            kind: The type of the records.
            via: The field by which they refer.
            keys: The ids.
            fields: Which fields to read.
            such_that: A field, and the values of which it must hold one; None: whatever it holds.

        Returns:
            For each record the id it refers to, and what each field holds of them.
        """
        owner = column_name(via)
        text = f"SELECT {_columns(owner, fields)} FROM {kind.about.key} WHERE {owner} {AMONG}"
        asked = Sql(text, (json_of(keys),))
        if such_that:
            field, values = such_that
            among = ", ".join("?" for _ in values)
            asked += Sql(f' AND "{column_name(field)}" IN ({among})', tuple(values))
        return _values(kind, fields, self.run(asked + Sql(" ORDER BY +id")).fetchall())

    def hanging(
        self, kind: type[R], via: Field, keys: Iterable[int], limit: int | None = None
    ) -> dict[int, list[R]]:
        """Return the records of `kind` that refer by `via` to each of these ids, by id."""
        owner = column_name(via)
        # +id: else SQLite walks the whole table in order, to be spared the sorting of a few.
        first = f"SELECT id FROM {kind.about.key} WHERE {owner} {AMONG} ORDER BY +id LIMIT ?"
        text = f"SELECT {owner}, {columns_text(kind)} FROM {kind.about.key} WHERE id IN ({first}) "
        text += "ORDER BY id"
        asked = Sql(text, (json_of(keys), -1 if limit is None else limit))
        found: dict[int, list[R]] = defaultdict(list)
        for row in self.run(asked):
            found[row[0]].append(record_of(kind, row[1:]))
        return found

    def ids_hanging(self, kind: type[Record], via: Field, keys: Iterable[int]) -> set[int]:
        """Return the ids of the records of `kind` that refer by `via` to one of these ids."""
        text = f"SELECT id FROM {kind.about.key} WHERE {column_name(via)} {AMONG}"
        return {row[0] for row in Sql(text, (json_of(keys),)).run(self.connection)}

    def text_of(self, source: int) -> str:
        """Return the text of a source; "" if it is gone."""
        found = self._texts.get(source)
        if found is None:
            asked = Sql("SELECT text FROM source WHERE id = ?", (source,))
            row = asked.run(self.connection).fetchone()
            found = self._texts[source] = str(row[0]) if row else ""
        return found

    def learn_labels(self, records: Sequence[Record], *fields: Field) -> None:
        """Ask at once what is called what these records of one type refer to.

        Args:
            records: The records.
            fields: Those by which they refer to it; none given: all of them.
        """
        for field in fields or (fields_of(type(records[0])) if records else ()):
            if field.kind is Kind.REFERENCE:
                held = {getattr(record, field.name) for record in records} - {None}
                self.labels(field.refers, sorted(held))

    def label(self, key: str, record_id: int) -> str:
        """Return what the record of a type's key and an id is called; "" if it is gone."""
        if record_id not in self._labels[key]:
            self.labels(key, [record_id])
        return self._labels[key].setdefault(record_id, "")

    def labels(self, key: str, record_ids: Sequence[int]) -> dict[int, str]:
        """Return what several records of one type are called."""
        kind, known = self.schema[key], self._labels[key]
        asked = [one for one in record_ids if one not in known]
        called = self._stored_labels if self.is_named(kind) else self._made_labels
        known |= dict(called(kind, asked))
        return {one: known.get(one, "") for one in record_ids}

    def is_named(self, kind: type[Record]) -> bool:
        """Return whether what records of a type are called is kept beside them."""
        return kind.about.root and self.schema.naming(kind) is not None

    def _stored_labels(self, kind: type[Record], keys: Sequence[int]) -> Iterator[tuple[int, str]]:
        text = f"SELECT id, label FROM {kind.about.key} WHERE id {AMONG}"
        labels = dict(self.run(Sql(text, (json_of(keys),))))
        yield from (labels | self._labels_then(kind, labels)).items()

    def _labels_then(self, kind: type[Record], keys: Iterable[int]) -> dict[int, str]:
        """Return what those were called on the day of this reader whose names are dated."""
        holder, field = self.schema.naming(kind) or (kind, None)
        if not self.day or field is None or holder is kind:
            return {}
        via = next(one for other, one in self.schema.hanging_on(kind) if other is holder)
        return {
            key: display_name([one for one in names if isinstance(one, Name)], day=self.day)
            for key, names in self.hanging(holder, via, keys).items()
        }

    def _made_labels(self, kind: type[Record], keys: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Yield what records are called that bear no name of their own."""
        self._labels[kind.about.key] |= dict.fromkeys(keys, "")  # they may refer to themselves
        records = self.records(kind, keys)
        self.learn_labels(records)
        yield from ((one.id or 0, wording.name(one, self.label)) for one in records)

    def title(self, record: Record) -> str:
        """Return what a record is called in the history: its label, or what it says."""
        if record.id is not None and self.is_named(type(record)):
            return self.label(type(record).about.key, record.id) or type(record).about.label
        return wording.short(wording.name(record, self.label))

    def titles(self, records: Sequence[Record]) -> list[str]:
        """Return what records of one type are called in the history."""
        if records and self.is_named(type(records[0])):
            self.labels(type(records[0]).about.key, [one.id or 0 for one in records])
        else:
            self.learn_labels(records)
        return [self.title(one) for one in records]

    def owner_of(self, record: Record) -> tuple[type[Record], int] | None:
        """Return type and id of the first record that this one hangs on, or None."""
        for field in owners_of(type(record)):
            key = getattr(record, field.name)
            if key is not None:
                return self.schema[field.refers], key
        return None


def _columns(first: str, fields: Iterable[Field]) -> str:
    return ", ".join([first, *(f'"{column_name(field)}"' for field in fields)])


def _values(
    kind: type[Record], fields: Sequence[Field], rows: Sequence[Sequence[Any]]
) -> tuple[list[int], Values]:
    """Return ids and what fields hold, from rows that begin with an id and their columns."""
    if not rows:
        return [], {field.name: [] for field in fields}
    ids, *columns = zip(*rows, strict=True)
    named = zip(fields, columns, strict=False)
    return list(ids), {field.name: values_of(kind, field, values) for field, values in named}


def json_of(keys: Iterable[int]) -> str:
    """Return ids as the value of `AMONG`."""
    return msgspec.json.encode(list(keys)).decode()


def chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield ids, so many at a time as one statement asks for."""
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
