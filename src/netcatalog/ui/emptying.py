"""Deleting for good what is in the bin: asked once, since nothing else cannot be undone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox

from netcatalog.domain.wording import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netcatalog.domain.changes import RecordedChange
    from netcatalog.ui.desk import Desk


class Emptying(QObject):
    """Asks whether it is meant, and sees to it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk

    def ask(self, removals: Sequence[RecordedChange]) -> None:
        """Ask whether what is in the bin is to be deleted for good; the answer comes later."""
        desk = self._desk
        if desk.session is None or not removals or not desk.past.may_change():
            return
        box = QMessageBox(desk)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Delete for good"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        if len(removals) == 1:
            asked = self.tr("Delete “{name}” for good, with all that hung on it?")
        else:
            asked = self.tr("Delete these {count} for good, with all that hung on them?")
        box.setText(asked.format(name=removals[0].title, count=number(len(removals))))
        box.setInformativeText(
            self.tr(
                "This alone cannot be undone: nothing of it is left in the catalogue, nor in its "
                "history. Backups made before still have it; they lie in “{folder}”."
            ).format(folder=desk.session.catalog.backups.folder)
        )
        do = box.addButton(self.tr("&Delete for good"), QMessageBox.ButtonRole.DestructiveRole)
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)
        do.clicked.connect(partial(self._delete, list(removals)))
        box.open()

    def _delete(self, removals: Sequence[RecordedChange]) -> None:
        session = self._desk.session
        if session is not None:
            session.delete_for_good(removals)
