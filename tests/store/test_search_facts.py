"""Searching for what names no source, and for what was claimed long ago."""

from __future__ import annotations

import pytest

from netcatalog.domain.records import (
    Actor,
    Event,
    Membership,
    Name,
    Participant,
    Period,
    Source,
)
from netcatalog.domain.sections import MEMBERSHIPS, NETWORKS
from tests import make


@pytest.mark.parametrize(
    ("given", "text", "is_found"),
    [
        ({"as_of": "2019"}, "stale:<2020", True),
        ({"as_of": "2019"}, "stale:<2019-12-31", False),
        ({"as_of": "2019"}, "stale:>5y", True),
        ({"as_of": "2019"}, "stale:>8y", False),
        ({"as_of": "2012/.."}, "stale:<2020", False),
        ({"read": "2019"}, "stale:<2020", True),
        ({"read": "2019", "as_of": "2021"}, "stale:<2020", False),
        ({"read": "2021", "as_of": "2019"}, "stale:<2020", True),
        ({"read": ""}, "stale:<2020", False),
        ({}, "stale:<2020", False),
        ({"read": ""}, "unsourced:yes", False),
        ({}, "unsourced:yes", True),
    ],
)
@pytest.mark.parametrize("place", ["itself", "fact", "fact of a fact"])
def test_what_is_claimed_long_ago_or_by_nobody_is_found(catalog, given, text, is_found, place):
    source = make.fact(catalog, Source, title="New", retrieved="2026").id
    old = {"as_of": given.get("as_of", "")}
    if "read" in given:
        old["source"] = make.fact(catalog, Source, title="Old", retrieved=given["read"]).id
    of = {one: {"source": source} for one in ("itself", "fact", "fact of a fact")} | {place: old}
    (actor, *_) = make.add(
        catalog,
        make.record(Actor, id=-1, **of["itself"]),
        make.record(Name, actor=-1, source=source),
        make.record(Event, id=-2, actor=-1, **of["fact"]),
        make.record(Participant, event=-2, actor=-1, **of["fact of a fact"]),
    )
    assert (catalog.find(catalog.query(text, NETWORKS)) == [actor.id]) == is_found


def test_a_membership_is_stale_by_itself_or_by_its_periods_and_its_member_is_not(catalog):
    source = make.fact(catalog, Source, title="New", retrieved="2026").id
    keys = []
    for name in ("Alpha", "Beta"):
        actor = make.record(Actor, id=-1, source=source)
        called = make.record(Name, actor=-1, text=name, source=source)
        keys.append(make.add(catalog, actor, called)[0].id)
    membership = make.fact(
        catalog, Membership, network=keys[0], member=keys[1], source=source, as_of="2019"
    )
    for text in ("stale:<2020", "-unsourced:yes"):
        assert catalog.find(catalog.query(text, MEMBERSHIPS)) == [membership.id]
    assert catalog.find(catalog.query("stale:<2020", NETWORKS)) == []
    make.fact(catalog, Period, membership=membership.id)
    assert catalog.find(catalog.query("unsourced:yes", MEMBERSHIPS)) == [membership.id]
