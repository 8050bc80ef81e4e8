"""The order of names, as a file keeps it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from netcatalog.domain.collation import sort_key
from netcatalog.domain.errors import CancelledError
from netcatalog.domain.records import Actor, Membership, Source
from netcatalog.domain.sections import AUTHORITIES, MEMBERSHIPS, SOURCES
from netcatalog.services.opening import create_catalog, open_catalog
from tests import make
from tests.conftest import USER, clock

NAMES = ("Zürich", "Łódź", "Lwów", "Lublin", "Ålesund")


@pytest.fixture
def towns(catalog):
    """A catalogue of towns, in no order."""
    for name in NAMES:
        make.authority(catalog, name)
    return catalog


def listed(catalog, section=AUTHORITIES):
    ids = catalog.find(catalog.query("", section))
    return [catalog.page(section.kind, key).title for key in ids]


def keys(catalog):
    with closing(sqlite3.connect(catalog.path)) as raw:
        return raw.execute("SELECT label, sort_key FROM actor ORDER BY id").fetchall()


def test_names_are_ordered_in_plain_letters_at_first(towns):
    assert towns.order_language() == "en"
    assert listed(towns) == ["Ålesund", "Łódź", "Lublin", "Lwów", "Zürich"]


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("pl", ["Ålesund", "Lublin", "Lwów", "Łódź", "Zürich"]),
        ("nb", ["Łódź", "Lublin", "Lwów", "Zürich", "Ålesund"]),
    ],
)
def test_names_are_ordered_anew(towns, language, names):
    towns.order_by(language)
    assert listed(towns) == names


def test_the_order_is_there_for_everyone_who_opens_the_file(towns):
    towns.order_by("pl-PL")
    with open_catalog(towns.path, user="Bo") as another:
        assert another.order_language() == "pl"
        assert listed(another)[-2:] == ["Łódź", "Zürich"]


def test_what_is_added_and_renamed_later_stands_in_that_order(towns):
    towns.order_by("pl")
    make.authority(towns, "Łomża")
    assert listed(towns) == ["Ålesund", "Lublin", "Lwów", "Łomża", "Łódź", "Zürich"]


def test_titles_of_sources_are_ordered_too(catalog):
    for title in ("Report 10", "Report 2", "Übersicht"):
        make.fact(catalog, Source, title=title)
    catalog.order_by("sv")
    assert listed(catalog, SOURCES) == ["Report 2", "Report 10", "Übersicht"]


def test_memberships_follow_the_names_of_their_members(towns):
    towns.order_by("pl")
    network = make.actor(towns, "EMTA")
    for key in towns.find(towns.query("", AUTHORITIES)):
        make.fact(towns, Membership, member=key, network=network)
    ids = towns.find(towns.query("", MEMBERSHIPS))
    members = [towns.record(Membership, key).member for key in ids]
    assert members == towns.find(towns.query("", AUTHORITIES))


def test_all_keys_are_made_and_told_of(towns, monkeypatch):
    monkeypatch.setattr("netcatalog.store.ordering.CHUNK", 2)
    told = []
    towns.order_by("pl", lambda done, total: told.append((done, total)))
    assert told == [(2, 5), (4, 5), (5, 5)]
    assert keys(towns) == [(name, sort_key(name, "pl")) for name in NAMES]


def test_what_is_cancelled_leaves_the_order_as_it_was(towns):
    before = keys(towns)

    def cancel(done, total):
        raise CancelledError

    with pytest.raises(CancelledError):
        towns.order_by("pl", cancel)
    assert (towns.order_language(), keys(towns)) == ("en", before)


def test_the_order_is_no_revision(towns):
    before = towns.history()
    towns.order_by("pl")
    assert towns.history() == before


def test_a_new_catalogue_orders_by_the_language_it_is_made_for(tmp_path):
    path = tmp_path / "new.netcatalog"
    create_catalog(path, user=USER, clock=clock, language="pl_PL.UTF-8")
    with open_catalog(path, user=USER) as catalog:
        assert catalog.order_language() == "pl"
        stored = keys(catalog)
    assert stored == [(label, sort_key(label, "pl")) for label, _ in stored]


def test_a_source_is_offered_by_part_of_its_title_in_any_order(catalog):
    lodz = make.fact(catalog, Source, title="Raport o Łodzi 2020").id
    catalog.order_by("pl")
    assert [one.id for one in catalog.like(Source, "łodzi 2020")] == [lodz]


def test_an_actor_is_offered_by_part_of_its_name_in_any_order(towns):
    towns.order_by("pl")
    assert [one.label for one in towns.like(Actor, "lod")] == ["Łódź (authority)"]
