"""Editing: records of every kind and what hangs on them, from the key stroke to the file."""

from __future__ import annotations

from dataclasses import replace

from netcatalog.domain.changes import Change
from netcatalog.domain.choices import ActorKind, Measure, NameType, Qualifier
from netcatalog.domain.records import (
    Actor,
    Figure,
    Membership,
    Name,
    Period,
    Source,
    Tag,
)
from netcatalog.services.opening import open_catalog
from tests import make

EMTA = "European Metropolitan Transport Authorities"


def facts(person, name, kind):
    """Return the records of a type on an actor's page, as they are stored."""
    page = person.catalog.page(Actor, person.catalog.actor_named(name))
    return [entry.record for entry in page.group(kind)]


# Renaming


def test_f2_turns_the_page_into_a_form_and_escape_turns_it_back(person):
    person.types("emta")
    person.presses("F2")
    assert person.desk.record.form.isVisible()
    person.presses("Escape")
    assert person.desk.record.form is None
    assert person.desk.record.view.browser.hasFocus()


def test_a_name_is_changed_and_can_be_undone_by_its_title(person):
    person.types("emta")
    person.presses("F2")
    entry = person.edits(Name, "EMTA")
    person.fills(entry.form, text="EMTA-Europe")
    person.saves()
    assert "EMTA-Europe" in person.page()
    assert person.told() == "Stored: rename EMTA"
    assert person.desk.menus.undo.text() == "&Undo: rename EMTA"
    assert [one.text for one in facts(person, "EMTA-Europe", Name)] == [EMTA, "EMTA-Europe"]


def test_the_button_in_the_message_takes_the_change_back(person):
    person.types("emta")
    person.presses("F2")
    person.fills(person.edits(Name, "EMTA").form, text="EMTA-Europe")
    person.saves()
    person.clicks(person.desk.message.action)
    assert person.told() == "Undone: rename EMTA"
    assert [one.text for one in facts(person, "EMTA", Name)] == [EMTA, "EMTA"]
    assert "EMTA" in person.page()


def test_the_form_can_be_opened_and_stored_with_the_mouse(person):
    person.types("emta")
    person.clicks(person.desk.record.edit_button)
    person.fills(person.desk.record.form.root, website="https://emta.example/")
    person.clicks(person.desk.record.form.foot.save_button)
    assert person.desk.record.form is None
    assert "https://emta.example/" in person.page()


def test_the_table_shows_the_new_name_and_stays_at_the_record(person):
    person.searches("")
    person.presses("Down", "End")
    assert person.title() == "Polis"
    person.presses("F2")
    person.fills(person.edits(Name, "Polis").form, text="Aardvark Cities")
    person.saves()
    assert person.title() == "Aardvark Cities"
    row = person.desk.browse.table.currentIndex().row()
    assert person.rows()[row] == "Aardvark Cities"


# What may be lost


def test_what_was_typed_is_asked_about_before_it_goes(person):
    person.types("emta")
    person.presses("F2")
    person.fills(person.desk.record.form.root, website="https://emta.example/")
    form = person.desk.record.form
    person.presses("Escape")
    assert form.foot.is_asking()
    person.presses("Escape")
    assert not form.foot.is_asking()
    assert person.desk.record.form is form
    person.presses("Escape")
    person.clicks(form.foot.discard_button)
    assert person.desk.record.form is None
    assert person.catalog.undoable().undo.title == "add the first seven networks"


def test_a_form_in_which_something_was_typed_stays_when_another_record_is_chosen(person):
    person.presses("Down", "F2")
    person.fills(person.desk.record.form.root, website="https://a.example/")
    form = person.desk.record.form
    person.desk.browse.table.setFocus()
    person.presses("Down")
    assert person.desk.record.form is form
    assert form.isVisible()


