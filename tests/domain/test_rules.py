from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcatalog.domain.choices import Qualifier
from netcatalog.domain.fields import Kind, field_named, fields_of, held_by, held_by_told
from netcatalog.domain.records import (
    RECORDS,
    Actor,
    Event,
    Figure,
    Identifier,
    MemberRule,
    Membership,
    Name,
    Note,
    Source,
    Statement,
    Tag,
    Target,
)
from netcatalog.domain.rules import LONGEST, Fault, Problem, first_problem, problems
from tests import anything, make


@pytest.mark.parametrize("kind", RECORDS)
def test_what_tests_start_from_is_valid(kind):
    assert problems(make.record(kind)) == []


@pytest.mark.parametrize(
    ("kind", "given", "field", "fault"),
    [
        (Name, {"text": ""}, "text", Fault.MISSING),
        (Name, {"text": "  \n "}, "text", Fault.MISSING),
        (Source, {"title": "\u3000"}, "title", Fault.MISSING),
        (Name, {"actor": None}, "actor", Fault.MISSING),
        (Identifier, {"scheme": ""}, "scheme", Fault.MISSING),
        (Membership, {"network": None}, "network", Fault.MISSING),
        (Name, {"text": "a\x00b"}, "text", Fault.NOT_WRITABLE),
        (Name, {"text": "\x1b[31m"}, "text", Fault.NOT_WRITABLE),
        (Name, {"text": "\ud800"}, "text", Fault.NOT_WRITABLE),
        (Source, {"text": "x" * (LONGEST + 1)}, "text", Fault.TOO_LONG),
        (Event, {"date": "soon"}, "date", Fault.NOT_A_DATE),
        (Event, {"date": "  "}, "date", Fault.NOT_A_DATE),
        (Event, {"date": "2019-02-30"}, "date", Fault.NOT_A_DATE),
        (Event, {"as_of": "yesterday"}, "as_of", Fault.NOT_A_DATE),
        (Actor, {"country": "pl"}, "country", Fault.NOT_A_COUNTRY),
        (Actor, {"country": "POL"}, "country", Fault.NOT_A_COUNTRY),
        (Actor, {"country": "PL\n"}, "country", Fault.NOT_A_COUNTRY),
        (Actor, {"country": " "}, "country", Fault.NOT_A_COUNTRY),
        (Name, {"language": "french"}, "language", Fault.NOT_A_LANGUAGE),
        (Name, {"language": "FR"}, "language", Fault.NOT_A_LANGUAGE),
        (Actor, {"website": "emta.com"}, "website", Fault.NOT_AN_ADDRESS),
        (Actor, {"website": "http://"}, "website", Fault.NOT_AN_ADDRESS),
        (Actor, {"website": "http://:80"}, "website", Fault.NOT_AN_ADDRESS),
        (Actor, {"website": "http://[emta"}, "website", Fault.NOT_AN_ADDRESS),
        (Actor, {"website": "http://emta.com/a b"}, "website", Fault.NOT_AN_ADDRESS),
        (Actor, {"website": "http://emta.com/\na"}, "website", Fault.NOT_AN_ADDRESS),
        (Actor, {"website": "javascript:alert(1)"}, "website", Fault.NOT_AN_ADDRESS),
        (Actor, {"website": "file:///etc/passwd"}, "website", Fault.NOT_AN_ADDRESS),
        (Actor, {"population": -1}, "population", Fault.NEGATIVE),
        (Actor, {"population": 2**63}, "population", Fault.OUT_OF_RANGE),
        (Actor, {"latitude": 90.1}, "latitude", Fault.OUT_OF_RANGE),
        (Actor, {"latitude": math.nan}, "latitude", Fault.OUT_OF_RANGE),
        (Actor, {"longitude": -180.1}, "longitude", Fault.OUT_OF_RANGE),
        (Target, {"change": math.nan}, "change", Fault.OUT_OF_RANGE),
        (Target, {"change": -math.inf}, "change", Fault.OUT_OF_RANGE),
        (Name, {"start": 1, "end": 2}, "source", Fault.NO_SOURCE),
        (Name, {"source": 1, "start": 1}, "end", Fault.NOT_A_STRETCH),
        (Name, {"source": 1, "end": 1}, "end", Fault.NOT_A_STRETCH),
        (Name, {"source": 1, "start": 2, "end": 2}, "end", Fault.NOT_A_STRETCH),
        (Name, {"source": 1, "start": -1, "end": 2}, "start", Fault.NEGATIVE),
        (Figure, {"low": None}, "low", Fault.NO_NUMBER),
        (Figure, {"qualifier": Qualifier.BETWEEN}, "high", Fault.NO_SECOND_NUMBER),
        (
            Figure,
            {"qualifier": Qualifier.BETWEEN, "low": None, "high": 1},
            "low",
            Fault.NO_SECOND_NUMBER,
        ),
        (Figure, {"low": 2, "high": 1}, "high", Fault.NOT_ORDERED),
        (
            MemberRule,
            {"population_min": 2, "population_max": 1},
            "population_max",
            Fault.NOT_ORDERED,
        ),
        (Membership, {"member": 1, "network": 1}, "member", Fault.ITSELF),
        (Note, {"actor": None}, "actor", Fault.NO_OWNER),
        (Tag, {"actor": 1, "source": 1}, "actor", Fault.NO_OWNER),
    ],
)
def test_a_fault_is_told_of_its_field(kind, given, field, fault):
    bad = make.record(kind, **given)
    assert problems(bad) == [Problem(field, fault)]
    assert first_problem(kind, held_by([make.record(kind), bad])) == Problem(field, fault)


