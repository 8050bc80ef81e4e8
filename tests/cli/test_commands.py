from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from contextlib import closing

import pytest

from netcatalog.cli import commands, main
from netcatalog.domain.choices import NameType
from netcatalog.domain.records import SCHEMA, Actor, Name, Note
from netcatalog.domain.sections import SECTIONS
from netcatalog.services.opening import create_catalog, open_catalog
from tests import make
from tests.conftest import clock

NETWORKS = [
    "CIFAL",
    "Council of European Municipalities and Regions",
    "Covenant of Mayors",
    "EUROCITIES",
    "European Metropolitan Transport Authorities",
    "ICLEI",
    "Polis",
]


def titles(listed):
    return [row["title"] for row in json.loads(listed)]


# new


def test_new_makes_a_catalogue_of_the_seven_networks(told, tmp_path):
    path = tmp_path / "my.netcatalog"
    assert str(path) in told("new", path)
    assert titles(told("list", path, "networks", "--format", "json")) == NETWORKS


def test_new_empty_makes_an_empty_catalogue(told, tmp_path):
    path = tmp_path / "my.netcatalog"
    told("new", path, "--empty")
    assert [told("list", path, one.key, "--format=json") for one in SECTIONS] == ["[]\n"] * 6


def test_new_leaves_a_file_that_is_there_as_it_is(complained, tmp_path):
    path = tmp_path / "my.netcatalog"
    path.write_bytes(b"anything")
    assert str(path) in complained("new", path)
    assert path.read_bytes() == b"anything"


# list


def test_list_shows_a_table_of_all_networks(told, seeded_path):
    head, *lines = told("list", seeded_path, "networks").splitlines()
    assert head.split()[0] == "Name"
    assert [name for name, line in zip(NETWORKS, lines, strict=True) if name not in line] == []


def test_a_long_list_is_read_in_pieces_and_shown_as_one(told, seeded_path, monkeypatch):
    whole = told("list", seeded_path, "networks")
    monkeypatch.setattr(commands, "CHUNK", 3)
    assert told("list", seeded_path, "networks") == whole


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_no_table_is_wider_than_100_columns(told, seeded_path, section):
    lines = told("list", seeded_path, section.key).splitlines()
    assert [line for line in lines if len(line) > 100] == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["emta"], ["European Metropolitan Transport Authorities"]),
        (["-has:topic", "has:event"], ["Council of European Municipalities and Regions"]),
        (["founded:<1980"], ["Council of European Municipalities and Regions"]),
        (["founded:1900..2000", "-founded:1951"], ["EUROCITIES"]),
        (["nothing", "like", "this"], []),
    ],
)
def test_list_finds_what_a_query_asks(told, seeded_path, words, found):
    listed = told("list", seeded_path, "networks", *words, "--format", "json")
    assert titles(listed) == found


def test_a_minus_before_the_first_word_excludes(told, seeded_path):
    listed = titles(told("list", seeded_path, "networks", "-emta", "--format", "json"))
    assert listed == [name for name in NETWORKS if "Transport" not in name]


def test_what_cannot_be_read_is_said_and_the_rest_still_searched(capsys, seeded_path):
    assert main(["list", str(seeded_path), "networks", "colour:red", "polis"]) == 0
    said = capsys.readouterr()
    assert "Polis" in said.out
    assert said.err.startswith("netcatalog: “colour:” is not something")


def test_an_empty_answer_is_said_beside_the_output(capsys, seeded_path):
    assert main(["list", str(seeded_path), "notes"]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "Notes: none found.\n")


def test_list_as_csv_holds_every_row_under_the_keys_of_the_columns(told, seeded_path):
    text = told("list", seeded_path, "memberships", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["member"] for row in rows] == [
        f"{city} (transport authority)" for city in ("Budapest", "Prague", "Vienna", "Warsaw")
    ]


# show


