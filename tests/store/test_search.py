from __future__ import annotations

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netcatalog.domain.choices import (
    ActorKind,
    Measure,
    MembershipStatus,
    NameType,
    RelationType,
    StatementType,
)
from netcatalog.domain.columns import TITLE, columns_of
from netcatalog.domain.pages import cell_text
from netcatalog.domain.query import Sort, words_of
from netcatalog.domain.query_parser import MOST_DEPTH
from netcatalog.domain.records import (
    SCHEMA,
    Actor,
    Body,
    Event,
    Figure,
    Identifier,
    Membership,
    Name,
    Note,
    Period,
    Relation,
    Source,
    Statement,
    Tag,
    Topic,
)
from netcatalog.domain.sections import (
    AUTHORITIES,
    MEMBERSHIPS,
    NETWORKS,
    NOTES,
    OTHERS,
    SECTIONS,
    SOURCES,
)
from netcatalog.services.opening import open_catalog
from netcatalog.store.search import Search
from tests import make
from tests.conftest import USER, clock
from tests.domain.test_query import HOSTILE

CEMR = "Council of European Municipalities and Regions"
EMTA = "European Metropolitan Transport Authorities"
SEVEN = ["CIFAL", CEMR, "Covenant of Mayors", "EUROCITIES", EMTA, "ICLEI", "Polis"]
CITIES = ["Budapest", "Prague", "Vienna", "Warsaw"]
BODIES = [f"{city} (transport authority)" for city in CITIES]
ADDED = ["Aarhus", "Athens", "Brussels (Region)", "Łódź", "Kyiv", "Praha Trams", "Zürich"]


@pytest.fixture(scope="module")
def shelf(seeded_file, tmp_path_factory):
    """The seed, and what the tables below need besides; nothing changes it."""
    path = tmp_path_factory.mktemp("shelf") / "shelf.netcatalog"
    shutil.copyfile(seeded_file, path)
    with open_catalog(path, user=USER, clock=clock) as catalog:
        fill(catalog)
        yield catalog


def fill(catalog):
    vienna = catalog.actor_named("Vienna")
    make.add(catalog, make.record(Name, actor=vienna, text="Wien", type=NameType.TRANSLATION))
    lodz = make.authority(catalog, "Łódź", country="PL", place="Śródmieście", population=672_185)
    make.authority(catalog, "Kyiv", "Київ", country="UA", population=2_952_301)
    make.authority(catalog, "Athens", "Αθήνα", country="GR")
    make.authority(catalog, "Zürich", country="CH")
    make.authority(catalog, "Aarhus", country="DK")
    make.authority(catalog, "Praha Trams")
    make.authority(catalog, "Brussels (Region)", "☂ 100%_sure")
    emta = catalog.actor_named("EMTA")
    (membership,) = make.add(
        catalog,
        make.record(
            Membership, member=lodz, network=emta, status=MembershipStatus.LEFT, category="full"
        ),
    )
    make.add(
        catalog,
        make.record(Period, membership=membership.id, since="2004", until="2012-06"),
        make.record(Note, actor=emta, text="Ask Józef about the *fee*", author="Ana Kovač"),
        make.record(Note, membership=membership.id, text="They left over tariffs", author="Bo"),
        make.record(Tag, actor=emta, label="Réunion"),
        make.record(Tag, actor=lodz, label="renew"),
        make.record(Figure, actor=catalog.actor_named("Polis"), low=4, measure=Measure.CENTRES),
        make.record(Event, actor=catalog.actor_named("Polis"), date="1989~"),
        make.record(Identifier, actor=lodz, value="Q580"),
        make.record(Body, actor=lodz, name="Rada Miejska w Łodzi", task="decides the budget"),
        make.record(Relation, actor=lodz, type=RelationType.SECTION_OF, other=emta),
        make.record(Statement, actor=lodz, type=StatementType.CLAIM, text="a city of tramways"),
    )


