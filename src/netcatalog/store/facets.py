"""Which records have which value of each facet: read once, then counted for any search.

SQLite sorts whatever it groups, which for a million memberships takes seconds, and does so again
for each search. Here each value has the set of its records, read in one pass over their table,
and what a search finds is counted against the sets. They are read again when records of their
type have changed.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from netcatalog.domain.fields import Choice, Field, Kind, Record, past_of
from netcatalog.store.history import newest
from netcatalog.store.id_sets import id_set
from netcatalog.store.names import column_name
from netcatalog.store.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from sqlite3 import Connection

    from netcatalog.domain.facets import Facet, FacetValue
    from netcatalog.domain.query import Value
    from netcatalog.store.id_sets import IdSet
    from netcatalog.store.reading import Reader

    Sets = Mapping[FacetValue | int, IdSet]
    """The records that have each value; where the value is a record, by its id."""

    _Held = defaultdict[Any, array[int]]
    """Which records hold each value, as it stands in their column."""

BATCH = 10_000
"""How many rows are read at a time."""


@dataclass(frozen=True, slots=True)
class _Pass:
    """What is read in one pass over a table.

    Attributes:
        kind: The type whose records are read.
        owner: The column with the listed record for which one of them counts.
        only: The value of the field's `word_by` field that it must have to count, if any.
        facets: What is read of it.
        day: The day as of which it is read; "" for now.
    """

    kind: type[Record]
    owner: str
    only: Choice | None
    facets: tuple[Facet, ...]
    day: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a pass has read, and after which revision."""

    revision: int
    sets: Mapping[Facet, Sets]


class FacetSets:
    """The sets of one catalogue. May be used from any thread."""

    def __init__(self) -> None:
        self._readings: dict[_Pass, _Reading] = {}
        self._sizes: defaultdict[type[Record], int] = defaultdict(int)
        self._lock = Lock()

    def of(self, reader: Reader, kind: type[Record], facets: Sequence[Facet]) -> dict[Facet, Sets]:
        """Return the sets of facets of a section that lists records of a type.

        They are as of the day of the reader; of days gone by only the last is remembered.
        """
        sets: dict[Facet, Sets] = {}
        with self._lock:
            for one in [key for key in self._readings if key.day not in {"", reader.day}]:
                del self._readings[one]
            for one in _passes(kind, facets, reader.day):
                sets |= self._up_to_date(reader, one).sets
        return sets

    def size(self, connection: Connection, kind: type[Record]) -> int:
        """Return a number above all ids of records of a type, in whatever set."""
        last = Sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (kind.about.key,))
        found = last.run(connection).fetchone() or (0,)
        self._sizes[kind] = max(self._sizes[kind], found[0] + 1)
        return self._sizes[kind]

    def _up_to_date(self, reader: Reader, wanted: _Pass) -> _Reading:
        reading = self._readings.get(wanted)
        if reading is None or _is_stale(reader.connection, reading, wanted):
            reading = _Reading(newest(reader.connection), _read(reader, wanted))
            self._readings[wanted] = reading
        return reading


def _passes(kind: type[Record], facets: Sequence[Facet], day: str) -> list[_Pass]:
    together: defaultdict[tuple[type[Record], str, Choice | None], list[Facet]] = defaultdict(list)
    for facet in facets:
        word = facet.word
        if word.via is None or word.through is not None:
            together[kind, "id", None].append(facet)
        else:
            together[word.kind, column_name(word.via), word.only].append(facet)
    return [_Pass(*where, tuple(those), day) for where, those in together.items()]


def _is_stale(connection: Connection, reading: _Reading, wanted: _Pass) -> bool:
    """Tell whether a record of a type that was read has changed since.

    As of a day, a record of any type may say that another was not there.
    """
    if wanted.day:
        return newest(connection) != reading.revision
    read = {wanted.kind.about.key, *(facet.word.kind.about.key for facet in wanted.facets)}
    since = "SELECT DISTINCT record FROM change WHERE revision_id > ?"
    changed = Sql(since, (reading.revision,)).run(connection)
    return any(record in read for (record,) in changed)


