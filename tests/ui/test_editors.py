from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from netcatalog.domain.choices import Qualifier
from netcatalog.domain.fields import Field, field_named
from netcatalog.domain.records import Actor, Body, Figure, Name, Source, Statement, Target
from netcatalog.ui.editors import (
    ChoiceEditor,
    DateEditor,
    Editor,
    IntegerEditor,
    NumberEditor,
    ProseEditor,
    TextEditor,
)
from netcatalog.ui.named_codes import NamedCodeEditor
from tests.ui import forms


@pytest.fixture
def shown(qtbot):
    def show(editor: Editor) -> Editor:
        window = QWidget()
        layout = QVBoxLayout(window)
        layout.addWidget(editor)
        layout.addWidget(QLineEdit())  # so that Tab leads somewhere
        forms.show(qtbot, window)
        editor.setFocus()
        kept.append(window)
        return editor

    kept: list[QWidget] = []

    return show


def declared(kind, name) -> Field:
    return field_named(kind, name)


# What was not touched stays as it is


@pytest.mark.parametrize("text", ["  two  blanks ", "no\u00a0break", "tab\tinside"])
def test_a_line_that_was_not_touched_gives_its_text_back(shown, text):
    editor = shown(TextEditor(declared(Name, "text")))
    editor.set_value(text)
    assert editor.value() == text


def test_a_line_is_given_back_without_blanks_around_it(shown, qtbot):
    editor = shown(TextEditor(declared(Name, "text")))
    forms.type_into(qtbot, editor, "  Alpha ")
    assert editor.value() == "Alpha"


@pytest.mark.parametrize("text", ["one\r\ntwo", "a\u00a0b", " lead\n\ntrail\n", "🚋\rnext", ""])
def test_prose_that_was_not_touched_gives_its_text_back(shown, text):
    editor = shown(ProseEditor(declared(Statement, "text")))
    editor.set_value(text)
    assert editor.value() == text


def test_prose_keeps_its_line_ends_so_that_passages_count_alike(shown, qtbot):
    editor = shown(ProseEditor(declared(Source, "text")))
    editor.set_value("one\r\ntwo")
    editor.control.setFocus()
    qtbot.keyClick(editor.control, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    forms.keys(qtbot, editor.control, "\nthree")
    assert editor.value() == "one\r\ntwo\r\nthree"


def test_prose_keeps_blanks_that_do_not_break_when_it_is_edited(shown, qtbot):
    editor = shown(ProseEditor(declared(Statement, "text")))
    editor.set_value("100\u00a0000")
    editor.control.setFocus()
    qtbot.keyClick(editor.control, Qt.Key.Key_End)
    forms.keys(qtbot, editor.control, "!")
    assert editor.value() == "100\u00a0000!"


def test_prose_grows_as_it_is_written_up_to_a_bound(shown, qtbot):
    editor = shown(ProseEditor(declared(Statement, "text")))
    least = editor.control.height()
    forms.keys(qtbot, editor.control, "1\n2\n3\n4\n5\n6")
    grown = editor.control.height()
    forms.keys(qtbot, editor.control, "\n" * 40)
    assert least < grown < editor.control.height() < 20 * least


# How it was read


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1951", ""),
        ("1990~", "about 1990"),
        ("2012/..", "from 2012"),
        ("2019-11-22", "22 November 2019"),
        ("20x", ""),
        ("", ""),
    ],
)
def test_a_date_is_read_in_words_beside_it(shown, qtbot, typed, words):
    editor = shown(DateEditor(declared(Figure, "as_of")))
    editor.set_value("")
    forms.type_into(qtbot, editor, typed)
    assert editor.reading.text() == words
    assert editor.value() == typed


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("35", 35),
        ("100 000", 100_000),
        ("100\u202f000", 100_000),
        ("100,000", 100_000),
        ("1.000.000", 1_000_000),
        ("−5", -5),
        ("", None),
        ("1,5", None),
        ("about 35", None),
    ],
)
def test_a_whole_number_is_read_however_it_is_grouped(shown, qtbot, typed, value):
    editor = shown(IntegerEditor(declared(Figure, "low")))
    forms.type_into(qtbot, editor, typed)
    assert editor.value() == value
    assert bool(editor.complaint()) == (value is None and typed != "")
    assert editor.control.text() == typed


