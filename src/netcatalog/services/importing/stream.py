"""A list as a stream of changes: its rows read, matched, and compared with what is there.

Worked out for a plan, the stream is thrown away; brought in, it is applied as one revision. So
what a plan says is what happens.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from netcatalog.domain import wording
from netcatalog.domain.cells import is_sum, quoted
from netcatalog.domain.choices import ActorKind
from netcatalog.domain.errors import InvalidError
from netcatalog.domain.fields import Kind, field_named, fields_of
from netcatalog.domain.folding import fold
from netcatalog.domain.importing import WHY, ImportPlan, Line, Standing
from netcatalog.domain.likeness import Profile, name_keys
from netcatalog.domain.mappings import Existing, check_whole
from netcatalog.domain.records import Actor, Identifier, Membership, Name
from netcatalog.domain.row_reading import Called, RowReader, Said, UnreadableRowError
from netcatalog.domain.rules import writable
from netcatalog.domain.tables import Unreadable
from netcatalog.services.importing.comparing import OF_NEW_ONES, Comparison, Known
from netcatalog.services.importing.deciding import Decisions, SkippedError, UnsureError
from netcatalog.services.importing.draft import Draft
from netcatalog.services.importing.leaving import leave
from netcatalog.services.importing.matching import Match, Matcher
from netcatalog.store.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from netcatalog.domain.changes import Edit
    from netcatalog.domain.choices import IdentifierScheme
    from netcatalog.domain.mappings import Mapping
    from netcatalog.domain.progress import Progress
    from netcatalog.domain.tables import Row, Table
    from netcatalog.store.reading import Reader

CHUNK = 2_000
"""Rows whose actors are looked up together."""


REJECTED = frozenset({Standing.UNSURE, Standing.UNREADABLE})
"""What rows come to of which nothing is made."""

MOST_NAMED = 5
"""Most names that a remark lists."""

FIRST = 20
"""Rows that are told before all others: a preview need not wait for a whole chunk."""


_TELLING = frozenset({Name, Identifier})
"""What tells whom a row is about."""


class _Subject(NamedTuple):
    """Whom a row is about: what it tells of them, and who that was found to be.

    Attributes:
        title: What it calls them.
        names: The keys of each name that it tells.
        profile: What they are told by.
        authority: Whether they are an authority.
        match: Who they were found to be.
    """

    title: str
    names: Sequence[Sequence[str]]
    profile: Profile
    authority: bool
    match: Match


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
        progress: Progress,
        each: Callable[[Line], None] | None = None,
    ) -> None:
        """Bring tables in as a mapping has it.

        Args:
            reader: The catalogue as it is.
            tables: The list.
            mapping: What becomes of its columns.
            progress: Told of each chunk of rows.
            each: Told what each row comes to, as soon as that is known.
        """
        name = mapping.source.get("title") or ", ".join(table.name for table in tables)
        name = writable(name).strip() or "list"
        self.plan = ImportPlan(title=f"import {wording.short(name)}")
        self._reader = reader
        self._tables = tables
        check_whole(mapping)
        self._mapping = replace(mapping, source={**mapping.source, "title": name})
        self._progress = progress
        self._each = each
        self._calls = any(
            field_named(reader.schema[part.record], name).kind is Kind.REFERENCE
            for part in mapping.parts()
            for name in part.fields
        )
        self._fills = mapping.existing is Existing.FILL
        self._matcher = Matcher(reader)
        self._draft = Draft(reader, self._mapping)
        self._shown = _alone_called(reader) if mapping.shown else {}
        self._decisions = Decisions(reader, mapping.decisions)
        self._perhaps: set[int | None] = set()
        self._is_whole = True
        self._decided_new: dict[tuple[Called, str], str] = {}
        self._called_only: defaultdict[ActorKind, list[str]] = defaultdict(list)
        self._last: tuple[object, _Subject] | None = None
        self._taken_in: _Subject | None = None
        self._waiting: list[Known] = []
        self._lines: list[Line] = []

    def changes(self) -> Generator[Edit]:
        """Yield what is to be changed, what is referred to first; to be asked for once.

        Raises:
            InvalidError: The mapping does not fit the tables.
            CancelledError: As `progress` raises it.
        """
        with _without_collecting():
            yield from self._changes()
            # Else they were looked through for garbage.
            del self._matcher, self._draft, self._decisions

    def _changes(self) -> Iterator[Edit]:
        readers = self._readers()
        total = sum(table.about for table, _ in readers)
        done = 0
        for table, rows in readers:
            for row in table.rows:
                self._take(table.name, rows, row)
                done += 1
                if done % CHUNK == 0 or done == FIRST:
                    yield from self._flush(table.name)
                    self._progress(done, max(total, done))
            yield from self._flush(table.name)
            self._progress(done, max(total, done))
            self._remark_left_out(table.name, rows)
        if self._mapping.complete:
            yield from self._leaving()
        self._remark_called()
        yield from self._draft.take_rest(self.plan.added, self.plan.altered)
        self.plan.questions = list(self._decisions.questions.values())

    def _remark_left_out(self, table: str, rows: RowReader) -> None:
        """Tell what is not made of rows since they lack what it must have."""
        for (kind, label), count in rows.left_out.items():
            where = "One row" if count == 1 else f"{wording.number(count)} rows"
            self.plan.remarks.append(
                f"{where} of “{table}” {'lacks' if count == 1 else 'lack'} the {quoted(label)} of "
                f"the {kind.about.label}, which is left out."
            )

    def _remark_called(self) -> None:
        """Tell of whom the list adds the name only: it may be another spelling of one there is."""
        for kind, names in self._called_only.items():
            told = f"{_listed(names)} ({kind.label})"
            self.plan.remarks.append(f"New, and only called so by rows: {told}.")

    def _readers(self) -> list[tuple[Table, RowReader]]:
        """Return how each table is read; those are left out that the mapping does not fit."""
        found = []
        lacking: defaultdict[str, list[str]] = defaultdict(list)
        for table in self._tables:
            try:
                reader = RowReader(self._mapping, table.name, table.headings)
            except InvalidError as error:
                if len(self._tables) == 1:
                    raise
                self._is_whole = False
                self.plan.remarks.append(str(error))
                continue
            found.append((table, reader))
            if self._mapping.complete:
                self._note_networks(reader)
            for heading in reader.lacking:
                lacking[heading].append(table.name)
        for heading, names in lacking.items():
            self.plan.remarks.append(f"There is no column “{heading}” in {_listed(names)}.")
        return found

    def _note_networks(self, rows: RowReader) -> None:
        """Take down of which networks a matrix names all members, though it may tick none."""
        for heading in rows.matrix:
            match = self._matcher.find(Profile(names=name_keys(heading)), authority=False)
            if match.actor is not None:
                self._draft.seen.setdefault(match.actor, set())

    def _flush(self, table: str) -> Iterator[Edit]:
        """Yield the changes of some rows, and tell what each of them comes to."""
        if self._waiting:
            comparison = Comparison(self._reader, self._draft, self._mapping, self._waiting)
            for row in self._waiting:
                comparison.compare(row)
                self._tell_compared(table, row)
            self._waiting.clear()
        self._lines.sort(key=lambda line: line.line)
        self.plan.rejected += [line for line in self._lines if line.standing in REJECTED]
        if self._each is not None:
            for line in self._lines:
                self._each(line)
        self._lines.clear()
        yield from self._draft.take(self.plan.added, self.plan.altered)

    def _tell_compared(self, table: str, row: Known) -> None:
        standing = Standing.CHANGED if row.changed else Standing.SAME
        standing = Standing.NEW if row.is_new else standing
        told = tuple(row.told)
        self._tell(table, row.line, row.title, standing, told)
        self.plan.joined += row.joins
        if row.renamed or row.odd:
            line = Line(table, row.line, row.title, standing, told)
            self.plan.renamed += [line] * row.renamed
            self.plan.conflicts += [line] * row.odd

    def _tell(
        self,
        table: str,
        line: int,
        title: str,
        standing: Standing,
        told: tuple[str, ...] = (),
        column: str = "",
    ) -> None:
        """Count what a row comes to; tell it as well if anybody listens, or must hear of it."""
        self.plan.counts[standing] += 1
        if self._each is not None or standing in REJECTED:
            self._lines.append(Line(table, line, title, standing, told, column))

    def _leaving(self) -> Iterator[Edit]:
        if any(WHY in table.headings for table in self._tables):
            self.plan.remarks.append(
                "Nobody is said to have left: these are the rows that were left over from a list."
            )
            return
        unread = self.plan.counts[Standing.UNREADABLE]
        if unread or not self._is_whole:
            rows = "one row cannot be read" if unread == 1 else f"{unread} rows cannot be read"
            why = rows if unread else "a sheet is not read"
            self.plan.remarks.append(f"Nobody is said to have left, since {why}: mend that first.")
            return
        for lines in leave(self._reader, self._draft, self._mapping.as_of, self._perhaps):
            self.plan.left += lines
            yield from self._draft.take(self.plan.added, self.plan.altered)

    # One row

    def _take(self, table: str, rows: RowReader, row: Row | Unreadable) -> None:
        """Read and match one row; put down what it adds, or that it is to be compared."""
        if isinstance(row, Unreadable):
            self._tell(table, row.line, "", Standing.UNREADABLE, (row.reason,), row.column)
            return
        if rows.repeats_headings(row.cells):
            title, why = rows.title(row.cells), ("it repeats the headings",)
            self._tell(table, row.line, title, Standing.SKIPPED, why)
            return
        actor = None
        try:
            said = rows.read(row.cells)
            subject = self._subject(said)
            actor = subject.match.actor
            new = self._look_up(said, subject.profile.country) if self._calls else []
        except UnreadableRowError as error:
            title, why = rows.title(row.cells), (str(error),)
            self._tell(table, row.line, title, Standing.UNREADABLE, why, error.column)
        except SkippedError:
            self._perhaps.add(actor)
            self._tell(table, row.line, rows.title(row.cells), Standing.SKIPPED)
        except UnsureError as unsure:
            self._perhaps.update([actor, *(one.actor for one in unsure.match.candidates)])
            told = self._decisions.ask(unsure, (table, row.line))
            self._tell(table, row.line, rows.title(row.cells), Standing.UNSURE, told)
        else:
            if self._mapping.complete and not rows.matrix and not _tells_members(said):
                self._perhaps.add(actor)
            self._put(table, row.line, said, subject, new)

    def _subject(self, said: Said) -> _Subject:
        """Find whom a row is about; rows of which one after the other tells the same, once.

        Raises:
            UnreadableRowError: It names nobody.
            UnsureError: It must be decided first who is meant.
            SkippedError: It was decided to leave it out.
        """
        if self._last is not None and self._last[0] == _telling(said):
            return self._last[1]
        title, names, profile = _told_by(said)
        authority = said.values.get("kind", ActorKind.AUTHORITY) is ActorKind.AUTHORITY
        match = self._matcher.find(profile, authority=authority)
        if self._shown and not match.by_number:
            match = self._shown_as(title, profile.country, authority=authority) or match
        if match.actor is None and (
            match.candidates or (profile.names and is_sum(profile.names[0]))
        ):
            match = self._decide(_key(title, profile), _shown(title, profile), match)
        found = _Subject(title, names, profile, authority, match)
        if match.actor is not None:
            self._last = _telling(said), found
        return found

    def _shown_as(self, title: str, country: str, *, authority: bool) -> Match | None:
        """Return who alone is shown so in the catalogue, where the list calls actors like that."""
        actor, where, is_authority = self._shown.get(title, (None, "", authority))
        is_there = not where or not country or where == country
        is_meant = actor is not None and is_there and is_authority == authority
        return Match(actor) if is_meant else None

    def _decide(self, key: str, title: str, match: Match) -> Match:
        """Return what was decided; who may be meant by what is left out may not have left.

        Raises:
            UnsureError: Nothing was.
            SkippedError: It was decided to leave it out.
        """
        try:
            return self._decisions.of(key, title, match)
        except SkippedError:
            self._perhaps.update(one.actor for one in match.candidates)
            raise

    def _put(
        self, table: str, line: int, said: Said, subject: _Subject, new: Sequence[Called]
    ) -> None:
        """Put down what a row adds, and what of it is to be compared."""
        title, _, profile, _, match = subject
        key = match.actor
        if key is None:
            key = self._draft.add_actor(said)
            self._matcher.learn(key, subject.names, profile, authority=subject.authority)
            self._last = None
            self._decisions.add(key, title, profile.country, (table, line))
            if match.decided:
                self._draft.identify(key, self._decisions.settle(match.decided, key))
        self._decisions.note(key, title, profile.country)
        if self._calls:
            for called in new:
                self._add_called(called, profile.country)
            said = self._draft.resolved(said, profile.country)
        if match.actor is None:
            self._put_new(table, line, title, said, key)
            return
        before = self._draft.told(Actor, key)
        known = Known(
            line=line,
            title=title,
            said=self._beyond(said, subject, key),
            before=before,
            actor=key,
            numbered=match.by_number,
        )
        self._waiting.append(known)

    def _put_new(self, table: str, line: int, title: str, said: Said, key: int) -> None:
        """Put down what hangs on a new actor; its memberships are to be compared first."""
        told = _new_ones(said, title) if self._each is not None else ()
        if not (self._calls and _tells_members(said)):
            self._draft.add_first_facts(said.inner, key)
            self._tell(table, line, title, Standing.NEW, told)
            return
        memberships = tuple(one for one in said.inner if one.kind is Membership)
        facts = [one for one in said.inner if one.kind is not Membership]
        self._draft.add_first_facts(facts, key)
        said = Said(said.kind, {}, "", memberships)
        known = Known(line=line, title=title, said=said, actor=key, is_new=True, told=[*told])
        self._waiting.append(known)

    def _beyond(self, said: Said, subject: _Subject, actor: int) -> Said:
        """Return what a row says of an actor beyond what is known, and take it in."""
        if subject is self._taken_in:
            inner = tuple(one for one in said.inner if one.kind not in _TELLING)
            return Said(said.kind, {}, "", inner)
        inner = tuple(one for one in said.inner if not self._is_how_found(one, actor))
        values = {name: one for name, one in said.values.items() if name not in OF_NEW_ONES}
        told = self._draft.told(Actor, actor)
        if actor in self._draft.titles and not told:
            self._draft.say_kind(actor, said.values)
        if values.items() <= told.items():
            values = {}
        else:
            is_known = not told and self._matcher.is_told(actor, values)
            self._draft.tell(Actor, actor, values)
            values = {} if is_known else values
        self._taken_in = None if values else subject
        fresh = {name: one for name, one in values.items() if name not in told}
        profile = subject.profile
        self._matcher.learn_more(
            actor, subject.names, profile.identifiers, fresh, fills=self._fills
        )
        return Said(said.kind, values, "", inner)

    def _is_how_found(self, said: Said, actor: int) -> bool:
        """Tell whether an actor is known to have a number, or is shown by a name."""
        if said.kind is Identifier:
            scheme, value = said.values["scheme"], said.values["value"]
            return self._matcher.bears(actor, str(scheme), str(value))
        return said.kind is Name and self._shown.get(str(said.values["text"]), ())[:1] == (actor,)

    # Actors that a row refers to

    def _look_up(self, said: Said, country: str) -> list[Called]:
        """Find the actors that a row refers to; return those that have to be added.

        Raises:
            UnreadableRowError: There is none, and it must not be added.
            UnsureError: It must be decided which is meant.
        """
        new = []
        for one in said.inner:
            for value in one.values.values():
                if isinstance(value, Called) and (value, country) not in self._draft.called:
                    found = self._found(value, country)
                    if found is None:
                        new.append(value)
                    else:
                        self._draft.called[value, country] = found
            if one.inner:
                new += self._look_up(one, country)
        return list(dict.fromkeys(new))

    def _found(self, called: Called, country: str) -> int | None:
        sorts = [called.creates is ActorKind.AUTHORITY]
        if called.creates is None:
            sorts.append(True)
        unsure = None
        for authority in sorts:
            shown = self._shown_as(called.name, "", authority=authority)
            profile = _only_called(called, country if authority else "")
            match = shown or self._matcher.called(profile, authority=authority)
            if match.actor is not None:
                return match.actor
            if match.candidates and unsure is None:
                unsure = _key(called.name, profile), match
        if unsure is not None:
            key, match = unsure
            decided = self._decide(key, called.name, match)
            if decided.decided:
                self._decided_new[called, country] = key
            return decided.actor
        if called.creates is None:
            raise UnreadableRowError("", f"nothing in the catalogue is called “{called.name}”")
        return None

    def _add_called(self, called: Called, country: str) -> None:
        """Put down an actor that is only referred to, unless the row itself is about it."""
        authority = called.creates is ActorKind.AUTHORITY
        profile = _only_called(called, country if authority else "")
        decided = self._decided_new.get((called, country), "")
        key = None if decided else self._matcher.find(profile, authority=authority).actor
        if key is None:
            key = self._draft.add_called(called)
            self._matcher.learn_called(key, profile.names, authority=authority)
            self._last = None
            self._decisions.add(key, called.name, "")
            self._called_only[called.creates or ActorKind.GROUP].append(called.name)
            if decided:
                self._draft.identify(key, self._decisions.settle(decided, key))
        self._decisions.note(key, called.name, "")
        self._draft.called[called, country] = key


def _listed(names: Sequence[str]) -> str:
    """Return the first names of many, and how many more there are."""
    told = ", ".join(f"“{one}”" for one in names[:MOST_NAMED])
    return told if len(names) <= MOST_NAMED else f"{told} and {len(names) - MOST_NAMED} more"


def _only_called(called: Called, country: str) -> Profile:
    """Return what tells of an actor to which a row only refers."""
    return Profile(names=name_keys(called.name), country=country)


def _alone_called(reader: Reader) -> dict[str, tuple[int, str, bool]]:
    """Return actors by what each alone is shown as: with the country, and if an authority."""
    asked = (
        "SELECT label, min(id), country, kind = ? FROM actor GROUP BY label HAVING count(*) = 1"
    )
    rows = reader.run(Sql(asked, (ActorKind.AUTHORITY.value,)))
    return {label: (key, country, bool(authority)) for label, key, country, authority in rows}


@contextmanager
def _without_collecting() -> Generator[None]:
    """Keep Python from looking for garbage in what all stays: it took a third of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _telling(said: Said) -> tuple[object, ...]:
    """Return by what a row tells whom it is about."""
    return said.values, [one for one in said.inner if one.kind in _TELLING]


