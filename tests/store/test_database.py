from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing

import pytest

from netcatalog.domain.errors import (
    DamagedError,
    NewerVersionError,
    NotACatalogError,
    StorageError,
)
from netcatalog.domain.records import SCHEMA, Note, Source
from netcatalog.store import database as module
from netcatalog.store.database import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    Database,
    connect,
    storage_errors,
    version_of,
)
from netcatalog.store.rows import row_of
from tests import make
from tests.store.test_rows import UID


@pytest.fixture
def database(catalog_path, monkeypatch):
    monkeypatch.setattr(module, "BUSY_TIMEOUT_MS", 50)
    opened = Database(catalog_path, SCHEMA)
    yield opened
    opened.close()


@pytest.fixture
def raw(catalog_path):
    """Another program at the same file."""
    with closing(sqlite3.connect(catalog_path, timeout=0, isolation_level=None)) as connection:
        yield connection


def store(connection, kind=Source, key=1, **given):
    row = row_of(make.record(kind, id=key, uid=UID, **given))
    columns = ", ".join(f'"{one}"' for one in row)
    marks = ", ".join("?" * len(row))
    connection.execute(
        f"INSERT INTO {kind.about.key} ({columns}) VALUES ({marks})", tuple(row.values())
    )


def sources(connection):
    return [key for (key,) in connection.execute("SELECT id FROM source")]


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("journal_mode", "wal"),
        ("synchronous", 3),
        ("busy_timeout", 50),
        ("application_id", APPLICATION_ID),
        ("user_version", SCHEMA_VERSION),
    ],
)
def test_a_connection_is_set_up(database, pragma, value):
    with database.read() as connection:
        assert connection.execute(f"PRAGMA {pragma}").fetchone() == (value,)


def test_what_is_written_stays(database):
    with database.write() as connection:
        store(connection)
    with database.read() as connection:
        assert sources(connection) == [1]


def test_what_fails_leaves_nothing(database):
    def fail():
        with database.write() as connection:
            store(connection)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with database.read() as connection:
        assert sources(connection) == []


def test_a_reader_sees_one_moment(database):
    with database.read() as reader:
        assert sources(reader) == []
        with database.write() as writer:
            store(writer)
        assert sources(reader) == []
    with database.read() as reader:
        assert sources(reader) == [1]


def test_a_writer_has_its_turn_before_it_writes(database, raw):
    with database.write(), pytest.raises(sqlite3.OperationalError, match="locked"):
        raw.execute("BEGIN IMMEDIATE")


def test_a_reader_keeps_nobody_from_writing(database, raw):
    with database.read():
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("ROLLBACK")


def test_writers_wait_for_each_other(catalog_path):
    """Here the time they wait is the one of the program."""
    database = Database(catalog_path, SCHEMA)
    begun = threading.Event()

    def write():
        begun.set()
        with database.write() as connection:
            store(connection, key=2)

    second = threading.Thread(target=write)
    with database.write() as connection:
        second.start()
        assert begun.wait(10)
        store(connection, key=1)
    second.join(10)
    with database.read() as connection:
        assert sources(connection) == [1, 2]
    database.close()


def test_what_refers_to_nothing_is_a_defect_and_leaves_nothing(database):
    def dangle():
        with database.write() as connection:
            store(connection)
            store(connection, Note, actor=99)

    with pytest.raises(sqlite3.IntegrityError):
        dangle()
    with database.read() as connection:
        assert sources(connection) == []


def test_within_a_unit_of_work_what_is_referred_to_may_come_later(database):
    with database.write() as connection:
        store(connection, Note, actor=None, source=1)
        store(connection)
    with database.read() as connection:
        assert sources(connection) == [1]


def test_sql_folds_as_we_do(database):
    with database.read() as connection:
        assert connection.execute("SELECT fold('Łódź'), fold(NULL)").fetchone() == (
            "lodz",
            None,
        )


def test_a_closed_catalogue_is_one_file(catalog_path):
    opened = Database(catalog_path, SCHEMA)
    with opened.write() as connection:
        store(connection)
    opened.close()
    assert [one.name for one in catalog_path.parent.iterdir()] == [catalog_path.name]


@pytest.mark.parametrize(
    "name", ["Łódź Київ.netcatalog", "100% #1 ?a=b&c.netcatalog", "file:x.netcatalog", "a'b"]
)
def test_a_file_may_be_called_anything(catalog_path, name):
    path = catalog_path.rename(catalog_path.with_name(name))
    opened = Database(path, SCHEMA)
    with opened.write() as connection:
        store(connection)
    opened.close()
    assert version_of(path) == SCHEMA_VERSION
    assert [one.name for one in path.parent.iterdir()] == [name]


# What the world does to us


def locked(database, raw):
    raw.execute("BEGIN IMMEDIATE")


def full(database, raw):
    limit(database, "max_page_count = 1")


def read_only(database, raw):
    limit(database, "query_only = ON")


def limit(database, pragma):
    """Let the connection that is used next be limited."""
    connection = connect(database.path)
    connection.execute(f"PRAGMA {pragma}")
    database._idle.append(connection)


