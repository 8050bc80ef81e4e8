"""Rewriting the text of the search bar: what a click on a value of a facet makes of it.

Pure functions from text to text. Whatever else is typed stays as it is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from netcatalog.domain.facets import asked
from netcatalog.domain.query import OwnWord, Query, Where
from netcatalog.domain.query_parser import joiner_of
from netcatalog.domain.query_tokens import GOES_ON, TOKEN, VALUE, straight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from netcatalog.domain.facets import Facet, FacetValue
    from netcatalog.domain.query import Value

    Read = Callable[[str], Query]
    """Reads the text of a search bar; see `Catalog.query`."""

_DANGLING = ("AND", "NOT", "or", "OR", "|")
"""Words that would join, or exclude, what is written after them."""

_JOINER = r"(?<!\S)(?:AND|NOT|or|OR|\|)"
_JOINERS_BEFORE = re.compile(rf"(?:{_JOINER}\s+)+$")
_JOINERS_AFTER = re.compile(rf"^(?:\s+{_JOINER})+(?!\S)")
_AND_BEFORE = re.compile(r"(?<=[^\s(])\s+AND\s+$")
_AND_AFTER = re.compile(r"^\s+AND(?=\s+[^\s)])")  # that joins nothing is a word like any other


@dataclass(frozen=True, slots=True)
class _Term:
    """Where a term stands in the text that alone decides whether a record is found.

    Attributes:
        start, end: Its place, with a NOT before it.
        excludes: Whether what it says must not hold.
        word, values: What stands before and after its colon.
    """

    start: int
    end: int
    excludes: bool
    word: str
    values: str

    def written(self) -> str:
        """Return it as it is typed."""
        return f"{'-' if self.excludes else ''}{self.word}:{self.values}"


def choose(text: str, facet: Facet, value: FacetValue, read: Read) -> str:
    """Return a text that asks for this value of the facet alone.

    If it is the only one asked for already, return one that asks for none.
    """
    mine = _terms_of(text, facet, read)
    now = asked(read(text), facet)
    if now.chosen == (value.value,) and not now.excluded:
        return _without(text, mine)
    word = f"{facet.word.word}:{value.written}"
    if not mine:
        return _with(text, word)
    first, *others = mine
    text = _without(text, others)
    return f"{text[: first.start]}{word}{text[first.end :]}"


def add(text: str, facet: Facet, value: FacetValue, read: Read) -> str:
    """Return a text that asks for this value as well, or no longer if it does already."""
    return _toggled(text, facet, value, read, excludes=False)


def exclude(text: str, facet: Facet, value: FacetValue, read: Read) -> str:
    """Return a text that excludes this value, or no longer if it does already."""
    return _toggled(text, facet, value, read, excludes=True)


def without_day(text: str) -> str:
    """Return a text that does not say as of which day it is asked, wherever it said so."""
    for token in reversed(list(TOKEN.finditer(straight(text)))):
        if (token["word"] or "").lower() == OwnWord.AS_OF:
            before, after = text[: token.start()], text[token.end() :]
            alone = _JOINERS_BEFORE.sub("", before)
            if alone == before:
                after = _JOINERS_AFTER.sub("", after)
            text = alone.rstrip() + (after if alone.strip() else after.lstrip())
    return text


def _toggled(text: str, facet: Facet, value: FacetValue, read: Read, *, excludes: bool) -> str:
    now = asked(read(text), facet)
    was_so = value.value in (now.excluded if excludes else now.chosen)
    if value.value in (*now.chosen, *now.excluded):
        text = _taken_out(text, facet, value.value, read)
    if was_so:
        return text
    same = [term for term in _terms_of(text, facet, read) if term.excludes is excludes]
    if not same:
        return _with(text, f"{'-' if excludes else ''}{facet.word.word}:{value.written}")
    end = same[-1].end
    return f"{_unbroken(text[:end])},{value.written}{text[end:]}"


def _taken_out(text: str, facet: Facet, value: Value, read: Read) -> str:
    """Return the text with one value less in whatever terms of the facet name it."""
    for term in reversed(_terms_of(text, facet, read)):
        found = (one[0].strip() for one in VALUE.finditer(straight(term.values)))
        pieces = [piece for piece in found if piece]
        left = [one for one in pieces if _value(facet, one, read) != value]
        if not left:
            text = _without(text, [term])
        elif len(left) < len(pieces):
            shorter = replace(term, values=",".join(left))
            text = f"{text[: term.start]}{shorter.written()}{text[term.end :]}"
    return text


def _value(facet: Facet, written: str, read: Read) -> Value | None:
    for part in read(f"{facet.word.word}:{written}").where.parts:
        if isinstance(part, Where):
            return part.values[0]
    return None


def _with(text: str, word: str) -> str:
    """Return the text with a word after it, which holds together with all of it."""
    text = _closed(_unbroken(text)).rstrip()
    reading = _read(text)
    if not reading.brackets[0].decides or text.endswith(_DANGLING):
        text = f"({_without_strays(text)})"
    return f"{text} {word}".lstrip()


def _closed(text: str) -> str:
    """Return the text with its brackets closed."""
    return text + ")" * (len(_read(text).brackets) - 1)


def _without_strays(text: str) -> str:
    """Return the text without brackets that close and were never opened."""
    depth = 0
    for token in TOKEN.finditer(straight(text)):
        if token["close"] and not depth:
            text = f"{text[: token.start()]} {text[token.end() :]}"
        else:
            depth += bool(token["open"]) - bool(token["close"])
    return text


def _unbroken(text: str) -> str:
    """Return the text with its last quotation mark closed; what it holds may still go on."""
    if straight(text).count('"') % 2 == 0:
        return text
    *_, last = TOKEN.finditer(straight(text))
    return f'{text}{GOES_ON if last["phrase"] else ""}"'


def _without(text: str, terms: Iterable[_Term]) -> str:
    """Return the text without some terms, and without what joined them to others."""
    for term in sorted(terms, key=lambda one: one.start, reverse=True):
        before, after = text[: term.start], text[term.end :]
        joined = _AND_BEFORE.sub("", before)
        if joined == before:
            after = _AND_AFTER.sub("", after)
        before = joined.rstrip()
        text = before + (after if before and before[-1] != "(" else after.lstrip())
    return text


def _terms_of(text: str, facet: Facet, read: Read) -> list[_Term]:
    """Return the terms that ask for values of a facet, or exclude some."""
    return [
        term
        for term in _deciding(text)
        if term.word.lower() == facet.word.word
        and any(facet.asks(part) for part in read(term.written()).where.parts)
    ]


@dataclass(slots=True)
class _Bracket:
    """What was seen since a bracket opened.

    Attributes:
        first: Its first term, counted among all.
        decides: Whether what is in it must hold, and not one of several things.
    """

    first: int = 0
    decides: bool = True


@dataclass(slots=True)
class _Reading:
    """A text, so far as it is read.

    Attributes:
        terms: Those that decide alone, or stand in brackets still open.
        brackets: Those open.
        negated: Whether the next term is excluded.
        start: Where the next term begins, if it does so with a NOT.
        joinable: Whether a term or a bracket came just before.
    """

    terms: list[_Term] = field(default_factory=list)
    brackets: list[_Bracket] = field(default_factory=lambda: [_Bracket()])
    negated: bool = False
    start: int | None = None
    joinable: bool = False

    def take(self, token: re.Match[str], following: re.Match[str] | None) -> None:
        """Read on."""
        joiner = joiner_of(token, following, joinable=self.joinable)
        self.joinable = not joiner and not token["open"]
        if joiner == "not":
            self.negated = not self.negated
            self.start = token.start() if self.start is None else self.start
            return
        if joiner == "or":
            self.brackets[-1].decides = False
        elif token["open"]:
            decides = (token["open"] == "-(") == self.negated
            self.brackets.append(_Bracket(len(self.terms), decides))
        elif token["close"] and len(self.brackets) > 1:
            self.close()
        elif token["word"]:
            self._add(token)
        self.negated, self.start = False, None

    def close(self) -> None:
        """Close a bracket: one of several alternatives decides nothing alone."""
        bracket = self.brackets.pop()
        if not bracket.decides:
            del self.terms[bracket.first :]

    def _add(self, token: re.Match[str]) -> None:
        start = token.start() if self.start is None else self.start
        excludes = bool(token["minus"]) ^ self.negated
        self.terms.append(_Term(start, token.end(), excludes, token["word"], token["values"]))


def _read(text: str) -> _Reading:
    reading = _Reading()
    tokens = list(TOKEN.finditer(straight(text)))
    for token, following in zip_longest(tokens, tokens[1:]):
        reading.take(token, following)
    return reading


def _deciding(text: str) -> list[_Term]:
    """Return the terms that stand by themselves: not within alternatives."""
    reading = _read(text)
    while reading.brackets:
        reading.close()
    return reading.terms
