"""Steps of the history, and what records were before and after them."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from netcatalog.domain.changes import Change, Effect
from netcatalog.store.names import RUN
from netcatalog.store.rows import column_names, from_json, record_of, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from sqlite3 import Connection

    from netcatalog.domain.fields import Record
    from netcatalog.store.reading import Reader
    from netcatalog.store.rows import Columns

Key = tuple[str, int]
"""A record: the key of its type, and its id."""

STEP = "id, revision_id, record, record_id, last_id, effect, title, before, packed, hung_on"
"""The columns of the table of changes, as `Step` has them."""


DELETED = b""
"""What is packed in a step of which a record was deleted for good."""

PAGE = 200
"""Steps read at a time, where many are."""


class Step(NamedTuple):
    """A row of the table of changes; see `store.tables`."""

    id: int
    revision_id: int
    record: str
    record_id: int
    last_id: int | None
    effect: Effect
    title: str
    before: str | None
    packed: bytes | None
    hung_on: int | None

    @property
    def is_deleted(self) -> bool:
        """Whether something of what it tells was deleted for good."""
        return self.packed == DELETED

    @property
    def ids(self) -> range:
        """The ids of the records it is about."""
        return range(self.record_id, (self.last_id or self.record_id) + 1)


def read_steps(
    connection: Connection, where: str, values: tuple[Any, ...] | Mapping[str, Any]
) -> list[Step]:
    """Return the steps for which a condition in SQL holds."""
    rows = connection.execute(f"SELECT {STEP} FROM change WHERE {where}", values)
    return [Step(*row) for row in rows]


_NEXT = f"""
    WITH wanted AS (
        SELECT value ->> 0 AS step, value ->> 1 AS record, value ->> 2 AS record_id
        FROM json_each(?))
    SELECT step, record, record_id,
        (SELECT min(later.id) FROM change later
            WHERE later.record_id = wanted.record_id AND later.record = wanted.record
                AND later.id > step),
        (SELECT min(later.id) FROM change later
            WHERE later.{RUN} AND later.record = wanted.record
                AND later.last_id >= wanted.record_id AND later.record_id < wanted.record_id
                AND later.id > step)
    FROM wanted
"""


def all_steps(connection: Connection) -> Iterator[Step]:
    """Yield the whole history, from its beginning."""
    last = 0
    while page := read_steps(connection, f"id > ? ORDER BY id LIMIT {PAGE}", (last,)):
        yield from page
        last = page[-1].id


class Past:
    """Knows what records were. What it unpacked it remembers: neighbours are asked for next."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._unpacked: dict[int, tuple[Columns, Mapping[int, int]]] = {}

    def before(self, step: Step, key: int) -> Record | None:
        """Return what a record was before a step; None for one that was deleted for good."""
        kind = self._reader.schema[step.record]
        if not step.packed:
            return from_json(kind, step.before)
        if step.id not in self._unpacked:
            columns = unpack(kind, step.packed)
            self._unpacked = {step.id: (columns, {one: n for n, one in enumerate(columns["id"])})}
        columns, places = self._unpacked[step.id]
        place = places.get(key)
        if place is None:
            return None
        return record_of(kind, [columns[name][place] for name in column_names(kind)])

    def afters(self, found: Sequence[tuple[Step, int]]) -> list[tuple[Record | None, str]]:
        """Return what records were after steps, and what they were called, in the same order."""
        staying = [one for one in found if one[0].effect != Effect.REMOVED]
        nexts = self._nexts(staying)
        present = self._present([one for one in staying if _key(*one) not in nexts])
        told: list[tuple[Record | None, str]] = []
        for step, key in found:
            following = nexts.get(_key(step, key))
            if following is not None:
                named = self._reader.is_named(self._reader.schema[step.record])
                title = step.title or (following.title if named else "")
                told.append((self.before(following, key), title))
            else:
                told.append((present.get((step.record, key)), step.title))
        return told

    def changes(self, found: Sequence[tuple[Step, int]]) -> list[tuple[Change, str] | None]:
        """Return what steps did to records, and what those were called, in the same order.

        None for what was deleted for good.
        """
        told: list[tuple[Change, str] | None] = []
        for (step, key), (after, title) in zip(found, self.afters(found), strict=True):
            gone = step.effect == Effect.REMOVED
            before = None if step.effect == Effect.ADDED else self.before(step, key)
            if before is None and (gone or after is None):
                told.append(None)
                continue
            change = Change(before=before, after=None if gone else after)
            told.append((change, title or self._reader.title(change.record)))
        return told

    def since(self, revision: int, keys: Iterable[Key]) -> dict[Key, Record | None]:
        """Return what records were before a revision that have been changed from it on.

        Args:
            revision: The key of the revision.
            keys: Keys of types, and ids.
        """
        last = "SELECT coalesce(max(id), 0) FROM change WHERE revision_id < ?"
        (step,) = self._reader.connection.execute(last, (revision,)).fetchone()
        nexts = self._following((step, *key) for key in keys)
        return {
            (record, key): None if next_.effect == Effect.ADDED else self.before(next_, key)
            for (_, record, key), next_ in nexts.items()
        }

    def _nexts(self, found: Sequence[tuple[Step, int]]) -> dict[tuple[int, int], Step]:
        """Return by what records were changed next, by the key of the step and their id."""
        nexts = self._following((step.id, step.record, key) for step, key in found)
        return {(step, key): next_ for (step, _, key), next_ in nexts.items()}

    def _following(
        self, wanted: Iterable[tuple[int, str, int]]
    ) -> dict[tuple[int, str, int], Step]:
        """Return the first steps after others that concern a record: key of its type, and id."""
        rows = self._reader.connection.execute(_NEXT, (json.dumps(list(wanted)),)).fetchall()
        nexts = {
            (step, record, key): min(one for one in later if one is not None)
            for step, record, key, *later in rows
            if any(later)
        }
        condition = "id IN (SELECT value FROM json_each(?))"
        steps = read_steps(
            self._reader.connection, condition, (json.dumps(sorted(set(nexts.values()))),)
        )
        by_id = {step.id: step for step in steps}
        return {key: by_id[later] for key, later in nexts.items()}

    def _present(self, found: Sequence[tuple[Step, int]]) -> dict[tuple[str, int], Record]:
        """Return records as they are now, by the key of their type and their id."""
        ids: defaultdict[str, set[int]] = defaultdict(set)
        for step, one in found:
            ids[step.record].add(one)
        present: dict[tuple[str, int], Record] = {}
        for key, wanted in ids.items():
            records = self._reader.records(self._reader.schema[key], sorted(wanted))
            self._reader.titles(records)  # asked for at once, and remembered
            present |= {(key, one.id or 0): one for one in records}
        return present


def _key(step: Step, key: int) -> tuple[int, int]:
    return step.id, key
