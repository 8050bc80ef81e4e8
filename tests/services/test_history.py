"""Undo, redo and the bin, and that no walk through them leads astray."""

from __future__ import annotations

import contextlib
import itertools
import shutil
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from netcatalog.domain.changes import Action, Change
from netcatalog.domain.errors import InvalidError, NotFoundError
from netcatalog.domain.fields import Kind, fields_of
from netcatalog.domain.records import (
    RECORDS,
    SCHEMA,
    Actor,
    Agreement,
    Body,
    Document,
    Event,
    Membership,
    Name,
    Note,
    Participant,
    Period,
    Relation,
    Source,
    Sourced,
    Tag,
    Topic,
)
from netcatalog.domain.sections import NETWORKS, SECTIONS
from netcatalog.services.opening import open_file
from tests import make
from tests.conftest import NOW, USER, clock


def state(catalog):
    """Return every record, by type and id."""
    return {(type(record), record.id): record for record, _ in catalog.everything()}


def edit(catalog, record, **given):
    return catalog.apply("edit", [Change(before=record, after=replace(record, **given))])


def titles(catalog):
    """Return what undo and redo would do, by title."""
    found = catalog.undoable()
    return tuple(step.title if step else None for step in (found.undo, found.redo))


def walk(catalog, steps):
    """Add one actor for each letter; ``<`` undoes and ``>`` redoes."""
    for step in steps:
        if step == "<":
            catalog.undo()
        elif step == ">":
            catalog.redo()
        else:
            catalog.apply(step, [Change(after=make.record(Actor, place=step))])


# Undo and redo


@pytest.mark.parametrize(
    ("steps", "left", "undo", "redo"),
    [
        ("", "", None, None),
        ("a", "a", "a", None),
        ("a<", "", None, "a"),
        ("a<>", "a", "a", None),
        ("a<><", "", None, "a"),
        ("ab<", "a", "a", "b"),
        ("ab<<", "", None, "a"),
        ("ab<<>", "a", "a", "b"),
        ("ab<<>>", "ab", "b", None),
        ("abc<<>", "ab", "b", "c"),
        ("ab<c", "ac", "c", None),
        ("ab<c<", "a", "a", "c"),
        ("ab<c<<", "", None, "a"),
        ("ab<c<<>", "a", "a", "c"),
        ("ab<c<<>>", "ac", "c", None),
        ("ab<><><", "a", "a", "b"),
        ("ab<><d<e<", "a", "a", "e"),
        ("ab<><d<e<<", "", None, "a"),
        ("abc<<<>>>", "abc", "c", None),
        ("abc<<>d<<<", "", None, "a"),
        ("abc<<>d<<>>", "abd", "d", None),
    ],
)
def test_each_undo_takes_back_the_newest_step_in_effect(catalog, steps, left, undo, redo):
    walk(catalog, steps)
    places = "".join(record.place for record in state(catalog).values())
    assert (places, *titles(catalog)) == (left, undo, redo)


def test_undo_and_redo_work_after_closing_and_opening(catalog_path):
    for step in ("a", "b", "<", "<", ">"):
        catalog = open_file(catalog_path, user=USER, clock=clock)
        walk(catalog, step)
        catalog.close()
    catalog = open_file(catalog_path, user=USER, clock=clock)
    assert titles(catalog) == ("a", "b")
    catalog.close()


def test_a_step_is_signed_with_its_moment_its_maker_and_its_title(catalog):
    made = catalog.apply("add EMTA", [Change(after=make.record(Actor))])
    assert (made.at, made.by, made.title, made.action) == (NOW, USER, "add EMTA", Action.EDIT)
    assert catalog.history() == [made]


def test_undo_and_redo_are_steps_of_their_own(catalog):
    first = catalog.apply("add", [Change(after=make.record(Actor))])
    catalog.undo()
    catalog.redo()
    assert [(step.action, step.target) for step in catalog.history()] == [
        (Action.REDO, first.id),
        (Action.UNDO, first.id),
        (Action.EDIT, None),
    ]


def test_nothing_to_undo_is_said(catalog):
    with pytest.raises(NotFoundError, match="nothing to undo"):
        catalog.undo()


def test_nothing_to_redo_is_said(catalog):
    walk(catalog, "a<b")
    with pytest.raises(NotFoundError, match="nothing to redo"):
        catalog.redo()


