"""What all tests share: a screen in memory, and catalogues to work on.

A catalogue is made once in a run, by the migrations, and copied for each test.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt

from netcatalog.services.opening import create_catalog, open_file

NOW = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
"""The moment at which every test takes place."""

USER = "Ana Kovač"
"""Who sits at the desk in every test."""


def clock() -> dt.datetime:
    """Return the moment at which every test takes place."""
    return NOW


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory):
    """An empty catalogue that no test may change."""
    path = tmp_path_factory.mktemp("empty") / "empty.netcatalog"
    create_catalog(path, user=USER, clock=clock, seeded=False)
    return path


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory):
    """A catalogue of the seven networks that no test may change."""
    path = tmp_path_factory.mktemp("seeded") / "seeded.netcatalog"
    create_catalog(path, user=USER, clock=clock)
    return path


@pytest.fixture
def catalog_path(empty_file, tmp_path):
    """An empty catalogue of the test's own."""
    return shutil.copyfile(empty_file, tmp_path / "catalogue.netcatalog")


@pytest.fixture
def seeded_path(seeded_file, tmp_path):
    """A catalogue of the seven networks, the test's own."""
    return shutil.copyfile(seeded_file, tmp_path / "seeded.netcatalog")


@pytest.fixture
def catalog(catalog_path):
    """An open empty catalogue."""
    opened = open_file(catalog_path, user=USER, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def seeded(seeded_path):
    """An open catalogue of the seven networks."""
    opened = open_file(seeded_path, user=USER, clock=clock)
    yield opened
    opened.close()
