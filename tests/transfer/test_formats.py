"""Every sort of file that can be written, read again by programs that others rely on."""

from __future__ import annotations

import csv
import datetime as dt
import json
from zipfile import ZipFile

import networkx
import openpyxl
import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF

from netcatalog.cli import main
from netcatalog.domain.choices import (
    ActorKind,
    EventType,
    IdentifierScheme,
    MembershipStatus,
    NameType,
    RelationType,
)
from netcatalog.domain.columns import columns_of
from netcatalog.domain.errors import ReportError
from netcatalog.domain.progress import silent
from netcatalog.domain.records import (
    SCHEMA,
    Actor,
    Event,
    Identifier,
    Membership,
    Name,
    Note,
    Period,
    Relation,
    Source,
    Topic,
)
from netcatalog.domain.sections import AUTHORITIES, NETWORKS, SOURCES
from netcatalog.services.publishing import public
from netcatalog.transfer.formats import BY_KEY, FORMATS, Job, Scope, format_of
from tests import make

ORG = Namespace("http://www.w3.org/ns/org#")
SDO = Namespace("https://schema.org/")
MARK = "xyzzy"


@pytest.fixture
def polis(catalog):
    """One network, two members of one name, one of which left and came back; and another actor."""
    make.add(
        catalog,
        make.record(Actor, id=-1, kind=ActorKind.NETWORK, website="https://polis.example/"),
        make.record(Name, actor=-1, text="Polis & friends <EU>"),
        make.record(Name, actor=-1, text="POLIS", type=NameType.ACRONYM),
        make.record(Event, actor=-1, type=EventType.FOUNDED, date="1989-05-01"),
        make.record(Identifier, actor=-1, scheme=IdentifierScheme.WIKIDATA, value="Q42"),
        make.record(Topic, actor=-1, label="transport"),
        make.record(
            Actor,
            id=-2,
            kind=ActorKind.AUTHORITY,
            is_network=False,
            country="DE",
            population=582_415,
        ),
        make.record(Name, actor=-2, text="Essen"),
        make.record(Actor, id=-3, kind=ActorKind.AUTHORITY, is_network=False, country="BE"),
        make.record(Name, actor=-3, text="Essen"),
        make.record(Membership, id=-4, member=-2, network=-1, category="full"),
        make.record(Period, membership=-4, since="1990", until="1999-06"),
        make.record(Period, membership=-4, since="2005-01-02"),
        make.record(Membership, id=-5, member=-3, network=-1),
        make.record(Period, membership=-5, since="2001-01-01"),
        make.record(Actor, id=-6, kind=ActorKind.ASSOCIATION, is_network=False),
        make.record(Name, actor=-6, text="=1+1"),
        make.record(Relation, actor=-1, other=-6, type=RelationType.PART_OF),
        make.record(Source, title="2024 list", retrieved="2024-05-06"),
    )
    return catalog


def job(catalog, path, section=NETWORKS, networks=None, **more):
    columns = columns_of(SCHEMA, section.kind)
    return Job(
        path=path,
        records=catalog.query("", section),
        columns=columns,
        networks=networks,
        **more,
    )


@pytest.fixture
def write(polis, tmp_path):
    """Write a file in a format, and return its path."""

    def written(key, section=NETWORKS, **more):
        path = tmp_path / f"out{BY_KEY[key].suffix}"
        BY_KEY[key].write(polis, job(polis, path, section, **more), silent)
        return path

    return written


# Excel


def test_in_a_workbook_numbers_are_numbers_and_days_are_days(write):
    book = openpyxl.load_workbook(write("xlsx", AUTHORITIES))
    rows = list(book.active.iter_rows(values_only=True))
    held = dict(zip(rows[0], rows[1], strict=True))
    assert held["Population"] in {582_415, None}
    sources = openpyxl.load_workbook(write("xlsx", SOURCES)).active
    assert dt.datetime(2024, 5, 6) in [cell.value for cell in sources[2]]  # noqa: DTZ001


def test_in_a_workbook_text_is_never_a_formula(polis, tmp_path):
    section = next(one for one in SCHEMA.records if one is Actor)
    path = tmp_path / "others.xlsx"
    query = polis.query("", AUTHORITIES)
    make.add(polis, make.record(Name, actor=2, text="=1+1", type=NameType.ACRONYM))
    BY_KEY["xlsx"].write(
        polis, Job(path=path, records=query, columns=columns_of(SCHEMA, section)), silent
    )
    sheet = openpyxl.load_workbook(path).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert any("=1+1" in str(cell.value) for cell in cells)


