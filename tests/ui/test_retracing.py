"""Going back over the history: its steps, what they did, and records as they were."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netcatalog.domain.changes import Change
from netcatalog.domain.records import Actor, Note
from netcatalog.services.opening import create_catalog, open_catalog
from netcatalog.ui.clash_dialog import ClashDialog
from tests import make
from tests.conftest import USER, clock


def edit(catalog, title, kind, key, **given):
    record = catalog.record(kind, key)
    return catalog.apply(title, [Change(before=record, after=replace(record, **given))])


@pytest.fixture
def path(tmp_path):
    """A town with a note; its population was set by Bo and set again by Ana."""
    file = tmp_path / "town.netcatalog"
    create_catalog(file, user=USER, clock=clock, seeded=False)
    with open_catalog(file, user=USER, clock=clock) as catalog:
        town = make.authority(catalog, "Gdańsk")
        make.add(catalog, make.record(Note, actor=town, text="A port."))
    with open_catalog(file, user="Bo", clock=clock) as catalog:
        edit(catalog, "count people", Actor, town, population=460_000, country="PL")
    with open_catalog(file, user=USER, clock=clock) as catalog:
        edit(catalog, "count again", Actor, town, population=470_000)
        edit(catalog, "mend the note", Note, 1, text="A free port.")
    return file


@pytest.fixture
def person(arrives, path):
    """Someone who opened the history of that catalogue."""
    person = arrives(path)
    person.presses("Ctrl+H")
    return person


def pane(person):
    return person.desk.retracing.pane


def steps(person):
    texts = pane(person).table.texts
    return [texts.index(row, 0).data() for row in range(texts.rowCount())]


def goes_to(person, step):
    person.desk.retracing.take_keyboard()
    for _ in range(len(steps(person))):
        if pane(person).table.currentIndex().siblingAtColumn(0).data() == step:
            return
        person.presses("Down")
    raise AssertionError(step)


def town(person):
    return person.catalog.record(Actor, 1)


# The list


def test_all_steps_are_listed_the_newest_first(person):
    assert steps(person) == ["Mend the note", "Count again", "Count people", "Add", "Add"]


def test_what_the_chosen_step_did_is_read_beside_it(person):
    goes_to(person, "Count people")
    assert "Bo, 23 November 2026" in person.page()
    assert "Population set to “460 000 inhabitants”" in person.page().replace("\u00a0", " ")


def test_what_was_deleted_for_good_is_only_counted(arrives, path):
    with open_catalog(path, user=USER, clock=clock) as catalog:
        make.remove(catalog, Actor, 1)
        catalog.delete_for_good(catalog.bin())
    person = arrives(path)
    person.presses("Ctrl+H")
    goes_to(person, "Count people")
    assert "1 actor changed" in person.page()


def test_the_keyboard_is_in_the_list_at_once(person):
    assert pane(person).table.hasFocus()


def test_from_the_words_the_arrow_down_leads_into_the_list(person):
    pane(person).words.setFocus()
    person.presses("Down")
    assert pane(person).table.hasFocus()


def test_words_narrow_the_list_while_they_are_typed(person, qtbot):
    pane(person).words.setFocus()
    person.types("people")
    qtbot.waitUntil(lambda: steps(person) == ["Count people"])


def test_the_name_of_what_was_changed_finds_its_steps(person):
    pane(person).words.setFocus()
    person.types("gdansk")
    person.presses("Return")
    assert steps(person) == ["Count again", "Count people", "Add"]


def test_a_person_narrows_the_list(person):
    people = pane(person).people
    people.setFocus()
    assert [people.itemText(row) for row in range(people.count())] == ["Anybody", USER, "Bo"]
    person.presses("Down", "Down")
    assert steps(person) == ["Count people"]


def test_a_time_narrows_the_list(person):
    pane(person).time.setFocus()
    person.types("2025")
    person.presses("Return")
    assert steps(person) == []
    assert pane(person).empty.text() == "No step of the history is like that."


def test_what_is_no_time_is_said_and_the_list_stays(person):
    pane(person).time.setFocus()
    person.types("soon")
    person.presses("Return")
    assert pane(person).problem.text().startswith("“soon” is no time.")
    assert len(steps(person)) == 5


def test_escape_leads_back_to_the_table(person):
    person.presses("Escape")
    assert person.desk.browse.isVisible()


def test_the_key_of_the_section_leads_back_to_it_as_well(person):
    person.presses("Ctrl+1")
    assert person.desk.browse.isVisible()
    assert person.desk.middle.aside is None


def test_a_click_on_the_section_that_is_chosen_leads_back_to_it(person):
    sections = person.desk.sections
    place = sections.visualItemRect(sections.currentItem()).center()
    person.clicks(sections.viewport(), place)
    assert person.desk.browse.isVisible()


def test_the_page_of_a_record_leads_to_its_steps_alone(person):
    person.presses("Escape")
    person.finds("Authorities", "Gdańsk")
    person.follows("All steps that changed it")
    assert pane(person).around.text() == "Only: Gdańsk"
    assert len(steps(person)) == 5
    person.presses("Escape")
    person.catalog.apply("another", [Change(after=make.record(Actor))])
    person.presses("Ctrl+H")
    assert steps(person)[0] == "Another"


# Undoing


def test_an_older_step_is_taken_back_by_its_button(person):
    goes_to(person, "Mend the note")
    person.clicks(pane(person).undo_button)
    assert person.catalog.record(Note, 1).text == "A port."
    assert steps(person)[:2] == ["Undid: mend the note", "Mend the note (taken back)"]


def test_a_step_taken_back_cannot_be_taken_back_again(person):
    goes_to(person, "Mend the note")
    person.clicks(pane(person).undo_button)
    goes_to(person, "Mend the note (taken back)")
    assert not pane(person).undo_button.isEnabled()
    assert "taken back already" in pane(person).undo_button.toolTip()


def test_where_it_was_changed_since_one_chooses_field_by_field(person):
    goes_to(person, "Count people")
    person.clicks(pane(person).undo_button)
    dialog = person.dialog(ClashDialog)
    ((asked, theirs, _mine),) = dialog.choices
    assert (asked.label, theirs.label.text().replace("\u202f", " ")) == (
        "Population",
        "470 000 inhabitants",
    )
    theirs.button.setChecked(True)
    person.clicks(dialog.store_button)
    assert (town(person).population, town(person).country) == (470_000, "")
    assert steps(person)[0] == "Take back: count people"


def test_one_may_leave_all_as_it_is(person):
    before = town(person)
    goes_to(person, "Count people")
    person.clicks(pane(person).undo_button)
    person.clicks(person.dialog(ClashDialog).back_button)
    assert town(person) == before


# A record as it was


def test_a_step_leads_to_the_record_as_it_was_before_it(person):
    goes_to(person, "Count again")
    person.follows("As it was before")
    assert "460 000" in person.page().replace("\u00a0", " ")
    assert person.desk.record.state_bar.isVisible()


def test_what_is_shown_as_it_was_cannot_be_edited(person):
    goes_to(person, "Count again")
    person.follows("As it was before")
    assert not person.desk.record.edit_button.isEnabled()
    person.presses("F2")
    assert person.desk.record.form is None


def test_it_can_be_brought_back_with_its_facts(person):
    goes_to(person, "Count people")
    person.follows("As it was before")
    assert person.desk.record.state_bar.told.text() == "One of its facts is otherwise now."
    person.clicks(person.desk.record.state_bar.whole_button)
    assert town(person).population is None
    assert person.catalog.record(Note, 1).text == "A port."


def test_it_can_be_brought_back_alone(person):
    goes_to(person, "Count people")
    person.follows("As it was before")
    person.clicks(person.desk.record.state_bar.own_button)
    assert town(person).population is None
    assert person.catalog.record(Note, 1).text == "A free port."


def test_after_that_it_is_shown_as_it_is_now(person):
    goes_to(person, "Count again")
    person.follows("As it was before")
    person.clicks(person.desk.record.state_bar.own_button)
    assert not person.desk.record.state_bar.isVisible()


def test_a_button_leads_to_how_it_is_now(person):
    person.presses("Escape")
    person.finds("Authorities", "Gdańsk")
    person.follows("As it was before", nth=1)
    person.clicks(person.desk.record.state_bar.now_button)
    assert not person.desk.record.state_bar.isVisible()
    assert "470 000" in person.page().replace("\u00a0", " ")


def test_from_a_record_as_it_was_one_comes_to_its_steps_as_well(person):
    goes_to(person, "Count again")
    person.follows("As it was before")
    person.follows("All steps that changed it")
    assert pane(person).around.text() == "Only: this record"
    assert len(steps(person)) == 5


def test_in_a_catalogue_opened_to_read_nothing_can_be_undone(arrives, path):
    person = arrives()
    person.desk.open(path, reading=True)
    person.settle()
    person.presses("Ctrl+H")
    assert not pane(person).undo_button.isEnabled()
    assert pane(person).undo_button.toolTip()


def test_a_catalogue_without_changes_says_that_they_will_be_listed(arrives, tmp_path):
    file = tmp_path / "empty.netcatalog"
    create_catalog(file, user=USER, clock=clock, seeded=False)
    person = arrives(file)
    person.presses("Ctrl+H")
    assert pane(person).empty.text().startswith("Nothing was changed yet.")
