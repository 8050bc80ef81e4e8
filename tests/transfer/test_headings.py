from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcatalog.domain.tables import Row
from netcatalog.transfer.headings import Merged, guess_header, headings_of, unlike


def table(text):
    """Return rows that stand one a line, cells between bars, blank lines left out."""
    lines = text.strip("\n").split("\n")
    width = max(line.count("|") for line in lines) + 1
    rows = [
        Row(number, tuple(cell.strip() for cell in f"{line}{'|' * width}".split("|")[:width]))
        for number, line in enumerate(lines, 1)
    ]
    return [row for row in rows if any(row.cells)]


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("Town|N\nWien|1\nGraz|2", (1,)),
        ("Members of the network\n\nTown|Country|N\nWien|AT|1\nGraz|AT|2", (3,)),
        ("Members||As of 2024\n\nTown|Country|N\nWien|AT|1\nGraz|AT|2", (3,)),
        ("Town|2022|2023|2024\nWien|1|2|3\nGraz|4|5|6", (1,)),
        ("Town|Country\nWien|AT\nGraz|AT\nBrno|CZ", (1,)),
        ("Wien|AT|1\nGraz|AT|2\nBrno|CZ|3", ()),
        ("Wien|yes|AT\nGraz|no|AT\nBrno|yes|CZ", ()),
        ("1|2|3\n4|5|6", ()),
        ("Wien|1.5.2020\nGraz|2.6.2021", ()),
        ("Town\nWien\nGraz", (1,)),
        ("Town|Net, A|Net; B\nWien|0|1\nGraz|1|0\nBrno|1|1", (1,)),
        ("|2024||2025|\nTown|EUR|paid|EUR|paid\nWien|1|yes|2|no\nGraz|3|no|4|no", (1, 2)),
        ("Town|Fee||Note\n|EUR|paid|\nWien|1|yes|x\nGraz|3|no|y", (1, 2)),
        ("Town|N\n|\nWien|1\nGraz|2", (1,)),
        ("Code|Town|\n1|Wien|a\n2|Graz|b", (1,)),
        ("Town|Country|\nWien||x\nGraz|AT|y", (1,)),
        ("Town|N\nn/a|n/a\nWien|1\nGraz|2", (1,)),
        ("As of May||Draft\nCity|Kind|Country\nWien|full|Austria\nGraz|observer|Austria", (2,)),
        ("Jäsen|Laji|Maa\nRegion|City|Suomi\nEspoo|Town|Suomi", (1,)),
        ("", ()),
    ],
)
def test_headings_are_found(text, header):
    assert guess_header(table(text)) == header


def test_a_title_merged_over_all_is_no_heading():
    rows = table("Members\nTown|Country|N\nWien|AT|1\nGraz|AT|2")
    assert guess_header(rows, [Merged(1, 0, 1, 2)]) == (2,)


def test_merged_headings_are_found_though_nothing_else_tells():
    rows = table("Where||Who|\nTown|Country|Mayor|Party\nWien|AT|x|a\nGraz|AT|y|b")
    assert guess_header(rows, [Merged(1, 0, 1, 1), Merged(1, 2, 1, 3)]) == (1, 2)


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("Town|N", ("Town", "N")),
        ("|N||N|N", ("Column 1", "N", "Column 3", "N (2)", "N (3)")),
        ("N|N|N (2)", ("N", "N (3)", "N (2)")),
        ("Column 2||x", ("Column 2", "Column 2 (2)", "x")),
        ("Fee 2024||Town\nEUR|paid|", ("Fee 2024 / EUR", "Fee 2024 / paid", "Town")),
        ("Town\nTown", ("Town",)),
    ],
)
def test_headings_are_joined_and_told_apart(text, headings):
    rows = table(text)
    assert headings_of(rows, len(rows[0].cells)) == headings


def test_rows_of_headings_need_not_be_of_one_length():
    rows = [Row(1, ("", "Seat")), Row(2, ("Town",))]
    assert headings_of(rows, 3) == headings_of([Row(1, ("Town", "Seat", ""))], 3)


def test_a_heading_is_one_line():
    assert headings_of([Row(1, (" Fee\n2024 ", "\ufeffTown"))], 2) == ("Fee 2024", "Town")


@given(st.lists(st.text("ab(2) ", max_size=4) | st.sampled_from(["", "Column 2"])))
def test_no_heading_is_empty_or_twice(names):
    found = list(unlike([name.strip() for name in names]))
    assert len(set(found)) == len(found) == len(names)
    assert all(found)
