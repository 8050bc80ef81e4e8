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
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """Values from `low` to `high`, both included; None where it is open."""

    low: str | int | None
    high: str | int | None


Value = str | Range
"""What a field is compared with: folded or plain text, a choice's value, or a range."""


@dataclass(frozen=True, slots=True)
class Where:
    """A field is one of some values."""

    word: Word
    values: tuple[Value, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Has:
    """A record of type `kind` hangs on the one listed."""

    kind: type[Record]
    via: Field
    negated: bool = False


Term = Text | Where | Has


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
        terms: What must hold, all of it.
        sort: Column to order by; None: best hits first, else by name.
        problems: What could not be read, in sentences.
    """

    section: Section
    terms: tuple[Term, ...] = ()
    sort: Sort | None = None
    problems: tuple[str, ...] = ()

    def sorted_by(self, sort: Sort | None) -> Query:
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
    terms: list[Term] = []
    problems: list[str] = []
    for token in _TOKEN.finditer(text):
        negated = bool(token["minus"])
        if token["word"] is None:
            terms += _text(token["rest"], negated=negated)
            continue
        term = _field_term(token["word"].lower(), token["rest"], section, schema)
        if isinstance(term, str):
            problems.append(term)
        else:
            terms.append(replace(term, negated=negated))
    return Query(section=section, terms=tuple(terms), problems=tuple(problems))


def _text(rest: str, *, negated: bool) -> list[Term]:
    bare = rest.strip('"')
    if not bare.strip():
        return []
    return [Text(bare, phrase=rest.startswith('"'), negated=negated)]


def _field_term(name: str, rest: str, section: Section, schema: Schema) -> Where | Has | str:
    given = [found["quoted"] or found["plain"] or "" for found in _VALUE.finditer(rest)]
    given = [one.strip() for one in given if one.strip()]
    if not given:
        return f"What should “{name}:” be? Write a value after the colon."
    if name == HAS:
        return _has(given[0], section, schema)
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


def _has(value: str, section: Section, schema: Schema) -> Has | str:
    wanted = value.lower().replace("-", "_")
    for kind, via in schema.hanging_on(section.kind):
        if wanted in {kind.about.key, kind.about.group}:
            return Has(kind, via)
    known = sorted({kind.about.key for kind, _ in schema.hanging_on(section.kind)})
    return f"“has:{value}” asks for nothing known. Try one of: {', '.join(known)}."


def _misfit(word: Word, value: str) -> str:
    if word.field.kind is Kind.CHOICE:
        assert word.field.choices is not None  # noqa: S101  a choice field has choices
        known = ", ".join(choice.value for choice in word.field.choices)
        return f"“{word.word}:{value}” is no {word.field.label.lower()}. Try one of: {known}."
    if word.field.kind is Kind.DATE:
        return f"“{value}” after “{word.word}:” is not a date. Write 1986, 1980..1990 or >1990."
    return f"“{value}” after “{word.word}:” is not a number. Write 100, 50..100 or >100."


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
        case _:
            return fold(text) or text


def _choice(field: Field, text: str) -> str | None:
    wanted = fold(text).replace("_", " ").replace("-", " ")
    for choice in field.choices or ():
        if wanted in {choice.value.replace("_", " "), fold(choice.label)}:
            return choice.value
    return None


def _country(text: str) -> str:
    if len(text) == 2:
        return text.upper()
    from netcatalog.domain.countries import code_of  # babel is slow to load

    return code_of(text) or text


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
        return Range(low_of(low) if low else None, high_of(high) if high else None)
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


def _number(text: str) -> int:
    return int(text.replace("_", "").replace("\u202f", ""))


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
