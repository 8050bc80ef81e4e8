"""Bringing lists in from the command line."""

from __future__ import annotations

import csv
import json
import zipfile

import openpyxl
import pytest

from netcatalog.cli import main
from netcatalog.transfer.reading import read_tables

LIST = "Stadt;Land;Mitglied seit\nGraz;AT;2003\nŁódź;Polska;12.3.2010\n"


@pytest.fixture
def listed(tmp_path):
    """Write a list, and return its path."""

    def write(text=LIST, name="members.csv"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.fixture
def run(capsys, catalog_path):
    """Run a command on an empty catalogue; return what it printed and said, and its status."""

    def done(command, *arguments):
        status = main([command, str(catalog_path), *map(str, arguments)])
        printed = capsys.readouterr()
        return printed.out, printed.err, status

    return done


def memberships(run):
    return run("list", "memberships")[0]


def test_a_list_is_brought_in_as_it_is_guessed(run, listed):
    out, err, status = run("import", listed(), "--network", "EMTA")
    assert (err, status) == ("", 0)
    assert "2 rows new" in out
    assert "2 memberships begun" in out
    assert "12 March 2010" in memberships(run)
    assert run("undo")[2] == 0
    assert "Graz" not in memberships(run)


def test_what_it_would_come_to_is_only_told(run, listed):
    out, _, _ = run("import", listed(), "--network", "EMTA", "--dry-run")
    assert "would come to" in out
    assert "2 rows new" in out
    assert "Graz" not in memberships(run)


def test_it_is_told_as_what_a_text_file_was_read(run, listed):
    out, _, _ = run("import", listed(), "--network", "EMTA", "--dry-run")
    assert "Encoding: utf-8, Unicode (UTF-8)\nBetween cells: semicolon\n" in out


def test_encoding_and_separator_can_be_given(run, tmp_path):
    path = tmp_path / "members.csv"
    path.write_bytes("Stadt|Land\nŁódź|PL\nOrăștie|RO\n".encode("cp852", "replace"))
    out, _, _ = run("import", path, "--encoding", "cp852", "--separator", "bar")
    assert "Encoding: cp852, Central European (DOS)\nBetween cells: vertical bar\n" in out
    assert "Łódź" in run("list", "authorities")[0]


def test_a_workbook_has_no_encoding(run, tmp_path):
    path = tmp_path / "list.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["City"])
    book.active.append(["Graz"])
    book.save(path)
    assert "Encoding" not in run("import", path, "--dry-run")[0]
    _, err, status = run("import", path, "--encoding", "cp1252")
    assert (status, "“list.xlsx” is no text with separators. Leave" in err) == (1, True)


def test_a_mapping_is_saved_and_serves_the_next_list(run, listed, tmp_path):
    kept = tmp_path / "m.json"
    run("import", listed(), "--network", "EMTA", "--save-mapping", kept)
    assert json.loads(kept.read_bytes())["format"] == "netcatalog mapping 1"
    later = listed("Mitglied seit;STADT;Land\n2003;Graz;AT\n", "2025.csv")
    out, _, _ = run("import", later, "--mapping", kept, "--complete", "--as-of", "2025", "--fill")
    assert "1 row unchanged" in out
    assert "Łódź: leaves EMTA 2025" in out


def test_rows_that_are_not_read_are_written_to_be_mended(run, listed, tmp_path):
    left = tmp_path / "left.csv"
    text = "City,Country\nGraz,AT\nOz,Nowhere\nLinz,AT\nWels,AT\nBari,IT\nEssen,DE\nLyon,FR\n"
    text += "Porto,PT\nGent,BE\nBrno,CZ\n"
    _, err, _ = run("import", listed(text), "--rejected", left)
    assert "members, line 3: Oz: Country: “Nowhere” is not a country" in err
    with left.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["City", "Country", "Why it was not read"],
            ["Oz", "Nowhere", "Country: “Nowhere” is not a country"],
        ]
    left.write_text(left.read_text("utf-8-sig").replace("Nowhere", "US"), "utf-8")
    assert "1 row new" in run("import", left)[0]


def test_a_row_that_cannot_be_parted_names_nobody_when_it_comes_again(run, tmp_path):
    source, left = tmp_path / "towns.csv", tmp_path / "left.csv"
    held = "Town;Land;N\nŁódź;PL;1\nKöln;DE;3\nBrno;CZ;2\n".encode()
    source.write_bytes(held + b"M\xfcnchen;DE;1512491\nGraz;AT;4\n")
    run("import", source, "--rejected", left)
    assert "M\ufffdnchen;DE;1512491" in left.read_text("utf-8-sig")
    out, err, _ = run("import", left)
    assert "1 row cannot be read" in out
    assert "left, line 2: it names nobody" in err
    assert "nchen" not in run("list", "authorities")[0]


