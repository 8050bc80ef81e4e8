"""Tables written out and brought in again: nothing changes but what was changed in the file."""

from __future__ import annotations

import csv

import pytest

from netcatalog.domain import guessing
from netcatalog.domain.columns import columns_of
from netcatalog.domain.errors import InvalidError
from netcatalog.domain.records import SCHEMA, Actor, Event, Membership, Name, Period, Tag, Topic
from netcatalog.domain.sections import (
    AUTHORITIES,
    MEMBERSHIPS,
    NETWORKS,
    NOTES,
    OTHERS,
    SOURCES,
)
from netcatalog.transfer import csv_export, xlsx_export
from netcatalog.transfer.reading import read_tables
from tests import make

WRITE = {"csv": csv_export.export_table, "xlsx": xlsx_export.export_table}


@pytest.fixture
def catalog(seeded):
    """The seven networks, and towns of which some are called alike."""
    emta = seeded.actor_named("EMTA")
    twins = [make.authority(seeded, "Valencia", country=one) for one in ("ES", "VE")]
    lodz = make.authority(seeded, "Łódź", country="PL", population=670_642, website="https://l.pl")
    make.fact(seeded, Name, actor=lodz, text="=Lodz", type="translation")
    for label in ("a, b", "to visit"):
        make.fact(seeded, Tag, actor=lodz, label=label)
    make.fact(seeded, Topic, actor=emta, label="trams")
    make.fact(seeded, Event, actor=emta, type="founded", date="1998")
    for town in (lodz, twins[0]):
        held = make.fact(seeded, Membership, member=town, network=emta, category="full")
        make.fact(seeded, Period, membership=held.id, since="2001", until="2010~")
    return seeded


def written(catalog, tmp_path, section, how="csv", columns=None):
    path = tmp_path / f"table.{how}"
    columns = columns or columns_of(SCHEMA, section.kind)
    WRITE[how](catalog, path, catalog.query("", section), columns)
    return path


def bring_in(catalog, path):
    tables = read_tables(path).tables
    return catalog.bring_in(tables, guessing.guess(tables, catalog.network_names(), path.stem))


@pytest.mark.parametrize("how", WRITE)
@pytest.mark.parametrize(
    ("section", "unsure"),
    [(NETWORKS, []), (AUTHORITIES, []), (OTHERS, []), (MEMBERSHIPS, ["Valencia"])],
)
def test_a_table_written_and_brought_in_changes_nothing(catalog, tmp_path, section, unsure, how):
    revision, plan = bring_in(catalog, written(catalog, tmp_path, section, how))
    assert (revision, plan.conflicts) == (None, [])
    assert [line.title for line in plan.rejected] == unsure
    assert plan.counts.total() == catalog.count(section)


def test_nor_does_one_with_the_columns_of_the_window(catalog, tmp_path):
    shown = [one for one in columns_of(SCHEMA, Actor) if one.shown]
    revision, plan = bring_in(catalog, written(catalog, tmp_path, AUTHORITIES, "csv", shown))
    assert (revision, plan.rejected) == (None, [])


def test_what_was_changed_in_the_file_is_changed(catalog, tmp_path):
    path = written(catalog, tmp_path, AUTHORITIES)
    path.write_text(path.read_text("utf-8").replace("670642", "700000"), "utf-8")
    _, plan = bring_in(catalog, path)
    assert plan.altered == {Actor: 1}
    assert catalog.record(Actor, catalog.actor_named("Łódź")).population == 700_000


def test_a_row_put_in_is_added(catalog, tmp_path):
    path = written(catalog, tmp_path, MEMBERSHIPS)
    with path.open("a", encoding="utf-8", newline="") as out:
        csv.writer(out).writerow(["Vienna", "EUROCITIES", "member", "full"])
    _, plan = bring_in(catalog, path)
    assert (plan.added[Membership], plan.added[Actor]) == (1, 0)


@pytest.mark.parametrize(("section", "what"), [(SOURCES, "sources"), (NOTES, "notes")])
def test_what_no_list_brings_in_is_said(catalog, tmp_path, section, what):
    with pytest.raises(InvalidError, match=f"a table of {what}"):
        bring_in(catalog, written(catalog, tmp_path, section))


def test_of_two_shown_alike_none_is_taken_for_the_other(catalog, tmp_path):
    path = tmp_path / "members.csv"
    path.write_text("member,network,status\nValencia,EMTA,member\n", "utf-8")
    revision, plan = bring_in(catalog, path)
    assert revision is None
    assert [line.title for line in plan.rejected] == ["Valencia"]
