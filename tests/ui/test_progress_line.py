from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from netcatalog.ui.progress_line import ProgressLine
from tests.ui import forms
from tests.ui.slow import LONG


class Work:
    """Work that is done one step at a time, as a test lets it."""

    def __init__(self):
        self.step = threading.Semaphore(0)
        self.stopped = False

    def __call__(self, progress):
        for done in range(1, 4):
            assert self.step.acquire(timeout=LONG)
            progress(done, 3)


@pytest.fixture
def line(qtbot):
    line = ProgressLine()
    line.setMinimumWidth(320)
    forms.show(qtbot, line)
    line.hide()
    return line


def test_long_work_is_shown_until_it_ends(line, runner, qtbot):
    work = Work()
    task = runner.start(work)
    line.follow(task, "Copying")
    qtbot.waitUntil(line.isVisible)
    assert line.words.text() == "Copying"
    with qtbot.waitSignal(task.progressed):
        work.step.release()
    assert (line.bar.value(), line.bar.maximum()) == (1, 3)
    with qtbot.waitSignal(task.finished):
        work.step.release(2)
    assert not line.isVisible()
    assert not line.is_busy()


def test_short_work_is_not_shown(line, runner, qtbot):
    task = runner.start(lambda progress: None)
    line.follow(task, "Copying")
    with qtbot.waitSignal(task.finished):
        pass
    assert not line._timer.isActive()
    assert not line.isVisible()


def test_work_is_stopped(line, runner, qtbot):
    work = Work()
    task = runner.start(work)
    line.follow(task, "Copying")
    qtbot.waitUntil(line.isVisible)
    qtbot.mouseClick(line.stop_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(task.cancelled):
        work.step.release()
    assert not line.isVisible()


def test_of_two_pieces_of_work_the_later_is_followed(line, runner, qtbot):
    first, second = Work(), Work()
    earlier, later = runner.start(first), runner.start(second)
    line.follow(earlier, "Looking")
    line.follow(later, "Storing")
    with qtbot.waitSignal(earlier.finished):
        first.step.release(3)
    assert line.is_busy()
    with qtbot.waitSignal(later.finished):
        second.step.release(3)
    assert not line.is_busy()