@pytest.mark.parametrize("name", ["left.csv", "left.xlsx"])
def test_if_no_row_is_left_over_none_of_an_earlier_time_stays_in_the_file(
    run, listed, tmp_path, name
):
    left = tmp_path / name
    run(
        "import", listed("City;Land\nPorto;PT\nOz;Nowhere\nLinz;AT\nWels;AT\n"), "--rejected", left
    )
    out = run("import", listed(), "--network", "EMTA", "--rejected", left)[0]
    assert f"No row was left over: “{left}” holds only headings." in out
    (table,) = read_tables(left).tables
    assert table.headings == ("Stadt", "Land", "Mitglied seit", "Why it was not read")
    assert list(table.rows) == []


def test_the_list_itself_is_not_overwritten_with_what_is_rejected(run, listed):
    path = listed()
    _, err, status = run("import", path, "--rejected", path, "--dry-run")
    assert (status, path.read_text("utf-8")) == (1, LIST)
    assert "is the list itself. Write the rows left over into another file." in err


def test_who_may_be_meant_is_left_unless_told_to_be_new(run, listed):
    run("import", listed("Name;Land\nRoccadaspide;IT\n"))
    other = listed("Name;Land\nRoccaspide;IT\n", "other.csv")
    assert "1 row of which it is not sure" in run("import", other)[0]
    assert "1 row new" in run("import", other, "--unsure", "new")[0]


def test_a_whole_catalogue_as_json_fills_an_empty_one(run, seeded_path, tmp_path):
    whole = tmp_path / "all.json"
    main(["export", str(seeded_path), "--whole", "--to", str(whole)])
    _, _, status = run("import", whole)
    assert status == 0
    assert "EMTA" in run("show", "EMTA")[0]
    _, err, status = run("import", whole)
    assert status == 1
    assert "is not empty" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--mapping", "nowhere.json"], "nowhere.json"),
        (["--as-of", "yesterday"], "“yesterday”, is not a date"),
        (["--network", "EMTA", "--complete"], "say as of which day with --as-of."),
        (["--encoding", "klingon"], "There is no encoding called “klingon”."),
        (["--encoding", "utf-16"], "cannot be read as Unicode (UTF-16). Choose another encoding."),
        (["--sheet", "Members"], "There is no sheet “Members”. There are: “members”."),
        (["--save-mapping", "no/such/folder/m.json"], "There is no folder"),
    ],
)
def test_what_cannot_be_done_gets_a_sentence(run, listed, arguments, said):
    _, err, status = run("import", listed(), *arguments)
    assert status == 1
    assert said in err
    assert err.count("\n") == 1
    assert "Graz" not in memberships(run)


def test_a_zip_of_csv_files_is_a_list_of_sheets(run, tmp_path):
    path = tmp_path / "cities.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("trams.csv", LIST)
        archive.writestr("ferries.csv", LIST.replace("Graz;AT", "Bergen;NO"))
        archive.writestr("read me.pdf", "%PDF")
    out, err, status = run("import", path, "--network", "EMTA", "--sheet", "ferries")
    assert (err, status) == ("“read me.pdf” is left out: It is no CSV file.\n", 0)
    assert "2 rows new" in out
    assert "Bergen" in memberships(run)
    assert "Graz" not in memberships(run)


def test_columns_of_which_nothing_is_made_are_told(run, listed):
    out, _, _ = run("import", listed("Stadt;Land;Hymne\nGraz;AT;La\n"), "--network", "EMTA")
    assert "Columns of which nothing was made: Hymne" in out


def test_a_list_without_rows_comes_to_nothing(run, listed):
    out, _, _ = run("import", listed("Stadt;Land\n"), "--network", "EMTA")
    assert "came to nothing: it has no rows." in out


def test_sheets_that_do_not_belong_to_the_list_are_told(run, tmp_path):
    book = openpyxl.Workbook()
    for name, rows in (
        ("EMTA", [("Town", "Country"), ("Graz", "AT")]),
        ("Polis", [("Stadt", "Land"), ("Łódź", "PL")]),
        ("Minutes", [("Said", "By"), ("Welcome", "Ana")]),
    ):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "list.xlsx")
    out, err, _ = run("import", tmp_path / "list.xlsx")
    assert "2 memberships begun" in out
    assert "“Minutes” is left out: it has other columns than the rest." in err
