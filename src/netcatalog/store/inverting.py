"""A revision taken back: what it added goes, what it removed returns, what it altered is again.

What is taken back is a revision that undo takes back, or an undo that redo takes back. Records
that were added as a run go as one; no object is made of each.
"""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from netcatalog.domain.changes import Conflict, Effect
from netcatalog.domain.errors import ConflictError, NotFoundError
from netcatalog.domain.fields import fields_of
from netcatalog.store import history
from netcatalog.store.bulk import Indexes
from netcatalog.store.indexing import clear_many, within
from netcatalog.store.past import Past
from netcatalog.store.rows import columns_of, from_json, pack, packing, unpack, with_derived
from netcatalog.store.writing import meanwhile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netcatalog.domain.changes import Revision
    from netcatalog.domain.fields import Field, Record
    from netcatalog.store.past import Step
    from netcatalog.store.reading import Reader
    from netcatalog.store.writing import UnitOfWork

FEW = 100
"""Records removed together are told one by one if they are fewer; else they are packed."""

MOST_CONFLICTS = 100
"""Most records that are looked at to tell what was changed since."""

PACK = 2_000
"""Most records that are packed together: to look at one, all of them are unpacked."""


def invert(work: UnitOfWork, revision: Revision) -> None:
    """Take back all that a revision, or an undo of one, did.

    Raises:
        ConflictError: Something it concerns was changed later, and that is still in effect.
        NotFoundError: Something that is to return belongs to what is gone.
    """
    conflicts: list[Conflict] = []
    if history.has_deleted(work.connection, revision.id):
        raise ConflictError(
            f"Part of what “{revision.title}” did was deleted for good, so it cannot be undone as "
            "a whole. Choose it in the history: what is left of it can be taken back there."
        )
    if history.is_followed(work.connection, revision.id):
        conflicts += _changed_since(work, revision)
    for steps in _alike(history.steps_back(work.connection, revision.id)):
        kind = work.schema[steps[0].record]
        match steps[0].effect:
            case Effect.ADDED:
                runs = [step.ids for step in steps if len(step.ids) >= FEW]
                few = sorted(one for step in steps if len(step.ids) < FEW for one in step.ids)
                for ids in (*runs, few) if few else runs:
                    _take_away(work, kind, ids)
            case Effect.ALTERED:
                conflicts += _alter_back(work, kind, steps)
            case Effect.REMOVED:
                _bring_back(work, kind, steps)
    if conflicts:
        raise meanwhile(type(conflicts[0].record), conflicts[0].title, conflicts)


def _alike(steps: Iterator[Step]) -> Iterator[list[Step]]:
    """Yield steps that may be taken back together: the same was done to records of one type."""
    batch: list[Step] = []
    for step in steps:
        like = batch and (batch[0].record, batch[0].effect) == (step.record, step.effect)
        again = step.effect is Effect.ALTERED and any(
            one.record_id == step.record_id for one in batch
        )
        if batch and (not like or again or step.packed or len(batch) == PACK):
            yield batch
            batch = []
        batch.append(step)
    if batch:
        yield batch


def _changed_since(work: UnitOfWork, revision: Revision) -> Iterator[Conflict]:
    """Yield what later revisions did to records that a revision added or removed."""
    reader = work.reader()
    past = Past(reader)
    for step in history.later_steps(work.connection, revision.id, MOST_CONFLICTS):
        kind = work.schema[step.record]
        after, now = past.before(step, step.record_id), reader.record(kind, step.record_id)
        if after is None or now is None:
            told = after or now
            raise meanwhile(kind, step.title or (reader.title(told) if told else ""))
        for field in _differing(after, now):
            yield _conflict(reader, field, (None, after, now))


def _differing(one: Record, other: Record) -> Iterator[Field]:
    for field in fields_of(type(one)):
        if getattr(one, field.name) != getattr(other, field.name):
            yield field


def _take_away(work: UnitOfWork, kind: type[Record], ids: Sequence[int]) -> None:
    """Remove records that a revision added; nothing is left that hangs on them."""
    work.pending.leaving(kind, ids)
    if isinstance(ids, range):
        found = _pack(work, kind, ids)
    else:
        reader = work.reader()
        records = reader.records(kind, ids)
        work.ledger.removed(records, reader.titles(records))
        found = len(records)
    if found < len(ids):
        raise NotFoundError(
            f"A {kind.about.label} that this would remove is not in the catalogue any more. "
            "Look in the bin or the history."
        )
    condition, values = within("id", ids)
    with Indexes(work.connection).emptied(kind, len(ids)):
        work.connection.execute(f"DELETE FROM {kind.about.key} WHERE {condition}", values)
    if kind.about.listed:
        clear_many(work.reader(), kind, ids)


def _pack(work: UnitOfWork, kind: type[Record], ids: range) -> int:
    """Keep many records in the history as they are; return how many there were.

    The last come first: what takes this back then adds them in order.
    """
    found = 0
    for start in reversed(range(ids.start, ids.stop, PACK)):
        last = min(start + PACK, ids.stop) - 1
        rows = work.connection.execute(packing(kind), (start, last)).fetchall()
        work.ledger.removed_run(kind, start, last, pack(kind, rows))
        found += len(rows)
    return found


def _alter_back(work: UnitOfWork, kind: type[Record], steps: Sequence[Step]) -> list[Conflict]:
    """Give fields the values they had before; return those that have yet others by now."""
    reader = work.reader()
    past = Past(reader)
    afters = past.afters([(step, step.record_id) for step in steps])
    present = {one.id: one for one in reader.records(kind, [one.record_id for one in steps])}
    conflicts: list[Conflict] = []
    altered: list[tuple[Record, Record]] = []
    for step, (after, _) in zip(steps, afters, strict=True):
        before, now = past.before(step, step.record_id), present.get(step.record_id)
        if before is None or after is None or now is None:
            raise meanwhile(kind, step.title)
        changed = [*_differing(before, after)]
        conflicts += [
            _conflict(reader, field, (before, after, now))
            for field in changed
            if getattr(now, field.name) != getattr(after, field.name)
        ]
        then = {field.name: getattr(before, field.name) for field in changed}
        altered.append((now, replace(now, **then)))
    if not conflicts:
        work.alter(*zip(*altered, strict=True))
    return conflicts


def _conflict(
    reader: Reader, field: Field, states: tuple[Record | None, Record, Record]
) -> Conflict:
    """Return how a field differs between what a record was before, after, and is now."""
    before, after, now = (one and getattr(one, field.name) for one in states)
    title = reader.title(states[2])
    return Conflict(
        record=states[2], title=title, field=field, before=before, after=after, now=now
    )


def _bring_back(work: UnitOfWork, kind: type[Record], steps: Sequence[Step]) -> None:
    """Add records that a revision removed, under the ids they had."""
    for step in steps:
        if step.packed:
            work.put_back(kind, with_derived(kind, unpack(kind, step.packed)))
            return
    found = [from_json(kind, step.before) for step in steps]
    records = sorted((one for one in found if one is not None), key=attrgetter("id"))
    work.put_back(kind, with_derived(kind, columns_of(records)))
