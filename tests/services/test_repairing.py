from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from netcatalog.domain.errors import DamagedError
from netcatalog.domain.records import Actor, Name, Note
from netcatalog.domain.sections import NETWORKS
from netcatalog.services.backups import Backups, Reason
from netcatalog.services.opening import open_catalog
from netcatalog.services.repairing import TITLE, repair
from netcatalog.store.database import register_functions
from tests import make
from tests.conftest import USER, clock


def tell(path, *statements):
    with closing(sqlite3.connect(path)) as raw, raw:
        register_functions(raw)
        for statement in statements:
            raw.execute(statement)


def mended(path):
    return repair(path, user=USER, clock=clock)


def sound(path):
    with open_catalog(path, user=USER, clock=clock) as catalog:
        return catalog.check().faults == ()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("UPDATE event SET date_earliest = 'x' WHERE id = 1", "were worked out anew"),
        ("UPDATE name SET text_folded = 'x' WHERE id = 2", "were worked out anew"),
        ("UPDATE actor SET label = 'x' WHERE id = 6", "The index of actors was made anew"),
        ("UPDATE actor SET sort_key = x'00' WHERE id = 6", "Names were put in order anew"),
        ("UPDATE actor_text SET names = 'x' WHERE rowid = 6", "The index of actors was made anew"),
        ("DELETE FROM actor_text WHERE rowid = 6", "The index of actors was made anew"),
        ("DELETE FROM actor_gram WHERE rowid = 6", "The index of actors was made anew"),
        ("DELETE FROM actor_text_data WHERE id > 10", "The index of actors was made anew"),
        ("UPDATE actor_gram SET names = 'x' WHERE rowid = 6", "The index of actors was made anew"),
        ("UPDATE statement SET end = 99999 WHERE id = 3", "1 statement was resting on a passage"),
        ("UPDATE name SET actor_id = 999 WHERE id = 2", "1 name was part of something"),
        ("UPDATE statement SET source_id = 99 WHERE id = 3", "1 statement was referring to"),
        ("UPDATE revision SET in_effect = 0", "Which revisions are undone was marked anew"),
    ],
)
def test_what_was_spoilt_is_mended_and_said(seeded_path, spoil, said):
    tell(seeded_path, spoil)
    made = mended(seeded_path)
    assert [one for one in made.done if said in one] != []
    assert [one for one in made.done if not one.endswith(".")] == []
    assert made.left.faults == ()
    assert sound(seeded_path)


def test_what_a_repair_does_to_records_can_be_undone(seeded_path):
    tell(seeded_path, "UPDATE statement SET end = 99999 WHERE id = 3")
    mended(seeded_path)
    with open_catalog(seeded_path, user=USER, clock=clock) as catalog:
        assert catalog.history()[0].title == TITLE
        assert catalog.history()[0].by == USER


def test_a_record_that_the_history_does_not_know_is_taken_into_it(seeded_path, seeded):
    actor = make.actor(seeded, "Alpha")
    tell(seeded_path, "DELETE FROM change WHERE record = 'name' AND revision_id = 2")
    made = mended(seeded_path)
    assert any("1 name was not in the history" in one for one in made.done)
    assert made.left.faults == ()
    assert seeded.record(Actor, actor)


def test_of_a_sound_catalogue_nothing_is_mended(seeded_path):
    made = mended(seeded_path)
    assert (made.done, made.left.faults) == ((), ())
    assert made.backup.reason is Reason.REPAIR
    with open_catalog(seeded_path, user=USER, clock=clock) as catalog:
        assert len(catalog.history()) == 1


def test_the_catalogue_as_it_was_is_in_a_backup(seeded_path):
    tell(seeded_path, "UPDATE name SET actor_id = 999 WHERE id = 2")
    backup = mended(seeded_path).backup
    with closing(sqlite3.connect(backup.path)) as raw:
        assert raw.execute("SELECT actor_id FROM name WHERE id = 2").fetchone() == (999,)