def test_what_undo_brings_back_is_the_same_record(catalog):
    before = make.fact(catalog, Source, text="Its members", language="fr")
    make.remove(catalog, Source, before.id)
    catalog.undo()
    assert catalog.record(Source, before.id) == before


def test_an_edit_is_undone_and_done_again(catalog):
    source = make.fact(catalog, Source, title="Old")
    edit(catalog, source, title="New")
    catalog.undo()
    assert catalog.record(Source, source.id).title == "Old"
    catalog.redo()
    assert catalog.record(Source, source.id).title == "New"


def test_a_search_follows_undo_and_redo(catalog):
    make.actor(catalog, "Łódź")
    lodz = catalog.query("lodz", NETWORKS)
    catalog.undo()
    assert catalog.find(lodz) == []
    catalog.redo()
    assert len(catalog.find(lodz)) == 1


def test_an_id_is_never_given_twice(catalog):
    first = make.actor(catalog)
    catalog.undo()
    second = make.actor(catalog)
    assert second > first


def test_the_history_tells_the_newest_first_and_no_more_than_asked(catalog):
    walk(catalog, "abc")
    assert [step.title for step in catalog.history()] == ["c", "b", "a"]
    assert [step.title for step in catalog.history(2)] == ["c", "b"]


# The bin


@dataclass
class Town:
    """A catalogue with one network on which everything hangs that can."""

    catalog: object
    network: int
    member: int

    def remove(self):
        make.remove(self.catalog, Actor, self.network, "remove EMTA")

    def binned(self):
        return [removal.title for removal in self.catalog.bin()]


@pytest.fixture
def town(catalog):
    network = make.actor(catalog, "European Metropolitan Transport Authorities", acronym="EMTA")
    member = make.authority(catalog)
    source, *_ = make.add(
        catalog,
        make.record(Source, id=-1, text="Its members include Łódź"),
        make.record(Membership, id=-2, member=member, network=network, source=-1, start=0, end=3),
        make.record(Period, membership=-2),
        make.record(Note, membership=-2, text="on the membership"),
        make.record(Event, id=-3, actor=network),
        make.record(Participant, event=-3, actor=member),
        make.record(Body, id=-4, actor=network, name="Assembly"),
        make.record(Body, id=-5, actor=network, name="Board", elected_by=-4),
        make.record(Document, id=-6, actor=network, decided_by=-5),
        make.record(Document, actor=network, title="Annex", based_on=-6),
        make.record(Relation, actor=member, other=network),
        make.record(Note, actor=network),
        make.record(Tag, actor=network),
    )
    assert source.id
    return Town(catalog, network, member)


def test_what_is_removed_goes_to_the_bin_with_all_that_hung_on_it(town):
    town.remove()
    assert town.binned() == ["European Metropolitan Transport Authorities"]
    assert {type(record) for record in state(town.catalog).values()} == {Actor, Name, Source}


def test_what_comes_back_from_the_bin_is_whole(town):
    before = state(town.catalog)
    town.remove()
    (removal,) = town.catalog.bin()
    town.catalog.restore(removal)
    assert state(town.catalog) == before
    assert town.catalog.check().faults == ()


def test_undo_and_redo_of_a_removal_lose_nothing(town):
    before = state(town.catalog)
    town.remove()
    after = state(town.catalog)
    town.catalog.undo()
    assert state(town.catalog) == before
    town.catalog.redo()
    assert state(town.catalog) == after


def test_undo_and_redo_of_a_restoration_lose_nothing(town):
    before = state(town.catalog)
    town.remove()
    after = state(town.catalog)
    town.catalog.restore(town.catalog.bin()[0])
    town.catalog.undo()
    assert state(town.catalog) == after
    town.catalog.redo()
    assert state(town.catalog) == before


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_everything_in_the_seed_can_be_removed_and_brought_back(seeded, section):
    before = state(seeded)
    for key in seeded.find(seeded.query("", section)):
        make.remove(seeded, section.kind, key)
        (removal,) = seeded.bin()
        seeded.restore(removal)
        assert state(seeded) == before
        seeded.undo()
        seeded.undo()
        assert state(seeded) == before
    assert seeded.check().faults == ()


