"""An older step taken back though something it did was changed since: what has to be chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netcatalog.domain.changes import Change
from netcatalog.domain.errors import ConflictError
from netcatalog.domain.records import Actor, Note
from netcatalog.domain.sections import AUTHORITIES
from tests import make


def edit(catalog, record, **given):
    return catalog.apply("edit", [Change(before=record, after=replace(record, **given))])


def take_back(catalog, revision, *, mine):
    """Take a revision back with one's own version everywhere, or nowhere."""
    met = catalog.taking_back(revision)
    catalog.apply("take back", met.merged(met.meetings if mine else ()))


@pytest.fixture
def city(catalog):
    return make.authority(catalog, "Gdańsk")


@pytest.fixture
def twice(catalog, city):
    """Return the revision that set two fields, of which one was set again since."""
    revision = edit(catalog, catalog.record(Actor, city), population=1, country="PL")
    edit(catalog, catalog.record(Actor, city), population=2)
    return revision


def test_a_field_changed_since_is_asked_about_with_both_versions(catalog, twice):
    (asked,) = catalog.taking_back(twice).meetings
    assert (asked.label, asked.theirs, asked.mine) == ("Population", "2 inhabitants", "")


def test_what_was_not_changed_since_is_taken_back_in_any_case(catalog, city, twice):
    take_back(catalog, twice, mine=False)
    assert catalog.record(Actor, city).country == ""
    assert catalog.record(Actor, city).population == 2


def test_what_one_chooses_is_as_it_was_before(catalog, city, twice):
    take_back(catalog, twice, mine=True)
    assert catalog.record(Actor, city).population is None


def test_what_came_to_hang_on_a_record_that_was_added_is_named(catalog, city):
    revision = catalog.history(1)[0]
    make.add(catalog, make.record(Note, actor=city, text="A port."))
    (asked,) = catalog.taking_back(revision).meetings
    assert (asked.title, asked.theirs) == ("Gdańsk", "note “A port.”")


@pytest.mark.parametrize("mine", [True, False])
def test_a_record_with_such_goes_only_if_that_is_chosen(catalog, city, mine):
    revision = catalog.history(1)[0]
    make.add(catalog, make.record(Note, actor=city, text="A port."))
    take_back(catalog, revision, mine=mine)
    assert catalog.count(AUTHORITIES) == (0 if mine else 1)


def test_a_record_that_was_removed_comes_back(catalog, city):
    (note,) = make.add(catalog, make.record(Note, actor=city, text="A port."))
    edited = replace(note, text="A free port.")
    revision = catalog.apply("both", [Change(before=note, after=edited), Change(before=edited)])
    take_back(catalog, revision, mine=True)
    assert catalog.record(Note, note.id) == note


def test_what_is_gone_since_does_not_come_back_by_it(catalog, city):
    (note,) = make.add(catalog, make.record(Note, actor=city, text="A port."))
    revision = edit(catalog, note, text="A free port.")
    make.remove(catalog, Note, note.id)
    assert catalog.taking_back(revision).merged(()) == []


def test_too_many_changes_are_refused_with_what_to_do(catalog):
    revision = catalog.apply(
        "many", (Change(after=make.record(Actor, place=str(number))) for number in range(2_001))
    )
    with pytest.raises(ConflictError, match="Undo what was done since first"):
        catalog.taking_back(revision)
