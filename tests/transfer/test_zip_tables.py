from __future__ import annotations

import time
import zipfile

import pytest

from netcatalog.domain.errors import TableError
from netcatalog.domain.records import Actor
from netcatalog.domain.tables import Options
from netcatalog.transfer import zip_tables
from netcatalog.transfer.csv_export import Style, export_whole
from netcatalog.transfer.reading import read_tables
from tests import make
from tests.transfer.tables import cells, read_or_refuse


@pytest.fixture
def packed(tmp_path):
    """Write files into a zip, and return its path."""

    def write(**held):
        path = tmp_path / "all.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in held.items():
                archive.writestr(name, text)
        return path

    return write


TOWNS = "Town,Country\nWien,AT\nGraz,AT\n"
TRAMS = "Line;Length\nD;10,5\n1;8\n"


def test_each_csv_file_is_a_table_of_its_name(packed):
    contents = read_tables(packed(**{"towns.csv": TOWNS, "trams.csv": TRAMS}))
    assert contents.kind == "Zip of CSV files"
    assert [table.name for table in contents.tables] == ["towns", "trams"]
    assert [cells(table) for table in contents.tables] == [
        [("Wien", "AT"), ("Graz", "AT")],
        [("D", "10,5"), ("1", "8")],
    ]


def test_encoding_and_separator_are_guessed_for_each_file(packed):
    polish = "Miasto;Kraj\nŁódź;PL\nPoznań;PL\n"
    path = packed(**{"a.csv": polish.encode("utf-16"), "b.tsv": "Town\tCountry\nLinz\tAT\n"})
    contents = read_tables(path)
    assert [cells(table)[0] for table in contents.tables] == [("Łódź", "PL"), ("Linz", "AT")]
    assert (contents.options.encoding, contents.options.separator) == (None, None)


def test_what_was_guessed_the_same_for_all_is_told(packed):
    contents = read_tables(packed(**{"a.csv": TOWNS, "b.csv": TOWNS}))
    assert (contents.options.encoding, contents.options.separator) == ("utf-8", ",")


def test_options_hold_for_every_file_and_headings_for_one(packed):
    options = Options(separator=";", headers={"b": ()})
    contents = read_tables(packed(**{"a.csv": TOWNS, "b.csv": TRAMS}), options)
    assert [table.headings for table in contents.tables] == [
        ("Town,Country",),
        ("Column 1", "Column 2"),
    ]


def test_rows_can_be_read_again_and_again(packed):
    (table,) = read_tables(packed(**{"towns.csv": TOWNS})).tables
    assert list(table.rows) == list(table.rows)


@pytest.mark.parametrize("style", [Style(), Style(separator=";", bom=True)])
def test_a_whole_catalogue_written_as_csv_is_read_as_it_was_written(seeded, tmp_path, style):
    make.actor(seeded, "=1+1", place='A, "B"\nC')
    export_whole(seeded, tmp_path / "all.zip", style)
    contents = read_tables(tmp_path / "all.zip")
    assert contents.skipped == ()
    assert len(contents.tables) == len(seeded.schema.records)
    tables = {table.name: table for table in contents.tables}
    actors = tables["actors"]
    names = [
        dict(zip(tables["names"].headings, row, strict=True)) for row in cells(tables["names"])
    ]
    assert "=1+1" in [name["text"] for name in names]
    assert actors.headings[:2] == ("id", "uid")
    for row in cells(actors):
        told = dict(zip(actors.headings, row, strict=True))
        record = seeded.record(Actor, int(told["id"]))
        assert (told["uid"], told["place"], told["country"]) == (
            str(record.uid),
            record.place,
            record.country,
        )


# What is left out


def test_what_describes_the_columns_is_passed_over(packed):
    path = packed(
        **{
            "towns.csv": TOWNS,
            "csv-metadata.json": "{}",
            "towns.csv-metadata.json": "{}",
            "__MACOSX/._towns.csv": "x",
            ".DS_Store": "x",
        }
    )
    assert read_tables(path).skipped == ()


def test_what_is_no_csv_file_or_empty_is_left_out_and_said(packed):
    path = packed(**{"towns.csv": TOWNS, "read me.pdf": "%PDF", "none.csv": "\n"})
    contents = read_tables(path)
    assert [table.name for table in contents.tables] == ["towns"]
    assert [(one.name, one.reason) for one in contents.skipped] == [
        ("read me.pdf", "It is no CSV file."),
        ("none.csv", "“none.csv” is empty: there is nothing to import."),
    ]


