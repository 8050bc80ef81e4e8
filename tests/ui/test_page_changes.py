from __future__ import annotations

from dataclasses import replace

import pytest

from netcatalog.domain.changes import Change
from netcatalog.domain.choices import ActorKind
from netcatalog.domain.records import Actor, Body, Document, Figure, Name, Source, Tag
from netcatalog.ui.page_changes import (
    in_order,
    short_title,
    sort_of,
    title_of,
    would_turn_in_circles,
)
from tests import make

FIGURE = make.record(Figure, id=5)
NAME = make.record(Name, id=6, text="EMTA")
ADD_FIGURE = Change(after=make.record(Figure, id=-1))
RENAME = Change(before=NAME, after=replace(NAME, text="EMTA-Europe"))
RETYPE = Change(before=NAME, after=replace(NAME, language="fr"))
ALTER = Change(before=FIGURE, after=replace(FIGURE, low=36))
REMOVE = Change(before=FIGURE)


@pytest.mark.parametrize(
    ("changes", "new", "title"),
    [
        ([ADD_FIGURE], "", "add figure to EMTA"),
        ([ADD_FIGURE, ADD_FIGURE], "", "add figures to EMTA"),
        ([REMOVE], "", "remove figure from EMTA"),
        ([ADD_FIGURE, REMOVE], "", "edit EMTA"),
        ([ALTER], "", "edit EMTA"),
        ([RETYPE], "", "edit EMTA"),
        ([RENAME], "", "rename EMTA"),
        ([RENAME, ADD_FIGURE], "", "rename EMTA"),
        ([ADD_FIGURE], "network", "add network EMTA"),
    ],
)
def test_a_revision_is_called_by_what_it_does(changes, new, title):
    assert title_of(changes, "EMTA", new) == title


def test_what_is_referred_to_comes_first_and_removals_last():
    assembly = Change(after=make.record(Body, id=-3))
    board = Change(after=make.record(Body, id=-2, elected_by=-3))
    plan = Change(after=make.record(Document, id=-1, decided_by=-2))
    stored = make.record(Document, id=9)
    altered = Change(before=stored, after=replace(stored, based_on=-1))
    tag = Change(after=make.record(Tag))
    assert in_order([REMOVE, altered, plan, board, tag, assembly]) == (
        assembly,
        board,
        plan,
        altered,
        tag,
        REMOVE,
    )


def test_nothing_is_lost_in_putting_changes_in_order():
    tags = [Change(after=make.record(Tag, label=label)) for label in "abc"]
    assert in_order([*tags, *tags[:1]]) == (*tags, tags[0])


def test_circles_among_new_records_are_seen_from_afar():
    a = make.record(Body, id=-1, elected_by=-2)
    b = make.record(Body, id=-2, elected_by=-3)
    c = make.record(Body, id=-3)
    assert would_turn_in_circles(-1, -3, [a, b, c])
    assert not would_turn_in_circles(-3, -1, [a, b, c])


@pytest.mark.parametrize(
    ("record", "sort"),
    [
        (Actor(kind=ActorKind.AUTHORITY), "authority"),
        (make.record(Source), "source"),
        (Actor(kind=None), "actor"),
    ],
)
def test_a_new_record_is_called_what_it_is(record, sort):
    assert sort_of(record) == sort


def test_a_menu_shows_the_shortest_name_of_what_has_a_long_one():
    title = "European Metropolitan Transport Authorities"
    assert short_title(title, [title, "", "EMTA"]) == "EMTA"
    assert short_title("Polis", ["Polis", "P"]) == "Polis"
    assert short_title(title, []) == title
