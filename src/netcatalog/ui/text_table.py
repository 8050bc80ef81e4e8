"""A small table of texts that nobody sorts or edits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView
from typing_extensions import override

from netcatalog.ui.theme import dress_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QResizeEvent

Index = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()


class TextTableModel(QAbstractTableModel):
    """Lines of texts under headings."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings: Sequence[str] = ()
        self._lines: Sequence[Sequence[str]] = ()

    def show(self, headings: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        """Show these lines; each has a text for each heading."""
        self.beginResetModel()
        self._headings, self._lines = headings, lines
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._headings)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._lines[index.row()][index.column()]
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section] if 0 <= section < len(self._headings) else None
        return None


class TextTable(QTableView):
    """Shows such a table, as wide as there is room, and no wider."""

    def __init__(self, name: str) -> None:
        """Make an empty table; `name` is what those hear who do not see it."""
        super().__init__()
        self.texts = TextTableModel(self)
        self.setModel(self.texts)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        dress_table(self)
        self.horizontalHeader().setStretchLastSection(True)
        self._shares: Sequence[int] = ()

    def show_texts(
        self, headings: Sequence[str], lines: Sequence[Sequence[str]], shares: Sequence[int]
    ) -> None:
        """Show lines under headings; `shares` says how wide columns are beside each other."""
        self._shares = shares
        self.texts.show(headings, lines)
        self._share_out()

    def _share_out(self) -> None:
        for column, share in enumerate(self._shares[:-1]):
            self.setColumnWidth(column, self.viewport().width() * share // sum(self._shares))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()
