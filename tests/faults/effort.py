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
    command = [sys.executable, "-m", f"tests.faults.{module}", *map(str, arguments)]
    search = {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    library = {"LD_PRELOAD": str(preload)} if preload else {}
    done = subprocess.run(
        command,
        env=os.environ | search | library,
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)
