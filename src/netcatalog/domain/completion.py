"""How one may go on with what is being typed into the search bar.

The words derive from the declared fields; values that only the catalogue knows are asked of
whoever calls.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from netcatalog.domain.fields import Kind
from netcatalog.domain.folding import fold
from netcatalog.domain.query import OwnWord, own_words_of, words_of
from netcatalog.domain.query_parser import LONGEST, MOST_TOKENS
from netcatalog.domain.query_tokens import TOKEN, VALUE, quoted, straight, unquoted, values_of

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Iterator

    from netcatalog.domain.fields import Schema
    from netcatalog.domain.query import Word
    from netcatalog.domain.sections import Section

    Values = Callable[[Word, str], Iterable[str]]
    """Finds values of a word that a text begins, among those in the catalogue."""

MOST = 100
"""Most ways to go on that are offered."""

_AGES = {">1y": "a year", ">2y": "two years", ">5y": "five years"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """One way to go on.

    Attributes:
        start: Where what it replaces begins, in code points.
        end: Where what it replaces ends.
        text: What is put there.
        label: What it is shown as.
        help: What it means, in few words; "" where the label says it.
    """

    start: int
    end: int
    text: str
    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What is being typed.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        begun: What of it stands before the cursor.
        word: The word before the colon, if a value is being typed.
        given: The other values after the colon.
    """

    start: int
    end: int
    begun: str
    word: str | None = None
    given: tuple[str, ...] = ()


def complete(
    text: str, cursor: int, section: Section, schema: Schema, values: Values
) -> tuple[Completion, ...]:
    """Return the ways to go on, the likeliest first.

    Args:
        text: What is in the search bar.
        cursor: Where the cursor stands, in code points.
        section: What is searched.
        schema: The record types.
        values: Asked for the values of a word that are in the catalogue.
    """
    stretch = _stretch(straight(text[:LONGEST]), cursor)
    if stretch is None:
        return ()
    if stretch.word is None:
        offered = _words(stretch.begun, section, schema)
    else:
        there = {fold(one) for one in (*stretch.given, stretch.begun)}
        offered = (
            (value, label, meaning)
            for value, label, meaning in _values(stretch, section, schema, values)
            if fold(value) not in there
        )
    return tuple(
        Completion(start=stretch.start, end=stretch.end, text=put, label=label, help=meaning)
        for put, label, meaning in islice(offered, MOST)
    )


def _stretch(text: str, cursor: int) -> _Stretch | None:
    """Return what is being typed; None where nothing is that could be completed."""
    for token in islice(TOKEN.finditer(text), MOST_TOKENS):
        if token.start() < cursor <= token.end():
            return _within(token, cursor)
    return _Stretch(cursor, cursor, "")


def _within(token: re.Match[str], cursor: int) -> _Stretch | None:
    if token["word"] is not None:
        begins = token.start("values")
        if cursor >= begins:
            return _value(token["word"].lower(), token["values"], begins, cursor)
        start = token.start("word")
        return _Stretch(start, begins, token["word"][: max(0, cursor - start)])
    if token["plain"] == "-" or (token["open"] and cursor == token.end()):
        return _Stretch(cursor, cursor, "")
    if token["plain"] is None:
        return None
    if token["plain"].endswith(":") and cursor == token.end():
        return _Stretch(cursor, cursor, "", word=token["plain"][:-1].lower())
    start = token.start("plain")
    return _Stretch(start, token.end(), token["plain"][: max(0, cursor - start)])


def _value(word: str, written: str, begins: int, cursor: int) -> _Stretch:
    """Return the value in which the cursor stands, or that may begin there."""
    at = cursor - begins
    for one in VALUE.finditer(written):
        if one.start() <= at <= one.end():
            begun = one[0][: at - one.start()]
            if begun.startswith('"'):
                begun = unquoted(begun[1:].removesuffix('"'))
            given = values_of(written[: one.start()]) + values_of(written[one.end() :])
            span = begins + one.start(), begins + one.end()
            return _Stretch(*span, begun.strip(), word, tuple(given))
    return _Stretch(cursor, cursor, "", word, tuple(values_of(written)))


_Offer = tuple[str, str, str]
"""What is put there, what it is shown as, and what it means."""


def _words(begun: str, section: Section, schema: Schema) -> Iterator[_Offer]:
    known = {word.word: _meaning(word) for word in words_of(schema, section.kind).values()}
    known |= {word.value: word.label for word in own_words_of(schema, section.kind)}
    wanted = begun.lower()
    for word in sorted(known, key=wanted.__ne__):
        if word.startswith(wanted):
            yield f"{word}:", f"{word}:", known[word]


def _meaning(word: Word) -> str:
    """Return what a word asks; where it says so itself, how its field is explained."""
    explained = word.field.help if word.meaning.lower() == word.word else ""
    return explained or word.meaning


def _values(
    stretch: _Stretch, section: Section, schema: Schema, values: Values
) -> Iterable[_Offer]:
    word = words_of(schema, section.kind).get(stretch.word or "")
    if word is not None:
        return _values_of(word, stretch.begun, values)
    for own in own_words_of(schema, section.kind):
        if own == stretch.word:
            return _own_values(own, stretch.begun, section, schema)
    return ()


def _values_of(word: Word, begun: str, values: Values) -> Iterable[_Offer]:
    field = word.field
    if field.choices is not None:
        return _listed({choice.replace("_", "-"): choice.label for choice in field.choices}, begun)
    if field.kind is Kind.COUNTRY:
        from netcatalog.domain.countries import names  # babel is slow to load

        return _listed(names(), begun)
    if field.kind is Kind.FLAG:
        return _listed({"yes": "", "no": ""}, begun)
    if field.suggested or field.kind is Kind.REFERENCE:
        return ((quoted(one), one, "") for one in values(word, begun))
    return ()


def _own_values(word: OwnWord, begun: str, section: Section, schema: Schema) -> Iterable[_Offer]:
    match word:
        case OwnWord.HAS:
            kinds = sorted({kind.about.key for kind, _ in schema.hanging_on(section.kind)})
            return _listed(
                {key.replace("_", "-"): schema[key].about.plural for key in kinds}, begun
            )
        case OwnWord.UNSOURCED:
            return _listed({"yes": "", "no": ""}, begun)
        case OwnWord.STALE:
            return _listed(_AGES, begun)
        case OwnWord.AS_OF:
            return ()


def _listed(known: dict[str, str], begun: str) -> Iterator[_Offer]:
    """Offer those of a list that begin so, or mean what does; then those with such a word."""
    wanted = fold(begun)
    ranks = {one: _rank(one, fold(meaning), wanted) for one, meaning in known.items()}
    likely = [one for one in known if ranks[one] < _UNLIKE]
    for one in sorted(likely, key=ranks.__getitem__):
        says_more = fold(known[one]) != one.replace("-", " ")
        yield one, one, known[one] if says_more else ""


_UNLIKE = 4


def _rank(one: str, meaning: str, wanted: str) -> int:
    """Return how likely something is meant, the likeliest first."""
    if one == wanted:
        return 0
    if one.lower().startswith(wanted):
        return 1
    if meaning.startswith(wanted):
        return 2
    return 3 if f" {wanted}" in meaning else _UNLIKE
