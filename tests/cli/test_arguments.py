from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcatalog import __version__
from netcatalog.cli.arguments import COMMANDS, parse
from netcatalog.domain.sections import SECTIONS


def query_of(*words):
    return parse(["list", "a.netcatalog", "networks", *words]).query


def refused(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        parse(arguments)
    assert ended.value.code == 2
    return capsys.readouterr().err


def test_without_a_command_the_window_opens_on_the_file_named():
    assert parse(["my.netcatalog"]).file == Path("my.netcatalog")


def test_without_anything_the_window_opens_on_the_users_own_catalogue():
    assert parse([]).file is None


@pytest.mark.parametrize("section", [section.key for section in SECTIONS])
def test_every_section_can_be_listed(section):
    assert parse(["list", "a.netcatalog", section]).section == section


@pytest.mark.parametrize(
    "words",
    [
        ["transport"],
        ["-topic:energy"],
        ["-has:note", "transport"],
        ["transport", "-topic:energy", "founded:>1980"],
        ["-h"],
        ["-1"],
        ["-"],
        ["-x-y"],
    ],
)
def test_words_of_a_query_may_begin_with_a_minus(words):
    assert query_of(*words) == words


def test_options_may_stand_between_the_words_of_a_query():
    options = parse(
        ["list", "a.netcatalog", "--format", "csv", "networks", "a", "--format=json", "-b", "c"]
    )
    assert (options.query, options.format) == (["a", "-b", "c"], "json")


def test_a_query_may_follow_the_file_to_be_written():
    options = parse(["export", "a.netcatalog", "--to", "o.csv", "-has:note", "x"])
    assert (options.file, options.out, options.query) == (
        Path("a.netcatalog"),
        Path("o.csv"),
        ["-has:note", "x"],
    )


def test_a_query_may_stand_before_the_file_to_be_written():
    options = parse(["export", "a.netcatalog", "-has:note", "--to", "o.csv"])
    assert (options.out, options.query) == (Path("o.csv"), ["-has:note"])


def test_what_follows_two_minuses_is_no_option():
    assert query_of("a", "--", "--format", "-b", "--") == ["a", "--format", "-b", "--"]


def test_two_minuses_may_come_first():
    options = parse(["list", "--", "a.netcatalog", "networks", "--help"])
    assert (options.file, options.query) == (Path("a.netcatalog"), ["--help"])


@settings(deadline=None)  # how long it takes is the machine's matter
@given(st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8"))))
def test_any_words_after_two_minuses_arrive_as_they_are_and_in_order(words):
    assert query_of("--", *words) == words


def test_a_note_may_begin_with_a_minus():
    assert parse(["note", "a.netcatalog", "EMTA", "- ask about the fee"]).text == (
        "- ask about the fee"
    )


def test_a_name_of_several_words_needs_no_quotes():
    assert parse(["show", "a.netcatalog", "Covenant", "of", "Mayors"]).name == [
        "Covenant",
        "of",
        "Mayors",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["list"], "FILE"),
        (["list", "a.netcatalog"], "section"),
        (["list", "a.netcatalog", "towns"], "towns"),
        (["list", "a.netcatalog", "networks", "--format", "xml"], "xml"),
        (["list", "a.netcatalog", "networks", "--nonsense"], "--nonsense"),
        (["list", "a.netcatalog", "networks", "--form", "csv"], "--form"),
        (["show", "a.netcatalog"], "NAME"),
        (["note", "a.netcatalog", "EMTA"], "TEXT"),
        (["note", "a.netcatalog", "EMTA", "text", "more"], "more"),
        (["export", "a.netcatalog"], "--to"),
        (["export", "a.netcatalog", "--to"], "--to"),
        (["export", "a.netcatalog", "--to", "o.zip", "--whole", "x"], "QUERY"),
        (["report", "a.netcatalog", "fact-sheet", "--to", "o.pdf"], "NAME"),
        (["report", "a.netcatalog", "register", "EMTA", "--to", "o.pdf"], "NAME"),
        (["undo", "a.netcatalog", "more"], "more"),
        (["self-test", "more"], "more"),
        (["undo", "a.netcatalog", "-x"], "-x"),
        (["--nonsense"], "--nonsense"),
        (["lst", "a.netcatalog", "networks"], "Did you mean list?"),
        (["quux", "a.netcatalog"], "quux"),
    ],
)
def test_a_wrong_command_line_is_refused_by_what_is_wrong(capsys, arguments, said):
    answer = refused(capsys, *arguments)
    assert said in answer.splitlines()[-1]
    assert "\0" not in answer


@pytest.mark.parametrize("arguments", [["--help"], ["-h"]])
def test_the_help_names_every_command(capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        parse(arguments)
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert [name for name in COMMANDS if f"\n  {name} " not in said] == []


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("how", ["--help", "-h"])
def test_every_command_has_a_help_of_its_own(capsys, name, how):
    with pytest.raises(SystemExit) as ended:
        parse([name, how])
    assert ended.value.code == 0
    assert f"netcatalog {name}" in capsys.readouterr().out


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit) as ended:
        parse(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"netcatalog {__version__}\n"