def called(catalog, section, ids):
    """Return titles of rows, in order."""
    title = [column for column in columns_of(SCHEMA, section.kind) if column.key == TITLE]
    columns = title or list(columns_of(SCHEMA, section.kind))[:1]
    rows = catalog.rows(section.kind, ids, columns)
    return [cell_text(columns[0], rows[key].cells[0]) for key in ids]


def found(catalog, text, section):
    query = catalog.query(text, section)
    assert query.problems == ()
    return called(catalog, section, catalog.find(query))


@pytest.mark.parametrize(
    ("text", "section", "names"),
    [
        ("", NETWORKS, SEVEN),
        ("", OTHERS, ["CIFAL centre in Płock", "EcoMobility", "European mayors",
                      "European Union", "UN-HABITAT", "World Organisation of Local Governments"]),
        ("", AUTHORITIES, sorted([*CITIES, *BODIES, *ADDED], key=str.casefold)),
        ("", NOTES, [EMTA, f"Łódź in {EMTA}"]),
        # Names, in every spelling
        ("emta", NETWORKS, [EMTA]),
        ("CEMR", NETWORKS, [CEMR]),
        ("ccre", NETWORKS, [CEMR]),
        ("lodz", AUTHORITIES, ["Łódź"]),
        ("ŁÓDŹ", AUTHORITIES, ["Łódź"]),
        ("wien", AUTHORITIES, ["Vienna"]),
        ("kyiv", AUTHORITIES, ["Kyiv"]),
        ("київ", AUTHORITIES, ["Kyiv"]),
        ("αθήνα", AUTHORITIES, ["Athens"]),
        ("athina", AUTHORITIES, ["Athens"]),
        ("ATHENS", AUTHORITIES, ["Athens"]),
        ("zurich", AUTHORITIES, ["Zürich"]),
        ("zuerich", AUTHORITIES, ["Zürich"]),
        ("ZÜRICH", AUTHORITIES, ["Zürich"]),
        ("uerich", AUTHORITIES, ["Zürich"]),
        ("name:zuerich", AUTHORITIES, ["Zürich"]),
        ("name:uerich", AUTHORITIES, []),
        ('"zuerich"', AUTHORITIES, ["Zürich"]),
        ('"zue*"', AUTHORITIES, ["Zürich"]),
        ('"rich*"', AUTHORITIES, []),
        ("Århus", AUTHORITIES, ["Aarhus"]),
        ("plock", OTHERS, ["CIFAL centre in Płock"]),
        ("Płock", OTHERS, ["CIFAL centre in Płock"]),
        # Parts of words and of texts
        ("mun", NETWORKS, [CEMR, "ICLEI"]),
        ("nonsense", NETWORKS, []),
        ("deploy innovative", NETWORKS, ["Polis"]),
        ("tramways", AUTHORITIES, ["Łódź"]),
        ("jozef", NETWORKS, [EMTA]),
        ("reunion", NETWORKS, [EMTA]),
        ("q580", AUTHORITIES, ["Łódź"]),
        # All words, a phrase, not
        ("transport vienna", NETWORKS, [EMTA]),
        ("vienna transport", NETWORKS, [EMTA]),
        ('"public transport"', NETWORKS, [EMTA]),
        ('"transport public"', NETWORKS, []),
        ("transport -vienna", NETWORKS, ["EUROCITIES", "ICLEI"]),
        ('-"public transport"', NETWORKS, [one for one in SEVEN if one != EMTA]),
        # No letter or digit in them
        ("☂", AUTHORITIES, ["Brussels (Region)"]),
        ("%", AUTHORITIES, ["Brussels (Region)"]),
        ("_", AUTHORITIES, ["Brussels (Region)"]),
        ('"("', AUTHORITIES, [*BODIES[:1], "Brussels (Region)", *BODIES[1:]]),
        ("*", AUTHORITIES, []),
        # What belongs together
        ("lodz", MEMBERSHIPS, ["Łódź"]),
        ("emta", MEMBERSHIPS, ["Łódź", *BODIES]),
        ("lodz", NETWORKS, [EMTA]),
        ("tariffs", MEMBERSHIPS, ["Łódź"]),
        ("tariffs", NOTES, [f"Łódź in {EMTA}"]),
        ("networks", SOURCES, ["City networks covering sustainable transport"]),
        # Fields
        ("kind:association", NETWORKS, ["ICLEI"]),
        ("kind:centre,campaign", OTHERS, ["CIFAL centre in Płock", "EcoMobility"]),
        ("-kind:network", NETWORKS, ["ICLEI"]),
        ("level:municipality", AUTHORITIES, CITIES),
        ("country:PL", AUTHORITIES, ["Łódź", "Warsaw", "Warsaw (transport authority)"]),
        ("country:ua,gr", AUTHORITIES, ["Athens", "Kyiv"]),
        ("country:poland", OTHERS, ["CIFAL centre in Płock"]),
        ("place:srodm", AUTHORITIES, ["Łódź"]),
        ("place:plock", OTHERS, ["CIFAL centre in Płock"]),
        ("population:>1000000", AUTHORITIES, ["Kyiv"]),
        ("population:600000..700000", AUTHORITIES, ["Łódź"]),
        ("-population:0..", AUTHORITIES, sorted([*CITIES, *BODIES, *ADDED[:3],
                                                 "Praha Trams", "Zürich"])),
        ("name:wien", AUTHORITIES, ["Vienna"]),
        ("name:auth", AUTHORITIES, BODIES),
        ("name:transport", AUTHORITIES, BODIES),
        ("name:port", AUTHORITIES, []),
        ("-level:municipality", AUTHORITIES, sorted([*BODIES, *ADDED])),
        ("acronym:emta", NETWORKS, [EMTA]),
        ("acronym:covenant", NETWORKS, []),
        ("topic:transport", NETWORKS, ["EUROCITIES", EMTA]),
        ("topic:transport -topic:environment", NETWORKS, [EMTA]),
        ("topic:port", NETWORKS, []),
        ("founded:1951", NETWORKS, [CEMR]),
        ("founded:1980..1990", NETWORKS, ["EUROCITIES", "Polis"]),
        ("founded:>1951", NETWORKS, ["EUROCITIES", "Polis"]),
        ("founded:>=1951", NETWORKS, [CEMR, "EUROCITIES", "Polis"]),
        ("founded:<1986", NETWORKS, [CEMR]),
        ("founded:<=1986", NETWORKS, [CEMR, "EUROCITIES"]),
        ("founded:1986-05", NETWORKS, ["EUROCITIES"]),
        ("renamed:1990", NETWORKS, [CEMR]),
        ("renamed:1950", NETWORKS, []),
        ("dissolved:1951", NETWORKS, []),
        ("event:1951", NETWORKS, [CEMR]),
        ("members:>100", NETWORKS, ["EUROCITIES", "ICLEI"]),
        ("members:60", NETWORKS, ["Polis"]),
        ("centres:<=4", NETWORKS, ["CIFAL", "Polis"]),
        ("wikidata:q580", AUTHORITIES, ["Łódź"]),
        ("lau:q580", AUTHORITIES, []),
        ("body:łodzi", AUTHORITIES, ["Łódź"]),
        ("tag:reunion", NETWORKS, [EMTA]),
        ("tag:RENEW", AUTHORITIES, ["Łódź"]),
        ("author:kovač", NETWORKS, [EMTA]),
        ("author:kovac", NOTES, [EMTA]),
        ("relation:section-of", AUTHORITIES, ["Łódź"]),
        ("related-to:emta", AUTHORITIES, ["Łódź"]),
        ("related-to:cifal", OTHERS, ["CIFAL centre in Płock"]),
        ("statement:claim", AUTHORITIES, ["Łódź"]),
        # Memberships, from all sides
        ("member-of:emta", AUTHORITIES, BODIES),  # Łódź has left
        ("member:lodz", NETWORKS, []),
        ("member:prag", NETWORKS, [EMTA]),
        ("member:authority", NETWORKS, [EMTA]),
        ("member-of:emta", MEMBERSHIPS, ["Łódź", *BODIES]),
        ("member:lodz", MEMBERSHIPS, ["Łódź"]),
        ("status:left", MEMBERSHIPS, ["Łódź"]),
        ("-status:left", MEMBERSHIPS, BODIES),
        ("category:FULL", MEMBERSHIPS, ["Łódź"]),
        ("since:2004", MEMBERSHIPS, ["Łódź"]),
        ("until:2012-06", MEMBERSHIPS, ["Łódź"]),
        ("until:2013", MEMBERSHIPS, []),
        ("country:HU", MEMBERSHIPS, ["Budapest (transport authority)"]),
        ("population:>600000", MEMBERSHIPS, ["Łódź"]),
        ("publisher:UNECE", SOURCES, ["City networks covering sustainable transport"]),
        # What hangs on a record
        ("has:note", NETWORKS, [EMTA]),
        ("has:note", MEMBERSHIPS, ["Łódź"]),
        ("-has:note", MEMBERSHIPS, BODIES),
        ("has:target", NETWORKS, ["Covenant of Mayors"]),
        ("has:body,target", NETWORKS, ["Covenant of Mayors", "ICLEI"]),
        ("has:membership", NETWORKS, [EMTA]),
        ("has:membership", AUTHORITIES, ["Łódź", *BODIES]),
        ("has:period", MEMBERSHIPS, ["Łódź"]),
        # Or, brackets
        ("transport vienna or iclei", NETWORKS, [EMTA, "ICLEI"]),
        ("(emta or polis) -vienna", NETWORKS, ["Polis"]),
        ("-(emta or polis or eurocities or covenant)", NETWORKS, ["CIFAL", CEMR, "ICLEI"]),
        ("kind:association or founded:1986", NETWORKS, ["EUROCITIES", "ICLEI"]),
        ("country:PL (lodz or warsaw)", AUTHORITIES,
         ["Łódź", "Warsaw", "Warsaw (transport authority)"]),
        ("status:left or country:HU", MEMBERSHIPS, ["Budapest (transport authority)", "Łódź"]),
        # Sources, and how old claims are
        ("unsourced:yes", NETWORKS, ["Polis"]),
        ("unsourced:no", MEMBERSHIPS, BODIES),
        ("unsourced:yes country:PL", AUTHORITIES, ["Łódź"]),
        # All at once
        ("transport country:PL -has:note level:public-body", AUTHORITIES,
         ["Warsaw (transport authority)"]),
    ],
)  # fmt: skip
def test_a_query_finds(shelf, text, section, names):
    assert sorted(found(shelf, text, section)) == sorted(names)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["Beta eu", "Eu Alpha", "Gamma", "Zeta"]),
        ("eu", ["Zeta", "Eu Alpha", "Beta eu", "Gamma"]),
        ("EU", ["Zeta", "Eu Alpha", "Beta eu", "Gamma"]),
        ("eu alpha", ["Eu Alpha"]),
        ("-alpha", ["Beta eu", "Gamma", "Zeta"]),
    ],
)
def test_the_best_come_first(catalog, text, names):
    """An exact acronym, then what begins so, then what is called so, then what says so."""
    gamma = make.actor(catalog, "Gamma")
    make.actor(catalog, "Beta eu")
    make.actor(catalog, "Eu Alpha")
    make.actor(catalog, "Zeta", acronym="EU")
    make.fact(catalog, Statement, actor=gamma, text="funded by the EU")
    assert found(catalog, text, NETWORKS) == names


