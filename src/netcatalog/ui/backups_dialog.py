"""The backups of a catalogue: when, how much, what would change, and putting one back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from netcatalog.domain.changes import Effect
from netcatalog.domain.wording import number
from netcatalog.services.backups import Reason
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netcatalog.services.backups import Backup, Contents
    from netcatalog.services.comparing import Comparison

_BACKUP_ROLE = Qt.ItemDataRole.UserRole

_NUMBERS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

_WIDTHS = (144, 80, 80, 88)
"""Widths of the columns but the last, in logical pixels."""


class BackupsDialog(QDialog):
    """Lists the backups and shows what restoring the one that is chosen would change.

    Signals:
        chosen: A backup was chosen; payload: the `Backup`. Its `Comparison` is waited for.
        restore_wanted: It is to be put back; payload: the `Backup`.
        backup_wanted: One is to be made now.
        folder_wanted: A second folder is to be named.
    """

    chosen = Signal(object)
    restore_wanted = Signal(object)
    backup_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Backups"))
        self.resize(800, 560)
        self.told = QLabel(wordWrap=True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.told, Look.QUIET)
        self.list = self._tree(
            self.tr("Backups"),
            [
                self.tr("When"),
                self.tr("Size"),
                self.tr("Records"),
                self.tr("Revisions"),
                self.tr("Why"),
            ],
        )
        for column, width in enumerate(_WIDTHS):
            self.list.header().resizeSection(column, width)
            if column:
                self.list.headerItem().setTextAlignment(column, _NUMBERS)
        self.list.currentItemChanged.connect(self._on_current)
        self.heading = QLabel(self.tr("Choose a backup to see what restoring it would change."))
        self.heading.setWordWrap(True)
        dress(self.heading, Look.HEADING)
        self.preview = self._tree(
            self.tr("What would change"), [self.tr("Record"), self.tr("What restoring does")]
        )
        self.preview.setRootIsDecorated(True)
        self.preview.header().setStretchLastSection(False)
        self.preview.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.preview.header().resizeSection(1, 176)
        self._lay_out()

    def _tree(self, name: str, heads: list[str]) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setHeaderLabels(heads)
        tree.setAccessibleName(name)
        return tree

    def _lay_out(self) -> None:
        below = QWidget()
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, 8, 0, 0)
        lower.setSpacing(8)
        lower.addWidget(self.heading)
        lower.addWidget(self.preview, 1)
        split = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        split.addWidget(self.list)
        split.addWidget(below)
        self.make_button = QPushButton(self.tr("&Back up now"))
        self.make_button.clicked.connect(self.backup_wanted)
        self.folder_button = QPushButton(self.tr("Second &folder …"))
        self.folder_button.clicked.connect(self.folder_wanted)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.restore_button = buttons.addButton(
            self.tr("&Restore"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.restore_button.setAutoDefault(False)  # Enter in the list restores nothing
        self.restore_button.setEnabled(False)
        self.restore_button.clicked.connect(self._on_restore)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.make_button, self.folder_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addWidget(buttons, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(self.told)
        layout.addWidget(split, 1)
        layout.addLayout(row)

    # What is shown

    def show_folders(self, first: str, second: str) -> None:
        """Say where backups lie."""
        told = [self.tr("Backups lie in “{folder}”.").format(folder=first)]
        if second:
            told.append(self.tr("Copies go to “{folder}”.").format(folder=second))
        told.append(self.tr("Before one is restored, the catalogue as it is now is backed up."))
        self.told.setText(" ".join(told))

    def show_backups(self, found: Sequence[tuple[Backup, Contents | None]]) -> None:
        """List backups, with what is in them; None where that cannot be read."""
        self.list.clear()
        for backup, held in found:
            counts = (number(held.records), number(held.revisions)) if held else ("–", "–")
            item = QTreeWidgetItem(
                [
                    f"{backup.at.astimezone():%Y-%m-%d %H:%M}",
                    self.tr("{size} MB").format(size=f"{backup.size / 1e6:.1f}"),
                    *counts,
                    self._why(backup.reason),
                ]
            )
            for column in (1, 2, 3):
                item.setTextAlignment(column, _NUMBERS)
            item.setData(0, _BACKUP_ROLE, backup)
            item.setToolTip(0, str(backup.path))
            self.list.addTopLevelItem(item)
        if not found:
            self.heading.setText(self.tr("There are no backups yet."))
        self.list.setFocus()

    def show_comparison(self, backup: Backup, found: Comparison) -> None:
        """Show what restoring a backup would change, if it is still the one that is chosen."""
        if backup != self._backup():
            return
        self.preview.clear()
        words = {
            Effect.ADDED: self.tr("comes back"),
            Effect.ALTERED: self.tr("is as it was then"),
            Effect.REMOVED: self.tr("goes"),
        }
        total = sum(found.counts.values())
        match total:
            case 0:
                told = self.tr("Restoring would change no record.")
            case 1:
                told = self.tr("Restoring would change one record.")
            case _:
                told = self.tr("Restoring would change {count} records.")
        self.heading.setText(told.format(count=number(total)))
        for (kind, effect), count in found.counts.items():
            top = QTreeWidgetItem([f"{kind.about.plural}  {number(count)}", words[effect]])
            self.preview.addTopLevelItem(top)
            titles = [one.title for one in found.told if (one.kind, one.effect) == (kind, effect)]
            top.addChildren([QTreeWidgetItem([title, ""]) for title in titles])
            if len(titles) < count:
                more = self.tr("and {count} more").format(count=number(count - len(titles)))
                top.addChild(QTreeWidgetItem([more, ""]))
        self.restore_button.setEnabled(True)

    def show_unreadable(self, backup: Backup, reason: str) -> None:
        """Say why what is in a backup cannot be compared."""
        if backup == self._backup():
            self.heading.setText(reason)
            self.restore_button.setEnabled(backup.reason is not Reason.DAMAGED)

    def _why(self, reason: Reason) -> str:
        match reason:
            case Reason.WORK:
                return self.tr("while working")
            case Reason.ASKED:
                return self.tr("asked for")
            case Reason.VERSION:
                return self.tr("before the step to a newer version")
            case Reason.IMPORT:
                return self.tr("before an import")
            case Reason.BULK:
                return self.tr("before a change to many records")
            case Reason.RESTORE:
                return self.tr("before a backup was restored")
            case Reason.REPAIR:
                return self.tr("before a repair")
            case Reason.DAMAGED:
                return self.tr("copy of a damaged file")

    def _backup(self) -> Backup | None:
        item = self.list.currentItem()
        found: Backup | None = item.data(0, _BACKUP_ROLE) if item is not None else None
        return found

    def _on_current(self) -> None:
        backup = self._backup()
        self.restore_button.setEnabled(False)
        self.preview.clear()
        if backup is not None:
            self.heading.setText(self.tr("Comparing …"))
            self.chosen.emit(backup)

    def _on_restore(self) -> None:
        backup = self._backup()
        if backup is not None:
            self.restore_wanted.emit(backup)
