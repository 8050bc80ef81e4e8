"""The window as of a day: everything shown as it was then, and nothing to change."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from netcatalog.domain.choices import EventType, NameType
from netcatalog.domain.records import Event, Membership, Name, Note, Period
from netcatalog.services.opening import create_catalog, open_catalog
from netcatalog.ui.export_dialog import ExportDialog
from netcatalog.ui.section_list import BIN
from tests import make
from tests.conftest import USER, clock
from tests.reports import pdf
from tests.ui.person import keyboard
from tests.ui.test_facet_list import lines, spoken
from tests.ui.test_menus import named

PAST = "You are looking at the past. Go back to today to change something."
MARK = "As it was on 31 December 2010. Nothing can be changed here."


@pytest.fixture
def path(tmp_path):
    """A network of 1998, renamed in 2011, with a member since 2004, and one founded in 2015."""
    file = tmp_path / "town.netcatalog"
    create_catalog(file, user=USER, clock=clock, seeded=False)
    with open_catalog(file, user=USER, clock=clock) as catalog:
        network = make.actor(catalog, "New Name")
        young = make.actor(catalog, "Young")
        town = make.authority(catalog, "Town")
        (membership,) = make.add(catalog, make.record(Membership, member=town, network=network))
        make.add(
            catalog,
            make.record(Event, actor=network, date="1998"),
            make.record(Event, actor=young, date="2015"),
            make.record(Event, actor=town, type=EventType.FOUNDED, date="1200"),
            make.record(Name, actor=network, text="Old Name", type=NameType.FORMER, until="2010"),
            make.record(Period, membership=membership.id, since="2004"),
            make.record(Note, actor=network, text="Ask them."),
        )
    return file


@pytest.fixture
def person(arrives, path):
    """Someone at a window on that catalogue."""
    return arrives(path)


@pytest.fixture
def then(person):
    """The same in 2010."""
    goes(person, "2010")
    return person


def goes(person, day):
    person.presses("Ctrl+Shift+D")
    person.types(day)
    person.presses("Return")


def bar(person):
    return person.desk.day_bar


def mark(person):
    return bar(person).mark.text() if bar(person).isVisible() else ""


def counts(person):
    sections = person.desk.sections
    texts = [sections.item(row).text() for row in range(sections.count())]
    return {text.partition("  ")[0]: text.partition("  ")[2] for text in texts}


# Going there


def test_there_is_no_mark_today(person):
    assert mark(person) == ""


def test_the_table_is_as_it_was(then):
    assert then.rows() == ["Old Name"]


def test_a_mark_says_so(then):
    assert mark(then) == MARK


def test_the_mark_is_told_to_screen_readers(then):
    assert bar(then).accessibleName() == MARK


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2010-06", "30 June 2010"),
        ("2012-02", "29 February 2012"),
        (" 2010-06-05 ", "5 June 2010"),
    ],
)
def test_a_month_means_its_last_day(person, typed, day):
    goes(person, typed)
    assert mark(person) == f"As it was on {day}. Nothing can be changed here."


@pytest.mark.parametrize("typed", ["soon", "2010-13", "31.12.2010", "2010..2012", "0000"])
def test_what_is_no_day_is_told_at_the_field(person, typed):
    goes(person, typed)
    assert bar(person).problem.text().startswith(f"“{typed}” is no day. Write a day")
    assert person.rows() == ["New Name", "Young"]


def test_an_empty_field_asks_for_a_day(person):
    person.presses("Ctrl+Shift+D", "Return")
    assert bar(person).problem.text().startswith("Write a day")


def test_typing_on_takes_the_complaint_away(person):
    goes(person, "soon")
    person.types("2")
    assert bar(person).problem.isHidden()


@pytest.mark.parametrize(
    ("key", "day"),
    [("Up", "2011"), ("Down", "2009"), ("Ctrl+Up", "2011-01"), ("Ctrl+Down", "2010-11")],
)
def test_arrows_go_by_years_and_with_ctrl_by_months(then, key, day):
    then.presses(key)
    assert bar(then).field.text() == day
    assert then.desk.past.shown.startswith(day)


def test_arrows_begin_at_today(person):
    person.presses("Ctrl+Shift+D", "Down")
    assert person.desk.past.shown == "2025-11-23"


def test_days_to_come_are_told_as_such(person):
    goes(person, "2030")
    assert mark(person).startswith("As it will be on 31 December 2030, so far as is known.")


def test_the_button_beside_the_search_asks_for_a_day(person):
    person.clicks(person.desk.browse.day_button)
    assert bar(person).field.hasFocus()


def test_the_menu_asks_for_a_day(person):
    person.picks("View", "As of a day")
    assert bar(person).field.hasFocus()


def test_nobody_asks_for_a_day_without_a_catalogue(arrives):
    person = arrives()
    person.presses("Ctrl+Shift+D")
    person.clicks(person.desk.browse.day_button)
    assert bar(person).isHidden()


def test_it_holds_in_every_section(then):
    then.turns_to("Memberships")
    assert then.rows() == ["Town"]
    goes(then, "2003")
    assert then.rows() == []


def test_a_section_that_was_empty_says_so(then):
    goes(then, "1100")
    assert (
        "The catalogue knows of no networks on 31 December 1100." in then.desk.browse.empty.text()
    )


def test_sections_count_what_was_there(then):
    assert counts(then)["Networks"] == "1"
    goes(then, "2003")
    assert counts(then)["Memberships"] == "0"


def test_saved_searches_count_what_was_there(person):
    person.presses("Ctrl+D", "Return")
    goes(person, "2010")
    assert person.desk.saved.list.item(0).data(0x0101) == 1


def test_facets_count_what_was_there(then):
    assert spoken(then.desk.facets, "1990–1999") == "Founded, 1990–1999, 1"
    assert "2010–2019" not in [text.partition(",")[0] for text in lines(then.desk.facets)]


# Coming back


@pytest.mark.parametrize("way", ["button", "Escape"])
def test_one_comes_back_to_today(then, way):
    if way == "button":
        then.clicks(bar(then).back_button)
    else:
        then.presses(way)
    assert mark(then) == ""
    assert then.rows() == ["New Name", "Young"]
    assert counts(then)["Networks"] == "2"


def test_the_keyboard_is_in_the_table_then(then):
    then.presses("Escape")
    assert then.desk.browse.table.hasFocus()


def test_tab_goes_from_the_day_into_the_columns(then):
    then.presses("Tab")
    assert keyboard() is bar(then).back_button
    then.presses("Tab")
    assert keyboard() is then.desk.sections


def test_escape_closes_the_bar_of_one_who_went_nowhere(person):
    person.presses("Ctrl+Shift+D", "Escape")
    assert bar(person).isHidden()


def test_another_catalogue_is_shown_as_it_is(then, seeded_path):
    then.opens(seeded_path)
    assert mark(then) == ""
    assert len(then.rows()) == 7


# The search may say the day


def test_a_search_that_says_its_day_is_marked_as_well(person):
    person.searches("as-of:2010")
    assert mark(person) == MARK


def test_what_the_search_says_goes_before_the_day_of_the_window(then):
    then.searches("as-of:2012")
    assert mark(then).startswith("As it was on 31 December 2012")
    assert then.rows() == ["New Name"]


def test_going_to_a_day_takes_it_out_of_the_search(person):
    person.searches("name as-of:2012")
    goes(person, "2010")
    assert person.desk.browse.search.text() == "name"
    assert person.rows() == ["Old Name"]


def test_going_back_takes_it_out_of_the_search(person):
    person.searches("as-of:2010")
    person.clicks(bar(person).back_button)
    assert person.desk.browse.search.text() == ""
    assert mark(person) == ""


def test_the_mark_goes_with_the_search_that_said_it(person):
    person.searches("as-of:2010")
    person.turns_to("Authorities")
    assert mark(person) == ""


# The page


def test_the_page_is_as_it_was(then):
    assert then.title() == "Old Name"


def test_the_page_says_of_which_day_it_is(then):
    assert "as of 31 December 2010" in then.page()


def test_the_page_of_today_says_nothing_of_the_kind(person):
    assert "as of" not in person.page()


def test_what_was_not_there_then_is_told_in_its_place(person):
    person.finds("Networks", "young")
    goes(person, "2010")
    assert "This actor was not there on 31 December 2010." in person.page()
    assert person.told() == ""


def test_what_was_not_there_is_shown_again_on_a_day_on_which_it_was(person):
    person.presses("Ctrl+F", "Down", "Down")
    assert person.title() == "Young"
    goes(person, "2010")
    goes(person, "2016")
    assert person.title() == "Young"
    assert person.desk.browse.current_id() == person.desk.record.place()[1]


def test_links_go_on_as_of_the_day(then):
    then.turns_to("Authorities")
    then.follows("Old Name")
    assert then.title() == "Old Name"
    assert "as of 31 December 2010" in then.page()


def test_the_way_back_goes_on_as_of_the_day(then):
    then.turns_to("Authorities")
    then.follows("Old Name")
    goes(then, "1990")
    assert "This actor was not there" in then.page()
    then.presses("Alt+Left")
    assert then.title() == "Town"


def test_a_page_that_comes_when_one_is_at_another_day_is_read_again(person):
    network = person.catalog.actor_named("New Name")
    person.turns_to("Bin")
    person.desk.record.record_wanted.emit("actor", network)
    person.desk.past.go("2010-12-31")
    person.settle()
    assert "as of 31 December 2010" in person.page()


# Nothing can be changed


@pytest.mark.parametrize(
    "entry", ["New record", "Edit the record", "Write a note", "Put into the bin", "Undo", "Redo"]
)
def test_what_changes_something_is_off_and_says_why(then, entry):
    action = named(then, entry)
    assert not action.isEnabled()
    assert action.toolTip() == PAST


def test_the_buttons_are_off_and_say_why(then):
    record = then.desk.record
    for button in (
        then.desk.browse.new_button,
        record.edit_button,
        record.note_button,
        record.remove_button,
    ):
        assert not button.isEnabled()
        assert button.toolTip() == PAST


@pytest.mark.parametrize("keys", [["Ctrl+N"], ["F2"], ["Ctrl+Shift+N"]])
def test_no_key_opens_a_form(then, keys):
    then.presses(*keys)
    assert then.desk.record.form is None
    assert then.desk.record.note is None


def test_delete_removes_nothing(then):
    then.desk.browse.table.setFocus()
    then.presses("Delete")
    assert then.rows() == ["Old Name"]


def test_what_was_done_today_is_not_taken_back_from_the_past(person):
    person.finds("Networks", "young")
    person.desk.editing.remove()
    person.settle()
    goes(person, "2016")
    person.clicks(person.desk.message.action)
    assert person.told() == PAST
    assert counts(person)["Bin"] == "1"


def test_a_search_can_be_saved_in_the_past(then):
    then.presses("Ctrl+F", "Ctrl+D", "Return")
    assert then.desk.saved.list.count() == 1
    assert then.desk.message.action.isHidden()


def test_ctrl_z_takes_nothing_back(then):
    then.desk.browse.table.setFocus()
    then.presses("Ctrl+Z")
    assert then.told() == ""


def test_of_rows_chosen_only_copy_and_export_are_offered(then):
    goes(then, "2016")
    then.desk.browse.table.setFocus()
    then.presses("Ctrl+A")
    bulk = then.desk.browse.bulk
    offered = [one for one in bulk.each() if one.isEnabled()]
    assert offered == [bulk.export, bulk.copy, bulk.select_all]
    off = [button for button, _ in then.desk.browse.bar._buttons if not button.isEnabled()]
    assert {button.toolTip() for button in off} == {PAST}
    assert len(off) == 3


def test_a_note_is_not_opened_but_says_why(then):
    note = next(entry.record for entry in then.desk.record.page.group(Note))
    then.desk.record.record_wanted.emit("note", note.id)
    assert then.desk.record.note is None
    assert then.told() == PAST


def test_nothing_comes_back_from_the_bin(person):
    person.finds("Networks", "young")
    person.desk.editing.remove()
    person.settle()
    goes(person, "2010")
    person.turns_to("Bin")
    pane = person.desk.middle.bin
    assert not pane.restore_button.isEnabled()
    assert pane.restore_button.toolTip() == PAST
    pane.table.setFocus()
    person.presses("Return")
    assert counts(person)["Bin"] == "1"


def test_one_goes_to_a_day_from_the_bin_as_well(person):
    person.turns_to("Bin")
    goes(person, "2010")
    assert mark(person) == MARK
    assert counts(person)["Networks"] == "1"
    assert person.desk.sections.chosen() == BIN


def test_today_everything_can_be_changed_again(then):
    then.presses("Escape")
    assert named(then, "New record").isEnabled()
    assert then.desk.browse.new_button.toolTip() == ""
    assert then.desk.record.edit_button.toolTip() == "Edit (F2)"
    then.presses("F2")
    assert then.desk.record.form is not None


def test_what_could_not_be_done_today_cannot_be_done_on_coming_back(then):
    then.presses("Escape")
    assert not named(then, "Redo").isEnabled()


# Forms


def test_a_form_with_something_typed_is_asked_about_first(person):
    person.finds("Networks", "young")
    person.presses("F2")
    person.fills(person.desk.record.form.root, place="Oslo")
    goes(person, "2010")
    assert person.desk.past.shown == ""
    assert person.desk.record.form is not None


def test_an_unchanged_form_closes(person):
    person.presses("F2")
    goes(person, "2010")
    assert person.desk.record.form is None
    assert person.title() == "Old Name"


def test_a_form_that_stays_while_a_search_looks_back_gives_way_to_the_page_of_that_day(person):
    person.presses("F2")
    person.fills(person.desk.record.form.root, place="Oslo")
    person.searches("as-of:2010")
    assert person.desk.record.form is not None
    person.desk.record.form.cancelled.emit()
    person.settle()
    assert "as of 31 December 2010" in person.page()


# What is given out


def test_the_table_is_exported_as_it_was(then, tmp_path):
    then.presses("Ctrl+E")
    dialog = then.dialog(ExportDialog)
    assert dialog.this_table.text() == "The table as shown, as of 31 December 2010: 1 record"
    assert dialog.path.text().endswith("networks 2010-12-31.csv")
    dialog.path.setText(str(tmp_path / "out.csv"))
    then.clicks(dialog.export_button)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["title"] for row in csv.DictReader(file)] == ["Old Name"]


def test_the_whole_catalogue_is_told_to_be_that_of_today(then):
    then.presses("Ctrl+E")
    dialog = then.dialog(ExportDialog)
    assert "as it is today" in dialog.whole.text()
    dialog.reject()


def test_rows_are_copied_as_they_were(then):
    then.desk.browse.table.setFocus()
    then.presses("Ctrl+C")
    assert "Old Name" in QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().clear()  # what is left there brings Qt down at its end


def test_the_register_is_set_as_of_the_day(then, tmp_path):
    then.desk.output.register()
    dialog = then.dialog(QFileDialog)
    assert dialog.selectedFiles()[0].endswith("Register of memberships 2010-12-31.pdf")
    dialog.reject()


@pdf.needs_pdftotext
def test_the_fact_sheet_is_set_as_of_the_day(then, tmp_path):
    then.presses("Ctrl+P")
    assert then.dialog(QFileDialog).selectedFiles()[0].endswith("Old Name 2010-12-31.pdf")
    then.names_file(tmp_path / "sheet.pdf")
    assert then.told() == f"Written: {tmp_path / 'sheet.pdf'}"
    assert "as of 31 December 2010" in pdf.words(tmp_path / "sheet.pdf")
