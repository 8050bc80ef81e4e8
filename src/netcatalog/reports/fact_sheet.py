"""The fact sheet of one actor: its page as a document to print, with its sources at the end.

Sets whatever hangs on the page: a record type it has never heard of gets a section too. What is
private, and what the user added (notes, tags), stays out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netcatalog.domain import dates
from netcatalog.domain.choices import NameType
from netcatalog.domain.errors import ReportError
from netcatalog.domain.fields import field_named, owners_of
from netcatalog.domain.folding import fold
from netcatalog.domain.naming import display_name
from netcatalog.domain.pages import Entry, Group, Page, facts_of
from netcatalog.domain.records import (
    Actor,
    Added,
    Agreement,
    Body,
    Document,
    Event,
    Figure,
    Identifier,
    MemberRule,
    Membership,
    Name,
    Period,
    Presence,
    Programme,
    Relation,
    Sourced,
    Statement,
    Target,
    Topic,
)
from netcatalog.domain.wording import joined, number
from netcatalog.reports.endnotes import Endnotes
from netcatalog.reports.statements import (
    Item,
    Part,
    detail_of,
    fields_as_items,
    is_private,
    items_of,
    marks_of,
    public,
)
from netcatalog.reports.tables import MOST_ROWS, Column, Table, filled, table_of
from netcatalog.reports.typesetting import Made, typeset

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from netcatalog.domain.fields import Field, Record

_HEADINGS: dict[tuple[type[Record], str], str] = {
    (Name, "actor"): "Names",
    (Actor, ""): "What it is",
    (Identifier, "actor"): "Identifiers",
    (Event, "actor"): "History",
    (Statement, "actor"): "Aims and character",
    (Figure, "actor"): "Figures",
    (MemberRule, "actor"): "Who may join",
    (Membership, "network"): "Members",
    (Membership, "member"): "Member of",
    (Body, "actor"): "Bodies",
    (Programme, "actor"): "Programmes",
    (Document, "actor"): "Documents",
    (Target, "actor"): "Targets",
    (Agreement, "actor"): "Agreements",
    (Presence, "actor"): "Where it is present",
    (Topic, "actor"): "Topics",
    (Relation, "actor"): "Relations",
}
"""What a section is called, by the type of its records and the field by which they hang on the
actor; in the order of the report. Others follow, under the plural of their type."""

_MENTIONS = "Said by others"
"""What the section is called in which others speak of the actor."""

_MEMBER = "member"
_PERIODS = "periods"
_TABLE_WIDTH = 122.0
"""The width of running text in `fact-sheet.typ`, in mm."""

_WIDTHS = {"status": 2.1, "category": 2.4, "voting": 1.5}
"""The fields of a membership that have a column of their own, and how wide it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    heading: str
    items: Sequence[Item] = ()
    table: Table | None = None
    remarks: Sequence[str] = ()


def write(page: Page, out: Path, *, made: dt.datetime, catalog: str) -> Made:
    """Write the fact sheet of an actor as a PDF.

    Args:
        page: The page of the actor.
        out: The file to write; one of that name is replaced.
        made: When, with its time zone.
        catalog: What the catalogue's file is called; it stands at the foot of each page.

    Raises:
        ReportError: The file cannot be written, or the actor is private.
    """
    if is_private(page.entry.record):
        raise ReportError(
            f"“{page.title}” is marked as private, so no report is made of it. "
            "Take the mark off if you want one."
        )
    notes = Endnotes()
    title = _title(page)
    day = f"as of {dates.words(page.day or made.date().isoformat())}"
    data = {
        "title": title,
        "kind": "Fact sheet",
        "overline": f"Fact sheet {day}",
        "below": _below(page, title),
        "foot": f"From {catalog}, {day}",
        "sections": list(_sections(page, notes)),
        "sources": notes.listed(page.sources),
        "closing": notes.closing("A statement"),
    }
    return typeset("fact-sheet.typ", data, out, made)


def _title(page: Page) -> str:
    names = _names(page)
    return display_name(names) if names else page.title


def _below(page: Page, title: str) -> str:
    """Return the line below the title: acronyms, what it is, where."""
    acronyms = [
        name.text for name in _names(page) if name.type is NameType.ACRONYM and name.text != title
    ]
    said = {field.name: text for field, text in facts_of(page.entry)}
    where = joined((said.get("place", ""), said.get("country", "")))
    return joined((" / ".join(acronyms), said.get("kind", ""), where), " · ")


