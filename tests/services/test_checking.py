from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from netcatalog.domain.records import Actor, Source, Statement
from netcatalog.services.opening import open_catalog
from tests import make


@pytest.fixture
def faults(seeded_path):
    """Spoil a catalogue by SQL, check it, and return what is found."""

    def find(*statements):
        with closing(sqlite3.connect(seeded_path)) as raw, raw:
            for statement in statements:
                raw.execute(statement)
        with open_catalog(seeded_path, user="Ana") as catalog:
            return catalog.check().faults

    return find


def test_an_empty_catalogue_is_sound(catalog):
    found = catalog.check()
    assert (found.faults, found.records, found.revisions) == ((), 0, 0)


def test_the_first_networks_are_sound_and_counted(seeded):
    found = seeded.check()
    records = [record for record, _ in seeded.everything()]
    assert (found.faults, found.records, found.revisions) == ((), len(records), 1)


def test_a_catalogue_is_sound_after_changes_undone_and_restored(seeded):
    make.remove(seeded, Actor, seeded.actor_named("EMTA"))
    seeded.restore(seeded.bin()[0])
    make.remove(seeded, Source, 1)
    seeded.undo()
    seeded.redo()
    seeded.undo()
    assert seeded.check().faults == ()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("UPDATE statement SET end = 99999 WHERE id = 3", "statement with the id 3 rests on"),
        ("UPDATE statement SET start = -5 WHERE id = 3", "statement with the id 3 rests on"),
        ("UPDATE statement SET start = end WHERE id = 3", "statement with the id 3 rests on"),
        ("UPDATE name SET actor_id = 999 WHERE id = 2", "name with the id 2 refers to an actor"),
        ("UPDATE actor SET kind = 'dragon' WHERE id = 6", "actor with the id 6 cannot be read"),
        ("UPDATE actor_text SET names = 'x' WHERE rowid = 6", "actor with the id 6 is not found"),
        ("DELETE FROM actor_text WHERE rowid = 6", "actor with the id 6 is not found"),
        ("UPDATE actor SET label = 'x' WHERE id = 6", "actor with the id 6 is not found"),
        ("UPDATE actor SET sort_key = 'x' WHERE id = 3", "not in order"),
        ("DELETE FROM actor_gram WHERE rowid = 6", "not found by what is inside their names"),
        (
            "DELETE FROM actor_text_data WHERE id > 10",
            "Some actors are not found by all the words",
        ),
        ("UPDATE change SET before = '{}' WHERE id = 1", "revision 1, “add the first"),
        ("UPDATE change SET before = 'not JSON' WHERE id = 1", "revision 1, “add the first"),
        ("UPDATE change SET record = 'dragon' WHERE id = 1", "revision 1, “add the first"),
        ("UPDATE revision SET at = 'today'", "history cannot be read"),
        ("UPDATE revision SET action = 'dance'", "history cannot be read"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(faults, spoil, said):
    found = faults(spoil)
    assert [fault for fault in found if said in fault] != []
    assert [fault for fault in found if not fault.endswith(".")] == []


def test_damage_to_the_file_is_told_and_its_contents_not_looked_at(faults):
    found = faults(
        "PRAGMA writable_schema = ON",
        # SQLite looks for the rows of an index that is declared for another column.
        "UPDATE sqlite_master SET sql = replace(sql, '(sort_key,', '(label,')"
        " WHERE name LIKE 'ix_actor_sort_key%'",
        "UPDATE statement SET end = 99999 WHERE id = 3",
    )
    assert found != ()
    assert [fault for fault in found if not fault.startswith("The file is damaged")] == []


def test_a_column_that_is_not_there_is_told(faults):
    found = faults("ALTER TABLE presence RENAME COLUMN country TO coun4ry")
    assert found == (
        "The file is damaged (presence has no column country). Open a backup of it instead.",
    )


@pytest.mark.parametrize("table", ["actor_text", "actor_gram"])
def test_a_full_text_table_in_which_words_are_not_found_is_told(faults, table):
    leaf = f"SELECT max(id) FROM {table}_data"
    found = faults(f"DELETE FROM {table}_data WHERE id = ({leaf})")
    assert found == ("Some actors are not found by all the words they hold.",)


def test_a_catalogue_is_checked_while_another_one_writes(seeded, seeded_path):
    with closing(sqlite3.connect(seeded_path, isolation_level=None)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        assert seeded.check().faults == ()


def test_several_faults_are_all_told(faults):
    found = faults(
        "UPDATE statement SET end = 99999 WHERE id = 3",
        "UPDATE actor SET kind = 'dragon' WHERE id = 6",
    )
    assert len([fault for fault in found if "id 3" in fault or "id 6" in fault]) >= 2


def test_checking_changes_nothing(seeded_path):
    before = seeded_path.read_bytes()
    with open_catalog(seeded_path, user="Ana") as catalog:
        catalog.check()
    assert seeded_path.read_bytes() == before


def test_progress_is_told_to_the_end(seeded):
    told = []
    seeded.check(lambda *done: told.append(done))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_passages_count_characters_and_not_bytes(catalog):
    source = make.fact(catalog, Source, text="Łódź")
    actor = make.actor(catalog, "Alpha")
    make.fact(catalog, Statement, actor=actor, source=source.id, start=0, end=4)
    assert catalog.check().faults == ()
