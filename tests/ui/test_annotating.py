"""Notes and tags: what the user adds to a record, never mixed with its facts."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from netcatalog.domain.records import Actor, Membership, Note, Tag
from netcatalog.ui.note_pane import NotePane
from tests import make
from tests.conftest import NOW, USER


def notes(person):
    """Return the notes on the record that is shown, as they are stored."""
    return [entry.record for entry in person.desk.record.page.group(Note)]


def write(person, text):
    """Write a note on the record that is shown, with the keyboard alone."""
    person.presses("Ctrl+Shift+N")
    person.types(text)
    person.presses("Ctrl+Return")


def test_a_note_is_written_beside_the_page_it_is_about(person):
    person.types("emta")
    person.presses("Ctrl+Shift+N")
    assert isinstance(QApplication.focusWidget().parent(), NotePane)
    assert person.desk.record.view.isVisible()
    assert person.desk.record.note.heading.text() == (
        "Note on European Metropolitan Transport Authorities"
    )


def test_a_note_is_stored_with_author_and_time_and_set_as_markdown(person):
    person.types("emta")
    write(person, "We **joined** in 2019")
    (note,) = notes(person)
    assert (note.text, note.author, note.written) == ("We **joined** in 2019", USER, NOW)
    assert person.desk.record.note is None
    assert "We joined in 2019" in person.page()
    assert person.told() == ("Stored: add note on European Metropolitan Transport Authorities")


def test_a_note_is_written_with_the_mouse(person):
    person.types("emta")
    person.clicks(person.desk.record.note_button)
    person.types("Ask about the fee")
    person.clicks(person.desk.record.note.foot.save_button)
    assert [one.text for one in notes(person)] == ["Ask about the fee"]


def test_a_note_hangs_on_an_authority_or_a_membership_as_well(person):
    for section, kind in (("Authorities", Actor), ("Memberships", Membership)):
        person.finds(section, "prague")
        person.presses("Return")
        write(person, f"On this of the {section.lower()}")
        (note,) = notes(person)
        assert type(person.desk.record.page.entry.record) is kind
        assert note.text == f"On this of the {section.lower()}"


def test_a_note_is_changed_where_it_stands(person):
    person.types("emta")
    write(person, "Ask about the fee")
    (note,) = notes(person)
    person.desk.record.view.record_requested.emit("note", note.id)
    person.settle()
    person.presses("Ctrl+End")
    person.types("s")
    person.presses("Ctrl+Return")
    assert [one.text for one in notes(person)] == ["Ask about the fees"]
    assert person.told().startswith("Stored: edit note on ")


def test_what_was_typed_into_a_note_is_asked_about_before_it_goes(person):
    person.types("emta")
    person.presses("Ctrl+Shift+N")
    person.types("Ask about the fee")
    pane = person.desk.record.note
    person.presses("Escape")
    assert pane.foot.is_asking()
    person.presses("Escape")
    assert person.desk.record.note is pane
    person.presses("Escape")
    person.clicks(pane.foot.discard_button)
    assert person.desk.record.note is None
    assert notes(person) == []


def test_an_empty_note_goes_without_a_question(person):
    person.types("emta")
    person.presses("Ctrl+Shift+N", "Escape")
    assert person.desk.record.note is None
    assert person.desk.record.view.browser.hasFocus()


def test_a_note_that_is_begun_stays_at_the_record_it_is_about(person):
    person.types("emta")
    person.presses("Ctrl+Shift+N")
    person.types("Ask about the fee")
    person.searches("polis")
    person.presses("Return")
    note = person.desk.record.note
    assert note is not None
    note.text.setFocus()
    person.presses("Ctrl+Return")
    person.searches("emta")
    assert [one.text for one in notes(person)] == ["Ask about the fee"]


def test_notes_are_no_facts(person):
    person.types("emta")
    write(person, "Over 100 members, they say")
    kinds = {type(e.record) for g in person.desk.record.page.groups for e in g.entries if e.quote}
    assert Note not in kinds


def test_records_with_a_note_are_found(person):
    person.types("emta")
    write(person, "Ask about the fee")
    person.searches("has:note")
    assert person.rows() == ["European Metropolitan Transport Authorities"]


def test_tags_already_in_use_are_offered(arrives, catalog_path, catalog):
    first, second = make.actor(catalog, "Alpha"), make.actor(catalog, "Beta")
    make.fact(catalog, Tag, actor=first, label="renew")
    person = arrives(catalog_path)
    person.types("beta")
    assert person.desk.record.page.entry.record.id == second
    person.presses("F2")
    bar = person.desk.record.form.tags[0].bar
    bar.setFocus()
    person.types("re")
    person.qtbot.waitUntil(bar.popup.isVisible)
    person.presses("Down", "Return")
    person.window.activateWindow()
    person.qtbot.waitUntil(person.window.isActiveWindow)
    person.saves()
    assert [one.record.label for one in person.desk.record.page.group(Tag)] == ["renew"]


def test_a_tag_is_taken_away(arrives, catalog_path, catalog):
    key = make.actor(catalog, "Alpha")
    make.fact(catalog, Tag, actor=key, label="renew")
    make.fact(catalog, Tag, actor=key, label="old")
    person = arrives(catalog_path)
    person.presses("Down", "F2")
    bar = person.desk.record.form.tags[0].bar
    bar.setFocus()
    bar.selectAll()
    person.types("old")
    person.presses("Tab")
    person.saves()
    assert [one.record.label for one in person.desk.record.page.group(Tag)] == ["old"]
