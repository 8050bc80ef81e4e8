from __future__ import annotations

import datetime as dt  # noqa: TC003  the declarations of fields are read when they are used
from dataclasses import replace
from typing import NewType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from netcatalog.domain.choices import Qualifier
from netcatalog.domain.fields import (
    Choice,
    Country,
    Edtf,
    Kind,
    Language,
    Markdown,
    Prose,
    Record,
    Schema,
    WebAddress,
    field,
    fields_of,
    record,
)
from netcatalog.domain.pages import Reference
from netcatalog.domain.records import RECORDS, SCHEMA, Figure, Name, Statement
from netcatalog.domain.rules import problems
from netcatalog.ui.form_context import FormContext
from netcatalog.ui.record_form import RecordForm, editor_for, unfilled
from tests import make
from tests.ui import forms

BESIDE = Reference(-7, "General Assembly")
"""What a reference to a record of the same page can choose."""

GadgetId = NewType("GadgetId", int)


class Size(Choice):
    SMALL = "small", "small"
    LARGE = "large", "large"


@record("gadget", "Gadgets", root=True)
class Gadget(Record):
    """A record type that the program has never heard of, with a field of every kind."""

    name: str = field("Name", "", naming=True)
    story: Prose = field("Story", "", default="")
    text: Markdown = field("Text", "", default="")
    day: Edtf = field("Day", "", default="")
    country: Country = field("Country", "", default="")
    language: Language = field("Language", "", default="")
    address: WebAddress = field("Address", "", default="")
    count: int | None = field("Count", "", default=None, unit="pieces")
    weight: float | None = field("Weight", "", default=None)
    useful: bool = field("Useful", "Whether it is.", default=False)
    tested: bool | None = field("Tested", "", default=None)
    size: Size = field("Size", "")
    colour: Size | None = field("Colour", "", default=None)
    made: dt.datetime | None = field("Made", "", default=None)
    part_of: GadgetId | None = field("Part of", "", default=None)


@pytest.fixture
def context(lookup):
    return FormContext(SCHEMA, lookup, lambda _key, _of: [BESIDE])


def opened(qtbot, context, original, **options):
    form = RecordForm(original, context, **options)
    forms.show(qtbot, form)
    if form.disclosure is not None:
        form.disclosure.open()
    return form


def hidden_owners(kind):
    return [one.name for one in fields_of(kind) if one.owner and not kind.about.root]


def fill(qtbot, runner, form, kind, *, only_required):
    """Fill the fields of a form, and return the values they should have."""
    expected = {}
    for one in fields_of(kind):
        if one.name not in form.editors or (only_required and not one.required):
            continue
        if one.name in {"start", "end"}:
            continue  # chosen in the source's text, see test_passage_picker
        editor = form.editors[one.name]
        if one.kind is Kind.REFERENCE:
            root = SCHEMA[one.refers].about.root
            forms.choose(qtbot, runner, editor, "ci" if root else "general")
            expected[one.name] = editor.value()
            assert isinstance(expected[one.name], int)
        else:
            typed, expected[one.name] = forms.sample(one)
            forms.type_into(qtbot, editor, typed)
            forms.settle(qtbot, runner)
    return expected


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.about.key)
def test_the_form_of_every_type_gives_back_what_it_was_given(qtbot, context, runner, kind):
    original = make.record(kind, id=5)
    form = opened(qtbot, context, original)
    forms.settle(qtbot, runner)
    assert form.value() == original
    assert not form.is_changed()


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.about.key)
def test_the_required_fields_of_every_type_are_filled_with_the_keyboard(
    qtbot, context, runner, kind
):
    owners = hidden_owners(kind)
    given = dict.fromkeys(owners[:1], 1)
    blank = unfilled(kind, id=-1, **given)
    form = opened(qtbot, context, blank, hidden=owners)
    filled = fill(qtbot, runner, form, kind, only_required=True)
    expected = replace(blank, **filled)
    assert form.value() == expected
    said = {one.name for one, _text in form.problems()}
    assert said == {problem.field for problem in problems(expected)} <= {"low", "member"}


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.about.key)
def test_every_field_of_every_type_is_filled_with_the_keyboard(qtbot, context, runner, kind):
    owners = hidden_owners(kind)
    blank = unfilled(kind, id=-1, **dict.fromkeys(owners[:1], 1))
    form = opened(qtbot, context, blank, hidden=owners)
    filled = fill(qtbot, runner, form, kind, only_required=False)
    assert form.value() == replace(blank, **filled)
    shown = {one.name for one in fields_of(kind)} - set(owners)
    assert set(form.editors) == shown


