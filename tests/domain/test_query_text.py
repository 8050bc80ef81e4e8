from __future__ import annotations

from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netcatalog.domain.facets import Asked, FacetValue, asked, facets_of
from netcatalog.domain.query_parser import parse
from netcatalog.domain.query_text import add, choose, exclude, without_day
from netcatalog.domain.records import SCHEMA
from netcatalog.domain.sections import AUTHORITIES
from tests.conftest import NOW

FACETS = {one.word.word: one for one in facets_of(SCHEMA, AUTHORITIES)}


def read(text):
    return parse(text, AUTHORITIES, SCHEMA, NOW.date())


def value(word, held):
    return next(FACETS[word].groups(held))


PL, CZ, DE = (value("country", code) for code in ("PL", "CZ", "DE"))


def on_country(do, text, one=PL):
    return do(text, FACETS["country"], one, read)


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("", "country:PL"),
        ("vienna", "vienna country:PL"),
        ("vienna  ", "vienna country:PL"),
        ("country:PL", ""),
        ("country:pl", ""),
        ("Country:poland", ""),
        ("country:PL vienna", "vienna"),
        ("vienna country:PL tram", "vienna tram"),
        ("vienna country:PL", "vienna"),
        ("country:CZ vienna", "country:PL vienna"),
        ("country:PL,CZ vienna", "country:PL vienna"),
        ("-country:PL vienna", "country:PL vienna"),
        ("country:PL -country:CZ vienna", "country:PL vienna"),
        ("country:CZ vienna country:DE", "country:PL vienna"),
        ('"old town" -tram level:region', '"old town" -tram level:region country:PL'),
        ('"old town', '"old town*" country:PL'),
        ("country:atlantis", "country:atlantis country:PL"),
        ("country:", "country: country:PL"),
        ("place:country:PL", "place:country:PL country:PL"),
        ('"country:CZ"', '"country:CZ" country:PL'),
        ("-", "- country:PL"),
        ("vienna or tram", "(vienna or tram) country:PL"),
        ("vienna | tram", "(vienna | tram) country:PL"),
        ("(vienna or tram)", "(vienna or tram) country:PL"),
        ("(vienna or tram", "(vienna or tram) country:PL"),
        ("country:CZ or tram", "(country:CZ or tram) country:PL"),
        ("(country:CZ or tram) zug", "(country:CZ or tram) zug country:PL"),
        ("vienna ) or tram", "(vienna   or tram) country:PL"),
        ("vienna or", "(vienna or) country:PL"),
        ("-(country:CZ tram)", "-(country:CZ tram) country:PL"),
        ("NOT (country:CZ tram)", "NOT (country:CZ tram) country:PL"),
        ("(country:CZ tram) zug", "(country:PL tram) zug"),
        ("(country:PL tram) zug", "(tram) zug"),
        ("NOT country:CZ tram", "country:PL tram"),
        ("tram AND country:PL", "tram"),
        ("country:PL AND tram", "tram"),
        ("tram AND country:PL AND zug", "tram AND zug"),
        ("as-of:2015 country:CZ", "as-of:2015 country:PL"),
        ("„old town“", "„old town“ country:PL"),
    ],
)
def test_a_value_is_chosen_alone_or_taken_out(text, chosen):
    assert on_country(choose, text) == chosen


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("", "country:PL"),
        ("vienna", "vienna country:PL"),
        ("country:CZ vienna", "country:CZ,PL vienna"),
        ("country:CZ,PL vienna", "country:CZ vienna"),
        ("country:PL,CZ vienna", "country:CZ vienna"),
        ("country:PL vienna", "vienna"),
        ("-country:CZ", "-country:CZ country:PL"),
        ("-country:PL,CZ", "-country:CZ country:PL"),
        ("-country:PL", "country:PL"),
        ('country:"Côte d’Ivoire",DE', 'country:"Côte d’Ivoire",DE,PL'),
        ("country:PL,CZ country:PL", "country:CZ"),
        ("NOT country:PL,CZ", "-country:CZ country:PL"),
        ("(country:CZ tram) or zug", "((country:CZ tram) or zug) country:PL"),
    ],
)
def test_a_value_is_added_or_taken_out(text, added):
    assert on_country(add, text) == added


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("", "-country:PL"),
        ("vienna", "vienna -country:PL"),
        ("-country:CZ", "-country:CZ,PL"),
        ("-country:CZ,PL", "-country:CZ"),
        ("-country:PL", ""),
        ("country:PL", "-country:PL"),
        ("country:PL,CZ", "country:CZ -country:PL"),
    ],
)
def test_a_value_is_excluded_or_no_longer(text, excluded):
    assert on_country(exclude, text) == excluded


@pytest.mark.parametrize(
    ("word", "held", "text"),
    [
        ("founded", "1986-01-01/", "founded:1980..1989"),
        ("population", 7_000, "population:5000..19999"),
        ("population", 1, "population:..4999"),
        ("topic", "public transport", 'topic:"=public transport"'),
        ("tag", "renew, soon", 'tag:"=renew, soon"'),
        ("member-of", "Covenant of Mayors", 'member-of:"Covenant of Mayors"'),
    ],
)
def test_every_sort_of_value_is_written_as_it_is_read(word, held, text):
    one = value(word, held)
    assert choose("", FACETS[word], one, read) == text
    assert choose(text, FACETS[word], one, read) == ""


def test_a_decade_typed_in_another_way_is_taken_out_as_well():
    assert choose("founded:198X", FACETS["founded"], value("founded", "1980-01-01/"), read) == ""


