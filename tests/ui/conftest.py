"""What tests of the window share."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QThreadPool, QTimer

from netcatalog.ui import theme
from netcatalog.ui.lookup import Lookup
from netcatalog.ui.tasks import Task, TaskRunner
from tests.ui.person import Person


@pytest.fixture(autouse=True)
def nothing_left_running():
    """Fails a test that leaves a thread at work or a timer running: it would hit the next one."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [
        each
        for each in shiboken6.getAllValidWrappers()
        if (isinstance(each, QThreadPool) and each.activeThreadCount())
        or (isinstance(each, QTimer) and each.isActive())
    ]
    assert not left, f"left running: {left}"


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


@pytest.fixture
def settings(tmp_path):
    """What the window remembers: nothing yet."""
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def arrives(qtbot, qapp, settings):
    """Let someone open a window of their own, as often as a test needs; all are closed."""
    theme.apply(qapp, theme.Scheme.LIGHT)
    there = []

    def arrive(path=None):
        runner = TaskRunner()
        person = Person(qtbot, runner, settings)
        there.append(person)
        if path is not None:
            person.opens(path)
        return person

    yield arrive
    for person in there:
        person.desk.finish()
        qtbot.waitUntil(lambda person=person: not person.runner.findChildren(Task))


@pytest.fixture
def person(arrives, seeded_path):
    """Someone at a window on a catalogue of the seven networks."""
    return arrives(seeded_path)


@pytest.fixture
def desk(person):
    """The desk of that person."""
    return person.desk
