"""Another catalogue brought into this one: three-way where both know the last common state."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netcatalog.domain.changes import Change
from netcatalog.domain.choices import RelationType
from netcatalog.domain.records import (
    Actor,
    Body,
    Document,
    Membership,
    Note,
    Period,
    Relation,
    Source,
    Tag,
)
from netcatalog.domain.sections import AUTHORITIES, NETWORKS, SOURCES
from netcatalog.services.opening import create_catalog, open_catalog
from netcatalog.transfer import lossless
from tests import make
from tests.conftest import USER, clock


def edit(catalog, kind, key, **given):
    record = catalog.record(kind, key)
    catalog.apply("edit", [Change(before=record, after=replace(record, **given))])


def join(ours, theirs, *, take=False):
    joining = ours.plan_joining(theirs)
    ours.join(joining, joining.merging.meetings if take else ())
    assert ours.check().faults == ()
    return joining


def dump(catalog):
    """Return all that a catalogue holds, without its history, and without row numbers."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "all.json"
        lossless.write(catalog, file)
        lines = file.read_text(encoding="utf-8").splitlines()
    return sorted(line.rstrip(",") for line in lines if '"id"' in line)


def uids(catalog):
    return {(type(one), one.uid): replace(one, id=None) for one, _ in catalog.everything()}


@pytest.fixture
def pair(catalog_path, tmp_path):
    """Two copies of one catalogue: EMTA, of which Gdańsk has been a member since 2001."""
    with open_catalog(catalog_path, user=USER, clock=clock) as catalog:
        town, network = make.authority(catalog, "Gdańsk"), make.actor(catalog, "EMTA")
        held = make.fact(catalog, Membership, member=town, network=network)
        make.fact(catalog, Period, membership=held.id, since="2001")
        make.fact(catalog, Note, actor=town, text="A port.")
    other_path = tmp_path / "colleague.netcatalog"
    shutil.copy(catalog_path, other_path)
    with (
        open_catalog(catalog_path, user=USER, clock=clock) as ours,
        open_catalog(other_path, user="Bo", clock=clock) as theirs,
    ):
        yield ours, theirs


TOWN, NETWORK = 1, 2


def test_a_copy_of_itself_changes_nothing(pair):
    ours, theirs = pair
    before = ours.history()
    joining = join(ours, theirs)
    assert (joining.additions, joining.merging.changes) == ((), ())
    assert ours.history() == before


def test_what_was_added_there_is_added(pair):
    ours, theirs = pair
    make.authority(theirs, "Łódź")
    join(ours, theirs)
    assert ours.page(Actor, ours.actor_named("Łódź")).title == "Łódź"


def test_what_was_added_on_both_sides_under_one_id_is_two_things(pair):
    ours, theirs = pair
    make.authority(ours, "Kraków")
    make.authority(theirs, "Łódź")
    join(ours, theirs)
    assert ours.count(AUTHORITIES) == 3
    assert {ours.page(Actor, ours.actor_named(one)).title for one in ("Kraków", "Łódź")} == {
        "Kraków",
        "Łódź",
    }


def test_new_records_refer_to_each_other_as_they_did_there(pair):
    ours, theirs = pair
    make.authority(ours, "Kraków")
    town = make.authority(theirs, "Łódź")
    held = make.fact(theirs, Membership, member=town, network=NETWORK, category="full")
    make.fact(theirs, Period, membership=held.id, since="2010")
    join(ours, theirs)
    (entry,) = ours.page(Actor, ours.actor_named("Łódź")).group(Membership)
    assert entry.record.network == NETWORK
    (period,) = entry.children[0].entries
    assert period.record.since == "2010"


def test_an_edit_there_is_taken_where_nothing_was_changed_here(pair):
    ours, theirs = pair
    edit(theirs, Actor, TOWN, population=470_000)
    joining = join(ours, theirs)
    assert joining.merging.meetings == ()
    assert ours.record(Actor, TOWN).population == 470_000