def test_in_a_workbook_the_head_line_stays_in_sight_and_filters(write):
    sheet = openpyxl.load_workbook(write("xlsx")).active
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet["A1"].font.bold


# CSV on the Web


def test_beside_a_table_it_is_said_what_its_columns_are(write):
    path = write("csv", AUTHORITIES, metadata=True)
    told = json.loads(path.with_name("out.csv-metadata.json").read_bytes())
    with path.open(encoding="utf-8", newline="") as file:
        head = next(csv.reader(file))
    columns = {one["titles"]: one for one in told["tableSchema"]["columns"]}
    assert list(columns) == head
    assert columns["population"]["datatype"] == "integer"
    assert columns["topic"]["separator"] == "; "


def test_of_a_whole_catalogue_it_is_said_how_the_tables_hang_together(write):
    with ZipFile(write("zip")) as archive:
        told = json.loads(archive.read("csv-metadata.json"))
        heads = {
            one: archive.read(one).decode().splitlines()[0].replace('"', "").split(",")
            for one in archive.namelist()
            if one.endswith(".csv")
        }
    tables = {one["url"]: one["tableSchema"] for one in told["tables"]}
    assert {url: [one["name"] for one in told["columns"]] for url, told in tables.items()} == heads
    keys = {
        one["columnReference"]: one["reference"]["resource"]
        for one in tables["names.csv"]["foreignKeys"]
    }
    assert keys == {"actor": "actors.csv", "source": "sources.csv"}


# Linked data


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_linked_data_says_who_is_a_member_of_what(write):
    graph = Graph().parse(write("jsonld"), format="json-ld")
    (network,) = graph.subjects(SDO.sameAs, URIRef("http://www.wikidata.org/entity/Q42"))
    memberships = list(graph.subjects(ORG.organization, network))
    assert len(memberships) == 3  # one member left and came back
    assert {graph.value(one, RDF.type) for one in memberships} == {ORG.Membership}
    assert str(graph.value(network, SDO.name)) == "Polis & friends <EU>"
    assert str(graph.value(network, SDO.foundingDate)) == "1989-05-01"
    assert graph.value(network, SDO.url) == URIRef("https://polis.example/")


@pytest.fixture
def said(catalog, tmp_path):
    """Write memberships of a status with these periods as linked data.

    Returns the start and the end of each that stands there, with the type of its date.
    """

    def of(*periods, status=MembershipStatus.MEMBER):
        network, member = make.actor(catalog, "Polis"), make.authority(catalog)
        make.add(
            catalog,
            make.record(Membership, id=-1, member=member, network=network, status=status),
            *(make.record(Period, membership=-1, since=one, until=end) for one, end in periods),
        )
        path = tmp_path / "said.jsonld"
        BY_KEY["jsonld"].write(catalog, job(catalog, path), silent)
        graph = Graph().parse(path, format="json-ld")
        return sorted(
            tuple(
                (str(date), date.datatype.fragment) if date is not None else None
                for date in (graph.value(one, SDO.startDate), graph.value(one, SDO.endDate))
            )
            for one in graph.subjects(RDF.type, ORG.Membership)
        )

    return of


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize(
    ("date", "exact"),
    [
        ("2001-02-03", ("2001-02-03", "date")),
        ("2001-02", ("2001-02", "gYearMonth")),
        ("2001", ("2001", "gYear")),
        ("1990~", None),
        ("199X", None),
        ("2001-21", None),
        ("", None),
    ],
)
def test_linked_data_says_no_day_that_nobody_said(said, date, exact):
    assert said((date, "2023")) == [(exact, ("2023", "gYear"))]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_linked_data_says_each_period_of_a_membership(said):
    first, second = said(("1990", "1999-06"), ("2005-01-02", ""))
    assert first == (("1990", "gYear"), ("1999-06", "gYearMonth"))
    assert second == (("2005-01-02", "date"), None)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize(
    ("status", "periods"),
    [
        (MembershipStatus.CONSIDERING, []),
        (MembershipStatus.APPLIED, [("2024", "")]),
        (MembershipStatus.LEFT, []),
        (MembershipStatus.LEFT, [("1990", "")]),
        (MembershipStatus.LEFT, [("1990", "2003~")]),
        (MembershipStatus.MEMBER, [("1990", "2003~")]),
    ],
)
def test_linked_data_says_of_nobody_that_it_is_a_member_who_is_not(said, status, periods):
    assert said(*periods, status=status) == []


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_linked_data_says_who_has_left_and_when(said):
    ended = said(("1990", "1999"), ("2005", ""), status=MembershipStatus.LEFT)
    assert ended == [(("1990", "gYear"), ("1999", "gYear"))]


