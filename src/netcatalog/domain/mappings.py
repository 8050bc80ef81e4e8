"""How the columns of a table become records: a mapping, as a value that can be kept.

Each row is about one actor, its subject. What else the row says are parts that hang on it: names,
figures, memberships with their periods. Which parts there can be, and their fields, is read off
the declarations of the records.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import msgspec

from netcatalog.domain.cells import NO, quoted
from netcatalog.domain.choices import ActorKind  # noqa: TC001  msgspec reads it
from netcatalog.domain.errors import InvalidError
from netcatalog.domain.fields import Choice, Kind, fields_of, owners_of
from netcatalog.domain.folding import fold
from netcatalog.domain.records import SCHEMA, Actor, Identifier, Name, Source
from netcatalog.domain.rules import fault_of, is_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netcatalog.domain.fields import Field, Record, Schema

SUBJECT = Actor.about.key


class At(Choice):
    """Where a value comes from that is neither a constant nor one column."""

    PIECE = "piece", "the cell, or each piece of it"
    HEADING = "heading", "the heading of the column"
    SHEET = "sheet", "the name of the sheet"


class Existing(Choice):
    """What happens to a value that is there already, where the table says another."""

    CHANGE = "change", "take the value of the list"
    FILL = "fill", "keep it, and fill in only what is empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """Where a field gets its value from: one of `column`, `constant` and `at`.

    Attributes:
        column: Heading of a column.
        also: What other tables head the same column with: the first that is there is read.
        constant: The same text for all rows.
        at: Of the column that its part is made for, or of the table.
        values: What a cell stands for, by the folded cell: "full member" for "full".
        creates: For a reference to an actor: what sort of actor it becomes if the catalogue has
            none of that name; None: the row is not read then.
        month_first: Whether of days in numbers the month stands first: 03/25/2004.
    """

    column: str = ""
    also: tuple[str, ...] = ()
    constant: str = ""
    at: At | None = None
    values: dict[str, str] = field(default_factory=dict)
    creates: ActorKind | None = None
    month_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A record that a row becomes, or several of them.

    Attributes:
        record: Key of its type.
        fields: Where its fields get their values from, by their names.
        each: Headings of columns for each of which it is made anew, where the cell does not say
            no; none: it is made once, if any of its columns says anything.
        separator: What stands between the pieces of such a cell, for each of which it is made.
        parts: What hangs on it.
    """

    record: str
    fields: dict[str, Filler] = field(default_factory=dict)
    each: tuple[str, ...] = ()
    separator: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """What is to be made of the rows of a table.

    Attributes:
        subject: The actor that a row is about, with all that hangs on it.
        missing: Cells that say nothing, such as "-"; only where one says so here.
        source: Values of the source that the facts rest on, by the names of its fields.
        as_of: The day for which the list holds, in EDTF; "" if it is not known.
        existing: What happens to values that are there already.
        shown: Whether the list calls actors as the catalogue shows them: who alone is called so
            is meant, whatever else is not told.
        complete: Whether the list names all members of the networks in it: a member that is not
            there has left.
        decisions: What was decided where nobody could be sure, by the key of the question: the
            uid of an actor, `SKIP`, what `as_new` returns, or `AS` with the title and country of
            an earlier row (and, of namesakes, which of them).
    """

    subject: Part
    missing: tuple[str, ...] = ()
    source: dict[str, str] = field(default_factory=dict)
    as_of: str = ""
    existing: Existing = Existing.CHANGE
    shown: bool = False
    complete: bool = False
    decisions: dict[str, str] = field(default_factory=dict)

    @property
    def telling(self) -> tuple[Part, ...]:
        """The parts by which one knows whom a row is about: names and numbers."""
        return tuple(one for one in self.subject.parts if one.record in _TELLING)

    def parts(self) -> Iterator[Part]:
        """Yield the subject and all that hangs on it, each before what hangs on itself."""
        yield from _walk(self.subject)

    def deciding(self, decisions: dict[str, str]) -> Mapping:
        """Return the same mapping with more decisions."""
        return replace(self, decisions=self.decisions | decisions)


_TELLING = frozenset({Name.about.key, Identifier.about.key})

NEW = "new"
SKIP = "skip"
AS = "as:"
"""Decisions that name no actor that is there: it is a new one; the row is left out; it is the one
that an earlier row of this title adds, which follows."""


def as_new() -> str:
    """Return the decision that it is a new one, and next year that one: with the uid it gets."""
    return f"{NEW}:{uuid4()}"


def is_new(decision: str) -> bool:
    """Return whether it was decided that it is a new one."""
    return decision == NEW or new_uid(decision) is not None


def new_uid(decision: str) -> UUID | None:
    """Return the uid that a new one gets, if a decision says that."""
    sort, _, uid = decision.partition(":")
    try:
        return UUID(uid) if sort == NEW else None
    except ValueError:
        return None


def _walk(part: Part) -> Iterator[Part]:
    yield part
    for inner in part.parts:
        yield from _walk(inner)


def says_no(piece: str) -> bool:
    """Return whether a cell means that a part is not there: "0", "no", "-" or nothing."""
    return piece.strip() in NO or fold(piece) in NO or not piece.strip()


