"""The window itself: an empty frame that is painted at once and furnished after that.

It imports as little as it can. Even Qt's own enumerations (`Qt.…`) take a sixth of the time that
a bare window takes, so nothing here touches them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QByteArray, QSettings, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QWidget
from typing_extensions import override

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent

_GEOMETRY = "window/geometry"


class Guest(Protocol):
    """What the window holds: it is asked before the window closes."""

    def may_close(self) -> bool:
        """Tell whether nothing typed would be lost; if not, ask the user about it."""

    def remember(self) -> None:
        """Store what is to be as it was when the window opens again."""


class MainWindow(QMainWindow):
    """The frame of the program.

    Signals:
        painted: The window was painted for the first time.
    """

    painted = Signal()

    def __init__(self, settings: QSettings) -> None:
        """Make an empty window where, and as large as, it was last time."""
        super().__init__()
        self.settings = settings
        self._guest: Guest | None = None
        self._was_painted = False
        self.setWindowTitle("NetCatalog")
        self.resize(1320, 800)
        self.setMinimumSize(880, 480)
        geometry = settings.value(_GEOMETRY)
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)

    def furnish(self, guest: Guest, widget: QWidget) -> None:
        """Put `widget` into the window; `guest` is asked before it closes."""
        self._guest = guest
        self.setCentralWidget(widget)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._guest is not None and not self._guest.may_close():
            event.ignore()
            return
        self.settings.setValue(_GEOMETRY, self.saveGeometry())
        if self._guest is not None:
            self._guest.remember()
        self.settings.sync()
        super().closeEvent(event)
