"""What earlier revisions did, and records as they were before them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from netcatalog.domain.changes import Change, Told
from netcatalog.domain.errors import NotFoundError
from netcatalog.domain.fields import Kind, fields_of
from netcatalog.domain.naming import UNNAMED
from netcatalog.domain.pages import State
from netcatalog.services import pages
from netcatalog.store import history
from netcatalog.store.states import Then, states_before

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netcatalog.domain.changes import RecordedChange, Revision
    from netcatalog.domain.fields import Record
    from netcatalog.store.reading import Reader
    from netcatalog.store.states import States


MOST_TOLD = 200
"""Most changes of a revision that are told one by one."""


def load(reader: Reader, kind: type[Record], key: int, before: Revision) -> State:
    """Return a root record as it was before a revision.

    Raises:
        NotFoundError: It was not there then, or too much happened to it since.
    """
    states = states_before(reader, kind, key, before.id)
    then = Then(reader, states)
    if then.record(kind, key) is None:
        raise NotFoundError(f"This {kind.about.label} was not in the catalogue yet.")
    page = pages.load(then, kind, key, None)
    earlier = tuple(one for one in page.history if one.revision.id < before.id)
    changes = changes_to(reader, states)
    whole = possible(reader, changes)
    return State(
        page=replace(page, mentions=(), history=earlier),
        before=before,
        own=tuple(one for one in whole if (type(one.record), one.record.id) == (kind, key)),
        whole=tuple(whole),
        left_out=len(changes) - len(whole),
    )


def told(reader: Reader, revision: Revision) -> Told:
    """Return what a revision did, its first changes by the record that they are about."""
    found = history.summary(reader.connection, reader.schema, revision.id, MOST_TOLD)
    parts: defaultdict[tuple[str, int, str] | None, list[RecordedChange]] = defaultdict(list)
    for step in found.first:
        parts[_about(reader, step)].append(step)
    return Told(revision=revision, counts=found.counts, parts=dict(parts))


def _about(reader: Reader, step: RecordedChange) -> tuple[str, int, str] | None:
    """Return the record with a page of its own that a change is about."""
    record = step.change.record
    if record.about.root and record.id is not None:
        return record.about.key, record.id, reader.label(record.about.key, record.id) or step.title
    root = pages.root_of(reader, record)
    return None if root is None else (root[0], root[1].id, root[1].label or UNNAMED)


def changes_to(reader: Reader, states: States) -> list[Change]:
    """Return what makes records as they were: what is referred to first, removals last."""
    ids: defaultdict[type[Record], list[int]] = defaultdict(list)
    for kind, key in states:
        ids[kind].append(key)
    kinds = reader.schema.referred_first(ids)
    now = {(kind, one.id): one for kind in kinds for one in reader.records(kind, ids[kind])}
    changes = [
        Change(before=found, after=states[kind, key])
        for kind in kinds
        for key in ids[kind]
        if (found := now.get((kind, key))) != states[kind, key]
    ]
    staying = [one for one in changes if one.after is not None]
    going = [one for one in changes if one.after is None]
    return [*staying, *reversed(going)]


def possible(reader: Reader, changes: Sequence[Change]) -> list[Change]:
    """Leave out what would refer to records that are gone, and what refers to that."""
    there = _there(reader, changes)
    possible = []
    for change in changes:
        if change.after is None or there.issuperset(_referred(change.after)):
            possible.append(change)
            there.add((change.record.about.key, change.record.id or 0))
    return possible


def _there(reader: Reader, changes: Sequence[Change]) -> set[tuple[str, int]]:
    """Return which records that changes refer to are in the catalogue now."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for change in changes:
        for key, one in _referred(change.after or change.record):
            wanted[key].add(one)
    return {
        (key, record.id or 0)
        for key, ids in wanted.items()
        for record in reader.records(reader.schema[key], sorted(ids))
    }


def _referred(record: Record) -> Iterator[tuple[str, int]]:
    for field in fields_of(type(record)):
        key = getattr(record, field.name)
        if field.kind is Kind.REFERENCE and key is not None:
            yield field.refers, key
