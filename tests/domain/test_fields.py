from __future__ import annotations

import dataclasses
import datetime as dt  # noqa: TC003  the declarations are read at run time
from dataclasses import dataclass
from typing import NewType

import pytest

from netcatalog.domain.fields import (
    Choice,
    Country,
    Edtf,
    Kind,
    Language,
    Markdown,
    Prose,
    Record,
    Schema,
    WebAddress,
    field,
    field_named,
    fields_of,
    owners_of,
    record,
)
from netcatalog.domain.records import RECORDS, SCHEMA, Actor, Membership, Name, Note, Source

TownId = NewType("TownId", int)
CityHallId = NewType("CityHallId", int)


class Size(Choice):
    SMALL = "small", "rather small"
    LARGE = "large", "large"


@record("town", "Towns", root=True)
class Town(Record):
    name: str = field("Name", "As on the map.", naming=True)
    size: Size | None = field("Size", default=None)
    country: Country = field("Country", default="")
    language: Language = field("Language", default="")
    founded: Edtf = field("Founded", default="")
    website: WebAddress = field("Website", default="")
    history: Prose = field("History", default="")
    remark: Markdown = field("Remark", default="")
    population: int = field("Population", default=0, unit="inhabitants")
    height: float | None = field("Height", default=None)
    port: bool = field("Port", default=False)
    seen: dt.datetime | None = field("Seen", default=None)
    hall: CityHallId | None = field("Hall", default=None)


@record("city hall", "City halls")
class CityHall(Record):
    town: TownId = field("Town", owner=True)
    shared: str = field("Shared", default="", shared=True)
    twin: CityHallId | None = field("Twin", default=None)


TOWNS = Schema((Town, CityHall))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("name", Kind.TEXT),
        ("size", Kind.CHOICE),
        ("country", Kind.COUNTRY),
        ("language", Kind.LANGUAGE),
        ("founded", Kind.DATE),
        ("website", Kind.ADDRESS),
        ("history", Kind.PROSE),
        ("remark", Kind.MARKDOWN),
        ("population", Kind.INTEGER),
        ("height", Kind.NUMBER),
        ("port", Kind.FLAG),
        ("seen", Kind.MOMENT),
        ("hall", Kind.REFERENCE),
    ],
)
def test_the_kind_of_a_field_follows_from_its_annotation(name, kind):
    assert field_named(Town, name).kind is kind


def test_the_choices_of_a_field_follow_from_its_annotation():
    assert field_named(Town, "size").choices is Size


def test_what_a_field_refers_to_follows_from_its_annotation():
    assert field_named(Town, "hall").refers == CityHall.about.key == "city_hall"


@pytest.mark.parametrize(
    ("kind", "name", "required", "nullable"),
    [
        (Town, "name", True, False),
        (Town, "country", False, False),
        (Town, "size", False, True),
        (CityHall, "town", True, False),
        (CityHall, "twin", False, True),
    ],
)
def test_what_must_be_given_follows_from_annotation_and_default(kind, name, required, nullable):
    found = field_named(kind, name)
    assert (found.required, found.nullable) == (required, nullable)


def test_what_a_hand_gives_is_kept():
    population = field_named(Town, "population")
    assert (population.label, population.unit) == ("Population", "inhabitants")
    assert field_named(Town, "name").help == "As on the map."


def test_fields_come_in_order_with_the_shared_ones_last():
    assert [one.name for one in fields_of(CityHall)] == ["town", "twin", "shared"]


def test_id_and_uid_are_no_fields():
    assert not {"id", "uid"} & {one.name for one in fields_of(Town)}


def test_inherited_fields_come_first():
    assert fields_of(Name)[0].name == "actor"


def test_an_unknown_field_is_a_defect():
    with pytest.raises(KeyError):
        field_named(Town, "nmae")


def test_an_unknown_word_in_a_declaration_is_a_defect():
    @record("house", "Houses")
    class House(Record):
        door: str = field("Door", default="", colour="red")

    with pytest.raises(TypeError, match="colour"):
        fields_of(House)


def test_an_annotation_that_means_nothing_is_a_defect():
    @record("house", "Houses")
    class House(Record):
        doors: list = field("Doors", default=())

    with pytest.raises(TypeError, match="doors"):
        fields_of(House)


