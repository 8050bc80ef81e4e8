"""A heading that opens what stands below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from netcatalog.ui.icons import Tint, icon
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout


class Disclosure(QWidget):
    """Closed at first. What it shows is made when it is opened for the first time.

    Signals:
        opened: It is opened, and may have to be filled.
    """

    opened = Signal()

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QPushButton(label)
        dress(self.button, Look.FLAT)
        self.button.setAccessibleName(label)
        self.button.clicked.connect(self._on_clicked)
        self._body = QWidget()
        self._body.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._body)
        self._say_state()

    def is_open(self) -> bool:
        """Tell whether what stands below is shown."""
        return not self._body.isHidden()

    def open(self) -> None:
        """Show what stands below."""
        if not self.is_open():
            self.opened.emit()
            self._body.show()
            self._say_state()

    def fill(self, layout: QLayout) -> None:
        """Put what it shows into it, once."""
        self._body.setLayout(layout)

    def _on_clicked(self) -> None:
        if self.is_open():
            self._body.hide()
            self._say_state()
        else:
            self.open()

    def _say_state(self) -> None:
        opened = self.is_open()
        self.button.setIcon(icon("chevron-down" if opened else "chevron-right", Tint.MUTED))
        self.button.setAccessibleDescription(self.tr("open") if opened else self.tr("closed"))