# Graphs


def test_gexf_holds_actors_and_ties_with_times(write):
    graph = networkx.read_gexf(write("gexf"), version="1.3")
    labels = {told["label"] for _, told in graph.nodes(data=True)}
    assert labels == {"Polis & friends <EU>", "Essen", "=1+1"}
    ties = [told for _, _, told in graph.edges(data=True)]
    assert sorted(one["type"] for one in ties) == ["member", "member", "part_of"]
    assert [("1990-01-01", "1999-06-30"), ("2005-01-02", "None")] in [
        one.get("spells") for one in ties
    ]


def test_graphml_holds_a_tie_for_each_period(write):
    graph = networkx.read_graphml(write("graphml"))
    assert graph.number_of_nodes() == 4
    held = sorted(told.get("start", "") for *_, told in graph.edges(data=True))
    assert held == ["", "1990-01-01", "2001-01-01", "2005-01-02"]


def test_kumu_tells_namesakes_apart(write):
    book = openpyxl.load_workbook(write("kumu"))
    elements = [row[0] for row in book["Elements"].iter_rows(min_row=2, values_only=True)]
    assert len(set(elements)) == len(elements) == 4
    ends = {row[0] for row in book["Connections"].iter_rows(min_row=2, values_only=True)}
    assert ends <= set(elements)
    assert any(one.startswith("Essen (") for one in elements)


def test_only_the_networks_asked_for_are_in_a_graph(polis, tmp_path):
    other = make.actor(polis, "Another network")
    make.add(polis, make.record(Membership, member=2, network=other))
    path = tmp_path / "one.graphml"
    BY_KEY["graphml"].write(polis, job(polis, path, networks=[other]), silent)
    assert networkx.read_graphml(path).number_of_nodes() == 2


# All of them


@pytest.mark.parametrize("wanted", FORMATS, ids=lambda one: one.key)
def test_an_empty_catalogue_can_be_written(catalog, tmp_path, wanted):
    path = tmp_path / f"empty{wanted.suffix}"
    wanted.write(catalog, job(catalog, path), silent)
    assert path.stat().st_size


def content(path):
    """Return all text in a file, unpacked where it is packed."""
    if path.suffix in {".zip", ".xlsx"}:
        with ZipFile(path) as archive:
            return "".join(archive.read(one).decode() for one in archive.namelist())
    return path.read_text("utf-8")


@pytest.mark.parametrize("wanted", [one for one in FORMATS if one.public], ids=lambda one: one.key)
def test_what_is_private_is_in_no_public_file(polis, tmp_path, wanted):
    make.add(
        polis,
        make.record(Name, actor=1, text=f"{MARK} name", type=NameType.FORMER, private=True),
        make.record(Topic, actor=1, label=f"{MARK} topic", private=True),
        make.record(Note, actor=1, text="open", author=f"{MARK} author"),
        make.record(Note, actor=1, text=f"{MARK} note", private=True),
        make.record(Membership, id=-9, member=4, network=1, category=f"{MARK} role", private=True),
        make.record(Actor, id=-1, kind=ActorKind.NETWORK, private=True, place=f"{MARK} place"),
        make.record(Name, actor=-1, text=f"{MARK} network"),
        make.record(Membership, member=2, network=-1, category=f"{MARK} category"),
    )
    inside, outside = tmp_path / f"in{wanted.suffix}", tmp_path / f"out{wanted.suffix}"
    wanted.write(polis, job(polis, inside), silent)
    with public(polis) as copy:
        wanted.write(copy, job(copy, outside), silent)
    assert MARK in content(inside)
    assert MARK not in content(outside)


@pytest.mark.parametrize("wanted", FORMATS, ids=lambda one: one.key)
def test_the_name_of_a_file_tells_its_format(wanted):
    whole, history = wanted.scope is Scope.WHOLE, wanted.key == "json-history"
    assert format_of(f"My List{wanted.suffix.upper()}", whole=whole, history=history) is wanted


def test_a_name_that_tells_none_is_refused_with_those_there_are():
    with pytest.raises(ReportError, match=r"Let it end in \.csv, \.xlsx, \.jsonld"):
        format_of("list.doc")


def test_the_command_line_writes_by_the_name_of_the_file(polis, tmp_path, capsys):
    out = tmp_path / "graph.gexf"
    assert main(["export", str(polis.path), "--to", str(out)]) == 0
    assert capsys.readouterr().out == f"Actors: 4 written to “{out}”.\n"
    assert networkx.read_gexf(out, version="1.3").number_of_edges() == 3
