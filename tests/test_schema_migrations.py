"""The tables that migrations make are those that the declarations describe."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from netcatalog.domain.records import SCHEMA
from netcatalog.paths import bundled
from netcatalog.store.database import SCHEMA_VERSION
from netcatalog.store.migrate import engine_for
from netcatalog.store.names import gram_table, text_table
from netcatalog.store.tables import metadata_of

TEXT_TABLES = [text_table(kind) for kind in SCHEMA.listed()]
GRAM_TABLES = [gram_table(kind) for kind in SCHEMA.listed() if SCHEMA.naming(kind)]
OF_FTS = re.compile(
    f"({'|'.join(TEXT_TABLES + GRAM_TABLES)})(_data|_idx|_content|_docsize|_config)?"
)


@pytest.fixture
def declared_path(tmp_path):
    """A file with the tables as they are declared."""
    path = tmp_path / "declared.sqlite"
    engine = create_engine(f"sqlite:///{path}")
    metadata_of(SCHEMA).create_all(engine)
    engine.dispose()
    return path


def shape(path):
    """Return columns, keys and indexes of each table, as SQLite tells them."""
    with closing(sqlite3.connect(path)) as raw:
        names = [
            name
            for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not OF_FTS.fullmatch(name) and name not in {"alembic_version", "sqlite_sequence"}
        ]
        return {name: _table(raw, name) for name in names}


def _table(raw, name):
    (sql,) = raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    indexes = raw.execute(f"PRAGMA index_list({name})").fetchall()
    return {
        "columns": [row[1:] for row in raw.execute(f"PRAGMA table_xinfo({name})")],
        "keys": sorted(row[2:] for row in raw.execute(f"PRAGMA foreign_key_list({name})")),
        "indexes": sorted(
            (index[1], index[2], tuple(raw.execute(f"PRAGMA index_xinfo({index[1]})")))
            for index in indexes
        ),
        "never again": "AUTOINCREMENT" in sql,
        "checks": sorted(re.findall(r"CHECK|COLLATE \w+", sql)),
    }


def test_migrations_and_declarations_do_not_differ(catalog_path):
    engine = engine_for(catalog_path)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: kind != "table" or not OF_FTS.match(name)},
        )
        assert compare_metadata(context, metadata_of(SCHEMA)) == []
    engine.dispose()


def test_sqlite_sees_no_difference_either(catalog_path, declared_path):
    assert shape(catalog_path) == shape(declared_path)


def test_the_version_is_the_number_of_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", str(bundled("db") / "migrations"))
    assert int(ScriptDirectory.from_config(config).get_current_head()) == SCHEMA_VERSION


@pytest.mark.parametrize("name", TEXT_TABLES)
def test_every_listed_type_has_a_full_text_table(catalog_path, name):
    with closing(sqlite3.connect(catalog_path)) as raw:
        (sql,) = raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    assert sql.endswith("USING fts5(names, body, tokenize = 'ascii', prefix = '1 2 3')")


@pytest.mark.parametrize("name", GRAM_TABLES)
def test_names_are_indexed_by_three_letters(catalog_path, name):
    with closing(sqlite3.connect(catalog_path)) as raw:
        (sql,) = raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    assert sql.endswith("USING fts5(names, tokenize = 'trigram')")


def test_no_other_full_text_table_is_there(catalog_path):
    with closing(sqlite3.connect(catalog_path)) as raw:
        rows = raw.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")
        assert sorted(name for (name,) in rows) == sorted(TEXT_TABLES + GRAM_TABLES)
