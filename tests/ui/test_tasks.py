from __future__ import annotations

import threading
import time

import pytest
from PySide6.QtCore import QObject, Signal

from netcatalog.domain.changes import Change
from netcatalog.domain.errors import CancelledError, StorageError
from netcatalog.domain.records import Source
from netcatalog.domain.sections import SOURCES
from netcatalog.ui import tasks
from netcatalog.ui.tasks import TaskRunner
from tests import make

LONG = 5
"""Seconds after which a test gives up on the other thread."""


class Worker(QObject):
    """What a job emits on, for a test that runs it on its own thread."""

    reported = Signal(int, int)
    ended = Signal(object, object)


@pytest.fixture
def worker(qapp):
    return Worker()


def run_here(worker, work, *, stopped=False):
    """Run a job as the pool would, but on this thread, where coverage can see it."""
    stop = threading.Event()
    if stopped:
        stop.set()
    seen = []
    worker.reported.connect(lambda done, total: seen.append((done, total)))
    worker.ended.connect(lambda result, error: seen.append((result, error)))
    tasks._Job(work, stop, worker.reported, worker.ended).run()
    return seen


def test_work_runs_elsewhere_and_its_result_arrives_here(runner, qtbot):
    threads = []
    task = runner.start(lambda progress: threads.append(threading.current_thread()) or 42)
    task.succeeded.connect(lambda value: threads.append((value, threading.current_thread())))
    with qtbot.waitSignal(task.finished):
        pass
    worker, (value, here) = threads
    assert value == 42
    assert here is threading.main_thread()
    assert worker is not here


def test_progress_is_reported(runner, qtbot, monkeypatch):
    monkeypatch.setattr(tasks, "REPORT_EVERY", 0)
    seen = []
    task = runner.start(lambda progress: [progress(i, 3) for i in (1, 2, 3)])
    task.progressed.connect(lambda done, total: seen.append((done, total)))
    with qtbot.waitSignal(task.succeeded):
        pass
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_reports_made_before_anyone_listens_are_not_lost(runner, qtbot):
    reported = threading.Event()
    task = runner.start(lambda progress: [progress(1, 1), reported.set()])
    assert reported.wait(LONG)
    with qtbot.waitSignals([task.progressed, task.succeeded], order="strict"):
        pass


def test_a_flood_of_reports_is_thinned(runner, qtbot):
    seen = []
    task = runner.start(lambda progress: [progress(i, 10_000) for i in range(10_001)])
    task.progressed.connect(lambda done, total: seen.append(done))
    with qtbot.waitSignal(task.succeeded):
        pass
    assert len(seen) < 100


def test_the_last_report_comes_however_soon_it_follows(worker):
    seen = run_here(worker, lambda progress: [progress(i, 100) for i in range(1, 101)])
    assert (100, 100) in seen


def test_a_cancelled_change_leaves_the_catalogue_alone(runner, qtbot, catalog):
    reached, go_on = threading.Event(), threading.Event()

    def work(progress):
        def changes():
            for number in range(9):
                reached.set()
                go_on.wait(LONG)
                progress(number, 9)
                yield Change(after=make.record(Source, title=f"Report {number}"))

        return catalog.apply("add nine", changes())

    task = runner.start(work)
    assert reached.wait(LONG)
    task.cancel()
    with qtbot.waitSignal(task.cancelled), qtbot.assertNotEmitted(task.succeeded):
        go_on.set()
    assert catalog.count(SOURCES) == 0


def test_an_exception_is_handed_over(runner, qtbot):
    task = runner.start(lambda progress: 1 // 0)
    with qtbot.waitSignal(task.failed) as failed:
        pass
    assert isinstance(failed.args[0], ZeroDivisionError)


def test_a_defect_is_logged_with_its_trace(runner, qtbot, caplog):
    task = runner.start(lambda progress: 1 // 0)
    with qtbot.waitSignal(task.finished):
        pass
    assert "lambda progress: 1 // 0" in caplog.text


def test_what_is_the_fault_of_the_world_is_not_logged(runner, qtbot, caplog):
    def work(progress):
        raise StorageError("The disk is full.")

    with qtbot.waitSignal(runner.start(work).failed):
        pass
    assert caplog.text == ""


def test_the_end_is_told_once_and_last(runner, qtbot):
    told = []
    task = runner.start(lambda progress: None)
    task.finished.connect(lambda: told.append("finished"))
    task.succeeded.connect(lambda _none: told.append("succeeded"))
    with qtbot.waitSignal(runner.busy_changed):
        pass
    assert told == ["succeeded", "finished"]


def test_a_task_that_ended_is_forgotten(runner, qtbot):
    with qtbot.waitSignal(runner.start(lambda progress: None).destroyed):
        pass
    assert runner.findChildren(tasks.Task) == []


def test_the_runner_is_busy_from_the_first_task_to_the_end_of_the_last(runner, qtbot):
    told, go_on = [], threading.Event()
    runner.busy_changed.connect(told.append)
    first = runner.start(lambda progress: None)
    second = runner.start(lambda progress: go_on.wait(LONG))
    with qtbot.waitSignal(first.finished):
        pass
    assert told == [True]
    with qtbot.waitSignal(second.finished):
        go_on.set()
    assert told == [True, False]


def test_closing_stops_everything(qapp, qtbot):
    runner = TaskRunner()

    def for_long(progress):
        end = time.monotonic() + LONG
        while time.monotonic() < end:
            progress(0, 0)

    endless = [runner.start(for_long) for _ in range(4)]
    with qtbot.waitSignals([task.cancelled for task in endless]):
        runner.close()


def test_tasks_in_turn_run_one_after_another_in_the_order_of_their_start(runner, qtbot):
    steps, go_on = [], threading.Event()
    runner.start(lambda progress: [go_on.wait(LONG), steps.append("first")], in_turn=True)
    second = runner.start(lambda progress: steps.append("second"), in_turn=True)
    with qtbot.waitSignal(runner.start(lambda progress: None).finished):
        pass
    assert steps == []
    with qtbot.waitSignal(second.finished):
        go_on.set()
    assert steps == ["first", "second"]


def test_a_task_in_turn_does_not_hold_up_the_others(runner, qtbot):
    go_on = threading.Event()
    slow = runner.start(lambda progress: go_on.wait(LONG), in_turn=True)
    with qtbot.waitSignal(runner.start(lambda progress: None).finished):
        pass
    with qtbot.waitSignal(slow.finished):
        go_on.set()


def test_what_waits_for_its_turn_is_still_done_when_all_is_closed(qapp, qtbot, catalog):
    runner, go_on = TaskRunner(), threading.Event()
    runner.start(lambda progress: go_on.wait(LONG), in_turn=True)
    runner.start(lambda progress: make.add(catalog, make.record(Source)), in_turn=True)
    go_on.set()
    runner.close()
    assert catalog.count(SOURCES) == 1


def test_a_job_tells_its_result(worker):
    assert run_here(worker, lambda progress: 42) == [(42, None)]


def test_a_job_tells_what_it_raised(worker):
    error = StorageError("The disk is full.")

    def work(progress):
        raise error

    assert run_here(worker, work) == [(None, error)]


def test_a_job_that_is_to_stop_does_so_at_its_next_report(worker):
    ((result, error),) = run_here(worker, lambda progress: progress(1, 2), stopped=True)
    assert result is None
    assert isinstance(error, CancelledError)
