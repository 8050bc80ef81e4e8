"""Finding the actor that a row of a list is about, among those in the catalogue and in the list.

What is known of all actors is held in memory: a list of 12,000 rows asks 12,000 times. Numbers of
registers are asked first, then names and countries; only where neither finds anything are names
compared letter by letter, among those that begin alike or share a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from rapidfuzz import fuzz, process

from netcatalog.domain.choices import ActorKind
from netcatalog.domain.likeness import (
    DECISIVE,
    NEARLY_SAME_SIZE,
    SAME_SIZE,
    SIMILAR,
    WORLDWIDE,
    Likeness,
    Profile,
    Verdict,
    contradictions,
    distance,
    judge,
    name_keys,
    size_ratio,
)
from netcatalog.store.sql import Sql

K = TypeVar("K")

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from netcatalog.store.reading import Reader

    _Block = tuple[list[str], list[int]]
    """Names, and in the same places their actors."""

    _Index = dict[K, int | list[int]]
    """Actors by something that one or several of them have."""

MOST_CANDIDATES = 8
"""Actors offered where nobody can be sure."""

MUCH_LARGER = 4
"""How many times larger a population is of an actor that is not offered for a like name."""

NEAR_KM = 5
"""How far apart two places lie that are one, where namesakes have to be told apart."""

_SAME = 100
"""How alike names are that are the same, in per cent."""

_START = 2
"""Letters with which two names begin alike."""

_LONG_WORD = 5
"""Letters of a word that two names share."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An actor that a row may be about, and why.

    Attributes:
        actor: Its id; below zero, one that the same list adds.
        likeness: How alike they are.
    """

    actor: int
    likeness: Likeness


class Match(NamedTuple):
    """What was found for a row.

    Attributes:
        actor: The actor it is surely about; None if that is not sure, or there is none.
        candidates: Those it may be about, the likeliest first, if none is sure.
        by_number: Whether it was found by its number in a register.
        decided: The key of the question to which the answer was that it is a new one; "" if
            that was not asked.
    """

    actor: int | None = None
    candidates: tuple[Candidate, ...] = ()
    by_number: bool = False
    decided: str = ""


NOBODY = Match()


class _Known(NamedTuple):
    """What is known of an actor beside its names and numbers."""

    actor: int
    authority: bool
    country: str
    population: int | None
    latitude: float | None
    longitude: float | None

    @property
    def point(self) -> tuple[float, float] | None:
        """Where it is: latitude and longitude in degrees."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


_TOLD = frozenset({"country", "population", "latitude", "longitude"})
"""What is known of an actor that rows tell as well, under the same name."""


class _Register(NamedTuple):
    """Actors by their numbers, and the numbers that each has."""

    by_number: _Index[tuple[str, str]]
    of: dict[int, Collection[tuple[str, str]]]

    def take(self, actor: int, numbers: Collection[tuple[str, str]]) -> None:
        """Take in all numbers of an actor."""
        self.of[actor] = numbers
        for number in numbers:
            _put(self.by_number, number, actor)


