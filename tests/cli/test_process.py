"""What only a process of its own can show: exit status, streams, imports, environment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from netcatalog.cli.arguments import COMMANDS
from tests.cli.program import ENVIRONMENT, PYTHON, finished, run, run_python

POSIX = pytest.mark.skipif(os.name == "nt", reason="a POSIX shell's way")


def test_success_is_0(seeded_path):
    done = run("list", seeded_path, "networks")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_fault_of_the_world_is_1_and_one_sentence(tmp_path):
    done = run("list", tmp_path / "missing.netcatalog", "networks")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("netcatalog: There is no catalogue “")
    assert done.stderr.count("\n") == 1


def test_a_wrong_command_line_is_2(seeded_path):
    done = run("list", seeded_path, "towns")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LC_ALL": "C.UTF-8"}, {"PYTHONIOENCODING": "ascii"}]
)
def test_output_is_utf8_in_every_locale(seeded_path, locale):
    done = run("show", seeded_path, "CIFAL centre in plock", env=locale)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("CIFAL centre in Płock\n")


def test_words_are_read_as_utf8_in_every_locale(seeded_path):
    done = run("show", seeded_path, "Łódź", env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert "“Łódź”" in done.stderr


@POSIX
def test_a_reader_who_has_seen_enough_is_left_in_peace(seeded_path):
    command = (*PYTHON, "-m", "netcatalog", "show", str(seeded_path), "CIFAL", "--format", "json")
    with subprocess.Popen(
        command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")  # noqa: PTH110
def test_an_answer_that_cannot_be_written_is_said(seeded_path):
    command = [*PYTHON, "-m", "netcatalog", "list", str(seeded_path), "networks"]
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            command, env=ENVIRONMENT, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr.startswith("netcatalog: The answer cannot be written")
    assert done.stderr.count("\n") == 1


@POSIX
def test_an_interrupt_ends_it_without_a_traceback(seeded_path):
    code = """
import os, signal, sys
from netcatalog.cli import main
from netcatalog.services import catalog
catalog.Catalog.find = lambda *_: os.kill(os.getpid(), signal.SIGINT)
sys.exit(main(["list", sys.argv[1], "networks"]))
"""
    done = run_python(code, seeded_path)
    assert (done.returncode, done.stderr) == (128 + signal.SIGINT, "")


LOADED = """
import shlex, sys
from netcatalog.cli import main
wanted = sys.argv[1].split()
for command in sys.argv[2:]:
    status = main(shlex.split(command))
    print("LOADED", status, *(name for name in wanted if name in sys.modules))
"""


def loaded(modules, *commands):
    """Return which of some modules were loaded after each of these commands, in one process."""
    done = run_python(LOADED, modules, *commands)
    lines = [line.split() for line in done.stdout.splitlines() if line.startswith("LOADED")]
    assert [status for _, status, *_ in lines] == ["0"] * len(commands), done.stderr
    return [names for _, _, *names in lines]


def test_listing_imports_nothing_that_it_does_not_need(seeded_path):
    slow = "PySide6 shiboken6 alembic typst babel edtf sqlalchemy sqlalchemy.orm markdown_it"
    ours = "netcatalog.ui netcatalog.app netcatalog.transfer netcatalog.reports"
    assert loaded(f"{slow} {ours}", f"list '{seeded_path}' networks") == [[]]


def test_no_command_imports_qt(seeded_path):
    commands = [
        "new FILE.netcatalog",
        "list FILE authorities",
        "list FILE networks --format csv",
        "show FILE EMTA",
        "show FILE EMTA --format json",
        "note FILE EMTA x",
        "undo FILE",
        "redo FILE",
        "history FILE",
        "bring-back FILE 2 EMTA",
        "empty-bin FILE --yes",
        "duplicates FILE",
        "duplicates FILE country:PL",
        "check FILE",
        "backup FILE",
        "backups FILE",
        "restore FILE 20 --preview",
        "export FILE --to FILE.csv",
        "export FILE --whole --to FILE.zip",
        "export FILE --whole --public --to FILE.json",
        "import FILE FILE.csv --dry-run",
        "merge FILE FILE.json --dry-run",
        "report FILE fact-sheet EMTA --to FILE.pdf",
        "report FILE register --to FILE.pdf",
    ]
    assert set(COMMANDS) - {command.split()[0] for command in commands} == {"self-test"}
    modules = "PySide6 shiboken6 netcatalog.ui netcatalog.app"
    named = [command.replace("FILE", str(seeded_path)) for command in commands]
    assert loaded(modules, *named) == [[]] * len(commands)


def test_a_wrong_command_line_is_refused_before_sqlalchemy_is_loaded():
    code = """
import sys
from netcatalog.cli.arguments import parse
parse(["list", "x.netcatalog", "networks"])
print([name for name in ("sqlalchemy", "msgspec", "PySide6") if name in sys.modules])
"""
    assert run_python(code).stdout == "[]\n"


def test_the_window_is_reached_before_any_record_is_declared():
    code = """
import sys
from netcatalog.cli.arguments import parse
parse(["x.netcatalog"])
slow = "netcatalog.domain.records sqlalchemy msgspec PySide6".split()
print([name for name in slow if name in sys.modules])
"""
    assert run_python(code).stdout == "[]\n"


@POSIX
def test_it_works_without_any_environment(tmp_path):
    path = tmp_path / "my.netcatalog"
    command = [*PYTHON, "-c", "import sys; from netcatalog.cli import main; sys.exit(main())"]
    bare = ["/usr/bin/env", "-i", f"PYTHONPATH={ENVIRONMENT['PYTHONPATH']}", *command]
    done = finished([*bare, "new", str(path)])
    assert (done.returncode, done.stderr) == (0, "")
    assert finished([*bare, "note", str(path), "EMTA", "x"]).returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have a screen")
def test_without_a_screen_the_window_is_refused_in_a_sentence():
    without = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": None}
    done = run(env=without)
    assert (done.returncode, done.stdout) == (1, "")
    assert "list" in done.stderr
    assert done.stderr.count("\n") == 1
