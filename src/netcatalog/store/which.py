"""Which revisions are wanted, as a condition in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcatalog.domain.folding import fold
from netcatalog.store.around import steps_around
from netcatalog.store.reading import AMONG, json_of
from netcatalog.store.sql import Sql, every

if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Connection

    from netcatalog.domain.changes import Which
    from netcatalog.domain.fields import Schema

_HOLDS = """(instr(fold(title), ?) OR EXISTS (
    SELECT 1 FROM change WHERE revision_id = revision.id AND instr(fold(change.title), ?)))"""


def condition(connection: Connection, schema: Schema, which: Which) -> Sql:
    """Return what holds of the revisions that are wanted."""
    return every(_conditions(connection, schema, which))


def _conditions(connection: Connection, schema: Schema, which: Which) -> Iterator[Sql]:
    if which.by:
        yield Sql('"by" = ?', (which.by,))
    if which.since is not None:
        yield Sql("at >= ?", (which.since.isoformat(),))
    if which.until is not None:
        yield Sql("at < ?", (which.until.isoformat(),))
    for word in fold(which.words).split():
        yield Sql(_HOLDS, (word, word))
    if which.around is not None:
        steps = steps_around(connection, schema, *which.around, limit=-1)
        yield Sql(f"id {AMONG}", (json_of({step.revision_id for step, _ in steps}),))