def test_edits_of_different_fields_are_both_kept(pair):
    ours, theirs = pair
    edit(ours, Actor, TOWN, country="PL")
    edit(theirs, Actor, TOWN, population=470_000)
    assert join(ours, theirs).merging.meetings == ()
    town = ours.record(Actor, TOWN)
    assert (town.country, town.population) == ("PL", 470_000)


@pytest.mark.parametrize(("take", "left"), [(False, 460_000), (True, 470_000)])
def test_a_field_that_both_changed_is_asked_about(pair, take, left):
    ours, theirs = pair
    edit(ours, Actor, TOWN, population=460_000)
    edit(theirs, Actor, TOWN, population=470_000)
    (asked,) = join(ours, theirs, take=take).merging.meetings
    assert (asked.title, asked.label) == ("Gdańsk", "Population")
    assert (asked.theirs[:3], asked.mine[:3]) == ("460", "470")
    assert ours.record(Actor, TOWN).population == left


def test_the_same_change_on_both_sides_is_no_question(pair):
    ours, theirs = pair
    for one in pair:
        edit(one, Actor, TOWN, population=470_000)
    joining = join(ours, theirs)
    assert joining.merging.changes == ()


def test_what_was_removed_there_goes_here(pair):
    ours, theirs = pair
    make.remove(theirs, Note, 1)
    join(ours, theirs)
    assert ours.page(Actor, TOWN).group(Note) == ()


def test_a_record_removed_there_goes_with_all_that_hung_on_it(pair):
    ours, theirs = pair
    make.remove(theirs, Actor, TOWN)
    join(ours, theirs)
    assert ours.count(AUTHORITIES) == 0


@pytest.mark.parametrize("take", [True, False])
def test_removed_there_and_changed_here_is_asked_about(pair, take):
    ours, theirs = pair
    edit(ours, Actor, TOWN, population=470_000)
    make.remove(theirs, Actor, TOWN)
    (asked,) = join(ours, theirs, take=take).merging.meetings
    assert asked.title == "Gdańsk"
    assert ours.count(AUTHORITIES) == (0 if take else 1)
    if not take:
        page = ours.page(Actor, TOWN)
        assert page.title == "Gdańsk"
        assert len(page.group(Note)) == 1


def test_removed_there_while_something_new_hangs_on_it_here_is_asked_about(pair):
    ours, theirs = pair
    make.fact(ours, Note, actor=TOWN, text="New.")
    make.remove(theirs, Actor, TOWN)
    (asked,) = join(ours, theirs).merging.meetings
    assert asked.theirs == "note “New.”"
    assert len(ours.page(Actor, TOWN).group(Note)) == 2


def test_removed_here_and_changed_there_stays_removed_and_is_told(pair):
    ours, theirs = pair
    make.remove(ours, Actor, TOWN)
    edit(theirs, Actor, TOWN, population=470_000)
    joining = join(ours, theirs)
    assert joining.left_out == ("Actor “Gdańsk”: it was removed here, and changed there.",)
    assert ours.count(AUTHORITIES) == 0


def test_a_fact_added_there_to_what_was_removed_here_is_told_and_left_out(pair):
    ours, theirs = pair
    make.remove(ours, Actor, TOWN)
    make.fact(theirs, Note, actor=TOWN, text="New.")
    joining = join(ours, theirs)
    assert joining.left_out == ("Note “New.”: what it belongs to is not here.",)


def test_the_source_of_a_new_fact_that_was_removed_here_is_left_empty(pair):
    ours, theirs = pair
    for one in pair:
        make.fact(one, Source, title="Yearbook", text="Gdańsk is a port.")
    source = make.fact(theirs, Source, title="Other", text="Gdańsk is a port.")
    join(ours, theirs)
    make.remove(ours, Source, ours.find(ours.query("Other", SOURCES))[0])
    make.fact(theirs, Body, actor=NETWORK, name="Council", source=source.id, start=0, end=6)
    join(ours, theirs)
    (entry,) = ours.page(Actor, NETWORK).group(Body)
    assert (entry.record.source, entry.record.start) == (None, None)


