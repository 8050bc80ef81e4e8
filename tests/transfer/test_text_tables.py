from __future__ import annotations

import resource
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from netcatalog.domain.columns import by_key, columns_of
from netcatalog.domain.errors import InvalidError, TableError
from netcatalog.domain.records import SCHEMA, Actor
from netcatalog.domain.sections import NETWORKS
from netcatalog.domain.tables import Options, Row
from netcatalog.transfer import text_rows
from netcatalog.transfer.csv_export import Style, export_table
from netcatalog.transfer.encodings import ENCODINGS
from netcatalog.transfer.reading import read_tables
from tests import make
from tests.transfer.tables import cells, unread


def read(path, **options):
    contents = read_tables(path, Options(**options))
    (table,) = contents.tables
    return table


# Encodings


GREEK = "\u0391θήνα Πάτρα Λάρισα \u0392όλος"  # noqa: RUF001
CYRILLIC = "\u0421офия Пловдив Варна Бургас Русе"  # noqa: RUF001


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1252", "Köln Würzburg Nürnberg Gießen"),
        ("cp1252", "España Logroño Cáceres León"),
        ("cp1252", "Måløy Tromsø Ålesund"),
        ("cp1250", "Łódź Poznań Gdańsk Wrocław Częstochowa"),
        ("cp1250", "Plzeň Děčín Třinec Český Krumlov Jihlava"),
        ("cp1250", "Győr Székesfehérvár Hódmezővásárhely Fertőd Gyömrő"),
        ("cp1250", "Kraków Warszawa Poznań"),
        ("cp1250", "Győr Pécs Nyíregyháza"),
        ("cp1250", "Ljubljana Kočevje Radeče"),
        ("cp1250", "Iaşi Ploieşti Brăila"),
        ("cp1250", "Radzyń Dęblin Kościan"),
        ("cp1252", "Penedès Segrià Urueña Òdena"),
        ("cp1252", "Jõhvi Põlva Räpina"),
        ("cp1252", "Guimarães Covilhã Camões Lourosa"),
        ("cp1252", "Ísafjörður Akureyri Mosfellsbær Garðabær"),
        ("cp1253", "Άγιος Λεμεσού Άρμου"),
        ("cp1253", GREEK),
        ("cp1251", CYRILLIC),
        ("cp1254", "Eskişehir İzmir Diyarbak\u0131r Muğla Kütahya Iğd\u0131r"),
        ("cp1257", "Šiauliai Panevėžys Kėdainiai Mažeikiai Ukmergė Plungė Biržai Ąžuolų"),
        ("utf-8", f"Łódź Zürich {GREEK} {CYRILLIC}"),
        ("utf-16", f"Łódź Zürich {GREEK} {CYRILLIC}"),
        ("utf-16-le", "Łódź Graz Wien Zürich"),
        ("utf-8-sig", "Łódź"),
    ],
)
def test_the_encoding_is_guessed(file, encoding, names):
    towns = names.split(" ")
    held = "Town;Number\r\n" + "".join(f"{town};{n}\r\n" for n, town in enumerate(towns))
    assert [town for town, _ in cells(read(file(held.encode(encoding))))] == towns


@pytest.mark.parametrize("headings", ["Név;Ország", "Town;Country"])
def test_the_encoding_is_guessed_with_headings_in_the_language_of_the_list(file, headings):
    path = file(f"{headings}\nGyőr;HU\nPécs;HU\nNyíregyháza;HU\n".encode("cp1250"))
    assert cells(read(path))[0][0] == "Győr"


def test_a_line_in_utf_8_does_not_change_what_the_others_are_taken_for(file):
    towns = ("Zürich", "Neuchâtel", "Delémont", "Köniz")
    held = "".join(f"{town};CH\n" for town in towns).encode("cp1252") + "Genève;CH\n".encode()
    assert read_tables(file(b"Town;Country\n" + held)).options.encoding == "cp1252"


def test_an_encoding_that_is_given_is_taken(file):
    path = file("Town;N\nŁódź;1\n".encode("cp1250"))
    assert cells(read(path, encoding="cp1252"))[0][0] == "£ód\u017a".replace("\u017a", "\u0178")


