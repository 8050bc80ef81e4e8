"""The browse table: holds a list of ids, and borrows the rows it is asked to paint."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from netcatalog.domain.columns import TITLE
from netcatalog.domain.pages import cell_text
from netcatalog.domain.query import Sort

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtCore import QObject

    from netcatalog.domain.columns import Column
    from netcatalog.domain.pages import Row

Index = QModelIndex | QPersistentModelIndex

PAGE_ROWS = 100
"""Rows loaded at a time: a few screens full."""

PAGES_KEPT = 40
"""Pages remembered; the one not used for longest goes first."""

ID_ROLE = Qt.ItemDataRole.UserRole
"""Gives the id of the record of any cell in a row: all that views and commands need."""

ALSO_ROLE = Qt.ItemDataRole.UserRole + 1
"""Gives, in the column of names, the name by which a record was found, if it shows another."""

_ROOT = QModelIndex()


class RecordTableModel(QAbstractTableModel):
    """A search result as a table. It owns the ids; the rows are handed to it page by page.

    A row that is not there yet is painted empty and asked for, once.

    Signals:
        sort_requested: The user clicked a header; payload: the `Sort`, or None for no order
            of the user's own. The model does not sort: its owner searches again and calls
            `show`.
        rows_wanted: Rows are about to be seen that are not there; payload: the ids shown, and
            the number of the page of them. It comes in the middle of painting, so connect
            with `Qt.ConnectionType.QueuedConnection`, and answer with `put`.
    """

    sort_requested = Signal(object)
    rows_wanted = Signal(object, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: Sequence[Column] = ()
        self._ids: Sequence[int] = ()
        self._places: dict[int, int] | None = None  # of the ids, made when first asked for
        self._pages: OrderedDict[int, Mapping[int, Row]] = OrderedDict()
        self._wanted: set[int] = set()

    @property
    def columns(self) -> Sequence[Column]:
        """The columns shown."""
        return self._columns

    @property
    def ids(self) -> Sequence[int]:
        """The ids shown, in order."""
        return self._ids

    def show(self, columns: Sequence[Column], ids: Sequence[int], rows: Mapping[int, Row]) -> None:
        """Show the records with these ids; `rows` are those of the first page."""
        self.beginResetModel()
        self._columns, self._ids, self._places = columns, ids, None
        self._pages = OrderedDict({0: rows})
        self._wanted.clear()
        self.endResetModel()

    def put(self, ids: Sequence[int], page: int, rows: Mapping[int, Row]) -> None:
        """Take the rows of a page that was wanted of `ids`; too late, they are dropped."""
        if ids is not self._ids:
            return
        self._wanted.discard(page)
        self._pages[page] = rows
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        first = page * PAGE_ROWS
        last = min(first + PAGE_ROWS, len(self._ids)) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    def row_of(self, record_id: int) -> int | None:
        """Return the row that shows a record, or None."""
        if self._places is None:
            self._places = {shown: row for row, shown in enumerate(self._ids)}
        return self._places.get(record_id)

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                row = self._row(index.row())
                return cell_text(column, row.cells[index.column()]) if row else None
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                shown, also = index.data(), index.data(ALSO_ROLE)
                words = self.tr("{name}, also {other}")
                return words.format(name=shown, other=also) if also else shown
            case Qt.ItemDataRole.TextAlignmentRole if column.numeric:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case _ if role == ALSO_ROLE and column.key == TITLE:
                row = self._row(index.row())
                return row.also if row else None
            case _ if role == ID_ROLE:
                return self._ids[index.row()]
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column < 0:
            self.sort_requested.emit(None)
        elif column < len(self._columns):
            descending = order == Qt.SortOrder.DescendingOrder
            self.sort_requested.emit(Sort(column=self._columns[column].key, descending=descending))

    def _row(self, number: int) -> Row | None:
        page = number // PAGE_ROWS
        rows = self._pages.get(page)
        if rows is None:
            if page not in self._wanted:
                self._wanted.add(page)
                self.rows_wanted.emit(self._ids, page)
            return None
        self._pages.move_to_end(page)
        return rows.get(self._ids[number])
