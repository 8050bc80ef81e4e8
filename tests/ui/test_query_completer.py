"""Completions in the search bar: what is offered while one types, and which key does what."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from netcatalog.domain.records import Topic
from tests import make
from tests.ui import forms
from tests.ui.person import keyboard


@pytest.fixture
def completer(person):
    return person.desk.browse.completer


def offered(completer):
    """Return what the list offers, if it is open."""
    if not completer.popup.isVisible():
        return []
    model = completer.popup.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def bar(person):
    return person.desk.browse.search.text()


def test_the_words_that_begin_so_are_offered(person, completer):
    person.types("coun")
    assert offered(completer) == ["country:", "countries:"]


def test_the_values_of_a_word_are_offered_when_its_colon_is_typed(person, completer):
    person.types("unsourced:")
    assert offered(completer) == ["yes", "no"]


def test_values_in_the_catalogue_are_offered(person, completer):
    person.types("member-of:emt")
    assert offered(completer) == ["European Metropolitan Transport Authorities"]


def test_tab_takes_the_first_and_goes_on_with_its_values(person, completer):
    person.types("uns")
    person.presses("Tab")
    assert bar(person) == "unsourced:"
    assert offered(completer) == ["yes", "no"]
    person.presses("Tab")
    assert bar(person) == "unsourced:yes"
    assert offered(completer) == []


def test_what_was_taken_is_not_completed_further(arrives, catalog_path, catalog):
    key = make.actor(catalog, "Alpha")
    for label in ("tram", "tram lines"):
        make.fact(catalog, Topic, actor=key, label=label)
    person = arrives(catalog_path)
    person.types("topic:t")
    person.presses("Tab")
    assert bar(person) == "topic:tram"
    assert offered(person.desk.browse.completer) == []


def test_a_value_of_several_words_is_put_into_quotation_marks_and_found(person):
    person.turns_to("Authorities")
    person.searches("member-of:eur")
    person.presses("Tab")
    assert bar(person) == 'member-of:"European Metropolitan Transport Authorities"'
    assert len(person.rows()) > 0


def test_the_rest_of_the_text_stays_where_it_was(person):
    person.types("🏙 coun vienna")
    person.presses(*["Left"] * 7)
    person.types("t")
    person.presses("Tab")
    assert bar(person) == "🏙 country: vienna"
    assert person.desk.browse.search.cursorPosition() == len("🏙 country:") + 1  # in UTF-16


def test_what_was_taken_can_be_taken_back(person):
    person.types("coun")
    person.presses("Tab")
    person.presses("Escape", "Ctrl+Z")
    assert bar(person) == "coun"


def test_down_goes_through_values_and_enter_takes_the_one_marked(person, completer):
    person.types("kind:")
    values = offered(completer)
    person.presses("Down", "Down", "Down", "Up", "Return")
    assert bar(person) == f"kind:{values[1]}"
    assert offered(completer) == []


def test_up_from_the_first_marks_none(person, completer):
    person.types("kind:")
    person.presses("Down", "Up")
    assert completer.popup.marked() == -1
    assert person.desk.browse.search.hasFocus()


@pytest.mark.parametrize("key", ["Down", "Return"])
def test_while_a_word_is_typed_and_none_is_marked_keys_mean_what_they_always_mean(
    person, completer, key
):
    person.types("mem")
    assert offered(completer)
    person.presses(key)
    assert person.desk.browse.table.hasFocus()
    assert bar(person) == "mem"
    assert offered(completer) == []


def test_enter_goes_to_the_table_while_no_value_is_marked(person, completer):
    person.types("kind:n")
    person.presses("Return")
    assert person.desk.browse.table.hasFocus()
    assert bar(person) == "kind:n"


def test_escape_closes_the_list_first_and_clears_the_search_then(person, completer):
    person.types("coun")
    person.presses("Escape")
    assert (offered(completer), bar(person)) == ([], "coun")
    person.presses("Escape")
    assert bar(person) == ""


def test_ctrl_space_offers_all_words_and_marks_the_first(person, completer):
    person.presses("Ctrl+Space")
    words = offered(completer)
    assert {"kind:", "has:", "stale:"} <= set(words)
    person.presses("Down", "Return")
    assert bar(person) == words[1]


def test_a_click_takes_a_completion(person, completer):
    person.types("coun")
    view = completer.popup.list
    place = view.visualRect(view.model().index(1, 0)).center()
    person.clicks(view.viewport(), place)
    assert bar(person) == "countries:"
    assert person.desk.browse.search.hasFocus()


def test_nothing_is_offered_after_a_blank_or_for_a_word_that_none_begins(person, completer):
    person.types("coun ")
    assert offered(completer) == []
    person.searches("transport")
    assert offered(completer) == []


def test_the_list_goes_with_the_keyboard(person, completer):
    person.types("coun")
    person.turns_to("Authorities")
    assert offered(completer) == []


def test_the_words_are_those_of_the_section(person, completer):
    person.finds("Sources", "pub")
    assert offered(completer) == ["publisher:"]
    person.finds("Memberships", "pub")
    assert offered(completer) == []


def test_what_comes_when_the_text_is_another_is_not_shown(person, qtbot, completer):
    forms.keys(qtbot, keyboard(), "coun")
    forms.keys(qtbot, keyboard(), " x")
    person.settle()
    assert offered(completer) == []


def test_text_that_the_program_puts_there_is_not_completed(person, completer):
    person.desk.browse.search.setText("coun")
    person.settle()
    assert offered(completer) == []


def test_the_list_stands_below_the_bar_and_inside_the_window(person, completer):
    person.presses("Ctrl+Space")
    popup, line = completer.popup, person.desk.browse.search
    top = line.mapTo(person.window, line.rect().bottomLeft())
    assert popup.geometry().top() > top.y()
    assert popup.geometry().left() == top.x()
    assert person.window.rect().contains(popup.geometry())


def test_the_list_never_takes_the_keyboard(person, completer):
    person.types("coun")
    assert completer.popup.list.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert QApplication.focusWidget() is person.desk.browse.search
    person.types("try")
    assert bar(person) == "country"


def test_the_list_and_what_is_in_it_have_names(person, completer):
    person.types("coun")
    view = completer.popup.list
    said = view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert view.accessibleName() == "Ways to go on"
    assert said == "country: Where it is, as a country code."
