"""A line above the columns that leads back to what is under way elsewhere."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from netcatalog.ui.icons import IconLabel, Tint
from netcatalog.ui.theme import Look, dress


class UnderWay(QFrame):
    """Says that a list is not brought in yet; hidden while there is none, or it is shown.

    Signals:
        wanted: The user goes back to it.
    """

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, Look.PAST)
        sign = IconLabel(20)
        sign.show_icon("upload", Tint.ACCENT)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.words, Look.HEADING)
        self.button = QPushButton(self.tr("Go back to it"))
        self.button.setToolTip(self.tr("Ctrl+Shift+I"))
        self.button.clicked.connect(self.wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 16, 4)
        layout.setSpacing(8)
        layout.addWidget(sign)
        layout.addWidget(self.words)
        layout.addWidget(self.button)
        layout.addStretch(1)
        self.hide()

    def tell(self, what: str) -> None:
        """Say what is under way."""
        self.words.setText(self.tr("Not finished: {what}").format(what=what))
        self.show()
