"""What a person decides where nobody can be sure who is meant, asked and remembered."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from netcatalog.domain import wording
from netcatalog.domain.importing import Choosable, Question
from netcatalog.domain.mappings import AS, NEW, SKIP, SUBJECT, is_new, new_uid
from netcatalog.domain.records import Actor
from netcatalog.services.importing.matching import Match
from netcatalog.store.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from netcatalog.services.importing.matching import Candidate
    from netcatalog.store.reading import Reader

    Where = tuple[str, int]
    """A table, and a line in it."""


class UnsureError(Exception):
    """It must be decided first which actor is meant.

    Attributes:
        key: By which the decision is remembered.
        title: What the list calls the actor.
        match: Who may be meant.
    """

    def __init__(self, key: str, title: str, match: Match) -> None:
        super().__init__(title)
        self.key = key
        self.title = title
        self.match = match


class SkippedError(Exception):
    """It was decided to leave this out."""


class Decisions:
    """Decisions by the keys of their questions, and the questions that are still open.

    Attributes:
        questions: What is to be decided, by key.
    """

    def __init__(self, reader: Reader, decisions: Mapping[str, str]) -> None:
        """Take in what was decided about the actors that `reader` sees."""
        self.questions: dict[str, Question] = {}
        self._reader = reader
        self._decisions = decisions
        self._meant = self._ids_decided()
        self._wanted = {one for one in decisions.values() if one.startswith(AS)}
        self._new: dict[str, int] = {}
        self._rows: dict[int, tuple[str, str, Where]] = {}
        self._uncounted: list[int] = []
        self._namesakes: defaultdict[tuple[str, str], list[int]] = defaultdict(list)

    def _ids_decided(self) -> dict[str, int]:
        """Return the ids of the actors that decisions name."""
        plain = {
            one: one.removeprefix(f"{NEW}:").replace("-", "").upper()
            for one in self._decisions.values()
            if one not in {NEW, SKIP} and not one.startswith(AS)
        }
        asked = "SELECT hex(uid), id FROM actor WHERE hex(uid) IN (SELECT value FROM json_each(?))"
        rows = self._reader.run(Sql(asked, (json.dumps(list(plain.values())),))) if plain else ()
        found = dict(rows)
        return {one: found[uid] for one, uid in plain.items() if uid in found}

    def of(self, key: str, title: str, match: Match) -> Match:
        """Return what was decided; `Match.decided` says that it is a new one.

        Raises:
            UnsureError: Nothing was.
            SkippedError: It was decided to leave it out.
        """
        decision = self._decisions.get(key, "")
        if decision == SKIP:
            raise SkippedError
        if decision in self._meant:
            return Match(self._meant[decision])
        if is_new(decision):
            return Match(self._new.get(self._new_one(key)), decided=key)
        raise UnsureError(key, title, match)

    def settle(self, key: str, actor: int) -> UUID | None:
        """Take down which actor is added for a decision; return the uid that it is to get."""
        self._new[self._new_one(key)] = actor
        return new_uid(self._decisions[key])

    def _new_one(self, key: str) -> str:
        """Return what two questions share if their answer means the same new one."""
        decision = self._decisions[key]
        return key if decision == NEW else decision

    def add(self, actor: int, title: str, country: str, where: Where = ("", 0)) -> None:
        """Take down an actor that the list adds: later rows may be about it."""
        self._rows[actor] = title, country, where
        self._uncounted.append(actor)

    def note(self, actor: int, title: str, country: str) -> None:
        """Take down whom a row is about, if a decision may mean just this one."""
        if self._wanted and (told := self._told_by(actor, title, country)) in self._wanted:
            self._meant.setdefault(told, actor)

    def _told_by(self, actor: int, title: str, country: str) -> str:
        """Return by what one can decide for an actor of this list: of namesakes, which."""
        for one in self._uncounted:
            self._namesakes[self._rows[one][:2]].append(one)
        self._uncounted.clear()
        namesakes = self._namesakes[title, country]
        if actor not in namesakes:
            namesakes.append(actor)
        place = namesakes.index(actor)
        return f"{AS}{title}|{country}" + (f"|{place + 1}" if place else "")

    def ask(self, unsure: UnsureError, where: Where) -> tuple[str, ...]:
        """Take a question down; return in words who may be meant."""
        question = self.questions.get(unsure.key)
        if question is None:
            choices = tuple(map(self._choosable, unsure.match.candidates))
            question = Question(key=unsure.key, title=unsure.title, lines=[], choices=choices)
            self.questions[unsure.key] = question
        question.lines.append(where)
        if not question.choices:
            return (f"is {unsure.title} an authority?",)
        return (f"{unsure.title}: may be {' or '.join(one.title for one in question.choices)}",)

    def _choosable(self, candidate: Candidate) -> Choosable:
        actor = self._reader.record(Actor, candidate.actor)
        if actor is not None:
            decision = str(actor.uid)
            told = wording.sentence(actor, self._reader.label)
            title = wording.joined([self._reader.label(SUBJECT, candidate.actor), told])
        else:
            called, country, (table, line) = self._rows[candidate.actor]
            decision = self._told_by(candidate.actor, called, country)
            where = f"{table}, line {line}" if line else ""
            title = wording.joined([called, "added by this list", where])
        return Choosable(
            actor=candidate.actor,
            uid=actor.uid if actor else None,
            decision=decision,
            title=title,
            reasons=candidate.likeness.reasons,
        )
