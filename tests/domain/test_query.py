from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcatalog.domain.fields import fields_of
from netcatalog.domain.query import (
    LONGEST,
    MOST_TERMS,
    MOST_VALUES,
    AllOf,
    Has,
    Not,
    Query,
    Range,
    Sort,
    Text,
    Where,
    _hanging_words,
    _own_words,
    parse,
    words_of,
)
from netcatalog.domain.records import SCHEMA, Actor, Tag
from netcatalog.domain.sections import (
    AUTHORITIES,
    MEMBERSHIPS,
    NETWORKS,
    NOTES,
    SECTIONS,
    SOURCES,
)

HOSTILE = {
    "very long": "x" * 10_000,
    "very many": "a " * 5_000,
    "many fields": "topic:a " * 2_000,
    "many values": "country:" + ",".join(["PL"] * 4_000),
    "quotes": '"' * 10_001,
    "brackets": "([{<" * 2_500,
    "closed brackets": ")" * 10_000,
    "minuses": "-" * 10_000,
    "colons": ":" * 10_000,
    "dots": "founded:" + "." * 10_000,
    "wildcards": "%_*?^" * 2_000,
    "FTS words": "AND OR NOT NEAR(a b) names:a ^a + -- ; DROP TABLE actor",
    "control characters": "".join(map(chr, range(32))) + "\x7f\x80\x9f",
    "right to left": "\u202e\u05d2\u05d3\u05e0\u202c \u2067\u0627\u0644\u0642\u2069",
    "half a character": "name:\ud800 \udfff",
    "beyond the first plane": "name:\U0001d518\U0001d52b🏙️",
    "zero": "name:a\x00b \x00",
    "absurd range": "members:>=-1..<=5 founded:9999..0001 population:" + "9" * 5_000,
    "huge number": "members:>" + "9" * 500,
    "exponent": "founded:Y1E99999",
}


def read(text, section=NETWORKS):
    return parse(text, section, SCHEMA)


