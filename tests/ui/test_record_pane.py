from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from netcatalog.domain.records import Actor, Source
from netcatalog.ui.record_pane import RecordPane
from tests.ui import forms


@pytest.fixture
def pane(qtbot):
    made = RecordPane()
    made.resize(560, 700)
    forms.show(qtbot, made)
    return made


@pytest.fixture
def pages(seeded):
    """The pages of EMTA, Polis and CEMR."""
    return [seeded.page(Actor, seeded.actor_named(name)) for name in ("EMTA", "Polis", "CEMR")]


def places(pages):
    return [("actor", page.entry.record.id) for page in pages]


def test_a_new_pane_offers_nothing(pane):
    buttons = (pane.back_button, pane.edit_button, pane.note_button, pane.sheet_button)
    assert not any(button.isEnabled() for button in buttons)
    assert not pane.remove_button.isEnabled()
    assert pane.place() is None


def test_a_page_brings_what_can_be_done_with_it(qtbot, pane, pages):
    with qtbot.waitSignal(pane.shown):
        pane.show_page(pages[0], follow=False)
    assert pane.place() == places(pages)[0]
    for button, signal in (
        (pane.edit_button, pane.edit_wanted),
        (pane.note_button, pane.note_wanted),
        (pane.sheet_button, pane.sheet_wanted),
        (pane.remove_button, pane.remove_wanted),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_source_has_no_fact_sheet(pane, seeded):
    pane.show_page(seeded.page(Source, 1), follow=False)
    assert not pane.sheet_button.isEnabled()
    assert pane.edit_button.isEnabled()


def test_back_asks_for_the_pages_before_one_after_the_other(qtbot, pane, pages):
    first, second, third = pages
    pane.show_page(first, follow=False)
    pane.show_page(second, follow=True)
    pane.show_page(third, follow=True)
    asked = []
    pane.record_wanted.connect(lambda key, record_id: asked.append((key, record_id)))
    pane.back()
    pane.show_page(second, follow=True)
    pane.back()
    pane.show_page(first, follow=True)
    pane.back()
    assert asked == [places(pages)[1], places(pages)[0]]
    assert not pane.back_button.isEnabled()


def test_a_page_shown_again_is_no_step(pane, pages):
    pane.show_page(pages[0], follow=False)
    pane.show_page(pages[1], follow=True)
    pane.show_page(pages[1], follow=True)
    assert pane.has_way_back()
    pane.back()
    assert not pane.has_way_back()


def test_what_is_chosen_in_the_table_ends_the_way_back(pane, pages):
    pane.show_page(pages[0], follow=False)
    pane.show_page(pages[1], follow=True)
    pane.show_page(pages[2], follow=False)
    assert not pane.has_way_back()


def test_nothing_to_show_takes_everything_away(pane, pages, seeded):
    pane.show_page(pages[0], follow=False)
    pane.show_page(pages[1], follow=True)
    pane.passage.show_passage(seeded.record(Source, 1), 0, 10)
    pane.show_nothing("Nothing chosen", "Choose a record.")
    assert pane.page is None
    assert not pane.has_way_back()
    assert pane.passage.isHidden()
    assert not pane.edit_button.isEnabled()
    assert "Choose a record." in pane.view.browser.toPlainText()


def test_the_source_stays_while_its_page_is_shown_again(pane, pages, seeded):
    pane.show_page(pages[0], follow=False)
    pane.passage.show_passage(seeded.record(Source, 1), 0, 10)
    pane.show_page(pages[0], follow=True)
    assert pane.passage.isVisible()


def test_the_source_goes_with_its_page_and_leaves_the_keyboard_here(pane, pages, seeded):
    pane.show_page(pages[0], follow=False)
    pane.passage.show_passage(seeded.record(Source, 1), 0, 10)
    pane.show_page(pages[1], follow=True)
    assert pane.passage.isHidden()
    assert pane.view.browser.hasFocus()


def test_closing_what_is_not_open_does_nothing(pane):
    pane.close_form()
    pane.close_note()
    assert not pane.is_busy()


def test_what_has_no_page_then_is_a_step_on_the_way_back(qtbot, pane, pages):
    pane.show_page(pages[0], follow=False)
    pane.show_absent(places(pages)[1], "Not there then", "It was founded later.", follow=True)
    assert "It was founded later." in pane.view.browser.toPlainText()
    assert not pane.edit_button.isEnabled()
    assert not pane.sheet_button.isEnabled()
    with qtbot.waitSignal(pane.record_wanted) as asked:
        pane.back()
    assert tuple(asked.args) == places(pages)[0]


def test_while_it_is_locked_the_reason_stands_at_the_buttons(pane, pages):
    pane.lock("Not now.")
    pane.show_page(pages[0], follow=False)
    assert not pane.edit_button.isEnabled()
    assert pane.edit_button.toolTip() == "Not now."
    assert pane.sheet_button.isEnabled()


def test_unlocked_it_offers_what_it_did(pane, pages):
    pane.show_page(pages[0], follow=False)
    pane.lock("Not now.")
    pane.lock("")
    assert pane.edit_button.isEnabled()
    assert pane.edit_button.toolTip() == "Edit (F2)"
