from __future__ import annotations

from PySide6.QtCore import Qt

from netcatalog.ui.text_table import TextTable, TextTableModel
from tests.ui import forms


def test_an_empty_table_is_a_sound_qt_model(qapp, qtmodeltester):
    qtmodeltester.check(TextTableModel())


def test_a_table_of_texts_is_a_sound_qt_model(qapp, qtmodeltester):
    model = TextTableModel()
    model.show(["A", "B"], [("1", "2"), ("3", "4")])
    qtmodeltester.check(model)
    model.show(["A"], [("1",)])


def test_texts_stand_under_their_headings(qapp):
    model = TextTableModel()
    model.show(["A", "B"], [("1", "2")])
    assert model.headerData(1, Qt.Orientation.Horizontal) == "B"
    assert model.index(0, 1).data() == "2"
    assert model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole) == "2"


def test_columns_share_the_width_there_is(qtbot):
    table = TextTable("Changes")
    table.resize(424, 200)
    forms.show(qtbot, table)
    table.show_texts(["A", "B", "C"], [("1", "2", "3")], (2, 1, 1))
    widths = [table.columnWidth(column) for column in range(3)]
    assert sum(widths) == table.viewport().width()
    assert abs(widths[0] - 2 * widths[1]) <= 2
    table.resize(824, 200)
    assert sum(table.columnWidth(column) for column in range(3)) == table.viewport().width()
