"""Many changes at once do what the same changes do one by one, and can be taken back."""

from __future__ import annotations

import dataclasses
import itertools
import shutil
import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netcatalog.domain.changes import Additions, Change, Effect
from netcatalog.domain.choices import ActorKind
from netcatalog.domain.errors import ConflictError, InvalidError, NotFoundError
from netcatalog.domain.fields import Kind, fields_of
from netcatalog.domain.records import (
    RECORDS,
    SCHEMA,
    Actor,
    Added,
    Document,
    Membership,
    Name,
    Period,
    Source,
    Sourced,
    Topic,
)
from netcatalog.services.catalog import Catalog
from netcatalog.store.database import Database
from netcatalog.store.names import text_table
from tests import make
from tests.conftest import USER, clock

TEXT = "EMTA was founded in Paris."
WORDS = st.sampled_from(["EMTA", "Łódź", "Київ", "", "public trams", "a\nb"])
NUMBERS = itertools.count()


@pytest.fixture(autouse=True, scope="module")
def small():
    """What is done to thousands is done to a handful here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("netcatalog.store.writing.BATCH", 3)
        patch.setattr("netcatalog.store.writing.MOST", 6)
        patch.setattr("netcatalog.store.adding.TOGETHER", 2)
        patch.setattr("netcatalog.store.adding.FILLED_TOGETHER", 2)
        patch.setattr("netcatalog.store.bulk.MUCH", 4)
        patch.setattr("netcatalog.store.indexing.MUCH", 4)
        patch.setattr("netcatalog.store.indexing.CHUNK", 3)
        patch.setattr("netcatalog.store.inverting.FEW", 2)
        patch.setattr("netcatalog.store.inverting.PACK", 3)
        patch.setattr("netcatalog.store.rows.CHUNK", 3)
        yield


@pytest.fixture
def opened(empty_file, tmp_path):
    """Open empty catalogues, in which all uids are the same."""
    catalogs = []

    def open_one():
        path = tmp_path / f"{next(NUMBERS)}.netcatalog"
        shutil.copyfile(empty_file, path)
        database = Database(path, SCHEMA)
        catalogs.append(Catalog(database, user=USER, clock=clock, chance=bytes))
        return catalogs[-1]

    yield open_one
    for catalog in catalogs:
        catalog.close()


def dump(catalog):
    """Return all that is in the tables of the records, and in their full texts."""
    names = [kind.about.key for kind in RECORDS]
    names += [text_table(kind) for kind in SCHEMA.listed()]
    with closing(sqlite3.connect(catalog.path)) as raw:
        indexes = raw.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index'")
        shape = sorted(indexes.fetchall())
        return [shape, *(raw.execute(f"SELECT rowid, * FROM {one}").fetchall() for one in names)]


@st.composite
def streams(draw):
    """Return records that may be added together, with placeholders that are never the same."""
    records = [make.record(Source, id=-1, text=TEXT), make.record(Actor, id=-2)]
    for key in range(-3, -3 - draw(st.integers(0, 20)), -1):
        kind = draw(st.sampled_from([Actor, Name, Name, Membership, Period, *RECORDS]))
        owner = draw(st.sampled_from(["actor", "membership", "source"]))
        given = {}
        for field in fields_of(kind):
            if field.kind is Kind.REFERENCE:
                known = [one.id for one in records if type(one) is SCHEMA[field.refers]]
                if not field.required or not known:
                    known.append(None)
                if issubclass(kind, Added) and field.name != owner:
                    known = [None]
                given[field.name] = draw(st.sampled_from(known))
            elif field.kind in {Kind.TEXT, Kind.PROSE, Kind.MARKDOWN}:
                word = draw(WORDS)
                given |= {field.name: word} if word or not field.required else {}
        if issubclass(kind, Source):
            given["text"] = TEXT
        if issubclass(kind, Sourced) and given["source"] is not None:
            given |= {"start": 0, "end": draw(st.integers(1, len(TEXT)))}
        record = make.record(kind, id=key, **given)
        if is_whole(record, records):
            records.append(record)
    return records


def is_whole(record, records):
    """Return whether what a record must refer to is among those before it."""
    known = {(type(one), one.id) for one in records}
    held = [
        (SCHEMA[field.refers], getattr(record, field.name))
        for field in fields_of(type(record))
        if field.kind is Kind.REFERENCE and getattr(record, field.name) is not None
    ]
    needed = [field.name for field in fields_of(type(record)) if field.required]
    if None in [getattr(record, name) for name in needed]:
        return False
    if isinstance(record, Added) and len(held) != 1:
        return False
    if isinstance(record, Membership) and record.member == record.network:
        return False
    return all(one in known for one in held)


def identified(records):
    """Return records with the ids that they get in an empty catalogue."""
    counts = dict.fromkeys(RECORDS, 0)
    ids = {}
    for record in records:
        counts[type(record)] += 1
        ids[record.id] = counts[type(record)]
    for record in records:
        links = {
            field.name: ids[getattr(record, field.name)]
            for field in fields_of(type(record))
            if field.kind is Kind.REFERENCE and getattr(record, field.name) is not None
        }
        yield replace(record, id=None, **links)


def added(records):
    return [Change(after=record) for record in records]


def present(catalog):
    return [record for record, _ in catalog.everything()]


thorough = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@given(records=streams())
@thorough
def test_many_added_at_once_are_as_if_added_one_by_one(opened, records):
    together, singly = opened(), opened()
    together.apply("import", iter(added(records)))
    for record in identified(records):
        singly.apply("add", added([record]))
    assert dump(together) == dump(singly)
    assert together.check().faults == singly.check().faults == ()


@given(records=streams())
@thorough
def test_what_is_only_told_of_many_makes_the_same_records(opened, records):
    whole, told = opened(), opened()
    whole.apply("import", added(records))
    told.apply("import", [Additions(only_told(records))])
    assert dump(told) == dump(whole)
    assert told.check().faults == ()


def only_told(records):
    """Return by type what records hold that is not what they hold by default."""
    told = defaultdict(list)
    referred = {
        (SCHEMA[field.refers], getattr(record, field.name))
        for record in records
        for field in fields_of(type(record))
        if field.kind is Kind.REFERENCE
    }
    for record in records:
        kind = type(record)
        empty = {field.name: field.default for field in dataclasses.fields(kind)}
        held = {name: getattr(record, name) for name in empty}
        if (kind, record.id) not in referred:
            held["id"] = None
        told[kind].append({name: one for name, one in held.items() if one != empty[name]})
    return told


def test_what_no_record_has_cannot_be_told(catalog):
    with pytest.raises(TypeError, match="Actor has no nonsense"):
        catalog.apply("import", [Additions({Actor: [{"nonsense": 1}]})])


def test_what_is_only_told_is_judged_by_the_rules(catalog):
    told = {Actor: [{"id": -1, "kind": ActorKind.NETWORK}], Name: [{"actor": -1}]}
    with pytest.raises(InvalidError, match="Name, Name: Please fill this in"):
        catalog.apply("import", [Additions(told)])


@given(first=streams(), second=streams())
@thorough
def test_what_is_undone_leaves_nothing_and_what_is_redone_is_the_same(opened, first, second):
    catalog = opened()
    catalog.apply("import", added(first))
    before = dump(catalog)
    catalog.apply("import", added(second))
    after = dump(catalog)
    for _ in range(2):
        catalog.undo()
        assert dump(catalog) == before
        catalog.redo()
        assert dump(catalog) == after
    assert catalog.check().faults == ()


@given(records=streams(), data=st.data())
@thorough
def test_many_removed_at_once_come_back(opened, records, data):
    catalog = opened()
    catalog.apply("import", added(records))
    before = dump(catalog)
    roots = [one for one in present(catalog) if isinstance(one, Actor | Source)]
    doomed = [one for one in roots if data.draw(st.booleans())]
    if not doomed:
        return
    # A source first: what rests on it is then no more as it was read.
    doomed.sort(key=lambda one: isinstance(one, Source))
    catalog.apply("remove", [Change(before=one) for one in doomed])
    after = dump(catalog)
    assert not {(type(one), one.id) for one in present(catalog)} & {
        (type(one), one.id) for one in doomed
    }
    catalog.undo()
    assert dump(catalog) == before
    catalog.redo()
    assert dump(catalog) == after
    assert catalog.check().faults == ()


@given(records=streams(), word=WORDS)
@thorough
def test_many_edits_at_once_are_as_if_made_one_by_one(opened, records, word):
    together, singly = opened(), opened()
    for catalog in (together, singly):
        catalog.apply("import", added(records))
    before = dump(together)
    changes = [
        Change(before=one, after=replace(one, remark=word))
        for one in present(together)
        if isinstance(one, Sourced)
    ]
    together.apply("edit", changes)
    for change in changes:
        singly.apply("edit", [change])
    assert dump(together) == dump(singly)
    together.undo()
    assert dump(together) == before


# What the history keeps


def imported(catalog, count=8):
    changes = []
    for number in range(count):
        changes += added(
            [make.record(Actor, id=-1), make.record(Name, actor=-1, text=f"N{number}")]
        )
    return catalog.apply("import", changes)


def test_a_placeholder_used_again_stands_for_the_record_added_last(catalog):
    imported(catalog)
    names = [one for one in present(catalog) if isinstance(one, Name)]
    assert [one.actor for one in names] == list(range(1, 9))


def test_an_import_takes_one_row_for_each_type(catalog):
    imported(catalog)
    with closing(sqlite3.connect(catalog.path)) as raw:
        rows = raw.execute("SELECT record, record_id, last_id, effect FROM change").fetchall()
    assert rows == [("actor", 1, 8, "added"), ("name", 1, 8, "added")]


def test_a_revision_is_summed_up_without_telling_each_change(catalog):
    told = catalog.summary(imported(catalog), first=2)
    assert told.counts == {("actor", Effect.ADDED): 8, ("name", Effect.ADDED): 8}
    assert [one.title for one in told.first] == ["N0", "N1"]


def test_an_undone_import_is_summed_up_too(catalog):
    imported(catalog)
    assert catalog.summary(catalog.undo()).counts == {
        ("name", Effect.REMOVED): 8,
        ("actor", Effect.REMOVED): 8,
    }


def test_the_one_root_that_a_revision_added_is_told(catalog):
    revision = imported(catalog)
    assert catalog.added_root(revision) is None  # it added several
    (source,) = make.add(catalog, make.record(Source))
    assert catalog.added_root(catalog.history(1)[0]) == source
    assert catalog.added_root(make_edit(catalog, 1, place="Paris")) is None


def test_what_a_run_added_is_told_as_it_was_then(catalog):
    revision = imported(catalog)
    make_edit(catalog, 3, place="Paris")
    third = catalog.changes_of(revision)[2]
    assert third.change == Change(after=replace(catalog.record(Actor, 3), place=""))


def test_a_page_tells_of_the_import_that_its_record_came_with(catalog):
    imported(catalog)
    told = catalog.page(Actor, 3).history
    assert [(one.title, one.change.effect) for one in told] == [
        ("N2", Effect.ADDED),
        ("N2", Effect.ADDED),
    ]


# Taking back what is not the newest


def make_edit(catalog, key, **given):
    before = catalog.record(Actor, key)
    return catalog.apply("edit", [Change(before=before, after=replace(before, **given))])


def test_an_older_revision_can_be_taken_back_where_others_changed_other_fields(catalog):
    make.actor(catalog)
    older = make_edit(catalog, 1, place="Paris")
    make_edit(catalog, 1, population=7)
    catalog.undo(older)
    left = catalog.record(Actor, 1)
    assert (left.place, left.population) == ("", 7)
    catalog.redo()
    assert catalog.record(Actor, 1).place == "Paris"
    assert catalog.check().faults == ()


def test_a_field_that_was_changed_since_is_a_conflict_that_tells_all_its_values(catalog):
    make.actor(catalog, "EMTA")
    older = make_edit(catalog, 1, place="Paris", population=7)
    make_edit(catalog, 1, place="Lyon")
    with pytest.raises(ConflictError, match="“EMTA” was changed in the meantime") as raised:
        catalog.undo(older)
    (conflict,) = raised.value.conflicts
    assert (conflict.title, conflict.field.name) == ("EMTA", "place")
    assert (conflict.before, conflict.after, conflict.now) == ("", "Paris", "Lyon")
    assert catalog.record(Actor, 1).population == 7


def test_what_was_edited_since_it_was_added_is_a_conflict(catalog):
    older = imported(catalog)
    make_edit(catalog, 2, place="Lyon")
    with pytest.raises(ConflictError) as raised:
        catalog.undo(older)
    assert [(one.field.name, one.now) for one in raised.value.conflicts] == [("place", "Lyon")]


def test_an_edit_that_is_taken_back_itself_is_none(catalog):
    older = imported(catalog)
    make_edit(catalog, 2, place="Lyon")
    make.fact(catalog, Source)
    catalog.undo(catalog.history()[1])
    catalog.undo(older)
    assert [type(one) for one in present(catalog)] == [Source]


def test_what_others_hang_on_by_now_is_not_taken_back(catalog):
    older = imported(catalog)
    make.fact(catalog, Topic, actor=2)
    with pytest.raises(ConflictError, match="topic “public transport” was added in the meantime"):
        catalog.undo(older)


def test_what_was_removed_since_it_was_added_is_a_conflict(catalog):
    older = imported(catalog)
    make.remove(catalog, Actor, 2)
    with pytest.raises(ConflictError, match="“N1” was changed in the meantime"):
        catalog.undo(older)


def test_a_removal_whose_record_is_back_is_a_conflict(catalog):
    make.actor(catalog, "EMTA")
    make.remove(catalog, Actor, 1)
    older = catalog.history()[0]
    catalog.restore(catalog.bin()[0])
    with pytest.raises(ConflictError):
        catalog.undo(older)


def test_what_is_taken_back_cannot_be_taken_back_again(catalog):
    older = imported(catalog)
    make.fact(catalog, Source)
    catalog.undo(older)
    with pytest.raises(NotFoundError, match="“import” is taken back already"):
        catalog.undo(older)


def test_a_document_based_on_one_of_the_same_import_can_be_taken_back(catalog):
    records = [make.record(Actor, id=-1)]
    records += [make.record(Document, id=-2, actor=-1)]
    records += [make.record(Document, actor=-1, based_on=-2) for _ in range(4)]
    catalog.apply("import", added(records))
    catalog.undo()
    assert present(catalog) == []
