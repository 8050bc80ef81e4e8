"""Works out what it comes to if records turn out to be one; nothing is changed.

All that refers to one of them refers to the first then. That may make others one in their turn:
two memberships in one network, two events of which each had its own participants. It goes on
until nothing is said twice any more.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from netcatalog.domain import wording
from netcatalog.domain.changes import Change
from netcatalog.domain.choices import NameType
from netcatalog.domain.errors import InvalidError, NotFoundError
from netcatalog.domain.fields import Kind, Record, fields_of, groups_of, owners_of
from netcatalog.domain.naming import display_name
from netcatalog.domain.records import Name, Source
from netcatalog.domain.uniting import (
    NAMES,
    Compared,
    Line,
    Loss,
    Uniting,
    Why,
    adds_nothing,
    demoted,
    natural,
    saying,
    united,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netcatalog.domain.fields import Field
    from netcatalog.domain.uniting import Key, Taken
    from netcatalog.store.reading import Reader

MOST_COMPARED = 20
"""Most records that become one that are told field by field; the others go by `natural`."""

MOST_FACTS = 20
"""Most records of one type that are told of each of those that are united."""


def unite(reader: Reader, kind: type[Record], keys: Sequence[int], taken: Taken) -> Uniting:
    """Return what it comes to if records of a root type are one.

    Args:
        reader: Reads the catalogue as it is now.
        kind: Their type.
        keys: Their ids; the first of them stays.
        taken: Which values are chosen; see `Taken`.

    Raises:
        NotFoundError: One of them is not in the catalogue any more.
        InvalidError: They cannot be one.
    """
    records = reader.records(kind, list(dict.fromkeys(keys)))
    if len(records) < 2 or len(records) < len(set(keys)):
        raise NotFoundError(
            f"To merge takes two {kind.about.plural.lower()}, and one of these is not in the "
            "catalogue any more."
        )
    _refuse(records)
    work = _Work(reader)
    work.unite(records)
    work.take(taken)
    return _told(reader, records, work, taken)


def _refuse(records: Sequence[Record]) -> None:
    """Refuse to unite what cannot be one."""
    for via in owners_of(type(records[0])):
        if len({getattr(one, via.name) for one in records}) > 1:
            what = type(records[0]).about.plural.lower()
            raise InvalidError(
                f"These {what} are not of the same {via.label.lower()}: they cannot be one. "
                f"Merge the two that are the {via.label.lower()} first, if they are one."
            )
    texts = {one.text for one in records if isinstance(one, Source)} - {""}
    if len(texts) > 1:
        raise InvalidError(
            "These sources have different texts, and facts rest on passages of each. "
            "They cannot be merged as long as both texts are kept."
        )


class _Work:
    """Records on their way to be one.

    Attributes:
        gone: The records that become one with another, and the id of that one.
        groups: Records that become one, and chosen from field by field; the first stays.
        losses: Records that do not stay, and why.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._before: dict[Key, Record] = {}
        self._after: dict[Key, Record] = {}
        self._loaded: set[Key] = set()
        self._referring: defaultdict[tuple[type[Record], str, int], set[int]] = defaultdict(set)
        self.gone: dict[Key, int] = {}
        self.groups: dict[Key, list[Record]] = {}
        self.losses: dict[Key, Why] = {}

    # Finding

    def now(self, key: Key) -> Record:
        """Return a record as it becomes."""
        return self._after.get(key) or self._before[key]

    def referring(self, kind: type[Record], via: Field, to: int) -> list[Record]:
        """Return the records that will refer by a field to one with this id."""
        ids = self._referring[kind, via.name, to]
        found = [self.now((kind, key)) for key in sorted(ids) if (kind, key) not in self.losses]
        return [one for one in found if getattr(one, via.name) == to]

    def _load(self, kind: type[Record], keys: Iterable[int]) -> None:
        """Read what refers to these records, unless that is done."""
        new = [key for key in keys if (kind, key) not in self._loaded]
        self._loaded.update((kind, key) for key in new)
        for other, via in self._reader.schema.references_to(kind):
            for to, found in self._reader.hanging(other, via, new).items():
                self._referring[other, via.name, to].update(map(_id, found))
                for one in found:
                    self._before.setdefault(_key(one), one)

    def _set(self, record: Record) -> None:
        """Let a record become so."""
        self._after[_key(record)] = record
        for via in fields_of(type(record)):
            to = getattr(record, via.name)
            if via.kind is Kind.REFERENCE and to is not None:
                self._referring[type(record), via.name, to].add(_id(record))

    # Uniting

    def unite(self, records: Sequence[Record]) -> None:
        """Let records be one, and whatever says the same then."""
        self._before |= {_key(one): one for one in records}
        self.groups[_key(records[0])] = list(records)
        pairs = [(records[0], one) for one in records[1:]]
        while pairs:
            self.gone |= {_key(other): _id(one) for one, other in pairs}
            for kind in dict.fromkeys(type(one) for one, _ in pairs):
                ids = {_id(each) for pair in pairs for each in pair if type(each) is kind}
                self._load(kind, sorted(ids))
            pairs = [found for one, other in pairs for found in self._moved(one, other)]

    def _moved(self, stays: Record, goes: Record) -> Iterator[tuple[Record, Record]]:
        """Let all that refers to one record refer to another; yield what says the same then."""
        for kind, via in self._reader.schema.references_to(type(stays)):
            said: dict[object, list[Record]] = defaultdict(list)
            for one in self.referring(kind, via, _id(stays)):
                said[_saying(one)].append(one)
            for one in self.referring(kind, via, _id(goes)):
                moved = replace(one, **cast("dict[str, Any]", {via.name: _id(stays)}))
                if self._ties_to_itself(moved, via):
                    self._lose(moved, Why.OF_ITSELF)
                    continue
                self._set(moved)
                if via.owner or not kind.about.root:
                    yield from self._twin(moved, said[_saying(moved)])

    def _ties_to_itself(self, record: Record, via: Field) -> bool:
        """Tell whether a record ties another to itself that it did not tie to itself before."""
        before = self._before[_key(record)]
        return any(
            getattr(record, via.name) == getattr(record, other.name)
            and getattr(before, via.name) != getattr(before, other.name)
            for other in fields_of(type(record))
            if other != via and other.refers == via.refers and other.hangs and via.hangs
        )

    def _twin(self, moved: Record, others: list[Record]) -> Iterator[tuple[Record, Record]]:
        """Let go of one of two that say the same, if nothing of it is lost."""
        for place, other in enumerate(others):
            if _is_chosen_from(type(moved)):
                group = self.groups.setdefault(_key(other), [self._before[_key(other)]])
                group += self.groups.pop(_key(moved), [self._before[_key(moved)]])
                self._lose(moved, Why.SAID_TWICE)
                yield other, moved
            elif adds_nothing(moved, other):
                self._lose(moved, Why.SAID_TWICE)
                yield other, moved
            elif adds_nothing(other, moved):
                self._lose(other, Why.SAID_TWICE)
                others[place] = moved
                yield moved, other
            else:
                continue
            return

    def _lose(self, record: Record, why: Why) -> None:
        self._after.pop(_key(record), None)
        if why is Why.OF_ITSELF:
            self.groups.pop(_key(record), None)
        self.losses[_key(record)] = why

    # Choosing

    def take(self, taken: Taken) -> None:
        """Choose among the values of those that become one, and see to what that entails."""
        for (kind, key), group in self.groups.items():
            ids = [_id(one) for one in group]
            chosen = {
                name: ids.index(whose)
                for (of, stays, name), whose in taken.items()
                if (of, stays) == (kind, key) and whose in ids and name != NAMES
            }
            now = [self.now((kind, key)), *(self._resolved(one) for one in group[1:])]
            whole = united(now, chosen)
            if whole != now[0]:
                self._set(whole)
            self._choose_names(kind, key, taken.get((kind, key, NAMES), key))
        self._lose_along()

    def _resolved(self, record: Record) -> Record:
        """Return a record that refers to those that stay."""
        given: dict[str, Any] = {}
        for via in fields_of(type(record)):
            to = getattr(record, via.name)
            if via.kind is Kind.REFERENCE and to is not None:
                given[via.name] = self._heir((self._reader.schema[via.refers], to))[1]
        return replace(record, **given)

    def names(self, kind: type[Record], key: int) -> list[Name]:
        """Return the names that a record will have."""
        return [
            one
            for other, via in self._reader.schema.hanging_on(kind)
            if other is Name
            for one in self.referring(other, via, key)
            if isinstance(one, Name)
        ]

    def _choose_names(self, kind: type[Record], key: int, whose: int) -> None:
        """Let the official names of one of them be so, and those of the others other names."""
        names = self.names(kind, key)
        if not names:
            return
        own = [
            one for one in self._before.values() if isinstance(one, Name) and one.actor == whose
        ]
        if all(one.type is not NameType.OFFICIAL for one in own):
            return
        ids = {one.id for one in own}
        said: dict[object, list[Record]] = defaultdict(list)
        for one in names:
            said[_saying(one)].append(one)
        for one in names:
            lesser = one if one.id in ids else demoted(one, own)
            if lesser == one:
                continue
            if any(adds_nothing(lesser, other) for other in said[_saying(lesser)]):
                self._lose(one, Why.SAID_TWICE)
            else:
                self._set(lesser)
                said[_saying(lesser)].append(lesser)

    def _lose_along(self) -> None:
        """Find what hangs on records that do not stay."""
        level = [key for key, why in self.losses.items() if why is Why.OF_ITSELF]
        while level:
            for kind in dict.fromkeys(kind for kind, _ in level):
                self._load(kind, [key for of, key in level if of is kind])
            found = [
                _key(one)
                for kind, key in level
                for other, via in self._reader.schema.references_to(kind)
                if via.hangs
                for one in self.referring(other, via, key)
            ]
            self.losses |= dict.fromkeys(found, Why.OF_ITSELF)
            level = found
        for key, why in self.losses.items():
            if why is Why.SAID_TWICE and self.losses.get(self._heir(key)) is Why.OF_ITSELF:
                self.losses[key] = Why.OF_ITSELF

    def _heir(self, key: Key) -> Key:
        """Return the record that one has become in the end."""
        while key in self.gone:
            key = key[0], self.gone[key]
        return key

    # What it comes to

    def changes(self) -> Iterator[Change]:
        """Yield what changes, in an order in which it can be applied.

        What is united comes first: passages are looked up in the text that stays. What goes into
        the bin does so before what it refers to: it would be changed by that. What hangs on it
        goes along with it, and comes back with it.
        """
        first = next(iter(self.groups))[0]
        order = [first, *(kind for kind in self._reader.schema.records if kind is not first)]
        for key in sorted(self._after, key=lambda one: (order.index(one[0]), one[1])):
            if key not in self.losses and self._after[key] != self._before[key]:
                yield Change(before=self._before[key], after=self._after[key])
        leaving = {**self.losses, **self.gone}
        kinds = self._reader.schema.referred_first(self._reader.schema.records)
        for key in sorted(leaving, key=lambda one: kinds.index(one[0]), reverse=True):
            hangs_on = (
                (self._reader.schema[via.refers], getattr(self._before[key], via.name))
                for via in owners_of(key[0])
            )
            if leaving.keys().isdisjoint(hangs_on):
                yield Change(before=self._before[key])

    def moved(self) -> dict[type[Record], int]:
        """Return how many records of a type refer to another than before."""
        counts: dict[type[Record], int] = {}
        for key, after in self._after.items():
            before = self._before[key]
            if key not in self.losses and _refers(after) != _refers(before):
                counts[key[0]] = counts.get(key[0], 0) + 1
        return {kind: counts[kind] for kind in self._reader.schema.records if kind in counts}

    def lost(self) -> tuple[Loss, ...]:
        """Return what does not stay, by type."""
        by_kind: defaultdict[type[Record], list[Record]] = defaultdict(list)
        for key in self.losses:
            by_kind[key[0]].append(self._before[key])
        return tuple(
            Loss(record=one, title=title, why=self.losses[_key(one)])
            for records in by_kind.values()
            for one, title in zip(records, self._reader.titles(records), strict=True)
        )


