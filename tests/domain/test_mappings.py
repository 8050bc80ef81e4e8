"""Mappings as values, and as files."""

from __future__ import annotations

import json

import pytest

from netcatalog.domain.choices import ActorKind
from netcatalog.domain.errors import InvalidError
from netcatalog.domain.mappings import (
    At,
    Existing,
    Filler,
    Mapping,
    Part,
    decode,
    encode,
    targets,
)

MAPPING = Mapping(
    subject=Part(
        record="actor",
        fields={"kind": Filler(constant="authority"), "country": Filler(column="Land")},
        parts=(
            Part(record="name", fields={"text": Filler(column="Stadt", also=("City",))}),
            Part(
                record="membership",
                fields={"network": Filler(at=At.HEADING, creates=ActorKind.NETWORK)},
                each=("EMTA", "Polis"),
                separator=";",
            ),
        ),
    ),
    missing=("-",),
    source={"title": "Members"},
    as_of="2024",
    existing=Existing.FILL,
    complete=True,
    decisions={"essen|BE": "skip"},
)


def test_a_mapping_is_read_as_it_was_written():
    assert decode(encode(MAPPING)) == MAPPING


def test_what_is_empty_is_not_written():
    assert json.loads(encode(Mapping(subject=Part(record="actor")))) == {
        "format": "netcatalog mapping 1",
        "subject": {"record": "actor"},
        "existing": "change",
    }


def written(**subject):
    """Return the text of a mapping with such a subject."""
    return json.dumps({"format": "netcatalog mapping 1", "subject": subject}).encode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "This is no mapping"),
        (b"[]", "This is no mapping"),
        (b"\xff", "This is no mapping"),
        (b"{}", "its format is"),
        (b'{"format": "netcatalog mapping 1"}', "subject"),
        (written(record="name"), "about actors"),
        (written(record="actor", fields={"colour": {}}), "“colour”: no actor has that field"),
        (written(record="actor", parts=[{"record": "period"}]), "“period” on a record “actor”"),
        (written(record="actor", parts=[{"record": "ufo"}]), "“ufo” on a record “actor”"),
        (b"[" * 100_000, "This is no mapping"),
    ],
)
def test_what_is_no_mapping_is_refused_with_the_reason(text, said):
    with pytest.raises(InvalidError, match=said):
        decode(text)


def test_every_field_is_a_target_but_those_that_follow_from_the_list():
    keys = {one.key for one in targets()}
    assert {"actor.country", "name.text", "period.since", "membership.network"} <= keys
    assert not keys & {"name.actor", "actor.source", "period.membership", "name.start"}
