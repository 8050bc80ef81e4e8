from __future__ import annotations

import datetime as dt

import pytest

from netcatalog.domain.choices import (
    ActorKind,
    AuthorityLevel,
    BodyKind,
    Directness,
    DocumentKind,
    EventType,
    IdentifierScheme,
    Measure,
    MembershipStatus,
    NameType,
    ProgrammeKind,
    Qualifier,
    Reach,
    RelationType,
    Stance,
    Weight,
)
from netcatalog.domain.fields import field_named
from netcatalog.domain.records import (
    RECORDS,
    Actor,
    Agreement,
    Body,
    Document,
    Event,
    Figure,
    Identifier,
    MemberRule,
    Membership,
    Name,
    Note,
    Participant,
    Party,
    Period,
    Presence,
    Programme,
    Relation,
    SavedMapping,
    SavedSearch,
    Source,
    Statement,
    Tag,
    Target,
    Topic,
)
from netcatalog.domain.wording import every, interval, name, number, sentence, short, value
from netcatalog.paths import bundled
from netcatalog.services.seed import seed_changes
from tests import make

LABELS = {
    ("actor", 1): "EMTA",
    ("actor", 2): "Łódź",
    ("body", 3): "General Assembly",
    ("document", 4): "Strategic Plan",
}

CITY = {"kind": ActorKind.AUTHORITY, "level": AuthorityLevel.MUNICIPALITY, "is_network": False}

