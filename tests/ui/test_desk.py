"""What the window says of itself: progress, messages, and mistakes of the program."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtGui import QGuiApplication

from netcatalog.domain.errors import CatalogError
from netcatalog.ui.defect_dialog import DefectDialog
from netcatalog.ui.message_bar import Tone
from tests.ui.slow import LONG


def test_the_window_works_before_a_catalogue_is_open(arrives):
    person = arrives()
    assert person.window.windowTitle() == "NetCatalog"
    person.types("emta")
    person.presses("Return", "Ctrl+N", "F2", "Ctrl+2")
    assert person.rows() == []
    assert person.told() == ""


def test_the_status_line_says_what_is_being_opened(arrives, seeded_path):
    person = arrives()
    person.desk.open(seeded_path)
    assert person.desk.status.text() == "Opening seeded.netcatalog …"
    person.settle()
    assert person.desk.status.text() == str(seeded_path)


def test_progress_is_seen_while_work_goes_on_for_long(person, qtbot):
    done = threading.Event()
    task = person.desk.session.run(lambda _progress: done.wait(LONG), lambda _result: None)
    assert not person.desk.progress.isVisible()
    qtbot.waitUntil(person.desk.progress.isVisible)
    with qtbot.waitSignal(task.finished):
        done.set()
    person.settle()
    assert not person.desk.progress.isVisible()


# Messages


def test_good_news_goes_by_itself_and_bad_news_stays(person):
    message = person.desk.message
    message.say("Stored")
    assert message._timer.isActive()
    message._timer.timeout.emit()
    assert message.isHidden()
    message.say("Not stored", Tone.BAD)
    assert not message._timer.isActive()
    person.clicks(message.close_button)
    assert message.isHidden()


def test_a_message_says_its_words_as_they_are(person):
    person.desk.message.say("<b>5 < 6</b>")
    assert person.desk.message.text.text() == "<b>5 < 6</b>"
    assert person.desk.message.accessibleName() == "<b>5 < 6</b>"


def test_a_message_with_nothing_to_do_has_no_button(person):
    person.desk.message.say("Stored")
    assert person.desk.message.action.isHidden()


# What goes wrong


def test_what_is_no_mistake_of_ours_is_said_in_a_sentence(person, qtbot):
    def work(_progress):
        raise CatalogError("The disk is full. Make room and try again.")

    with qtbot.waitSignal(person.desk.failed) as failed:
        person.desk.session.run(work, lambda _result: None)
    assert failed.args == ["The disk is full. Make room and try again."]
    assert person.told() == "The disk is full. Make room and try again."


@pytest.fixture
def defect(person):
    """The dialog that a mistake in the program opens."""

    def work(_progress):
        return {}["no such key"]

    person.desk.session.run(work, lambda _result: None)
    person.settle()
    return person.dialog(DefectDialog)


def test_a_mistake_of_ours_is_shown_without_what_it_says(defect):
    assert "KeyError: (left out" in defect.log.toPlainText()
    assert "Traceback" in defect.log.toPlainText()


def test_ticked_it_is_shown_whole(person, defect):
    defect.personal.setFocus()
    person.presses("Space")
    assert "KeyError: 'no such key'" in defect.log.toPlainText()


def test_the_text_of_a_mistake_can_be_saved(person, defect, tmp_path):
    person.clicks(defect.save_button)
    person.names_file(tmp_path / "mistake.txt")
    assert (tmp_path / "mistake.txt").read_text() == defect.log.toPlainText()
    assert defect.state.text().startswith("Saved as")


def test_where_it_cannot_be_saved_that_is_said(defect, tmp_path):
    defect._save(tmp_path / "nowhere" / "mistake.txt")
    assert "There is no folder" in defect.state.text()


def test_the_text_of_a_mistake_can_be_copied(person, defect):
    person.clicks(defect.copy_button)
    assert QGuiApplication.clipboard().text() == defect.log.toPlainText()


def test_enter_goes_on_after_a_mistake_and_nothing_typed_is_lost(person):
    person.types("emta")
    person.presses("F2")
    person.fills(person.desk.record.form.root, place="Paris")
    person.desk.tell_failure(RuntimeError("a mistake"))
    person.dialog(DefectDialog)
    person.presses("Return")
    person.comes_back()
    assert not person.window.findChildren(DefectDialog)
    person.saves()
    assert person.desk.record.page.entry.record.place == "Paris"


def test_one_mistake_after_the_other_opens_one_dialog(person):
    for number in range(5):
        person.desk.tell_failure(RuntimeError(f"mistake {number}"))
    (dialog,) = person.window.findChildren(DefectDialog)
    dialog.personal.setChecked(True)
    assert all(f"mistake {number}" in dialog.log.toPlainText() for number in range(5))
    person.dialog(DefectDialog)
    person.presses("Escape")


def test_a_file_damaged_while_it_is_open_gets_a_sentence(person, seeded_path):
    for part in (seeded_path, seeded_path.with_name("seeded.netcatalog-wal")):
        if part.exists():
            size = part.stat().st_size
            part.write_bytes(b"\x00" * size)
    person.turns_to("Sources")
    person.turns_to("Authorities")
    person.searches("vienna")
    assert not person.window.findChildren(DefectDialog)
    assert "seeded.netcatalog" in person.told()
