"""Paints the name of a record in a table, and quietly after it the one by which it was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from netcatalog.ui import theme
from netcatalog.ui.record_table import ALSO_ROLE

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
    from PySide6.QtGui import QPainter


class NameCell(QStyledItemDelegate):
    """Both names share the cell: where there is no room for them, each gets half of it."""

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        also = index.data(ALSO_ROLE)
        if not also:
            super().paint(painter, option, index)
            return
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        style, metrics = shown.widget.style(), shown.fontMetrics
        margin = 1 + style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, shown.widget)
        place = style.subElementRect(
            QStyle.SubElement.SE_ItemViewItemText, shown, shown.widget
        ).adjusted(margin, 0, -margin, 0)
        words = self.tr(", also {name}").format(name=also)
        room = max(place.width() - metrics.horizontalAdvance(words), place.width() // 2)
        shown.text = metrics.elidedText(shown.text, Qt.TextElideMode.ElideRight, room)
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, shown.widget)
        place.setLeft(place.left() + metrics.horizontalAdvance(shown.text))
        self._paint_quietly(painter, shown, place, words)

    def _paint_quietly(
        self, painter: QPainter, option: QStyleOptionViewItem, place: QRect, words: str
    ) -> None:
        colours = theme.current()
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setFont(option.font)
        painter.setPen(QColor(colours.selection_text if is_chosen else colours.muted))
        painter.drawText(
            place,
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            option.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width()),
        )
        painter.restore()
