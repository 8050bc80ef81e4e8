from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcatalog.domain.choices import NameType
from netcatalog.domain.columns import by_key, columns_of
from netcatalog.domain.errors import CancelledError, ReportError
from netcatalog.domain.fields import fields_of
from netcatalog.domain.records import SCHEMA, Actor, Membership, Name, Note, Source, Tag
from netcatalog.domain.sections import AUTHORITIES, MEMBERSHIPS, NETWORKS, SECTIONS
from netcatalog.transfer import csv_export
from netcatalog.transfer.csv_export import (
    Chosen,
    Style,
    export_table,
    export_whole,
    write_csv,
)
from netcatalog.transfer.formulas import guarded, unguarded
from tests import make
from tests.transfer.toy import Town

COLUMNS = columns_of(SCHEMA, Actor)


def written(catalog, section=NETWORKS, words="", columns=None, style=Style()):  # noqa: B008
    """Return the rows of a CSV file by the keys of the columns."""
    out = io.StringIO(newline="")
    columns = columns or columns_of(SCHEMA, section.kind)
    write_csv(catalog, out, catalog.query(words, section), columns, style)
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline=""), delimiter=style.separator))


def members(path):
    """Return the rows of every CSV file in a zip, by the name of the file."""
    with zipfile.ZipFile(path) as archive:
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8"), newline="")))
            for name in archive.namelist()
        }


# What is written


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_the_head_line_holds_the_keys_of_the_columns_once_each(catalog, section):
    out = io.StringIO(newline="")
    columns = columns_of(SCHEMA, section.kind)
    write_csv(catalog, out, catalog.query("", section), columns)
    (head,) = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert head == [column.key for column in columns]
    assert len(set(head)) == len(head)


def test_only_the_columns_wanted_are_written_in_the_order_wanted(catalog):
    make.authority(catalog, "Łódź", country="PL")
    chosen = by_key(COLUMNS)
    (row,) = written(catalog, AUTHORITIES, columns=[chosen["country"], chosen["title"]])
    assert list(row.items()) == [("country", "PL"), ("title", "Łódź")]


def test_rows_come_as_the_query_finds_and_orders_them(catalog):
    for name in ("Beta", "Alpha", "Gamma"):
        make.actor(catalog, name)
    assert [row["title"] for row in written(catalog, words="-gamma")] == ["Alpha", "Beta"]


def test_the_number_of_rows_is_returned(seeded):
    query = seeded.query("", MEMBERSHIPS)
    assert write_csv(seeded, io.StringIO(), query, columns_of(SCHEMA, Membership)) == 4


def test_several_values_stand_in_one_cell(catalog):
    key = make.actor(catalog)
    for label in ("transport", "climate"):
        make.fact(catalog, Tag, actor=key, label=label)
    assert written(catalog)[0]["tag"] == "transport; climate"


def test_values_are_those_stored(catalog):
    make.actor(catalog, "Alpha", population=100_000, latitude=-1.5, active=False, as_of="1990~")
    (row,) = written(catalog)
    cells = {key: row[key] for key in ("kind", "population", "latitude", "active", "as_of")}
    assert cells == {
        "kind": "network",
        "population": "100000",
        "latitude": "-1.5",
        "active": "no",
        "as_of": "1990~",
    }


def test_what_is_not_known_is_an_empty_cell(catalog):
    make.actor(catalog)
    (row,) = written(catalog)
    assert {row[key] for key in ("population", "active", "country", "founded", "tag")} == {""}


def test_numbers_are_bare_and_text_is_quoted(catalog):
    make.actor(catalog, "Alpha", population=7, place="8")
    out = io.StringIO(newline="")
    chosen = by_key(COLUMNS)
    columns = [chosen["title"], chosen["population"], chosen["place"]]
    write_csv(catalog, out, catalog.query("", NETWORKS), columns)
    assert out.getvalue() == '"title","population","place"\r\n"Alpha",7,"8"\r\n'


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_with_separators_quotes_and_lines_comes_back_as_it_was(catalog, separator):
    name = 'A, "B"; C\tD\nE'
    make.actor(catalog, name)
    assert written(catalog, style=Style(separator=separator))[0]["title"] == name


