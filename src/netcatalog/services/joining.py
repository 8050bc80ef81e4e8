"""Bringing the records of another catalogue into this one, by their uids.

Copies of one catalogue share the beginning of their history. What either did since the last
common revision is then compared with what was there at that revision: three-way. Of catalogues
that never were one, nothing is known but what each says; what only one says is taken.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from netcatalog.domain import wording
from netcatalog.domain.changes import Change, Effect
from netcatalog.domain.fields import Kind, fields_of, owners_of
from netcatalog.domain.joining import Joining
from netcatalog.domain.merging import merging
from netcatalog.domain.records import Source
from netcatalog.services.dumping import JOINED
from netcatalog.services.undoing import hanging_since
from netcatalog.store import history
from netcatalog.store.names import REMOVED
from netcatalog.store.past import Past
from netcatalog.store.reading import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from sqlite3 import Connection

    from netcatalog.domain.changes import Revision
    from netcatalog.domain.fields import Field, Record
    from netcatalog.domain.progress import Progress
    from netcatalog.store.reading import Reader

    Key = tuple[str, int]

MOST_TOLD = 200
"""Records of one type that are told one by one."""

NEVER_SAME = object()
"""Stands for what a field held before where both sides hold something and nothing is known."""


def plan(ours: Reader, theirs: Reader, name: str, progress: Progress) -> Joining:
    """Return what bringing another catalogue in comes to.

    Args:
        ours: Reads this catalogue.
        theirs: Reads the other.
        name: What the other is called.
        progress: Told of every some hundred records.
    """
    return _Comparison(ours, theirs, progress).joining(name)


def last_common(ours: Connection, theirs: Connection) -> int:
    """Return the key of the last revision up to which two histories are one; 0 if none."""
    asked = "SELECT id, uid FROM revision ORDER BY id"
    last = 0
    for one, other in zip(ours.execute(asked), theirs.execute(asked), strict=False):
        if one != other:
            break
        last = one[0]
    return int(last)


def remember(connection: Connection, joined: Revision, newest: UUID) -> None:
    """Keep up to which revision of another catalogue a revision here brought it in."""
    kept = _joined(connection) | {str(joined.id): newest.hex}
    connection.execute(
        "INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (JOINED, json.dumps(kept))
    )


def _joined(connection: Connection) -> dict[str, str]:
    """Return the uids of others' revisions by the keys of the revisions that brought them in."""
    found = connection.execute("SELECT value FROM setting WHERE key = ?", (JOINED,)).fetchone()
    try:
        kept = json.loads(found[0]) if found else {}
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def last_joined(ours: Connection, theirs: Connection) -> int:
    """Return the key there of the last revision that was brought in here, and still is; or 0."""
    in_effect = history.in_effect(ours)
    uids = {uid for key, uid in _joined(ours).items() if key.isdigit() and int(key) in in_effect}
    asked = (
        "SELECT max(id) FROM revision WHERE lower(hex(uid)) IN (SELECT value FROM json_each(?))"
    )
    (last,) = theirs.execute(asked, (json.dumps(sorted(uids)),)).fetchone()
    return int(last or 0)


