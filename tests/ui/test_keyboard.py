"""Keyboard and screen reader: Tab reaches every control in its order, and each has a name."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QApplication,
    QScrollArea,
    QTextBrowser,
    QWidget,
)

from netcatalog.domain.records import Figure
from netcatalog.ui.defect_dialog import DefectDialog
from netcatalog.ui.export_dialog import ExportDialog
from netcatalog.ui.guide import GuideWindow
from netcatalog.ui.import_pane import Step
from tests.ui.person import keyboard


def takes_keyboard(top):
    """Return the widgets one can go to by Tab, as one sees them."""
    return [
        one
        for one in top.findChildren(QWidget)
        if one.window() is top.window()
        and one.isVisible()
        and one.isEnabled()
        and one.focusProxy() is None
        and one.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    ]


def name_of(widget):
    """Return what a screen reader calls a widget."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def nameless(top):
    every = [
        one
        for one in top.findChildren(QWidget)
        if one.isVisible()
        and one.focusPolicy() != Qt.FocusPolicy.NoFocus
        and one.focusProxy() is None
    ]
    return [type(one).__name__ for one in every if not name_of(one).strip()]


def walked(person, top, key="Tab"):
    """Go round by Tab, and return where one comes by, each once."""
    first = here = keyboard()
    found = [first]
    for _step in range(400):
        person.qtbot.keyClick(here, Qt.Key.Key_Tab if key == "Tab" else Qt.Key.Key_Backtab)
        here = QApplication.focusWidget()
        if here is first and not isinstance(here, QTextBrowser):
            break
        if here is not found[-1]:
            found.append(here)
    return found


def height_in(form, widget):
    """Return how far from the top of a form a widget stands, however the form is scrolled."""
    content = form.findChild(QScrollArea).widget()
    if content.isAncestorOf(widget):
        return widget.mapTo(content, QPoint(0, 0)).y()
    return content.height() + widget.mapTo(form, QPoint(0, 0)).y()


def columns(person):
    return [person.desk.left, person.desk.browse, person.desk.record]


# The window


def test_tab_reaches_every_control_of_the_window(person):
    reached = walked(person, person.window)
    missed = [one for one in takes_keyboard(person.window) if one not in reached]
    assert not missed, [name_of(one) for one in missed]


def test_tab_goes_through_the_columns_one_after_the_other(person):
    person.desk.sections.setFocus()
    reached = walked(person, person.window)
    at = [next(n for n, top in enumerate(columns(person)) if _in(one, top)) for one in reached]
    assert at == sorted(at)
    assert set(at) == {0, 1, 2}


def _in(widget, top):
    return widget is top or top.isAncestorOf(widget)


def test_shift_tab_goes_the_same_way_back(person):
    person.desk.sections.setFocus()
    there = walked(person, person.window)
    person.desk.sections.setFocus()
    back = walked(person, person.window, key="Backtab")
    assert set(there) == set(back)


def test_every_control_of_the_window_has_a_name(person):
    assert nameless(person.window) == []


def test_every_control_beside_a_passage_has_a_name(person):
    person.types("emta")
    person.presses("Return", "Return", "Tab", "Return")
    assert person.desk.record.passage.isVisible()
    assert nameless(person.window) == []
    reached = walked(person, person.window)
    missed = [one for one in takes_keyboard(person.window) if one not in reached]
    assert not missed, [name_of(one) for one in missed]


def test_every_control_of_the_bin_has_a_name(person):
    person.types("polis")
    person.presses("Return", "Delete")
    person.turns_to("Bin")
    assert person.desk.middle.bin.table.isVisible()
    assert nameless(person.window) == []


def test_the_message_can_be_reached(person):
    person.types("polis")
    person.presses("Return", "Delete")
    assert person.desk.message.isVisible()
    reached = walked(person, person.window)
    assert person.desk.message.action in reached
    assert person.desk.message.close_button in reached
    assert nameless(person.window) == []


# Forms


@pytest.fixture(params=["Networks", "Authorities", "Memberships", "Sources"])
def form(person, request):
    """The form of the first record of a section, with all that can be opened in it open."""
    person.turns_to(request.param)
    person.presses("F2")
    opened = person.desk.record.form
    for section in opened.sections:
        person.clicks(section.add_button)
    return opened