SENTENCES = [
    (Actor, {}, "network"),
    (Actor, {"kind": ActorKind.ASSOCIATION}, "association with members"),
    (Actor, {"kind": ActorKind.ASSOCIATION, "is_network": False}, "association"),
    (Actor, CITY | {"country": "PL"}, "municipality in Poland"),
    (
        Actor,
        CITY | {"country": "PL", "country_inferred": True},
        "municipality in Poland (inferred)",
    ),
    (Actor, CITY | {"country": "ZZ"}, "municipality in ZZ"),
    (Actor, CITY | {"population": 672_185}, "municipality, 672\u202f185 inhabitants"),
    (Actor, CITY | {"population": 1}, "municipality, 1 inhabitant"),
    (Actor, {"place": "Płock", "country": "PL"}, "network in Płock, Poland"),
    (Actor, {"active": False}, "network, no longer active"),
    (Name, {}, "Alpha"),
    (Name, {"type": NameType.ACRONYM, "language": "fr"}, "Alpha (acronym, French)"),
    (Name, {"language": "sr-Latn"}, "Alpha (Serbian (Latin))"),
    (Name, {"language": "en-x-foo"}, "Alpha (en-x-foo)"),
    (Name, {"since": "1951", "until": "1986"}, "Alpha (from 1951 to 1986)"),
    (Name, {"since": "1951/.."}, "Alpha (since 1951)"),
    (Identifier, {"scheme": IdentifierScheme.LAU, "value": "10 61"}, "LAU 10 61"),
    (Event, {}, "Founded in 1986"),
    (Event, {"date": ""}, "Founded"),
    (Event, {"date": "1990~"}, "Founded about 1990"),
    (Event, {"date": "1986-05-06", "place": "Geneva"}, "Founded on 6 May 1986 in Geneva"),
    (Event, {"date": "", "time_quoted": "later"}, "Founded “later”"),
    (Event, {"detail": "by ten cities"}, "Founded in 1986: by ten cities"),
    (Event, {"type": EventType.OTHER, "detail": "moved"}, "Moved in 1986"),
    (Event, {"type": EventType.OTHER}, "Other event in 1986"),
    (Participant, {}, "Łódź"),
    (Participant, {"role": "founder"}, "Łódź, founder"),
    (Statement, {}, "promote public transport"),
    (MemberRule, {}, "cities"),
    (MemberRule, {"area": "Europe", "condition": "by vote"}, "cities in Europe, by vote"),
    (MemberRule, {"population_min": 50_000}, "cities, from 50\u202f000 inhabitants"),
    (
        MemberRule,
        {"population_min": 0, "population_max": 9, "fee_rule": "by size"},
        "cities, from 0 up to 9 inhabitants, by size",
    ),
    (Figure, {}, "35 members"),
    (Figure, {"qualifier": Qualifier.OVER}, "over 35 members"),
    (Figure, {"low": 1}, "1 member"),
    (Figure, {"low": 1, "measure": Measure.CENTRES, "area": "CEI"}, "1 centre in CEI"),
    (Figure, {"low": 1, "high": 3}, "1 to 3 members"),
    (Figure, {"low": None, "high": 9, "qualifier": Qualifier.AT_MOST}, "at most 9 members"),
    (
        Figure,
        {"low": 3, "high": 9, "qualifier": Qualifier.BETWEEN},
        "between 3 and 9 members",
    ),
    (Figure, {"member_kind": "large cities"}, "35 members: large cities"),
    (Figure, {"member_kind": "full members"}, "35 full members"),
    (
        Figure,
        {
            "measure": Measure.REPRESENTED,
            "qualifier": Qualifier.ABOUT,
            "low": 100_000,
            "member_kind": "authorities",
            "directness": Directness.REPRESENTED,
        },
        "about 100\u202f000 authorities represented (through its members)",
    ),
    (Topic, {}, "public transport"),
    (Presence, {}, "Europe"),
    (Presence, {"weight": Weight.MAINLY}, "mainly in Europe"),
    (Presence, {"weight": Weight.ONE_CENTRE}, "one centre in Europe"),
    (Body, {}, "General Assembly"),
    (Body, {"name": "Council", "kind": BodyKind.COUNCIL}, "Council"),
    (Body, {"kind": BodyKind.COUNCIL}, "General Assembly: council"),
    (
        Body,
        {"composition": "all members", "seats": 21, "elected_by": 3},
        "General Assembly: made up of all members; 21 seats; elected by General Assembly",
    ),
    (Body, {"seats": 1}, "General Assembly: 1 seat"),
    (Body, {"meeting_interval": 12}, "General Assembly: meets every year"),
    (
        Body,
        {"meeting_interval": 36, "represents": "all", "task": "decide"},
        "General Assembly: meets every 3 years; represents all; task: decide",
    ),
    (Programme, {}, "Green Lines"),
    (
        Programme,
        {"kind": ProgrammeKind.CAMPAIGN, "reach": Reach.GLOBAL, "topic": "trams"},
        "Green Lines: global campaign on trams",
    ),
    (Programme, {"run_as": 1}, "Green Lines: in the catalogue as EMTA"),
    (Programme, {"run_as": 1, "name": "EMTA"}, "EMTA"),
    (Programme, {"run_as": 99}, "Green Lines"),
    (Document, {"kind": DocumentKind.STRATEGIC_PLAN}, "Strategic plan"),
    (Document, {"kind": DocumentKind.STATUTES}, "Strategic plan: statutes"),
    (
        Document,
        {"interval": 24, "decided_by": 3, "based_on": 4},
        "Strategic plan: new every 2 years; decided by General Assembly; based on Strategic Plan",
    ),
    (Target, {}, "The target: emissions"),
    (
        Target,
        {
            "stance": Stance.MEET_AND_EXCEED,
            "owner": 1,
            "change": -20.0,
            "deadline": "2020",
            "baseline": "1990",
        },
        "To meet and exceed the target of EMTA: emissions −20 % by 2020 compared with 1990",
    ),
    (Target, {"change": 0.0}, "The target: emissions +0 %"),
    (Target, {"change": 2.5, "unit": "buses"}, "The target: emissions +2.5 buses"),
    (Agreement, {}, "cooperation"),
    (
        Agreement,
        {"role": "training arm", "beneficiaries": "cities", "date": "2004-06"},
        "cooperation; June 2004; recognised as training arm; for cities",
    ),
    (Party, {}, "Łódź"),
    (Party, {"on_behalf_of": "all cities"}, "Łódź on behalf of all cities"),
    (Relation, {}, "Part of Łódź"),
    (Relation, {"type": RelationType.RUNS, "detail": "since 2004"}, "Runs Łódź, since 2004"),
    (Membership, {}, "Łódź in EMTA"),
    (
        Membership,
        {"category": "associate", "status": MembershipStatus.OBSERVER},
        "Łódź in EMTA: associate, observer",
    ),
    (Period, {}, "since 2012"),
    (Period, {"since": "2012/.."}, "since 2012"),
    (Period, {"since": "", "until": "../2014"}, "until 2014"),
    (Period, {"since": "2012-05", "until": "2014~"}, "from May 2012 to about 2014"),
    (Period, {"since": ""}, "undated"),
    (Source, {}, "Annual report"),
    (Note, {}, "Ask about the fee"),
    (Note, {"text": "- one\n- two"}, "- one - two"),
    (Tag, {}, "renew"),
    (SavedSearch, {}, "Polish ones: Networks, country:PL"),
    (SavedSearch, {"text": ""}, "Polish ones: Networks"),
    (SavedMapping, {}, "EMTA's list"),
]


