"""What is in the catalogue twice, made one with the keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from netcatalog.domain.records import Actor, Membership, Name, Relation
from netcatalog.services.opening import open_catalog
from netcatalog.ui.uniting_pane import UnitingPane
from tests import make


@pytest.fixture
def path(catalog_path):
    """A catalogue of two towns that are there twice, and a network of both the first."""
    with open_catalog(catalog_path, user="Ivo") as catalog:
        keys = [
            make.authority(catalog, name, **given)
            for name, given in (
                ("Łódź", {"country": "PL", "population": 680_000}),
                ("Lodz", {"country": "PL", "population": 700_000, "place": "Centre"}),
                ("Brno", {"country": "CZ"}),
                ("BRNO", {"country": "CZ"}),
            )
        ]
        network = make.actor(catalog, "EMTA")
        for key in keys[:2]:
            make.fact(catalog, Membership, member=key, network=network)
    return catalog_path


@pytest.fixture
def person(arrives, path):
    """Someone at a window on that catalogue."""
    return arrives(path)


@pytest.fixture
def looker(person):
    """Someone who has looked for duplicates."""
    person.picks("Edit", "Find duplicates")
    return person


def pairs(person):
    model = person.desk.doubles.pane.table.texts
    return [
        tuple(model.index(row, column).data() for column in (0, 1))
        for row in range(model.rowCount())
    ]


def side_by_side(person):
    found = person.desk.record.form
    assert isinstance(found, UnitingPane)
    assert found.isVisible()
    return found


def names(person):
    return sorted(
        record.text for record, _ in person.catalog.everything() if isinstance(record, Name)
    )


def presses_button(person, key):
    """Press the letter that is underlined on a button, which takes a moment to be down."""
    person.presses(key)
    person.qtbot.waitUntil(lambda: not any(one.isDown() for one in buttons(person)))
    person.settle()


def buttons(person):
    return person.window.findChildren(QPushButton)


# The list


def test_the_pairs_are_listed_and_the_first_is_shown_side_by_side(looker):
    assert pairs(looker) == [("Łódź", "Lodz"), ("Brno", "BRNO")]
    pane = looker.desk.doubles.pane
    assert pane.told.text() == "2 pairs of actors may be one and the same, the surest first."
    assert side_by_side(looker).reasons.text() == (
        "What speaks for it: the same name, the same country."
    )
    assert looker.desk.doubles.pane.table.hasFocus()


def test_going_down_the_list_shows_the_next_pair_and_stays_in_the_list(looker):
    looker.presses("Down")
    assert [one.label.text() for one in side_by_side(looker).choices["Brno", "Name"]] == [
        "Brno",
        "BRNO",
    ]
    assert looker.desk.doubles.pane.table.hasFocus()


def test_enter_goes_to_the_pair_and_escape_back_to_the_list_and_out(looker):
    looker.presses("Return")
    assert side_by_side(looker).foot.save_button.hasFocus()
    looker.presses("Escape")
    assert looker.desk.doubles.pane.table.hasFocus()
    looker.presses("Escape")
    assert looker.desk.browse.isVisible()
    assert looker.desk.record.form is None
    assert looker.desk.browse.table.hasFocus()
    assert looker.title() == "EMTA"


def test_another_section_puts_the_list_away(looker):
    looker.turns_to("Authorities")
    assert looker.desk.browse.isVisible()
    assert looker.desk.record.form is None
    assert not looker.desk.doubles.is_shown()


def test_where_there_are_none_that_is_said(arrives, catalog_path):
    person = arrives(catalog_path)
    person.picks("Edit", "Find duplicates")
    assert person.desk.doubles.pane.empty.text().startswith("No two actors seem to be one.")
    assert person.desk.record.form is None


def test_looking_again_finds_what_came_since(looker, path):
    with open_catalog(path, user="Ivo") as other:
        make.authority(other, "brno", country="CZ")
    looker.clicks(looker.desk.doubles.pane.again_button)
    assert len(pairs(looker)) == 4


# Deciding


def test_a_pair_is_merged_and_the_next_is_shown(looker):
    looker.presses("Return")
    looker.presses("Return")
    assert looker.told() == "Stored: merge Lodz into Łódź"
    assert pairs(looker) == [("Brno", "BRNO")]
    assert side_by_side(looker).foot.save_button.hasFocus()
    assert names(looker) == ["BRNO", "Brno", "EMTA", "Lodz", "Łódź"]
    looker.presses("Return")
    assert looker.desk.doubles.pane.empty.text() == "All pairs are decided on."
    assert looker.desk.record.form is None


def test_a_pair_is_merged_from_the_list_where_the_keyboard_is_and_stays(looker):
    looker.presses("Ctrl+Return")
    assert pairs(looker) == [("Brno", "BRNO")]
    assert looker.desk.doubles.pane.table.hasFocus()


def test_merging_is_taken_back_in_one_step_and_the_pair_is_there_again(looker):
    for key in ("Return", "Ctrl+Return", "Ctrl+Z"):
        looker.presses(key)
    assert pairs(looker) == [("Łódź", "Lodz"), ("Brno", "BRNO")]
    assert looker.told() == "Undone: merge Lodz into Łódź"


def test_a_pair_that_is_different_is_not_listed_again(looker):
    presses_button(looker, "Alt+D")
    assert looker.told() == "Stored: tell Łódź and Lodz apart"
    assert pairs(looker) == [("Brno", "BRNO")]
    looker.clicks(looker.desk.doubles.pane.again_button)
    assert pairs(looker) == [("Brno", "BRNO")]
    (relation,) = [one for one, _ in looker.catalog.everything() if isinstance(one, Relation)]
    assert looker.catalog.record(Actor, relation.other).place == "Centre"


def test_a_pair_is_skipped_and_comes_round_again(looker):
    presses_button(looker, "Alt+S")
    assert ("Brno", "Name") in side_by_side(looker).choices
    presses_button(looker, "Alt+S")
    assert ("Łódź", "Name") in side_by_side(looker).choices
    assert looker.catalog.undoable().undo.title == "add"


def test_what_was_one_with_the_one_that_is_gone_is_compared_with_the_one_that_stays(arrives, path):
    with open_catalog(path, user="Ivo") as other:
        make.authority(other, "LODZ", country="PL")
    person = arrives(path)
    person.picks("Edit", "Find duplicates")
    assert len(pairs(person)) == 4
    person.presses("Return")
    person.presses("Return")
    assert pairs(person) == [("Łódź", "LODZ"), ("Brno", "BRNO")]


def test_a_pair_of_which_one_is_gone_meanwhile_is_told(looker, path):
    with open_catalog(path, user="Ivo") as other:
        make.remove(other, Actor, 4)
    looker.presses("Down")
    assert "not in the catalogue any more" in side_by_side(looker).foot.message.text.text()
    assert not side_by_side(looker).foot.save_button.isEnabled()


def test_looking_for_them_can_be_stopped(looker):
    pane = looker.desk.doubles.pane
    pane.again_button.click()
    looker.desk.doubles.leave()
    looker.desk.middle.come_back()
    looker.settle()
    assert looker.desk.browse.isVisible()
    assert pane.pairs == []


def test_whoever_goes_to_another_day_leaves_the_list_and_does_not_find_it_there(looker):
    looker.presses("Ctrl+Shift+D")
    looker.types("2010")
    looker.presses("Return")
    assert looker.desk.browse.isVisible()
    assert looker.desk.record.form is None
    looker.picks("Edit", "Find duplicates")
    assert looker.told().startswith("You are looking at the past.")
    assert looker.desk.browse.isVisible()


def test_a_catalogue_that_can_only_be_read_is_looked_through_and_not_changed(arrives, path):
    person = arrives()
    person.desk.open(path, reading=True)
    person.settle()
    person.picks("Edit", "Find duplicates")
    assert len(pairs(person)) == 2
    person.presses("Return")
    person.presses("Return")
    assert person.told() == person.catalog.refusal
    assert len(pairs(person)) == 2


# Side by side


def test_a_field_is_chosen_with_the_keyboard(looker):
    pane = side_by_side(looker)
    chosen = pane.choices["Łódź", "Population"]
    assert [one.button.isChecked() for one in chosen] == [True, False]
    chosen[0].button.setFocus()
    looker.presses("Right")
    again = pane.choices["Łódź", "Population"]
    assert again[1].button.hasFocus()
    assert again[1].button.isChecked()
    looker.presses("Ctrl+Return")
    assert looker.catalog.record(Actor, 1).population == 700_000
    assert looker.catalog.record(Actor, 1).place == "Centre"


def test_what_will_happen_is_said(looker):
    assert side_by_side(looker).happens.text().splitlines() == [
        "1 name comes to the one that stays.",
        "Both say 1 membership: that is kept once.",
        "It will be called “Łódź”. Undo takes all of it back.",
    ]


def test_the_other_one_stays_if_that_is_wanted(looker):
    presses_button(looker, "Alt+K")
    assert (
        side_by_side(looker)
        .happens.text()
        .endswith("It will be called “Lodz”. Undo takes all of it back.")
    )
    presses_button(looker, "Alt+M")
    assert looker.told() == "Stored: merge Łódź into Lodz"


def test_what_is_the_same_cannot_be_chosen(looker):
    assert ("Łódź", "Country") not in side_by_side(looker).choices


def test_every_choice_says_what_it_is_for(looker):
    spoken = [one.button.accessibleName() for one in side_by_side(looker).choices["Łódź", "Place"]]
    assert spoken == ["Łódź, Place: (empty)", "Łódź, Place: Centre"]


# Two rows of a table


def test_two_rows_are_merged(person):
    person.turns_to("Authorities")
    person.desk.browse.table.setFocus()
    person.presses("Home", "Shift+Down")
    assert [person.rows()[row] for row in (0, 1)] == ["Brno", "BRNO"]
    person.picks("Edit", "Rows", "Merge")
    assert side_by_side(person).foot.save_button.hasFocus()
    person.presses("Return")
    assert person.told() == "Stored: merge BRNO into Brno"
    assert person.desk.record.form is None
    assert person.desk.browse.table.hasFocus()
    assert person.rows()[0] == "Brno"
    assert "BRNO" not in person.rows()


def test_two_rows_are_left_as_they_are(person):
    person.turns_to("Authorities")
    person.desk.browse.table.setFocus()
    person.presses("Home", "Shift+Down")
    person.picks("Edit", "Rows", "Merge")
    person.presses("Escape")
    assert person.desk.record.form is None
    assert person.desk.browse.table.hasFocus()


def test_memberships_that_cannot_be_one_say_why(person):
    person.turns_to("Memberships")
    person.desk.browse.table.setFocus()
    person.presses("Home", "Shift+Down")
    person.picks("Edit", "Rows", "Merge")
    pane = side_by_side(person)
    assert "are not of the same member" in pane.foot.message.text.text()
    assert not pane.apart_button.isVisible()


def test_merging_is_offered_for_two_rows_only(person):
    person.turns_to("Authorities")
    merge = person.desk.browse.bulk.merge
    person.desk.browse.table.setFocus()
    person.presses("Home")
    assert not merge.isEnabled()
    person.presses("Shift+Down")
    assert merge.isEnabled()
    person.presses("Shift+Down")
    assert not merge.isEnabled()
