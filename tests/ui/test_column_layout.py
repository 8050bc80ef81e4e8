from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QTableView

from netcatalog.domain.columns import columns_of
from netcatalog.domain.query import Sort
from netcatalog.domain.records import SCHEMA, Actor
from netcatalog.domain.sections import AUTHORITIES, MEMBERSHIPS, NETWORKS
from netcatalog.ui.column_layout import ColumnLayout
from netcatalog.ui.record_table import RecordTableModel
from tests.ui import forms

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
SHOWN = [column.key for column in columns_of(SCHEMA, Actor) if column.shown]


class Table:
    """A table with its columns laid out, and nothing in it."""

    def __init__(self, qtbot, settings):
        self.qtbot = qtbot
        self.model = RecordTableModel()
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setSortingEnabled(True)
        self.header = self.view.horizontalHeader()
        self.header.setSectionsMovable(True)
        self.header.setStretchLastSection(True)
        self.layout = ColumnLayout(self.view, self.model, settings)
        self.view.resize(640, 480)
        forms.show(qtbot, self.view)
        self.turns_to(NETWORKS)

    def turns_to(self, section):
        self.answers(section)
        self.layout.lay_out(section)

    def answers(self, section, columns=None):
        self.model.show(columns or columns_of(SCHEMA, section.kind), [], {})

    def place(self, key):
        return [column.key for column in self.model.columns].index(key)

    def in_sight(self):
        return [column.key for column in self.layout.shown()]

    def hides(self, key):
        self.layout.show(self.place(key), shown=False)

    def width(self, key):
        return self.view.columnWidth(self.place(key))

    def menu(self):
        menu = QMenu(self.view)
        self.layout.fill(menu)
        return menu

    def sorts(self):
        """The menu of orders, by label."""
        (menu,) = self.menu().findChildren(QMenu)
        return {action.text(): action for action in menu.actions() if action.text()}

    def sort_shown(self):
        return self.header.sortIndicatorSection(), self.header.sortIndicatorOrder()


@pytest.fixture
def table(qtbot, settings):
    return Table(qtbot, settings)


@pytest.fixture
def again(qtbot, settings):
    """Open the table once more, as after a restart."""
    return lambda: Table(qtbot, settings)


def test_at_first_the_columns_are_those_declared_as_shown(table):
    assert table.in_sight() == SHOWN


def test_a_hidden_column_stays_hidden(table, again):
    table.hides(SHOWN[1])
    assert again().in_sight() == [key for key in SHOWN if key != SHOWN[1]]


def test_a_column_that_is_shown_stays_shown(table, again):
    hidden = next(column.key for column in table.model.columns if not column.shown)
    table.layout.show(table.place(hidden), shown=True)
    assert hidden in again().in_sight()


def test_a_column_that_is_shown_is_wide_enough_to_be_seen(table):
    hidden = next(column.key for column in table.model.columns if not column.shown)
    table.layout.show(table.place(hidden), shown=True)
    assert table.width(hidden) >= 72


def test_a_width_is_kept(table, again):
    table.header.resizeSection(table.place(SHOWN[1]), 177)
    assert again().width(SHOWN[1]) == 177


def test_a_width_is_kept_while_the_column_is_hidden(table, again):
    table.header.resizeSection(table.place(SHOWN[1]), 177)
    table.hides(SHOWN[1])
    table.layout.show(table.place(SHOWN[1]), shown=True)
    assert table.width(SHOWN[1]) == 177
    assert again().width(SHOWN[1]) == 177


def test_the_last_column_is_not_remembered_as_wide_as_it_is_stretched(table, again):
    second, others = SHOWN[1], SHOWN[2:]
    for key in others:
        table.hides(key)
    table.view.resize(1_200, 480)
    assert table.width(second) > 500
    later = again()
    later.header.moveSection(1, 0)
    assert later.width(second) < 300


def test_an_order_is_kept(table, again):
    table.header.moveSection(0, 2)
    assert again().in_sight() == [SHOWN[1], SHOWN[2], SHOWN[0], *SHOWN[3:]]


def test_each_section_has_columns_of_its_own(table):
    table.hides(SHOWN[1])
    table.turns_to(AUTHORITIES)
    assert table.in_sight() == SHOWN
    table.turns_to(NETWORKS)
    assert SHOWN[1] not in table.in_sight()


def test_other_records_have_other_columns(table):
    table.turns_to(MEMBERSHIPS)
    assert table.in_sight() == [column.key for column in table.model.columns if column.shown]
    table.turns_to(NETWORKS)
    assert table.in_sight() == SHOWN


def test_an_answer_nobody_looked_at_leaves_the_columns_as_they_were(table, again):
    table.hides(SHOWN[1])
    table.header.moveSection(0, 2)
    before = table.in_sight()
    table.answers(MEMBERSHIPS)
    table.header.resizeSection(0, 50)  # as Qt does when the window grows
    table.turns_to(NETWORKS)
    assert table.in_sight() == before
    assert again().in_sight() == before


def test_another_answer_leaves_the_columns_as_they_are(table):
    table.header.resizeSection(table.place(SHOWN[1]), 177)
    table.turns_to(NETWORKS)
    assert table.width(SHOWN[1]) == 177