@pytest.mark.parametrize("name", ["klingon", "", "a\0b", "rot13", "base64", "undefined", "idna"])
def test_an_encoding_that_is_none_of_text_is_refused(file, name):
    with pytest.raises(TableError, match=f"no encoding called “{name}”"):
        read(file("a;b\n1;2\n"), encoding=name)


@pytest.mark.parametrize("encoding", [*ENCODINGS, "utf-16-le", "utf-32"])
def test_text_is_read_or_refused_in_a_sentence_whatever_encoding_is_chosen(file, encoding):
    """Text in each encoding that is offered is tried, also text that ends too early."""
    for written in [*ENCODINGS, "utf-16-le", "utf-32"]:
        for text in (f"Town;N\nŁódź;1\n{GREEK};2\n", "a"):
            held = text.encode(written, "replace")
            for path in (file(held), file(held[:-1] or b"a")):
                with suppress(TableError):
                    list(read(path, encoding=encoding).rows)


def test_text_without_the_mark_of_utf_16_is_refused_as_that(file):
    with pytest.raises(TableError, match=r"cannot be read as Unicode \(UTF-16\)\. Choose another"):
        read(file("Town;N\nŁódź;1\n"), encoding="utf-16")


def test_bytes_that_are_no_text_are_told_by_line_and_column(file):
    table = read(file("Town;Mayor\nKöln;x\nŁódź;y\n".encode() + b"Graz;J\xfcrgen\nWien;z\n"))
    (fault,) = unread(table)
    assert (fault.line, fault.column, fault.text) == (4, "Mayor", "Graz;J\ufffdrgen")
    assert fault.reason == "The cell holds the byte FC, which is no text in Unicode (UTF-8)."
    assert [town for town, _ in cells(table)] == ["Köln", "Łódź", "Wien"]


def test_lines_in_two_encodings_are_all_told(file):
    held = b"Town;N\n" + b"".join(
        f"Köln;{n}\n".encode("cp1252" if n % 3 == 0 else "utf-8") for n in range(9)
    )
    table = read(file(held))
    assert [fault.line for fault in unread(table)] == [2, 5, 8]
    assert len(cells(table)) == 6


def test_headings_that_hold_bad_bytes_are_headings_and_told(file):
    table = read(file(b"Gr\xf6sse;N\n" + "Köln;1\nLódź;2\n".encode()))
    assert table.headings == ("Gr\ufffdsse", "N")
    assert [fault.line for fault in unread(table)] == [1]
    assert len(cells(table)) == 2


def test_one_line_full_of_bytes_that_are_no_letters_spoils_no_other(file):
    held = "Town;N\nŁódź;1\n".encode() + b"\x81\x8d\xff\xfeZ\xfcrich;2\nGraz;3\n"
    table = read(file(held))
    assert cells(table) == [("Łódź", "1"), ("Graz", "3")]
    assert [row.line for row in unread(table)] == [3]


def test_an_encoding_that_only_appears_far_down_is_found(file):
    held = "Town;N\n" + "Graz;1\n" * 100_000 + "Łódź;2\n"
    for encoding in ("utf-8", "cp1250"):
        assert cells(read(file(held.encode(encoding))))[-1] == ("Łódź", "2")


@pytest.mark.parametrize("size", range(1, 30))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_it_does_not_matter_where_blocks_end(file, monkeypatch, size, encoding):
    monkeypatch.setattr(text_rows, "BLOCK", size)
    held = 'Town;N\r\nŁódź;"1\r\n2"\r\nZürich;3\rWien;4\r\n'.encode(encoding)
    table = read(file(held), encoding=encoding, separator=";", quote='"')
    assert list(table.rows) == [
        Row(2, ("Łódź", "1\r\n2")),
        Row(4, ("Zürich", "3")),
        Row(5, ("Wien", "4")),
    ]


@pytest.mark.parametrize("size", range(1, 20))
def test_bad_bytes_are_told_wherever_blocks_end(file, monkeypatch, size):
    monkeypatch.setattr(text_rows, "BLOCK", size)
    held = "Town;N\nŁódź;1\n".encode() + b"G\xffaz;2\n" + "Łódź;3\n".encode()
    table = read(file(held), encoding="utf-8", separator=";", quote='"')
    assert [fault.line for fault in unread(table)] == [3]
    assert cells(table) == [("Łódź", "1"), ("Łódź", "3")]


