"""What is shown of the catalogue: rows of a table, and the page of one record.

Plain values, ready for a window, a report or the command line to set in its own way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING

from netcatalog.domain import wording
from netcatalog.domain.fields import Kind, fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from netcatalog.domain.changes import Change, RecordedChange, Revision
    from netcatalog.domain.columns import Column
    from netcatalog.domain.fields import Field, Record
    from netcatalog.domain.records import Source


@dataclass(frozen=True, slots=True)
class Reference:
    """A record referred to, and what it is called."""

    id: int
    label: str


Cell = tuple[object, ...]
"""The values of a column for one record: none, one, or several; references as `Reference`."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    Attributes:
        id: The record.
        cells: A cell for each column.
        also: The name by which it was found where it is shown under another, or "".
    """

    id: int
    cells: tuple[Cell, ...]
    also: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a table, column by column: many are handled so in a fraction of the time.

    Attributes:
        ids: The records, in order.
        columns: For each column a cell for each record.
    """

    ids: Sequence[int]
    columns: Sequence[Sequence[Cell]]

    def lines(self) -> Iterator[tuple[Cell, ...]]:
        """Return for each record a cell for each column."""
        return zip(*self.columns, strict=True) if self.columns else repeat((), len(self.ids))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a table shows of a query.

    Attributes:
        ids: The records found, in order.
        rows: The first of them, by id.
        total: How many the section has without the search.
    """

    ids: Sequence[int]
    rows: Mapping[int, Row]
    total: int


def cell_text(column: Column, cell: Cell) -> str:
    """Return a cell in words."""
    return ", ".join(value_text(column.field, value) for value in cell)


def value_text(declared: Field | None, value: object) -> str:
    """Return one value in words."""
    if isinstance(value, Reference):
        return value.label
    return str(value) if declared is None else wording.value(declared, value, _no_labels)


def _no_labels(_key: str, record_id: int) -> str:
    return str(record_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A record on a page.

    Attributes:
        record: The record.
        sentence: What it says, in words.
        quote: The words of its source on which it rests, or "".
        references: What the records it refers to are called, by field name.
        children: What hangs on it, such as the parties of an agreement.
        root: For a mention, the record with a page of its own on which it hangs: key of its
            type, and what it is called.
    """

    record: Record
    sentence: str
    quote: str = ""
    references: Mapping[str, Reference] = field(default_factory=dict)
    children: tuple[Group, ...] = ()
    root: tuple[str, Reference] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The records of one type that hang on another by one field.

    Attributes:
        kind: Their type.
        via: The field by which they hang.
        entries: They themselves; of very many only the first.
        total: How many there are.
    """

    kind: type[Record]
    via: Field
    entries: tuple[Entry, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that is shown of one root record.

    Attributes:
        entry: The record itself.
        title: What it is called.
        groups: What hangs on it, in the order of the schema; empty groups are left out.
        mentions: Records of others that refer to it, such as relations to it.
        sources: The sources that anything on the page rests on, by id.
        history: The changes to the record and to what hangs on it, the newest first.
        day: The day as of which it is shown, as ``YYYY-MM-DD``; "" for now.
    """

    entry: Entry
    title: str
    groups: tuple[Group, ...]
    mentions: tuple[Entry, ...]
    sources: Mapping[int, Source]
    history: tuple[RecordedChange, ...]
    day: str = ""

    def group(self, kind: type[Record], via: str = "") -> tuple[Entry, ...]:
        """Return the entries of one type, of all fields by which they may hang or of one."""
        return tuple(
            entry
            for group in self.groups
            if group.kind is kind and via in {"", group.via.name}
            for entry in group.entries
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A root record as it was before a revision, and what would make it so again.

    Attributes:
        page: Its page then; what other records say of it is left out.
        before: The revision.
        own: What makes the record itself as it was: no change, or one.
        whole: What makes it so with all that hangs on it.
        left_out: How many facts cannot come back, since what they refer to is gone.
    """

    page: Page
    before: Revision
    own: tuple[Change, ...]
    whole: tuple[Change, ...]
    left_out: int


def facts_of(entry: Entry) -> list[tuple[Field, str]]:
    """Return the filled fields of an entry's record, in words, without owner and source."""
    record = entry.record
    found = []
    for declared in fields_of(type(record)):
        if declared.shared or declared.owner:
            continue
        held = entry.references.get(declared.name, getattr(record, declared.name))
        if declared.kind is Kind.FLAG and not held and not declared.nullable:
            continue
        text = value_text(declared, held) if held is not None else ""
        if text:
            found.append((declared, text))
    return found
