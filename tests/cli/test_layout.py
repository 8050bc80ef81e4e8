from __future__ import annotations

import pytest

from netcatalog.cli import layout
from netcatalog.domain.columns import by_key, columns_of
from netcatalog.domain.pages import Row
from netcatalog.domain.records import SCHEMA, Actor, Membership, Note, Period, Source, Statement
from tests import make

COLUMNS = by_key(columns_of(SCHEMA, Actor))
TITLE, KIND, POPULATION, TOPIC = (COLUMNS[key] for key in ("title", "kind", "population", "topic"))


def table(columns, *rows, width=100):
    made = [
        Row(place, tuple((value,) if value else () for value in row))
        for place, row in enumerate(rows)
    ]
    return list(layout.table(columns, made, width))


def lines(catalog, key, width=100):
    return list(layout.page(catalog.page(Actor, key), width))


def test_columns_are_aligned():
    assert table((TITLE, TOPIC), ("Łódź", "trams"), ("Alpha", "a")) == [
        "Name   Topic",
        "Łódź   trams",
        "Alpha  a",
    ]


def test_numbers_stand_to_the_right():
    few, many = table((TITLE, POPULATION, TOPIC), ("A", 7, "x"), ("B", 70, "y"))[1:]
    assert few.replace(" 7 ", "70 ").replace("A", "B").replace("x", "y") == many


def test_a_column_without_any_value_is_left_out():
    assert table((TITLE, KIND, TOPIC), ("A", None, "x"))[0] == "Name  Topic"


def test_wide_characters_take_two_columns():
    assert table((TITLE, TOPIC), ("東京", "x"), ("Alpha", "y"))[1:] == ["東京   x", "Alpha  y"]


def test_combining_characters_take_none():
    assert table((TITLE, TOPIC), ("E\u0301vora", "x"), ("Evora", "y"))[1:] == [
        "E\u0301vora  x",
        "Evora  y",
    ]


@pytest.mark.parametrize("width", [40, 60, 100])
def test_long_cells_are_cut_to_the_width_and_the_title_last(width):
    head, line = table((TITLE, TOPIC), ("T" * 30, "x" * 200), width=width)
    assert len(line) <= width
    assert line.endswith("…")
    assert (line.count("T") == 30) is (width >= 40)
    assert head.startswith("Name")


def test_a_cell_of_several_lines_stands_on_one():
    assert table((TITLE,), ("A\nB\x1b[31m",))[1] == "A B [31m"


def test_a_page_has_the_title_underlined(catalog):
    assert lines(catalog, make.actor(catalog, "Łódź"))[:2] == ["Łódź", "===="]


def test_a_page_has_a_heading_for_each_group_that_holds_something(catalog):
    page = lines(catalog, make.actor(catalog, "Alpha"))
    assert "Names" in page
    assert "Topics" not in page


def test_members_and_networks_stand_under_headings_of_their_own(catalog):
    above, network, member = (make.actor(catalog, name) for name in ("Above", "Alpha", "Beta"))
    make.fact(catalog, Membership, network=above, member=network)
    make.fact(catalog, Membership, network=network, member=member)
    page = lines(catalog, network)
    assert page[page.index("Members") + 1] == "  Beta (member)"
    assert page[page.index("Networks") + 1] == "  Above (member)"


def test_periods_stand_under_their_membership(catalog):
    network, member = make.actor(catalog, "Alpha"), make.actor(catalog, "Beta")
    membership = make.fact(catalog, Membership, network=network, member=member)
    make.fact(catalog, Period, membership=membership.id, since="2012")
    page = lines(catalog, network)
    assert page[page.index("Members") + 2] == "      Periods: since 2012"


def test_a_fact_is_marked_with_the_number_of_its_source(catalog):
    source = make.fact(catalog, Source, title="Report", text="It moves people.")
    actor = make.actor(catalog, "Alpha")
    make.fact(
        catalog, Statement, actor=actor, text="moves people", source=source.id, start=0, end=16
    )
    page = lines(catalog, actor)
    assert page[page.index("Statements") + 1 :][:2] == [
        "  aim: moves people [1]",
        "      “It moves people.”",
    ]
    assert page[-2:] == ["Sources", "  [1] Report"]


def test_what_qualifies_a_fact_stands_in_brackets(catalog):
    actor = make.actor(catalog, "Alpha")
    make.fact(
        catalog,
        Statement,
        actor=actor,
        text="big",
        as_of="2012",
        time_quoted="today",
        private=True,
        remark="Really?",
    )
    page = lines(catalog, actor)
    assert page[page.index("Statements") + 1] == (
        "  aim: big (as of: 2012; time as quoted: today; private; remark: Really?)"
    )


def test_a_note_is_shown_whole_with_who_wrote_it(catalog):
    actor = make.actor(catalog, "Alpha")
    text = "- first\n- " + "long " * 40
    make.fact(catalog, Note, actor=actor, text=text, author="Ana", written=catalog.now())
    page = "\n".join(lines(catalog, actor))
    assert "\n  - first\n  - long long" in page
    assert page.count("long") == 40
    assert "(Ana; 23 November 2026, 09:30 UTC)" in page


def test_no_line_is_wider_than_wanted(seeded):
    pages = [lines(seeded, key, width=60) for key in range(1, 21)]
    assert [line for page in pages for line in page if len(line) > 80] == []


def test_lines_are_as_wide_as_the_terminal_but_not_wider_than_100(monkeypatch):
    for columns, wanted in (("60", 60), ("300", 100)):
        monkeypatch.setenv("COLUMNS", columns)
        assert layout.screen_width() == wanted
