"""How fast the program starts, and answers while one types, with the seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.rows import HERE, Row, figures, in_turn, late, python, run, times

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def rows(seed: Path, rounds: int) -> Iterator[Row]:
    """Measure all there is to measure of a start."""
    bare = python(HERE / "bare_window.py")
    yield _compare(
        "window frame painted", python(HERE / "window.py", "frame", seed), bare, 1.3, rounds
    )
    yield _compare(
        "list of the seed painted",
        python(HERE / "window.py", "list", seed),
        [*bare, "query", str(seed)],
        1.25,
        rounds,
    )
    yield _compare(
        "netcatalog list",
        python("-m", "netcatalog", "list", seed, "networks"),
        python("-c", "import sqlalchemy.orm"),
        2.0,
        rounds,
    )
    strokes = figures("keystrokes", seed, "networks")
    ours, raw = (late(each) for each in zip(*strokes["long"] + strokes["short"], strict=True))
    yield Row("key stroke to painted hits, p95", ours, raw, "raw + 33 ms", ours <= raw + 33)


def _compare(
    what: str, ours: Sequence[str], bare: Sequence[str], limit: float, rounds: int
) -> Row:
    return times(what, in_turn(lambda: run(ours), lambda: run(bare), rounds), limit)
