"""Bringing a list in: from what its rows say to the changes that make the catalogue say it.

The rows run through once, as a stream of changes: read, matched, compared with what is there.
Worked out for a plan, the stream is thrown away; brought in, it is applied as one revision. So
what a plan says is what happens.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from netcatalog.domain import wording
from netcatalog.domain.changes import Change
from netcatalog.domain.choices import ActorKind, MembershipStatus, NameType
from netcatalog.domain.fields import field_named, fields_of
from netcatalog.domain.folding import fold
from netcatalog.domain.importing import Choosable, ImportPlan, Line, Question, Standing
from netcatalog.domain.likeness import Profile, name_keys
from netcatalog.domain.mappings import NEW, SKIP, Existing
from netcatalog.domain.records import Actor, Identifier, Membership, Name, Period, Source, Sourced
from netcatalog.domain.row_reading import Called, RowReader, Said, UnreadableRowError
from netcatalog.domain.tables import Unreadable
from netcatalog.services.matching import Candidate, Match, Matcher
from netcatalog.store.reading import chunks
from netcatalog.store.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from netcatalog.domain.fields import Record
    from netcatalog.domain.mappings import Mapping
    from netcatalog.domain.progress import Progress
    from netcatalog.domain.tables import Table
    from netcatalog.store.reading import Reader

CHUNK = 500
"""Rows whose actors are looked up together."""

_KEPT_AS_IT_IS = frozenset({"kind", "is_network", "source", "as_of"})
"""Fields of an actor that a list fills in for a new one, and never changes."""


class _UnsureError(Exception):
    """It must be decided first which actor is meant."""

    def __init__(self, key: str, title: str, match: Match) -> None:
        self.key = key
        self.title = title
        self.match = match


class _SkippedError(Exception):
    """It was decided to leave this out."""


@dataclass(slots=True)
class _Told:
    """A row about an actor that is in the catalogue, to be compared with it.

    Attributes:
        said: What the row says.
        actor: The actor's id.
        numbered: Whether it was found by its number in a register.
        told: What the row comes to, in words.
    """

    line: int
    title: str
    said: Said
    actor: int
    numbered: bool
    told: list[str]
    changed: bool = False


class Import:
    """One list on its way into a catalogue.

    Attributes:
        plan: What it comes to; whole when `changes` has run through.
    """

    def __init__(
        self,
        reader: Reader,
        tables: Sequence[Table],
        mapping: Mapping,
        *,
        title: str,
        progress: Progress,
        each: Callable[[Line], None] | None = None,
        keeps_lines: bool = True,
    ) -> None:
        """Bring tables in as a mapping has it.

        Args:
            reader: The catalogue as it is.
            tables: The list.
            mapping: What becomes of its columns.
            title: What it is called among the revisions.
            progress: Told of each chunk of rows.
            each: Told what each row comes to, as soon as that is known.
            keeps_lines: Whether the plan keeps a line also for rows that add or change nothing.
        """
        self.plan = ImportPlan(title=title)
        self._reader = reader
        self._tables = tables
        self._mapping = mapping
        self._progress = progress
        self._each = each
        self._keeps_lines = keeps_lines
        self._matcher = Matcher(reader)
        self._placeholder = 0
        self._source: int | None = None
        self._uids: dict[str, int] = {}
        self._said: set[int] = set()
        self._actors: dict[int, Actor] = {}
        self._called: dict[Called, int] = {}
        self._members: dict[int, dict[int, int]] = {}
        self._seen: defaultdict[int, set[int]] = defaultdict(set)
        self._questions: dict[str, Question] = {}
        self._adds: list[Record] = []
        self._alters: list[tuple[Record, Record]] = []
        self._done = 0

    # The stream

    def changes(self) -> Iterator[Change]:
        """Yield what is to be changed, what is referred to first.

        Raises:
            InvalidError: The mapping does not fit the tables.
            CancelledError: As `progress` raises it.
        """
        self._decide()
        for table in self._tables:
            rows = RowReader(self._mapping, table.name, table.headings)
            waiting: list[_Told] = []
            lines: list[Line] = []
            for row in table.rows:
                if isinstance(row, Unreadable):
                    said = row.reason
                    lines.append(
                        Line(table.name, row.line, "", Standing.UNREADABLE, (said,), row.column)
                    )
                else:
                    self._take(table, rows, row, waiting, lines)
                self._done += 1
                if self._done % CHUNK == 0:
                    yield from self._flush(table, waiting, lines)
            yield from self._flush(table, waiting, lines)
        yield from self._leaving()
        self.plan.questions = list(self._questions.values())

    def _flush(self, table: Table, waiting: list[_Told], lines: list[Line]) -> Iterator[Change]:
        """Yield the changes of some rows, and tell what each of them comes to."""
        if waiting:
            self._compare(waiting)
            for told in waiting:
                standing = Standing.CHANGED if told.changed else Standing.SAME
                lines.append(Line(table.name, told.line, told.title, standing, tuple(told.told)))
            waiting.clear()
            lines.sort(key=lambda line: line.line)
        for line in lines:
            self._tell(line)
        lines.clear()
        self._progress(self._done, 0)
        yield from self._changes()

    def _changes(self) -> Iterator[Change]:
        for record in self._adds:
            self.plan.added[type(record)] += 1
            yield Change(after=record)
        self._adds.clear()
        for before, after in sorted(self._alters, key=lambda pair: type(pair[0]).about.key):
            self.plan.altered[type(after)] += 1
            yield Change(before=before, after=after)
        self._alters.clear()

    def _tell(self, line: Line) -> None:
        self.plan.counts[line.standing] += 1
        if self._keeps_lines or line.standing in {Standing.UNSURE, Standing.UNREADABLE}:
            self.plan.lines.append(line)
        if self._each is not None:
            self._each(line)

    def _add(self, record: Record) -> None:
        if isinstance(record, Sourced) and self._source is None:
            self._add_source()
            record = replace(record, source=self._source)
        self._adds.append(record)

    def _add_source(self) -> None:
        self._source = self._next()
        named = self._mapping.source
        known = {one.name: one for one in fields_of(Source)}
        values = {name: value for name, value in named.items() if name in known and value}
        self._adds.append(Source(id=self._source, **values))

    def _next(self) -> int:
        self._placeholder -= 1
        return self._placeholder

    # One row

    def _take(
        self,
        table: Table,
        rows: RowReader,
        row: Any,
        waiting: list[_Told],
        lines: list[Line],
    ) -> None:
        """Read and match one row; what it adds is put down, what it alters is compared later."""
        title = ""
        try:
            said = rows.read(row.cells)
            names = [str(one.values["text"]) for one in said.inner if one.kind is Name]
            title = names[0] if names else ""
            keys = tuple(dict.fromkeys(key for name in names for key in name_keys(name)))
            profile = _profile(said, keys)
            title = title or ", ".join(value for _, value in profile.identifiers)
            if not title:
                raise UnreadableRowError("", "it names nobody")
            authority = said.values.get("kind", ActorKind.AUTHORITY) is ActorKind.AUTHORITY
            match = self._matched(title, keys, profile, authority=authority)
            self._look_up(said, profile.country)
        except UnreadableRowError as error:
            line = Line(
                table.name, row.line, title, Standing.UNREADABLE, (str(error),), error.column
            )
            lines.append(line)
        except _SkippedError:
            lines.append(Line(table.name, row.line, title, Standing.SKIPPED))
        except _UnsureError as unsure:
            self._ask(unsure, table.name, row.line)
            lines.append(Line(table.name, row.line, title, Standing.UNSURE, (unsure.title,)))
        else:
            if match.actor is None:
                told = self._add_actor(said, profile, authority=authority)
                lines.append(Line(table.name, row.line, title, Standing.NEW, tuple(told)))
            else:
                numbered = (
                    match.candidates[0]
                    .likeness.reasons[0]
                    .startswith(
                        tuple(scheme.label for scheme, _ in profile.identifiers) or ("\0",)
                    )
                )
                waiting.append(_Told(row.line, title, said, match.actor, numbered, []))

    def _matched(
        self, title: str, keys: tuple[str, ...], profile: Profile, *, authority: bool
    ) -> Match:
        """Return what a row is about, as found or as decided.

        Raises:
            _UnsureError: It must be decided.
            _SkippedError: It was decided to leave it out.
        """
        match = self._matcher.find(keys, profile, authority=authority)
        if match.actor is not None or not match.candidates:
            return match
        return self._decided(_key(title, profile), _shown(title, profile), match)

    def _decided(self, key: str, title: str, match: Match) -> Match:
        decision = self._mapping.decisions.get(key)
        if decision == NEW:
            return Match()
        if decision == SKIP:
            raise _SkippedError
        if decision in self._uids:
            actor = self._uids[decision]
            found = [one for one in match.candidates if one.actor == actor]
            return Match(actor, tuple(found) or (Candidate(actor, match.candidates[0].likeness),))
        raise _UnsureError(key, title, match)

    def _decide(self) -> None:
        """Find the actors that decisions name."""
        named = [one for one in self._mapping.decisions.values() if one not in {NEW, SKIP}]
        if named:
            asked = "SELECT lower(hex(uid)), id FROM actor WHERE lower(hex(uid)) IN (SELECT value FROM json_each(?))"
            import msgspec

            values = (
                msgspec.json.encode([one.replace("-", "").lower() for one in named]).decode(),
            )
            found = dict(self._reader.run(Sql(asked, values)))
            self._uids = {
                one: found[plain]
                for one in named
                if (plain := one.replace("-", "").lower()) in found
            }

    def _ask(self, unsure: _UnsureError, table: str, line: int) -> None:
        question = self._questions.get(unsure.key)
        if question is None:
            choices = tuple(self._choosable(one) for one in unsure.match.candidates)
            question = Question(key=unsure.key, title=unsure.title, lines=[], choices=choices)
            self._questions[unsure.key] = question
        question.lines.append((table, line))
        for network in self._seen:
            self._seen[network].update(one.actor for one in unsure.match.candidates)

    def _choosable(self, candidate: Candidate) -> Choosable:
        key = candidate.actor
        actor = self._reader.record(Actor, key) if key > 0 else None
        label = self._reader.label(Actor.about.key, key) if key > 0 else "added by this list"
        place = wording.sentence(actor, self._reader.label) if actor else ""
        return Choosable(
            actor=key,
            uid=actor.uid if actor else None,
            title=wording.joined([label, place]),
            reasons=candidate.likeness.reasons,
        )

    # Actors that a row refers to

    def _look_up(self, said: Said, country: str) -> None:
        """Make sure that every actor that a row refers to is known, or can be made."""
        for one in said.inner:
            for value in one.values.values():
                if isinstance(value, Called) and value not in self._called:
                    self._find_called(value, country)
            self._look_up(one, country)

    def _find_called(self, called: Called, country: str) -> None:
        authority = called.creates is ActorKind.AUTHORITY
        keys = name_keys(called.name)
        near = country if authority else ""
        profile = Profile(names=frozenset(keys), country=near)
        match = self._matcher.find(keys, profile, authority=authority)
        if match.actor is None and called.creates is None and not match.candidates:
            other = self._matcher.find(keys, Profile(names=frozenset(keys)), authority=True)
            match = other if other.actor is not None or other.candidates else match
        if match.actor is None and match.candidates:
            match = self._decided(_key(called.name, profile), called.name, match)
        if match.actor is not None:
            self._called[called] = match.actor
        elif called.creates is None:
            raise UnreadableRowError("", f"nothing in the catalogue is called “{called.name}”")

    def _resolved(self, called: Called) -> int:
        """Return the id of an actor that is referred to, which is added if there is none."""
        key = self._called.get(called)
        if key is None:
            key = self._called[called] = self._next()
            kind = called.creates or ActorKind.GROUP
            self._add(
                Actor(id=key, kind=kind, is_network=kind is ActorKind.NETWORK, **self._rests())
            )
            self._add(Name(actor=key, text=called.name, type=NameType.AS_QUOTED, **self._rests()))
            keys = name_keys(called.name)
            authority = kind is ActorKind.AUTHORITY
            self._matcher.learn(key, Profile(names=frozenset(keys)), authority=authority)
        return key

    def _rests(self) -> dict[str, Any]:
        if self._source is None:
            self._add_source()
        return {"source": self._source, "as_of": self._mapping.as_of}

    # What a row adds

    def _add_actor(self, said: Said, profile: Profile, *, authority: bool) -> list[str]:
        key = self._next()
        values = {"kind": ActorKind.AUTHORITY, **said.values}
        values.setdefault("is_network", values["kind"] is ActorKind.NETWORK)
        record = Actor(id=key, **(self._rests() | values))
        self._refuse_faults(record)
        self._actors[key] = record
        self._adds.append(record)
        self._matcher.learn(key, profile, authority=authority)
        told: list[str] = []
        for one in said.inner:
            self._add_said(one, key, told)
        return told

    @staticmethod
    def _refuse_faults(record: Record) -> None:
        """Leave it to the services to refuse what breaks a rule: they check all records."""

    def _add_said(self, said: Said, owner: int, told: list[str]) -> int:
        """Add a fact, with what hangs on it, unless this list said so before."""
        if said.kind is Membership:
            return self._add_membership(said, owner, told)
        values = self._values(said)
        place = hash((said.kind.about.key, owner, said.link, *values.items()))
        if place in self._said:
            return 0
        self._said.add(place)
        key = self._next() if said.inner else None
        self._add(self._made(said, owner, key, values))
        for one in said.inner:
            self._add_said(one, key or 0, told)
        return key or 0

    def _made(self, said: Said, owner: int, key: int | None, values: dict[str, Any]) -> Record:
        whole = {said.link: owner, **values}
        if issubclass(said.kind, Sourced):
            whole = self._rests() | whole
        return said.kind(id=key, **whole)

    def _values(self, said: Said) -> dict[str, Any]:
        return {
            name: self._resolved(value) if isinstance(value, Called) else value
            for name, value in said.values.items()
        }

    # Memberships

    def _add_membership(self, said: Said, owner: int, told: list[str]) -> int:
        """Add a membership, unless it is there."""
        values = self._values(said) | {said.link: owner}
        member, network = values["member"], values["network"]
        if member == network:
            told.append("it cannot be a member of itself")
            return 0
        there = self._memberships(network)
        self._seen[network].add(member)
        if member in there:
            self._repeated(said, there[member], told)
            return there[member]
        key = there[member] = self._next()
        self._add(Membership(id=key, **(self._rests() | values)))
        self._said.add(hash((key, *said.values.items())))
        self.plan.joined += 1
        for one in said.inner:
            self._add_said(one, key, told)
        return key

    def _repeated(self, said: Said, key: int, told: list[str]) -> None:
        """Take in what a list says again of a membership that it added."""
        if hash((key, *said.values.items())) not in self._said:
            told.append("it says otherwise than a row before")
        for one in said.inner:
            self._add_said(one, key, told)

    def _memberships(self, network: int) -> dict[int, int]:
        """Return the memberships in a network by member."""
        found = self._members.get(network)
        if found is None:
            asked = Sql("SELECT member_id, id FROM membership WHERE network_id = ?", (network,))
            found = self._members[network] = dict(self._reader.run(asked)) if network > 0 else {}
        return found

    # What is there

    def _compare(self, waiting: list[_Told]) -> None:
        """Compare rows with what is in the catalogue; put down what is new, and what is altered."""
        there = _There(self._reader, [one for one in waiting if one.actor > 0], self)
        for told in waiting:
            self._compare_actor(told, there)
            for said in told.said.inner:
                if said.kind is Membership:
                    self._compare_membership(told, said, there)
                elif told.actor < 0:
                    self._add_said(said, told.actor, told.told)
                else:
                    self._compare_fact(told, said, there)

    def _compare_actor(self, told: _Told, there: _There) -> None:
        before = self._actors.get(told.actor) or there.actors.get(told.actor)
        if before is None:
            return
        values = {
            name: value for name, value in told.said.values.items() if name not in _KEPT_AS_IT_IS
        }
        added = told.actor < 0 or told.actor in self._actors
        after = self._altered(told, before, values, fills=added)
        if after is not before:
            self._actors[told.actor] = after
            if told.actor > 0:
                self._alter(before, after)
            told.changed = True

    def _altered(self, told: _Told, before: Any, values: dict[str, Any], *, fills: bool) -> Any:
        """Return a record with what a row says, and tell what that changes.

        Args:
            told: Where to tell it.
            before: The record.
            values: What the row says of it.
            fills: Whether what is there stays, as another row of the list says it.
        """
        changed: dict[str, Any] = {}
        keeps = fills or self._mapping.existing is Existing.FILL
        for name, value in values.items():
            held = getattr(before, name)
            if held == value:
                continue
            field = field_named(type(before), name)
            words = [wording.value(field, each, self._reader.label) for each in (held, value)]
            if held in (None, "") or not keeps:
                changed[name] = value
                told.told.append(f"{field.label}: {' → '.join(one or 'nothing' for one in words)}")
            else:
                told.told.append(f"{field.label}: {words[0]} stays, the list says {words[1]}")
        return replace(before, **changed) if changed else before

    def _alter(self, before: Record, after: Record) -> None:
        """Put an alteration down; of a record altered twice, from first to last."""
        for place, (first, last) in enumerate(self._alters):
            if last is before:
                self._alters[place] = (first, after)
                return
        self._alters.append((before, after))

    def _compare_fact(self, told: _Told, said: Said, there: _There) -> None:
        facts = there.facts(said.kind, told.actor)
        values = self._values(said)
        if any(_same(one, values) for one in facts):
            return
        if said.kind is Name and told.numbered:
            self._rename(told, cast("list[Name]", facts), values)
        before = len(self._adds)
        self._add_said(said, told.actor, told.told)
        if len(self._adds) > before:
            told.changed = True
            told.told.append(f"new {said.kind.about.label}: {_first_text(values)}")
            if said.kind is Name:
                self._matcher.learn_names(told.actor, [fold(str(values["text"]))])

    def _rename(self, told: _Told, names: list[Name], values: dict[str, Any]) -> None:
        """Make an official name a former one, where the same number now bears another."""
        if values.get("type", NameType.OFFICIAL) is not NameType.OFFICIAL:
            return
        language = values.get("language", "")
        old = [one for one in names if one.type is NameType.OFFICIAL and one.language == language]
        for name in old:
            until = self._mapping.as_of
            self._alter(name, replace(name, type=NameType.FORMER, until=name.until or until))
        if old:
            words = f"renamed: {old[0].text} → {values['text']}"
            told.told.append(words)
            self.plan.renamed.append(Line("", told.line, told.title, Standing.CHANGED, (words,)))

    def _compare_membership(self, told: _Told, said: Said, there: _There) -> None:
        values = self._values(said) | {said.link: told.actor}
        member, network = values["member"], values["network"]
        held = self._memberships(network).get(member)
        if held is None or held < 0:
            before = len(self._adds)
            self._add_membership(said, told.actor, told.told)
            if len(self._adds) > before:
                told.changed = True
                if held is None:
                    other = network if member == told.actor else member
                    told.told.append(f"joins {self._name(other)}")
            return
        self._seen[network].add(member)
        before = there.membership(held)
        if before is None:
            return
        returns = before.status is MembershipStatus.LEFT
        plain = {
            name: value for name, value in values.items() if name not in {"member", "network"}
        }
        if returns:
            plain.setdefault("status", MembershipStatus.MEMBER)
        after = self._altered(told, before, plain, fills=held in there.altered)
        if after is not before:
            there.altered[held] = after
            self._alter(before, after)
            told.changed = True
        if returns and after.status is not MembershipStatus.LEFT:
            self.plan.joined += 1
        for one in said.inner:
            if one.kind is Period:
                self._compare_period(told, one, held, there)

    def _compare_period(self, told: _Told, said: Said, membership: int, there: _There) -> None:
        since, until = said.values.get("since", ""), said.values.get("until", "")
        periods = there.periods(membership)
        same = [one for one in periods if one.since == since and (not until or one.until == until)]
        if same:
            return
        going = [one for one in periods if not one.until]
        values = {name: value for name, value in said.values.items() if value}
        if going:
            after = self._altered(told, going[-1], values, fills=False)
            if after is not going[-1]:
                self._alter(going[-1], after)
                periods[periods.index(going[-1])] = after
                told.changed = True
            return
        made = cast("Period", self._made(said, membership, None, self._values(said)))
        self._add(made)
        periods.append(made)
        told.changed = True
        told.told.append(f"new period: {wording.sentence(made, self._reader.label)}")

    def _name(self, key: int) -> str:
        if key > 0:
            return self._reader.label(Actor.about.key, key)
        return next((one.name for one, held in self._called.items() if held == key), "")

    # Who has left

    def _leaving(self) -> Iterator[Change]:
        """Yield the ends of memberships that a list of all members does not name."""
        if not self._mapping.complete:
            return
        unread = self.plan.counts[Standing.UNREADABLE]
        if unread:
            self.plan.remarks.append(
                f"Nobody is said to have left, since {unread} rows cannot be read: mend them first."
            )
            return
        for network in [one for one in self._seen if one > 0]:
            gone = [
                key
                for member, key in self._memberships(network).items()
                if key > 0 and member not in self._seen[network]
            ]
            for some in chunks(gone):
                self._end(some)
                yield from self._changes()

    def _end(self, keys: Sequence[int]) -> None:
        via = field_named(Period, "membership")
        periods = self._reader.hanging(Period, via, keys)
        records = self._reader.records(Membership, keys)
        self._reader.learn_labels(records)
        until = self._mapping.as_of
        for one in records:
            if one.status is MembershipStatus.LEFT:
                continue
            self._alter(one, replace(one, status=MembershipStatus.LEFT))
            going = [period for period in periods.get(one.id or 0, ()) if not period.until]
            for period in going if until else ():
                self._alter(period, replace(period, until=until))
            if not going and until:
                self._add(Period(membership=one.id, until=until, **self._rests()))
            title = self._reader.label(Actor.about.key, one.member)
            network = self._reader.label(Actor.about.key, one.network)
            words = wording.joined([f"leaves {network}", until], " ")
            self.plan.left.append(Line("", 0, title, Standing.CHANGED, (words,)))


class _There:
    """What is in the catalogue of the actors that some rows are about, read in a few statements."""

    def __init__(self, reader: Reader, waiting: Sequence[_Told], importing: Import) -> None:
        self._reader = reader
        ids = sorted({one.actor for one in waiting})
        self.actors = {one.id: one for one in reader.records(Actor, ids)}
        kinds = {said.kind for one in waiting for said in one.said.inner} - {Membership}
        self._facts: dict[type[Record], dict[int, list[Record]]] = {}
        for kind in kinds:
            via = next(one for one in fields_of(kind) if one.owner and one.refers == "actor")
            self._facts[kind] = reader.hanging(kind, via, ids)
        self.altered: dict[int, Membership] = {}
        self._memberships: dict[int, Membership] = {}
        self._periods: dict[int, list[Period]] = {}

    def facts(self, kind: type[Record], actor: int) -> list[Record]:
        return self._facts[kind].get(actor, [])

    def membership(self, key: int) -> Membership | None:
        if key in self.altered:
            return self.altered[key]
        found = self._memberships.get(key) or self._reader.record(Membership, key)
        if found:
            self._memberships[key] = found
        return found

    def periods(self, membership: int) -> list[Period]:
        if membership not in self._periods:
            via = field_named(Period, "membership")
            found = self._reader.hanging(Period, via, [membership])
            self._periods[membership] = list(found.get(membership, ()))
        return self._periods[membership]


def _profile(said: Said, keys: tuple[str, ...]) -> Profile:
    values = said.values
    latitude, longitude = values.get("latitude"), values.get("longitude")
    placed = latitude is not None and longitude is not None
    return Profile(
        names=frozenset(keys),
        country=str(values.get("country", "")),
        population=cast("int | None", values.get("population")),
        point=cast("tuple[float, float]", (latitude, longitude)) if placed else None,
        identifiers=frozenset(
            (one.values["scheme"], one.values["value"])  # type: ignore[misc]
            for one in said.inner
            if one.kind is Identifier
        ),
    )


def _key(title: str, profile: Profile) -> str:
    """Return by what a decision on a row is remembered."""
    numbers = sorted(f"{scheme}:{value}" for scheme, value in profile.identifiers)
    return "|".join([fold(title), profile.country, *numbers])


def _shown(title: str, profile: Profile) -> str:
    size = f"{wording.number(profile.population)} inhabitants" if profile.population else ""
    return wording.joined([title, profile.country, size])


def _same(record: Record, values: dict[str, Any]) -> bool:
    """Return whether a fact says what a row says: folded, where names are."""
    for name, value in values.items():
        held = getattr(record, name)
        if held != value:
            field = field_named(type(record), name)
            if not field.folded or fold(str(held)) != fold(str(value)):
                return False
    return True


def _first_text(values: dict[str, Any]) -> str:
    return next((one for one in values.values() if isinstance(one, str) and one), "")
