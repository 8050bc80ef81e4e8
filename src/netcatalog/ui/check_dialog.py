"""What a check of the catalogue found, and having it repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget


class CheckDialog(QDialog):
    """Lists what is wrong, or what became of it.

    Signals:
        repair_wanted: It is to be repaired.
    """

    repair_wanted = Signal()

    def __init__(
        self, told: str, sentences: Sequence[str], parent: QWidget, *, can_repair: bool
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Check of the catalogue"))
        self.resize(640, 400)
        self.told = QLabel(told, wordWrap=True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.list = QPlainTextEdit(readOnly=True)
        self.list.setAccessibleName(self.tr("What was found"))
        self.list.setPlainText("\n".join(sentences))
        self.list.setTabChangesFocus(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.repair_button = buttons.addButton(
            self.tr("&Repair"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.repair_button.setVisible(can_repair)
        buttons.accepted.connect(self.repair_wanted)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(self.told)
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)
