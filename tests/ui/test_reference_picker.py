from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from netcatalog.domain.fields import field_named
from netcatalog.domain.pages import Reference
from netcatalog.domain.records import SCHEMA, Body, Figure, Relation
from netcatalog.ui.form_context import FormContext
from netcatalog.ui.reference_picker import ReferencePicker
from tests import make
from tests.ui import forms


@pytest.fixture
def context(lookup):
    return FormContext(SCHEMA, lookup, lambda _key, _of: [Reference(-7, "Łódź Council")])


@pytest.fixture
def picker(qtbot, context):
    """Chooses the other actor of a relation."""
    made = ReferencePicker(field_named(Relation, "other"), context)
    forms.show(qtbot, made)
    return made


def test_a_record_is_found_in_any_spelling_and_taken_with_enter(qtbot, picker, seeded, runner):
    lodz = make.authority(seeded, "Łódź")
    forms.choose(qtbot, runner, picker, "lodz")
    assert picker.value() == lodz
    assert picker.control.text().startswith("Łódź")
    assert picker.complaint() == ""


def test_the_arrows_go_down_the_list(qtbot, picker, seeded, runner):
    forms.keys(qtbot, picker.control, "vienna")
    forms.settle(qtbot, runner)
    qtbot.waitUntil(picker.line.popup.isVisible)
    qtbot.keyClick(picker.line.popup, Qt.Key.Key_Down)
    qtbot.keyClick(picker.line.popup, Qt.Key.Key_Return)
    assert picker.control.text().startswith("Vienna (transport authority)")


def test_down_shows_what_there_is_to_choose_from(qtbot, picker, runner):
    qtbot.keyClick(picker.control, Qt.Key.Key_Down)
    forms.settle(qtbot, runner)
    qtbot.waitUntil(picker.line.popup.isVisible)
    assert picker.line.popup.model().rowCount() > 5


def test_a_name_typed_in_full_needs_no_list(qtbot, picker, seeded, runner):
    picker.control.setFocus()
    forms.keys(qtbot, picker.control, "polis")
    qtbot.keyClick(picker.control, Qt.Key.Key_Tab)
    picker.control.clearFocus()
    forms.settle(qtbot, runner)
    assert picker.value() == seeded.actor_named("Polis")


def test_what_was_typed_and_not_chosen_stays_and_is_said(qtbot, picker, runner):
    forms.type_into(qtbot, picker, "c")
    forms.settle(qtbot, runner)
    assert picker.value() is None
    assert picker.control.text() == "c"
    assert "Choose one from the list" in picker.complaint()


def test_what_is_not_in_the_catalogue_is_said_with_what_to_do(qtbot, picker, runner):
    forms.type_into(qtbot, picker, "Atlantis")
    forms.settle(qtbot, runner)
    assert picker.complaint() == "There is no actor of this name. Add it to the catalogue first."


def test_typing_over_what_was_chosen_chooses_nothing(qtbot, picker, runner):
    forms.choose(qtbot, runner, picker, "polis")
    qtbot.keyClick(picker.control, Qt.Key.Key_End)
    qtbot.keyClick(picker.control, Qt.Key.Key_Backspace)
    assert picker.value() is None


def test_only_the_newest_answer_is_shown(qtbot, picker, seeded, runner):
    for name in ("polis", "vienna", "prague"):
        picker.control.selectAll()
        forms.keys(qtbot, picker.control, name)
    forms.settle(qtbot, runner)
    model = picker.line.popup.model()
    offered = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert offered
    assert all(label.startswith("Prague") for label in offered)


def test_an_answer_to_a_picker_that_is_gone_harms_nobody(qtbot, context, runner):
    picker = ReferencePicker(field_named(Relation, "other"), context)
    forms.show(qtbot, picker)
    forms.keys(qtbot, picker.control, "vienna")
    with qtbot.waitSignal(picker.destroyed, timeout=1000):
        picker.deleteLater()
    del picker
    forms.settle(qtbot, runner)


def test_a_reference_that_may_be_empty_can_be_emptied(qtbot, context, runner):
    picker = ReferencePicker(field_named(Figure, "source"), context)
    forms.show(qtbot, picker)
    context.remember("source", 1, "City networks")
    picker.set_value(1)
    assert picker.control.text() == "City networks"
    picker.control.selectAll()
    qtbot.keyClick(picker.control, Qt.Key.Key_Delete)
    assert picker.value() is None
    assert picker.complaint() == ""


def test_what_has_no_page_is_chosen_from_the_page_that_is_edited(qtbot, context, runner):
    picker = ReferencePicker(field_named(Body, "elected_by"), context)
    forms.show(qtbot, picker)
    forms.choose(qtbot, runner, picker, "lodz")
    assert picker.value() == -7
    assert context.label("body", -7) == "Łódź Council"
