from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from netcatalog.domain.changes import Change
from netcatalog.domain.records import Actor, Membership, Note, Source
from netcatalog.ui.note_pane import NotePane
from tests import make
from tests.conftest import NOW, USER, clock
from tests.ui import forms

CONTROL = Qt.KeyboardModifier.ControlModifier


def opened(qtbot, record, note=None):
    pane = NotePane(record, "EMTA", author=USER, now=clock)
    if note is not None:
        pane.edit(note)
    forms.show(qtbot, pane)
    pane.setFocus()
    return pane


@pytest.fixture
def pane(qtbot):
    return opened(qtbot, make.record(Actor, id=6))


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


@pytest.mark.parametrize(
    ("kind", "owner"), [(Actor, "actor"), (Membership, "membership"), (Source, "source")]
)
def test_a_note_is_written_and_saved_with_the_keyboard(qtbot, kind, owner):
    pane = opened(qtbot, make.record(kind, id=6))
    forms.keys(qtbot, QApplication.focusWidget(), "Ask about the **fee**\n- in Łódź")
    with qtbot.waitSignal(pane.save_requested, timeout=1000) as saved:
        press(qtbot, Qt.Key.Key_Return, CONTROL)
    text = "Ask about the **fee**\n- in Łódź"
    assert saved.args == [Change(after=Note(text=text, author=USER, written=NOW, **{owner: 6}))]
    assert pane.title() == "add note"


def test_a_note_can_be_stored(qtbot, seeded):
    emta = seeded.record(Actor, seeded.actor_named("EMTA"))
    pane = opened(qtbot, emta)
    forms.keys(qtbot, QApplication.focusWidget(), "Renew?")
    with qtbot.waitSignal(pane.save_requested, timeout=1000) as saved:
        qtbot.mouseClick(pane.foot.save_button, Qt.MouseButton.LeftButton)
    seeded.apply("add note to EMTA", saved.args)
    (entry,) = seeded.page(Actor, emta.id).group(Note)
    assert (entry.record.text, entry.record.author) == ("Renew?", USER)


def test_a_note_there_is_keeps_author_and_time(qtbot):
    note = make.record(Note, id=3, author="Jan Novák", written=NOW.replace(year=2024))
    pane = opened(qtbot, make.record(Actor, id=1), note)
    assert pane.byline.text().startswith("Jan Novák, 23 November 2024")
    press(qtbot, Qt.Key.Key_End, CONTROL)
    forms.keys(qtbot, QApplication.focusWidget(), "!")
    with qtbot.waitSignal(pane.save_requested, timeout=1000) as saved:
        press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert saved.args == [Change(before=note, after=replace(note, text=note.text + "!"))]
    assert pane.title() == "edit note"


def test_a_note_can_be_private(qtbot, pane):
    forms.keys(qtbot, QApplication.focusWidget(), "Secret")
    qtbot.keyClick(pane.private, Qt.Key.Key_Space)
    assert pane.note().private


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_note_is_not_saved(qtbot, pane, text):
    forms.keys(qtbot, QApplication.focusWidget(), text)
    assert not pane.foot.save_button.isEnabled()
    with qtbot.assertNotEmitted(pane.save_requested):
        press(qtbot, Qt.Key.Key_Return, CONTROL)


def test_escape_closes_an_empty_note_and_asks_before_another(qtbot, pane):
    with qtbot.waitSignal(pane.cancelled, timeout=1000):
        press(qtbot, Qt.Key.Key_Escape)
    forms.keys(qtbot, pane.text, "Renew?")
    with qtbot.assertNotEmitted(pane.cancelled):
        press(qtbot, Qt.Key.Key_Escape)
    assert pane.foot.question.isVisible()
    with qtbot.waitSignal(pane.kept, timeout=1000):
        press(qtbot, Qt.Key.Key_Escape)
    assert pane.text.hasFocus()
    press(qtbot, Qt.Key.Key_Escape)
    with qtbot.waitSignal(pane.cancelled, timeout=1000):
        qtbot.mouseClick(pane.foot.discard_button, Qt.MouseButton.LeftButton)


def test_a_note_that_was_not_stored_stays_and_can_be_saved_again(qtbot, pane):
    forms.keys(qtbot, QApplication.focusWidget(), "Renew?")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    with qtbot.assertNotEmitted(pane.save_requested):
        press(qtbot, Qt.Key.Key_Return, CONTROL)
    pane.show_error("The catalogue is locked by another program.")
    assert pane.foot.message.text.text() == "The catalogue is locked by another program."
    assert pane.text.toPlainText() == "Renew?"
    with qtbot.waitSignal(pane.save_requested, timeout=1000):
        press(qtbot, Qt.Key.Key_Return, CONTROL)


def test_the_pane_says_what_it_is_on_and_who_writes(pane):
    assert pane.heading.text() == "Note on EMTA"
    assert pane.byline.text() == USER
    assert pane.text.accessibleName() == "Note"


def test_a_note_there_is_can_be_put_into_the_bin(qtbot):
    note = make.record(Note, id=3, actor=6)
    pane = opened(qtbot, make.record(Actor, id=6), note)
    with qtbot.waitSignal(pane.save_requested, timeout=1000) as saved:
        qtbot.mouseClick(pane.remove_button, Qt.MouseButton.LeftButton)
    assert saved.args == [Change(before=note)]
    assert pane.title() == "remove note"


def test_a_new_note_has_nothing_to_put_into_the_bin(pane):
    assert not pane.remove_button.isVisible()
