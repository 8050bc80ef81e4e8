"""Finds actors that may be one and the same, among all of the catalogue.

To compare each with each would take days. Names are put in order, from their beginning and from
their end, and each is compared with the few that follow it: the sorted neighbourhood method
(M. A. Hernández and S. J. Stolfo, The merge/purge problem for large databases, SIGMOD 1995).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from netcatalog.domain.changes import Change
from netcatalog.domain.choices import ActorKind, IdentifierScheme, RelationType
from netcatalog.domain.likeness import (
    DECISIVE,
    NEARLY_SAME_SIZE,
    SIMILAR,
    Likeness,
    Profile,
    Verdict,
    compare,
    contradictions,
    distance,
    name_keys,
    size_ratio,
)
from netcatalog.domain.pages import Reference
from netcatalog.domain.records import Actor, ActorId, Relation
from netcatalog.store.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from netcatalog.domain.progress import Progress
    from netcatalog.store.reading import Reader

WINDOW = 8
"""How many of those that follow a name in the order it is compared with."""

MOST_PAIRS = 1_000
"""Most pairs that are listed: more than anybody decides on in a day."""

NEAR_KM = 5
"""How far apart two places lie at most that are one."""

CLOSE = 92.0
"""How much alike names must be, in per cent, where neither place nor size can bear witness."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors that may be one, the one that was added first before the other."""

    one: Reference
    other: Reference
    likeness: Likeness


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicates:
    """Pairs of actors that may be one.

    Attributes:
        pairs: The likeliest of them, in order.
        total: How many there are.
    """

    pairs: Sequence[Pair]
    total: int


def find(reader: Reader, within: Collection[int] | None, progress: Progress) -> Duplicates:
    """Return pairs of actors that may be one, the surest first.

    Pairs that somebody said to be different are left out.

    Args:
        reader: Reads the catalogue as it is now.
        within: Ids, one of which is to be in each pair; None for any.
        progress: Is told how many names were compared.
    """
    actors = _Actors(reader)
    apart = set(_told_apart(reader))
    found: dict[tuple[int, int], Likeness] = {}
    for pair in actors.candidates(progress):
        if pair in found or pair in apart:
            continue
        if within is None or pair[0] in within or pair[1] in within:
            likeness = actors.likeness(*pair)
            if likeness is not None:
                found[pair] = likeness
    order = sorted(found, key=lambda pair: (-found[pair].verdict, -found[pair].score, pair))
    first = order[:MOST_PAIRS]
    labels = reader.labels(Actor.about.key, sorted({key for pair in first for key in pair}))
    pairs = [
        Pair(Reference(one, labels[one]), Reference(other, labels[other]), found[one, other])
        for one, other in first
    ]
    return Duplicates(pairs=pairs, total=len(order))


def said_different(one: int, other: int) -> Change:
    """Return the change that says that two actors are not one, so that nobody asks again."""
    relation = Relation(actor=ActorId(one), type=RelationType.DIFFERENT_FROM, other=ActorId(other))
    return Change(after=relation)


def _told_apart(reader: Reader) -> Iterator[tuple[int, int]]:
    asked = "SELECT actor_id, other_id FROM relation WHERE type = ?"
    for one, other in reader.run(Sql(asked, (RelationType.DIFFERENT_FROM.value,))):
        yield min(one, other), max(one, other)


class _Entry(NamedTuple):
    """A name in its place among others, from its beginning or from its end, and whose it is."""

    name: str
    population: int
    actor: int


class _Sort(NamedTuple):
    """What an actor must have in common with another to be compared with it.

    Attributes:
        authority: Whether it is an authority.
        level: Which sort of authority, if that is known.
        registers: Those that have a number for it; two in one register are two actors.
    """

    authority: bool
    level: str
    registers: frozenset[str]

    def may_be(self, other: _Sort) -> bool:
        """Tell whether one of this sort may be one of another sort."""
        return (
            self.authority == other.authority
            and (self.level == other.level or not self.level or not other.level)
            and self.registers.isdisjoint(other.registers)
        )


