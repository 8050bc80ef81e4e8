"""What the user asks of the catalogue: the text of the search bar, read into one value.

The words that may stand before a colon derive from the declared fields. What cannot be read
becomes a `Problem` in words; the rest is still searched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from netcatalog.domain.dates import InvalidDateError, span
from netcatalog.domain.fields import (
    Choice,
    Field,
    Kind,
    Record,
    Schema,
    field_named,
    fields_of,
    remembered,
)
from netcatalog.domain.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from netcatalog.domain.sections import Section

    _Reader = Callable[[str], str | int]

HAS = "has"
"""The word that asks whether a record of some type hangs on what is listed."""

LONGEST = 1_000
"""Most characters of a query that are read: far more than anyone types, few enough to search."""

MOST_TERMS = 40
"""Most terms of a query that are searched: SQLite takes no more than a thousand conditions."""

MOST_VALUES = 100
"""Most values of one term that are searched."""


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


@dataclass(frozen=True, slots=True)
class Text:
    """Words to be found anywhere: all tokens of `text`, side by side if it is a phrase."""

    text: str
    phrase: bool = False


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


Term = Text | Where | Has
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
        sort: Columns to order by, the first of them first; none: best hits, else by name.
        problems: What could not be read, in sentences.
    """

    section: Section
    where: AllOf = AllOf()
    sort: tuple[Sort, ...] = ()
    problems: tuple[str, ...] = ()

    def sorted_by(self, *sort: Sort) -> Query:
        """Return the same search in another order."""
        return replace(self, sort=sort)


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


_TOKEN = re.compile(
    r"""(?P<minus>-?)
        (?:(?P<word>[^\W\d_][\w-]*):(?=\S))?
        (?P<rest>(?:"[^"]*"?|[^\s"])+)""",
    re.VERBOSE,
)
_VALUE = re.compile(r'"(?P<quoted>[^"]*)"?|(?P<plain>[^,"]+)')


def parse(text: str, section: Section, schema: Schema) -> Query:
    """Read the text of the search bar.

    ``transport -topic:energy country:PL,CZ founded:1980..1990 "public transport"``
    """
    terms: list[Node] = []
    problems: list[str] = []
    for token in _TOKEN.finditer(_readable(text, problems)):
        if len(terms) == MOST_TERMS:
            problems.append(f"Only the first {MOST_TERMS} words were searched.")
            break
        read = _term(token, section, schema)
        if isinstance(read, str):
            problems.append(read)
        elif read is not None:
            terms.append(Not(read) if token["minus"] else read)
    where = AllOf(tuple(terms))
    return Query(section=section, where=where, problems=tuple(dict.fromkeys(problems)))


def _readable(text: str, problems: list[str]) -> str:
    """Return as much of the text as is read: no halves of characters, and not too much."""
    if len(text) > LONGEST:
        problems.append(f"Only the first {LONGEST} characters were searched.")
    return text[:LONGEST].encode("utf-8", "ignore").decode("utf-8")


def _term(token: re.Match[str], section: Section, schema: Schema) -> Term | str | None:
    """Return what a token asks, or what is wrong with it, or None if it asks nothing."""
    word, rest = token["word"], token["rest"]
    if word is None and rest.endswith(":"):
        unfinished = rest[:-1].lower()
        if unfinished == HAS or unfinished in words_of(schema, section.kind):
            word, rest = unfinished, ""
    if word is not None:
        return _field_term(word.lower(), rest, section, schema)
    bare = rest.strip('"')
    return Text(bare, phrase=rest.startswith('"')) if bare.strip() else None


def _field_term(name: str, rest: str, section: Section, schema: Schema) -> Where | Has | str:
    given = [found["quoted"] or found["plain"] or "" for found in _VALUE.finditer(rest)]
    given = [one.strip() for one in given if one.strip()]
    if not given:
        return f"What should “{name}:” be? Write a value after the colon."
    if len(given) > MOST_VALUES:
        return f"“{name}:” asks for more than {MOST_VALUES} values; it was left out of the search."
    if name == HAS:
        return _has(given, section, schema)
    word = words_of(schema, section.kind).get(name)
    if word is None:
        return (
            f"“{name}:” is not something one can ask of {section.label.lower()}; "
            "it was left out of the search."
        )
    values = [_value(word.field, one) for one in given]
    bad = [one for one, value in zip(given, values, strict=True) if value is None]
    if bad:
        return _misfit(word, bad[0])
    return Where(word, tuple(value for value in values if value is not None))


