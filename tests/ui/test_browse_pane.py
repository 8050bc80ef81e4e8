from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from netcatalog.domain.columns import columns_of
from netcatalog.domain.orders import written
from netcatalog.domain.records import SCHEMA, Actor
from netcatalog.domain.sections import AUTHORITIES, MEMBERSHIPS, NETWORKS, SOURCES
from netcatalog.ui.browse_pane import BrowsePane
from netcatalog.ui.browser import Browser
from netcatalog.ui.record_table import RecordTableModel
from tests import make
from tests.ui import forms

SHIFT = Qt.KeyboardModifier.ShiftModifier
EMTA = "European Metropolitan Transport Authorities"


class Reader:
    """Someone who works with nothing but the middle column, on a real catalogue."""

    def __init__(self, qtbot, runner, catalog, settings):
        self.qtbot = qtbot
        self.runner = runner
        self.catalog = catalog
        self.pane = BrowsePane(RecordTableModel(), settings)
        browser = Browser(catalog, runner, self.pane.model, self.pane)
        self.asked = []
        self.told = []
        self.pane.asked.connect(self.asked.append)
        self.pane.chosen.connect(self.told.append)
        self.pane.asked.connect(browser.ask)
        browser.answered.connect(self.pane.show_answer)
        self.pane.resize(640, 480)
        forms.show(qtbot, self.pane)
        self.turns_to(NETWORKS)

    def settle(self):
        QApplication.processEvents()
        forms.settle(self.qtbot, self.runner)

    def turns_to(self, section):
        self.pane.show_section(section)
        self.settle()

    def types(self, text):
        self.pane.start_search()
        forms.keys(self.qtbot, self.pane.search, text)
        self.settle()

    def presses(self, *keys, on=None):
        for key in keys:
            self.qtbot.keyClick(on or QApplication.focusWidget(), key)
        self.settle()

    def clicks_row(self, row, keys=Qt.KeyboardModifier.NoModifier):
        table = self.pane.table
        place = table.visualRect(self.pane.model.index(row, 0)).center()
        self.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, keys, place)
        self.settle()

    def clicks_heading(self, label, keys=Qt.KeyboardModifier.NoModifier):
        header = self.pane.table.horizontalHeader()
        place = [column.label for column in self.pane.model.columns].index(label)
        point = QPoint(header.sectionViewportPosition(place) + 20, header.height() // 2)
        self.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, keys, point)
        self.settle()

    def rows(self):
        model = self.pane.model
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    def current(self):
        """Return what the row is called that one is on."""
        return self.rows()[self.pane.table.currentIndex().row()]


@pytest.fixture
def reader(qtbot, runner, seeded, settings):
    return Reader(qtbot, runner, seeded, settings)


@pytest.fixture
def writer(qtbot, runner, catalog, settings):
    """A reader of a catalogue that has nothing in it yet."""
    return Reader(qtbot, runner, catalog, settings)


def filled(reader, count):
    """Put that many networks into the catalogue, called by their number."""
    keys = [make.actor(reader.catalog, f"Network {number:02}") for number in range(count)]
    reader.pane.ask()
    reader.settle()
    return keys


# Searching


def test_every_letter_typed_is_asked(reader):
    reader.asked.clear()
    reader.types("emt")
    assert [question.text for question in reader.asked] == ["e", "em", "emt"]


def test_the_best_hit_is_shown_while_one_types(reader):
    reader.types("emta")
    assert reader.told[-1] == reader.pane.current_id()
    assert reader.current() == EMTA


def test_the_best_hit_is_told_though_one_was_on_it_already(reader):
    reader.types("emt")
    reader.told.clear()
    reader.types("emta")
    assert reader.told[-1] == reader.pane.current_id()


def test_escape_shows_all_again(reader):
    reader.types("emta")
    reader.presses(Qt.Key.Key_Escape)
    assert len(reader.rows()) == 7


def test_escape_stays_at_the_record_that_was_found(reader):
    reader.types("emta")
    reader.presses(Qt.Key.Key_Escape)
    assert reader.current() == EMTA


def test_escape_shows_all_from_the_table_as_well(reader):
    reader.types("emta")
    reader.presses(Qt.Key.Key_Down, Qt.Key.Key_Escape)
    assert len(reader.rows()) == 7


