from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcatalog.domain.fields import fields_of
from netcatalog.domain.query import (
    AllOf,
    AnyOf,
    Has,
    Not,
    OwnWord,
    Query,
    Range,
    Sort,
    Stale,
    Text,
    Unsourced,
    Where,
    _hanging_words,
    _own_words,
    own_words_of,
    ways_to_facts,
    words_of,
)
from netcatalog.domain.query_parser import LONGEST, MOST_DEPTH, MOST_TERMS, MOST_TOKENS, parse
from netcatalog.domain.query_terms import LONGEST_TERM, MOST_PROBLEMS, MOST_VALUES
from netcatalog.domain.records import SCHEMA, Actor, Event, Note, Participant, Source, Tag
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
    "brackets without end": "-(a or " * 1_400,
    "empty brackets": "a" + "()" * 5_000,
    "nothing but or": "or | OR AND NOT " * 600,
    "many unknown fields": "".join(f"x{number}:a " for number in range(1_200)),
    "one unknown field": "x" * 9_990 + ":a",
    "dates of all sorts": "founded:[1990..1991] founded:1990-21 " * 250,
    "countries of no sort": " ".join(f"country:land{number}" for number in range(600)),
    "what folds into much more": "name:" + "\ufdfa" * 9_990,
    "ages": "stale:>" + "9" * 9_000 + "y",
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


TODAY = dt.date(2024, 2, 29)


def read(text, section=NETWORKS):
    return parse(text, section, SCHEMA, TODAY)


def shown(term):
    """Return a term as the tables below write it."""
    match term:
        case Not():
            return f"-{shown(term.part)}"
        case AllOf():
            return f"({' '.join(map(shown, term.parts))})"
        case AnyOf():
            return f"({' or '.join(map(shown, term.parts))})"
        case Unsourced():
            return "unsourced"
        case Stale():
            return f"before {term.before}"
        case Text():
            more = "…" if term.goes_on else ""
            return f"“{term.text}{more}”" if term.phrase else term.text
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
        ("“public transport”", ["“public transport”"]),
        ("„public transport“", ["“public transport”"]),
        ('"public tra*"', ["“public tra…”"]),
        ('"*"', ["“*”"]),
        ('trams"public transport"', ["trams", "“public transport”"]),
        ('"the ""green"" city"', ["“the “green” city”".replace("“green”", '"green"')]),
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
        ("country:PL, CZ transport", ["country=PL|CZ", "transport"]),
        ("country:PL, -transport", ["country=PL", "-transport"]),
        ("country:PL,", ["country=PL"]),
        ("country:PL, topic:energy", ["country=PL", "topic=energy"]),
        ("topic:a1 200", ["topic=a1", "200"]),
        ("country:pl", ["country=PL"]),
        ("country:poland", ["country=PL"]),
        ("country:UK,el", ["country=GB|GR"]),
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
        ("population:1 200 000..", ["population=1200000..None"]),
        ("population:>100\u202f000 12", ["population=100001..None", "12"]),
        ("founded:1990 112", ["founded=1990-01-01..1990-12-31", "112"]),
        ("has:note", ["has note"]),
        ("-has:note", ["-has note"]),
        ("has:notes", ["has note"]),
        ("has:member-rule", ["has member_rule"]),
        ("has:member_rules", ["has member_rule"]),
        ("has:note,tag", ["has note or tag"]),
        ("has:membership", ["has membership or membership"]),
        ("tag:renew transport", ["tag=renew", "transport"]),
        ('topic:"the ""green"" city"', ['topic=the "green" city']),
        # Or, and, not, brackets
        ("a or b", ["(a or b)"]),
        ("a OR b", ["(a or b)"]),
        ("a|b", ["(a or b)"]),
        ("a | b", ["(a or b)"]),
        ("a or b or c", ["(a or b or c)"]),
        ("a b or c d", ["((a b) or (c d))"]),
        ("a (b or c) d", ["a", "(b or c)", "d"]),
        ("(a b) c", ["a", "b", "c"]),
        ("(a b) or c", ["((a b) or c)"]),
        ("a or (b (c or -d))", ["(a or (b (c or -d)))"]),
        ("-(a b)", ["-(a b)"]),
        ("-(a or b)", ["-(a or b)"]),
        ("-(-a)", ["--a"]),
        ("-(a)", ["-a"]),
        ("(((a)))", ["a"]),
        ("a AND b", ["a", "b"]),
        ("a NOT b", ["a", "-b"]),
        ("NOT a or NOT (b c)", ["(-a or -(b c))"]),
        ("NOT NOT a", ["a"]),
        ("NOT -a", ["a"]),
        ("a AND NOT b", ["a", "-b"]),
        ("a and not b", ["a", "and", "not", "b"]),
        ("vienna(region)", ["vienna", "region"]),
        ("topic:a or -topic:b", ["(topic=a or -topic=b)"]),
        ("()", []),
        ("a () b", ["a", "b"]),
        # A word that joins nothing is one to be found
        ("or", ["or"]),
        ("a or", ["a", "or"]),
        ("or a", ["or", "a"]),
        ("(a or) b", ["a", "or", "b"]),
        ("a or or b", ["((a or) or b)"]),
        ('a "or" b', ["a", "“or”", "b"]),
        ("NOT", ["NOT"]),
        ("AND a", ["AND", "a"]),
        # What no field declares
        ("unsourced:yes", ["unsourced"]),
        ("unsourced:no", ["-unsourced"]),
        ("-unsourced:YES", ["-unsourced"]),
        ("stale:>2y", ["before 2022-02-28"]),
        ("stale:2y", ["before 2022-02-28"]),
        ("stale:>4Y", ["before 2020-02-29"]),
        ("stale:>=18m", ["before 2022-08-29"]),
        ("stale:>1w", ["before 2024-02-22"]),
        ("stale:>60d", ["before 2023-12-31"]),
        ("stale:<2020", ["before 2020-01-01"]),
        ("stale:<2020-05", ["before 2020-05-01"]),
        ("-stale:>2y", ["-before 2022-02-28"]),
        ("as-of:2015-06-30 a", ["a"]),
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
        ("country:XX", "“XX” after “country:” cannot be searched for."),
        ("members:100..50", "“100..50” after “members:” cannot be searched for."),
        ("members:" + "9" * 30, "” after “members:” cannot be searched for."),
        (
            "country:atlantis",
            "“atlantis” after “country:” cannot be searched for. Write the name of a country, ",
        ),
        (
            "topic:" + ",".join("ab" * 60),
            f"A search takes no more than {MOST_VALUES} values; “topic:” with 120 of them was ",
        ),
        ("x " * (MOST_TERMS + 1), f"Only the first {MOST_TERMS} words were searched."),
        ("a" + "()" * MOST_TOKENS, f"Only the first {MOST_TOKENS} words and brackets were "),
        ("(" + "x " * (MOST_TERMS + 1) + ")", f"Only the first {MOST_TERMS} words were searched."),
        ("x" + " " * LONGEST, "Only the first 10,000 characters were searched."),
        (
            "x" * (LONGEST_TERM + 1),
            f"Only the first {LONGEST_TERM} characters of “{'x' * 40}…” were searched.",
        ),
        (
            '"public transport',
            "“public transport” is not closed; its last word may go on.",
        ),
        (
            'topic:"public transport',
            "The quotation mark before “public transport” is not closed; ",
        ),
        (
            "transport (energy or water",
            "The bracket that opens at “(energy” is not closed; it was read as closed at the end.",
        ),
        ("energy) or water", "The bracket that closes at “energy)” was never opened; it was "),
        ("(" * 30 + "x" + ")" * 30, f"Brackets are read {MOST_DEPTH} deep; those further in "),
        ("a |", "“|” has nothing to join on one side; it was left out."),
        ("| a", "“|” has nothing to join on one side; it was left out."),
        ("contry:PL", "it was left out of the search. Did you mean “country:”?"),
        ("unsorced:yes", "it was left out of the search. Did you mean “unsourced:”?"),
        ("unsourced:maybe", "“maybe” after “unsourced:” cannot be searched for. Write yes or no."),
        ("unsourced:yes,no", "“yes,no” after “unsourced:” cannot be searched for."),
        ("stale:yes", "“yes” after “stale:” cannot be searched for. Write >2y, >18m or <2020."),
        ("stale:>99999y", "“>99999y” after “stale:” cannot be searched for."),
        ("stale:<2y", "“<2y” after “stale:” cannot be searched for."),
        ("as-of:soon", "Write a day such as 2015-06-30, or a year."),
        ("as-of:2015,2016", "“2015,2016” after “as-of:” cannot be searched for."),
        ("as-of:2015 as-of:2016", "A search is asked as of one day; “as-of:2016” was left out."),
        ("-as-of:2015", "A search is asked as of one day; “as-of:2015” was left out."),
        (
            "founded:[1951..]",
            "“[1951..]” after “founded:” cannot be searched for. Write 1986, 1980..1990 or ",
        ),
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


