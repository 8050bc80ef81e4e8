"""Orders of a table by several columns: how a click alters one, and how one is kept as text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from netcatalog.domain.query import Sort

if TYPE_CHECKING:
    from collections.abc import Container

Order = tuple[Sort, ...]
"""Columns to order by, the first of them first; none: best hits, else by name."""


def turned(order: Order, column: str, *, adding: bool = False) -> Order:
    """Return the order after a click on a column: up, then down, then without it.

    Args:
        order: The order before.
        column: Key of the column.
        adding: Whether the other columns of the order stay; else it is by this one alone.
    """
    held = next((sort for sort in order if sort.column == column), None)
    if held is None:
        return (*(order if adding else ()), Sort(column=column))
    after = () if held.descending else (replace(held, descending=True),)
    if not adding:
        return after
    place = order.index(held)
    return order[:place] + after + order[place + 1 :]


def written(order: Order) -> str:
    """Return an order as text: "-founded title"."""
    return " ".join(f"{'-' if sort.descending else ''}{sort.column}" for sort in order)


def read(text: str, known: Container[str]) -> Order:
    """Return the order that a text stands for, without columns that are not known."""
    sorts: dict[str, Sort] = {}
    for word in text.split():
        key = word.removeprefix("-")
        if key in known:
            sorts.setdefault(key, Sort(column=key, descending=word.startswith("-")))
    return tuple(sorts.values())
