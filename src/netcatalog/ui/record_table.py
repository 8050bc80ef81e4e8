"""The browse table: holds a list of ids, and borrows the rows it is asked to paint."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from netcatalog.domain.columns import TITLE
from netcatalog.domain.pages import cell_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtCore import QObject

    from netcatalog.domain.columns import Column
    from netcatalog.domain.orders import Order
    from netcatalog.domain.pages import Row

Index = QModelIndex | QPersistentModelIndex

PAGE_ROWS = 60
"""Rows loaded at a time: two screens full."""

PAGES_KEPT = 40
"""Pages remembered; the one not used for longest goes first."""

ID_ROLE = Qt.ItemDataRole.UserRole
"""Gives the id of the record of any cell in a row: all that views and commands need."""

ALSO_ROLE = Qt.ItemDataRole.UserRole + 1
"""Gives, in the column of names, the name by which a record was found, if it shows another."""

_ROOT = QModelIndex()


class RecordTableModel(QAbstractTableModel):
    """A search result as a table. It owns the ids; the rows are handed to it page by page.

    A row that is not there yet is painted empty and asked for, once. It does not sort: it is
    told in which order its ids are, so that the heading can say so.

    Signals:
        rows_wanted: Rows are about to be seen that are not there; payload: the ids shown, and
            the number of the page of them. It comes in the middle of painting, so connect
            with `Qt.ConnectionType.QueuedConnection`, and answer with `put`.
    """

    rows_wanted = Signal(object, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: Sequence[Column] = ()
        self._ids: Sequence[int] = ()
        self._order: Order = ()
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

    @property
    def order(self) -> Order:
        """The order in which the ids are said to be."""
        return self._order

    def show_order(self, order: Order) -> None:
        """Say in the heading in which order the ids are."""
        self._order = order
        if self._columns:
            last = len(self._columns) - 1
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)

    def rank(self, place: int) -> int | None:
        """Return where the column at a place comes in the order, from 0, or None if nowhere."""
        if not 0 <= place < len(self._columns):
            return None
        keys = [sort.column for sort in self._order]
        key = self._columns[place].key
        return keys.index(key) if key in keys else None

    def show(self, columns: Sequence[Column], ids: Sequence[int], rows: Mapping[int, Row]) -> None:
        """Show the records with these ids; `rows` are those of the first page."""
        self.beginResetModel()
        self._columns, self._ids = columns, ids
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
        try:
            return self._ids.index(record_id)
        except ValueError:
            return None

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
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(section)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tr("Click to order by this, Shift-click to order by this as well")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _spoken(self, place: int) -> str:
        """Return a heading as a screen reader says it, with its part in the order."""
        label, rank = self._columns[place].label, self.rank(place)
        if rank is None:
            return label
        spoken = self.tr("{column}, ordered by it as number {rank}, ascending")
        if self._order[rank].descending:
            spoken = self.tr("{column}, ordered by it as number {rank}, descending")
        return spoken.format(column=label, rank=rank + 1)

    def _row(self, number: int) -> Row | None:
        page = number // PAGE_ROWS
        rows = self._pages.get(page)
        if rows is None:
            self._want(page)
            return None
        self._pages.move_to_end(page)
        # Whoever goes on finds the next page there.
        self._want((number + PAGE_ROWS // 2) // PAGE_ROWS)
        self._want((number - PAGE_ROWS // 2) // PAGE_ROWS)
        return rows.get(self._ids[number])

    def _want(self, page: int) -> None:
        is_there = 0 <= page * PAGE_ROWS < len(self._ids)
        if is_there and page not in self._pages and page not in self._wanted:
            self._wanted.add(page)
            self.rows_wanted.emit(self._ids, page)