def test_a_restoration_says_what_it_brought_back(town):
    town.remove()
    made = town.catalog.restore(town.catalog.bin()[0])
    assert made.title == "bring back European Metropolitan Transport Authorities"
    assert made.action is Action.RESTORE


def test_what_is_back_is_in_the_bin_no_more(town):
    town.remove()
    town.catalog.restore(town.catalog.bin()[0])
    assert town.binned() == []


def test_what_is_back_already_cannot_be_brought_back_again(town):
    town.remove()
    (removal,) = town.catalog.bin()
    town.catalog.restore(removal)
    with pytest.raises(NotFoundError, match="is back in the catalogue already"):
        town.catalog.restore(removal)


def test_a_removal_taken_back_is_in_the_bin_no_more(town):
    town.remove()
    town.catalog.undo()
    assert town.binned() == []


def test_a_removal_done_again_is_in_the_bin_again(town):
    town.remove()
    town.catalog.undo()
    town.catalog.redo()
    assert town.binned() == ["European Metropolitan Transport Authorities"]
    town.catalog.restore(town.catalog.bin()[0])
    assert town.binned() == []


def test_a_restoration_taken_back_is_in_the_bin_again(town):
    town.remove()
    town.catalog.restore(town.catalog.bin()[0])
    town.catalog.undo()
    assert town.binned() == ["European Metropolitan Transport Authorities"]


def test_an_addition_taken_back_is_not_in_the_bin(catalog):
    make.actor(catalog)
    catalog.undo()
    assert catalog.bin() == []


def test_a_fact_removed_by_itself_is_in_the_bin_by_what_it_says(catalog):
    emta = make.actor(catalog, "EMTA")
    topic = make.fact(catalog, Topic, actor=emta)
    make.remove(catalog, Topic, topic.id)
    (removal,) = catalog.bin()
    assert (removal.title, removal.change.before) == ("public transport", topic)


def test_the_bin_tells_the_newest_first(catalog):
    keys = [make.actor(catalog, name) for name in ("Alpha", "Beta")]
    for key in keys:
        make.remove(catalog, Actor, key)
    assert [removal.title for removal in catalog.bin()] == ["Beta", "Alpha"]


def test_what_was_brought_back_and_then_went_along_is_not_in_the_bin_by_itself(catalog):
    emta = make.actor(catalog, "EMTA")
    topic = make.fact(catalog, Topic, actor=emta)
    make.remove(catalog, Topic, topic.id)
    catalog.restore(catalog.bin()[0])
    make.remove(catalog, Actor, emta)
    assert [removal.title for removal in catalog.bin()] == ["EMTA"]


def test_a_fact_whose_actor_is_gone_too_says_so(catalog):
    emta = make.actor(catalog, "EMTA")
    topic = make.fact(catalog, Topic, actor=emta)
    make.remove(catalog, Topic, topic.id)
    make.remove(catalog, Actor, emta)
    fact = catalog.bin()[1]
    with pytest.raises(NotFoundError, match="Bring the actor back from the bin first"):
        catalog.restore(fact)
    catalog.restore(catalog.bin()[0])
    catalog.restore(fact)
    assert catalog.record(Topic, topic.id) == topic


def test_a_membership_comes_back_with_the_network_it_went_with(town):
    """Also when its member was removed later and brought back first."""
    before = state(town.catalog)
    town.remove()
    make.remove(town.catalog, Actor, town.member)
    member, network = town.catalog.bin()
    with pytest.raises(NotFoundError, match="Bring the actor back"):
        town.catalog.restore(network)
    town.catalog.restore(member)
    town.catalog.restore(network)
    assert state(town.catalog) == before


def test_removing_a_source_keeps_what_rests_on_it(catalog):
    source = make.fact(catalog, Source, text="EMTA, founded 1998")
    emta = make.actor(catalog, "EMTA", source=source.id, start=0, end=4)
    make.remove(catalog, Source, source.id)
    left = catalog.record(Actor, emta)
    assert (left.source, left.start, left.end) == (None, None, None)


def test_a_source_brought_back_is_the_source_again_of_what_rested_on_it(catalog):
    source = make.fact(catalog, Source, text="EMTA, founded 1998")
    emta = make.actor(catalog, "EMTA", source=source.id, start=0, end=4)
    before = catalog.record(Actor, emta)
    make.remove(catalog, Source, source.id)
    catalog.restore(catalog.bin()[0])
    assert catalog.record(Actor, emta) == before


