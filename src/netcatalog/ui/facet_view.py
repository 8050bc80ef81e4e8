"""The tree in which facets are shown, and how its lines are painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)
from typing_extensions import override

from netcatalog.ui import theme
from netcatalog.ui.facet_model import (
    LINE_ROLE,
    FacetModel,
    Heading,
    MoreLine,
    Standing,
    ValueLine,
    told_count,
)
from netcatalog.ui.icons import Tint, icon
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import SignalInstance
    from PySide6.QtGui import QMouseEvent

    from netcatalog.ui.facet_model import Line

    Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT = 28
"""The least height of a line, in logical pixels."""

_GAP = 8
_ICON = 16

_EDGE = 3

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class FacetView(QTreeView):
    """Headings that open, and values that are chosen with the mouse or the keyboard.

    Signals:
        chosen, added, excluded: The user wants a value alone, as well, or not at all; payload:
            its `Facet`, and the `FacetValue`.
        more_wanted: The user wants to see all values of a facet; payload: the `Facet`.
        left: The user wants to go back from all values of one facet.
        toggled: A heading was opened or closed by hand; payload: its `Facet`, and whether it
            is open.
    """

    chosen = Signal(object, object)
    added = Signal(object, object)
    excluded = Signal(object, object)
    more_wanted = Signal(object)
    left = Signal()
    toggled = Signal(object, bool)

    def __init__(self, model: FacetModel) -> None:
        super().__init__()
        self.setModel(model)
        dress(self, Look.SECTIONS)
        self.setItemDelegate(_Line(self))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Narrow down"))
        self._pressed = QPersistentModelIndex()
        self.expanded.connect(lambda index: self._on_toggled(index, True))
        self.collapsed.connect(lambda index: self._on_toggled(index, False))

    def line(self, index: Index) -> Line | None:
        """Return what a place shows, or None if it is no place."""
        found: Line | None = index.data(LINE_ROLE)
        return found

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = QPersistentModelIndex()
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = QPersistentModelIndex(self.indexAt(event.position().toPoint()))
        super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        released = self.indexAt(event.position().toPoint())
        if released.isValid() and self._pressed == released:
            self._use(released, event.modifiers())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.currentIndex().isValid():
            self._use(self.currentIndex(), event.modifiers())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _use(self, index: QModelIndex, modifiers: Qt.KeyboardModifier) -> None:
        match self.line(index):
            case Heading(leads_back=True):
                self.left.emit()
            case Heading():
                self.setExpanded(index, not self.isExpanded(index))
            case MoreLine(facet):
                self.more_wanted.emit(facet)
            case ValueLine(facet, value):
                self._wish(modifiers).emit(facet, value)
            case None:
                pass

    def _wish(self, modifiers: Qt.KeyboardModifier) -> SignalInstance:
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            return self.added
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            return self.excluded
        return self.chosen

    def _on_toggled(self, index: QModelIndex, is_open: bool) -> None:
        line = self.line(index)
        if isinstance(line, Heading):
            self.toggled.emit(line.facet, is_open)

    def current(self) -> Line | None:
        """Return the line the keyboard is on."""
        return self.line(self.currentIndex())

    def go_to(self, wanted: Line) -> None:
        """Go to the line of the same heading, value or rest of a facet, if it is there."""
        for index in self._places():
            if _key(self.line(index)) == _key(wanted):
                self.setCurrentIndex(index)
                return

    def enter(self) -> None:
        """Bring the keyboard to the first value."""
        first = next((one for one in self._places() if one.parent().isValid()), None)
        if first is not None:
            self.setCurrentIndex(first)
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _places(self) -> Iterator[QModelIndex]:
        model = self.model()
        for row in range(model.rowCount()):
            heading = model.index(row, 0)
            yield heading
            yield from (model.index(below, 0, heading) for below in range(model.rowCount(heading)))


def _key(line: Line | None) -> tuple[object, ...]:
    """Return what stays the same of a line when it is counted anew."""
    match line:
        case ValueLine(facet, value):
            return facet.word.word, value.value
        case Heading(facet) | MoreLine(facet):
            return type(line), facet.word.word
        case None:
            return ()


class _Line(QStyledItemDelegate):
    """Paints a line: its mark, what it says, and a count at the right edge."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, max(ROW_HEIGHT, option.fontMetrics.height() + _GAP))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE_ROLE)
        painter.save()
        _paint_ground(painter, option)
        place = option.rect.adjusted(_GAP, 0, -_GAP, 0)
        _paint_mark(painter, place, option, line)
        place.setLeft(place.left() + _ICON + _GAP)
        if isinstance(line, ValueLine):
            count = told_count(line)
            painter.setPen(_ink(option, quiet=True))
            painter.drawText(place, _RIGHT, count)
            place.setRight(place.right() - option.fontMetrics.horizontalAdvance(count) - _GAP)
        font = QFont(option.font)
        if isinstance(line, Heading) or getattr(line, "standing", Standing.OPEN) is not (
            Standing.OPEN
        ):
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(_ink(option, quiet=isinstance(line, MoreLine)))
        words = painter.fontMetrics().elidedText(
            index.data(), Qt.TextElideMode.ElideRight, place.width()
        )
        painter.drawText(place, _LEFT, words)
        painter.restore()


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _has_keyboard(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_HasFocus)


def _ink(option: QStyleOptionViewItem, *, quiet: bool) -> QColor:
    colours = theme.current()
    if _has_keyboard(option):
        return QColor(colours.selection_text)
    return QColor(colours.muted if quiet else colours.text)


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    colours = theme.current()
    if _has_keyboard(option):
        painter.fillRect(option.rect, QColor(colours.selection))
        edge = QRect(option.rect.left(), option.rect.top(), _EDGE, option.rect.height())
        painter.fillRect(edge, QColor(colours.accent))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(option.rect, QColor(colours.hover))


def _paint_mark(painter: QPainter, place: QRect, option: QStyleOptionViewItem, line: Line) -> None:
    match line:
        case Heading(leads_back=True):
            name = "arrow-left"
        case Heading():
            is_open = option.state & QStyle.StateFlag.State_Open
            name = "chevron-down" if is_open else "chevron-right"
        case ValueLine(standing=Standing.CHOSEN):
            name = "check"
        case ValueLine(standing=Standing.EXCLUDED):
            name = "minus"
        case _:
            return
    spot = QRect(place.left(), place.center().y() - _ICON // 2 + 1, _ICON, _ICON)
    mode = QIcon.Mode.Selected if _has_keyboard(option) else QIcon.Mode.Normal
    icon(name, Tint.MUTED if isinstance(line, Heading) else Tint.ACCENT).paint(
        painter, spot, mode=mode
    )