def test_an_old_record_may_come_to_refer_to_a_new_one(pair):
    ours, theirs = bodied(pair)
    voters = make.fact(theirs, Body, actor=NETWORK, name="Assembly")
    edit(theirs, Body, 1, elected_by=voters.id)
    join(ours, theirs)
    assert electors(ours) == {"Council": "Assembly", "Assembly": None}


def test_new_records_refer_to_each_other_however_many_lie_between(pair):
    ours, theirs = pair
    many = [make.record(Body, actor=NETWORK, name=str(number)) for number in range(600)]
    theirs.apply("add", [Change(after=one) for one in many])
    edit(theirs, Body, 1, elected_by=600)
    join(ours, theirs)
    assert electors(ours)["0"] == "599"


def test_new_records_may_refer_to_each_other_in_a_circle(pair):
    ours, theirs = pair
    for number in (1, 2):
        make.fact(theirs, Body, actor=NETWORK, name=f"Chamber {number}")
    edit(theirs, Body, 1, elected_by=2)
    edit(theirs, Body, 2, elected_by=1)
    join(ours, theirs)
    assert electors(ours) == {"Chamber 1": "Chamber 2", "Chamber 2": "Chamber 1"}


def test_what_refers_to_the_same_as_something_here_refers_to_that(pair):
    ours, theirs = pair
    for one in pair:
        voters = make.fact(one, Body, actor=NETWORK, name="Assembly")
    make.fact(theirs, Body, actor=NETWORK, name="Council", elected_by=voters.id)
    join(ours, theirs)
    assert electors(ours) == {"Assembly": None, "Council": "Assembly"}


def test_what_refers_to_something_left_out_refers_to_nothing(pair):
    ours, theirs = pair
    make.remove(ours, Actor, TOWN)
    voters = make.fact(theirs, Body, actor=TOWN, name="Assembly")
    make.fact(theirs, Body, actor=NETWORK, name="Council", elected_by=voters.id)
    join(ours, theirs)
    assert electors(ours) == {"Council": None}


def test_what_is_left_out_does_not_mix_up_what_is_not(pair):
    ours, theirs = bodied(pair)
    make.remove(ours, Actor, TOWN)
    make.fact(theirs, Body, actor=TOWN, name="Magistrate")
    board = make.fact(theirs, Body, actor=NETWORK, name="Board")
    make.fact(theirs, Document, actor=NETWORK, title="Plan", decided_by=board.id)
    join(ours, theirs)
    (entry,) = ours.page(Actor, NETWORK).group(Document)
    assert ours.record(Body, entry.record.decided_by).name == "Board"


def test_what_was_moved_here_and_removed_there_is_asked_about(pair):
    ours, theirs = pair
    edit(ours, Membership, 1, member=make.authority(ours, "Danzig"))
    make.remove(ours, Actor, TOWN)
    make.remove(theirs, Membership, 1)
    assert [one.is_clash for one in ours.plan_joining(theirs).merging.meetings] == [True]


def bodied(pair):
    """Return the pair, each with the same council of the network."""
    ours, theirs = pair
    make.fact(ours, Body, actor=NETWORK, name="Council")
    join(theirs, ours)
    return pair


def electors(catalog):
    """Return the names of all bodies, each with that of who elects it."""
    bodies = [one for one, _ in catalog.everything() if isinstance(one, Body)]
    names = {one.id: one.name for one in bodies}
    return {one.name: names.get(one.elected_by) for one in bodies}


def test_the_same_tag_given_on_both_sides_is_one(pair):
    ours, theirs = pair
    for one in pair:
        make.fact(one, Tag, actor=TOWN, label="renew")
    join(ours, theirs)
    assert len(ours.page(Actor, TOWN).group(Tag)) == 1


def test_done_once_more_nothing_is_left_to_do(pair):
    ours, theirs = pair
    town = make.authority(theirs, "Łódź")
    make.fact(theirs, Relation, actor=town, type=RelationType.PART_OF, other=TOWN)
    edit(theirs, Actor, TOWN, population=470_000)
    join(ours, theirs)
    joining = join(ours, theirs)
    assert (joining.additions, joining.merging.changes) == ((), ())


