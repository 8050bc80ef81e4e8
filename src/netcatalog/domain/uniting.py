"""Records that turn out to be one: what each says, what is chosen of it, and what it comes to.

This is not `domain.merging`, which is about two versions of one record.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from netcatalog.domain.choices import NameType
from netcatalog.domain.fields import Choice, Kind, fields_of, groups_of
from netcatalog.domain.folding import fold
from netcatalog.domain.records import Name, Tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from netcatalog.domain.changes import Change
    from netcatalog.domain.fields import Field, Record

    Key = tuple[type[Record], int]
    """A record: its type and its id."""

    Taken = Mapping[tuple[type[Record], int, str], int]
    """By the type and id of a record that stays and the name of a field: the id of the record
    whose value it gets. A field that has no meaning without another goes with it."""

NAMES = ""
"""Stands for the names in `Taken`: whose are the official ones."""


class Why(Choice):
    """Why a record does not stay."""

    SAID_TWICE = "said_twice", "said by both, and kept once"
    OF_ITSELF = "of_itself", "it would tie the record to itself"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A record that does not stay.

    Attributes:
        record: The record as it is.
        title: What it is called.
        why: Why it does not stay.
    """

    record: Record
    title: str
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field of the records beside each other.

    Attributes:
        field: Its name; NAMES for the names.
        label: What it is called.
        texts: What it says in each of them, in words; "" for nothing.
        taken: The place of the one whose value holds.
    """

    field: str
    label: str
    texts: tuple[str, ...]
    taken: int

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose."""
        return len(set(self.texts)) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Records that become one, beside each other.

    Attributes:
        kind: Their type.
        keys: Their ids; the first of them stays.
        title: What the one that stays is called.
        lines: Their fields, as far as any of them says something.
    """

    kind: type[Record]
    keys: tuple[int, ...]
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Uniting:
    """What it comes to if records become one.

    Attributes:
        title: What it is called among the revisions: "merge Lodz into Łódź".
        shown: What the one that stays is called from then on.
        changes: What would change, in an order in which it can be applied.
        compared: The records themselves, and then others that become one because of it: the
            memberships that both have in a network; of very many only the first.
        moved: How many records of a type come to the one that stays.
        losses: What does not stay, beside the records that are united.
        facts: For each type, what hangs on each of the records, in words; the first of each.
    """

    title: str
    shown: str
    changes: tuple[Change, ...]
    compared: tuple[Compared, ...]
    moved: Mapping[type[Record], int]
    losses: tuple[Loss, ...]
    facts: Mapping[str, tuple[Sequence[str], ...]]


def united(records: Sequence[Record], taken: Mapping[str, int]) -> Record:
    """Return what the first of some records becomes if the others are one with it.

    Args:
        records: Of one type.
        taken: By the name of a field, the place of the record whose value it gets; where
            nothing is said, that of `natural`.
    """
    values: dict[str, Any] = {}
    for group in groups_of(type(records[0])):
        if group[0].owner:
            continue
        place = taken.get(group[0].name, natural(group[0], records))
        values |= {one.name: getattr(records[place], one.name) for one in group}
    return replace(records[0], **values)


def natural(field: Field, records: Sequence[Record]) -> int:
    """Return the place of the first record that says anything in a field, or 0."""
    return next((place for place, one in enumerate(records) if _says(field, one)), 0)


def _says(field: Field, record: Record) -> bool:
    held = getattr(record, field.name)
    return held is not None and held is not False and held != ""


def saying(record: Record) -> tuple[object, ...]:
    """Return what two records have in common that say the same, whoever says it."""
    if isinstance(record, Tag):
        record = replace(record, label=fold(record.label))
    kind = type(record)
    return kind, *(getattr(record, one.name) for one in fields_of(kind) if not one.shared)


def adds_nothing(one: Record, other: Record) -> bool:
    """Tell whether the other record, which says the same, knows the source of it as well."""
    return all(
        getattr(one, field.name) == getattr(other, field.name)
        or (field.kind is not Kind.FLAG and not _says(field, one))
        for field in fields_of(type(one))
        if field.shared
    )


def demoted(name: Name, official: Iterable[Name]) -> Name:
    """Return a name as it is of one that has other official names.

    It stays an official one where it is one of these, or in a language in which there is none.
    """
    among = [one for one in official if one.type is NameType.OFFICIAL]
    if name.type is not NameType.OFFICIAL or any(one.text == name.text for one in among):
        return name
    rivals = [one for one in among if "" in {one.language, name.language}]
    rivals += [one for one in among if one.language == name.language]
    return replace(name, type=NameType.ALTERNATIVE) if rivals else name