@pytest.mark.parametrize(
    ("typed", "value"),
    [("−20", -20), ("52.25", 52.25), ("52,25", 52.25), ("1,000.5", 1000.5), ("1,000", None)],
)
def test_a_number_that_could_be_two_is_not_guessed(shown, qtbot, typed, value):
    editor = shown(NumberEditor(declared(Target, "change")))
    forms.type_into(qtbot, editor, typed)
    assert editor.value() == value


def test_a_number_is_shown_with_its_unit_and_read_with_it(shown, qtbot):
    editor = shown(IntegerEditor(declared(Body, "meeting_interval")))
    assert editor.reading.text() == "months"
    forms.type_into(qtbot, editor, "36")
    assert editor.reading.text() == "3 years"


def test_a_number_that_was_not_touched_keeps_all_its_digits(shown):
    editor = shown(NumberEditor(declared(Actor, "latitude")))
    editor.set_value(50.087_653_211_234_567)
    assert editor.value() == 50.087_653_211_234_567


# Lists to choose from


def test_a_choice_that_may_be_left_open_says_so_first(shown):
    editor = shown(ChoiceEditor(declared(Figure, "directness")))
    assert editor.box.currentText() == "Not said"
    assert editor.value() is None


def test_a_choice_that_must_be_made_begins_with_none(shown):
    editor = shown(ChoiceEditor(declared(Figure, "measure")))
    assert editor.box.currentIndex() == -1
    assert editor.value() is None


def test_yes_no_and_not_said_are_three_values(shown, qtbot):
    editor = shown(ChoiceEditor(declared(Actor, "active")))
    seen = [editor.value()]
    for _ in range(2):
        qtbot.keyClick(editor.box, Qt.Key.Key_Down)
        seen.append(editor.value())
    assert seen == [None, True, False]


def test_the_wheel_scrolls_the_form_and_not_the_choice_below_the_pointer(shown):
    editor = shown(ChoiceEditor(declared(Figure, "qualifier")))
    editor.set_value(Qualifier.OVER)
    editor.box.clearFocus()
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor.box, wheel)
    assert editor.value() is Qualifier.OVER


# Countries and languages, by name


@pytest.fixture
def named(qtbot, shown, lookup, runner):
    def make(kind, name):
        editor = shown(NamedCodeEditor(declared(kind, name), lookup))
        forms.settle(qtbot, runner)
        return editor

    return make


@pytest.mark.parametrize(
    ("typed", "code", "text"),
    [
        ("Poland", "PL", "Poland"),
        ("cote d'ivoire", "CI", "Côte d’Ivoire"),
        ("pl", "PL", "Poland"),
        ("Atlantis", "Atlantis", "Atlantis"),
    ],
)
def test_a_country_is_typed_by_name_or_code(qtbot, named, typed, code, text):
    editor = named(Actor, "country")
    forms.type_into(qtbot, editor, typed)
    assert editor.value() == code
    assert editor.control.text() == text


def test_a_country_is_shown_by_name_as_soon_as_names_are_known(shown, lookup, runner, qtbot):
    editor = shown(NamedCodeEditor(declared(Actor, "country"), lookup))
    editor.set_value("CZ")
    assert editor.value() == "CZ"
    forms.settle(qtbot, runner)
    assert editor.control.text() == "Czechia"
    assert editor.value() == "CZ"


def test_a_country_is_chosen_from_a_list_with_the_arrows(qtbot, named):
    editor = named(Actor, "country")
    forms.keys(qtbot, editor.control, "ger")
    assert editor.line.popup.isVisible()
    qtbot.keyClick(editor.line.popup, Qt.Key.Key_Return)
    assert editor.value() == "DE"
    assert not editor.line.popup.isVisible()


def test_a_language_without_a_name_is_taken_as_it_is_typed(qtbot, named):
    editor = named(Name, "language")
    forms.type_into(qtbot, editor, "sr-Latn-ME")
    assert editor.value() == "sr-Latn-ME"
