"""The history in the file: revisions, their changes, what undo would do, and the bin.

What a record was after a change is not kept: it is what it was before its next change, or what
it is now. A change is read as a `Step`, which may stand for a run of records.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from netcatalog.domain.changes import (
    Action,
    Effect,
    RecordedChange,
    Revision,
    Summary,
    Undoable,
)
from netcatalog.domain.fields import owners_of
from netcatalog.store.names import REMOVED, RUN
from netcatalog.store.past import PAGE, STEP, Past, Step, read_steps
from netcatalog.store.reading import Reader
from netcatalog.store.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Connection

    from netcatalog.domain.fields import Record, Schema


def revisions(connection: Connection, limit: int | None, wanted: Sql) -> list[Revision]:
    """Return the newest revisions for which a condition holds, the newest first.

    All of them where `limit` is None.
    """
    order = Sql(" ORDER BY id DESC LIMIT ?", (-1 if limit is None else limit,))
    return _revisions(connection, wanted + order)


def authors(connection: Connection) -> list[str]:
    """Return who made any revision, in order of their names."""
    return [by for (by,) in connection.execute('SELECT DISTINCT "by" FROM revision ORDER BY 1')]


def newest(connection: Connection) -> int:
    """Return the id of the newest revision: another one wherever anything was changed."""
    return _number(connection, "SELECT max(id) FROM revision")


def revision(connection: Connection, key: int) -> Revision:
    """Return one revision; one that is not there is a defect: ValueError."""
    (found,) = _revisions(connection, Sql("id = ?", (key,)))
    return found


_DELETED_OF = "SELECT 1 FROM change WHERE revision_id = revision.id AND packed = x''"


def undoable(connection: Connection) -> Undoable:
    """Return the revisions that undo and redo would take back, or do again, now."""
    undo = _newest_whole(connection)
    redo = _undone_last(connection)
    return Undoable(
        undo=revision(connection, undo) if undo else None,
        redo=revision(connection, redo) if redo else None,
    )


def _newest_in_effect(connection: Connection) -> int:
    return _number(connection, "SELECT max(id) FROM revision WHERE in_effect")


def _newest_whole(connection: Connection) -> int:
    """Return the newest revision in effect of which nothing was deleted for good."""
    asked = f"SELECT max(id) FROM revision WHERE in_effect AND NOT EXISTS ({_DELETED_OF})"
    return _number(connection, asked)


def _undone_last(connection: Connection) -> int | None:
    """Return the revision that redo would do again: undone last, and nothing done since."""
    done_again = 0
    for action, target in connection.execute(
        "SELECT action, target FROM revision ORDER BY id DESC"
    ):
        match action:
            case Action.UNDO if done_again:
                done_again -= 1
            case Action.UNDO:
                return int(target)
            case Action.REDO:
                done_again += 1
            case _:
                return None
    return None


def undoing(connection: Connection, key: int) -> Revision:
    """Return the revision by which one that is undone was undone last."""
    last = f"SELECT max(id) FROM revision WHERE target = ? AND action = '{Action.UNDO.value}'"
    return revision(connection, _number(connection, last, key))


def is_in_effect(connection: Connection, key: int) -> bool:
    """Return whether a revision was made by a user and is not undone."""
    return bool(_number(connection, "SELECT in_effect FROM revision WHERE id = ?", key))


def in_effect(connection: Connection) -> set[int]:
    """Return the revisions that a user made and that are not undone."""
    return {key for (key,) in connection.execute("SELECT id FROM revision WHERE in_effect")}


def is_followed(connection: Connection, key: int) -> bool:
    """Return whether anything done after a revision is in effect."""
    return _newest_in_effect(connection) > key


def has_deleted(connection: Connection, key: int) -> bool:
    """Return whether something of what a revision did was deleted for good."""
    asked = f"SELECT EXISTS ({_DELETED_OF}) FROM revision WHERE id = ?"
    return bool(_number(connection, asked, key))


def _number(connection: Connection, asked: str, *values: int) -> int:
    """Return the one number that is asked for; 0 if there is none."""
    found = connection.execute(asked, values).fetchone()
    return int(found[0] or 0) if found else 0


def _revisions(connection: Connection, where: Sql) -> list[Revision]:
    columns = 'id, at, "by", title, action, target, in_effect'
    rows = (Sql(f"SELECT {columns} FROM revision WHERE ") + where).run(connection)
    return [
        Revision(
            id=key,
            at=dt.datetime.fromisoformat(at),
            by=by,
            title=title,
            action=Action(action),
            target=target,
            in_effect=bool(in_effect),
        )
        for key, at, by, title, action, target, in_effect in rows
    ]


def changes_of(
    connection: Connection, schema: Schema, key: int, limit: int | None = None
) -> list[RecordedChange]:
    """Return the first changes of a revision, or all of them, in the order they were made in."""
    found: list[tuple[Step, int]] = []
    for step in _steps_of(connection, key):
        left = None if limit is None else limit - len(found)
        found += [(step, one) for one in step.ids[:left]]
        if len(found) == limit:
            break
    return told(connection, schema, found)


def summary(connection: Connection, schema: Schema, key: int, first: int) -> Summary:
    """Return what a revision did, counted, and its first changes."""
    counted = connection.execute(
        "SELECT record, effect, sum(coalesce(last_id, record_id) - record_id + 1)"
        " FROM change WHERE revision_id = ? GROUP BY record, effect ORDER BY min(id)",
        (key,),
    )
    return Summary(
        counts={(record, Effect(effect)): count for record, effect, count in counted},
        first=tuple(changes_of(connection, schema, key, first)),
    )


def added_root(
    connection: Connection, schema: Schema, key: int
) -> tuple[type[Record], int] | None:
    """Return type and id of the root record that a revision added, with what hangs on it.

    None if it added none, or several of which none hangs on another.
    """
    roots = {kind.about.key: kind for kind in schema.records if kind.about.root}
    added = read_steps(
        connection,
        "revision_id = ? AND effect = ? AND record IN (SELECT value FROM json_each(?)) "
        "ORDER BY id LIMIT ?",
        (key, Effect.ADDED.value, json.dumps(list(roots)), PAGE),
    )
    types = {step.record for step in added}
    hanging = {
        kind.about.key
        for kind in roots.values()
        if any(owner.refers in types for owner in owners_of(kind))
    }
    first = [step for step in added if step.record not in hanging]
    if len(first) != 1 or len(first[0].ids) != 1:
        return None
    return roots[first[0].record], first[0].record_id


def _steps_of(connection: Connection, key: int) -> Iterator[Step]:
    last = 0
    while page := read_steps(
        connection, f"revision_id = ? AND id > ? ORDER BY id LIMIT {PAGE}", (key, last)
    ):
        yield from page
        last = page[-1].id


def steps_back(connection: Connection, key: int) -> Iterator[Step]:
    """Yield what a revision did, from its end to its beginning."""
    last = 2**62
    while page := read_steps(
        connection, f"revision_id = ? AND id < ? ORDER BY id DESC LIMIT {PAGE}", (key, last)
    ):
        yield from page
        last = page[-1].id


_LATER = f"""
    SELECT later.record, later.record_id, min(later.id) AS first
    FROM change mine JOIN change later ON later.record = mine.record AND later.id > mine.id
        AND {{}}
    JOIN revision ON revision.id = later.revision_id AND revision.in_effect
    WHERE mine.revision_id = :key AND mine.effect <> '{Effect.ALTERED}'
    GROUP BY later.record, later.record_id
