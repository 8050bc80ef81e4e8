from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from netcatalog.domain.choices import NameType
from netcatalog.domain.columns import columns_of
from netcatalog.domain.errors import NotFoundError
from netcatalog.domain.fields import fields_of
from netcatalog.domain.records import (
    SCHEMA,
    Actor,
    Event,
    Membership,
    Name,
    Note,
    Participant,
    Period,
    Relation,
    Source,
    Sourced,
    Tag,
)
from netcatalog.domain.sections import AUTHORITIES, MEMBERSHIPS, NETWORKS, SECTIONS
from netcatalog.services import pages
from netcatalog.transfer import json_export
from netcatalog.transfer.json_export import write_json, write_page
from tests import make
from tests.transfer.toy import Town

GROUPS = {
    "names",
    "identifiers",
    "events",
    "statements",
    "member_rules",
    "figures",
    "topics",
    "presences",
    "bodies",
    "programmes",
    "documents",
    "targets",
    "agreements",
    "relations",
    "memberships",
    "notes",
    "tags",
}


def page(catalog, key, kind=Actor):
    out = io.StringIO()
    write_page(catalog, out, kind, key)
    return json.loads(out.getvalue())


def listed(catalog, section=NETWORKS, words=""):
    out = io.StringIO()
    write_json(catalog, out, catalog.query(words, section))
    return json.loads(out.getvalue())


@pytest.fixture
def emta(seeded):
    return page(seeded, seeded.actor_named("EMTA"))


# One actor


def test_every_group_is_there_even_for_an_actor_without_facts(catalog):
    alone = page(catalog, make.actor(catalog, "Alpha"))
    assert {group for group in GROUPS if alone[group] == []} == GROUPS - {"names"}


def test_the_page_on_formats_names_every_group():
    text = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")
    assert {group for group in GROUPS if f"`{group}`" not in text} == set()
    assert {kind.about.group for kind, _ in SCHEMA.hanging_on(Actor)} == GROUPS


def test_no_group_bears_the_name_of_a_field():
    fields = {one.name for one in fields_of(Actor)}
    groups = {kind.about.group for kind, _ in SCHEMA.hanging_on(Actor)}
    assert fields.isdisjoint({*groups, "id", "uid", "name", "quote", "mentioned_in", "sources"})


def test_an_actor_has_its_own_fields_beside_its_name(catalog):
    found = page(catalog, make.actor(catalog, "Łódź", country="PL", population=7))
    assert (found["name"], found["country"], found["population"]) == ("Łódź", "PL", 7)
    assert [one.name for one in fields_of(Actor) if one.name not in found] == []


def test_every_fact_has_all_its_fields_its_uid_and_its_quote(seeded):
    for record, _ in seeded.everything():
        if isinstance(record, Actor):
            found = page(seeded, record.id)
            for kind, _ in SCHEMA.hanging_on(Actor):
                wanted = {"id", "uid", *(one.name for one in fields_of(kind))}
                wanted |= {"quote"} if issubclass(kind, Sourced) else set()
                for fact in found[kind.about.group]:
                    assert wanted - fact.keys() == set()


def test_quotes_are_the_words_between_start_and_end_of_the_source(seeded):
    quoted = 0
    for record, _ in seeded.everything():
        if isinstance(record, Actor):
            for fact in facts_in(page(seeded, record.id)):
                text = seeded.record(Source, fact["source"]["id"]).text
                assert fact["quote"] == text[fact["start"] : fact["end"]]
                quoted += 1
    assert quoted > 100


def facts_in(found):
    """Return everything in a page that rests on a passage."""
    if isinstance(found, dict):
        if found.get("source"):
            yield found
        for value in found.values():
            yield from facts_in(value)
    elif isinstance(found, list):
        for value in found:
            yield from facts_in(value)


