from __future__ import annotations

from itertools import groupby

from netcatalog.domain.records import SCHEMA, Actor, Membership, Name, Tag
from netcatalog.services import everything
from tests import make


def test_records_come_by_type_in_the_order_of_the_schema_then_by_id(seeded):
    found = [record for record, _ in seeded.everything()]
    kinds = [kind for kind, _ in groupby(found, type)]
    assert kinds == [kind for kind in SCHEMA.records if kind in kinds]
    for _, same in groupby(found, type):
        ids = [record.id for record in same]
        assert ids == sorted(set(ids))


def test_long_lists_are_read_in_pieces_and_nothing_is_lost(seeded, monkeypatch):
    whole = list(seeded.everything())
    monkeypatch.setattr(everything, "CHUNK", 3)
    assert list(seeded.everything()) == whole


def test_references_come_with_what_they_are_called(catalog):
    network, member = make.actor(catalog, "Alpha"), make.authority(catalog, "Łódź")
    make.fact(catalog, Membership, network=network, member=member)
    ((_, called),) = (pair for pair in catalog.everything() if isinstance(pair[0], Membership))
    assert {name: reference.label for name, reference in called.items()} == {
        "network": "Alpha",
        "member": "Łódź",
    }


def test_what_is_changed_while_reading_is_not_seen(catalog):
    key = make.actor(catalog, "Alpha")
    reading = catalog.everything()
    first, _ = next(reading)
    make.fact(catalog, Tag, actor=key, label="late")
    assert [type(record) for record, _ in reading] == [Name]
    assert isinstance(first, Actor)


def test_a_reading_given_up_lets_go_of_the_file(catalog):
    make.actor(catalog, "Alpha")
    reading = catalog.everything()
    next(reading)
    reading.close()
    assert catalog.check().faults == ()


def test_uids_are_those_of_the_records_and_missing_ones_are_left_out(seeded, monkeypatch):
    actors = {
        record.id: record.uid for record, _ in seeded.everything() if isinstance(record, Actor)
    }
    monkeypatch.setattr(everything, "CHUNK", 4)
    assert seeded.uids(Actor, [*actors, 999]) == actors
    assert seeded.uids(Actor, []) == {}