def test_what_was_changed_since_keeps_its_change_when_a_source_comes_back(catalog):
    source = make.fact(catalog, Source, text="EMTA, founded 1998")
    emta = make.actor(catalog, "EMTA", source=source.id, start=0, end=4)
    make.remove(catalog, Source, source.id)
    edit(catalog, catalog.record(Actor, emta), place="Paris")
    catalog.restore(catalog.bin()[0])
    left = catalog.record(Actor, emta)
    assert (left.place, left.source) == ("Paris", None)


def test_what_refers_to_itself_can_be_removed_and_brought_back(catalog):
    emta = make.actor(catalog, "EMTA")
    plan = make.fact(catalog, Document, actor=emta)
    edit(catalog, plan, based_on=plan.id)
    before = state(catalog)
    make.remove(catalog, Document, plan.id)
    catalog.undo()
    assert state(catalog) == before
    catalog.redo()
    catalog.restore(catalog.bin()[0])
    assert state(catalog) == before


def test_bodies_that_elect_each_other_can_be_removed_and_brought_back(catalog):
    emta = make.actor(catalog, "EMTA")
    first = make.fact(catalog, Body, actor=emta, name="First")
    second = make.fact(catalog, Body, actor=emta, name="Second", elected_by=first.id)
    edit(catalog, first, elected_by=second.id)
    before = state(catalog)
    make.remove(catalog, Actor, emta)
    catalog.undo()
    assert state(catalog) == before
    make.remove(catalog, Actor, emta)
    removed = state(catalog)
    catalog.restore(catalog.bin()[0])
    assert state(catalog) == before
    catalog.undo()
    assert state(catalog) == removed
    catalog.redo()
    assert state(catalog) == before


def test_words_of_what_hung_on_a_silent_fact_are_forgotten_when_both_go(catalog):
    emta = make.actor(catalog, "EMTA")
    event = make.fact(catalog, Event, actor=emta)
    make.fact(catalog, Participant, event=event.id, actor=emta, remark="Versailles")
    make.remove(catalog, Event, event.id)
    catalog.undo()
    assert catalog.find(catalog.query("versailles", NETWORKS)) == [emta]
    catalog.redo()
    assert catalog.find(catalog.query("versailles", NETWORKS)) == []
    assert catalog.check().faults == ()


# Walks

TEXT = "Its members include Prague, Warsaw, Budapest and Vienna."
WORDS = st.sampled_from(["EMTA", "Łódź", "Київ", "public trams", "a\nb", ".", "🚋"])
DATES = st.sampled_from(["", "1986", "1990~", "2012/.."])


@dataclass
class Step:
    """A step of the walk: the records before and after, and what the user removed by it."""

    title: str
    before: dict
    after: dict
    removed: tuple | None = None


