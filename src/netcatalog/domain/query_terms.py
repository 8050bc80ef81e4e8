"""Reading one term of a query: words to be found anywhere, or what is asked of a field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcatalog.domain import query_values
from netcatalog.domain.fields import Kind
from netcatalog.domain.query import (
    Has,
    Not,
    OwnWord,
    Stale,
    Text,
    Unsourced,
    Where,
    own_words_of,
    words_of,
)
from netcatalog.domain.query_tokens import GOES_ON, excerpt, unquoted, values_of

if TYPE_CHECKING:
    import datetime as dt
    import re

    from netcatalog.domain.fields import Field, Record, Schema
    from netcatalog.domain.query import Node, Value, Word
    from netcatalog.domain.sections import Section

LONGEST_TERM = 500
"""Most characters of one word or value that are searched: folded, each may become forty, and
SQLite compares with no more than 50,000."""

MOST_VALUES = 100
"""Most values after the colons of a query that are searched."""

MOST_PROBLEMS = 5
"""Most sentences about what could not be read: a glance takes in no more."""


class Problems:
    """What could not be read, in sentences, each once."""

    def __init__(self) -> None:
        self._told: dict[str, None] = {}

    def tell(self, problem: str) -> None:
        """Add a sentence."""
        self._told[problem] = None

    def are_many(self) -> bool:
        """Tell whether no further sentence will be shown."""
        return len(self._told) >= MOST_PROBLEMS

    def shown(self) -> tuple[str, ...]:
        """Return the first of the sentences, and how many more there are."""
        told = tuple(self._told)
        more = len(told) - MOST_PROBLEMS
        if more <= 0:
            return told
        return (*told[:MOST_PROBLEMS], f"{more} more of this kind: shorten the search.")


class TermReader:
    """Reads the terms of one query.

    Attributes:
        day: The day as of which it is asked, so far as a term said so.
    """

    def __init__(
        self, section: Section, schema: Schema, today: dt.date, problems: Problems
    ) -> None:
        self.day = ""
        self._section = section
        self._schema = schema
        self._today = today
        self._problems = problems
        self._words = words_of(schema, section.kind)
        self._own = {word.value: word for word in own_words_of(schema, section.kind)}
        self._values = 0

    def read(self, token: re.Match[str], *, negated: bool) -> Node | None:
        """Return what a token asks; None if it asks nothing, or cannot be read."""
        is_open = token[0].count('"') % 2 == 1
        begun = excerpt(token[0].rpartition('"')[2])
        if is_open and begun:
            read = (
                "it was read as closed at the end" if token["word"] else "its last word may go on"
            )
            self._problems.tell(f"The quotation mark before “{begun}” is not closed; {read}.")
        if token["word"] is not None:
            return self._field(token["word"].lower(), token["values"], negated=negated)
        if token["phrase"] is not None:
            phrase = unquoted(token["phrase"])
            goes_on = is_open or (len(phrase) > 1 and phrase.endswith(GOES_ON))
            text = phrase if is_open else phrase.removesuffix(GOES_ON * goes_on)
            return self._text(text, phrase=True, goes_on=goes_on)
        unfinished = token["plain"][:-1].lower() if token["plain"].endswith(":") else ""
        if unfinished in self._words or unfinished in self._own:
            return self._field(unfinished, "", negated=negated)
        return self._text(token["plain"], phrase=False)

    def _text(self, text: str, *, phrase: bool, goes_on: bool = False) -> Text | None:
        return Text(self._cut(text), phrase, goes_on) if text.strip() else None

    def _cut(self, text: str) -> str:
        if len(text) > LONGEST_TERM:
            self._problems.tell(
                f"Only the first {LONGEST_TERM} characters of “{excerpt(text)}” were searched."
            )
        return text[:LONGEST_TERM]

    def _field(self, name: str, written: str, *, negated: bool) -> Node | None:
        word = self._words.get(name)
        if word is None and name not in self._own:
            self._problems.tell(self._unknown(name))
            return None
        given = [self._cut(one) for one in values_of(written)]
        if not given:
            self._problems.tell(f"What should “{name}:” be? Write a value after the colon.")
            return None
        if self._values + len(given) > MOST_VALUES:
            self._problems.tell(
                f"A search takes no more than {MOST_VALUES} values; "
                f"“{name}:” with {len(given)} of them was left out."
            )
            return None
        self._values += len(given)
        if word is not None:
            return self._where(word, given)
        return self._own_term(self._own[name], given, negated=negated)

    def _unknown(self, name: str) -> str:
        said = (
            f"“{excerpt(name)}:” is not something one can ask of "
            f"{self._section.label.lower()}; it was left out of the search."
        )
        if not self._problems.are_many() and len(name) < LONGEST_TERM:
            from difflib import get_close_matches  # seldom needed

            for near in get_close_matches(name, [*self._words, *self._own], n=1, cutoff=0.75):
                return f"{said} Did you mean “{near}:”?"
        return said

    def _where(self, word: Word, given: list[str]) -> Where | None:
        read: list[Value] = []
        for one in given:
            value = query_values.value(word.field, one)
            if value is None:
                self._problems.tell(_misfit(word, one))
                return None
            read.append(value)
        return Where(word, tuple(read))

    def _own_term(self, word: OwnWord, given: list[str], *, negated: bool) -> Node | None:
        match word:
            case OwnWord.HAS:
                return self._has(given)
            case OwnWord.UNSOURCED:
                return self._unsourced(given)
            case OwnWord.STALE:
                return self._stale(given)
            case OwnWord.AS_OF:
                self._as_of(given, negated=negated)
                return None

    def _has(self, given: list[str]) -> Has | None:
        known = self._schema.hanging_on(self._section.kind)
        found: list[tuple[type[Record], Field]] = []
        for value in given:
            wanted = value.lower().replace("-", "_")
            hits = [pair for pair in known if wanted in {pair[0].about.key, pair[0].about.group}]
            if not hits:
                keys = sorted({kind.about.key.replace("_", "-") for kind, _ in known})
                self._problems.tell(
                    f"“has:{excerpt(value)}” asks for nothing known. "
                    f"Try one of: {', '.join(keys)}."
                )
                return None
            found += hits
        return Has(tuple(found))

    def _unsourced(self, given: list[str]) -> Node | None:
        answers = {query_values.answer(one) for one in given}
        if answers == {True}:
            return Unsourced()
        if answers == {False}:
            return Not(Unsourced())
        self._tell_unreadable(OwnWord.UNSOURCED, given, query_values.example(Kind.FLAG))
        return None

    def _stale(self, given: list[str]) -> Node | None:
        before = query_values.before(given[0], self._today)
        if before is None or len(given) > 1:
            self._tell_unreadable(OwnWord.STALE, given, query_values.AGE_EXAMPLE)
            return None
        return Stale(before)

    def _as_of(self, given: list[str], *, negated: bool) -> None:
        day = query_values.day(given[0])
        if day is None or len(given) > 1:
            self._tell_unreadable(OwnWord.AS_OF, given, query_values.DAY_EXAMPLE)
        elif negated or self.day not in {"", day}:
            self._problems.tell(
                f"A search is asked as of one day; “as-of:{excerpt(given[0])}” was left out."
            )
        else:
            self.day = day

    def _tell_unreadable(self, word: OwnWord, given: list[str], example: str) -> None:
        self._problems.tell(_unreadable(word, ",".join(given), example))


def _misfit(word: Word, value: str) -> str:
    if word.field.choices is None:
        return _unreadable(word.word, value, query_values.example(word.field.kind))
    known = ", ".join(choice.value for choice in word.field.choices)
    said = f"“{word.word}:{excerpt(value)}” is no {word.field.label.lower()}."
    return f"{said} Try one of: {known}."


def _unreadable(word: str, value: str, example: str) -> str:
    return f"“{excerpt(value)}” after “{word}:” cannot be searched for. Write {example}."