def _told(reader: Reader, records: Sequence[Record], work: _Work, taken: Taken) -> Uniting:
    kind, key = _key(records[0])
    titles = reader.titles(records)
    names = work.names(kind, key)
    return Uniting(
        title=f"merge {', '.join(titles[1:])} into {titles[0]}",
        shown=display_name(names) if names else titles[0],
        changes=tuple(work.changes()),
        compared=tuple(
            Compared(
                kind=of,
                keys=tuple(_id(one) for one in group),
                title=reader.title(group[0]),
                lines=tuple(_lines(reader, group, taken)),
            )
            for (of, _), group in islice(work.groups.items(), MOST_COMPARED)
        ),
        moved=work.moved(),
        losses=work.lost(),
        facts=dict(_facts(reader, records)),
    )


def _lines(reader: Reader, group: Sequence[Record], taken: Taken) -> Iterator[Line]:
    kind, stays = _key(group[0])
    ids = [_id(one) for one in group]
    if any(other is Name for other, _ in reader.schema.hanging_on(kind)):
        whose = taken.get((kind, stays, NAMES), stays)
        yield Line(
            field=NAMES,
            label="Name",
            texts=tuple(reader.label(kind.about.key, one) for one in ids),
            taken=ids.index(whose) if whose in ids else 0,
        )
    for fields in groups_of(kind):
        if fields[0].owner:
            continue
        texts = tuple(_words(reader, fields, one) for one in group)
        if any(texts):
            whose = taken.get((kind, stays, fields[0].name), ids[natural(fields[0], group)])
            yield Line(
                field=fields[0].name,
                label=fields[0].label,
                texts=texts,
                taken=ids.index(whose) if whose in ids else 0,
            )


