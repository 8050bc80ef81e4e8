"""The walk through the seed text: each thing it says, and the record that it became.

The rows stand in the order of the text. Each gives words of the text, the type of record, the
actor it is said of, and values that exactly one such record must have; "" and None are values
too, where the text is silent. Records referred to are given by name.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from netcatalog.domain.fields import Kind, field_named, fields_of
from netcatalog.domain.records import (
    Actor,
    Agreement,
    Body,
    Document,
    Event,
    Figure,
    MemberRule,
    Membership,
    Name,
    Participant,
    Party,
    Presence,
    Programme,
    Relation,
    Source,
    Sourced,
    Statement,
    Target,
    Topic,
)
from netcatalog.services.seed import seed_changes

SEED = Path(__file__).parents[1] / "db" / "seed"

COVENANT = "Covenant of Mayors"
EMTA_MEMBERS = "Its members include Prague, Warsaw, Budapest and Vienna"
INSTRUMENTS = "a wide range of Forums, Working Groups, Projects, activities and events"
PLOCK = "CIFAL centre in Płock"
WOLG = "World Organisation of Local Governments"

TABLE = [
    # 1. Council of European Municipalities and Regions
    (
        "Council of European Municipalities and Regions (CEMR/CCRE)",
        Actor,
        "CEMR",
        {"kind": "network", "is_network": True, "country": "", "place": ""},
    ),
    (
        "Council of European Municipalities and Regions",
        Name,
        "CEMR",
        {
            "text": "Council of European Municipalities and Regions",
            "type": "official",
            "language": "en",
        },
    ),
    ("CEMR", Name, "CEMR", {"text": "CEMR", "type": "acronym", "language": "en"}),
    ("CCRE", Name, "CEMR", {"text": "CCRE", "type": "acronym", "language": "fr"}),
    (
        "was founded in Geneva in 1951 by a group of European mayors",
        Event,
        "CEMR",
        {"type": "founded", "date": "1951", "place": "Geneva", "time_quoted": ""},
    ),
    (
        "by a group of European mayors",
        Participant,
        "CEMR",
        {"event": "founded", "actor": "European mayors", "role": "founder"},
    ),
    ("a group of European mayors", Actor, "European mayors", {"kind": "group"}),
    ("European mayors", Name, "European mayors", {"type": "descriptive", "language": "en"}),
    (
        "Council of European Municipalities",
        Name,
        "CEMR",
        {"text": "Council of European Municipalities", "type": "former", "language": "en"},
    ),
    (
        "later, it opened its ranks to the regions",
        Event,
        "CEMR",
        {
            "type": "scope_widened",
            "date": "[1951..]",
            "time_quoted": "later",
            "detail": "opened its ranks to the regions",
        },
    ),
    (
        "and became the Council of European Municipalities and Regions",
        Event,
        "CEMR",
        {"type": "renamed", "date": "[1951..]", "time_quoted": "later", "place": ""},
    ),
    (
        "Conseil des Communes et Régions d'Europe in French",
        Name,
        "CEMR",
        {"text": "Conseil des Communes et Régions d'Europe", "language": "fr"},
    ),
    (
        "Today, it is the largest organisation of local and regional government in Europe",
        Statement,
        "CEMR",
        {
            "type": "claim",
            "text": "the largest organisation of local and regional government in Europe",
            "time_quoted": "Today",
        },
    ),
    (
        "its members are national associations of towns, municipalities and regions",
        MemberRule,
        "CEMR",
        {"admits": "national associations of towns, municipalities and regions", "area": ""},
    ),
    (
        "from over 35 countries",
        Figure,
        "CEMR",
        {"measure": "countries", "qualifier": "over", "low": 35, "high": None},
    ),
    (
        "these associations represent some 100,000 local and regional authorities",
        Figure,
        "CEMR",
        {
            "measure": "represented",
            "qualifier": "about",
            "low": 100_000,
            "high": 100_000,
            "directness": "represented",
            "member_kind": "local and regional authorities",
        },
    ),
    # 2. Covenant of Mayors
    (
        "The Covenant of Mayors is a grouping",
        Actor,
        COVENANT,
        {
            "kind": "network",
            "is_network": True,
            "remark": "An initiative: the text calls it a grouping.",
        },
    ),
    ("Covenant of Mayors", Name, COVENANT, {"type": "official", "language": "en"}),
    (
        "a grouping of local and regional authorities",
        MemberRule,
        COVENANT,
        {"admits": "local authorities, regional authorities"},
    ),
    (
        "come together with the aim of meeting and exceeding the EU's target",
        Statement,
        COVENANT,
        {
            "type": "aim",
            "text": (
                "come together with the aim of meeting and exceeding the EU's target of reducing"
                " carbon dioxide emissions by 20% by 2020"
            ),
        },
    ),
    (
        "the EU's target of reducing carbon dioxide emissions by 20% by 2020",
        Target,
        COVENANT,
        {
            "owner": "European Union",
            "indicator": "CO2 emissions",
            "change": -20.0,
            "unit": "%",
            "deadline": "2020",
            "baseline": "",
            "stance": "meet_and_exceed",
        },
    ),
    (
        "the EU's target",
        Actor,
        "European Union",
        {"kind": "intergovernmental", "is_network": False},
    ),
    (
        "the EU's target",
        Name,
        "European Union",
        {"text": "European Union", "remark": "The text has the acronym only."},
    ),
    ("EU's", Name, "European Union", {"text": "EU", "type": "acronym"}),
    # 3. EUROCITIES
    (
        "EUROCITIES is the network of major European cities",
        Actor,
        "EUROCITIES",
        {"kind": "network", "is_network": True},
    ),
    ("EUROCITIES", Name, "EUROCITIES", {"text": "EUROCITIES", "type": "official"}),
    (
        "the network of major European cities",
        Statement,
        "EUROCITIES",
        {"type": "trait", "text": "the network of major European cities"},
    ),
    (
        "the network of major European cities",
        MemberRule,
        "EUROCITIES",
        {"admits": "major cities", "area": "Europe"},
    ),
    (
        "Founded in 1986",
        Event,
        "EUROCITIES",
        {"type": "founded", "date": "1986", "place": ""},
    ),
    (
        "brings together the local governments of more than 120 large cities",
        Figure,
        "EUROCITIES",
        {
            "measure": "members",
            "qualifier": "over",
            "low": 120,
            "high": None,
            "member_kind": "local governments of large cities",
        },
    ),
    (
        "in over 30 European countries",
        Figure,
        "EUROCITIES",
        {"measure": "countries", "qualifier": "over", "low": 30, "high": None, "area": "Europe"},
    ),
    (
        "provides a platform for its member cities",
        Statement,
        "EUROCITIES",
        {"type": "method", "text": "provides a platform for its member cities"},
    ),
    *(
        (words, Statement, "EUROCITIES", {"type": "purpose", "text": words})
        for words in (
            "share knowledge and ideas",
            "exchange experiences",
            "analyse common problems",
            "develop innovative solutions",
        )
    ),
    *(
        (INSTRUMENTS, Statement, "EUROCITIES", {"type": "instrument", "text": text})
        for text in (
            "a wide range of Forums",
            "a wide range of Working Groups",
            "a wide range of Projects",
            "a wide range of activities",
            "a wide range of events",
        )
    ),
    (
        "active across a wide range of policy areas",
        Statement,
        "EUROCITIES",
        {"type": "trait", "text": "active across a wide range of policy areas"},
    ),
    *(
        (words, Topic, "EUROCITIES", {"label": words, "list_complete": False})
        for words in (
            "economic development and cohesion policy",
            "provision of public services",
            "environment",
            "transport and mobility",
            "employment and social affairs",
            "culture",
            "education",
            "information and knowledge society",
            "governance and international cooperation",
        )
    ),
    # 4. European Metropolitan Transport Authorities
    (
        "European Metropolitan Transport Authorities",
        Actor,
        "EMTA",
        {"kind": "network", "is_network": True},
    ),
    (
        "European Metropolitan Transport Authorities",
        Name,
        "EMTA",
        {"text": "European Metropolitan Transport Authorities", "type": "official"},
    ),
    ("EMTA", Name, "EMTA", {"text": "EMTA", "type": "acronym"}),
    (
        "EMTA aims to promote good practice in public transport",
        Statement,
        "EMTA",
        {"type": "aim", "text": "promote good practice in public transport"},
    ),
    ("public transport", Topic, "EMTA", {"label": "public transport"}),
    (
        "by bringing together the authorities",
        Statement,
        "EMTA",
        {
            "type": "method",
            "text": (
                "bringing together the authorities responsible for public transport in the main"
                " European cities"
            ),
        },
    ),
    (
        "the authorities responsible for public transport in the main European cities",
        MemberRule,
        "EMTA",
        {
            "admits": "authorities responsible for public transport",
            "condition": "of main cities",
            "area": "Europe",
        },
    ),
    *(
        (
            EMTA_MEMBERS,
            Membership,
            "EMTA",
            {
                "member": f"{city} (transport authority)",
                "network": "European Metropolitan Transport Authorities",
                "member_as_quoted": city,
                "list_complete": False,
                "status": "member",
                "remark": "The city stands for its transport authority.",
            },
        )
        for city in ("Prague", "Warsaw", "Budapest", "Vienna")
    ),
    *(
        (
            city,
            Actor,
            city,
            {
                "kind": "authority",
                "level": "municipality",
                "country": country,
                "country_inferred": True,
                "is_network": False,
            },
        )
        for city, country in (
            ("Prague", "CZ"),
            ("Warsaw", "PL"),
            ("Budapest", "HU"),
            ("Vienna", "AT"),
        )
    ),
    *(
        (city, Name, city, {"text": city, "type": "as_quoted", "language": "en"})
        for city in ("Prague", "Warsaw", "Budapest", "Vienna")
    ),
    *(
        (
            city,
            Actor,
            f"{city} (transport authority)",
            {
                "kind": "authority",
                "level": "public_body",
                "country": country,
                "country_inferred": True,
            },
        )
        for city, country in (
            ("Prague", "CZ"),
            ("Warsaw", "PL"),
            ("Budapest", "HU"),
            ("Vienna", "AT"),
        )
    ),
    *(
        (
            city,
            Name,
            f"{city} (transport authority)",
            {"text": f"{city} (transport authority)", "type": "descriptive"},
        )
        for city in ("Prague", "Warsaw", "Budapest", "Vienna")
    ),
    *(
        (
            city,
            Relation,
            f"{city} (transport authority)",
            {"type": "located_in", "other": city},
        )
        for city in ("Prague", "Warsaw", "Budapest", "Vienna")
    ),
    # 5. ICLEI
    (
        "ICLEI is a democratic local government association",
        Actor,
        "ICLEI",
        {
            "kind": "association",
            "is_network": True,
            "remark": "The text calls it a local government association.",
        },
    ),
    ("ICLEI", Name, "ICLEI", {"text": "ICLEI", "type": "acronym"}),
    ("democratic", Statement, "ICLEI", {"type": "trait", "text": "democratic"}),
    (
        "governed by its members",
        Statement,
        "ICLEI",
        {"type": "trait", "text": "governed by its members"},
    ),
    (
        "The ICLEI Council, made up of all members, convenes every three years",
        Body,
        "ICLEI",
        {
            "name": "ICLEI Council",
            "kind": "council",
            "composition": "all members",
            "meeting_interval": 36,
            "task": "discuss and decide upon the Strategic Plan",
            "seats": None,
        },
    ),
    (
        "decide upon the Strategic Plan",
        Document,
        "ICLEI",
        {
            "title": "Strategic Plan",
            "kind": "strategic_plan",
            "decided_by": "ICLEI Council",
            "interval": None,
        },
    ),
    (
        "on which the annual work programmes are based",
        Document,
        "ICLEI",
        {
            "title": "annual work programmes",
            "kind": "work_programme",
            "interval": 12,
            "based_on": "Strategic Plan",
        },
    ),
    (
        "elects the Executive Committee comprised of 21 individuals representing all regions",
        Body,
        "ICLEI",
        {
            "name": "Executive Committee",
            "kind": "committee",
            "elected_by": "ICLEI Council",
            "seats": 21,
            "composition": "individuals",
            "represents": "all regions of the world",
            "meeting_interval": None,
        },
    ),
    (
        "In Europe, ICLEI counts more than 180 local authorities and municipal associations",
        Figure,
        "ICLEI",
        {
            "measure": "members",
            "qualifier": "over",
            "low": 180,
            "high": None,
            "member_kind": "local authorities and municipal associations",
            "area": "Europe",
        },
    ),
    (
        "ICLEI runs EcoMobility a global campaign on sustainable urban transport",
        Programme,
        "ICLEI",
        {
            "name": "EcoMobility",
            "kind": "campaign",
            "reach": "global",
            "topic": "sustainable urban transport",
            "run_as": "EcoMobility",
        },
    ),
    ("EcoMobility a global campaign", Actor, "EcoMobility", {"kind": "campaign"}),
    ("called EcoMobility", Name, "EcoMobility", {"text": "EcoMobility"}),
    ("ICLEI runs EcoMobility", Relation, "ICLEI", {"type": "runs", "other": "EcoMobility"}),
    (
        "sustainable urban transport",
        Topic,
        "EcoMobility",
        {"label": "sustainable urban transport"},
    ),
    # 6. CIFAL
    ("Each CIFAL Associated Centre", Actor, "CIFAL", {"kind": "network", "is_network": True}),
    ("CIFAL stands for", Name, "CIFAL", {"text": "CIFAL", "type": "acronym", "language": ""}),
    (
        "Centre International de Formation des Autorités Locales",
        Name,
        "CIFAL",
        {
            "text": "Centre International de Formation des Autorités Locales",
            "type": "official",
            "language": "fr",
        },
    ),
    ("Each CIFAL Associated Centre", MemberRule, "CIFAL", {"admits": "Associated Centres"}),
    *(
        (words, Statement, "CIFAL", {"type": "instrument", "text": words})
        for words in ("capacity building", "knowledge sharing")
    ),
    *(
        (words, Statement, "CIFAL", {"type": "stakeholder", "text": words})
        for words in (
            "local authorities",
            "national governments",
            "international organizations",
            "the private sector",
            "civil society",
        )
    ),
    (
        "is to achieve sustainable urbanisation",
        Statement,
        "CIFAL",
        {
            "type": "aim",
            "text": (
                "The main objective of the training activities conducted in the CIFAL centres is"
                " to achieve sustainable urbanisation"
            ),
        },
    ),
    (
        "in the context of increasing responsibilities of local authorities",
        Statement,
        "CIFAL",
        {
            "type": "context",
            "text": "in the context of increasing responsibilities of local authorities",
        },
    ),
    ("sustainable urbanisation", Topic, "CIFAL", {"label": "sustainable urbanisation"}),
    (
        "the training activities conducted in the CIFAL centres",
        Programme,
        "CIFAL",
        {"name": "training activities", "kind": "training", "topic": "sustainable urbanisation"},
    ),
    (
        "One of the priorities is to encourage South-South, East/East cooperation",
        Statement,
        "CIFAL",
        {
            "type": "priority",
            "text": (
                "One of the priorities is to encourage South-South, East/East cooperation between"
                " local authorities"
            ),
            "remark": "Not the only one.",
        },
    ),
    (
        "in order to improve access to basic services",
        Statement,
        "CIFAL",
        {"type": "purpose", "text": "improve access to basic services"},
    ),
    *(
        (words, Topic, "CIFAL", {"label": label, "list_complete": False})
        for words, label in (
            ("South-South, East/East cooperation", "South-South cooperation"),
            ("East/East cooperation", "East/East cooperation"),
            ("access to basic services", "access to basic services"),
        )
    ),
    (
        "recognises the CIFAL network as the world training arm targeting and working with",
        Agreement,
        "CIFAL",
        {
            "subject": (
                "recognises the CIFAL network as the world training arm targeting and working"
                " with local authorities"
            ),
            "role": "world training arm",
            "beneficiaries": "local authorities",
            "date": "",
        },
    ),
    (
        "recognises the CIFAL network",
        Party,
        "CIFAL",
        {"actor": "CIFAL", "on_behalf_of": ""},
    ),
    (
        "with UN-HABITAT, on behalf of UN Agencies",
        Party,
        "CIFAL",
        {"actor": "UN-HABITAT", "on_behalf_of": "UN Agencies"},
    ),
    (
        "new World Organisation of Local Governments, on behalf of all associations",
        Party,
        "CIFAL",
        {
            "actor": WOLG,
            "on_behalf_of": "all associations of local authorities",
            "time_quoted": "new",
        },
    ),
    ("UN-HABITAT", Actor, "UN-HABITAT", {"kind": "intergovernmental", "is_network": False}),
    ("UN-HABITAT", Name, "UN-HABITAT", {"text": "UN-HABITAT", "type": "official"}),
    (
        "the new World Organisation of Local Governments",
        Actor,
        WOLG,
        {"kind": "association", "is_network": False, "time_quoted": "new"},
    ),
    ("World Organisation of Local Governments", Name, WOLG, {"text": WOLG, "type": "official"}),
    (
        "There is one centre in the CEI-region",
        Figure,
        "CIFAL",
        {
            "measure": "centres",
            "qualifier": "exactly",
            "low": 1,
            "high": 1,
            "area": "CEI region",
        },
    ),
    (
        "There is one centre in the CEI-region",
        Presence,
        "CIFAL",
        {"area": "CEI region", "weight": "one_centre", "country": ""},
    ),
    (
        "one centre in the CEI-region, in Plock in Poland",
        Actor,
        PLOCK,
        {
            "kind": "centre",
            "country": "PL",
            "country_inferred": False,
            "place": "Płock",
            "is_network": False,
        },
    ),
    ("in Plock in Poland", Name, PLOCK, {"text": PLOCK, "type": "descriptive"}),
    ("Plock", Name, PLOCK, {"text": "Plock", "type": "as_quoted"}),
    ("There is one centre", Relation, PLOCK, {"type": "part_of", "other": "CIFAL"}),
    # 7. Polis
    ("Polis is a network", Actor, "Polis", {"kind": "network", "is_network": True}),
    ("Polis", Name, "Polis", {"text": "Polis", "type": "official"}),
    (
        "a network of European cities and regions",
        MemberRule,
        "Polis",
        {"admits": "cities, regions", "area": "Europe"},
    ),
    (
        "working together to deploy innovative technologies and policies",
        Statement,
        "Polis",
        {
            "type": "method",
            "text": "working together to deploy innovative technologies and policies",
        },
    ),
    (
        "for a more sustainable mobility",
        Statement,
        "Polis",
        {"type": "aim", "text": "a more sustainable mobility"},
    ),
    ("sustainable mobility", Topic, "Polis", {"label": "sustainable mobility"}),
    (
        "It has around 60 members",
        Figure,
        "Polis",
        {"measure": "members", "qualifier": "about", "low": 60, "high": 60},
    ),
    (
        "based mainly in Western Europe",
        Presence,
        "Polis",
        {"area": "Western Europe", "weight": "mainly", "country": ""},
    ),
    *(
        (
            "members in Hungary and the Czech Republic",
            Presence,
            "Polis",
            {
                "area": area,
                "country": country,
                "weight": "also",
                "remark": "Its members there are neither named nor counted.",
            },
        )
        for area, country in (("Hungary", "HU"), ("Czech Republic", "CZ"))
    ),
]


class Walk:
    """The seed, with references shown as names and each record's actor known."""

    def __init__(self, records):
        self.records = records
        self.by_id = {record.id: record for record in records}
        self.text = records[0].text

    def find(self, kind, of, values=()):
        """Return the records of a type said of an actor that have these values."""
        return [
            record
            for record in self.records
            if type(record) is kind
            and of in self.names(self.actor_of(record))
            and all(self.shown(record, name) == value for name, value in dict(values).items())
        ]

    def actor_of(self, record):
        match record:
            case Actor():
                return record
            case Membership():
                return self.by_id[record.network]
            case Participant():
                return self.actor_of(self.by_id[record.event])
            case Party():
                return self.actor_of(self.by_id[record.agreement])
            case Sourced():
                return self.by_id[record.actor]
        return None

    def names(self, actor):
        return [
            record.text
            for record in self.records
            if isinstance(record, Name) and actor and record.actor == actor.id
        ]

    def shown(self, record, name):
        value = getattr(record, name)
        if field_named(type(record), name).kind is not Kind.REFERENCE or value is None:
            return value
        other = self.by_id[value]
        match other:
            case Actor():
                return self.names(other)[0]
            case Body():
                return other.name
            case Document():
                return other.title
        return other.type

    def words(self, record):
        return plain(self.text[record.start : record.end])


