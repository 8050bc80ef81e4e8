"""What the catalogue answers; its history, pages and tables have tests of their own."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace
from uuid import UUID

import pytest

from netcatalog.domain.changes import Change
from netcatalog.domain.choices import NameType
from netcatalog.domain.errors import AmbiguousNameError, ConflictError, NotFoundError
from netcatalog.domain.records import SCHEMA, Actor, Name, Source, Tag, Topic
from netcatalog.domain.sections import AUTHORITIES, NETWORKS, NOTES
from netcatalog.services.catalog import Catalog
from netcatalog.services.opening import open_catalog
from netcatalog.services.readable import SUGGESTIONS
from netcatalog.store.database import Database
from tests import make
from tests.conftest import NOW, USER, clock

EMTA = "European Metropolitan Transport Authorities"


def test_a_catalogue_knows_its_file_its_types_its_user_and_its_clock(catalog, catalog_path):
    assert (catalog.path, catalog.schema, catalog.user) == (catalog_path, SCHEMA, USER)
    assert catalog.now() == NOW


def test_a_query_is_read_for_its_section(catalog):
    assert catalog.query("author:ana", NOTES).problems == ()
    assert catalog.query("topic:trams", NOTES).problems != ()


def test_an_empty_catalogue_finds_and_counts_nothing(catalog):
    assert (catalog.find(catalog.query("", NETWORKS)), catalog.count(NETWORKS)) == ([], 0)


def test_a_section_counts_only_what_it_lists(catalog):
    make.actor(catalog)
    make.authority(catalog)
    make.authority(catalog)
    assert (catalog.count(NETWORKS), catalog.count(AUTHORITIES)) == (1, 2)


def test_a_record_is_read_by_its_id(catalog):
    source = make.fact(catalog, Source)
    assert catalog.record(Source, source.id) == source


def test_a_record_that_is_not_there_is_said_to_be_gone(catalog):
    with pytest.raises(NotFoundError, match="This source is not in the catalogue any more"):
        catalog.record(Source, 1)


def test_records_are_known_by_uid_those_gone_left_out(catalog):
    source = make.fact(catalog, Source)
    assert catalog.uids(Source, [source.id, 99]) == {source.id: source.uid}


def test_everything_comes_by_type_and_then_by_id(catalog):
    make.fact(catalog, Source)
    make.actor(catalog, "Alpha", "Beta")
    make.actor(catalog, "Gamma")
    assert [(type(record), record.id) for record, _ in catalog.everything()] == [
        (Actor, 1),
        (Actor, 2),
        (Name, 1),
        (Name, 2),
        (Name, 3),
        (Source, 1),
    ]


def test_new_records_get_their_uids_from_where_the_caller_says(catalog_path):
    database = Database(catalog_path, SCHEMA)
    catalog = Catalog(database, user="Ana", clock=clock, chance=bytes)
    assert make.fact(catalog, Source).uid == UUID("00000000-0000-4000-8000-000000000000")
    catalog.close()


# Names


@pytest.mark.parametrize("name", ["EMTA", "emta", EMTA, EMTA.upper(), "  emta "])
def test_an_actor_is_found_by_any_of_its_names_in_any_spelling(seeded, name):
    assert seeded.page(Actor, seeded.actor_named(name)).title == EMTA


def test_an_actor_of_two_equal_names_is_one(catalog):
    key = make.authority(catalog, "Łódź", "Lodz")
    assert catalog.actor_named("lodz") == key


def test_a_name_of_several_lists_them_with_what_tells_them_apart(catalog):
    make.authority(catalog, "Frankfurt", country="DE")
    make.actor(catalog, "Frankfurt")
    with pytest.raises(AmbiguousNameError) as raised:
        catalog.actor_named("frankfurt")
    assert str(raised.value) == (
        "Several are called “frankfurt”: Frankfurt (authority, DE); Frankfurt (network). "
        "Give a fuller name."
    )


def test_an_unknown_name_offers_those_that_are_like_it(seeded):
    with pytest.raises(NotFoundError) as raised:
        seeded.actor_named("Euroc")
    assert str(raised.value) == (
        "Nothing in the catalogue is called “Euroc”. Did you mean: EUROCITIES (network)?"
    )


@pytest.mark.parametrize("name", ["Atlantis", "%", "\ud800"])
def test_a_name_like_no_other_asks_for_its_spelling(catalog, name):
    make.authority(catalog)
    with pytest.raises(NotFoundError):
        catalog.actor_named(name)


def test_those_alike_are_told_apart(catalog):
    make.authority(catalog, "Frankfurt", country="DE")
    make.actor(catalog, "Frankfurt Network")
    assert [one.label for one in catalog.like(Actor, "frank")] == [
        "Frankfurt (authority, DE)",
        "Frankfurt Network (network)",
    ]


def test_alike_is_also_who_is_spelt_out_so_whose_name_it_makes_up_comes_first(catalog):
    for name in ("Zuerichsee", "Zürich", "Neue Zurcher"):
        make.actor(catalog, name)
    for begun in ("zuer", "ZUERICH"):
        labels = [one.label for one in catalog.like(Actor, begun)]
        assert labels == ["Zürich (network)", "Zuerichsee (network)"]


def test_no_more_are_alike_than_asked_for(catalog):
    for number in range(5):
        make.authority(catalog, f"Town {number}")
        make.fact(catalog, Source, title=f"Town {number}")
    assert len(catalog.like(Actor, "town", 3)) == len(catalog.like(Source, "town", 3)) == 3


def test_without_a_name_everything_is_alike(catalog):
    make.authority(catalog)
    make.fact(catalog, Source)
    assert len(catalog.like(Actor, "")) == len(catalog.like(Source, "")) == 1


# Suggestions


def test_values_already_used_are_suggested_once_and_in_order(catalog):
    emta = make.actor(catalog)
    for label in ("Zürich line", "trams", "Łódź line", "trams", "buses"):
        make.fact(catalog, Topic, actor=emta, label=label)
    assert catalog.suggestions(Topic, "label") == ["buses", "Łódź line", "trams", "Zürich line"]


def test_nothing_is_suggested_where_nothing_is_filled_in(catalog):
    make.fact(catalog, Source)
    assert catalog.suggestions(Source, "publisher") == []
    assert catalog.suggestions(Tag, "label") == []


def test_very_many_values_are_not_all_suggested(catalog):
    emta = make.actor(catalog)
    make.add(
        catalog,
        *(
            make.record(Topic, actor=emta, label=f"topic {number:03}")
            for number in range(SUGGESTIONS + 5)
        ),
    )
    found = catalog.suggestions(Topic, "label")
    assert (len(found), found[0]) == (SUGGESTIONS, "topic 000")


# Two at a time


def test_what_one_window_stores_the_other_sees(seeded, seeded_path):
    with open_catalog(seeded_path, user="Bo", clock=clock) as other:
        key = make.authority(other, "Łódź")
    assert seeded.actor_named("lodz") == key


def test_two_windows_do_not_overwrite_each_other(catalog, catalog_path):
    source = make.fact(catalog, Source, title="Old")
    with open_catalog(catalog_path, user="Bo", clock=clock) as other:
        other.apply("edit", [Change(before=source, after=replace(source, title="Of Bo"))])
    with pytest.raises(ConflictError):
        catalog.apply("edit", [Change(before=source, after=replace(source, title="Of Ana"))])
    assert catalog.record(Source, source.id).title == "Of Bo"


def test_undo_takes_back_the_newest_step_whoever_made_it(catalog, catalog_path):
    make.fact(catalog, Source, title="Of Ana")
    with open_catalog(catalog_path, user="Bo", clock=clock) as other:
        make.fact(other, Source, title="Of Bo")
    catalog.undo()
    assert [record.title for record, _ in catalog.everything()] == ["Of Ana"]
    assert [step.by for step in catalog.history()] == [USER, "Bo", USER]


def test_many_threads_may_ask_and_change_at_once(catalog):
    emta = make.actor(catalog, "EMTA")
    faults = []

    def work(number):
        try:
            make.fact(catalog, Topic, actor=emta, label=f"topic {number}")
            catalog.find(catalog.query("topic", NETWORKS))
            catalog.page(Actor, emta)
        except Exception as error:  # noqa: BLE001  whatever it is, it must reach the test
            faults.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(catalog.page(Actor, emta).group(Topic)) == 8
    assert catalog.check().faults == ()


def test_the_clock_is_asked_at_each_step(catalog_path):
    moments = iter(NOW + dt.timedelta(days=day) for day in range(9))
    with open_catalog(catalog_path, user="Ana", clock=lambda: next(moments)) as catalog:
        make.fact(catalog, Source)
        make.fact(catalog, Source)
        assert [step.at.day for step in catalog.history()] == [24, 23]


def test_a_name_in_another_script_is_a_name_like_any_other(catalog):
    key = make.authority(catalog, "Kyiv")
    make.fact(catalog, Name, actor=key, text="Київ", type=NameType.TRANSLATION, language="uk")
    assert catalog.actor_named("київ") == catalog.actor_named("kiiv") == key