def test_files_of_the_same_name_in_folders_are_told_apart(packed):
    path = packed(**{"2023/towns.csv": TOWNS, "2024/towns.csv": TOWNS, "2024/": ""})
    assert [table.name for table in read_tables(path).tables] == ["2023/towns", "2024/towns"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_comes_twice_is_read_once_and_that_is_said(tmp_path):
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("towns.csv", TOWNS)
        archive.writestr("towns.csv", TRAMS)
    contents = read_tables(path)
    assert [table.headings for table in contents.tables] == [("Town", "Country")]
    assert [one.reason for one in contents.skipped] == ["Another file of this name is read."]


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ({"a.png": "x"}, "unpack it first"),
        ({"a.csv": "", "b.csv": "\n"}, "no CSV file that can be read. “a.csv” is empty"),
        ({"__MACOSX/a.csv": "x"}, "no CSV file"),
    ],
)
def test_a_zip_without_anything_to_read_is_refused(packed, held, words):
    with pytest.raises(TableError, match=words):
        read_tables(packed(**held))


# Names


def named(tmp_path, name, flag):
    """Return the path of a zip with a file whose name is these bytes."""
    path, stand_in = tmp_path / "all.zip", "x" * len(name)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(stand_in, TOWNS)
    held = bytearray(path.read_bytes().replace(stand_in.encode(), name))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = held.index(mark) + place
        held[at : at + 2] = flag.to_bytes(2, "little")
    path.write_bytes(held)
    return path


@pytest.mark.parametrize(
    ("name", "flag", "shown"),
    [
        ("Łódź.csv".encode(), 0x800, "Łódź"),
        ("Łódź.csv".encode(), 0, "Łódź"),
        ("Bräu.csv".encode("cp437"), 0, "Bräu"),
        (b"../../etc/towns.csv", 0, "../../etc/towns"),
        ("a\u202eb.csv".encode(), 0x800, "a\ufffdb"),
        (b"a\x1b[2J.csv", 0, "a\ufffd[2J"),
    ],
)
def test_names_are_shown_as_text_whatever_their_bytes(tmp_path, name, flag, shown):
    (table,) = read_tables(named(tmp_path, name, flag)).tables
    assert table.name == shown
    assert cells(table) == [("Wien", "AT"), ("Graz", "AT")]


def test_a_name_that_is_no_text_is_damage(tmp_path):
    with pytest.raises(TableError, match="damaged"):
        read_tables(named(tmp_path, b"\xff\xfe.csv", 0x800))


# What is too much, or damaged


def test_more_files_than_are_read_are_refused(packed, monkeypatch):
    monkeypatch.setattr(zip_tables, "MOST_FILES", 2)
    with pytest.raises(TableError, match=r"“all\.zip” holds more than 2 files"):
        read_tables(packed(**{f"{n}.csv": TOWNS for n in range(3)}))


@pytest.mark.slow
@pytest.mark.parametrize("lying", [False, True])
def test_a_zip_bomb_is_refused(packed, lying):
    path = packed(**{"a.csv": TOWNS, "b.csv": "a,b\n" * 150_000_000})
    if lying:  # in the directory of the zip
        held = path.read_bytes()
        path.write_bytes(
            held.replace((600_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
        )
    begun = time.process_time()
    with pytest.raises(TableError, match="more than 512 MB" if not lying else "damaged|512"):
        read_tables(path)
    assert time.process_time() - begun < 10


def test_a_damaged_file_is_named(packed):
    path = packed(**{"towns.csv": TOWNS, "trams.csv": TRAMS * 100})
    held = bytearray(path.read_bytes())
    place = held.index(b"trams.csv") + len("trams.csv") + 10
    held[place : place + 8] = b"\xff" * 8
    path.write_bytes(held)
    with pytest.raises(TableError, match=r"“trams\.csv” in “all\.zip” is damaged"):
        read_tables(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_file_packed_so_that_it_may_take_any_memory_is_refused(tmp_path, method):
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("towns.csv", TOWNS)
    with pytest.raises(TableError, match=r"“towns\.csv” in “all\.zip” is damaged or packed"):
        read_tables(path)


def test_a_zip_cut_off_or_spoilt_anywhere_is_read_or_refused(packed):
    path = packed(**{"towns.csv": TOWNS * 20, "trams.csv": TRAMS * 20})
    held = path.read_bytes()
    for place in range(4, len(held), 7):
        path.write_bytes(held[:place])
        read_or_refuse(path)
        path.write_bytes(held[:place] + bytes([held[place] ^ 0xFF]) + held[place + 1 :])
        read_or_refuse(path)


def test_a_zip_that_changes_while_it_is_read_is_said_so(packed):
    path = packed(**{"towns.csv": TOWNS})
    (table,) = read_tables(path).tables
    held = path.read_bytes()
    for now in (held[:20], held[:-30], b"x" * len(held)):
        path.write_bytes(now)
        with pytest.raises(TableError, match="cannot be read"):
            list(table.rows)
    path.unlink()
    with pytest.raises(TableError, match="cannot be read"):
        list(table.rows)


def test_a_zip_with_a_password_is_refused(tmp_path):
    path = named(tmp_path, b"towns.csv", 1)
    with pytest.raises(TableError, match="password"):
        read_tables(path)
