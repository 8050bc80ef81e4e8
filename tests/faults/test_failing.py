"""A call that fails is told in a sentence, damages nothing, and work goes on afterwards."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from pathlib import Path

import pytest

from netcatalog.domain.changes import Change
from netcatalog.domain.errors import StorageError
from netcatalog.domain.records import Source
from netcatalog.services.opening import open_catalog
from tests import make
from tests.conftest import USER, clock
from tests.faults.dump import dump
from tests.faults.effort import aside, times

resource = pytest.importorskip("resource", reason="limits are set otherwise there")

PLACES = times(5, 40)
"""Most calls that fail in one kind of work: every n-th, where it takes more of them."""

PAGES = "x" * 3_000_000
"""More than there is room for."""


@pytest.mark.slow
def test_every_call_that_fails_is_told_and_damages_nothing(tmp_path, library, figures):
    seen = aside("failing", tmp_path, PLACES, preload=library)
    assert seen["wrong"] == []
    kinds = ", ".join(f"{cause} {count}" for cause, count in seen["cases"].items())
    tried = sum(seen["cases"].values())
    assert seen["refused"] > tried / 2
    figures(
        "calls that write, failing in turn",
        f"{tried} cases ({kinds}) in {len(seen['calls'])} kinds of work, "
        f"{seen['refused']} told in a sentence, the others without effect",
        "none",
    )


@contextlib.contextmanager
def small_disk(folder):
    """Mount a disk of two megabytes."""
    if shutil.which("mount") is None:
        pytest.skip("no disk can be mounted here: there is no mount")
    options = ("-t", "tmpfs", "-o", "size=2m", "tmpfs", folder)
    done = subprocess.run(["mount", *options], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"no disk can be mounted here: {done.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


@contextlib.contextmanager
def small_files(folder):
    """Let no file of this process become larger than two megabytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("limited", [small_disk, small_files])
def test_where_there_is_no_room_nothing_is_changed_and_work_goes_on(
    limited, empty_file, tmp_path, figures
):
    with limited(tmp_path):
        path = Path(shutil.copyfile(empty_file, tmp_path / "catalogue.netcatalog"))
        with open_catalog(path, user=USER, clock=clock) as catalog:
            make.actor(catalog, "EMTA")
            before = dump(catalog)
            large = Change(after=make.record(Source, text=PAGES))
            with pytest.raises(StorageError, match=r"is full|reports an error"):
                catalog.apply("add what is too large", [large])
            assert dump(catalog) == before
            assert catalog.check().faults == ()
            make.actor(catalog, "Polis")
        with open_catalog(path, user=USER, clock=clock) as catalog:
            assert catalog.check().faults == ()
            assert catalog.actor_named("Polis")
    figures(f"no room: {limited.__doc__.rstrip('.').lower()}", "1 case", "none")