def test_what_was_merged_once_is_not_asked_about_again(pair):
    ours, theirs = pair
    edit(theirs, Actor, TOWN, population=470_000)
    join(ours, theirs)
    edit(ours, Actor, TOWN, population=480_000)
    joining = join(ours, theirs)
    assert joining.merging.changes == ()
    edit(theirs, Actor, TOWN, place="Gdańsk")
    assert join(ours, theirs).merging.meetings == ()
    town = ours.record(Actor, TOWN)
    assert (town.population, town.place) == (480_000, "Gdańsk")


def test_a_choice_made_once_is_kept_until_the_other_changes_it_again(pair):
    ours, theirs = pair
    edit(ours, Actor, TOWN, population=460_000)
    edit(theirs, Actor, TOWN, population=470_000)
    make.fact(theirs, Note, actor=TOWN, text="New.")
    assert len(join(ours, theirs).merging.meetings) == 1
    assert join(ours, theirs).merging.meetings == ()
    edit(theirs, Actor, TOWN, population=480_000)
    assert len(join(ours, theirs).merging.meetings) == 1


def test_a_merge_that_was_undone_is_offered_anew(pair):
    ours, theirs = pair
    edit(theirs, Actor, TOWN, population=470_000)
    join(ours, theirs)
    ours.undo()
    join(ours, theirs)
    assert ours.record(Actor, TOWN).population == 470_000


@pytest.mark.parametrize("history", [True, False])
def test_what_was_merged_is_remembered_with_the_history_only(pair, tmp_path, history):
    ours, theirs = pair
    edit(theirs, Actor, TOWN, population=470_000)
    join(ours, theirs)
    lossless.write(ours, tmp_path / "all.json", history=history)
    assert ('"joined"' in (tmp_path / "all.json").read_text()) is history


def test_it_is_one_step_that_is_undone_at_once(pair):
    ours, theirs = pair
    make.authority(theirs, "Łódź")
    edit(theirs, Actor, TOWN, population=470_000)
    before = dump(ours)
    join(ours, theirs)
    assert ours.history(1)[0].title == "merge with colleague"
    ours.undo()
    assert dump(ours) == before


def test_it_is_told_since_when_the_two_went_apart(pair):
    ours, theirs = pair
    assert ours.plan_joining(theirs).since == clock()


def test_a_backup_is_made_first(pair):
    ours, theirs = pair
    make.authority(theirs, "Łódź")
    join(ours, theirs)
    assert len(ours.backups.listed()) == 1


# Catalogues that never were one


@pytest.fixture
def strangers(catalog_path, tmp_path):
    """Two catalogues of which the other was carried over without its history."""
    with open_catalog(catalog_path, user=USER, clock=clock) as catalog:
        town, network = make.authority(catalog, "Gdańsk", country="PL"), make.actor(catalog)
        make.fact(catalog, Membership, member=town, network=network)
        make.fact(catalog, Source, title="Yearbook")
        lossless.write(catalog, tmp_path / "all.json")
    other_path = tmp_path / "carried.netcatalog"
    create_catalog(other_path, user=USER, clock=clock, seeded=False)
    with (
        open_catalog(catalog_path, user=USER, clock=clock) as ours,
        open_catalog(other_path, user="Bo", clock=clock) as theirs,
    ):
        lossless.read(theirs, tmp_path / "all.json")
        yield ours, theirs


def test_what_both_hold_is_known_by_its_uid(strangers):
    ours, theirs = strangers
    joining = join(ours, theirs)
    assert joining.since is None
    assert (joining.additions, joining.merging.changes) == ((), ())


def test_what_is_empty_here_is_filled(strangers):
    ours, theirs = strangers
    edit(theirs, Actor, TOWN, population=470_000)
    assert join(ours, theirs).merging.meetings == ()
    assert ours.record(Actor, TOWN).population == 470_000