def plain(words):
    return words.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture(scope="module")
def walk():
    return Walk([change.after for change in seed_changes(SEED)])


@pytest.mark.parametrize(("words", "kind", "of", "values"), TABLE)
def test_the_text_becomes(walk, words, kind, of, values):
    assert words in plain(walk.text)
    (record,) = walk.find(kind, of, values)
    passage = walk.words(record)
    assert words in passage or passage in words


def test_the_source_is_named(walk):
    source = walk.records[0]
    assert source == Source(
        id=source.id,
        title="City networks covering sustainable transport",
        publisher='UNECE/UNEP clearing house "EST goes EAST"',
        address="https://esteast.unep.ch/contacts/city-networks-covering-sustainable-transport",
        language="en",
        text=source.text,
    )


def test_there_are_seven_networks(walk):
    networks = [r for r in walk.records if isinstance(r, Actor) and r.is_network]
    assert [walk.names(network)[0] for network in networks] == [
        "Council of European Municipalities and Regions",
        "Covenant of Mayors",
        "EUROCITIES",
        "European Metropolitan Transport Authorities",
        "ICLEI",
        "CIFAL",
        "Polis",
    ]


@pytest.mark.parametrize(
    ("of", "kind", "values", "count"),
    [
        ("CEMR", Name, {"type": "acronym"}, 2),
        ("CEMR", Event, {}, 3),
        ("CEMR", Figure, {}, 2),
        ("EUROCITIES", Statement, {"type": "purpose"}, 4),
        ("EUROCITIES", Statement, {"type": "instrument"}, 5),
        ("EUROCITIES", Topic, {}, 9),
        ("EMTA", Membership, {}, 4),
        ("ICLEI", Name, {}, 1),
        ("ICLEI", Body, {}, 2),
        ("ICLEI", Document, {}, 2),
        ("CIFAL", Statement, {"type": "instrument"}, 2),
        ("CIFAL", Statement, {"type": "stakeholder"}, 5),
        ("CIFAL", Party, {}, 3),
        ("CIFAL", Membership, {}, 0),
        ("Polis", Presence, {}, 3),
        ("Polis", Membership, {}, 0),
    ],
)
def test_the_text_lists_so_many(walk, of, kind, values, count):
    assert len(walk.find(kind, of, values)) == count


@pytest.mark.parametrize("name", ["as_of", "retrieved", "website", "active", "population"])
def test_what_the_text_never_says_stays_empty(walk, name):
    empty = {"", None}
    assert all(
        getattr(record, one.name) in empty
        for record in walk.records
        for one in fields_of(type(record))
        if one.name == name
    )


def test_the_city_of_a_centre_is_no_authority(walk):
    authorities = [r for r in walk.records if isinstance(r, Actor) and r.kind == "authority"]
    assert not [r for r in authorities if any("Płock" in name for name in walk.names(r))]


def test_every_record_has_its_row(walk):
    """Nothing is in the seed that the walk does not pass: a new fact wants its row."""
    rows = [record.id for row in TABLE for record in walk.find(*row[1:])]
    left = [r for r in walk.records if r.id not in rows and not isinstance(r, Source)]
    assert left == []
