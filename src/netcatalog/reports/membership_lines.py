"""Memberships as the register lists them, read through the tables of the catalogue.

A membership, its member or its network that is private is passed over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from netcatalog.domain import dates
from netcatalog.domain.columns import TITLE, Column, by_key, columns_of
from netcatalog.domain.errors import NotFoundError
from netcatalog.domain.fields import Prose, field_named
from netcatalog.domain.pages import Reference, cell_text
from netcatalog.domain.query import Query
from netcatalog.domain.records import Actor, Membership, Period, Source
from netcatalog.domain.sections import MEMBERSHIPS, NETWORKS
from netcatalog.reports.statements import public

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netcatalog.domain.pages import Cell, Row
    from netcatalog.domain.progress import Progress
    from netcatalog.services.readable import ReadableCatalog

CHUNK = 300
"""Memberships read at a time."""

_OPEN = "…"
"""Stands for an end that is not told, where several periods share a cell."""

_TOLD = ("member", "status", "category", "voting", "as_of")
"""The fields of a membership that a line tells in words."""

_PERIOD = "period."
"""Stands before the names of a period's fields, to tell them from those of its membership."""

_OF_PERIOD = tuple(
    Column(
        key=f"period.{name}",
        label="",
        kind=Period,
        field=field_named(Period, name),
        via=field_named(Period, "membership"),
    )
    for name in ("private", "since", "until", "source", "start", "end")
)


class Passage(NamedTuple):
    """Where a source says something: its id, None if there is none, and its words."""

    source: int | None
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A membership in words.

    Attributes:
        network: Who is joined.
        cells: What is told of it, by the name of the field; "country" is the member's.
        passage: What it rests on.
        period_passages: What its periods rest on.
        complete: Whether the source names all members of the network; None: it does not say.
    """

    network: Reference
    cells: dict[str, str]
    passage: Passage
    period_passages: tuple[Passage, ...]
    complete: object


@dataclass(frozen=True, slots=True)
class _Stretch:
    since: str
    until: str
    passage: Passage


class MembershipLines:
    """Reads lines of a register from one catalogue, as it was on a day or is now."""

    def __init__(self, catalog: ReadableCatalog, day: str = "") -> None:
        self._catalog = catalog
        self._then = Query(section=MEMBERSHIPS, day=day)
        own = by_key(columns_of(catalog.schema, Membership))
        self._columns = {
            name: own[name]
            for name in (*_TOLD, "network", "list_complete", "private", "source", "start", "end")
        } | {column.key: column for column in _OF_PERIOD}
        actor = by_key(columns_of(catalog.schema, Actor))
        self._of_actor = [actor["country"], actor["private"]]
        self._text_of = lru_cache(maxsize=8)(self._text)  # a text may have a million letters

    def read(self, ids: Sequence[int], progress: Progress) -> Iterator[Line]:
        """Yield the lines of memberships, in their order, as far as they are public."""
        for start in range(0, len(ids), CHUNK):
            yield from self._chunk(ids[start : start + CHUNK])
            progress(min(start + CHUNK, len(ids)), len(ids))

    def sources(self, keys: Sequence[int]) -> dict[int, Source]:
        """Return sources by id, without their texts."""
        return {key: replace(self._catalog.record(Source, key), text=Prose("")) for key in keys}

    def others(self, listed: set[int]) -> list[str]:
        """Return what the public networks are called that are not listed."""
        ids = self._catalog.find(self._catalog.query("", NETWORKS).as_of(self._then.day))
        left = [key for key in ids if key not in listed]
        actor = by_key(columns_of(self._catalog.schema, Actor))
        columns = [actor[TITLE], actor["private"]]
        called = []
        for start in range(0, len(left), CHUNK):
            chunk = left[start : start + CHUNK]
            rows = self._catalog.rows(Actor, chunk, columns, self._then)
            found = (rows[key].cells for key in chunk if key in rows)
            called += [str(title[0]) for title, private in found if not any(private)]
        return called

    def _chunk(self, ids: Sequence[int]) -> Iterator[Line]:
        rows = self._catalog.rows(Membership, ids, list(self._columns.values()), self._then)
        found = [(key, self._named(rows[key])) for key in ids if key in rows]
        sides = {_whom(cells, side).id for _, cells in found for side in ("member", "network")}
        countries = self._countries(sorted(sides))
        for key, cells in found:
            member, network = _whom(cells, "member"), _whom(cells, "network")
            if member.id in countries and network.id in countries and not any(cells["private"]):
                yield self._line(key, cells, network, countries[member.id])

    def _named(self, row: Row) -> dict[str, Cell]:
        return dict(zip(self._columns, row.cells, strict=True))

    def _countries(self, actors: Sequence[int]) -> dict[int, str]:
        """Return the countries of actors by id; private actors are left out."""
        rows = self._catalog.rows(Actor, actors, self._of_actor, self._then)
        country = self._of_actor[0]
        return {
            key: cell_text(country, row.cells[0])
            for key, row in rows.items()
            if not any(row.cells[1])
        }

    def _line(self, key: int, cells: dict[str, Cell], network: Reference, country: str) -> Line:
        stretches = self._stretches(key, cells)
        told = {name: cell_text(self._columns[name], cells[name]) for name in _TOLD}
        return Line(
            network=network,
            cells=told
            | {
                "country": country,
                "since": _together([one.since for one in stretches]),
                "until": _together([one.until for one in stretches]),
            },
            passage=self._passage(cells, ""),
            period_passages=tuple(one.passage for one in stretches),
            complete=_first(cells["list_complete"]),
        )

    def _stretches(self, key: int, cells: dict[str, Cell]) -> list[_Stretch]:
        private = cells[f"{_PERIOD}private"]
        if len(private) > 1:  # cells leave out what is empty: which end is whose, they do not say
            return self._stretches_on_page(key)
        if not private or private[0]:
            return []
        since, until = (
            cell_text(self._columns[f"{_PERIOD}{end}"], cells[f"{_PERIOD}{end}"])
            for end in ("since", "until")
        )
        return [_Stretch(since, until, self._passage(cells, _PERIOD))]

    def _stretches_on_page(self, key: int) -> list[_Stretch]:
        try:
            page = self._catalog.page(Membership, key, day=self._then.day)
        except NotFoundError:  # removed since its row was read
            return []
        return [
            _Stretch(
                dates.words(entry.record.since),
                dates.words(entry.record.until),
                Passage(entry.record.source, entry.quote),
            )
            for entry in public(page.group(Period))
            if isinstance(entry.record, Period)
        ]

    def _passage(self, cells: dict[str, Cell], prefix: str) -> Passage:
        source = _first(cells[f"{prefix}source"])
        start, end = (_first(cells[f"{prefix}{name}"]) for name in ("start", "end"))
        if not isinstance(source, Reference):
            return Passage(None, "")
        if not (isinstance(start, int) and isinstance(end, int)):
            return Passage(source.id, "")
        return Passage(source.id, self._text_of(source.id)[start:end])

    def _text(self, source: int) -> str:
        return self._catalog.record(Source, source).text


def _whom(cells: dict[str, Cell], side: str) -> Reference:
    (found,) = cells[side]
    assert isinstance(found, Reference)  # noqa: S101  both sides of a membership are given
    return found


def _first(cell: Cell) -> object:
    return cell[0] if cell else None


def _together(ends: Sequence[str]) -> str:
    return "; ".join(end or _OPEN for end in ends) if any(ends) else ""
