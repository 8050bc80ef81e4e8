"""Tables that were written here: they are known by their headings, and read as what they are.

What they say comes back to what it was said of, so that a table that was written and is brought
in again changes nothing, and one that was worked on in a spreadsheet just that. Left out is what
a cell cannot tell exactly: figures with their qualifiers, and notes, of which it holds several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcatalog.domain.choices import ActorKind
from netcatalog.domain.columns import BETWEEN_VALUES, TITLE, columns_of
from netcatalog.domain.errors import InvalidError
from netcatalog.domain.fields import Kind
from netcatalog.domain.mappings import At, Filler, Mapping, Part, fillable
from netcatalog.domain.records import SCHEMA, Actor, Figure, Membership, Name, Note, Period, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netcatalog.domain.columns import Column
    from netcatalog.domain.fields import Record
    from netcatalog.domain.tables import Table

    Headed = dict[str, str]
    """The heading of each column that a table has, by its key."""

FEWEST = 3
"""Columns that a table has at least to be known as one of ours."""

_KNOWN_BY: tuple[tuple[type[Record], set[str]], ...] = (
    (Actor, {TITLE}),
    (Membership, {"member", "network"}),
)


def mapping_of(tables: Sequence[Table], title: str) -> Mapping | None:
    """Return how tables are read that were written here; None if they were not.

    Raises:
        InvalidError: They were, but are not of what a list can bring in.
    """
    for other in (Source, Note):
        if all(_headed(other, table.headings) for table in tables):
            what = other.about.plural.lower()
            raise InvalidError(
                f"This is a table of {what} that was written here. A list brings in actors and "
                "what they are members of; a whole catalogue brings in all else."
            )
    for kind, needed in _KNOWN_BY:
        found = [_headed(kind, table.headings) for table in tables]
        if found and all(needed <= one.keys() for one in found):
            headed = {key: heading for one in found for key, heading in one.items()}
            subject = _actor(headed) if kind is Actor else _member(headed)
            return Mapping(subject=subject, source={"title": title}, shown=True)
    return None


def _headed(kind: type[Record], headings: Sequence[str]) -> Headed:
    """Return the headings of a table by the keys of its columns; nothing if it is not of ours.

    In CSV a column is headed by its key. Workbooks have the words of the window, which others use
    as well: there the sort of actor must be among them.
    """
    columns = columns_of(SCHEMA, kind)
    by_key = {one.key: one.key for one in columns}
    by_label = {one.label: one.key for one in columns}
    if len(headings) < FEWEST:
        return {}
    if all(one in by_key for one in headings):
        return {one: one for one in headings}
    if all(one in by_label for one in headings):
        found = {by_label[one]: one for one in headings}
        return found if "kind" in found or kind is not Actor else {}
    return {}


def _actor(headed: Headed) -> Part:
    columns = [one for one in columns_of(SCHEMA, Actor) if one.key in headed]
    name = Part(record=Name.about.key, fields={"text": Filler(column=headed[TITLE])})
    return Part(
        record=Actor.about.key,
        fields=_own(Actor, columns, headed),
        parts=(name, *_beside(columns, headed)),
    )


def _member(headed: Headed) -> Part:
    columns = [one for one in columns_of(SCHEMA, Membership) if one.key in headed]
    name = Part(record=Name.about.key, fields={"text": Filler(column=headed["member"])})
    network = Filler(column=headed["network"], creates=ActorKind.NETWORK)
    period = {
        one.field.name: Filler(column=headed[one.key])
        for one in columns
        if one.kind is Period and one.field is not None
    }
    others = [one for one in columns if one.kind is not Period]
    membership = Part(
        record=Membership.about.key,
        fields={**_own(Membership, columns, headed), "network": network},
        parts=(
            *([Part(record=Period.about.key, fields=period)] if period else ()),
            *_beside(others, headed),
        ),
    )
    kind = Filler(constant=ActorKind.AUTHORITY.value)
    return Part(record=Actor.about.key, fields={"kind": kind}, parts=(name, membership))


def _own(kind: type[Record], columns: Sequence[Column], headed: Headed) -> dict[str, Filler]:
    """Return what fills the fields of the record that a row is."""
    known = {one.name for one in fillable(kind) if one.kind is not Kind.REFERENCE}
    return {
        one.field.name: Filler(column=headed[one.key])
        for one in columns
        if one.kind is kind and one.field is not None and one.field.name in known
    }


def _beside(columns: Sequence[Column], headed: Headed) -> Iterator[Part]:
    """Yield what hangs on the record that a row is, once for each value of a cell."""
    for one in columns:
        field = one.field
        if one.via is None or field is None or one.kind.about.listed or one.kind is Figure:
            continue
        fields = {field.name: Filler(at=At.PIECE)}
        if one.only is not None:
            fields[field.word_by] = Filler(constant=one.only.value)
        yield Part(
            record=one.kind.about.key,
            fields=fields,
            each=(headed[one.key],),
            separator=BETWEEN_VALUES,
        )
