"""Catalogues of every version that was ever released, opened by today's program."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from netcatalog.domain.records import Note
from netcatalog.domain.sections import NETWORKS
from netcatalog.services.opening import open_file
from netcatalog.store.database import SCHEMA_VERSION, version_of
from tests import make
from tests.conftest import USER, clock

FILES = sorted((Path(__file__).parents[1] / "catalogues").glob("*.gz"))


@pytest.fixture(params=FILES, ids=lambda file: file.name.split(".")[0])
def old(request, tmp_path):
    """A catalogue of an old version."""
    path = tmp_path / "old.netcatalog"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    assert version_of(path) == int(request.param.name.split(".")[0].removeprefix("version-"))
    return path


def test_there_is_one_of_every_version_before_this():
    assert len(FILES) == SCHEMA_VERSION - 1


def test_it_is_brought_up_to_date_whole_and_found_in(old):
    catalog = open_file(old, user=USER, clock=clock)
    try:
        assert version_of(old) == SCHEMA_VERSION
        assert catalog.check().faults == ()
        emta = catalog.actor_named("European Metropolitan Transport Authorities")
        assert emta in catalog.find(catalog.query("transport", NETWORKS))
    finally:
        catalog.close()


def test_it_can_be_changed_and_the_change_undone(old):
    catalog = open_file(old, user=USER, clock=clock)
    try:
        make.add(catalog, make.record(Note, actor=catalog.actor_named("EMTA"), text="a note"))
        assert catalog.undo().title
        assert catalog.check().faults == ()
    finally:
        catalog.close()


def test_names_of_it_are_found_as_their_letters_are_spelt_out(tmp_path):
    path = tmp_path / "old.netcatalog"
    path.write_bytes(gzip.decompress(FILES[5].read_bytes()))
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE name SET text = 'Zürich', text_folded = 'zurich' WHERE text = 'EMTA'")
        for table in ("actor_text", "actor_gram"):
            raw.execute(f"UPDATE {table} SET names = replace(names, 'emta', 'zurich')")
        raw.commit()
    catalog = open_file(path, user=USER, clock=clock)
    try:
        assert catalog.find(catalog.query("zuerich", NETWORKS)) == [catalog.actor_named("Zürich")]
        assert catalog.check().faults == ()
    finally:
        catalog.close()
