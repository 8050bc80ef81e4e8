"""The catalogue as it was on a day: the same tables, with what did not hold then left out.

A statement that begins with `views` reads the tables through views of the same names, so that
it need not know of the day. What is not dated is not known to have been otherwise, and stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcatalog.domain.choices import EventType, MembershipStatus
from netcatalog.domain.fields import Record, fields_of
from netcatalog.domain.records import Actor, Membership, Period
from netcatalog.store.names import column_name
from netcatalog.store.sql import Sql, every, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netcatalog.domain.fields import Schema


def views(schema: Schema, day: str) -> Sql:
    """Return what makes a SELECT that follows see the catalogue as of a day.

    Args:
        schema: The record types.
        day: ``YYYY-MM-DD``; "" for now, which needs no views.
    """
    if not day:
        return Sql("")
    dated = ((kind, list(_conditions(kind, day))) for kind in schema.records)
    made = [_view(kind, conditions, day) for kind, conditions in dated if conditions]
    return joined(", ", [_absent(day), *made]).within("WITH ", " ")


def _absent(day: str) -> Sql:
    """Return the view of the actors that were not there: founded later, or dissolved before."""
    return Sql(
        "absent (id) AS (SELECT actor_id FROM main.event "
        "WHERE (type = ? AND date_earliest > ?) OR (type = ? AND date_latest < ?))",
        (EventType.FOUNDED.value, day, EventType.DISSOLVED.value, day),
    )


def _view(kind: type[Record], conditions: list[Sql], day: str) -> Sql:
    key = kind.about.key
    source = _membership(day) if kind is Membership else Sql(f"SELECT * FROM main.{key}")
    return (source + Sql(" WHERE ") + every(conditions)).within(f"{key} AS NOT MATERIALIZED (")


def _membership(day: str) -> Sql:
    """Select memberships; who has left since was a member while a period held."""
    columns = ("id", "uid", *(column_name(field) for field in fields_of(Membership)))
    left, member = MembershipStatus.LEFT.value, MembershipStatus.MEMBER.value
    held = _held(day)
    then = held.within(f"iif(status = '{left}' AND ", f" = 1, '{member}', status) AS status")
    chosen = (then if column == "status" else Sql(f'"{column}"') for column in columns)
    return joined(", ", chosen).within("SELECT ", " FROM main.membership")


def _held(day: str) -> Sql:
    """Return whether a period of a membership held: 1 or 0, NULL if it has none."""
    held = joined(" AND ", _while(Period, day))
    of_it = f" FROM main.{Period.about.key} WHERE membership_id = main.membership.id)"
    return held.within("(SELECT max(", f"){of_it}")


def _conditions(kind: type[Record], day: str) -> Iterator[Sql]:
    yield from _while(kind, day)
    if kind is Actor:
        yield Sql("id NOT IN absent")
    if kind is Membership:
        yield Sql("member_id NOT IN absent AND network_id NOT IN absent")
        yield _held(day).within("", " IS NOT 0")
    if kind.about.renewed:
        yield _unless("as_of_earliest > ?", day)
        yield _newest(kind, day)


def _while(kind: type[Record], day: str) -> Iterator[Sql]:
    for field in fields_of(kind):
        if field.starts:
            yield _unless(f"{field.name}_earliest > ?", day)
        if field.ends:
            yield _unless(f"{field.name}_latest < ?", day)


def _unless(condition: str, day: str) -> Sql:
    return Sql(f"({condition}) IS NOT TRUE", (day,))


def _newest(kind: type[Record], day: str) -> Sql:
    """Return that no claim for a later day, up to this one, took the place of a record."""
    key = kind.about.key
    own = [column_name(field) for field in fields_of(kind) if field.owner]
    same = " AND ".join(f"later.{one} IS main.{key}.{one}" for one in (*own, *kind.about.renewed))
    return Sql(
        f"NOT EXISTS (SELECT 1 FROM main.{key} AS later WHERE {same} "
        f"AND later.as_of_earliest <= ? AND later.as_of_earliest > main.{key}.as_of_latest)",
        (day,),
    )
