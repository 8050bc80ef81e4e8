"""Bringing lists in with the keyboard alone: file, columns, questions, plan, and back again."""

from __future__ import annotations

import csv
import json
import zipfile

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel

from netcatalog.domain.choices import ActorKind, MembershipStatus
from netcatalog.domain.importing import Standing
from netcatalog.domain.mapping_columns import place_of
from netcatalog.domain.mappings import encode
from netcatalog.domain.records import Actor, Membership, Name
from netcatalog.domain.wording import inhabitants
from netcatalog.transfer import lossless
from netcatalog.ui.import_pane import Step
from netcatalog.ui.theme import Look
from tests import make
from tests.ui import forms

MEMBERS = """\
City,Country,Joined,Kind of member,Inhabitants
Gdańsk,Poland,2010,Full,470 000
Budapest,Hungary,2001-05-01,Full,1 700 000
Płock,PL,2011,Observer,-
Radom,Poland,soon,Full,200 000
"""


@pytest.fixture
def members(tmp_path):
    path = tmp_path / "tram cities.csv"
    path.write_text(MEMBERS, encoding="utf-8")
    return path


def pane(person):
    found = person.desk.importing.pane
    assert found is not None
    assert found.isVisible()
    return found


def brings(person, path):
    """Choose a file in the dialog that the keys open."""
    person.presses("Ctrl+Shift+I")
    person.names_file(path)
    return pane(person)


def becomes(person, **columns):
    """Go to columns in turn, and say what they become by typing part of it."""
    shown = pane(person)
    for heading, words in columns.items():
        headings = [
            shown.columns.preview.texts.heading(at)
            for at in range(shown.columns.preview.texts.columnCount())
        ]
        shown.columns.preview.setFocus()
        shown.columns.preview.go_to(headings.index(heading.replace("_", " ")))
        person.presses("Return")
        person.types(words)
        QApplication.processEvents()
        forms.keys(person.qtbot, shown.columns.column.line.popup, "\n")
        person.comes_back()
        person.settle()


def maps(person, path):
    """Bring a file to where its columns are said: cities, their countries and sizes."""
    shown = brings(person, path)
    person.presses("Ctrl+Return")
    assert shown.step() is Step.COLUMNS
    becomes(person, City="official name", Country="Country", Inhabitants="Population")
    return shown


def is_network(person, name):
    """Say that all rows are members of a network."""
    line = pane(person).columns.all_rows.network
    line.setFocus()
    person.types(name)
    line.popup.hide()
    person.comes_back()
    person.settle()


def plans(person):
    person.presses("Ctrl+Return")
    assert pane(person).step() is Step.PLAN
    return pane(person).plan


def counts(plan):
    return {one.value: plan.model.count(one) for one in Standing if plan.model.count(one)}


def told(plan):
    return [
        tuple(plan.model.index(row, column).data() for column in (1, 2, 3))
        for row in range(plan.model.rowCount())
    ]


def found(person, section, text):
    person.finds(section, text)
    return person.rows()


# From the file to the catalogue


def test_a_list_is_brought_in_as_one_step_and_undone(person, members):
    maps(person, members)
    becomes(person, Joined="Period: Since")
    is_network(person, "Tram cities")
    plan = plans(person)
    assert counts(plan) == {"new": 1, "changed": 1, "unreadable": 2}
    assert person.catalog.undoable().undo.title == "add the first seven networks"
    person.presses("Ctrl+Return")
    assert person.desk.importing.pane is None
    assert person.told() == "Imported: 1 new, 1 changed, 2 cannot be read"
    assert found(person, "Authorities", "gdansk") == ["Gdańsk"]
    person.desk.browse.table.setFocus()
    person.presses("Ctrl+Z")
    assert person.told() == "Undone: import tram cities"
    assert found(person, "Authorities", "gdansk") == []


def test_the_backup_made_before_a_list_is_told(person, members):
    maps(person, members)
    plans(person)
    assert person.desk.safekeeping.age.text() == "Not backed up yet"
    person.presses("Ctrl+Return")
    assert person.desk.safekeeping.age.text() == "Backed up just now"


def test_nothing_is_stored_before_import_is_pressed(person, members):
    maps(person, members)
    is_network(person, "Trams")
    plans(person)
    person.presses("Escape")
    assert pane(person).foot.is_asking()
    person.clicks(pane(person).foot.discard_button)
    assert person.desk.importing.pane is None
    assert person.desk.browse.isVisible()
    assert person.desk.record.isVisible()
    assert person.catalog.history()[0].title == "add the first seven networks"


def test_a_pane_in_which_nothing_was_chosen_closes_at_once(person, members):
    brings(person, members)
    person.presses("Escape")
    assert person.desk.importing.pane is None


