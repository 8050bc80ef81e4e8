from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
from contextlib import closing

import pytest

from netcatalog.domain.errors import NewerVersionError, NotACatalogError, StorageError
from netcatalog.paths import bundled
from netcatalog.store import migrate
from netcatalog.store.database import APPLICATION_ID, SCHEMA_VERSION
from tests.conftest import NOW

NEXT = f"""
revision = "next"
down_revision = "{SCHEMA_VERSION:04}"

from alembic import op
import sqlalchemy as sa

def upgrade():
    op.add_column("actor", sa.Column("motto", sa.Text()))
    op.execute("UPDATE actor SET motto = 'new'")
    {{then}}
"""


@pytest.fixture
def scripts(tmp_path):
    """The migrations of the catalogue, to which a test may add."""
    return shutil.copytree(bundled("db") / "migrations", tmp_path / "100% scripts")


@pytest.fixture
def old_path(seeded_path):
    """A catalogue that calls itself older than the program."""
    with closing(sqlite3.connect(seeded_path)) as raw:
        raw.execute("PRAGMA user_version = 0")
    return seeded_path


def add_migration(scripts, then="pass"):
    script = NEXT.format(then=then, head=f"{SCHEMA_VERSION:04}")
    (scripts / "versions" / "next.py").write_text(script)


def ask(path, sql):
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute(sql).fetchall()


def actors(path):
    return ask(path, "SELECT id, label FROM actor ORDER BY id")


# Making one


def test_a_new_catalogue_is_marked_as_ours(tmp_path, scripts):
    path = tmp_path / "new.netcatalog"
    migrate.create(path, scripts)
    assert ask(path, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert ask(path, "PRAGMA user_version") == [(SCHEMA_VERSION,)]
    assert ask(path, "PRAGMA journal_mode") == [("wal",)]


def test_a_new_catalogue_is_one_file(tmp_path, scripts):
    migrate.create(tmp_path / "new.netcatalog", scripts)
    assert {one.name for one in tmp_path.iterdir()} == {"new.netcatalog", scripts.name}


def test_a_file_that_is_there_is_not_replaced(tmp_path, scripts):
    path = tmp_path / "letter.txt"
    path.write_text("Dear Ana")
    with pytest.raises(StorageError, match=r"There is already a file “.*letter.txt”"):
        migrate.create(path, scripts)
    assert path.read_text() == "Dear Ana"


def test_what_fails_while_it_is_made_leaves_nothing(tmp_path, scripts):
    add_migration(scripts, then="raise RuntimeError")
    with pytest.raises(RuntimeError):
        migrate.create(tmp_path / "new.netcatalog", scripts)
    assert list(tmp_path.iterdir()) == [scripts]


def test_where_no_file_can_be_made_it_is_said(tmp_path, scripts):
    path = tmp_path / "no folder" / "new.netcatalog"
    with pytest.raises(StorageError, match=r"“new\.netcatalog” cannot be opened"):
        migrate.create(path, scripts)


# Bringing one up to date


def test_a_catalogue_of_today_is_left_alone(seeded_path, scripts):
    before = seeded_path.read_bytes()
    assert migrate.upgrade(seeded_path, scripts, NOW) is None
    assert seeded_path.read_bytes() == before
    assert not seeded_path.with_name("seeded backups").exists()


def test_an_older_catalogue_is_brought_up_to_date(old_path, scripts):
    add_migration(scripts)
    before = actors(old_path)
    migrate.upgrade(old_path, scripts, NOW)
    assert actors(old_path) == before
    assert {motto for (motto,) in ask(old_path, "SELECT motto FROM actor")} == {"new"}
    assert ask(old_path, "PRAGMA user_version") == [(SCHEMA_VERSION,)]


def test_a_backup_is_made_first_and_named_after_moment_and_version(old_path, scripts):
    add_migration(scripts)
    before = actors(old_path)
    backup = migrate.upgrade(old_path, scripts, NOW)
    assert backup.parent.name == "seeded backups"
    assert backup.name == "seeded.20261123-093000-000000.version-0.netcatalog"
    assert actors(backup) == before
    assert ask(backup, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert ask(backup, "PRAGMA user_version") == [(0,)]
    with pytest.raises(sqlite3.OperationalError, match="motto"):
        ask(backup, "SELECT motto FROM actor")


def test_a_migration_that_fails_leaves_the_catalogue_as_it_was(old_path, scripts):
    add_migration(scripts, then="raise RuntimeError")
    before = old_path.read_bytes()
    with pytest.raises(RuntimeError):
        migrate.upgrade(old_path, scripts, NOW)
    assert old_path.read_bytes() == before
    assert not list(old_path.parent.glob("*-wal"))


def test_after_a_failed_migration_another_try_may_succeed(old_path, scripts):
    add_migration(scripts, then="raise RuntimeError")
    with pytest.raises(RuntimeError):
        migrate.upgrade(old_path, scripts, NOW)
    add_migration(scripts)
    migrate.upgrade(old_path, scripts, NOW + dt.timedelta(microseconds=1))
    assert ask(old_path, "PRAGMA user_version") == [(SCHEMA_VERSION,)]


def test_what_a_power_cut_left_of_a_backup_is_in_nobodys_way(old_path, scripts):
    add_migration(scripts)
    left = old_path.with_name("seeded backups") / ".seeded.work.netcatalog.77.new"
    left.parent.mkdir()
    left.write_bytes(old_path.read_bytes()[:5_000])
    os.utime(left, (0, 0))
    migrate.upgrade(old_path, scripts, NOW)
    assert ask(old_path, "PRAGMA user_version") == [(SCHEMA_VERSION,)]
    assert not left.exists()


def test_without_a_backup_nothing_is_migrated(old_path, scripts):
    add_migration(scripts)
    in_its_place = old_path.with_name("seeded backups")
    in_its_place.write_text("no folder")
    before = old_path.read_bytes()
    with pytest.raises(StorageError, match="cannot be used"):
        migrate.upgrade(old_path, scripts, NOW)
    assert old_path.read_bytes() == before
    assert sorted(old_path.parent.iterdir()) == sorted([old_path, in_its_place, scripts])


def test_a_catalogue_in_use_is_not_migrated(old_path, scripts, monkeypatch):
    monkeypatch.setattr("netcatalog.store.database.BUSY_TIMEOUT_MS", 50)
    add_migration(scripts)
    with closing(sqlite3.connect(old_path, isolation_level=None)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="is in use by another program"):
            migrate.upgrade(old_path, scripts, NOW)
    assert ask(old_path, "PRAGMA user_version") == [(0,)]


@pytest.mark.parametrize(
    ("pragma", "kind"),
    [
        (f"user_version = {SCHEMA_VERSION + 1}", NewerVersionError),
        ("application_id = 7", NotACatalogError),
    ],
)
def test_what_is_not_ours_or_newer_is_refused_and_left_as_it_was(
    seeded_path, scripts, pragma, kind
):
    with closing(sqlite3.connect(seeded_path)) as raw:
        raw.execute(f"PRAGMA {pragma}")
    before = seeded_path.read_bytes()
    with pytest.raises(kind):
        migrate.upgrade(seeded_path, scripts, NOW)
    assert seeded_path.read_bytes() == before
