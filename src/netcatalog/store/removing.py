"""What goes with records that are removed, and what only has to let go of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netcatalog.domain.fields import Field, Record
    from netcatalog.store.reading import Reader

    Key = tuple[type[Record], int]


class Along(NamedTuple):
    """What a removal does to another record.

    Attributes:
        before: The record as it is.
        after: The record without what it referred to, or None if it goes along.
        place: Which of the records removed it is due to.
    """

    before: Record
    after: Record | None
    place: int


def along(reader: Reader, removed: Sequence[Record]) -> list[list[Along]]:
    """Return what the removal of records of one type does to others.

    It is found level by level: what refers to the records, what refers to that, and so on.
    What is in one list is of one type, and all of it goes or all of it stays.
    """
    places = {_key(one): place for place, one in enumerate(removed)}
    gone: defaultdict[type[Record], list[Along]] = defaultdict(list)
    emptied: dict[Key, tuple[Record, list[Field], int]] = {}
    level = {type(removed[0]): [one.id or 0 for one in removed]}
    while level:
        above, level = level, {}
        for kind, keys in above.items():
            for other, via in reader.schema.references_to(kind):
                for key, hanging in reader.hanging(other, via, keys).items():
                    for one in hanging:
                        if _key(one) in places:
                            continue
                        place = places[kind, key]
                        if via.hangs:
                            places[_key(one)] = place
                            gone[other].append(Along(one, None, place))
                            level.setdefault(other, []).append(one.id or 0)
                        else:
                            emptied.setdefault(_key(one), (one, [], place))[1].append(via)
    kept: defaultdict[type[Record], list[Along]] = defaultdict(list)
    for other_key, (one, fields, place) in emptied.items():
        if other_key not in places:
            kept[type(one)].append(Along(one, _without(one, fields), place))
    return [*gone.values(), *kept.values()]


def _key(record: Record) -> Key:
    return type(record), record.id or 0


def _without(record: Record, fields: Sequence[Field]) -> Record:
    """Return a record with references, and what they give a meaning to, emptied."""
    emptied = {name for one in fields for name in (one.name, *one.clears)}
    return replace(record, **dict.fromkeys(emptied))
