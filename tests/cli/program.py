"""The program as a process of its own, as a shell starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"

PYTHON = (sys.executable, "-P", "-X", "utf8=0")

ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if name not in {"LANG", "LC_ALL", "LC_CTYPE", "PYTHONIOENCODING", "PYTHONUTF8", "COLUMNS"}
} | {"PYTHONPATH": str(SOURCE)}


def run(*arguments, **options):
    """Run ``netcatalog`` with these arguments to its end, and return what it said, as text."""
    command = (*PYTHON, "-m", "netcatalog", *map(str, arguments))
    return finished(command, **options)


def run_python(code, *arguments, **options):
    """Run a piece of Python that can import the program."""
    return finished((*PYTHON, "-c", code, *map(str, arguments)), **options)


def finished(command, env=(), **options):
    """Run a command to its end; `env` is added to the environment, None takes away."""
    environment = ENVIRONMENT | dict(env)
    environment = {name: value for name, value in environment.items() if value is not None}
    return subprocess.run(
        command,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        **options,
    )