def test_what_is_empty_there_stays_filled(strangers):
    ours, theirs = strangers
    edit(ours, Actor, TOWN, population=470_000)
    assert join(ours, theirs).merging.meetings == ()
    assert ours.record(Actor, TOWN).population == 470_000


def test_what_both_filled_otherwise_is_asked_about(strangers):
    ours, theirs = strangers
    edit(ours, Actor, TOWN, place="Gdańsk")
    edit(theirs, Actor, TOWN, place="Danzig")
    (asked,) = join(ours, theirs).merging.meetings
    assert (asked.theirs, asked.mine) == ("Gdańsk", "Danzig")
    assert ours.record(Actor, TOWN).place == "Gdańsk"


def test_what_is_missing_there_stays_here(strangers):
    ours, theirs = strangers
    make.remove(theirs, Actor, TOWN)
    join(ours, theirs)
    assert ours.count(AUTHORITIES) == 1


def test_two_seeds_share_their_source(tmp_path):
    with ExitStack() as stack:
        both = []
        for name in ("one", "two"):
            create_catalog(tmp_path / f"{name}.netcatalog", user=USER, clock=clock)
            opened = open_catalog(tmp_path / f"{name}.netcatalog", user=USER, clock=clock)
            both.append(stack.enter_context(opened))
        join(*both)
        assert both[0].count(SOURCES) == 1
        assert both[0].count(NETWORKS) == 14


# Any walk


def _deed(catalog, kind, number):
    """Do something to a catalogue that depends on two numbers."""
    actors = catalog.find(catalog.query("", AUTHORITIES))
    key = actors[number % len(actors)] if actors else None
    match kind:
        case "town":
            make.authority(catalog, f"Town {number}")
        case "note" if key:
            make.fact(catalog, Note, actor=key, text=f"Note {number}")
        case "edit" if key:
            edit_or_nothing(catalog, key, number)
        case "drop" if key:
            make.remove(catalog, Actor, key)
        case "join" if key:
            make.fact(catalog, Membership, member=key, network=NETWORK, category=str(number))


def edit_or_nothing(catalog, key, number):
    record = catalog.record(Actor, key)
    after = replace(record, population=number, place=f"Place {number}" if number % 2 else "")
    if after != record:
        catalog.apply("edit", [Change(before=record, after=after)])


DEEDS = st.lists(
    st.tuples(st.sampled_from(["town", "note", "edit", "drop", "join"]), st.integers(1, 5)),
    max_size=6,
)
FEW = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


@FEW
@given(deeds=DEEDS)
def test_a_descendant_joined_into_what_it_came_from_is_taken_whole(pair, deeds):
    ours, theirs = fresh(pair)
    for deed in deeds:
        _deed(theirs, *deed)
    joining = join(ours, theirs)
    assert joining.merging.meetings == ()
    assert joining.left_out == ()
    assert uids_without_references(ours) == uids_without_references(theirs)


@FEW
@given(here=DEEDS, there=DEEDS, take=st.booleans())
def test_after_any_walk_on_both_sides_it_can_be_joined_and_undone(pair, here, there, take):
    ours, theirs = fresh(pair)
    for deed in here:
        _deed(ours, *deed)
    for deed in there:
        _deed(theirs, *deed)
    before, steps = dump(ours), len(ours.history())
    join(ours, theirs, take=take)
    if len(ours.history()) > steps:
        ours.undo()
    assert dump(ours) == before


def fresh(pair):
    """Take both catalogues back to where they went apart."""
    for one in pair:
        while one.undoable().undo and one.undoable().undo.id > 5:
            one.undo()
    return pair


def uids_without_references(catalog):
    """Return what records say, by uid, apart from the ids that are of one file only."""
    return {
        (type(one), one.uid): {
            name: value for name, value in vars_of(one).items() if not isinstance(value, int)
        }
        for one, _ in catalog.everything()
    }


def vars_of(record):
    return {name: getattr(record, name) for name in record.__dataclass_fields__ if name != "id"}