@dataclass(frozen=True, slots=True)
class Target:
    """A field that a column can fill: of the subject, or of a record that hangs on it."""

    kind: type[Record]
    field: Field

    @property
    def key(self) -> str:
        """What the mapping calls it: the keys of the record and of the field."""
        return f"{self.kind.about.key}.{self.field.name}"

    @property
    def label(self) -> str:
        """What windows call it."""
        return f"{self.kind.about.label}: {self.field.label}"


def parts_of(kind: type[Record], schema: Schema = SCHEMA) -> tuple[type[Record], ...]:
    """Return the types of record that a mapping can hang on one of `kind`."""
    found = (other for other, _ in schema.hanging_on(kind))
    return tuple(dict.fromkeys(found))


def targets(schema: Schema = SCHEMA) -> tuple[Target, ...]:
    """Return every field that a column can fill, the subject's own first."""
    kinds: list[type[Record]] = [Actor]
    for kind in kinds:  # grows while it is walked
        kinds += [other for other in parts_of(kind, schema) if other not in kinds]
    return tuple(Target(kind, one) for kind in kinds for one in fillable(kind))


def fillable(kind: type[Record]) -> tuple[Field, ...]:
    """Return the fields of a type that a mapping can fill.

    What it hangs on follows from where it stands, and its source is that of the whole list.
    """
    cleared = {name for one in fields_of(kind) for name in one.clears}
    return tuple(
        one
        for one in fields_of(kind)
        if one.name not in cleared
        and one.kind is not Kind.MOMENT
        and one.refers != Source.about.key
        and not (one.refers and (one.refers != SUBJECT or _is_only_owner(kind, one)))
    )


def _is_only_owner(kind: type[Record], one: Field) -> bool:
    """Return whether a reference can be nothing but the record that this one hangs on."""
    return (one.owner and sum(other.owner for other in fields_of(kind)) == 1) or not one.required


def encode(mapping: Mapping) -> bytes:
    """Return a mapping as JSON, laid out for people too; see docs/formats.md."""
    plain = {"format": FORMAT, **msgspec.to_builtins(mapping)}
    return msgspec.json.format(msgspec.json.encode(_without_empty(plain)), indent=2) + b"\n"


FORMAT = "netcatalog mapping 1"
"""What the file of a mapping says of itself."""


def decode(text: bytes) -> Mapping:
    """Return the mapping that a JSON text holds.

    Raises:
        InvalidError: It holds none; the message says where.
    """
    try:
        plain = msgspec.json.decode(text, type=dict[str, object])
        said = plain.pop("format", None)
        if said != FORMAT:
            raise InvalidError(f"This is no mapping: its format is “{said}”, not “{FORMAT}”.")
        mapping = msgspec.convert(plain, Mapping)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidError(f"This is no mapping: {error}.") from error
    check(mapping)
    return mapping


def check(mapping: Mapping, schema: Schema = SCHEMA) -> None:
    """Make sure that a mapping names only records and fields that there are, and a day that is.

    Raises:
        InvalidError: It does not.
    """
    if not is_date(mapping.as_of):
        raise InvalidError(f"The day of the list, {quoted(mapping.as_of)}, is not a date.")
    for name, told in mapping.source.items():
        found = {one.name: one for one in fields_of(Source)}.get(name)
        if found is None or (told and fault_of(found, told)):
            raise InvalidError(f"The source of the list cannot have {name} {quoted(told)}.")
    if mapping.subject.record != SUBJECT:
        raise InvalidError("A mapping is about actors: its subject must be one.")
    _check_part(mapping.subject, schema)


def _check_part(part: Part, schema: Schema) -> None:
    kind = schema[part.record]
    known = {one.name for one in fillable(kind)}
    for name in part.fields:
        if name not in known:
            raise InvalidError(
                f"The mapping fills “{name}”: no {kind.about.label} has that field."
            )
    inside = {one.about.key for one in parts_of(kind, schema)}
    for inner in part.parts:
        if inner.record not in inside:
            what = f"a record “{inner.record}” on a record “{part.record}”"
            raise InvalidError(f"The mapping hangs {what}: that cannot be.")
        _check_part(inner, schema)


def check_whole(mapping: Mapping, schema: Schema = SCHEMA) -> None:
    """Make sure of the same, and that parts fill all that their records must have.

    Raises:
        InvalidError: They do not; what a part hangs on need not be told.
    """
    check(mapping, schema)
    for outer in mapping.parts():
        for part in outer.parts:
            _check_filled(part, schema[part.record], outer)


def _check_filled(part: Part, kind: type[Record], outer: Part) -> None:
    hung_on = (one.name for one in owners_of(kind) if one.refers == outer.record)
    free = next((name for name in hung_on if name not in part.fields), "")
    for one in fillable(kind):
        if one.required and one.name not in {*part.fields, free}:
            what = f"but not what it must have: {quoted(one.label)}"
            raise InvalidError(f"The mapping tells a {kind.about.label}, {what}.")


def _without_empty(plain: object) -> object:
    """Return plain values without what is empty: unsaid, it is the same."""
    if isinstance(plain, dict):
        kept = {key: _without_empty(value) for key, value in plain.items()}
        return {key: value for key, value in kept.items() if value}
    if isinstance(plain, list | tuple):
        return [_without_empty(value) for value in plain]
    return plain
