"""The one dialog for defects of the program: says so, shows the log, and loses nothing."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
)

from netcatalog import __version__
from netcatalog.domain.defects import told
from netcatalog.domain.errors import CatalogError
from netcatalog.services.out_files import replacing
from netcatalog.ui.file_dialog import file_dialog
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget


class DefectDialog(QDialog):
    """Shows what went wrong inside the program, for somebody to copy, or save, and send."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("A mistake in NetCatalog"))
        self.resize(720, 480)
        self._errors = [error]
        self.log = QPlainTextEdit(readOnly=True)
        self.log.setAccessibleName(self.tr("What happened"))
        self.log.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.personal = QCheckBox(self.tr("&Include messages and paths of files"))
        self.personal.setToolTip(
            self.tr("They help to find the mistake, but may name people and what is typed.")
        )
        self.personal.toggled.connect(self._show)
        self.state = QLabel(wordWrap=True)
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.state, Look.QUIET)
        self._lay_out()
        self._show()

    def _lay_out(self) -> None:
        words = QLabel(
            self.tr(
                "NetCatalog made a mistake. What was stored is safe, and what you typed is "
                "still there. Please send the text below to those who look after the program."
            ),
            wordWrap=True,
        )
        buttons = QDialogButtonBox()
        self.copy_button = buttons.addButton(
            self.tr("&Copy the text"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.save_button = buttons.addButton(
            self.tr("&Save it as …"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._ask_where)
        self.go_on = buttons.addButton(
            self.tr("&Go on working"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        buttons.accepted.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        for part in (words, self.log, self.personal, self.state, buttons):
            layout.addWidget(part)
        layout.setStretchFactor(self.log, 1)
        self.state.hide()
        self.go_on.setDefault(True)  # Qt forgets it of a button that is in no dialog yet

    def add(self, error: BaseException) -> None:
        """Show one more error, below those that are shown."""
        self._errors.append(error)
        self._show()

    def _show(self) -> None:
        personal = self.personal.isChecked()
        system = f"{platform.system()} {platform.release()} {platform.machine()}"
        head = f"NetCatalog {__version__}, Python {platform.python_version()}, Qt {qVersion()}"
        parts = [f"{head}, {system}", *(told(one, personal=personal) for one in self._errors)]
        self.log.setPlainText("\n\n".join(parts))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.log.toPlainText())
        self._say(self.tr("Copied."))

    def _ask_where(self) -> None:
        title = self.tr("Save what happened")
        dialog = file_dialog(self, title, self._save, writes=".txt")
        dialog.selectFile("netcatalog.txt")
        dialog.open()

    def _save(self, path: Path) -> None:
        try:
            with replacing(path) as out:
                out.write(self.log.toPlainText().encode())
        except CatalogError as error:
            self._say(str(error))
        else:
            self._say(self.tr("Saved as “{name}”.").format(name=path))

    def _say(self, text: str) -> None:
        self.state.setText(text)
        self.state.show()