def test_a_field_of_a_record_never_heard_of_is_a_column(towns, all_towns):
    out = io.StringIO(newline="")
    write_csv(towns, out, all_towns, columns_of(towns.schema, Town))
    alpha, lodz = csv.DictReader(io.StringIO(out.getvalue(), newline=""))
    assert alpha["twin"] == "Łódź"
    assert lodz == {
        "title": "Łódź",
        "country": "PL",
        "height": "-1.5",
        "market": "yes",
        "chartered": "1423~",
        "twin": "",
        "sight": "Księży Młyn; Piotrkowska",
    }


def test_progress_is_told_to_the_end(catalog, monkeypatch):
    monkeypatch.setattr(csv_export, "CHUNK", 2)
    for name in ("Alpha", "Beta", "Gamma"):
        make.actor(catalog, name)
    told = []
    query = catalog.query("", NETWORKS)
    write_csv(catalog, io.StringIO(), query, COLUMNS, progress=lambda *done: told.append(done))
    assert told == [(2, 3), (3, 3)]


def test_what_is_removed_while_a_table_is_written_is_left_out(catalog, monkeypatch):
    monkeypatch.setattr(csv_export, "CHUNK", 1)
    keys = [make.actor(catalog, name) for name in ("Alpha", "Beta", "Gamma")]

    def meddle(done, _total):
        if done == 1:
            make.remove(catalog, Actor, keys[1])

    out = io.StringIO()
    query = catalog.query("", NETWORKS)
    assert write_csv(catalog, out, query, COLUMNS, progress=meddle) == 2
    assert "Beta" not in out.getvalue()


# Formulas


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-x",
        "-1+1",
        "- item",
        "@SUM(A1)",
        "\t=1",
        "\tx",
        "\rx",
        " =1",
        "\n=1",
        "\u00a0=1",
        "\ufeff=1",
        "\u200b=1",
        '"=1',
        "'=1",
        "“=1",
        "''=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0dx",
        "\uff20x",
        "\ufe661",
        "-",
        "=",
        "-1e5",
        "+5",
        "-1,2,3",
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "x",
        "x=1",
        "1-2",
        "a@b.c",
        "'x",
        "“x”",
        "-5",
        "-5.25",
        "-5,25",
        " -5",
        "\u22125",
        "~1990",
    ],
)
def test_what_is_harmless_stays_as_it_is(text):
    assert guarded(text) == text


@settings(deadline=None)  # how long it takes is the machine's matter
@given(st.text())
def test_no_guarded_text_begins_like_a_formula(text):
    held = guarded(text).lstrip(" \n\xa0")
    begins = unicodedata.normalize("NFKC", held[:1])
    assert begins not in {"=", "+", "@", "\t", "\r"}
    assert begins != "-" or re.fullmatch("-[0-9]+([.,][0-9]+)?", held)


@settings(deadline=None)  # how long it takes is the machine's matter
@given(st.text("'\"=+-@x1. \t\uff1d", max_size=6) | st.text())
def test_the_apostrophe_can_be_taken_off_again(text):
    assert unguarded(guarded(text)) == text


def test_cells_are_guarded(catalog):
    make.actor(catalog, '=HYPERLINK("http://example.org")')
    assert written(catalog)[0]["title"] == '\'=HYPERLINK("http://example.org")'


def test_cells_of_the_whole_are_guarded(catalog, tmp_path):
    make.actor(catalog, "=1+1")
    export_whole(catalog, tmp_path / "all.zip")
    assert members(tmp_path / "all.zip")["names.csv"][0]["text"] == "'=1+1"


# Files


def test_a_file_replaces_an_older_one(seeded, tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("old")
    assert export_table(seeded, out, seeded.query("", NETWORKS), COLUMNS) == 7
    assert out.read_bytes().startswith(b'"title",')


def test_the_mark_stands_once_at_the_beginning(seeded, tmp_path):
    out = tmp_path / "out.csv"
    export_table(seeded, out, seeded.query("", NETWORKS), COLUMNS, Style(bom=True))
    assert out.read_bytes().startswith(b'\xef\xbb\xbf"title"')
    assert out.read_bytes().count(b"\xef\xbb\xbf") == 1


def table(catalog, out, progress):
    export_table(catalog, out, catalog.query("", NETWORKS), COLUMNS, progress=progress)


def whole(catalog, out, progress):
    export_whole(catalog, out, progress=progress)


@pytest.mark.parametrize("export", [table, whole])
def test_a_cancelled_export_leaves_the_old_file_and_nothing_else(seeded, tmp_path, export):
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "out").write_text("old")

    def cancel(_done, _total):
        raise CancelledError

    with pytest.raises(CancelledError):
        export(seeded, folder / "out", cancel)
    assert [(one.name, one.read_text()) for one in folder.iterdir()] == [("out", "old")]


