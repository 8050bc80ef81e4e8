"""Comparing what rows say with what the catalogue says of the same actors."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from netcatalog.domain import wording
from netcatalog.domain.choices import ActorKind, MembershipStatus, NameType
from netcatalog.domain.dates import span
from netcatalog.domain.fields import Edtf, Record, field_named, fields_of
from netcatalog.domain.folding import fold
from netcatalog.domain.likeness import name_keys
from netcatalog.domain.mappings import SUBJECT, Existing
from netcatalog.domain.records import Actor, ActorId, Membership, MembershipId, Name, Period

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

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
        odd: Whether it says otherwise than what stands: what a row before or the catalogue says.
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
        """Tell that it says otherwise than what stands."""
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
        self._today = span(mapping.as_of).latest or dt.datetime.now(dt.UTC).date().isoformat()
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
        same = self._same([one for one in held if _says(one, said.values)], said)
        if said.kind is Name:
            said = self._called_anew(row, said, cast("list[Name]", held), cast("Name", same))
        if same is not None:
            self._compare_inner(row, said.inner, same.id or 0)
            if said.kind is Name:
                self._complete_name(row, cast("Name", same), said.values)
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

    def _same(self, alike: Sequence[R], said: Said) -> R | None:
        """Return which of several facts a row speaks of: that with all that it hangs on it.

        Else it is the one that says least more.
        """
        if len(alike) > 1 and said.inner:
            for one in alike:
                if all(self._is_there(inner, one.id or 0) for inner in said.inner):
                    return one
        return min(alike, key=_told_fields) if len(alike) > 1 else next(iter(alike), None)

    def _is_there(self, said: Said, owner: int) -> bool:
        via = field_named(said.kind, said.link)
        there = self._reader.hanging(said.kind, via, [owner]).get(owner, [])
        return any(_says(one, said.values) for one in there)

    def _called_anew(self, row: Known, said: Said, names: list[Name], same: Name | None) -> Said:
        """Make an official name a former one, where the same number now bears another.

        Returns:
            The name that the row tells: another one beside that which a row before told.
        """
        values = said.values
        if values.get("type", NameType.OFFICIAL) is not NameType.OFFICIAL:
            return said
        language, text = str(values.get("language", "")), str(values["text"])
        if row.numbered and same is not None and same.type is NameType.FORMER:
            row.contradict(f"{text} is a former name, and stays one")
            return said
        if row.numbered and same is None and not self._draft.has_said(said, row.actor):
            official = [
                one for one in names if one.type is NameType.OFFICIAL and one.language == language
            ]
            another = said._replace(values=values | {"type": NameType.ALTERNATIVE})
            if self._draft.is_named(row.actor, language) and not _names(row.said, official):
                row.contradict(f"a row before calls it otherwise, this one {text}")
                return another
            if any(set(name_keys(text)) & set(name_keys(one.text)) for one in official):
                return another  # only another spelling
            if not _names(row.said, official):
                self._rename(row, names, text, language)
        self._draft.tell_names([said], row.actor)
        return said

    def _rename(self, row: Known, names: list[Name], text: str, language: str) -> None:
        for place, name in enumerate(names):
            if name.type is NameType.OFFICIAL and name.language == language:
                ended = {"type": NameType.FORMER, "until": name.until or self._as_of}
                names[place] = self._draft.alter(name, ended)
                row.renamed = True
                row.told.append(f"renamed: {name.text} → {text}")

    def _complete_name(self, row: Known, name: Name, values: dict[str, Any]) -> None:
        """Fill in what a row says more of a name that is there."""
        more = {
            field: one
            for field, one in values.items()
            if field not in {"text", "type"} and getattr(name, field) in {None, ""}
        }
        if more and name.id:
            self._altered(row, self._draft.as_left(name), more, {}, keeps=True)

    # Memberships

    def _compare_membership(self, row: Known, said: Said) -> None:
        network, member = _ends(row, said)
        if member == network:
            row.contradict("it cannot be a member of itself")
            return
        self._draft.is_member(network, member)
        values = {name: one for name, one in said.values.items() if name not in _ENDS}
        is_over = self._is_over(said)
        key = self._draft.memberships(network).get(member)
        returns = False
        if key is None:
            key = self._join(row, said, values, is_over=is_over)
        else:
            returns = self._compare_with_membership(row, key, values, is_over=is_over)
        goes_on = "status" not in values and not is_over
        self._draft.tell(Membership, key, values | _GOES_ON if goes_on else values)
        for one in said.inner:
            if one.kind is Period:
                self._compare_period(row, one.values, key, returns=returns)
            else:
                self._compare_inner(row, (one,), key)
        if is_over and key > 0:
            self._end(row, self._memberships[key])

    def _is_over(self, said: Said) -> bool:
        """Return whether a row tells no period of a membership but such as are over."""
        ends = [str(one.values.get("until", "")) for one in said.inner if one.kind is Period]
        return bool(ends) and all(map(self._is_past, ends))

    def _is_past(self, until: str) -> bool:
        latest = span(until).latest if until else None
        return latest is not None and latest < self._today

    def _join(self, row: Known, said: Said, values: dict[str, Any], *, is_over: bool) -> int:
        """Put a new membership down; one of which all is over is one that was left."""
        network, member = _ends(row, said)
        key = self._draft.add_membership(network, member, values)
        status = values.get("status", _LEFT if is_over else MembershipStatus.MEMBER)
        if is_over and "status" not in values:
            self._draft.alter(_unknown(key), {"status": _LEFT})
        row.changed = True
        row.joins += status in _BELONGING
        if row.is_new and said.link == "member":
            self._draft.is_new_member(network, row.title)
        called = self._called(member if said.link == "network" else network)
        words = [f"joins {called}" if status in _BELONGING else f"{called}: {status.label}"]
        for one in said.inner:
            if one.kind is Period:
                held: dict[str, Any] = one.values
                words.append(_told(held.get("since", ""), held.get("until", "")))
        row.told.append(wording.joined(words, " "))
        return key

    def _compare_with_membership(
        self, row: Known, key: int, values: dict[str, Any], *, is_over: bool
    ) -> bool:
        """Put down what is new of a membership that is there.

        A row that tells neither a status nor an end says that it goes on.

        Returns:
            Whether it was left, and is taken up again.
        """
        told = self._draft.told(Membership, key)
        before = self._memberships.get(key) or _unknown(key, left=self._is_left(key, told))
        if values.get("status") is _LEFT and _GOES_ON.items() <= told.items():
            row.contradict("a row before says that it is a member, this one that it has left")
            del values["status"]
        returns = False
        if "status" not in values and not is_over:
            if told.get("status") is _LEFT:
                row.contradict("a row before says that it has left, this one that it is a member")
            elif before.status is _LEFT:
                returns = True
                again = {"status": MembershipStatus.MEMBER}
                before = self._altered(row, before, again, {}, keeps=False)
                row.joins += 1
        self._memberships[key] = self._altered(row, before, values, told)
        return returns

    def _is_left(self, membership: int, told: Mapping[str, Any]) -> bool:
        """Return whether a membership that the list adds is over, as rows tell it so far."""
        stretches = self._draft.stretches(membership)
        over = bool(stretches) and all(self._is_past(until) for _, until in stretches)
        return told.get("status") is _LEFT or (over and not {"status", *_GOES_ON} & told.keys())

    def _end(self, row: Known, membership: Membership) -> None:
        """Put down that somebody left of whom no period goes on, if no row says otherwise."""
        told = self._draft.told(Membership, membership.id or 0)
        goes_on = any(not one.until for one in self._periods.get(membership.id or 0, ()))
        is_told = not {"status", *_GOES_ON}.isdisjoint(told)
        if not goes_on and not is_told and membership.status in _BELONGING:
            self._memberships[membership.id] = self._altered(
                row, membership, {"status": _LEFT}, {}
            )

    def _called(self, actor: int) -> str:
        if actor > 0:
            return self._reader.label(SUBJECT, actor)
        return self._draft.titles.get(actor, "")

    def _compare_period(
        self, row: Known, values: dict[str, Any], membership: int, *, returns: bool
    ) -> None:
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
            self._compare_with_periods(row, values, membership, returns=returns)

    def _compare_with_periods(
        self, row: Known, values: dict[str, Any], membership: int, *, returns: bool
    ) -> None:
        """Put down what a row says of one of the periods that are there, or of another one."""
        since, until = values.get("since", ""), values.get("until", "")
        periods = self._periods.setdefault(membership, [])
        for place, one in enumerate(periods):
            if since in {"", one.since} and until in {"", one.until}:
                if returns and one.until and not until:  # it has not ended then
                    periods[place] = self._altered(row, one, {"until": ""}, {})
                return
        meant = _meant(periods, since, until)
        if meant is None:
            self._draft.add_period(membership, values)
            row.changed = True
            row.told.append(f"new period: {_told(since, until)}")
        elif until and not since and begins_after(periods[meant], until):
            row.contradict(f"{_told(periods[meant].since, '')} stays, the list says until {until}")
        else:
            periods[meant] = self._altered(row, periods[meant], values, {})


def _meant(periods: Sequence[Period], since: str, until: str) -> int | None:
    """Return the place of the period that another stretch of time corrects.

    That is the one that began, or else ended, just then; else the one that goes on, unless what
    is told is over and began at another time.
    """
    is_over = bool(since and until)
    rules: tuple[Callable[[Period], bool], ...] = (
        lambda one: bool(since) and one.since == since,
        lambda one: bool(until) and one.until == until and "" in {since, one.since},
        lambda one: not one.until and not (is_over and one.since not in {"", since}),
    )
    for rule in rules:
        for place, one in enumerate(periods):
            if rule(one):
                return place
    return None


def begins_after(period: Period, until: str) -> bool:
    """Return whether a period surely begins after a day, in EDTF; "" is none."""
    begin = span(period.since).earliest if period.since else None
    end = span(until).latest if until else None
    return begin is not None and end is not None and begin > end


_GOES_ON = {"": True}
"""What stands among the fields of a membership, as rows tell them, of which one says that it goes
on, since it tells neither a status nor an end."""

_LEFT = MembershipStatus.LEFT

_BELONGING = frozenset(MembershipStatus) - {
    MembershipStatus.CONSIDERING,
    MembershipStatus.APPLIED,
    MembershipStatus.LEFT,
}
"""What one can be who belongs to a network."""


def _unknown(key: int, *, left: bool = False) -> Membership:
    """Return a membership that the list adds, of which no more than its status counts."""
    status = _LEFT if left else MembershipStatus.MEMBER
    return Membership(id=key, member=ActorId(0), network=ActorId(0), status=status)


_ENDS = frozenset({"network", "member"})


def _ends(row: Known, said: Said) -> tuple[int, int]:
    """Return network and member of a membership that a row speaks of; it is one of the two."""
    told: dict[str, Any] = said.values
    return told.get("network", row.actor), told.get("member", row.actor)


@lru_cache(4_096)
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


def _names(said: Said, names: Collection[Name]) -> bool:
    """Return whether a row tells one of these names, beside others."""
    told = {fold(str(one.values["text"])) for one in said.inner if one.kind is Name}
    return any(fold(one.text) in told for one in names)


def _told_fields(record: Record) -> int:
    """Return how much a fact says."""
    return sum(getattr(record, one.name) not in (None, "") for one in fields_of(type(record)))


def _first_text(values: dict[str, Any]) -> str:
    return next((str(one) for one in values.values() if isinstance(one, str) and one), "")
