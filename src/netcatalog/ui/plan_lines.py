"""The lines of a plan as a table that grows while the plan is worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from netcatalog.domain.importing import Standing
from netcatalog.domain.wording import joined
from netcatalog.ui.icons import Tint, icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netcatalog.domain.importing import Line

    Index = QModelIndex | QPersistentModelIndex

ICONS = {
    Standing.NEW: ("plus", Tint.SUCCESS),
    Standing.CHANGED: ("pencil", Tint.ACCENT),
    Standing.SAME: ("check", Tint.MUTED),
    Standing.UNSURE: ("circle-help", Tint.WARNING),
    Standing.SKIPPED: ("minus", Tint.MUTED),
    Standing.UNREADABLE: ("circle-alert", Tint.ERROR),
}

_ROOT = QModelIndex()


class PlanLineModel(QAbstractTableModel):
    """Shows all lines, those of one standing, or some others.

    Attributes:
        several: Whether they are of several tables, so that it is told of which.
    """

    def __init__(self) -> None:
        super().__init__()
        self.several = False
        self._all: list[Line] = []
        self._by_standing: dict[Standing, list[Line]] = {one: [] for one in Standing}
        self._shown: Sequence[Line] = self._all

    def clear(self) -> None:
        """Show no lines, and forget those that were there."""
        self.beginResetModel()
        self._all = []
        self._by_standing = {one: [] for one in Standing}
        self._shown = self._all
        self.endResetModel()

    def add(self, lines: Sequence[Line]) -> None:
        """Take more lines in; those that belong to what is shown come below it."""
        shown = self._shown
        first, more = len(shown), 0
        if shown is self._all:
            more = len(lines)
        else:
            standing = next((k for k, held in self._by_standing.items() if held is shown), None)
            more = sum(line.standing is standing for line in lines)
        if more:
            self.beginInsertRows(_ROOT, first, first + more - 1)
        self._all += lines
        for line in lines:
            self._by_standing[line.standing].append(line)
        if more:
            self.endInsertRows()

    def count(self, standing: Standing) -> int:
        """Return how many lines of a standing there are so far."""
        return len(self._by_standing[standing])

    def total(self) -> int:
        """Return how many lines there are so far."""
        return len(self._all)

    def show(self, which: Standing | None) -> None:
        """Show the lines of a standing; all of them for None."""
        self.show_others(self._all if which is None else self._by_standing[which])

    def show_others(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._shown = lines
        self.endResetModel()

    def line(self, row: int) -> Line:
        """Return the line in a row."""
        return self._shown[row]

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 4

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(line.told) or self._text(line, index.column())
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 2:
            return icon(*ICONS[line.standing])
        return None

    def _text(self, line: Line, column: int) -> str:
        match column:
            case 0:
                place = str(line.line) if line.line else ""
                return joined([line.table, place], ": ") if self.several else place
            case 1:
                return line.title
            case 2:
                return line.standing.label
            case _:
                told = joined(line.told, "; ")
                return f"{line.column}: {told}" if line.column else told

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            headings = (
                self.tr("Line"),
                self.tr("Who"),
                self.tr("Comes to"),
                self.tr("What it changes"),
            )
            return headings[section]
        return None
