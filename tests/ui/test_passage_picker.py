from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from netcatalog.domain.records import SCHEMA, Figure, Source
from netcatalog.ui.form_context import FormContext
from netcatalog.ui.passage_picker import PassagePicker, as_shown, code_points, units
from netcatalog.ui.record_form import RecordForm
from tests import make
from tests.ui import forms

TEXT = "Trams 🚋🚋 run.\r\nOver 35 members in Brno🏛 and Łódź."
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def picker(qtbot):
    made = PassagePicker()
    made.show_text(TEXT, None, None)
    forms.show(qtbot, made)
    made.text.setFocus()
    return made


@pytest.fixture
def source(seeded):
    return make.fact(seeded, Source, title="Annual report", text=TEXT)


@pytest.fixture
def form(qtbot, lookup, source, runner):
    """A figure that rests on the source, on no passage yet."""
    context = FormContext(SCHEMA, lookup)
    context.remember("source", source.id, source.title)
    made = RecordForm(make.record(Figure, id=5, source=source.id), context)
    forms.show(qtbot, made)
    forms.settle(qtbot, runner)
    return made


def select(qtbot, picker, words):
    """Go to words with the arrows, and select them with Shift and the arrows."""
    start = as_shown(TEXT).index(words)
    qtbot.keyClick(picker.text, Qt.Key.Key_Home, CONTROL)
    for _ in range(start):
        qtbot.keyClick(picker.text, Qt.Key.Key_Right)
    for _ in words:
        qtbot.keyClick(picker.text, Qt.Key.Key_Right, SHIFT)


@pytest.mark.parametrize("words", ["Trams", "🚋 run", "Over 35 members", "Brno🏛", "Łódź."])
def test_words_are_selected_with_the_keyboard_and_counted_in_code_points(qtbot, picker, words):
    select(qtbot, picker, words)
    with qtbot.waitSignal(picker.picked, timeout=1000) as picked:
        qtbot.keyClick(picker.text, Qt.Key.Key_Return)
    start, end = picked.args
    assert TEXT[start:end] == words


def test_words_are_selected_with_the_mouse(qtbot, picker):
    cursor = picker.text.textCursor()
    cursor.setPosition(units(as_shown(TEXT), TEXT.index("members")))
    place = picker.text.cursorRect(cursor).center()
    qtbot.mouseDClick(picker.text.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(picker.picked, timeout=1000) as picked:
        qtbot.mouseClick(picker.use_button, Qt.MouseButton.LeftButton)
    start, end = picked.args
    assert TEXT[start:end] == "members"


def test_blanks_at_the_ends_are_not_part_of_a_passage(qtbot, picker):
    select(qtbot, picker, " 35 ")
    start, end = picker.selection()
    assert TEXT[start:end] == "35"


def test_nothing_is_used_while_nothing_is_selected(qtbot, picker):
    assert not picker.use_button.isEnabled()
    with qtbot.assertNotEmitted(picker.picked):
        qtbot.keyClick(picker.text, Qt.Key.Key_Return)
    assert "Shift" in picker.hint.text()


def test_the_text_cannot_be_changed(qtbot, picker):
    qtbot.keyClicks(picker.text, "x")
    assert picker.text.toPlainText() == as_shown(TEXT)


def test_escape_leaves_everything_as_it_was(qtbot, picker):
    with qtbot.waitSignal(picker.cancelled, timeout=1000):
        qtbot.keyClick(picker.text, Qt.Key.Key_Escape)


def test_words_are_found_in_a_long_text(qtbot, picker):
    picker.search.setFocus()
    forms.keys(qtbot, picker.search, "łódź")
    start, end = picker.selection()
    assert TEXT[start:end] == "Łódź"


@given(text=st.text(st.characters(exclude_categories=["Cs"])), data=st.data())
def test_places_count_alike_there_and_back(text, data):
    place = data.draw(st.integers(0, len(text)))
    assert code_points(text, units(text, place)) == place


@pytest.mark.parametrize("text", [TEXT, "a\rb\r\nc\nd", "\ufdd0x\ufdd1", "a\u2028b\u2029c"])
def test_what_is_shown_is_as_long_as_the_text(qtbot, text):
    edit = QPlainTextEdit()
    qtbot.addWidget(edit)
    edit.setPlainText(as_shown(text))
    edit.moveCursor(QTextCursor.MoveOperation.End)
    assert code_points(as_shown(text), edit.textCursor().position()) == len(text)


# In the form


def test_the_passage_of_a_figure_is_chosen_by_its_words(qtbot, form):
    passage = form.editors["start"]
    assert form.editors["end"] is passage
    qtbot.mouseClick(passage.button, Qt.MouseButton.LeftButton)
    assert passage.picker.text.hasFocus()
    select(qtbot, passage.picker, "Over 35 members")
    qtbot.keyClick(passage.picker.text, Qt.Key.Key_Return)
    figure = form.value()
    assert TEXT[figure.start : figure.end] == "Over 35 members"
    assert passage.quote.text() == "“Over 35 members”"
    assert passage.button.hasFocus()
    assert form.problems() == []


def test_a_passage_there_is_shows_its_words_and_is_selected(qtbot, form, source, lookup, runner):
    figure = make.record(Figure, id=5, source=source.id, start=17, end=24)
    shown = RecordForm(figure, form._context)
    forms.show(qtbot, shown)
    forms.settle(qtbot, runner)
    passage = shown.editors["start"]
    assert passage.quote.text() == f"“{TEXT[17:24]}”"
    qtbot.mouseClick(passage.button, Qt.MouseButton.LeftButton)
    assert passage.picker.selection() == (17, 24)


def test_a_passage_goes_with_its_source_and_comes_back_with_it(qtbot, form, source, runner):
    passage = form.editors["start"]
    passage.set_values({"start": 17, "end": 24})
    picker = form.editors["source"]
    picker.control.selectAll()
    picker.control.setFocus()
    qtbot.keyClick(picker.control, Qt.Key.Key_Delete)
    assert (form.value().source, form.value().start, form.value().end) == (None, None, None)
    forms.choose(qtbot, runner, picker, "annual")
    assert (form.value().source, form.value().start) == (source.id, 17)


def test_a_passage_can_be_cleared(qtbot, form):
    passage = form.editors["start"]
    passage.set_values({"start": 17, "end": 24})
    qtbot.mouseClick(passage.clear_button, Qt.MouseButton.LeftButton)
    assert (form.value().start, form.value().end) == (None, None)


def test_no_words_can_be_chosen_without_a_source(qtbot, lookup):
    form = RecordForm(make.record(Figure, id=5, remark="x"), FormContext(SCHEMA, lookup))
    forms.show(qtbot, form)
    assert not form.editors["start"].button.isEnabled()


def test_escape_closes_the_text_and_nothing_else(qtbot, form):
    passage = form.editors["start"]
    qtbot.mouseClick(passage.button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(passage.picker.text, Qt.Key.Key_Escape)
    assert passage.picker is None
    assert passage.button.hasFocus()
    assert not form.is_changed()
