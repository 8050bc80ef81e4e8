"""What is being typed outlives the program, and is offered again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from netcatalog.domain.changes import Change
from netcatalog.domain.drafts import Draft
from netcatalog.domain.records import Actor, Body, Figure, Name, Note
from netcatalog.services.drafts import Drafts
from netcatalog.services.opening import open_catalog
from netcatalog.ui.clash_dialog import ClashDialog
from tests import make
from tests.conftest import clock


@pytest.fixture
def crashes(arrives, seeded_path, qtbot):
    """Return a function with which the program of a person ends at once, and another begins.

    It closes nothing and stores nothing; what was kept until then is all there is.
    """

    def crash(person):
        qtbot.waitUntil(lambda: not person.desk.drafting._soon.isActive())
        person.settle()
        person.desk.session.catalog.close()  # the system would do so
        return arrives(seeded_path)

    return crash


@pytest.fixture
def writer(person):
    """Someone who opened the form of Polis."""
    person.finds("Networks", "polis")
    person.presses("F2")
    return person


def website(person):
    return person.desk.record.form.root.editors["website"]


def bar(person):
    return person.desk.drafting.bar


def test_what_was_typed_is_offered_after_a_crash(writer, crashes):
    writer.fills(writer.desk.record.form.root, website="https://new.example")
    again = crashes(writer)
    assert bar(again).words.text().startswith("What you were typing in “Polis”, 23 November 2026")


def test_taken_up_it_stands_in_the_form_again(writer, crashes):
    writer.fills(writer.desk.record.form.root, website="https://new.example")
    again = crashes(writer)
    again.clicks(bar(again).take_button)
    assert website(again).line.text() == "https://new.example"
    assert not bar(again).isVisible()
    again.saves()
    polis = again.catalog.record(Actor, again.catalog.actor_named("Polis"))
    assert polis.website == "https://new.example"


def test_what_is_no_value_is_kept_as_it_was_typed(writer, crashes):
    writer.fills(writer.desk.record.form.root, population="some thousand")
    again = crashes(writer)
    again.clicks(bar(again).take_button)
    assert again.desk.record.form.root.editors["population"].line.text() == "some thousand"


def test_new_facts_and_removed_ones_are_kept(writer, crashes):
    entry = writer.adds(Name)
    writer.fills(entry.form, text="Πόλις")
    writer.clicks(writer.section(Figure).entries[0].remove_button)
    again = crashes(writer)
    again.clicks(bar(again).take_button)
    changes = again.desk.record.form.changes()
    assert [one.after.text for one in changes if one.before is None] == ["Πόλις"]
    assert [type(one.before) for one in changes if one.after is None] == [Figure]


def test_a_new_record_is_kept_with_its_name(person, crashes):
    person.turns_to("Authorities")
    person.presses("Ctrl+N")
    form = person.desk.record.form
    person.fills(person.section(Name).entries[0].form, text="Łódź")
    person.fills(form.root, population="670000")
    again = crashes(person)
    again.turns_to("Networks")
    again.clicks(bar(again).take_button)
    again.saves()
    lodz = again.catalog.record(Actor, again.catalog.actor_named("Łódź"))
    assert (lodz.kind, lodz.population) == ("authority", 670_000)


def test_a_note_is_kept(person, crashes):
    person.finds("Networks", "polis")
    person.presses("Ctrl+Shift+N")
    person.types("Ask about the fee")
    again = crashes(person)
    assert "note that you were writing on “Polis”" in bar(again).words.text()
    again.clicks(bar(again).take_button)
    assert again.desk.record.note.note().text == "Ask about the fee"
    again.presses("Ctrl+Return")
    assert [one.text for one, _ in again.catalog.everything() if isinstance(one, Note)] == [
        "Ask about the fee"
    ]


def test_what_was_stored_is_not_offered(writer, crashes):
    writer.fills(writer.desk.record.form.root, website="https://new.example")
    writer.saves()
    assert not bar(crashes(writer)).isVisible()


def test_what_was_given_up_is_not_offered(writer, crashes):
    writer.fills(writer.desk.record.form.root, website="https://new.example")
    writer.presses("Escape")
    writer.clicks(writer.desk.record.form.foot.discard_button)
    assert not bar(crashes(writer)).isVisible()


def test_discarded_it_is_not_offered_again(writer, crashes):
    writer.fills(writer.desk.record.form.root, website="https://new.example")
    again = crashes(writer)
    again.clicks(bar(again).discard_button)
    assert not bar(again).isVisible()
    assert not bar(crashes(again)).isVisible()


def test_not_decided_on_it_is_offered_once_more(writer, crashes):
    writer.fills(writer.desk.record.form.root, website="https://new.example")
    again = crashes(crashes(writer))
    assert bar(again).isVisible()


def test_what_a_colleague_stored_since_meets_it_as_ever(writer, crashes, seeded_path):
    writer.fills(writer.desk.record.form.root, website="https://new.example")
    writer.settle()
    with open_catalog(seeded_path, user="Ivo", clock=clock) as other:
        polis = other.record(Actor, other.actor_named("Polis"))
        after = replace(polis, website="https://ivo.example")
        other.apply("edit", [Change(before=polis, after=after)])
    again = crashes(writer)
    again.clicks(bar(again).take_button)
    again.presses("Ctrl+S")
    ((_asked, theirs, mine),) = again.dialog(ClashDialog).choices
    assert (theirs.label.text(), mine.label.text()) == (
        "https://ivo.example",
        "https://new.example",
    )


def test_of_a_record_that_is_gone_the_text_can_be_copied(writer, crashes, seeded_path):
    writer.fills(writer.desk.record.form.root, website="https://new.example")
    writer.settle()
    with open_catalog(seeded_path, user="Ivo", clock=clock) as other:
        make.remove(other, Actor, other.actor_named("Polis"))
    again = crashes(writer)
    again.clicks(bar(again).take_button)
    assert "is not in the catalogue any more" in bar(again).words.text()
    again.clicks(bar(again).copy_button)
    assert QGuiApplication.clipboard().text() == "Website: https://new.example"


def test_a_draft_that_cannot_be_read_is_put_aside_and_said(arrives, seeded_path, settings):
    folder = Path(settings.fileName()).parent / "drafts"
    Drafts(folder, seeded_path).keep(1, Draft(at=clock(), title="Polis", record="actor"))
    (file,) = folder.iterdir()
    file.write_bytes(b"\0 no draft")
    person = arrives(seeded_path)
    assert "cannot be read" in person.told()
    assert [one.suffix for one in folder.iterdir()] == [".damaged"]


def test_nobody_else_can_read_it(writer, qtbot):
    writer.fills(writer.desk.record.form.root, website="https://new.example")
    folder = writer.desk.drafting._folder
    qtbot.waitUntil(folder.exists)
    assert folder.stat().st_mode & 0o077 == 0


def test_to_read_only_nothing_is_offered(writer, crashes, arrives, seeded_path):
    writer.fills(writer.desk.record.form.root, website="https://new.example")
    again = crashes(writer)
    again.leaves()
    reader = arrives()
    reader.desk.open(seeded_path, reading=True)
    reader.settle()
    assert not bar(reader).isVisible()


def test_facts_inside_facts_are_kept(writer, crashes):
    entry = writer.adds(Body)
    writer.fills(entry.form, name="Council")
    again = crashes(writer)
    again.clicks(bar(again).take_button)
    (change,) = again.desk.record.form.changes()
    assert change.after.name == "Council"
