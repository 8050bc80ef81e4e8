"""Giving out: CSV of a table or of everything, fact sheets and the register as PDF."""

from __future__ import annotations

import csv
import zipfile

import openpyxl
import pikepdf
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit

from netcatalog.domain.records import Topic
from netcatalog.transfer import lossless
from netcatalog.ui.export_dialog import ExportDialog
from tests import make
from tests.ui import forms


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def table(path, delimiter=","):
    """Return a CSV file as lists of cells."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def export(person):
    """Open the dialog with Ctrl+E."""
    person.presses("Ctrl+E")
    return person.dialog(ExportDialog)


def name(person, dialog, path):
    """Type where the file goes, over what stands there."""
    dialog.path.setFocus()
    dialog.path.selectAll()
    forms.keys(person.qtbot, dialog.path, str(path))


# CSV


def test_the_table_is_exported_as_it_is_filtered(person, out):
    person.finds("Authorities", "country:PL")
    dialog = export(person)
    assert dialog.this_table.text() == f"The table as shown: {len(person.rows())} authorities"
    name(person, dialog, out / "polish.csv")
    person.presses("Return")
    head, *rows = table(out / "polish.csv")
    assert head == [one.key for one in person.desk.browse.shown_columns()]
    assert [row[0] for row in rows] == person.rows()
    assert person.told() == f"Written: {out / 'polish.csv'}"


def test_only_the_columns_that_are_shown_are_exported(person, out):
    browse = person.desk.browse
    person.toggles_column(browse.shown_columns()[1].label)
    browse.table.horizontalHeader().moveSection(0, 2)
    dialog = export(person)
    name(person, dialog, out / "networks.csv")
    person.clicks(dialog.export_button)
    assert table(out / "networks.csv")[0] == [one.key for one in browse.shown_columns()]


def test_the_order_of_the_table_is_that_of_the_file(person, out):
    person.turns_to("Authorities")
    for _ in range(2):
        person.clicks(person.desk.browse.table.header.viewport(), QPoint(20, 12))
    dialog = export(person)
    name(person, dialog, out / "authorities.csv")
    person.clicks(dialog.export_button)
    written = [row[0] for row in table(out / "authorities.csv")[1:]]
    assert written == person.rows() == sorted(written, key=str.casefold, reverse=True)


def test_separator_and_mark_are_chosen_with_the_keyboard(person, out):
    dialog = export(person)
    name(person, dialog, out / "networks.csv")
    dialog.separator.setFocus()
    person.presses("Down", "Tab", "Space")
    person.clicks(dialog.export_button)
    content = (out / "networks.csv").read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert len(table(out / "networks.csv", ";")[0]) > 1


def test_the_whole_catalogue_is_exported_as_a_zip_of_tables(person, out):
    dialog = export(person)
    name(person, dialog, out / "all.csv")
    person.clicks(dialog.whole)
    assert dialog.path.text() == str(out / "all.zip")
    person.clicks(dialog.export_button)
    with zipfile.ZipFile(out / "all.zip") as made:
        tables = [one for one in made.namelist() if one.endswith(".csv")]
        assert len(tables) >= 10
        assert b"Transport Authorities" in b"".join(made.read(one) for one in tables)


def test_what_a_file_is_follows_from_what_is_chosen(person, out):
    dialog = export(person)
    name(person, dialog, out / "networks.csv")
    dialog.format.setFocus()
    person.presses("Down")
    assert dialog.path.text() == str(out / "networks.xlsx")
    assert not dialog.separator.isEnabled()
    person.clicks(dialog.export_button)
    sheet = openpyxl.load_workbook(out / "networks.xlsx").active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == person.rows()


def test_all_there_is_can_be_read_again(person, out):
    dialog = export(person)
    name(person, dialog, out / "all.csv")
    person.clicks(dialog.whole)
    dialog.format.setFocus()
    person.presses("Down")
    person.clicks(dialog.export_button)
    assert lossless.is_ours(out / "all.json")


def test_for_the_public_what_is_private_is_left_out(person, out):
    make.add(person.catalog, make.record(Topic, actor=1, label="a secret", private=True))
    dialog = export(person)
    name(person, dialog, out / "all.csv")
    person.clicks(dialog.whole)
    person.clicks(dialog.public)
    person.clicks(dialog.export_button)
    with zipfile.ZipFile(out / "all.zip") as made:
        assert b"a secret" not in b"".join(made.read(one) for one in made.namelist())


def test_the_history_is_not_for_the_public(person):
    dialog = export(person)
    person.clicks(dialog.whole)
    dialog.format.setFocus()
    person.presses("Down", "Down")
    assert "history" in dialog.format.currentText()
    assert not dialog.public.isEnabled()


def test_the_file_is_chosen_in_a_dialog_of_its_own(person, out):
    dialog = export(person)
    person.clicks(dialog.choose)
    chooser = dialog.findChild(QFileDialog)
    line = chooser.findChild(QLineEdit, "fileNameEdit")
    line.selectAll()
    forms.keys(person.qtbot, line, str(out / "mine.csv"))
    person.qtbot.keyClick(line, Qt.Key.Key_Return)
    person.settle()
    assert dialog.path.text() == str(out / "mine.csv")


def test_the_dialog_proposes_a_name_for_the_section(person):
    person.turns_to("Authorities")
    assert export(person).path.text().endswith("authorities.csv")


def test_the_dialog_says_that_a_file_will_be_replaced(person, out):
    (out / "old.csv").write_text("old")
    dialog = export(person)
    name(person, dialog, out / "old.csv")
    assert dialog.there.isVisible()
    name(person, dialog, out / "new.csv")
    assert dialog.there.isHidden()


def test_nothing_is_written_after_escape(person, out):
    dialog = export(person)
    name(person, dialog, out / "networks.csv")
    person.presses("Escape")
    assert not list(out.iterdir())
    assert not person.window.findChildren(QDialog)


def test_a_folder_that_is_not_there_is_said(person, out):
    dialog = export(person)
    name(person, dialog, out / "nowhere" / "networks.csv")
    person.presses("Return")
    assert person.told().startswith("There is no folder")
    assert person.desk.browse.table.isEnabled()


def test_a_catalogue_is_not_written_over(person, seeded_path):
    before = seeded_path.read_bytes()
    dialog = export(person)
    name(person, dialog, seeded_path)
    person.presses("Return")
    assert str(seeded_path.name) in person.told()
    assert not person.told().startswith("Written")
    assert seeded_path.read_bytes() == before


# PDF


def test_a_fact_sheet_is_set_through_the_menu(person, out):
    person.types("emta")
    person.picks("Catalogue", "Fact sheet")
    chooser = person.dialog(QFileDialog)
    assert chooser.selectedFiles()[0].endswith("European Metropolitan Transport Authorities.pdf")
    person.names_file(out / "emta.pdf")
    assert person.told() == f"Written: {out / 'emta.pdf'}"
    with pikepdf.open(out / "emta.pdf") as pdf:
        assert "Transport Authorities" in str(pdf.docinfo.get("/Title", pdf.open_metadata()))


def test_ctrl_p_asks_where_the_fact_sheet_goes(person, out):
    person.types("polis")
    person.presses("Ctrl+P")
    person.names_file(out / "polis")
    assert (out / "polis.pdf").read_bytes().startswith(b"%PDF")


def test_the_register_is_set_through_the_menu(person, out):
    person.picks("Catalogue", "Register")
    person.names_file(out / "register.pdf")
    assert person.told() == f"Written: {out / 'register.pdf'}"
    with pikepdf.open(out / "register.pdf") as pdf:
        assert len(pdf.pages) >= 1


def test_a_name_no_system_takes_is_made_one_that_each_does(arrives, catalog_path, catalog):
    make.actor(catalog, 'A/B: "C"?')
    person = arrives(catalog_path)
    person.presses("Ctrl+P")
    (chosen,) = person.dialog(QFileDialog).selectedFiles()
    assert chosen.endswith("A-B- -C--.pdf")
    person.presses("Escape")


def test_a_fact_sheet_is_offered_of_actors_only(person):
    person.types("emta")
    assert person.desk.record.sheet_button.isEnabled()
    person.turns_to("Sources")
    assert not person.desk.record.sheet_button.isEnabled()
