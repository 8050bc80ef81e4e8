from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from netcatalog.domain.records import SCHEMA, Source, Sourced
from netcatalog.ui import theme
from netcatalog.ui.passage_pane import PassagePane
from netcatalog.ui.theme import Scheme
from tests import make


class Desk(QWidget):
    """A line to come from, the pane, and a line that Qt would choose when the pane goes."""

    def __init__(self):
        super().__init__()
        self.line, self.pane = QLineEdit(), PassagePane()
        layout = QVBoxLayout(self)
        layout.addWidget(self.line)
        layout.addWidget(self.pane)
        layout.addWidget(QLineEdit())
        self.resize(420, 320)


@pytest.fixture
def desk(qtbot):
    made = Desk()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.line.setFocus()
    return made


def marked(pane):
    """Return the words that are marked."""
    (marking,) = pane.text.extraSelections()
    return marking.cursor.selectedText().replace("\u2029", "\n")


def source(text, **given):
    return make.record(Source, id=7, text=text, **given)


def test_it_is_hidden_until_it_has_a_passage(desk):
    assert not desk.pane.isVisible()


def test_it_shows_title_publisher_and_text_of_the_source(desk):
    desk.pane.show_passage(source("one two three", publisher="UNECE & <b>"), 4, 7)
    shown = [label.text() for label in desk.pane.findChildren(QLabel)]
    assert shown == ["Annual report", "UNECE & <b>"]
    assert desk.pane.text.toPlainText() == "one two three"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("one two three", "two"),
        ("🚋 and 🏛 beyond two planes", "two"),
        ("🚋 itself 🏛", "🏛"),
        ("Zürich, Łódź, Київ: two", "two"),
        ("line\nbreaks\n\nbefore two", "two"),
        ("of Windows\r\n\r\nbefore two\r\nafter", "two"),
        ("of old\rbefore two", "two"),
        ("broken: first\r\nsecond two", "first\r\nsecond"),
        ("tab\tand\u00a0firm\u2028space two", "two"),
        ("شبكة two", "two"),
        ("all", "all"),
    ],
)
def test_the_very_words_are_marked_whatever_stands_before_them(desk, text, words):
    start = text.index(words)
    desk.pane.show_passage(source(text), start, start + len(words))
    assert marked(desk.pane) == words.replace("\r\n", "\n")


def test_the_marked_words_equal_the_quote_of_every_passage_of_the_seed(desk, seeded):
    held = seeded.record(Source, 1)
    passages = set()
    for kind in SCHEMA.records:
        if issubclass(kind, Sourced):
            passages |= {
                (one.start, one.end) for one in everything(seeded, kind) if one.start is not None
            }
    assert len(passages) > 50
    for start, end in passages:
        desk.pane.show_passage(held, start, end)
        assert marked(desk.pane) == held.text[start:end]


def everything(catalog, kind):
    """Return the records of one type that the first revision added."""
    (first,) = catalog.history()
    added = (one.change.after for one in catalog.changes_of(first))
    return [one for one in added if type(one) is kind]


def test_a_passage_beyond_the_end_of_the_text_marks_what_there_is(desk):
    desk.pane.show_passage(source("short"), 2, 99)
    assert marked(desk.pane) == "ort"


def test_the_passage_stands_in_the_middle(desk):
    text = "\n".join(f"line {number}" for number in range(400))
    start = text.index("line 200")
    desk.pane.show_passage(source(text), start, start + len("line 200"))
    view = desk.pane.text
    rectangle = view.cursorRect(view.textCursor())
    assert abs(rectangle.center().y() - view.viewport().height() / 2) <= rectangle.height()


def test_the_passage_stays_in_the_middle_when_the_pane_is_resized(desk, qtbot):
    text = "\n".join(f"line {number}" for number in range(400))
    start = text.index("line 200")
    desk.pane.show_passage(source(text), start, start + len("line 200"))
    view = desk.pane.text
    before = view.viewport().height()
    desk.resize(420, 600)
    qtbot.waitUntil(lambda: view.viewport().height() > before)
    rectangle = view.cursorRect(view.textCursor())
    assert abs(rectangle.center().y() - view.viewport().height() / 2) <= rectangle.height()


def test_a_passage_longer_than_the_pane_is_shown_from_its_beginning(desk):
    text = "\n".join(f"line {number}" for number in range(400))
    desk.pane.show_passage(source(text), 0, 4)
    desk.pane.show_passage(source(text), text.index("line 100"), text.index("line 300"))
    view = desk.pane.text
    assert 0 <= view.cursorRect(view.textCursor()).top() < view.viewport().height() / 2


def test_the_focus_goes_into_it_and_back_with_escape(desk, qtbot):
    desk.pane.show_passage(source("one two"), 0, 3)
    assert desk.pane.text.hasFocus()
    with qtbot.waitSignal(desk.pane.closed):
        qtbot.keyClick(desk.pane.text, Qt.Key.Key_Escape)
    assert not desk.pane.isVisible()
    assert desk.line.hasFocus()


def test_a_second_passage_still_leads_back_to_where_the_first_came_from(desk, qtbot):
    desk.pane.show_passage(source("one two"), 0, 3)
    desk.pane.show_passage(source("one two"), 4, 7)
    qtbot.keyClick(desk.pane.text, Qt.Key.Key_Escape)
    assert desk.line.hasFocus()


def test_the_close_button_closes_it(desk, qtbot):
    desk.pane.show_passage(source("one two"), 0, 3)
    with qtbot.waitSignal(desk.pane.closed):
        qtbot.mouseClick(desk.pane.close_button, Qt.MouseButton.LeftButton)
    assert not desk.pane.isVisible()


def test_the_source_can_be_opened_from_it(desk, qtbot):
    desk.pane.show_passage(source("one two"), 0, 3)
    with qtbot.waitSignal(desk.pane.source_requested) as asked:
        qtbot.mouseClick(desk.pane.open_button, Qt.MouseButton.LeftButton)
    assert asked.args == [7]


def test_tab_leaves_the_text(desk, qtbot):
    desk.pane.show_passage(source("one two"), 0, 3)
    qtbot.keyClick(desk.pane.text, Qt.Key.Key_Tab)
    assert not desk.pane.text.hasFocus()


def test_every_control_has_a_name_for_a_screen_reader(desk):
    desk.pane.show_passage(source("one two"), 4, 7)
    assert desk.pane.text.accessibleName() == "Text of the source"
    assert desk.pane.text.accessibleDescription() == "two"
    assert desk.pane.open_button.accessibleName() == "Open the page of this source"
    assert desk.pane.close_button.accessibleName() == "Close the source"


def test_the_marking_follows_the_palette(desk, qapp):
    theme.apply(qapp, Scheme.LIGHT)
    desk.pane.show_passage(source("one two"), 4, 7)
    theme.apply(qapp, Scheme.DARK)
    (marking,) = desk.pane.text.extraSelections()
    assert marking.format.background().color().name() == theme.current().highlight
    theme.apply(qapp, Scheme.LIGHT)
    assert marking.format.fontUnderline()
