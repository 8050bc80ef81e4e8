"""A program that is killed at any moment loses nothing that it told the user."""

from __future__ import annotations

import os

import pytest

from tests.faults.effort import aside, times

KILLS = times(200, 2_000)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9 there")
def test_what_was_told_survives_a_kill_at_any_moment(tmp_path, figures):
    seen = aside("killing", tmp_path, KILLS, 1)
    assert seen["broken"] == []
    assert sum(seen["kills"].values()) == KILLS
    assert seen["in flight"] > KILLS / 2  # else the moments are badly chosen
    kinds = ", ".join(f"{kind} {count}" for kind, count in seen["kills"].items())
    figures(
        "`kill -9`",
        f"{KILLS} kills ({kinds}), {seen['in flight']} of them in the midst of a deed; "
        f"{seen['revisions']} revisions told",
        "none",
    )
