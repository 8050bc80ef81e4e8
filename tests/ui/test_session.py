from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from netcatalog.domain.changes import Action, Change
from netcatalog.domain.errors import NotFoundError
from netcatalog.domain.records import Actor, Event, Membership, Source
from netcatalog.domain.sections import SOURCES
from netcatalog.ui.section_list import BIN
from netcatalog.ui.session import Session
from tests import make
from tests.ui.slow import LONG, Slow


@pytest.fixture
def session(catalog, runner):
    return Session(catalog, runner)


def added(catalog, *titles):
    return [make.add(catalog, make.record(Source, title=title))[0] for title in titles]


def test_the_overview_counts_every_section_and_the_bin(session, catalog, qtbot):
    first, *_ = added(catalog, "A", "B", "C")
    make.remove(catalog, Source, first.id)
    with qtbot.waitSignal(session.overviewed) as told:
        session.look_over()
    assert told.args[0].counts == {
        "networks": 0,
        "authorities": 0,
        "others": 0,
        "memberships": 0,
        "sources": 2,
        BIN: 1,
    }


def test_the_overview_says_what_undo_would_do(session, catalog, qtbot):
    catalog.apply("add a report", [Change(after=make.record(Source))])
    with qtbot.waitSignal(session.overviewed) as told:
        session.look_over()
    assert told.args[0].undoable.undo.title == "add a report"


def test_the_overview_is_of_the_catalogue_after_the_changes_asked_for_before_it(
    catalog, runner, qtbot
):
    added(catalog, "A")
    slow = Slow(catalog, "undo")
    session = Session(slow, runner)
    session.undo()
    session.look_over()
    assert slow.begun.wait(LONG)
    with qtbot.waitSignal(session.overviewed) as told:
        slow.go_on()
    assert told.args[0].counts["sources"] == 0


def test_of_two_pages_asked_for_only_the_last_comes(catalog, runner, qtbot):
    first, second = make.actor(catalog, "Alpha"), make.actor(catalog, "Beta")
    session = Session(catalog, runner)
    titles = []
    session.page_loaded.connect(lambda page, follow: titles.append(page.title))
    with qtbot.waitSignal(runner.busy_changed, check_params_cb=lambda busy: not busy):
        session.load_page(Actor, first)
        session.load_page(Actor, second)
    assert titles == ["Beta"]


@pytest.mark.parametrize("follow", [False, True])
def test_a_page_comes_with_the_wish_to_keep_a_way_back(session, catalog, qtbot, follow):
    key = make.actor(catalog)
    with qtbot.waitSignal(session.page_loaded) as told:
        session.load_page(Actor, key, follow=follow)
    assert told.args[1] is follow


def test_a_page_that_is_gone_is_told(session, qtbot):
    with qtbot.waitSignal(session.failed) as told:
        session.load_page(Actor, 7)
    assert isinstance(told.args[0], NotFoundError)


def test_a_change_is_told_once_it_is_stored(session, catalog, qtbot):
    stored = []
    with qtbot.waitSignal(session.changed) as told:
        session.apply(
            "add a report",
            [Change(after=make.record(Source))],
            stored=lambda: stored.append(catalog.count(SOURCES)),
            refused=pytest.fail,
        )
    assert stored == [1]
    assert told.args[0].revision.title == "add a report"


def test_the_root_record_that_was_added_is_told(session, qtbot):
    changes = [Change(after=make.record(Source, title="Annual report"))]
    with qtbot.waitSignal(session.changed) as told:
        session.apply("add", changes, stored=list, refused=pytest.fail)
    assert told.args[0].added.title == "Annual report"


def test_a_change_that_is_refused_is_told_to_who_asked_for_it(session, qtbot):
    refused = []
    gone = make.record(Source, id=7)
    with qtbot.assertNotEmitted(session.failed), qtbot.assertNotEmitted(session.changed):
        session.apply("edit", [Change(before=gone)], stored=pytest.fail, refused=refused.append)
        qtbot.waitUntil(lambda: refused != [])
    assert isinstance(refused[0], NotFoundError)


def test_undo_and_redo_say_what_they_are(session, catalog, qtbot):
    added(catalog, "A")
    with qtbot.waitSignal(session.changed) as undone:
        session.undo()
    with qtbot.waitSignal(session.changed) as redone:
        session.redo()
    actions = [told.args[0].revision.action for told in (undone, redone)]
    assert actions == [Action.UNDO, Action.REDO]


def test_two_undos_at_once_take_back_two_steps(catalog, runner, qtbot):
    added(catalog, "A", "B")
    slow = Slow(catalog, "undo")
    session = Session(slow, runner)
    session.undo()
    session.undo()
    assert slow.begun.wait(LONG)
    with qtbot.waitSignal(runner.start(lambda progress: None).finished):
        pass
    assert slow.calls["undo"] == 1
    with qtbot.waitSignals([session.changed, session.changed]):
        slow.go_on()
    assert catalog.count(SOURCES) == 0


