"""What a list adds and alters, put down until it is made."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from netcatalog.domain.changes import Additions, Change
from netcatalog.domain.choices import ActorKind, NameType
from netcatalog.domain.fields import fields_of, remembered
from netcatalog.domain.folding import fold
from netcatalog.domain.records import Actor, Membership, Name, Source, Sourced
from netcatalog.domain.row_reading import Called, Said
from netcatalog.store.sql import Sql

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

    from netcatalog.domain.fields import Record
    from netcatalog.domain.mappings import Mapping
    from netcatalog.store.reading import Reader


class Draft:
    """Collects records, each after those that it refers to.

    Attributes:
        size: How many records are put down to be added.
        called: The actors that the list refers to by name.
        titles: What those of them are called that the list adds.
        seen: By network, the members that a list of all members names.
    """

    def __init__(self, reader: Reader, mapping: Mapping) -> None:
        """Collect what `mapping` makes of a list, for the catalogue that `reader` sees."""
        self.size = 0
        self.called: dict[Called, int] = {}
        self.titles: dict[int, str] = {}
        self.seen: dict[int, set[int]] = {}
        self._reader = reader
        self._mapping = mapping
        self._last = 0
        self._rests: dict[str, Any] = {}
        self._new: dict[int, dict[str, Any]] = {}
        self._altered: dict[int, Actor] = {}
        self._first_said: dict[int, Sequence[Said]] = {}
        self._said: set[int] = set()
        self._members: dict[int, dict[int, int]] = {}
        self._adds: defaultdict[type[Record], list[dict[str, Any]]] = defaultdict(list)
        self._alters: dict[tuple[type[Record], int], tuple[Record, Record]] = {}

    # What is put down

    def add(self, kind: type[Record], values: dict[str, Any]) -> None:
        """Put a record down that is to be added, told by what its fields hold."""
        self._adds[kind].append(values)
        self.size += 1

    def alter(self, before: Record, after: Record) -> None:
        """Put down that a record is altered; of one altered twice, how it becomes last."""
        key = type(before), before.id or 0
        first, _ = self._alters.get(key, (before, before))
        self._alters[key] = first, after
        if isinstance(after, Actor):
            self._altered[after.id or 0] = after

    def actor(self, key: int) -> Actor | None:
        """Return an actor that the list adds or alters, as it leaves it."""
        if key in self._new:
            return Actor(**self._new[key])
        return self._altered.get(key)

    def take(
        self, added: Counter[type[Record]], altered: Counter[type[Record]]
    ) -> Iterator[Change | Additions]:
        """Yield what is put down, like changes together, and count it."""
        if self._adds:
            added.update({kind: len(told) for kind, told in self._adds.items()})
            yield Additions({**self._adds})
            self._adds.clear()
            self.size = 0
        for (kind, _), (before, after) in sorted(
            self._alters.items(), key=lambda one: one[0][0].about.key
        ):
            altered[kind] += 1
            yield Change(before=before, after=after)
        self._alters.clear()

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
        self._new[key] = values
        self.add(Actor, values)
        return key

    def resolved(self, said: Said) -> Said:
        """Return the same with the ids of actors in place of what they are called."""
        values = {
            name: self.called[value] if isinstance(value, Called) else value
            for name, value in said.values.items()
        }
        return Said(said.kind, values, said.link, tuple(map(self.resolved, said.inner)))

    def add_called(self, called: Called) -> int:
        """Put down an actor of which a row tells only the name."""
        key = self.called[called] = self.next_id()
        self.titles[key] = called.name
        kind = called.creates or ActorKind.GROUP
        rests, is_network = self.rests(), kind is ActorKind.NETWORK
        named = {"actor": key, "text": called.name, "type": NameType.AS_QUOTED}
        self.add(Actor, {**rests, "id": key, "kind": kind, "is_network": is_network})
        self.add(Name, {**rests, **named})
        return key

    def add_first_facts(self, facts: Sequence[Said], owner: int) -> None:
        """Put down what the first row about an actor says of it.

        What it says is compared only where it may say the same twice, or another row follows.
        """
        if len({said.kind for said in facts}) < len(facts):
            for said in facts:
                self.add_fact(said, owner)
            return
        self._first_said[owner] = facts
        for said in facts:
            self._hang(said, owner)

    def add_fact(self, said: Said, owner: int) -> None:
        """Put a fact down, with what hangs on it, unless the list said so before."""
        for one in self._first_said.pop(owner, ()):
            self._said.update(_places(one, owner))
        places = _places(said, owner)
        if self._said.isdisjoint(places):
            self._said.update(places)
            self._hang(said, owner)

    def _hang(self, said: Said, owner: int) -> None:
        """Put a fact down, with what hangs on it."""
        kind, values, link, inner = said
        whole = {**self._rests_of(kind), link: owner, **values}
        if inner:
            whole["id"] = self.next_id()
        self.add(kind, whole)
        for one in inner:
            self.add_fact(one, whole["id"])

    def _rests_of(self, kind: type[Record]) -> dict[str, Any]:
        return self.rests() if issubclass(kind, Sourced) else {}

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

    def add_membership(self, said: Said, values: dict[str, Any]) -> str:
        """Put a membership down, or what else the list says of one that it adds itself.

        Returns:
            What is odd about it, in some words, or "".
        """
        member, network = values["member"], values["network"]
        if member == network:
            return "it cannot be a member of itself"
        self.is_member(network, member)
        there = self.memberships(network)
        key = there.get(member)
        odd = ""
        if key is None:
            key = there[member] = self.next_id()
            self.add(Membership, {**self.rests(), "id": key, **values})
            self._said.add(hash((key, *said.values.items())))
        elif hash((key, *said.values.items())) not in self._said:
            odd = "a row before says otherwise of this membership, and stands"
        for one in said.inner:
            self.add_fact(one, key)
        return odd


def _places(said: Said, owner: int) -> tuple[int, ...]:
    """Return by what a fact is known to have been said: by its values, or by a name as written.

    Names are the same in any spelling if they are of one sort; of two sorts, as they are written.
    """
    values = said.values
    folded, naming = _folded_fields(said.kind)
    if not folded:
        return (hash((said.kind, owner, said.link, *values.items())),)
    alike = ((name, fold(str(one)) if name in folded else one) for name, one in values.items())
    whole = hash((said.kind, owner, said.link, *alike))
    return (whole, hash((said.kind, owner, values.get(naming)))) if naming else (whole,)


@remembered
def _folded_fields(kind: type[Record]) -> tuple[frozenset[str], str]:
    """Return the fields of a type that are compared folded, and the one that names its owner."""
    fields = fields_of(kind)
    naming = (one.name for one in fields if one.naming)
    return frozenset(one.name for one in fields if one.folded), next(naming, "")
