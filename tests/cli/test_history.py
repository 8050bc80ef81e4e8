"""The commands that go back over the history."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from netcatalog.cli import main
from netcatalog.domain.changes import Change
from netcatalog.domain.records import Actor
from netcatalog.services.opening import open_catalog
from tests import make
from tests.conftest import USER, clock

pty = pytest.importorskip("pty", reason="this system has no such terminals")


def test_undo_takes_a_note_back_and_redo_brings_it_again(told, seeded_path):
    told("note", seeded_path, "EMTA", "x")
    title = "add a note on European Metropolitan Transport Authorities"
    assert told("undo", seeded_path) == f"Undone: {title}.\n"
    assert told("list", seeded_path, "notes", "--format", "json") == "[]\n"
    assert told("redo", seeded_path) == f"Done again: {title}.\n"
    assert len(json.loads(told("list", seeded_path, "notes", "--format", "json"))) == 1


def test_redo_after_nothing_was_undone_is_refused(complained, seeded_path):
    assert complained("redo", seeded_path) == "There is nothing to redo."


def test_history_tells_who_did_what_the_newest_first(told, seeded_path, monkeypatch):
    monkeypatch.setenv("LOGNAME", "Berit")
    told("note", seeded_path, "EMTA", "x")
    told("undo", seeded_path)
    undone, noted, seeded = told("history", seeded_path).splitlines()
    assert "Berit  undo: add a note on European" in undone
    assert "Berit  add a note on European" in noted
    assert "Ana Kovač  " in seeded


@pytest.fixture
def counted(seeded_path):
    """EMTA's website was set by one, and set again by another: steps 2 and 3."""
    with open_catalog(seeded_path, user=USER, clock=clock) as catalog:
        emta = catalog.actor_named("EMTA")
        for website, place in (("https://a.example", "Paris"), ("https://b.example", "Paris")):
            before = catalog.record(Actor, emta)
            after = replace(before, website=website, place=place)
            catalog.apply(f"set {website}", [Change(before=before, after=after)])
    return seeded_path


def test_history_lists_only_the_steps_of_a_person(told, counted):
    assert told("history", counted, "--by", "Nobody") == ""
    assert len(told("history", counted, "--by", USER).splitlines()) == 3


def test_history_lists_only_the_steps_of_a_time(told, counted):
    assert told("history", counted, "--time", "..2025") == ""
    assert len(told("history", counted, "--time", "2026-11").splitlines()) == 3


def test_history_refuses_what_is_no_time(complained, counted):
    assert complained("history", counted, "--time", "soon").startswith("“soon” is no time.")


def test_history_lists_only_steps_with_the_words(told, counted):
    assert [one.split()[0] for one in told("history", counted, "a.example").splitlines()] == ["2"]


def test_history_lists_only_the_steps_of_an_actor(told, counted):
    listed = told("history", counted, "--of", "EMTA").splitlines()
    assert [one.split()[0] for one in listed] == ["3", "2", "1"]
    assert len(told("history", counted, "--of", "Polis").splitlines()) == 1


def test_an_older_step_is_undone_by_its_number(told, counted):
    told("note", counted, "EMTA", "x")
    assert told("undo", counted, "--step", "3") == "Undone: set https://b.example.\n"


def test_a_step_changed_since_is_listed_with_both_versions_and_left(counted, capsys):
    assert main(["undo", str(counted), "--step", "2"]) == 3
    said = capsys.readouterr().err
    assert "Website: now https://b.example; before (empty)" in said
    assert "Say --clash before" in said


@pytest.mark.parametrize(("wanted", "website"), [("now", "https://b.example"), ("before", "")])
def test_one_says_what_holds_of_what_was_changed_since(told, counted, wanted, website):
    told("undo", counted, "--step", "2", "--clash", wanted)
    with open_catalog(counted, user=USER, clock=clock) as catalog:
        emta = catalog.record(Actor, catalog.actor_named("EMTA"))
    assert (emta.website, emta.place) == (website, "")


def test_a_step_that_is_not_there_is_refused(complained, counted):
    asked = complained("undo", counted, "--step", "99")
    assert asked == "There is no step 99 in the history of this catalogue."


def test_an_actor_is_shown_as_it_was_before_a_step(told, counted):
    assert "https://a.example" in told("show", counted, "EMTA", "--before", "3")


def test_an_actor_is_brought_back_as_it_was_before_a_step(told, counted):
    before = told("show", counted, "EMTA", "--before", "3").partition("History")[0]
    told("note", counted, "EMTA", "x")
    told("bring-back", counted, "3", "EMTA")
    assert told("show", counted, "EMTA").partition("History")[0] == before


def test_brought_back_alone_its_facts_stay(told, counted):
    told("note", counted, "EMTA", "x")
    told("bring-back", counted, "2", "EMTA", "--alone")
    shown = told("show", counted, "EMTA")
    assert "b.example" not in shown
    assert len(json.loads(told("list", counted, "notes", "--format", "json"))) == 1


@pytest.fixture
def binned(seeded_path):
    """EMTA is in the bin."""
    with open_catalog(seeded_path, user=USER, clock=clock) as catalog:
        make.remove(catalog, Actor, catalog.actor_named("EMTA"), "remove EMTA")
    return seeded_path


def test_the_bin_is_emptied_when_one_says_yes(told, binned):
    assert told("empty-bin", binned, "--yes").endswith("for good.\n")
    assert told("empty-bin", binned) == "The bin is empty.\n"


def test_without_a_terminal_to_ask_at_nothing_is_deleted(complained, binned, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("yes\n"))
    assert "Say --yes if you mean it" in complained("empty-bin", binned)


@pytest.mark.parametrize(("answer", "left"), [("yes", 0), ("no", 1), ("", 1)])
def test_at_a_terminal_one_is_asked(binned, answer, left):
    """A real terminal, as `script` makes one."""
    mine, theirs = pty.openpty()
    command = [sys.executable, "-m", "netcatalog", "empty-bin", str(binned)]
    with subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, text=True) as process:
        os.write(mine, f"{answer}\n".encode())
        said, _ = process.communicate(timeout=60)
    os.close(mine)
    os.close(theirs)
    assert "“European Metropolitan Transport Authorities”" in said
    with open_catalog(binned, user=USER, clock=clock) as catalog:
        assert len(catalog.bin()) == left
