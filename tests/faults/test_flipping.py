"""A file that was spoilt is refused or found out; no part of it goes missing silently."""

from __future__ import annotations

import os

import pytest

from tests.faults.effort import aside, times
from tests.faults.flipping import ONE_VALUE

PLACES = times(200, 1_000)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no process can be forked there")
def test_a_file_spoilt_at_any_place_is_never_half_of_itself(tmp_path, figures):
    seen = aside("flipping", tmp_path, PLACES, 1)
    assert seen["wrong"] == []
    unnoticed = seen["seen"].get(ONE_VALUE, 0)
    outcomes = ", ".join(f"{outcome} {count}" for outcome, count in seen["seen"].items())
    figures(
        "file spoilt at one place: a bit turned round, a sector scrambled, the end cut off",
        f"{PLACES} places ({outcomes})",
        f"one value of one record, at {unnoticed} places" if unnoticed else "none",
    )