def test_of_many_problems_the_first_are_told_and_how_many_more_there_are():
    problems = read("".join(f"x{number}:a " for number in range(8))).problems
    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1] == "3 more of this kind: shorten the search."


def test_what_a_sentence_repeats_can_be_printed_and_is_short():
    (problem,) = read("founded:\x00\u202e" + "9" * 400).problems
    assert problem.isprintable()
    assert len(problem) < 160


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("transport", ""),
        ("as-of:2015-06-30 transport", "2015-06-30"),
        ("as-of:2015", "2015-12-31"),
        ("as-of:2016-02", "2016-02-29"),
        ("as-of:2015 transport as-of:2015-12-31", "2015-12-31"),
        ("transport (as-of:2015 or vienna)", "2015-12-31"),
    ],
)
def test_a_search_is_asked_as_of_a_day(text, day):
    query = read(text)
    assert (query.day, query.problems) == (day, ())


def test_nothing_is_wrong_with_brackets_that_close_after_the_last_word_searched():
    (problem,) = read("(" + "x " * (MOST_TERMS + 1) + ")").problems
    assert "bracket" not in problem


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


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_no_field_takes_a_word_that_is_taken(section):
    assert not set(words_of(SCHEMA, section.kind)) & set(OwnWord)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Actor, ["has", "unsourced", "stale", "as-of"]),
        (Source, ["has", "as-of"]),
        (Note, ["as-of"]),
    ],
)
def test_only_of_what_has_facts_one_can_ask_for_their_sources(kind, words):
    assert list(own_words_of(SCHEMA, kind)) == words


def test_facts_are_the_record_and_all_that_hangs_on_it_at_whatever_remove():
    ways = [tuple(kind for kind, _ in way) for way in ways_to_facts(SCHEMA, Actor)]
    assert () in ways
    assert (Event,) in ways
    assert (Event, Participant) in ways
    assert not {Note, Tag} & {kind for way in ways for kind in way}


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
    taken = []
    for _ in range(3):  # others may be at work
        start = time.perf_counter()
        query = read(text, section)
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.1
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
    assert read(asked, NETWORKS).plain_words() == words
