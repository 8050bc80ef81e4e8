"""Bringing the records of another catalogue into this one, by their uids.

Copies of one catalogue share the beginning of their history. What either did since the last
common revision is then compared with what was there at that revision: three-way. Of catalogues
that never were one, nothing is known but what each says; what only one says is taken.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from itertools import count
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
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
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
        self._placeholders = count(-1, -1)
        self._removed: dict[str, set[UUID]] = {}
        self._titles: dict[Key, str] = {}
        self._additions: list[Record] = []
        self._differing: list[tuple[Record, Record | None, Record | None]] = []
        self._changes: list[Change] = []
        self._removals: list[Change] = []
        self._now: dict[tuple[type[Record], int | None], Record] = {}
        self._told: defaultdict[tuple[Effect, type[Record]], list[str]] = defaultdict(list)
        self._left_out: list[str] = []

    def joining(self, name: str) -> Joining:
        touched = self._touched()
        befores = self._befores(touched)
        total, done = sum(map(len, touched.values())), 0
        for kind in self._ours.schema.referred_first(self._ours.schema.records):
            new: list[Record] = []
            for ids in chunks(touched.get(kind.about.key, ())):
                new += self._compare(kind, ids, befores)
                done += len(ids)
                self._progress(done, total)
            self._add(kind, new)
        for now, before, theirs in self._differing:  # may refer to any of the new ones
            self._alter(now, before, theirs)
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
            told=tuple((*of, title) for of, titles in self._told.items() for title in titles),
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

    def _belongs_here(self, record: Record) -> bool:
        """Tell whether all that a record of the other hangs on is, or will be, here."""
        owners = ((via, getattr(record, via.name)) for via in owners_of(type(record)))
        return all(key is None or self._here(via.refers, key) is not None for via, key in owners)

    def _mapped(self, record: Record, key: int | None) -> Record:
        """Return a record of the other as it is here, under an id.

        A reference to what is not here is left empty.
        """
        given: dict[str, Any] = {"id": key}
        for field in fields_of(type(record)):
            there = getattr(record, field.name)
            if field.kind is not Kind.REFERENCE or there is None:
                continue
            given[field.name] = self._here(field.refers, there)
            if given[field.name] is None:
                given |= dict.fromkeys(field.clears)
        return replace(record, **given)

    # Record by record

    def _compare(
        self, kind: type[Record], ids: Sequence[int], befores: Mapping[Key, Record | None]
    ) -> list[Record]:
        """Take down what differs, and return what is only there."""
        record = kind.about.key
        there = {_id(one): one for one in self._theirs.records(kind, ids)}
        known: dict[int, int] = {
            key: here for key in ids if (here := self._known(record, key, befores)) is not None
        }
        present: dict[int, Record] = {
            _id(one): one for one in self._ours.records(kind, sorted(known.values()))
        }
        new: list[Record] = []
        removed = self._removed_here(record)
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
                self._differing.append((now, before, theirs))
        return new

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
        """Put down what is another there than here, or is gone there."""
        self._now[type(now), now.id] = now
        was = self._mapped(before, now.id) if before is not None else None
        if theirs is None:
            if was is not None:
                self._removals.append(Change(before=was))
                self._tell(Effect.REMOVED, type(now), self._ours.title(now))
        elif not self._belongs_here(theirs):
            self._leave_out(theirs, "what it belongs to is not here")
        elif (after := self._mapped(theirs, now.id)) != now:
            self._changes.append(Change(before=was or _unknown(now, after), after=after))
            self._tell(Effect.ALTERED, type(now), self._ours.title(now))

    def _add(self, kind: type[Record], new: Sequence[Record]) -> None:
        """Put down what is only there; what says the same as something here is that."""
        record = kind.about.key
        fitting = []
        for one in new:
            if self._belongs_here(one):
                fitting.append(one)
            else:
                self._leave_out(one, "what it belongs to is not here")
        same = self._same(kind, fitting)
        titles = dict(zip(map(_id, fitting), self._theirs.titles(fitting), strict=True))
        self._placed |= {(record, _id(one)): next(self._placeholders) for one in fitting}
        for theirs in _referred_first(kind, fitting):
            placeholder = self._placed[record, _id(theirs)]
            after = self._mapped(theirs, placeholder)
            if (found := same.get(_bare(after))) is not None:
                self._placed[record, _id(theirs)] = found
            else:
                self._additions.append(after)
                self._titles[record, placeholder] = titles[_id(theirs)]
                self._tell(Effect.ADDED, kind, titles[_id(theirs)])

    def _same(self, kind: type[Record], new: Sequence[Record]) -> dict[Record, int]:
        """Return what here may say just what is new there, without ids, with the id it has."""
        found: dict[Record, int] = {}
        if kind is Source and new:
            rows = self._ours.connection.execute(f"SELECT id FROM {kind.about.key}")
            sources = self._ours.records(Source, [key for (key,) in rows])
            found |= {_bare(one): _id(one) for one in reversed(sources)}
        for via in owners_of(kind) if not kind.about.root else ():
            owners = {self._here(via.refers, getattr(one, via.name) or 0) for one in new}
            present = sorted(one for one in owners if one is not None and one > 0)
            for group in self._ours.hanging(kind, via, present).values() if present else ():
                for one in group:
                    found.setdefault(_bare(one), _id(one))
        return found

    # What is told

    def _tell(self, effect: Effect, kind: type[Record], title: str) -> None:
        if len(self._told[effect, kind]) < MOST_TOLD:
            self._told[effect, kind].append(title)

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


def _referred_first(kind: type[Record], new: Iterable[Record]) -> Iterator[Record]:
    """Yield records of one type, each after those of its type that it refers to, if it can be."""
    own = [one for one in fields_of(kind) if one.refers == kind.about.key]
    left = {_id(one): one for one in new}
    while left:
        ready = [one for one in left.values() if not _waits(one, own, left)]
        for one in ready or list(left.values()):
            yield left.pop(_id(one))


def _waits(record: Record, own: Iterable[Field], left: Container[int]) -> bool:
    referred = {getattr(record, one.name) for one in own} - {record.id}
    return any(one in left for one in referred)


def _id(record: Record) -> int:
    return record.id or 0
