from __future__ import annotations

from dataclasses import replace

import pytest

from netcatalog.domain.changes import Change
from netcatalog.domain.choices import ActorKind, RelationType
from netcatalog.domain.errors import NotFoundError
from netcatalog.domain.records import (
    Actor,
    Agreement,
    Event,
    Membership,
    Name,
    Note,
    Participant,
    Party,
    Period,
    Relation,
    Source,
    Statement,
    Tag,
    Topic,
)
from netcatalog.services.pages import MOST_CHANGES, MOST_ENTRIES
from tests import make
from tests.statements import statements

TEXT = "EMTA was founded in Paris. Łódź is a member of it."


@pytest.fixture
def emta(catalog):
    """A network with one member, one source and what rests on it."""
    source = make.fact(catalog, Source, title="Annual report", text=TEXT)
    network = make.actor(catalog, "European Transport", acronym="EMTA", source=source.id)
    make.authority(catalog)
    make.fact(catalog, Event, actor=network, place="Paris", source=source.id, start=0, end=25)
    return network


def page(catalog, key, kind=Actor):
    return catalog.page(kind, key)


def sentences(entries):
    return [entry.sentence for entry in entries]


def titles(found):
    return [(change.revision.title, change.title) for change in found.history]


def test_a_page_tells_what_the_record_is_and_is_called(catalog, emta):
    found = page(catalog, emta)
    assert (found.title, found.entry.sentence) == ("European Transport", "network")


def test_a_page_of_nothing_says_so(catalog):
    with pytest.raises(NotFoundError, match="This actor is not in the catalogue any more"):
        page(catalog, 99)


def test_what_hangs_on_the_record_is_grouped_by_type_in_the_order_of_the_schema(catalog, emta):
    make.fact(catalog, Tag, actor=emta)
    make.fact(catalog, Topic, actor=emta)
    assert [group.kind for group in page(catalog, emta).groups] == [Name, Event, Topic, Tag]


def test_entries_come_in_the_order_in_which_they_were_added(catalog, emta):
    for label in ("b", "a", "c"):
        make.fact(catalog, Topic, actor=emta, label=label)
    assert sentences(page(catalog, emta).group(Topic)) == ["b", "a", "c"]


def test_an_entry_has_the_words_it_rests_on(catalog, emta):
    (founded,) = page(catalog, emta).group(Event)
    assert founded.quote == "EMTA was founded in Paris"


def test_an_entry_without_a_passage_has_no_words(catalog, emta):
    assert [entry.quote for entry in page(catalog, emta).group(Name)] == ["", ""]


def test_a_page_has_its_sources(catalog, emta):
    (source,) = page(catalog, emta).sources.values()
    assert source.text == TEXT


def test_a_source_of_what_hangs_deeper_is_among_them(catalog, emta):
    other = make.fact(catalog, Source, title="Minutes", text="Łódź took part")
    (founded,) = page(catalog, emta).group(Event)
    make.fact(catalog, Participant, event=founded.record.id, actor=2, source=other.id)
    assert [one.title for one in page(catalog, emta).sources.values()] == [
        "Annual report",
        "Minutes",
    ]


def test_references_are_called_by_name(catalog, emta):
    make.fact(catalog, Relation, actor=emta, other=2, type=RelationType.HOST_OF)
    (relation,) = page(catalog, emta).group(Relation)
    assert relation.sentence == "Host of Łódź"
    assert {name: one.label for name, one in relation.references.items()} == {
        "actor": "European Transport",
        "other": "Łódź",
    }


def test_what_hangs_on_an_entry_stands_beneath_it(catalog, emta):
    agreement = make.fact(catalog, Agreement, actor=emta)
    other = make.fact(catalog, Agreement, actor=emta, subject="peace")
    make.fact(catalog, Party, agreement=other.id, actor=emta)
    for behalf in ("all cities", "itself"):
        make.fact(catalog, Party, agreement=agreement.id, actor=2, on_behalf_of=behalf)
    first, second = page(catalog, emta).group(Agreement)
    assert [sentences(group.entries) for group in first.children] == [
        ["Łódź on behalf of all cities", "Łódź on behalf of itself"]
    ]
    assert [sentences(group.entries) for group in second.children] == [["European Transport"]]
    assert first.children[0].total == 2


def test_a_membership_has_its_periods_and_notes_beneath_it(catalog, emta):
    membership = make.fact(catalog, Membership, member=2, network=emta)
    make.fact(catalog, Period, membership=membership.id)
    make.fact(catalog, Note, membership=membership.id)
    (entry,) = page(catalog, emta).group(Membership)
    assert [group.kind for group in entry.children] == [Period, Note]


def test_a_membership_is_on_both_pages_each_by_its_own_field(catalog, emta):
    make.fact(catalog, Membership, member=2, network=emta)
    assert len(page(catalog, emta).group(Membership, "network")) == 1
    assert len(page(catalog, emta).group(Membership, "member")) == 0
    assert len(page(catalog, 2).group(Membership, "member")) == 1
    assert len(page(catalog, 2).group(Membership)) == 1