@pytest.mark.parametrize(
    "text", ['"east west"', "east-west", '"energy green"', "member:east-west"]
)
def test_a_phrase_does_not_run_from_one_text_into_the_next(catalog, text):
    key = make.actor(catalog, "Alpha East", "West Beta")
    for label in ("renewable energy", "green roofs"):
        make.fact(catalog, Topic, actor=key, label=label)
    make.fact(catalog, Membership, member=key, network=make.actor(catalog, "Net"))
    assert found(catalog, text, NETWORKS) == []


def test_who_is_called_just_so_is_meant_and_nobody_whose_name_goes_on(catalog):
    for network, member in (("Net", "Ghent"), ("Network", "Lyon")):
        key = make.actor(catalog, network)
        make.fact(catalog, Membership, network=key, member=make.authority(catalog, member))
    assert found(catalog, "member-of:net", AUTHORITIES) == ["Ghent"]
    assert found(catalog, "member-of:netw", AUTHORITIES) == ["Lyon"]
    assert found(catalog, "member-of:ne", AUTHORITIES) == ["Ghent", "Lyon"]


def test_a_name_that_is_spelt_out_just_so_comes_first(catalog):
    for name in ("Aerzen Zuerichsee", "Zürich", "Zürichsee"):
        make.authority(catalog, name)
    assert found(catalog, "zuerich", AUTHORITIES) == ["Zürich", "Zürichsee", "Aerzen Zuerichsee"]
    zurich = make.actor(catalog, "Ring")
    make.fact(catalog, Membership, network=zurich, member=catalog.actor_named("Zürich"))
    assert found(catalog, "member:zuerich", NETWORKS) == ["Ring"]


