from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcatalog.domain.choices import EventType, MembershipStatus
from netcatalog.domain.facets import Asked, asked, facets_of, named
from netcatalog.domain.fields import Schema, field, fields_of, record
from netcatalog.domain.query import Exactly, Range
from netcatalog.domain.query_parser import parse
from netcatalog.domain.records import RECORDS, SCHEMA, Fact
from netcatalog.domain.sections import (
    AUTHORITIES,
    MEMBERSHIPS,
    NETWORKS,
    NOTES,
    SECTIONS,
    SOURCES,
)
from tests.conftest import NOW


def read(text, section=AUTHORITIES):
    return parse(text, section, SCHEMA, NOW.date())


def facet(word, section=AUTHORITIES):
    return next(one for one in facets_of(SCHEMA, section) if one.word.word == word)


def groups(word, held, section=AUTHORITIES):
    return list(facet(word, section).groups(held))


@pytest.mark.parametrize(
    ("section", "labels"),
    [
        (
            NETWORKS,
            "Kind, Level, Country, Population, Founded, Topic, Member of, Tag",
        ),
        (AUTHORITIES, "Level, Country, Population, Founded, Topic, Member of, Tag"),
        (
            MEMBERSHIPS,
            (
                "Network, Status, Category, Tag, "
                "Kind (member), Level (member), Country (member), Population (member)"
            ),
        ),
        (SOURCES, "Publisher, Tag"),
        (NOTES, ""),
    ],
    ids=lambda given: given if isinstance(given, str) else given.key,
)
def test_each_section_has_facets_of_its_own(section, labels):
    assert ", ".join(one.label for one in facets_of(SCHEMA, section)) == labels


def test_a_field_becomes_a_facet_by_its_declaration_alone():
    @record("toy", "Toys")
    class Toy(Fact):
        """A record type of this test."""

        motto: str = field("Motto", folded=True, word="motto", facet=True)

    schema = Schema((*RECORDS, Toy))
    assert "Motto" in [one.label for one in facets_of(schema, NETWORKS)]


@pytest.mark.parametrize("kind", SCHEMA.records, ids=lambda kind: kind.about.key)
def test_what_is_a_facet_can_be_asked_for(kind):
    for one in fields_of(kind):
        assert not one.facet or one.word
        assert bool(one.bands) == bool(one.facet and one.kind.value == "integer")


@pytest.mark.parametrize(
    ("word", "held", "label", "written"),
    [
        ("country", "PL", "Poland", "PL"),
        ("level", "public_body", "Public body of an authority", "public-body"),
        ("founded", "1986-03-01/1986-03-31", "1980–1989", "1980..1989"),
        ("founded", "1951-01-01/", "1950–1959", "1950..1959"),
        ("founded", "/1951-12-31", "1950–1959", "1950..1959"),
        ("population", 0, "under 5\u202f000", "..4999"),
        ("population", 4_999, "under 5\u202f000", "..4999"),
        ("population", 5_000, "5\u202f000–19\u202f999", "5000..19999"),
        ("population", 249_999, "100\u202f000–249\u202f999", "100000..249999"),
        ("population", 500_000, "500\u202f000 and more", "500000.."),
        ("topic", "energy", "energy", "=energy"),
        ("topic", "Public transport", "Public transport", '"=Public transport"'),
        ("topic", "water, waste", "water, waste", '"=water, waste"'),
        ("member-of", "EMTA", "EMTA", "EMTA"),
        ("member-of", "Covenant of Mayors", "Covenant of Mayors", '"Covenant of Mayors"'),
    ],
)
def test_a_value_knows_how_it_is_called_and_written(word, held, label, written):
    (value,) = groups(word, held)
    assert (value.label, value.written) == (label, written)


@pytest.mark.parametrize("held", [None, ""])
@pytest.mark.parametrize("one", facets_of(SCHEMA, AUTHORITIES), ids=lambda one: one.word.word)
def test_no_value_counts_for_nothing(one, held):
    assert list(one.groups(held)) == []


def test_a_date_counts_for_every_decade_in_which_it_may_lie():
    labels = [one.label for one in groups("founded", "1968-01-01/1981-12-31")]
    assert labels == ["1960–1969", "1970–1979", "1980–1989"]