def test_a_file_that_cannot_be_written_is_a_report_error(seeded, tmp_path):
    with pytest.raises(ReportError, match="nowhere"):
        export_whole(seeded, tmp_path / "nowhere" / "all.zip")


# The whole catalogue


def test_the_whole_holds_every_type_with_every_field(seeded, tmp_path):
    export_whole(seeded, tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        heads = {
            name: archive.read(name).decode("utf-8").split("\r\n", 1)[0]
            for name in archive.namelist()
        }
    assert len(heads) == len(SCHEMA.records)
    for kind in SCHEMA.records:
        head = heads[f"{kind.about.group}.csv"].replace('"', "").split(",")
        assert head[:2] == ["id", "uid"]
        assert [one.name for one in fields_of(kind) if one.name not in head] == []


def test_the_whole_holds_every_record_once(seeded, tmp_path):
    count = export_whole(seeded, tmp_path / "all.zip")
    rows = members(tmp_path / "all.zip")
    assert count == sum(len(some) for some in rows.values())
    assert sorted(row["uid"] for some in rows.values() for row in some) == sorted(
        str(record.uid) for record, _ in seeded.everything()
    )


def test_references_of_the_whole_are_ids_with_names_beside(catalog, tmp_path):
    network, member = make.actor(catalog, "Alpha"), make.authority(catalog, "Łódź")
    make.fact(catalog, Membership, network=network, member=member)
    export_whole(catalog, tmp_path / "all.zip")
    (row,) = members(tmp_path / "all.zip")["memberships.csv"]
    assert (row["member"], row["member_name"]) == (str(member), "Łódź")
    assert (row["source"], row["source_name"]) == ("", "")


def test_text_of_several_lines_comes_whole(catalog, tmp_path):
    text = "first line\n\nthird: „Łódź“\n"
    make.fact(catalog, Source, text=text)
    export_whole(catalog, tmp_path / "all.zip")
    assert members(tmp_path / "all.zip")["sources.csv"][0]["text"] == text


def test_moments_are_told_with_their_zone(seeded, tmp_path):
    key = seeded.actor_named("EMTA")
    make.fact(seeded, Note, actor=key, text="x", written=seeded.now())
    export_whole(seeded, tmp_path / "all.zip")
    assert members(tmp_path / "all.zip")["notes.csv"][0]["written"] == "2026-11-23T09:30:00+00:00"


def test_the_whole_tells_its_progress_to_the_end(seeded, tmp_path):
    told = []
    count = export_whole(seeded, tmp_path / "all.zip", progress=lambda *done: told.append(done))
    assert told[-1] == (count, count)
    assert told == sorted(told)


def test_the_files_are_dated_by_the_clock_of_the_catalogue(seeded, tmp_path):
    export_whole(seeded, tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 23, 9, 30, 0)}


def test_the_same_catalogue_gives_the_same_bytes(seeded, tmp_path):
    for name in ("a.zip", "b.zip"):
        export_whole(seeded, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_the_whole_is_as_of_one_moment(seeded, tmp_path):
    kinds = iter(SCHEMA.records)

    def meddle(_done, _total):
        if next(kinds, None) is SCHEMA.records[1]:
            make.remove(seeded, Actor, seeded.actor_named("EMTA"))

    before = export_whole(seeded, tmp_path / "before.zip")
    assert export_whole(seeded, tmp_path / "during.zip", progress=meddle) == before
    assert export_whole(seeded, tmp_path / "after.zip") < before


@pytest.fixture
def renamed(catalog):
    """A network that took a new name in 2011."""
    key = make.actor(catalog, "New Name")
    make.fact(catalog, Name, actor=key, text="Old Name", type=NameType.FORMER, until="2010")
    return key


def test_a_table_is_written_as_of_the_day_of_its_query(catalog, renamed):
    (row,) = written(catalog, words="as-of:2005")
    assert row["title"] == "Old Name"


def test_rows_chosen_are_written_as_of_the_day_of_the_query_that_found_them(catalog, renamed):
    query = catalog.query("as-of:2005", NETWORKS)
    out = io.StringIO(newline="")
    title = columns_of(SCHEMA, Actor)[:1]
    write_csv(catalog, out, Chosen(Actor, [renamed], query), title)
    assert out.getvalue().splitlines()[1:] == ['"Old Name"']