def test_those_of_the_same_rank_come_by_name(catalog):
    for name in ("Zürich", "Łódź", "Ålesund", "lund", "Lübeck"):
        make.authority(catalog, name)
    assert found(catalog, "", AUTHORITIES) == ["Ålesund", "Łódź", "Lübeck", "lund", "Zürich"]


def test_a_name_is_known_in_any_spelling(catalog):
    key = make.authority(catalog, "Łódź", "Litzmannstadt")
    assert {catalog.actor_named(one) for one in ("Łódź", "LODZ", " lodz ", "litzmannstadt")} == {
        key
    }


def test_those_are_alike_whose_names_begin_so_the_shortest_name_first(catalog):
    for name, acronym in (("Europe", ""), ("Union of Cities", "EUR"), ("Not Alike", "")):
        make.actor(catalog, name, acronym=acronym)
    make.actor(catalog, "Towns in Europe")
    labels = [one.label for one in catalog.like(Actor, "eur")]
    assert [label.partition(" (")[0] for label in labels] == [
        "Union of Cities",
        "Europe",
        "Towns in Europe",
    ]


def test_sources_are_alike_in_any_spelling_those_that_begin_so_first(catalog):
    for title in ("Über Łódź", "Łódź today", "Kraków"):
        make.fact(catalog, Source, title=title)
    assert [one.label for one in catalog.like(Source, "lodz")] == ["Łódź today", "Über Łódź"]