def test_show_tells_names_facts_and_the_words_they_rest_on(told, seeded_path):
    page = told("show", seeded_path, "eurocities")
    assert "Founded in 1986" in page
    assert "over 120" in page
    assert "“Founded in 1986" in page


@pytest.mark.parametrize("name", ["EMTA", "emta", "European metropolitan transport authorities"])
def test_show_takes_any_name_in_any_spelling(told, seeded_path, name):
    shown = told("show", seeded_path, name)
    assert shown.startswith("European Metropolitan Transport Authorities\n===")


def test_show_lists_members_by_their_names(told, seeded_path):
    page = told("show", seeded_path, "EMTA")
    assert "\nMembers\n" in page
    assert "\n  Prague (transport authority) (" in page


def test_no_line_of_a_page_is_wider_than_100_columns(told, seeded_path):
    pages = [told("show", seeded_path, name) for name in NETWORKS]
    assert [line for page in pages for line in page.splitlines() if len(line) > 100] == []


def test_an_unknown_name_is_said_with_what_is_like_it(complained, seeded_path):
    said = complained("show", seeded_path, "Euro")
    assert "“Euro”" in said
    assert "EUROCITIES" in said


def test_an_ambiguous_name_lists_its_bearers(complained, seeded_path):
    with open_catalog(seeded_path, user="Ana") as catalog:
        for name in ("CIFAL", "Polis"):
            bearer = catalog.actor_named(name)
            make.fact(catalog, Name, actor=bearer, text="Twin", type=NameType.FORMER)
    said = complained("show", seeded_path, "twin")
    assert "CIFAL" in said
    assert "Polis" in said


# note


def test_a_note_is_kept_with_its_author_and_can_be_found(told, seeded_path, monkeypatch):
    monkeypatch.setenv("LOGNAME", "Ana Kovač")
    told("note", seeded_path, "emta", "- ask *Vienna* about the fee")
    (note,) = json.loads(told("list", seeded_path, "notes", "fee", "--format", "json"))
    assert (note["title"], note["text"], note["author"]) == (
        "European Metropolitan Transport Authorities",
        "- ask *Vienna* about the fee",
        "Ana Kovač",
    )


def test_a_note_is_dated_in_utc(told, seeded_path):
    told("note", seeded_path, "emta", "x")
    with open_catalog(seeded_path, user="Ana") as catalog:
        (note,) = (one for one, _ in catalog.everything() if isinstance(one, Note))
    assert note.written.utcoffset().total_seconds() == 0


def test_an_empty_note_is_refused(complained, seeded_path):
    assert "Note" in complained("note", seeded_path, "EMTA", " ")


def test_a_note_on_nobody_is_refused(complained, seeded_path):
    assert "“Atlantis”" in complained("note", seeded_path, "Atlantis", "x")


# duplicates


@pytest.fixture
def doubled(seeded_path):
    """A catalogue in which two towns are twice."""
    with open_catalog(seeded_path, user="Ivo") as catalog:
        for name, country in (("Łódź", "PL"), ("Lodz", "PL"), ("Brno", "CZ"), ("BRNO", "CZ")):
            make.authority(catalog, name, country=country)
    return seeded_path


def test_pairs_that_may_be_one_are_listed_with_the_reasons(told, doubled):
    assert told("duplicates", doubled).splitlines() == [
        "Łódź  =  Lodz  (the same name, the same country)",
        "Brno  =  BRNO  (the same name, the same country)",
    ]


def test_a_query_lists_the_pairs_of_what_it_finds(told, doubled):
    assert told("duplicates", doubled, "country:CZ").startswith("Brno  =  BRNO")


def test_where_no_two_seem_to_be_one_that_is_said(told, seeded_path, capsys):
    assert main(["duplicates", str(seeded_path)]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "No two actors seem to be one.\n")


# export