def test_references_bring_id_uid_and_name(catalog):
    network, member = make.actor(catalog, "Alpha"), make.authority(catalog, "Łódź")
    make.fact(catalog, Membership, network=network, member=member)
    (membership,) = page(catalog, network)["memberships"]
    uid = str(catalog.record(Actor, member).uid)
    assert membership["member"] == {"id": member, "uid": uid, "name": "Łódź"}


def test_memberships_are_those_in_networks_and_those_of_members(catalog):
    above, network, member = (make.actor(catalog, name) for name in ("Above", "Alpha", "Beta"))
    make.fact(catalog, Membership, network=above, member=network)
    make.fact(catalog, Membership, network=network, member=member)
    pairs = {
        (one["member"]["name"], one["network"]["name"])
        for one in page(catalog, network)["memberships"]
    }
    assert pairs == {("Alpha", "Above"), ("Beta", "Alpha")}


def test_emta_has_its_four_members(emta):
    assert sorted(one["member"]["name"] for one in emta["memberships"]) == [
        f"{city} (transport authority)" for city in ("Budapest", "Prague", "Vienna", "Warsaw")
    ]


def test_what_hangs_on_a_fact_is_nested_in_it(catalog):
    network, founder = make.actor(catalog, "Alpha"), make.actor(catalog, "Beta")
    event = make.fact(catalog, Event, actor=network)
    make.fact(catalog, Participant, event=event.id, actor=founder, role="founder")
    ((fact,), nothing) = page(catalog, network)["events"], page(catalog, founder)["events"]
    assert nothing == []
    (participant,) = fact["participants"]
    assert (participant["actor"]["name"], participant["role"]) == ("Beta", "founder")


def test_periods_are_nested_in_their_membership(catalog):
    network, member = make.actor(catalog, "Alpha"), make.actor(catalog, "Beta")
    membership = make.fact(catalog, Membership, network=network, member=member)
    assert page(catalog, network)["memberships"][0]["periods"] == []
    make.fact(catalog, Period, membership=membership.id, since="2012/..")
    (period,) = page(catalog, member)["memberships"][0]["periods"]
    assert period["since"] == "2012/.."


def test_relations_of_others_are_told_as_mentions(seeded):
    found = page(seeded, seeded.actor_named("EcoMobility"))
    (relation,) = (one for one in found["mentioned_in"] if one["record"] == "relation")
    assert (relation["actor"]["name"], relation["type"]) == ("ICLEI", "runs")


def test_what_does_not_rest_on_a_source_has_none(catalog):
    network, other = make.actor(catalog, "Alpha"), make.actor(catalog, "Beta")
    make.fact(catalog, Relation, actor=network, other=other)
    (fact,) = page(catalog, network)["relations"]
    assert (fact["source"], fact["start"], fact["end"], fact["quote"]) == (None, None, None, "")


def test_sources_are_listed_with_the_length_of_their_text(seeded, emta):
    (source,) = emta["sources"]
    held = seeded.record(Source, source["id"])
    assert source["title"] == held.title
    assert source["text_length"] == len(held.text)
    assert "text" not in source


def test_notes_and_tags_stand_apart_from_facts(seeded):
    key = seeded.actor_named("EMTA")
    make.fact(seeded, Note, actor=key, text="*fee?*", author="Ana", written=seeded.now())
    make.fact(seeded, Tag, actor=key, label="renew")
    found = page(seeded, key)
    assert [(one["text"], one["author"], one["written"]) for one in found["notes"]] == [
        ("*fee?*", "Ana", "2026-11-23T09:30:00Z")
    ]
    assert [one["label"] for one in found["tags"]] == ["renew"]
    assert "quote" not in found["notes"][0]


def test_however_much_hangs_on_an_actor_all_of_it_is_written(catalog):
    key = make.actor(catalog, "Alpha")
    more = pages.MOST_ENTRIES + 1
    make.add(
        catalog, *(make.record(Tag, actor=key, label=f"tag {place}") for place in range(more))
    )
    assert len(page(catalog, key)["tags"]) == more


