from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from netcatalog.domain.errors import StorageError
from netcatalog.domain.query import Sort
from netcatalog.domain.records import Actor, Name
from netcatalog.domain.sections import AUTHORITIES, MEMBERSHIPS, NETWORKS, SOURCES
from netcatalog.ui.browser import Browser, Question
from netcatalog.ui.record_table import PAGE_ROWS, RecordTableModel
from netcatalog.ui.tasks import Task
from tests import make
from tests.ui.slow import LONG, Slow


class Broken:
    """A catalogue on a disk that cannot be read, until it can."""

    def __init__(self, catalog, method):
        self._catalog = catalog
        self._method = method
        self.mended = False

    def __getattr__(self, name):
        if name == self._method and not self.mended:
            raise StorageError("The disk reports an error.")
        return getattr(self._catalog, name)


@pytest.fixture
def table(qapp):
    return RecordTableModel()


@pytest.fixture
def browser(seeded, runner, table):
    return Browser(seeded, runner, table)


def answers_of(browser):
    told = []
    browser.answered.connect(told.append)
    return told


def settle(runner, qtbot):
    """Wait until all that is asked, and all that waits to be asked, is answered."""
    QCoreApplication.processEvents()
    qtbot.waitUntil(lambda: not runner.findChildren(Task))


def titles(table):
    return [table.index(row, 0).data() for row in range(table.rowCount())]


def many(catalog, count):
    """Put many networks into a catalogue, by number."""
    records = []
    for number in range(1, count + 1):
        records.append(make.record(Actor, id=-number))
        records.append(make.record(Name, actor=-number, text=f"Network {number:03}"))
    make.add(catalog, *records)


def test_what_is_found_is_shown(browser, table, runner, qtbot):
    browser.ask(Question(section=NETWORKS, text="EMTA"))
    settle(runner, qtbot)
    assert titles(table) == ["European Metropolitan Transport Authorities"]


def test_the_table_shows_the_answer_when_it_is_told(browser, table, qtbot):
    shown = []
    browser.answered.connect(lambda answer: shown.append(table.ids is answer.ids))
    with qtbot.waitSignal(browser.answered):
        browser.ask(Question(section=NETWORKS))
    assert shown == [True]


def test_an_answer_says_how_many_there_are_without_the_search(browser, qtbot):
    with qtbot.waitSignal(browser.answered) as told:
        browser.ask(Question(section=NETWORKS, text="EMTA"))
    assert (len(told.args[0].ids), told.args[0].total) == (1, 7)


def test_an_answer_says_what_was_not_understood(browser, qtbot):
    with qtbot.waitSignal(browser.answered) as told:
        browser.ask(Question(section=NETWORKS, text="founded:soon transport"))
    assert len(told.args[0].query.problems) == 1
    assert told.args[0].ids


def test_the_order_asked_for_is_kept(browser, table, runner, qtbot):
    browser.ask(Question(section=NETWORKS, sort=(Sort(column="title", descending=True),)))
    settle(runner, qtbot)
    assert titles(table) == sorted(titles(table), reverse=True)


def test_of_several_questions_only_the_newest_is_answered(seeded, table, runner, qtbot):
    slow = Slow(seeded, "browse")
    browser = Browser(slow, runner, table)
    told = answers_of(browser)
    for text in ("E", "EM", "EMT", "EMTA"):
        browser.ask(Question(section=NETWORKS, text=text))
    assert slow.begun.wait(LONG)
    slow.go_on()
    settle(runner, qtbot)
    assert [answer.question.text for answer in told] == ["EMTA"]


def test_while_one_search_runs_only_the_newest_further_question_is_kept(
    seeded, table, runner, qtbot
):
    slow = Slow(seeded, "browse")
    browser = Browser(slow, runner, table)
    for text in ("E", "EM", "EMT", "EMTA"):
        browser.ask(Question(section=NETWORKS, text=text))
    slow.go_on()
    settle(runner, qtbot)
    assert slow.calls["browse"] == 2


def test_a_search_that_fails_is_told(seeded, table, runner, qtbot):
    browser = Browser(Broken(seeded, "browse"), runner, table)
    with qtbot.waitSignal(browser.failed) as told:
        browser.ask(Question(section=NETWORKS))
    assert str(told.args[0]) == "The disk reports an error."


def test_a_search_that_fails_leaves_the_table_as_it_is(seeded, table, runner, qtbot):
    broken = Broken(seeded, "browse")
    browser = Browser(broken, runner, table)
    broken.mended = True
    browser.ask(Question(section=NETWORKS))
    settle(runner, qtbot)
    broken.mended = False
    with qtbot.waitSignal(browser.failed):
        browser.ask(Question(section=SOURCES))
    assert table.rowCount() == 7


def test_after_a_search_that_failed_the_next_one_is_answered(seeded, table, runner, qtbot):
    broken = Broken(seeded, "browse")
    browser = Browser(broken, runner, table)
    with qtbot.waitSignal(browser.failed):
        browser.ask(Question(section=NETWORKS))
    broken.mended = True
    with qtbot.waitSignal(browser.answered):
        browser.ask(Question(section=NETWORKS))


