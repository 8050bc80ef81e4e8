"""What something done to many records at once would come to, worked out before it is done."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from netcatalog.domain import wording
from netcatalog.domain.bulk import (
    AddTag,
    Deed,
    Line,
    Plan,
    Refusal,
    Remove,
    RemoveTag,
    SetField,
    owner_in,
    title_of,
)
from netcatalog.domain.changes import Change
from netcatalog.domain.folding import fold
from netcatalog.domain.records import Tag
from netcatalog.domain.rules import problems
from netcatalog.store.reading import chunks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from netcatalog.domain.fields import Record
    from netcatalog.domain.progress import Progress
    from netcatalog.domain.sections import Section
    from netcatalog.store.reading import Reader

    _Ids = defaultdict[type[Record], set[int]]

MOST_LINES = 100
"""Most records that a plan shows one by one: some screens full."""

_GONE = "It is not in the catalogue any more."


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a deed comes to for one record; neither changes nor a reason if it is so already."""

    record: Record
    changes: tuple[Change, ...] = ()
    before: str = ""
    after: str = ""
    why: str = ""


@dataclass(slots=True)
class _Draft:
    """A plan on its way."""

    changes: list[Change] = field(default_factory=list)
    first: list[_Outcome] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    touched: int = 0
    same: int = 0
    refused: int = 0

    def take(self, outcome: _Outcome, reader: Reader) -> None:
        if outcome.why:
            self.refuse(outcome.why, partial(reader.title, outcome.record))
        elif outcome.changes:
            self.touched += 1
            self.changes += outcome.changes
            if len(self.first) < MOST_LINES:
                self.first.append(outcome)
        else:
            self.same += 1

    def refuse(self, why: str, title: Callable[[], str]) -> None:
        self.refused += 1
        if len(self.refusals) < MOST_LINES:
            self.refusals.append(Refusal(title(), why))


def plan(
    reader: Reader, section: Section, ids: Sequence[int], deed: Deed, progress: Progress
) -> Plan:
    """Work out what a deed would come to for records of a section; nothing is changed.

    A record that it cannot be done to is told, and no reason not to do it to the others.
    """
    draft, kind = _Draft(), section.kind
    along: _Ids = defaultdict(set, {kind: set(ids)})
    done = 0
    for chunk in chunks(ids):
        records = reader.records(kind, chunk)
        for outcome in _outcomes(reader, deed, records):
            draft.take(outcome, reader)
        for key in set(chunk).difference(record.id or 0 for record in records):
            draft.refuse(_GONE, partial(_nameless, kind, key))
        if isinstance(deed, Remove):
            _gather(reader, kind, chunk, along)
        done += len(chunk)
        progress(done, len(ids))
    along[kind].difference_update(ids)
    lines = [Line(reader.title(one.record), one.before, one.after) for one in draft.first]
    count = draft.touched or len(ids)
    several = f"{wording.number(count)} {section.label.lower()}"
    return Plan(
        title=title_of(deed, lines[0].title if draft.touched == 1 else several),
        changes=draft.changes,
        touched=draft.touched,
        same=draft.same,
        refused=draft.refused,
        along={other: len(along[other]) for other in reader.schema.records if along[other]},
        lines=lines,
        refusals=draft.refusals,
    )


def _outcomes(reader: Reader, deed: Deed, records: Sequence[Record]) -> Iterator[_Outcome]:
    match deed:
        case SetField():
            return (_with_value(deed, record) for record in records)
        case AddTag() | RemoveTag():
            return _with_tags(reader, deed, records)
        case Remove():
            return (_removed(record) for record in records)


def _with_value(deed: SetField, record: Record) -> _Outcome:
    name = deed.field.name
    before = getattr(record, name)
    if before == deed.value:
        return _Outcome(record)
    changed: dict[str, Any] = {name: deed.value}
    after = replace(record, **changed)
    wrong = problems(after)
    if wrong:
        return _Outcome(record, why=wrong[0].fault.label)
    words = [wording.value(deed.field, held, _no_label) for held in (before, deed.value)]
    return _Outcome(record, (Change(before=record, after=after),), *words)


def _with_tags(
    reader: Reader, deed: AddTag | RemoveTag, records: Sequence[Record]
) -> Iterator[_Outcome]:
    if not records:
        return
    via = owner_in(Tag, type(records[0]))
    assert via is not None  # noqa: S101  what cannot be tagged is not offered for it
    held = reader.hanging(Tag, via, [record.id or 0 for record in records])
    for record in records:
        tags = held.get(record.id or 0, [])
        meant = [tag for tag in tags if fold(tag.label) == fold(deed.label)]
        before = [tag.label for tag in tags]
        if isinstance(deed, RemoveTag):
            changes = [Change(before=tag) for tag in meant]
            after = [tag.label for tag in tags if tag not in meant]
        else:
            given: dict[str, Any] = {via.name: record.id}
            changes = [] if meant else [Change(after=Tag(label=deed.label, **given))]
            after = [*before, deed.label]
        yield _Outcome(record, tuple(changes), ", ".join(before), ", ".join(after))


def _removed(record: Record) -> _Outcome:
    return _Outcome(record, (Change(before=record),), after="in the bin")


def _gather(reader: Reader, kind: type[Record], keys: Sequence[int], found: _Ids) -> None:
    """Add the ids of what goes into the bin along with records to those that go there anyway."""
    for other, via in reader.schema.references_to(kind):
        if via.hangs:
            fresh = reader.ids_hanging(other, via, keys) - found[other]
            found[other] |= fresh
            _gather(reader, other, sorted(fresh), found)


def _nameless(kind: type[Record], key: int) -> str:
    return f"{wording.capital(kind.about.label)} {key}"


def _no_label(_key: str, record_id: int) -> str:
    return str(record_id)