def _has(given: list[str], section: Section, schema: Schema) -> Has | str:
    known = schema.hanging_on(section.kind)
    found: list[tuple[type[Record], Field]] = []
    for value in given:
        wanted = value.lower().replace("-", "_")
        hits = [pair for pair in known if wanted in {pair[0].about.key, pair[0].about.group}]
        if not hits:
            keys = sorted({kind.about.key.replace("_", "-") for kind, _ in known})
            return f"“has:{value}” asks for nothing known. Try one of: {', '.join(keys)}."
        found += hits
    return Has(tuple(found))


def _misfit(word: Word, value: str) -> str:
    if word.field.kind is Kind.CHOICE:
        assert word.field.choices is not None  # noqa: S101  a choice field has choices
        known = ", ".join(choice.value for choice in word.field.choices)
        return f"“{word.word}:{value}” is no {word.field.label.lower()}. Try one of: {known}."
    example = _EXAMPLES.get(word.field.kind, "100, 50..100 or >100")
    return f"“{value}” after “{word.word}:” cannot be searched for. Write {example}."


_EXAMPLES = {
    Kind.DATE: "1986, 1980..1990 or >1990",
    Kind.COUNTRY: "the name of a country, or its code, such as PL",
    Kind.FLAG: "yes or no",
}
"""How values of a kind are written, where they are not numbers."""


def _value(field: Field, text: str) -> Value | None:
    match field.kind:
        case Kind.DATE:
            return _range(text, _first_day, _last_day)
        case Kind.INTEGER | Kind.NUMBER:
            return _range(text, _number, _number)
        case Kind.CHOICE:
            return _choice(field, text)
        case Kind.FLAG:
            return {"yes": "1", "no": "0", "true": "1", "false": "0"}.get(text.lower())
        case Kind.COUNTRY:
            return _country(text)
        case Kind.REFERENCE:
            return fold(text) or text
        case _ if text.startswith("=") and fold(text[1:]):
            return Exactly(fold(text[1:]))
        case _:
            return fold(text) or text


def _choice(field: Field, text: str) -> str | None:
    wanted = fold(text).replace("_", " ").replace("-", " ")
    for choice in field.choices or ():
        if wanted in {choice.value.replace("_", " "), fold(choice.label)}:
            return choice.value
    return None


def _country(text: str) -> str | None:
    if re.fullmatch("[A-Za-z]{2}", text):
        return text.upper()
    from netcatalog.domain.countries import code_of  # babel is slow to load

    return code_of(text)


_RANGE = re.compile(r"(?P<sign>>=|<=|>|<)?(?P<low>[^.]*?)(?:(?P<dots>\.\.)(?P<high>.*))?$")


def _range(text: str, low_of: _Reader, high_of: _Reader) -> Range | None:
    parts = _RANGE.match(text)
    if parts is None:
        return None
    try:
        return _read_range(parts, low_of, high_of)
    except ValueError:
        return None


def _read_range(parts: re.Match[str], low_of: _Reader, high_of: _Reader) -> Range | None:
    low, high = parts["low"], parts["high"]
    if parts["dots"]:
        if parts["sign"] or not (low or high):
            return None
        return _ordered(low_of(low) if low else None, high_of(high) if high else None)
    match parts["sign"]:
        case ">=":
            return Range(low_of(low), None)
        case ">":
            return Range(_after(high_of(low)), None)
        case "<=":
            return Range(None, high_of(low))
        case "<":
            return Range(None, _before(low_of(low)))
        case _:
            return Range(low_of(low), high_of(low))


def _ordered(low: str | int | None, high: str | int | None) -> Range | None:
    if low is not None and high is not None and low > high:  # type: ignore[operator]
        return None
    return Range(low, high)


def _number(text: str) -> int:
    digits = text.replace("_", "").replace("\u202f", "")
    if not re.fullmatch("-?(0|[1-9][0-9]{0,17})", digits):  # 1,000 would be 1 and 000
        raise ValueError(text)
    return int(digits)


def _first_day(text: str) -> str:
    return _day(text, span(text).earliest)


def _last_day(text: str) -> str:
    return _day(text, span(text).latest)


def _day(text: str, found: str | None) -> str:
    if found is None:
        raise InvalidDateError(text)
    return found


def _after(value: str | int) -> str | int:
    return value + 1 if isinstance(value, int) else value + "~"  # "~" sorts after any day


def _before(value: str | int) -> str | int:
    return value - 1 if isinstance(value, int) else value[:-1]  # a prefix sorts before the day
