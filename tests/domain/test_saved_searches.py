from __future__ import annotations

from dataclasses import replace

import pytest

from netcatalog.domain.choices import SectionKey
from netcatalog.domain.errors import InvalidError, NotFoundError
from netcatalog.domain.query import Sort
from netcatalog.domain.records import SavedSearch
from netcatalog.domain.saved_searches import (
    kept,
    moved,
    named,
    proposed_name,
    same_search,
    search_of,
)
from netcatalog.domain.sections import AUTHORITIES, NETWORKS, SECTIONS, SOURCES
from tests import make

COUNTRY_THEN_NEWEST = (Sort(column="country"), Sort(column="founded", descending=True))


def search(name="Polish ones", key=1, **given):
    return make.record(SavedSearch, name=name, id=key, **given)


def shelf(*names):
    return [search(name, key, place=key - 1) for key, name in enumerate(names, 1)]


def after(searches, changes):
    """Return the names in the order of the list, once the changes are made."""
    changed = {one.id: one for one in searches} | {
        change.after.id: change.after for change in changes
    }
    return [one.name for one in sorted(changed.values(), key=lambda one: one.place)]


def test_every_section_can_be_searched_and_is_called_there_as_everywhere():
    assert [(one.key, one.label) for one in SECTIONS] == [
        (key.value, key.label) for key in SectionKey
    ]


def test_a_search_that_is_saved_is_the_same_search():
    made = search_of("Newest", SOURCES, " report ", COUNTRY_THEN_NEWEST)
    assert same_search([made], SOURCES, "report", COUNTRY_THEN_NEWEST) is made


def test_the_same_words_in_the_same_section_and_order_are_the_same_search():
    kept = search(text="country:PL trams", sort="-founded")
    sort = (Sort(column="founded", descending=True),)
    assert same_search([search(text="x"), kept], NETWORKS, " country:PL  trams ", sort) == kept


@pytest.mark.parametrize(
    "asked",
    [
        (AUTHORITIES, "country:PL", ()),
        (NETWORKS, "country:CZ", ()),
        (NETWORKS, "country:PL", (Sort(column="country"),)),
    ],
)
def test_another_section_text_or_order_is_another_search(asked):
    assert same_search([search()], *asked) is None


@pytest.mark.parametrize("name", ["Łódź trams", " lodz TRAMS "])
def test_a_name_is_known_in_any_spelling(name):
    assert named([search("Other"), search("Łódź trams", 2)], name).id == 2


def test_names_of_signs_alone_are_told_apart():
    assert named([search("!!")], "??") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", ""),
        ("transport vienna", "Transport vienna"),
        ("country:PL,CZ", "PL, CZ"),
        ('"public transport" -topic:energy', "Public transport -energy"),
        ("(country:PL or topic:trams)", "(PL or trams)"),
        ("founded:1980..1990", "1980..1990"),
        ("country:", "Country:"),
        ("http://x", "//x"),
        ("  a \n b ", "A b"),
    ],
)
def test_a_name_is_proposed_from_what_is_asked(text, name):
    assert proposed_name(text) == name


def test_a_long_search_is_proposed_a_name_that_fits_a_line():
    assert len(proposed_name("word " * 2_000)) <= 80


def test_a_new_one_comes_last():
    searches = [*shelf("One", "Two"), search("Far", 9, place=40)]
    (change,) = kept(searches, search("New", None))
    assert (change.before, change.after.place) == (None, 41)


def test_the_first_one_begins_the_list():
    assert kept([], search("New", None, place=7))[0].after.place == 0


@pytest.mark.parametrize(
    ("key", "place", "order"),
    [
        (3, 0, ["Three", "One", "Two"]),
        (1, 2, ["Two", "Three", "One"]),
        (1, 1, ["Two", "One", "Three"]),
    ],
)
def test_one_is_moved_to_a_place(key, place, order):
    searches = shelf("One", "Two", "Three")
    assert after(searches, moved(searches, key, place)) == order


def test_what_stands_there_is_not_moved():
    assert moved(shelf("One", "Two", "Three"), 2, 1) == []


def test_what_is_gone_cannot_be_moved():
    with pytest.raises(NotFoundError, match="not in the catalogue any more"):
        moved(shelf("One"), 99, 0)


def test_no_two_bear_the_same_name():
    with pytest.raises(InvalidError, match="There is already a saved search “One”"):
        kept(shelf("One"), search(" ONE", None))


def test_places_given_twice_are_told_apart_by_the_first_move():
    searches = [replace(one, place=5) for one in shelf("One", "Two", "Three")]
    assert after(searches, moved(searches, 3, 0)) == ["Three", "One", "Two"]
