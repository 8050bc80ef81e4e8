from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from netcatalog.domain.changes import Change
from netcatalog.domain.choices import ActorKind, Measure, NameType
from netcatalog.domain.errors import ConflictError
from netcatalog.domain.fields import Record, Schema, field, record
from netcatalog.domain.pages import Reference
from netcatalog.domain.records import (
    SCHEMA,
    Actor,
    ActorId,
    Body,
    Document,
    Event,
    Figure,
    Membership,
    Name,
    Note,
    Participant,
    Period,
    Source,
    Statement,
    Tag,
)
from netcatalog.ui.page_form import PageForm
from netcatalog.ui.record_form import unfilled
from tests import make
from tests.ui import forms

EMTA = "European Metropolitan Transport Authorities"


@record("badge", "Badges")
class Badge(Record):
    """A record type that the program has never heard of."""

    actor: ActorId = field("Of", "", owner=True)
    colour: str = field("Colour", "")
    size: int | None = field("Size", "", default=None)


def shown(qtbot, form):
    form.resize(640, 900)
    forms.show(qtbot, form)
    form.start()
    return form


@pytest.fixture
def emta(qtbot, seeded, lookup):
    page = seeded.page(Actor, seeded.actor_named("EMTA"))
    return shown(qtbot, PageForm(page, Actor, SCHEMA, lookup))


@pytest.fixture
def new_network(qtbot, lookup):
    blank = Actor(kind=ActorKind.NETWORK, is_network=True)
    return shown(qtbot, PageForm(None, Actor, SCHEMA, lookup, blank=blank))


def section(form, kind):
    (found,) = [one for one in form.sections if one.kind is kind]
    return found


def click(qtbot, button):
    assert button.isVisible(), f"{button.accessibleName()} cannot be seen"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def add(qtbot, form_or_entry, kind):
    """Press the button that adds a record, and return its entry."""
    found = section(form_or_entry, kind)
    click(qtbot, found.add_button)
    return found.entries[-1]


def save(qtbot, form):
    """Press Ctrl+S where the keyboard is, and return title and changes."""
    with qtbot.waitSignal(form.save_requested, timeout=1000) as saved:
        press_save(qtbot)
    return saved.args


def press_save(qtbot):
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, control)


def applied(catalog, title, changes):
    """Store what a form gave out, and return the records as stored."""
    revision = catalog.apply(title, changes)
    return [step.change.after or step.change.before for step in catalog.changes_of(revision)]


def escape(qtbot):
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)


# A new record


def test_a_new_network_is_named_with_the_keyboard_alone(qtbot, seeded, new_network):
    forms.keys(qtbot, QApplication.focusWidget(), "Cities on the Łódka")
    title, changes = save(qtbot, new_network)
    assert title == "add network Cities on the Łódka"
    actor, name = applied(seeded, title, changes)
    assert (actor.kind, actor.is_network) == (ActorKind.NETWORK, True)
    assert (name.text, name.actor, name.type) == (
        "Cities on the Łódka",
        actor.id,
        NameType.OFFICIAL,
    )


def test_a_new_network_cannot_be_saved_without_a_name(qtbot, new_network):
    forms.type_into(qtbot, new_network.root.editors["place"], "Brno")
    assert not new_network.foot.save_button.isEnabled()
    assert new_network.foot.hint.text() == "Name, Name: Please fill this in."


def test_saving_what_is_wrong_leads_to_the_field(qtbot, new_network):
    new_network.root.editors["website"].setFocus()
    forms.keys(qtbot, QApplication.focusWidget(), "brno.cz")
    with qtbot.assertNotEmitted(new_network.save_requested):
        press_save(qtbot)
    website = new_network.root.editors["website"]
    assert website.has_keyboard()
    assert "begins with http" in website.problem.text()


def test_the_last_name_cannot_be_taken_away(qtbot, new_network):
    entry = section(new_network, Name).entries[0]
    forms.type_into(qtbot, entry.form.editors["text"], "Alpha")
    click(qtbot, entry.remove_button)
    assert new_network.problems() == ["Give it a name."]


