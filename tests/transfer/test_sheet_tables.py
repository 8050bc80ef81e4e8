from __future__ import annotations

import datetime as dt
import random
import resource
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netcatalog.domain.errors import TableError
from netcatalog.domain.tables import Options, Row
from netcatalog.transfer.reading import read_tables
from tests.transfer.excel97 import TOWNS, biff, number, ole
from tests.transfer.tables import cells, read_or_refuse, unread

COVENANT = Path(__file__).parents[3] / "shared/data/covenant-of-mayors-2024/signatories.xlsx"

quick = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60
)


@pytest.fixture
def excel(tmp_path):
    """Write sheets, each a list of rows, into a workbook, and return its path."""

    def write(change=lambda book: None, **sheets):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        change(book)
        path = tmp_path / "list.xlsx"
        book.save(path)
        return path

    return write


def read(path, **options):
    (table,) = read_tables(path, Options(**options)).tables
    return table


def changed(path, part, change):
    """Change one part of a zip."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in parts.items():
            archive.writestr(name, change(held) if name == part else held)
    return path


SHEET = "xl/worksheets/sheet1.xml"


# Cells


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("01234", "01234"),
        (12, "12"),
        (12.0, "12"),
        (-0.5, "-0.5"),
        (52.5200066, "52.5200066"),
        (123456789012, "123456789012"),
        (1e-7, "1e-07"),
        (True, "TRUE"),
        (False, "FALSE"),
        (dt.date(2008, 1, 15), "2008-01-15"),
        (dt.datetime(2008, 1, 15, 9, 30), "2008-01-15T09:30:00"),  # noqa: DTZ001
        (dt.time(9, 30), "09:30:00"),
        (dt.timedelta(hours=30), "30:00:00"),
        ("a\nb", "a\nb"),
        (" x ", " x "),
        ("=", "="),
        ("'x", "'x"),
    ],
)
def test_values_are_text(excel, value, text):
    assert cells(read(excel(S=[["a", "b"], ["x", value]])))[0][1] == text


def test_zeros_that_only_the_format_shows_are_kept(excel):
    def pad(book):
        for row in (2, 3):
            book["S"].cell(row, 1).number_format = "00000"

    path = excel(pad, S=[["Code", "N"], [1234, 1], [56789, 2], [7, 3]])
    assert [code for code, _ in cells(read(path))] == ["01234", "56789", "7"]


def test_errors_are_shown_as_such(excel):
    path = excel(S=[["Town", "N"], ["Wien", "#N/A"], ["Graz", 2]])
    assert cells(read(path)) == [("Wien", "#N/A"), ("Graz", "2")]


def test_a_formula_gives_its_stored_result(excel):
    path = excel(S=[["Town", "N"], ["Wien", "=1+1"], ["Graz", 3]])
    changed(
        path,
        SHEET,
        lambda held: held.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>"),
    )
    assert cells(read(path)) == [("Wien", "2"), ("Graz", "3")]


def test_a_formula_without_a_result_is_told(excel):
    table = read(excel(S=[["Town", "N"], ["Wien", "=1+1"], ["Graz", 3]]))
    (fault,) = unread(table)
    assert (fault.line, fault.column) == (2, "N")
    assert "formula" in fault.reason
    assert cells(table) == [("Graz", "3")]


# Sheets


def test_every_sheet_is_a_table_hidden_ones_marked_empty_ones_told(excel):
    def hide(book):
        book["B"].sheet_state = "hidden"

    contents = read_tables(excel(hide, A=[["x"], ["1"]], B=[["y"], ["2"]], C=[], D=[["", " "]]))
    assert [(table.name, table.hidden) for table in contents.tables] == [("A", False), ("B", True)]
    assert [(part.name, part.reason) for part in contents.skipped] == [
        ("C", "It is empty."),
        ("D", "It is empty."),
    ]
    assert contents.kind == "Excel workbook"


def test_a_workbook_without_anything_is_refused(excel):
    with pytest.raises(TableError, match="no sheet with anything in it"):
        read_tables(excel(A=[], B=[]))


def test_sixty_uneven_sheets_are_read(excel):
    sheets = {
        f"Network {n}": [["List of members"]] * (n % 3)
        + [[]] * (n % 2)
        + [["Town", "Country", *[f"Year {y}" for y in range(n % 5)]]]
        + [[f"Town {m}", "AT", *[m] * (n % 5)] for m in range(3 + n)]
        for n in range(60)
    }
    tables = read_tables(excel(**sheets)).tables
    assert len(tables) == 60
    assert {table.headings[:2] for table in tables} == {("Town", "Country")}
    assert [len(cells(table)) for table in tables] == [3 + n for n in range(60)]


def test_rows_have_the_number_of_the_sheet(excel):
    def move(book):
        book["S"].move_range("A1:B3", rows=4, cols=2)

    table = read(excel(move, S=[["Town", "N"], ["Wien", 1], ["Graz", 2]]))
    assert table.header == (5,)
    assert list(table.rows) == [Row(6, ("Wien", "1")), Row(7, ("Graz", "2"))]


def test_a_matrix_with_commas_in_headings_is_read(excel):
    heads = ["Town", "Climate, Energy", "Towns; Villages"]
    table = read(excel(S=[heads, ["Wien", 1, 0], ["Graz", 0, 1], ["Linz", 1, 1]]))
    assert table.headings == tuple(heads)


def test_merged_headings_hold_for_all_they_span(excel):
    def merge(book):
        for area in ("A1:F1", "B2:C2", "D2:E2", "A2:A3"):
            book["S"].merge_cells(area)

    rows = [
        ["Members of the network"],
        ["Town", "Fee 2024", None, "Fee 2025"],
        [None, "EUR", "paid", "EUR", "paid", "Remark"],
        ["Wien", 100, "yes", 110, "no", "x"],
        ["Graz", 90, "no", 95, "no", "y"],
    ]
    table = read(excel(merge, S=rows))
    assert table.header == (2, 3)
    assert table.headings == (
        "Town",
        "Fee 2024 / EUR",
        "Fee 2024 / paid",
        "Fee 2025 / EUR",
        "Fee 2025 / paid",
        "Remark",
    )


def test_rows_of_headings_can_be_set_for_one_sheet(excel):
    path = excel(A=[["a", "b"], ["c", "d"], ["e", "f"]], B=[["a", "b"], ["c", "d"]])
    one, other = read_tables(path, Options(header=(), headers={"A": (1, 2)})).tables
    assert one.headings == ("a / c", "b / d")
    assert other.headings == ("Column 1", "Column 2")
    assert len(cells(other)) == 2


# What is damaged, protected, or made to harm


def test_one_cell_far_off_is_refused_before_memory_is_taken(excel):
    def far(book):
        book["S"]["XFD1048576"] = 1

    with pytest.raises(TableError, match="4\u202f000\u202f000 cells"):
        read_tables(excel(far, S=[["a"]]))


def test_formats_far_off_do_no_harm(excel):
    def far(book):
        book["S"]["XFD1048576"].font = openpyxl.styles.Font(bold=True)

    assert cells(read(excel(far, S=[["a", "b"], ["c", "1"]]))) == [("c", "1")]


@pytest.mark.parametrize(
    "rows",
    [
        b'<row><c><v>1</v></c></row><row r="4000000000"><c r="ZZZZZ5"><v>1</v></c></row>',
        b'<row><c r="A1"><v>1</v></c></row><row><c t="n" r="AAAA9999"><v>1</v></c></row>',
        b'<row r="1"><c s="1" r="A1" ><v>1</v></c><c r="XFD9999999"><v>1</v></c></row>',
        b"<row>" + b"<c><v>1</v></c>" * 5000 + b"</row>" + b"<row/>" * 5000 + b"<row></row>",
        b'<row r="1"><c r="A1"><v>1</v></c><c r="ACCCCCCC9"><v>1</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c><c r="A00000000004000001"><v>1</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c><a-b:c r="ZZZZ9999"><a-b:v>1</a-b:v></a-b:c></row>',
    ],
)
def test_cells_in_odd_places_are_measured(excel, rows):
    path = excel(S=[["a"]])

    def replaced(held):
        begin, end = held.index(b"<sheetData>") + 11, held.index(b"</sheetData>")
        return held[:begin] + rows + held[end:]

    with pytest.raises(TableError, match="cells, the most that are read"):
        read_tables(changed(path, SHEET, replaced))


def test_a_sheet_that_was_not_measured_is_not_read(excel):
    named = b'name="S" xmlns:x="urn:x" x:name="T"'
    path = changed(
        excel(S=[["a"]]), "xl/workbook.xml", lambda held: held.replace(b'name="S"', named)
    )
    with pytest.raises(TableError, match="damaged"):
        read_tables(path)


def test_cells_that_do_not_say_where_they_are_are_read(excel):
    path = excel(S=[["a"]])
    rows = b"<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row>"

    def replaced(held):
        begin, end = held.index(b"<sheetData>") + 11, held.index(b"</sheetData>")
        return held[:begin] + rows + held[end:]

    assert cells(read(changed(path, SHEET, replaced))) == [("1", "2"), ("3", "4")]


@pytest.mark.slow
@pytest.mark.parametrize("lying", [False, True])
def test_a_zip_bomb_is_refused(excel, lying):
    path = changed(excel(S=[["a"]]), SHEET, lambda held: held + b" " * 600_000_000)
    if lying:  # in the directory of the zip
        held = path.read_bytes()
        with zipfile.ZipFile(path) as archive:
            size = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
        path.write_bytes(held.replace(size, (1000).to_bytes(4, "little")))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    with pytest.raises(TableError, match="more than 512 MB" if not lying else "damaged|512"):
        read_tables(path)
    assert time.process_time() - begun < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_a_workbook_cut_off_anywhere_is_refused(excel):
    path = excel(S=[["Town", "N"], *[[f"Town {n}", n] for n in range(50)]])
    held = path.read_bytes()
    for end in range(4, len(held), 97):
        path.write_bytes(held[:end])
        with pytest.raises(TableError, match=r"damaged|unpack it first"):
            read_tables(path)


@quick
@given(seed=st.integers(0, 10**6))
def test_a_spoilt_workbook_is_read_or_refused(excel, seed):
    dice = random.Random(seed)  # noqa: S311 - dice are no secrets
    path = excel(S=[["Town", "N"], ["Wien", 1], ["Graz", dt.date(2024, 1, 1)]])
    part = dice.choice([SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"])

    def spoilt(held):
        held = bytearray(held)
        for _ in range(dice.randint(1, 6)):
            at = dice.randrange(len(held))
            held[at : at + dice.randint(0, 3)] = dice.randbytes(dice.randint(0, 3))
        return bytes(held)

    read_or_refuse(changed(path, part, spoilt))
    held = bytearray(path.read_bytes())
    held[dice.randrange(len(held))] ^= 1 << dice.randrange(8)
    path.write_bytes(held)
    read_or_refuse(path)


def test_entities_that_grow_are_not_unfolded(excel):
    path = excel(S=[["a"]])
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        + b"]>"
    )
    changed(path, SHEET, lambda held: bomb + held.replace(b"<sheetData>", b"<sheetData>&j;"))
    with pytest.raises(TableError, match="damaged"):
        read_tables(path)


# OpenDocument


BODY = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    "<office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)


def cell(text, more=""):
    return (
        f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


@pytest.fixture
def ods(tmp_path):
    """Write sheets, each the XML of its rows, into a spreadsheet, and return its path."""

    def write(manifest="", **sheets):
        path = tmp_path / "list.ods"
        body = "".join(
            f'<table:table table:name="{name}">{rows}</table:table>'
            for name, rows in sheets.items()
        )
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("content.xml", BODY.format(body))
            archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        return path

    return write


def row(*cells, more=""):
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def test_a_spreadsheet_of_open_document_is_read(ods):
    number = (
        '<table:table-cell office:value-type="float" office:value="12"><text:p>12,0</text:p>'
        "</table:table-cell>"
    )
    date = '<table:table-cell office:value-type="date" office:date-value="2024-05-01"/>'
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows = (
        row(cell("Town"), cell("N"), cell("Since")),
        row(cell("Wien"), number, date),
        row(empty, more=' table:number-rows-repeated="1048570"'),
    )
    path = ods(A="".join(rows), B="")
    contents = read_tables(path)
    assert contents.kind == "OpenDocument spreadsheet"
    assert contents.tables[0].headings == ("Town", "N", "Since")
    assert cells(contents.tables[0]) == [("Wien", "12", "2024-05-01")]
    assert [part.name for part in contents.skipped] == ["B"]


def test_errors_and_line_breaks_of_open_document_are_kept(ods):
    error = (
        '<table:table-cell office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    )
    broken = cell("a<text:line-break/>b &amp; c", ' table:number-columns-repeated="2"')
    path = ods(A=row(cell("X"), cell("Y"), cell("Z")) + row(error, broken))
    path = changed(
        path,
        "content.xml",
        lambda held: held.replace(b" xmlns:text", b' xmlns:calcext="urn:x" xmlns:text'),
    )
    assert cells(read(path, header=(1,))) == [("#N/A", "a\nb & c", "a\nb & c")]


def test_cells_repeated_without_end_are_refused(ods):
    wide = cell("a", ' table:number-columns-repeated="16384"')
    with pytest.raises(TableError, match="cells, the most that are read"):
        read_tables(ods(A=row(wide, more=' table:number-rows-repeated="000000000001048576"')))


def test_as_many_columns_as_there_can_be_are_read_quickly(ods):
    wide = cell("a", ' table:number-columns-repeated="16384"')
    begun = time.process_time()
    table = read(ods(A=row(wide, more=' table:number-rows-repeated="20"')))
    assert (len(table.headings), table.headings[-1]) == (16_384, "a (16384)")
    assert time.process_time() - begun < 5


def test_tags_that_do_not_match_are_refused(ods):
    with pytest.raises(TableError, match="damaged"):
        read_tables(ods(A=row(cell("a")) + "</eatable:table>"))


def test_a_spreadsheet_with_a_password_is_refused(ods):
    path = ods(manifest="<manifest:encryption-data/>", A=row(cell("a")))
    with pytest.raises(TableError, match="protected by a password"):
        read_tables(path)


# Excel 97


def test_what_the_reader_cannot_bear_is_refused_as_damaged(file):
    stream = bytearray(biff(*TOWNS))
    at = stream.index(b"\x85\x00") + 4  # where the sheet begins
    stream[at : at + 4] = b"\xff\xff\xff\x7f"
    with pytest.raises(TableError, match="damaged"):
        read_tables(file(ole(bytes(stream)), "list.xls"))


def test_an_old_workbook_is_read(file):
    contents = read_tables(file(ole(biff(*TOWNS)), "list.xls"))
    assert contents.kind == "Excel 97 workbook"
    (table,) = contents.tables
    assert table.headings == ("Town", "N")
    assert cells(table) == [("Łódź", "12")]


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        (biff(*TOWNS, number(65_535, 255, 1)), "4\u202f000\u202f000 cells"),
        (biff(*TOWNS, rows=2**32 - 1, columns=65_535), "damaged"),
        (biff(*TOWNS, columns=257), "damaged"),
    ],
)
def test_an_old_workbook_that_would_take_all_memory_is_refused(file, stream, words):
    with pytest.raises(TableError, match=words):
        read_tables(file(ole(stream), "list.xls"))


@quick
@given(seed=st.integers(0, 10**6))
def test_a_spoilt_old_workbook_is_read_or_refused(file, seed):
    dice = random.Random(seed)  # noqa: S311 - dice are no secrets
    held = bytearray(ole(biff(*TOWNS)))
    for _ in range(dice.randint(1, 20)):
        held[dice.randrange(24, 1800)] = dice.randrange(256)
    read_or_refuse(file(bytes(held[: dice.choice([len(held), dice.randrange(9, len(held))])])))


# Real


@pytest.mark.skipif(not COVENANT.exists(), reason=f"{COVENANT} is not here")
def test_the_covenant_of_mayors_is_read_quickly():
    begun = time.process_time()
    contents = read_tables(COVENANT)
    assert [table.name for table in contents.tables] == ["README", "df1_METADATA", "1"]
    assert time.process_time() - begun < 4
    rows = cells(contents.tables[2])
    assert len(rows) == 11_973
    names = contents.tables[2].headings
    assert rows[0][names.index("date_of_adhesion")] == "2010-01-26"
    assert [line[1] for line in rows if line[1] == "None"] == ["None"]
    assert unread(contents.tables[2]) == []
