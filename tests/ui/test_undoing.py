"""Taking back and doing again, and the bin: nothing that was in the catalogue is lost."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from netcatalog.domain.changes import Change
from netcatalog.domain.records import Actor, Figure, Name
from netcatalog.services.opening import open_catalog
from tests import make

EMTA = "European Metropolitan Transport Authorities"


def rename(person, old, new):
    """Give the record that is shown another name, in its form."""
    person.presses("F2")
    person.fills(person.edits(Name, old).form, text=new)
    person.saves()


def in_bin(person):
    """Return what the bin lists, with the bin open."""
    person.turns_to("Bin")
    model = person.desk.middle.bin.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


# Undo and redo


def test_ctrl_z_takes_back_and_ctrl_y_does_again(person):
    person.types("polis")
    rename(person, "Polis", "Polis Network")
    person.presses("Ctrl+Z")
    assert person.title() == "Polis"
    assert person.told() == "Undone: rename Polis"
    assert person.desk.menus.redo.text() == "&Redo: rename Polis"
    person.presses("Ctrl+Y")
    assert person.title() == "Polis Network"
    assert person.told() == "Done again: rename Polis"
    assert not person.desk.menus.redo.isEnabled()


def test_several_changes_are_taken_back_one_after_the_other(person):
    person.types("polis")
    rename(person, "Polis", "Polis One")
    rename(person, "Polis One", "Polis Two")
    person.presses("Ctrl+Z")
    assert person.title() == "Polis One"
    person.presses("Ctrl+Z")
    assert person.title() == "Polis"
    person.presses("Ctrl+Y", "Ctrl+Y")
    assert person.title() == "Polis Two"


def test_keys_pressed_faster_than_the_file_takes_them_are_all_carried_out(person, qtbot):
    person.types("polis")
    for number in range(3):
        rename(person, "Polis", f"Polis {number}")
    for _key in range(3):
        qtbot.keyClick(person.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    person.settle()
    assert person.title() == "Polis"
    assert person.told() == "Undone: rename Polis"


def test_undo_works_after_the_catalogue_was_closed_and_opened_again(arrives, seeded_path):
    first = arrives(seeded_path)
    first.types("polis")
    rename(first, "Polis", "Polis Network")
    first.leaves()

    second = arrives(seeded_path)
    assert second.desk.menus.undo.text() == "&Undo: rename Polis"
    second.presses("Ctrl+Z")
    second.types("polis")
    assert second.title() == "Polis"
    second.leaves()

    third = arrives(seeded_path)
    assert third.desk.menus.redo.text() == "&Redo: rename Polis"


def test_undo_is_picked_from_the_menu(person):
    person.types("polis")
    rename(person, "Polis", "Polis & Friends")
    person.picks("Edit", "Undo")
    assert person.title() == "Polis"


def test_a_title_in_the_menu_keeps_its_ampersand(person):
    person.types("polis")
    rename(person, "Polis", "Polis & Friends")
    rename(person, "Polis & Friends", "Polis")
    assert person.desk.menus.undo.text() == "&Undo: rename Polis && Friends"


def test_even_the_seed_can_be_taken_back(person):
    person.presses("Ctrl+Z")
    assert person.rows() == []
    assert person.desk.browse.empty.isVisible()
    assert not person.desk.menus.undo.isEnabled()
    person.presses("Ctrl+Y")
    person.turns_to("Networks")
    assert len(person.rows()) == 7


def test_what_cannot_be_taken_back_is_said_and_stays(person, seeded_path):
    person.types("polis")
    rename(person, "Polis", "Polis Network")
    with open_catalog(seeded_path, user="Ivo") as other:
        other.undo()
        make.remove(other, Actor, other.actor_named("Polis"))
        other.undo()
        make.actor(other, "Gamma")
    person.presses("Ctrl+Z")
    assert person.told()
    assert person.window.isVisible()


def test_undo_in_a_form_takes_back_letters_and_no_revision(person):
    person.types("polis")
    person.presses("F2")
    entry = person.edits(Name, "Polis")
    editor = entry.form.editors["text"]
    editor.setFocus()
    person.types("x")
    person.presses("Ctrl+Z")
    assert person.catalog.undoable().undo.title == "add the first seven networks"
    assert editor.value() == "Polis"


# The bin


def test_del_puts_a_record_into_the_bin(person):
    person.types("polis")
    person.presses("Return", "Delete")
    assert "Polis" not in person.rows()
    assert person.told() == "Stored: remove Polis"
    assert person.page().startswith("Nothing chosen")
    assert in_bin(person) == ["Polis"]
    assert person.desk.sections.item(5).text() == "Bin  1"


def test_del_in_the_search_bar_removes_letters_and_no_record(person):
    person.types("polis")
    person.presses("Home", "Delete")
    assert person.desk.browse.search.text() == "olis"
    assert person.catalog.bin() == []


def test_the_next_record_is_shown_after_one_is_removed(person):
    person.presses("Down")
    first, second = person.rows()[:2]
    person.presses("Delete")
    assert first not in person.rows()
    assert person.title() == second


def test_the_table_stays_where_one_is_after_a_record_is_removed(person):
    person.presses("Down", "Down", "Down")
    third, fourth = person.rows()[2:4]
    person.presses("Delete")
    assert third not in person.rows()
    assert person.title() == fourth
    assert person.desk.browse.table.currentIndex().row() == 2


def test_the_record_chosen_is_removed_though_another_page_is_open(person):
    person.types("emta")
    person.follows("Vienna (transport authority)")
    person.desk.browse.table.setFocus()
    person.presses("Delete")
    assert person.told() == f"Stored: remove {EMTA}"


def test_the_record_chosen_is_removed_before_its_page_is_there(person, qtbot):
    person.presses("Down")
    second = person.rows()[1]
    qtbot.keyClick(person.desk.browse.table, Qt.Key.Key_Down)
    qtbot.keyClick(person.desk.browse.table, Qt.Key.Key_Delete)
    person.settle()
    assert person.told() == f"Stored: remove {second}"


def test_the_button_of_the_page_removes_the_record_of_the_page(person):
    person.types("emta")
    person.follows("Vienna (transport authority)")
    person.clicks(person.desk.record.remove_button)
    assert person.told() == "Stored: remove Vienna (transport authority)"


def test_what_comes_back_from_the_bin_is_whole(person):
    person.types("emta")
    before = person.catalog.page(Actor, person.desk.browse.current_id())
    person.presses("Return", "Delete")
    person.turns_to("Memberships")
    without = len(person.rows())
    assert in_bin(person) == [EMTA]
    person.desk.middle.bin.table.setFocus()
    person.presses("Return")
    assert person.told() == f"Stored: bring back {EMTA}"
    assert person.desk.middle.bin.empty.isVisible()
    after = person.catalog.page(Actor, person.catalog.actor_named("EMTA"))
    assert after.groups == before.groups
    person.turns_to("Memberships")
    assert len(person.rows()) == without + 4


def test_the_bin_is_emptied_with_the_mouse(person):
    person.types("polis")
    person.presses("Return", "Delete")
    person.turns_to("Bin")
    person.clicks(person.desk.middle.bin.restore_button)
    person.turns_to("Networks")
    person.presses("Escape")
    person.searches("polis")
    assert person.rows() == ["Polis"]


def test_a_fact_that_was_removed_waits_in_the_bin_as_well(person):
    person.types("polis")
    person.presses("F2")
    person.clicks(person.section(Figure).entries[0].remove_button)
    person.saves()
    (title,) = in_bin(person)
    assert "60" in title
    person.desk.middle.bin.table.setFocus()
    person.presses("Return")
    person.finds("Networks", "polis")
    assert "about 60" in person.page()


def test_several_records_are_removed_as_one_step(person):
    person.presses("Down", "Shift+Down", "Shift+Down")
    gone = person.rows()[:3]
    person.presses("Delete")
    person.presses("Return")
    assert person.told() == "Stored: remove 3 networks"
    assert not set(gone) & set(person.rows())
    person.presses("Ctrl+Z")
    assert set(gone) <= set(person.rows())


def test_a_membership_is_removed_and_its_member_stays(person):
    person.finds("Memberships", "warsaw")
    person.presses("Return", "Delete")
    assert person.rows() == []
    person.finds("Authorities", "warsaw")
    assert person.rows()


def test_a_removal_that_fails_is_said_and_the_record_stays(person, seeded_path):
    person.types("polis")
    person.presses("Return")
    with open_catalog(seeded_path, user="Ivo") as other:
        make.remove(other, Actor, other.actor_named("Polis"))
    person.presses("Delete")
    assert "not in the catalogue any more" in person.told()


def test_a_change_made_meanwhile_is_seen_when_the_record_is_removed(person, seeded_path):
    person.types("polis")
    person.presses("Return")
    with open_catalog(seeded_path, user="Ivo") as other:
        actor = other.record(Actor, other.actor_named("Polis"))
        other.apply("set place", [Change(before=actor, after=replace(actor, place="Brussels"))])
    person.presses("Delete")
    assert person.told() == "Stored: remove Polis"
    assert person.catalog.bin()[0].change.before.place == "Brussels"


def test_in_the_search_bar_ctrl_z_takes_letters_back_as_long_as_there_are_any(person):
    person.types("polis")
    rename(person, "Polis", "Polis Network")
    person.presses("Ctrl+F")
    person.types("emta")
    person.presses("Ctrl+Z")
    assert person.desk.browse.search.text() != "emta"
    assert person.catalog.undoable().undo.title == "rename Polis"
