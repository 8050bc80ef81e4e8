"""A bar under the search bar that asks in place under what name the search is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout
from typing_extensions import override

from netcatalog.domain.saved_searches import named
from netcatalog.domain.wording import joined
from netcatalog.ui.theme import Look, dress, mark_problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from netcatalog.domain.records import SavedSearch


class NameBar(QFrame):
    """Asks for the name of a new saved search, or what is to become of one.

    Signals:
        save_wanted: The search is to be saved; payload: under what name.
        update_wanted: A saved search is to become this search; payload: its id.
        rename_wanted: The saved search is to be called otherwise; payload: its id, and the name.
        remove_wanted: It is to go into the bin; payload: its id.
        cancelled: Nothing is to be done.
    """

    save_wanted = Signal(str)
    update_wanted = Signal(int)
    rename_wanted = Signal(int, str)
    remove_wanted = Signal(int)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, Look.INFO)
        self._others: Sequence[SavedSearch] = ()
        self._saved: SavedSearch | None = None
        self._homonym: SavedSearch | None = None
        self.name = QLineEdit()
        self.name.textChanged.connect(self._judge)
        self.name.returnPressed.connect(self._on_save)
        self._label = QLabel()
        self._label.setBuddy(self.name)
        self.save_button = QPushButton()
        self.save_button.clicked.connect(self._on_save)
        self.update_button = QPushButton(self.tr("&Update it"))
        self.update_button.clicked.connect(self._on_update)
        self.remove_button = QPushButton(self.tr("&Remove"))
        self.remove_button.clicked.connect(self._on_remove)
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.clicked.connect(self.cancelled)
        self.problem = QLabel(wordWrap=True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.problem, Look.PROBLEM)
        self._lay_out()

    def _lay_out(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self._label)
        above.addWidget(self.name, 1)
        below.addWidget(self.problem, 1)
        below.addStretch()
        for button in (
            self.save_button,
            self.update_button,
            self.remove_button,
            self.cancel_button,
        ):
            below.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        for row in (above, below):
            row.setSpacing(8)
            layout.addLayout(row)
        layout.setSpacing(8)

    def ask_new(self, proposed: str, others: Sequence[SavedSearch]) -> None:
        """Ask for the name of a new saved search; those of the others are taken."""
        self._ask(None, others, proposed, self.tr("Save this search as"), self.tr("Save"))

    def ask_about(self, saved: SavedSearch, others: Sequence[SavedSearch]) -> None:
        """Ask what is to become of a saved search."""
        self._ask(saved, others, saved.name, self.tr("Saved as"), self.tr("Rename"))

    def _ask(
        self,
        saved: SavedSearch | None,
        others: Sequence[SavedSearch],
        name: str,
        label: str,
        save: str,
    ) -> None:
        self._saved, self._others = saved, others
        self._label.setText(label)
        self.name.setAccessibleName(label)
        self.save_button.setText(save)
        self.remove_button.setVisible(saved is not None)
        self.name.setText(name)
        self._judge()
        self.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def show_problem(self, text: str) -> None:
        """Say at the field why it cannot be done; "" takes that back."""
        mark_problem(self.name, bool(text))
        self.name.setAccessibleDescription(text)
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _judge(self) -> None:
        name = self.name.text().strip()
        self._homonym = named(self._others, name) if name else None
        text = ""
        if self._homonym is not None:
            other = self._homonym
            asks = joined((other.section.label, other.text))
            text = self.tr("There is already a saved search “{name}” ({asks}).")
            text = text.format(name=other.name, asks=asks)
        self.show_problem(text)
        self.update_button.setVisible(self._homonym is not None and self._saved is None)
        unchanged = self._saved is not None and name == self._saved.name
        self.save_button.setEnabled(bool(name) and self._homonym is None and not unchanged)

    def _on_save(self) -> None:
        if not self.save_button.isEnabled():
            return
        name = self.name.text().strip()
        if self._saved is None:
            self.save_wanted.emit(name)
        else:
            self.rename_wanted.emit(self._saved.id, name)

    def _on_update(self) -> None:
        if self._homonym is not None:
            self.update_wanted.emit(self._homonym.id)

    def _on_remove(self) -> None:
        if self._saved is not None:
            self.remove_wanted.emit(self._saved.id)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)