def test_a_new_record_starts_with_what_is_known(qtbot, seeded, lookup):
    emta = seeded.actor_named("EMTA")
    form = PageForm(
        None,
        Membership,
        SCHEMA,
        lookup,
        blank=unfilled(Membership, network=emta),
        known=[("actor", Reference(emta, "EMTA"))],
    )
    shown(qtbot, form)
    assert form.root.editors["network"].control.text() == "EMTA"


def test_a_membership_is_added_with_its_period(qtbot, seeded, lookup, runner):
    form = shown(qtbot, PageForm(None, Membership, SCHEMA, lookup))
    forms.choose(qtbot, runner, form.root.editors["member"], "prague")
    forms.choose(qtbot, runner, form.root.editors["network"], "polis")
    period = section(form, Period).entries[0]
    forms.type_into(qtbot, period.form.editors["since"], "2012~")
    title, changes = save(qtbot, form)
    assert title.startswith("add membership Prague")
    assert title.endswith("in Polis (network)")
    membership, stored = applied(seeded, title, changes)
    assert membership.network == seeded.actor_named("Polis")
    assert (stored.membership, stored.since) == (membership.id, "2012~")


def test_what_was_opened_but_not_filled_in_is_not_saved(qtbot, seeded, lookup, runner):
    form = shown(qtbot, PageForm(None, Membership, SCHEMA, lookup))
    forms.choose(qtbot, runner, form.root.editors["member"], "prague")
    forms.choose(qtbot, runner, form.root.editors["network"], "polis")
    _title, changes = save(qtbot, form)
    assert [type(change.after) for change in changes] == [Membership]


def test_a_source_is_added_with_its_text(qtbot, seeded, lookup):
    form = shown(qtbot, PageForm(None, Source, SCHEMA, lookup))
    forms.type_into(qtbot, form.root.editors["title"], "Annual report")
    forms.type_into(qtbot, form.root.editors["text"], "Over 35 members.\nTwo lines.")
    title, changes = save(qtbot, form)
    assert title == "add source Annual report"
    (source,) = applied(seeded, title, changes)
    assert source.text == "Over 35 members.\nTwo lines."


# Facts


def test_renaming_says_so(qtbot, seeded, emta):
    entry = section(emta, Name).entries[1]
    assert entry.label.text().startswith("EMTA")
    click(qtbot, entry.edit_button)
    forms.type_into(qtbot, entry.form.editors["text"], "EMTA-Europe")
    title, changes = save(qtbot, emta)
    assert title == "rename EMTA"
    (change,) = changes
    assert change.after == replace(change.before, text="EMTA-Europe")
    applied(seeded, title, changes)
    assert seeded.actor_named("emta-europe")


def test_a_figure_is_added_with_the_keyboard(qtbot, seeded, emta):
    entry = add(qtbot, emta, Figure)
    assert entry.form.editors["measure"].has_keyboard()
    forms.type_into(qtbot, entry.form.editors["measure"], "Members")
    forms.type_into(qtbot, entry.form.editors["qualifier"], "Over")
    forms.type_into(qtbot, entry.form.editors["low"], "35")
    title, changes = save(qtbot, emta)
    assert title == "add figure to EMTA"
    (figure,) = applied(seeded, title, changes)
    assert (figure.measure, figure.qualifier.label, figure.low) == (Measure.MEMBERS, "over", 35)


def test_done_folds_an_entry_into_its_sentence(qtbot, emta):
    entry = add(qtbot, emta, Figure)
    forms.type_into(qtbot, entry.form.editors["measure"], "Members")
    forms.type_into(qtbot, entry.form.editors["low"], "35000")
    click(qtbot, entry.done_button)
    assert not entry.form.isVisible()
    assert entry.label.text().startswith("35\u202f000 members")
    assert entry.state.text() == "new"
    assert entry.edit_button.hasFocus()


def test_an_entry_with_a_problem_is_not_folded(qtbot, emta):
    entry = add(qtbot, emta, Figure)
    forms.type_into(qtbot, entry.form.editors["measure"], "Members")
    click(qtbot, entry.done_button)
    assert entry.form.editors["low"].problem.text() == "Give the number."
    assert entry.form.editors["low"].has_keyboard()


def test_a_statement_says_of_what_sort_it_is(emta):
    assert section(emta, Statement).entries[0].label.text() == (
        "Aim: promote good practice in public transport"
    )


