"""What bringing a list in would come to, as values: worked out before anything is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from netcatalog.domain.fields import Choice

if TYPE_CHECKING:
    from uuid import UUID

    from netcatalog.domain.fields import Record


WHY = "Why it was not read"
"""Heading of the column that says in a file of rejected rows what is to be mended."""


class Standing(Choice):
    """What a row comes to."""

    NEW = "new", "new"
    CHANGED = "changed", "changed"
    SAME = "same", "unchanged"
    UNSURE = "unsure", "to be decided"
    SKIPPED = "skipped", "left out"
    UNREADABLE = "unreadable", "cannot be read"


class Line(NamedTuple):
    """What one row comes to.

    Attributes:
        table: Name of the table.
        line: Where it stands there, counted from 1.
        title: What it is about.
        standing: What it comes to.
        told: What it adds or changes, and what is odd about it, each in some words.
        column: For a row that cannot be read, the heading of the column at fault; "" otherwise.
    """

    table: str
    line: int
    title: str
    standing: Standing
    told: tuple[str, ...] = ()
    column: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosable:
    """An actor that a row may be about.

    Attributes:
        actor: Its id.
        uid: Its uid; None: the same list adds it.
        decision: By which one decides for it; see `Mapping.decisions`.
        title: What it is called, and what tells it from others.
        reasons: What speaks for it and against it.
    """

    actor: int
    uid: UUID | None
    decision: str
    title: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What must be decided before rows can be read: which actor is meant.

    Attributes:
        key: By which the decision is remembered; see `Mapping.decisions`.
        title: What the list calls the actor, and what it tells of it.
        lines: Where the list speaks of it: table and line.
        choices: Which actors may be meant, the likeliest first.
    """

    key: str
    title: str
    lines: list[tuple[str, int]]
    choices: tuple[Choosable, ...]


@dataclass(slots=True, kw_only=True)
class ImportPlan:
    """What bringing a list in would come to, or came to.

    Attributes:
        title: What it is called among the revisions.
        counts: How many rows come to what.
        rejected: The rows that nothing is made of, though they say something.
        added: How many records of which type are added.
        altered: How many are altered.
        joined: Memberships that are new, or that were left and are taken up again.
        left: Memberships that end, since a list of all members does not name them.
        renamed: Actors that bear another name now.
        conflicts: Rows that say otherwise than another row does, or than what is kept.
        questions: What is to be decided.
        remarks: What else is to be said, each in a sentence.
    """

    title: str
    rejected: list[Line] = field(default_factory=list)
    counts: Counter[Standing] = field(default_factory=Counter)
    added: Counter[type[Record]] = field(default_factory=Counter)
    altered: Counter[type[Record]] = field(default_factory=Counter)
    joined: int = 0
    left: list[Line] = field(default_factory=list)
    renamed: list[Line] = field(default_factory=list)
    conflicts: list[Line] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """How many records it adds and alters."""
        return self.added.total() + self.altered.total()