@pytest.mark.parametrize("mark", ["%", "_", "/", "\\", "'", "#", "*", "?", "[", "]"])
def test_no_sign_stands_for_other_letters(catalog, mark):
    make.authority(catalog, "Beta")
    make.authority(catalog, f"B{mark}ta")
    assert found(catalog, f"name:b{mark}", AUTHORITIES) == [f"B{mark}ta"]
    assert [one.label[:4] for one in catalog.like(Actor, f"b{mark}")] == [f"B{mark}ta"]


SORTS = [
    (section, column.key, descending)
    for section in SECTIONS
    for column in columns_of(SCHEMA, section.kind)
    for descending in (False, True)
]


@pytest.mark.parametrize(("section", "key", "descending"), SORTS)
def test_every_column_can_be_sorted_by(shelf, section, key, descending):
    query = shelf.query("", section)
    ids = shelf.find(query.sorted_by(Sort(column=key, descending=descending)))
    assert sorted(ids) == sorted(shelf.find(query))


@pytest.mark.parametrize(("section", "key", "descending"), SORTS)
def test_what_has_no_value_comes_last(shelf, section, key, descending):
    query = shelf.query("", section).sorted_by(Sort(column=key, descending=descending))
    column = next(one for one in columns_of(SCHEMA, section.kind) if one.key == key)
    ids = shelf.find(query)
    rows = shelf.rows(section.kind, ids, [column])
    filled = [bool(rows[key].cells[0]) for key in ids]
    assert filled == sorted(filled, reverse=True)