def test_removing_strikes_through_and_can_be_taken_back(qtbot, emta):
    entry = section(emta, Statement).entries[0]
    click(qtbot, entry.remove_button)
    assert entry.label.font().strikeOut()
    assert entry.state.text() == "will be removed"
    assert emta.title() == "remove statement from EMTA"
    assert emta.foot.save_button.isEnabled()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert not entry.label.font().strikeOut()
    assert emta.changes() == ()


def test_what_was_removed_is_gone_when_saved(qtbot, seeded, emta):
    entry = section(emta, Statement).entries[0]
    gone = entry.record()
    click(qtbot, entry.remove_button)
    title, changes = save(qtbot, emta)
    applied(seeded, title, changes)
    page = seeded.page(Actor, seeded.actor_named("EMTA"))
    assert gone not in [one.record for one in page.group(Statement)]


def test_a_new_entry_without_anything_typed_goes_at_once(qtbot, emta):
    entry = add(qtbot, emta, Figure)
    click(qtbot, entry.remove_button)
    assert section(emta, Figure).entries == []
    assert not emta.is_changed()


def test_participants_are_added_inside_their_event(qtbot, seeded, emta, runner):
    event = add(qtbot, emta, Event)
    forms.type_into(qtbot, event.form.editors["type"], "Founded")
    forms.type_into(qtbot, event.form.editors["date"], "1998")
    participant = add(qtbot, event, Participant)
    forms.choose(qtbot, runner, participant.form.editors["actor"], "vienna")
    forms.type_into(qtbot, participant.form.editors["role"], "founder")
    title, changes = save(qtbot, emta)
    assert title == "edit EMTA"
    stored_event, stored = applied(seeded, title, changes)
    assert (stored.event, stored.role) == (stored_event.id, "founder")


def test_children_there_are_stay_inside_their_event(qtbot, seeded, lookup):
    page = seeded.page(Actor, seeded.actor_named("CEMR"))
    form = shown(qtbot, PageForm(page, Actor, SCHEMA, lookup))
    founded = section(form, Event).entries[0]
    click(qtbot, founded.edit_button)
    (participant,) = section(founded, Participant).entries
    assert "founder" in participant.label.text()
    click(qtbot, participant.remove_button)
    title, changes = save(qtbot, form)
    assert title == "remove participant from CEMR"
    applied(seeded, title, changes)


# References to records of the same page


def test_a_record_just_added_can_be_referred_to(qtbot, seeded, emta, runner):
    document = add(qtbot, emta, Document)
    forms.type_into(qtbot, document.form.editors["title"], "Work programme")
    board = add(qtbot, emta, Body)
    forms.type_into(qtbot, board.form.editors["name"], "Board")
    assembly = add(qtbot, emta, Body)
    forms.type_into(qtbot, assembly.form.editors["name"], "General Assembly")
    forms.choose(qtbot, runner, board.form.editors["elected_by"], "general")
    forms.choose(qtbot, runner, document.form.editors["decided_by"], "boa")
    title, changes = save(qtbot, emta)
    stored = applied(seeded, title, changes)
    bodies = {one.name: one for one in stored if isinstance(one, Body)}
    assert bodies["Board"].elected_by == bodies["General Assembly"].id
    assert stored[-1].decided_by == bodies["Board"].id


def test_two_new_records_cannot_refer_to_each_other(qtbot, emta, runner):
    board = add(qtbot, emta, Body)
    forms.type_into(qtbot, board.form.editors["name"], "Board")
    assembly = add(qtbot, emta, Body)
    forms.type_into(qtbot, assembly.form.editors["name"], "Assembly")
    forms.choose(qtbot, runner, board.form.editors["elected_by"], "ass")
    line = assembly.form.editors["elected_by"].control
    line.setFocus()
    forms.keys(qtbot, line, "board")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert "no body of this name" in assembly.form.editors["elected_by"].problem.text()