def test_what_others_say_of_the_record_are_its_mentions(catalog, emta):
    make.fact(catalog, Relation, actor=2, other=emta)
    (founded,) = page(catalog, emta).group(Event)
    make.fact(catalog, Participant, event=founded.record.id, actor=2)
    assert sentences(page(catalog, emta).mentions) == ["Part of European Transport"]
    assert sentences(page(catalog, 2).mentions) == ["Łódź"]


@pytest.mark.parametrize(
    ("kind", "given"), [(Relation, {"other": 2}), (Participant, {"event": 1})]
)
def test_a_mention_leads_to_the_record_it_hangs_on(catalog, emta, kind, given):
    owner = {} if kind is Participant else {"actor": emta}
    make.fact(catalog, kind, **owner, **(given | ({"actor": 2} if kind is Participant else {})))
    (mention,) = page(catalog, 2).mentions
    kind, reference = mention.root
    assert (kind, reference.id, reference.label) == ("actor", emta, "European Transport")


def test_a_source_is_not_mentioned_by_all_that_rests_on_it(catalog, emta):
    assert page(catalog, 1, Source).mentions == ()


# Very many


@pytest.fixture
def crowd(catalog):
    """A network with more members than a page shows."""
    network = make.actor(catalog, "Crowd")
    members = range(-1, -1 - MOST_ENTRIES - 5, -1)
    make.add(
        catalog,
        *(make.record(Actor, id=key, kind=ActorKind.AUTHORITY) for key in members),
        *(make.record(Name, actor=key, text=f"Town {-key}") for key in members),
        *(make.record(Membership, id=key - 1_000, member=key, network=network) for key in members),
        *(make.record(Period, membership=key - 1_000) for key in members),
    )
    return network


def test_of_very_many_a_page_shows_the_first_and_tells_how_many_there_are(catalog, crowd):
    group = page(catalog, crowd).groups[-1]
    assert (len(group.entries), group.total) == (MOST_ENTRIES, MOST_ENTRIES + 5)
    assert group.entries[0].references["member"].label == "Town 1"


def test_as_many_as_are_shown_are_counted_once(catalog, crowd):
    group = catalog.page(Actor, crowd, MOST_ENTRIES + 5).groups[-1]
    assert (len(group.entries), group.total) == (MOST_ENTRIES + 5, MOST_ENTRIES + 5)


def test_all_of_them_can_be_asked_for(catalog, crowd):
    assert len(catalog.page(Actor, crowd, None).group(Membership)) == MOST_ENTRIES + 5


def test_a_page_takes_the_same_few_statements_however_many_hang_on_it(catalog, crowd, emta):
    few, many = (statements(catalog, lambda key=key: page(catalog, key)) for key in (emta, crowd))
    assert many < few + 15


# History


def test_the_history_tells_of_the_record_and_what_hangs_on_it_the_newest_first(catalog):
    emta = make.actor(catalog, "EMTA")
    topic = make.fact(catalog, Topic, actor=emta)
    catalog.apply("reword", [Change(before=topic, after=replace(topic, label="trams"))])
    assert titles(page(catalog, emta)) == [
        ("reword", "trams"),
        ("add", "public transport"),
        ("add", "EMTA"),
        ("add", "EMTA"),
    ]


def test_the_history_tells_of_what_was_removed(catalog):
    emta = make.actor(catalog, "EMTA")
    topic = make.fact(catalog, Topic, actor=emta)
    make.remove(catalog, Topic, topic.id, "drop the topic")
    assert titles(page(catalog, emta))[0] == ("drop the topic", "public transport")


def test_the_history_tells_of_what_hangs_deeper(catalog):
    emta, lodz = make.actor(catalog, "EMTA"), make.authority(catalog)
    membership = make.fact(catalog, Membership, member=lodz, network=emta)
    period = make.fact(catalog, Period, membership=membership.id)
    make.remove(catalog, Period, period.id, "drop the period")
    for key in (emta, lodz):
        assert titles(page(catalog, key))[:2] == [
            ("drop the period", "since 2012"),
            ("add", "since 2012"),
        ]


def test_the_history_does_not_tell_of_others(catalog):
    emta, polis = make.actor(catalog, "EMTA"), make.actor(catalog, "Polis")
    topic = make.fact(catalog, Topic, actor=polis)
    make.remove(catalog, Topic, topic.id)
    assert {title for _, title in titles(page(catalog, emta))} == {"EMTA"}


def test_a_long_history_is_cut(catalog):
    emta = make.actor(catalog, "EMTA")
    for number in range(MOST_CHANGES):
        make.fact(catalog, Statement, actor=emta, text=str(number))
    found = page(catalog, emta).history
    assert len(found) == MOST_CHANGES
    assert found[0].title == str(MOST_CHANGES - 1)


def test_a_history_remembers_what_a_record_was_called_then(catalog):
    emta = make.actor(catalog, "Old")
    (name,) = page(catalog, emta).group(Name)
    catalog.apply("rename", [Change(before=name.record, after=replace(name.record, text="New"))])
    assert titles(page(catalog, emta)) == [("rename", "New"), ("add", "Old"), ("add", "Old")]


@pytest.mark.parametrize("kind", [Actor, Membership, Source])
def test_every_page_of_the_seed_can_be_made(seeded, kind):
    for record, _ in list(seeded.everything()):
        if type(record) is kind:
            found = page(seeded, record.id, kind)
            assert found.entry.record == record
            assert found.title
            assert found.history