class _Actors:
    """All actors, by what they are told by."""

    def __init__(self, reader: Reader) -> None:
        self._names: defaultdict[int, set[str]] = defaultdict(set)
        self._numbers: defaultdict[int, set[tuple[IdentifierScheme, str]]] = defaultdict(set)
        self._load_names(reader)
        schemes = {one.value: one for one in IdentifierScheme}
        for key, scheme, value in reader.run(
            Sql("SELECT actor_id, scheme, value FROM identifier")
        ):
            if scheme != IdentifierScheme.NUTS:  # that of its region, often
                self._numbers[key].add((schemes[scheme], value))
        self._profiles: dict[int, Profile] = {}
        self._sorts: dict[int, _Sort] = {}
        seen: dict[_Sort, _Sort] = {}
        asked = "SELECT id, kind, level, country, population, latitude, longitude FROM actor"
        for key, kind, level, country, population, latitude, longitude in reader.run(Sql(asked)):
            numbers = frozenset(self._numbers.get(key, ()))
            registers = DECISIVE.intersection(scheme for scheme, _ in numbers)
            sort = _Sort(kind == ActorKind.AUTHORITY, level or "", registers)
            self._sorts[key] = seen.setdefault(sort, sort)
            self._profiles[key] = Profile(
                names=tuple(self._names.pop(key, ())),
                country=country,
                population=population,
                point=None if latitude is None or longitude is None else (latitude, longitude),
                identifiers=numbers,
            )
        self._may_be = {
            one: frozenset(other for other in seen if one.may_be(other)) for one in seen
        }

    def _load_names(self, reader: Reader) -> None:
        """Take in the names, and of their parts those that are the whole name of another.

        “Storkow (Mark)” and “Grünheide (Mark)” are not one, nor are those that end in “Stadt”.
        """
        wholes: set[tuple[str, str]] = set()
        parts: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        asked = "SELECT actor_id, text_folded, country FROM name JOIN actor ON actor.id = actor_id"
        for key, folded, country in reader.run(Sql(asked)):
            whole, *others = (folded,) if folded.isalpha() else name_keys(folded) or ("",)
            if whole:
                wholes.add((country, whole))
                self._names[key].add(whole)
            for part in others:
                parts[country, part].add(key)
        for placed, keys in parts.items():
            for key in keys if placed in wholes and len(keys) <= WINDOW else ():
                self._names[key].add(placed[1])

    # Candidates

    def candidates(self, progress: Progress) -> Iterator[tuple[int, int]]:
        """Yield the ids of actors that are worth comparing, the lower first."""
        yield from self._numbered_alike()
        yield from self._without_country()
        groups = self._groups()
        done, total = 0, 2 * sum(map(len, groups))
        for whole in groups:
            turned = [one._replace(name=one.name[::-1]) for one in whole]
            for entries in (whole, turned):
                entries.sort()
                for place, found in enumerate(self._neighbours(entries), start=1):
                    yield from found
                    progress(done + place, total)
                done += len(entries)

    def _groups(self) -> list[list[_Entry]]:
        """Return all names, apart for each country, and authorities apart from others."""
        groups: defaultdict[tuple[bool, str], list[_Entry]] = defaultdict(list)
        for key, known in self._profiles.items():
            group = groups[self._sorts[key].authority, known.country]
            group += [_Entry(name, known.population or 0, key) for name in known.names]
        return list(groups.values())

    def _numbered_alike(self) -> Iterator[tuple[int, int]]:
        by_number: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for key, numbers in self._numbers.items():
            for number in numbers:
                by_number[number].append(key)
        for keys in by_number.values():
            yield from combinations(sorted(keys[:WINDOW]), 2)

    def _without_country(self) -> Iterator[tuple[int, int]]:
        """Yield actors of no country with those of one that bear the same name."""
        placeless: defaultdict[str, list[int]] = defaultdict(list)
        for key, known in self._profiles.items():
            if not known.country:
                for name in known.names:
                    placeless[name].append(key)
        for key, known in self._profiles.items() if placeless else ():
            if known.country:
                for name in placeless.keys() & known.names:
                    for other in placeless[name][:WINDOW]:
                        if self._sorts[key].may_be(self._sorts[other]):
                            yield min(key, other), max(key, other)

    def _neighbours(self, entries: Sequence[_Entry]) -> Iterator[list[tuple[int, int]]]:
        """Yield for each name in order the actors that it and the few that follow may be of."""
        from rapidfuzz.fuzz import ratio  # not small

        sorts = self._sorts
        for place, (name, _, actor) in enumerate(entries):
            fitting = self._may_be[sorts[actor]]
            yield [
                (min(actor, other.actor), max(actor, other.actor))
                for other in entries[place + 1 : place + 1 + WINDOW]
                if sorts[other.actor] in fitting
                and other.actor != actor
                and (name == other.name or ratio(name, other.name, score_cutoff=SIMILAR))
            ]

    # Comparing

    def likeness(self, one: int, other: int) -> Likeness | None:
        """Return how alike two actors are if they may be one; None if they are two."""
        mine, theirs = self._profiles[one], self._profiles[other]
        found = compare(mine, theirs)
        if found.verdict is Verdict.SURE:
            return found
        if found.verdict is Verdict.UNLIKE or contradictions(mine, theirs):
            return None
        witness = _witness(mine, theirs)
        if witness is None:
            return found if found.score >= CLOSE else None
        if not witness and found.score < 100:
            return None
        reasons = (*found.reasons, witness) if witness else found.reasons
        return Likeness(found.verdict, found.score, reasons)


def _witness(one: Profile, other: Profile) -> str | None:
    """Return in words what place or size says for two being one; None if it cannot say a thing."""
    if one.point and other.point:
        apart = distance(one.point, other.point)
        return f"{apart:.0f} km apart" if apart <= NEAR_KM else ""
    size = size_ratio(one.population, other.population)
    if not size:
        return None
    return "nearly the same size" if size <= NEARLY_SAME_SIZE else ""
