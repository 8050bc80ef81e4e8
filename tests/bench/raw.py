"""The same questions put to bare sqlite3: what any program on this file has to pay."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from netcatalog.domain.collation import sort_key
from netcatalog.domain.columns import columns_of
from netcatalog.domain.folding import fold, spelt_out
from netcatalog.domain.records import SCHEMA
from netcatalog.store.search import Search

if TYPE_CHECKING:
    from netcatalog.domain.fields import Record
    from netcatalog.domain.query import Query

IN_ORDER = "SELECT id FROM actor WHERE kind = 'authority' ORDER BY sort_key, id"
MEMBERS_PER_NETWORK = "SELECT network_id, count(*) FROM membership GROUP BY network_id"

_CELLS = {
    "actor": {
        "title": "a.label",
        "acronym": "(SELECT group_concat(text, ', ') FROM name"
        " WHERE actor_id = a.id AND type = 'acronym')",
        "founded": "(SELECT group_concat(date, ', ') FROM event"
        " WHERE actor_id = a.id AND type = 'founded')",
        "members": "(SELECT group_concat(low, ', ') FROM figure"
        " WHERE actor_id = a.id AND measure = 'members')",
        "topic": "(SELECT group_concat(label, ', ') FROM topic WHERE actor_id = a.id)",
        "tag": "(SELECT group_concat(label, ', ') FROM tag WHERE actor_id = a.id)",
    },
    "membership": {
        "member": "(SELECT label FROM actor WHERE id = a.member_id)",
        "network": "(SELECT label FROM actor WHERE id = a.network_id)",
        "since": "(SELECT group_concat(since, ', ') FROM period WHERE membership_id = a.id)",
        "until": "(SELECT group_concat(until, ', ') FROM period WHERE membership_id = a.id)",
        "tag": "(SELECT group_concat(label, ', ') FROM tag WHERE membership_id = a.id)",
    },
}
"""What the columns of a table show that are no columns in the file, as SQL."""


def connect(path: Path) -> sqlite3.Connection:
    """Open a catalogue without our program."""
    connection = sqlite3.connect(path)
    connection.create_function("fold", 1, lambda text: text and fold(text), deterministic=True)
    connection.create_function("spelt_out", 1, spelt_out, deterministic=True)
    connection.create_function("sort_key", 2, sort_key, deterministic=True)
    return connection


def statement(query: Query) -> tuple[str, tuple[object, ...]]:
    """Return the SQL of a query, and its parameters."""
    made = Search(SCHEMA).ids(query)
    return made.text, made.values


def matching(query: Query) -> tuple[str, tuple[object, ...]]:
    """Return the SQL of what a query finds, in no order, and its parameters."""
    made = Search(SCHEMA).matching(query)
    return made.text, made.values


def ids(connection: sqlite3.Connection, sql: str, given: tuple[object, ...] = ()) -> list[int]:
    """Return the first column of what SQL finds."""
    return [row[0] for row in connection.execute(sql, given)]


def table_sql(kind: type[Record]) -> str:
    """Return the SQL of the rows of a table, with the columns that ours shows at first."""
    name = kind.about.key
    shown = [column.key for column in columns_of(SCHEMA, kind) if column.shown]
    cells = ", ".join(_CELLS[name].get(key, f"a.{key}") for key in shown)
    return f"SELECT a.id, {cells} FROM {name} AS a"


def bare_size(path: Path) -> int:
    """Return how large a file is with the records alone: no index, no history, no full text."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.sqlite"
        with closing(sqlite3.connect(bare)) as connection:
            connection.execute("ATTACH ? AS ours", (str(path),))
            for kind in SCHEMA.records:
                name = kind.about.key
                connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM ours."{name}"')
            connection.commit()
        return bare.stat().st_size
