"""What a list adds and alters, put down until it is made; and what its rows said so far."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from netcatalog.domain.changes import Additions, Change, Completions
from netcatalog.domain.choices import ActorKind, NameType
from netcatalog.domain.fields import Record, fields_of, remembered
from netcatalog.domain.folding import fold
from netcatalog.domain.mappings import SUBJECT, fillable
from netcatalog.domain.records import (
    SCHEMA,
    Actor,
    Membership,
    Name,
    Period,
    Source,
    Sourced,
)
from netcatalog.domain.row_reading import Called, Said
from netcatalog.store.sql import Sql

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from netcatalog.domain.changes import Edit
    from netcatalog.domain.mappings import Mapping as ListMapping
    from netcatalog.store.reading import Reader

    Stretch = tuple[str, str]
    """Since when and until when, in EDTF; "" if that is not told."""

R = TypeVar("R", bound=Record)

_SOURCED = {kind for kind in SCHEMA.records if issubclass(kind, Sourced)}

_REFERRING = {
    kind for kind in SCHEMA.records if any(one.refers == SUBJECT for one in fillable(kind))
}
"""Types by which rows refer to actors."""

KEPT_BACK = 10_000
"""Most alterations that wait for the end. While rows are added their tables have no indexes, and
these are made again for each alteration that comes between."""


class Draft:
    """Collects records, each after those that it refers to.

    It knows what rows said before, however long ago: a row is compared with the catalogue as
    the rows before it leave it, and what contradicts one of them can be told.

    Attributes:
        size: How many records are put down to be added.
        called: The actors that the list refers to by name, in the country where it does.
        titles: What those of them are called that the list adds.
        seen: By network, the members that a list of all members names.
        joining: By network, what those of them are called that the list adds.
    """

    def __init__(self, reader: Reader, mapping: ListMapping) -> None:
        """Collect what `mapping` makes of a list, for the catalogue that `reader` sees."""
        self.size = 0
        self.called: dict[tuple[Called, str], int] = {}
        self.titles: dict[int, str] = {}
        self.seen: dict[int, set[int]] = {}
        self.joining: defaultdict[int, list[str]] = defaultdict(list)
        self._reader = reader
        self._mapping = mapping
        self._last = 0
        self._rests: dict[str, Any] = {}
        self._members: dict[int, dict[int, int]] = {}
        # What is put down
        self._adds: defaultdict[type[Record], list[dict[str, Any]]] = defaultdict(list)
        self._new: dict[int, dict[str, Any]] = {}
        self._alters: dict[tuple[type[Record], int], tuple[Record, Record]] = {}
        self._altered: defaultdict[type[Record], dict[int, dict[str, Any]]] = defaultdict(dict)
        self._completed: defaultdict[type[Record], dict[int, dict[str, Any]]] = defaultdict(dict)
        # What was said
        self._first_said: dict[int, Sequence[Said]] = {}
        self._said: set[int] = set()
        schema = reader.schema
        self._bearers = {kind for kind in schema.records if schema.hanging_on(kind)}
        self._bearing: dict[int, int] = {}
        self._told: defaultdict[type[Record], dict[int, Mapping[str, Any]]] = defaultdict(dict)
        self._alike: dict[tuple[tuple[str, Any], ...], Mapping[str, Any]] = {}
        self._alike_stretches: dict[tuple[Stretch, ...], tuple[Stretch, ...]] = {}
        self._stretches: dict[int, tuple[Stretch, ...]] = {}
        self._named: set[tuple[int, str]] = set()

    # What is put down

    def add(self, kind: type[Record], values: dict[str, Any]) -> None:
        """Put a record down that is to be added, told by what its fields hold."""
        self._adds[kind].append(values)
        self.size += 1

    def alter(self, before: R, changed: Mapping[str, Any]) -> R:
        """Put down that fields of a record become others; return it as it becomes."""
        after = replace(before, **changed)
        kind, key = type(before), before.id or 0
        if key in self._new:
            self._new[key].update(changed)
        elif key < 0:
            self._completed[kind].setdefault(key, {}).update(changed)
        else:
            self._altered[kind].setdefault(key, {}).update(changed)
            first, _ = self._alters.get((kind, key), (before, before))
            self._alters[kind, key] = first, after
        return after

    def as_left(self, record: R) -> R:
        """Return a record of the catalogue as the list leaves it so far."""
        changed = self._altered[type(record)].get(record.id or 0)
        return replace(record, **changed) if changed else record

    def take(self, added: Counter[type[Record]], altered: Counter[type[Record]]) -> Iterator[Edit]:
        """Yield what can be made now, and count it."""
        if self._adds:
            added.update({kind: len(told) for kind, told in self._adds.items()})
            yield Additions({**self._adds})
            self._adds.clear()
            self._new.clear()
            self.size = 0
        if len(self._alters) >= KEPT_BACK:
            yield from self._take_altered(altered)

    def take_rest(
        self, added: Counter[type[Record]], altered: Counter[type[Record]]
    ) -> Iterator[Edit]:
        """Yield all that is still put down, and count it."""
        yield from self.take(added, altered)
        yield from self._take_altered(altered)
        if self._completed:
            yield Completions({**self._completed})
            self._completed.clear()

    def _take_altered(self, altered: Counter[type[Record]]) -> Iterator[Change]:
        """Yield alterations, like ones together; what became what it was again is none."""
        for (kind, _), (before, after) in sorted(
            self._alters.items(), key=lambda one: one[0][0].about.key
        ):
            if before != after:
                altered[kind] += 1
                yield Change(before=before, after=after)
        self._alters.clear()

    # What rows said before

    def told(self, kind: type[Record], key: int) -> Mapping[str, Any]:
        """Return what rows said of the fields of a record, as the first said it."""
        return self._told[kind].get(key, {})

    def tell(self, kind: type[Record], key: int, values: Mapping[str, Any]) -> None:
        """Take down what a row says of the fields of a record."""
        told = self._told[kind]
        whole = {**values, **told[key]} if key in told else values
        if kind is Membership:  # there may be a million, and they say few different things
            whole = self._alike.setdefault(tuple(whole.items()), whole)
        told[key] = whole

    def stretches(self, membership: int) -> tuple[Stretch, ...]:
        """Return from when to when rows said that a membership held."""
        return self._stretches.get(membership, ())

    def tell_stretch(self, membership: int, one: Stretch) -> None:
        """Take down from when to when a row says that a membership held."""
        whole = (*self.stretches(membership), one)
        self._stretches[membership] = self._alike_stretches.setdefault(whole, whole)

    def is_named(self, actor: int, language: str) -> bool:
        """Return whether a row gave an actor its official name in a language."""
        return (actor, language) in self._named

    def tell_names(self, facts: Iterable[Said], actor: int) -> None:
        """Take down in which languages a row gives an actor its official name."""
        self._named.update(
            (actor, str(values.get("language", "")))
            for kind, values, *_ in facts
            if kind is Name and values.get("type", NameType.OFFICIAL) is NameType.OFFICIAL
        )

    def has_said(self, said: Said, owner: int) -> bool:
        """Return whether a row said this fact before, whatever hangs on it."""
        return self._is_said(_places(said, owner), owner)

    def _is_said(self, places: Sequence[int], owner: int) -> bool:
        if owner in self._first_said:
            first = self._first_said.pop(owner)
            self.tell_names(first, owner)
            for one in first:
                self._said.update(_places(one, owner))
        return not self._said.isdisjoint(places)

    # What is made

    def next_id(self) -> int:
        """Return a placeholder for the id of a record to be added."""
        self._last -= 1
        return self._last

    def rests(self) -> dict[str, Any]:
        """Return on what each fact of the list rests: its source, added when first asked for."""
        if not self._rests:
            known = {one.name for one in fields_of(Source)}
            values: Any = {name: told for name, told in self._mapping.source.items() if told}
            key = self.next_id()
            self.add(Source, {"id": key} | {one: values[one] for one in known & set(values)})
            self._rests = {"source": key, "as_of": self._mapping.as_of}
        return self._rests

    def add_actor(self, said: Said) -> int:
        """Put down the subject of a row, without what hangs on it."""
        key = self.next_id()
        values: dict[str, Any] = {
            **self.rests(),
            "id": key,
            "kind": ActorKind.AUTHORITY,
            **said.values,
        }
        if values["kind"] is ActorKind.NETWORK:
            values.setdefault("is_network", True)
        self._told[Actor][key] = said.values
        self._new[key] = values
        self.add(Actor, values)
        return key

    def identify(self, actor: int, uid: UUID | None) -> None:
        """Say which uid an actor gets that was put down just now; None: any."""
        if uid is not None:
            self._new[actor]["uid"] = uid

    def resolved(self, said: Said, country: str) -> Said:
        """Return the same with the ids of actors in place of what they are called there."""
        values = {
            name: self.called[value, country] if isinstance(value, Called) else value
            for name, value in said.values.items()
        }
        inner = said.inner and tuple(
            self.resolved(one, country) if one.inner or one.kind in _REFERRING else one
            for one in said.inner
        )
        return Said(said.kind, values, said.link, inner)

    def add_called(self, called: Called) -> int:
        """Put down an actor of which a row tells only the name."""
        key = self.next_id()
        self.titles[key] = called.name
        kind = called.creates or ActorKind.GROUP
        is_network = kind is ActorKind.NETWORK
        values = {**self.rests(), "id": key, "kind": kind, "is_network": is_network}
        self._new[key] = values
        self.add(Actor, values)
        self.add_fact(Said(Name, {"text": called.name, "type": NameType.AS_QUOTED}, "actor"), key)
        return key

    def say_kind(self, actor: int, values: Mapping[str, Any]) -> None:
        """Take over of which kind an actor is of which rows before told only the name."""
        kind = values.get("kind", ActorKind.AUTHORITY)
        told = {"is_network": kind is ActorKind.NETWORK, **values}
        before = Actor(id=actor, kind=kind)
        self.alter(before, {name: told[name] for name in ("kind", "is_network") if name in told})

    def add_first_facts(self, facts: Sequence[Said], owner: int) -> None:
        """Put down what the first row about an actor says of it.

        What it says is compared only where it may say the same twice, or another row follows.
        """
        if len({said.kind for said in facts}) < len(facts):
            for said in facts:
                self.add_fact(said, owner)
            self.tell_names(facts, owner)
            return
        self._first_said[owner] = facts
        for said in facts:
            self._hang(said, owner)

    def add_fact(self, said: Said, owner: int) -> None:
        """Put a fact down, with what hangs on it, so far as the list did not say so before."""
        places = _places(said, owner)
        if not self._is_said(places, owner):
            self._said.update(places)
            self._hang(said, owner)
        elif said.inner:
            for one in said.inner:
                self.add_fact(one, self._bearing[places[0]])

    def _hang(self, said: Said, owner: int) -> None:
        """Put a fact down, with what hangs on it."""
        kind, values, link, inner = said
        whole: dict[str, Any] = {link: owner, **values}
        if kind in _SOURCED:
            whole |= self._rests or self.rests()
        if kind in self._bearers:
            whole["id"] = self._bearing[_places(said, owner)[0]] = self.next_id()
        self.add(kind, whole)
        for one in inner:
            self.add_fact(one, whole["id"])

    # Memberships

    def memberships(self, network: int) -> dict[int, int]:
        """Return the ids of the memberships in a network by the ids of its members."""
        found = self._members.get(network)
        if found is None:
            asked = Sql("SELECT member_id, id FROM membership WHERE network_id = ?", (network,))
            found = dict(self._reader.run(asked)) if network > 0 else {}
            self._members[network] = found
        return found

    def is_member(self, network: int, member: int) -> None:
        """Take down that the list names a member of a network, if it names all of them."""
        if self._mapping.complete:
            self.seen.setdefault(network, set()).add(member)

    def is_new_member(self, network: int, title: str) -> None:
        """Take down what a member is called that the list adds, if it names all of them."""
        if self._mapping.complete:
            self.joining[network].append(title)

    def add_membership(self, network: int, member: int, values: Mapping[str, Any]) -> int:
        """Put a membership down, without what hangs on it; return its placeholder."""
        key = self.memberships(network)[member] = self.next_id()
        ends = {"id": key, "network": network, "member": member}
        whole = self._new[key] = {**self.rests(), **ends, **values}
        self.add(Membership, whole)
        self.tell(Membership, key, values)
        return key

    def add_period(self, membership: int, values: Mapping[str, Any]) -> None:
        """Put a period of a membership down."""
        self.add(Period, {**self.rests(), "membership": membership, **values})


def _places(said: Said, owner: int) -> tuple[int, ...]:
    """Return by what a fact is known to have been said: by its values, or by a name as written.

    Names are the same in any spelling if they are of one sort; of two sorts, as they are written.
    """
    kind, values, link, _ = said
    folded, naming = _folded_fields(kind)
    if not folded:
        return (hash((kind, owner, link, *map(_told_apart, values.items()))),)
    alike = ((name, fold(str(one)) if name in folded else one) for name, one in values.items())
    whole = hash((kind, owner, link, *map(_told_apart, alike)))
    return (whole, hash((kind, owner, values.get(naming)))) if naming else (whole,)


def _told_apart(held: tuple[str, object]) -> object:
    """Return what a field holds as something with a hash of its own: that of -1 is that of -2."""
    return held[0] if held[1] == -1 else held


@remembered
def _folded_fields(kind: type[Record]) -> tuple[frozenset[str], str]:
    """Return the fields of a type that are compared folded, and the one that names its owner."""
    fields = fields_of(kind)
    naming = (one.name for one in fields if one.naming)
    return frozenset(one.name for one in fields if one.folded), next(naming, "")