def test_escape_without_a_search_asks_nothing(reader):
    reader.asked.clear()
    reader.presses(Qt.Key.Key_Escape, on=reader.pane.search)
    assert reader.asked == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_key_leads_from_the_search_bar_into_the_table(reader, key):
    reader.types("e")
    reader.presses(key)
    assert reader.pane.table.hasFocus()


def test_the_table_is_entered_at_the_best_hit(reader):
    reader.types("e")
    reader.presses(Qt.Key.Key_Down)
    assert reader.pane.table.currentIndex().row() == 0


def test_where_nothing_was_found_one_stays_in_the_search_bar(reader):
    reader.types("nothing of that name")
    reader.presses(Qt.Key.Key_Down)
    assert reader.pane.search.hasFocus()
    reader.presses(Qt.Key.Key_Escape)
    assert reader.pane.search.hasFocus()


def test_searching_again_types_over_what_is_there(reader):
    reader.types("emta")
    reader.types("cemr")
    assert reader.pane.search.text() == "cemr"


def test_what_is_not_understood_is_said_under_the_bar_and_the_rest_is_shown(reader):
    reader.types("emta founded:soon")
    assert "soon" in reader.pane.problem.text()
    assert reader.pane.problem.isVisible()
    assert reader.rows() == [EMTA]


def test_what_is_said_under_the_bar_goes_when_all_is_understood(reader):
    reader.types("founded:soon")
    reader.types("founded:1990..")
    assert not reader.pane.problem.isVisible()


def test_what_one_types_is_shown_as_text_and_not_as_markup(reader):
    reader.types("<b>founded</b>:soon")
    assert reader.pane.problem.textFormat() is Qt.TextFormat.PlainText


# The hint and the empty table


def test_the_hint_says_that_not_all_is_shown(reader):
    reader.types("transport")
    found = len(reader.rows())
    assert reader.pane.hint.text() == f"Filtered: {found} of 7 networks"


def test_the_hint_has_a_button_that_leads_out(reader):
    assert not reader.pane.show_all.isVisible()
    reader.types("transport")
    reader.qtbot.mouseClick(reader.pane.show_all, Qt.MouseButton.LeftButton)
    reader.settle()
    assert len(reader.rows()) == 7
    assert reader.pane.search.hasFocus()
    assert not reader.pane.show_all.isVisible()


def test_the_hint_says_how_many_there_are(reader):
    assert reader.pane.hint.text() == "7 networks"


def test_the_hint_parts_thousands(reader):
    reader.pane.show_answer(replace(reader.pane.answer, total=108_000))
    assert "of 108\u202f000 networks" in reader.pane.hint.text()


def test_where_nothing_was_found_the_table_makes_room_for_what_to_do(reader):
    reader.types("nothing of that name")
    assert reader.pane.empty.isVisible()
    assert "press Esc to see all networks" in reader.pane.empty.text()


def test_where_there_is_nothing_yet_it_is_said_how_to_begin(writer):
    assert "Press Ctrl+N to add one" in writer.pane.empty.text()


def test_the_table_comes_back_with_the_first_record(writer):
    filled(writer, 1)
    assert writer.pane.table.isVisible()


def test_where_nothing_is_left_nothing_is_chosen(reader):
    reader.types("nothing of that name")
    assert reader.told[-1] is None


# Moving and choosing


def test_the_first_record_is_chosen_at_first(reader):
    assert reader.told == [reader.pane.model.ids[0]]


def test_arrow_keys_choose(reader):
    reader.presses(Qt.Key.Key_Down, Qt.Key.Key_Down, on=reader.pane.table)
    assert reader.told[-1] == reader.pane.model.ids[2]


@pytest.mark.parametrize(("key", "row"), [(Qt.Key.Key_End, 6), (Qt.Key.Key_Home, 0)])
def test_home_and_end_lead_to_the_first_and_the_last_record(reader, key, row):
    reader.presses(Qt.Key.Key_Down, key, on=reader.pane.table)
    assert reader.pane.table.currentIndex().row() == row


def test_enter_opens_the_record(reader, qtbot):
    with qtbot.waitSignal(reader.pane.opened):
        reader.presses(Qt.Key.Key_Return, on=reader.pane.table)


def test_enter_tells_the_record_again_in_case_a_link_led_away_from_it(reader):
    reader.told.clear()
    reader.presses(Qt.Key.Key_Return, on=reader.pane.table)
    assert reader.told == [reader.pane.current_id()]


def test_a_click_on_the_row_one_is_on_tells_it_again(reader):
    reader.told.clear()
    reader.clicks_row(0)
    assert reader.told == [reader.pane.current_id()]


