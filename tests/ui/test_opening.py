"""Opening and closing: bad files get a sentence, and nothing that was typed is lost."""

from __future__ import annotations

import sqlite3

import pytest
from PySide6.QtWidgets import QFileDialog

from netcatalog.domain.records import Actor, Note
from netcatalog.services.opening import open_catalog
from tests import make
from tests.conftest import USER

# Opening


def test_a_catalogue_is_opened_through_the_menu(person, catalog_path, catalog):
    make.actor(catalog, "Alpha")
    person.presses("Ctrl+O")
    person.names_file(catalog_path)
    assert person.rows() == ["Alpha"]
    assert person.window.windowTitle() == "Alpha – catalogue – NetCatalog"


def test_a_new_catalogue_is_made_through_the_menu(person, tmp_path):
    person.picks("Catalogue", "New catalogue")
    person.names_file(tmp_path / "ours")
    assert (tmp_path / "ours.netcatalog").exists()
    assert person.desk.browse.empty.isVisible()
    person.presses("Ctrl+N")
    person.types("Alpha")
    person.saves()
    with open_catalog(tmp_path / "ours.netcatalog", user=USER) as made:
        assert made.actor_named("alpha")


def test_a_new_catalogue_is_not_made_over_one_there_is(person, seeded_path):
    before = seeded_path.read_bytes()
    person.desk.make(seeded_path)
    person.settle()
    assert seeded_path.name in person.told()
    assert seeded_path.read_bytes() == before
    assert len(person.rows()) == 7


def test_another_catalogue_brings_its_own_counts_and_undo(person, catalog_path, catalog):
    make.actor(catalog, "Alpha")
    person.opens(catalog_path)
    assert person.desk.sections.item(0).text() == "Networks  1"
    assert person.desk.menus.undo.text() == "&Undo: add"
    person.turns_to("Sources")
    assert person.rows() == []
    assert person.page().startswith("Nothing chosen")


def _text(path):
    path.write_text("Dear colleagues,\n" * 100)


def _nothing(path):
    path.write_bytes(b"")


def _other_database(path):
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()


def _folder(path):
    path.mkdir()


@pytest.mark.parametrize("make_file", [_text, _nothing, _other_database, _folder])
def test_what_is_no_catalogue_gets_a_sentence_and_the_window_goes_on(person, tmp_path, make_file):
    path = tmp_path / "letter.netcatalog"
    make_file(path)
    person.opens(path)
    assert "letter.netcatalog" in person.told()
    person.types("emta")
    assert person.title() == "European Metropolitan Transport Authorities"
    assert person.desk.status.text() == str(person.catalog.path)


def test_a_file_that_is_not_there_leaves_an_empty_window_usable(arrives, tmp_path, seeded_path):
    person = arrives(tmp_path / "gone.netcatalog")
    assert "gone.netcatalog" in person.told()
    assert person.page().startswith("No catalogue is open")
    person.opens(seeded_path)
    assert len(person.rows()) == 7


def test_without_a_catalogue_no_key_does_anything(arrives, tmp_path):
    person = arrives(tmp_path / "gone.netcatalog")
    for key in ("F2", "Ctrl+N", "Ctrl+Shift+N", "Ctrl+E", "Ctrl+P", "Ctrl+Z", "Ctrl+2", "Delete"):
        person.presses(key)
    assert person.desk.record.form is None
    assert person.desk.record.note is None
    assert not person.window.findChildren(QFileDialog)


def test_the_button_for_a_new_record_does_nothing_without_a_catalogue(arrives, tmp_path):
    person = arrives(tmp_path / "gone.netcatalog")
    assert not person.desk.browse.new_button.isEnabled()
    assert not person.desk.browse.export_button.isEnabled()


