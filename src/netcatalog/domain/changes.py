"""Edits as values: each can be applied, kept in the history, and turned round."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netcatalog.domain.fields import Field, Record


class Effect(StrEnum):
    """What a change did to its record."""

    ADDED = "added"
    ALTERED = "altered"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One reversible edit of one record.

    Attributes:
        before: The record as it was, or None if the change adds it.
        after: The record as it becomes, or None if the change removes it. Where records
            added together refer to each other, ids below zero stand for the ids to come; one
            used again stands, from then on, for the record that was added last under it.
    """

    before: Record | None = None
    after: Record | None = None

    def __post_init__(self) -> None:
        """Refuse a change that changes nothing: a defect of the caller."""
        if self.before is None and self.after is None:
            raise ValueError("a change must have a before or an after")

    @property
    def effect(self) -> Effect:
        """What the change does to its record."""
        if self.before is None:
            return Effect.ADDED
        return Effect.REMOVED if self.after is None else Effect.ALTERED

    @property
    def record(self) -> Record:
        """The record as the change leaves it; for a removal, as it was."""
        found = self.after or self.before
        assert found is not None  # noqa: S101  see __post_init__
        return found


@dataclass(frozen=True, slots=True)
class Additions:
    """New records added together, told by the fields that say anything.

    A list brings in hundreds of thousands; to make a record of each would take as long as to
    store it.

    Attributes:
        told: By type, what the fields of each record hold, by name; what is left out holds what
            it holds by default. Under "id" stands a number below zero where others refer to it,
            as in a `Change`; it must not be used again.
    """

    told: Mapping[type[Record], Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Completions:
    """More that fields of records hold which the same revision added; of these it is a part.

    Attributes:
        told: By type and by the number below zero under which a record was added, what some of
            its fields hold, by name.
    """

    told: Mapping[type[Record], Mapping[int, Mapping[str, Any]]]


Edit = Change | Additions | Completions
"""What a revision is made of."""


class Action(StrEnum):
    """How a revision came about."""

    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"
    RESTORE = "restore"
    DELETE = "delete"
    """What was in the bin was deleted for good: there is nothing to undo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One undoable step.

    Attributes:
        id: Key in the catalogue; grows with time.
        at: Moment it was made, in UTC.
        by: Name of the user who made it.
        title: What was done, for the Edit menu and the history: "rename EMTA".
        action: How it came about.
        target: For an undo or redo, the revision it takes back or does again.
        in_effect: Whether it is no undo or redo, and is not undone, as far as was known when
            it was asked for.
    """

    id: int
    at: dt.datetime
    by: str
    title: str
    action: Action = Action.EDIT
    target: int | None = None
    in_effect: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """Which revisions are wanted; what is left empty does not matter.

    Attributes:
        by: The name of the user who made them.
        since: The first moment, in UTC.
        until: The first moment that is too late, in UTC.
        words: What their titles hold, or what one of the records that they changed is called
            holds, in any spelling.
        around: A root record, by type and id: what changed it, or what hangs on it.
    """

    by: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    words: str = ""
    around: tuple[type[Record], int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedChange:
    """One change as the history keeps it.

    Attributes:
        id: Key in the catalogue; records of one type added together share it.
        revision: The revision it belongs to.
        change: The change itself.
        title: What the record was called then, such as "EMTA" or "over 35 countries".
        hung_on: For what went along with a removed record, the key of that removal.
    """

    id: int
    revision: Revision
    change: Change
    title: str
    hung_on: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoable:
    """What undo and redo would do now: the revisions concerned, or None."""

    undo: Revision | None = None
    redo: Revision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a revision did, counted, however much it was.

    Attributes:
        counts: How many records of a type's key were added, altered or removed.
        first: The first of its changes, as many as were asked for.
    """

    counts: Mapping[tuple[str, Effect], int]
    first: tuple[RecordedChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A revision as it is told to a reader.

    Attributes:
        revision: The revision.
        counts: How many records of a type's key it added, altered or removed.
        parts: Its first changes, by the record with a page of its own that they are about: key
            of its type, its id, and what it is called; None for what is about no such record.
    """

    revision: Revision
    counts: Mapping[tuple[str, Effect], int]
    parts: Mapping[tuple[str, int, str] | None, Sequence[RecordedChange]]


def moments(first: str, last: str) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Return when a day begins on this computer, and when another is over, both in UTC.

    Args:
        first: ``YYYY-MM-DD``; "" for None.
        last: The same.
    """
    since = dt.datetime.fromisoformat(first).astimezone(dt.UTC) if first else None
    over = dt.datetime.fromisoformat(last) + dt.timedelta(days=1) if last else None
    return since, over and over.astimezone(dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A field that cannot be taken back, because it was changed again since.

    Attributes:
        record: The record as it is now.
        title: What it is called.
        field: The field in question.
        before: Its value before the revision that was to be undone.
        after: Its value after that revision.
        now: Its value now.
    """

    record: Record
    title: str
    field: Field
    before: object
    after: object
    now: object