def test_a_type_unknown_to_the_program_has_a_form(qtbot, lookup, runner):
    context = FormContext(Schema([Gadget]), lookup)
    blank = unfilled(Gadget, id=-1)
    form = opened(qtbot, context, blank)
    expected = {}
    for one in fields_of(Gadget):
        if one.kind is not Kind.REFERENCE:
            typed, expected[one.name] = forms.sample(one)
            forms.type_into(qtbot, form.editors[one.name], typed)
            forms.settle(qtbot, runner)
    assert form.value() == replace(blank, **expected)
    assert form.problems() == []


@pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.value)
def test_every_kind_of_field_has_an_editor(qtbot, context, kind):
    (declared,) = [one for one in fields_of(Name) if one.name == "text"]
    editor = editor_for(replace(declared, kind=kind, refers="actor"), Name, context)
    qtbot.addWidget(editor)
    assert editor.field.kind is kind


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.about.key)
def test_every_control_is_named_for_a_screen_reader(qtbot, context, kind):
    form = opened(qtbot, context, unfilled(kind, id=-1))
    nameless = [
        one
        for one in form.findChildren(QWidget)
        if one.window() is form
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (one.accessibleName() or getattr(one, "text", str)())
    ]
    assert nameless == []


def test_a_figure_keeps_its_qualifier(qtbot, context):
    figure = make.record(Figure, id=5, qualifier=Qualifier.OVER, low=35)
    form = opened(qtbot, context, figure)
    forms.type_into(qtbot, form.editors["low"], "36")
    assert form.value() == replace(figure, low=36)


def test_an_uncertain_date_stays_as_it_is_written_and_is_read_in_words(qtbot, context):
    form = opened(qtbot, context, make.record(Name, id=5, since="1990~"))
    assert form.editors["since"].reading.text() == "about 1990"
    assert form.value().since == "1990~"


# What is wrong is said at the field


def said(form, name):
    editor = form.editors[name]
    return editor.problem.text() if editor.problem.isVisible() else ""


def test_nothing_is_said_of_a_field_before_it_was_left(qtbot, context):
    form = opened(qtbot, context, unfilled(Name, id=-1, actor=1), hidden=["actor"])
    form.focus_first()
    assert said(form, "text") == ""
    qtbot.keyClick(form.editors["text"].control, Qt.Key.Key_Tab)
    assert said(form, "text") == "Please fill this in."


def test_nothing_is_said_of_what_one_has_not_come_to_yet(qtbot, context):
    form = opened(qtbot, context, unfilled(Figure, id=-1, actor=1), hidden=["actor"])
    forms.type_into(qtbot, form.editors["measure"], "Members")
    assert [one.name for one, _text in form.problems()] == ["low"]
    assert said(form, "low") == ""


def test_a_problem_goes_as_soon_as_it_is_mended(qtbot, context):
    form = opened(qtbot, context, make.record(Name, id=5))
    forms.type_into(qtbot, form.editors["since"], "19x9")
    assert "not a date" in said(form, "since")
    line = form.editors["since"].control
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert "not a date" in said(form, "since")
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    qtbot.keyClicks(line, "99")
    assert form.value().since == "1999"
    assert said(form, "since") == ""