def test_however_much_hangs_on_a_fact_all_of_it_is_written(catalog):
    key = make.actor(catalog, "Alpha")
    event = make.fact(catalog, Event, actor=key).id
    more = pages.MOST_ENTRIES + 1
    make.add(catalog, *(make.record(Participant, event=event, actor=key) for _ in range(more)))
    assert len(page(catalog, key)["events"][0]["participants"]) == more


def test_text_is_written_as_it_is_and_not_escaped(catalog):
    out = io.StringIO()
    write_page(catalog, out, Actor, make.actor(catalog, "Łódź"))
    assert "Łódź" in out.getvalue()


def test_an_actor_that_is_gone_is_not_found(catalog):
    with pytest.raises(NotFoundError):
        page(catalog, 99)


def test_a_field_of_a_record_never_heard_of_is_a_key(towns, all_towns):
    lodz, alpha = (page(towns, key, Town) for key in sorted(towns.find(all_towns)))
    assert [sight["label"] for sight in lodz["sights"]] == ["Księży Młyn", "Piotrkowska"]
    assert (lodz["height"], lodz["market"], lodz["chartered"]) == (-1.5, True, "1423~")
    assert alpha["twin"]["name"] == "Łódź"
    assert [one["name"] for one in lodz["mentioned_in"]] == ["Alpha"]


# A list


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_rows_have_id_uid_and_the_keys_of_the_columns(seeded, section):
    make.fact(seeded, Note, actor=1, text="x")
    keys = [column.key for column in columns_of(SCHEMA, section.kind)]
    assert {tuple(row) for row in listed(seeded, section)} == {("id", "uid", *keys)}


def test_nothing_found_is_an_empty_list(catalog):
    assert listed(catalog) == []


def test_values_are_those_stored(catalog):
    key = make.authority(catalog, "Łódź", country="PL", population=7, active=False)
    (row,) = listed(catalog, AUTHORITIES)
    assert (row["id"], row["uid"]) == (key, str(catalog.record(Actor, key).uid))
    assert (row["title"], row["country"], row["population"], row["active"]) == (
        "Łódź",
        "PL",
        7,
        False,
    )


def test_what_can_be_several_is_a_list_and_what_cannot_is_none_where_not_known(catalog):
    key = make.actor(catalog, "Alpha", acronym="AL")
    make.fact(catalog, Name, actor=key, text="AA", type=NameType.ACRONYM)
    (row,) = listed(catalog)
    assert (row["acronym"], row["founded"], row["population"]) == (["AL", "AA"], [], None)


def test_references_of_a_row_bring_id_uid_and_name(catalog):
    network, member = make.actor(catalog, "Alpha"), make.authority(catalog, "Łódź")
    make.fact(catalog, Membership, network=network, member=member)
    (row,) = listed(catalog, MEMBERSHIPS)
    uid = str(catalog.record(Actor, member).uid)
    assert row["member"] == {"id": member, "uid": uid, "name": "Łódź"}


def test_long_lists_are_read_in_pieces_and_written_as_one(seeded, monkeypatch):
    whole = listed(seeded)
    monkeypatch.setattr(json_export, "CHUNK", 2)
    assert listed(seeded) == whole
    assert len(whole) == 7


def test_every_row_stands_on_a_line_of_its_own(seeded):
    out = io.StringIO()
    write_json(seeded, out, seeded.query("", NETWORKS))
    first, *rows, last = out.getvalue().splitlines()
    assert (first, len(rows), last) == ("[", 7, "]")


def test_rows_are_written_as_of_the_day_of_the_query(catalog):
    key = make.actor(catalog, "New Name")
    make.fact(catalog, Name, actor=key, text="Old Name", type=NameType.FORMER, until="2010")
    out = io.StringIO()
    write_json(catalog, out, catalog.query("as-of:2005", NETWORKS))
    assert json.loads(out.getvalue())[0]["title"] == "Old Name"
