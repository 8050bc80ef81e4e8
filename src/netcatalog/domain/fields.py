"""The one declaration of each field, from which everything else about it derives.

A record type is a frozen dataclass made by `record`; each of its fields is made by `field`
with its label and what may be done with it. Tables, forms, table columns, query words,
CSV columns, JSON keys, the history view and the guide's list of fields read the
declaration; none of them names a field. This module knows no record type of its own.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import types
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    NewType,
    ParamSpec,
    Self,
    TypeVar,
    Union,
    cast,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)
from uuid import UUID  # noqa: TC003  get_type_hints needs it

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Held = dict[str, list[Any]]
    """What many records of one type hold, by the names of their fields; "id" and "uid", too."""

P = ParamSpec("P")
R = TypeVar("R", bound="Record")
T = TypeVar("T")


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """Return a function that works each answer out once, as `functools.cache` does.

    Unlike there, a type checker still knows what the function takes.
    """
    return cast("Callable[P, T]", cache(function))


Prose = NewType("Prose", str)
"""Text of several lines."""

Markdown = NewType("Markdown", str)
"""Text of several lines in CommonMark."""

Edtf = NewType("Edtf", str)
"""A date that may be partial or uncertain: Extended Date/Time Format, ISO 8601-2, levels 0-2."""

Country = NewType("Country", str)
"""A country or territory: ISO 3166-1 alpha-2 code, XK for Kosovo."""

Language = NewType("Language", str)
"""A language: BCP 47 tag, such as "fr" or "sr-Latn"."""

WebAddress = NewType("WebAddress", str)
"""An http or https URL."""


class Kind(Enum):
    """What sort of value a field holds: decides its column type, editor and matching."""

    TEXT = "text"
    PROSE = "prose"
    MARKDOWN = "markdown"
    DATE = "date"
    COUNTRY = "country"
    LANGUAGE = "language"
    ADDRESS = "address"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    MOMENT = "moment"
    REFERENCE = "reference"
    KEY = "key"


class Choice(StrEnum):
    """A closed set of values, each with the label that windows and reports show."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Make a member that equals `value` and is shown as `label`."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field as declared.

    Attributes:
        name: Python, SQL and JSON name.
        label: What windows call it.
        help: One sentence for the person who fills it in.
        kind: Sort of value.
        choices: The closed set, where `kind` is CHOICE.
        refers: Key of the record type referred to, where `kind` is REFERENCE.
        required: Whether a value must be given.
        nullable: Whether None is a value (elsewhere empty text or False stands for none).
        owner: Whether the record hangs on the one it refers to, goes to the bin and comes
            back with it. A required reference always does.
        clears: Fields that lose their meaning, and are emptied, when this one is.
        searched: Whether the text is found by plain words in the search bar.
        naming: Whether the text is a name of the root record: found first, and folded.
        word: Word before the colon in the search bar, or "".
        word_by: Name of the choice field of the same record whose *values* are the words
            (an event's date is asked for as ``founded:1986``), or "".
        via: Name of the owner field through which `word` reaches the root record.
        column: Whether tables show it before the user chooses otherwise; for `word_by`
            fields, the choices that are columns.
        facet: Whether the values are counted beside a table, to be chosen by a click; for
            `word_by` fields, the choices whose words are.
        bands: Where each band of numbers but the lowest begins, for a number that is a facet.
        folded: Whether a folded copy is stored beside the value, for matching.
        suggested: Whether forms offer the values already in the catalogue.
        shared: Whether every sourced fact has it: forms put it under "Source".
        unit: Unit of a number, or "".
        least: What a number must not be below, or None.
        most: What it must not be above, or None.
        hides: Whether a record is left out of public exports where this flag is set.
        personal: Whether it tells of a person, and is left empty in public exports.
        starts: Whether what the record says held only from this date on.
        ends: Whether it held only until this date.
        over: Of a choice field, the choice by which the record tells of the past: who has left
            a network is none of its members.
    """

    name: str
    label: str
    help: str
    kind: Kind
    choices: type[Choice] | None = None
    refers: str = ""
    required: bool = False
    nullable: bool = False
    owner: bool = False
    clears: tuple[str, ...] = ()
    searched: bool = False
    naming: bool = False
    word: str = ""
    word_by: str = ""
    via: str = ""
    column: bool | tuple[Choice, ...] = False
    facet: bool | tuple[Choice, ...] = False
    bands: tuple[int, ...] = ()
    folded: bool = False
    suggested: bool = False
    shared: bool = False
    unit: str = ""
    least: float | None = None
    most: float | None = None
    hides: bool = False
    personal: bool = False
    starts: bool = False
    ends: bool = False
    over: Choice | None = None

    @property
    def hangs(self) -> bool:
        """Whether a record with this reference goes where the other one goes."""
        return self.kind is Kind.REFERENCE and (self.owner or self.required)


def field(
    label: str,
    help: str = "",  # noqa: A002  the word the reader expects
    *,
    default: Any = dataclasses.MISSING,  # noqa: ANN401  as in dataclasses.field
    **properties: Any,  # noqa: ANN401  see Field
) -> Any:  # noqa: ANN401  as in dataclasses.field
    """Declare a field of a record; `properties` are those of `Field` that a hand must give.

    Its kind, choices, reference and whether it may be None are read off its annotation.
    """
    declared = {"label": label, "help": help, **properties}
    return dataclasses.field(default=default, metadata={"declared": declared})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def common_ground(cls: type[R]) -> type[R]:
    """Make a class the common ground of record types: a frozen, slotted, keyword-only dataclass.

    How records compare and print is written once, in `Record`: making it anew for each type
    took a third of the time in which all of them load.
    """
    return dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)(cls)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def record(
    label: str,
    plural: str,
    *,
    group: str = "",
    root: bool = False,
    listed: bool = False,
    renewed: tuple[str, ...] = (),
) -> Callable[[type[R]], type[R]]:
    """Make a class a record type; see `common_ground`.

    Args:
        label: What one is called, in the middle of a sentence.
        plural: What several are called, as a heading.
        group: Key of its list in JSON; the plural of the class name where not given.
        root: Whether it stands in the catalogue by itself, with a page of its own.
        listed: Whether it has a table and a full-text index of its own; a root always has.
        renewed: Fields by which one claim takes the place of another: where they are the same,
            what is claimed for a later day is what holds from then on.
    """

    def make(cls: type[R]) -> type[R]:
        made = common_ground(cls)
        key = _snake(cls.__name__)
        made.about = About(
            key=key,
            label=label,
            plural=plural,
            group=group or f"{key}s",
            root=root,
            listed=root or listed,
            renewed=renewed,
        )
        return made

    return make


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a record type is called: `key` in SQL, `group` in JSON, the rest in windows."""

    key: str
    label: str
    plural: str
    group: str
    root: bool
    listed: bool
    renewed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Record:
    """What every record has. Only subclasses made by `record` are stored.

    Attributes:
        id: Key inside one catalogue file; never used again once given. Below zero: a
            placeholder by which records added together refer to each other. None: not
            stored, and nothing refers to it.
        uid: The same in every copy of the catalogue; given when the record is stored.
    """

    about: ClassVar[About]

    id: int | None = None
    uid: UUID | None = None

    def __eq__(self, other: object) -> bool:
        """Tell whether the other record is of the same type and says the same."""
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in _names(type(self)))

    def __hash__(self) -> int:
        """Return a number that equal records share."""
        return hash(tuple(getattr(self, name) for name in _names(type(self))))

    def __repr__(self) -> str:
        """Return what would make the record, without what is empty."""
        held = ((name, getattr(self, name)) for name in _names(type(self)))
        given = ", ".join(f"{name}={value!r}" for name, value in held if value not in (None, ""))
        return f"{type(self).__name__}({given})"


