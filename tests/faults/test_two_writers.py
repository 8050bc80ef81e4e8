"""Two who write into one catalogue at the same time overwrite nothing of each other's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from netcatalog.domain.records import Actor, Note
from netcatalog.services.opening import open_catalog
from tests import make
from tests.conftest import USER, clock
from tests.faults.effort import aside, times

SECONDS = times(5, 60)


@pytest.mark.slow
def test_two_writers_lose_no_update_and_never_wait_for_ever(catalog_path, figures):
    with open_catalog(catalog_path, user=USER, clock=clock) as catalog:
        counter = make.actor(catalog, "counter", population=0)
    with ThreadPoolExecutor() as pool:
        names = ("Ana", "Béla")
        told = [*pool.map(lambda name: aside("writing", catalog_path, SECONDS, name), names)]
    stored = [key for one in told for key in one["stored"]]
    with open_catalog(catalog_path, user=USER, clock=clock) as catalog:
        assert catalog.check().faults == ()
        assert {step.id for step in catalog.history() if step.by in names} == set(stored)
        assert len(set(stored)) == len(stored)
        assert catalog.record(Actor, counter).population == len(stored)
        notes = catalog.page(Actor, counter, most=None).group(Note)
        assert sorted(one.record.text for one in notes) == sorted(
            f"{name} {number}"
            for name, one in zip(names, told, strict=True)
            for number in range(len(one["stored"]))
        )
    assert stored
    overtaken = sum(one.get("overtaken", 0) for one in told)
    busy = sum(one.get("busy", 0) for one in told)
    longest = max(one["longest"] for one in told)
    figures(
        f"two processes writing for {SECONDS} s",
        f"{len(stored)} revisions stored, {overtaken} refused as overtaken, {busy} as in use; "
        f"the longest took {longest:.1f} s",
        "none",
    )
