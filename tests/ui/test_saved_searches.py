"""Searches are saved, found again, renamed, moved and removed, with the keyboard and without."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from netcatalog.domain.query import Sort
from netcatalog.domain.records import Actor, SavedSearch
from netcatalog.ui.tasks import Task
from tests import make
from tests.ui import forms
from tests.ui.person import keyboard
from tests.ui.slow import Slow

TAKEN = "There is already a saved search “Trams” (Networks, transport)."


def saves(person, text, name="", section="Networks"):
    """Save a search under a name, or under the one that is proposed."""
    person.finds(section, text)
    person.presses("Ctrl+D")
    if name:
        person.types(name)
    person.presses("Return")


@pytest.fixture
def keeper(person):
    """Someone who has saved three searches."""
    for text, name in (("transport", "Trams"), ("vienna", "Wien"), ("topic:energy", "Energy")):
        saves(person, text, name)
    return person


def goes_to_list(person, row=0):
    person.presses("Ctrl+1", "Tab", "Home", *["Down"] * row)
    assert keyboard() is person.desk.saved.list


def lines(person):
    """Return what the list shows, with how much each finds."""
    shown = person.desk.saved.list
    items = [shown.item(row) for row in range(shown.count())]
    return [(item.text(), item.data(Qt.ItemDataRole.UserRole + 1)) for item in items]


def names(person):
    return [name for name, _count in lines(person)]


def stored(person):
    return [one.name for one in person.catalog.saved_searches()]


def problem(person):
    label = person.desk.keeping.bar.problem
    return label.text() if label.isVisible() else ""


# Saving


def test_at_first_a_quiet_line_says_how(person):
    assert person.desk.saved.empty.isVisible()
    assert "Ctrl+D" in person.desk.saved.empty.text()
    assert not person.desk.saved.list.isVisible()


def test_a_search_is_saved_under_the_name_that_is_proposed(person):
    saves(person, "topic:transport")
    assert lines(person) == [("Transport", len(person.desk.model.ids))]
    assert not person.desk.saved.empty.isVisible()


def test_the_key_saves_and_takes_no_letter_from_the_search(person):
    person.finds("Networks", "transport")
    person.presses("Home", "Ctrl+D")
    assert person.desk.browse.search.text() == "transport"
    assert person.desk.keeping.bar.isVisible()


def test_the_name_can_be_typed_at_once(person):
    saves(person, "transport", "Łódź & trams")
    assert stored(person) == ["Łódź & trams"]


def test_the_menu_asks_as_the_key_does(person):
    person.finds("Networks", "transport")
    person.picks("Edit", "Save")
    assert person.desk.keeping.bar.name.hasFocus()


def test_esc_saves_nothing_and_leads_back_to_the_search(person):
    person.finds("Networks", "transport")
    person.presses("Ctrl+D", "Escape")
    assert stored(person) == []
    assert not person.desk.keeping.bar.isVisible()
    assert keyboard() is person.desk.browse.search
    assert person.desk.browse.search.text() == "transport"


def test_after_saving_one_is_back_in_the_search(person):
    saves(person, "transport")
    assert keyboard() is person.desk.browse.search


def test_another_search_takes_the_question_away(person):
    person.finds("Networks", "transport")
    person.presses("Ctrl+D")
    person.searches("vienna")
    assert not person.desk.keeping.bar.isVisible()


def test_without_a_name_nothing_is_saved(person):
    person.finds("Networks", "transport")
    person.presses("Ctrl+D", "Delete", "Return")
    assert (stored(person), person.desk.keeping.bar.isVisible()) == ([], True)


def test_a_name_that_exists_is_said_at_the_field_in_any_spelling(keeper):
    saves(keeper, "vienna city", " tRAMS")
    assert problem(keeper) == TAKEN
    assert keeper.desk.keeping.bar.name.accessibleDescription() == TAKEN
    assert stored(keeper) == ["Trams", "Wien", "Energy"]


def test_the_one_that_exists_can_be_updated(keeper):
    saves(keeper, "vienna city", "trams")
    keeper.clicks(keeper.desk.keeping.bar.update_button)
    first = keeper.catalog.saved_searches()[0]
    assert (first.name, first.text) == ("Trams", "vienna city")
    assert keeper.told() == "Stored: update the saved search Trams"


def test_one_that_was_opened_and_altered_is_offered_to_be_updated(keeper):
    goes_to_list(keeper)
    keeper.presses("Return")
    keeper.presses("Ctrl+F", "End")
    keeper.types(" metropolitan")
    keeper.presses("Ctrl+D")
    assert problem(keeper) == TAKEN
    keeper.presses("Tab", "Space")
    assert keeper.catalog.saved_searches()[0].text == "transport metropolitan"


def test_what_another_program_saved_meanwhile_under_the_name_is_said_at_the_field(person):
    person.finds("Networks", "transport")
    person.presses("Ctrl+D")
    person.types("Trams")
    make.add(person.catalog, make.record(SavedSearch, name="Trams"))
    person.presses("Return")
    assert problem(person) == "There is already a saved search “Trams”."


def test_in_the_bin_there_is_nothing_to_save(person):
    person.turns_to("Bin")
    person.presses("Ctrl+D")
    assert "bar" not in vars(person.desk.keeping)


# The star


def star(person):
    return person.desk.browse.star.accessibleName()


def test_the_star_says_whether_the_search_is_saved(keeper):
    assert star(keeper) == "Saved as “Energy”"
    keeper.searches("nothing saved")
    assert star(keeper) == "Save this search"
    keeper.searches(" vienna ")
    assert star(keeper) == "Saved as “Wien”"


def test_the_star_of_a_saved_search_offers_to_remove_it(keeper):
    keeper.clicks(keeper.desk.browse.star)
    keeper.clicks(keeper.desk.keeping.bar.remove_button)
    assert names(keeper) == stored(keeper) == ["Trams", "Wien"]
    assert star(keeper) == "Save this search"


def test_the_star_of_a_saved_search_offers_to_rename_it(keeper):
    keeper.clicks(keeper.desk.browse.star)
    keeper.types("Power")
    keeper.presses("Return")
    assert names(keeper) == stored(keeper) == ["Trams", "Wien", "Power"]


def test_the_search_that_is_asked_is_marked_in_the_list(keeper):
    keeper.searches("transport")
    assert keeper.desk.saved.list.currentItem().text() == "Trams"
    keeper.searches("transport and more")
    assert keeper.desk.saved.list.currentItem() is None


# Finding again


def test_enter_searches_section_text_and_order(person):
    person.turns_to("Authorities")
    person.desk.browse.columns.choose_order((Sort(column="country", descending=True),))
    saves(person, "city", "Cities", section="Authorities")
    person.finds("Networks", "transport")
    person.desk.browse.columns.choose_order(())
    goes_to_list(person)
    person.presses("Return")
    question = person.desk.browse.question()
    assert (question.section.key, question.text) == ("authorities", "city")
    assert question.sort == (Sort(column="country", descending=True),)
    assert person.desk.sections.chosen() == "authorities"
    assert person.desk.browse.search.text() == "city"
    assert person.desk.browse.answer.question == question


def test_a_click_searches_from_the_bin_as_well(keeper):
    keeper.turns_to("Bin")
    shown = keeper.desk.saved.list
    keeper.clicks(shown.viewport(), shown.visualItemRect(shown.item(1)).center())
    assert keeper.desk.browse.search.text() == "vienna"
    assert keeper.desk.browse.isVisible()
    assert star(keeper) == "Saved as “Wien”"


def test_saved_searches_make_room_for_themselves_and_follow_the_keyboard(person):
    for number in range(7):
        saves(person, f"country:PL {number}", f"Search {number}")
    listed = person.desk.saved.list
    seen = person.desk.left.sizes()[0]
    assert seen > 300
    goes_to_list(person, 6)
    frame = listed.parentWidget().parentWidget().parentWidget()
    last = listed.viewport().mapTo(frame, listed.visualItemRect(listed.item(6)).bottomLeft())
    assert last.y() <= frame.height()


def test_what_was_saved_is_there_when_the_file_is_opened_again(keeper, arrives):
    path = keeper.catalog.path
    keeper.leaves()
    assert lines(arrives(path)) == [("Trams", 3), ("Wien", 1), ("Energy", 0)]


def test_another_catalogue_has_its_own(keeper, catalog_path):
    keeper.opens(catalog_path)
    assert names(keeper) == []
    assert keeper.desk.saved.empty.isVisible()


# Counting


def test_each_is_counted_and_the_count_is_said(keeper):
    assert lines(keeper) == [("Trams", 3), ("Wien", 1), ("Energy", 0)]
    item = keeper.desk.saved.list.item(0)
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "Trams, 3 found"


def test_the_counts_follow_every_change(keeper):
    keeper.searches("vienna")
    (found,) = keeper.desk.model.ids
    make.remove(keeper.catalog, Actor, found)
    keeper.desk.session.look_over()
    keeper.settle()
    assert dict(lines(keeper))["Wien"] == 0
    keeper.presses("Ctrl+1", "Ctrl+Z")
    assert dict(lines(keeper))["Wien"] == 1


def test_a_count_that_comes_too_late_is_dropped(keeper):
    slow = keeper.desk.session.catalog = Slow(keeper.catalog, "hits")
    keeper.desk.keeping.refresh()
    keeper.qtbot.waitUntil(slow.begun.is_set)
    make.remove(slow, SavedSearch, slow.saved_searches()[0].id)
    keeper.desk.keeping.refresh()
    keeper.qtbot.waitUntil(lambda: names(keeper) == ["Wien", "Energy"])
    slow.go_on()
    keeper.settle()
    assert lines(keeper) == [("Wien", 1), ("Energy", 0)]


def test_counting_holds_up_no_search(keeper):
    slow = keeper.desk.session.catalog = Slow(keeper.catalog, "hits")
    for _time in range(3):
        keeper.desk.keeping.refresh()
    keeper.qtbot.waitUntil(slow.begun.is_set)
    keeper.desk.browse.start_search()
    forms.keys(keeper.qtbot, keyboard(), "polis")
    keeper.qtbot.waitUntil(lambda: keeper.rows() == ["Polis"])
    assert slow.calls["hits"] == 1
    slow.go_on()
    keeper.settle()


def test_a_list_that_comes_after_another_catalogue_is_dropped(keeper, catalog_path):
    slow = keeper.desk.session.catalog = Slow(keeper.catalog, "saved_searches")
    keeper.desk.keeping.refresh()
    keeper.qtbot.waitUntil(slow.begun.is_set)
    keeper.desk.open(catalog_path)
    keeper.qtbot.waitUntil(lambda: keeper.catalog.path == catalog_path)
    keeper.qtbot.waitUntil(lambda: len(keeper.runner.findChildren(Task)) == 1)
    assert names(keeper) == []
    slow.go_on()
    keeper.settle()
    assert names(keeper) == []


# Altering the list


def test_f2_renames_in_place_and_opens_no_form(keeper):
    goes_to_list(keeper, 1)
    keeper.presses("Return")
    assert keeper.desk.record.page is not None  # which F2 would edit elsewhere
    keeper.presses("F2")
    assert isinstance(keyboard(), QLineEdit)
    keeper.types("Vienna")
    keeper.presses("Return")
    assert names(keeper) == stored(keeper) == ["Trams", "Vienna", "Energy"]
    assert keeper.desk.record.form is None
    assert keyboard() is keeper.desk.saved.list


def test_a_name_that_exists_is_said_while_it_is_typed(keeper):
    goes_to_list(keeper, 1)
    keeper.presses("F2")
    keeper.types("trams")
    keeper.presses("Return")
    assert keeper.desk.saved.problem.text() == "There is already a saved search “Trams”."
    assert isinstance(keyboard(), QLineEdit)
    keeper.presses("Escape")
    assert not keeper.desk.saved.problem.isVisible()
    assert names(keeper) == stored(keeper) == ["Trams", "Wien", "Energy"]


def test_a_name_left_as_it_was_is_no_change(keeper):
    before = keeper.catalog.history(1)
    goes_to_list(keeper, 1)
    keeper.presses("F2", "Return")
    assert keeper.catalog.history(1) == before


def test_del_removes_and_the_message_brings_it_back(keeper):
    goes_to_list(keeper, 1)
    keeper.presses("Del")
    assert names(keeper) == stored(keeper) == ["Trams", "Energy"]
    assert keeper.told() == "Stored: remove the saved search Wien"
    keeper.clicks(keeper.desk.message.action)
    assert lines(keeper) == [("Trams", 3), ("Wien", 1), ("Energy", 0)]


def test_alt_and_arrows_move_one_as_fast_as_one_types(keeper):
    goes_to_list(keeper, 2)
    for _press in range(3):  # one more than there are places
        QTest.keyClick(keyboard(), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    keeper.settle()
    assert names(keeper) == stored(keeper) == ["Energy", "Trams", "Wien"]
    assert keeper.desk.saved.list.currentItem().text() == "Energy"
    keeper.presses("Alt+Down")
    assert names(keeper) == stored(keeper) == ["Trams", "Energy", "Wien"]


def test_a_move_is_one_step_to_undo(keeper):
    goes_to_list(keeper, 2)
    keeper.presses("Alt+Up", "Ctrl+Z")
    assert names(keeper) == stored(keeper) == ["Trams", "Wien", "Energy"]


def test_one_that_is_dropped_elsewhere_stays_there(keeper):
    keeper.desk.saved.list.model().moveRow(QModelIndex(), 0, QModelIndex(), 3)
    keeper.settle()
    assert names(keeper) == stored(keeper) == ["Wien", "Energy", "Trams"]


def test_a_move_of_what_is_gone_is_told_and_the_list_is_true_again(keeper):
    gone = keeper.catalog.saved_searches()[2]
    make.remove(keeper.catalog, SavedSearch, gone.id)
    goes_to_list(keeper, 2)
    keeper.presses("Alt+Up")
    assert keeper.told() == "This saved search is not in the catalogue any more."
    assert names(keeper) == ["Trams", "Wien"]


def test_one_stays_on_a_line_when_one_above_it_goes(keeper):
    goes_to_list(keeper, 2)
    make.remove(keeper.catalog, SavedSearch, keeper.catalog.saved_searches()[0].id)
    make.add(keeper.catalog, make.record(SavedSearch, name="Last", place=9))
    keeper.desk.keeping.refresh()
    keeper.settle()
    assert names(keeper) == ["Wien", "Energy", "Last"]
    assert keeper.desk.saved.list.currentItem().text() == "Energy"


def test_a_long_list_scrolls(person):
    saves(person, "0", "0")
    height = person.desk.saved.list.height()
    for number in range(1, 12):
        saves(person, str(number), str(number))
    assert person.desk.saved.list.height() < 12 * (height - 4)
    assert person.desk.saved.list.verticalScrollBar().isVisible()
