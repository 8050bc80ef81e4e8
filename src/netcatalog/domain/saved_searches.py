"""Saved searches as a list: what is in it, in which order, and what changes it.

A change is worked out from all of them, in order, as they are stored; it is made elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from netcatalog.domain import orders
from netcatalog.domain.changes import Change
from netcatalog.domain.choices import SectionKey
from netcatalog.domain.errors import InvalidError, NotFoundError
from netcatalog.domain.folding import fold
from netcatalog.domain.records import SavedSearch
from netcatalog.domain.wording import capital, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netcatalog.domain.orders import Order
    from netcatalog.domain.sections import Section


def search_of(name: str, section: Section, text: str, order: Order) -> SavedSearch:
    """Return a search as it is saved under a name."""
    (key,) = (one for one in SectionKey if one == section.key)
    return SavedSearch(name=name, section=key, text=text.strip(), sort=orders.written(order))


def same_search(
    searches: Iterable[SavedSearch], section: Section, text: str, order: Order
) -> SavedSearch | None:
    """Return the saved search that asks this, or None; blanks more or less do not matter."""
    asked = (section.key, text.split(), orders.written(order))
    return next(
        (one for one in searches if (one.section, one.text.split(), one.sort) == asked), None
    )


def named(searches: Iterable[SavedSearch], name: str) -> SavedSearch | None:
    """Return the saved search of a name, in whatever spelling, or None."""
    wanted = fold(name) or name.strip()
    return next((one for one in searches if (fold(one.name) or one.name) == wanted), None)


def proposed_name(text: str) -> str:
    """Return a name for a search: what is asked, without the words before colons."""
    plain = re.sub(r"(?<![^\s(-])[^\W\d_][\w-]*:(?=\S)", "", text).replace('"', "")
    return capital(short(re.sub(r",(?=\S)", ", ", plain)))


def kept(searches: Sequence[SavedSearch], search: SavedSearch) -> list[Change]:
    """Return what puts a new saved search at the end of the list.

    Raises:
        InvalidError: Another has its name.
    """
    other = named(searches, search.name)
    if other is not None:
        raise InvalidError(f"There is already a saved search “{other.name}”.")
    last = max((one.place for one in searches), default=-1)
    return [Change(after=replace(search, place=last + 1))]


def moved(searches: Sequence[SavedSearch], key: int, place: int) -> list[Change]:
    """Return what moves a saved search to a place in the list; nothing if it stands there.

    Raises:
        NotFoundError: It is not in the list any more.
    """
    moving = next((one for one in searches if one.id == key), None)
    if moving is None:
        raise NotFoundError("This saved search is not in the catalogue any more.")
    order = [one for one in searches if one is not moving]
    order.insert(place, moving)
    return [
        Change(before=one, after=replace(one, place=at))
        for at, one in enumerate(order)
        if one.place != at
    ]
