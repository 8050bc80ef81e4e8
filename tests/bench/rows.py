"""One line of the table that is printed, and how figures become one."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

HEADING = f"{{:<56}}{'ours':>9}{'bare':>9}     {'ratio':>6}  limit"

QUICK_MS, QUICK_ROUNDS = 500, 101
"""How long is measured what is quick, in milliseconds, and how often at most."""

Pairs = list[tuple[float, float]]
"""Figures of ours and of the bare program, taken in turn."""


@dataclass(frozen=True)
class Row:
    """Figures of ours and of the bare program if there is one, the limit, and the verdict."""

    what: str
    ours: float
    bare: float | None
    limit: str
    kept: bool
    unit: str = "ms"

    def __str__(self) -> str:
        """Return the line."""
        bare, ratio = "", ""
        if self.bare is not None:
            bare, ratio = f"{self.bare:.2f}", f"{self.ours / self.bare:.2f}"
        return (
            f"{self.what:<56}{self.ours:>9.2f}{bare:>9} {self.unit:<4}{ratio:>6}  "
            f"{self.limit:<30}{'kept' if self.kept else 'MISSED'}"
        )


def times(what: str, pairs: Pairs, limit: float) -> Row:
    """Return a row that holds the median of the paired ratios against a limit."""
    ratio = statistics.median(ours / bare for ours, bare in pairs)
    return Row(what, *medians(pairs), f"{limit} x (paired {ratio:.2f})", ratio <= limit)


def medians(pairs: Pairs) -> tuple[float, float]:
    """Return the medians of ours and of the bare program."""
    return statistics.median(one for one, _ in pairs), statistics.median(one for _, one in pairs)


def late(values: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return sorted(values)[int(len(values) * 0.95)]


def timed(work: Callable[[], object]) -> float:
    """Return how long some work takes, in milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def in_turn(ours: Callable[[], object], bare: Callable[[], object], rounds: int) -> Pairs:
    """Measure both as often as is said, after each was done once; what is quick, more often."""
    once = timed(ours) + timed(bare)
    rounds = max(rounds, min(QUICK_ROUNDS, int(QUICK_MS / once)))
    return [(timed(ours), timed(bare)) for _ in range(rounds)]


def python(*arguments: str | Path) -> list[str]:
    """Return the command that runs this Python."""
    return [sys.executable, *map(str, arguments)]


def run(command: Sequence[str]) -> str:
    """Run a program that finds ours, and return what it printed."""
    paths = os.pathsep.join(map(str, (ROOT / "src", ROOT)))
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": ""}
    return subprocess.run(
        command, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def figures(script: str, *arguments: str | Path) -> Any:
    """Run one of the scripts beside this file, and return what it found, from its JSON."""
    return json.loads(run(python("-m", f"tests.bench.{script}", *arguments)))
