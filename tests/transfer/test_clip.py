from __future__ import annotations

import csv
import io
from html.parser import HTMLParser

import pytest

from netcatalog.domain.choices import NameType
from netcatalog.domain.columns import by_key, columns_of
from netcatalog.domain.errors import CancelledError, ReportError
from netcatalog.domain.records import SCHEMA, Actor, Name, Tag
from netcatalog.domain.sections import NETWORKS
from netcatalog.transfer import clip as clipping
from netcatalog.transfer.clip import clip
from tests import make

COLUMNS = [by_key(columns_of(SCHEMA, Actor))[key] for key in ("title", "population", "tag")]


class Table(HTMLParser):
    """Reads a table as a spreadsheet does: its cells by row."""

    def __init__(self, html):
        super().__init__()
        self.rows = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")
        elif tag == "br":
            self.rows[-1][-1] += "\n"

    def handle_data(self, data):
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip("\n")


def rows(text):
    return list(csv.reader(io.StringIO(text), delimiter="\t"))


def both(catalog, *ids):
    """Return the rows of both forms, which must say the same."""
    made = clip(catalog, Actor, ids, COLUMNS)
    assert made.rows == len(ids)
    assert rows(made.text) == Table(made.html).rows
    return rows(made.text)


def test_the_headings_are_those_on_screen(catalog):
    assert both(catalog) == [["Name", "Population", "Tag"]]


def test_numbers_stay_numbers(catalog):
    key = make.authority(catalog, "Łódź", population=670_642)
    assert both(catalog, key)[1] == ["Łódź", "670642", ""]


@pytest.mark.parametrize("text", ["01234", "1989-06", "-5", "3/4", "1e5", "(5)", "−5"])
def test_text_like_a_number_is_marked_as_text_for_spreadsheets(catalog, text):
    made = clip(catalog, Actor, [make.authority(catalog, text, population=7)], COLUMNS)
    marked = """sdnum="1033;0;@" style="mso-number-format:'\\@'\""""
    assert f"<td {marked}>{text}</td><td>7</td>" in made.html


def test_several_values_are_one_cell(catalog):
    key = make.authority(catalog, "Łódź")
    make.fact(catalog, Tag, actor=key, label="big")
    make.fact(catalog, Tag, actor=key, label="renew")
    assert both(catalog, key)[1][2] == "big, renew"


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("a\tb", "a\tb"),
        ("a\nb", "a\nb"),
        ('the "big" one', 'the "big" one'),
        ("<b>&amp;", "<b>&amp;"),
        ("=1+1", "'=1+1"),
        ("@cmd", "'@cmd"),
        ("\t=1+1", "'\t=1+1"),
    ],
)
def test_no_text_leaves_its_cell_or_becomes_a_formula(catalog, name, cell):
    key = make.authority(catalog, "Łódź")
    other = make.authority(catalog, name)
    found = both(catalog, other, key)
    assert found[1][0] == cell
    assert found[2][0] == "Łódź"


def test_the_order_is_that_of_the_ids(catalog):
    keys = [make.authority(catalog, name) for name in "CAB"]
    assert [row[0] for row in both(catalog, *keys)[1:]] == ["C", "A", "B"]


def test_what_was_removed_meanwhile_is_left_out(catalog):
    keys = [make.authority(catalog, name) for name in "AB"]
    make.remove(catalog, Actor, keys[0])
    made = clip(catalog, Actor, keys, COLUMNS)
    assert made.rows == 1
    assert len(rows(made.text)) == 2


def test_progress_is_told_and_can_stop_it(catalog):
    key = make.authority(catalog)
    told = []
    clip(catalog, Actor, [key] * 501, COLUMNS, lambda *done: told.append(done))
    assert told == [(500, 501), (501, 501)]

    def stop(_done, _total):
        raise CancelledError

    with pytest.raises(CancelledError):
        clip(catalog, Actor, [key], COLUMNS, stop)


def test_too_many_rows_are_refused_with_a_way_out(catalog, monkeypatch):
    monkeypatch.setattr(clipping, "MOST_ROWS", 2)
    with pytest.raises(ReportError, match=r"3 rows are too many to copy.*Export them to a file"):
        clip(catalog, Actor, [1, 2, 3], COLUMNS)


def test_rows_are_copied_as_of_the_day_of_the_query_that_found_them(catalog):
    key = make.actor(catalog, "New Name")
    make.fact(catalog, Name, actor=key, text="Old Name", type=NameType.FORMER, until="2010")
    query = catalog.query("as-of:2005", NETWORKS)
    made = clip(catalog, Actor, [key], COLUMNS[:1], query=query)
    assert rows(made.text)[1] == ["Old Name"]
