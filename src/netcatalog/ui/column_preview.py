"""The first rows of a table, with what each column becomes above it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView
from typing_extensions import override

from netcatalog.ui.icons import Tint, icon
from netcatalog.ui.text_table import TextTableModel
from netcatalog.ui.theme import dress_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent
    from PySide6.QtWidgets import QStyleOptionHeader

_BESIDE_TEXT = 40
"""What the sign and the margins of a heading take, in pixels."""

_WIDTHS = (152, 240)
"""Least and greatest width of a column of a list that fits, in pixels."""


class PreviewModel(TextTableModel):
    """Cells under two lines: the heading, and what the column becomes."""

    def __init__(self, nothing: str) -> None:
        """Make an empty model; `nothing` is what stands where a column becomes nothing."""
        super().__init__()
        self._nothing = nothing
        self._becomes: Mapping[str, str] = {}

    def show_becomes(self, becomes: Mapping[str, str]) -> None:
        """Say what the columns become, by heading."""
        self._becomes = becomes
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self.columnCount() - 1))

    def heading(self, column: int) -> str:
        """Return the heading of a column."""
        return str(super().headerData(column, Qt.Orientation.Horizontal))

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= self.columnCount():
            return None
        heading = self.heading(section)
        becomes = self._becomes.get(heading)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{' '.join(heading.split())}\n{becomes or self._nothing}"
            case Qt.ItemDataRole.ToolTipRole:
                return f"{heading}\n→ {becomes or self._nothing}"
            case Qt.ItemDataRole.DecorationRole:
                return icon("check", Tint.SUCCESS) if becomes else icon("minus", Tint.MUTED)
        return None


class _Header(QHeaderView):
    """Cuts each of the two lines by itself where there is no room."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    @override
    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logicalIndex: int) -> None:
        super().initStyleOptionForIndex(option, logicalIndex)
        width = self.sectionSize(logicalIndex) - _BESIDE_TEXT
        lines = str(self.model().headerData(logicalIndex, self.orientation())).split("\n")
        right = Qt.TextElideMode.ElideRight
        option.text = "\n".join(
            self.fontMetrics().elidedText(line, right, width) for line in lines
        )


class ColumnPreview(QTableView):
    """Lets one go from column to column.

    Signals:
        column_chosen: Another column is chosen, or several are.
        entered: What it becomes is to be chosen; payload: the letters typed so far.
        emptied: It is to become nothing.
    """

    column_chosen = Signal()
    entered = Signal(str)
    emptied = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Columns of the list"))
        self.texts = PreviewModel(self.tr("nothing"))
        self.setModel(self.texts)
        header = _Header(self)
        self.setHorizontalHeader(header)
        dress_table(self)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectColumns)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        header.setSectionsClickable(True)
        header.setFixedHeight(2 * self.fontMetrics().height() + 16)
        self.selectionModel().selectionChanged.connect(self._on_chosen)

    def show_rows(self, headings: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        """Show the first rows of a table."""
        self.texts.show(headings, lines)
        self._share_out()
        self.go_to(0)

    def _share_out(self) -> None:
        least, most = _WIDTHS
        count = max(1, self.texts.columnCount())
        width = min(most, max(least, self.viewport().width() // count))
        self.horizontalHeader().setDefaultSectionSize(width)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def heading(self) -> str:
        """Return the heading of the current column, or ""."""
        index = self.currentIndex()
        return self.texts.heading(index.column()) if index.isValid() else ""

    def others(self) -> list[str]:
        """Return the headings of the columns that are chosen beside the current one."""
        chosen = {index.column() for index in self.selectionModel().selectedColumns()}
        chosen.discard(self.currentIndex().column())
        return [self.texts.heading(column) for column in sorted(chosen)]

    def go_to(self, column: int) -> None:
        """Make a column the current one, if there is such a column."""
        if not 0 <= column < self.texts.columnCount():
            return
        row = max(0, self.currentIndex().row())
        self.setCurrentIndex(self.texts.index(row, column))
        self.selectionModel().select(
            self.texts.index(row, column),
            QItemSelectionModel.SelectionFlag.ClearAndSelect
            | QItemSelectionModel.SelectionFlag.Columns,
        )

    def go_on(self) -> None:
        """Go to the column after those that are chosen."""
        chosen = [index.column() for index in self.selectionModel().selectedColumns()]
        self.go_to(max([self.currentIndex().column(), *chosen]) + 1)

    def _on_chosen(self) -> None:
        self.column_chosen.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        }
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2} and plain:
            self.entered.emit("")
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.emptied.emit()
        elif plain and event.text().isalnum():
            self.entered.emit(event.text())
        else:
            super().keyPressEvent(event)