def test_undo_with_nothing_to_take_back_is_told(session, qtbot):
    with qtbot.waitSignal(session.failed) as told:
        session.undo()
    assert str(told.args[0]) == "There is nothing to undo."


def test_a_record_goes_into_the_bin_as_it_is_now(session, catalog, qtbot):
    first, _second = added(catalog, "A", "B")
    with qtbot.waitSignal(session.changed):
        session.remove(Source, first.id, "remove A")
    assert catalog.count(SOURCES) == 1
    catalog.undo()
    assert catalog.count(SOURCES) == 2


def test_undoing_a_removal_tells_the_record_that_came_back_with_what_hung_on_it(
    session, catalog, qtbot
):
    network, member = make.actor(catalog, "EMTA"), make.authority(catalog, "Vienna")
    make.fact(catalog, Membership, member=member, network=network)
    make.remove(catalog, Actor, network)
    with qtbot.waitSignal(session.changed) as told:
        session.undo()
    assert (type(told.args[0].added), told.args[0].added.id) == (Actor, network)


def test_where_several_records_came_back_none_is_told(session, catalog, qtbot):
    sources = added(catalog, "A", "B")
    catalog.apply("remove both", [Change(before=one) for one in sources])
    with qtbot.waitSignal(session.changed) as told:
        session.undo()
    assert told.args[0].added is None


def test_many_changes_are_one_step_and_told_as_they_are_made(session, catalog, qtbot):
    changes = [Change(after=make.record(Source, title=title)) for title in "ABC"]
    done = []
    with qtbot.waitSignal(session.changed) as told:
        task = session.apply_all("add 3", changes, stored=lambda: None, refused=pytest.fail)
        task.progressed.connect(lambda *progress: done.append(progress))
    assert told.args[0].revision.title == "add 3"
    assert done[-1] == (3, 3)
    catalog.undo()
    assert catalog.count(SOURCES) == 0


def test_many_changes_that_are_stopped_are_none(session, catalog, qtbot):
    changes = [Change(after=make.record(Source, title=title)) for title in "ABC"]
    task = session.apply_all("add 3", changes, stored=pytest.fail, refused=pytest.fail)
    task.cancel()
    with qtbot.waitSignal(task.cancelled):
        pass
    assert catalog.count(SOURCES) == 0
    assert catalog.undoable().undo is None


def test_what_comes_back_from_the_bin_is_whole(session, catalog, qtbot):
    key = make.actor(catalog, "Alpha", acronym="A")
    before = catalog.page(Actor, key)
    make.remove(catalog, Actor, key)
    with qtbot.waitSignal(session.changed):
        session.restore(catalog.bin()[0])
    assert catalog.page(Actor, key).groups == before.groups


@pytest.mark.parametrize("method", ["page", "undo", "bin"])
def test_what_comes_after_the_catalogue_was_let_go_is_dropped(catalog, runner, qtbot, method):
    key = make.actor(catalog)
    slow = Slow(catalog, method)
    session = Session(slow, runner)
    {
        "page": lambda: session.load_page(Actor, key),
        "undo": session.undo,
        "bin": session.look_over,
    }[method]()
    assert slow.begun.wait(LONG)
    session.deleteLater()
    QCoreApplication.sendPostedEvents(session, QEvent.Type.DeferredDelete)
    with qtbot.captureExceptions() as raised, qtbot.waitSignal(runner.busy_changed):
        slow.go_on()
    assert raised == []


def test_the_overview_counts_as_of_a_day(session, catalog, qtbot):
    key = make.actor(catalog)
    make.fact(catalog, Event, actor=key, date="1998")
    with qtbot.waitSignal(session.overviewed) as told:
        session.look_over("1990-12-31")
    assert told.args[0].counts["networks"] == 0


def test_of_two_overviews_asked_for_only_the_last_comes(catalog, runner, qtbot):
    make.actor(catalog)
    slow = Slow(catalog, "count")
    session = Session(slow, runner)
    told = []
    session.overviewed.connect(told.append)
    with qtbot.waitSignal(runner.busy_changed, check_params_cb=lambda busy: not busy):
        session.look_over("1990-12-31")
        assert slow.begun.wait(LONG)
        session.look_over()
        slow.go_on()
    assert len(told) == 1


def test_a_page_that_was_not_there_on_the_day_is_no_failure(session, catalog, qtbot):
    key = make.actor(catalog)
    make.fact(catalog, Event, actor=key, date="1998")
    with qtbot.waitSignal(session.page_loaded) as told:
        session.load_page(Actor, key, day="1990-12-31")
    absent = told.args[0]
    assert (absent.key, absent.id, absent.day) == ("actor", key, "1990-12-31")
    assert absent.sentence == "This actor was not there on 31 December 1990."
