"""What tests of the window share."""

from __future__ import annotations

import pytest

from netcatalog.ui.lookup import Lookup
from netcatalog.ui.tasks import TaskRunner


@pytest.fixture
def runner(qapp):
    """Runs tasks; those under way are waited for at the end."""
    runner = TaskRunner()
    yield runner
    runner.close()


@pytest.fixture
def lookup(seeded, runner):
    """Asks a catalogue of the seven networks."""
    return Lookup(seeded, runner)
