from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing

import pytest

from netcatalog.domain.errors import NewerVersionError, NotACatalogError, StorageError
from netcatalog.domain.sections import NETWORKS
from netcatalog.services.opening import create_catalog, open_catalog, open_file, utc_now
from netcatalog.store.database import SCHEMA_VERSION
from tests.conftest import NOW, USER, clock


def tell(path, sql):
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(sql)


def test_a_new_catalogue_holds_the_seven_networks(tmp_path):
    path = tmp_path / "new.netcatalog"
    create_catalog(path, user="Ana", clock=clock)
    with open_catalog(path, user="Ana") as catalog:
        assert catalog.count(NETWORKS) == 7
        assert [(step.by, step.at) for step in catalog.history()] == [("Ana", NOW)]


def test_a_new_catalogue_has_its_name_only_once_it_holds_its_networks(tmp_path):
    path = tmp_path / "new.netcatalog"
    seen = []

    def watched():
        seen.append(path.exists())
        return NOW

    create_catalog(path, user="Ana", clock=watched)
    assert (seen, path.exists()) == ([False], True)


def test_a_new_catalogue_may_be_empty(tmp_path):
    path = tmp_path / "new.netcatalog"
    create_catalog(path, user="Ana", clock=clock, seeded=False)
    with open_catalog(path, user="Ana") as catalog:
        assert list(catalog.everything()) == []
        assert catalog.history() == []


def test_a_new_catalogue_does_not_replace_a_file(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear Ana")
    with pytest.raises(StorageError, match="There is already a file"):
        create_catalog(path, user="Ana")
    assert path.read_text() == "Dear Ana"


def test_a_new_catalogue_that_cannot_be_filled_is_not_left_half_full(tmp_path):
    def stopped():
        raise RuntimeError

    with pytest.raises(RuntimeError):
        create_catalog(tmp_path / "new.netcatalog", user="Ana", clock=stopped)
    assert list(tmp_path.iterdir()) == []


def test_a_catalogue_is_let_go_when_the_block_ends(seeded_path):
    with open_catalog(seeded_path, user=USER) as catalog:
        catalog.undo()
    assert [one.name for one in seeded_path.parent.iterdir()] == [seeded_path.name]


def test_a_catalogue_is_let_go_when_the_block_fails(seeded_path):
    def fail():
        with open_catalog(seeded_path, user=USER) as catalog:
            catalog.undo()
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert [one.name for one in seeded_path.parent.iterdir()] == [seeded_path.name]


def test_looking_changes_nothing(seeded_path):
    before = seeded_path.read_bytes()
    with open_catalog(seeded_path, user=USER) as catalog:
        catalog.find(catalog.query("transport", NETWORKS))
        catalog.check()
    assert seeded_path.read_bytes() == before


def test_the_clock_of_the_program_tells_the_time_in_utc():
    assert utc_now().tzinfo is dt.UTC


def test_an_older_catalogue_is_brought_up_to_date_after_a_backup(seeded_path):
    tell(seeded_path, "PRAGMA user_version = 0")
    with open_catalog(seeded_path, user=USER, clock=clock) as catalog:
        assert catalog.count(NETWORKS) == 7
    (backup,) = (seeded_path.parent / "seeded backups").glob("*version-0*")
    assert f"{NOW:%Y%m%d-%H%M%S}" in backup.name
    with closing(sqlite3.connect(seeded_path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


# What is no catalogue


def a_letter(path):
    path.write_text("Dear Ana, " * 1_000)


def nothing(path):
    path.write_bytes(b"")


def a_folder(path):
    path.unlink()
    path.mkdir()


def gone(path):
    path.unlink()


def of_another_program(path):
    path.unlink()
    tell(path, "CREATE TABLE recipe (name TEXT)")


def newer(path):
    tell(path, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")


def cut_short(path):
    path.write_bytes(path.read_bytes()[:50])


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (a_letter, NotACatalogError),
        (nothing, NotACatalogError),
        (a_folder, NotACatalogError),
        (gone, StorageError),
        (of_another_program, NotACatalogError),
        (newer, NewerVersionError),
        (cut_short, NotACatalogError),
    ],
)
def test_what_is_no_catalogue_is_refused_by_name_and_left_as_it_was(seeded_path, spoil, kind):
    spoil(seeded_path)
    before = seeded_path.read_bytes() if seeded_path.is_file() else None
    with pytest.raises(kind, match=seeded_path.stem) as raised:
        open_file(seeded_path, user=USER)
    assert type(raised.value) is kind
    assert str(raised.value).endswith(".")
    assert (seeded_path.read_bytes() if seeded_path.is_file() else None) == before


def test_damage_is_told_when_it_is_met_and_the_file_left_as_it_was(seeded_path):
    whole = bytearray(seeded_path.read_bytes())
    whole[8_192:] = b"\xaa" * (len(whole) - 8_192)
    seeded_path.write_bytes(whole)
    catalog = open_file(seeded_path, user=USER)
    with pytest.raises(StorageError, match=r"“seeded\.netcatalog” is damaged"):
        catalog.find(catalog.query("", NETWORKS))
    catalog.close()
    assert seeded_path.read_bytes() == whole
