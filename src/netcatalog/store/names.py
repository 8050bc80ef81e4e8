"""What tables and columns are called. Knows of no table, so that nothing need be loaded for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcatalog.domain.fields import Field, Kind

if TYPE_CHECKING:
    from netcatalog.domain.fields import Record

TEXT_SEARCH = "_text"
"""A listed record type's full-text table is named after it: ``actor_text(names, body)``."""

INSIDE_NAMES = "_gram"
"""So is the table of a named root type that has names by three letters: ``actor_gram(names)``."""

RUN = "last_id IS NOT NULL"
"""Holds of the changes that are runs. Written as here, it lets SQLite use their index."""

REMOVED = "effect = 'removed' AND last_id IS NULL"
"""Holds of the removals that are told one by one; it too has an index."""


def column_name(field: Field) -> str:
    """Return the name of a field's column; references are ``..._id``, as SQL readers expect."""
    return f"{field.name}_id" if field.kind is Kind.REFERENCE else field.name


def text_table(kind: type[Record]) -> str:
    """Return the name of the full-text table of a listed record type."""
    return kind.about.key + TEXT_SEARCH


def gram_table(kind: type[Record]) -> str:
    """Return the name of the index of what lies inside the names of a root record type."""
    return kind.about.key + INSIDE_NAMES
