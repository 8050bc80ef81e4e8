"""Catalogues that are opened to be read: write-protected, archived, of older versions."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from netcatalog.domain.errors import ReadOnlyError
from netcatalog.domain.places import Ground, Place
from netcatalog.domain.sections import NETWORKS
from netcatalog.services.backups import Backups, Reason
from netcatalog.services.opening import open_file
from netcatalog.services.repairing import repair
from netcatalog.store import places
from netcatalog.store.database import SCHEMA_VERSION, version_of
from tests import make
from tests.cli.program import ENVIRONMENT
from tests.conftest import USER, clock

OLD = Path(__file__).parents[1] / "catalogues" / "version-1.netcatalog.gz"

LIST = ("-m", "netcatalog", "list")
NOTE = ("-m", "netcatalog", "note")


@pytest.fixture
def archive(seeded_file):
    """A folder that everyone may look into, with a catalogue that only its owner may change."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = Path(shutil.copyfile(seeded_file, folder / "archive.netcatalog"))
        path.chmod(0o444)
        folder.chmod(0o555)
        yield path
        folder.chmod(0o755)


def unprivileged(*arguments):
    """Run Python without the rights that only the superuser has."""
    drop = ("setpriv", "--inh-caps=-all", "--bounding-set=-all") if os.geteuid() == 0 else ()
    return subprocess.run(
        [*drop, sys.executable, *map(str, arguments)],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )


posix = pytest.mark.skipif(
    os.name != "posix" or (os.geteuid() == 0 and shutil.which("setpriv") is None),
    reason="rights of this kind are those of POSIX",
)


def test_what_is_opened_to_be_read_cannot_be_changed(seeded_path):
    before = seeded_path.read_bytes()
    with closing(open_file(seeded_path, user=USER, clock=clock, reading=True)) as catalog:
        assert "was opened to be read" in catalog.refusal
        assert catalog.count(NETWORKS) == 7
        with pytest.raises(ReadOnlyError, match=r"“seeded\.netcatalog” was opened to be read"):
            make.actor(catalog, "Alpha")
    assert seeded_path.read_bytes() == before


def test_what_is_opened_to_be_changed_has_no_refusal(seeded):
    assert seeded.refusal == ""
    assert seeded.place == Place()


def test_an_older_catalogue_is_read_as_a_copy_and_left_as_it_was(tmp_path):
    path = tmp_path / "old.netcatalog"
    path.write_bytes(gzip.decompress(OLD.read_bytes()))
    before = path.read_bytes()
    with closing(open_file(path, user=USER, clock=clock, reading=True)) as catalog:
        assert "It is of an older version (1)" in catalog.refusal
        assert catalog.path == path
        assert catalog.actor_named("EMTA")
        copies = catalog._database.access.copy.parent
        assert copies.exists()
    assert not copies.exists()
    assert path.read_bytes() == before
    assert version_of(path) < SCHEMA_VERSION
    assert list(tmp_path.iterdir()) == [path]


@posix
def test_a_catalogue_in_a_folder_without_rights_is_read(archive):
    done = unprivileged(*LIST, archive, "networks")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Polis" in done.stdout


@posix
def test_what_is_write_protected_says_so_when_it_is_to_be_changed(archive):
    done = unprivileged(*NOTE, archive, "EMTA", "Ask")
    assert done.returncode == 1
    assert "“archive.netcatalog” is write-protected." in done.stderr


@posix
def test_an_older_catalogue_without_rights_is_read(archive):
    archive.parent.chmod(0o755)
    archive.unlink()
    archive.write_bytes(gzip.decompress(OLD.read_bytes()))
    archive.chmod(0o444)
    archive.parent.chmod(0o555)
    done = unprivileged(*LIST, archive, "networks")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_catalogue_on_a_write_protected_medium_is_read(seeded_path):
    script = f"""
import subprocess, sys
subprocess.run(["mount", "-t", "tmpfs", "none", "/mnt"], check=True)
subprocess.run(["cp", {str(seeded_path)!r}, "/mnt/a.netcatalog"], check=True)
subprocess.run(["mount", "-o", "remount,ro", "/mnt"], check=True)
from pathlib import Path
from netcatalog.services.backups import Backups, Reason
from netcatalog.services.opening import open_file
from netcatalog.services.repairing import repair
catalog = open_file(Path("/mnt/a.netcatalog"), user="Ana")
assert catalog.place.read_only and catalog._database.access.unchanging
assert catalog.actor_named("Polis")
print(catalog.refusal)
"""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rm", "true"], check=False).returncode:
        pytest.skip("nothing can be mounted here")
    done = subprocess.run(
        [unshare, "-rm", sys.executable, "-c", script],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert "“a.netcatalog” is write-protected." in done.stdout


def test_in_a_cloud_folder_there_is_no_log_beside_the_file(seeded_path):
    cloud = seeded_path.parent / "Dropbox"
    cloud.mkdir()
    path = seeded_path.rename(cloud / "seeded.netcatalog")
    with closing(open_file(path, user=USER, clock=clock)) as catalog:
        assert catalog.place == Place(ground=Ground.CLOUD, name="Dropbox")
        make.actor(catalog, "Alpha")
        with catalog._database.read() as connection:
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert list(cloud.iterdir()) == [path]
        assert catalog.check().faults == ()


def test_in_a_cloud_folder_there_is_no_log_while_one_restores_or_repairs(seeded_path):
    cloud = seeded_path.parent / "Dropbox"
    cloud.mkdir()
    path = seeded_path.rename(cloud / "seeded.netcatalog")
    backups = Backups(path, clock)
    backups.restore(backups.make(Reason.ASKED).backup)
    repair(path, user=USER, clock=clock)
    assert path.read_bytes()[18:20] == bytes([1, 1])  # what SQLite writes where there is no WAL


def test_back_on_a_disk_there_is_a_log_again(seeded_path, monkeypatch):
    disk = places.look_at(seeded_path)
    monkeypatch.setattr(places, "look_at", lambda _path: replace(disk, ground=Ground.CLOUD))
    open_file(seeded_path, user=USER).close()
    monkeypatch.undo()
    with closing(open_file(seeded_path, user=USER)) as catalog, catalog._database.read() as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
