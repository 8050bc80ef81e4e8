"""Saved searches are stored, undone and exported as all records are."""

from __future__ import annotations

import csv
from dataclasses import replace
from zipfile import ZipFile

import pytest

from netcatalog.domain.changes import Change
from netcatalog.domain.errors import InvalidError
from netcatalog.domain.records import SavedSearch
from netcatalog.domain.saved_searches import kept, moved
from netcatalog.domain.sections import NETWORKS
from netcatalog.transfer import csv_export
from tests import make


@pytest.fixture
def shelf(seeded):
    """A catalogue with two saved searches."""
    for name, text in (("Polish ones", "country:PL"), ("Trams", "transport")):
        new = make.record(SavedSearch, name=name, text=text)
        seeded.apply(f"save {name}", kept(seeded.saved_searches(), new))
    return seeded


def names(catalog):
    return [one.name for one in catalog.saved_searches()]


def test_they_come_in_the_order_of_their_list(shelf):
    second = shelf.saved_searches()[1]
    shelf.apply("move", moved(shelf.saved_searches(), second.id, 0))
    assert names(shelf) == ["Trams", "Polish ones"]


def test_a_move_is_taken_back(shelf):
    shelf.apply("move", moved(shelf.saved_searches(), shelf.saved_searches()[1].id, 0))
    shelf.undo()
    assert names(shelf) == ["Polish ones", "Trams"]


def test_what_is_removed_waits_in_the_bin_and_comes_back_to_its_place(shelf):
    first = shelf.saved_searches()[0]
    shelf.apply("remove", [Change(before=first)])
    (removal,) = shelf.bin()
    assert (removal.title, names(shelf)) == ("Polish ones", ["Trams"])
    shelf.restore(removal)
    assert shelf.saved_searches()[0] == first


def test_one_without_a_name_is_refused(shelf):
    first = shelf.saved_searches()[0]
    with pytest.raises(InvalidError, match=r"Saved search, Name: Please fill this in\."):
        shelf.apply("rename", [Change(before=first, after=replace(first, name=" "))])


def test_they_are_in_the_export_of_the_whole(shelf, tmp_path):
    csv_export.export_whole(shelf, tmp_path / "all.zip")
    with ZipFile(tmp_path / "all.zip") as archive:
        lines = archive.read("saved_searches.csv").decode().splitlines()
    found = [(line["name"], line["section"], line["text"]) for line in csv.DictReader(lines)]
    assert found == [("Polish ones", "networks", "country:PL"), ("Trams", "networks", "transport")]


def test_the_catalogue_is_in_order_with_them(shelf):
    assert shelf.check().faults == ()


@pytest.mark.parametrize("text", ["", "transport", "country:BE -transport", "none of the kind"])
def test_as_many_are_counted_as_are_found(shelf, text):
    query = shelf.query(text, NETWORKS)
    assert shelf.hits(query) == len(shelf.find(query))
