"""What a list adds and alters, put down until it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netcatalog.domain.changes import Change
from netcatalog.domain.choices import ActorKind, NameType
from netcatalog.domain.fields import fields_of, remembered
from netcatalog.domain.folding import fold
from netcatalog.domain.records import Actor, ActorId, Membership, Name, Source, Sourced
from netcatalog.domain.row_reading import Called, Said
from netcatalog.store.sql import Sql

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from netcatalog.domain.fields import Record
    from netcatalog.domain.mappings import Mapping
    from netcatalog.store.reading import Reader


class Draft:
    """Collects records, each after those that it refers to.

    Attributes:
        actors: The actors that the list adds or alters, by id, as it leaves them.
        called: The actors that the list refers to by name.
        titles: What those of them are called that the list adds.
        seen: By network, the members that a list of all members names.
    """

    def __init__(self, reader: Reader, mapping: Mapping) -> None:
        """Collect what `mapping` makes of a list, for the catalogue that `reader` sees."""
        self.actors: dict[int, Actor] = {}
        self.called: dict[Called, int] = {}
        self.titles: dict[int, str] = {}
        self.seen: dict[int, set[int]] = {}
        self._reader = reader
        self._mapping = mapping
        self._last = 0
        self._rests: dict[str, Any] = {}
        self._said: set[int] = set()
        self._members: dict[int, dict[int, int]] = {}
        self._adds: list[Record] = []
        self._alters: dict[tuple[type[Record], int], tuple[Record, Record]] = {}

    # What is put down

    @property
    def size(self) -> int:
        """How many records are put down to be added."""
        return len(self._adds)

    def add(self, record: Record) -> None:
        """Put a record down that is to be added."""
        self._adds.append(record)

    def alter(self, before: Record, after: Record) -> None:
        """Put down that a record is altered; of one altered twice, how it becomes last."""
        key = type(before), before.id or 0
        first, _ = self._alters.get(key, (before, before))
        self._alters[key] = first, after

    def take(
        self, added: Counter[type[Record]], altered: Counter[type[Record]]
    ) -> Iterator[Change]:
        """Yield what is put down, like changes together, and count it."""
        for record in self._adds:
            added[type(record)] += 1
            yield Change(after=record)
        self._adds.clear()
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
            self._adds.append(Source(id=key, **{one: values[one] for one in known & set(values)}))
            self._rests = {"source": key, "as_of": self._mapping.as_of}
        return self._rests

    def add_actor(self, said: Said) -> int:
        """Put down the subject of a row, without what hangs on it."""
        key = self.next_id()
        values = {"kind": ActorKind.AUTHORITY, **said.values}
        values.setdefault("is_network", values["kind"] is ActorKind.NETWORK)
        whole: Any = self.rests() | values
        record = self.actors[key] = Actor(id=key, **whole)
        self._adds.append(record)
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
        rests = self.rests()
        self._adds += [
            Actor(id=key, kind=kind, is_network=kind is ActorKind.NETWORK, **rests),
            Name(actor=ActorId(key), text=called.name, type=NameType.AS_QUOTED, **rests),
        ]
        return key

    def add_fact(self, said: Said, owner: int) -> None:
        """Put a fact down, with what hangs on it, unless the list said so before."""
        places = _places(said, owner)
        if not self._said.isdisjoint(places):
            return
        self._said.update(places)
        key = self.next_id() if said.inner else None
        self._adds.append(self.made(said, owner, key))
        for one in said.inner:
            self.add_fact(one, key or 0)

    def made(self, said: Said, owner: int, key: int | None = None) -> Record:
        """Return the record that hangs on `owner`."""
        rests = self.rests() if issubclass(said.kind, Sourced) else {}
        made: Any = said.kind
        return made(id=key, **(rests | {said.link: owner} | said.values))  # type: ignore[no-any-return]

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
            self._adds.append(Membership(id=key, **(self.rests() | values)))
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
