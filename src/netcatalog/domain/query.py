"""What the user asks of the catalogue, as one value; `query_parser` reads it off a text.

The words that may stand before a colon derive from the declared fields.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from netcatalog.domain.fields import (
    Choice,
    Field,
    Record,
    Schema,
    field_named,
    fields_of,
    remembered,
)
from netcatalog.domain.records import Sourced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netcatalog.domain.sections import Section

    Way = tuple[tuple[type[Record], Field], ...]
    """Down from a record: each type, and the field by which it hangs on the one before."""


class OwnWord(Choice):
    """A word before the colon that no field declares, and what it finds."""

    HAS = "has", "What has a record of some type beside it"
    UNSOURCED = "unsourced", "What names no source, itself or in a fact about it"
    STALE = "stale", "What has a fact that was last claimed long ago"
    AS_OF = "as-of", "Everything as it was on a day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word before the colon, and what it asks.

    Attributes:
        word: As typed.
        kind: Type of the record whose field is compared.
        field: The field compared.
        via: Reference from `kind` to the listed record, or None if it is the listed one.
        through: Reference from the listed record to the one that `via` leads to: what is
            asked of a membership may be answered by its member.
        only: The value that the `word_by` field must have, if the field serves many words.
    """

    word: str
    kind: type[Record]
    field: Field
    via: Field | None = None
    through: Field | None = None
    only: Choice | None = None

    @property
    def meaning(self) -> str:
        """What it asks, in few words: "Country", "Event: founded", "Member: population"."""
        asked = self.field.label.lower() if self.only is None else self.only.label
        of = "" if self.via is None else self.kind.about.label
        if self.through is not None:
            of = self.through.label.lower()
        said = f"{of}: {asked}" if of and of != asked else asked
        return said[:1].upper() + said[1:]


@dataclass(frozen=True, slots=True)
class Text:
    """Words to be found anywhere, side by side; also inside of others, unless it is a phrase.

    Attributes:
        text: The words.
        phrase: Whether they stand as they are.
        goes_on: Of a phrase, whether its last word may be the beginning of one.
    """

    text: str
    phrase: bool = False
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """Values from `low` to `high`, both included; None where it is open."""

    low: str | int | None
    high: str | int | None


@dataclass(frozen=True, slots=True)
class Exactly:
    """The whole of a folded text, where text alone may be part of what a field holds."""

    text: str


Value = str | Range | Exactly
"""What a field is compared with: folded or plain text, a choice's value, or a range."""


@dataclass(frozen=True, slots=True)
class Where:
    """A field is one of some values."""

    word: Word
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Has:
    """A record of one of some types hangs, by the field beside it, on the one listed."""

    hanging: tuple[tuple[type[Record], Field], ...]


@dataclass(frozen=True, slots=True)
class Unsourced:
    """The record, or a fact that hangs on it, names no source."""


@dataclass(frozen=True, slots=True)
class Stale:
    """The record, or a fact that hangs on it, was last claimed before a day.

    It was claimed as of a day; where it does not say which, when its source was retrieved.

    Attributes:
        before: That day, as ``YYYY-MM-DD``.
    """

    before: str


Term = Text | Where | Has | Unsourced | Stale
"""One thing that is asked."""


@dataclass(frozen=True, slots=True)
class Not:
    """Something does not hold; where it is not known whether it does, it does not."""

    part: Node


@dataclass(frozen=True, slots=True)
class AllOf:
    """Everything holds; of nothing, that is always so."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of several holds."""

    parts: tuple[Node, ...]


Node = Term | Not | AllOf | AnyOf
"""What must hold of a record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """A column to order by, by its key."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A search in one section; the empty one lists all of it.

    Attributes:
        section: What is listed.
        where: What must hold, all of it.
        day: The day as of which it is asked, as ``YYYY-MM-DD``; "" for now.
        sort: Columns to order by, the first of them first; none: best hits, else by name.
        problems: What could not be read, in sentences.
    """

    section: Section
    where: AllOf = AllOf()
    day: str = ""
    sort: tuple[Sort, ...] = ()
    problems: tuple[str, ...] = ()

    def sorted_by(self, *sort: Sort) -> Query:
        """Return the same search in another order."""
        return replace(self, sort=sort)

    def as_of(self, day: str) -> Query:
        """Return the same search as of a day, unless it says itself of which."""
        return replace(self, day=self.day or day)

    def plain_words(self) -> tuple[str, ...]:
        """Return the words by which a record may be found, those asked of its names too."""
        return tuple(_plain_words(self.where))


def _plain_words(node: Node) -> Iterator[str]:
    match node:
        case Text():
            yield node.text
        case Where() if node.word.field.naming:
            yield from (value for value in node.values if isinstance(value, str))
        case AllOf() | AnyOf():
            for part in node.parts:
                yield from _plain_words(part)
        case _:
            return


@remembered
def ways_to_facts(schema: Schema, kind: type[Record]) -> tuple[Way, ...]:
    """Return the ways to what names a source: the record, which is no step, and its facts.

    What has a page of its own, such as a membership, is no fact about the records it joins.
    """
    return tuple(_ways(schema, kind))


def _ways(schema: Schema, kind: type[Record], way: Way = ()) -> Iterator[Way]:
    if issubclass(kind, Sourced):
        yield way
    for other, via in schema.hanging_on(kind):
        if not other.about.root:
            yield from _ways(schema, other, (*way, (other, via)))


@remembered
def own_words_of(schema: Schema, kind: type[Record]) -> tuple[OwnWord, ...]:
    """Return those words of no field that may be asked of records of a type."""
    is_sourced = bool(ways_to_facts(schema, kind))
    may = {
        OwnWord.HAS: bool(schema.hanging_on(kind)),
        OwnWord.UNSOURCED: is_sourced,
        OwnWord.STALE: is_sourced,
        OwnWord.AS_OF: True,
    }
    return tuple(word for word in OwnWord if may[word])


@remembered
def words_of(schema: Schema, kind: type[Record]) -> dict[str, Word]:
    """Return the words that may be asked of records of a type."""
    found: dict[str, Word] = {}
    for word in (*_own_words(kind), *_hanging_words(schema, kind), *_inherited(schema, kind)):
        found.setdefault(word.word, word)
    return found


def _own_words(kind: type[Record]) -> Iterator[Word]:
    for one in fields_of(kind):
        if one.word:
            yield from _words(kind, one, None)


def _hanging_words(schema: Schema, kind: type[Record]) -> Iterator[Word]:
    for other, via in schema.hanging_on(kind):
        for one in fields_of(other):
            if one.word and one.via in {"", via.name} and (one.via or not other.about.root):
                yield from _words(other, one, via)


def _words(kind: type[Record], field: Field, via: Field | None) -> Iterator[Word]:
    yield Word(word=field.word, kind=kind, field=field, via=via)
    if field.word_by:
        choices = field_named(kind, field.word_by).choices
        assert choices is not None  # noqa: S101  word_by names a choice field
        for choice in choices:
            yield Word(
                word=choice.value.replace("_", "-"), kind=kind, field=field, via=via, only=choice
            )


def _inherited(schema: Schema, kind: type[Record]) -> Iterator[Word]:
    if not kind.about.root:
        return
    for through in fields_of(kind):
        if through.owner and schema[through.refers].about.root:
            for word in words_of(schema, schema[through.refers]).values():
                yield replace(word, through=through)
