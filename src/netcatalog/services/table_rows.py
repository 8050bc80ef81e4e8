"""The rows of a table: the cells of one page of records, read in a few statements.

They are read and made column by column, which takes a fraction of the time of whole records.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import repeat
from typing import TYPE_CHECKING

from netcatalog.domain.choices import Qualifier
from netcatalog.domain.columns import TITLE, choice_field
from netcatalog.domain.fields import Kind, Record, field_named, fields_of, owners_of
from netcatalog.domain.naming import matching_name
from netcatalog.domain.pages import Block, Cell, Reference, Row
from netcatalog.domain.records import Actor, Figure, Name
from netcatalog.domain.wording import amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from netcatalog.domain.columns import Column
    from netcatalog.domain.fields import Field
    from netcatalog.store.reading import Reader, Values


_NOTHING = (None, "")
"""Values that say nothing."""


def load(
    reader: Reader,
    kind: type[Record],
    ids: Sequence[int],
    columns: Sequence[Column],
    words: Sequence[str] = (),
) -> dict[int, Row]:
    """Return rows by id, with a cell for each column; ids no longer there are left out.

    Actors tell by which of their names the words find them, if not by the one shown. Fields are
    read that no column shows, too: whoever looks at a damaged record is told so.
    """
    found = block(reader, kind, ids, columns, fields_of(kind))
    also = _found_by(reader, found.ids, words) if words and kind is Actor else {}
    lines = zip(found.ids, found.lines(), strict=True)
    return {key: Row(key, cells, also.get(key, "")) for key, cells in lines}


def block(
    reader: Reader,
    kind: type[Record],
    ids: Sequence[int],
    columns: Sequence[Column],
    also: Iterable[Field] = (),
) -> Block:
    """Return the cells of records, in order; ids no longer there are left out.

    Args:
        reader: Reads the catalogue.
        kind: The type of the records.
        ids: The records.
        columns: What is shown of them.
        also: Fields of theirs that are read even if no column shows them.
    """
    own = [one.field for one in columns if one.field is not None and one.via is None]
    owners = () if kind.about.root else owners_of(kind)
    there, held = reader.values(kind, ids, list(dict.fromkeys((*own, *owners, *also))))
    hanging: dict[str, dict[int, Cell]] = {}
    for via, some in _read_together(columns).items():
        hanging |= _hanging(reader, via, some, there)
    made: list[list[Cell]] = []
    for column in columns:
        if column.key == TITLE:
            made.append(_titles(reader, kind, there, held))
        elif column.via is not None:
            cells = hanging[column.key]
            made.append([cells.get(key, ()) for key in there])
        else:
            values = _called(reader, column.field, held)
            made.append([() if value in _NOTHING else (value,) for value in values])
    return Block(there, made)


def _titles(reader: Reader, kind: type[Record], ids: Sequence[int], held: Values) -> list[Cell]:
    if kind.about.root:
        labels = reader.labels(kind.about.key, ids)
        return [(labels[key],) for key in ids]
    titles: list[Cell] = [()] * len(ids)
    for field in reversed(owners_of(kind)):
        owners = _called(reader, field, held)
        titles = [(one,) if one else title for one, title in zip(owners, titles, strict=True)]
    return titles


def _called(reader: Reader, field: Field | None, held: Values) -> Sequence[Any]:
    """Return the values of a field; of what it refers to, with what that is called."""
    assert field is not None  # noqa: S101  only the title has none
    values = held[field.name]
    if field.kind is not Kind.REFERENCE:
        return values
    labels = reader.labels(field.refers, sorted({*values} - {None}))
    return [None if one is None else Reference(one, labels[one]) for one in values]


def _read_together(
    columns: Iterable[Column],
) -> dict[tuple[type[Record], Field, Field | None], list[Column]]:
    """Return the columns of what hangs on the records, together those of one statement.

    They are found by its type, the field by which it hangs, and the one that tells columns apart.
    """
    found: dict[tuple[type[Record], Field, Field | None], list[Column]] = {}
    for column in columns:
        if column.via is not None:
            found.setdefault((column.kind, column.via, choice_field(column)), []).append(column)
    return found


def _hanging(
    reader: Reader,
    via: tuple[type[Record], Field, Field | None],
    columns: Sequence[Column],
    ids: Iterable[int],
) -> Iterator[tuple[str, dict[int, Cell]]]:
    """Yield for columns that are read together the cells that hold something, by id."""
    kind, owner, by = via
    beside = [by] if by else []
    if kind is Figure:
        beside += [field_named(kind, name) for name in ("qualifier", "high")]
    fields = [*(one.field for one in columns if one.field), *beside]
    such_that = (by, [one.only.value for one in columns if one.only]) if by else None
    owners, held = reader.values_hanging(kind, owner, ids, fields, such_that)
    for column in columns:
        values = _amounts(held) if kind is Figure else _called(reader, column.field, held)
        choices = held[by.name] if by else repeat(None, len(owners))
        cells: defaultdict[int, list[object]] = defaultdict(list)
        for key, value, choice in zip(owners, values, choices, strict=True):
            if value not in _NOTHING and choice == column.only:
                cells[key].append(value)
        yield column.key, {key: tuple(values) for key, values in cells.items()}


def _amounts(held: Values) -> list[object]:
    """Return the numbers of figures, in words where more than the number is said."""
    figures = zip(held["qualifier"], held["low"], held["high"], strict=True)
    return [
        low if low is None or qualifier is Qualifier.EXACTLY else amount(qualifier, low, high)
        for qualifier, low, high in figures
    ]


def _found_by(reader: Reader, ids: Sequence[int], words: Sequence[str]) -> dict[int, str]:
    names = reader.hanging(Name, field_named(Name, "actor"), ids)
    labels = reader.labels(Actor.about.key, ids)
    return {key: matching_name(names.get(key, ()), words, labels[key]) for key in ids}
