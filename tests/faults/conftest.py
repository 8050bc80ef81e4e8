"""The figures of a run: printed at its end, and kept in docs/reliability.md by a long one."""

from __future__ import annotations

import datetime as dt
import os
import platform
import sqlite3

import pytest

from tests.faults import shim
from tests.faults.effort import ROOT, TORTURE

PAGE = ROOT / "docs" / "reliability.md"
HEADING = "## Measured\n"
FIGURES: list[str] = []


@pytest.fixture(scope="session")
def figures():
    """Take down a line of figures: what was tried, how often, and what was lost."""

    def take_down(what: str, tried: str, lost: object) -> None:
        FIGURES.append(f"| {what} | {tried} | {lost} |")

    return take_down


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    """The library that stands between a program and the system."""
    if reason := shim.missing():
        pytest.skip(reason)
    return shim.compiled(tmp_path_factory.mktemp("shim"))


def pytest_terminal_summary(terminalreporter):
    """Print the figures."""
    if not FIGURES:
        return
    table = ["| what | tried | lost |", "|---|---|---|", *FIGURES]
    terminalreporter.write_sep("=", "what was tried, and what was lost")
    terminalreporter.write_line("\n".join(table))
    whole = not {"failed", "error", "deselected"} & terminalreporter.stats.keys()
    if TORTURE and whole:
        before = PAGE.read_text(encoding="utf-8").partition(HEADING)[0]
        measured = "\n".join([_circumstances(), "", *table])
        PAGE.write_text(f"{before}{HEADING}\n{measured}\n", encoding="utf-8")


def _circumstances() -> str:
    return (
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, `python3 dev.py torture`, {platform.system()} "
        f"{platform.release().partition('-')[0]} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}."
    )