@remembered
def _names(kind: type[Record]) -> tuple[str, ...]:
    return tuple(plain.name for plain in dataclasses.fields(kind))


@remembered
def fields_of(kind: type[Record]) -> tuple[Field, ...]:
    """Return the declared fields of a record type, in order, the shared ones last.

    `id` and `uid` are not among them.
    """
    hints = get_type_hints(kind)
    declared = (
        _read(plain.name, hints[plain.name], plain.metadata["declared"], plain.default)
        for plain in dataclasses.fields(kind)
        if "declared" in plain.metadata
    )
    return tuple(sorted(declared, key=lambda one: one.shared))


def held_by(records: Sequence[Record]) -> Held:
    """Return what records of one type hold."""
    names = _names(type(records[0]))
    return {name: [getattr(one, name) for one in records] for name in names}


def held_by_told(kind: type[Record], told: Sequence[Mapping[str, Any]]) -> Held:
    """Return what records of one type hold that are told by some of their fields.

    A field that the type does not have is a defect: TypeError.
    """
    count, named = len(told), set[str]().union(*told)
    if strange := named.difference(_names(kind)):
        raise TypeError(f"{kind.__name__} has no {', '.join(sorted(strange))}")
    held: Held = {}
    for name in _names(kind):
        default = kind.__dataclass_fields__[name].default
        empty = None if default is dataclasses.MISSING else default
        held[name] = [one.get(name, empty) for one in told] if name in named else [empty] * count
    return held


