"""The program as a process, in a real window, worked from outside with the keyboard alone.

What is shown is read off the window's title: "<record> – <catalogue> – NetCatalog".
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

PATIENCE_S = 60
"""How long anything may take on the slowest machine."""

pytestmark = pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("xdotool")),
    reason="needs the programs Xvfb and xdotool",
)


@pytest.fixture
def screen(tmp_path):
    """A screen of its own: Xvfb chooses a free number and says which."""
    read, write = os.pipe()
    with (tmp_path / "xvfb.log").open("w") as log:
        # Else it begins anew when its last client goes, and refuses the next one meanwhile.
        options = ["-screen", "0", "1400x900x24", "-nolisten", "tcp", "-noreset"]
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), *options],
            pass_fds=[write],
            stderr=log,
        )
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(PATIENCE_S)


class Program:
    """The running program, and the hands at its keyboard."""

    def __init__(self, screen: str, home: Path) -> None:
        self.environment = {
            **os.environ,
            "DISPLAY": screen,
            "QT_QPA_PLATFORM": "xcb",
            "HOME": str(home),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_STATE_HOME": str(home / "state"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "PYTHONPATH": str(Path(__file__).parents[1] / "src"),
        }
        self.process = subprocess.Popen([sys.executable, "-m", "netcatalog"], env=self.environment)
        self.window = self.wait_until(self._find_window, "no window was opened")
        self.hands("windowfocus", "--sync", self.window)

    def hands(self, *command: str) -> str:
        done = subprocess.run(
            ["xdotool", *command], env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def press(self, *keys: str) -> None:
        self.hands("key", "--clearmodifiers", "--delay", "60", *keys)

    def type(self, text: str) -> None:
        self.hands("type", "--delay", "40", text)

    def title(self) -> str:
        return self.hands("getwindowname", self.window)

    def wait_for_title(self, beginning: str) -> None:
        self.wait_until(
            lambda: self.title().startswith(beginning), f"the title never was {beginning!r}"
        )

    def close(self) -> int:
        self.press("ctrl+q")
        return self.process.wait(PATIENCE_S)

    def _find_window(self) -> str:
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "NetCatalog"],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return found.stdout.split("\n")[0]

    def wait_until(self, done, complaint: str):
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            assert self.process.poll() is None, "the program ended by itself"
            if found := done():
                return found
        raise AssertionError(f"{complaint}; it is {self.title() if found else ''!r}")


@pytest.fixture
def start(screen, tmp_path):
    started = []

    def run():
        started.append(Program(screen, tmp_path))
        return started[-1]

    yield run
    for program in started:
        if program.process.poll() is None:
            program.process.kill()
            program.process.wait()


def test_an_edit_made_in_the_window_is_found_after_it_was_closed_and_opened_again(start, tmp_path):
    program = start()
    program.wait_for_title("CIFAL – catalogue – NetCatalog")
    program.press("ctrl+f")
    program.type("polis")
    program.wait_for_title("Polis – ")
    program.press("ctrl+n")
    program.type("Network of Quiet Harbours")
    program.press("ctrl+s")
    program.wait_for_title("Network of Quiet Harbours – ")
    assert program.close() == 0

    program = start()
    program.wait_for_title("CIFAL – ")
    program.press("ctrl+f")
    program.type("quiet harb")
    program.wait_for_title("Network of Quiet Harbours – ")
    assert program.close() == 0

    catalog = tmp_path / "data" / "NetCatalog" / "catalogue.netcatalog"
    listed = subprocess.run(
        [sys.executable, "-m", "netcatalog", "list", str(catalog), "networks", "harbours"],
        env=program.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Network of Quiet Harbours" in listed.stdout


def test_what_was_being_typed_outlives_the_program_being_killed(start, tmp_path):
    program = start()
    program.wait_for_title("CIFAL – catalogue – NetCatalog")
    program.press("ctrl+n")
    program.type("Network of Quiet Harbours")
    folder = tmp_path / "data" / "NetCatalog" / "drafts"

    def is_kept():
        return any("Quiet Harbours" in file.read_text() for file in folder.glob("*.json"))

    program.wait_until(is_kept, "what was typed was not kept")
    program.process.kill()
    program.process.wait()

    program = start()
    program.wait_for_title("CIFAL – ")
    program.press("alt+g")
    program.press("ctrl+s")
    program.wait_for_title("Network of Quiet Harbours – ")
    assert program.close() == 0
    assert not list(folder.glob("*.json"))