def test_a_column_that_a_later_version_adds_does_not_shift_the_others(table, qtbot, again):
    table.header.resizeSection(table.place(SHOWN[2]), 177)
    table.hides(SHOWN[1])
    later = again()
    new, *others = columns_of(SCHEMA, MEMBERSHIPS.kind)
    later.answers(NETWORKS, [new, *others[:1], *columns_of(SCHEMA, Actor)])
    later.layout.lay_out(NETWORKS)
    assert later.width(SHOWN[2]) == 177
    assert SHOWN[1] not in later.in_sight()


def test_a_column_that_a_later_version_adds_is_shown_as_declared(table, again):
    table.hides(SHOWN[1])
    later = again()
    extra = next(one for one in columns_of(SCHEMA, MEMBERSHIPS.kind) if one.shown)
    later.answers(NETWORKS, [*columns_of(SCHEMA, Actor), extra])
    later.layout.lay_out(NETWORKS)
    assert later.in_sight()[-1] == extra.key


@pytest.mark.parametrize(
    "stored",
    ["", "nonsense", "title:x kind:", "gone:100", "title:0 kind:0", b"\x00\xff", ["title:9"]],
)
def test_settings_that_cannot_be_read_are_no_reason_not_to_show_a_table(settings, again, stored):
    settings.setValue("columns/networks", stored)
    assert again().in_sight()[0] == SHOWN[0]


def test_a_width_that_is_absurd_is_cut_off(settings, again):
    settings.setValue("columns/networks", f"{SHOWN[0]}:999999999999")
    assert again().width(SHOWN[0]) == 2_000


# The menu


def test_the_menu_says_which_columns_are_shown(table):
    checked = [action.text() for action in table.menu().actions() if action.isChecked()]
    assert checked == [column.label for column in table.model.columns if column.shown]


def test_the_menu_shows_and_hides(table):
    action = table.menu().actions()[table.place(SHOWN[1])]
    action.trigger()
    assert SHOWN[1] not in table.in_sight()
    action.trigger()
    assert SHOWN[1] in table.in_sight()


def test_the_last_column_in_sight_cannot_be_hidden(table):
    for key in SHOWN[1:]:
        table.hides(key)
    able = [action.isEnabled() for action in table.menu().actions()]
    assert not able[table.place(SHOWN[0])]
    assert able[table.place(SHOWN[1])]


def test_a_menu_filled_again_holds_everything_once(table):
    menu = table.menu()
    before = len(menu.actions())
    table.layout.fill(menu)
    assert len(menu.actions()) == before


# Sorting


def test_the_menu_offers_to_sort_by_every_column_in_sight(table):
    table.hides(SHOWN[1])
    labels = [column.label for column in table.layout.shown()]
    assert list(table.sorts())[1:-1] == labels


def test_the_menu_sorts(table, qtbot):
    with qtbot.waitSignal(table.model.sort_requested) as asked:
        table.sorts()[table.layout.shown()[1].label].trigger()
    assert asked.args == [Sort(column=SHOWN[1])]


def test_the_menu_turns_the_order_round(table, qtbot):
    table.view.sortByColumn(table.place(SHOWN[1]), UP)
    with qtbot.waitSignal(table.model.sort_requested) as asked:
        table.sorts()["The other way round"].trigger()
    assert asked.args == [Sort(column=SHOWN[1], descending=True)]


def test_the_menu_ends_sorting(table, qtbot):
    table.view.sortByColumn(table.place(SHOWN[1]), DOWN)
    with qtbot.waitSignal(table.model.sort_requested) as asked:
        table.sorts()["Best hits, else by name"].trigger()
    assert asked.args == [None]


def test_the_menu_says_how_it_is_sorted(table):
    table.view.sortByColumn(table.place(SHOWN[1]), DOWN)
    checked = [text for text, action in table.sorts().items() if action.isChecked()]
    assert checked == [table.layout.shown()[1].label, "The other way round"]


def test_without_an_order_there_is_nothing_to_turn_round(table):
    assert not table.sorts()["The other way round"].isEnabled()


@pytest.mark.parametrize("descending", [False, True])
def test_a_sort_is_remembered(table, again, descending):
    sort = Sort(column=SHOWN[1], descending=descending)
    table.layout.remember_sort(NETWORKS, sort)
    assert again().layout.sort_of(NETWORKS) == sort


def test_the_end_of_sorting_is_remembered(table, again):
    table.layout.remember_sort(NETWORKS, Sort(column=SHOWN[1]))
    table.layout.remember_sort(NETWORKS, None)
    assert again().layout.sort_of(NETWORKS) is None


def test_each_section_has_a_sort_of_its_own(table):
    table.layout.remember_sort(NETWORKS, Sort(column=SHOWN[1]))
    assert table.layout.sort_of(AUTHORITIES) is None


def test_a_sort_by_a_column_that_is_no_more_is_forgotten(table, settings):
    settings.setValue("sort/networks", "-gone")
    assert table.layout.sort_of(NETWORKS) is None


def test_the_heading_shows_the_sort_that_is_remembered(table, again):
    table.layout.remember_sort(NETWORKS, Sort(column=SHOWN[1], descending=True))
    assert again().sort_shown() == (table.place(SHOWN[1]), DOWN)


def test_the_heading_shows_no_sort_where_there_is_none(table):
    assert table.sort_shown()[0] == -1


def test_showing_a_sort_asks_for_none(table, qtbot):
    table.layout.remember_sort(AUTHORITIES, Sort(column=SHOWN[1]))
    with qtbot.assertNotEmitted(table.model.sort_requested):
        table.turns_to(AUTHORITIES)
