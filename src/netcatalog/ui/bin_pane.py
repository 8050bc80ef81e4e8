"""The middle column while the bin is open: what was removed, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from netcatalog.domain.wording import capital
from netcatalog.ui.icons import icon
from netcatalog.ui.theme import Look, dress, dress_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from netcatalog.domain.changes import RecordedChange

Index = QModelIndex | QPersistentModelIndex

_ROOT = QModelIndex()


class BinModel(QAbstractTableModel):
    """What was removed, the newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._removals: Sequence[RecordedChange] = ()
        self._titles = (
            self.tr("Removed"),
            self.tr("What it is"),
            self.tr("When"),
            self.tr("By"),
        )

    def show(self, removals: Sequence[RecordedChange]) -> None:
        """Show these removals."""
        self.beginResetModel()
        self._removals = removals
        self.endResetModel()

    def removal(self, row: int) -> RecordedChange:
        """Return the removal that a row shows."""
        return self._removals[row]

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._removals)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        removal = self._removals[index.row()]
        return (
            removal.title,
            capital(type(removal.change.record).about.label),
            f"{removal.revision.at.astimezone():%Y-%m-%d %H:%M}",
            removal.revision.by,
        )[index.column()]

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section] if 0 <= section < len(self._titles) else None
        return None


class BinPane(QWidget):
    """Lists the bin.

    Signals:
        restore_wanted: The user wants something back; payload: the `RecordedChange`.
        delete_wanted: Something is to be deleted for good; payload: a list of them.
        chosen: The user moved to a removal; payload: the `RecordedChange`, or None.
    """

    restore_wanted = Signal(object)
    delete_wanted = Signal(object)
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._locked = ""
        self.model = BinModel(self)
        heading = QLabel(self.tr("Bin"))
        dress(heading, Look.TITLE)
        self.restore_button = QPushButton(icon("archive-restore"), self.tr("Bring back"))
        self.restore_button.clicked.connect(self.restore)
        self.delete_button = QPushButton(self.tr("&Delete for good …"))
        self.delete_button.clicked.connect(self._on_delete)
        self.empty_button = QPushButton(self.tr("E&mpty the bin …"))
        self.empty_button.clicked.connect(self._on_empty)
        self._build_table()
        self.empty = QLabel(
            self.tr("The bin is empty.\nWhat is removed waits here, and comes back whole."),
            wordWrap=True,
        )
        dress(self.empty, Look.QUIET)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        top = QHBoxLayout()
        top.addWidget(heading, 1)
        top.setSpacing(8)
        for button in (self.restore_button, self.delete_button, self.empty_button):
            top.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)

    def _build_table(self) -> None:
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("What was removed"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAlternatingRowColors(True)
        self.table.setTabKeyNavigation(False)
        dress_table(self.table)
        self.table.horizontalHeader().setStretchLastSection(True)
        for column, width in enumerate((160, 96, 144)):
            self.table.setColumnWidth(column, width)
        self.table.activated.connect(self.restore)
        self.table.selectionModel().currentRowChanged.connect(self._on_current_changed)

    def show_removals(self, removals: Sequence[RecordedChange]) -> None:
        """Show what is in the bin."""
        self.model.show(removals)
        self._stack.setCurrentWidget(self.table if removals else self.empty)
        self._enable()
        if removals:
            self.table.setCurrentIndex(self.model.index(0, 0))
        else:
            self.chosen.emit(None)

    def lock(self, reason: str) -> None:
        """Let nothing be brought back, and say why at the button; for "" let it be again."""
        self._locked = reason
        self._enable()

    def _enable(self) -> None:
        for button in (self.restore_button, self.delete_button, self.empty_button):
            button.setEnabled(self.model.rowCount() > 0 and not self._locked)
            button.setToolTip(self._locked)

    def restore(self) -> None:
        """Ask for what is chosen, the newest first."""
        if not self._locked:
            for removal in self._chosen():
                self.restore_wanted.emit(removal)

    def _chosen(self) -> list[RecordedChange]:
        """Return what the rows chosen show; in no row chosen, what the user is on."""
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        here = self.table.currentIndex()
        rows = rows or ({here.row()} if here.isValid() else set())
        return [self.model.removal(row) for row in sorted(rows)]

    def _on_delete(self) -> None:
        self.delete_wanted.emit(self._chosen())

    def _on_empty(self) -> None:
        self.delete_wanted.emit([self.model.removal(row) for row in range(self.model.rowCount())])

    def _on_current_changed(self, current: QModelIndex) -> None:
        self.chosen.emit(self.model.removal(current.row()) if current.isValid() else None)
