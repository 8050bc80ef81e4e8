from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from netcatalog.domain.columns import columns_of
from netcatalog.domain.pages import Row
from netcatalog.domain.query import Sort
from netcatalog.domain.records import SCHEMA, Actor
from netcatalog.domain.sections import NETWORKS
from netcatalog.ui.name_cell import NameCell
from netcatalog.ui.record_table import ALSO_ROLE, ID_ROLE, PAGE_ROWS, PAGES_KEPT, RecordTableModel

COLUMNS = columns_of(SCHEMA, Actor)
NUMERIC = next(place for place, column in enumerate(COLUMNS) if column.numeric)
ACROSS = Qt.Orientation.Horizontal


def rows(ids):
    """Make up a row for each id, whose first cell names it."""
    empty = ((),) * (len(COLUMNS) - 1)
    return {key: Row(key, ((f"Network {key}",), *empty)) for key in ids}


def filled(model, count):
    """Show that many records, with the first page of rows; return the ids."""
    ids = list(range(1, count + 1))
    model.show(COLUMNS, ids, rows(ids[:PAGE_ROWS]))
    return ids


def page_of(ids, page):
    return rows(ids[page * PAGE_ROWS : (page + 1) * PAGE_ROWS])


def text(model, row, column=0):
    return model.index(row, column).data()


@pytest.fixture
def model(qapp):
    return RecordTableModel()


@pytest.fixture
def wanted(model):
    """The numbers of the pages that were asked for, in order."""
    pages = []
    model.rows_wanted.connect(lambda ids, page: pages.append(page))
    return pages


def test_an_empty_table_is_a_sound_qt_model(model, qtmodeltester):
    qtmodeltester.check(model)


def test_the_seed_is_a_sound_qt_model(model, seeded, qtmodeltester):
    ids = seeded.find(seeded.query("", NETWORKS))
    model.show(COLUMNS, ids, seeded.rows(Actor, ids, COLUMNS))
    qtmodeltester.check(model)


def test_a_table_of_several_pages_is_a_sound_qt_model(model, qtmodeltester):
    filled(model, 3 * PAGE_ROWS + 1)
    qtmodeltester.check(model)


def test_a_table_stays_sound_while_rows_and_answers_come(model, qtmodeltester):
    qtmodeltester.check(model)
    ids = filled(model, 2 * PAGE_ROWS)
    text(model, PAGE_ROWS)
    model.put(ids, 1, page_of(ids, 1))
    filled(model, 1)
    filled(model, 0)


def test_rows_of_the_first_page_are_there_at_once(model, wanted):
    filled(model, PAGE_ROWS)
    assert text(model, PAGE_ROWS - 1) == f"Network {PAGE_ROWS}"
    assert wanted == []


def test_a_row_that_is_not_there_is_painted_empty(model):
    filled(model, PAGE_ROWS + 1)
    assert text(model, PAGE_ROWS) is None


def test_rows_that_are_not_there_are_asked_for_once(model, wanted):
    filled(model, 3 * PAGE_ROWS)
    for row in (PAGE_ROWS, PAGE_ROWS + 1, 2 * PAGE_ROWS - 1):
        text(model, row)
    assert wanted == [1]


def test_rows_are_asked_for_with_the_ids_that_they_are_rows_of(model, qtbot):
    ids = filled(model, 2 * PAGE_ROWS)
    with qtbot.waitSignal(model.rows_wanted) as asked:
        text(model, PAGE_ROWS)
    assert asked.args[0] is ids


