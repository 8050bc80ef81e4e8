from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMenu, QTableView

from netcatalog.domain.columns import columns_of
from netcatalog.domain.orders import written
from netcatalog.domain.query import Sort
from netcatalog.domain.records import SCHEMA, Actor
from netcatalog.domain.sections import AUTHORITIES, MEMBERSHIPS, NETWORKS
from netcatalog.ui.column_layout import ColumnLayout
from netcatalog.ui.order_header import OrderHeader
from netcatalog.ui.record_table import RecordTableModel
from tests.ui import forms

SHOWN = [column.key for column in columns_of(SCHEMA, Actor) if column.shown]


class Table:
    """A table with its columns laid out, and nothing in it."""

    def __init__(self, qtbot, settings):
        self.qtbot = qtbot
        self.model = RecordTableModel()
        self.view = QTableView()
        self.view.setModel(self.model)
        self.header = OrderHeader(self.model)
        self.view.setHorizontalHeader(self.header)
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

    def orders(self, title):
        """The entries of one of the menus of orders, by label."""
        menu = next(one for one in self.menu().findChildren(QMenu) if one.title() == title)
        return {action.text().partition("\t")[0]: action for action in menu.actions()}

    def order(self):
        """The order shown, such as "-title country"."""
        return written(self.model.order)


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


def test_columns_are_reset(table, again):
    table.hides(SHOWN[1])
    table.header.moveSection(0, 2)
    table.header.resizeSection(table.place(SHOWN[2]), 177)
    entry = next(one for one in table.menu().actions() if one.text() == "Reset columns")
    entry.trigger()
    assert table.in_sight() == again().in_sight() == SHOWN
    assert table.width(SHOWN[2]) == again().width(SHOWN[2]) == 104


def test_a_column_is_moved_and_stays_there(table, again):
    table.layout.move(table.place(SHOWN[0]), 1)
    assert table.in_sight()[:2] == again().in_sight()[:2] == [SHOWN[1], SHOWN[0]]


@pytest.mark.parametrize(("place", "by"), [(0, -1), (-1, 1)])
def test_a_column_at_the_edge_stays_there(table, place, by):
    before = table.layout.standing()
    table.layout.move(before[place], by)
    assert table.layout.standing() == before


# Orders


def test_the_menu_offers_to_sort_by_every_column_in_sight(table):
    table.hides(SHOWN[1])
    labels = [column.label for column in table.layout.shown()]
    assert list(table.orders("Sort by"))[1:] == labels


def test_the_menu_sorts_by_one_column(table, qtbot):
    label = table.layout.shown()[1].label
    with qtbot.waitSignal(table.layout.order_chosen):
        table.orders("Sort by")[label].trigger()
    assert table.order() == SHOWN[1]
    table.orders("Sort by")[label].trigger()
    assert table.order() == f"-{SHOWN[1]}"


def test_the_menu_adds_a_second_and_a_third_column(table):
    first, second, third = (one.label for one in table.layout.shown()[:3])
    table.orders("Sort by")[first].trigger()
    table.orders("Then by")[second].trigger()
    table.orders("Then by")[second].trigger()
    table.orders("Then by")[third].trigger()
    assert table.order() == f"{SHOWN[0]} -{SHOWN[1]} {SHOWN[2]}"
    assert table.orders("Then by")[second].text() == f"{second}\t2 ↓"


def test_without_an_order_there_is_nothing_to_add_to(table):
    menus = {one.title(): one for one in table.menu().findChildren(QMenu)}
    assert not menus["Then by"].isEnabled()


def test_the_menu_ends_sorting(table):
    table.layout.choose_order((Sort(column=SHOWN[1]),))
    table.orders("Sort by")["Best hits, else by name"].trigger()
    assert table.order() == ""


def test_the_menu_says_how_it_is_sorted(table):
    assert table.orders("Sort by")["Best hits, else by name"].isChecked()
    table.layout.choose_order((Sort(column=SHOWN[1]),))
    checked = [text for text, one in table.orders("Sort by").items() if one.isChecked()]
    assert checked == [table.layout.shown()[1].label]


def test_an_order_by_several_columns_is_remembered(table, again):
    order = (Sort(column=SHOWN[1], descending=True), Sort(column=SHOWN[0]))
    table.layout.choose_order(order)
    assert again().model.order == order


def test_the_end_of_sorting_is_remembered(table, again):
    table.layout.choose_order((Sort(column=SHOWN[1]),))
    table.layout.choose_order(())
    assert again().order() == ""


def test_each_section_has_an_order_of_its_own(table):
    table.layout.choose_order((Sort(column=SHOWN[1]),))
    table.turns_to(AUTHORITIES)
    assert table.order() == ""
    table.turns_to(NETWORKS)
    assert table.order() == SHOWN[1]


def test_what_an_earlier_version_remembered_is_still_read(table, settings):
    settings.setValue("sort/networks", f"-{SHOWN[1]}")
    table.turns_to(NETWORKS)
    assert table.order() == f"-{SHOWN[1]}"


def test_a_sort_by_a_column_that_is_no_more_is_forgotten(table, settings):
    settings.setValue("sort/networks", f"-gone {SHOWN[0]}")
    assert table.layout.order_of(NETWORKS) == (Sort(column=SHOWN[0]),)


def test_showing_an_order_asks_for_none(table, qtbot, settings):
    settings.setValue("sort/authorities", SHOWN[1])
    with qtbot.assertNotEmitted(table.layout.order_chosen):
        table.turns_to(AUTHORITIES)
    assert table.order() == SHOWN[1]
