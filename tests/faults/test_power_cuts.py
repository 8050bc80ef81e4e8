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
from tests.faults.cutting import AS_IT_IS, DISK, SHARE
from tests.faults.effort import aside, times

DEEDS = times(30, 100)
CUTS = times(60, 1_000)
COMMITS = times(100, 1_000)


@pytest.mark.slow
@pytest.mark.parametrize("place", [DISK, SHARE])
def test_what_was_told_survives_a_power_cut(place, tmp_path, library, figures):
    seen = aside("cutting", tmp_path, DEEDS, CUTS, 1, AS_IT_IS, place, preload=library)
    assert seen["wrong"] == []
    figures(
        f"power cuts, with only synced writes sure to be there, on a {place}",
        f"{seen['cuts']} cuts in {seen['calls']} calls, {seen['syncs']} of them syncs, while a "
        f"catalogue was made, {seen['revisions']} revisions told, and an old one migrated",
        "none",
    )


@pytest.mark.slow
@pytest.mark.parametrize(("synchronous", "place"), [("NORMAL", DISK), ("FULL", SHARE)])
def test_it_would_not_survive_were_less_synced(synchronous, place, tmp_path, library, figures):
    """So the cuts are such as take away what can be taken away."""
    seen = aside("cutting", tmp_path, DEEDS, CUTS // 4, 1, synchronous, place, preload=library)
    assert seen["lost"] > 0
    figures(
        f"for comparison: the same on a {place} with `synchronous = {synchronous}`",
        f"{seen['cuts']} cuts, {seen['syncs']} syncs",
        f"something after {seen['lost']} of the cuts",
    )


@pytest.mark.slow
def test_the_cost_of_it_is_known(empty_file, tmp_path, monkeypatch, figures):
    lasted = {"EXTRA": [], "FULL": [], "NORMAL": []}
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
    medians = [f"{statistics.median(each):.2f} ms with {name}" for name, each in lasted.items()]
    figures(
        "a note stored, median, by `synchronous`",
        f"{', '.join(medians)}; {COMMITS} of each in turn",
        "",
    )