def test_a_value_is_added_after_a_quotation_mark_that_was_left_open():
    (public, water) = (value("topic", one) for one in ("public transport", "water"))
    text = choose("", FACETS["topic"], public, read)
    assert add(text[:-1], FACETS["topic"], water, read) == f"{text},=water"


# Whatever is typed

TERMS = st.sampled_from(
    [
        "vienna",
        "-energy",
        '"old town"',
        '-"old, town"',
        "country:PL",
        "country:cz,poland",
        "-country:DE",
        "country:atlantis",
        "topic:energy",
        'topic:"=public transport",water',
        "-topic:=water",
        "founded:1980..1989,1951",
        "-population:..4999",
        'member-of:"Covenant of Mayors"',
        "has:note",
        "a,b",
        "x:y",
        "or",
        "NOT",
        "AND",
        "(a or country:PL)",
        "-(topic:energy b)",
        "-(topic:energy)",
        "-(-topic:energy)",
        "(country:CZ",
        "as-of:2015",
    ]
)
TEXTS = st.lists(TERMS, max_size=6).map(" ".join)
ANYTHING = st.text('abc:-,"=. countryPL\t(|„', max_size=30)
VALUES = st.one_of(
    st.tuples(st.just("country"), st.sampled_from(["PL", "CZ", "DE", "XK"])),
    st.tuples(st.just("topic"), st.sampled_from(["energy", "public transport", "water", "a, b"])),
    st.tuples(st.just("founded"), st.sampled_from(["1951-01-01/", "1986-01-01/"])),
    st.tuples(st.just("population"), st.sampled_from([1, 7_000, 10**6])),
).map(lambda given: (FACETS[given[0]], value(*given)))


def rest(text, facet):
    """Return what a text asks besides a facet."""
    query = read(text)
    return [one for one in query.where.parts if not facet.asks(one)], query.day


@given(st.one_of(TEXTS, ANYTHING), VALUES)
@example("country:PL country:cz,poland AND", (FACETS["country"], value("country", "PL")))
@example("AND country:PL country:CZ", (FACETS["country"], value("country", "PL")))
def test_choosing_asks_for_that_value_alone(text, given):
    facet, one = given
    if asked(read(text), facet) == Asked(chosen=(one.value,)):
        text = choose(text, facet, one, read)
    chosen = choose(text, facet, one, read)
    assert asked(read(chosen), facet) == Asked(chosen=(one.value,))
    assert rest(chosen, facet) == rest(text, facet)


@given(st.lists(TERMS, max_size=6), VALUES)
def test_choosing_and_taking_out_gives_the_text_back(terms, given):
    facet, one = given
    joiners = {"or", "NOT", "AND", "(country:CZ"}
    text = " ".join(term for term in terms if facet.word.word not in term and term not in joiners)
    assert choose(choose(text, facet, one, read), facet, one, read) == text


@given(st.one_of(TEXTS, ANYTHING), VALUES)
def test_choosing_and_taking_out_asks_the_same_as_before(text, given):
    facet, one = given
    if asked(read(text), facet) == Asked():
        twice = choose(choose(text, facet, one, read), facet, one, read)
        assert read(twice).where == read(text).where


@given(st.one_of(TEXTS, ANYTHING), VALUES, st.booleans())
def test_adding_or_excluding_changes_one_value_only(text, given, excludes):
    facet, one = given
    before = asked(read(text), facet)
    after_text = (exclude if excludes else add)(text, facet, one, read)
    after = asked(read(after_text), facet)
    was_so = one.value in (before.excluded if excludes else before.chosen)
    now = after.excluded if excludes else after.chosen
    other = after.chosen if excludes else after.excluded
    assert (one.value in now, one.value in other) == (not was_so, False)
    others = {*before.chosen, *before.excluded} - {one.value}
    assert {*after.chosen, *after.excluded} - {one.value} == others
    assert rest(after_text, facet) == rest(text, facet)


def test_an_alternative_to_what_cannot_be_read_is_not_chosen():
    assert asked(read("country:atlantis or country:PL"), FACETS["country"]).chosen == ()


@given(st.one_of(TEXTS, ANYTHING), VALUES, st.sampled_from([add, exclude]))
def test_doing_it_twice_asks_what_was_asked_before(text, given, do):
    facet, one = given
    before = asked(read(text), facet)
    if one.value not in (*before.chosen, *before.excluded):
        twice = partial(do, facet=facet, value=one, read=read)
        assert asked(read(twice(twice(text))), facet) == before


def test_a_value_that_nobody_counts_is_taken_out_too():
    ghost = FacetValue("AQ", "Antarctica", "AQ")
    assert on_country(add, "country:PL,AQ vienna", ghost) == "country:PL vienna"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("as-of:2010", ""),
        ("vienna as-of:2010 tram", "vienna tram"),
        ("AS-OF:2010-06 vienna", "vienna"),
        ("(vienna as-of:2010) tram", "(vienna) tram"),
        ("vienna or as-of:2010", "vienna"),
        ("vienna AND NOT as-of:2010 tram", "vienna tram"),
        ("as-of:2010 or vienna", "vienna"),
        ("as-of:2010 as-of:2011", ""),
        ("as-of:atlantis vienna", "vienna"),
        ('"as-of:2010"', '"as-of:2010"'),
        ("vienna", "vienna"),
    ],
)
def test_a_text_says_no_longer_as_of_when(text, left):
    assert without_day(text) == left


@given(st.one_of(TEXTS, ANYTHING))
def test_what_says_no_longer_as_of_when_is_asked_of_today(text):
    assert read(without_day(f"{text} as-of:2010")).day == ""
