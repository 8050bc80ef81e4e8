"""Columns and orders arranged with the keyboard alone."""

from __future__ import annotations

import pytest

from netcatalog.domain.orders import written
from netcatalog.ui.columns_dialog import ColumnsDialog


@pytest.fixture
def dialog(person):
    """The dialog, opened through the menu."""
    person.turns_to("Authorities")
    person.picks("View", "Arrange")
    return person.dialog(ColumnsDialog)


def shown(person):
    return [column.label for column in person.desk.browse.shown_columns()]


def test_a_column_is_moved(person, dialog):
    first, second = shown(person)[:2]
    person.presses("Alt+Down")
    assert shown(person)[:2] == [second, first]
    person.presses("Alt+Up")
    assert shown(person)[:2] == [first, second]


def test_the_keyboard_goes_with_the_column_that_is_moved(person, dialog):
    first, second, third = shown(person)[:3]
    person.presses("Alt+Down", "Alt+Down")
    assert shown(person)[:3] == [second, third, first]


def test_a_column_is_hidden_and_shown_with_space(person, dialog):
    first = shown(person)[0]
    person.presses("Space")
    assert first not in shown(person)
    person.presses("Space")
    assert first in shown(person)


def test_the_last_column_in_sight_cannot_be_hidden(person, dialog):
    for label in shown(person)[1:]:
        columns = person.desk.browse.columns
        place = [one.label for one in person.desk.model.columns].index(label)
        columns.show(place, shown=False)
    person.presses("Down", "Up", "Space")
    assert len(shown(person)) == 1


def test_several_columns_are_sorted_by(person, dialog):
    person.presses("Alt+Return", "Down", "Alt+Return", "Alt+Return")
    labels = [person.desk.model.columns[place] for place in (0, 1)]
    assert written(person.desk.model.order) == f"{labels[0].key} -{labels[1].key}"
    assert dialog.list.topLevelItem(1).text(1) == "2 ↓"
    assert person.desk.browse.answer.question.sort == person.desk.model.order


def test_columns_are_reset(person, dialog):
    before = shown(person)
    person.presses("Alt+Down", "Space", "Alt+R")
    person.qtbot.waitUntil(lambda: shown(person) == before)  # a button is seen to be pressed


def test_escape_closes_the_dialog(person, dialog):
    person.presses("Escape")
    assert not person.window.findChildren(ColumnsDialog)


def test_there_is_nothing_to_arrange_before_a_catalogue_is_open(arrives):
    person = arrives()
    person.desk.browse.arrange_columns()
    assert not person.window.findChildren(ColumnsDialog)
