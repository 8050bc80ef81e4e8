"""What all forms on one page share: the record types, what records are called, and new ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcatalog.domain.fields import field_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from netcatalog.domain.fields import Schema
    from netcatalog.domain.pages import Entry, Reference
    from netcatalog.ui.lookup import Lookup

    Siblings = Callable[[str, int | None], list[Reference]]
    """Finds the records of a type's key on the page that the one of an id may refer to."""


def _no_siblings(_key: str, _of: int | None) -> list[Reference]:
    return []


class FormContext:
    """Shared by the forms of one page.

    Attributes:
        schema: The record types.
        lookup: Asks the catalogue.
        siblings: Where records that have no page of their own are chosen from.
    """

    def __init__(self, schema: Schema, lookup: Lookup, siblings: Siblings = _no_siblings) -> None:
        self.schema = schema
        self.lookup = lookup
        self.siblings = siblings
        self._labels: dict[tuple[str, int], str] = {}
        self._lowest = 0

    def new_id(self, wanted: int | None = None) -> int:
        """Return an id below zero that no other record of the page has, or the one wanted."""
        found = self._lowest - 1 if wanted is None else wanted
        self._lowest = min(self._lowest, found)
        return found

    def label(self, key: str, record_id: int) -> str:
        """Return what the record of a type's key and an id is called, as far as is known."""
        return self._labels.get((key, record_id), "")

    def remember(self, key: str, record_id: int, label: str) -> None:
        """Keep what a record is called."""
        self._labels[key, record_id] = label

    def learn(self, entry: Entry) -> None:
        """Keep what the records are called that an entry, or what hangs on it, refers to."""
        for name, reference in entry.references.items():
            refers = field_named(type(entry.record), name).refers
            self.remember(refers, reference.id, reference.label)
        for group in entry.children:
            for child in group.entries:
                self.learn(child)
