"""Print a table of what the program costs beside the least it could cost.

``python3 dev.py bench [ROUNDS] [--small]``. Each pair of figures is taken in turn, so that a
machine that slows down slows both; medians are printed, and the ratio of each pair is held against
its limit. The large catalogues are made at the first run; ``--small`` makes only the smallest.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.bench import exports, facets, large, lists, services, start, windows
from tests.bench.rows import HEADING, python, run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.bench.rows import Row


def main(rounds: int, sizes: Iterable[int]) -> int:
    """Measure everything and print the table; the exit status is 1 if a limit is missed."""
    print(
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores{_load()}, {rounds} rounds, "
        f"Qt platform {os.environ['QT_QPA_PLATFORM']}"
    )
    with tempfile.TemporaryDirectory() as folder:
        seed = Path(folder) / "seed.netcatalog"
        run(python("-m", "netcatalog", "new", seed))
        kept = _printed("the seed", start.rows(seed, rounds))
        for size in sizes:
            path = large.cached(size)
            what = f"{size:,} memberships, {size // 10:,} authorities"
            kept &= _printed(what, services.rows(path, rounds))
            kept &= _printed("", facets.rows(path, rounds))
            kept &= _printed("", windows.rows(path, seed, rounds))
            kept &= _printed("", lists.rows(size // 10))
            kept &= _printed("", exports.rows(path, rounds))
    return 0 if kept else 1


def _load() -> str:
    """Return how busy others keep the machine: above a few tenths, absolute times mean little."""
    try:
        return f" with a load of {os.getloadavg()[0]:.1f}"
    except (AttributeError, OSError):  # Windows does not say
        return ""


def _printed(what: str, rows: Iterable[Row]) -> bool:
    """Print rows as they come, and tell whether all limits are kept."""
    if what:
        print(f"\n{HEADING.format(what)}")
    kept = True
    for row in rows:
        print(row, flush=True)
        kept &= row.kept
    return kept


if __name__ == "__main__":
    options = argparse.ArgumentParser(prog="dev.py bench")
    options.add_argument("rounds", type=int, nargs="?", default=9)
    options.add_argument("--small", action="store_true", help="only the smallest catalogue")
    given = options.parse_args()
    sys.exit(main(given.rounds, large.SIZES[:1] if given.small else large.SIZES))