def test_a_form_in_which_nothing_was_typed_gives_way_to_another_record(person):
    person.presses("Down", "F2")
    person.desk.browse.table.setFocus()
    person.presses("Down")
    assert person.desk.record.form is None
    assert person.title() == person.rows()[1]


def test_problems_are_said_at_the_field_and_nothing_is_stored(person):
    person.types("emta")
    person.presses("F2")
    person.fills(person.desk.record.form.root, website="emta.example")
    editor = person.desk.record.form.root.editors["website"]
    assert editor.problem.isVisible()
    assert "begins with http" in editor.problem.text()
    person.presses("Ctrl+S")
    assert person.desk.record.form is not None
    assert editor.has_keyboard()
    assert person.catalog.undoable().undo.title == "add the first seven networks"


def test_a_change_that_is_refused_keeps_all_that_was_typed(person, seeded_path):
    person.types("emta")
    person.presses("F2")
    person.fills(person.desk.record.form.root, website="https://emta.example/")
    with open_catalog(seeded_path, user="Ivo") as other:
        actor = other.record(Actor, other.actor_named("EMTA"))
        other.apply("set place", [Change(before=actor, after=replace(actor, place="Paris"))])
    person.presses("Ctrl+S")
    form = person.desk.record.form
    assert form.foot.message.isVisible()
    assert "changed" in form.foot.message.text.text()
    assert form.root.editors["website"].value() == "https://emta.example/"
    assert form.foot.save_button.isEnabled()


def test_a_record_that_somebody_removed_meanwhile_keeps_all_that_was_typed(person, seeded_path):
    person.types("emta")
    person.presses("F2")
    person.fills(person.desk.record.form.root, website="https://emta.example/")
    with open_catalog(seeded_path, user="Ivo") as other:
        make.remove(other, Actor, other.actor_named("EMTA"))
    person.presses("Ctrl+S")
    form = person.desk.record.form
    assert "not in the catalogue any more" in form.foot.message.text.text()
    assert form.root.editors["website"].value() == "https://emta.example/"


# New records


def test_a_network_is_added_and_shown(person):
    person.types("emta")
    person.presses("Ctrl+N")
    person.types("Łódź Cities Network")
    person.saves()
    assert person.title() == "Łódź Cities Network"
    assert person.desk.browse.search.text() == ""
    assert "Łódź Cities Network" in person.rows()
    assert len(person.rows()) == 8
    assert person.told() == "Stored: add network Łódź Cities Network"
    added = person.catalog.record(Actor, person.catalog.actor_named("lodz cities network"))
    assert (added.kind, added.is_network) == (ActorKind.NETWORK, True)


def test_a_network_without_a_name_is_not_added(person):
    person.presses("Ctrl+N")
    person.fills(person.desk.record.form.root, place="Brno")
    person.presses("Ctrl+S")
    assert person.desk.record.form.foot.hint.text() == "Name, Name: Please fill this in."
    assert person.catalog.undoable().undo.title == "add the first seven networks"


def test_an_authority_is_added_with_acronym_and_country(person):
    person.turns_to("Authorities")
    person.clicks(person.desk.browse.new_button)
    person.types("Statutární město Brno")
    entry = person.adds(Name)
    person.fills(entry.form, text="SMB", type="Acronym")
    person.fills(person.desk.record.form.root, country="Czechia")
    person.saves()
    assert person.title() == "Statutární město Brno"
    added = person.catalog.record(Actor, person.catalog.actor_named("SMB"))
    assert (added.kind, added.country) == (ActorKind.AUTHORITY, "CZ")
    assert [one.type for one in facts(person, "SMB", Name)] == [
        NameType.OFFICIAL,
        NameType.ACRONYM,
    ]