def damaged(database, raw):
    whole = bytearray(database.path.read_bytes())
    whole[8_192:] = b"\xaa" * (len(whole) - 8_192)
    database.path.write_bytes(whole)


def replaced_by_text(database, raw):
    database.path.write_text("A list of networks.\n" * 500)


def folder_gone(database, raw):
    database.path.unlink()
    database.path.parent.rmdir()


@pytest.mark.parametrize(
    ("spoil", "kind", "said"),
    [
        (locked, StorageError, "is in use by another program. Close it there and try again."),
        (full, StorageError, "is full, so the change was not stored. Make room and try again."),
        (read_only, StorageError, "is write-protected. Copy it to a folder of your own and open"),
        (damaged, DamagedError, "is damaged and was left as it is. Open a backup of it instead."),
        (replaced_by_text, NotACatalogError, "is not a NetCatalog catalogue. Choose another file"),
        (folder_gone, StorageError, "cannot be opened. Check that its folder “"),
    ],
)
def test_what_the_world_does_to_us_is_said_in_a_sentence(database, raw, spoil, kind, said):
    spoil(database, raw)
    with pytest.raises(StorageError) as raised, database.write() as connection:
        store(connection, text="x" * 1_000_000)
    assert type(raised.value) is kind
    assert said in str(raised.value)
    assert f"“{database.path.name}”" in str(raised.value)


def test_a_full_disk_leaves_what_was_stored_before(database):
    with database.write() as connection:
        store(connection, key=1)
    database.close()
    limit(database, "max_page_count = 1")
    with pytest.raises(StorageError), database.write() as connection:
        store(connection, key=2, text="x" * 1_000_000)
    with database.read() as connection:
        assert sources(connection) == [1]


def test_what_sqlite_tells_in_more_detail_is_said_in_the_same_sentence(database):
    """Its extended codes, such as the one for writing from a moment that has passed."""

    def write_too_late():
        with database.read() as reader:
            sources(reader)
            with database.write() as writer:
                store(writer, key=1)
            store(reader, key=2)

    with pytest.raises(StorageError, match="is in use by another program"):
        write_too_late()


@pytest.mark.parametrize("statement", ["SELECT * FROM nowhere", "SELECT", "SELECT load('x')"])
def test_other_complaints_are_defects_and_go_through(database, statement):
    with pytest.raises(sqlite3.OperationalError), database.read() as connection:
        connection.execute(statement)


@pytest.mark.skipif(os.name == "nt", reason="the numbers of its errors are others")
def test_what_the_system_complains_of_is_said_in_a_sentence(tmp_path):
    path = tmp_path / ("x" * 300)
    with pytest.raises(StorageError, match="cannot be used: File name too long"):
        version_of(path)


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE actor_text_config SET v = 0 WHERE k = 'version'",
        "UPDATE sqlite_master SET sql = replace(sql, 'ascii', 'ascai')",
    ],
)
def test_a_damaged_full_text_table_is_said_in_a_sentence(database, raw, spoil):
    raw.execute("PRAGMA writable_schema = ON")
    raw.execute(spoil)
    with pytest.raises(StorageError, match="is damaged"), database.read() as connection:
        connection.execute("SELECT * FROM actor_text('x')").fetchall()


def test_other_errors_go_through(tmp_path):
    with pytest.raises(ZeroDivisionError), storage_errors(tmp_path):
        raise ZeroDivisionError


# What kind of file it is


def a_folder(path):
    path.unlink()
    path.mkdir()


def missing(path):
    path.unlink()


def empty(path):
    path.write_bytes(b"")


def a_text(path):
    path.write_text("A list of networks.\n" * 500)


def a_short_text(path):
    path.write_text("x")


def of_another_program(path):
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA application_id = 1")


def newer(path):
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")


@pytest.mark.parametrize(
    ("spoil", "kind", "said"),
    [
        (a_folder, NotACatalogError, "is a folder. Choose a catalogue file in it."),
        (missing, StorageError, "There is no catalogue “"),
        (empty, NotACatalogError, "is empty: it is not a catalogue. Choose another."),
        (a_text, NotACatalogError, "is not a NetCatalog catalogue. Choose another file."),
        (a_short_text, NotACatalogError, "is not a NetCatalog catalogue. Choose another file."),
        (of_another_program, NotACatalogError, "is not a NetCatalog catalogue."),
        (newer, NewerVersionError, "was written by a newer version of NetCatalog."),
    ],
)
def test_what_is_no_catalogue_of_ours_is_refused_and_left_as_it_was(
    catalog_path, spoil, kind, said
):
    spoil(catalog_path)
    before = catalog_path.read_bytes() if catalog_path.is_file() else None
    with pytest.raises(StorageError) as raised:
        version_of(catalog_path)
    assert type(raised.value) is kind
    assert said in str(raised.value)
    assert (catalog_path.read_bytes() if catalog_path.is_file() else None) == before


def test_a_catalogue_says_its_version(catalog_path):
    assert version_of(catalog_path) == SCHEMA_VERSION


def test_asking_for_the_version_changes_nothing(catalog_path):
    before = catalog_path.read_bytes()
    version_of(catalog_path)
    assert catalog_path.read_bytes() == before
    assert list(catalog_path.parent.iterdir()) == [catalog_path]
