"""Counts of facets: each is how many records the search finds that a click would ask for."""

from __future__ import annotations

import shutil

import pytest

from netcatalog.domain.changes import Change
from netcatalog.domain.choices import AuthorityLevel, EventType, MembershipStatus
from netcatalog.domain.facets import facets_of
from netcatalog.domain.query_text import choose
from netcatalog.domain.records import SCHEMA, Actor, Event, Membership, Name, Note, Tag, Topic
from netcatalog.domain.sections import (
    AUTHORITIES,
    MEMBERSHIPS,
    NETWORKS,
    NOTES,
    OTHERS,
    SECTIONS,
    SOURCES,
)
from netcatalog.services.opening import open_catalog
from tests import make
from tests.conftest import USER, clock


@pytest.fixture(scope="module")
def shelf(seeded_file, tmp_path_factory):
    """The seed, and what is hard to count besides; nothing changes it."""
    path = tmp_path_factory.mktemp("shelf") / "shelf.netcatalog"
    shutil.copyfile(seeded_file, path)
    with open_catalog(path, user=USER, clock=clock) as catalog:
        fill(catalog)
        yield catalog


def fill(catalog):
    emta, polis = (catalog.actor_named(name) for name in ("EMTA", "Polis"))
    lodz = make.authority(
        catalog, "Łódź", country="PL", population=672_185, level=AuthorityLevel.MUNICIPALITY
    )
    kyiv = make.authority(catalog, "Kyiv", country="UA", population=19_999)
    zurich = make.authority(catalog, "Zürich", country="CH", population=20_000)
    make.add(
        catalog,
        make.record(Topic, actor=polis, label="public transport"),
        make.record(Topic, actor=emta, label="Public Transport"),
        make.record(Topic, actor=emta, label="transport"),
        make.record(Topic, actor=lodz, label="transport, and more"),
        make.record(Topic, actor=lodz, label="transport"),
    )
    make.add(
        catalog,
        make.record(Tag, actor=lodz, label="renew"),
        make.record(Tag, actor=kyiv, label="Renew"),
        make.record(Tag, actor=zurich, label="renew"),
        make.record(Tag, actor=emta, label="renewable"),
    )
    make.add(
        catalog,
        make.record(Event, actor=lodz, date="1423"),
        make.record(Event, actor=lodz, date="1423-07-29"),
        make.record(Event, actor=kyiv, date="1985/1992"),
        make.record(Event, actor=kyiv, type=EventType.RENAMED, date="1701"),
    )
    left = make.add(
        catalog,
        make.record(Membership, member=lodz, network=polis, category="full member"),
        make.record(
            Membership,
            member=lodz,
            network=polis,
            category="member",
            status=MembershipStatus.LEFT,
        ),
        make.record(Membership, member=kyiv, network=emta, category="Full Member"),
    )[1]
    make.add(catalog, make.record(Tag, membership=left.id, label="renew"))


def counts(catalog, section, text=""):
    query = catalog.query(text, section)
    assert query.problems == ()
    return catalog.facets(query, catalog.find(query))


def shown(catalog, section, label, text=""):
    """Return the counts of one facet, as a person reads them."""
    (one,) = [one for one in counts(catalog, section, text) if one.facet.label == label]
    return [(counted.value.label, counted.count) for counted in one.counted]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "transport",
        "transport country:PL,AT",
        "-country:PL",
        "tag:=renew",
        "-topic:=transport population:..700000",
        "founded:1980..1989",
        "nothing of the kind",
        "as-of:1990",
        "as-of:1500 country:PL",
        "transport or country:UA",
    ],
)
def test_a_count_is_what_choosing_the_value_finds(shelf, section, text):
    if shelf.query(text, section).problems:
        return  # one cannot ask that here
    for facet, counted in ((one.facet, one.counted) for one in counts(shelf, section, text)):
        for one in counted:
            read = lambda typed: shelf.query(typed, section)  # noqa: E731
            asked = choose(text, facet, one.value, read)
            if facet.word.word not in asked:  # it was the only one, and is taken out
                asked = text
            assert len(shelf.find(read(asked))) == one.count, asked


def test_values_are_counted_for_each_section(shelf):
    assert shown(shelf, NETWORKS, "Kind") == [("Network", 6), ("Association", 1)]
    assert shown(shelf, AUTHORITIES, "Country")[:1] == [("Poland", 3)]
    assert shown(shelf, MEMBERSHIPS, "Status") == [("Member", 6), ("Left", 1)]
    assert [count for _, count in shown(shelf, SOURCES, "Publisher")] == [1]
    assert counts(shelf, NOTES) == ()


def test_spellings_of_a_word_are_one_value(shelf):
    assert shown(shelf, AUTHORITIES, "Tag") == [("renew", 3)]
    assert shown(shelf, MEMBERSHIPS, "Category", "category:member")[0] == ("full member", 2)


def test_a_word_is_not_counted_with_a_longer_one(shelf):
    assert dict(shown(shelf, NETWORKS, "Tag")) == {"renewable": 1}
    assert "transport" not in dict(shown(shelf, NETWORKS, "Topic", "polis"))
    assert shelf.find(shelf.query("topic:=transport", AUTHORITIES)) == [shelf.actor_named("Łódź")]


def test_two_facts_that_say_the_same_count_once(shelf):
    assert ("1420–1429", 1) in shown(shelf, AUTHORITIES, "Founded")
    assert ("Polis", 1) in shown(shelf, AUTHORITIES, "Member of")


