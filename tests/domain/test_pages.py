from __future__ import annotations

import pytest

from netcatalog.domain.choices import ActorKind
from netcatalog.domain.columns import TITLE, by_key, columns_of
from netcatalog.domain.fields import field_named
from netcatalog.domain.pages import Block, Entry, Group, Page, Reference, cell_text, facts_of
from netcatalog.domain.records import SCHEMA, Actor, Membership, Programme, Topic
from tests import make


def entry(kind, **given):
    return Entry(record=make.record(kind, **given), sentence="")


@pytest.mark.parametrize(
    ("kind", "key", "cell", "words"),
    [
        (Actor, TITLE, ("Łódź",), "Łódź"),
        (Actor, "kind", (ActorKind.NETWORK,), "network"),
        (Actor, "country", ("PL",), "Poland"),
        (Actor, "population", (672_185,), "672\u202f185 inhabitants"),
        (Actor, "members", ("over 35", 40), "over 35, 40"),
        (Actor, "founded", ("1998~",), "about 1998"),
        (Actor, "topic", (), ""),
        (Membership, "member", (Reference(2, "Łódź"),), "Łódź"),
    ],
)
def test_a_cell_is_said_in_words(kind, key, cell, words):
    assert cell_text(by_key(columns_of(SCHEMA, kind))[key], cell) == words


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        (Actor, {"is_network": False}, [("Kind", "network")]),
        (Actor, {}, [("Kind", "network"), ("Has members", "yes")]),
        (Actor, {"active": False, "is_network": False}, [("Kind", "network"), ("Active", "no")]),
        (Topic, {"source": 1, "as_of": "2026"}, [("Topic", "public transport")]),
    ],
)
def test_the_filled_fields_of_a_record_are_listed_without_owner_and_source(kind, given, said):
    assert [(field.label, text) for field, text in facts_of(entry(kind, **given))] == said


def test_a_record_referred_to_is_called_by_its_name():
    one = Entry(
        record=make.record(Programme, run_as=2),
        sentence="",
        references={"run_as": Reference(2, "EcoMobility")},
    )
    assert ("In the catalogue as", "EcoMobility") in [
        (field.label, text) for field, text in facts_of(one)
    ]


def test_a_page_gives_the_entries_of_a_type_by_any_field_or_by_one():
    member, network = (field_named(Membership, name) for name in ("member", "network"))
    first, second = entry(Membership), entry(Membership, member=3)
    page = Page(
        entry=entry(Actor),
        title="EMTA",
        groups=(
            Group(kind=Membership, via=member, entries=(first,), total=1),
            Group(kind=Membership, via=network, entries=(second,), total=1),
        ),
        mentions=(),
        sources={},
        history=(),
    )
    assert page.group(Membership) == (first, second)
    assert page.group(Membership, "network") == (second,)
    assert page.group(Topic) == ()


def test_a_block_has_a_line_for_each_record_even_without_columns():
    block = Block([1, 2], [[("a",), ("b",)], [(), (3,)]])
    assert list(block.lines()) == [(("a",), ()), (("b",), (3,))]
    assert list(Block([1, 2], []).lines()) == [(), ()]
