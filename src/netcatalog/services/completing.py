"""The values in the catalogue that complete what is typed into the search bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcatalog.domain.folding import fold
from netcatalog.store.names import column_name
from netcatalog.store.sql import Sql

if TYPE_CHECKING:
    from netcatalog.domain.query import Word
    from netcatalog.store.reading import Reader
    from netcatalog.store.search import Search

MOST_VALUES = 50
"""Most values offered: one who sees none that fits types another letter."""


def values(reader: Reader, search: Search, word: Word, begun: str) -> list[str]:
    """Return values of a word in which a word begins so, the likeliest first.

    Of references, these are the names of those to which any record refers by the field.
    """
    if word.field.refers:
        return _names(reader, search, word, begun)
    return _texts(reader, word, begun)


def _names(reader: Reader, search: Search, word: Word, begun: str) -> list[str]:
    refers, by = word.field.refers, (word.kind, word.field)
    found = search.like(refers, begun, MOST_VALUES, by).run(reader.connection)
    return list(dict.fromkeys(reader.labels(refers, [key for (key,) in found]).values()))


def _texts(reader: Reader, word: Word, begun: str) -> list[str]:
    held = column_name(word.field)
    asked = Sql(f"SELECT DISTINCT {held} FROM {word.kind.about.key} WHERE {held} != ''")
    wanted = fold(begun)
    folded = [(fold(text), text) for (text,) in asked.run(reader.connection)]
    fitting = [
        (not known.startswith(wanted), known, text)
        for known, text in folded
        if f" {wanted}" in f" {known}"
    ]
    return [text for _, _, text in sorted(fitting)[:MOST_VALUES]]