def test_nothing_is_said_while_one_is_typing(qtbot, context):
    form = opened(qtbot, context, make.record(Name, id=5))
    form.editors["since"].control.setFocus()
    qtbot.keyClicks(form.editors["since"].control, "19")
    assert said(form, "since") == ""


@pytest.mark.parametrize(
    ("place", "typed", "words"),
    [
        ("figure.low", "many", "not a whole number"),
        ("figure.low", "-5", "below zero"),
        ("figure.low", "1e3", "not a whole number"),
        ("target.change", "a fifth", "not a number"),
        ("target.change", "1,000", "not a number"),
        ("target.deadline", "next year", "not a date"),
        ("name.language", "Klingonese!", "code of the language"),
        ("name.as_of", "2026-02-30", "not a date"),
    ],
)
def test_what_is_wrong_is_said_below_the_field_and_stays_typed(
    qtbot, context, runner, place, typed, words
):
    key, name = place.split(".")
    form = opened(qtbot, context, make.record(SCHEMA[key], id=5))
    forms.type_into(qtbot, form.editors[name], typed)
    forms.settle(qtbot, runner)
    assert words in said(form, name)
    assert form.editors[name].control.text() == typed
    assert words in form.editors[name].control.accessibleDescription()
    assert [one.name for one, _text in form.problems()] == [name]


def test_a_number_that_contradicts_another_is_said_at_the_other(qtbot, context):
    form = opened(qtbot, context, make.record(Figure, id=5, low=35, high=40))
    forms.type_into(qtbot, form.editors["low"], "50")
    assert "not be lower" in said(form, "high")


def test_a_problem_is_told_by_a_sign_and_not_by_colour_alone(qtbot, context):
    form = opened(qtbot, context, make.record(Name, id=5))
    forms.type_into(qtbot, form.editors["since"], "19x9")
    signs = [
        label
        for label in form.editors["since"].problem.findChildren(QLabel)
        if not label.pixmap().isNull()
    ]
    assert len(signs) == 1
    assert form.editors["since"].control.property("problem") is True


def test_showing_problems_opens_the_source_that_hides_one(qtbot, context):
    form = RecordForm(unfilled(Name, id=-1, actor=1, text="Alpha", as_of="soon"), context)
    forms.show(qtbot, form)
    qtbot.mouseClick(form.disclosure.button, Qt.MouseButton.LeftButton)
    assert not form.disclosure.is_open()
    form.show_problems()
    assert form.disclosure.is_open()
    assert "not a date" in said(form, "as_of")
    assert form.focus_problem()
    assert form.editors["as_of"].has_keyboard()


# The source below


def test_the_source_is_folded_until_it_is_filled(qtbot, context):
    form = RecordForm(make.record(Statement, id=5), context)
    forms.show(qtbot, form)
    assert "source" not in form.editors
    qtbot.mouseClick(form.disclosure.button, Qt.MouseButton.LeftButton)
    assert form.editors["source"].isVisible()


def test_the_source_is_open_where_it_is_filled(qtbot, context):
    form = RecordForm(make.record(Statement, id=5, remark="Check this"), context)
    forms.show(qtbot, form)
    assert form.editors["remark"].isVisible()


def test_labels_lead_to_their_fields_by_different_letters(qtbot, context):
    form = opened(qtbot, context, make.record(Figure, id=5))
    texts = [label.text() for label in form.findChildren(QLabel) if label.buddy() is not None]
    letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
    assert len(letters) == len(set(letters)) > 8
    assert "*" in next(text for text in texts if "hat is counted" in text)


def test_tab_goes_through_a_form_from_top_to_bottom(qtbot, context):
    form = opened(qtbot, context, make.record(Figure, id=5), hidden=["actor"])
    form.focus_first()
    visited = []
    for _ in range(6):
        visited.append(next(name for name, one in form.editors.items() if one.has_keyboard()))
        qtbot.keyClick(form.editors[visited[-1]].control, Qt.Key.Key_Tab)
    assert visited == ["measure", "qualifier", "low", "high", "member_kind", "area"]
