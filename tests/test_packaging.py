"""The wheel, installed where the source tree cannot be seen.

The frozen program has its own test: .ci/run builds it and lets it test itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPTS = "Scripts" if os.name == "nt" else "bin"

pytestmark = pytest.mark.slow


def output_of(*command, **options):
    """Run a program that must end well, and return what it printed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    output_of(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    [wheel] = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A fresh environment's folder of programs; it borrows the libraries, but not our source."""
    venv = tmp_path_factory.mktemp("installed")
    output_of(sys.executable, "-m", "venv", "--without-pip", venv)
    python = venv / SCRIPTS / "python"
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    output_of(*pip, "install", "--no-deps", "--no-index", wheel)
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(venv)}))
    # A .pth within a folder that a .pth names is not followed: dev.py's own leads to our source.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python.parent


@pytest.fixture
def elsewhere(tmp_path):
    """Options to run a program with no way back to the source tree."""
    return {"cwd": tmp_path, "env": {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}}


def test_the_wheel_carries_what_the_program_reads(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    bundled = {
        Path(name).relative_to("netcatalog/_bundled") for name in names if "_bundled" in name
    }
    files = [path for folder in ("db", "resources") for path in (ROOT / folder).rglob("*.*")]
    assert bundled == {path.relative_to(ROOT) for path in files if path.suffix != ".pyc"}


def test_the_wheel_installs_both_commands(installed):
    assert (installed / "netcatalog").exists()
    assert (installed / "netcatalog-gui").exists()


def test_the_installed_program_is_not_the_source_tree(installed, elsewhere):
    place = output_of(
        installed / "python", "-c", "import netcatalog; print(netcatalog.__file__)", **elsewhere
    )
    assert Path(place.strip()).is_relative_to(installed.parent)


def test_the_installed_program_makes_and_lists_a_catalogue(installed, elsewhere):
    program = installed / "netcatalog"
    output_of(program, "new", "x.netcatalog", **elsewhere)
    assert "EUROCITIES" in output_of(program, "list", "x.netcatalog", "networks", **elsewhere)
