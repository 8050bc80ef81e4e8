from __future__ import annotations

import csv
import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netcatalog.domain.errors import TableError
from netcatalog.domain.tables import Options
from netcatalog.transfer.reading import read_tables
from tests.transfer.tables import cells, read_or_refuse, unread

quick = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60
)


# The sort of file


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "is empty"),
        (b"%PDF-1.7", "a PDF document"),
        (b"<html><table>", "a web page"),
        (b"\xff\xfe<\0h\0t\0m\0l\0", "a web page"),
        (b"SQLite format 3\0", "a database"),
        (b"PK\x03\x04junk", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "older Office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\0o\0r\0k\0b\0o\0o\0k\0", "damaged"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "password",
        ),
        (b"[1,", "damaged"),
    ],
)
def test_what_holds_no_table_is_refused_by_a_sentence(file, held, words):
    with pytest.raises(TableError, match=words):
        read_tables(file(held))


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(TableError, match=r"list\.csv.*cannot be read"):
        read_tables(tmp_path / "list.csv")


def test_the_content_tells_the_kind_not_the_suffix(file):
    assert read_tables(file('[{"a": 1}]', "list.csv")).kind == "JSON"
    assert read_tables(file("[a];b\n1;2\n", "list.json")).kind == "Text with separators"


def test_a_zip_without_a_workbook_or_csv_is_to_be_unpacked(tmp_path):
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("actors.gz", "a,b")
    with pytest.raises(TableError, match="unpack it first"):
        read_tables(path)


@quick
@given(held=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_by_a_sentence(file, held):
    read_or_refuse(file(held))


@quick
@given(
    held=st.text(alphabet="a1;,\t\"'=\r\n \u00e9[{}]:", max_size=80),
    encoding=st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
def test_any_text_is_read_or_refused_by_a_sentence(file, held, encoding):
    read_or_refuse(file(held.encode(encoding)))


# What was read, is read again


@st.composite
def written(draw):
    """Rows, and the same as written by Python's csv module in some dialect."""
    width = draw(st.integers(1, 5))
    quoting = draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC]))
    left_bare = "\0\r\n" if quoting == csv.QUOTE_MINIMAL else "\0"  # by Python 3.11, wrongly
    text = st.text(
        st.characters(exclude_characters=left_bare, exclude_categories=["Cs"]), max_size=12
    )
    rows = draw(st.lists(st.lists(text, min_size=width, max_size=width), min_size=1, max_size=8))
    out = io.StringIO(newline="")
    separator = draw(st.sampled_from(",;\t|:"))
    csv.writer(
        out,
        delimiter=separator,
        lineterminator=draw(st.sampled_from(["\n", "\r\n", "\r"])),
        quoting=quoting,
    ).writerows(rows)
    return rows, separator, out.getvalue()


@quick
@given(
    case=written(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le"]),
)
def test_what_python_writes_is_read_as_it_was(file, case, encoding):
    from netcatalog.transfer.formulas import unguarded

    rows, separator, text = case
    if text.startswith("\ufeff"):
        return  # a byte order mark, for all that anybody can tell
    path = file(text.encode(encoding))
    options = Options(encoding=encoding, separator=separator, quote='"', header=())
    wanted = [tuple(map(unguarded, row)) for row in rows if any(cell.strip() for cell in row)]
    if not wanted:
        with pytest.raises(TableError, match="empty"):
            read_tables(path, options)
        return
    (table,) = read_tables(path, options).tables
    assert cells(table) == wanted
    assert unread(table) == []


@quick
@given(
    names=st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), min_size=5),
    separator=st.sampled_from([",", ";", "\t", "|"]),
)
def test_the_separator_is_found_whatever_stands_in_quotes(file, names, separator):
    out = io.StringIO(newline="")
    rows = [[name, str(number), "x"] for number, name in enumerate(names)]
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(rows)
    assert read_tables(file(out.getvalue())).options.separator == separator


# Headings that are set


def test_rows_of_headings_can_be_set(file):
    path = file("a;b\nTown;N\nWien;1\nGraz;2\n")
    (table,) = read_tables(path, Options(header=(2,))).tables
    assert (table.headings, table.header) == (("Town", "N"), (2,))
    assert cells(table) == [("Wien", "1"), ("Graz", "2")]
    (table,) = read_tables(path, Options(header=())).tables
    assert table.headings == ("Column 1", "Column 2")
    assert len(cells(table)) == 4


def test_headings_far_down_can_be_set(file):
    (table,) = read_tables(file("x;y\n" * 500 + "Town;N\nWien;1\n"), Options(header=(501,))).tables
    assert (table.headings, cells(table)) == (("Town", "N"), [("Wien", "1")])


def test_headings_set_where_nothing_stands_are_refused(file):
    with pytest.raises(TableError, match="no headings in row 9 of “list”"):
        read_tables(file("a;b\n1;2\n"), Options(header=(9,)))


def test_a_file_that_is_gone_when_its_rows_are_read_is_said_so(file):
    path = file("a;b\n1;2\n")
    (table,) = read_tables(path).tables
    path.unlink()
    with pytest.raises(TableError, match="cannot be read"):
        list(table.rows)