class Matcher:
    """All actors by their numbers, names and likenesses."""

    def __init__(self, reader: Reader) -> None:
        """Take in the actors that `reader` sees."""
        self._known: dict[int, _Known] = {}
        self._only_called: set[int] = set()
        self._by_name: _Index[str] = {}
        self._by_part: _Index[str] = {}
        self._reader = reader
        self._near: dict[tuple[bool, str], list[dict[str, _Block]]] = {}
        self._blocks: dict[tuple[bool, str], dict[str, _Block]] = {}
        self._load(reader)

    def _load(self, reader: Reader) -> None:
        asked = "SELECT id, kind = ?, country, population, latitude, longitude FROM actor"
        rows = reader.run(Sql(asked, (ActorKind.AUTHORITY.value,)))
        self._known |= {row[0]: _Known._make(row) for row in rows}
        names = "SELECT actor_id, coalesce(nullif(text_folded, ''), text) FROM name"
        by_name = self._by_name
        for key, folded in reader.run(Sql(names)):
            if folded.isalpha() and folded not in by_name:  # most are, and this loop is long
                by_name[folded] = key
            else:
                self._take_name(key, name_keys(folded))

    @cached_property
    def _register(self) -> _Register:
        """The numbers of all actors, taken in when a list has numbers."""
        asked = Sql("SELECT actor_id, scheme, value FROM identifier ORDER BY actor_id")
        register = _Register({}, {})
        for key, rows in groupby(self._reader.run(asked), itemgetter(0)):
            register.take(key, [(scheme, value) for _, scheme, value in rows])
        return register

    def learn(
        self, actor: int, names: Iterable[Sequence[str]], profile: Profile, *, authority: bool
    ) -> None:
        """Take in an actor that is just being added: rows that follow may be about it, too.

        Args:
            actor: Its id.
            names: The keys of each of its names.
            profile: What is told of it.
            authority: Whether it is an authority.
        """
        point = profile.point or (None, None)
        self._known[actor] = _Known(actor, authority, profile.country, profile.population, *point)
        for keys in names:
            self._take_name(actor, keys)
        if profile.identifiers:
            self._register.take(actor, profile.identifiers)

    def learn_called(self, actor: int, names: Sequence[str], *, authority: bool) -> None:
        """Take in an actor of which a row tells no more than the keys of its name."""
        self.learn(actor, [names], Profile(()), authority=authority)
        self._only_called.add(actor)

    def learn_more(
        self,
        actor: int,
        names: Iterable[Sequence[str]],
        numbers: Collection[tuple[str, str]],
        values: Mapping[str, Any],
        *,
        fills: bool,
    ) -> None:
        """Take in what a row adds of an actor that is known.

        Args:
            actor: Its id.
            names: The keys of each of its names.
            numbers: Its numbers in registers.
            values: What its fields hold from now on.
            fills: Whether what they hold already stays.
        """
        self._only_called.discard(actor)
        known = self._known[actor]
        changed = {
            name: values[name]
            for name in _TOLD & values.keys()
            if not (fills and getattr(known, name))
        }
        if changed:
            self._known[actor] = known._replace(**changed)
        for keys in names:
            self._take_name(actor, keys)
        for number in numbers:
            if not self.bears(actor, *number):
                self._register.take(actor, {*self._register.of.get(actor, ()), number})

    def _take_name(self, actor: int, keys: Sequence[str]) -> None:
        """Take in the keys of a name of an actor."""
        index = self._by_name
        for key in keys:
            _put(index, key, actor)
            index = self._by_part

    def bears(self, actor: int, scheme: str, value: str) -> bool:
        """Return whether an actor has a number in a register."""
        return actor in _all(self._register.by_number, (scheme, value))

    def is_told(self, actor: int, values: Mapping[str, object]) -> bool:
        """Return whether fields of an actor that are known here hold just these values."""
        known = self._known[actor]
        return all(
            name in _TOLD and getattr(known, name) == value for name, value in values.items()
        )

    def find(self, profile: Profile, *, authority: bool) -> Match:
        """Return the actor that a profile is about, or those it may be about.

        Args:
            profile: What is told of it.
            authority: Whether it is an authority; others are not compared with them.
        """
        if profile.identifiers and not self._register.by_number.keys().isdisjoint(
            profile.identifiers
        ):
            numbered = self._numbered(profile, authority=authority)
            if numbered is not NOBODY:
                return numbered
        named, whole = self._named(profile, authority=authority)
        if named:
            return self._chosen(named, profile, whole=whole)
        return self._alike(profile, authority=authority)

    def called(self, profile: Profile, *, authority: bool) -> Match:
        """Return the actor of which no more is told than a name, and where one speaks of it.

        Who alone is called so, and lies nobody knows where, is surely meant. Who is called so
        in another country may be.
        """
        match = self.find(profile, authority=authority)
        if match is NOBODY and profile.country:
            elsewhere = profile._replace(country="")
            abroad, whole = self._named(elsewhere, authority=authority)
            return self._chosen(abroad, elsewhere, whole=whole) if abroad else NOBODY
        same = [one.actor for one in match.candidates if one.likeness.score == _SAME]
        if len(same) == 1 and not self._known[same[0]].country:
            return Match(same[0])
        return match

    def _numbered(self, profile: Profile, *, authority: bool) -> Match:
        """Return who has one of the numbers of a profile.

        Numbers of registers that give one to each actor go before others; of these, the name
        must agree. Where they lead to several, it is not sure who is meant.
        """
        decisive: dict[int, list[str]] = {}
        others: dict[int, list[str]] = {}
        elsewhere: dict[int, list[str]] = {}
        for scheme, value in sorted(profile.identifiers):
            for actor in _all(self._register.by_number, (scheme, value)):
                known, told = self._known[actor], f"{scheme.label} {value}"
                here = _one_country(known.country, profile.country)
                if known.authority == authority and here:
                    among = decisive if scheme in DECISIVE else others
                elif scheme in WORLDWIDE:
                    among = elsewhere
                else:
                    continue
                among.setdefault(actor, []).append(told)
        bearers = decisive or others or elsewhere
        is_sure = bool(decisive) or (not elsewhere and not profile.names)
        if not is_sure and others:
            named, _ = self._named(profile, authority=authority)
            called = {one: told for one, told in bearers.items() if one in named}
            bearers, is_sure = called or bearers, bool(called)
        if len(bearers) == 1 and is_sure:
            return Match(next(iter(bearers)), by_number=True)
        alike = (
            Candidate(actor, Likeness(Verdict.LIKELY, _SAME, tuple(told)))
            for actor, told in bearers.items()
        )
        return Match(None, tuple(alike)) if bearers else NOBODY

    def _named(self, profile: Profile, *, authority: bool) -> tuple[tuple[int, ...], bool]:
        """Return the actors that bear one of the names in the country of a profile.

        What is a name as a whole goes before what is part of one. Where a name holds several,
        and these lead to different actors, it is the name of none.

        Returns:
            The actors; and whether what they share is a whole name on one side. Two parts may
            be no names, but both say in which county a place lies.
        """
        keys = profile.names
        for key in keys:
            for index in (self._by_name, self._by_part):
                if key not in index:
                    continue
                bearers = tuple(
                    actor
                    for actor in _all(index, key)
                    if self._may_be(actor, profile, authority=authority)
                )
                if bearers:
                    is_meant = key == keys[0] or self._agree(keys, bearers)
                    whole = key == keys[0] or index is self._by_name
                    return (bearers, whole) if is_meant else ((), True)
        return (), True

    def _agree(self, keys: Sequence[str], bearers: tuple[int, ...]) -> bool:
        """Return whether no other part of a name is that of somebody else."""
        others = (
            actor
            for key in keys[1:]
            for actor in _all(self._by_name, key)
            if self._known[actor].country == self._known[bearers[0]].country
        )
        return set(others) <= set(bearers)

    def _may_be(self, actor: int, profile: Profile, *, authority: bool) -> bool:
        known = self._known[actor]
        if known.authority != authority or not _one_country(known.country, profile.country):
            return False
        numbers = dict(self._register.of.get(actor, ())) if profile.identifiers else {}
        return all(
            scheme not in DECISIVE or numbers.get(scheme, value) == value
            for scheme, value in profile.identifiers
        )

    def _chosen(self, named: tuple[int, ...], profile: Profile, *, whole: bool) -> Match:
        """Return which of those that bear a name is meant, if that is sure.

        Those that share only parts of names must have a witness: the place, or else the size.
        """
        sure = (
            self._sole(named[0], profile) if len(named) == 1 else self._told_apart(named, profile)
        )
        if sure is not None and (whole or self._is_witnessed(self._known[sure], profile)):
            return Match(sure)
        found = sorted(named, key=lambda actor: self._how_far(actor, profile))
        judged = (
            Candidate(actor, judge(_SAME, profile, self._profile(actor)))
            for actor in found[:MOST_CANDIDATES]
        )
        return Match(None, tuple(judged))

    def _how_far(self, actor: int, profile: Profile) -> tuple[float, float]:
        """Return by what candidates of one name are ordered: place, then size."""
        known = self._known[actor]
        apart = distance(known.point, profile.point) if known.point and profile.point else 0
        return apart, size_ratio(known.population, profile.population) or MUCH_LARGER

    def _sole(self, actor: int, profile: Profile) -> int | None:
        """Return the only actor of a name, if nothing speaks against it.

        An authority must lie in the same country, or the country of both not be known: lists
        that tell none must find again whom they brought in. Or this list alone knows of it, and
        no more than the name.
        """
        known = self._known[actor]
        if known.authority and known.country != profile.country and actor not in self._only_called:
            return None
        if contradictions(self._profile(actor), profile):
            return None
        return actor

    def _told_apart(self, named: tuple[int, ...], profile: Profile) -> int | None:
        """Return the one of several that size or place point to, and to no other."""
        near = [actor for actor in named if self._is_near(self._known[actor], profile)]
        if len(near) != 1 or not profile.country:
            return None
        others = (self._known[actor] for actor in named if actor != near[0])
        return near[0] if all(self._is_off(one, profile) for one in others) else None

    @staticmethod
    def _is_witnessed(known: _Known, profile: Profile) -> bool:
        if known.point and profile.point:
            return distance(known.point, profile.point) <= NEAR_KM * 2
        return 0 < size_ratio(known.population, profile.population) <= NEARLY_SAME_SIZE

    @staticmethod
    def _is_near(known: _Known, profile: Profile) -> bool:
        if known.point and profile.point and distance(known.point, profile.point) <= NEAR_KM:
            return True
        return 0 < size_ratio(known.population, profile.population) <= NEARLY_SAME_SIZE

    @staticmethod
    def _is_off(known: _Known, profile: Profile) -> bool:
        if known.point and profile.point and distance(known.point, profile.point) > NEAR_KM * 2:
            return True
        return size_ratio(known.population, profile.population) > SAME_SIZE

    def _alike(self, profile: Profile, *, authority: bool) -> Match:
        """Return the actors whose names are nearly the same."""
        blocks = self._blocks_near(profile.country, authority=authority)
        if not blocks:
            return NOBODY
        best: dict[int, float] = {}
        for block in blocks:
            for key in profile.names:
                for start in _starts_of(key):
                    if start in block:
                        for actor, score in _nearest(key, block[start]):
                            best[actor] = max(score, best.get(actor, 0))
        found = [
            Candidate(actor, judge(score, profile, self._profile(actor)))
            for actor, score in sorted(best.items(), key=lambda one: -one[1])
            if self._may_be(actor, profile, authority=authority)
            and size_ratio(self._known[actor].population, profile.population) <= MUCH_LARGER
        ]
        return Match(None, tuple(found[:MOST_CANDIDATES])) if found else NOBODY

    def _blocks_near(self, country: str, *, authority: bool) -> list[dict[str, _Block]]:
        """Return the names that actors bear in a country, or in one not known, by their starts."""
        near = self._near.get((authority, country))
        if near is None:
            wanted = [
                one
                for one in self._named_in
                if one[0] == authority and (not country or one[1] in {country, ""})
            ]
            near = self._near[authority, country] = [self._block(one) for one in wanted]
        return near

    @cached_property
    def _named_in(self) -> dict[tuple[bool, str], list[tuple[str, int]]]:
        """The names that the actors of the catalogue bear, and who does, by country."""
        found: dict[tuple[bool, str], list[tuple[str, int]]] = {}
        for key in self._by_name:
            for actor in _all(self._by_name, key):
                known = self._known[actor]
                found.setdefault((known.authority, known.country), []).append((key, actor))
        return found

    def _block(self, place: tuple[bool, str]) -> dict[str, _Block]:
        """Return names borne in one place by their starts, put in order when first asked for."""
        block = self._blocks.get(place)
        if block is None:
            block = self._blocks[place] = {}
            for key, actor in self._named_in[place]:
                for start in _starts_of(key):
                    names, actors = block.setdefault(start, ([], []))
                    names.append(key)
                    actors.append(actor)
        return block

    def _profile(self, actor: int) -> Profile:
        """Return what is known of an actor beside its names."""
        known = self._known[actor]
        return Profile(
            names=(),
            country=known.country,
            population=known.population,
            point=known.point,
        )


def _nearest(key: str, block: _Block) -> Iterator[tuple[int, float]]:
    """Yield the actors whose names in a block are most like a name, and how alike they are."""
    names, actors = block
    near = process.extract(
        key, names, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=MOST_CANDIDATES
    )
    yield from ((actors[place], score) for _, score, place in near)


def _starts_of(key: str) -> set[str]:
    """Return what brings a name together with those it is compared with letter by letter."""
    return {key[:_START], *(word for word in key.split() if len(word) >= _LONG_WORD)}


def _one_country(one: str, other: str) -> bool:
    return not one or not other or one == other


def _put(held: _Index[K], key: K, actor: int) -> None:
    there = held.get(key)
    if there is None:
        held[key] = actor
    elif isinstance(there, list):
        if actor not in there:
            there.append(actor)
    elif there != actor:
        held[key] = [there, actor]


def _all(held: _Index[K], key: K) -> Sequence[int]:
    there = held.get(key)
    if there is None:
        return ()
    return there if isinstance(there, list) else (there,)
