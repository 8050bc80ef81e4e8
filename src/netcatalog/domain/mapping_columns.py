"""What each column of a table becomes, read off a mapping and written into it.

A mapping is a tree of records; who chooses what a column becomes thinks of one column after the
other. Everything here takes a mapping and returns another; nothing lists a field.
"""

from __future__ import annotations

import dataclasses
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from netcatalog.domain.choices import ActorKind
from netcatalog.domain.fields import Choice, Kind, field_named, fields_of, owners_of, remembered
from netcatalog.domain.folding import fold
from netcatalog.domain.mappings import SUBJECT, At, Filler, Mapping, Part, parts_of, targets
from netcatalog.domain.records import SCHEMA, Actor, Membership
from netcatalog.domain.wording import capital

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from netcatalog.domain.fields import Field, Record

    Path = tuple[int, ...]
    """Where a part stands: its place among the parts of its owner, after that of its owner."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a column can become.

    Attributes:
        record: Key of the type of the record.
        field: Name of the field that the cells fill.
        sort: For records of several sorts, such as names, which: a value of the choice that
            tells them apart.
        heading: Whether the heading is what is filled in, wherever a cell says yes.
        month_first: Whether of days in numbers the month stands first; it tells no two apart.
    """

    record: str
    field: str
    sort: str = ""
    heading: bool = False
    month_first: bool = dataclasses.field(default=False, compare=False)

    @property
    def kind(self) -> type[Record]:
        """The type of the record."""
        return SCHEMA[self.record]

    @property
    def declared(self) -> Field:
        """The field."""
        return field_named(self.kind, self.field)

    @property
    def label(self) -> str:
        """What windows call it."""
        what = self.declared.label
        if self.sort:
            what = next(one.label for one in _sorts(self.declared, self.kind) if one == self.sort)
        if self.heading:
            what = f"{what} in the heading, where a cell says yes"
        if self.record == SUBJECT:
            return what
        return f"{capital(self.kind.about.label)}: {what}"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a mapping reads a column: a field of a part; `each` if the part is made for it."""

    path: Path
    field: str
    each: bool


def blank() -> Mapping:
    """Return the mapping from which one starts: rows are about authorities, that is all."""
    kind = Filler(constant=ActorKind.AUTHORITY.value)
    return Mapping(subject=Part(record=SUBJECT, fields={"kind": kind}))


@remembered
def places() -> tuple[Place, ...]:
    """Return all that a column can become, by record, the subject of the row first."""
    found = []
    for target in targets():
        record, one = target.kind.about.key, target.field
        if one.shared and not target.kind.about.root:
            continue
        sorts = _sorts(one, target.kind)
        found += [Place(record, one.name, sort.value) for sort in sorts]
        if not sorts:
            found.append(Place(record, one.name))
        if one.kind is Kind.REFERENCE and one.required:
            found.append(Place(record, one.name, heading=True))
    return tuple(found)


def _sorts(one: Field, kind: type[Record]) -> tuple[Choice, ...]:
    """Return the sorts of record that the words of a field tell apart."""
    if not one.word_by:
        return ()
    return tuple(field_named(kind, one.word_by).choices or ())


# Reading


def walk(mapping: Mapping) -> Iterator[tuple[Path, Part]]:
    """Yield the subject and all that hangs on it, with where it stands."""
    waiting: deque[tuple[Path, Part]] = deque([((), mapping.subject)])
    while waiting:
        path, part = waiting.popleft()
        yield path, part
        waiting.extend(((*path, at), inner) for at, inner in enumerate(part.parts))


def part_at(mapping: Mapping, path: Path) -> Part:
    """Return the part that stands somewhere."""
    part = mapping.subject
    for at in path:
        part = part.parts[at]
    return part


def spot_of(mapping: Mapping, heading: str) -> Spot | None:
    """Return where a column is read first, or None."""
    for path, part in walk(mapping):
        for name, filler in part.fields.items():
            if heading in _read_by(filler):
                return Spot(path, name, each=False)
            if heading in part.each and filler.at in {At.PIECE, At.HEADING}:
                return Spot(path, name, each=True)
    return None


def _read_by(filler: Filler) -> tuple[str, ...]:
    return (filler.column, *filler.also) if filler.column else ()


def headings_of(mapping: Mapping) -> list[tuple[str, ...]]:
    """Return the headings of the columns that are read; those together of which one will do."""
    found = [(heading,) for _, part in walk(mapping) for heading in part.each]
    read = (_read_by(filler) for _, part in walk(mapping) for filler in part.fields.values())
    return [*found, *filter(None, read)]


def fits(mapping: Mapping, tables: Sequence[Sequence[str]]) -> bool:
    """Return whether a mapping is one for tables of such headings, in whatever spelling.

    Each column that it reads is in one of them, and each tells whom its rows are about.
    """
    folded = [{fold(heading) for heading in headings} for headings in tables]
    read = [{fold(one) for one in group} for group in headings_of(mapping)]
    telling = {
        fold(one)
        for part in mapping.telling
        for group in (part.each, *map(_read_by, part.fields.values()))
        for one in group
    }
    return (
        bool(read)
        and all(telling & headings for headings in folded)
        and all(any(group & headings for headings in folded) for group in read)
    )


def spelled_as(mapping: Mapping, headings: Iterable[str]) -> Mapping:
    """Return a mapping whose columns are spelled as these headings are, where they mean them."""
    exact = tuple(headings)
    by_fold = {fold(one): one for one in reversed(exact)}

    def spelled(heading: str) -> str:
        return heading if heading in exact else by_fold.get(fold(heading), heading)

    def put(part: Part) -> Part:
        fields = {
            name: replace(
                filler, column=spelled(filler.column), also=tuple(map(spelled, filler.also))
            )
            for name, filler in part.fields.items()
        }
        return replace(
            part,
            fields=fields,
            each=tuple(map(spelled, part.each)),
            parts=tuple(map(put, part.parts)),
        )

    return replace(mapping, subject=put(mapping.subject))


def place_of(mapping: Mapping, heading: str) -> Place | None:
    """Return what a column becomes, or None."""
    spot = spot_of(mapping, heading)
    if spot is None:
        return None
    part = part_at(mapping, spot.path)
    one = field_named(SCHEMA[part.record], spot.field)
    filler = part.fields[spot.field]
    is_heading = filler.at is At.HEADING
    return Place(part.record, spot.field, _sort_of(part, one), is_heading, filler.month_first)


def _sort_of(part: Part, one: Field) -> str:
    """Return of which sort a part is: what is said, or what is taken where nothing is."""
    if not one.word_by:
        return ""
    if one.word_by in part.fields:
        return part.fields[one.word_by].constant
    plain = SCHEMA[part.record].__dataclass_fields__[one.word_by].default
    return plain.value if isinstance(plain, Choice) else ""


def separator_of(mapping: Mapping, heading: str) -> str:
    """Return what stands between the pieces of a cell of a column; "" if a cell is one piece."""
    spot = spot_of(mapping, heading)
    return part_at(mapping, spot.path).separator if spot else ""


def others_of(mapping: Mapping, heading: str) -> tuple[Field, ...]:
    """Return the other fields of what a column becomes that no column fills."""
    spot = spot_of(mapping, heading)
    if spot is None or not spot.path:
        return ()
    part = part_at(mapping, spot.path)
    kind = SCHEMA[part.record]
    taken = {name for name, filler in part.fields.items() if filler.column or filler.at}
    link = link_of(mapping, spot.path)
    telling = field_named(kind, spot.field).word_by
    return tuple(
        target.field
        for target in targets()
        if target.kind is kind
        and target.field.name not in {*taken, link, spot.field, telling}
        and not target.field.shared
        and target.field.kind is not Kind.REFERENCE
    )


def link_of(mapping: Mapping, path: Path) -> str:
    """Return the name of the field by which a part hangs on the one around it."""
    part, outer = part_at(mapping, path), part_at(mapping, path[:-1])
    return next(
        (
            one.name
            for one in owners_of(SCHEMA[part.record])
            if one.refers == outer.record and one.name not in part.fields
        ),
        "",
    )


def lacking(mapping: Mapping) -> list[str]:
    """Return what a mapping lacks before rows can be read, each in a sentence."""
    told = []
    if not mapping.telling:
        told.append("Choose the column that names whom a row is about: “Name” or “Identifier”.")
    for path, part in walk(mapping):
        kind = SCHEMA[part.record]
        link = link_of(mapping, path) if path else ""
        told += [
            f"Each {kind.about.label} needs “{one.label}”: "
            "choose a column, or say it for all rows."
            for one in fields_of(kind)
            if one.required and one.name != link and not _is_said(part.fields.get(one.name))
        ]
    return list(dict.fromkeys(told))


def _is_said(filler: Filler | None) -> bool:
    return filler is not None and bool(filler.column or filler.constant or filler.at)


# Writing


def becoming(
    mapping: Mapping, heading: str, place: Place | None, beside: Collection[str] | None = None
) -> Mapping:
    """Return the mapping with a column that becomes something else, or nothing for None.

    Args:
        mapping: The mapping.
        heading: Of the column.
        place: What it becomes.
        beside: The headings of its table. A column of other tables that becomes the same stays;
            None: there are no others.
    """
    cleared = without(mapping, heading)
    if place is None:
        return cleared
    chain = _chain(place.kind)
    path: Path = ()
    for kind in chain[:-1]:
        cleared, path = _found_or_made(cleared, path, kind, _any)
    if place.kind is not Actor:
        room = _room_for(place, beside)
        cleared, path = _found_or_made(cleared, path, place.kind, room, place)
    part = part_at(cleared, path)
    creates = _CREATED.get((part.record, place.field))
    if place.heading:
        filler = Filler(at=At.HEADING, creates=creates)
        part = replace(part, each=(*part.each, heading))
    else:
        held = part.fields.get(place.field)
        if held is not None and _can_share(held, beside):
            filler = replace(held, also=(*held.also, heading))
        else:
            filler = Filler(column=heading, creates=creates, month_first=place.month_first)
    return _replacing(cleared, path, replace(part, fields=part.fields | {place.field: filler}))


_CREATED = {
    (Membership.about.key, "network"): ActorKind.NETWORK,
    (Membership.about.key, "member"): ActorKind.AUTHORITY,
}
"""What an actor is that is referred to and not there yet; of other references, none is made."""


def _any(part: Part) -> bool:
    return not part.each


def _is_elsewhere(filler: Filler, beside: Collection[str] | None) -> bool:
    """Return whether all columns that are read for a value are those of other tables."""
    return beside is not None and not set(_read_by(filler)) & set(beside)


def _room_for(place: Place, beside: Collection[str] | None) -> Callable[[Part], bool]:
    """Return whether a part can take a column in that is to become something."""

    def room(part: Part) -> bool:
        if place.heading:
            filler = part.fields.get(place.field)
            return filler is not None and filler.at is At.HEADING
        held = part.fields.get(place.field)
        if part.each or (_is_said(held) and not (held and _can_share(held, beside))):
            return False
        telling = place.declared.word_by
        if not telling or telling not in part.fields:
            return True
        return part.fields[telling].constant == place.sort

    return room


def _can_share(filler: Filler, beside: Collection[str] | None) -> bool:
    return bool(filler.column) and _is_elsewhere(filler, beside)


def _found_or_made(
    mapping: Mapping,
    path: Path,
    kind: type[Record],
    fits: Callable[[Part], bool],
    place: Place | None = None,
) -> tuple[Mapping, Path]:
    """Return where a part of a type stands below another, made if none fits."""
    outer = part_at(mapping, path)
    telling = place.declared.word_by if place else ""
    for at, inner in enumerate(outer.parts):
        if inner.record == kind.about.key and fits(inner):
            if place and telling and telling not in inner.fields:
                fields = inner.fields | {telling: Filler(constant=place.sort)}
                mapping = _replacing(mapping, (*path, at), replace(inner, fields=fields))
            return mapping, (*path, at)
    fields = {telling: Filler(constant=place.sort)} if place and telling else {}
    made = Part(record=kind.about.key, fields=fields)
    grown = replace(outer, parts=(*outer.parts, made))
    return _replacing(mapping, path, grown), (*path, len(outer.parts))


def _chain(kind: type[Record]) -> list[type[Record]]:
    """Return the types that lead from the subject to a type, without the subject itself."""
    found: dict[type[Record], list[type[Record]]] = {Actor: []}
    waiting: deque[type[Record]] = deque([Actor])
    while kind not in found:
        outer = waiting.popleft()
        for inner in parts_of(outer):
            if inner not in found:
                found[inner] = [*found[outer], inner]
                waiting.append(inner)
    return found[kind]


def without(mapping: Mapping, heading: str) -> Mapping:
    """Return the mapping in which a column becomes nothing."""
    subject = _without(mapping.subject, heading)
    return replace(mapping, subject=subject)


def _without(part: Part, heading: str) -> Part:
    each = tuple(one for one in part.each if one != heading)
    of_pieces = part.each and not each
    fields = {
        name: kept
        for name, filler in part.fields.items()
        if (kept := _not_reading(filler, heading))
        and not (of_pieces and filler.at in {At.PIECE, At.HEADING})
    }
    inner = (_without(one, heading) for one in part.parts)
    return replace(
        part,
        fields=fields,
        each=each,
        separator=part.separator if each else "",
        parts=tuple(one for one in inner if _says_something(one)),
    )


def _not_reading(filler: Filler, heading: str) -> Filler | None:
    """Return how a value is got without a column; None: in no way."""
    read = _read_by(filler)
    if heading not in read:
        return filler
    left = [one for one in read if one != heading]
    return replace(filler, column=left[0], also=tuple(left[1:])) if left else None


def _says_something(part: Part) -> bool:
    """Return whether anything is made of a part: a column, or a reference for all rows."""
    kind = SCHEMA[part.record]
    return bool(
        part.each
        or part.parts
        or any(
            filler.column or filler.at or (field_named(kind, name).refers and filler.constant)
            for name, filler in part.fields.items()
        )
    )


def separated(mapping: Mapping, heading: str, separator: str) -> Mapping:
    """Return the mapping in which the cells of a column hold several pieces, or one for ""."""
    spot = spot_of(mapping, heading)
    if spot is None or not spot.path:
        return mapping
    part = part_at(mapping, spot.path)
    filler = part.fields[spot.field]
    if filler.at is At.HEADING:
        return mapping
    if separator:
        filler = replace(filler, column="", also=(), at=At.PIECE)
    else:
        filler = replace(filler, column=heading, at=None)
    each = (heading,) if separator else ()
    fields = part.fields | {spot.field: filler}
    return _replacing(
        mapping, spot.path, replace(part, fields=fields, each=each, separator=separator)
    )


def filled(mapping: Mapping, path: Path, name: str, filler: Filler | None) -> Mapping:
    """Return the mapping in which a field of a part gets its value elsewhere, or nowhere."""
    part = part_at(mapping, path)
    fields = {one: held for one, held in part.fields.items() if one != name}
    if filler is not None:
        fields = part.fields | {name: filler}
    return _replacing(mapping, path, replace(part, fields=fields))


def with_values(mapping: Mapping, heading: str, values: dict[str, str]) -> Mapping:
    """Return the mapping in which cells of a column stand for something, by folded cell."""
    spot = spot_of(mapping, heading)
    if spot is None:
        return mapping
    filler = part_at(mapping, spot.path).fields[spot.field]
    return filled(mapping, spot.path, spot.field, replace(filler, values=values))


# The network of all rows

_NETWORK = "network"


def shared_network(mapping: Mapping) -> Filler | None:
    """Return the network that all rows are members of: a name, or that of the sheet."""
    for part in mapping.subject.parts:
        filler = part.fields.get(_NETWORK)
        if (
            part.record == Membership.about.key
            and filler
            and (filler.constant or filler.at is At.SHEET)
        ):
            return filler
    return None


def with_network(mapping: Mapping, filler: Filler | None) -> Mapping:
    """Return the mapping in which all rows are members of a network, or of none for None."""
    parts = mapping.subject.parts
    for at, part in enumerate(parts):
        held = part.fields.get(_NETWORK)
        is_for_all = held is None or held.constant or held.at is At.SHEET
        if part.record == Membership.about.key and is_for_all and not part.each:
            changed = filled(mapping, (at,), _NETWORK, filler)
            kept = tuple(one for one in changed.subject.parts if _says_something(one))
            return replace(changed, subject=replace(changed.subject, parts=kept))
    if filler is None:
        return mapping
    made = Part(record=Membership.about.key, fields={_NETWORK: filler})
    return replace(mapping, subject=replace(mapping.subject, parts=(*parts, made)))


def _replacing(mapping: Mapping, path: Path, part: Part) -> Mapping:
    def put(outer: Part, rest: Path) -> Part:
        if not rest:
            return part
        parts = list(outer.parts)
        parts[rest[0]] = put(parts[rest[0]], rest[1:])
        return replace(outer, parts=tuple(parts))

    return replace(mapping, subject=put(mapping.subject, path))