def test_a_record_that_another_refers_to_can_be_removed(qtbot, seeded, lookup):
    emta = seeded.actor_named("EMTA")
    board = make.fact(seeded, Body, actor=emta, name="Board")
    plan = make.fact(seeded, Document, actor=emta, title="Plan", decided_by=board.id)
    form = shown(qtbot, PageForm(seeded.page(Actor, emta), Actor, SCHEMA, lookup))
    (document,) = section(form, Document).entries
    click(qtbot, document.edit_button)
    assert document.form.editors["decided_by"].control.text() == "Board"
    forms.type_into(qtbot, document.form.editors["title"], "Strategic plan")
    click(qtbot, section(form, Body).entries[0].remove_button)
    title, changes = save(qtbot, form)
    applied(seeded, title, changes)
    stored = seeded.record(Document, plan.id)
    assert (stored.title, stored.decided_by) == ("Strategic plan", None)


# Tags


def test_tags_are_one_line_of_words(qtbot, seeded, lookup):
    emta = seeded.actor_named("EMTA")
    make.fact(seeded, Tag, actor=emta, label="renew")
    form = shown(qtbot, PageForm(seeded.page(Actor, emta), Actor, SCHEMA, lookup))
    (tags,) = form.tags
    assert tags.bar.text() == "renew"
    tags.bar.setFocus()
    qtbot.keyClicks(tags.bar, ", budget 2027 , Renew")
    title, changes = save(qtbot, form)
    assert title == "add tag to EMTA"
    (tag,) = applied(seeded, title, changes)
    assert (tag.actor, tag.label) == (emta, "budget 2027")


def test_a_tag_that_is_no_longer_in_the_line_is_removed(qtbot, seeded, lookup):
    emta = seeded.actor_named("EMTA")
    make.fact(seeded, Tag, actor=emta, label="renew")
    form = shown(qtbot, PageForm(seeded.page(Actor, emta), Actor, SCHEMA, lookup))
    form.tags[0].bar.setFocus()
    form.tags[0].bar.selectAll()
    qtbot.keyClick(form.tags[0].bar, Qt.Key.Key_Delete)
    title, changes = save(qtbot, form)
    assert title == "remove tag from EMTA"
    applied(seeded, title, changes)


# Leaving


def test_escape_closes_a_form_in_which_nothing_was_typed(qtbot, emta):
    with qtbot.waitSignal(emta.cancelled, timeout=1000):
        escape(qtbot)


def test_escape_asks_beside_the_buttons_before_typing_is_lost(qtbot, emta):
    forms.type_into(qtbot, emta.root.editors["place"], "Paris")
    with qtbot.assertNotEmitted(emta.cancelled):
        escape(qtbot)
    assert emta.foot.question.isVisible()
    assert emta.foot.keep_button.hasFocus()


def test_going_on_editing_goes_back_to_the_field(qtbot, emta):
    place = emta.root.editors["place"]
    place.setFocus()
    forms.keys(qtbot, place.control, "Paris")
    escape(qtbot)
    with qtbot.waitSignal(emta.kept, timeout=1000):
        escape(qtbot)
    assert not emta.foot.question.isVisible()
    assert place.has_keyboard()
    assert place.control.text() == "Paris"


def test_discarding_closes_the_form(qtbot, emta):
    forms.type_into(qtbot, emta.root.editors["place"], "Paris")
    click(qtbot, emta.foot.cancel_button)
    with qtbot.waitSignal(emta.cancelled, timeout=1000):
        click(qtbot, emta.foot.discard_button)


def test_save_works_only_when_something_changed(qtbot, emta):
    assert not emta.foot.save_button.isEnabled()
    forms.type_into(qtbot, emta.root.editors["place"], "Paris")
    assert emta.foot.save_button.isEnabled()
    forms.type_into(qtbot, emta.root.editors["place"], "")
    assert not emta.foot.save_button.isEnabled()


def test_save_is_pressed_once_only(qtbot, emta):
    forms.type_into(qtbot, emta.root.editors["place"], "Paris")
    save(qtbot, emta)
    assert not emta.foot.save_button.isEnabled()
    with qtbot.assertNotEmitted(emta.save_requested):
        emta.save()