def test_every_population_lies_in_one_band():
    bounds = facet("population").field.bands
    for held in (0, *bounds, *(one - 1 for one in bounds), 10**9):
        (value,) = groups("population", held)
        assert (value.value.low or 0) <= held <= (value.value.high or held)


HELD = st.one_of(
    st.tuples(st.just("country"), st.sampled_from(["PL", "XK", "CI"])),
    st.tuples(st.just("level"), st.sampled_from(["municipality", "public_body"])),
    st.tuples(st.just("founded"), st.integers(1000, 9999).map(lambda year: f"{year}-01-01/")),
    st.tuples(st.just("population"), st.integers(0, 10**8)),
    st.tuples(
        st.sampled_from(["topic", "tag", "member-of"]),
        st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"], max_codepoint=0x2FFF))
        .map(str.strip)
        .filter(lambda text: any(char.isalnum() for char in text)),
    ),
)


@given(HELD, st.sampled_from(["a", "b c", "d,e", "(f)"]))
def test_what_a_value_writes_asks_for_it(given, more):
    word, held = given
    if isinstance(held, str) and word in {"topic", "tag", "member-of"}:
        held = f"{held} {more}"
    for value in groups(word, held):
        query = read(f"{word}:{value.written}")
        assert query.problems == ()
        assert asked(query, facet(word)) == Asked(chosen=(value.value,))


def test_a_query_asks_for_values_and_excludes_others():
    query = read("vienna country:PL,CZ -country:DE -topic:energy country:PL")
    assert asked(query, facet("country")) == Asked(("PL", "CZ"), ("DE",))


def test_nothing_asked_is_nothing_chosen():
    assert asked(read("vienna -energy level:region"), facet("country")) == Asked()


def test_what_is_asked_of_the_member_is_a_facet_of_its_membership():
    query = read("country:PL status:left", MEMBERSHIPS)
    assert asked(query, facet("country", MEMBERSHIPS)).chosen == ("PL",)
    assert asked(query, facet("status", MEMBERSHIPS)).chosen == (MembershipStatus.LEFT,)


def test_another_event_is_not_when_something_was_founded():
    founded = facet("founded")
    assert founded.word.only is EventType.FOUNDED
    assert asked(read("dissolved:1986"), founded) == Asked()


@pytest.mark.parametrize(
    ("word", "text", "label"),
    [
        ("country", "AQ", "Antarctica"),
        ("level", "region", "Region"),
        ("topic", "=ghosts", "ghosts"),
        ("topic", "ghosts", "ghosts"),
        ("population", "100..200", "100–200"),
        ("population", ">100", "≥ 101"),
        ("population", "<100", "≤ 99"),
        ("founded", "1980..1990", "1980–1990"),
        ("founded", "1986", "1986–1986"),
        ("founded", ">1990", "> 1990"),
        ("founded", "<1990", "< 1990"),
    ],
)
def test_what_no_record_has_can_still_be_named(word, text, label):
    (value,) = asked(read(f"{word}:{text}"), facet(word)).chosen
    assert named(facet(word), value).label == label


def test_whole_words_and_parts_of_them_are_asked_for_apart():
    query = read("topic:=energy,energy")
    assert asked(query, facet("topic")).chosen == (Exactly("energy"), "energy")


def test_facets_with_an_order_of_their_own_are_those_of_numbers_and_dates():
    ordered = {one.label for one in facets_of(SCHEMA, AUTHORITIES) if one.ordered}
    assert ordered == {"Population", "Founded"}


def test_no_facet_of_a_section_says_what_all_its_records_have():
    for section in SECTIONS:
        common = {name for name, _ in section.such_that}
        own = {one.field.name for one in facets_of(SCHEMA, section) if one.word.via is None}
        assert not own & common


def test_a_range_is_the_same_however_it_is_typed():
    (value,) = asked(read("founded:198X"), facet("founded")).chosen
    assert value == groups("founded", "1986-01-01/")[0].value == Range("1980-01-01", "1989-12-31")
    assert replace(value, low=None) != value
