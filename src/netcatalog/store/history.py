"""The history in the file: revisions, their changes, what undo would do, and the bin."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    and_,
    bindparam,
    case,
    column,
    exists,
    func,
    or_,
    select,
    table,
    tuple_,
    union,
)

from netcatalog.domain.changes import Action, Change, RecordedChange, Revision, Undoable
from netcatalog.domain.fields import remembered
from netcatalog.store.rows import from_json
from netcatalog.store.sql import Sql
from netcatalog.store.tables import column_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection, Select

    from netcatalog.domain.fields import Field, Record
    from netcatalog.store.tables import Tables


def revisions(connection: Connection, tables: Tables, limit: int | None) -> list[Revision]:
    """Return the newest revisions, the newest first; all of them where `limit` is None."""
    origin = tables.revision
    statement = select(origin).order_by(origin.c.id.desc()).limit(limit)
    return [_revision(row) for row in connection.execute(statement).mappings()]


def newest(connection: Connection) -> int:
    """Return the id of the newest revision: another one wherever anything was changed."""
    (key,) = Sql("SELECT coalesce(max(id), 0) FROM revision").run(connection).fetchone()
    return int(key)


def undoable(connection: Connection, tables: Tables) -> Undoable:
    """Return the revisions that undo and redo would take back, or do again, now."""
    origin = tables.revision
    statement = select(origin).order_by(origin.c.id.desc())
    return Undoable(
        undo=_next_undo(connection, statement, tables),
        redo=_next_redo(connection, statement, tables),
    )


def _next_undo(
    connection: Connection, newest_first: Select[Any], tables: Tables
) -> Revision | None:
    taken_back = 0
    for row in connection.execute(newest_first).mappings():
        if row["action"] == Action.UNDO:
            taken_back += 1
        elif taken_back:
            taken_back -= 1
        elif row["action"] == Action.REDO:
            return revision(connection, tables, row["target"])
        else:
            return _revision(row)
    return None


def _next_redo(
    connection: Connection, newest_first: Select[Any], tables: Tables
) -> Revision | None:
    done_again = 0
    for row in connection.execute(newest_first).mappings():
        match row["action"]:
            case Action.UNDO if done_again:
                done_again -= 1
            case Action.UNDO:
                return revision(connection, tables, row["target"])
            case Action.REDO:
                done_again += 1
            case _:
                return None
    return None


def revision(connection: Connection, tables: Tables, key: int) -> Revision:
    """Return one revision; one that is not there is a defect: NoResultFound."""
    origin = tables.revision
    return _revision(connection.execute(select(origin).where(origin.c.id == key)).mappings().one())


def changes_of(connection: Connection, tables: Tables, key: int) -> list[RecordedChange]:
    """Return the changes of a revision, in the order in which they were made."""
    return _changes(connection, tables, tables.change.c.revision_id == key)


def changes_around(
    connection: Connection, tables: Tables, kind: type[Record], key: int, limit: int
) -> list[RecordedChange]:
    """Return the newest changes to a record and to what hangs, or hung, on it."""
    newest = connection.scalars(_around(tables, kind), {"key": key, "limit": limit})
    return _changes(connection, tables, tables.change.c.id.in_(list(newest)))[::-1]


@remembered
def _around(tables: Tables, kind: type[Record]) -> Select[Any]:
    """Select the newest changes around the record `key`: costly to put together, so made once."""
    origin = tables.change
    key = select(bindparam("key", type_=Integer))
    own = and_(origin.c.record == kind.about.key, origin.c.record_id.in_(key))
    found: list[Select[Any]] = [select(origin.c.id).where(own)]
    removed: list[ColumnElement[bool]] = [own]
    for other, via, owners in _hanging(tables, kind, key):
        of_type = origin.c.record == other.about.key
        present = _ids(other, via, owners)
        found.append(select(origin.c.id).where(of_type, origin.c.record_id.in_(present)))
        owner = func.json_extract(origin.c.before, f"$.{via.name}")
        removed.append(and_(of_type, owner.in_(owners)))
    record = tuple_(origin.c.record, origin.c.record_id)
    gone = select(origin.c.record, origin.c.record_id).where(
        origin.c.after.is_(None), or_(*removed)
    )
    found.append(select(origin.c.id).where(record.in_(gone.correlate(None))))
    ids = union(*found).subquery()
    return select(ids.c.id).order_by(ids.c.id.desc()).limit(bindparam("limit"))


def _hanging(
    tables: Tables, kind: type[Record], owners: Select[Any]
) -> Iterator[tuple[type[Record], Field, Select[Any]]]:
    """Yield types that hang on a type, at whatever remove, with the ids they hang on."""
    for other, via in tables.schema.hanging_on(kind):
        yield other, via, owners
        if other is not kind:
            yield from _hanging(tables, other, _ids(other, via, owners))


def _ids(kind: type[Record], via: Field, owners: Select[Any]) -> Select[Any]:
    owner = column(column_name(via), Integer)
    origin = table(kind.about.key, column("id"), owner)
    return select(origin.c.id).where(owner.in_(owners)).correlate(None)


def removal(connection: Connection, tables: Tables, key: int) -> list[RecordedChange]:
    """Return the removal with this key and all that went along with it."""
    origin = tables.change
    return _changes(connection, tables, (origin.c.id == key) | (origin.c.hung_on == key))


def binned(connection: Connection, tables: Tables) -> list[RecordedChange]:
    """Return the removals of what a user removed and did not bring back, the newest first."""
    origin, later = tables.change, tables.change.alias("later")
    in_effect = _in_effect(tables)
    changed_since = exists().where(
        later.c.record_id == origin.c.record_id,
        later.c.record == origin.c.record,
        later.c.id > origin.c.id,
        later.c.revision_id.in_(in_effect),
    )
    removed = and_(
        origin.c.after.is_(None), origin.c.hung_on.is_(None), origin.c.revision_id.in_(in_effect)
    )
    return _changes(connection, tables, and_(removed, ~changed_since))[::-1]


def _in_effect(tables: Tables) -> Select[Any]:
    """Select the revisions that are not taken back: done again as often as undone."""
    steps = tables.revision.alias("steps")
    balance = func.sum(case((steps.c.action == Action.UNDO, 1), else_=-1))
    undone = (
        select(steps.c.target)
        .where(steps.c.action.in_([Action.UNDO, Action.REDO]))
        .group_by(steps.c.target)
        .having(balance > 0)
    )
    made = tables.revision.alias("made")
    return select(made.c.id).where(
        made.c.action.not_in([Action.UNDO, Action.REDO]), made.c.id.not_in(undone)
    )


def _changes(
    connection: Connection, tables: Tables, where: ColumnElement[bool]
) -> list[RecordedChange]:
    origin, steps = tables.change, tables.revision
    statement = (
        select(origin, steps.c.at, steps.c.by, steps.c.action, steps.c.target)
        .add_columns(steps.c.title.label("revision_title"))
        .join(steps, steps.c.id == origin.c.revision_id)
        .where(where)
        .order_by(origin.c.id)
    )
    return [_change(row, tables) for row in connection.execute(statement).mappings()]


def _change(row: Mapping[Any, Any], tables: Tables) -> RecordedChange:
    kind = tables.schema[row["record"]]
    step = {**row, "id": row["revision_id"], "title": row["revision_title"]}
    return RecordedChange(
        id=row["id"],
        revision=_revision(step),
        change=Change(before=from_json(kind, row["before"]), after=from_json(kind, row["after"])),
        title=row["title"],
        hung_on=row["hung_on"],
    )


def _revision(row: Mapping[Any, Any]) -> Revision:
    return Revision(
        id=row["id"],
        at=dt.datetime.fromisoformat(row["at"]),
        by=row["by"],
        title=row["title"],
        action=Action(row["action"]),
        target=row["target"],
    )