def shown(term):
    """Return a term as the tables below write it."""
    match term:
        case Not():
            return f"-{shown(term.part)}"
        case Text():
            return f"“{term.text}”" if term.phrase else term.text
        case Has():
            return f"has {' or '.join(kind.about.key for kind, _ in term.hanging)}"
        case Where():
            values = "|".join(
                f"{one.low}..{one.high}" if isinstance(one, Range) else one for one in term.values
            )
            return f"{term.word.word}={values}"


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("   ", []),
        ("transport vienna", ["transport", "vienna"]),
        ("Łódź", ["Łódź"]),
        ('"public transport"', ["“public transport”"]),
        ('"public transport', ["“public transport”"]),
        ('""', []),
        ("-energy", ["-energy"]),
        ('-"public transport"', ["-“public transport”"]),
        ("-", ["-"]),
        ("EAST-WEST", ["EAST-WEST"]),
        ("kind:network", ["kind=network"]),
        ("KIND:Network", ["kind=network"]),
        ("-kind:network", ["-kind=network"]),
        ("kind:network,association", ["kind=network|association"]),
        ('kind:"intergovernmental organisation"', ["kind=intergovernmental"]),
        ("level:public-body", ["level=public_body"]),
        ("country:PL,CZ", ["country=PL|CZ"]),
        ("country:pl", ["country=PL"]),
        ("country:poland", ["country=PL"]),
        ('country:"Côte d’Ivoire"', ["country=CI"]),
        ("topic:transport -topic:energy", ["topic=transport", "-topic=energy"]),
        ('topic:"a, b",c', ["topic=a, b|c"]),
        ("topic:,,c,", ["topic=c"]),
        ("name:Łódź", ["name=lodz"]),
        ("acronym:EMTA", ["acronym=emta"]),
        ("member-of:EMTA", ["member-of=emta"]),
        ("founded:1986", ["founded=1986-01-01..1986-12-31"]),
        ("founded:1980..1990", ["founded=1980-01-01..1990-12-31"]),
        ("founded:1980..", ["founded=1980-01-01..None"]),
        ("founded:..1990", ["founded=None..1990-12-31"]),
        ("founded:198X", ["founded=1980-01-01..1989-12-31"]),
        ("founded:1990~", ["founded=1990-01-01..1990-12-31"]),
        ("founded:>1990", ["founded=1990-12-31~..None"]),
        ("founded:>=1990", ["founded=1990-01-01..None"]),
        ("founded:<1990", ["founded=None..1990-01-0"]),
        ("founded:<=1990", ["founded=None..1990-12-31"]),
        ("founded:1951,1986", ["founded=1951-01-01..1951-12-31|1986-01-01..1986-12-31"]),
        ("members:100", ["members=100..100"]),
        ("members:>100", ["members=101..None"]),
        ("members:<100", ["members=None..99"]),
        ("members:0", ["members=0..0"]),
        ("population:10_000..", ["population=10000..None"]),
        ("has:note", ["has note"]),
        ("-has:note", ["-has note"]),
        ("has:notes", ["has note"]),
        ("has:member-rule", ["has member_rule"]),
        ("has:member_rules", ["has member_rule"]),
        ("has:note,tag", ["has note or tag"]),
        ("has:membership", ["has membership or membership"]),
        ("tag:renew transport", ["tag=renew", "transport"]),
        ("EMTA:", ["EMTA:"]),
        ("Council: the network", ["Council:", "the", "network"]),
    ],
)
def test_text_is_read_into_terms(text, terms):
    query = read(text)
    assert ([shown(term) for term in query.where.parts], query.problems) == (terms, ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kind:", "What should “kind:” be? Write a value after the colon."),
        ("HAS:", "What should “has:” be? Write a value after the colon."),
        ("topic:,", "What should “topic:” be? Write a value after the colon."),
        ('topic:""', "What should “topic:” be? Write a value after the colon."),
        (
            "budget:5",
            "“budget:” is not something one can ask of networks; it was left out of the search.",
        ),
        (
            "https://emta.com",
            "“https:” is not something one can ask of networks; it was left out of the search.",
        ),
        ("level:village", "“level:village” is no level. Try one of: municipality, region, "),
        ("has:money", "“has:money” asks for nothing known. Try one of: agreement, body, "),
        ("has:money", ", member-rule, "),
        (
            "founded:soon",
            "“soon” after “founded:” cannot be searched for. Write 1986, 1980..1990 or >1990.",
        ),
        ("founded:1990..1980", "“1990..1980” after “founded:” cannot be searched for."),
        ("founded:..", "“..” after “founded:” cannot be searched for."),
        ("founded:>", "“>” after “founded:” cannot be searched for."),
        ("founded:>1980..1990", "“>1980..1990” after “founded:” cannot be searched for."),
        ("founded:\u0661\u0669\u0669\u0660", "after “founded:” cannot be searched for."),
        (
            "members:many",
            "“many” after “members:” cannot be searched for. Write 100, 50..100 or >100.",
        ),
        ("members:100,000", "“000” after “members:” cannot be searched for."),
        ("members:100..50", "“100..50” after “members:” cannot be searched for."),
        ("members:" + "9" * 30, "” after “members:” cannot be searched for."),
        (
            "country:atlantis",
            "“atlantis” after “country:” cannot be searched for. Write the name of a country, ",
        ),
        (
            "topic:" + ",".join("ab" * 60),
            f"“topic:” asks for more than {MOST_VALUES} values; it was left out of the search.",
        ),
        ("x" * (LONGEST + 1), f"Only the first {LONGEST} characters were searched."),
        ("x " * (MOST_TERMS + 1), f"Only the first {MOST_TERMS} words were searched."),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(text, said):
    (problem,) = read(text).problems
    assert said in problem


def test_the_rest_is_searched_where_a_part_cannot_be_read():
    query = read("transport founded:soon budget:5 vienna")
    assert [shown(term) for term in query.where.parts] == ["transport", "vienna"]
    assert len(query.problems) == 2


def test_the_same_problem_is_told_once():
    assert len(read("founded:soon " * 5).problems) == 1


@pytest.mark.parametrize(
    ("section", "text", "terms"),
    [
        (MEMBERSHIPS, "member:lodz", ["member=lodz"]),
        (MEMBERSHIPS, "since:2012", ["since=2012-01-01..2012-12-31"]),
        (MEMBERSHIPS, "status:left", ["status=left"]),
        (MEMBERSHIPS, "country:PL", ["country=PL"]),
        (NOTES, "author:ana", ["author=ana"]),
        (SOURCES, "publisher:unece", ["publisher=unece"]),
    ],
)
def test_each_section_has_words_of_its_own(section, text, terms):
    query = read(text, section)
    assert ([shown(term) for term in query.where.parts], query.problems) == (terms, ())


def test_what_is_asked_of_a_membership_may_be_answered_by_its_member():
    (term,) = read("country:PL", MEMBERSHIPS).where.parts
    assert term.word.through.name == "member"


def test_what_is_asked_of_a_membership_itself_is_not_passed_on():
    (term,) = read("tag:renew", MEMBERSHIPS).where.parts
    assert (term.word.kind, term.word.through) == (Tag, None)


def test_a_word_before_a_colon_comes_from_each_declared_word():
    for section in SECTIONS:
        words = words_of(SCHEMA, section.kind)
        own = {one.word for one in fields_of(section.kind) if one.word and not one.via}
        assert own <= set(words)


def test_a_field_that_serves_many_words_has_one_for_each_choice():
    words = words_of(SCHEMA, Actor)
    assert words["scope-widened"].only == "scope_widened"
    assert words["event"].only is None
    assert words["members"].field.name == "low"


@pytest.mark.parametrize("kind", [kind for kind in SCHEMA.records if kind.about.listed])
def test_no_word_means_two_things(kind):
    meant = {}
    for word in (*_own_words(kind), *_hanging_words(SCHEMA, kind)):
        meant.setdefault(word.word, set()).add((word.kind, word.field.name))
    assert {word: fields for word, fields in meant.items() if len(fields) > 1} == {}


def test_a_query_can_be_put_in_another_order():
    query = read("transport").sorted_by(Sort(column="founded", descending=True))
    assert query == Query(
        section=NETWORKS,
        where=AllOf((Text("transport"),)),
        sort=(Sort(column="founded", descending=True),),
    )


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_read_at_once(text, section):
    read("founded:198X country:poland")  # what is slow to load is loaded
    start = time.perf_counter()
    query = read(text, section)
    assert time.perf_counter() - start < 0.1
    assert query.where.parts or query.problems


@given(st.text(max_size=60), st.sampled_from(SECTIONS))
def test_any_text_is_read(text, section):
    assert read(text, section).section is section


@given(
    st.sampled_from(sorted(words_of(SCHEMA, Actor))),
    st.text('0123456789.<>=~-_,"x ', max_size=12),
)
def test_any_value_after_a_word_is_read_or_told(word, value):
    query = read(f"{word}:{value}", AUTHORITIES)
    assert query.where.parts or query.problems


@given(st.lists(st.sampled_from(["transport", '"public transport"', "-x", "kind:network"])))
def test_blanks_between_terms_do_not_matter(parts):
    assert read(" ".join(parts)).where.parts == read("  \t" + "\n  ".join(parts) + " ").where.parts


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("", ()),
        ("transport Wien", ("transport", "Wien")),
        ('"public transport"', ("public transport",)),
        ("name:Київ,kiev", ("kiiv", "kiev")),
        ("country:PL -energy -name:wien founded:1986", ()),
    ],
)
def test_a_query_tells_by_which_words_names_are_found(asked, words):
    assert parse(asked, NETWORKS, SCHEMA).plain_words() == words