def test_a_membership_is_added_with_its_period(person):
    person.turns_to("Memberships")
    before = len(person.rows())
    person.presses("Ctrl+N")
    form = person.desk.record.form
    person.chooses(form.root, member="prague", network="polis")
    period = person.section(Period).entries[0]
    person.fills(period.form, since="2012~", until="2019-06")
    person.saves()
    assert person.title() == "Prague in Polis"
    assert len(person.rows()) == before + 1
    assert "2012" in person.page()
    stored = person.desk.record.page
    assert isinstance(stored.entry.record, Membership)
    (period,) = (one.record for one in stored.group(Period))
    assert (period.since, period.until) == ("2012~", "2019-06")


def test_a_source_is_added_with_its_text(person):
    person.turns_to("Sources")
    person.presses("Ctrl+N")
    person.fills(person.desk.record.form.root, title="Annual report", text="Over 31 members.")
    person.saves()
    assert person.title() == "Annual report"
    assert (
        person.catalog.record(Source, person.desk.browse.current_id()).text == "Over 31 members."
    )


def test_ctrl_n_does_nothing_in_the_bin(person):
    person.turns_to("Bin")
    person.presses("Ctrl+N")
    assert person.desk.record.form is None


def test_a_new_record_is_not_begun_over_one_that_is_being_typed(person):
    person.presses("Ctrl+N")
    person.types("Alpha")
    form = person.desk.record.form
    person.presses("Ctrl+N")
    assert person.desk.record.form is form
    assert form.is_changed()


# Facts


def test_a_figure_is_added_with_source_passage_and_day(person):
    person.types("polis")
    person.presses("F2")
    form = person.adds(Figure).form
    person.fills(form, measure="Countries", qualifier="Over", low="20")
    person.rests_on(form, "city networks", "around 60 members")
    person.fills(form, as_of="2025-12")
    person.saves()
    assert person.told() == "Stored: add figure to Polis"
    figure = facts(person, "Polis", Figure)[-1]
    assert (figure.measure, figure.qualifier, figure.low) == (
        Measure.COUNTRIES,
        Qualifier.OVER,
        20,
    )
    assert figure.as_of == "2025-12"
    source = person.catalog.record(Source, figure.source)
    assert source.text[figure.start : figure.end] == "around 60 members"
    assert "over 20" in person.page()


def test_a_figure_is_changed(person):
    person.types("polis")
    person.presses("F2")
    person.fills(person.edits(Figure, "about 60").form, low="65", high="65")
    person.saves()
    assert person.told() == "Stored: edit Polis"
    assert [one.low for one in facts(person, "Polis", Figure)] == [65]
    assert "about 65" in person.page()


def test_a_figure_is_removed(person):
    person.types("polis")
    person.presses("F2")
    (figure,) = person.section(Figure).entries
    person.clicks(figure.remove_button)
    assert figure.state.text() == "will be removed"
    person.saves()
    assert person.told() == "Stored: remove figure from Polis"
    assert facts(person, "Polis", Figure) == []
    assert "60" not in person.page().partition("History")[0]


def test_several_changes_are_one_step(person):
    person.types("polis")
    person.presses("F2")
    person.fills(person.edits(Figure, "about 60").form, low="65", high="65")
    person.fills(person.desk.record.form.root, place="Brussels")
    person.saves()
    person.presses("Ctrl+Z")
    assert [one.low for one in facts(person, "Polis", Figure)] == [60]
    assert person.desk.record.page.entry.record.place == ""


def test_a_period_is_added_to_a_membership(person):
    person.finds("Memberships", "prague")
    person.presses("Return", "F2")
    person.fills(person.adds(Period).form, since="1998")
    person.saves()
    assert "since 1998" in person.page()


def test_tags_are_typed_as_words(person):
    person.types("polis")
    person.presses("F2")
    bar = person.desk.record.form.tags[0].bar
    bar.setFocus()
    person.types("renew, Mayor's own")
    person.saves()
    assert [one.label for one in facts(person, "Polis", Tag)] == ["renew", "Mayor's own"]
    person.searches("tag:renew")
    assert person.rows() == ["Polis"]
