"""Merging with another catalogue in the window, and opening a whole one that is JSON."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from netcatalog.domain.changes import Change
from netcatalog.domain.records import Actor
from netcatalog.services.opening import open_catalog
from netcatalog.transfer import lossless
from netcatalog.transfer.csv_export import export_whole
from tests import make
from tests.conftest import clock


def set_website(catalog, website):
    emta = catalog.record(Actor, catalog.actor_named("EMTA"))
    catalog.apply("edit", [Change(before=emta, after=replace(emta, website=website))])


def website(catalog):
    return catalog.record(Actor, catalog.actor_named("EMTA")).website


@pytest.fixture
def other(seeded_path, tmp_path):
    """A colleague's copy, in which Łódź was added and EMTA's website set."""
    path = tmp_path / "colleague.netcatalog"
    shutil.copy(seeded_path, path)
    with open_catalog(path, user="Bo", clock=clock) as catalog:
        make.authority(catalog, "Łódź")
        set_website(catalog, "https://theirs.example")
    return path


def pane(person):
    return person.desk.joining.pane


def compares(person, path):
    person.picks("Catalogue", "Merge with another catalogue …")
    person.names_file(path)


def lines(person):
    texts = pane(person).table.texts
    return [
        tuple(texts.index(row, column).data() for column in range(3))
        for row in range(texts.rowCount())
    ]


def test_it_is_shown_what_it_comes_to_before_anything_is_stored(person, other):
    before = person.catalog.history()
    compares(person, other)
    assert pane(person).heading.text() == "Merge with “colleague”"
    assert "were one catalogue until 23 November 2026" in pane(person).told.text()
    assert "2 added, 1 changed" in pane(person).told.text()
    assert ("Added", "Actor", "Łódź") in lines(person)
    assert person.catalog.history() == before


def test_enter_merges_and_undo_is_offered(person, other):
    compares(person, other)
    person.presses("Return")
    assert website(person.catalog) == "https://theirs.example"
    assert person.told() == "Stored: merge with colleague"
    assert person.desk.browse.isVisible()
    person.clicks(person.desk.message.action)
    assert website(person.catalog) == ""


@pytest.mark.parametrize("take", [True, False])
def test_what_both_changed_is_chosen_side_by_side(person, other, take):
    set_website(person.catalog, "https://ours.example")
    compares(person, other)
    ((asked, ours, theirs),) = pane(person).clashes.choices
    assert asked.label == "Website"
    assert ours.button.hasFocus()
    assert ours.button.isChecked()
    if take:
        person.presses("Right")
        assert theirs.button.isChecked()
    person.clicks(pane(person).merge_button)
    expected = "https://theirs.example" if take else "https://ours.example"
    assert website(person.catalog) == expected
    assert person.catalog.actor_named("Łódź")


def test_escape_leaves_the_catalogue_as_it_is(person, other):
    before = person.catalog.history()
    compares(person, other)
    person.presses("Escape")
    assert person.desk.browse.isVisible()
    assert person.catalog.history() == before


def test_where_all_is_here_already_there_is_nothing_to_merge(person, seeded_path, tmp_path):
    copy = tmp_path / "copy.netcatalog"
    shutil.copy(seeded_path, copy)
    compares(person, copy)
    assert "is here already" in pane(person).told.text()
    assert not pane(person).merge_button.isEnabled()


def test_what_is_no_catalogue_is_said(person, tmp_path):
    file = tmp_path / "letter.netcatalog"
    file.write_text("Dear colleague")
    compares(person, file)
    assert "is not a NetCatalog catalogue" in pane(person).told.text()
    assert not pane(person).merge_button.isEnabled()


WHOLES = pytest.mark.parametrize(
    ("name", "write"), [("all.json", lossless.write), ("all.zip", export_whole)]
)


@WHOLES
def test_all_of_a_catalogue_in_another_file_is_merged(person, other, tmp_path, name, write):
    with open_catalog(other, user="Bo", clock=clock) as catalog:
        write(catalog, tmp_path / name)
    compares(person, tmp_path / name)
    assert "never one catalogue" in pane(person).told.text()
    person.presses("Return")
    assert person.catalog.actor_named("Łódź")


@WHOLES
def test_a_whole_catalogue_is_opened_as_a_new_one(person, other, tmp_path, name, write):
    with open_catalog(other, user="Bo", clock=clock) as catalog:
        write(catalog, tmp_path / name)
    person.presses("Ctrl+O")
    person.names_file(tmp_path / name)
    person.names_file(tmp_path / "made.netcatalog")
    assert person.catalog.path.name == "made.netcatalog"
    assert person.catalog.actor_named("Łódź")


def test_other_json_is_no_catalogue_and_nothing_is_left(person, tmp_path):
    (tmp_path / "list.json").write_text('[{"name": "Łódź"}]')
    person.presses("Ctrl+O")
    person.names_file(tmp_path / "list.json")
    person.names_file(tmp_path / "made.netcatalog")
    assert person.catalog.path.name == "seeded.netcatalog"
    assert not (tmp_path / "made.netcatalog").exists()
    assert "list.json" in person.told()


def test_to_read_only_nothing_is_merged(arrives, seeded_path):
    reader = arrives()
    reader.desk.open(seeded_path, reading=True)
    reader.settle()
    assert not reader.desk.menus.merge.isEnabled()
    assert reader.desk.menus.merge.toolTip()
