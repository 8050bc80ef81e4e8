"""Searching as one types: what is found, what is said, and where the keyboard goes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from netcatalog.domain.records import Name
from tests import make
from tests.ui import forms
from tests.ui.person import keyboard


def test_the_cursor_is_in_the_search_bar_from_the_start(person):
    assert person.desk.browse.search.hasFocus()


def test_letters_without_accents_find_those_with_them(person):
    person.finds("Other actors", "plock")
    assert person.rows() == ["CIFAL centre in Płock"]
    person.finds("Networks", "plock")
    assert person.rows() == ["CIFAL"]


def test_a_name_that_is_added_is_found_at_once(person):
    person.finds("Authorities", "wien")
    assert person.rows() == []
    person.searches("vienna")
    person.presses("Return", "F2")
    entry = person.adds(Name)
    person.fills(entry.form, text="Wien")
    person.saves()
    person.finds("Authorities", "wien")
    assert len(person.rows()) == 1
    assert "Vienna" in person.page()


def test_what_is_found_first_is_shown_at_once(person):
    person.types("polis")
    assert person.title() == "Polis"


def test_the_newest_question_is_answered_and_no_older_one(person, qtbot):
    answered = []
    person.desk._browser.answered.connect(lambda answer: answered.append(answer.question.text))
    forms.keys(qtbot, keyboard(), "transport")  # one search for each letter, were each done
    person.settle()
    assert answered[-1] == "transport"
    assert len(answered) < len("transport")
    assert all("ransport" in row for row in person.rows()[:1])


def test_words_for_fields_narrow_the_search(person):
    person.finds("Authorities", "country:PL")
    polish = person.rows()
    person.searches("-country:PL")
    assert polish
    assert not set(polish) & set(person.rows())
    assert len(polish) + len(person.rows()) == person.desk.browse.answer.total


def test_a_word_for_a_field_that_is_not_understood_is_said_below_the_bar(person):
    person.types("contry:PL")
    problem = person.desk.browse.problem
    assert problem.isVisible()
    assert "contry" in problem.text()
    person.presses("Escape")
    assert problem.isHidden()


def test_nothing_found_says_how_to_go_on(person):
    person.types("zzzz")
    assert person.desk.browse.empty.isVisible()
    assert "press Esc to see all networks" in person.desk.browse.empty.text()
    assert person.desk.browse.hint.text() == "Filtered: 0 of 7 networks"


def test_escape_shows_all_again(person):
    person.types("emta")
    assert person.desk.browse.hint.text() == "Filtered: 1 of 7 networks"
    person.presses("Escape")
    assert len(person.rows()) == 7
    assert person.desk.browse.hint.text() == "7 networks"


def test_where_nothing_is_found_nothing_is_shown_that_could_be_edited(person):
    person.types("emtax")
    assert person.page().startswith("Nothing chosen")
    assert person.window.windowTitle() == "seeded – NetCatalog"
    assert not any(action.isEnabled() for action in person.desk.menus._with_record)


def test_each_section_keeps_its_own_search(person):
    person.types("emta")
    person.finds("Authorities", "vienna")
    person.turns_to("Networks")
    assert person.desk.browse.search.text() == "emta"
    assert len(person.rows()) == 1
    person.turns_to("Authorities")
    assert person.desk.browse.search.text() == "vienna"


def test_ctrl_f_marks_the_text_so_that_typing_replaces_it(person):
    person.types("emta")
    person.presses("Return", "Ctrl+F")
    person.types("cemr")
    assert person.desk.browse.search.text() == "cemr"


@pytest.mark.parametrize("key", ["Down", "Return"])
def test_the_keyboard_goes_on_from_the_search_bar_to_what_was_found(person, key):
    person.types("transport")
    person.presses(key)
    assert person.desk.browse.table.hasFocus()
    assert person.desk.browse.current_id() == person.desk.model.ids[0]


def test_text_of_any_kind_can_be_searched_for(person):
    for text in ('"', "a:b:c", "((", "-", "*", "Ω 中 ", "%_"):
        person.searches(text)
        assert person.window.isVisible()
        assert person.told() == ""


def test_words_of_a_note_are_found(arrives, catalog_path, catalog):
    key = make.actor(catalog, "Alpha")
    make.actor(catalog, "Beta")
    make.fact(catalog, make.Note, actor=key, text="Ask the mayor about **fees**")
    person = arrives(catalog_path)
    person.types("mayor")
    assert person.rows() == ["Alpha"]


def test_a_page_that_comes_late_is_not_shown_where_one_is_by_then(person, qtbot):
    person.types("emta")
    person.presses("Escape")
    forms.keys(qtbot, keyboard(), "polis")
    qtbot.waitUntil(person.desk.pages._timer.isActive)
    person.turns_to("Bin")
    assert person.page() == ""
    assert person.window.windowTitle() == "seeded – NetCatalog"


def test_one_who_searches_by_another_name_sees_which(person):
    make.authority(person.catalog, "Київ", "Kyiv")
    person.finds("Authorities", "kyiv")
    shown = person.desk.browse.table.currentIndex()
    assert shown.data(Qt.ItemDataRole.AccessibleTextRole) == "Київ, also Kyiv"
    person.searches("київ")
    shown = person.desk.browse.table.currentIndex()
    assert shown.data(Qt.ItemDataRole.AccessibleTextRole) == "Київ"