def field_named(kind: type[Record], name: str) -> Field:
    """Return one field of a record type. An unknown name is a defect: KeyError."""
    for one in fields_of(kind):
        if one.name == name:
            return one
    raise KeyError(name)


def owners_of(kind: type[Record]) -> tuple[Field, ...]:
    """Return the references on which a record of this type hangs."""
    return tuple(one for one in fields_of(kind) if one.hangs)


@remembered
def past_of(kind: type[Record]) -> tuple[str, str] | None:
    """Return the field, and its value, by which a record of a type tells of the past, if any."""
    found = ((one.name, one.over.value) for one in fields_of(kind) if one.over is not None)
    return next(found, None)


def groups_of(kind: type[Record]) -> list[tuple[Field, ...]]:
    """Return the fields of a type; those that have no meaning without another, with it."""
    led = {name for field in fields_of(kind) for name in field.clears}
    fields = {field.name: field for field in fields_of(kind)}
    return [
        (field, *(fields[name] for name in field.clears if name in fields))
        for field in fields.values()
        if field.name not in led
    ]


_BY_TYPE: dict[Any, Kind] = {
    str: Kind.TEXT,
    Prose: Kind.PROSE,
    Markdown: Kind.MARKDOWN,
    Edtf: Kind.DATE,
    Country: Kind.COUNTRY,
    Language: Kind.LANGUAGE,
    WebAddress: Kind.ADDRESS,
    int: Kind.INTEGER,
    float: Kind.NUMBER,
    bool: Kind.FLAG,
    dt.datetime: Kind.MOMENT,
}


def _read(name: str, hint: Any, declared: dict[str, Any], default: object) -> Field:  # noqa: ANN401
    nullable = get_origin(hint) in {Union, types.UnionType}
    if nullable:
        (hint,) = (one for one in get_args(hint) if one is not types.NoneType)
    derived: dict[str, Any] = {"nullable": nullable, "required": default is dataclasses.MISSING}
    if hint in _BY_TYPE:
        derived["kind"] = _BY_TYPE[hint]
    elif isinstance(hint, NewType):
        derived |= {"kind": Kind.REFERENCE, "refers": _snake(hint.__name__.removesuffix("Id"))}
    elif isinstance(hint, type) and issubclass(hint, Choice):
        derived |= {"kind": Kind.CHOICE, "choices": hint}
    else:
        raise TypeError(f"{name}: no field can hold {hint}")
    return Field(name=name, **(derived | declared))


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Schema:
    """The record types of a catalogue and how they hang together.

    Attributes:
        records: The types, in the order in which pages show them.
    """

    def __init__(self, records: Iterable[type[Record]]) -> None:
        self.records = tuple(records)
        self._by_key = {kind.about.key: kind for kind in self.records}

    def __getitem__(self, key: str) -> type[Record]:
        """Return the record type of this key. An unknown key is a defect: KeyError."""
        return self._by_key[key]

    def listed(self) -> tuple[type[Record], ...]:
        """Return the types that have a table and a full-text index of their own."""
        return tuple(kind for kind in self.records if kind.about.listed)

    def referred_first(self, kinds: Iterable[type[Record]]) -> list[type[Record]]:
        """Return types in the same order, but each after those that it refers to."""
        given = dict.fromkeys(kinds)
        order: dict[type[Record], None] = {}

        def put(kind: type[Record], around: frozenset[type[Record]] = frozenset()) -> None:
            for one in fields_of(kind):
                other = self._by_key.get(one.refers)
                if other in given and other not in around and other is not kind:
                    put(other, around | {kind})
            order.setdefault(kind)

        for kind in given:
            put(kind)
        return list(order)

    @remembered
    def naming(self, kind: type[Record]) -> tuple[type[Record], Field] | None:
        """Return where the names of a root type are kept, or None if it has no names."""
        for holder in (kind, *(other for other, _ in self.hanging_on(kind))):
            for one in fields_of(holder):
                if one.naming:
                    return holder, one
        return None

    @remembered
    def references_to(self, kind: type[Record]) -> tuple[tuple[type[Record], Field], ...]:
        """Return every field of every type that refers to `kind`."""
        key = kind.about.key
        return tuple(
            (other, one) for other in self.records for one in fields_of(other) if one.refers == key
        )

    @remembered
    def hanging_on(self, kind: type[Record]) -> tuple[tuple[type[Record], Field], ...]:
        """Return the types, with the field, that hang on `kind` and are shown on its page."""
        return tuple((other, one) for other, one in self.references_to(kind) if one.owner)