class Walk(RuleBasedStateMachine):
    """Adds, edits, removes, undoes, redoes, restores and reopens, and keeps its own account."""

    def __init__(self, empty, folder):
        super().__init__()
        self.path = folder / f"{next(NUMBERS)}.netcatalog"
        shutil.copyfile(empty, self.path)
        self.catalog = open_file(self.path, user=USER, clock=clock)
        self.present = {}
        self.past = []
        self.future = []

    def teardown(self):
        now = self.present
        for _ in self.past:
            self.catalog.undo()
        assert state(self.catalog) == {}
        for _ in self.past:
            self.catalog.redo()
        assert state(self.catalog) == now
        assert self.catalog.check().faults == ()
        self.catalog.close()
        self.path.unlink()

    def make(self, what, act, removed=None):
        """Take a step, if the catalogue allows it, and take it down."""
        title = f"{what} {next(NUMBERS)}"
        with contextlib.suppress(InvalidError, NotFoundError):
            title = act(title).title
            after = state(self.catalog)
            self.past.append(Step(title, self.present, after, removed))
            self.future.clear()
            self.present = after

    def drawn(self, data, kind, **given):
        """Return a record that refers to what is there, or to nothing."""
        for field in fields_of(kind):
            if field.kind is Kind.REFERENCE:
                keys = [key for other, key in self.present if other is SCHEMA[field.refers]]
                given[field.name] = data.draw(st.sampled_from([*keys, None]), field.name)
            elif field.kind in {Kind.TEXT, Kind.PROSE, Kind.MARKDOWN}:
                given.setdefault(field.name, data.draw(WORDS, field.name))
            elif field.kind is Kind.DATE:
                given[field.name] = data.draw(DATES, field.name)
        if given.get("source") and issubclass(kind, Sourced):
            given |= {"start": 0, "end": data.draw(st.integers(1, len(TEXT)), "end")}
        return make.record(kind, **given)

    @initialize()
    def begin(self):
        """Begin with enough to refer to."""
        self.make(
            "begin",
            lambda title: self.catalog.apply(
                title,
                [
                    Change(after=make.record(Source, id=-1, text=TEXT)),
                    Change(after=make.record(Actor, id=-2, source=-1, start=0, end=3)),
                    Change(after=make.record(Name, actor=-2, text="EMTA")),
                    Change(after=make.record(Actor, id=-3)),
                    Change(after=make.record(Membership, id=-4, member=-3, network=-2)),
                    Change(after=make.record(Body, id=-5, actor=-2)),
                    Change(after=make.record(Body, actor=-2, elected_by=-5)),
                    Change(after=make.record(Event, id=-6, actor=-2)),
                    Change(after=make.record(Agreement, id=-7, actor=-2)),
                ],
            ),
        )

    @rule(data=st.data(), kind=st.sampled_from([kind for kind in RECORDS if kind is not Source]))
    def add(self, data, kind):
        record = self.drawn(data, kind)
        self.make("add", lambda title: self.catalog.apply(title, [Change(after=record)]))

    @precondition(lambda self: self.present)
    @rule(data=st.data())
    def edit(self, data):
        key = data.draw(st.sampled_from(sorted(self.present, key=str)), "record")
        before = self.present[key]
        after = self.drawn(data, key[0], id=before.id, uid=before.uid)
        change = Change(before=before, after=after)
        self.make("edit", lambda title: self.catalog.apply(title, [change]))

    @precondition(lambda self: self.present)
    @rule(data=st.data())
    def remove(self, data):
        key = data.draw(st.sampled_from(sorted(self.present, key=str)), "record")
        change = Change(before=self.present[key])
        self.make("remove", lambda title: self.catalog.apply(title, [change]), removed=key)

    @rule(data=st.data())
    def restore(self, data):
        removals = self.catalog.bin()
        if removals:
            removal = data.draw(st.sampled_from(removals), "removal")
            self.make("restore", lambda _title: self.catalog.restore(removal))

    @rule()
    def undo(self):
        if not self.past:
            with pytest.raises(NotFoundError):
                self.catalog.undo()
            return
        step = self.past.pop()
        assert self.catalog.undo().title == step.title
        self.future.append(step)
        self.present = step.before

    @rule()
    def redo(self):
        if not self.future:
            with pytest.raises(NotFoundError):
                self.catalog.redo()
            return
        step = self.future.pop()
        assert self.catalog.redo().title == step.title
        self.past.append(step)
        self.present = step.after

    @rule()
    def reopen(self):
        self.catalog.close()
        self.catalog = open_file(self.path, user=USER, clock=clock)

    @invariant()
    def nothing_is_amiss(self):
        assert state(self.catalog) == self.present
        assert self.catalog.check().faults == ()

    @invariant()
    def undo_and_redo_are_those_of_the_account(self):
        undo = self.past[-1].title if self.past else None
        redo = self.future[-1].title if self.future else None
        assert titles(self.catalog) == (undo, redo)

    @invariant()
    def the_bin_holds_what_was_removed_last_and_is_gone(self):
        binned = {}
        for step in self.past:
            for key in step.before.keys() | step.after.keys():
                if step.before.get(key) != step.after.get(key):
                    binned[key] = key not in step.after and key == step.removed
        found = [removal.change.record for removal in self.catalog.bin()]
        assert {(type(one), one.id) for one in found} == {
            key for key, is_binned in binned.items() if is_binned
        }
        assert len(found) == len({(type(one), one.id) for one in found})


NUMBERS = itertools.count()


@pytest.mark.slow
def test_no_walk_leads_astray(empty_file, tmp_path):
    run_state_machine_as_test(
        lambda: Walk(empty_file, tmp_path),
        settings=settings(
            max_examples=10,
            stateful_step_count=15,
            deadline=None,
            phases=[phase for phase in Phase if phase is not Phase.shrink],  # takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
