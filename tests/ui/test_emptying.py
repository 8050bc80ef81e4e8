"""Deleting for good what is in the bin: asked once, by keyboard and mouse."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton

from netcatalog.domain.records import Actor
from tests import make


@pytest.fixture
def person(person):
    """Someone at the bin, in which are Polis and EMTA."""
    for name in ("Polis", "EMTA"):
        make.remove(person.catalog, Actor, person.catalog.actor_named(name))
    person.desk.session.look_over()
    person.settle()
    person.turns_to("Bin")
    person.desk.middle.bin.table.setFocus()
    return person


def answers(person, words):
    box = person.dialog(QMessageBox)
    (button,) = [one for one in box.findChildren(QPushButton) if one.text().strip("&") == words]
    person.clicks(button)
    person.comes_back()


def in_bin(person):
    return [one.title for one in person.catalog.bin()]


def test_what_is_chosen_is_deleted_once_it_is_confirmed(person):
    person.clicks(person.desk.middle.bin.delete_button)
    answers(person, "Delete for good")
    assert in_bin(person) == ["Polis"]
    assert person.desk.middle.bin.model.rowCount() == 1


def test_several_rows_are_deleted_together(person):
    person.presses("Shift+Down")
    person.clicks(person.desk.middle.bin.delete_button)
    assert "these 2" in person.dialog(QMessageBox).text()
    answers(person, "Delete for good")
    assert in_bin(person) == []


def test_the_whole_bin_is_emptied(person):
    person.clicks(person.desk.middle.bin.empty_button)
    answers(person, "Delete for good")
    assert person.desk.middle.bin.empty.isVisible()
    assert person.told().endswith("for good")


def test_it_is_said_that_it_cannot_be_undone_and_where_it_is_still(person):
    person.clicks(person.desk.middle.bin.empty_button)
    told = person.dialog(QMessageBox).informativeText()
    assert "cannot be undone" in told
    assert str(person.catalog.backups.folder) in told
    answers(person, "Cancel")


def test_enter_alone_deletes_nothing(person):
    person.clicks(person.desk.middle.bin.empty_button)
    person.dialog(QMessageBox)
    person.presses("Return")
    assert len(in_bin(person)) == 2


def test_afterwards_no_undo_of_it_is_offered(person):
    person.clicks(person.desk.middle.bin.empty_button)
    answers(person, "Delete for good")
    assert not person.desk.message.action.isVisible()


def test_several_rows_come_back_together(person):
    person.presses("Shift+Down")
    person.clicks(person.desk.middle.bin.restore_button)
    assert in_bin(person) == []


def test_to_read_only_nothing_can_be_deleted(arrives, person):
    path = person.catalog.path
    person.leaves()
    reader = arrives()
    reader.desk.open(path, reading=True)
    reader.settle()
    reader.turns_to("Bin")
    assert not reader.desk.middle.bin.delete_button.isEnabled()
    assert reader.desk.middle.bin.empty_button.toolTip()