def test_nothing_typed_is_lost_when_saving_is_refused(qtbot, seeded, emta):
    forms.type_into(qtbot, emta.root.editors["place"], "Paris")
    figure = add(qtbot, emta, Figure)
    forms.type_into(qtbot, figure.form.editors["measure"], "Members")
    forms.type_into(qtbot, figure.form.editors["low"], "35")
    before = seeded.record(Actor, seeded.actor_named("EMTA"))
    seeded.apply("move", [Change(before=before, after=replace(before, place="Lyon"))])
    title, changes = save(qtbot, emta)
    with pytest.raises(ConflictError) as refused:
        seeded.apply(title, changes)
    emta.show_error(str(refused.value))
    assert "changed in the meantime" in emta.foot.message.text.text()
    assert emta.foot.message.isVisible()
    assert emta.changes() == changes
    assert figure.form.editors["low"].control.text() == "35"
    assert emta.foot.save_button.isEnabled()


# Everything that hangs on a page


@pytest.mark.parametrize("kind", [Actor, Membership, Source], ids=lambda kind: kind.about.key)
def test_everything_that_hangs_on_a_page_can_be_edited_but_notes_and_roots(qtbot, lookup, kind):
    form = shown(qtbot, PageForm(None, kind, SCHEMA, lookup))
    hanging = {other for other, _via in SCHEMA.hanging_on(kind) if not other.about.root}
    edited = {one.kind for one in form.sections} | {Tag for _one in form.tags}
    assert edited == hanging - {Note}


def test_a_type_unknown_to_the_program_has_a_section(qtbot, lookup):
    schema = Schema([*SCHEMA.records, Badge])
    blank = Actor(kind=ActorKind.NETWORK)
    form = shown(qtbot, PageForm(None, Actor, schema, lookup, blank=blank))
    forms.type_into(qtbot, section(form, Name).entries[0].form.editors["text"], "Alpha")
    badge = add(qtbot, form, Badge)
    forms.type_into(qtbot, badge.form.editors["colour"], "green")
    _title, changes = save(qtbot, form)
    assert changes[-1].after == Badge(
        id=badge.record().id, actor=changes[0].after.id, colour="green"
    )


def test_opening_everything_of_the_seed_changes_nothing(qtbot, seeded, lookup, runner):
    for kind in (Actor, Membership, Source):
        for key in range(1, 30):
            try:
                page = seeded.page(kind, key)
            except Exception:  # noqa: BLE001, S112  ids have gaps
                continue
            form = PageForm(page, kind, SCHEMA, lookup)
            qtbot.addWidget(form)
            for part in form.sections:
                for entry in part.entries:
                    entry.open()
                    for inner in entry.sections:
                        for child in inner.entries:
                            child.open()
            forms.settle(qtbot, runner)
            assert form.changes() == ()
            assert form.problems() == []
            assert not form.is_changed()


def test_of_many_records_some_are_shown_first_and_the_others_on_request(qtbot, seeded, lookup):
    emta = seeded.actor_named("EMTA")
    make.add(seeded, *(make.record(Figure, actor=emta, low=low) for low in range(50)))
    form = shown(qtbot, PageForm(seeded.page(Actor, emta), Actor, SCHEMA, lookup))
    figures = section(form, Figure)
    assert len(figures.entries) == 20
    assert figures.more_button.text() == "Show 30 more"
    form._scroll.ensureWidgetVisible(figures.more_button)
    click(qtbot, figures.more_button)
    assert len(figures.entries) == 50
    assert figures.entries[20].edit_button.hasFocus()
    assert not figures.more_button.isVisible()


def test_tab_goes_from_what_was_added_to_what_stands_below_it(qtbot, emta):
    figure = add(qtbot, emta, Figure)
    click(qtbot, figure.form.disclosure.button)
    figure.form.editors["remark"].setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    places = [one.kind for one in emta.sections]
    below = emta.sections[places.index(Figure) + 1]
    assert QApplication.focusWidget() is below.add_button


def test_what_is_added_is_scrolled_into_sight(qtbot, emta):
    emta.resize(460, 800)
    entry = add_far_down(emta, qtbot)
    last = entry.form.disclosure.button
    qtbot.waitUntil(lambda: last.visibleRegion().boundingRect() == last.rect())


def add_far_down(form, qtbot):
    (found,) = [one for one in form.sections if one.kind.about.key == "agreement"]
    found.add_button.setFocus()
    qtbot.keyClick(found.add_button, Qt.Key.Key_Space)
    return found.entries[-1]
