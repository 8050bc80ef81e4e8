"""A catalogue of each released version of the schema is opened by the program of today."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from netcatalog.domain.changes import Action
from netcatalog.domain.records import Actor, Note
from netcatalog.services.opening import open_file
from netcatalog.store.database import SCHEMA_VERSION, version_of
from tests.conftest import USER, clock

OLD = sorted((Path(__file__).parents[1] / "catalogues").glob("*.gz"))


@pytest.fixture(params=OLD, ids=lambda path: path.name)
def old(request, tmp_path):
    """A catalogue made long ago: the seed, edits, an undo, and removals."""
    path = tmp_path / "old.netcatalog"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    catalog = open_file(path, user=USER, clock=clock)
    yield catalog
    catalog.close()


def place(catalog, name="EMTA"):
    return catalog.record(Actor, catalog.actor_named(name)).place


def test_it_is_brought_up_to_date_and_sound(old):
    assert version_of(old.path) == SCHEMA_VERSION
    assert old.check().faults == ()


def test_it_is_searched(old):
    assert old.actor_named("Polis")
    assert place(old) == "Lyon"


def test_its_bin_and_its_history_are_as_they_were(old):
    assert [removal.title for removal in old.bin()] == ["ICLEI"]
    assert [step.title for step in old.history() if step.action is Action.EDIT] == [
        *("add", "remove the source", "remove ICLEI", "remove Polis", "add a tag"),
        *("move EMTA", "add the first seven networks"),
    ]


def test_what_was_removed_from_it_comes_back(old):
    old.restore(old.bin()[0])
    assert old.actor_named("ICLEI")
    assert old.check().faults == ()


def test_what_was_undone_in_it_is_done_again(old):
    assert old.redo().title == "add"
    emta = old.actor_named("EMTA")
    assert [one.record.text for one in old.page(Actor, emta).group(Note)] == ["Ask about the fee"]


def test_all_that_was_done_in_it_can_be_undone(old):
    taken_back = []
    while old.undoable().undo:
        taken_back.append(old.undo().title)
    assert taken_back == [
        *("remove ICLEI", "add a tag", "move EMTA", "add the first seven networks")
    ]
    assert list(old.everything()) == []
    assert old.check().faults == ()
    while old.undoable().redo:
        old.redo()
    assert place(old) == "Lyon"
    assert old.check().faults == ()