def label_of(key, record_id):
    return LABELS.get((key, record_id), "")


@pytest.mark.parametrize(("kind", "given", "said"), SENTENCES)
def test_a_record_reads_as_a_sentence(kind, given, said):
    assert sentence(make.record(kind, **given), label_of) == said


def test_every_record_type_has_a_sentence_of_its_own():
    assert {kind for kind, _, _ in SENTENCES} == set(RECORDS)
    assert set(RECORDS) <= set(sentence.registry)


def test_nothing_in_the_seed_is_said_carelessly():
    said = [
        sentence(change.after, lambda key, _: f"the {key}")
        for change in seed_changes(bundled("db") / "seed")
    ]
    for one in said:
        assert one == one.strip()
        assert not any(slip in one for slip in ("  ", " ,", " ;", ": :", "()", "None", " 1 year"))
        assert not one.endswith((":", ";", ",", "see"))


@pytest.mark.parametrize(
    ("kind", "called"),
    [(Body, "General Assembly"), (Document, "Strategic plan"), (Membership, "Łódź in EMTA")],
)
def test_those_who_refer_to_a_record_call_it_by_its_name_alone(kind, called):
    full = {"seats": 9} if kind is Body else {"interval": 9} if kind is Document else {}
    if kind is Membership:
        full = {"status": MembershipStatus.LEFT}
    assert name(make.record(kind, **full), label_of) == called


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (1, "1 month"),
        (18, "18 months"),
        (12, "1 year"),
        (36, "3 years"),
        (0, "0 years"),
        (12_000, "1\u202f000 years"),
    ],
)
def test_an_interval_is_said_in_years_where_it_can_be(months, said):
    assert interval(months) == said


@pytest.mark.parametrize(
    ("months", "said"),
    [(1, "every month"), (12, "every year"), (18, "every 18 months"), (132, "every 11 years")],
)
def test_what_comes_again_comes_every_so_often(months, said):
    assert every(months) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0"), (999, "999"), (1_000, "1\u202f000"), (-1_234_567, "−1\u202f234\u202f567")],
)
def test_a_number_has_thin_spaces_and_a_real_minus(count, said):
    assert number(count) == said


@pytest.mark.parametrize(
    ("kind", "field", "held", "said"),
    [
        (Actor, "kind", ActorKind.NETWORK, "network"),
        (Actor, "is_network", True, "yes"),
        (Actor, "is_network", False, "no"),
        (Actor, "active", None, ""),
        (Actor, "country", "PL", "Poland"),
        (Actor, "country", "", ""),
        (Actor, "population", 672_185, "672\u202f185 inhabitants"),
        (Actor, "population", 1, "1 inhabitant"),
        (Actor, "latitude", -51.75, "−51.75°"),
        (Body, "meeting_interval", 36, "3 years"),
        (Body, "elected_by", 3, "General Assembly"),
        (Event, "date", "1990~", "about 1990"),
        (Source, "language", "fr", "French"),
        (
            Note,
            "written",
            dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC),
            "2 January 2026, 03:04 UTC",
        ),
        (Note, "text", "**bold**", "**bold**"),
    ],
)
def test_a_value_is_said_as_its_kind_asks(kind, field, held, said):
    assert value(field_named(kind, field), held, label_of) == said


def test_a_long_note_is_cut_at_eighty_characters():
    assert short("word " * 40) == "word " * 15 + "word…"
    assert len(short("x" * 500)) == 80
    assert short("x" * 80) == "x" * 80
