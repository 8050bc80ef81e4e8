from __future__ import annotations

import datetime as dt
import json
from uuid import UUID

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from netcatalog.domain.records import RECORDS, SCHEMA, Actor, Event, Note, Topic
from netcatalog.domain.rules import problems
from netcatalog.store.rows import columns_text, from_json, record_of, row_of, to_json
from netcatalog.store.tables import metadata_of
from tests import anything, make

UID = UUID("0123456789abcdef0123456789abcdef")


@pytest.fixture(scope="module")
def connection():
    """A place for rows that asks for nothing to refer to."""
    engine = create_engine("sqlite://")
    metadata_of(SCHEMA).create_all(engine)
    with engine.connect() as connection:
        yield connection.connection.driver_connection
    engine.dispose()


def stored(connection, record):
    """Return a record as it comes back from the file."""
    kind, row = type(record), row_of(record)
    columns = ", ".join(f'"{one}"' for one in row)
    marks = ", ".join("?" * len(row))
    connection.execute(
        f"INSERT INTO {kind.about.key} ({columns}) VALUES ({marks})", tuple(row.values())
    )
    found = connection.execute(f"SELECT {columns_text(kind)} FROM {kind.about.key}").fetchone()
    connection.execute(f"DELETE FROM {kind.about.key}")
    return record_of(kind, found)


@given(st.sampled_from(RECORDS).flatmap(anything.records))
@settings(suppress_health_check=list(HealthCheck), deadline=None)
def test_what_may_be_stored_comes_back_the_same(connection, record):
    assume(problems(record) == [])
    assert stored(connection, record) == record


@given(st.sampled_from(RECORDS).flatmap(anything.records))
@settings(suppress_health_check=list(HealthCheck), deadline=None)
def test_what_the_history_keeps_comes_back_the_same(record):
    assume(problems(record) == [])
    assert from_json(type(record), to_json(record)) == record


@pytest.mark.parametrize("kind", RECORDS)
def test_the_least_of_every_type_comes_back_the_same(connection, kind):
    record = make.record(kind, id=1, uid=UID)
    assert stored(connection, record) == record
    assert from_json(kind, to_json(record)) == record


def test_a_moment_of_another_zone_is_the_same_moment(connection):
    summer = dt.timezone(dt.timedelta(hours=2))
    note = make.record(Note, id=1, uid=UID, written=dt.datetime(2026, 7, 1, 0, 30, tzinfo=summer))
    assert stored(connection, note) == note


def test_the_days_of_a_date_stand_beside_it():
    row = row_of(make.record(Event, id=1, uid=UID, date="2012/.."))
    assert (row["date"], row["date_earliest"], row["date_latest"]) == (
        "2012/..",
        "2012-01-01",
        None,
    )


def test_a_folded_copy_stands_beside_what_is_folded():
    row = row_of(make.record(Topic, id=1, uid=UID, label="Mobilité"))
    assert (row["label"], row["label_folded"]) == ("Mobilité", "mobilite")


def test_a_choice_is_stored_by_its_value():
    assert row_of(make.record(Actor, id=1, uid=UID))["kind"] == "network"


def test_the_history_leaves_out_what_is_empty():
    kept = json.loads(to_json(make.record(Event, id=1, uid=UID, place="Łódź")))
    assert kept == {
        "id": 1,
        "uid": str(UID),
        "actor": 1,
        "type": "founded",
        "date": "1986",
        "place": "Łódź",
    }


def test_the_history_keeps_an_answer_of_no():
    kept = json.loads(to_json(make.record(Actor, id=1, uid=UID, active=False, is_network=False)))
    assert kept["active"] is False
    assert "is_network" not in kept


def test_the_history_keeps_nothing_of_no_record():
    assert to_json(None) is None
    assert from_json(Actor, None) is None
