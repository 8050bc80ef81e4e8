"""The left column: the sections of the catalogue, with how many records each has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from netcatalog.domain.sections import NOTES, SECTIONS, Section
from netcatalog.ui.icons import icon
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

BIN = "bin"
"""Key of the bin, which lists no records but what was removed."""

SHOWN = tuple(section for section in SECTIONS if section is not NOTES)
"""The sections listed: notes are read on the page of what they are on."""

_COUNT_ROLE = Qt.ItemDataRole.UserRole + 1


class SectionList(QListWidget):
    """The sections, and below them the bin.

    Signals:
        section_chosen: The user chose a section; payload: its key.
    """

    section_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, Look.SECTIONS)
        self.setAccessibleName(self.tr("Sections"))
        self.setIconSize(QSize(20, 20))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for section in SHOWN:
            self._add(section.key, section.label, section.icon)
        self._add(BIN, self.tr("Bin"), "trash-2")
        self.setCurrentRow(0)
        self.currentItemChanged.connect(self._on_current_changed)

    def choose(self, key: str) -> None:
        """Make a section the chosen one."""
        for row in range(self.count()):
            if self.item(row).data(Qt.ItemDataRole.UserRole) == key:
                self.setCurrentRow(row)

    def chosen(self) -> str:
        """Return the key of the chosen section."""
        return str(self.currentItem().data(Qt.ItemDataRole.UserRole))

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many records each section has."""
        for row in range(self.count()):
            item = self.item(row)
            key = str(item.data(Qt.ItemDataRole.UserRole))
            if key in counts:
                label = str(item.data(_COUNT_ROLE))
                item.setText(f"{label}  {counts[key]:,}".replace(",", "\u202f"))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{label}, {counts[key]}")

    def _add(self, key: str, label: str, icon_name: str) -> None:
        item = QListWidgetItem(icon(icon_name), label)
        item.setData(Qt.ItemDataRole.UserRole, key)
        item.setData(_COUNT_ROLE, label)
        item.setSizeHint(QSize(0, 32))
        self.addItem(item)

    def _on_current_changed(self, current: QListWidgetItem | None) -> None:
        if current is not None:
            self.section_chosen.emit(str(current.data(Qt.ItemDataRole.UserRole)))


def section(key: str) -> Section | None:
    """Return the section of a key, or None for the bin."""
    return next((one for one in SHOWN if one.key == key), None)