# Separators and quotation marks


@pytest.mark.parametrize(
    ("held", "separator"),
    [
        ("Town;Area;Lat\nWien;1,9;48,2\nGraz;0,3;47,1\n", ";"),
        ("Town,Note\nWien,a; b\nGraz,c; d\nLinz,\n", ","),
        ('Town,"A, B","C; D"\nWien,0,1\nGraz,1,0\n', ","),
        ("Town\tNote\nWien\ta, b\nGraz\tc; d, e\n", "\t"),
        ("Town|N\nWien|1,5\n", "|"),
        ("sep=|\r\nTown|N;M\r\nWien|1;2\r\n", "|"),
        ("A list\n\nof 2024\n\nTown;N\nWien;1\nGraz;2\nLinz;3\nEnns;4\n", ";"),
    ],
)
def test_the_separator_is_guessed(file, held, separator):
    assert read_tables(file(held)).options.separator == separator


def test_a_list_of_names_is_one_column(file):
    table = read(file("Town\nGraz, Stadt\nLinz\nEnns\nWels, Stadt\nWien\n"))
    assert table.headings == ("Town",)
    assert cells(table)[0] == ("Graz, Stadt",)


def test_a_separator_and_quote_that_are_given_are_taken(file):
    table = read(file("a#b\n'1#2'#3\n"), separator="#", quote="'")
    assert cells(table) == [("1#2", "3")]


def test_cells_with_line_breaks_are_kept_whatever_ends_the_lines(file):
    table = read(file('Town,Note\r\nWien,"a\nb"\nGraz,"c\r\nd"\rLinz,e\n'))
    assert list(table.rows) == [
        Row(2, ("Wien", "a\nb")),
        Row(4, ("Graz", "c\r\nd")),
        Row(6, ("Linz", "e")),
    ]


def test_quotation_marks_in_text_without_quoting_are_text(file):
    table = read(file('Town\tSize\tN\nWien\t24" wide\t1\nGraz\t"x\t2\n'))
    assert cells(table) == [("Wien", '24" wide', "1"), ("Graz", '"x', "2")]


def test_a_quote_never_closed_costs_its_line_only(file):
    table = read(file('Town;N\n"Wien";1\n"Graz;2\nLinz;3\nEnns;4\n'))
    assert cells(table) == [("Wien", "1"), ("Linz", "3"), ("Enns", "4")]
    assert [fault.line for fault in unread(table)] == [3]


def test_a_quote_closed_by_the_next_costs_its_line_only(file):
    table = read(file('Town;N;M\n"Graz;2;x\nLinz;3;y\nEnns;4;"z";\n"Wien";1;"w"\n'))
    assert [fault.line for fault in unread(table)] == [2]
    assert cells(table) == [("Linz", "3", "y"), ("Enns", "4", "z"), ("Wien", "1", "w")]


def test_a_quote_that_swallows_many_lines_is_seen(file):
    lines = "".join(f"Town {n};{n};x\n" for n in range(50))
    table = read(file(f'Town;N;M\n"A";1;x\n"Graz;2;x\n{lines}Wels";3;x\n"B";4;x\n'))
    assert [fault.line for fault in unread(table)] == [3]
    assert ("Town 7", "7", "x") in cells(table)
    assert ("B", "4", "x") in cells(table)


def test_a_quote_left_open_in_a_long_file_is_given_up(file, monkeypatch):
    monkeypatch.setattr(text_rows, "LONGEST", 50_000)
    lines = "".join(f"Town {n};{n}\n" for n in range(20_000))
    table = read(file(f'Town;N\n"A";1\n"Graz;2\n{lines}'))
    assert [fault.line for fault in unread(table)] == [3]
    assert len(cells(table)) == 20_001


def test_text_behind_a_closing_quote_is_told(file):
    table = read(file('Town;N\n"Wien" (city);1\n"Graz";2\n'))
    (fault,) = unread(table)
    assert (fault.line, fault.text) == (2, '"Wien" (city);1')
    assert fault.reason.startswith("Text follows a closing quotation mark.")


