"""By which language a catalogue file orders names, and the keys it stores for that.

The language is a setting of the file, since keys are stored for one only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcatalog.domain.collation import PLAIN, nearest

if TYPE_CHECKING:
    import sqlite3

    from netcatalog.domain.fields import Schema
    from netcatalog.domain.progress import Progress

_ORDER_LANGUAGE = "order-language"
"""The key of the setting."""

CHUNK = 1_000
"""How many keys are made between two reports of progress."""


def order_language(connection: sqlite3.Connection) -> str:
    """Return the language by which the file orders names."""
    asked = "SELECT value FROM setting WHERE key = ?"
    (language,) = connection.execute(asked, (_ORDER_LANGUAGE,)).fetchone() or (PLAIN,)
    return str(language)


def order_by(
    connection: sqlite3.Connection, schema: Schema, language: str, progress: Progress
) -> None:
    """Order names by a language from now on: make every sort key anew."""
    chosen = nearest(language)
    chosen_for = (_ORDER_LANGUAGE, chosen)
    connection.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", chosen_for)
    last = {
        name: connection.execute(f"SELECT coalesce(max(id), 0) FROM {name}").fetchone()[0]
        for name in _ordered(schema)
    }
    done = 0
    for name, end in last.items():
        made_anew = f"UPDATE {name} SET sort_key = sort_key(label, ?) WHERE id BETWEEN ? AND ?"
        for start in range(0, end, CHUNK):
            connection.execute(made_anew, (chosen, start + 1, start + CHUNK))
            done += min(CHUNK, end - start)
            progress(done, sum(last.values()))


def is_ordered(connection: sqlite3.Connection, schema: Schema) -> bool:
    """Tell whether every sort key is as it should be."""
    language = (order_language(connection),)
    wrong = "SELECT 1 FROM {} WHERE sort_key <> sort_key(label, ?) LIMIT 1"
    return not any(
        connection.execute(wrong.format(name), language).fetchone() for name in _ordered(schema)
    )


def _ordered(schema: Schema) -> list[str]:
    """Return the tables that have labels to be ordered."""
    return [kind.about.key for kind in schema.records if kind.about.root and schema.naming(kind)]