@given(st.sampled_from(RECORDS).flatmap(lambda kind: anything.records(kind, bad=True)))
def test_one_of_many_is_judged_as_it_is_alone(record):
    good = make.record(type(record))
    together = first_problem(type(record), held_by([good, record, good]))
    assert together in (problems(record) or [None])


def test_what_is_not_told_of_one_that_needs_it_is_missing():
    told = held_by_told(Name, [{"actor": 1, "text": "Łódź"}, {"actor": 1}])
    assert first_problem(Name, told) == Problem("text", Fault.MISSING)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Name, {"text": "Łódź\u200d’s “city”"}),
        (Source, {"text": "two\nlines\tand\r\na tab"}),
        (Event, {"date": ""}),
        (Event, {"date": "[1951..]"}),
        (Actor, {"country": "XK"}),
        (Actor, {"latitude": -90, "longitude": 180.0}),
        (Actor, {"population": 2**63 - 1}),
        (Actor, {"website": "https://münchen.de:8080/a?b=c#d"}),
        (Name, {"language": "sr-Latn"}),
        (Name, {"language": "zh-Hant-TW"}),
        (Name, {"source": 1, "start": 0, "end": 1}),
        (Name, {"source": 1}),
        (Target, {"change": -20.0}),
        (Figure, {"low": 1, "high": 1}),
        (Figure, {"low": None, "high": 1}),
        (Figure, {"qualifier": Qualifier.BETWEEN, "low": 1, "high": 2}),
        (Note, {"membership": 1}),
        (Statement, {"text": "x" * 100_000}),
    ],
)
def test_what_is_in_order_has_no_fault(kind, given):
    assert problems(make.record(kind, **given)) == []


def test_all_faults_are_told_at_once():
    bad = make.record(Actor, country="pl", website="emta.com", population=-1)
    assert {problem.field for problem in problems(bad)} == {"country", "website", "population"}


@pytest.mark.parametrize("fault", Fault)
def test_a_fault_is_said_in_a_sentence(fault):
    assert fault.label[0].isupper() or fault.label.startswith("“")
    assert fault.label.endswith(".")


@given(st.sampled_from(RECORDS).flatmap(lambda kind: anything.records(kind, bad=True)))
def test_every_fault_is_of_a_field_the_record_has(record):
    for problem in problems(record):
        assert field_named(type(record), problem.field)


@pytest.mark.parametrize("kind", RECORDS)
def test_every_required_field_is_asked_for(kind):
    for field in fields_of(kind):
        if field.required and field.kind not in {Kind.FLAG, Kind.CHOICE}:
            empty = make.record(kind, **{field.name: None})
            assert Problem(field.name, Fault.MISSING) in problems(empty)
