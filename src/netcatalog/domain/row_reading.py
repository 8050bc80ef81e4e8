"""What the rows of a table say, read as a mapping has it: records to be, not yet matched.

A mapping is worked out once for the headings of a table; each row is then read by functions that
know the places of their cells.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from netcatalog.domain.cells import UnclearCellError, meaning_of, quoted
from netcatalog.domain.errors import InvalidError
from netcatalog.domain.fields import Kind, field_named, owners_of
from netcatalog.domain.folding import fold
from netcatalog.domain.mappings import At, says_no
from netcatalog.domain.records import SCHEMA, Figure, MemberRule, Membership, Name
from netcatalog.domain.rules import LONGEST, TEXTS, at_odds, fault_of, text_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from netcatalog.domain.choices import ActorKind
    from netcatalog.domain.fields import Field, Record, Schema
    from netcatalog.domain.mappings import Filler, Mapping, Part
    from netcatalog.domain.rules import Fault

    Cells = Sequence[str]

    Get = Callable[[Cells, "Spot"], object]
    """Returns what a field gets from the cells of a row; None if they say nothing. Raises
    `UnreadableRowError`."""


class Spot(NamedTuple):
    """Where a part stands that is made for each of several columns: its piece of which cell."""

    piece: str = ""
    heading: str = ""


class UnreadableRowError(ValueError):
    """A row cannot be read.

    Attributes:
        column: Heading of the column at fault, or "".
    """

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


class Called(NamedTuple):
    """An actor that a row refers to: what it calls it, and what it becomes if there is none."""

    name: str
    creates: ActorKind | None


class Said(NamedTuple):
    """A record that a row speaks of.

    Attributes:
        kind: Its type.
        values: What its fields hold, by name, where the row or the mapping says anything;
            references to actors as `Called`.
        link: Name of the field by which it hangs on the record around it; "" for the subject.
        inner: What hangs on it.
    """

    kind: type[Record]
    values: dict[str, object]
    link: str = ""
    inner: tuple[Said, ...] = ()


NOWHERE = Spot()

MOST_KNOWN = 4_096
"""Cells of a column whose meaning is remembered: countries, years and networks come again."""


class _Places:
    """Where the columns of a table stand, by their headings in any spelling."""

    def __init__(self, headings: Sequence[str]) -> None:
        self._exact = {heading: place for place, heading in enumerate(headings)}
        self._folded = {fold(one): place for one, place in reversed(self._exact.items())}

    def __getitem__(self, heading: str) -> int | None:
        return self._exact.get(heading, self._folded.get(fold(heading)))

    def of(self, filler: Filler) -> int | None:
        """Return the first place of a column that a value may come from."""
        found = (self[one] for one in (filler.column, *filler.also))
        return next((place for place in found if place is not None), None)


class RowReader:
    """Reads the rows of one table.

    Attributes:
        lacking: Headings of columns that the mapping reads, and the table does not have.
        matrix: The headings that are networks: rows tell of each if they are members.
        left_out: How many rows tell something of a record, but not what it must have: by its
            type, and the label of the field.
    """

    def __init__(
        self, mapping: Mapping, name: str, headings: Sequence[str], schema: Schema = SCHEMA
    ) -> None:
        """Read rows with these headings, of a table of this name.

        Raises:
            InvalidError: No column tells whom a row is about, or a constant makes no sense.
        """
        self._headings = headings
        self._places = _Places(headings)
        self.lacking = [
            filler.column
            for part in mapping.parts()
            for filler in part.fields.values()
            if filler.column and self._places.of(filler) is None
        ]
        if not any(
            self._is_there(filler) for part in mapping.telling for filler in part.fields.values()
        ):
            raise InvalidError(
                f"“{name}” is not read, since no column tells whom its rows are about. "
                f"Its columns are: {', '.join(headings)}."
            )
        self._titles = [
            place
            for part in sorted(mapping.telling, key=lambda one: one.record != Name.about.key)
            for filler in part.fields.values()
            if (place := self._places.of(filler)) is not None
        ]
        self.left_out: Counter[tuple[type[Record], str]] = Counter()
        self._first = next(iter(self._titles), None)
        self.matrix = [
            heading
            for part in mapping.parts()
            if part.record == Membership.about.key
            and any(filler.at is At.HEADING for filler in part.fields.values())
            for heading in part.each
            if self._places[heading] is not None
        ]
        self._schema = schema
        self._missing = frozenset(mapping.missing)
        self._sheet = name
        self._subject = _Maker(mapping.subject, "", self._getters(mapping.subject), self._inner)

    def _is_there(self, filler: Filler) -> bool:
        return filler.at is not None or self._places.of(filler) is not None

    def _inner(self, part: Part) -> list[_Maker]:
        outer = self._schema[part.record]
        return [
            _Maker(
                inner,
                _link(self._schema[inner.record], outer, inner),
                self._getters(inner),
                self._inner,
                [(place, one) for one in inner.each if (place := self._places[one]) is not None],
                _Cells(self._missing, self.left_out),
            )
            for inner in part.parts
        ]

    def title(self, cells: Cells) -> str:
        """Return what a row calls whom it is about, also if it cannot be read; "" if nothing."""
        called = (_line(cells[place]) for place in self._titles)
        return next(filter(None, called), "")

    def repeats_headings(self, cells: Cells) -> bool:
        """Return whether a row says nothing but what the columns are called, once more."""
        place = self._first
        return (
            place is not None
            and cells[place] == self._headings[place]
            and all(
                cell in {"", heading} for cell, heading in zip(cells, self._headings, strict=False)
            )
        )

    def read(self, cells: Cells) -> Said:
        """Return the subject of a row, with what hangs on it.

        Raises:
            UnreadableRowError: A cell does not say what its field asks for.
        """
        return self._subject.one(cells)

    def _getters(self, part: Part) -> tuple[dict[str, object], list[tuple[str, Get]]]:
        """Return the values that are the same in all rows, and how to get the others."""
        kind = self._schema[part.record]
        constants: dict[str, object] = {}
        getters: list[tuple[str, Get]] = []
        for name, filler in part.fields.items():
            field = field_named(kind, name)
            mean = self._meaning(field, filler)
            if filler.column:
                place = self._places.of(filler)
                if place is None:
                    continue
                heading = self._headings[place]
                getters.append((name, _of_column(place, heading, mean, self._missing)))
            elif filler.at in {At.PIECE, At.HEADING}:
                getters.append((name, _of_spot(filler.at, mean)))
            else:
                text = self._sheet if filler.at else filler.constant
                try:
                    held = _meant(mean, text, field.label)
                except UnreadableRowError as error:
                    raise InvalidError(f"{field.label}: {error}. Choose another.") from error
                if held not in (None, ""):
                    constants[name] = held
        return constants, getters

    @staticmethod
    def _meaning(field: Field, filler: Filler) -> Callable[[str], object]:
        """Return what a text means in a field, by way of the values it stands for."""
        if field.kind is Kind.REFERENCE:
            read = _name_of(filler.creates)
        else:
            read = _sound(field, month_first=filler.month_first)
        if not filler.values:
            return read
        values = {fold(cell): value for cell, value in filler.values.items()}

        def mean(cell: str) -> object:
            told = values.get(fold(cell), cell)
            return read(told) if told else None

        return mean


def _line(cell: str) -> str:
    return " ".join(cell.split())


def _name_of(creates: ActorKind | None) -> Callable[[str], object]:
    def called(cell: str) -> Called | None:
        if creates is not None and not any(map(str.isalnum, cell)):
            return None  # nobody is called "-"
        if fault := text_fault(cell):
            raise UnclearCellError(f"{quoted(cell)}: {fault.label}")
        return Called(_line(cell), creates)

    return called


def _sound(field: Field, *, month_first: bool) -> Callable[[str], object]:
    """Return what a text means in a field, unless it is something that none may hold."""
    read = meaning_of(field, month_first=month_first)
    if field.kind in TEXTS:
        find_fault: Callable[[Any], Fault | None] = text_fault
    elif field.kind in _RANGED:
        find_fault = partial(fault_of, field)
    else:
        return read

    is_line = field.kind is Kind.TEXT

    def mean(cell: str) -> object:
        if is_line and cell.isprintable() and len(cell) <= LONGEST:
            return cell.strip()  # what most cells hold
        value = read(cell)
        if fault := find_fault(value):
            raise UnclearCellError(f"{quoted(cell)}: {fault.label}")
        return value

    return mean


_RANGED = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.ADDRESS})


def _of_column(
    place: int, heading: str, mean: Callable[[str], object], missing: frozenset[str]
) -> Get:
    known: dict[str, object] = dict.fromkeys(("", *missing))

    def get(cells: Cells, _: Spot) -> object:
        cell = cells[place]
        if cell in known:
            return known[cell]
        try:
            meant = mean(cell)
        except UnclearCellError as error:
            raise UnreadableRowError(heading, str(error)) from error
        if len(known) < MOST_KNOWN:
            known[cell] = meant
        return meant

    return get


def _of_spot(at: At | None, mean: Callable[[str], object]) -> Get:
    def get(_: Cells, spot: Spot) -> object:
        return _meant(mean, spot.piece if at is At.PIECE else spot.heading, spot.heading)

    return get


class _Cells(NamedTuple):
    """What cells say nothing, and what is counted that lacks what it must have."""

    missing: frozenset[str]
    left_out: Counter[tuple[type[Record], str]]


class _Maker:
    """Makes what one part of a mapping is in a row."""

    def __init__(
        self,
        part: Part,
        link: str,
        values: tuple[dict[str, object], list[tuple[str, Get]]],
        inner: Callable[[Part], list[_Maker]],
        each: Sequence[tuple[int, str]] = (),
        cells: _Cells | None = None,
    ) -> None:
        self._kind = SCHEMA[part.record]
        self._link = link
        self._constants, self._getters = values
        refers = (field_named(self._kind, name).kind is Kind.REFERENCE for name in self._constants)
        # Who is told for all rows is told, whatever else a row leaves out, and so is a piece.
        self._telling = (
            set()
            if part.each or any(refers)
            else {name for name, filler in part.fields.items() if filler.column}
        )
        self._required = {name for name in part.fields if field_named(self._kind, name).required}
        self._may_be_at_odds = self._kind in {Figure, MemberRule}
        self._each = each
        self._missing, self._left_out = cells or _Cells(frozenset(), Counter())
        self._is_repeated = bool(part.each)
        self._separator = part.separator
        self._inner = inner(part)
        self._alone = self._lone_getter()

    def _lone_getter(self) -> tuple[str, Get] | None:
        """Return how to get the one value that decides whether the record is there, if it does.

        Most records of most lists are such: a name, a number, a date.
        """
        if len(self._getters) != 1 or self._inner or self._is_repeated or self._may_be_at_odds:
            return None
        name, get = self._getters[0]
        decides = self._telling == {name} and self._required <= {*self._constants, name}
        return (name, get) if decides else None

    def one(self, cells: Cells, spot: Spot = NOWHERE) -> Said:
        """Return the record, whatever the cells say."""
        values = self._constants.copy()
        for name, get in self._getters:
            value = get(cells, spot)
            if value is not None and value != "":
                values[name] = value
        inner: tuple[Said, ...] = ()
        for maker in self._inner:
            inner += maker.all(cells)
        return Said(self._kind, values, self._link, inner)

    def all(self, cells: Cells) -> tuple[Said, ...]:
        """Return the record for each piece that says anything, or once if a column does."""
        if self._alone is not None:
            name, get = self._alone
            value = get(cells, NOWHERE)
            if value is None or value == "":
                return ()
            return (Said(self._kind, {**self._constants, name: value}, self._link),)
        if self._is_repeated:
            made = (self.one(cells, spot) for spot in self._spots(cells))
            told = tuple(said for said in made if self._tells(said))
        else:
            said = self.one(cells)
            told = (said,) if self._tells(said) else ()
        if self._may_be_at_odds:
            for said in told:
                self._check(said)
        return told

    def _spots(self, cells: Cells) -> Iterator[Spot]:
        for place, heading in self._each:
            for piece in self._pieces(cells[place]):
                yield Spot(piece, heading)

    def _pieces(self, cell: str) -> list[str]:
        if cell in self._missing:
            return []
        pieces = cell.split(self._separator) if self._separator else [cell]
        told = (piece.strip() for piece in pieces if not says_no(piece))
        return [piece for piece in told if piece not in self._missing]

    def _tells(self, said: Said) -> bool:
        """Return whether a row says anything of a part: more than constants do."""
        if self._telling and self._telling.isdisjoint(said.values) and not said.inner:
            return False
        if self._required.issubset(said.values):
            return True
        lacking = self._required.difference(said.values)
        label = field_named(self._kind, min(lacking)).label
        if self._telling and not self._telling.isdisjoint(said.values):
            self._left_out[self._kind, label] += 1
        if said.inner and not self._is_repeated:
            inner, outer = said.inner[0].kind.about.label, self._kind.about.label
            raise UnreadableRowError("", f"it tells a {inner}, but not the {label} of the {outer}")
        return False

    def _check(self, said: Said) -> None:
        """Refuse what its fields say together."""
        made: Any = self._kind
        problem = at_odds(made(**{self._link: 0}, **said.values))
        if problem is not None:
            label = field_named(self._kind, problem.field).label
            raise UnreadableRowError(label, problem.fault.label)


def _meant(mean: Callable[[str], object], text: str, where: str) -> object:
    try:
        return mean(text) if text else None
    except UnclearCellError as error:
        raise UnreadableRowError(where, str(error)) from error


def _link(kind: type[Record], outer: type[Record], part: Part) -> str:
    """Return the name of the field by which a part hangs on the record around it."""
    free = [
        one.name
        for one in owners_of(kind)
        if one.refers == outer.about.key and one.name not in part.fields
    ]
    if not free:
        raise InvalidError(f"A {kind.about.label} in a mapping names all that it belongs to.")
    return free[0]
