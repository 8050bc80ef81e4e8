from __future__ import annotations

from dataclasses import replace

import pytest

from netcatalog.domain.changes import Change
from netcatalog.domain.choices import NameType
from netcatalog.domain.records import (
    SCHEMA,
    Actor,
    Event,
    Membership,
    Name,
    Note,
    Participant,
    Period,
    Source,
    Statement,
    Tag,
    Topic,
)
from netcatalog.domain.sections import AUTHORITIES, MEMBERSHIPS, NETWORKS, NOTES, SOURCES
from netcatalog.store.database import Database
from netcatalog.store.indexing import differences, reindex
from netcatalog.store.reading import Reader
from tests import make

TEXT = "EMTA was founded in Paris by ten cities."


@pytest.fixture
def database(seeded_path):
    opened = Database(seeded_path, SCHEMA)
    yield opened
    opened.close()


def wrong(database, kind):
    with database.read() as connection:
        return list(differences(Reader(connection, database.schema), kind))


def spoil(database, sql):
    with database.write() as connection:
        connection.execute(sql)


def finds(catalog, words, section=NETWORKS):
    return catalog.find(catalog.query(words, section))


def edit(catalog, record, **given):
    catalog.apply("edit", [Change(before=record, after=replace(record, **given))])


@pytest.mark.parametrize("kind", SCHEMA.listed())
def test_the_seed_is_indexed_as_it_should_be(database, kind):
    assert wrong(database, kind) == []


@pytest.mark.parametrize(
    ("sql", "keys"),
    [
        ("UPDATE actor_text SET body = 'x' WHERE rowid = 3", [3]),
        ("UPDATE actor_text SET names = 'x' WHERE rowid = 3", [3]),
        ("DELETE FROM actor_text WHERE rowid = 3", [3]),
        ("INSERT INTO actor_text (rowid, names, body) VALUES (99, 'x', '')", [99]),
        ("UPDATE actor SET label = 'x' WHERE id = 3", [3]),
        ("UPDATE name SET text = 'x' WHERE actor_id = 3", [3]),
        ("UPDATE statement SET text = 'x' WHERE actor_id = 3", [3]),
    ],
)
def test_an_index_that_is_not_as_it_should_be_is_told(database, sql, keys):
    spoil(database, sql)
    assert wrong(database, Actor) == keys


def test_what_is_wrong_can_be_made_anew(database):
    spoil(database, "UPDATE actor_text SET body = 'x'")
    spoil(database, "INSERT INTO actor_text (rowid, names, body) VALUES (99, 'x', '')")
    with database.write() as connection:
        reindex(Reader(connection, database.schema), Actor, wrong(database, Actor))
    assert wrong(database, Actor) == []


# What is found after an edit


def test_a_name_is_found_as_soon_as_it_is_added(catalog):
    vienna = make.authority(catalog, "Vienna")
    make.fact(catalog, Name, actor=vienna, text="Wien", type=NameType.TRANSLATION)
    assert finds(catalog, "wien", AUTHORITIES) == [vienna]


def test_a_name_is_not_found_after_it_is_changed_or_removed(catalog):
    emta = make.actor(catalog, "EMTA")
    name = make.fact(catalog, Name, actor=emta, text="Wrong")
    edit(catalog, name, text="Right")
    assert (finds(catalog, "wrong"), finds(catalog, "right")) == ([], [emta])
    make.remove(catalog, Name, name.id)
    assert finds(catalog, "right") == []


def test_the_label_follows_the_names(catalog):
    emta = make.actor(catalog, "Old")
    (name,) = catalog.page(Actor, emta).group(Name)
    edit(catalog, name.record, type=NameType.FORMER)
    make.fact(catalog, Name, actor=emta, text="New")
    assert catalog.page(Actor, emta).title == "New"


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Topic, {"label": "Straßenbahn"}),
        (Statement, {"text": "for the Straßenbahn"}),
        (Event, {"detail": "Straßenbahn opened"}),
        (Tag, {"label": "Straßenbahn"}),
        (Note, {"text": "ask about the **Straßenbahn**"}),
        (Topic, {"remark": "the Straßenbahn, we think"}),
    ],
)
def test_the_text_of_every_fact_is_found(catalog, kind, given):
    emta = make.actor(catalog, "EMTA")
    fact = make.fact(catalog, kind, actor=emta, **given)
    assert finds(catalog, "strassenbahn") == [emta]
    make.remove(catalog, kind, fact.id)
    assert finds(catalog, "strassenbahn") == []


def test_the_words_a_fact_rests_on_are_found(catalog):
    source = make.fact(catalog, Source, text=TEXT)
    emta = make.actor(catalog, "EMTA")
    make.fact(catalog, Event, actor=emta, source=source.id, start=0, end=25)
    assert finds(catalog, "founded paris") == [emta]
    assert finds(catalog, "cities") == []


def test_the_words_an_actor_itself_rests_on_are_not_its_own(catalog):
    source = make.fact(catalog, Source, text=TEXT)
    make.actor(catalog, "EMTA", source=source.id, start=0, end=25)
    assert finds(catalog, "founded") == []


def test_a_source_is_found_by_its_text(catalog):
    source = make.fact(catalog, Source, text=TEXT)
    assert finds(catalog, "ten cities", SOURCES) == [source.id]


def test_what_hangs_deeper_is_found(catalog):
    emta, lodz = make.actor(catalog, "EMTA"), make.authority(catalog)
    founded = make.fact(catalog, Event, actor=emta)
    role = make.fact(catalog, Participant, event=founded.id, actor=lodz, role="godmother")
    assert finds(catalog, "godmother") == [emta]
    edit(catalog, role, role="godfather")
    assert (finds(catalog, "godmother"), finds(catalog, "godfather")) == ([], [emta])


def test_a_fact_that_moves_is_found_with_its_new_actor_only(catalog):
    emta, polis = make.actor(catalog, "EMTA"), make.actor(catalog, "Polis")
    topic = make.fact(catalog, Topic, actor=emta, label="trams")
    edit(catalog, topic, actor=polis)
    assert finds(catalog, "trams") == [polis]


def test_what_is_said_of_a_membership_is_found_there(catalog):
    emta, lodz = make.actor(catalog, "EMTA"), make.authority(catalog)
    membership = make.fact(catalog, Membership, member=lodz, network=emta)
    note = make.fact(catalog, Note, membership=membership.id, text="about tariffs")
    make.fact(catalog, Period, membership=membership.id, remark="by way of tariffs")
    assert finds(catalog, "tariffs", MEMBERSHIPS) == [membership.id]
    assert finds(catalog, "tariffs", NOTES) == [note.id]


def test_a_network_without_a_name_is_listed_all_the_same(catalog):
    emta = make.fact(catalog, Actor)
    assert catalog.page(Actor, emta.id).title == "(no name)"
    assert finds(catalog, "") == [emta.id]
