from __future__ import annotations

import pytest

from netcatalog.domain.records import Membership, Source, Tag, Topic
from netcatalog.domain.sections import AUTHORITIES, MEMBERSHIPS, NETWORKS, SOURCES
from tests import make


def values(catalog, text, section=NETWORKS):
    return [one.label for one in catalog.complete(text, len(text), section)]


@pytest.fixture
def shelf(catalog):
    """Two networks of which one has members, and a few words in use."""
    emta = make.actor(catalog, "European Transport Authorities", acronym="EMTA")
    make.actor(catalog, "Eurocities")
    lodz = make.authority(catalog, "Łódź", "Litzmannstadt")
    make.fact(catalog, Membership, member=lodz, network=emta, category="full member")
    for label in ("trams", "Łódź trams", "trams", "trains"):
        make.fact(catalog, Topic, actor=emta, label=label)
    make.fact(catalog, Tag, actor=emta, label="renew")
    return catalog


@pytest.mark.parametrize(
    ("text", "section", "found"),
    [
        ("topic:", NETWORKS, ["Łódź trams", "trains", "trams"]),
        ("topic:tr", NETWORKS, ["trains", "trams", "Łódź trams"]),
        ("topic:LODZ", NETWORKS, ["Łódź trams"]),
        ("topic:ram", NETWORKS, []),
        ("tag:", NETWORKS, ["renew"]),
        ("category:f", MEMBERSHIPS, ["full member"]),
        ("topic:tra", MEMBERSHIPS, ["trains", "trams", "Łódź trams"]),
        ("publisher:", SOURCES, []),
    ],
)
def test_values_in_use_are_offered_those_first_that_begin_so(shelf, text, section, found):
    assert values(shelf, text, section) == found


@pytest.mark.parametrize("text", ["member-of:eur", "member-of:trans", "member-of:emta"])
def test_networks_with_members_are_offered_by_any_of_their_names(shelf, text):
    assert values(shelf, text, AUTHORITIES) == ["European Transport Authorities"]


def test_members_are_offered(shelf):
    assert values(shelf, "member:litz") == ["Łódź"]


def test_what_is_taken_finds_what_was_offered(shelf):
    (one,) = shelf.complete("member-of:eur", 13, AUTHORITIES)
    query = shelf.query(f"member-of:{one.text}", AUTHORITIES)
    assert len(shelf.find(query)) == 1


@pytest.mark.parametrize("mark", ["%", "_", "/"])
def test_no_sign_stands_for_others(shelf, mark):
    make.fact(shelf, Source, title="Report")
    assert values(shelf, f"topic:{mark}") == values(shelf, f"member-of:{mark}") == []
