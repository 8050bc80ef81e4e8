"""Doing something to all rows that are chosen, with the keyboard alone: seen first, then done."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication

from netcatalog.domain.changes import Change
from netcatalog.domain.records import Actor, Tag
from netcatalog.services.opening import open_catalog
from netcatalog.ui.bulk_pane import BulkPane
from netcatalog.ui.export_dialog import ExportDialog
from tests.ui import forms


@pytest.fixture
def chooser(person):
    """Someone who has chosen all authorities."""
    person.turns_to("Authorities")
    person.desk.browse.table.setFocus()
    person.presses("Ctrl+A")
    return person


def pane(person):
    found = person.desk.record.form
    assert isinstance(found, BulkPane)
    assert found.isVisible()
    return found


def lines(table):
    model = table.model()
    return [
        tuple(model.index(row, column).data() for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def countries(person):
    ids = person.desk.model.ids
    return {person.catalog.record(Actor, key).country for key in ids}


def chooses_field(person, label):
    """Choose a field by typing its beginning, and go on to its value."""
    person.types(label)
    person.presses("Tab")


# A field


def test_a_field_is_changed_of_all_that_are_chosen(chooser):
    chooser.presses("Shift+F2")
    assert pane(chooser).heading.text() == "Change a field of 8 authorities"
    chooses_field(chooser, "Place")
    chooser.types("Here")
    chooser.presses("Return")
    assert pane(chooser).summary.text() == "8 will change."
    assert lines(pane(chooser).lines)[0] == ("Budapest", "–", "Here")
    assert chooser.catalog.undoable().undo.title == "add the first seven networks"
    chooser.presses("Return")
    assert chooser.told() == "Stored: set place of 8 authorities"
    assert chooser.desk.record.form is None
    assert chooser.desk.browse.table.hasFocus()
    assert {chooser.catalog.record(Actor, key).place for key in chooser.desk.model.ids} == {"Here"}
    chooser.presses("Ctrl+Z")
    assert {chooser.catalog.record(Actor, key).place for key in chooser.desk.model.ids} == {""}


def test_what_stays_as_it_is_is_counted(chooser):
    chooser.presses("Shift+F2")
    chooses_field(chooser, "Country")
    chooser.types("PL")
    pane(chooser).form.editor.control.popup.hide()
    chooser.comes_back()
    chooser.presses("Ctrl+Return")
    assert pane(chooser).summary.text() == "6 will change, 2 stay as they are."


def test_what_cannot_be_changed_is_listed_with_the_reason(chooser, seeded_path):
    with open_catalog(seeded_path, user="Ivo") as other:
        gone = other.record(Actor, chooser.desk.model.ids[0])
        other.apply("remove", [Change(before=gone)])
    chooser.presses("Shift+F2")
    chooses_field(chooser, "Place")
    chooser.types("Here")
    chooser.presses("Return")
    assert pane(chooser).summary.text() == "7 will change, 1 cannot."
    ((_name, why),) = lines(pane(chooser).refusals)
    assert why == "It is not in the catalogue any more."


def test_what_would_change_nothing_cannot_be_applied(chooser):
    chooser.presses("Shift+F2")
    chooses_field(chooser, "Place")
    chooser.presses("Return")
    assert pane(chooser).summary.text() == "0 will change, 8 stay as they are."
    assert not pane(chooser).foot.save_button.isEnabled()


def test_a_value_that_is_none_is_said_at_the_field(chooser):
    chooser.presses("Shift+F2")
    chooses_field(chooser, "Website")
    chooser.types("nonsense")
    chooser.presses("Return")
    assert "https://" in pane(chooser).form.editor.problem.text()
    assert not pane(chooser).summary.isVisible()
    chooser.types("x")
    assert pane(chooser).form.editor.problem.text() == ""


def test_a_number_that_is_none_is_said_at_the_field(chooser):
    chooser.presses("Shift+F2")
    chooses_field(chooser, "Population")
    chooser.types("many")
    chooser.presses("Return")
    assert "not a whole number" in pane(chooser).form.editor.problem.text()


def test_without_a_field_there_is_no_preview(chooser):
    chooser.presses("Shift+F2", "Return")
    assert not pane(chooser).summary.isVisible()
    assert pane(chooser).form.box.hasFocus()


def test_another_value_needs_another_preview(chooser):
    chooser.presses("Shift+F2")
    chooses_field(chooser, "Place")
    chooser.types("Here")
    chooser.presses("Return")
    assert pane(chooser).foot.save_button.text() == "&Apply"
    chooser.types("x")
    assert pane(chooser).foot.save_button.text() == "&Preview"
    assert not pane(chooser).lines.isVisible()


def test_another_field_needs_another_preview(chooser):
    chooser.presses("Shift+F2")
    chooses_field(chooser, "Place")
    chooser.types("Here")
    chooser.presses("Return", "Alt+F", "Down")
    assert pane(chooser).form.editor.field.name != "place"
    assert not pane(chooser).summary.isVisible()


def test_nothing_is_applied_that_was_not_seen(chooser):
    chooser.presses("Shift+F2")
    chooses_field(chooser, "Place")
    chooser.types("Here")
    chooser.presses("Return", "Return")  # the second before the preview is there
    assert pane(chooser).summary.text() == "8 will change."
    assert chooser.catalog.undoable().undo.title == "add the first seven networks"


def test_escape_asks_before_what_was_typed_goes(chooser):
    chooser.presses("Shift+F2")
    chooses_field(chooser, "Place")
    chooser.types("Here")
    chooser.presses("Escape")
    assert pane(chooser).foot.is_asking()
    chooser.presses("Escape")
    assert not pane(chooser).foot.is_asking()
    chooser.presses("Escape", "Shift+Tab", "Space")
    assert chooser.desk.record.form is None


def test_what_was_typed_is_asked_about_before_something_else_is_opened(chooser):
    chooser.presses("Shift+F2")
    chooses_field(chooser, "Place")
    chooser.types("Here")
    chooser.presses("Ctrl+T")
    assert pane(chooser).foot.is_asking()
    chooser.clicks(pane(chooser).foot.discard_button)
    assert pane(chooser).heading.text() == "Tag 8 authorities"


def test_a_record_changed_since_the_preview_is_not_written_over(chooser, seeded_path):
    chooser.presses("Shift+F2")
    chooses_field(chooser, "Place")
    chooser.types("Here")
    chooser.presses("Return")
    with open_catalog(seeded_path, user="Ivo") as other:
        actor = other.record(Actor, chooser.desk.model.ids[0])
        other.apply("move", [Change(before=actor, after=replace(actor, place="There"))])
    chooser.presses("Return")
    assert "was changed in the meantime" in pane(chooser).foot.message.text.text()
    assert pane(chooser).foot.save_button.text() == "&Preview"
    chooser.presses("Return")
    chooser.presses("Return")
    assert chooser.told() == "Stored: set place of 8 authorities"


# Tags


def test_a_tag_is_put_on_and_taken_off(chooser):
    chooser.presses("Ctrl+T")
    chooser.types("renew")
    chooser.presses("Return")
    assert lines(pane(chooser).lines)[0] == ("Budapest", "–", "renew")
    chooser.presses("Return")
    assert chooser.told() == "Stored: tag 8 authorities “renew”"
    chooser.searches("tag:renew")
    assert len(chooser.rows()) == 8
    chooser.presses("Down", "Ctrl+A", "Ctrl+T")
    chooser.types("renew")
    pane(chooser).form.editor.control.popup.hide()
    chooser.comes_back()
    chooser.presses("Alt+F")
    chooser.qtbot.waitUntil(pane(chooser).form.take.isChecked)
    chooser.presses("Ctrl+Return")
    chooser.presses("Ctrl+Return")
    assert chooser.told() == "Stored: take the tag “renew” off 8 authorities"


def test_tags_in_use_are_offered(chooser):
    key = chooser.desk.model.ids[0]
    chooser.catalog.apply("tag", [Change(after=Tag(label="renew", actor=key))])
    chooser.presses("Ctrl+T")
    chooser.types("re")
    popup = pane(chooser).form.editor.control.popup
    assert popup.isVisible()
    assert popup.model().index(0, 0).data() == "renew"
    popup.hide()
    chooser.comes_back()


@pytest.mark.parametrize(("text", "said"), [("", "Please fill this in."), ("a, b", "One tag at")])
def test_what_is_no_tag_is_said(chooser, text, said):
    chooser.presses("Ctrl+T")
    chooser.types(text)
    chooser.presses("Return")
    assert pane(chooser).form.editor.problem.text().startswith(said)


def test_one_record_is_tagged_as_well(person):
    person.presses("Down", "Ctrl+T")
    assert pane(person).heading.text() == "Tag 1 record"
    person.types("renew")
    person.presses("Return")
    person.presses("Return")
    assert person.told() == f"Stored: tag {person.rows()[0]} “renew”"


# The bin


def test_the_bin_says_what_goes_along(chooser):
    chooser.presses("Delete")
    assert pane(chooser).summary.text() == "8 go into the bin."
    assert pane(chooser).along.text() == (
        "Along with them go 8 names, 4 relations, 4 memberships."
    )
    assert pane(chooser).foot.save_button.hasFocus()
    chooser.presses("Return")
    assert chooser.told() == "Stored: remove 8 authorities"
    assert chooser.rows() == []
    chooser.presses("Ctrl+Z")
    assert len(chooser.rows()) == 8


def test_escape_leaves_everything_as_it_is(chooser):
    chooser.presses("Delete", "Escape")
    assert chooser.desk.record.form is None
    assert chooser.desk.browse.table.hasFocus()
    assert len(chooser.rows()) == 8


def test_enter_on_cancel_cancels(chooser):
    chooser.presses("Delete", "Shift+Tab", "Return")
    assert chooser.desk.record.form is None
    assert len(chooser.rows()) == 8


def test_going_to_another_record_closes_a_pane_in_which_nothing_was_typed(chooser):
    chooser.presses("Delete")
    chooser.desk.browse.table.setFocus()
    chooser.presses("Down")
    assert chooser.desk.record.form is None


# Copying and exporting


def test_rows_are_copied_as_they_are_on_screen(chooser):
    browse = chooser.desk.browse
    browse.table.horizontalHeader().moveSection(0, 1)
    chooser.presses("Ctrl+C")
    held = QGuiApplication.clipboard().mimeData()
    head, *rows = csv.reader(held.text().splitlines(), delimiter="\t")
    assert head == [column.label for column in browse.shown_columns()]
    assert [row[1] for row in rows] == chooser.rows()
    assert held.html().count("<tr>") == 9
    assert chooser.told() == "Copied, for a spreadsheet: 8 rows"


def test_only_the_rows_that_are_chosen_are_copied(person):
    person.presses("Down", "Shift+Down", "Ctrl+C")
    assert len(QGuiApplication.clipboard().text().splitlines()) == 3


def test_in_the_search_bar_ctrl_c_copies_letters(person):
    person.types("emta")
    person.presses("Ctrl+A", "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "emta"


def test_the_rows_that_are_chosen_are_exported(person, tmp_path):
    person.presses("Down", "Shift+Down")
    person.desk.browse.bulk.export.trigger()
    dialog = person.dialog(ExportDialog)
    assert dialog.selected.isChecked()
    assert not dialog.this_table.isChecked()
    assert dialog.selected.text() == "The rows selected: 2"
    dialog.path.setFocus()
    dialog.path.selectAll()
    forms.keys(person.qtbot, dialog.path, str(tmp_path / "two.csv"))
    person.presses("Return")
    with (tmp_path / "two.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)][1:] == person.rows()[:2]


def test_with_one_row_chosen_the_whole_table_is_exported(person):
    person.presses("Ctrl+E")
    dialog = person.dialog(ExportDialog)
    assert not dialog.selected.isVisible()
    assert dialog.this_table.isChecked()


def test_all_of_it_is_in_the_menu(chooser):
    chooser.picks("Edit", "Rows selected", "Change")
    assert pane(chooser).heading.text() == "Change a field of 8 authorities"


def test_nothing_of_it_is_offered_in_the_bin(chooser):
    chooser.turns_to("Bin")
    assert not any(action.isEnabled() for action in chooser.desk.browse.bulk.each())
    chooser.turns_to("Authorities")
    bulk = chooser.desk.browse.bulk
    assert [action for action in bulk.each() if not action.isEnabled()] == [bulk.merge]