def _words(reader: Reader, fields: Sequence[Field], record: Record) -> str:
    """Return what a record says in fields that belong together; a flag only if it is set."""
    told = []
    for field in fields:
        held = getattr(record, field.name)
        is_unset = field.kind is Kind.FLAG and not held and not field.nullable
        told.append("" if is_unset else wording.value(field, held, reader.label))
        if told[-1] and field is not fields[0]:
            told[-1] = f"{field.label.lower()}: {told[-1]}"
    return wording.short(wording.joined(told))


def _facts(
    reader: Reader, records: Sequence[Record]
) -> Iterator[tuple[str, tuple[list[str], ...]]]:
    """Yield what hangs on each of some records, under what a page calls it."""
    ids = [_id(one) for one in records]
    for kind, via in reader.schema.hanging_on(type(records[0])):
        held = {key: reader.hanging(kind, via, [key], MOST_FACTS)[key] for key in ids}
        every = [one for several in held.values() for one in several]
        if every:
            reader.learn_labels(every)
            title = kind.about.plural
            if len([one for one in owners_of(kind) if one.owner and one.required]) > 1:
                title = f"{title}: as {via.label.lower()}"
            yield title, tuple([_sentence(reader, one) for one in held[key]] for key in ids)


def _sentence(reader: Reader, record: Record) -> str:
    return wording.short(wording.sentence(record, reader.label))


def _is_chosen_from(kind: type[Record]) -> bool:
    """Tell whether two of a type that hang on the same are one, whatever else they say."""
    return kind.about.root and bool(owners_of(kind))


def _saying(record: Record) -> object:
    if _is_chosen_from(type(record)):
        return tuple(getattr(record, via.name) for via in owners_of(type(record)))
    return saying(record)


def _refers(record: Record) -> list[object]:
    """Return what a record refers to."""
    references = (one for one in fields_of(type(record)) if one.kind is Kind.REFERENCE)
    return [getattr(record, one.name) for one in references]


def _id(record: Record) -> int:
    return record.id or 0


def _key(record: Record) -> Key:
    return type(record), record.id or 0