def test_a_record_is_frozen_and_compares_by_value():
    town = Town(name="Łódź")
    assert town == Town(name="Łódź")
    with pytest.raises(dataclasses.FrozenInstanceError):
        town.name = "Lodz"


def test_a_record_takes_keywords_only():
    with pytest.raises(TypeError):
        Town(1, None, "Łódź")


@pytest.mark.parametrize(
    ("kind", "key", "group", "listed"),
    [
        (Town, "town", "towns", True),
        (CityHall, "city_hall", "city_halls", False),
        (Note, "note", "notes", True),
        (Membership, "membership", "memberships", True),
    ],
)
def test_a_type_is_called_after_its_class(kind, key, group, listed):
    about = kind.about
    assert (about.key, about.group, about.listed) == (key, group, listed)


@pytest.mark.parametrize(
    ("kind", "owners"),
    [
        (CityHall, ["town"]),
        (Town, []),
        (Membership, ["member", "network"]),
        (Note, ["actor", "membership", "source"]),
    ],
)
def test_a_record_hangs_on_what_it_cannot_be_without(kind, owners):
    assert [one.name for one in owners_of(kind)] == owners


def test_a_schema_knows_its_types_by_key():
    assert TOWNS["city_hall"] is CityHall
    with pytest.raises(KeyError):
        TOWNS["village"]


def test_a_schema_knows_what_hangs_on_a_type_and_what_only_refers_to_it():
    assert [(kind, one.name) for kind, one in TOWNS.hanging_on(Town)] == [(CityHall, "town")]
    assert TOWNS.hanging_on(CityHall) == ()
    assert [(kind, one.name) for kind, one in TOWNS.references_to(CityHall)] == [
        (Town, "hall"),
        (CityHall, "twin"),
    ]


@pytest.mark.parametrize(
    ("schema", "kind", "holder"),
    [
        (TOWNS, Town, Town),
        (TOWNS, CityHall, None),
        (SCHEMA, Actor, Name),
        (SCHEMA, Source, Source),
        (SCHEMA, Membership, None),
    ],
)
def test_a_schema_knows_where_names_are_kept(schema, kind, holder):
    naming = schema.naming(kind)
    assert (naming and naming[0]) == holder


# The declarations of the catalogue


@pytest.mark.parametrize("kind", RECORDS)
def test_every_declaration_can_be_read(kind):
    assert fields_of(kind)


@pytest.mark.parametrize("kind", RECORDS)
def test_every_field_has_a_label_of_its_own(kind):
    owners = {one.name for one in owners_of(kind)}
    labels = [one.label for one in fields_of(kind) if one.name not in owners]
    assert all(label and label[0].isupper() for label in labels)
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("kind", RECORDS)
def test_every_help_is_a_sentence_or_nothing(kind):
    for one in fields_of(kind):
        assert not one.help or one.help.endswith((".", '".'))


@pytest.mark.parametrize("kind", RECORDS)
def test_what_a_declaration_names_is_there(kind):
    for one in fields_of(kind):
        named = [*one.clears, *([one.word_by] if one.word_by else [])]
        assert all(field_named(kind, name) for name in named)
        assert not one.refers or SCHEMA[one.refers]
        if one.via:
            assert field_named(kind, one.via).owner


@pytest.mark.parametrize("kind", RECORDS)
def test_only_text_is_searched_named_folded_or_suggested(kind):
    texts = {Kind.TEXT, Kind.PROSE, Kind.MARKDOWN}
    for one in fields_of(kind):
        if one.searched or one.naming or one.folded or one.suggested:
            assert one.kind in texts


def test_keys_and_groups_are_each_given_once():
    for names in ([kind.about.key for kind in RECORDS], [kind.about.group for kind in RECORDS]):
        assert len(names) == len(set(names))


@dataclass(frozen=True, slots=True, kw_only=True)
class Base(Record):
    base: str = field("Base", default="")


def test_a_base_class_shares_its_fields():
    @record("leaf", "Leaves", group="leaves")
    class Leaf(Base):
        own: str = field("Own", default="")

    assert [one.name for one in fields_of(Leaf)] == ["base", "own"]
