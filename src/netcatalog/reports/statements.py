"""Entries of a page as statements to print: words, what is said beside them, and their marks.

What is private stays out. Knows no section and no report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netcatalog.domain import dates
from netcatalog.domain.pages import Entry, facts_of
from netcatalog.domain.records import (
    Agreement,
    Figure,
    Identifier,
    MemberRule,
    Name,
    Presence,
    Sourced,
    Statement,
    Topic,
)
from netcatalog.domain.wording import capital, joined
from netcatalog.reports.typesetting import ENGLISH, followed, set_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netcatalog.domain.fields import Record
    from netcatalog.reports.endnotes import Endnotes

_IN_A_ROW = (Topic, Presence)
"""Types whose statements are short, and make one paragraph together."""

_NAMELESS = (Figure, MemberRule, Agreement)
"""Types whose statements do not begin with a name, and may therefore be given a capital."""

_UNSAID = ("is_network",)
"""Fields that arrange the catalogue, and tell the reader of a report nothing."""

_INFERRED = "_inferred"
"""How the names of flags end that tell of another field that no source says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One statement.

    Attributes:
        text: What is said.
        marks: The numbers of the passages on which it rests.
        detail: What is to be known of it beside that.
        lang: The language it is in.
        link: Where it leads, if it is a web address.
    """

    text: str
    marks: Sequence[int] = ()
    detail: str = ""
    lang: str = ENGLISH
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Statements that make one paragraph, a word before them, and what hangs on them."""

    parts: Sequence[Part]
    lead: str = ""
    children: Sequence[Item] = ()


def public(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that may leave the house."""
    return [one for one in entries if not is_private(one.record)]


def is_private(record: Record) -> bool:
    """Tell whether a record is to be left out."""
    return isinstance(record, Sourced) and record.private


def marks_of(entry: Entry, notes: Endnotes) -> list[int]:
    """Return the marks to set behind what an entry says."""
    if not isinstance(entry.record, Sourced):
        return []
    return notes.mark(entry.record.source, entry.quote)


def items_of(entries: Iterable[Entry], notes: Endnotes, known: str = "") -> list[Item]:
    """Return the paragraphs that public entries of one type make.

    Those with the same word before them share a paragraph, unless something hangs on them.

    Args:
        entries: The entries.
        notes: Where their passages are numbered.
        known: A remark on each of them that is made elsewhere.
    """
    rows: dict[str, list[Part]] = {}
    items: list[Item] = []
    for entry in public(entries):
        lead = _lead(entry.record)
        part = _part(entry, notes, known)
        children = _children(entry, notes)
        if children or not (lead or isinstance(entry.record, _IN_A_ROW)):
            items.append(Item(lead=lead, parts=[part], children=children))
        elif lead in rows:
            rows[lead].append(part)
        else:
            rows[lead] = [part]
            items.append(Item(lead=lead, parts=rows[lead]))
    return items


def fields_as_items(entry: Entry, notes: Endnotes) -> list[Item]:
    """Return a paragraph for each filled field of an entry."""
    said = facts_of(entry)
    names = {field.name for field, _ in said}
    marks = marks_of(entry, notes)
    items = []
    for field, text in said:
        if field.name in _UNSAID or field.name.endswith(_INFERRED):
            continue
        inferred = f"{field.name}{_INFERRED}" in names
        part = Part(
            text=text,
            marks=() if inferred else marks,
            detail="(inferred: no source says it)" if inferred else "",
            link=followed(text),
        )
        items.append(Item(lead=field.label, parts=[part]))
    return items


def detail_of(entry: Entry, known: str = "") -> str:
    """Return what is to be known of a fact beside what it says: its time, and our remark."""
    record = entry.record
    if not isinstance(record, Sourced):
        return ""
    unsaid = record.time_quoted not in entry.sentence
    time = joined(
        (
            f"as of {dates.words(record.as_of)}" if record.as_of else "",
            f"in the source: “{record.time_quoted}”" if unsaid else "",
        )
    )
    remark = record.remark if record.remark != known else ""
    return joined((f"({time})" if time else "", remark), " ")


def _children(entry: Entry, notes: Endnotes) -> list[Item]:
    return [
        Item(
            lead=group.kind.about.plural,
            parts=[_part(one, notes) for one in public(group.entries)],
        )
        for group in entry.children
        if public(group.entries)
    ]


def _part(entry: Entry, notes: Endnotes, known: str = "") -> Part:
    record = entry.record
    marks = marks_of(entry, notes)
    detail = detail_of(entry, known)
    match record:
        case Name():
            return Part(
                text=record.text,
                marks=marks,
                detail=joined((_borne(record), detail), " "),
                lang=set_in(record.language),
            )
        case Identifier():
            return Part(text=record.value, marks=marks, detail=detail)
        case _:
            opens = isinstance(record, _NAMELESS)
            text = capital(entry.sentence) if opens else entry.sentence
            return Part(text=text, marks=marks, detail=detail, link=followed(text))


def _borne(name: Name) -> str:
    """Return in what language a name is, where that is not the report's, and when it held."""
    from netcatalog.domain.languages import name_of  # babel is slow to load

    foreign = name.language if set_in(name.language) != ENGLISH else ""
    period = joined((dates.words(name.since), dates.words(name.until)), " to ")
    said = joined((name_of(foreign) if foreign else "", period))
    return f"({said})" if said else ""


def _lead(record: Record) -> str:
    match record:
        case Name() | Statement():
            return capital(record.type.label)
        case Identifier():
            return record.scheme.label
        case _:
            return ""
