"""The register of memberships: who is in which network, with the sources at the end."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from netcatalog.domain import dates
from netcatalog.domain.progress import silent
from netcatalog.domain.query import Sort
from netcatalog.domain.sections import MEMBERSHIPS
from netcatalog.domain.wording import number
from netcatalog.reports.endnotes import Endnotes
from netcatalog.reports.membership_lines import MembershipLines
from netcatalog.reports.statements import Part
from netcatalog.reports.tables import MOST_ROWS, Column, Table, filled, table_of
from netcatalog.reports.typesetting import Made, typeset

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence, Sized
    from pathlib import Path

    from netcatalog.domain.progress import Progress
    from netcatalog.reports.membership_lines import Line
    from netcatalog.services.readable import ReadableCatalog

_COLUMNS = {
    "member": Column(label="Member", width=3.2),
    "country": Column(label="Country", width=1.4),
    "category": Column(label="Category", width=1.7),
    "status": Column(label="Status", width=1.2),
    "since": Column(label="Since", width=1.2),
    "until": Column(label="Until", width=1.2),
    "voting": Column(label="Voting", width=0.8),
}
"""All columns; those in which no membership has anything are left out of the whole report."""

_MOST_UPRIGHT = 5
"""With more columns than this, the page is laid on its side."""

_MOST_LINKED = 500
"""With more memberships than this, the marks in the tables are plain numbers: as links they
would take typst half as much memory again."""

_UPRIGHT_WIDTH, _FLIPPED_WIDTH = 160.0, 247.0
"""How wide a table is, in mm."""

_MOST_OTHERS = 40
"""How many networks without memberships are named; of more, it is told how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    """The memberships of one network, with how many there are."""

    heading: str
    table: Table
    count: str


def write(
    catalog: ReadableCatalog,
    out: Path,
    *,
    made: dt.datetime,
    progress: Progress = silent,
    day: str = "",
) -> Made:
    """Write the register of memberships as a PDF: a table for each network.

    Of more than `MOST_ROWS` memberships the first are listed, by network and member, and the
    report says so. What is private is left out: membership, member or network.

    Args:
        catalog: The catalogue.
        out: The file to write; one of that name is replaced.
        made: When, with its time zone.
        progress: Told after each few hundred memberships.
        day: The day as of which it is, ``YYYY-MM-DD``; "" for now.

    Raises:
        ReportError: The file cannot be written.
    """
    query = catalog.query("", MEMBERSHIPS).as_of(day).sorted_by(Sort(column="network"))
    ids = catalog.find(query)
    reader = MembershipLines(catalog, day)
    networks: dict[int, list[Line]] = defaultdict(list)
    for line in reader.read(ids[:MOST_ROWS], progress):
        networks[line.network.id].append(line)
    notes = Endnotes()
    sections = _sections(list(networks.values()), notes)
    cut = len(ids) > MOST_ROWS
    on = dates.words(day or made.date().isoformat())
    data = {
        "title": "Register of memberships",
        "overline": f"As of {on}",
        "below": _below(networks.values()),
        "foot": f"From {catalog.path.name}, as of {on}",
        "flipped": any(_is_wide(one.table.columns) for one in sections),
        "linked": len(ids) <= _MOST_LINKED,
        "sections": sections,
        "remarks": [_cut(len(ids))] if cut else _others(reader.others(set(networks))),
        "sources": notes.listed(reader.sources(notes.sources())),
        "closing": notes.closing("A membership"),
    }
    return typeset("register.typ", data, out, made)


def _sections(networks: Sequence[Sequence[Line]], notes: Endnotes) -> list[_Section]:
    cells = [[_cells(line, notes) for line in lines] for lines in networks]
    columns = filled(_COLUMNS, chain.from_iterable(cells))
    width = _FLIPPED_WIDTH if _is_wide(columns) else _UPRIGHT_WIDTH
    return [
        _Section(
            heading=lines[0].network.label,
            table=table_of(columns, rows, width),
            count=_count(lines),
        )
        for lines, rows in zip(networks, cells, strict=True)
    ]


def _is_wide(columns: Sized) -> bool:
    return len(columns) > _MOST_UPRIGHT


def _cells(line: Line, notes: Endnotes) -> dict[str, Part]:
    told = {key: Part(text=line.cells[key]) for key in _COLUMNS}
    as_of = line.cells["as_of"]
    told["member"] = Part(
        text=line.cells["member"],
        marks=notes.mark(*line.passage),
        detail=f"(as of {as_of})" if as_of else "",
    )
    marks = {mark: None for passage in line.period_passages for mark in notes.mark(*passage)}
    end = "since" if line.cells["since"] else "until"
    told[end] = Part(text=line.cells[end], marks=list(marks))
    return told


# What is said of the tables


def _below(networks: Collection[Sequence[Line]]) -> str:
    members = sum(len(lines) for lines in networks)
    return f"{_counted(members, 'membership')} in {_counted(len(networks), 'network')}"


def _count(lines: Sequence[Line]) -> str:
    statuses = Counter(line.cells["status"] for line in lines)
    parts = ", ".join(f"{number(count)} {status}" for status, count in statuses.most_common())
    count = _counted(len(lines), "membership")
    told = f"{count}: {parts}." if len(statuses) > 1 else f"{count}."
    if any(line.complete is False for line in lines):
        told += " The source names only some of the members."
    return told


def _cut(total: int) -> str:
    return (
        f"The catalogue has {number(total)} memberships; this register ends after the first "
        f"{number(MOST_ROWS)}, in the order of networks and members. Export the table of "
        "memberships to have all of them."
    )


def _others(networks: Sequence[str]) -> list[str]:
    if not networks:
        return []
    named = "; ".join(networks[:_MOST_OTHERS])
    more = len(networks) - _MOST_OTHERS
    return [f"No membership to list: {named}{f'; and {number(more)} more' if more > 0 else ''}."]


def _counted(count: int, what: str) -> str:
    return f"{number(count)} {what}{'' if count == 1 else 's'}"
