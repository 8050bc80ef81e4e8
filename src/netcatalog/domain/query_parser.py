"""Reading the text of the search bar into a query.

``transport -(topic:energy or topic:water) country:PL,CZ founded:1980..1990 "public transport"``

What stands side by side must hold together; `or` binds more loosely, and brackets decide.
What cannot be read becomes a sentence that says what to do; the rest is still searched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from netcatalog.domain.query import AllOf, AnyOf, Not, Query, Where
from netcatalog.domain.query_terms import Problems, TermReader
from netcatalog.domain.query_tokens import TOKEN, excerpt, straight

if TYPE_CHECKING:
    import datetime as dt
    import re

    from netcatalog.domain.fields import Schema
    from netcatalog.domain.query import Node
    from netcatalog.domain.sections import Section

LONGEST = 10_000
"""Most characters of a query that are read: far more than anyone types, few enough to search."""

MOST_TERMS = 40
"""Most terms of a query that are searched: SQLite takes no more than a thousand conditions."""

MOST_TOKENS = 400
"""Most words and brackets of a query that are looked at."""

MOST_DEPTH = 6
"""Most brackets inside each other that are read: more than anyone follows, and at eight of them
older versions of SQLite give up."""

_NEAR = 30
"""Most characters by which a sentence tells one bracket from another."""

_JOINERS = {"or": "or", "OR": "or", "|": "or", "AND": "and", "NOT": "not"}
"""What joins the terms beside it, or excludes the one after it."""


def joiner_of(token: re.Match[str], following: re.Match[str] | None, *, joinable: bool) -> str:
    """Return how a word joins what stands beside it: "or", "and" or "not"; "" if it is searched.

    Args:
        token: The word.
        following: What comes after it, if anything does.
        joinable: Whether something to be joined came before it.
    """
    joiner = _JOINERS.get(token[0], "")
    if following is None or following["close"]:
        return ""
    if _JOINERS.get(following[0]) in {"or", "and"}:
        return ""
    return joiner if joinable or joiner == "not" else ""


def parse(text: str, section: Section, schema: Schema, today: dt.date) -> Query:
    """Read the text of the search bar.

    Args:
        text: What was typed.
        section: Where it is to be searched.
        schema: The record types, from whose fields the words before a colon derive.
        today: The day from which ages count.
    """
    problems = Problems()
    terms = TermReader(section, schema, today, problems)
    where = _Brackets(terms, problems).read(_readable(text, problems))
    return Query(section=section, where=where, day=terms.day, problems=problems.shown())


def _readable(text: str, problems: Problems) -> str:
    """Return as much of the text as is read: no halves of characters, and not too much."""
    if len(text) > LONGEST:
        problems.tell(f"Only the first {LONGEST:,} characters were searched.")
    return straight(text[:LONGEST]).encode("utf-8", "ignore").decode("utf-8")


@dataclass(slots=True)
class _Bracket:
    """What was read since a bracket opened.

    Attributes:
        at: How the text goes on where it opens.
        excluded: Whether what is in it must not hold.
        groups: What must hold together; one of the groups must.
        negated: Whether what comes next must not hold.
    """

    at: str = ""
    excluded: bool = False
    groups: list[list[Node]] = field(default_factory=lambda: [[]])
    negated: bool = False

    def add(self, node: Node | None) -> None:
        """Take in what comes next; None if it asks nothing."""
        negated, self.negated = self.negated, False
        if node is None:
            return
        if negated:
            self.groups[-1].append(Not(node))
        elif isinstance(node, AllOf):
            self.groups[-1] += node.parts
        else:
            self.groups[-1].append(node)

    def node(self) -> Node | None:
        """Return all of it, or None if nothing was asked."""
        nodes: list[Node] = [
            group[0] if len(group) == 1 else AllOf(tuple(group)) for group in self.groups if group
        ]
        if not nodes:
            return None
        # One of several stays so though the others could not be read: it must not seem chosen.
        return AnyOf(tuple(nodes)) if len(self.groups) > 1 else nodes[0]


class _Brackets:
    """Puts the terms of one text together."""

    def __init__(self, terms: TermReader, problems: Problems) -> None:
        self._terms = terms
        self._problems = problems
        self._open = [_Bracket()]
        self._too_deep = 0  # brackets that opened, and were left out
        self._read = 0  # terms so far
        self._joinable = False  # whether something was asked just before

    def read(self, text: str) -> AllOf:
        """Return what must hold."""
        tokens = list(islice(TOKEN.finditer(text), MOST_TOKENS + 1))
        searched = f"{MOST_TOKENS} words and brackets" if len(tokens) > MOST_TOKENS else ""
        for token, following in zip_longest(tokens[:MOST_TOKENS], tokens[1:MOST_TOKENS]):
            if self._read == MOST_TERMS:
                searched = f"{MOST_TERMS} words"
                break
            self._take(text, token, following)
        if searched:
            self._problems.tell(f"Only the first {searched} were searched.")
        while len(self._open) > 1:
            if not searched:
                self._problems.tell(
                    f"The bracket that opens at “{self._open[-1].at}” is not closed; "
                    "it was read as closed at the end."
                )
            self._close()
        node = self._open[0].node()
        if isinstance(node, AllOf):
            return node
        return AllOf((node,) if node is not None else ())

    def _take(self, text: str, token: re.Match[str], following: re.Match[str] | None) -> None:
        if token["open"]:
            self._on_open(text, token)
        elif token["close"]:
            self._on_close(text, token)
        elif joiner := joiner_of(token, following, joinable=self._joinable):
            self._join(joiner)
        elif token["pipe"]:
            self._problems.tell("“|” has nothing to join on one side; it was left out.")
        else:
            self._read += 1
            bracket = self._open[-1]
            bracket.negated ^= bool(token["minus"])
            bracket.add(self._terms.read(token, negated=bracket.negated))
            self._joinable = True

    def _on_open(self, text: str, token: re.Match[str]) -> None:
        self._joinable = False
        if len(self._open) > MOST_DEPTH:
            self._problems.tell(
                f"Brackets are read {MOST_DEPTH} deep; those further in were left out."
            )
            self._too_deep += 1
            return
        above = self._open[-1]
        excluded = above.negated ^ token["open"].startswith("-")
        above.negated = False
        at = excerpt(text[token.start() : token.start() + _NEAR].partition(" ")[0])
        self._open.append(_Bracket(at=at, excluded=excluded))

    def _on_close(self, text: str, token: re.Match[str]) -> None:
        self._joinable = True
        if self._too_deep:
            self._too_deep -= 1
        elif len(self._open) > 1:
            self._close()
        else:
            near = text[max(0, token.end() - _NEAR) : token.end()].rpartition(" ")[2]
            self._problems.tell(
                f"The bracket that closes at “{excerpt(near)}” was never opened; it was left out."
            )

    def _close(self) -> None:
        closed = self._open.pop()
        node = closed.node()
        if closed.excluded and isinstance(node, Where):
            node = AllOf((node,))  # as with more in the bracket: it must not seem excluded
        self._open[-1].negated = closed.excluded
        self._open[-1].add(node)

    def _join(self, joiner: str) -> None:
        self._joinable = False
        if joiner == "or":
            self._open[-1].groups.append([])
        elif joiner == "not":
            self._open[-1].negated ^= True
