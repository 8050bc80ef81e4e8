from __future__ import annotations

import sys
from pathlib import Path

import pytest

from netcatalog import paths


def test_from_source_the_folders_are_those_of_the_repository():
    assert paths.bundled("db") == Path(__file__).parents[1] / "db"


def test_frozen_the_folders_are_those_beside_the_program(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.bundled("resources") == tmp_path / "resources"


@pytest.mark.skipif(sys.platform != "linux", reason="each system has folders of its own")
def test_the_first_catalogue_lies_among_the_users_data(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert paths.default_catalog() == tmp_path / "NetCatalog" / "catalogue.netcatalog"


@pytest.mark.skipif(sys.platform != "linux", reason="each system has folders of its own")
def test_asking_for_a_folder_makes_none(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    paths.data_folder()
    paths.log_folder()
    assert list(tmp_path.iterdir()) == []
