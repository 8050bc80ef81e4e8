"""The list of revisions, narrowed by person, time, words and record."""

from __future__ import annotations

import datetime as dt

import pytest

from netcatalog.domain.changes import Change, Which
from netcatalog.domain.records import Actor, Note
from netcatalog.services.opening import open_file
from tests import make

DAY = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)


@pytest.fixture
def told(catalog_path):
    """Return a function that gives the titles of the revisions wanted.

    Ana adds a city on 1 May, Bo writes a note on it on 2 May, Ana adds a network on 3 May.
    """
    days = iter(range(10))
    made = []
    for user in ("Ana", "Bo"):
        catalog = open_file(catalog_path, user=user, clock=lambda: DAY + dt.timedelta(next(days)))
        made.append(catalog)
    ana, bo = made
    city = make.record(Actor, id=-1, kind="authority", is_network=False)
    name = make.record(make.Name, actor=-1, text="Łódź")
    ana.apply("add a city", [Change(after=city), Change(after=name)])
    key = ana.changes_of(ana.history(1)[0])[0].change.record.id
    bo.apply("write a note", [Change(after=make.record(Note, actor=key, text="A mill town."))])
    ana.apply("add a network", [Change(after=make.record(Actor))])
    yield lambda **which: [one.title for one in ana.history(None, Which(**which))]
    for one in made:
        one.close()


def test_all_are_listed_the_newest_first(told):
    assert told() == ["add a network", "write a note", "add a city"]


def test_those_of_one_person(told):
    assert told(by="Bo") == ["write a note"]


def test_those_since_a_moment(told):
    assert told(since=DAY + dt.timedelta(1)) == ["add a network", "write a note"]


def test_those_before_a_moment(told):
    assert told(until=DAY + dt.timedelta(1)) == ["add a city"]


def test_those_with_words_in_their_title(told):
    assert told(words="NETWORK add") == ["add a network"]


def test_those_that_changed_something_called_so_in_any_spelling(told):
    assert told(words="lodz") == ["add a city"]


def test_those_around_a_record_and_what_hangs_on_it(told):
    assert told(around=(Actor, 1)) == ["write a note", "add a city"]


def test_words_are_no_pattern(told):
    assert told(words="%") == []


def test_whoever_made_any_is_named_once(catalog):
    make.fact(catalog, Actor)
    make.fact(catalog, Actor)
    assert catalog.authors() == [catalog.user]


def test_an_undone_revision_is_known_not_to_be_in_effect(catalog):
    make.fact(catalog, Actor)
    catalog.undo()
    assert [one.in_effect for one in catalog.history()] == [False, False]
