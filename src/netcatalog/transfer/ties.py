"""Actors and what ties them together, for programs that draw networks and for linked data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from netcatalog.domain.dates import InvalidDateError, span
from netcatalog.domain.progress import silent
from netcatalog.domain.records import (
    Actor,
    Event,
    Identifier,
    Membership,
    Name,
    Period,
    Relation,
    Topic,
)
from netcatalog.services.dumping import group_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from netcatalog.domain.progress import Progress
    from netcatalog.services.readable import ReadableCatalog

    Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tie:
    """A membership, or another relation, between two actors.

    Attributes:
        uid: 32 hexadecimal digits.
        source: The uid of the member, or of whom the relation is said.
        target: The uid of the network, or of the other actor.
        type: "member", or the type of the relation.
        told: What else is known of it, by name.
        periods: Plain values of the periods in which it held.
    """

    uid: str
    source: str
    target: str
    type: str
    told: Plain
    periods: tuple[Plain, ...] = ()

    @property
    def spells(self) -> tuple[tuple[str, str], ...]:
        """The days from and to which it held, `YYYY-MM-DD`; "" where not known."""
        return tuple(
            (first_day(one.get("start_date", "")), last_day(one.get("end_date", "")))
            for one in self.periods
        )


@dataclass(slots=True)
class Ties:
    """What ties actors together.

    Attributes:
        actors: Plain values of actors, as `services.dumping` has them, by uid.
        facts: Plain values of their names, identifiers, events and topics, by group.
        ties: The ties.
    """

    actors: dict[str, Plain] = field(default_factory=dict)
    facts: dict[str, list[Plain]] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)

    def facts_of(self, group: str) -> dict[str, list[Plain]]:
        """Return the facts of one group by the actor they are said of."""
        found: dict[str, list[Plain]] = {}
        for one in self.facts.get(group, ()):
            found.setdefault(one["actor_id"], []).append(one)
        return found


_OF_MEMBERSHIPS: tuple[str, ...] = ("status", "role", "voting")
_OF_RELATIONS: tuple[str, ...] = ("detail",)
_FACTS = tuple(group_of(kind) for kind in (Name, Identifier, Event, Topic))
_ACTORS, _MEMBERSHIPS, _PERIODS, _RELATIONS = (
    group_of(kind) for kind in (Actor, Membership, Period, Relation)
)


def ties_of(
    catalog: ReadableCatalog, networks: Collection[int] | None = None, progress: Progress = silent
) -> Ties:
    """Return the ties of a catalogue.

    Args:
        catalog: The catalogue.
        networks: Ids of the networks whose members are wanted; None: all.
        progress: Told of every some thousand records.
    """
    held: dict[str, list[Plain]] = {}
    wanted = {_ACTORS, _MEMBERSHIPS, _PERIODS, _RELATIONS, *_FACTS}
    with catalog.dumping(progress) as (_, parts):
        for group, rows in parts:
            if group in wanted:
                held[group] = list(rows)
            else:
                for _ in rows:  # so that progress is told
                    pass
    actors = {one["id"]: one for one in held[_ACTORS]}
    chosen = {uid for uid, one in actors.items() if networks is None or one["row"] in networks}
    ties = list(_ties(held, chosen, everything=networks is None))
    tied = chosen | {end for tie in ties for end in (tie.source, tie.target)}
    return Ties(
        actors={uid: one for uid, one in actors.items() if uid in tied},
        facts={group: [one for one in held[group] if one["actor_id"] in tied] for group in _FACTS},
        ties=ties,
    )


def _ties(held: dict[str, list[Plain]], chosen: set[str], *, everything: bool) -> Iterator[Tie]:
    periods: dict[str, list[Plain]] = {}
    for one in held[_PERIODS]:
        periods.setdefault(one["membership_id"], []).append(one)
    for one in held[_MEMBERSHIPS]:
        if one["organization_id"] in chosen:
            told = {name: one[name] for name in _OF_MEMBERSHIPS if name in one}
            yield Tie(
                one["id"],
                one["member_id"],
                one["organization_id"],
                "member",
                told,
                tuple(periods.get(one["id"], ())),
            )
    for one in held[_RELATIONS]:
        if everything or {one["actor_id"], one["other_id"]} <= chosen:
            detail = {name: one[name] for name in _OF_RELATIONS if name in one}
            yield Tie(one["id"], one["actor_id"], one["other_id"], one["type"], detail)


def first_day(date: str) -> str:
    """Return the first day that an EDTF date may mean, or ""."""
    return _day(date, "earliest")


def last_day(date: str) -> str:
    """Return the last day that an EDTF date may mean, or ""."""
    return _day(date, "latest")


def _day(date: str, end: str) -> str:
    try:
        return getattr(span(date), end) or ""
    except InvalidDateError:
        return ""
