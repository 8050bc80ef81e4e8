"""A foreign catalogue runs nothing, fetches nothing, and takes no more than it may.

What other tests show of this is listed in docs/security.md.
"""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from netcatalog.cli import main
from netcatalog.domain.changes import Change
from netcatalog.domain.errors import DamagedError, InvalidError, NotACatalogError, StorageError
from netcatalog.domain.fields import Kind, fields_of
from netcatalog.domain.records import RECORDS, Actor, Name, Note
from netcatalog.domain.sections import NETWORKS, NOTES
from netcatalog.services.opening import create_catalog, open_catalog
from netcatalog.store.database import LARGEST
from tests import make
from tests.conftest import USER, clock

DOCS = Path(__file__).parents[1] / "docs"


def meddle(path, *statements):
    """Change a catalogue as another program would."""
    with closing(sqlite3.connect(path)) as raw:
        for statement in statements:
            raw.execute(statement)
        raw.commit()


# What was planted in a file


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        (
            "CREATE TRIGGER spy AFTER INSERT ON note BEGIN DELETE FROM actor; END",
            "the trigger “spy”",
        ),
        ("CREATE VIEW spy AS SELECT * FROM actor", "the view “spy”"),
        ("CREATE VIRTUAL TABLE spy USING rtree(id, low, high)", "the table “spy”"),
    ],
)
def test_a_file_in_which_something_acts_by_itself_is_not_opened(seeded_path, statement, what):
    meddle(seeded_path, statement)
    with (
        pytest.raises(NotACatalogError, match=what) as refused,
        open_catalog(seeded_path, user=USER, clock=clock),
    ):
        pass
    assert "Ask whoever gave you the file" in str(refused.value)


@pytest.mark.parametrize("command", [["check"], ["check", "--repair"], ["list"], ["restore"]])
def test_no_command_touches_such_a_file(seeded_path, capsys, command):
    meddle(seeded_path, "CREATE TRIGGER spy AFTER UPDATE ON actor BEGIN DELETE FROM note; END")
    before = seeded_path.read_bytes()
    rest = {"list": ["networks"], "restore": ["20"]}.get(command[0], command[1:])
    assert main([command[0], str(seeded_path), *rest]) == 1
    assert "spy" in capsys.readouterr().err or command == ["restore"]
    assert seeded_path.read_bytes() == before


def test_a_view_in_the_place_of_a_table_is_not_read(seeded_path):
    meddle(
        seeded_path,
        "PRAGMA foreign_keys = OFF",
        "ALTER TABLE note RENAME TO hidden",
        "CREATE VIEW note AS SELECT * FROM hidden",
    )
    with (
        pytest.raises(NotACatalogError, match="the view “note”"),
        open_catalog(seeded_path, user=USER, clock=clock),
    ):
        pass


def test_functions_named_in_the_file_are_not_trusted(seeded):
    with seeded._database.read() as connection:
        assert connection.execute("PRAGMA trusted_schema").fetchone() == (0,)
        assert connection.execute("PRAGMA cell_size_check").fetchone() == (1,)


def test_no_extension_can_be_loaded(seeded):
    with seeded._database.read() as connection, pytest.raises(sqlite3.OperationalError):
        connection.execute("SELECT load_extension('spy')")


# What is too large


@pytest.fixture
def swollen(seeded_path):
    """A catalogue in which a note is larger than any."""
    with open_catalog(seeded_path, user=USER, clock=clock) as catalog:
        make.fact(catalog, Note, actor=catalog.actor_named("EMTA"), text="small")
    meddle(seeded_path, f"UPDATE note SET text = CAST(zeroblob({LARGEST + 1}) AS TEXT)")
    return seeded_path


def test_a_text_larger_than_any_is_not_read_and_a_sentence_says_so(swollen):
    with open_catalog(swollen, user=USER, clock=clock) as catalog:
        with pytest.raises(StorageError, match="holds something of more than"):
            catalog.page(Actor, catalog.actor_named("EMTA"))
        assert len(catalog.find(catalog.query("", NETWORKS))) == 7


def test_a_text_larger_than_any_is_not_stored_either(seeded):
    with pytest.raises(InvalidError, match="This is too long"):
        make.fact(seeded, Note, actor=1, text="x" * (LARGEST + 1))
    assert seeded.count(NOTES) == 0


def test_a_history_that_unpacks_to_more_than_any_is_damage(catalog):
    network = make.actor(catalog, is_network=True)
    notes = [Change(after=make.record(Note, actor=network, text="x")) for _ in range(200)]
    catalog.apply("many", notes)
    catalog.undo()
    bomb = zlib.compress(b'{"columns": ["' + b"a" * 600_000_000 + b'"], "rows": []}', level=9)
    with closing(sqlite3.connect(catalog.path)) as raw:
        raw.execute("UPDATE change SET packed = ? WHERE packed IS NOT NULL", (bomb,))
        raw.commit()
    with pytest.raises(DamagedError):
        catalog.redo()


def test_a_name_of_ten_megabytes_is_shown_and_searched(seeded):
    make.fact(seeded, Name, actor=1, text="long " * 2_000_000)
    assert seeded.page(Actor, 1)
    assert seeded.find(seeded.query("long", NETWORKS)) == [1]


# What would run something


def test_nothing_is_attached_to_a_record_that_could_be_opened():
    """Once attachments come, this fails, and with it go tests of how they are opened."""
    assert {field.kind for kind in RECORDS for field in fields_of(kind)} <= set(Kind)
    assert not {kind.name for kind in Kind} & {"FILE", "BLOB", "ATTACHMENT"}


def test_sql_in_a_text_is_text(seeded):
    hostile = "'); DROP TABLE actor; --"
    key = make.actor(seeded, hostile)
    assert seeded.actor_named(hostile) == key
    assert seeded.find(seeded.query(f'"{hostile}"', NETWORKS)) == [key]
    assert seeded.suggestions(Name, "language") is not None


# What is written


@pytest.mark.skipif(os.name != "posix", reason="rights of this kind are those of POSIX")
@pytest.mark.parametrize(("mask", "rights"), [(0o077, 0o600), (0o022, 0o644)])
def test_files_have_the_rights_that_the_user_gives_to_new_files(tmp_path, mask, rights):
    path = tmp_path / "town.netcatalog"
    old = os.umask(mask)
    try:
        create_catalog(path, user=USER, clock=clock)
        assert main(["export", str(path), "networks", "--to", str(tmp_path / "out.csv")]) == 0
        assert main(["backup", str(path)]) == 0
    finally:
        os.umask(old)
    made = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert len(made) >= 3
    assert {stat.S_IMODE(one.stat().st_mode) for one in made} == {rights}


def test_every_sentence_on_security_names_tests_that_are_there():
    text = (DOCS / "security.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text)
    assert len(named) > 10
    root = DOCS.parent
    for file, test in named:
        assert f"def {test}" in (root / file).read_text(encoding="utf-8"), (file, test)
