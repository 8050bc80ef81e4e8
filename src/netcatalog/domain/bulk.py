"""What is done to many records at once, as values: the deed, and what it would come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netcatalog.domain.fields import Field, Kind, Record, fields_of, owners_of
from netcatalog.domain.wording import number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netcatalog.domain.changes import Change


@dataclass(frozen=True, slots=True)
class SetField:
    """Give a field of each record the same value; an empty one empties it."""

    field: Field
    value: object


@dataclass(frozen=True, slots=True)
class AddTag:
    """Put a tag on each record."""

    label: str


@dataclass(frozen=True, slots=True)
class RemoveTag:
    """Take a tag, in any spelling, off each record."""

    label: str


@dataclass(frozen=True, slots=True)
class Remove:
    """Put each record into the bin, with what hangs on it."""


Deed = SetField | AddTag | RemoveTag | Remove


@dataclass(frozen=True, slots=True)
class Line:
    """What a deed comes to for one record: what it is called, and how it reads then and now."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that a deed cannot be done to, and why."""

    title: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a deed would come to.

    Attributes:
        title: What it is called among the revisions: "set country of 285 authorities".
        changes: What would change, in an order in which it can be applied.
        touched: How many records would change.
        same: How many are so already.
        refused: How many it cannot be done to.
        along: How many records of which type go into the bin along with those chosen.
        lines: The first records that would change.
        refusals: The first that it cannot be done to.
    """

    title: str
    changes: Sequence[Change]
    touched: int
    same: int
    refused: int
    along: Mapping[type[Record], int]
    lines: Sequence[Line]
    refusals: Sequence[Refusal]


def settable(kind: type[Record]) -> tuple[Field, ...]:
    """Return the fields of a type that several records may sensibly have the same value of.

    Names and texts of its own, references and passages are each record's alone.
    """
    passages = {name for field in fields_of(kind) for name in field.clears}
    alone = {Kind.REFERENCE, Kind.KEY, Kind.MOMENT}
    prose = {Kind.PROSE, Kind.MARKDOWN}
    return tuple(
        field
        for field in fields_of(kind)
        if field.kind not in alone
        and not field.naming
        and field.name not in passages
        and (field.shared or field.kind not in prose)
    )


def owner_in(kind: type[Record], owner: type[Record]) -> Field | None:
    """Return the field by which records of `kind` hang on one of `owner`, or None."""
    key = owner.about.key
    return next((field for field in owners_of(kind) if field.refers == key), None)


def title_of(deed: Deed, subject: str) -> str:
    """Return what a deed is called that is done to a subject: "285 authorities", "EMTA"."""
    match deed:
        case SetField(field, value):
            verb = "clear" if value is None or value == "" else "set"
            return f"{verb} {field.label.lower()} of {subject}"
        case AddTag(label):
            return f"tag {subject} “{label}”"
        case RemoveTag(label):
            return f"take the tag “{label}” off {subject}"
        case Remove():
            return f"remove {subject}"


def counted(kind: type[Record], count: int) -> str:
    """Return a number of records in words: "1 name", "1 200 memberships"."""
    about = kind.about
    return f"{number(count)} {about.label if count == 1 else about.plural.lower()}"