def _new_ones(said: Said, title: str) -> tuple[str, ...]:
    """Return in words what a row says of a new actor, beside what it calls it."""
    told = [
        f"{field.label}: {text}"
        for field in fields_of(said.kind)
        if field.name in said.values
        and field.name not in OF_NEW_ONES
        and (text := wording.value(field, said.values[field.name], _no_label))
    ]
    for one in said.inner:
        texts = (value for value in one.values.values() if type(value) is str)
        words = ", ".join(text for text in texts if text not in {"", title})
        if words and one.kind is not Membership:
            told.append(f"{one.kind.about.label}: {words}")
    return tuple(told)


def _no_label(_: str, __: int) -> str:
    return ""


def _tells_members(said: Said) -> bool:
    return any(one.kind is Membership for one in said.inner)


def _told_by(said: Said) -> tuple[str, Sequence[Sequence[str]], Profile]:
    """Return what the subject of a row is called, the keys of its names, and its profile.

    Raises:
        UnreadableRowError: It is not named.
    """
    title = ""
    names: list[tuple[str, ...]] = []
    numbers: list[tuple[IdentifierScheme, str]] = []
    for kind, told, _, _ in said.inner:
        if kind is Name:
            text = cast("str", told["text"])
            title = title or text
            names.append(name_keys(text))
        elif kind is Identifier:
            numbers.append(cast("tuple[IdentifierScheme, str]", (told["scheme"], told["value"])))
    if not names and not numbers:
        raise UnreadableRowError("", "it names nobody")
    values: dict[str, Any] = said.values
    latitude, longitude = values.get("latitude"), values.get("longitude")
    profile = Profile(
        names[0] if len(names) == 1 else tuple(dict.fromkeys(chain.from_iterable(names))),
        values.get("country", ""),
        values.get("population"),
        None if latitude is None or longitude is None else (latitude, longitude),
        frozenset(numbers),
    )
    return title or ", ".join(value for _, value in sorted(numbers)), names, profile


def _key(title: str, profile: Profile) -> str:
    """Return by what a decision on a row is remembered."""
    numbers = sorted(f"{scheme}:{value}" for scheme, value in profile.identifiers)
    return "|".join([fold(title), profile.country, *numbers])


def _shown(title: str, profile: Profile) -> str:
    size = wording.inhabitants(profile.population) if profile.population else ""
    return wording.joined([title, profile.country, size])
