"""What the window costs on a large catalogue, beside bare SQL and bare Qt."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from tests.bench.rows import Pairs, Row, figures, late, times

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FRAME_MS = 16


def rows(path: Path, seed: Path, rounds: int) -> Iterator[Row]:
    """Measure all that needs a window."""
    strokes = figures("keystrokes", path, "authorities")
    yield _long_words(strokes["long"])
    yield _short_words(strokes["short"])
    yield from _clicks(figures("clicks", path, "authorities"))
    tables = figures("tables", path, str(rounds))
    yield times("authorities opened, to first paint", tables["authorities"], 1.3)
    yield times("memberships opened, to first paint", tables["memberships"], 1.5)
    yield from _paging(tables["ours"], tables["qt"])
    yield _memory(path, seed)


def _long_words(pairs: Pairs) -> Row:
    ours, bare = (late(each) for each in zip(*pairs, strict=True))
    in_time = late([one - other for one, other in pairs]) <= FRAME_MS
    never_over = all(one <= 2 * other + 20 for one, other in pairs)
    most = max(one - 2 * other for one, other in pairs)
    limit = f"raw + {FRAME_MS}, most 2 x + 20 ({most:.0f})"
    return Row(
        "key stroke to hits, 3 letters and more, p95", ours, bare, limit, in_time and never_over
    )


def _short_words(pairs: Pairs) -> Row:
    ours, bare = (late(each) for each in zip(*pairs, strict=True))
    return Row("key stroke to hits, 1 and 2 letters, p95", ours, bare, "60 ms", ours <= 60)


def _clicks(pairs: Pairs) -> Iterator[Row]:
    took, blocked = zip(*pairs, strict=True)
    slow, longest = late(took), max(blocked)
    yield Row("click on a facet to table and counts, p95", slow, None, "150 ms", slow <= 150)
    yield Row("event loop blocked meanwhile, longest", longest, None, "50 ms", longest <= 50)


def _paging(ours: list[float], bare: list[float]) -> Iterator[Row]:
    slow = late(ours)
    yield Row("Page Down and End, p95", slow, late(bare), f"{FRAME_MS} ms", slow <= FRAME_MS)
    middle, other = statistics.median(ours), statistics.median(bare)
    yield Row("Page Down and End, median", middle, other, "2.5 x", middle <= 2.5 * other)


def _memory(path: Path, seed: Path) -> Row:
    ours = figures("memory", path, "authorities")
    bare = figures("memory", seed, "networks")
    return Row("memory, beside the seed", ours, bare, "seed + 60 MB", ours <= bare + 60, "MB")
