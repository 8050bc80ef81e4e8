from __future__ import annotations

import pytest

from netcatalog.domain.bulk import AddTag, Remove, RemoveTag, SetField
from netcatalog.domain.errors import CancelledError, ConflictError
from netcatalog.domain.fields import field_named
from netcatalog.domain.records import (
    RECORDS,
    Actor,
    Membership,
    Name,
    Relation,
    Tag,
)
from netcatalog.domain.sections import AUTHORITIES, MEMBERSHIPS, NETWORKS, SOURCES
from netcatalog.services import bulk
from netcatalog.store.reading import CHUNK
from tests import make

COUNTRY = field_named(Actor, "country")
MEMBER = field_named(Membership, "member")
LATITUDE = field_named(Actor, "latitude")


@pytest.fixture
def towns(catalog):
    """Three authorities: two in Poland, one nowhere."""
    return [
        make.authority(catalog, name, country=country)
        for name, country in (("Łódź", "PL"), ("Lublin", "PL"), ("Brno", ""))
    ]


def tags(catalog, key):
    page = catalog.page(Actor, key)
    return [entry.record.label for entry in page.group(Tag)]


def counts(plan):
    return plan.touched, plan.same, plan.refused


# A field


def test_a_field_is_set_where_it_is_not_so_already(catalog, towns):
    plan = catalog.plan(AUTHORITIES, towns, SetField(COUNTRY, "PL"))
    assert counts(plan) == (1, 2, 0)
    assert [(line.title, line.before, line.after) for line in plan.lines] == [
        ("Brno", "", "Poland")
    ]


def test_planning_changes_nothing(catalog, towns):
    before = catalog.history()
    catalog.plan(AUTHORITIES, towns, SetField(COUNTRY, "CZ"))
    assert catalog.history() == before


def test_what_is_planned_is_one_step_and_taken_back_as_one(catalog, towns):
    plan = catalog.plan(AUTHORITIES, towns, SetField(COUNTRY, "CZ"))
    made = catalog.apply(plan.title, plan.changes)
    assert made.title == "set country of 3 authorities"
    assert {catalog.record(Actor, key).country for key in towns} == {"CZ"}
    catalog.undo()
    assert [catalog.record(Actor, key).country for key in towns] == ["PL", "PL", ""]


def test_what_changes_one_record_is_called_by_its_name(catalog, towns):
    assert catalog.plan(AUTHORITIES, towns, SetField(COUNTRY, "PL")).title == "set country of Brno"


def test_a_field_is_emptied(catalog, towns):
    plan = catalog.plan(AUTHORITIES, towns, SetField(COUNTRY, ""))
    assert plan.title == "clear country of 2 authorities"
    assert plan.lines[0].after == ""


def test_a_record_that_would_break_a_rule_is_told_and_the_others_go_on(catalog, towns):
    network = make.actor(catalog, "EMTA")
    first = make.fact(catalog, Membership, member=towns[0], network=network)
    second = make.fact(catalog, Membership, member=towns[1], network=towns[2])
    plan = catalog.plan(MEMBERSHIPS, [first.id, second.id], SetField(MEMBER, network))
    assert counts(plan) == (1, 0, 1)
    assert plan.refusals[0].why == "An actor cannot be a member of itself."


def test_a_record_that_is_gone_is_told(catalog, towns):
    make.remove(catalog, Actor, towns[0])
    plan = catalog.plan(AUTHORITIES, towns, SetField(COUNTRY, "CZ"))
    assert counts(plan) == (2, 0, 1)
    assert plan.refusals[0].why == "It is not in the catalogue any more."


def test_a_record_changed_since_the_plan_is_not_written_over(catalog, towns):
    plan = catalog.plan(AUTHORITIES, towns, SetField(COUNTRY, "CZ"))
    other = catalog.plan(AUTHORITIES, towns[:1], SetField(LATITUDE, 51.8))
    catalog.apply(other.title, other.changes)
    with pytest.raises(ConflictError):
        catalog.apply(plan.title, plan.changes)
    assert catalog.record(Actor, towns[1]).country == "PL"


