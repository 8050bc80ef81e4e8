"""Whether the history can be read, and tells of the catalogue as it is."""

from __future__ import annotations

import zlib
from collections import defaultdict
from itertools import compress, count, islice
from typing import TYPE_CHECKING

import msgspec

from netcatalog.domain.changes import Action, Effect, Revision
from netcatalog.store import history
from netcatalog.store.past import Step, all_steps
from netcatalog.store.rows import from_json, unpack
from netcatalog.store.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netcatalog.domain.fields import Record
    from netcatalog.store.reading import Reader

MOST = 20
"""Most records of one type that are told one by one."""

HIGHEST = 2**30
"""An id above all that one file can hold."""

UNREADABLE = (msgspec.MsgspecError, LookupError, ValueError, zlib.error)
"""What reading something raises that does not fit its declaration."""


def faults(reader: Reader) -> Iterator[str]:
    """Yield what is wrong with the history, in sentences."""
    try:
        made = history.revisions(reader.connection, None, Sql("1"))
    except UNREADABLE as error:
        yield f"The history cannot be read: {error}."
        return
    yield from _effects(reader, made)
    there: defaultdict[type[Record], bytearray] = defaultdict(bytearray)
    titles = {step.id: step.title for step in made}
    told: set[int] = set()
    for step in all_steps(reader.connection):
        wrong = _wrong(reader, step, there)
        if wrong and step.revision_id not in told:
            told.add(step.revision_id)
            title = titles.get(step.revision_id, "")
            yield f"The revision {step.revision_id}, “{title}”, cannot be undone: {wrong}."
    if not told:
        for kind in reader.schema.records:
            yield from _present(reader, kind, there[kind])


def _effects(reader: Reader, made: Iterable[Revision]) -> Iterator[str]:
    """Yield which revisions are wrongly marked as in effect, or as undone."""
    undone: defaultdict[int | None, int] = defaultdict(int)
    edits = {}
    for step in made:
        match step.action:
            case Action.UNDO:
                undone[step.target] += 1
            case Action.REDO:
                undone[step.target] -= 1
            case Action.EDIT | Action.RESTORE:
                edits[step.id] = step.title
    marked = history.in_effect(reader.connection)
    for key in sorted(marked ^ {key for key in edits if undone[key] <= 0}):
        what = "in effect" if key in marked else "undone"
        yield f"The revision {key}, “{edits.get(key, '')}”, is marked as {what}, but is not."


def _wrong(reader: Reader, step: Step, there: dict[type[Record], bytearray]) -> str:
    """Return what is wrong with a step, or "", and take down which records it leaves there."""
    try:
        kind, effect = reader.schema[step.record], Effect(step.effect)
        if step.is_deleted:
            pass
        elif step.packed is not None:
            unpack(kind, step.packed)
        elif from_json(kind, step.before) is None and effect is not Effect.ADDED:
            return "it does not say what was there before"
    except UNREADABLE as error:
        return str(error)
    ids, known = step.ids, there[kind]
    if not 0 < ids.start < ids.stop < HIGHEST:
        return f"no {kind.about.label} has the id {ids.stop - 1}"
    known.extend(bytes(max(0, ids.stop - len(known))))
    before = known[ids.start : ids.stop]
    if effect is Effect.ADDED and any(before):
        return f"it adds a {kind.about.label} that was there already"
    if effect is not Effect.ADDED and not all(before):
        return f"it changes a {kind.about.label} that was not there"
    known[ids.start : ids.stop] = bytes([effect is not Effect.REMOVED]) * len(ids)
    return ""


def _present(reader: Reader, kind: type[Record], told: bytearray) -> Iterator[str]:
    """Yield which records are there though the history tells otherwise, or the reverse."""
    label = kind.about.label
    found = bytearray(len(told))
    for (key,) in reader.connection.execute(f"SELECT id FROM {kind.about.key}"):
        if key < len(found):
            found[key] = 1
        else:
            yield f"The {label} with the id {key} is not in the history."
    if found == told:
        return
    differing = (one != other for one, other in zip(found, told, strict=True))
    for key in islice(compress(count(), differing), MOST):
        if found[key]:
            yield f"The {label} with the id {key} is there, but not by the history."
        else:
            yield f"The {label} with the id {key} is missing, but not by the history."


def untold(reader: Reader) -> dict[type[Record], list[int]]:
    """Return the ids of the records that are there, though the history does not tell of them.

    Of a history that cannot be replayed nothing can be said.
    """
    there: defaultdict[type[Record], bytearray] = defaultdict(bytearray)
    if any(_wrong(reader, step, there) for step in all_steps(reader.connection)):
        return {}
    found = {}
    for kind in reader.schema.records:
        told = there[kind]
        ids = reader.connection.execute(f"SELECT id FROM {kind.about.key} ORDER BY id")
        if missing := [key for (key,) in ids if key >= len(told) or not told[key]]:
            found[kind] = missing
    return found
