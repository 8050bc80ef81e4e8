"""A line across the window that tells what happened, and offers what to do about it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton

from netcatalog.ui.icons import Tint, icon
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

SHOWN_FOR_MS = 8_000
"""How long news stays, in milliseconds. Bad news stays until it is closed."""


class Tone(Enum):
    """How a message is meant; told by its icon as well as by its colour."""

    GOOD = "good"
    QUIET = "quiet"
    BAD = "bad"


_ICONS = {
    Tone.GOOD: ("circle-check", Tint.SUCCESS),
    Tone.QUIET: ("info", Tint.MUTED),
    Tone.BAD: ("circle-alert", Tint.ERROR),
}
_LOOKS = {Tone.GOOD: Look.SUCCESS, Tone.QUIET: Look.INFO, Tone.BAD: Look.ERROR}


class MessageBar(QFrame):
    """Says one thing at a time; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        self.text = QLabel(wordWrap=True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action = QPushButton()
        self.close_button = QToolButton(autoRaise=True)
        self.close_button.setIcon(icon("x"))
        self.close_button.setAccessibleName(self.tr("Close the message"))
        self.close_button.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self._icon)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.action)
        layout.addWidget(self.close_button)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_FOR_MS)
        self._timer.timeout.connect(self.hide)
        self._do: Callable[[], object] | None = None
        self.action.clicked.connect(self._on_action)
        self.hide()

    def say(
        self,
        text: str,
        tone: Tone = Tone.GOOD,
        *,
        action: str = "",
        do: Callable[[], object] | None = None,
    ) -> None:
        """Show a message, with a button `action` that calls `do` where both are given."""
        name, tint = _ICONS[tone]
        self._icon.setPixmap(icon(name, tint).pixmap(20, 20))
        dress(self, _LOOKS[tone])
        self.text.setText(text)
        self.setAccessibleName(text)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self._do = do
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        self._timer.stop()
        if tone is not Tone.BAD:
            self._timer.start()

    def withdraw(self) -> None:
        """Go away if anything is offered here: below what comes next, it would belong to that."""
        if not self.action.isHidden():
            self.hide()

    def _on_action(self) -> None:
        self.hide()
        if self._do is not None:
            self._do()