@pytest.mark.parametrize(
    ("section", "key", "first", "last"),
    [
        (NETWORKS, "founded", [CEMR, "EUROCITIES", "Polis"], "ICLEI"),
        (NETWORKS, "members", ["Polis", "EUROCITIES", "ICLEI"], EMTA),
        (NETWORKS, "kind", ["ICLEI", "CIFAL"], "Polis"),
        (AUTHORITIES, "population", ["Łódź", "Kyiv"], "Zürich"),
        (AUTHORITIES, "place", ["Łódź"], "Zürich"),
        (AUTHORITIES, TITLE, ADDED[:3], "Zürich"),
        (MEMBERSHIPS, "member", [BODIES[0], "Łódź"], BODIES[-1]),
        (MEMBERSHIPS, "since", ["Łódź"], BODIES[-1]),
    ],
)
def test_a_column_is_in_order(shelf, section, key, first, last):
    names = called(
        shelf, section, shelf.find(shelf.query("", section).sorted_by(Sort(column=key)))
    )
    assert (names[: len(first)], names[-1]) == (first, last)


def test_descending_turns_what_has_a_value_round(shelf):
    query = shelf.query("founded:>0001", NETWORKS)
    up = shelf.find(query.sorted_by(Sort(column="founded")))
    assert shelf.find(query.sorted_by(Sort(column="founded", descending=True))) == up[::-1]


WORDS = sorted({word for section in SECTIONS for word in words_of(SCHEMA, section.kind)})
QUERIES = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.builds("{}{}:{}".format, st.sampled_from(["", "-"]), st.sampled_from(WORDS),
                  st.text("0123456789.<>=~-,\"'%_*łЖa ", min_size=1, max_size=10)),
        st.builds("{}has:{}".format, st.sampled_from(["", "-"]),
                  st.sampled_from([kind.about.key for kind in SCHEMA.records])),
        st.sampled_from(["AND", "OR", "NEAR(a b)", "names:x", '"', "(", "*", "^a", "\x00", "a*"]),
    ),
    max_size=6,
).map(" ".join)  # fmt: skip


@given(QUERIES, st.sampled_from(SECTIONS), st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_query_is_answered(shelf, text, section, data):
    column = data.draw(st.sampled_from(columns_of(SCHEMA, section.kind)))
    sort = data.draw(st.lists(st.builds(Sort, column=st.just(column.key)), max_size=2))
    everything = set(shelf.find(shelf.query("", section)))
    assert set(shelf.find(shelf.query(text, section).sorted_by(*sort))) <= everything


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
@pytest.mark.parametrize(
    "text",
    [
        "a " * 500,
        " ".join(["related-to:a"] * 40),
        " ".join(["member:" + ",".join("abcdefghij")] * 40),
        " ".join(["-topic:" + ",".join("abcdefghij")] * 40),
        "topic:" + ",".join("abcdefghij" * 9),
        '"' + "a " * 499,
        *("-(a or b -" * MOST_DEPTH + one for one in ("stale:>2y", "member:x", '"%"')),
        "☃" * 1000,
        *HOSTILE.values(),
    ],
)
def test_the_worst_query_is_answered(shelf, section, text):
    assert isinstance(shelf.find(shelf.query(text, section)), list)


@pytest.mark.parametrize(
    ("said", "meant"),
    [("a " * 40, "a"), ("a or b or a", "a or b"), ("topic:a,a -b -b", "topic:a -b")],
)
def test_what_is_said_twice_is_asked_once(catalog, said, meant):
    search = Search(SCHEMA)
    asked = search.matching(catalog.query(said, NETWORKS))
    assert asked == search.matching(catalog.query(meant, NETWORKS))


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_a_section_counts_what_it_lists(shelf, section):
    assert shelf.count(section) == len(shelf.find(shelf.query("", section)))


def test_a_body_of_an_actor_kind_is_no_network(catalog):
    make.actor(catalog, "Committee", kind=ActorKind.BODY)
    assert found(catalog, "", OTHERS) == ["Committee"]