def test_decades_and_bands_stand_in_their_own_order(shelf):
    assert shown(shelf, AUTHORITIES, "Founded") == [
        ("1420–1429", 1),
        ("1980–1989", 1),
        ("1990–1999", 1),
    ]
    assert shown(shelf, AUTHORITIES, "Population") == [
        ("5\u202f000–19\u202f999", 1),
        ("20\u202f000–49\u202f999", 1),
        ("500\u202f000 and more", 1),
    ]


def test_counts_follow_the_search(shelf):
    assert shown(shelf, AUTHORITIES, "Country", "population:20000..") == [
        ("Poland", 1),
        ("Switzerland", 1),
    ]


def test_where_something_is_chosen_the_others_say_what_they_would_add(shelf):
    everything = shown(shelf, AUTHORITIES, "Country")
    assert shown(shelf, AUTHORITIES, "Country", "country:PL") == everything
    assert shown(shelf, AUTHORITIES, "Country", "-country:PL") == everything
    assert shown(shelf, AUTHORITIES, "Population", "country:PL") == [("500\u202f000 and more", 1)]


def test_what_a_membership_is_asked_of_its_member_is_counted(shelf):
    assert ("Ukraine", 1) in shown(shelf, MEMBERSHIPS, "Country (member)")
    assert ("500\u202f000 and more", 2) in shown(shelf, MEMBERSHIPS, "Population (member)")


# When something changes


def test_counts_follow_a_change_its_undoing_and_its_redoing(catalog):
    key = make.authority(catalog, "Łódź", country="PL")
    assert shown(catalog, AUTHORITIES, "Tag") == []
    make.fact(catalog, Tag, actor=key, label="renew")
    assert shown(catalog, AUTHORITIES, "Tag") == [("renew", 1)]
    catalog.undo()
    assert shown(catalog, AUTHORITIES, "Tag") == []
    catalog.redo()
    assert shown(catalog, AUTHORITIES, "Tag") == [("renew", 1)]


def test_counts_follow_a_record_into_the_bin_and_back(catalog):
    make.authority(catalog, "Kyiv", country="UA")
    key = make.authority(catalog, "Łódź", country="PL")
    assert dict(shown(catalog, AUTHORITIES, "Country", "country:UA")) == {
        "Ukraine": 1,
        "Poland": 1,
    }
    make.remove(catalog, Actor, key)
    assert dict(shown(catalog, AUTHORITIES, "Country", "country:UA")) == {"Ukraine": 1}
    catalog.restore(catalog.bin()[0])
    assert dict(shown(catalog, AUTHORITIES, "Country", "country:UA")) == {
        "Ukraine": 1,
        "Poland": 1,
    }


def test_a_network_is_called_as_it_is_called_now(catalog):
    network = make.actor(catalog, "Alpha")
    make.fact(catalog, Membership, member=make.authority(catalog), network=network)
    assert shown(catalog, AUTHORITIES, "Member of") == [("Alpha", 1)]
    (name,) = [
        one.record
        for group in catalog.page(Actor, network).groups
        for one in group.entries
        if isinstance(one.record, Name)
    ]
    renamed = make.record(Name, id=name.id, uid=name.uid, actor=network, text="Omega")
    catalog.apply("rename", [Change(before=name, after=renamed)])
    assert shown(catalog, AUTHORITIES, "Member of") == [("Omega", 1)]


def test_a_new_country_of_a_member_counts_for_its_membership(catalog):
    key = make.authority(catalog, country="PL")
    make.fact(catalog, Membership, member=key, network=make.actor(catalog))
    assert shown(catalog, MEMBERSHIPS, "Country (member)") == [("Poland", 1)]
    before = catalog.record(Actor, key)
    moved = make.record(
        Actor, id=key, uid=before.uid, kind=before.kind, is_network=False, country="CZ"
    )
    catalog.apply("move", [Change(before=before, after=moved)])
    assert shown(catalog, MEMBERSHIPS, "Country (member)") == [("Czechia", 1)]


def test_nothing_is_read_again_but_what_changed(catalog):
    key = make.authority(catalog)

    def read_anew(kind):
        before = dict(catalog._facets._sets._readings)
        make.fact(catalog, kind, actor=key)
        counts(catalog, AUTHORITIES)
        after = catalog._facets._sets._readings
        return [one.kind for one in after if after[one] is not before[one]]

    counts(catalog, AUTHORITIES)
    assert (read_anew(Note), read_anew(Tag), read_anew(Note)) == ([], [Tag], [])


def test_what_was_found_before_can_still_be_counted_after_a_change(catalog):
    make.authority(catalog, country="PL")
    query = catalog.query("", AUTHORITIES)
    ids = catalog.find(query)
    make.authority(catalog, "Kyiv", country="UA")
    one = next(one for one in catalog.facets(query, ids) if one.facet.label == "Country")
    assert [(counted.value.label, counted.count) for counted in one.counted] == [("Poland", 1)]


def test_an_empty_catalogue_has_nothing_to_count(catalog):
    for section in (NETWORKS, AUTHORITIES, OTHERS, MEMBERSHIPS, SOURCES):
        found = counts(catalog, section)
        assert [one.facet for one in found] == list(facets_of(SCHEMA, section))
        assert all(one.counted == () for one in found)
