"""What is still to be seen to before a revision is whole.

Records may refer to what is added after them, and what is derived from them is made once,
however often they change. So both are taken down, and seen to in the end.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import compress
from typing import TYPE_CHECKING

from netcatalog.domain.errors import ConflictError, NotFoundError
from netcatalog.domain.fields import Kind, Record, fields_of, owners_of
from netcatalog.store.indexing import matter, matters, reindex, within
from netcatalog.store.names import column_name
from netcatalog.store.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from sqlite3 import Connection

    from netcatalog.domain.fields import Schema
    from netcatalog.store.rows import Columns

Owner = tuple[type[Record], int]
"""The type and the id of what a record is part of."""

_CHUNK = 10_000
"""Ids that one statement asks for."""


class Pending:
    """References to be checked, and listed records whose entries are to be made anew."""

    def __init__(self, connection: Connection, schema: Schema) -> None:
        self._connection = connection
        self._schema = schema
        self._wanted: defaultdict[type[Record], set[int]] = defaultdict(set)
        self._touched: defaultdict[type[Record], set[int]] = defaultdict(set)
        self._gone: defaultdict[type[Record], set[int]] = defaultdict(set)
        self._altered: defaultdict[type[Record], set[int]] = defaultdict(set)
        self._forsaken: list[tuple[type[Record], Collection[int]]] = []
        self._owners: defaultdict[type[Record], dict[int, Owner]] = defaultdict(dict)

    def rows(
        self, rows: Mapping[type[Record], Columns], given: Mapping[type[Record], range]
    ) -> None:
        """Take down what rows refer to that were added, and what they are part of.

        Args:
            rows: The rows by type; the entries of those that are listed are made already.
            given: By type, the ids that were given in this revision: those are there.
        """
        for kind, columns in rows.items():
            for field in fields_of(kind):
                if field.kind is Kind.REFERENCE:
                    held = set(columns[column_name(field)]) - {None}
                    self._want(self._schema[field.refers], held, given)
            if not kind.about.root:
                self._touch_owners(kind, columns, rows)

    def returned(self, kind: type[Record], columns: Columns) -> None:
        """Take down what rows refer to, and are part of, that are in the catalogue again."""
        self.rows({kind: columns}, {})
        if kind.about.listed:
            self._touched[kind].update(columns["id"])

    def _want(
        self, kind: type[Record], held: set[int], given: Mapping[type[Record], range]
    ) -> None:
        new = given.get(kind, ())
        self._wanted[kind] |= {key for key in held if key not in new or key in self._gone[kind]}

    def _touch_owners(
        self, kind: type[Record], columns: Columns, rows: Mapping[type[Record], Columns]
    ) -> None:
        which = matter(kind, columns)
        for field in owners_of(kind) if any(which) else ():
            owner = self._schema[field.refers]
            held = set(compress(columns[column_name(field)], which)) - {None}
            if owner.about.listed and owner in rows:
                held.difference_update(rows[owner]["id"])
            self._touched[owner] |= held
            if field.required:
                return

    def altered(self, befores: Sequence[Record], afters: Sequence[Record]) -> None:
        """Take down that records of one type were altered."""
        self._altered[type(afters[0])].update(one.id or 0 for one in afters)
        self.touched(befores)
        self.touched(afters)

    def touched(self, records: Iterable[Record]) -> None:
        """Take down records, and what they are part of: their entries are to be made anew."""
        for record in records:
            kind = type(record)
            if kind.about.listed and record.id is not None:
                self._touched[kind].add(record.id)
            if not kind.about.root:
                self._touch_owner(record)

    def _touch_owner(self, record: Record) -> None:
        for field in owners_of(type(record)):
            key = getattr(record, field.name)
            if key is not None:
                self._touched[self._schema[field.refers]].add(key)
                return

    def leaving(self, kind: type[Record], ids: Collection[int]) -> None:
        """Take down what rows are part of that are about to be removed."""
        self._wanted[kind].difference_update(ids)  # what still refers to them is found later
        if kind.about.listed:
            self._touched[kind].difference_update(ids)
        self._forsaken.append((kind, ids))
        if kind.about.root:
            return
        condition, values = within("id", ids)
        is_between = not kind.about.listed and bool(self._schema.hanging_on(kind))
        for field in owners_of(kind):
            column, owner = column_name(field), self._schema[field.refers]
            if is_between:  # what hangs on it may go later, and must still find what it is part of
                rows = self._connection.execute(
                    f"SELECT id, {column} FROM {kind.about.key} WHERE {condition}"
                    f" AND {column} IS NOT NULL",
                    values,
                )
                self._owners[kind] |= {key: (owner, held) for key, held in rows}
            found = self._connection.execute(
                f"SELECT DISTINCT {column} FROM {kind.about.key} WHERE {condition}"
                f" AND {column} IS NOT NULL AND ({matters(kind)})",
                values,
            )
            self._touched[owner].update(one for (one,) in found)
            if field.required:
                return

    def gone(self, kind: type[Record], ids: Collection[int]) -> None:
        """Take down that nothing refers to these any more: they went with all that did."""
        self._wanted[kind].difference_update(ids)
        self._gone[kind].update(ids)

    def settle(self) -> None:
        """See to all of it.

        Raises:
            NotFoundError: A record refers to one that is not there.
            ConflictError: A record still refers to one that was taken back.
        """
        for kind, altered in self._altered.items():
            self._want_of(kind, altered)
        for kind, wanted in self._wanted.items():
            self._check_present(kind, sorted(wanted))
        for kind, forsaken in self._forsaken:
            self._check_forsaken(kind, forsaken)
        self._touch_roots()
        reader = Reader(self._connection, self._schema)
        for kind in self._schema.listed():
            reindex(reader, kind, self._touched.pop(kind, ()))

    def _want_of(self, kind: type[Record], ids: set[int]) -> None:
        """Find what those records refer to that are still there."""
        condition, values = within("id", ids)
        for field in fields_of(kind):
            if field.kind is Kind.REFERENCE:
                held = self._connection.execute(
                    f"SELECT DISTINCT {column_name(field)} FROM {kind.about.key}"
                    f" WHERE {condition} AND {column_name(field)} IS NOT NULL",
                    values,
                )
                self._wanted[self._schema[field.refers]] |= {one for (one,) in held}

    def _check_present(self, kind: type[Record], ids: Sequence[int]) -> None:
        for start in range(0, len(ids), _CHUNK):
            chunk = set(ids[start : start + _CHUNK])
            if self._count(kind, chunk) < len(chunk):
                what = kind.about.label
                raise NotFoundError(
                    f"The {what} that this belongs to is not in the catalogue any more. "
                    f"Bring the {what} back from the bin first."
                )

    def _count(self, kind: type[Record], ids: Collection[int]) -> int:
        condition, values = within("id", ids)
        found = self._connection.execute(
            f"SELECT count(*) FROM {kind.about.key} WHERE {condition}",
            values,
        )
        return int(found.fetchone()[0])

    def _check_forsaken(self, kind: type[Record], ids: Collection[int]) -> None:
        for other, field in self._schema.references_to(kind):
            condition, values = within(column_name(field), ids)
            found = self._connection.execute(
                f"SELECT id FROM {other.about.key} WHERE {condition} LIMIT 1",
                values,
            ).fetchone()
            if found is not None:
                reader = Reader(self._connection, self._schema)
                record = reader.record(other, found[0])
                title = reader.title(record) if record else ""
                raise ConflictError(
                    f"The {other.about.label} “{title}” was added in the meantime and belongs to "
                    f"the {kind.about.label} that this would remove. Remove it first."
                )

    def _touch_roots(self) -> None:
        """Find the listed records of which those that were touched are part."""
        while unlisted := [kind for kind in self._touched if not kind.about.listed]:
            for kind in unlisted:
                self._touch_above(kind, self._touched.pop(kind))

    def _touch_above(self, kind: type[Record], ids: set[int]) -> None:
        left = self._owners[kind]
        for key in left.keys() & ids:
            owner, held = left[key]
            self._touched[owner].add(held)
        condition, values = within("id", ids)
        for field in owners_of(kind):
            column = column_name(field)
            found = self._connection.execute(
                f"SELECT DISTINCT {column} FROM {kind.about.key} WHERE {condition}",
                values,
            )
            self._touched[self._schema[field.refers]] |= {one for (one,) in found} - {None}
            if field.required:
                return
