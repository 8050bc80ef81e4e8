"""By which language a catalogue file orders names, and the keys it stores for that.

The language is a setting of the file, since keys are stored for one only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import column, func, select, table, update

from netcatalog.domain.collation import PLAIN, nearest

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from netcatalog.domain.progress import Progress
    from netcatalog.store.tables import Tables

_ORDER_LANGUAGE = "order-language"
"""The key of the setting."""

CHUNK = 1_000
"""How many keys are made between two reports of progress."""


def order_language(connection: Connection) -> str:
    """Return the language by which the file orders names."""
    setting = table("setting", column("key"), column("value"))
    chosen = select(setting.c.value).where(setting.c.key == _ORDER_LANGUAGE)
    return connection.scalar(chosen) or PLAIN


def order_by(connection: Connection, tables: Tables, language: str, progress: Progress) -> None:
    """Order names by a language from now on: make every sort key anew."""
    chosen, setting = nearest(language), tables.setting
    connection.execute(setting.delete().where(setting.c.key == _ORDER_LANGUAGE))
    connection.execute(setting.insert().values(key=_ORDER_LANGUAGE, value=chosen))
    keyed = _keyed(tables)
    last = [connection.scalar(select(func.max(origin.c.id))) or 0 for origin in keyed]
    done = 0
    for origin, end in zip(keyed, last, strict=True):
        key = func.sort_key(origin.c.label, chosen)
        for start in range(0, end, CHUNK):
            these = origin.c.id.between(start + 1, start + CHUNK)
            connection.execute(update(origin).where(these).values(sort_key=key))
            done += min(CHUNK, end - start)
            progress(done, sum(last))


def is_ordered(connection: Connection, tables: Tables) -> bool:
    """Tell whether every sort key is as it should be."""
    language = order_language(connection)
    wrong = (
        select(origin.c.id).where(origin.c.sort_key != func.sort_key(origin.c.label, language))
        for origin in _keyed(tables)
    )
    return all(connection.scalar(one.limit(1)) is None for one in wrong)


def _keyed(tables: Tables) -> list[Table]:
    return [tables[kind] for kind in tables.schema.records if "sort_key" in tables[kind].c]