def test_export_writes_what_the_query_finds(told, seeded_path, tmp_path):
    out = tmp_path / "out.csv"
    assert told("export", seeded_path, "--to", out, "emta") == (
        f"Networks: 1 written to “{out}”.\n"
    )
    (row,) = csv.DictReader(io.StringIO(out.read_bytes().decode(), newline=""))
    assert row["acronym"] == "EMTA"


@pytest.mark.parametrize(
    ("name", "character"), [("comma", ","), ("semicolon", ";"), ("tab", "\t")]
)
def test_export_puts_the_wanted_separator_between_cells(
    told, seeded_path, tmp_path, name, character
):
    out = tmp_path / "out.csv"
    told("export", seeded_path, "--to", out, "--section", "sources", "--separator", name)
    assert out.read_text("utf-8").startswith(f'"title"{character}"publisher"{character}')


def test_export_marks_the_file_as_utf8_only_if_asked(told, seeded_path, tmp_path):
    plain, marked = tmp_path / "plain.csv", tmp_path / "marked.csv"
    told("export", seeded_path, "--to", plain)
    told("export", seeded_path, "--to", marked, "--bom")
    assert marked.read_bytes() == b"\xef\xbb\xbf" + plain.read_bytes()


def test_export_of_the_whole_holds_a_file_for_every_type(told, seeded_path, tmp_path):
    out = tmp_path / "all.zip"
    told("export", seeded_path, "--whole", "--to", out)
    with zipfile.ZipFile(out) as archive:
        assert sorted(archive.namelist()) == sorted(
            ["csv-metadata.json", *(f"{kind.about.group}.csv" for kind in SCHEMA.records)]
        )


def test_export_never_takes_the_place_of_a_catalogue(complained, seeded_path):
    before = seeded_path.read_bytes()
    assert seeded_path.name in complained("export", seeded_path, "--to", seeded_path)
    assert seeded_path.read_bytes() == before


# report


@pytest.mark.parametrize("report", [["fact-sheet", "EMTA"], ["register"]], ids=lambda r: r[0])
def test_report_writes_a_pdf(told, seeded_path, tmp_path, report):
    out = tmp_path / "out.pdf"
    assert str(out) in told("report", seeded_path, *report, "--to", out)
    assert out.read_bytes().startswith(b"%PDF-")


def test_a_report_on_nobody_is_refused(complained, seeded_path, tmp_path):
    out = tmp_path / "out.pdf"
    complained("report", seeded_path, "fact-sheet", "Atlantis", "--to", out)
    assert not out.exists()


# check


def test_check_tells_that_a_catalogue_is_sound(told, seeded_path):
    with open_catalog(seeded_path, user="Ana") as catalog:
        records = sum(1 for _ in catalog.everything())
    assert told("check", seeded_path) == (
        f"“{seeded_path}” is sound: {records} records, 1 revision.\n"
    )


def test_check_prints_what_is_wrong_and_fails(capsys, seeded_path):
    with closing(sqlite3.connect(seeded_path)) as raw, raw:
        raw.execute("UPDATE statement SET end = 1000000 WHERE id = 1")
    assert main(["check", str(seeded_path)]) == 1
    said = capsys.readouterr().out
    assert "1000000" in said
    assert "sound" not in said


def test_the_actors_of_the_seed_can_all_be_shown(told, seeded_path):
    with open_catalog(seeded_path, user="Ana") as catalog:
        actors = [one for one, _ in catalog.everything() if isinstance(one, Actor)]
        names = [catalog.page(Actor, one.id).title for one in actors]
    assert [name for name in names if name not in told("show", seeded_path, name)] == []


def test_a_list_of_the_past_shows_what_was_so_then(told, tmp_path):
    path = tmp_path / "town.netcatalog"
    create_catalog(path, user="Ana", clock=clock, seeded=False)
    with open_catalog(path, user="Ana") as catalog:
        key = make.actor(catalog, "New Name")
        make.fact(catalog, Name, actor=key, text="Old Name", type=NameType.FORMER, until="2010")
    assert "Old Name" in told("list", path, "networks", "as-of:2005")
