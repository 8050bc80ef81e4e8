"""The least a table can cost: a list of ids and pages of rows from bare sqlite3, in one thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from tests.bench import raw

if TYPE_CHECKING:
    import sqlite3

    from netcatalog.domain.fields import Record

PAGE_ROWS = 100
_ROOT = QModelIndex()


class BareModel(QAbstractTableModel):
    """Shows what some SQL finds, with the columns that our table shows."""

    def __init__(self, connection: sqlite3.Connection, kind: type[Record]) -> None:
        super().__init__()
        self._connection = connection
        self._sql = raw.table_sql(kind)
        self._ids: list[int] = []
        self._pages: dict[int, dict[int, tuple[object, ...]]] = {}

    def ask(self, sql: str, given: tuple[object, ...]) -> None:
        """Show what some SQL finds."""
        self.beginResetModel()
        self._ids = raw.ids(self._connection, sql, given)
        self._pages.clear()
        self.endResetModel()

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return len(self._ids)

    @override
    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return len(self._row(0)) - 1 if self._ids else 0

    @override
    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._row(index.row())[index.column() + 1]

    def _row(self, number: int) -> tuple[object, ...]:
        page = number // PAGE_ROWS
        rows = self._pages.get(page)
        if rows is None:
            wanted = self._ids[page * PAGE_ROWS : (page + 1) * PAGE_ROWS]
            marks = ", ".join("?" * len(wanted))
            found = self._connection.execute(f"{self._sql} WHERE a.id IN ({marks})", wanted)
            rows = self._pages[page] = {row[0]: row for row in found}
        return rows[self._ids[number]]