def test_del_asks_for_removal(reader, qtbot):
    reader.pane.table.setFocus()
    with qtbot.waitSignal(reader.pane.remove_wanted):
        reader.presses(Qt.Key.Key_Delete)


def test_del_in_the_search_bar_takes_letters_away(reader, qtbot):
    reader.types("emta")
    with qtbot.assertNotEmitted(reader.pane.remove_wanted):
        reader.presses(Qt.Key.Key_Home, Qt.Key.Key_Delete)
    assert reader.pane.search.text() == "mta"


def test_several_rows_can_be_chosen(reader):
    reader.clicks_row(3)
    reader.clicks_row(1, Qt.KeyboardModifier.ControlModifier)
    ids = reader.pane.model.ids
    assert reader.pane.chosen_ids() == [ids[1], ids[3]]


def test_all_rows_of_a_large_result_are_chosen_at_once(reader, qtbot):
    pane = reader.pane
    pane.model.show(pane.model.columns, range(100_000), {})
    reader.qtbot.keyClick(pane.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert pane.chosen_ids() == list(range(100_000))
    assert pane.bar.count.text() == "100\u202f000 selected"
    assert len(pane.table.chosen()) == 1


def test_headings_are_painted_without_a_look_at_each_row_that_is_chosen(qtbot, settings):
    asked = []

    class Asked(RecordTableModel):
        def rowCount(self, *parent):  # noqa: N802
            asked.append(parent)
            return super().rowCount(*parent)

    pane = BrowsePane(Asked(), settings)
    forms.show(qtbot, pane)
    pane.model.show(columns_of(SCHEMA, Actor), range(5_000), {})
    pane.table.selectAll()
    pane.table.horizontalHeader().grab()
    assert len(asked) < 1_000


def test_stretches_of_rows_that_touch_are_one(reader):
    reader.clicks_row(3)
    reader.clicks_row(1, Qt.KeyboardModifier.ControlModifier)
    reader.clicks_row(2, Qt.KeyboardModifier.ControlModifier)
    assert reader.pane.table.chosen() == [slice(1, 4)]


def test_the_bar_is_there_while_several_rows_are_chosen(reader):
    assert not reader.pane.bar.isVisible()
    reader.clicks_row(3)
    reader.clicks_row(1, SHIFT)
    assert reader.pane.bar.isVisible()
    assert reader.pane.bar.count.text() == "3 selected"
    reader.clicks_row(1)
    assert not reader.pane.bar.isVisible()


def test_a_narrow_bar_shows_icons_and_still_has_names(reader):
    reader.clicks_row(3)
    reader.clicks_row(1, SHIFT)
    buttons = reader.pane.bar.findChildren(QPushButton)
    assert all(button.text() for button in buttons)
    reader.pane.resize(320, 480)
    assert not any(button.text() for button in buttons)
    assert all(button.accessibleName() for button in buttons)
    assert reader.pane.width() == 320


def test_the_row_one_is_on_stays_in_sight_when_the_bar_comes(writer):
    filled(writer, 60)
    table = writer.pane.table
    last = table.rowAt(table.viewport().height() - 1) - 1
    writer.clicks_row(last - 1)
    before = table.viewport().height()
    writer.qtbot.keyClick(table, Qt.Key.Key_Down, SHIFT)
    writer.qtbot.waitUntil(lambda: table.viewport().height() < before)
    index = table.currentIndex()
    writer.qtbot.waitUntil(
        lambda: table.viewport().rect().contains(table.visualRect(index)), timeout=1_000
    )


def test_what_can_be_done_with_rows_is_in_their_context_menu(reader):
    texts = [one.text().replace("&", "") for one in reader.pane.table.actions()]
    assert texts == [
        "Tag …",
        "Change a field …",
        "Merge the two …",
        "Put into the bin",
        "Export …",
        "Copy rows",
        "Select all",
    ]
    assert reader.pane.table.contextMenuPolicy() is Qt.ContextMenuPolicy.ActionsContextMenu


def test_with_no_row_chosen_nothing_is_offered(reader):
    reader.types("nothing of that name")
    assert not any(action.isEnabled() for action in reader.pane.bulk.each())


def test_tab_leaves_the_table(reader):
    reader.types("")
    reader.presses(Qt.Key.Key_Down, Qt.Key.Key_Tab)
    assert not reader.pane.table.hasFocus()


def test_after_a_change_the_record_stays_chosen(reader):
    reader.presses(Qt.Key.Key_Down, Qt.Key.Key_Down, on=reader.pane.table)
    before = reader.current()
    make.actor(reader.catalog, "AAA")
    reader.pane.ask()
    reader.settle()
    assert len(reader.rows()) == 8
    assert reader.current() == before


def test_after_a_change_the_record_one_stays_at_is_not_told_anew(reader):
    reader.told.clear()
    reader.pane.ask()
    reader.settle()
    assert reader.told == []


def test_in_the_place_of_a_record_that_is_removed_comes_the_next_one(writer):
    keys = filled(writer, 5)
    writer.presses(Qt.Key.Key_Down, Qt.Key.Key_Down, on=writer.pane.table)
    make.remove(writer.catalog, Actor, keys[2])
    writer.pane.ask()
    writer.settle()
    assert writer.current() == "Network 03"
    assert writer.told[-1] == keys[3]


def test_in_the_place_of_the_last_record_comes_the_one_before(writer):
    keys = filled(writer, 3)
    writer.presses(Qt.Key.Key_End, on=writer.pane.table)
    make.remove(writer.catalog, Actor, keys[2])
    writer.pane.ask()
    writer.settle()
    assert writer.told[-1] == keys[1]


def test_a_record_can_be_gone_to(reader):
    key = reader.pane.model.ids[4]
    reader.pane.choose(key)
    assert reader.pane.current_id() == key
    assert reader.told[-1] == key


def test_a_record_that_is_gone_to_is_told_even_where_one_is(reader):
    reader.told.clear()
    reader.pane.choose(reader.pane.current_id())
    assert reader.told == [reader.pane.current_id()]


def test_a_record_that_is_not_there_yet_is_gone_to_when_it_comes(reader):
    reader.told.clear()
    key = make.actor(reader.catalog, "Beta")
    reader.pane.choose(key)
    assert reader.told == []
    reader.pane.ask()
    reader.settle()
    assert reader.told == [key]


def test_after_a_change_one_looks_at_the_same_rows(writer):
    keys = filled(writer, 60)
    writer.pane.choose(keys[30])
    bar = writer.pane.table.verticalScrollBar()
    bar.setValue(25)
    writer.pane.ask()
    writer.settle()
    assert bar.value() == 25


def test_another_search_is_read_from_its_beginning(writer):
    filled(writer, 60)
    writer.presses(Qt.Key.Key_End, on=writer.pane.table)
    writer.types("network")
    assert writer.pane.table.verticalScrollBar().value() == 0


def test_the_record_one_goes_to_is_in_sight_though_its_first_column_is_hidden(writer):
    keys = filled(writer, 60)
    writer.pane.columns.show(0, shown=False)
    writer.pane.choose(keys[50])
    index = writer.pane.table.currentIndex()
    assert writer.pane.table.viewport().rect().contains(writer.pane.table.visualRect(index))


# Sections


def test_each_section_keeps_its_search(reader):
    reader.types("emta")
    reader.turns_to(AUTHORITIES)
    assert reader.pane.search.text() == ""
    reader.turns_to(NETWORKS)
    assert reader.pane.search.text() == "emta"
    assert reader.rows() == [EMTA]


def test_each_section_keeps_the_record_one_was_on(reader):
    reader.presses(Qt.Key.Key_End, on=reader.pane.table)
    before = reader.current()
    reader.turns_to(SOURCES)
    reader.turns_to(NETWORKS)
    assert reader.current() == before


def test_the_record_one_was_on_is_told_when_one_comes_back(reader):
    reader.turns_to(SOURCES)
    reader.told.clear()
    reader.turns_to(NETWORKS)
    assert reader.told == [reader.pane.current_id()]


def test_the_record_one_was_on_is_told_when_one_comes_back_from_the_bin(reader):
    reader.told.clear()
    reader.turns_to(NETWORKS)
    assert reader.told == [reader.pane.current_id()]


def test_an_answer_that_comes_when_one_has_turned_away_chooses_nothing(reader):
    reader.pane.show_section(SOURCES)
    reader.told.clear()
    reader.pane.show_answer(reader.pane.answer)
    assert reader.told == []
    reader.settle()


def test_turning_to_a_section_asks_once(reader):
    reader.types("emta")
    reader.turns_to(SOURCES)
    reader.asked.clear()
    reader.turns_to(NETWORKS)
    assert len(reader.asked) == 1


def test_a_section_begins_at_its_first_record_whatever_id_one_was_on(reader):
    ids = reader.catalog.find(reader.catalog.query("", MEMBERSHIPS))
    shared = next(key for key in reader.pane.model.ids if key in ids[1:])
    reader.pane.choose(shared)
    reader.turns_to(MEMBERSHIPS)
    assert reader.pane.table.currentIndex().row() == 0


def test_a_search_can_be_forgotten_without_asking(reader):
    reader.types("emta")
    reader.asked.clear()
    reader.pane.clear_search(NETWORKS.key)
    assert reader.pane.search.text() == ""
    assert reader.asked == []


def test_the_search_of_another_section_can_be_forgotten(reader):
    reader.types("emta")
    reader.turns_to(SOURCES)
    reader.types("report")
    reader.pane.clear_search(NETWORKS.key)
    assert reader.pane.search.text() == "report"
    reader.turns_to(NETWORKS)
    assert len(reader.rows()) == 7


def test_keys_pressed_before_a_section_is_there_choose_nothing_in_it(reader):
    reader.pane.show_section(SOURCES)
    reader.told.clear()
    reader.qtbot.keyClick(reader.pane.table, Qt.Key.Key_Down)
    assert reader.told == []
    reader.settle()
    assert reader.pane.table.currentIndex().row() == 0


# Sorting


def test_clicks_on_a_heading_lead_up_down_and_back(reader):
    by_hits = reader.rows()
    seen = []
    for _ in range(3):
        reader.clicks_heading("Name")
        seen.append(reader.rows())
    up, down, back = seen
    assert up == sorted(up, key=str.casefold)
    assert down == up[::-1]
    assert back == by_hits


def test_the_end_of_sorting_shows_in_the_heading(reader):
    for _ in range(3):
        reader.clicks_heading("Name")
    assert reader.pane.model.order == ()


def test_shift_click_adds_a_second_column_to_the_order(reader):
    reader.turns_to(AUTHORITIES)
    reader.clicks_heading("Country")
    reader.clicks_heading("Name", SHIFT)
    reader.clicks_heading("Name", SHIFT)
    assert written(reader.asked[-1].sort) == "country -title"
    reader.clicks_heading("Country", SHIFT)
    reader.clicks_heading("Country", SHIFT)
    assert written(reader.asked[-1].sort) == "-title"


def test_the_heading_shows_ranks_where_there_are_several(reader, qtbot):
    reader.turns_to(AUTHORITIES)
    reader.clicks_heading("Country")
    header = reader.pane.table.header
    one = header.grab().toImage()
    reader.clicks_heading("Name", SHIFT)
    place = [column.label for column in reader.pane.model.columns].index("Country")
    left = header.sectionViewportPosition(place)
    section = QRect(left, 0, header.sectionSize(place), header.height())
    assert header.grab().toImage().copy(section) != one.copy(section)


def test_each_section_keeps_its_order(reader):
    for _ in range(2):
        reader.clicks_heading("Name")
    before = reader.rows()
    reader.turns_to(SOURCES)
    assert reader.asked[-1].sort == ()
    reader.turns_to(NETWORKS)
    assert reader.rows() == before


def test_the_order_is_kept_for_the_next_time(reader, qtbot, runner, seeded, settings):
    for _ in range(2):
        reader.clicks_heading("Name")
    again = Reader(qtbot, runner, seeded, settings)
    assert again.rows() == reader.rows()


# Buttons


def test_nothing_can_be_added_or_exported_before_a_section_is_there(qtbot, settings):
    pane = BrowsePane(RecordTableModel(), settings)
    qtbot.addWidget(pane)
    assert not pane.new_button.isEnabled()
    assert not pane.export_button.isEnabled()


@pytest.mark.parametrize(
    ("button", "signal"), [("new_button", "new_wanted"), ("export_button", "export_wanted")]
)
def test_a_button_says_what_is_wanted(reader, qtbot, button, signal):
    with qtbot.waitSignal(getattr(reader.pane, signal)):
        qtbot.mouseClick(getattr(reader.pane, button), Qt.MouseButton.LeftButton)


def test_all_that_bears_no_text_has_a_name_for_those_who_listen(reader):
    pane = reader.pane
    for control in (pane.search, pane.table, pane.columns_button, pane.export_button):
        assert control.accessibleName()


def test_the_placeholder_names_the_section(reader):
    reader.turns_to(SOURCES)
    assert reader.pane.search.placeholderText().startswith("Search sources:")