def test_only_the_pages_that_are_looked_at_are_asked_for(model, wanted, qtbot):
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    filled(model, 1_000)
    view.show()
    qtbot.waitExposed(view)
    view.scrollToBottom()
    view.grab()
    assert wanted == [999 // PAGE_ROWS]


def test_the_next_page_is_asked_for_before_it_is_reached(model, wanted):
    filled(model, 3 * PAGE_ROWS)
    text(model, PAGE_ROWS // 2 - 1)
    assert wanted == []
    text(model, PAGE_ROWS // 2)
    assert wanted == [1]


def test_so_is_the_one_before(model, wanted):
    ids = filled(model, 4 * PAGE_ROWS)
    model.put(ids, 2, page_of(ids, 2))
    text(model, 2 * PAGE_ROWS)
    assert wanted == [1]


def test_rows_that_come_are_shown(model):
    ids = filled(model, 2 * PAGE_ROWS)
    text(model, PAGE_ROWS)
    model.put(ids, 1, page_of(ids, 1))
    assert text(model, PAGE_ROWS) == f"Network {PAGE_ROWS + 1}"


def test_rows_that_come_are_painted_anew_and_no_others(model, qtbot):
    ids = filled(model, 2 * PAGE_ROWS - 1)
    with qtbot.waitSignal(model.dataChanged) as told:
        model.put(ids, 1, page_of(ids, 1))
    first, last, *_ = told.args
    assert (first.row(), first.column()) == (PAGE_ROWS, 0)
    assert (last.row(), last.column()) == (2 * PAGE_ROWS - 2, len(COLUMNS) - 1)


def test_rows_of_what_was_shown_before_are_dropped(model, qtbot):
    before = filled(model, 2 * PAGE_ROWS)
    filled(model, 2 * PAGE_ROWS)
    with qtbot.assertNotEmitted(model.dataChanged):
        model.put(before, 1, page_of(before, 1))
    assert text(model, PAGE_ROWS) is None


def test_a_page_asked_for_before_is_asked_for_again_after_another_answer(model, wanted):
    for _ in range(2):
        filled(model, 2 * PAGE_ROWS)
        text(model, PAGE_ROWS)
    assert wanted == [1, 1]


def test_a_record_removed_since_the_search_leaves_an_empty_row(model, wanted):
    model.show(COLUMNS, [1, 2], rows([1]))
    assert text(model, 1) is None
    assert wanted == []


def test_the_page_not_looked_at_for_longest_is_forgotten(model, wanted):
    ids = filled(model, PAGE_ROWS * (PAGES_KEPT + 1))
    for page in range(1, PAGES_KEPT):
        model.put(ids, page, page_of(ids, page))
    text(model, 0)  # now page 1 is the one not looked at for longest
    model.put(ids, PAGES_KEPT, page_of(ids, PAGES_KEPT))
    text(model, 0)
    assert wanted == []
    text(model, PAGE_ROWS)
    assert wanted == [1]


def test_a_page_that_was_forgotten_is_asked_for_each_time_it_is_forgotten(model, wanted):
    ids = filled(model, PAGE_ROWS * (PAGES_KEPT + 1))
    for _ in range(2):
        for page in range(1, PAGES_KEPT + 1):
            model.put(ids, page, page_of(ids, page))
        text(model, 0)
        model.put(ids, 0, page_of(ids, 0))
    assert wanted == [0, 0]


def test_a_heading_says_its_rank_and_direction_to_those_who_listen(model):
    filled(model, 1)
    model.show_order((Sort(column=COLUMNS[1].key), Sort(column="title", descending=True)))
    spoken = [
        model.headerData(place, ACROSS, Qt.ItemDataRole.AccessibleTextRole) for place in (0, 1, 2)
    ]
    assert spoken == [
        "Name, ordered by it as number 2, descending",
        f"{COLUMNS[1].label}, ordered by it as number 1, ascending",
        COLUMNS[2].label,
    ]


def test_another_order_is_painted_in_all_headings(model, qtbot):
    filled(model, 1)
    with qtbot.waitSignal(model.headerDataChanged) as told:
        model.show_order((Sort(column="title"),))
    assert told.args == [ACROSS, 0, len(COLUMNS) - 1]


def test_an_order_by_a_column_that_is_not_there_has_no_rank(model):
    filled(model, 1)
    model.show_order((Sort(column="gone"),))
    assert {model.rank(place) for place in range(-1, len(COLUMNS) + 1)} == {None}


@pytest.mark.parametrize(
    ("column", "side"),
    [(0, Qt.AlignmentFlag.AlignLeft), (NUMERIC, Qt.AlignmentFlag.AlignRight)],
    ids=["text", "number"],
)
def test_headings_stand_on_the_side_of_their_values(model, column, side):
    filled(model, 1)
    asked = model.headerData(column, ACROSS, Qt.ItemDataRole.TextAlignmentRole)
    assert side in Qt.AlignmentFlag(asked)


def test_numbers_stand_to_the_right(model):
    filled(model, 1)
    asked = model.index(0, NUMERIC).data(Qt.ItemDataRole.TextAlignmentRole)
    assert Qt.AlignmentFlag.AlignRight in Qt.AlignmentFlag(asked)


def test_text_stands_where_it_always_does(model):
    filled(model, 1)
    assert model.index(0, 0).data(Qt.ItemDataRole.TextAlignmentRole) is None


def test_what_is_cut_off_can_be_read_in_a_tool_tip(model):
    filled(model, 1)
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "Network 1"


def test_headings_are_the_labels_of_the_columns(model):
    filled(model, 1)
    found = [model.headerData(place, ACROSS) for place in range(model.columnCount())]
    assert found == [column.label for column in COLUMNS]


def test_every_cell_knows_the_id_of_its_record_though_its_row_is_not_there(model, wanted):
    filled(model, 2 * PAGE_ROWS)
    last = model.index(2 * PAGE_ROWS - 1, NUMERIC)
    assert last.data(ID_ROLE) == 2 * PAGE_ROWS
    assert wanted == []


def test_the_row_of_a_record_is_found(model):
    model.show(COLUMNS, [30, 10, 20], {})
    assert [model.row_of(key) for key in (30, 10, 20)] == [0, 1, 2]


def test_a_record_that_is_not_shown_has_no_row(model):
    filled(model, 3)
    assert model.row_of(4) is None


def test_rows_are_looked_up_in_what_is_shown_now(model):
    filled(model, 3)
    assert model.row_of(1) == 0
    model.show(COLUMNS, [3, 2, 1], {})
    assert model.row_of(1) == 2


@pytest.fixture
def kyiv(model):
    """A table of one record, found by another name than the one it shows."""
    (row,) = rows([1]).values()
    model.show(COLUMNS, [1], {1: replace(row, also="Kyiv")})
    return model.index(0, 0)


def test_the_other_name_stands_beside_the_one_that_is_shown(kyiv):
    assert (kyiv.data(), kyiv.data(ALSO_ROLE)) == ("Network 1", "Kyiv")


@pytest.mark.parametrize("role", [Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole])
def test_both_names_are_said(kyiv, role):
    assert kyiv.data(role) == "Network 1, also Kyiv"
    assert kyiv.siblingAtColumn(1).data(role) == ""
    assert kyiv.siblingAtColumn(1).data(ALSO_ROLE) is None


def painted(view):
    return view.viewport().grab().toImage()


@pytest.mark.parametrize("width", [60, 200, 400])
def test_the_other_name_is_painted_after_the_one_that_is_shown(qtbot, model, kyiv, width):
    view = QTableView()
    view.setItemDelegateForColumn(0, NameCell(view))
    view.setModel(model)
    view.setColumnWidth(0, width)
    qtbot.addWidget(view)
    with_other = painted(view)
    model.show(COLUMNS, [1], rows([1]))
    assert painted(view) != with_other