# Tags


def test_a_tag_is_added_where_it_is_not_yet_in_any_spelling(catalog, towns):
    make.fact(catalog, Tag, actor=towns[0], label="Renew")
    plan = catalog.plan(AUTHORITIES, towns, AddTag("renew"))
    assert counts(plan) == (2, 1, 0)
    assert plan.title == "tag 2 authorities “renew”"
    catalog.apply(plan.title, plan.changes)
    assert [tags(catalog, key) for key in towns] == [["Renew"], ["renew"], ["renew"]]


def test_a_tag_is_taken_off_where_it_is(catalog, towns):
    make.fact(catalog, Tag, actor=towns[0], label="Renew")
    make.fact(catalog, Tag, actor=towns[0], label="big")
    plan = catalog.plan(AUTHORITIES, towns, RemoveTag("renew"))
    assert counts(plan) == (1, 2, 0)
    assert plan.title == "take the tag “renew” off Łódź"
    assert (plan.lines[0].before, plan.lines[0].after) == ("Renew, big", "big")
    catalog.apply(plan.title, plan.changes)
    assert tags(catalog, towns[0]) == ["big"]


@pytest.mark.parametrize("section", [NETWORKS, AUTHORITIES, MEMBERSHIPS, SOURCES])
def test_all_that_stands_by_itself_can_be_tagged(seeded, section):
    ids = seeded.find(seeded.query("", section))
    plan = seeded.plan(section, ids, AddTag("renew"))
    seeded.apply(plan.title, plan.changes)
    assert seeded.find(seeded.query("tag:renew", section)) == ids


# The bin


def test_what_goes_along_into_the_bin_is_counted_by_type(catalog, towns):
    network = make.actor(catalog, "EMTA")
    make.fact(catalog, Membership, member=towns[0], network=network)
    make.fact(catalog, Tag, actor=towns[1], label="big")
    plan = catalog.plan(AUTHORITIES, towns, Remove())
    assert plan.title == "remove 3 authorities"
    assert plan.along == {Name: 3, Membership: 1, Tag: 1}


def test_the_counts_are_those_of_the_revision(seeded):
    ids = seeded.find(seeded.query("", NETWORKS))
    plan = seeded.plan(NETWORKS, ids, Remove())
    made = seeded.apply(plan.title, plan.changes)
    gone = [step.change for step in seeded.changes_of(made) if step.change.after is None]
    for kind in RECORDS:
        count = sum(type(change.record) is kind for change in gone)
        chosen = len(ids) if kind is Actor else 0
        assert count == plan.along.get(kind, 0) + chosen, kind


def test_what_hangs_on_two_of_them_is_counted_once(catalog, towns):
    make.fact(catalog, Relation, actor=towns[0], other=towns[1])
    assert catalog.plan(AUTHORITIES, towns, Remove()).along[Relation] == 1


# Many


def test_only_the_first_of_many_are_shown_one_by_one(catalog, monkeypatch, towns):
    monkeypatch.setattr(bulk, "MOST_LINES", 2)
    plan = catalog.plan(AUTHORITIES, towns, SetField(COUNTRY, "CZ"))
    assert (len(plan.lines), plan.touched, len(plan.changes)) == (2, 3, 3)


def test_progress_is_told_by_the_chunk(catalog, towns):
    told = []
    ids = [*towns, *range(1_000, 1_000 + CHUNK)]
    catalog.plan(AUTHORITIES, ids, SetField(COUNTRY, "CZ"), lambda *done: told.append(done))
    assert told == [(CHUNK, CHUNK + 3), (CHUNK + 3, CHUNK + 3)]


def test_a_plan_can_be_given_up(catalog, towns):
    def stop(_done, _total):
        raise CancelledError

    with pytest.raises(CancelledError):
        catalog.plan(AUTHORITIES, towns, Remove(), stop)


def test_nothing_chosen_comes_to_nothing(catalog):
    plan = catalog.plan(AUTHORITIES, [], Remove())
    assert (plan.changes, counts(plan), plan.along) == ([], (0, 0, 0), {})
