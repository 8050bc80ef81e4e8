from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from netcatalog.domain.bulk import Line, Plan, Remove
from netcatalog.domain.changes import Change
from netcatalog.domain.records import Source
from netcatalog.ui.bulk_deeds import RemoveForm
from netcatalog.ui.bulk_pane import BulkPane
from tests import make
from tests.ui import forms
from tests.ui.slow import LONG


def planned(**given):
    known = {
        "title": "remove 285 sources",
        "changes": [Change(before=make.record(Source))],
        "touched": 1,
        "same": 0,
        "refused": 0,
        "along": {},
        "lines": [Line("Annual report", "", "")],
        "refusals": [],
    }
    return Plan(**(known | given))


@pytest.fixture
def pane(qtbot):
    pane = BulkPane("Put 285 sources into the bin", RemoveForm())
    pane.resize(560, 640)
    forms.show(qtbot, pane)
    return pane


@pytest.fixture
def applied(pane):
    """The plans that were asked to be carried out."""
    plans = []
    pane.apply_wanted.connect(plans.append)
    return plans


def test_what_needs_no_saying_is_planned_at_once(pane, qtbot):
    with qtbot.waitSignal(pane.plan_wanted) as asked:
        pane.start()
    assert asked.args == [Remove()]


def test_only_the_first_of_many_are_said_to_be_shown(pane):
    pane.start()
    pane.show_plan(planned(touched=28_500))
    assert pane.summary.text() == "28\u202f500 go into the bin."
    assert pane.rest.text() == "The first 1 of 28\u202f500 are shown."
    pane.show_plan(planned())
    assert not pane.rest.isVisible()


def test_enter_applies_what_is_shown_once(pane, qtbot, applied):
    pane.start()
    plan = planned()
    pane.show_plan(plan)
    for _ in range(2):
        qtbot.keyClick(pane.foot.save_button, Qt.Key.Key_Return)
    assert applied == [plan]
    assert pane.foot.hint.text() == "Storing…"


def test_a_plan_that_was_refused_is_not_shown_any_more(pane, applied):
    pane.start()
    pane.show_plan(planned())
    pane.go()
    pane.show_error("It was changed in the meantime.")
    assert pane.foot.message.text.text() == "It was changed in the meantime."
    assert not pane.lines.isVisible()
    assert pane.foot.save_button.text() == "&Preview"


def test_escape_stops_what_is_being_stored_and_closes_nothing(pane, qtbot, runner, applied):
    go_on = threading.Event()

    def work(progress):
        assert go_on.wait(LONG)
        progress(1, 2)

    pane.start()
    pane.show_plan(planned())
    pane.go()
    task = runner.start(work)
    task.cancelled.connect(pane.show_stopped)
    pane.progress.follow(task, "Storing")
    assert pane.is_changed()
    with qtbot.assertNotEmitted(pane.cancelled), qtbot.waitSignal(task.finished):
        qtbot.keyClick(pane, Qt.Key.Key_Escape)
        go_on.set()
    assert pane.foot.message.text.text() == "Stopped. Nothing was stored."
    with qtbot.waitSignal(pane.cancelled):
        qtbot.keyClick(pane, Qt.Key.Key_Escape)


def test_where_nothing_can_be_done_the_keyboard_goes_to_cancel(pane):
    pane.start()
    pane.show_plan(planned(changes=[], touched=0, same=3, lines=[]))
    assert pane.foot.cancel_button.hasFocus()
    assert pane.foot.hint.text() == "Nothing to change."
