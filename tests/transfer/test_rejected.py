"""Rows that nothing was made of, as a file."""

from __future__ import annotations

import csv

import pytest

from netcatalog.domain.importing import ImportPlan, Line, Standing
from netcatalog.domain.tables import Options, Row, Table, Unreadable
from netcatalog.transfer.reading import read_tables
from netcatalog.transfer.rejected import write_rejected


def table(name, headings, rows):
    return Table(name=name, headings=headings, header=(1,), rows=rows, about=len(rows))


def plan(*refused):
    return ImportPlan(title="import towns", rejected=list(refused))


def lines(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def refused(name, line, *why, column=""):
    return Line(name, line, "", Standing.UNREADABLE, why, column)


def test_a_row_is_written_with_the_reason(tmp_path):
    path = tmp_path / "not read.csv"
    towns = table("towns", ("City", "Size"), [Row(2, ("Wien", "big")), Row(3, ("Graz", "3"))])
    written = write_rejected([towns], plan(refused("towns", 2, "no number", column="Size")), path)
    assert written == 1
    assert lines(path) == [
        ["City", "Size", "Why it was not read"],
        ["Wien", "big", "Size: no number"],
    ]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_row_without_cells_is_kept_whole_where_it_names_nobody(tmp_path, suffix):
    path = tmp_path / f"not read.{suffix}"
    broken = Unreadable(line=2, reason="bad bytes", text="=M\ufffdnchen;1")
    towns = table("towns", ("City", "Size"), [broken, Row(3, ("Wien", "big"))])
    refusals = (refused("towns", 2, "bad bytes"), refused("towns", 3, "no number"))
    write_rejected([towns], plan(*refusals), path)
    (again,) = read_tables(path).tables
    assert again.headings == ("City", "Size", "Why it was not read", "The row as it stood")
    assert [row.cells for row in again.rows] == [
        ("", "", "bad bytes", "=M\ufffdnchen;1"),
        ("Wien", "big", "no number", ""),
    ]


def test_rows_of_several_sheets_stand_under_the_headings_of_all(tmp_path):
    path = tmp_path / "not read.csv"
    one = table("one", ("City",), [Row(2, ("Wien",))])
    two = table("two", ("Town", "City"), [Row(2, ("x", "Graz"))])
    write_rejected([one, two], plan(refused("one", 2, "a"), refused("two", 2, "b")), path)
    assert lines(path) == [
        ["City", "Town", "Why it was not read"],
        ["Wien", "", "a"],
        ["Graz", "x", "b"],
    ]


def test_cells_are_the_same_when_the_file_is_read_again(tmp_path):
    path = tmp_path / "not read.csv"
    cells = ("=1+1", "line\nbreak", "-5", "'x", "“é”, ł")
    towns = table("towns", tuple("abcde"), [Row(2, cells)])
    write_rejected([towns], plan(refused("towns", 2, "why")), path)
    (again,) = read_tables(path, Options()).tables
    (row,) = again.rows
    assert row.cells == (*cells, "why")


def test_in_a_workbook_each_sheet_stays_a_sheet(tmp_path):
    path = tmp_path / "not read.xlsx"
    one = table("EMTA", ("City",), [Row(2, ("Wien",)), Row(3, ("=1+1",))])
    two = table("Polis", ("Town", "City"), [Row(2, ("x", "Graz"))])
    refusals = (refused("EMTA", 2, "a"), refused("EMTA", 3, "c"), refused("Polis", 2, "b"))
    assert write_rejected([one, two], plan(*refusals), path) == 3
    read = {one.name: one for one in read_tables(path).tables}
    assert read["EMTA"].headings == ("City", "Why it was not read")
    assert [row.cells for row in read["EMTA"].rows] == [("Wien", "a"), ("=1+1", "c")]
    assert [row.cells for row in read["Polis"].rows] == [("x", "Graz", "b")]


def test_tables_whose_names_no_sheet_may_have_are_all_there(tmp_path):
    path = tmp_path / "not read.xlsx"
    names = ("a/b" + "x" * 40, "a:b" + "x" * 40, "[]")
    tables = [table(name, ("City",), [Row(2, (name,))]) for name in names]
    write_rejected(tables, plan(*(refused(name, 2, "why") for name in names)), path)
    read = [row.cells[0] for one in read_tables(path).tables for row in one.rows]
    assert read == list(names)