def _names(page: Page) -> list[Name]:
    found = [entry.record for entry in public(page.group(Name))]
    return [name for name in found if isinstance(name, Name)]


# Sections


def _sections(page: Page, notes: Endnotes) -> Iterator[_Section]:
    groups = {(group.kind, group.via.name): group for group in page.groups}
    for key in (*_HEADINGS, *(key for key in groups if key not in _HEADINGS)):
        if key == (Actor, ""):
            yield _Section(heading=_HEADINGS[key], items=fields_as_items(page.entry, notes))
        elif key in groups and not issubclass(key[0], Added) and public(groups[key].entries):
            yield _of_group(groups[key], notes)
    own = {_key(one) for group in page.groups for entry in group.entries for one in _whole(entry)}
    items = [_mention(one, notes) for one in public(page.mentions) if _key(one) not in own]
    if items:
        yield _Section(heading=_MENTIONS, items=items)


def _key(entry: Entry) -> tuple[type[Record], int | None]:
    return type(entry.record), entry.record.id


def _whole(entry: Entry) -> Iterator[Entry]:
    yield entry
    for group in entry.children:
        yield from group.entries


def _of_group(group: Group, notes: Endnotes) -> _Section:
    heading = _HEADINGS.get((group.kind, group.via.name), group.kind.about.plural)
    known = _same_remark(group)
    remarks = [one for one in (*_remarks(group), known) if one]
    if group.kind is Membership:
        return _Section(heading=heading, table=_memberships(group, notes, known), remarks=remarks)
    return _Section(heading=heading, items=items_of(group.entries, notes, known), remarks=remarks)


def _same_remark(group: Group) -> str:
    """Return the remark that several facts of a group all bear; "" if they do not."""
    entries = public(group.entries)
    made = {one.record.remark for one in entries if isinstance(one.record, Sourced)}
    return made.pop() if len(made) == 1 and len(entries) > 1 else ""


def _remarks(group: Group) -> Iterator[str]:
    shown = len(group.entries)
    if group.kind is Membership:
        shown = min(shown, MOST_ROWS)
    if group.total > shown:
        yield f"The first {number(shown)} of {number(group.total)} are listed here."
    if any(getattr(one.record, "list_complete", None) is False for one in group.entries):
        yield "This list is not complete: the source names only some."


def _mention(entry: Entry, notes: Endnotes) -> Item:
    """Return what another says of the actor, after who that is."""
    kind = type(entry.record)
    by = [entry.references[one.name].label for one in owners_of(kind) if one.owner]
    part = Part(text=entry.sentence, marks=marks_of(entry, notes), detail=detail_of(entry))
    return Item(lead=joined(by), parts=[part])


# The table of members, or of networks


def _memberships(group: Group, notes: Endnotes, known: str) -> Table:
    other = next(one for one in owners_of(Membership) if one.name != group.via.name)
    entries = sorted(
        public(group.entries), key=lambda entry: fold(entry.references[other.name].label)
    )
    columns = {_MEMBER: Column(label=other.label, width=3.6)}
    for name, width in _WIDTHS.items():
        columns[name] = Column(label=field_named(Membership, name).label, width=width)
    columns[_PERIODS] = Column(label=Period.about.plural, width=2.6)
    lines = [_membership(entry, other, notes, known) for entry in entries[:MOST_ROWS]]
    return table_of(filled(columns, lines), lines, _TABLE_WIDTH)


def _membership(entry: Entry, other: Field, notes: Endnotes, known: str) -> dict[str, Part]:
    label = entry.references[other.name].label
    said = {field.name: text for field, text in facts_of(entry)}
    quoted = said.get("member_as_quoted", "")
    beside = (
        f"(“{quoted}” in the source)" if fold(quoted) not in fold(label) else "",
        said.get("how_joined", ""),
        detail_of(entry, known),
    )
    line = {
        _MEMBER: Part(text=label, marks=marks_of(entry, notes), detail=joined(beside, " ")),
        _PERIODS: _periods(entry, notes),
    }
    return line | {name: Part(text=said.get(name, "")) for name in _WIDTHS}


def _periods(entry: Entry, notes: Endnotes) -> Part:
    periods = [
        one for group in entry.children if group.kind is Period for one in public(group.entries)
    ]
    marks = {mark: None for one in periods for mark in marks_of(one, notes)}
    details = (detail_of(one) for one in periods)
    return Part(
        text=joined((one.sentence for one in periods), "; "),
        marks=list(marks),
        detail=joined(details, "; "),
    )
