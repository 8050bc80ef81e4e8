"""What columns become, read off a mapping and written into it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcatalog.domain.choices import ActorKind
from netcatalog.domain.mapping_columns import (
    Place,
    becoming,
    blank,
    fits,
    headings_of,
    lacking,
    place_of,
    places,
    separated,
    separator_of,
    shared_network,
    spelled_as,
    with_network,
    without,
)
from netcatalog.domain.mappings import At, Filler, check, decode, encode

NETWORK = Filler(constant="EMTA", creates=ActorKind.NETWORK)


@pytest.mark.parametrize("place", places(), ids=lambda place: place.label)
def test_a_column_becomes_what_was_chosen(place):
    mapping = becoming(blank(), "A", place)
    check(mapping)
    assert place_of(mapping, "A") == place
    assert decode(encode(mapping)) == mapping


@given(st.lists(st.tuples(st.sampled_from("ABCDEF"), st.sampled_from(places())), max_size=12))
def test_what_becomes_nothing_leaves_nothing_behind(chosen):
    mapping = blank()
    for heading, place in chosen:
        mapping = becoming(mapping, heading, place)
        assert place_of(mapping, heading) == place
        check(mapping)
    assert {one for group in headings_of(mapping) for one in group} <= {
        heading for heading, _ in chosen
    }
    for heading in "ABCDEF":
        mapping = without(mapping, heading)
    assert headings_of(mapping) == []
    assert mapping.subject.parts == ()


@given(st.lists(st.tuples(st.sampled_from("ABCDEF"), st.sampled_from(places())), max_size=12))
def test_no_column_alters_what_another_becomes(chosen):
    mapping = blank()
    last = {}
    for heading, place in chosen:
        mapping = becoming(mapping, heading, place)
        last[heading] = place
        if place.record == "actor":  # of two columns for one field of the subject, the later
            last = {one: held for one, held in last.items() if held != place or one == heading}
    for heading, place in last.items():
        assert place_of(mapping, heading) == place


def test_labels_tell_all_places_apart():
    labels = [place.label for place in places()]
    assert len(labels) == len(set(labels))


def test_columns_of_yes_and_no_are_taken_together():
    place = Place("membership", "network", heading=True)
    mapping = becoming(becoming(blank(), "EMTA", place), "Polis", place)
    (part,) = mapping.subject.parts
    assert part.each == ("EMTA", "Polis")
    assert without(mapping, "EMTA").subject.parts[0].each == ("Polis",)


def test_a_cell_of_several_pieces_is_one_again_without_a_separator():
    one = becoming(blank(), "Topics", Place("topic", "label"))
    several = separated(one, "Topics", ";")
    assert separator_of(several, "Topics") == ";"
    assert several.subject.parts[0].fields["label"].at is At.PIECE
    assert separated(several, "Topics", "") == one


def test_the_network_of_all_rows_takes_the_columns_of_a_membership():
    since = becoming(blank(), "Since", Place("period", "since"))
    mapping = with_network(since, NETWORK)
    assert len(mapping.subject.parts) == 1
    assert shared_network(mapping) == NETWORK
    assert shared_network(with_network(mapping, None)) is None


def test_without_a_network_nothing_is_left_of_a_membership_of_all_rows():
    assert with_network(with_network(blank(), NETWORK), None) == blank()


def test_what_is_lacking_is_told():
    assert "names whom" in lacking(blank())[0]
    named = becoming(blank(), "City", Place("name", "text", "official"))
    assert lacking(named) == []
    assert "“Network”" in lacking(becoming(named, "Since", Place("period", "since")))[0]


NAME = Place("name", "text", "official")


def test_columns_of_two_tables_become_the_same():
    mapping = becoming(blank(), "City", NAME, ("City", "Country"))
    both = becoming(mapping, "Ville", NAME, ("Ville", "Pays"))
    assert headings_of(both) == [("City", "Ville")]
    assert place_of(both, "Ville") == place_of(both, "City") == NAME
    assert without(both, "Ville") == mapping
    assert headings_of(without(both, "City")) == [("Ville",)]


def test_columns_of_one_table_become_two_names():
    mapping = becoming(blank(), "City", NAME, ("City", "Ville"))
    assert headings_of(becoming(mapping, "Ville", NAME, ("City", "Ville"))) == [
        ("City",),
        ("Ville",),
    ]


def test_a_mapping_fits_headings_in_any_spelling():
    mapping = becoming(becoming(blank(), "City", NAME), "Land", Place("actor", "country"))
    assert fits(mapping, [("CITY", "land", "More")])
    assert not fits(mapping, [("City",)])
    assert fits(mapping, [("City",), ("City", "Land")])
    assert not fits(mapping, [("Land",), ("City", "Land")])
    assert not fits(blank(), [("City",)])
    assert headings_of(spelled_as(mapping, ("CITY", "land"))) == [("land",), ("CITY",)]


def test_a_column_of_days_keeps_its_order_where_it_becomes_the_same_in_another_mapping():
    since = becoming(blank(), "Since", Place("period", "since", month_first=True))
    found = place_of(since, "Since")
    assert found == Place("period", "since")
    again = becoming(blank(), "Since", found)
    (period,) = [part for part in again.parts() if part.record == "period"]
    assert period.fields["since"].month_first