class _Comparison:
    def __init__(self, ours: Reader, theirs: Reader, progress: Progress) -> None:
        self._ours = ours
        self._theirs = theirs
        self._progress = progress
        connections = ours.connection, theirs.connection
        self._common = last_common(*connections)
        self._last = max(self._common, last_joined(*connections))
        self._our_ids: dict[str, dict[bytes, int]] = {}
        self._their_uids: dict[str, dict[int, bytes]] = {}
        self._placed: dict[Key, int] = {}
        self._removed: dict[str, set[UUID]] = {}
        self._titles: dict[Key, str] = {}
        self._additions: list[Record] = []
        self._changes: list[Change] = []
        self._removals: list[Change] = []
        self._now: dict[tuple[type[Record], int | None], Record] = {}
        self._told: list[tuple[Effect, type[Record], str]] = []
        self._left_out: list[str] = []

    def joining(self, name: str) -> Joining:
        touched = self._touched()
        befores = self._befores(touched)
        total, done = sum(map(len, touched.values())), 0
        for kind in self._ours.schema.referred_first(self._ours.schema.records):
            for ids in chunks(touched.get(kind.about.key, ())):
                self._compare(kind, ids, befores)
                done += len(ids)
                self._progress(done, total)
        changes = [*self._changes, *reversed(self._removals)]
        met = merging(changes, self._now, self._ours.title, self._label)
        clashes = [one for one in met.meetings if one.is_clash]
        hanging = hanging_since(self._ours, changes, clashes)
        there = self._theirs.connection
        newest = there.execute("SELECT uid FROM revision ORDER BY id DESC LIMIT 1").fetchone()
        return Joining(
            title=f"merge with {name}",
            since=history.revision(there, self._last).at if self._last else None,
            newest=UUID(bytes=newest[0]) if newest else None,
            additions=tuple(self._additions),
            merging=replace(met, meetings=(*clashes, *hanging)),
            told=tuple(self._told),
            left_out=tuple(self._left_out),
        )

    # What there is to compare

    def _touched(self) -> dict[str, list[int]]:
        """Return the ids, in the other, of the records that may differ, by key of type."""
        found: dict[str, list[int]] = {}
        if not self._last:
            for kind in self._theirs.schema.records:
                key = kind.about.key
                rows = self._theirs.connection.execute(f"SELECT id FROM {key} ORDER BY id")
                found[key] = [one for (one,) in rows]
            return found
        touched: defaultdict[str, set[int]] = defaultdict(set)
        steps = self._theirs.connection.execute(
            "SELECT record, record_id, coalesce(last_id, record_id) FROM change"
            " WHERE revision_id > ?",
            (self._last,),
        )
        for record, first, last in steps:
            touched[record].update(range(first, last + 1))
        return {record: sorted(ids) for record, ids in touched.items()}

    def _befores(self, touched: Mapping[str, Sequence[int]]) -> Mapping[Key, Record | None]:
        """Return what the records were when the two were last the same."""
        if not self._last:
            return {}
        keys = ((record, one) for record, ids in touched.items() for one in ids)
        return Past(self._theirs).since(self._last + 1, keys)

    # Who is who

    def _ours_of(self, record: str) -> dict[bytes, int]:
        if record not in self._our_ids:
            rows = self._ours.connection.execute(f"SELECT uid, id FROM {record}")
            self._our_ids[record] = dict(rows)
        return self._our_ids[record]

    def _uid_there(self, record: str, key: int) -> bytes | None:
        if record not in self._their_uids:
            rows = self._theirs.connection.execute(f"SELECT id, uid FROM {record}")
            self._their_uids[record] = dict(rows)
        return self._their_uids[record].get(key)

    def _here(self, record: str, key: int) -> int | None:
        """Return the id here of a record there; None if it is not, and will not be, here."""
        uid = self._uid_there(record, key)
        if uid is None:  # gone there: what both had, they have under one id
            return key if self._common else None
        return self._ours_of(record).get(uid) or self._placed.get((record, key))

    def _label(self, record: str, key: int) -> str:
        return self._ours.label(record, key) if key > 0 else self._titles.get((record, key), "")

    def _mapped(self, record: Record, key: int | None) -> Record | None:
        """Return a record of the other as it is here, under an id; None if it cannot be.

        An optional reference to what is not here is left empty.
        """
        given: dict[str, Any] = {"id": key}
        for field in fields_of(type(record)):
            there = getattr(record, field.name)
            if field.kind is not Kind.REFERENCE or there is None:
                continue
            here = self._here(field.refers, there)
            if here is None and field.hangs:
                return None
            given[field.name] = here
            if here is None:
                given |= dict.fromkeys(field.clears)
        return replace(record, **given)

    # Record by record

    def _compare(
        self, kind: type[Record], ids: Sequence[int], befores: Mapping[Key, Record | None]
    ) -> None:
        record = kind.about.key
        there = {one.id or 0: one for one in self._theirs.records(kind, ids)}
        known: dict[int, int] = {
            key: here for key in ids if (here := self._known(record, key, befores)) is not None
        }
        present: dict[int, Record] = {
            one.id or 0: one for one in self._ours.records(kind, sorted(known.values()))
        }
        new, removed = [], self._removed_here(record)
        for key in ids:
            now, before = present.get(known.get(key, 0)), befores.get((record, key))
            theirs = there.get(key)
            if theirs == before:
                continue
            if now is None and theirs is not None:
                if before is not None:
                    self._leave_out(theirs, "it was removed here, and changed there")
                elif theirs.uid not in removed:
                    new.append(theirs)
                elif kind.about.root:
                    self._leave_out(theirs, "it was removed here")
            elif now is not None:
                self._alter(now, before, theirs)
        self._add(kind, new)

    def _known(self, record: str, key: int, befores: Mapping[Key, Record | None]) -> int | None:
        """Return the id here of a record there, or that was there."""
        uid, before = self._uid_there(record, key), befores.get((record, key))
        if uid is None and before is not None and before.uid is not None:
            uid = before.uid.bytes
        return self._ours_of(record).get(uid) if uid is not None else None

    def _removed_here(self, record: str) -> set[UUID]:
        """Return the uids of what was removed here since the two were last the same."""
        if record not in self._removed:
            asked = (
                f"SELECT json_extract(before, '$.uid') FROM change WHERE {REMOVED} AND record = ?"
                " AND +revision_id > ? AND before IS NOT NULL"
            )
            rows = self._ours.connection.execute(asked, (record, self._common))
            self._removed[record] = {UUID(uid) for (uid,) in rows if uid}
        return self._removed[record]

    def _alter(self, now: Record, before: Record | None, theirs: Record | None) -> None:
        self._now[type(now), now.id] = now
        after = self._mapped(theirs, now.id) if theirs is not None else None
        if theirs is not None and after is None:
            self._leave_out(theirs, "what it belongs to is not here")
        elif after is None and before is not None:
            self._removals.append(Change(before=self._mapped(before, now.id) or now))
            self._tell(Effect.REMOVED, type(now), self._ours.title(now))
        elif after is not None and after != now:
            was = self._mapped(before, now.id) if before is not None else None
            if was is None:
                was = _unknown(now, after)
            self._changes.append(Change(before=was, after=after))
            self._tell(Effect.ALTERED, type(now), self._ours.title(now))

    def _add(self, kind: type[Record], new: Sequence[Record]) -> None:
        """Put down what is only there; what says the same as something here is that."""
        record = kind.about.key
        for one in new:
            self._placed[record, one.id or 0] = -1 - len(self._placed)
        waiting = {self._placed[record, one.id or 0]: one for one in new}
        mapped = {key: self._mapped(one, key) for key, one in waiting.items()}
        same = self._same(kind, [one for one in mapped.values() if one is not None])
        titles = dict(zip(waiting, self._theirs.titles(list(waiting.values())), strict=True))
        for key, after in _referred_first(kind, mapped):
            theirs = waiting[key]
            if after is None:
                self._leave_out(theirs, "what it belongs to is not here")
                del self._placed[record, theirs.id or 0]
            elif (found := same.get(_bare(after))) is not None:
                self._placed[record, theirs.id or 0] = found
            else:
                self._additions.append(after)
                self._titles[record, key] = titles[key]
                self._tell(Effect.ADDED, kind, titles[key])

    def _same(self, kind: type[Record], added: Sequence[Record]) -> dict[Record, int]:
        """Return what here says just what is to be added, without ids, with the id it has."""
        found: dict[Record, int] = {}
        if kind is Source and added:
            rows = self._ours.connection.execute(f"SELECT id FROM {kind.about.key}")
            sources = self._ours.records(Source, [key for (key,) in rows])
            found |= {_bare(one): one.id or 0 for one in reversed(sources)}
        for via in owners_of(kind) if not kind.about.root else ():
            owners = {getattr(one, via.name) for one in added}
            present = sorted(one for one in owners if one is not None and one > 0)
            for group in self._ours.hanging(kind, via, present).values() if present else ():
                for one in group:
                    found.setdefault(_bare(one), one.id or 0)
        return found

    # What is told

    def _tell(self, effect: Effect, kind: type[Record], title: str) -> None:
        if sum(one[:2] == (effect, kind) for one in self._told[-MOST_TOLD:]) < MOST_TOLD:
            self._told.append((effect, kind, title))

    def _leave_out(self, record: Record, why: str) -> None:
        if len(self._left_out) < MOST_TOLD:
            about = wording.capital(record.about.label)
            self._left_out.append(f"{about} “{self._theirs.title(record)}”: {why}.")