"""
_WITHIN = "later.record_id BETWEEN mine.record_id AND coalesce(mine.last_id, mine.record_id)"
_AROUND = f"later.{RUN} AND later.record_id < mine.record_id AND later.last_id >= mine.record_id"


def later_steps(connection: Connection, key: int, limit: int) -> list[Step]:
    """Return by what records that a revision added or removed were first changed after it.

    Only what is in effect counts.
    """
    wanted = f"{_LATER.format(_WITHIN)} UNION ALL {_LATER.format(_AROUND)}"
    return read_steps(
        connection,
        f"id IN (SELECT first FROM ({wanted})) ORDER BY id LIMIT :limit",
        {"key": key, "limit": limit},
    )


def removal(connection: Connection, schema: Schema, key: int) -> list[RecordedChange]:
    """Return the removal with this key and all that went along with it."""
    steps = read_steps(connection, "id = ? OR hung_on = ? ORDER BY id", (key, key))
    return told(connection, schema, [(step, step.record_id) for step in steps])


_BINNED = f"""
    SELECT {STEP} FROM change INDEXED BY ix_change_removed
    WHERE {REMOVED} AND record IN ({{kinds}}) AND hung_on IS NULL AND packed IS NULL
        AND (SELECT in_effect FROM revision WHERE revision.id = revision_id)
        AND NOT EXISTS (
            SELECT 1 FROM change later JOIN revision ON revision.id = later.revision_id
            WHERE later.record_id = change.record_id AND later.record = change.record
                AND later.id > change.id AND revision.in_effect)
        AND NOT EXISTS (
            SELECT 1 FROM change later JOIN revision ON revision.id = later.revision_id
            WHERE later.{RUN} AND later.record = change.record
                AND later.last_id >= change.record_id AND later.record_id < change.record_id
                AND later.id > change.id AND revision.in_effect)
    ORDER BY id DESC
"""


def binned(connection: Connection, schema: Schema) -> list[RecordedChange]:
    """Return the removals of what a user removed and did not bring back, the newest first."""
    kinds = ", ".join(f"'{kind.about.key}'" for kind in schema.records)
    rows = connection.execute(_BINNED.format(kinds=kinds))
    steps = [Step(*row) for row in rows]
    return told(connection, schema, [(step, step.record_id) for step in steps])


def told(
    connection: Connection, schema: Schema, found: list[tuple[Step, int]]
) -> list[RecordedChange]:
    """Return, in words of the domain, what steps did to records, given by their ids.

    What was deleted for good is left out.
    """
    past = Past(Reader(connection, schema))
    made = {key: revision(connection, key) for key in {one.revision_id for one, _ in found}}
    return [
        RecordedChange(
            id=step.id,
            revision=made[step.revision_id],
            change=told_of[0],
            title=told_of[1],
            hung_on=step.hung_on,
        )
        for (step, _), told_of in zip(found, past.changes(found), strict=True)
        if told_of is not None
    ]
