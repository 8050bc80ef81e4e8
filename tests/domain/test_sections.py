from __future__ import annotations

import pytest

from netcatalog.domain.choices import ActorKind
from netcatalog.domain.records import Actor, Membership, Name, Note, Source
from netcatalog.domain.sections import (
    AUTHORITIES,
    MEMBERSHIPS,
    NETWORKS,
    NOTES,
    OTHERS,
    SECTIONS,
    SOURCES,
    section_named,
    section_of,
)
from tests import make


@pytest.mark.parametrize(
    ("kind", "given", "section"),
    [
        (Actor, {}, NETWORKS),
        (Actor, {"kind": ActorKind.ASSOCIATION}, NETWORKS),
        (Actor, {"kind": ActorKind.AUTHORITY}, NETWORKS),
        (Actor, {"kind": ActorKind.AUTHORITY, "is_network": False}, AUTHORITIES),
        (Actor, {"kind": ActorKind.NETWORK, "is_network": False}, OTHERS),
        (Actor, {"kind": ActorKind.GROUP, "is_network": False}, OTHERS),
        (Membership, {}, MEMBERSHIPS),
        (Source, {}, SOURCES),
        (Note, {}, NOTES),
    ],
)
def test_a_record_is_listed_in_its_section(kind, given, section):
    assert section_of(make.record(kind, **given)) is section


@pytest.mark.parametrize("kind", ActorKind)
@pytest.mark.parametrize("is_network", [True, False])
def test_every_actor_is_listed_somewhere(catalog, kind, is_network):
    key = make.actor(catalog, kind=kind, is_network=is_network)
    lists = [
        section
        for section in (NETWORKS, AUTHORITIES, OTHERS)
        if catalog.find(catalog.query("", section)) == [key]
    ]
    assert section_of(catalog.record(Actor, key)) in lists


def test_a_record_without_a_section_is_a_defect():
    with pytest.raises(LookupError, match="Name"):
        section_of(make.record(Name))


def test_a_section_is_known_by_its_key():
    assert [section_named(section.key) for section in SECTIONS] == list(SECTIONS)


def test_an_unknown_section_is_a_defect():
    with pytest.raises(KeyError):
        section_named("network")