def _bare(record: Record) -> Record:
    return replace(record, id=None, uid=None)


def _unknown(now: Record, after: Record) -> Record:
    """Return what a record may have been before both sides came to hold what they hold.

    A field that one side left empty was empty; of one that both filled in, each in its own way,
    nothing is known, so that both have changed it.
    """
    given: dict[str, Any] = {}
    for field in fields_of(type(now)):
        mine, theirs = getattr(now, field.name), getattr(after, field.name)
        if mine == theirs:
            continue
        if _is_empty(mine):
            given[field.name] = mine
        elif _is_empty(theirs):
            given[field.name] = theirs
        else:
            given[field.name] = NEVER_SAME
    return replace(after, **given)


def _is_empty(value: object) -> bool:
    return value is None or value == ""


def _referred_first(
    kind: type[Record], mapped: Mapping[int, Record | None]
) -> Iterator[tuple[int, Record | None]]:
    """Yield new records of one type, each after those of its type that it refers to."""
    own = [one for one in fields_of(kind) if one.refers == kind.about.key]
    left = dict(mapped)
    while left:
        ready = [
            key for key, one in left.items() if one is None or not _waits(one, own, left)
        ] or list(left)
        yield from ((key, left.pop(key)) for key in ready)


def _waits(record: Record, own: Iterable[Field], left: Mapping[int, Record | None]) -> bool:
    return any(getattr(record, one.name) in left for one in own)
