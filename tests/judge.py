"""A judge of queries: what a query finds, worked out record by record in plain Python.

It knows no SQL and no index. Where it and the search disagree, one of them is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

from netcatalog.domain.dates import span
from netcatalog.domain.fields import Kind, fields_of, past_of
from netcatalog.domain.folding import fold
from netcatalog.domain.query import (
    AllOf,
    AnyOf,
    Exactly,
    Has,
    Not,
    Range,
    Stale,
    Text,
    Unsourced,
    Where,
    ways_to_facts,
)
from netcatalog.domain.records import Source, Sourced


class Judge:
    """Judges queries of a catalogue as it is now."""

    def __init__(self, catalog):
        self.schema = catalog.schema
        self.records = {kind: {} for kind in self.schema.records}
        self._hanging = defaultdict(list)
        for record, _ in catalog.everything():
            self.records[type(record)][record.id] = record
            for field in fields_of(type(record)):
                if field.owner:
                    owner = getattr(record, field.name)
                    self._hanging[type(record), field.name, owner].append(record)

    def found(self, query):
        """Return the ids of the records that a query finds."""
        section = query.section
        return {
            key
            for key, record in self.records[section.kind].items()
            if all(getattr(record, name) == value for name, value in section.such_that)
            and all(getattr(record, name) != value for name, value in section.unlike)
            and self.holds(query.where, record, section)
        }

    def holds(self, node, record, section):
        """Tell whether something holds of a record."""
        match node:
            case Not():
                return not self.holds(node.part, record, section)
            case AllOf():
                return all(self.holds(part, record, section) for part in node.parts)
            case AnyOf():
                return any(self.holds(part, record, section) for part in node.parts)
            case Text():
                return self.says(node, record, section)
            case Has():
                return any(self.hanging(kind, via, record) for kind, via in node.hanging)
            case Where():
                return self.asked(node, record)
            case Unsourced():
                return any(fact.source is None for fact in self.facts(record))
            case Stale():
                return any(self.was_claimed_before(node.before, one) for one in self.facts(record))

    def hanging(self, kind, via, record):
        """Return the records of a type that hang on one by a field."""
        return self._hanging[kind, via.name, record.id]

    # Words anywhere

    def says(self, term, record, section):
        """Tell whether words are in a record, or in the names of what it joins."""
        if not tokens(fold(term.text)):  # nothing to look up: letter by letter, in its names
            return any(term.text in name for name in self.names(record))
        if any(holds_words(text, term) for text in self.texts(record)):
            return True
        joined = [self.referred(record, field) for field in self.joins(type(record))]
        if section.joined_by is not None:
            kind, own = section.joined_by
            others = [field for field in self.joins(kind) if field.name != own]
            joined += [
                self.referred(between, field)
                for between in self.records[kind].values()
                if getattr(between, own) == record.id
                for field in others
            ]
        return any(self.is_called(term, one) for one in (record, *joined))

    def is_called(self, term, record):
        """Tell whether words are in a name of a record, plain ones also within a word."""
        names = [spelling for name in self.names(record) for spelling in spellings(name)]
        letters = fold(term.text)
        within = not term.phrase and len(letters) >= 3 and any(letters in name for name in names)
        wanted = [replace(term, text=one) for one in spellings(term.text)]
        return within or any(holds_words(name, one) for name in names for one in wanted)

    def names(self, record):
        """Return all names of a record, as they are written."""
        naming = self.schema.naming(type(record))
        if naming is None:
            return []
        holder, field = naming
        if isinstance(record, holder):
            return [getattr(record, field.name)]
        vias = (via for kind, via in self.schema.hanging_on(type(record)) if kind is holder)
        return [
            getattr(one, field.name) for via in vias for one in self.hanging(holder, via, record)
        ]

    def texts(self, record):
        """Return the searched texts of a record, and of what hangs on it, folded."""
        for field in fields_of(type(record)):
            if field.searched:
                yield fold(getattr(record, field.name))
        if isinstance(record, Sourced) and not type(record).about.root and record.source:
            text = self.records[Source][record.source].text
            yield fold(text[record.start : record.end] if record.start is not None else "")
        for kind, via in self.schema.hanging_on(type(record)):
            if not kind.about.root:
                for one in self.hanging(kind, via, record):
                    yield from self.texts(one)

    def joins(self, kind):
        """Return the fields by which records without a name of their own join others."""
        if self.schema.naming(kind):
            return []
        return [field for field in fields_of(kind) if field.owner and field.required]

    def referred(self, record, field):
        """Return the record to which a field refers."""
        return self.records[self.schema[field.refers]][getattr(record, field.name)]

    # Fields

    def asked(self, term, record):
        """Tell whether a field of a record, or of what hangs on it, is one of some values."""
        word = term.word
        if word.through is not None:
            record = self.referred(record, word.through)
        holders = [record]
        if word.via is not None:
            past = past_of(word.kind)
            holders = [
                one
                for one in self.hanging(word.kind, word.via, record)
                if past is None or getattr(one, past[0]) != past[1]
            ]
        return any(
            self.fits(word.field, getattr(one, word.field.name), value)
            for one in holders
            if word.only is None or getattr(one, word.field.word_by) == word.only
            for value in term.values
        )

    def fits(self, field, held, value):
        """Tell whether a field's value is what is asked for."""
        if isinstance(value, Range):
            return in_days(held, value) if field.kind is Kind.DATE else in_range(held, value)
        if isinstance(value, Exactly):
            return fold(held) == value.text
        if field.kind is Kind.REFERENCE:
            return held in self.known_as(field.refers, value)
        if field.folded:
            return any(begins_word(one, value) for one in spellings(held))
        if field.kind in {Kind.CHOICE, Kind.COUNTRY, Kind.LANGUAGE}:
            return held == value
        if field.kind is Kind.FLAG:
            return held is not None and held == bool(int(value))
        return value in fold(held)

    def known_as(self, key, value):
        """Return who is called just so; if nobody is, who has a name with words that begin so."""
        called = {one.id: self.names(one) for one in self.records[self.schema[key]].values()}
        exact = {
            key for key, names in called.items() if any(value in spellings(one) for one in names)
        }
        term = Text(value)
        return exact or {
            key
            for key, names in called.items()
            if any(holds_words(one, term) for name in names for one in spellings(name))
        }

    # Sources

    def facts(self, record):
        """Return a record and the facts that hang on it, at whatever remove."""
        for way in ways_to_facts(self.schema, type(record)):
            found = [record]
            for kind, via in way:
                found = [one for owner in found for one in self.hanging(kind, via, owner)]
            yield from found

    def was_claimed_before(self, day, fact):
        """Tell whether a fact was last claimed before a day."""
        read = self.records[Source][fact.source].retrieved if fact.source else ""
        latest = span(fact.as_of or read).latest
        return latest is not None and latest < day


