"""The facets of a section: the fields whose values are counted beside a table.

Which fields those are, and how their values are grouped, is declared with the fields. A facet is
asked for by a word of the search bar, and each of its values knows how it is written there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netcatalog.domain.fields import Field, Kind, Schema, remembered
from netcatalog.domain.folding import fold
from netcatalog.domain.query import Exactly, Not, Query, Range, Value, Where, Word, words_of
from netcatalog.domain.query_tokens import quoted, straight
from netcatalog.domain.wording import capital, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netcatalog.domain.query import Node
    from netcatalog.domain.sections import Section

Held = str | int | None
"""What a record holds: of a date, its earliest and its latest day with a slash between."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet, or one group of them.

    Attributes:
        value: What a query asks that asks for it.
        label: What windows call it.
        written: How the search bar asks for it, after the colon.
    """

    value: Value
    label: str
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A field whose values are counted.

    Attributes:
        word: The word by which it is asked for.
        label: What windows call it.
    """

    word: Word
    label: str

    @property
    def field(self) -> Field:
        """The field whose values are counted."""
        return self.word.field

    @property
    def ordered(self) -> bool:
        """Whether its values have an order of their own, which is not that of their counts."""
        return self.field.kind in {Kind.DATE, Kind.INTEGER}

    def asks(self, node: Node) -> bool:
        """Tell whether a part of a query asks for values of this facet, or excludes some."""
        part = node.part if isinstance(node, Not) else node
        return isinstance(part, Where) and part.word == self.word

    def groups(self, held: Held) -> Iterator[FacetValue]:
        """Yield the values for which a record counts that holds `held`.

        A date that may lie in several decades counts for each; nothing counts for no value.

        Args:
            held: What it holds; of a record it refers to, what that is called.
        """
        match self.field.kind:
            case _ if held is None or held == "":
                return
            case Kind.DATE:
                yield from _decades(str(held))
            case Kind.INTEGER:
                yield _band(self.field.bands, int(held))
            case Kind.REFERENCE:
                yield FacetValue(fold(str(held)), str(held), _quoted(str(held)))
            case Kind.CHOICE | Kind.COUNTRY:
                yield _code(self.field, str(held))
            case _:
                yield FacetValue(Exactly(fold(str(held))), str(held), _quoted(f"={held}"))


@dataclass(frozen=True, slots=True)
class Counted:
    """A value of a facet, and how many of the records found have it."""

    value: FacetValue
    count: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The values of a facet that records have, in the order in which they are shown."""

    facet: Facet
    counted: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which values of a facet a query asks for, and which it excludes."""

    chosen: tuple[Value, ...] = ()
    excluded: tuple[Value, ...] = ()


@remembered
def facets_of(schema: Schema, section: Section) -> tuple[Facet, ...]:
    """Return the facets of a section, in the order in which they are shown.

    What is asked through another record is a facet only where that record holds it itself, and
    what all records of the section have in common is none.
    """
    common = {name for name, _ in section.such_that}
    return tuple(
        Facet(word=word, label=_label(word))
        for word in words_of(schema, section.kind).values()
        if _is_facet(word)
        and not (word.through and word.via)
        and not (word.via is None and word.through is None and word.field.name in common)
    )


def _is_facet(word: Word) -> bool:
    declared = word.field.facet
    if isinstance(declared, tuple):
        return word.only in declared
    return declared and word.only is None


def _label(word: Word) -> str:
    if word.through is not None:
        return f"{word.field.label} ({word.through.label.lower()})"
    if word.only is not None or (word.via is not None and word.kind.about.root):
        return capital(word.word.replace("-", " "))
    return word.field.label


def asked(query: Query, facet: Facet) -> Asked:
    """Return which values of a facet a query asks for.

    Alternatives to something else are not among them: they are not for the facet to choose.
    """
    chosen: list[Value] = []
    excluded: list[Value] = []
    for part in query.where.parts:
        if isinstance(part, Where) and facet.asks(part):
            chosen += part.values
        elif isinstance(part, Not) and facet.asks(part) and isinstance(part.part, Where):
            excluded += part.part.values
    return Asked(tuple(dict.fromkeys(chosen)), tuple(dict.fromkeys(excluded)))


def named(facet: Facet, value: Value) -> FacetValue:
    """Return a value that is asked for though it is none of those counted."""
    match value:
        case Exactly():
            return FacetValue(value, value.text, quoted(f"={value.text}"))
        case Range():
            return FacetValue(value, _between(value), f"{_end(value.low)}..{_end(value.high)}")
        case _ if facet.field.kind in {Kind.CHOICE, Kind.COUNTRY}:
            return _code(facet.field, value)
        case _:
            return FacetValue(value, value, quoted(value))


def _between(value: Range) -> str:
    """Return a range in signs, a whole year as its number."""
    low, high = _end(value.low), _end(value.high)
    above = ">" if low.endswith("~") else "≥"
    below = "<" if high.endswith("-01-0") else "≤"
    low = low.removesuffix("~").removesuffix("-01-01" if above == "≥" else "-12-31")
    high = high.removesuffix("-01-0").removesuffix("-12-31")
    return f"{low}–{high}" if low and high else f"{above} {low}" if low else f"{below} {high}"


def _end(end: str | int | None) -> str:
    return "" if end is None else str(end)


def _quoted(text: str) -> str:
    """Return text as it is written after a colon; folded, if its quotation marks would mislead."""
    return quoted(text if straight(text) == text else fold(text))


def _code(field: Field, held: str) -> FacetValue:
    if field.kind is Kind.COUNTRY:
        from netcatalog.domain.countries import name_of  # babel is slow to load

        return FacetValue(held, name_of(held), held)
    label = next((one.label for one in field.choices or () if one == held), held)
    return FacetValue(held, capital(label), held.replace("_", "-"))


def _decades(held: str) -> Iterator[FacetValue]:
    """Yield the decades that lie between two days; an open end is no further than the other."""
    earliest, _, latest = held.partition("/")
    first, last = (earliest or latest)[:3], (latest or earliest)[:3]
    for decade in range(int(first), int(last) + 1):
        low, high = f"{decade:03}0", f"{decade:03}9"
        value = Range(f"{low}-01-01", f"{high}-12-31")
        yield FacetValue(value, f"{low}–{high}", f"{low}..{high}")


def _band(bounds: tuple[int, ...], held: int) -> FacetValue:
    low = max((bound for bound in bounds if bound <= held), default=None)
    after = min((bound for bound in bounds if bound > held), default=None)
    high = None if after is None else after - 1
    written = "..".join(_end(end) for end in (low, high))
    if low is None:
        label = f"under {number(after or 0)}"
    elif after is None:
        label = f"{number(low)} and more"
    else:
        label = f"{number(low)}–{number(after - 1)}"
    return FacetValue(Range(low, high), label, written)
