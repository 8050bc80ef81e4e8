"""Print a table of what the program costs beside the least it could cost.

``python3 dev.py bench [ROUNDS]``. Each pair of figures is taken in turn, so that a machine that
slows down slows both; medians are printed, and the ratio of each pair is held against its limit.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent
SOURCES = HERE.parents[1] / "src"


@dataclass(frozen=True)
class Row:
    """One line of the table: milliseconds of ours and of the bare program, and the verdict."""

    what: str
    ours: float
    bare: float
    limit: str
    kept: bool

    def __str__(self) -> str:
        """Return the line."""
        verdict = "kept" if self.kept else "MISSED"
        ratio = self.ours / self.bare
        return (
            f"{self.what:<44}{self.ours:>9.1f}{self.bare:>9.1f}{ratio:>8.2f}  "
            f"{self.limit:<22}{verdict}"
        )


def main(rounds: int) -> int:
    """Measure everything and print the table; the exit status is 1 if a limit is missed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores, {rounds} rounds, Qt platform {os.environ['QT_QPA_PLATFORM']}"
    )
    print(f"{'':<44}{'ours ms':>9}{'bare ms':>9}{'ratio':>8}  limit")
    with tempfile.TemporaryDirectory() as folder:
        catalog = Path(folder) / "seed.netcatalog"
        _run(_python("-m", "netcatalog", "new", str(catalog)))
        rows = [
            _compare(
                "window frame painted",
                _python(str(HERE / "window.py"), "frame", str(catalog)),
                _python(str(HERE / "bare_window.py")),
                1.3,
                rounds,
            ),
            _compare(
                "list of the seed painted",
                _python(str(HERE / "window.py"), "list", str(catalog)),
                _python(str(HERE / "bare_window.py"), "query", str(catalog)),
                1.25,
                rounds,
            ),
            _compare(
                "netcatalog list",
                _python("-m", "netcatalog", "list", str(catalog), "networks"),
                _python("-c", "import sqlalchemy.orm"),
                2.0,
                rounds,
            ),
            _keystrokes(catalog),
        ]
    for row in rows:
        print(row)
    return 0 if all(row.kept for row in rows) else 1


def _keystrokes(catalog: Path) -> Row:
    told = _run(_python(str(HERE / "keystrokes.py"), str(catalog)), output=True)
    ours, raw = (float(part) for part in told.split())
    allowed = raw + 33
    return Row(
        "key stroke to painted hits, 95th percentile", ours, raw, "raw + 33 ms", ours <= allowed
    )


def _compare(
    what: str, ours: Sequence[str], bare: Sequence[str], limit: float, rounds: int
) -> Row:
    for command in (ours, bare):
        _run(command)  # warm: files in memory, .pyc written
    pairs = [(_timed(ours), _timed(bare)) for _ in range(rounds)]
    ratio = statistics.median(one / other for one, other in pairs)
    return Row(
        what,
        statistics.median(one for one, _ in pairs),
        statistics.median(other for _, other in pairs),
        f"{limit} x (paired {ratio:.2f})",
        ratio <= limit,
    )


def _timed(command: Sequence[str]) -> float:
    """Return how long a process takes from its start to its end, in milliseconds."""
    start = time.perf_counter()
    _run(command)
    return (time.perf_counter() - start) * 1000


def _python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def _run(command: Sequence[str], *, output: bool = False) -> str:
    environment = {**os.environ, "PYTHONPATH": str(SOURCES), "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout if output else ""


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 9))