def test_a_file_can_be_dropped_onto_the_window(person, members):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(members))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(300, 300), copy, data, buttons, keys)
    QApplication.sendEvent(person.desk, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(person.desk, QDropEvent(QPoint(300, 300), copy, data, buttons, keys))
    person.settle()
    assert pane(person).file.name.text() == "tram cities.csv"


def test_a_file_that_is_no_table_is_told_in_a_sentence(person, tmp_path):
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    person.presses("Ctrl+Shift+I")
    person.names_file(path)
    assert "is empty" in person.told()
    assert person.desk.importing.pane is None


def test_the_search_and_the_sections_lead_away_and_the_keys_back(person, members):
    shown = brings(person, members)
    person.turns_to("Authorities")
    assert person.desk.browse.isVisible()
    assert person.desk.under_way.words.text() == "Not finished: Import tram cities.csv"
    person.presses("Ctrl+Shift+I")
    assert shown.isVisible()
    assert not person.desk.under_way.isVisible()
    person.presses("Ctrl+F")
    assert person.desk.browse.search.hasFocus()
    person.clicks(person.desk.under_way.button)
    assert shown.isVisible()


def test_closing_the_window_asks_before_what_was_chosen_goes(person, members):
    maps(person, members)
    is_network(person, "Trams")
    person.turns_to("Networks")
    person.window.close()
    assert person.window.isVisible()
    assert pane(person).foot.is_asking()
    person.clicks(pane(person).foot.discard_button)
    assert not person.window.isVisible()


# The file


def test_the_encoding_is_shown_and_can_be_corrected(person, tmp_path):
    path = tmp_path / "cities.csv"
    path.write_bytes("City;Country\nŁódź;PL\nPłock;PL\n".encode("cp1250"))
    shown = brings(person, path)
    shown.file.encoding.setFocus()
    shown.file.encoding.selectAll()
    person.types("iso-8859-1")
    shown.file.encoding.popup.hide()
    person.comes_back()
    person.presses("Return")
    assert shown.file.table.texts.index(0, 0).data() != "Łódź"
    shown.file.encoding.setFocus()
    shown.file.encoding.selectAll()
    person.types("windows-1250")
    shown.file.encoding.popup.hide()
    person.comes_back()
    person.presses("Return")
    assert shown.file.table.texts.index(0, 0).data() == "Łódź"


def test_the_row_of_headings_can_be_corrected(person, tmp_path):
    path = tmp_path / "cities.csv"
    path.write_text("Our members\nCity,Country\nGdańsk,PL\nRadom,PL\n", encoding="utf-8")
    shown = brings(person, path)
    shown.file.header.setFocus()
    shown.file.header.selectAll()
    person.types("2")
    person.presses("Tab")
    assert shown.file.table.texts.headerData(0, Qt.Orientation.Horizontal) == "City"
    assert shown.file.table.texts.rowCount() == 2


def test_of_a_single_row_it_is_not_said_that_they_are_several(person, tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("City,Country,Inhabitants\nGdańsk,PL,-\n", encoding="utf-8")
    shown = brings(person, path)
    assert shown.file.told.text() == "It is the only row."
    shown.turn_to(Step.COLUMNS)
    is_network(person, "Trams")
    box = shown.columns.all_rows.empty["-"]
    assert box.text() == "“-” means nothing (one cell)"
    box.setFocus()
    person.presses("Space")
    assert "; one joins." in plans(person).summary.text()


def test_words_in_the_place_of_a_row_of_headings_are_no_number(person, members):
    shown = brings(person, members)
    shown.file.header.setFocus()
    person.types("first")
    person.presses("Tab")
    assert "number of a row" in shown.file.problem.text()


def test_an_encoding_that_is_none_is_refused_and_the_one_before_shown_again(person, members):
    shown = brings(person, members)
    shown.file.encoding.setFocus()
    shown.file.encoding.selectAll()
    person.types("foo")
    person.comes_back()
    person.presses("Return")
    assert shown.foot.message.text.text() == "There is no encoding called “foo”."
    assert shown.file.encoding.text() == "utf-8"
    assert shown.file.table.texts.index(0, 0).data() == "Gdańsk"


def test_a_row_of_headings_that_is_not_there_is_refused_and_the_one_before_shown(person, members):
    shown = brings(person, members)
    shown.file.header.setFocus()
    shown.file.header.selectAll()
    person.types("99")
    person.presses("Tab")
    assert "no headings in row 99" in shown.foot.message.text.text()
    assert shown.file.header.text() == "1"


def separates_by(person, key):
    """Go to the box of separators, and choose another one with a key."""
    person.presses("Alt+1")
    pane(person).file.separator.setFocus()
    person.presses(key)


def test_what_columns_become_is_kept_when_the_file_is_read_as_before(person, members):
    shown = maps(person, members)
    is_network(person, "Trams")
    shown.columns.name.setText("trams")
    mapping = shown.columns.mapping
    separates_by(person, "Down")
    assert place_of(shown.columns.mapping, "City") is None
    separates_by(person, "Up")
    assert shown.columns.mapping == mapping
    assert shown.columns.name.text() == "trams"


def test_what_columns_become_is_kept_where_other_columns_are_called_otherwise(person, tmp_path):
    path = tmp_path / "cities.csv"
    path.write_bytes("City,Größe,Acronym\nŁódź,670000,LDZ\nPłock,120000,PLK\n".encode("cp1250"))
    shown = brings(person, path)
    shown.turn_to(Step.COLUMNS)
    becomes(person, City="another name")
    shown.turn_to(Step.FILE)
    shown.file.encoding.setFocus()
    shown.file.encoding.selectAll()
    person.types("mac-roman")
    shown.file.encoding.popup.hide()
    person.comes_back()
    person.presses("Return")
    headings = shown.file.chosen()[0].headings
    assert "Größe" not in headings
    assert place_of(shown.columns.mapping, "City").label == "Name: another name"
    assert place_of(shown.columns.mapping, "Acronym").label == "Name: acronym"


def test_a_sheet_that_is_ticked_off_and_on_does_not_lose_what_was_chosen(person, workbook):
    shown = brings(person, workbook)
    person.presses("Ctrl+Return")
    becomes(person, City="another name")
    mapping = shown.columns.mapping
    person.presses("Alt+1")
    shown.file.start()
    person.presses("Space")
    assert place_of(shown.columns.mapping, "City").label == "Name: another name"
    person.presses("Space")
    assert shown.columns.mapping == mapping


def test_another_file_begins_anew(person, members, tmp_path):
    shown = maps(person, members)
    becomes(person, City="another name")
    other = tmp_path / "others.csv"
    other.write_text(MEMBERS, encoding="utf-8")
    shown.turn_to(Step.FILE)
    person.clicks(shown.file.another_button)
    person.names_file(other)
    assert place_of(shown.columns.mapping, "City").label == "Name: official name"


@pytest.fixture
def workbook(tmp_path):
    """Two sheets, a network each."""
    book = openpyxl.Workbook()
    book.active.title = "Trams"
    for row in (("City", "Country"), ("Gdańsk", "PL"), ("Radom", "PL")):
        book.active.append(row)
    other = book.create_sheet("Ferries")
    for row in (("City", "Country"), ("Gdańsk", "PL"), ("Bergen", "NO")):
        other.append(row)
    path = tmp_path / "cities.xlsx"
    book.save(path)
    return path


def test_a_sheet_is_ticked_off_with_the_keyboard(person, workbook):
    shown = brings(person, workbook)
    assert [one.name for one in shown.file.chosen()] == ["Trams", "Ferries"]
    person.presses("Down", "Space")
    assert [one.name for one in shown.file.chosen()] == ["Trams"]
    person.presses("Up", "Space")
    assert not shown.foot.save_button.isEnabled()
    assert shown.foot.hint.text() == "Tick a sheet to bring in."


def test_the_first_sheet_that_is_ticked_is_shown(person, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    book.active.append(("Notes", "On this workbook"))
    book.active.append(("2026", "made by hand"))
    other = book.create_sheet("Members")
    for row in (("City", "Country", "Member since"), ("Gdańsk", "PL", 2010), ("Łódź", "PL", 2011)):
        other.append(row)
    path = tmp_path / "members.xlsx"
    book.save(path)
    shown = brings(person, path)
    assert [one.name for one in shown.file.chosen()] == ["Members"]
    assert shown.file.sheets.currentItem().text().startswith("Members")
    assert shown.file.table.texts.index(0, 0).data() == "Gdańsk"


@pytest.fixture
def packed(tmp_path):
    """Two CSV files in a zip, a network each."""
    path = tmp_path / "cities.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Trams.csv", "City,Country\nGdańsk,PL\nRadom,PL\n")
        archive.writestr("Ferries.csv", "City;Country\nGdańsk;PL\nBergen;NO\n")
        archive.writestr("read me.pdf", "%PDF")
    return path


def test_csv_files_in_a_zip_are_ticked_like_sheets(person, packed):
    person.presses("Ctrl+Shift+I")
    assert "*.zip" in person.dialog(QFileDialog).nameFilters()[0]
    person.names_file(packed)
    shown = pane(person)
    assert [one.name for one in shown.file.chosen()] == ["Trams", "Ferries"]
    assert shown.file.sheets.item(2).text() == "read me.pdf: It is no CSV file."
    person.presses("Down", "Space")
    assert [one.name for one in shown.file.chosen()] == ["Trams"]


def test_all_rows_of_a_sheet_are_members_of_the_network_of_its_name(person, workbook):
    shown = brings(person, workbook)
    person.presses("Ctrl+Return")
    becomes(person, City="official name", Country="Country")
    shown.columns.all_rows.network.setFocus()
    person.presses("Down")
    forms.keys(person.qtbot, shown.columns.all_rows.network.popup, "\n")
    person.comes_back()
    shown.columns.all_rows.network.setFocus()
    assert shown.columns.all_rows.network.text() == "(the name of each sheet)"
    plan = plans(person)
    assert plan.plan.joined == 4
    person.presses("Ctrl+Return")
    assert sorted(found(person, "Networks", "ferries")) == ["Ferries"]
    person.finds("Memberships", "member-of:Ferries")
    assert len(person.rows()) == 2


# The columns


def test_what_a_column_becomes_is_shown_above_it(person, members):
    shown = maps(person, members)
    header = shown.columns.preview.texts.headerData
    assert header(0, Qt.Orientation.Horizontal) == "City\nName: official name"
    assert header(2, Qt.Orientation.Horizontal) == "Joined\nnothing"


def test_a_column_that_was_said_leads_to_the_next(person, members):
    shown = maps(person, members)
    becomes(person, City="acronym")
    assert shown.columns.preview.hasFocus()
    assert shown.columns.preview.heading() == "Country"


def test_letters_typed_on_a_column_search_what_it_becomes(person, members):
    shown = maps(person, members)
    shown.columns.preview.go_to(2)
    shown.columns.preview.setFocus()
    person.types("f")
    person.types("ounded")  # into the line that is open now
    QApplication.processEvents()
    forms.keys(person.qtbot, shown.columns.column.line.popup, "\n")
    person.comes_back()
    assert place_of(shown.columns.mapping, "Joined").label == "Event: founded"


def test_delete_lets_a_column_become_nothing(person, members):
    shown = maps(person, members)
    shown.columns.preview.setFocus()
    shown.columns.preview.go_to(0)
    person.presses("Delete")
    assert place_of(shown.columns.mapping, "City") is None
    assert "names whom a row is about" in shown.foot.hint.text()
    assert not shown.foot.save_button.isEnabled()


def test_what_is_lacking_is_said(person, members):
    shown = maps(person, members)
    becomes(person, Joined="Period: Since")
    assert shown.foot.hint.text().startswith("Each membership needs “Network”")
    is_network(person, "Trams")
    assert shown.foot.save_button.isEnabled()


def test_cells_of_a_closed_set_stand_for_what_one_says(person, members):
    shown = maps(person, members)
    is_network(person, "Trams")
    becomes(person, Kind_of_member="Membership: Status")
    shown.columns.preview.go_to(3)
    box = shown.columns.column.values["Full"]
    assert box.currentText() == "not understood"
    assert shown.columns.column.values["Observer"].currentText() == "Observer"
    box.setFocus()
    person.types("mem")
    box.activated.emit(box.currentIndex())  # typing chooses, as Enter in the list would
    plan = plans(person)
    assert ("", "cannot be read") not in [line[:2] for line in told(plan)][:2]
    person.presses("Ctrl+Return")
    person.finds("Memberships", "member-of:Trams gdansk")
    (key,) = person.desk.model.ids
    assert person.catalog.record(Membership, key).status is MembershipStatus.MEMBER


def test_a_cell_means_nothing_only_by_tick(person, members):
    shown = maps(person, members)
    assert list(shown.columns.all_rows.empty) == ["-"]
    assert counts(plans(person))["unreadable"] == 1
    person.presses("Ctrl+PgUp", "Ctrl+PgUp")
    box = shown.columns.all_rows.empty["-"]
    box.setFocus()
    person.presses("Space")
    assert shown.columns.mapping.missing == ("-",)
    assert "unreadable" not in counts(plans(person))


def test_columns_of_yes_and_no_are_memberships_of_what_their_headings_name(person, tmp_path):
    path = tmp_path / "matrix.csv"
    path.write_text('City,Trams,"Ferries, and boats"\nGdańsk,1,1\nRadom,0,x\n', encoding="utf-8")
    brings(person, path)
    person.presses("Ctrl+Return")
    becomes(
        person,
        City="official name",
        Trams="network in the heading",
        **{"Ferries, and boats": "network in the heading"},
    )
    assert plans(person).plan.joined == 3
    person.presses("Ctrl+Return")
    assert found(person, "Networks", "boats") == ["Ferries, and boats"]


def offered(person, at):
    """Return what a column can become, as offered when nothing is typed."""
    shown = pane(person)
    shown.columns.preview.setFocus()
    shown.columns.preview.go_to(at)
    person.presses("Return")
    offers = shown.columns.column.line.popup.model()
    found = [offers.index(row, 0).data() for row in range(offers.rowCount())]
    shown.columns.column.line.popup.hide()
    person.comes_back()
    return found


def test_a_column_of_ticks_is_offered_to_be_a_network_first(person, tmp_path):
    path = tmp_path / "ticks.csv"
    path.write_text("City,Trams,Ferries\nGdańsk,x,fast\nRadom,0,slow\n", encoding="utf-8")
    shown = brings(person, path)
    shown.turn_to(Step.COLUMNS)
    first = "Membership: Network in the heading, where a cell says yes"
    assert offered(person, 1)[0] == first
    assert first in offered(person, 2)[1:]


def test_several_columns_become_the_same_at_once(person, tmp_path):
    path = tmp_path / "matrix.csv"
    path.write_text("City,Trams,Boats,Buses\nGdańsk,a,b,c\n", encoding="utf-8")
    shown = brings(person, path)
    person.presses("Ctrl+Return", "Right")
    person.presses("Shift+Right", "Shift+Right")
    assert shown.columns.column.title.text() == "“Buses” and 2 more"
    person.presses("Return")
    person.types("network in the heading")
    QApplication.processEvents()
    forms.keys(person.qtbot, shown.columns.column.line.popup, "\n")
    person.comes_back()
    (_name, membership) = shown.columns.mapping.subject.parts
    assert set(membership.each) == {"Trams", "Boats", "Buses"}


def test_a_list_without_rows_has_nothing_to_bring_in(person, tmp_path):
    path = tmp_path / "none.csv"
    path.write_text("City,Country\n", encoding="utf-8")
    shown = brings(person, path)
    assert shown.file.told.text() == "There are no rows below the headings."
    person.presses("Ctrl+Return")
    becomes(person, City="official name")
    assert plans(person).summary.text() == "There are no rows to bring in."
    assert not shown.foot.save_button.isEnabled()


def test_closing_the_window_stops_what_is_being_brought_in_and_then_closes(person, tmp_path):
    path = tmp_path / "many.csv"
    lines = "".join(f"Town {n},PL,{n}\n" for n in range(60_000))
    path.write_text(f"City,Country,Inhabitants\n{lines}", encoding="utf-8")
    shown = brings(person, path)
    person.presses("Ctrl+Return")
    plans(person)
    shown.go()
    task = person.desk.importing._storing
    with person.qtbot.waitSignal(task.progressed, timeout=20_000):
        pass
    with person.qtbot.waitSignal(task.cancelled, timeout=20_000):
        person.window.close()
        assert person.window.isVisible()
    person.settle()
    assert not person.window.isVisible()


def test_the_pieces_of_a_cell_are_read_one_by_one(person, tmp_path):
    path = tmp_path / "topics.csv"
    path.write_text("City,Topics\nGdańsk,trams; ferries\n", encoding="utf-8")
    shown = brings(person, path)
    person.presses("Ctrl+Return")
    becomes(person, City="official name", Topics="Topic: Topic")
    shown.columns.preview.go_to(1)
    shown.columns.column.separator.setFocus()
    person.types(";")
    person.presses("Tab")
    plans(person)
    person.presses("Ctrl+Return")
    person.finds("Authorities", "topic:ferries topic:trams")
    assert person.rows() == ["Gdańsk"]


def is_as_of(person, day):
    """Say for which day the list holds."""
    pane(person).columns.all_rows.as_of.control.setFocus()
    person.types(day)
    person.presses("Tab")


def test_the_day_of_a_list_of_all_members_is_asked_for_before_the_plan(person, members):
    shown = maps(person, members)
    is_network(person, "Trams")
    all_rows = shown.columns.all_rows
    assert not all_rows.undated.isVisible()
    all_rows.complete.setFocus()
    person.presses("Space")
    assert all_rows.undated.isVisible()
    assert shown.foot.hint.text().startswith("Say as of which day")
    assert not shown.foot.save_button.isEnabled()
    is_as_of(person, "2026-01-31")
    assert not all_rows.undated.isVisible()
    assert shown.foot.save_button.isEnabled()


def test_a_network_that_is_not_there_yet_is_said_to_be_new(person, members):
    shown = maps(person, members)
    is_network(person, "Trams")
    assert shown.columns.all_rows.new_network.isVisible()
    shown.columns.all_rows.network.selectAll()
    is_network(person, "emta")
    assert not shown.columns.all_rows.new_network.isVisible()
    shown.columns.all_rows.network.selectAll()
    person.presses("Delete")
    assert not shown.columns.all_rows.new_network.isVisible()


def test_who_is_missing_from_a_list_of_all_has_left(person, members, tmp_path):
    maps(person, members)
    is_network(person, "Trams")
    plans(person)
    person.presses("Ctrl+Return")
    less = tmp_path / "later" / "tram cities.csv"
    less.parent.mkdir()
    less.write_text("\n".join(MEMBERS.splitlines()[:1] + MEMBERS.splitlines()[2:3]), "utf-8")
    shown = brings(person, less)
    person.presses("Ctrl+Return")
    shown.columns.all_rows.complete.setFocus()
    person.presses("Space")
    is_as_of(person, "2026-01-31")
    plan = plans(person)
    assert [line.title for line in plan.plan.left] == ["Gdańsk", "Radom"]
    shown.plan.start()
    person.presses("End")
    names = [plan.filters.item(row).text() for row in range(plan.filters.count())]
    plan.filters.setCurrentRow(next(n for n, one in enumerate(names) if "leave" in one))
    assert [line[0] for line in told(plan)] == ["Gdańsk", "Radom"]


# Mappings


def test_a_mapping_is_kept_and_used_again_for_the_same_headings(person, members, tmp_path):
    maps(person, members)
    plans(person)
    person.presses("Ctrl+Return")
    assert [one.name for one in person.catalog.saved_mappings()] == ["tram cities"]
    again = tmp_path / "next year.csv"
    again.write_text(MEMBERS + "Toruń,PL,2020,Full,198000\n", encoding="utf-8")
    shown = brings(person, again)
    assert "Read as the list “tram cities” was" in shown.foot.message.text.text()
    assert counts_after_columns(person)["new"] == 1
    assert shown.columns.name.text() == "tram cities"
    assert shown.columns.mapping.source == {"title": "next year"}


def test_the_day_of_last_years_list_is_not_that_of_this_years(person, members):
    shown = maps(person, members)
    shown.columns.all_rows.as_of.control.setFocus()
    person.types("2025-12-31")
    person.presses("Tab")
    assert shown.columns.mapping.as_of == "2025-12-31"
    plans(person)
    person.presses("Ctrl+Return")
    assert brings(person, members).columns.mapping.as_of == ""


def test_a_list_of_the_same_file_name_does_not_take_the_place_of_another(person, members):
    maps(person, members)
    plans(person)
    person.presses("Ctrl+Return")
    members.write_text("Town,Land\nBergen,NO\n", encoding="utf-8")
    assert brings(person, members).columns.name.text() == "tram cities (2)"


def counts_after_columns(person):
    person.presses("Ctrl+Return")
    return counts(plans(person))


def test_undo_takes_back_the_list_and_not_the_mapping(person, members):
    maps(person, members)
    plans(person)
    person.presses("Ctrl+Return", "Ctrl+Z")
    assert found(person, "Authorities", "gdansk") == []
    assert len(person.catalog.saved_mappings()) == 1


def test_a_mapping_is_written_to_a_file_and_read_from_it(person, members, tmp_path):
    shown = maps(person, members)
    path = tmp_path / "mapping.json"
    person.clicks(shown.columns.write_button)
    person.names_file(path)
    assert json.loads(path.read_text())["format"] == "netcatalog mapping 1"
    mapping = shown.columns.mapping
    shown.columns.preview.setFocus()
    shown.columns.preview.go_to(0)
    person.presses("Delete")
    person.clicks(shown.columns.read_button)
    person.names_file(path)
    assert shown.columns.mapping == mapping


def test_what_a_mapping_comes_to_is_told_though_its_list_is_closed(person, members, tmp_path):
    maps(person, members)
    person.desk.importing._mappings._write_mapping(tmp_path / "no folder" / "mapping.json")
    person.desk.importing.close()
    person.qtbot.waitUntil(lambda: "no folder" in person.told())


def test_a_file_that_is_no_mapping_is_told(person, members, tmp_path):
    shown = maps(person, members)
    path = tmp_path / "mapping.json"
    path.write_text("{}")
    person.clicks(shown.columns.read_button)
    person.names_file(path)
    assert "This is no mapping" in shown.foot.message.text.text()


def test_a_mapping_of_other_columns_is_told(person, members, tmp_path):
    shown = maps(person, members)
    path = tmp_path / "mapping.json"
    path.write_bytes(encode(shown.columns.mapping).replace(b"City", b"Town"))
    person.clicks(shown.columns.read_button)
    person.names_file(path)
    assert "has no column “Town”" in shown.foot.message.text.text()


# Letters with Alt


def letters(person):
    """Return the letters by which menus and what is seen of the pane are reached with Alt."""
    shown = pane(person)
    texts = [action.text() for action in person.window.menuBar().actions()]
    texts += [one.text() for one in shown.findChildren(QAbstractButton) if one.isVisible()]
    texts += [one.text() for one in shown.findChildren(QLabel) if one.isVisible() and one.buddy()]
    texts += [shown.steps.tabText(at) for at in range(shown.steps.count())]
    return sorted(filter(None, (QKeySequence.mnemonic(one).toString() for one in texts)))


def test_each_letter_reaches_one_thing_in_the_file_and_in_the_columns(person, tmp_path):
    path = tmp_path / "topics.csv"
    path.write_text("City,Topics\nGdańsk,trams; ferries\n", encoding="utf-8")
    shown = brings(person, path)
    assert letters(person) == sorted(set(letters(person)))
    shown.turn_to(Step.COLUMNS)
    becomes(person, Topics="Topic: Topic")
    shown.columns.preview.go_to(1)
    assert letters(person) == sorted(set(letters(person)))


def test_each_letter_reaches_one_thing_in_the_questions_and_in_the_plan(asked):
    assert letters(asked) == sorted(set(letters(asked)))
    pane(asked).turn_to(Step.PLAN)
    assert letters(asked) == sorted(set(letters(asked)))


# Questions


@pytest.fixture
def asked(person, tmp_path):
    """Someone who is asked whether two cities are those that the catalogue knows."""
    for place in ("Moravia", "Mazovia"):
        town = Actor(id=-1, kind=ActorKind.AUTHORITY, country="CZ", place=place)
        make.add(person.catalog, town, Name(actor=-1, text="Ostrov"))
    path = tmp_path / "cities.csv"
    path.write_text("City\nOstrov\nPrague\nGdańsk\n", encoding="utf-8")
    brings(person, path)
    person.presses("Ctrl+Return")
    becomes(person, City="official name")
    plan = plans(person)
    assert counts(plan) == {"new": 1, "unsure": 2}
    person.clicks(plan.questions_button)
    assert pane(person).step() is Step.QUESTIONS
    return person


def decisions(person):
    model = pane(person).questions.model
    return [model.index(row, 1).data() for row in range(model.rowCount())]


def test_the_row_stands_beside_the_candidates_with_their_reasons(asked):
    questions = pane(asked).questions
    assert questions.title.text() == "Ostrov"
    assert questions.row.texts.index(0, 1).data() == "Ostrov"
    assert questions.candidates.texts.index(0, 1).data().startswith("Ostrov")
    assert "the same name" in questions.candidates.texts.index(0, 2).data()


def test_keys_decide_and_lead_to_the_next(asked):
    questions = pane(asked).questions
    asked.presses("1")
    assert questions.title.text() == "Prague"
    asked.presses("N")
    assert decisions(asked)[0].startswith("same: Ostrov")
    assert decisions(asked)[1] == "new"
    assert questions.summary.text() == "All is decided."
    assert counts(plans(asked)) == {"new": 2, "same": 1}


def test_a_row_can_be_left_out(asked):
    asked.presses("K", "K")
    assert decisions(asked) == ["left out", "left out"]
    assert counts(plans(asked)) == {"new": 1, "skipped": 2}


def test_a_decision_can_be_altered(asked):
    asked.presses("K", "Up", "N")
    assert decisions(asked)[0] == "new"


def test_the_candidate_chosen_is_the_same(asked):
    questions = pane(asked).questions
    asked.presses("2")
    second = questions.model.questions[0].choices[1]
    assert questions.model.decisions[questions.model.questions[0].key] == second.decision
    asked.presses("S")
    first = questions.model.questions[1].choices[0]
    assert questions.model.decisions[questions.model.questions[1].key] == first.decision


def test_decisions_are_remembered_with_the_mapping(asked, tmp_path):
    asked.presses("K", "N")
    plans(asked)
    asked.presses("Ctrl+Return", "Ctrl+Z")
    brings(asked, tmp_path / "cities.csv")
    assert counts_after_columns(asked) == {"new": 2, "skipped": 1}


def test_where_nobody_is_in_doubt_there_is_nothing_to_ask(person, members):
    shown = maps(person, members)
    plans(person)
    person.presses("Ctrl+PgUp")
    assert "nothing to decide" in shown.questions.summary.text()
    assert not shown.questions.list.isVisible()
    person.presses("Ctrl+Return")
    assert shown.step() is Step.PLAN


def test_a_row_of_sums_can_be_skipped_or_new_and_is_nobody_there_is(person, tmp_path):
    path = tmp_path / "cities.csv"
    path.write_text("City,Country\nGdańsk,PL\nTotal,\n", encoding="utf-8")
    brings(person, path)
    person.presses("Ctrl+Return")
    becomes(person, City="official name")
    person.clicks(plans(person).questions_button)
    questions = pane(person).questions
    assert "looks like a row of sums" in questions.where.text()
    assert not questions.same_button.isEnabled()
    person.presses("k")
    assert decisions(person) == ["left out"]


def test_all_with_one_candidate_of_the_same_name_are_decided_at_once(asked):
    questions = pane(asked).questions
    assert questions.all_button.text().endswith(": 1")
    asked.clicks(questions.all_button)
    assert decisions(asked)[0] == "to be decided"
    assert decisions(asked)[1].startswith("same: Prague")
    assert not questions.all_button.isVisible()


@pytest.fixture
def doubted(person, tmp_path):
    """Someone who is asked about two towns, one of which has many more inhabitants here."""
    for name, population in (("Lipno", 14_000), ("Nidzica", 13_000)):
        town = Actor(id=-1, kind=ActorKind.AUTHORITY, country="PL", population=population)
        make.add(person.catalog, town, Name(actor=-1, text=name))
    path = tmp_path / "towns.csv"
    path.write_text("City,Inhabitants\nLipno,600\nNidzica,13100\n", encoding="utf-8")
    brings(person, path)
    person.presses("Ctrl+Return")
    becomes(person, City="official name", Inhabitants="Population")
    person.clicks(plans(person).questions_button)
    return person


def test_who_has_many_more_inhabitants_is_not_decided_with_all_others(doubted):
    questions = pane(doubted).questions
    assert questions.all_button.text().endswith(": 1")
    doubted.clicks(questions.all_button)
    assert decisions(doubted)[0] == "to be decided"
    assert decisions(doubted)[1].startswith("same: Nidzica")


def test_what_speaks_against_a_candidate_is_said_first(doubted):
    candidates = pane(doubted).questions.candidates
    why = candidates.texts.index(0, 2).data()
    assert why == f"{inhabitants(600, 14_000)}\nthe same name"
    assert candidates.rowHeight(0) > 2 * candidates.fontMetrics().height() + 2  # the row's edge


# The plan


def test_the_lines_are_narrowed_down_by_what_they_come_to(person, members):
    maps(person, members)
    plan = plans(person)
    plan.start()
    person.presses("Down")
    assert {line[1] for line in told(plan)} == {"new"}
    person.presses("End")
    assert told(plan) == []
    assert plan.empty.text() == "No row of this sort."
    person.presses("Up", "Up", "Up")
    assert {line[1] for line in told(plan)} == {"cannot be read"}
    assert "“-” is not a whole number" in told(plan)[0][2]


def test_another_mapping_makes_another_plan(person, members):
    shown = maps(person, members)
    assert counts(plans(person))["unreadable"] == 1
    person.presses("Ctrl+PgUp", "Ctrl+PgUp")
    assert shown.step() is Step.COLUMNS
    shown.columns.preview.setFocus()
    shown.columns.preview.go_to(4)
    person.presses("Delete")
    assert "unreadable" not in counts(plans(person))


def test_a_plan_is_worked_out_again_when_the_catalogue_is_changed_meanwhile(person, members):
    maps(person, members)
    plans(person)
    person.presses("Ctrl+Return")
    shown = brings(person, members)
    person.presses("Ctrl+Return")
    assert counts(plans(person)) == {"same": 3, "unreadable": 1}
    person.desk.undo()
    person.settle()
    assert counts(shown.plan) == {"new": 2, "changed": 1, "unreadable": 1}
    assert shown.foot.save_button.isEnabled()


def test_a_plan_that_is_not_shown_is_worked_out_again_when_one_comes_back(person, members):
    maps(person, members)
    plans(person)
    person.presses("Ctrl+Return")
    shown = brings(person, members)
    person.presses("Ctrl+Return")
    plans(person)
    person.turns_to("Networks")
    person.presses("Ctrl+Z")
    person.clicks(person.desk.under_way.button)
    assert counts(shown.plan) == {"new": 2, "changed": 1, "unreadable": 1}


def test_the_list_before_cannot_be_undone_below_the_plan_of_the_next(person, members):
    maps(person, members)
    plans(person)
    person.presses("Ctrl+Return")
    assert person.told().startswith("Imported: ")
    brings(person, members)
    assert person.told() == ""


def test_what_is_known_already_is_not_brought_in_again(person, members):
    maps(person, members)
    plans(person)
    person.presses("Ctrl+Return")
    shown = brings(person, members)
    person.presses("Ctrl+Return")
    plan = plans(person)
    assert plan.summary.text() == "The catalogue says all that already: nothing will change."
    assert not shown.foot.save_button.isEnabled()


def test_rejected_rows_are_saved_mended_and_brought_in(person, members, tmp_path):
    maps(person, members)
    plan = plans(person)
    person.clicks(plan.rejected_button)
    path = tmp_path / "not read.csv"
    person.names_file(path)
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == [*MEMBERS.splitlines()[0].split(","), "Why it was not read"]
    assert rows[-1][0] == "Płock"
    assert "is not a whole number" in rows[-1][-1]
    person.presses("Ctrl+Return")
    rows[-1][4] = "120000"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    brings(person, path)
    assert counts_after_columns(person) == {"new": 1}
    person.presses("Ctrl+Return")
    person.finds("Authorities", "plock")
    (key,) = person.desk.model.ids
    assert person.catalog.record(Actor, key).population == 120_000


def test_bringing_in_can_be_stopped_and_nothing_is_stored(person, tmp_path):
    path = tmp_path / "many.csv"
    lines = "".join(f"Town {n},PL,{n}\n" for n in range(60_000))
    path.write_text(f"City,Country,Inhabitants\n{lines}", encoding="utf-8")
    shown = maps(person, path)
    plans(person)
    shown.go()
    task = person.desk.importing._storing
    with person.qtbot.waitSignal(task.progressed, timeout=20_000):
        pass
    assert not shown.foot.save_button.isEnabled()
    person.presses("Escape")
    assert shown.foot.message.text.text() == "Stopped. Nothing was stored."
    assert shown.foot.message.property("look") == Look.INFO
    assert person.catalog.undoable().undo.title == "keep how the list is brought in"
    assert found(person, "Authorities", "town") == []


def test_the_first_rows_are_seen_before_the_plan_is_there(person, tmp_path):
    path = tmp_path / "many.csv"
    lines = "".join(f"Town {n},PL,{n}\n" for n in range(20_000))
    path.write_text(f"City,Country,Inhabitants\n{lines}", encoding="utf-8")
    shown = maps(person, path)
    shown.turn_to(Step.PLAN)
    person.qtbot.waitUntil(lambda: shown.plan.model.total() > 0)
    assert shown.plan.plan is None
    assert not shown.foot.save_button.isEnabled()
    person.settle()
    assert shown.plan.model.total() == 20_000


def test_columns_of_members_are_guessed_once_it_is_said_whose_they_are(person, tmp_path):
    path = tmp_path / "cities.csv"
    path.write_text("City,Member since,Category\nGdańsk,2010,full\nRadom,2011,full\n", "utf-8")
    shown = brings(person, path)
    person.presses("Ctrl+Return")
    assert place_of(shown.columns.mapping, "Member since") is None
    is_network(person, "Trams")
    assert place_of(shown.columns.mapping, "Member since").label == "Period: Since"
    assert place_of(shown.columns.mapping, "Category").label == "Membership: Category"


def test_a_file_that_goes_away_is_told(person, members):
    shown = brings(person, members)
    members.unlink()
    person.presses("Ctrl+Return")
    person.presses("Ctrl+Return")
    assert shown.step() is Step.PLAN
    assert "tram cities.csv" in shown.foot.message.text.text()
    assert not shown.foot.save_button.isEnabled()


def test_a_plan_is_given_up_when_the_mapping_changes(person, tmp_path):
    path = tmp_path / "many.csv"
    lines = "".join(f"Town {n},PL,{n}\n" for n in range(60_000))
    path.write_text(f"City,Country,Inhabitants\n{lines}", encoding="utf-8")
    shown = brings(person, path)
    shown.turn_to(Step.PLAN)
    task = person.desk.importing._planning
    shown.turn_to(Step.COLUMNS)
    shown.columns.preview.go_to(2)
    shown.columns.preview.setFocus()
    with person.qtbot.waitSignal(task.cancelled, timeout=20_000):
        person.qtbot.keyClick(shown.columns.preview, Qt.Key.Key_Delete)
    assert person.desk.importing._planning is None


def test_nothing_is_brought_into_the_past(person, members):
    person.searches("as-of:2015")
    person.desk.importing.read(members)
    person.settle()
    assert person.desk.importing.pane is None
    assert "looking at the past" in person.told()


def test_what_is_typed_elsewhere_is_asked_about_first(person, members):
    person.finds("Networks", "polis")
    person.presses("F2")
    form = person.desk.record.form
    person.fills(form.root, place="Here")
    person.desk.importing.read(members)
    person.settle()
    assert form.foot.is_asking()
    person.clicks(form.foot.discard_button)
    assert pane(person).file.name.text() == "tram cities.csv"


def test_a_form_that_is_opened_meanwhile_can_be_seen(person, members):
    shown = brings(person, members)
    person.presses("Ctrl+N")
    assert person.desk.record.form.isVisible()
    assert person.desk.under_way.isVisible()
    person.presses("Escape")
    person.clicks(person.desk.under_way.button)
    assert shown.isVisible()


def test_duplicates_and_a_list_make_room_for_each_other(person, members):
    shown = brings(person, members)
    person.desk.doubles.find()
    person.settle()
    assert person.desk.doubles.pane.isVisible()
    assert person.desk.record.isVisible()
    person.presses("Ctrl+Shift+I")
    assert shown.isVisible()
    person.presses("Escape")
    assert person.desk.browse.isVisible()
    assert not person.desk.doubles.is_shown()


def test_of_a_whole_catalogue_it_is_said_how_to_bring_it_in(person, tmp_path):
    path = tmp_path / "all.json"
    lossless.write(person.catalog, path)
    person.desk.importing.read(path)
    person.settle()
    assert "“all.json” holds a whole catalogue, not a list" in person.told()
