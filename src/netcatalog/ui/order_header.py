"""The heading of a table that can be in order by several columns at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QApplication, QHeaderView, QStyle, QStyleOptionHeader
from typing_extensions import override

from netcatalog.domain.orders import turned

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from netcatalog.ui.record_table import RecordTableModel

_RANK_WIDTH = 12
"""Room for the digit of a rank, left of the arrow, in logical pixels."""


class OrderHeader(QHeaderView):
    """Shows the order of its table by arrows, with their ranks where there are several.

    A click orders by a column alone, Shift and a click by that column as well; up, then down,
    then not any more.

    Signals:
        order_wanted: The user clicked; payload: the order, a tuple of `Sort`.
    """

    order_wanted = Signal(object)

    def __init__(self, model: RecordTableModel) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._records = model
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setStretchLastSection(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.sectionClicked.connect(self._on_clicked)

    def _on_clicked(self, place: int) -> None:
        shift = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        key = self._records.columns[place].key
        self.order_wanted.emit(turned(self._records.order, key, adding=bool(shift)))

    @override
    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logicalIndex: int) -> None:
        super().initStyleOptionForIndex(option, logicalIndex)
        rank = self._records.rank(logicalIndex)
        if rank is not None:
            down = self._records.order[rank].descending
            arrow = QStyleOptionHeader.SortIndicator  # "down" is upwards, as in Qt itself
            option.sortIndicator = arrow.SortUp if down else arrow.SortDown

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        rank = self._records.rank(logicalIndex)
        if rank is None or len(self._records.order) == 1:
            return
        option = QStyleOptionHeader()
        self.initStyleOption(option)
        self.initStyleOptionForIndex(option, logicalIndex)
        option.rect = rect
        arrow = self.style().subElementRect(QStyle.SubElement.SE_HeaderArrow, option, self)
        place = QRect(arrow.left() - _RANK_WIDTH, rect.top(), _RANK_WIDTH, rect.height())
        painter.setPen(self.palette().text().color())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(rank + 1))