def _read(reader: Reader, wanted: _Pass) -> dict[Facet, Sets]:
    held: dict[str, _Held] = {
        _column(facet): defaultdict(lambda: array("I")) for facet in wanted.facets
    }
    if len(held) == 1:
        for column, ids_of in held.items():
            ids_of.update(_by_value(reader, wanted, column))
    else:
        for owners, *columns in _batches(reader, wanted, list(held)):
            for ids_of, values in zip(held.values(), columns, strict=True):
                for value, owner in zip(values, owners, strict=True):
                    ids_of[value].append(owner)
    return {facet: _sets(reader, facet, held[_column(facet)]) for facet in wanted.facets}


def _by_value(reader: Reader, wanted: _Pass, column: str) -> Iterator[tuple[Any, array[int]]]:
    """Yield each value of a column with its owners: as one text, a third of the time of rows."""
    asked = Sql(f"SELECT {column}, group_concat({wanted.owner}) FROM {wanted.kind.about.key} ")
    for value, owners in reader.run(asked + _counting(wanted) + Sql(" GROUP BY 1")):
        yield value, array("I", map(int, owners.split(",")))


def _batches(
    reader: Reader, wanted: _Pass, columns: Sequence[str]
) -> Iterator[tuple[tuple[Any, ...], ...]]:
    """Yield the owners, and then each column, of some thousand rows at a time."""
    asked = Sql(f"SELECT {', '.join([wanted.owner, *columns])} FROM {wanted.kind.about.key} ")
    cursor = reader.run(asked + _counting(wanted))
    while rows := cursor.fetchmany(BATCH):
        yield tuple(zip(*rows, strict=True))


def _counting(wanted: _Pass) -> Sql:
    """Return which records count for an owner at all."""
    owned = Sql(f"WHERE {wanted.owner} IS NOT NULL")
    past = past_of(wanted.kind)
    if wanted.owner != "id" and past is not None:
        owned += Sql(f" AND {past[0]} <> ?", (past[1],))
    if wanted.only is None:
        return owned
    return owned + Sql(f" AND {wanted.facets[0].field.word_by} = ?", (wanted.only.value,))


def _column(facet: Facet) -> str:
    """Return what is read of a record for a facet: its value, or who has it."""
    through = facet.word.through
    return _value(facet.field) if through is None else column_name(through)


def _value(field: Field) -> str:
    if field.kind is not Kind.DATE:
        return column_name(field)
    days = (f"coalesce({field.name}_{end}, '')" for end in ("earliest", "latest"))
    joined = " || '/' || ".join(days)
    return f"nullif({joined}, '/')"


def _sets(reader: Reader, facet: Facet, held: Mapping[Any, array[int]]) -> Sets:
    if facet.word.through is not None:
        held = _through(reader, facet, held)
    if facet.field.kind is Kind.REFERENCE:
        return {key: id_set(ids) for key, ids in held.items() if key is not None}
    values: dict[Value, FacetValue] = {}
    together: defaultdict[FacetValue, array[int]] = defaultdict(lambda: array("I"))
    # A value is called as most of its records have it.
    for one, ids in sorted(held.items(), key=lambda item: -len(item[1])):
        for value in facet.groups(one):
            together[values.setdefault(value.value, value)].extend(ids)
    return {value: id_set(ids) for value, ids in together.items()}


def _through(reader: Reader, facet: Facet, held: Mapping[int, array[int]]) -> _Held:
    """Return which records count for what the record holds that they refer to."""
    statement = Sql(f"SELECT id, {_value(facet.field)} FROM {facet.word.kind.about.key}")
    found: _Held = defaultdict(lambda: array("I"))
    for key, value in reader.run(statement):
        if key in held:
            found[value].extend(held[key])
    return found
