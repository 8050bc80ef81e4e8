"""The line icons of the program, drawn in the colours of the palette that is worn now.

An icon is asked for by the name of its file in ``resources/icons``. It looks its colour up each
time it is drawn, so icons that widgets already hold follow a change of palette by themselves.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken
from typing_extensions import override

from netcatalog.paths import bundled
from netcatalog.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

SIZES = (16, 20, 24, 32)
"""The edges, in logical pixels, that the icons are drawn to look sharp at."""


class Tint(StrEnum):
    """What an icon is coloured as: the name of a field of `Colours`."""

    TEXT = "text"
    MUTED = "muted"
    ACCENT = "accent"
    ON_ACCENT = "accent_text"
    ERROR = "error"
    WARNING = "warning"
    SUCCESS = "success"


def icon(name: str, tint: Tint = Tint.TEXT) -> QIcon:
    """Return a line icon that follows the palette.

    What is disabled is drawn as disabled and what is selected as selected, whatever the tint.

    Args:
        name: An icon of the set, such as ``"search"``; its meaning in words is the caller's.
        tint: The colour it has while its control is neither disabled nor selected.

    Raises:
        KeyError: There is no such icon: a defect in the caller.
    """
    _drawing(name)
    return QIcon(_LineIcon(name, tint))


class IconLabel(QWidget):
    """Shows one icon, as a `QLabel` would, but follows the palette.

    It says nothing to screen readers: the words stand beside it.
    """

    def __init__(self, edge: int = 16, parent: QWidget | None = None) -> None:
        """Make a place for an icon with an edge of so many logical pixels, empty at first."""
        super().__init__(parent)
        self._icon = QIcon()
        self.setFixedSize(edge, edge)

    def show_icon(self, name: str, tint: Tint = Tint.TEXT) -> None:
        """Show an icon; see `icon`."""
        self._icon = icon(name, tint)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        self._icon.paint(QPainter(self), self.rect(), mode=mode)


@cache
def names() -> frozenset[str]:
    """Return the names of all icons of the set."""
    return frozenset(path.stem for path in (bundled("resources") / "icons").glob("*.svg"))


@cache
def _drawing(name: str) -> str:
    """Return the text of an icon's SVG file, in which `currentColor` stands for the colour."""
    if name not in names():
        raise KeyError(name)
    path = bundled("resources") / "icons" / f"{name}.svg"
    return path.read_text(encoding="utf-8")


_clones: list[QIconEngine] = []
"""Engines that Qt owns; without a reference of ours PySide 6.11 deletes them on return.

Qt clones the engine of an icon that is shared and then added to, which is rare.
"""


class _LineIcon(QIconEngine):
    """Draws one icon; pictures are kept in Qt's own cache, by name, colour and size."""

    def __init__(self, name: str, tint: Tint) -> None:
        super().__init__()
        self._name = name
        self._tint = tint

    @override
    def clone(self) -> QIconEngine:
        _clones[:] = [clone for clone in _clones if Shiboken.isValid(clone)]
        _clones.append(_LineIcon(self._name, self._tint))
        return _clones[-1]

    @override
    def key(self) -> str:
        return "netcatalog-line"

    @override
    def iconName(self) -> str:
        return self._name

    @override
    def availableSizes(
        self, mode: QIcon.Mode = QIcon.Mode.Normal, state: QIcon.State = QIcon.State.Off
    ) -> list[QSize]:
        return [QSize(edge, edge) for edge in SIZES]

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        colour = self._colour(mode)
        key = f"netcatalog/{self._name}/{colour}/{size.width()}x{size.height()}"
        kept = QPixmap()
        if QPixmapCache.find(key, kept):
            return kept
        drawn = _draw(_drawing(self._name), colour, size)
        QPixmapCache.insert(key, drawn)
        return drawn

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect, self.pixmap(rect.size() * ratio, mode, state))

    def _colour(self, mode: QIcon.Mode) -> str:
        worn = theme.current()
        match mode:
            case QIcon.Mode.Disabled:
                return worn.disabled
            case QIcon.Mode.Selected:
                return worn.selection_text
            case _:
                colour: str = getattr(worn, self._tint)
                return colour


def _draw(drawing: str, colour: str, size: QSize) -> QPixmap:
    """Return the drawing in one colour, as large as fits into `size` (device pixels)."""
    edge = min(size.width(), size.height())
    square = QRect(QPoint(), QSize(edge, edge))
    square.moveCenter(QRect(QPoint(), size).center())
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    text = drawing.replace("currentColor", colour)
    QSvgRenderer(QByteArray(text.encode())).render(painter, square)
    painter.end()
    return pixmap
