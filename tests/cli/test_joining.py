"""Merging with another catalogue from the command line."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from netcatalog.cli import main
from netcatalog.domain.changes import Change
from netcatalog.domain.records import Actor
from netcatalog.services.opening import open_catalog
from tests import make
from tests.conftest import USER, clock


def set_website(path, website):
    with open_catalog(path, user=USER, clock=clock) as catalog:
        emta = catalog.record(Actor, catalog.actor_named("EMTA"))
        catalog.apply("edit", [Change(before=emta, after=replace(emta, website=website))])


def website(path):
    with open_catalog(path, user=USER, clock=clock) as catalog:
        return catalog.record(Actor, catalog.actor_named("EMTA")).website


@pytest.fixture
def other(seeded_path, tmp_path):
    """A colleague's copy, in which Łódź was added."""
    path = tmp_path / "colleague.netcatalog"
    shutil.copy(seeded_path, path)
    with open_catalog(path, user="Bo", clock=clock) as catalog:
        make.authority(catalog, "Łódź")
    return path


def test_what_a_colleague_added_is_brought_in(told, seeded_path, other):
    said = told("merge", seeded_path, other)
    assert "The two were one until 2026-11-23" in said
    assert "  1 actor added" in said
    assert "Łódź" in told("list", seeded_path, "authorities")


def test_a_dry_run_only_tells(told, seeded_path, other):
    assert "  1 actor would be added" in told("merge", seeded_path, other, "--dry-run")
    assert "Łódź" not in told("list", seeded_path, "authorities")


def test_where_both_changed_the_same_nothing_is_done_unasked(seeded_path, other, capsys):
    set_website(seeded_path, "https://ours.example")
    set_website(other, "https://theirs.example")
    assert main(["merge", str(seeded_path), str(other)]) == 3
    said = capsys.readouterr()
    assert "  1 actor would be added" in said.out
    assert "Website: here https://ours.example; there https://theirs.example" in said.err
    assert website(seeded_path) == "https://ours.example"


@pytest.mark.parametrize("whose", ["ours", "theirs"])
def test_one_says_whose_version_holds(told, seeded_path, other, whose):
    set_website(seeded_path, "https://ours.example")
    set_website(other, "https://theirs.example")
    told("merge", seeded_path, other, "--prefer", whose)
    assert website(seeded_path) == f"https://{whose}.example"


@pytest.mark.parametrize(("name", "more"), [("json", []), ("json", ["--history"]), ("zip", [])])
def test_all_of_a_catalogue_is_brought_in(told, seeded_path, other, tmp_path, name, more):
    out = tmp_path / f"all.{name}"
    told("export", other, "--whole", *more, "--to", out)
    told("merge", seeded_path, out)
    assert "Łódź" in told("list", seeded_path, "authorities")


def test_with_itself_there_is_nothing_to_do(told, seeded_path, tmp_path):
    copy = tmp_path / "copy.netcatalog"
    shutil.copy(seeded_path, copy)
    assert told("merge", seeded_path, copy).endswith("Nothing was changed: all of it is here.\n")


def test_what_is_no_catalogue_is_refused(complained, seeded_path, tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("Dear colleague")
    assert "is not a NetCatalog catalogue" in complained("merge", seeded_path, file)


def test_the_other_stays_as_it_is(told, seeded_path, other):
    before = other.read_bytes()
    told("merge", seeded_path, other)
    assert other.read_bytes() == before
