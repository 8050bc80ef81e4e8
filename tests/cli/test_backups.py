from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from netcatalog.cli import main
from netcatalog.services.opening import open_file
from tests import make
from tests.cli.program import run
from tests.conftest import USER


@pytest.fixture
def told(capsys):
    """Run the program, which must succeed, and return what it told."""

    def tell(*arguments):
        assert main([str(one) for one in arguments]) == 0
        return capsys.readouterr().out

    return tell


def add_alpha(path):
    with closing(open_file(path, user=USER)) as catalog:
        make.actor(catalog, "Alpha")


def test_a_backup_is_made_listed_looked_into_and_put_back(told, seeded_path):
    assert "seeded backups" in told("backup", seeded_path)
    add_alpha(seeded_path)
    (line,) = told("backups", seeded_path).splitlines()
    moment = line.split()[0]
    assert line.endswith("1 revision, asked for")
    preview = told("restore", seeded_path, moment, "--preview")
    assert "Actors: 1 would go\n  Alpha\n" in preview
    assert "Alpha" in told("list", seeded_path, "networks")
    assert "What it was before is in" in told("restore", seeded_path, moment)
    assert "Alpha" not in told("list", seeded_path, "networks")
    assert len(told("backups", seeded_path).splitlines()) == 2


def test_a_backup_may_be_made_in_another_folder(told, seeded_path, tmp_path):
    told("backup", seeded_path, "--to", tmp_path / "stick")
    (made,) = (tmp_path / "stick").iterdir()
    assert "Nothing would change" in told("restore", seeded_path, made, "--preview")


def test_a_damaged_catalogue_is_restored_without_being_opened(seeded_path):
    assert run("backup", seeded_path).returncode == 0
    moment = run("backups", seeded_path).stdout.split()[0]
    seeded_path.write_bytes(b"\xaa" * seeded_path.stat().st_size)
    done = run("restore", seeded_path, moment)
    assert (done.returncode, done.stderr) == (0, "")
    assert ".damaged." in done.stdout
    assert run("check", seeded_path).returncode == 0


def test_what_is_no_backup_is_refused(capsys, seeded_path):
    assert main(["restore", str(seeded_path), "2020"]) == 1
    assert "No backup begins with “2020”" in capsys.readouterr().err


def test_a_catalogue_that_is_not_there_has_no_backups(capsys, tmp_path):
    assert main(["backup", str(tmp_path / "gone.netcatalog")]) == 1
    assert "gone.netcatalog" in capsys.readouterr().err
    assert main(["backups", str(tmp_path / "gone.netcatalog")]) == 0
    assert "no backups" in capsys.readouterr().err


def test_damage_is_repaired_and_what_it_was_before_is_kept(told, capsys, seeded_path):
    with closing(sqlite3.connect(seeded_path)) as raw, raw:
        raw.execute("UPDATE statement SET end = 99999 WHERE id = 3")
    assert main(["check", str(seeded_path)]) == 1
    capsys.readouterr()
    said = told("check", seeded_path, "--repair")
    assert "1 statement was resting on a passage that is not there" in said
    assert ".repair.netcatalog" in said
    assert "is sound" in told("check", seeded_path)