@pytest.mark.slow
def test_a_file_that_another_program_holds_keeps_what_was_typed(person, seeded_path):
    person.types("emta")
    person.presses("F2")
    person.fills(person.desk.record.form.root, website="https://emta.example/")
    other = sqlite3.connect(seeded_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    person.presses("Ctrl+S")
    form = person.desk.record.form
    assert "seeded.netcatalog" in form.foot.message.text.text()
    assert form.root.editors["website"].value() == "https://emta.example/"
    other.execute("ROLLBACK")
    other.close()
    person.saves()
    assert "https://emta.example/" in person.page()


# Closing


def typed(person):
    """Begin to edit EMTA, and return the form."""
    person.types("emta")
    person.presses("F2")
    person.fills(person.desk.record.form.root, website="https://emta.example/")
    return person.desk.record.form


def website(path):
    """Return EMTA's website as the file has it."""
    with open_catalog(path, user=USER) as catalog:
        return catalog.record(Actor, catalog.actor_named("EMTA")).website


def test_a_window_in_which_nothing_was_typed_closes_at_once(person):
    person.presses("F2")
    person.presses("Ctrl+Q")
    assert not person.window.isVisible()


def test_closing_asks_in_the_form_and_goes_on_editing(person):
    form = typed(person)
    person.window.close()
    assert person.window.isVisible()
    assert form.foot.is_asking()
    person.clicks(form.foot.keep_button)
    assert person.window.isVisible()
    assert person.desk.record.form is form


def test_closing_and_discarding_closes_the_window(person, seeded_path):
    form = typed(person)
    person.window.close()
    person.clicks(form.foot.discard_button)
    assert not person.window.isVisible()
    assert website(seeded_path) == ""


def test_closing_and_saving_stores_and_closes_the_window(person, seeded_path):
    form = typed(person)
    person.window.close()
    person.clicks(form.foot.save_button)
    person.settle()
    assert not person.window.isVisible()
    assert website(seeded_path) == "https://emta.example/"


def test_who_goes_on_editing_is_not_closed_out_later(person):
    form = typed(person)
    person.window.close()
    person.clicks(form.foot.keep_button)
    person.saves()
    assert person.window.isVisible()


def test_closing_and_saving_stays_open_where_it_cannot_be_stored(person, seeded_path):
    form = typed(person)
    person.window.close()
    with open_catalog(seeded_path, user="Ivo") as other:
        make.remove(other, Actor, other.actor_named("EMTA"))
    person.clicks(form.foot.save_button)
    assert person.window.isVisible()
    assert form.foot.message.isVisible()


def test_closing_asks_about_a_note_as_well(person, seeded_path):
    person.types("emta")
    person.presses("Ctrl+Shift+N")
    person.types("Ask about the fee")
    person.window.close()
    note = person.desk.record.note
    assert note.foot.is_asking()
    person.clicks(note.foot.save_button)
    person.settle()
    assert not person.window.isVisible()
    with open_catalog(seeded_path, user=USER) as catalog:
        page = catalog.page(Actor, catalog.actor_named("EMTA"))
    assert [one.record.text for one in page.group(Note)] == ["Ask about the fee"]


def test_a_form_and_a_note_are_both_asked_about(person):
    person.types("emta")
    person.presses("Ctrl+Shift+N")
    person.types("Ask about the fee")
    person.clicks(person.desk.record.edit_button)
    person.fills(person.desk.record.form.root, website="https://emta.example/")
    person.window.close()
    person.clicks(person.desk.record.form.foot.discard_button)
    assert person.window.isVisible()
    assert person.desk.record.note.foot.is_asking()
    person.clicks(person.desk.record.note.foot.discard_button)
    assert not person.window.isVisible()


def test_another_catalogue_is_not_opened_over_what_was_typed(person, catalog_path):
    form = typed(person)
    person.opens(catalog_path)
    assert person.desk.record.form is form
    assert form.foot.is_asking()
    assert person.window.windowTitle().endswith("seeded – NetCatalog")
    person.clicks(form.foot.discard_button)
    person.settle()
    assert person.window.windowTitle() == "catalogue – NetCatalog"
