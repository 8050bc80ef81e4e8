"""What a record was before an earlier revision, and that it can be made so again."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netcatalog.domain.changes import Change
from netcatalog.domain.errors import NotFoundError
from netcatalog.domain.records import Actor, Membership, Name, Note, Period, Source
from netcatalog.services.opening import open_catalog
from tests import make
from tests.conftest import USER, clock


def edit(catalog, record, **given):
    return catalog.apply("edit", [Change(before=record, after=replace(record, **given))])


def bring_back(catalog, state):
    return catalog.apply("bring back", state.whole)


@pytest.fixture
def city(catalog):
    """Return the id of an authority with a name and a note."""
    key = make.authority(catalog, "Gdańsk")
    make.add(catalog, make.record(Note, actor=key, text="A port."))
    return key


def name_of(catalog, key):
    (entry,) = catalog.page(Actor, key).group(Name)
    return entry.record


def test_a_record_is_shown_as_it_was_before_an_edit(catalog, city):
    revision = edit(catalog, catalog.record(Actor, city), country="PL", population=470_000)
    assert catalog.state(Actor, city, revision).page.entry.record.population is None


def test_a_record_is_called_what_it_was_called_then(catalog, city):
    revision = edit(catalog, name_of(catalog, city), text="Danzig")
    assert catalog.page(Actor, city).title == "Danzig"
    assert catalog.state(Actor, city, revision).page.title == "Gdańsk"


def test_what_hung_on_it_then_is_shown_with_it(catalog, city):
    (note,) = catalog.page(Actor, city).group(Note)
    revision = catalog.apply("remove a note", [Change(before=note.record)])
    (shown,) = catalog.state(Actor, city, revision).page.group(Note)
    assert shown.record == note.record


def test_what_was_added_since_is_not_shown(catalog, city):
    make.add(catalog, make.record(Note, actor=city, text="Solidarity began here."))
    revision = catalog.history(1)[0]
    texts = [one.record.text for one in catalog.state(Actor, city, revision).page.group(Note)]
    assert texts == ["A port."]


def test_of_several_edits_the_oldest_is_gone_back_before(catalog, city):
    first = edit(catalog, catalog.record(Actor, city), population=1)
    second = edit(catalog, catalog.record(Actor, city), population=2)
    edit(catalog, catalog.record(Actor, city), population=3)
    shown = [
        catalog.state(Actor, city, one).page.entry.record.population for one in (first, second)
    ]
    assert shown == [None, 1]


def test_before_it_was_added_there_is_nothing_to_show(catalog, city):
    with pytest.raises(NotFoundError, match="was not in the catalogue yet"):
        catalog.state(Actor, city, catalog.history()[-1])


def test_brought_back_with_all_its_facts_it_is_as_it_was(catalog, city):
    before = catalog.page(Actor, city)
    revision = edit(catalog, name_of(catalog, city), text="Danzig")
    (note,) = catalog.page(Actor, city).group(Note)
    catalog.apply("remove a note", [Change(before=note.record)])
    make.add(catalog, make.record(Note, actor=city, text="Another."))
    edit(catalog, catalog.record(Actor, city), population=470_000)
    bring_back(catalog, catalog.state(Actor, city, revision))
    after = catalog.page(Actor, city)
    assert replace(after, history=()) == replace(before, history=())


def test_brought_back_alone_its_facts_stay_as_they_are(catalog, city):
    revision = edit(catalog, catalog.record(Actor, city), population=470_000)
    make.add(catalog, make.record(Note, actor=city, text="Another."))
    catalog.apply("bring back", catalog.state(Actor, city, revision).own)
    assert catalog.record(Actor, city).population is None
    assert len(catalog.page(Actor, city).group(Note)) == 2


def test_a_record_in_the_bin_comes_back_as_it_was_before(catalog, city):
    before = catalog.page(Actor, city)
    make.remove(catalog, Actor, city)
    state = catalog.state(Actor, city, catalog.history(1)[0])
    assert state.page.title == "Gdańsk"
    bring_back(catalog, state)
    assert replace(catalog.page(Actor, city), history=()) == replace(before, history=())


def test_what_hung_on_a_removed_membership_comes_back_with_it(catalog, city):
    network = make.actor(catalog, "EMTA", is_network=True)
    (membership,) = make.add(catalog, make.record(Membership, member=city, network=network))
    make.add(catalog, make.record(Period, membership=membership.id, since="2001"))
    before = catalog.page(Actor, city)
    revision = catalog.apply("leave", [Change(before=membership)])
    state = catalog.state(Actor, city, revision)
    assert [one.sentence for one in state.page.group(Membership)] == [
        one.sentence for one in before.group(Membership)
    ]
    bring_back(catalog, state)
    assert catalog.page(Actor, city).group(Membership) == before.group(Membership)


def test_what_refers_to_something_gone_is_left_out_and_counted(catalog, city):
    network = make.actor(catalog, "EMTA", is_network=True)
    (membership,) = make.add(catalog, make.record(Membership, member=city, network=network))
    make.add(catalog, make.record(Period, membership=membership.id, since="2001"))
    revision = catalog.apply("leave", [Change(before=membership)])
    make.remove(catalog, Actor, network)
    state = catalog.state(Actor, city, revision)
    assert (state.whole, state.left_out) == ((), 2)


def test_a_source_is_called_what_it_was_called_then(catalog):
    (source,) = make.add(catalog, make.record(Source, title="Yearbook"))
    revision = edit(catalog, source, title="Yearbook 2026")
    assert catalog.state(Source, source.id, revision).page.title == "Yearbook"


def test_bringing_back_is_one_step_that_can_be_undone(catalog, city):
    revision = edit(catalog, catalog.record(Actor, city), population=470_000)
    bring_back(catalog, catalog.state(Actor, city, revision))
    catalog.undo()
    assert catalog.record(Actor, city).population == 470_000


def _set(catalog, city, number):
    record = catalog.record(Actor, city)
    after = replace(record, population=number or None, country="PL" if number % 2 else "")
    if after != record:
        catalog.apply("edit", [Change(before=record, after=after)])


def _note(catalog, city, number):
    make.add(catalog, make.record(Note, actor=city, text=f"Note {number}."))


def _join(catalog, city, number):
    held = make.record(Membership, id=-1, member=city, network=2)
    make.add(catalog, held, make.record(Period, membership=-1, since=f"200{number}"))


def _name(catalog, city, number):
    make.add(catalog, make.record(Name, actor=city, text=f"Name {number}"))


def _drop(catalog, city, number):
    page = catalog.page(Actor, city)
    entries = [one for group in page.groups for one in group.entries]
    if len(entries) > 1:
        gone = entries[number % len(entries)].record
        catalog.apply("drop", [Change(before=gone)])


def _undo(catalog, city, number):
    if catalog.undoable().undo.id > 2:
        catalog.undo()


WALK = {one.__name__: one for one in (_set, _note, _join, _name, _drop, _undo)}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(deeds=st.lists(st.tuples(st.sampled_from(sorted(WALK)), st.integers(0, 5)), max_size=12))
def test_before_each_step_of_any_walk_it_is_what_it_was(empty_file, deeds):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(empty_file, folder))
        with open_catalog(path, user=USER, clock=clock) as catalog:
            city = make.authority(catalog, "Gdańsk")
            make.actor(catalog, "EMTA", is_network=True)
            seen = {}
            for deed, number in deeds:
                before = catalog.page(Actor, city)
                newest = catalog.history(1)[0]
                WALK[deed](catalog, city, number)
                made = catalog.history(1)[0]
                if made != newest:
                    seen[made.id] = before
            for key, before in seen.items():
                state = catalog.state(Actor, city, catalog.revision(key))
                assert replace(state.page, history=()) == replace(before, history=(), mentions=())
            for key, before in seen.items():
                catalog.apply(
                    "bring back", catalog.state(Actor, city, catalog.revision(key)).whole
                )
                now = catalog.page(Actor, city)
                assert replace(now, history=()) == replace(before, history=())
