"""New records on their way into their tables, many at a time."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from operator import attrgetter
from struct import iter_unpack
from typing import TYPE_CHECKING

from netcatalog.domain.collation import sort_keys
from netcatalog.domain.errors import InvalidError
from netcatalog.domain.fields import (
    Field,
    Kind,
    Record,
    field_named,
    fields_of,
    held_by,
    held_by_told,
    remembered,
)
from netcatalog.domain.records import Source, Sourced
from netcatalog.domain.rules import first_problem
from netcatalog.store.bulk import Indexes
from netcatalog.store.indexing import Coming, Entry, as_collection, entries_of, fill, within
from netcatalog.store.ordering import order_language
from netcatalog.store.rows import stored, with_derived

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from sqlite3 import Connection

    from netcatalog.domain.changes import Additions
    from netcatalog.domain.fields import Held, Schema
    from netcatalog.store.reading import Reader
    from netcatalog.store.rows import Columns

    Chance = Callable[[int], bytes]
    """Gives so many random bytes, as `os.urandom` does."""


TOGETHER = 50
"""Rows put into a table by one statement."""

FILLED_TOGETHER = 20_000
"""Entries put into a full-text table together. Before a statement that adds several rows, SQLite
writes down what full texts hold in memory: the fewer the better."""

_EMPTY = {None: "NULL", "": "''", 0: "0"}
"""As SQL, what a column often holds in all rows."""


_VERSION = bytes(0x40 | one & 0x0F for one in range(256))
_VARIANT = bytes(0x80 | one & 0x3F for one in range(256))


class Newcomers:
    """Records added together: those of one type, with the ids they get.

    Attributes:
        records: The records as they were given.
        ids: Their ids.
        references: By the name of its field, what each reference refers to.
        links: For each reference, how to read it and what takes it down.
        next: The next id to give.
    """

    __slots__ = ("ids", "links", "next", "records", "references")

    def __init__(self, kind: type[Record], first: int) -> None:
        self.records: list[Record] = []
        self.ids: list[int] = []
        self.references: Held = {field.name: [] for field in references_of(kind)}
        self.links = [(attrgetter(name), held.append) for name, held in self.references.items()]
        self.next = first

    @property
    def held(self) -> Held:
        """What the records hold, with the ids they get."""
        return held_by(self.records) | {"id": self.ids} | self.references


class Adding:
    """Gives new records their ids and puts them into their tables."""

    def __init__(self, connection: Connection, schema: Schema, chance: Chance) -> None:
        self._connection = connection
        self._schema = schema
        self._chance = chance
        self._next: dict[type[Record], int] = {}
        self._placeholders: dict[int, int] = {}
        self._indexes = Indexes(connection)
        self._unfilled: defaultdict[type[Record], dict[int, Entry]] = defaultdict(dict)
        self._first: dict[type[Record], int] = {}

    @property
    def given(self) -> dict[type[Record], range]:
        """The ids that were given, by type."""
        return {kind: range(first, self._next[kind]) for kind, first in self._first.items()}

    def resolve(self, key: int) -> int:
        """Return the id that was given for a placeholder; any other id as it is."""
        return self._placeholders[key] if key < 0 else key

    def prepared(self, records: Sequence[Record]) -> dict[type[Record], Columns]:
        """Give ids and uids to records and return their rows by type.

        Raises:
            InvalidError: One of them breaks a rule.
        """
        identified = self._identified(records)
        return self._rows({kind: new.held for kind, new in identified.items()})

    def told(self, additions: Additions) -> dict[type[Record], Columns]:
        """Give ids and uids to records that are only told, and return their rows by type.

        Raises:
            InvalidError: One of them breaks a rule.
        """
        new = {kind: held_by_told(kind, told) for kind, told in additions.told.items() if told}
        for kind, held in new.items():
            first = self._next_id(kind)
            self._next[kind] = first + len(held["id"])
            ids = range(first, self._next[kind])
            given = zip(held["id"], ids, strict=True)
            self._placeholders |= {one: key for one, key in given if one is not None}
            held["id"] = [*ids]
        for kind, held in new.items():
            for field in references_of(kind):
                others = held[field.name]
                held[field.name] = list(map(self._placeholders.get, others, others))
        return self._rows(new)

    def _rows(self, new: Mapping[type[Record], Held]) -> dict[type[Record], Columns]:
        rows = {}
        # Were a row there before what it refers to, SQLite would look for such rows, in a table
        # that may have no index now, for each row that comes to be referred to.
        for kind in self._schema.referred_first(new):
            check(kind, new[kind])
            columns = stored(kind, new[kind])
            fresh = iter(self.uids(columns["uid"].count(None)))
            columns["uid"] = [uid or next(fresh) for uid in columns["uid"]]
            rows[kind] = with_derived(kind, columns)
        return rows

    def _identified(self, records: Sequence[Record]) -> dict[type[Record], Newcomers]:
        """Give ids to records; they may refer to what was added before, or to each other."""
        found: dict[type[Record], Newcomers] = {}
        placeholders, are_all_known = self._placeholders, True
        for record in records:
            new = found.get(type(record))
            if new is None:
                new = Newcomers(type(record), self._next_id(type(record)))
                found[type(record)] = new
            key = record.id
            if key is None or key < 0:
                if key is not None:
                    placeholders[key] = new.next
                key = new.next
                new.next += 1
            new.ids.append(key)
            new.records.append(record)
            for read, take_down in new.links:
                other = read(record)
                if other is not None and other < 0:
                    other = placeholders.get(other, other)
                    are_all_known = are_all_known and other > 0
                take_down(other)
        if not are_all_known:
            for held in (one for new in found.values() for one in new.references.values()):
                held[:] = [one if one is None or one > 0 else placeholders[one] for one in held]
        self._next |= {kind: new.next for kind, new in found.items()}
        return found

    def _next_id(self, kind: type[Record]) -> int:
        if kind not in self._next:
            self._next[kind] = self._first[kind] = self._unused_id(kind)
        return self._next[kind]

    def _unused_id(self, kind: type[Record]) -> int:
        newest = self._connection.execute(
            "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0),"
            f" coalesce((SELECT max(id) FROM {kind.about.key}), 0))",
            (kind.about.key,),
        )
        return int(newest.fetchone()[0]) + 1

    def uids(self, count: int) -> list[bytes]:
        """Return new uids: random, and marked as such (RFC 9562, version 4)."""
        drawn = bytearray(self._chance(16 * count))
        drawn[6::16] = drawn[6::16].translate(_VERSION)
        drawn[8::16] = drawn[8::16].translate(_VARIANT)
        return [uid for (uid,) in iter_unpack("16s", drawn)]

    def insert(self, rows: Mapping[type[Record], Columns], reader: Reader) -> None:
        """Put rows into their tables and make the entries of those that are listed."""
        coming = Coming(reader, rows)
        for kind, columns in rows.items():
            entries = {}
            if kind.about.listed:
                ids = as_collection(columns["id"])
                entries = entries_of(coming, self._schema, kind, ids)
            if reader.is_named(kind):
                labels = [entries[key].label for key in columns["id"]]
                keys = sort_keys(labels, order_language(self._connection))
                columns |= {"label": labels, "sort_key": keys}
            self.put(kind, columns)
            self._unfilled[kind] |= entries
            if len(self._unfilled[kind]) >= FILLED_TOGETHER:
                fill(reader, kind, self._unfilled.pop(kind))
        for kind, columns in rows.items():
            if issubclass(kind, Sourced):
                check_passages(self._connection, columns)

    def put(self, kind: type[Record], columns: Columns) -> None:
        """Put rows into their table, whose entries are still to be made."""
        count = len(columns["id"])
        self._indexes.relieve(kind, count)
        # To bind a value, and to begin a statement, takes as long as to store what is bound.
        same = {name: values[0] for name, values in columns.items() if _are_all_empty(values)}
        held = [values for name, values in columns.items() if name not in same]
        rows = list(zip(*held, strict=True))
        constants = tuple((name, _EMPTY[value]) for name, value in same.items())
        names = tuple(name for name in columns if name not in same)
        whole = count - count % TOGETHER
        many = [
            tuple(chain.from_iterable(rows[start : start + TOGETHER]))
            for start in range(0, whole, TOGETHER)
        ]
        self._connection.executemany(_insertion(kind, names, constants, TOGETHER), many)
        self._connection.executemany(_insertion(kind, names, constants), rows[whole:])

    def finish(self, reader: Reader) -> None:
        """Make the indexes again of tables that were being filled, and what full texts lack."""
        for kind, entries in self._unfilled.items():
            fill(reader, kind, entries)
        self._unfilled.clear()
        self._indexes.put_on()


@remembered
def references_of(kind: type[Record]) -> tuple[Field, ...]:
    """Return the fields by which records of a type refer to others."""
    return tuple(field for field in fields_of(kind) if field.kind is Kind.REFERENCE)


@remembered
def _insertion(
    kind: type[Record],
    columns: tuple[str, ...],
    constants: tuple[tuple[str, str], ...],
    rows: int = 1,
) -> str:
    """Return the statement that puts so many rows into a table; what all hold is written in it."""
    names = ", ".join(f'"{one}"' for one in (*columns, *(name for name, _ in constants)))
    row = ", ".join([*("?" * len(columns)), *(value for _, value in constants)])
    return f"INSERT INTO {kind.about.key} ({names}) VALUES {', '.join([f'({row})'] * rows)}"


def _are_all_empty(values: Sequence[object]) -> bool:
    """Return whether the values of a column are all None, all empty text or all zero."""
    first = values[0]
    return first in _EMPTY and values.count(first) == len(values)


def check(kind: type[Record], held: Held) -> None:
    """Refuse records of one type that break a rule."""
    problem = first_problem(kind, held)
    if problem is not None:
        label = field_named(kind, problem.field).label
        raise InvalidError(f"{kind.about.label.capitalize()}, {label}: {problem.fault.label}")


def check_passages(connection: Connection, columns: Columns) -> None:
    """Refuse rows that rest on more than there is in the text of their source."""
    ends: dict[int, int] = {}
    for source, end in zip(columns["source_id"], columns["end"], strict=True):
        if source is not None and end is not None:
            ends[source] = max(end, ends.get(source, 0))
    if not ends:
        return
    condition, values = within("id", ends.keys())
    lengths = connection.execute(
        f"SELECT id, length(text) FROM {Source.about.key} WHERE {condition}",
        values,
    )
    for source, length in lengths:
        if ends[source] > length:
            raise InvalidError(
                f"The passage ends at character {ends[source]}, but the source has only {length}."
            )
