"""The guide's part on searching says what the search bar does."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtGui import QTextDocument

from netcatalog.domain.fields import Kind
from netcatalog.domain.query import OwnWord, words_of
from netcatalog.domain.query_parser import parse
from netcatalog.domain.records import SCHEMA
from netcatalog.domain.sections import NETWORKS
from netcatalog.ui.guide_words import OWN, SORTS, WHOLE, words_html
from netcatalog.ui.section_list import SHOWN

EXAMPLES = [
    *(search for search, _ in WHOLE),
    *(search for searches in OWN.values() for search in searches),
    *(search for sort in SORTS for search, _ in sort.examples),
]


@pytest.fixture
def lines(qapp):
    """What the part says, cell by cell."""
    document = QTextDocument()
    document.setHtml(words_html(SCHEMA))
    return document.toPlainText().splitlines()


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_is_understood(example):
    query = parse(example, NETWORKS, SCHEMA, dt.date(2024, 2, 29))
    assert query.problems == ()
    assert query.where.parts or query.day


def test_each_word_stands_there_once(lines):
    words = {word for section in SHOWN for word in words_of(SCHEMA, section.kind)}
    for word in words:
        assert lines.count(f"{word}:") == 1, word


def test_there_is_an_example_of_each_word_of_no_field():
    assert set(OWN) == set(OwnWord)


def test_each_kind_of_field_is_explained_once():
    kinds = [kind for sort in SORTS for kind in sort.kinds]
    assert sorted(kinds, key=str) == sorted(Kind, key=str)


@pytest.mark.parametrize(
    ("word", "asks", "where"),
    [
        ("country:", "Country", "Actors, Memberships"),
        ("founded:", "Event: founded", "Actors, Memberships"),
        ("since:", "Period: since", "Memberships"),
        ("publisher:", "Publisher", "Sources"),
        ("unsourced:yes", OwnWord.UNSOURCED.label, "Actors, Memberships"),
        ("as-of:2015", OwnWord.AS_OF.label, "Actors, Memberships, Sources"),
    ],
)
def test_a_word_says_what_it_asks_and_where(lines, word, asks, where):
    place = lines.index(word)
    assert lines[place + 1 : place + 3] == [asks, where]


def test_a_word_for_a_choice_lists_its_values(lines):
    asks = lines[lines.index("level:") + 1]
    assert asks.startswith("Level: municipality, region, ")
    assert "public-body" in asks
