"""A fuzzer finds no bytes on which reading tables ends but with rows or a sentence."""

from __future__ import annotations

import re
import subprocess
from importlib.util import find_spec

import pytest

from tests.faults.effort import ENVIRONMENT, command, times

SECONDS = times(10, 150)

MOST_MEMORY, MOST_TIME = 1_024, 10
"""Megabytes that reading any input may take, and seconds."""


@pytest.mark.slow
@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not to be had here")
@pytest.mark.parametrize("wrap", ["file", "xlsx", "ods", "xls"])
def test_any_bytes_give_rows_or_a_sentence(tmp_path, figures, wrap):
    limits = f"-rss_limit_mb={MOST_MEMORY}", f"-timeout={MOST_TIME}", "-max_len=8192"
    kept = f"-max_total_time={SECONDS}", f"-artifact_prefix={tmp_path}/"
    done = subprocess.run(
        command("fuzzing", wrap, *limits, *kept),
        check=False,
        env=ENVIRONMENT,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    assert done.returncode == 0, done.stderr[-8_000:]
    found = re.search(r"Done (\d+) runs", done.stderr)
    assert found is not None
    what = "a file" if wrap == "file" else f"what a workbook holds ({wrap})"
    figures(f"reading tables, by a fuzzer: {what}", f"{found[1]} inputs in {SECONDS} s", "none")
