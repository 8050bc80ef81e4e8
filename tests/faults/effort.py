"""How much is tried: what every run of the tests can bear, or what `dev.py torture` asks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

TORTURE = bool(os.environ.get("NETCATALOG_TORTURE"))
"""Whether there is time for the long version."""

ROOT = Path(__file__).parents[2]


def times(usual: int, torture: int) -> int:
    """Return how often something is tried."""
    return torture if TORTURE else usual


def aside(module: str, *arguments: object, preload: Path | None = None) -> Any:
    """Run ``tests.faults.MODULE`` in a process of its own, and return the JSON it prints.

    It has no other threads, so that it may fork, and a library may stand before the system's.
    """
    library = {"LD_PRELOAD": str(preload)} if preload else {}
    done = subprocess.run(
        command(module, *arguments),
        env=ENVIRONMENT | library,
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)


def command(module: str, *arguments: object) -> list[str]:
    """Return how to run ``tests.faults.MODULE``, with `ENVIRONMENT`."""
    return [sys.executable, "-m", f"tests.faults.{module}", *map(str, arguments)]


ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
