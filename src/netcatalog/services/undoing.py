"""What taking an older revision back meets, where something it did was changed since."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from netcatalog.domain import wording
from netcatalog.domain.changes import Change
from netcatalog.domain.errors import ConflictError
from netcatalog.domain.merging import WHOLE, Meeting, merging
from netcatalog.services.states import changes_to, possible
from netcatalog.store import history
from netcatalog.store.removing import along

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netcatalog.domain.changes import RecordedChange, Revision
    from netcatalog.domain.fields import Record
    from netcatalog.domain.merging import Key, Merging
    from netcatalog.store.reading import Reader

    _Key = tuple[type[Record], int]

_MOST_NAMED = 3
"""Records that are named one by one which would go along with another."""

MOST_CHANGES = 2_000
"""Most changes of a revision that can be looked at one by one."""


def taking_back(reader: Reader, revision: Revision) -> Merging:
    """Return what takes a revision back, and the choices that this needs.

    What is "mine" is what was before the revision, "theirs" what is in the catalogue now. A
    field that was not changed since is no question, nor is one that the revision did not touch.

    Raises:
        ConflictError: The revision did too much for that.
    """
    steps = history.changes_of(reader.connection, reader.schema, revision.id, MOST_CHANGES)
    if len(steps) == MOST_CHANGES:
        raise ConflictError(
            f"“{revision.title}” changed more than {MOST_CHANGES:,} records, too many to choose "
            "one by one. Undo what was done since first, or bring single records back by their "
            "history."
        )
    befores, afters = _ends(steps)
    wanted = [
        one
        for one in changes_to(reader, befores)
        if (one.before is None) == (afters[_key(one.record)] is None)
    ]
    changes = [
        Change(before=afters[_key(one.record)], after=one.after)
        for one in possible(reader, wanted)
    ]
    now: dict[Key, Record] = {
        _key(one.record): one.before for one in wanted if one.before is not None
    }
    met = merging(changes, now, reader.title, reader.label)
    clashes = [one for one in met.meetings if one.is_clash]
    return replace(met, meetings=(*clashes, *hanging_since(reader, changes, clashes)))


def _ends(
    steps: Sequence[RecordedChange],
) -> tuple[dict[_Key, Record | None], dict[_Key, Record | None]]:
    """Return what records were before the first and after the last of some steps."""
    befores: dict[_Key, Record | None] = {}
    afters: dict[_Key, Record | None] = {}
    for step in steps:
        key = _key(step.change.record)
        befores.setdefault(key, step.change.before)
        afters[key] = step.change.after
    return befores, afters


def hanging_since(
    reader: Reader, changes: Sequence[Change], clashes: Sequence[Meeting]
) -> Iterator[Meeting]:
    """Yield removals that would take along what came to hang on a record since."""
    asked = {one.place for one in clashes}
    going = {_key(one.record) for one in changes if one.after is None}
    for place, change in enumerate(changes):
        if change.after is not None or place in asked:
            continue
        others = [
            one.before
            for group in along(reader, [change.record])
            for one in group
            if one.after is None and _key(one.before) not in going
        ]
        if others:
            about = change.record.about
            yield Meeting(
                place=place,
                field=WHOLE,
                title=reader.title(change.record),
                label=wording.capital(about.label),
                theirs=wording.joined(_listed(reader, others)),
                mine="",
                is_clash=True,
            )


def _listed(reader: Reader, records: Sequence[Record]) -> Iterator[str]:
    for one in records[:_MOST_NAMED]:
        yield f"{one.about.label} “{reader.title(one)}”"
    if len(records) > _MOST_NAMED:
        yield f"and {wording.number(len(records) - _MOST_NAMED)} more"


def _key(record: Record) -> _Key:
    return type(record), record.id or 0
