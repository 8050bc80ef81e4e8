from __future__ import annotations

import pytest

from netcatalog.domain.choices import EventType, Measure, NameType
from netcatalog.domain.columns import TITLE, by_key, choice_field, columns_of
from netcatalog.domain.fields import field_named
from netcatalog.domain.records import (
    RECORDS,
    SCHEMA,
    Actor,
    Event,
    Figure,
    Membership,
    Name,
    Note,
    Period,
    Source,
)


def shown(kind):
    return [column.label for column in columns_of(SCHEMA, kind) if column.shown]


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        (
            Actor,
            ["Name", "Acronym", "Kind", "Country", "Founded", "Members", "Topic", "Tag"],
        ),
        (Membership, ["Member", "Network", "Status", "Category", "Since", "Until", "Tag"]),
        (Source, ["Title", "Publisher", "Retrieved", "Language", "Tag"]),
        (Note, ["On", "Note", "Author", "Written"]),
    ],
)
def test_a_table_shows_what_is_declared_as_column(kind, labels):
    assert shown(kind) == labels


def test_other_fields_of_the_record_can_be_shown():
    population = by_key(columns_of(SCHEMA, Actor))["population"]
    assert (population.shown, population.label) == (False, "Population")


@pytest.mark.parametrize("kind", [kind for kind in RECORDS if kind.about.listed])
def test_every_column_has_a_key_of_its_own(kind):
    keys = [column.key for column in columns_of(SCHEMA, kind)]
    assert len(keys) == len(set(keys))


def test_one_field_serves_a_column_for_each_choice_it_names():
    columns = by_key(columns_of(SCHEMA, Actor))
    assert (columns["founded"].kind, columns["founded"].only) == (Event, EventType.FOUNDED)
    assert (columns["members"].kind, columns["members"].only) == (Figure, Measure.MEMBERS)
    assert (columns["acronym"].kind, columns["acronym"].only) == (Name, NameType.ACRONYM)


def test_a_column_of_what_hangs_on_the_listed_knows_by_what():
    since = by_key(columns_of(SCHEMA, Membership))["since"]
    assert (since.kind, since.via) == (Period, field_named(Period, "membership"))


def test_what_must_be_chosen_is_the_field_the_words_come_from():
    columns = by_key(columns_of(SCHEMA, Actor))
    assert choice_field(columns["founded"]) == field_named(Event, "type")
    assert choice_field(columns["topic"]) is None
    assert choice_field(columns[TITLE]) is None


@pytest.mark.parametrize(
    ("kind", "key", "numeric"),
    [
        (Actor, "population", True),
        (Actor, "latitude", True),
        (Actor, "members", True),
        (Actor, "country", False),
        (Actor, "founded", False),
        (Actor, TITLE, False),
        (Membership, "member", False),
    ],
)
def test_numbers_stand_to_the_right(kind, key, numeric):
    assert by_key(columns_of(SCHEMA, kind))[key].numeric is numeric
