"""Comparing what rows say with what the catalogue says of the same actors."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from netcatalog.domain import wording
from netcatalog.domain.choices import MembershipStatus, NameType
from netcatalog.domain.fields import Edtf, Record, field_named, fields_of
from netcatalog.domain.folding import fold
from netcatalog.domain.mappings import SUBJECT, Existing
from netcatalog.domain.records import Actor, Membership, MembershipId, Name, Period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netcatalog.domain.mappings import Mapping
    from netcatalog.domain.row_reading import Said
    from netcatalog.services.importing.draft import Draft
    from netcatalog.store.reading import Reader

R = TypeVar("R", bound=Record)

OF_NEW_ONES = frozenset({"kind", "is_network", "source", "as_of"})
"""Fields of an actor that a list fills in for a new one, and never changes."""


@dataclass(slots=True, kw_only=True)
class Known:
    """A row about an actor that is there already, and what comparing comes to.

    Attributes:
        line: Where it stands.
        title: What it is about.
        said: What it says.
        actor: The id of the actor; below zero, the list itself adds it.
        numbered: Whether it was found by its number in a register.
        told: What the row adds and changes, and what is odd about it, in words.
        changed: Whether it adds or changes anything.
        joins: How many memberships are new, or taken up again.
        renamed: Whether the actor bears another name now.
        odd: Whether it says otherwise than what stays.
    """

    line: int
    title: str
    said: Said
    actor: int
    numbered: bool
    told: list[str] = field(default_factory=list)
    changed: bool = False
    joins: int = 0
    renamed: bool = False
    odd: bool = False


class Comparison:
    """Compares some rows with what is in the catalogue, read in a few statements."""

    def __init__(
        self, reader: Reader, draft: Draft, mapping: Mapping, rows: Sequence[Known]
    ) -> None:
        """Read what `rows` need; what they change goes into `draft`."""
        self._reader = reader
        self._draft = draft
        self._mapping = mapping
        ids = sorted({row.actor for row in rows if row.actor > 0 and row.said.values})
        self._actors = {one.id: one for one in reader.records(Actor, ids)}
        said: defaultdict[type[Record], set[int]] = defaultdict(set)
        for row in rows:
            for one in row.said.inner:
                said[one.kind].add(row.actor)
        self._facts = {
            kind: reader.hanging(kind, _owner(kind), sorted(actors))
            for kind, actors in said.items()
            if kind is not Membership
        }
        self._load_memberships(rows)

    def _load_memberships(self, rows: Sequence[Known]) -> None:
        wanted = set()
        for row in rows:
            for said in row.said.inner:
                if said.kind is Membership:
                    key = self._held(row, said)
                    if key is not None and key > 0:
                        wanted.add(key)
        ids = sorted(wanted)
        self._memberships = {one.id: one for one in self._reader.records(Membership, ids)}
        via = field_named(Period, "membership")
        self._periods = self._reader.hanging(Period, via, ids) if ids else {}

    def _held(self, row: Known, said: Said) -> int | None:
        """Return the id of the membership of which a row speaks, if there is one."""
        told: dict[str, Any] = said.values  # one of the two, and the row is about the other
        network, member = told.get("network", row.actor), told.get("member", row.actor)
        return self._draft.memberships(network).get(member)

    def compare(self, row: Known) -> None:
        """Put down what a row adds and alters, and tell it."""
        self._compare_actor(row)
        for said in row.said.inner:
            if said.kind is Membership:
                self._compare_membership(row, said)
            else:
                self._compare_fact(row, said)

    def _compare_actor(self, row: Known) -> None:
        if not row.said.values:
            return
        told_before = self._draft.actor(row.actor)
        before = told_before or self._actors.get(row.actor)
        if before is not None:
            keeps = told_before is not None or self._mapping.existing is Existing.FILL
            self._altered(row, before, row.said.values, keeps=keeps)

    def _altered(self, row: Known, before: R, values: dict[str, Any], *, keeps: bool) -> R:
        """Return a record with what a row says of it, put down and told.

        Args:
            row: The row.
            before: The record as it is.
            values: What the row says of it.
            keeps: Whether what is there stays where the row says otherwise.
        """
        changed: dict[str, Any] = {}
        for name, value in values.items():
            held = getattr(before, name)
            if held == value:
                continue
            declared = field_named(type(before), name)
            old, new = (
                wording.value(declared, one, self._reader.label) or "nothing"
                for one in (held, value)
            )
            if (keeps or row.actor < 0) and held not in (None, ""):
                row.odd = row.odd or self._mapping.existing is Existing.CHANGE
                row.told.append(f"{declared.label}: {old} stays, the list says {new}")
            elif (before.id or 0) > 0:
                changed[name] = value
                row.told.append(f"{declared.label}: {old} → {new}")
        if not changed:
            return before
        after = replace(before, **changed)
        self._draft.alter(before, after)
        row.changed = True
        return after

    def _compare_fact(self, row: Known, said: Said) -> None:
        facts = self._facts[said.kind].setdefault(row.actor, [])
        values = said.values
        same = next((one for one in facts if _says(one, values)), None)
        if same is not None:
            self._compare_inner(row, said.inner, same.id or 0)
            return
        if said.kind is Name and row.numbered and row.actor > 0:
            self._rename(row, cast("list[Name]", facts), values)
        if self._adds(row, said, row.actor) and row.actor > 0:
            row.told.append(f"new {said.kind.about.label}: {_first_text(values)}")

    def _compare_inner(self, row: Known, inner: Sequence[Said], owner: int) -> None:
        """Put down what hangs on a record that is there, if it is new."""
        for said in inner:
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

    def _rename(self, row: Known, names: list[Name], values: dict[str, Any]) -> None:
        """Make an official name a former one, where the same number now bears another."""
        if values.get("type", NameType.OFFICIAL) is not NameType.OFFICIAL:
            return
        until = Edtf(self._mapping.as_of)
        language = values.get("language", "")
        for place, name in enumerate(names):
            if name.type is NameType.OFFICIAL and name.language == language:
                former = replace(name, type=NameType.FORMER, until=name.until or until)
                self._draft.alter(name, former)
                names[place] = former
                row.renamed = True
                row.told.append(f"renamed: {name.text} → {values['text']}")

    def _compare_membership(self, row: Known, said: Said) -> None:
        values: dict[str, Any] = said.values | {said.link: row.actor}
        held = self._held(row, said)
        before = self._memberships.get(held) if held is not None else None
        if before is None:
            self._join(row, said, values, is_new=held is None)
            return
        self._draft.is_member(before.network, before.member)
        returns = before.status is MembershipStatus.LEFT
        plain = {name: one for name, one in values.items() if name not in {"member", "network"}}
        if returns:
            plain.setdefault("status", MembershipStatus.MEMBER)
        keeps = self._mapping.existing is Existing.FILL
        after = self._altered(row, before, plain, keeps=keeps and not returns)
        self._memberships[after.id] = after
        row.joins += returns and after.status is not MembershipStatus.LEFT
        others = tuple(one for one in said.inner if one.kind is not Period)
        for one in said.inner:
            if one.kind is Period:
                self._compare_period(row, one, after.id or 0)
        self._compare_inner(row, others, after.id or 0)

    def _join(self, row: Known, said: Said, values: dict[str, Any], *, is_new: bool) -> None:
        size = self._draft.size
        odd = self._draft.add_membership(said, values)
        if odd:
            row.odd = True
            row.told.append(odd)
        if self._draft.size > size:
            row.changed = True
            if is_new:
                row.joins += 1
                other = values["network" if said.link == "member" else "member"]
                row.told.append(f"joins {self._called(other)}")

    def _called(self, actor: int) -> str:
        if actor > 0:
            return self._reader.label(SUBJECT, actor)
        return self._draft.titles.get(actor, "")

    def _compare_period(self, row: Known, said: Said, membership: int) -> None:
        periods = self._periods.setdefault(membership, [])
        values: dict[str, Any] = said.values
        since, until = values.get("since", ""), values.get("until", "")
        if any(one.since == since and until in {"", one.until} for one in periods):
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
            keeps = self._mapping.existing is Existing.FILL
            periods[going] = self._altered(row, periods[going], values, keeps=keeps)
            return
        made = Period(membership=MembershipId(membership), **values)
        self._draft.add(Period, {**self._draft.rests(), "membership": membership, **values})
        periods.append(made)
        row.changed = True
        row.told.append(f"new period: {wording.sentence(made, self._reader.label)}")


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


def _first_text(values: dict[str, Any]) -> str:
    return next((str(one) for one in values.values() if isinstance(one, str) and one), "")
