"""Two versions of a record that were made from the same one: what meets, and what becomes of it.

A field that only one side changed is no question: its change holds. Where both did, somebody
has to choose.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from netcatalog.domain import wording
from netcatalog.domain.changes import Change
from netcatalog.domain.fields import groups_of, owners_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from netcatalog.domain.fields import Field, Record
    from netcatalog.domain.wording import Labels

    Key = tuple[type[Record], int | None]

WHOLE = ""
"""Stands for the record itself, where one side removed it and the other changed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One field of one record that others changed meanwhile.

    Attributes:
        place: Which of the changes it is about.
        field: Its name; WHOLE for a record that was to be removed.
        title: What the record is called.
        label: What the field is called.
        theirs: What it holds now, in words.
        mine: What it was to hold.
        is_clash: Whether both sides changed it.
    """

    place: int
    field: str
    title: str
    label: str
    theirs: str
    mine: str
    is_clash: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Merging:
    """Changes that were refused, and what they meet.

    Attributes:
        changes: What was to be done.
        now: The records concerned as they are now.
        meetings: The fields that others changed meanwhile.
    """

    changes: tuple[Change, ...]
    now: Mapping[Key, Record]
    meetings: tuple[Meeting, ...]

    def merged(self, mine: Collection[Meeting]) -> list[Change]:
        """Return the changes as they can be made now; of `mine`, one's own version holds."""
        ours = {(one.place, one.field) for one in mine}
        found = [self._merged(place, change, ours) for place, change in enumerate(self.changes)]
        return _with_owners([one for one in found if one is not None], self._staying(ours))

    def _staying(self, ours: set[tuple[int, str]]) -> set[tuple[str, int | None]]:
        """Return the records that were to be removed, and are not by the user's choice."""
        asked = {one.place for one in self.meetings if one.field == WHOLE}
        records = (self.changes[place].record for place in asked if (place, WHOLE) not in ours)
        return {(one.about.key, one.id) for one in records}

    def _merged(self, place: int, change: Change, ours: set[tuple[int, str]]) -> Change | None:
        before, after, now = change.before, change.after, present(change, self.now)
        if before is None or now is None:
            return change
        if after is None:
            is_asked = any(one.place == place for one in self.meetings)
            return None if is_asked and (place, WHOLE) not in ours else Change(before=now)
        if now == before:
            return change
        held = {
            one.name: getattr(after, one.name)
            for group in groups_of(type(after))
            if _differ(before, after, group)
            and (not _differ(before, now, group) or (place, group[0].name) in ours)
            for one in group
        }
        whole = replace(now, **held)
        return None if whole == now else Change(before=now, after=whole)


def _with_owners(changes: Sequence[Change], staying: set[tuple[str, int | None]]) -> list[Change]:
    """Leave out removals of what hangs on a record that stays."""
    found = list(changes)
    while kept := [one for one in found if one.after is None and _owners(one.record) & staying]:
        staying = staying | {(one.record.about.key, one.record.id) for one in kept}
        found = [one for one in found if one not in kept]
    return found


def _owners(record: Record) -> set[tuple[str, int | None]]:
    return {(one.refers, getattr(record, one.name)) for one in owners_of(type(record))}


def merging(
    changes: Sequence[Change],
    now: Mapping[Key, Record],
    title: Callable[[Record], str],
    labels: Labels,
) -> Merging:
    """Return what changes meet that were refused.

    Args:
        changes: What was to be done.
        now: The records concerned as they are now.
        title: Says what a record is called.
        labels: Says what a record is called that a field refers to.
    """
    found = [
        meeting
        for place, change in enumerate(changes)
        for meeting in _meetings(place, change, present(change, now), title, labels)
    ]
    return Merging(changes=tuple(changes), now=now, meetings=tuple(found))


def present(change: Change, now: Mapping[Key, Record]) -> Record | None:
    """Return the record of a change as it is now; None if it is not there."""
    return now.get((type(change.record), change.record.id))


def _meetings(
    place: int,
    change: Change,
    now: Record | None,
    title: Callable[[Record], str],
    labels: Labels,
) -> Iterator[Meeting]:
    before, after = change.before, change.after
    if before is None or now is None:
        return
    for group in groups_of(type(now)):
        if not _differ(before, now, group) or (after and not _differ(after, now, group)):
            continue
        yield Meeting(
            place=place,
            field=group[0].name if after else WHOLE,
            title=title(now),
            label=group[0].label,
            theirs=_words(group, now, labels),
            mine=_words(group, after, labels),
            is_clash=after is None or _differ(before, after, group),
        )


def _differ(one: Record, other: Record, group: tuple[Field, ...]) -> bool:
    return any(getattr(one, each.name) != getattr(other, each.name) for each in group)


def _words(group: tuple[Field, ...], record: Record | None, labels: Labels) -> str:
    if record is None:
        return ""
    told = [wording.value(one, getattr(record, one.name), labels) for one in group]
    return wording.joined(told)
