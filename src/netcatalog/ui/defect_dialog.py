"""The one dialog for defects of the program: says so, shows the log, and loses nothing."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout

from netcatalog import __version__

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class DefectDialog(QDialog):
    """Shows what went wrong inside the program, for somebody to copy and send."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("A mistake in NetCatalog"))
        self.resize(640, 400)
        told = QLabel(
            self.tr(
                "NetCatalog made a mistake. What was stored is safe, and what you typed is "
                "still there. Please send the text below to those who look after the program."
            ),
            wordWrap=True,
        )
        self.log = QPlainTextEdit(readOnly=True)
        self.log.setAccessibleName(self.tr("What happened"))
        self.log.setPlainText(f"NetCatalog {__version__}")
        self.add(error)
        buttons = QDialogButtonBox()
        self.copy_button = buttons.addButton(
            self.tr("Copy the text"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.copy_button.clicked.connect(self._copy)
        self.go_on = buttons.addButton(
            self.tr("Go on working"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        buttons.accepted.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(told)
        layout.addWidget(self.log, 1)
        layout.addWidget(buttons)
        self.go_on.setDefault(True)  # Qt forgets it of a button that is in no dialog yet

    def add(self, error: BaseException) -> None:
        """Show one more error, below those that are shown."""
        self.log.appendPlainText("".join(traceback.format_exception(error)))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.log.toPlainText())
