from __future__ import annotations

import datetime as dt
import gzip
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest

from netcatalog.domain.changes import Change, Effect
from netcatalog.domain.errors import CancelledError, DamagedError, NotFoundError, StorageError
from netcatalog.domain.records import Actor, Note
from netcatalog.domain.sections import NETWORKS
from netcatalog.services.backups import Backups, Reason
from netcatalog.services.opening import open_file
from tests import make
from tests.conftest import NOW, USER, clock

OLD = Path(__file__).parents[1] / "catalogues" / "version-1.netcatalog.gz"


class Clock:
    """A clock that a test sets."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        self.now += dt.timedelta(microseconds=1)
        return self.now


@pytest.fixture
def backups(seeded_path):
    """The backups of a catalogue of the seven networks."""
    return Backups(seeded_path, Clock())


def names(path):
    with closing(sqlite3.connect(path)) as raw:
        return [label for (label,) in raw.execute("SELECT label FROM actor ORDER BY id")]


def spoil(path, start=8_192):
    whole = bytearray(path.read_bytes())
    whole[start:] = b"\xaa" * (len(whole) - start)
    path.write_bytes(whole)


# Making


def test_a_backup_lies_in_a_folder_beside_the_catalogue(backups, seeded_path):
    made = backups.make(Reason.ASKED).backup
    assert made.path.parent == seeded_path.with_name("seeded backups")
    assert made.path.name == "seeded.20261123-093000-000001.asked.netcatalog"
    assert names(made.path) == names(seeded_path)


def test_a_backup_is_one_file_that_can_be_read_where_nothing_can_be_written(backups, seeded):
    make.actor(seeded, "Alpha")
    made = backups.make(Reason.ASKED).backup
    assert list(backups.folder.iterdir()) == [made.path]
    assert made.path.read_bytes()[18:20] == bytes([1, 1])  # what SQLite writes where no WAL is
    with closing(sqlite3.connect(f"{made.path.as_uri()}?immutable=1", uri=True)) as raw:
        assert raw.execute("SELECT count(*) FROM actor WHERE label = 'Alpha'").fetchone() == (1,)


def test_a_change_is_stored_while_a_backup_is_made_and_is_not_in_it(backups, seeded, monkeypatch):
    monkeypatch.setattr("netcatalog.store.backups.PAGES", 8)
    reached, stored = Event(), Event()

    def wait(done, total):
        reached.set()
        assert stored.wait(20)

    worker = Thread(target=lambda: backups.make(Reason.WORK, wait))
    worker.start()
    assert reached.wait(20)
    make.actor(seeded, "Alpha")
    stored.set()
    worker.join()
    (made,) = backups.listed()
    assert "Alpha" not in names(made.path)
    assert backups.contents(made).revisions == 1


def test_a_backup_that_is_stopped_leaves_nothing(backups):
    def stop(done, total):
        raise CancelledError

    with pytest.raises(CancelledError):
        backups.make(Reason.WORK, stop)
    assert list(backups.folder.iterdir()) == []


def test_of_two_backups_at_one_moment_none_is_overwritten(seeded_path):
    backups = Backups(seeded_path, clock)
    first, second = (backups.make(Reason.ASKED).backup for _ in range(2))
    assert backups.listed() == [second, first]


def test_of_a_damaged_catalogue_no_backup_is_made(backups, seeded_path):
    good = backups.make(Reason.WORK).backup
    spoil(seeded_path)
    with pytest.raises(DamagedError, match=r"“seeded\.netcatalog” is damaged"):
        backups.make(Reason.WORK)
    assert backups.listed() == [good]


def test_where_no_backup_can_be_written_it_is_said(backups):
    backups.folder.write_text("no folder")
    with pytest.raises(StorageError, match="cannot be used"):
        backups.make(Reason.WORK)


def test_making_one_removes_those_that_need_not_stay(backups):
    for _ in range(5):
        backups.make(Reason.WORK)
    backups._clock.now += dt.timedelta(days=3)
    made = backups.make(Reason.WORK).backup
    assert len(backups.listed()) == 2
    assert backups.listed()[0] == made


def test_the_age_of_the_last_good_one_is_known(backups, seeded_path):
    assert backups.last() is None
    made = backups.make(Reason.WORK).backup
    spoil(seeded_path)
    backups.keep_present(Reason.RESTORE)
    assert backups.last() == made.at


def test_other_files_in_the_folder_are_no_backups(backups):
    backups.make(Reason.WORK)
    for name in (
        "letter.txt",
        "seeded.netcatalog",
        "seeded.20269999-000000-000000.work.netcatalog",
    ):
        (backups.folder / name).write_text("")
    assert len(backups.listed()) == 1


def test_a_backup_may_be_made_first_when_much_is_changed(seeded):
    before = seeded.count(NETWORKS)
    change = Change(after=make.record(Note, actor=seeded.actor_named("EMTA")))
    seeded.apply("import notes", [change], backup=Reason.IMPORT)
    (made,) = seeded.backups.listed()
    assert made.reason is Reason.IMPORT
    assert seeded.backups.contents(made).revisions == 1
    assert before == 7


# The second folder


def test_a_backup_is_copied_to_a_second_folder(backups, tmp_path):
    backups.second = tmp_path / "stick"
    backups.second.mkdir()
    kept = backups.make(Reason.WORK)
    assert kept.remark == ""
    (copy,) = backups.second_folder().iterdir()
    assert copy.name == kept.backup.path.name
    assert names(copy) == names(kept.backup.path)


def test_a_second_folder_that_is_away_is_remarked_and_stops_nothing(backups, tmp_path):
    backups.second = tmp_path / "stick"
    kept = backups.make(Reason.WORK)
    assert kept.backup.path.exists()
    assert "is away" in kept.remark
    assert not backups.second.exists()


def test_a_second_folder_that_cannot_be_written_is_remarked(backups, tmp_path):
    backups.second = tmp_path / "stick"
    backups.second.mkdir()
    backups.second_folder().write_text("no folder")
    assert "no backup in the second folder" in backups.make(Reason.WORK).remark


def test_what_is_only_in_the_second_folder_is_listed(backups, tmp_path):
    backups.second = tmp_path / "stick"
    backups.second.mkdir()
    made = backups.make(Reason.WORK).backup
    made.path.unlink()
    (left,) = backups.listed()
    assert left.path.parent == backups.second_folder()


# Looking into one


def test_a_backup_is_found_by_the_beginning_of_its_moment(backups):
    made = backups.make(Reason.WORK).backup
    assert backups.named("20261123-0930") == made
    assert backups.named(made.path.name) == made
    backups.make(Reason.WORK)
    with pytest.raises(NotFoundError, match="Several backups begin"):
        backups.named("20261123-0930")
    with pytest.raises(NotFoundError, match="No backup begins"):
        backups.named("2025")


def told(backups, backup):
    found = backups.compare(backup)
    assert sum(found.counts.values()) == len(found.told)
    return {(one.kind, one.effect, one.title) for one in found.told}


def test_right_after_a_backup_nothing_differs(backups):
    assert told(backups, backups.make(Reason.WORK).backup) == set()


def test_what_was_added_removed_and_changed_since_is_told(backups, seeded):
    made = backups.make(Reason.WORK).backup
    make.actor(seeded, "Alpha")
    make.remove(seeded, Actor, seeded.actor_named("Polis"))
    emta = seeded.record(Actor, seeded.actor_named("EMTA"))
    seeded.apply("move EMTA", [Change(before=emta, after=replace(emta, place="Lyon"))])
    actors = {one[1:] for one in told(backups, made) if one[0] is Actor}
    assert actors == {
        (Effect.REMOVED, "Alpha"),
        (Effect.ADDED, "Polis"),
        (Effect.ALTERED, "European Metropolitan Transport Authorities"),
    }


def test_records_are_compared_by_uid_and_not_by_id(backups, seeded):
    made = backups.make(Reason.WORK).backup
    with closing(sqlite3.connect(made.path)) as raw, raw:
        raw.execute("DELETE FROM note")
        raw.execute("UPDATE actor SET id = id + 1000 WHERE label = 'Polis'")
        raw.execute("UPDATE actor SET uid = randomblob(16) WHERE label = 'ICLEI'")
    actors = {one[1:] for one in told(backups, made) if one[0] is Actor}
    assert actors == {
        (Effect.ALTERED, "Polis"),
        (Effect.ADDED, "ICLEI"),
        (Effect.REMOVED, "ICLEI"),
    }


def test_a_backup_of_an_older_version_can_be_looked_into_and_is_left_as_it_is(backups, tmp_path):
    old = tmp_path / "old.netcatalog"
    old.write_bytes(gzip.decompress(OLD.read_bytes()))
    before = old.read_bytes()
    backup = backups.named(str(old))
    assert backups.contents(backup).revisions > 1
    assert backups.compare(backup).counts
    assert old.read_bytes() == before


# Restoring


def test_a_backup_is_put_back_after_a_backup_of_what_was_there(backups, seeded):
    made = backups.make(Reason.WORK).backup
    make.actor(seeded, "Alpha")
    present = backups.restore(made)
    assert present.reason is Reason.RESTORE
    assert "Alpha" in names(present.path)
    assert "Alpha" not in names(backups.path)
    assert told(backups, made) == set()


def test_who_has_the_catalogue_open_sees_what_was_put_back(backups, seeded):
    made = backups.make(Reason.WORK).backup
    make.actor(seeded, "Alpha")
    assert seeded.count(NETWORKS) == 8
    backups.restore(made)
    assert seeded.history()[0].id == 1
    make.actor(seeded, "Beta")
    assert seeded.check().faults == ()
    assert "Alpha" not in names(seeded.path)


def test_putting_back_can_be_taken_back(backups, seeded):
    made = backups.make(Reason.WORK).backup
    make.actor(seeded, "Alpha")
    backups.restore(backups.restore(made))
    assert "Alpha" in names(seeded.path)


@pytest.mark.parametrize("start", [0, 4_096, 20_000])
def test_a_damaged_catalogue_is_kept_as_it_is_and_restored(backups, seeded_path, start):
    made = backups.make(Reason.WORK).backup
    whole = names(seeded_path)
    spoil(seeded_path, start)
    damaged = seeded_path.read_bytes()
    present = backups.restore(made)
    assert present.reason is Reason.DAMAGED
    assert present.path.read_bytes() == damaged
    assert names(seeded_path) == whole
    with closing(open_file(seeded_path, user=USER, clock=clock)) as catalog:
        assert catalog.check().faults == ()


def test_a_damaged_backup_is_not_put_back(backups, seeded_path):
    made = backups.make(Reason.WORK).backup
    spoil(made.path)
    before = seeded_path.read_bytes()
    with pytest.raises(DamagedError, match=made.path.name):
        backups.restore(made)
    assert seeded_path.read_bytes() == before


def test_what_is_being_written_is_not_overwritten(backups, seeded_path, monkeypatch):
    monkeypatch.setattr("netcatalog.store.backups.BUSY_TIMEOUT_MS", 50)
    monkeypatch.setattr("netcatalog.store.database.BUSY_TIMEOUT_MS", 50)
    made = backups.make(Reason.WORK).backup
    with closing(sqlite3.connect(seeded_path, isolation_level=None)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="in use by another program"):
            backups.restore(made)
        raw.execute("ROLLBACK")
