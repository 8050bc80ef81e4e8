from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcatalog.domain.completion import complete
from netcatalog.domain.query import own_words_of, words_of
from netcatalog.domain.query_parser import parse
from netcatalog.domain.records import SCHEMA
from netcatalog.domain.sections import MEMBERSHIPS, NETWORKS, NOTES, SECTIONS
from tests.domain.test_query import HOSTILE

IN_USE = ["public transport", "energy", "a, b", 'the "green" city']


def held(word, begun):
    """Stand for a catalogue that has four values for whatever word."""
    return [one for one in IN_USE if one.startswith(begun)]


def offered(text, section=NETWORKS, cursor=None, values=held):
    return complete(text, len(text) if cursor is None else cursor, section, SCHEMA, values)


def texts(text, section=NETWORKS, cursor=None):
    """Return what the bar would say, for each way to go on."""
    return [
        text[: one.start] + one.text + text[one.end :] for one in offered(text, section, cursor)
    ]


@pytest.mark.parametrize(
    ("text", "after"),
    [
        # Words
        ("coun", ["country:", "countries:"]),
        ("COUN", ["country:", "countries:"]),
        ("member", ["member:", "members:", "member-of:"]),
        ("transport uns", ["transport unsourced:"]),
        ("-coun", ["-country:", "-countries:"]),
        ("a or (coun", ["a or (country:", "a or (countries:"]),
        ("-(a or stal", ["-(a or stale:"]),
        ("zebra", []),
        # Values of a closed list
        ("kind:net", ["kind:network"]),
        ("KIND:net", ["KIND:network"]),
        ("kind:network,ass", ["kind:network,association"]),
        ("kind:network", []),
        ("level:pub", ["level:public-body"]),
        ("country:pol", ["country:PL", "country:PF"]),
        ("country:Côte", ["country:CI"]),
        ("country:PL", []),
        ("country:PL,pol", ["country:PL,PF"]),
        ("unsourced:", ["unsourced:yes", "unsourced:no"]),
        ("stale:>2", ["stale:>2y"]),
        ("stale:two", ["stale:>2y"]),
        ("has:no", ["has:note"]),
        ("-has:note,mem", ["-has:note,member-rule", "-has:note,membership"]),
        # Values in the catalogue
        ("topic:", [
            'topic:"public transport"', "topic:energy", 'topic:"a, b"',
            'topic:"the ""green"" city"',
        ]),
        ("topic:e", ["topic:energy"]),
        ('topic:"public tr', ['topic:"public transport"']),
        ('topic:"public tr"', ['topic:"public transport"']),
        ('topic:x,"y z",e', ['topic:x,"y z",energy']),
        ("topic:energy,e", []),
        ("member-of:e", ["member-of:energy"]),
        # Where nothing can be known
        ("population:1", []),
        ("founded:19", []),
        ("as-of:20", []),
        ("zebra:a", []),
        ('"public tr', []),
    ],
)  # fmt: skip
def test_a_text_goes_on(text, after):
    assert texts(text) == after


@pytest.mark.parametrize(
    ("text", "cursor", "after"),
    [
        ("coun vienna", 4, ["country: vienna", "countries: vienna"]),
        ("coxx vienna", 2, ["country: vienna", "countries: vienna"]),
        ("kind:nexx,body vienna", 7, ["kind:network,body vienna"]),
        ("coun:PL", 2, ["country:PL", "countries:PL"]),
        ("topic:exx or b", 7, ["topic:energy or b"]),
        ("transport", 0, 52),
        ("a  b", 2, 52),
    ],
)
def test_what_the_cursor_stands_in_is_replaced_whole(text, cursor, after):
    found = texts(text, cursor=cursor)
    assert (len(found) if isinstance(after, int) else found) == after


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
@pytest.mark.parametrize("text", ["", "transport ", "(", "-", "a or "])
def test_where_a_word_may_begin_all_words_of_the_section_are_offered(text, section):
    known = {*words_of(SCHEMA, section.kind), *own_words_of(SCHEMA, section.kind)}
    assert {one.text for one in offered(text, section)} == {f"{word}:" for word in known}


def test_each_word_is_explained():
    assert all(one.help for one in offered(""))


@pytest.mark.parametrize(
    ("text", "section", "meaning"),
    [
        ("country", NETWORKS, "Where it is, as a country code."),
        ("founded", NETWORKS, "Event: founded"),
        ("lau", NETWORKS, "Identifier: LAU"),
        ("body", NETWORKS, "Body: name"),
        ("country", MEMBERSHIPS, "Member: country"),
        ("member-of", MEMBERSHIPS, "Network"),
        ("author", NOTES, "Author"),
    ],
)
def test_a_word_says_what_it_asks(text, section, meaning):
    assert offered(text, section)[0].help == meaning


def test_a_country_is_known_by_its_name():
    (poland, _) = offered("country:pola,pol")
    assert (poland.label, poland.help) == ("PL", "Poland")


def test_values_are_asked_for_with_what_is_begun_and_nothing_else():
    asked = []
    offered('topic:x,"pub tr', values=lambda word, begun: asked.append((word.word, begun)) or ())
    assert asked == [("topic", "pub tr")]


@pytest.mark.parametrize("text", ["topic:", "member-of:", "tag:"])
def test_what_is_taken_is_read_without_a_problem(text):
    for after in texts(text):
        query = parse(after, NETWORKS, SCHEMA, dt.date(2024, 2, 29))
        assert (len(query.where.parts), query.problems) == (1, ())


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_no_trouble(text):
    offered(text)


@given(
    st.text('tc-:,"()| aorŁ🏙\ud800\x00', max_size=20),
    st.integers(0, 20),
    st.sampled_from(SECTIONS),
)
def test_what_is_replaced_holds_the_cursor(text, cursor, section):
    cursor = min(cursor, len(text))
    for one in offered(text, section, cursor):
        assert 0 <= one.start <= cursor <= one.end <= len(text)
