from __future__ import annotations

import pytest

from netcatalog.domain.bulk import (
    AddTag,
    Remove,
    RemoveTag,
    SetField,
    counted,
    owner_in,
    settable,
    title_of,
)
from netcatalog.domain.fields import field_named
from netcatalog.domain.records import RECORDS, Actor, Body, Membership, Source, Tag

COUNTRY = field_named(Actor, "country")


@pytest.mark.parametrize("kind", RECORDS)
def test_what_is_a_records_own_is_not_set_of_many(kind):
    names = {field.name for field in settable(kind)}
    assert not names & {"source", "start", "end", "actor", "member", "network"}
    assert not any(field.naming or field.owner for field in settable(kind))


def test_what_can_be_set_of_many_sources():
    names = [field.name for field in settable(Source)]
    assert names == ["publisher", "address", "retrieved", "language"]


def test_a_remark_can_be_set_of_many():
    assert "remark" in {field.name for field in settable(Actor)}


@pytest.mark.parametrize(
    ("deed", "title"),
    [
        (SetField(COUNTRY, "PL"), "set country of 285 authorities"),
        (SetField(COUNTRY, ""), "clear country of 285 authorities"),
        (SetField(field_named(Actor, "population"), None), "clear population of 285 authorities"),
        (SetField(field_named(Actor, "is_network"), False), "set has members of 285 authorities"),
        (AddTag("renew"), "tag 285 authorities “renew”"),
        (RemoveTag("renew"), "take the tag “renew” off 285 authorities"),
        (Remove(), "remove 285 authorities"),
    ],
)
def test_a_deed_has_a_title_that_completes_undo(deed, title):
    assert title_of(deed, "285 authorities") == title


@pytest.mark.parametrize(
    ("kind", "count", "words"),
    [(Membership, 1, "1 membership"), (Body, 2, "2 bodies"), (Tag, 1_200, "1\u202f200 tags")],
)
def test_records_are_counted_in_words(kind, count, words):
    assert counted(kind, count) == words


def test_a_tag_hangs_on_what_stands_by_itself():
    roots = [kind for kind in RECORDS if kind.about.root]
    assert [owner_in(Tag, kind).name for kind in roots] == ["actor", "membership", "source"]
    assert owner_in(Tag, Body) is None
