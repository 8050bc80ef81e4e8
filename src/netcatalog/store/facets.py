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

from sqlalchemy import column, exists, func, select, table

from netcatalog.domain.fields import Choice, Field, Kind, Record
from netcatalog.store.id_sets import id_set
from netcatalog.store.tables import column_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, FromClause

    from netcatalog.domain.facets import Facet, FacetValue, Held
    from netcatalog.store.id_sets import IdSet
    from netcatalog.store.tables import Tables

    Sets = Mapping[FacetValue | int, IdSet]
    """The records that have each value; where the value is a record, by its id."""

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
    """

    kind: type[Record]
    owner: str
    only: Choice | None
    facets: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a pass has read, and after which revision."""

    revision: int
    sets: Mapping[Facet, Sets]


class FacetSets:
    """The sets of one catalogue. May be used from any thread."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._readings: dict[_Pass, _Reading] = {}
        self._sizes: defaultdict[type[Record], int] = defaultdict(int)
        self._lock = Lock()

    def of(
        self, connection: Connection, kind: type[Record], facets: Sequence[Facet]
    ) -> dict[Facet, Sets]:
        """Return the sets of facets of a section that lists records of a type."""
        sets: dict[Facet, Sets] = {}
        with self._lock:
            for one in _passes(kind, facets):
                sets |= self._up_to_date(connection, one).sets
        return sets

    def size(self, connection: Connection, kind: type[Record]) -> int:
        """Return a number above all ids of records of a type, in whatever set."""
        last = table("sqlite_sequence", column("name"), column("seq"))
        found = connection.scalar(select(last.c.seq).where(last.c.name == kind.about.key)) or 0
        self._sizes[kind] = max(self._sizes[kind], found + 1)
        return self._sizes[kind]

    def _up_to_date(self, connection: Connection, wanted: _Pass) -> _Reading:
        reading = self._readings.get(wanted)
        if reading is None or self._is_stale(connection, reading, wanted):
            revision = latest_revision(connection, self._tables)
            sets = self._read(connection, wanted)
            reading = self._readings[wanted] = _Reading(revision, sets)
        return reading

    def _is_stale(self, connection: Connection, reading: _Reading, wanted: _Pass) -> bool:
        change = self._tables.change
        read = {wanted.kind, *(facet.word.kind for facet in wanted.facets)}
        since = exists().where(
            change.c.revision_id > reading.revision,
            change.c.record.in_(sorted(kind.about.key for kind in read)),
        )
        return bool(connection.scalar(select(since)))

    def _read(self, connection: Connection, wanted: _Pass) -> dict[Facet, Sets]:
        origin = self._tables[wanted.kind]
        owner = origin.c[wanted.owner]
        columns = {str(held): held for held in (_held(facet, origin) for facet in wanted.facets)}
        statement = select(owner, *columns.values()).where(owner.is_not(None))
        if wanted.only is not None:
            by = wanted.facets[0].field.word_by
            statement = statement.where(origin.c[by] == wanted.only.value)
        counted: dict[str, defaultdict[Any, array[int]]] = {
            key: defaultdict(lambda: array("I")) for key in columns
        }
        cursor = connection.execute(statement).cursor  # a million rows of SQLAlchemy's take long
        while rows := cursor.fetchmany(BATCH):
            owners, *values = zip(*rows, strict=True)
            for held, column_of in zip(counted.values(), values, strict=True):
                for value, record in zip(column_of, owners, strict=True):
                    held[value].append(record)
        return {
            facet: self._sets(connection, facet, counted[str(_held(facet, origin))])
            for facet in wanted.facets
        }

    def _sets(self, connection: Connection, facet: Facet, held: Mapping[Any, array[int]]) -> Sets:
        if facet.word.through is not None:
            held = self._through(connection, facet, held)
        if facet.field.kind is Kind.REFERENCE:
            return {key: id_set(ids) for key, ids in held.items() if key is not None}
        return _grouped(facet, held)

    def _through(
        self, connection: Connection, facet: Facet, held: Mapping[int, array[int]]
    ) -> Mapping[Held, array[int]]:
        """Return which records count for what the record holds that they refer to."""
        above = self._tables[facet.word.kind]
        statement = select(above.c.id, _value(facet.field, above))
        found: defaultdict[Held, array[int]] = defaultdict(lambda: array("I"))
        for key, value in connection.execute(statement).cursor.fetchall():
            if key in held:
                found[value].extend(held[key])
        return found


def latest_revision(connection: Connection, tables: Tables) -> int:
    """Return the id of the newest revision, or 0 if there is none."""
    return connection.scalar(select(func.max(tables.revision.c.id))) or 0


def _passes(kind: type[Record], facets: Sequence[Facet]) -> list[_Pass]:
    together: defaultdict[tuple[type[Record], str, Choice | None], list[Facet]] = defaultdict(list)
    for facet in facets:
        word = facet.word
        if word.via is None or word.through is not None:
            together[kind, "id", None].append(facet)
        else:
            together[word.kind, column_name(word.via), word.only].append(facet)
    return [_Pass(*where, tuple(those)) for where, those in together.items()]


def _held(facet: Facet, origin: FromClause) -> ColumnElement[Any]:
    through = facet.word.through
    return _value(facet.field, origin) if through is None else origin.c[column_name(through)]


def _value(field: Field, origin: FromClause) -> ColumnElement[Any]:
    if field.kind is not Kind.DATE:
        return origin.c[column_name(field)]
    earliest, latest = (origin.c[f"{field.name}_{end}"] for end in ("earliest", "latest"))
    days = func.coalesce(earliest, "").op("||")("/").op("||")(func.coalesce(latest, ""))
    return func.nullif(days, "/")


def _grouped(facet: Facet, held: Mapping[Held, array[int]]) -> Sets:
    values: dict[object, FacetValue] = {}
    together: defaultdict[FacetValue, array[int]] = defaultdict(lambda: array("I"))
    for one, ids in held.items():
        for value in facet.groups(one):
            together[values.setdefault(value.value, value)].extend(ids)
    return {value: id_set(ids) for value, ids in together.items()}
