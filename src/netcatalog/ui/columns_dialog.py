"""All that can be done to the columns of a table, with the keyboard as with the mouse."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from netcatalog.ui.column_layout import ColumnLayout

_PLACE_ROLE = Qt.ItemDataRole.UserRole
_CHECKED = {True: Qt.CheckState.Checked, False: Qt.CheckState.Unchecked}


class ColumnsDialog(QDialog):
    """Lists the columns as they stand. What is done in it is done to the table at once."""

    def __init__(self, columns: ColumnLayout, labels: list[str], parent: QWidget) -> None:
        """List columns; `labels` are those of all columns, by their place in the model."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Arrange columns"))
        self.resize(480, 480)
        self._columns = columns
        self._labels = labels
        self._items: list[QTreeWidgetItem] = []
        self._build_list()
        self.up_button = self._button(self.tr("Move &up"), partial(self._move, -1), "Alt+Up")
        self.down_button = self._button(self.tr("Move &down"), partial(self._move, 1), "Alt+Down")
        self.sort_button = self._button(self.tr("&Sort by it"), self._turn, "Alt+Return")
        self.reset_button = self._button(self.tr("&Reset columns"), self._reset)
        self._lay_out()
        self._fill(0)

    def _build_list(self) -> None:
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setHeaderLabels([self.tr("Column"), self.tr("Sorted")])
        self.list.setAccessibleName(self.tr("Columns"))
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(1, 72)
        self.list.itemChanged.connect(self._on_changed)

    def _button(self, text: str, do: Callable[[], None], key: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(do)
        if key:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(do)
            button.setToolTip(shortcut.key().toString(QKeySequence.SequenceFormat.NativeText))
        return button

    def _lay_out(self) -> None:
        told = QLabel(
            self.tr(
                "Space shows and hides a column. Sorting by several: one after the other, each "
                "up, then down, then not any more."
            ),
            wordWrap=True,
        )
        dress(told, Look.QUIET)
        beside = QVBoxLayout()
        beside.setSpacing(8)
        for button in (self.up_button, self.down_button, self.sort_button):
            beside.addWidget(button)
        beside.addStretch(1)
        beside.addWidget(self.reset_button)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.list, 1)
        middle.addLayout(beside)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(told)
        layout.addLayout(middle, 1)
        layout.addWidget(buttons)

    def _fill(self, current: int) -> None:
        """List all columns; go to that at a place of the model."""
        with QSignalBlocker(self.list):
            self.list.clear()
            self._items = []
            for place in self._columns.standing():
                item = QTreeWidgetItem([self._labels[place]])
                item.setData(0, _PLACE_ROLE, place)
                self._items.append(item)
                self.list.addTopLevelItem(item)
                if place == current:
                    self.list.setCurrentItem(item)
        self._say_state()

    def _say_state(self) -> None:
        with QSignalBlocker(self.list):
            for item in self._items:
                place = _place(item)
                item.setCheckState(0, _CHECKED[self._columns.is_shown(place)])
                item.setText(1, self._columns.order_words(place))
                checkable = Qt.ItemFlag.ItemIsUserCheckable
                stays = self._columns.must_stay(place)
                item.setFlags(item.flags() & ~checkable if stays else item.flags() | checkable)

    def _move(self, by: int) -> None:
        place = _place(self.list.currentItem())
        self._columns.move(place, by)
        self._fill(place)

    def _turn(self) -> None:
        self._columns.turn(_place(self.list.currentItem()), adding=True)
        self._say_state()

    def _reset(self) -> None:
        self._columns.reset()
        self._fill(_place(self.list.currentItem()))

    def _on_changed(self, item: QTreeWidgetItem) -> None:
        shown = item.checkState(0) == Qt.CheckState.Checked
        self._columns.show(_place(item), shown=shown)
        self._say_state()


def _place(item: QTreeWidgetItem | None) -> int:
    return int(item.data(0, _PLACE_ROLE)) if item is not None else 0