def test_every_control_of_a_form_has_a_name(form):
    assert nameless(form) == []


def test_tab_reaches_every_control_of_a_form_in_its_order(person, form):
    form.root.focus_first()
    reached = [one for one in walked(person, form) if form.isAncestorOf(one)]
    missed = [one for one in takes_keyboard(form) if one not in reached]
    assert not missed, [name_of(one) for one in missed]
    first = reached.index(min(reached, key=lambda one: height_in(form, one)))
    in_order = reached[first:] + reached[:first]
    for before, after in pairwise(in_order):
        same_line = 24
        assert height_in(form, after) > height_in(form, before) - same_line, name_of(after)


def test_shift_tab_leads_through_a_form_the_other_way(person, form):
    form.root.focus_first()
    there = walked(person, form)
    form.root.focus_first()
    assert set(walked(person, form, key="Backtab")) == set(there)


def test_the_new_forms_have_names_throughout(person):
    for section in ("Networks", "Authorities", "Memberships", "Sources"):
        person.turns_to(section)
        person.presses("Ctrl+N")
        assert nameless(person.desk.record.form) == [], section
        person.presses("Escape")


def test_every_control_of_a_source_and_its_words_has_a_name(person):
    person.types("polis")
    person.presses("F2")
    figure = person.adds(Figure)
    person.clicks(figure.form.disclosure.button)
    person.chooses(figure.form, source="city networks")
    person.clicks(figure.form.editors["start"].button)
    assert nameless(person.desk.record.form) == []


def test_every_control_of_a_note_has_a_name(person):
    person.types("polis")
    person.presses("Ctrl+Shift+N")
    assert nameless(person.window) == []
    reached = walked(person, person.window)
    note = person.desk.record.note
    assert note.foot.cancel_button in walked(person, person.window, key="Backtab")
    missed = [one for one in takes_keyboard(note) if one not in reached]
    assert not missed, [name_of(one) for one in missed]


def test_every_question_at_the_foot_has_a_name(person):
    person.types("polis")
    person.presses("F2")
    person.fills(person.desk.record.form.root, place="Brussels")
    person.presses("Escape")
    assert nameless(person.desk.record.form) == []


# Dialogs


def test_every_control_of_the_dialogs_has_a_name(person):
    person.presses("Ctrl+E")
    dialog = person.dialog(ExportDialog)
    assert nameless(dialog) == []
    reached = walked(person, dialog)
    missed = [one for one in takes_keyboard(dialog) if one not in reached]
    assert {name_of(one) for one in missed} <= {dialog.this_table.text(), dialog.whole.text()}
    person.presses("Escape")
    person.comes_back()
    person.presses("F1")
    assert nameless(person.dialog(GuideWindow)) == []
    person.presses("Escape")
    person.comes_back()
    person.desk.tell_failure(RuntimeError("a defect"))
    assert nameless(person.dialog(DefectDialog)) == []
    person.presses("Escape")
    person.comes_back()


# A list


@pytest.fixture
def importing(person, tmp_path):
    """The pane of a list of which something is to be decided."""
    path = tmp_path / "cities.csv"
    path.write_text("City,Kind\nBudapest,full\nRadom,-\n", encoding="utf-8")
    person.desk.importing.read(path)
    person.settle()
    return person.desk.importing.pane


@pytest.mark.parametrize("step", Step)
def test_tab_reaches_every_control_of_a_step_of_an_import(person, importing, step):
    importing.turn_to(step)
    person.settle()
    assert importing.step() is step
    assert nameless(importing) == []
    reached = walked(person, person.window)
    missed = [one for one in takes_keyboard(importing) if one not in reached]
    assert not missed, [name_of(one) for one in missed]


def test_what_a_column_becomes_comes_before_what_holds_for_all_rows(person, importing):
    importing.turn_to(Step.COLUMNS)
    importing.columns.preview.go_to(1)
    importing.columns.preview.go_to(0)
    importing.columns.preview.setFocus()
    reached = walked(person, person.window)
    forms = [importing.columns.column, importing.columns.all_rows]
    order = [next((n for n, one in enumerate(forms) if _in(stop, one)), None) for stop in reached]
    in_forms = [n for n in order if n is not None]
    assert in_forms == sorted(in_forms)
    assert set(in_forms) == {0, 1}
