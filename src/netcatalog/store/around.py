"""The newest changes around a record: to it, and to what hangs, or hung, on it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from netcatalog.domain.fields import remembered
from netcatalog.store.history import told
from netcatalog.store.names import REMOVED, RUN, column_name
from netcatalog.store.past import read_steps
from netcatalog.store.reading import AMONG, json_of
from netcatalog.store.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from sqlite3 import Connection

    from netcatalog.domain.changes import RecordedChange
    from netcatalog.domain.fields import Field, Record, Schema
    from netcatalog.store.past import Key, Step
    from netcatalog.store.reading import Reader


def changes_around(
    connection: Connection, schema: Schema, kind: type[Record], key: int, limit: int
) -> list[RecordedChange]:
    """Return the newest changes to a record and to what hangs, or hung, on it."""
    return told(connection, schema, steps_around(connection, schema, kind, key, limit))


def steps_around(
    connection: Connection,
    schema: Schema,
    kind: type[Record],
    key: int,
    limit: int,
    since: int = 0,
) -> list[tuple[Step, int]]:
    """Return the same as steps with ids of records, from the revision `since` on."""
    values = {"key": key, "limit": limit, "since": since}
    found = connection.execute(_around(schema, kind), values).fetchall()
    among = f"id {AMONG}", (json_of({step for step, _ in found}),)
    steps = {one.id: one for one in read_steps(connection, *among)}
    return [(steps[step], record) for step, record in found]


_NEWEST = "ORDER BY 1 DESC, 2 DESC LIMIT :limit"


@remembered
def _around(schema: Schema, kind: type[Record]) -> str:
    """Select the newest changes around the record `:key`, each as its key and a record's id."""
    own = kind.about.key
    gone = [f"SELECT '{own}' AS record, :key AS record_id"]
    found = []
    for other, via, owners in _hanging(schema, kind, ":key"):
        record = other.about.key
        column = column_name(via)
        held = f"SELECT id FROM {record} WHERE {column} IN ({owners})"
        gone.append(
            f"SELECT record, record_id FROM change WHERE {REMOVED} AND record = '{record}'"
            f" AND json_extract(before, '$.{via.name}') IN ({owners})"
        )
        found.append(
            f"SELECT id, record_id FROM change WHERE record = '{record}' AND last_id IS NULL"
            f" AND record_id IN ({held})"
        )
        found.append(
            f"SELECT run.id, held.id FROM change run CROSS JOIN {record} held"
            f" WHERE run.{RUN} AND run.record = '{record}' AND held.{column} IN ({owners})"
            " AND held.id BETWEEN run.record_id AND run.last_id"
        )
    same = "change.record = gone.record"
    found.append(
        "SELECT id, gone.record_id FROM gone CROSS JOIN change"
        f" WHERE {same} AND change.record_id = gone.record_id AND last_id IS NULL"
    )
    found.append(
        f"SELECT id, gone.record_id FROM gone CROSS JOIN change WHERE change.{RUN} AND {same}"
        " AND change.last_id >= gone.record_id AND change.record_id <= gone.record_id"
    )
    # +: the index of revisions would lead past all that they ever changed.
    wanted = f"AND +revision_id >= :since {_NEWEST}"
    parts = " UNION ".join(f"SELECT * FROM ({one} {wanted})" for one in found)
    return f"WITH gone AS ({' UNION '.join(gone)}) {parts} {_NEWEST}"


def _hanging(
    schema: Schema, kind: type[Record], owners: str
) -> Iterator[tuple[type[Record], Field, str]]:
    """Yield types that hang on a type, at whatever remove, with the ids they hang on, as SQL."""
    for other, via in schema.hanging_on(kind):
        yield other, via, owners
        if other is not kind:
            held = f"SELECT id FROM {other.about.key} WHERE {column_name(via)} IN ({owners})"
            yield from _hanging(schema, other, held)


def removed_with(reader: Reader, owners: Iterable[Key], since: int = 0) -> Iterator[Key]:
    """Yield what hung on records that may be gone, and was removed from a revision on."""
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for record, key in owners:
        ids[record].append(key)
    for record, keys in ids.items():
        for other, via in reader.schema.hanging_on(reader.schema[record]):
            gone = Sql(
                f"SELECT record, record_id FROM change WHERE {REMOVED} AND record = ?"
                f" AND +revision_id >= ? AND json_extract(before, '$.{via.name}') {AMONG}",
                (other.about.key, since, json_of(keys)),
            )
            yield from gone.run(reader.connection)
