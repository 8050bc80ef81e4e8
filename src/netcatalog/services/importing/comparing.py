"""Comparing what rows say with what the catalogue says of the same actors."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, cast

from netcatalog.domain import wording
from netcatalog.domain.choices import ActorKind, MembershipStatus, NameType
from netcatalog.domain.fields import Edtf, Record, field_named, fields_of
from netcatalog.domain.folding import fold
from netcatalog.domain.mappings import SUBJECT, Existing
from netcatalog.domain.records import Actor, ActorId, Membership, MembershipId, Name, Period

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from netcatalog.domain.fields import Field
    from netcatalog.domain.mappings import Mapping as ListMapping
    from netcatalog.domain.row_reading import Said
    from netcatalog.services.importing.draft import Draft
    from netcatalog.store.reading import Reader

R = TypeVar("R", bound=Record)

OF_NEW_ONES = frozenset({"kind", "is_network", "source", "as_of"})
"""Fields of an actor that a list fills in for a new one, and never changes."""


@dataclass(slots=True, kw_only=True)
class Known:
    """A row about an actor that is known by now, and what comparing comes to.

    Attributes:
        line: Where it stands.
        title: What it is about.
        said: What it says, so far as that is to be compared.
        actor: The id of the actor; below zero, the list itself adds it.
        is_new: Whether this row adds it.
        numbered: Whether it was found by its number in a register.
        before: What rows before said of the fields of the actor.
        told: What the row adds and changes, and what is odd about it, in words.
        changed: Whether it adds or changes anything.
        joins: How many memberships are new, or taken up again.
        renamed: Whether the actor bears another name now.
        odd: Whether it says otherwise than a row before, which stands.
    """

    line: int
    title: str
    said: Said
    actor: int
    is_new: bool = False
    numbered: bool = False
    before: Mapping[str, Any] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    changed: bool = False
    joins: int = 0
    renamed: bool = False
    odd: bool = False

    def contradict(self, what: str) -> None:
        """Tell that it says otherwise than a row before."""
        self.odd = True
        self.told.append(what)


class Comparison:
    """Compares some rows with what is in the catalogue, read in a few statements.

    They are compared with it as the rows before leave it.
    """

    def __init__(
        self, reader: Reader, draft: Draft, mapping: ListMapping, rows: Sequence[Known]
    ) -> None:
        """Read what `rows` need; what they change goes into `draft`."""
        self._reader = reader
        self._draft = draft
        self._fills = mapping.existing is Existing.FILL
        self._as_of = Edtf(mapping.as_of)
        ids = sorted({row.actor for row in rows if row.actor > 0 and row.said.values})
        self._actors = {one.id: draft.as_left(one) for one in reader.records(Actor, ids)}
        said: defaultdict[type[Record], set[int]] = defaultdict(set)
        for row in rows:
            for one in row.said.inner:
                if one.kind is not Membership and row.actor > 0:
                    said[one.kind].add(row.actor)
        self._facts = {
            kind: self._hanging(kind, _owner(kind), actors) for kind, actors in said.items()
        }
        self._load_memberships(rows)

    def _hanging(self, kind: type[R], via: Field, owners: Collection[int]) -> dict[int, list[R]]:
        found = self._reader.hanging(kind, via, sorted(owners)) if owners else {}
        return {key: list(map(self._draft.as_left, held)) for key, held in found.items()}

    def _load_memberships(self, rows: Sequence[Known]) -> None:
        wanted = set()
        for row in rows:
            for said in row.said.inner:
                if said.kind is Membership:
                    network, member = _ends(row, said)
                    wanted.add(self._draft.memberships(network).get(member, 0))
        ids = sorted(one for one in wanted if one > 0)
        found = self._reader.records(Membership, ids)
        self._memberships = {one.id: self._draft.as_left(one) for one in found}
        self._periods = self._hanging(Period, field_named(Period, "membership"), ids)

    def compare(self, row: Known) -> None:
        """Put down what a row adds and alters, and tell it."""
        if row.said.values:
            actor = self._actors.get(row.actor) or Actor(id=row.actor, kind=ActorKind.AUTHORITY)
            self._actors[row.actor] = self._altered(row, actor, row.said.values, row.before)
        for said in row.said.inner:
            if said.kind is Membership:
                self._compare_membership(row, said)
            else:
                self._compare_fact(row, said)

    def _altered(
        self,
        row: Known,
        before: R,
        values: dict[str, Any],
        told: Mapping[str, Any],
        *,
        keeps: bool | None = None,
    ) -> R:
        """Return a record with what a row says of it, put down and told.

        What a row before says of it stands.

        Args:
            row: The row.
            before: The record as it is; of one that the list adds, no more than its id counts.
            values: What the row says of it.
            told: What rows before said of it.
            keeps: Whether what is there stays where the row says otherwise; None: as the
                mapping has it.
        """
        kind, key = type(before), before.id or 0
        keeps = key > 0 and (self._fills if keeps is None else keeps)
        changed: dict[str, Any] = {}
        for name, value in values.items():
            held = told.get(name, getattr(before, name))
            if held == value:
                continue
            declared = field_named(kind, name)
            old, new = (
                wording.value(declared, one, self._reader.label) or "nothing"
                for one in (held, value)
            )
            if name in told:
                row.contradict(f"{declared.label}: a row before says {old}, this one {new}")
            elif keeps and held not in (None, ""):
                row.told.append(f"{declared.label}: {old} stays, the list says {new}")
            else:
                changed[name] = value
                row.told.append(f"{declared.label}: {old} → {new}")
        if not changed:
            return before
        row.changed = True
        return self._draft.alter(before, changed)

    def _compare_fact(self, row: Known, said: Said) -> None:
        held = self._facts.get(said.kind, {}).get(row.actor, [])
        alike = [one for one in held if _says(one, said.values)]
        same = min(alike, key=_told_fields) if len(alike) > 1 else next(iter(alike), None)
        if said.kind is Name and row.numbered:
            said = self._called_anew(row, said, cast("list[Name]", held), is_new=same is None)
        if same is not None:
            self._compare_inner(row, said.inner, same.id or 0)
        elif self._adds(row, said, row.actor) and row.actor > 0:
            row.told.append(f"new {said.kind.about.label}: {_first_text(said.values)}")

    def _compare_inner(self, row: Known, inner: Sequence[Said], owner: int) -> None:
        """Put down what hangs on a record that is there, if it is new."""
        for said in inner:
            there: Sequence[Record] = ()
            if owner > 0:
                via = field_named(said.kind, said.link)
                there = self._reader.hanging(said.kind, via, [owner]).get(owner, [])
            if not any(_says(one, said.values) for one in there) and self._adds(row, said, owner):
                row.told.append(f"new {said.kind.about.label}: {_first_text(said.values)}")

    def _adds(self, row: Known, said: Said, owner: int) -> bool:
        size = self._draft.size
        self._draft.add_fact(said, owner)
        adds = self._draft.size > size
        row.changed = row.changed or adds
        return adds

    def _called_anew(self, row: Known, said: Said, names: list[Name], *, is_new: bool) -> Said:
        """Make an official name a former one, where the same number now bears another.

        Returns:
            The name that the row tells: another one beside that which a row before told.
        """
        values = said.values
        if values.get("type", NameType.OFFICIAL) is not NameType.OFFICIAL:
            return said
        language = str(values.get("language", ""))
        if is_new and not self._draft.has_said(said, row.actor):
            if self._draft.is_named(row.actor, language):
                row.contradict(f"a row before calls it otherwise, this one {values['text']}")
                return said._replace(values=values | {"type": NameType.ALTERNATIVE})
            self._rename(row, names, str(values["text"]), language)
        self._draft.tell_names([said], row.actor)
        return said

    def _rename(self, row: Known, names: list[Name], text: str, language: str) -> None:
        for place, name in enumerate(names):
            if name.type is NameType.OFFICIAL and name.language == language:
                ended = {"type": NameType.FORMER, "until": name.until or self._as_of}
                names[place] = self._draft.alter(name, ended)
                row.renamed = True
                row.told.append(f"renamed: {name.text} → {text}")

    # Memberships

    def _compare_membership(self, row: Known, said: Said) -> None:
        network, member = _ends(row, said)
        if member == network:
            row.contradict("it cannot be a member of itself")
            return
        self._draft.is_member(network, member)
        values = {name: one for name, one in said.values.items() if name not in _ENDS}
        key = self._draft.memberships(network).get(member)
        is_over = any("until" in one.values for one in said.inner if one.kind is Period)
        if key is None:
            key = self._draft.add_membership(network, member, values)
            row.changed = True
            row.joins += 1
            row.told.append(f"joins {self._called(member if said.link == 'network' else network)}")
        else:
            self._compare_with_membership(row, key, values, is_over=is_over)
        for one in said.inner:
            if one.kind is Period:
                self._compare_period(row, one, key)
            else:
                self._compare_inner(row, (one,), key)

    def _compare_with_membership(
        self, row: Known, key: int, values: dict[str, Any], *, is_over: bool
    ) -> None:
        """Put down what is new of a membership that is there; one that was left is taken up."""
        before = self._memberships.get(key) or Membership(
            id=key, member=ActorId(0), network=ActorId(0)
        )
        returns = before.status is MembershipStatus.LEFT and not is_over
        if returns:
            values.setdefault("status", MembershipStatus.MEMBER)
        told = self._draft.told(Membership, key)
        if values.get("status") is MembershipStatus.LEFT and self._goes_on(key):
            row.contradict("a row before says that it is a member, this one that it has left")
            del values["status"]
        self._draft.tell(Membership, key, values)
        after = self._altered(row, before, values, told, keeps=False if returns else None)
        self._memberships[key] = after
        row.joins += returns and after.status is not MembershipStatus.LEFT

    def _goes_on(self, membership: int) -> bool:
        """Return whether a row before told a membership, and nothing of its status or end."""
        stretches = self._draft.stretches(membership)
        ended = bool(stretches) and all(until for _, until in stretches)
        is_told = self._draft.is_told(Membership, membership)
        return is_told and not ended and "status" not in self._draft.told(Membership, membership)

    def _called(self, actor: int) -> str:
        if actor > 0:
            return self._reader.label(SUBJECT, actor)
        return self._draft.titles.get(actor, "")

    def _compare_period(self, row: Known, said: Said, membership: int) -> None:
        values: dict[str, Any] = said.values
        stretch = values.get("since", ""), values.get("until", "")
        before = self._draft.stretches(membership)
        if stretch in before:
            return
        for one in before:
            if not _are_apart(one, stretch):
                row.contradict(f"a row before says {_told(*one)}, this one {_told(*stretch)}")
                return
        self._draft.tell_stretch(membership, stretch)
        if membership < 0:
            self._draft.add_period(membership, values)
            row.changed = True
        else:
            self._compare_with_periods(row, values, membership)

    def _compare_with_periods(self, row: Known, values: dict[str, Any], membership: int) -> None:
        since, until = values.get("since", ""), values.get("until", "")
        periods = self._periods.setdefault(membership, [])
        if any(since in {"", one.since} and until in {"", one.until} for one in periods):
            return
        is_over = bool(since and until)  # another than the one that goes on, if it began otherwise
        going = next(
            (
                place
                for place, one in enumerate(periods)
                if not one.until and not (is_over and one.since not in {"", since})
            ),
            None,
        )
        if going is not None:
            periods[going] = self._altered(row, periods[going], values, {})
            return
        self._draft.add_period(membership, values)
        row.changed = True
        row.told.append(f"new period: {_told(since, until)}")


_ENDS = frozenset({"network", "member"})


def _ends(row: Known, said: Said) -> tuple[int, int]:
    """Return network and member of a membership that a row speaks of; it is one of the two."""
    told: dict[str, Any] = said.values
    return told.get("network", row.actor), told.get("member", row.actor)


def _told(since: str, until: str) -> str:
    period = Period(membership=MembershipId(0), since=Edtf(since), until=Edtf(until))
    return wording.sentence(period, lambda *_: "")


def _are_apart(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Return whether two stretches of time are surely two: they began apart, and one ended."""
    return "" not in {one[0], other[0]} and one[0] != other[0] and bool(one[1] or other[1])


def _owner(kind: type[Record]) -> Any:  # noqa: ANN401
    return next(one for one in fields_of(kind) if one.owner and one.refers == SUBJECT)


def _says(record: Record, values: dict[str, Any]) -> bool:
    """Return whether a fact says what a row says; of names, in any spelling or of any sort."""
    if isinstance(record, Name) and record.text == values["text"]:
        return True
    for name, value in values.items():
        held = getattr(record, name)
        if held != value:
            declared = field_named(type(record), name)
            if not declared.folded or fold(str(held)) != fold(str(value)):
                return False
    return True


def _told_fields(record: Record) -> int:
    """Return how much a fact says."""
    return sum(getattr(record, one.name) not in (None, "") for one in fields_of(type(record)))


def _first_text(values: dict[str, Any]) -> str:
    return next((str(one) for one in values.values() if isinstance(one, str) and one), "")
