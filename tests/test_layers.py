"""The layers hold because import-linter sees each contract broken, one violation at a time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS, QT, QT_BY_APP, SQLITE, SQLALCHEMY, STORE = [
    contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
]
PLANTED = [
    # where, what, and which contract must see it
    ("domain", "import netcatalog.services", LAYERS),
    ("paths", "import netcatalog.domain", LAYERS),
    ("reports", "import netcatalog.transfer", LAYERS),
    ("newcomer", "", LAYERS),
    ("services", "import PySide6.QtCore", QT),
    ("reports", "import PySide6.QtGui", QT),
    ("cli", "import PySide6.QtWidgets", QT_BY_APP),
    ("cli", "import netcatalog.ui", QT_BY_APP),
    ("services", "import sqlalchemy", SQLALCHEMY),
    ("transfer", "import sqlite3", SQLITE),
    ("store", "import alembic", SQLALCHEMY),
    ("ui", "import netcatalog.store", STORE),
    ("reports", "import netcatalog.store", STORE),
]


@pytest.fixture
def copy(tmp_path):
    """The configuration and the package, to plant something in."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "src" / "netcatalog",
        tmp_path / "src" / "netcatalog",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    return tmp_path


def plant(project, module, line):
    """Add a module that holds this line, within a package, or the line to a module."""
    package = project / "src" / "netcatalog" / module
    path = package / "planted.py" if package.is_dir() else package.with_suffix(".py")
    with path.open("a") as file:
        file.write(f"\n{line}\n")


def broken(project):
    """Return the names of the contracts that lint-imports calls broken there."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(project / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Contracts: " in done.stdout, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    return [line.removesuffix(" BROKEN") for line in lines if line.endswith(" BROKEN")]


def test_the_program_breaks_no_contract(copy):
    assert broken(copy) == []


@pytest.mark.parametrize(("module", "line", "contract"), PLANTED)
def test_a_violation_breaks_exactly_its_contract(copy, module, line, contract):
    plant(copy, module, line)
    assert broken(copy) == [contract]
