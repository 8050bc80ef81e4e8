from __future__ import annotations

import pytest

from netcatalog.domain.sections import Section
from netcatalog.services.opening import create_catalog, open_file
from tests import make
from tests.conftest import USER, clock
from tests.transfer.toy import Sight, Town, open_toy


@pytest.fixture
def towns(tmp_path):
    """Two towns, one with two sights."""
    catalog = open_toy(tmp_path / "towns.netcatalog")
    make.add(
        catalog,
        Town(id=-1, name="Łódź", country="PL", height=-1.5, market=True, chartered="1423~"),
        Town(id=-2, name="Alpha", twin=-1),
        Sight(town=-1, label="Księży Młyn"),
        Sight(town=-1, label="Piotrkowska"),
    )
    yield catalog
    catalog.close()


@pytest.fixture
def all_towns(towns):
    """The query that finds every town."""
    return towns.query("", Section(key="towns", label="Towns", kind=Town))


@pytest.fixture
def file(tmp_path):
    """Write bytes or text into a file, and return its path."""

    def write(held, name="list.csv"):
        path = tmp_path / name
        path.write_bytes(held.encode() if isinstance(held, str) else held)
        return path

    return write


@pytest.fixture
def empty(tmp_path):
    """Make an empty catalogue, as often as asked."""
    opened = []

    def new():
        path = tmp_path / f"new{len(opened)}.netcatalog"
        create_catalog(path, user=USER, clock=clock, seeded=False)
        opened.append(open_file(path, user=USER, clock=clock))
        return opened[-1]

    yield new
    for catalog in opened:
        catalog.close()