def test_what_cannot_be_mended_is_said_and_left(seeded_path):
    tell(seeded_path, "UPDATE actor SET kind = 'dragon' WHERE id = 6")
    made = mended(seeded_path)
    assert any("actor with the id 6 cannot be read" in one for one in made.left.faults)


def spoil_page(path, table):
    """Overwrite the first leaf of a table."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        try:
            (page,) = raw.execute(
                "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path",
                (table,),
            ).fetchone()
        except sqlite3.OperationalError:
            pytest.skip("this SQLite does not tell which page holds what")
    with path.open("r+b") as file:
        file.seek((page - 1) * 4_096)
        file.write(b"\xaa" * 4_096)


def test_of_a_damaged_table_what_can_be_read_is_saved(seeded_path):
    spoil_page(seeded_path, "statement")
    made = mended(seeded_path)
    assert made.backup.reason is Reason.DAMAGED
    assert any("The file was damaged" in one for one in made.done)
    assert any("Some statements could not be read and are lost" in one for one in made.done)
    with open_catalog(seeded_path, user=USER, clock=clock) as catalog:
        assert catalog.actor_named("EMTA")
        kept = [one for one, _ in catalog.everything() if isinstance(one, Name)]
        assert len(kept) > 7
        make.actor(catalog, "Alpha")
        assert catalog.find(catalog.query("emta", NETWORKS))


def test_only_what_lies_on_the_damaged_page_is_lost(seeded_path, seeded):
    texts = [f"{place} {'x' * 200}" for place in range(300)]
    make.add(seeded, *[make.record(Note, text=text) for text in texts])
    seeded.close()
    spoil_page(seeded_path, "note")
    mended(seeded_path)
    with open_catalog(seeded_path, user=USER, clock=clock) as catalog:
        kept = [one.text for one, _ in catalog.everything() if isinstance(one, Note)]
    assert 250 < len(kept) < 300
    assert set(kept) < set(texts)


@pytest.mark.parametrize(
    ("table", "column", "damaged"),
    [("actor_gram_content", "c0", "T0"), ("note", "author", "althor")],
)
def test_a_damaged_declaration_is_told_and_made_anew(seeded_path, seeded, table, column, damaged):
    make.add(seeded, make.record(Note, text="Ask", author="Ivo"))
    tell(
        seeded_path,
        "PRAGMA writable_schema = ON",
        f"UPDATE sqlite_schema SET sql = replace(sql, '{column}', '{damaged}') "
        f"WHERE name = '{table}'",
    )
    with open_catalog(seeded_path, user=USER, clock=clock) as catalog:
        assert any("The file is damaged" in one for one in catalog.check().faults)
    seeded.close()
    made = mended(seeded_path)
    assert made.left.faults == ()
    with open_catalog(seeded_path, user=USER, clock=clock) as catalog:
        (note,) = [one for one, _ in catalog.everything() if isinstance(one, Note)]
        assert (note.text, note.author) == ("Ask", "Ivo")


def test_a_damaged_index_is_made_anew(seeded_path):
    with closing(sqlite3.connect(seeded_path)) as raw:
        (index,) = raw.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'statement'"
            " AND sql IS NOT NULL ORDER BY name"
        ).fetchone()
    spoil_page(seeded_path, index)
    made = mended(seeded_path)
    assert made.left.faults == ()
    assert sound(seeded_path)


def test_what_cannot_even_be_listed_is_refused_and_kept(seeded_path):
    whole = bytearray(seeded_path.read_bytes())
    whole[100:] = b"\xaa" * (len(whole) - 100)
    seeded_path.write_bytes(whole)
    with pytest.raises(DamagedError, match="Restore a backup"):
        mended(seeded_path)
    assert seeded_path.read_bytes() == whole
    assert [one.reason for one in Backups(seeded_path, clock).listed()] == [Reason.DAMAGED]
    left = {one.name for one in seeded_path.parent.iterdir()}
    assert left <= {"seeded.netcatalog", "seeded backups", "seeded.netcatalog-wal"}
