"""The values in the catalogue that complete what is typed into the search bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, exists, not_, or_, select

from netcatalog.domain.folding import fold
from netcatalog.store.tables import column_name

if TYPE_CHECKING:
    from netcatalog.domain.query import Word
    from netcatalog.store.reading import Reader

MOST_VALUES = 50
"""Most values offered: one who sees none that fits types another letter."""


def values(reader: Reader, word: Word, begun: str) -> list[str]:
    """Return values of a word that begin so, or have a word that does, in order.

    Of references, these are the names of those to which any record refers by the field.
    """
    return _names(reader, word, begun) if word.field.refers else _texts(reader, word, begun)


def _texts(reader: Reader, word: Word, begun: str) -> list[str]:
    held = reader.tables[word.kind].c[column_name(word.field)]
    statement = select(held).where(held != "").distinct()
    wanted = fold(begun)
    folded = ((fold(text), text) for text in reader.connection.scalars(statement))
    fitting = [
        (not key.startswith(wanted), key, text)
        for key, text in folded
        if f" {wanted}" in f" {key}"
    ]
    return [text for _, _, text in sorted(fitting)[:MOST_VALUES]]


def _names(reader: Reader, word: Word, begun: str) -> list[str]:
    schema, tables = reader.tables.schema, reader.tables
    refers = schema[word.field.refers]
    naming = schema.naming(refers)
    assert naming is not None  # noqa: S101  words ask only for what has a name
    holder, field = naming
    origin, names, referring = tables[refers], tables[holder].alias(), tables[word.kind].alias()
    owner = next(via for other, via in schema.hanging_on(refers) if other is holder)
    wanted = fold(begun)
    called = select(names.c[column_name(owner)]).where(
        _begins_word(names.c[f"{field.name}_folded"], wanted)
    )
    statement = (
        select(origin.c.label)
        .where(
            origin.c.id.in_(called),
            exists().where(referring.c[column_name(word.field)] == origin.c.id),
        )
        .order_by(not_(origin.c.sort_key.startswith(wanted, autoescape=True)), origin.c.sort_key)
        .limit(MOST_VALUES)
    )
    return list(dict.fromkeys(reader.connection.scalars(statement)))


def _begins_word(folded: ColumnElement[Any], wanted: str) -> ColumnElement[bool]:
    return or_(
        folded.startswith(wanted, autoescape=True), folded.contains(f" {wanted}", autoescape=True)
    )
