from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from netcatalog.domain.fields import fields_of
from netcatalog.domain.records import RECORDS, Tag
from netcatalog.ui.tag_bar import TagBar, word_field
from tests import make
from tests.ui import forms


@pytest.fixture
def bar(qtbot, lookup, seeded):
    actor = seeded.actor_named("EMTA")
    make.add(seeded, *(make.record(Tag, actor=actor, label=text) for text in ("renew", "Łódź")))
    made = TagBar(Tag, word_field(Tag), lookup)
    forms.show(qtbot, made)
    return made


def test_only_records_that_are_no_more_than_a_word_are_edited_as_words():
    assert [kind for kind in RECORDS if word_field(kind) is not None] == [Tag]
    assert word_field(Tag) in fields_of(Tag)


def test_words_are_told_apart_by_commas_and_each_counts_once(qtbot, bar):
    forms.keys(qtbot, bar, " renew,  two  words ,, RENEW ")
    assert bar.words() == ["renew", "two words"]


def test_the_word_begun_last_is_completed_in_any_spelling(qtbot, bar, runner):
    forms.keys(qtbot, bar, "new, lod")
    forms.settle(qtbot, runner)
    qtbot.waitUntil(bar.popup.isVisible)
    qtbot.keyClick(bar.popup, Qt.Key.Key_Down)
    qtbot.keyClick(bar.popup, Qt.Key.Key_Return)
    assert bar.words() == ["new", "Łódź"]


def test_a_word_of_one_s_own_is_not_replaced_by_one_that_is_offered(qtbot, bar, runner):
    forms.keys(qtbot, bar, "ren")
    forms.settle(qtbot, runner)
    qtbot.waitUntil(bar.popup.isVisible)
    qtbot.keyClick(bar.popup, Qt.Key.Key_Return)
    assert bar.words() == ["ren"]
