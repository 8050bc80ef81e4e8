"""What can be done with the rows that are chosen: as entries of menus, with keys, and as a bar."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from netcatalog.domain.wording import number
from netcatalog.ui.icons import icon
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QTableView


class BulkActions(QObject):
    """The entries. Whoever can do what they say connects to them.

    Those whose keys mean something else where one types have them in the table only.
    """

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self.tag = self._add(self.tr("&Tag …"), "tag")
        self.tag.setShortcut("Ctrl+T")
        self.change = self._add(self.tr("C&hange a field …"), "pencil")
        self.change.setShortcut("Shift+F2")
        self.merge = self._add(self.tr("&Merge the two …"), "merge")
        self.remove = self._add(self.tr("Put into the &bin"), "trash-2")
        self.remove.setIconText(self.tr("To the bin"))
        self._in_table(self.remove, QKeySequence.StandardKey.Delete)
        self.export = self._add(self.tr("&Export …"), "download")
        self.copy = self._add(self.tr("&Copy rows"), "copy")
        self._in_table(self.copy, QKeySequence.StandardKey.Copy)
        self.select_all = self._add(self.tr("Select &all"), "list-checks")
        self._in_table(self.select_all, QKeySequence.StandardKey.SelectAll)
        self.select_all.triggered.connect(table.selectAll)
        table.addActions(self.each())
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.offer(0, 0)

    def each(self) -> list[QAction]:
        """Return all of them, in the order of a menu."""
        return [
            *self.changing(),
            *(self.export, self.copy, self.select_all),
        ]

    def changing(self) -> list[QAction]:
        """Return those that change the catalogue."""
        return [self.tag, self.change, self.merge, self.remove]

    def offer(self, chosen: int, rows: int) -> None:
        """Offer what can be done while so many are chosen, of so many rows."""
        for action in self.each():
            action.setEnabled(bool(chosen and rows))
        self.merge.setEnabled(chosen == 2 and rows > 0)
        self.select_all.setEnabled(rows > 0)

    def _add(self, text: str, icon_name: str) -> QAction:
        return QAction(icon(icon_name), text, self)

    def _in_table(self, action: QAction, key: QKeySequence.StandardKey) -> None:
        action.setShortcut(key)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)


class BulkBar(QWidget):
    """Stands below the table while more than one row is chosen, and says how many.

    Where there is too little room for words, the buttons show their icons only.
    """

    def __init__(self, actions: BulkActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = QLabel()
        self._buttons: list[tuple[QPushButton, str]] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.count)
        for action in (actions.tag, actions.change, actions.remove, actions.export):
            button = QPushButton(action.icon(), action.iconText())
            _follow(button, action)
            button.setAccessibleName(action.iconText())
            button.clicked.connect(action.trigger)
            action.changed.connect(partial(_follow, button, action))
            dress(button, Look.FLAT)
            layout.addWidget(button)
            self._buttons.append((button, action.iconText()))
        layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def say(self, count: int) -> None:
        """Say how many are chosen."""
        self.count.setText(self.tr("{count} selected").format(count=number(count)))
        self.setVisible(count > 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for button, words in self._buttons:
            button.setText(words)
        if self.sizeHint().width() > self.width():
            for button, _words in self._buttons:
                button.setText("")


def _follow(button: QPushButton, action: QAction) -> None:
    """Let a button be on or off as the entry that does the same, and say the same of it."""
    button.setEnabled(action.isEnabled())
    button.setToolTip(action.toolTip())
