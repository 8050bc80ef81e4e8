"""What only a process of its own can show: exit status, streams, imports, environment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

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
@pytest.mark.parametrize("command", ["list FILE networks", "show FILE", "note FILE EMTA"])
def test_words_that_are_no_text_are_refused_or_not_found(seeded_path, command):
    words = [str(seeded_path) if word == "FILE" else word for word in command.split()]
    done = run(*words, os.fsdecode(b"\xffx"))
    assert done.returncode in {0, 1}
    assert "Traceback" not in done.stderr


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
import sys
from netcatalog.cli import main
status = main(sys.argv[1:])
loaded = [name for name in "PySide6 shiboken6 alembic typst babel edtf sqlalchemy sqlalchemy.orm"
          " netcatalog.ui netcatalog.app netcatalog.transfer netcatalog.reports".split()
          if name in sys.modules]
print("LOADED", *loaded)
sys.exit(status)
"""


def loaded(*arguments):
    """Return which of the modules that are slow to import a command imported."""
    done = run_python(LOADED, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.split("LOADED", 1)[1].split()


def test_listing_imports_nothing_that_it_does_not_need(seeded_path):
    assert loaded("list", seeded_path, "networks") == ["sqlalchemy"]


@pytest.mark.parametrize(
    "command",
    [
        ["show", "FILE", "EMTA"],
        ["show", "FILE", "EMTA", "--format", "json"],
        ["note", "FILE", "EMTA", "x"],
        ["export", "FILE", "--whole", "--to", "FILE.zip"],
        ["report", "FILE", "fact-sheet", "EMTA", "--to", "FILE.pdf"],
        ["report", "FILE", "register", "--to", "FILE.pdf"],
        ["new", "FILE.netcatalog"],
        ["undo", "FILE"],
        ["history", "FILE"],
        ["check", "FILE"],
    ],
    ids=lambda command: " ".join(command[:3]),
)
def test_no_command_imports_qt(seeded_path, command):
    used = loaded(*(word.replace("FILE", str(seeded_path)) for word in command))
    assert {"PySide6", "shiboken6", "netcatalog.ui", "netcatalog.app"}.isdisjoint(used)


def test_a_wrong_command_line_is_refused_before_sqlalchemy_is_loaded():
    code = """
import sys
from netcatalog.cli.arguments import parse
parse(["list", "x.netcatalog", "networks"])
print([name for name in ("sqlalchemy", "msgspec", "PySide6") if name in sys.modules])
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