def spellings(name):
    """Return a name folded, and once more with what may be spelt out spelt out."""
    spelt = unicodedata.normalize("NFC", name).lower()
    for letter, letters in {"ä": "ae", "ö": "oe", "ø": "oe", "ü": "ue", "å": "aa"}.items():
        spelt = spelt.replace(letter, letters)
    return {fold(name), fold(spelt)}


def tokens(folded):
    """Return the words of a folded text."""
    return re.findall("[a-z0-9]+", folded)


def holds_words(folded, term):
    """Tell whether the words of a term stand in a text side by side; the last may go on."""
    wanted, there = tokens(fold(term.text)), tokens(folded)
    stretches = (there[start : start + len(wanted)] for start in range(len(there)))
    return bool(wanted) and any(
        stretch == wanted
        or (
            (term.goes_on or not term.phrase)
            and len(stretch) == len(wanted)
            and stretch[:-1] == wanted[:-1]
            and stretch[-1].startswith(wanted[-1])
        )
        for stretch in stretches
    )


def begins_word(folded, wanted):
    """Tell whether a text, or a word in it, begins so."""
    return folded.startswith(wanted) or any(
        folded[place + 1 :].startswith(wanted)
        for place, sign in enumerate(folded)
        if not re.match("[a-z0-9]", sign)
    )


def in_range(held, wanted):
    """Tell whether a number is in a range."""
    return held is not None and all(
        low is None or high is None or low <= high
        for low, high in pairwise((wanted.low, held, wanted.high))
    )


def in_days(held, wanted):
    """Tell whether a date may lie in a range of days."""
    if not held:
        return False
    days = span(held)
    is_late_enough = wanted.low is None or days.latest is None or days.latest >= wanted.low
    return is_late_enough and (
        wanted.high is None or days.earliest is None or days.earliest <= wanted.high
    )
