"""What was told to the user survives a power cut, and what that costs."""

from __future__ import annotations

import random
import shutil
import statistics
import time

import pytest

from netcatalog.services.opening import open_file
from netcatalog.store import database
from tests.conftest import USER, clock
from tests.faults import deeds
from tests.faults.effort import aside, times

DEEDS = times(40, 150)
CUTS = times(80, 1_000)
COMMITS = times(100, 1_000)


@pytest.mark.slow
def test_what_was_told_survives_a_power_cut(tmp_path, library, figures):
    seen = aside("cutting", tmp_path, DEEDS, CUTS, 1, "FULL", preload=library)
    assert seen["wrong"] == []
    figures(
        "power cuts, with only synced writes sure to be there",
        f"{seen['cuts']} cuts in {seen['calls']} calls, {seen['syncs']} of them syncs, while a "
        f"catalogue was made, {seen['revisions']} revisions told, and an old one migrated",
        "none",
    )


@pytest.mark.slow
def test_it_would_not_survive_were_commits_not_synced(tmp_path, library, figures):
    """So the cuts are such as take away what can be taken away."""
    cuts = CUTS // 4
    seen = aside("cutting", tmp_path, DEEDS, cuts, 1, "NORMAL", preload=library)
    assert seen["lost"] > 0
    figures(
        "for comparison: the same with `synchronous = NORMAL`",
        f"{seen['cuts']} cuts, {seen['syncs']} syncs",
        f"something after {seen['lost']} of the cuts",
    )


@pytest.mark.slow
def test_the_cost_of_it_is_known(empty_file, tmp_path, monkeypatch, figures):
    lasted = {"FULL": [], "NORMAL": []}
    catalogs = {}
    for synchronous in lasted:
        path = shutil.copyfile(empty_file, tmp_path / f"{synchronous}.netcatalog")
        catalogs[synchronous] = open_file(path, user=USER, clock=clock)
        pragmas = (*database._PRAGMAS, f"synchronous = {synchronous}")
        with monkeypatch.context() as patch:
            patch.setattr(database, "_PRAGMAS", pragmas)
            deeds.add(catalogs[synchronous], random.Random(1))
    for _ in range(COMMITS):
        for synchronous, catalog in catalogs.items():
            began = time.perf_counter()
            deeds.annotate(catalog, random.Random(1))
            lasted[synchronous].append(1_000 * (time.perf_counter() - began))
    for catalog in catalogs.values():
        catalog.close()
    full, normal = (statistics.median(each) for each in lasted.values())
    figures(
        "a note stored, median",
        f"{full:.2f} ms with `synchronous = FULL`, {normal:.2f} ms with NORMAL, "
        f"{COMMITS} of each in turn",
        "",
    )
