"""A radio button whose text may be longer than a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QRadioButton, QWidget
from typing_extensions import override

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent


class Choice(QWidget):
    """A button, and beside it the text that it stands for, which chooses it as well.

    Attributes:
        button: The button; it belongs into a group with those of the other choices.
        label: The text.
    """

    def __init__(self, text: str, of: str) -> None:
        """Offer a text; `of` says what it is chosen for, to those who do not see it."""
        super().__init__()
        self.button = QRadioButton()
        self.button.setAccessibleName(f"{of}: {text}")
        self.label = plain_label(text)
        self.setFocusProxy(self.button)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1, Qt.AlignmentFlag.AlignTop)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.button.click()


def plain_label(text: str) -> QLabel:
    """Return a text that wraps, shown as it is."""
    label = QLabel(text, wordWrap=True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
