"""What a page's form changed: put in an order that can be applied, and given a title.

Knows no widget.
"""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from netcatalog.domain.fields import Kind, Record, fields_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netcatalog.domain.changes import Change

_LONG = 30
"""Longest title that is used as it is where a shorter name is known, in characters."""


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return changes so that what is referred to comes first, and removals last."""
    every = list(changes)
    added = {
        one.after.id: one for one in every if one.before is None and one.after and one.after.id
    }
    graph = {key: _new_references(one.record) & added.keys() for key, one in added.items()}
    first = [added[key] for key in TopologicalSorter(graph).static_order()]
    rest = [one for one in every if not any(one is other for other in first)]
    altered = [one for one in rest if one.after is not None]
    return (*first, *altered, *(one for one in rest if one.after is None))


def would_turn_in_circles(start: int, goal: int, records: Iterable[Record]) -> bool:
    """Tell whether a record not stored yet already refers to another, at once or by others."""
    edges = {one.id: _new_references(one) for one in records}
    seen: set[int] = set()
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key == goal:
            return True
        if key not in seen:
            seen.add(key)
            waiting += edges.get(key, ())
    return False


def title_of(changes: Sequence[Change], subject: str, new: str = "") -> str:
    """Return what a revision is called in the Edit menu, such as "add figure to EMTA".

    Args:
        changes: What it changes.
        subject: What the record of the page was called before.
        new: For a record added, what sort of thing it is.
    """
    if new:
        return f"add {new} {subject}"
    if any(_renames(one) for one in changes):
        return f"rename {subject}"
    kinds = {type(one.record) for one in changes}
    if len(kinds) == 1:
        about = kinds.pop().about
        what = about.label if len(changes) == 1 else about.plural.lower()
        if all(one.before is None for one in changes):
            return f"add {what} to {subject}"
        if all(one.after is None for one in changes):
            return f"remove {what} from {subject}"
    return f"edit {subject}"


def sort_of(record: Record) -> str:
    """Return what sort of thing a record is: "network" for such an actor, else "source"."""
    for field in fields_of(type(record)):
        if field.kind is Kind.CHOICE and field.required:
            held = getattr(record, field.name)
            if held is not None:
                return str(held.label)
    return type(record).about.label


def short_title(title: str, names: Iterable[str]) -> str:
    """Return a title, or the shortest of the names where it is too long for a menu."""
    if len(title) <= _LONG:
        return title
    return min((name for name in names if name), key=len, default=title)


def _renames(change: Change) -> bool:
    if change.before is None or change.after is None:
        return False
    return any(
        field.naming and getattr(change.before, field.name) != getattr(change.after, field.name)
        for field in fields_of(type(change.before))
    )


def _new_references(record: Record) -> set[int]:
    """Return the ids below zero that a record refers to."""
    held = (
        getattr(record, field.name)
        for field in fields_of(type(record))
        if field.kind is Kind.REFERENCE
    )
    return {key for key in held if isinstance(key, int) and key < 0}
