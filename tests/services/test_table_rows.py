from __future__ import annotations

import pytest

from netcatalog.domain.choices import MembershipStatus, NameType, Qualifier
from netcatalog.domain.columns import TITLE, by_key, columns_of
from netcatalog.domain.pages import Reference, cell_text
from netcatalog.domain.records import (
    SCHEMA,
    Actor,
    Event,
    Figure,
    Membership,
    Name,
    Note,
    Period,
    Source,
    Tag,
    Topic,
)
from netcatalog.domain.sections import AUTHORITIES, MEMBERSHIPS, NETWORKS
from tests import make
from tests.statements import statements


def row(catalog, kind, key, *names):
    """Return cells of one record by the keys of their columns."""
    columns = [by_key(columns_of(SCHEMA, kind))[name] for name in names]
    return catalog.rows(kind, [key], columns)[key].cells


def words(catalog, kind, key, name):
    column = by_key(columns_of(SCHEMA, kind))[name]
    return cell_text(column, row(catalog, kind, key, name)[0])


@pytest.fixture
def emta(catalog):
    """A network with one member and what a table shows of it."""
    network = make.actor(catalog, "European Transport", acronym="EMTA", country="FR")
    member = make.authority(catalog)
    make.add(
        catalog,
        make.record(Membership, id=-1, member=member, network=network),
        make.record(Period, membership=-1, since="2004", until="2008"),
        make.record(Period, membership=-1, since="2012"),
        make.record(Event, actor=network, date="1998~"),
        make.record(Figure, actor=network, low=35, qualifier=Qualifier.OVER),
        make.record(Figure, actor=network, low=40),
        make.record(Topic, actor=network, label="trams"),
        make.record(Topic, actor=network, label="buses"),
        make.record(Tag, actor=network),
        make.record(Note, membership=-1, text="ask", author="Ana"),
    )
    return network


@pytest.mark.parametrize(
    ("kind", "key", "column", "shown"),
    [
        (Actor, 1, TITLE, "European Transport"),
        (Actor, 1, "kind", "network"),
        (Actor, 1, "country", "France"),
        (Actor, 1, "acronym", "EMTA"),
        (Actor, 1, "founded", "about 1998"),
        (Actor, 1, "members", "over 35, 40"),
        (Actor, 1, "topic", "trams, buses"),
        (Actor, 1, "tag", "renew"),
        (Actor, 1, "place", ""),
        (Actor, 1, "population", ""),
        (Actor, 1, "is_network", "yes"),
        (Actor, 2, TITLE, "Łódź"),
        (Actor, 2, "acronym", ""),
        (Actor, 2, "is_network", "no"),
        (Membership, 1, "member", "Łódź"),
        (Membership, 1, "network", "European Transport"),
        (Membership, 1, "status", "member"),
        (Membership, 1, "since", "2004, 2012"),
        (Membership, 1, "until", "2008"),
        (Note, 1, TITLE, "Łódź in European Transport"),
        (Note, 1, "text", "ask"),
        (Note, 1, "author", "Ana"),
    ],
)
def test_a_cell_is_shown_in_words(catalog, emta, kind, key, column, shown):
    assert words(catalog, kind, key, column) == shown


def test_a_cell_holds_values_not_words(catalog, emta):
    assert row(catalog, Membership, 1, "member", "status", "category") == (
        (Reference(2, "Łódź"),),
        (MembershipStatus.MEMBER,),
        (),
    )


def test_a_note_leads_to_what_it_is_on(catalog, emta):
    assert row(catalog, Note, 1, TITLE) == ((Reference(1, "Łódź in European Transport"),),)


def test_rows_that_are_gone_are_left_out(catalog, emta):
    columns = columns_of(SCHEMA, Actor)
    assert set(catalog.rows(Actor, [2, 99, 1], columns)) == {1, 2}
    assert catalog.rows(Actor, [], columns) == {}


def test_a_block_holds_the_cells_of_rows_column_by_column_in_the_order_asked(catalog, emta):
    columns = [by_key(columns_of(SCHEMA, Actor))[name] for name in (TITLE, "topic", "level")]
    block = catalog.block(Actor, [2, 99, 1], columns)
    assert block.ids == [2, 1]
    assert block.columns == [
        [("Łódź",), ("European Transport",)],
        [(), ("trams", "buses")],
        [(), ()],
    ]


def test_a_block_is_as_of_the_day_of_its_query(catalog):
    network = make.actor(catalog, "New Name")
    make.fact(catalog, Name, actor=network, text="Old Name", type=NameType.FORMER, until="2010")
    titles = columns_of(SCHEMA, Actor)[:1]
    query = catalog.query("as-of:2005", NETWORKS)
    assert catalog.block(Actor, [network], titles, query).columns == [[("Old Name",)]]


@pytest.mark.parametrize("kind", [Actor, Membership, Source, Note])
def test_every_column_of_every_table_can_be_shown(catalog, emta, kind):
    make.fact(catalog, Source)
    columns = columns_of(SCHEMA, kind)
    assert len(catalog.rows(kind, [1], columns)[1].cells) == len(columns)


@pytest.mark.parametrize("kind", [Actor, Membership, Note])
def test_many_rows_take_no_more_statements_than_one(catalog, emta, kind):
    for number in range(20):
        town = make.authority(catalog, f"Town {number}")
        membership = make.fact(catalog, Membership, member=town, network=emta)
        make.fact(catalog, Note, membership=membership.id)
    columns = columns_of(SCHEMA, kind)
    one, many = (
        statements(catalog, lambda ids=ids: catalog.rows(kind, ids, columns))
        for ids in ([1], list(range(1, 22)))
    )
    assert many <= one


@pytest.mark.parametrize(
    ("asked", "also"),
    [("kyiv", "Kyiv"), ("київ", ""), ("name:kyiv", "Kyiv"), ("-name:kyiv", ""), ("", "")],
)
@pytest.mark.parametrize("shown", [(TITLE,), (TITLE, "acronym")])
def test_a_row_tells_by_which_other_name_it_was_found(catalog, asked, also, shown):
    kyiv = make.authority(catalog, "Київ", "Kyiv")
    columns = [by_key(columns_of(SCHEMA, Actor))[name] for name in shown]
    query = catalog.query(asked, AUTHORITIES)
    assert catalog.rows(Actor, [kyiv], columns, query)[kyiv].also == also


def test_what_is_no_actor_has_no_other_name(catalog, emta):
    query = catalog.query("emta", MEMBERSHIPS)
    (key,) = catalog.find(query)
    row = catalog.rows(Membership, [key], columns_of(SCHEMA, Membership), query)[key]
    assert row.also == ""
