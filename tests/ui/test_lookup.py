from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject

from netcatalog.domain.errors import NotFoundError
from netcatalog.domain.records import SCHEMA, Name, Source
from netcatalog.ui.lookup import Lookup
from tests.ui import forms


class Asker(QObject):
    """Remembers its answers, and on which thread they came."""

    def __init__(self):
        super().__init__()
        self.answers = []
        self.threads = set()

    def take(self, answer):
        self.answers.append(answer)
        self.threads.add(threading.get_ident())


class SlowCatalog:
    """Answers each question only when it is told to."""

    schema = SCHEMA

    def __init__(self):
        self.may_answer = {"a": threading.Event(), "ab": threading.Event()}

    def like(self, _kind, text, _limit):
        assert self.may_answer[text].wait(5)
        return text


@pytest.fixture
def asker(qapp):
    return Asker()


def test_records_are_found_by_part_of_a_name_in_any_spelling(qtbot, lookup, runner, asker):
    lookup.like("actor", "budapést", asker.take)
    forms.settle(qtbot, runner)
    ((first, *_rest),) = asker.answers
    assert first.label.startswith("Budapest")


def test_sources_are_offered_without_a_word_typed(qtbot, lookup, runner, asker):
    lookup.sources(asker.take)
    forms.settle(qtbot, runner)
    assert [one.label for one in asker.answers[0]] == [
        "City networks covering sustainable transport"
    ]


def test_a_source_comes_with_its_text(qtbot, lookup, runner, asker, seeded):
    lookup.source(1, asker.take)
    forms.settle(qtbot, runner)
    assert asker.answers == [seeded.record(Source, 1)]


def test_texts_in_use_are_suggested(qtbot, lookup, runner, asker):
    lookup.suggestions(Name, "language", asker.take)
    forms.settle(qtbot, runner)
    assert asker.answers == [["en", "fr"]]


def test_countries_and_languages_are_named(qtbot, lookup, runner, asker):
    lookup.countries(asker.take)
    forms.settle(qtbot, runner)
    lookup.languages(asker.take)
    forms.settle(qtbot, runner)
    countries, languages = asker.answers
    assert (countries["CZ"], languages["cs"]) == ("Czechia", "Czech")


def test_answers_come_on_the_thread_of_the_window(qtbot, lookup, runner, asker):
    lookup.countries(asker.take)
    forms.settle(qtbot, runner)
    assert asker.threads == {threading.get_ident()}


def test_an_older_answer_that_comes_later_is_dropped(qtbot, runner, asker):
    catalog = SlowCatalog()
    lookup = Lookup(catalog, runner)
    lookup.like("actor", "a", asker.take)
    lookup.like("actor", "ab", asker.take)
    catalog.may_answer["ab"].set()
    qtbot.waitUntil(lambda: asker.answers == ["ab"])
    catalog.may_answer["a"].set()
    forms.settle(qtbot, runner)
    assert asker.answers == ["ab"]


def test_two_askers_both_get_their_answer(qtbot, lookup, runner, asker):
    other = Asker()
    lookup.countries(asker.take)
    lookup.countries(other.take)
    forms.settle(qtbot, runner)
    assert len(asker.answers) == len(other.answers) == 1


def test_a_question_that_fails_is_told(qtbot, lookup, runner, asker):
    with qtbot.waitSignal(lookup.failed, timeout=5000) as failed:
        lookup.source(99, asker.take)
    assert isinstance(failed.args[0], NotFoundError)
    assert asker.answers == []


def test_nothing_is_kept_of_what_was_answered(qtbot, lookup, runner, asker):
    lookup.countries(asker.take)
    forms.settle(qtbot, runner)
    assert lookup._asked == {}