def test_a_question_asked_while_a_search_fails_is_answered(seeded, table, runner, qtbot):
    broken = Broken(seeded, "browse")
    browser = Browser(broken, runner, table)
    browser.failed.connect(lambda _error: setattr(broken, "mended", True))
    browser.ask(Question(section=NETWORKS, text="first"))
    with qtbot.waitSignal(browser.answered) as told:
        browser.ask(Question(section=NETWORKS, text="EMTA"))
    assert told.args[0].question.text == "EMTA"


def test_rows_that_come_into_sight_are_loaded(catalog, table, runner, qtbot):
    many(catalog, PAGE_ROWS + 2)
    browser = Browser(catalog, runner, table)
    browser.ask(Question(section=NETWORKS))
    settle(runner, qtbot)
    assert table.index(PAGE_ROWS, 0).data() is None
    settle(runner, qtbot)
    assert titles(table)[-2:] == [f"Network {PAGE_ROWS + 1:03}", f"Network {PAGE_ROWS + 2:03}"]


def test_a_page_of_rows_is_loaded_at_once(catalog, table, runner, qtbot):
    many(catalog, PAGE_ROWS + 2)
    slow = Slow(catalog, "nothing")
    browser = Browser(slow, runner, table)
    browser.ask(Question(section=NETWORKS))
    settle(runner, qtbot)
    for row in (PAGE_ROWS, PAGE_ROWS + 1):
        table.index(row, 0).data()
    settle(runner, qtbot)
    assert slow.calls["rows"] == 1


def test_rows_that_cannot_be_loaded_are_told(catalog, table, runner, qtbot):
    many(catalog, PAGE_ROWS + 1)
    broken = Broken(catalog, "rows")
    broken.mended = True
    browser = Browser(broken, runner, table)
    browser.ask(Question(section=NETWORKS))
    settle(runner, qtbot)
    broken.mended = False
    with qtbot.waitSignal(browser.failed):
        table.index(PAGE_ROWS, 0).data()


def test_rows_are_those_of_the_section_shown_though_another_is_asked_for(
    catalog, table, runner, qtbot
):
    many(catalog, PAGE_ROWS + 1)
    slow = Slow(catalog, "browse")
    slow.go_on()
    browser = Browser(slow, runner, table)
    browser.ask(Question(section=NETWORKS))
    settle(runner, qtbot)
    slow.hold()
    browser.ask(Question(section=MEMBERSHIPS))
    with qtbot.waitSignal(table.dataChanged):
        table.index(PAGE_ROWS, 0).data()
    assert table.index(PAGE_ROWS, 0).data() == f"Network {PAGE_ROWS + 1:03}"
    slow.go_on()
    settle(runner, qtbot)


def test_rows_are_asked_for_only_when_painting_is_over(catalog, table, runner, qtbot):
    many(catalog, PAGE_ROWS + 1)
    browser = Browser(catalog, runner, table)
    browser.ask(Question(section=NETWORKS))
    settle(runner, qtbot)
    with qtbot.assertNotEmitted(runner.busy_changed):
        table.index(PAGE_ROWS, 0).data()
    settle(runner, qtbot)


def test_rows_wanted_of_the_answer_before_are_not_loaded(catalog, table, runner, qtbot):
    many(catalog, PAGE_ROWS + 1)
    slow = Slow(catalog, "nothing")
    browser = Browser(slow, runner, table)
    browser.ask(Question(section=NETWORKS))
    settle(runner, qtbot)
    # The view paints for the last time what was found before; its wish waits in the queue.
    table.modelAboutToBeReset.connect(table.index(PAGE_ROWS, 0).data)
    browser.ask(Question(section=NETWORKS, sort=(Sort(column="title", descending=True),)))
    settle(runner, qtbot)
    assert slow.calls["rows"] == 0


def test_an_answer_that_comes_after_the_catalogue_was_let_go_is_dropped(
    seeded, table, runner, qtbot
):
    slow = Slow(seeded, "browse")
    browser = Browser(slow, runner, table)
    browser.ask(Question(section=AUTHORITIES))
    assert slow.begun.wait(LONG)
    browser.deleteLater()
    QCoreApplication.sendPostedEvents(browser, QEvent.Type.DeferredDelete)
    with qtbot.captureExceptions() as raised:
        slow.go_on()
        settle(runner, qtbot)
    assert raised == []
    assert table.rowCount() == 0


@pytest.mark.parametrize(("text", "day"), [("", "1980-12-31"), ("as-of:1990", "1990-12-31")])
def test_a_question_is_asked_as_of_its_day_unless_the_text_says_one(
    browser, runner, qtbot, text, day
):
    told = answers_of(browser)
    browser.ask(Question(section=NETWORKS, text=text, day="1980-12-31"))
    settle(runner, qtbot)
    assert told[0].query.day == day