# Rows


def test_cells_are_text_as_they_stand(file):
    table = read(file("Code;N\n01234; 5 \n00;1.50\n"))
    assert cells(table) == [("01234", " 5 "), ("00", "1.50")]


def test_short_rows_are_filled_and_blank_ones_left_out(file):
    table = read(file("Town;N;M\nWien\n;;\n\n  ;\nGraz;1;2;;\n"))
    assert list(table.rows) == [Row(2, ("Wien", "", "")), Row(6, ("Graz", "1", "2"))]


@pytest.mark.parametrize("blank", [";", " ; "])
def test_rows_of_nothing_but_separators_are_left_out(file, blank):
    assert [row.line for row in read(file(f"Town;N\nWien;1\n{blank}\n;2\n")).rows] == [2, 4]


def test_a_row_with_too_many_cells_is_told(file):
    table = read(file("Town;N\nWien;1;2\nGraz;3\nLinz;4\n"))
    (fault,) = unread(table)
    assert (fault.line, fault.reason) == (2, "The row has 3 cells, but there are 2 columns.")


def test_nul_is_told_by_line_and_column(file):
    (fault,) = unread(read(file(b"Town;N\nWien;1\nGr\0az;2\n")))
    assert (fault.line, fault.column) == (3, "Town")
    assert "NUL" in fault.reason


def test_marks_of_direction_stay_in_cells_and_leave_headings(file):
    table = read(file("\u200fTown\u200e;N\n\u200fWien;1\n"))
    assert table.headings == ("Town", "N")
    assert cells(table) == [("\u200fWien", "1")]


def test_a_line_too_long_costs_itself_only(file, monkeypatch):
    monkeypatch.setattr(text_rows, "LONGEST", 200_000)
    table = read(file("Town;N\nWien;1\n" + "x" * 3_000_000 + "\r\nGraz;2\n"))
    (fault,) = unread(table)
    assert fault.line == 3
    assert "longer than" in fault.reason
    assert len(fault.text) <= 1000
    assert list(table.rows)[-1] == Row(4, ("Graz", "2"))


def test_a_file_of_one_endless_line_is_refused_in_little_memory(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("wb") as out:
        out.truncate(300_000_000)
        out.seek(0)
        out.write(b"a;b;c" * 1000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TableError, match="Line 1: The line is longer"):
        read_tables(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000


def test_too_many_columns_are_refused(file):
    head = ";".join(f"c{n}" for n in range(16_385))
    with pytest.raises(TableError, match="16\u202f385 columns in row 1"):
        read_tables(file(f"{head}\n{head}\n"))


def test_rows_can_be_iterated_again_and_at_once(file):
    table = read(file("Town;N\n" + "Wien;1\n" * 30_000))
    one, other = iter(table.rows), iter(table.rows)
    assert next(one) == next(other) == Row(2, ("Wien", "1"))
    assert sum(1 for _ in table.rows) == 30_000
    assert next(one).line == 3
    assert table.first(2) == [Row(2, ("Wien", "1")), Row(3, ("Wien", "1"))]
    assert 25_000 < table.about < 35_000


# Our own


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40
)
@given(
    st.lists(
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
        | st.text("'=+-@\t\r\n\",; 1a", max_size=8),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from([",", ";", "\t"]),
    st.booleans(),
)
def test_our_csv_out_and_in_again_changes_nothing(catalog, tmp_path, names, separator, bom):
    columns = by_key(columns_of(SCHEMA, Actor))
    chosen = [columns["title"], columns["place"], columns["population"]]
    path = tmp_path / "list.csv"
    for name in names:
        try:
            make.actor(catalog, f"{name}x", place=name, population=len(name))
        except InvalidError:  # it holds what no record may
            reject()
    query = catalog.query("", NETWORKS)
    export_table(catalog, path, query, chosen, Style(separator=separator, bom=bom))
    ids = catalog.find(query)
    shown = catalog.rows(Actor, ids, chosen, query)
    (table,) = read_tables(path, Options(header=(1,))).tables
    assert table.headings == ("title", "place", "population")
    assert cells(table) == [
        tuple("; ".join(map(str, cell)) for cell in shown[key].cells) for key in ids
    ]
