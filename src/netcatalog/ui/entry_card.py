"""How an entry of a page looks while the page is edited: folded, opened, or about to go.

It knows no record; what it says and when is up to `EntryForm`.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
)

from netcatalog.domain import wording
from netcatalog.ui.icons import icon
from netcatalog.ui.record_form import ROW_HEIGHT
from netcatalog.ui.theme import Look, dress

INDENT = 16
"""How far what is inside an opened entry is set in, in logical pixels."""


class EntryCard(QFrame):
    """A sentence with Edit and Remove; a heading with Done and Remove; or what goes, with Undo.

    Attributes:
        label: The sentence.
        heading: What sort of record it is, above its form.
        state: "new", "changed", or what else has become of it.
        body: Where the form goes.
    """

    def __init__(self, sort: str) -> None:
        super().__init__()
        self.label = QLabel(wordWrap=True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.heading = QLabel(wording.capital(sort))
        dress(self.heading, Look.HEADING)
        self.state = QLabel()
        dress(self.state, Look.QUIET)
        self.edit_button = _tool("pencil")
        self.done_button = QPushButton(self.tr("Done"))
        self.undo_button = flat_button("undo-2", self.tr("Undo"))
        self.remove_button = _tool("trash-2")
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self.body = QVBoxLayout(self)
        self.body.setSpacing(8)
        self.body.addLayout(self._head())

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.heading, 1)
        head.addWidget(self.label, 1)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        for label in (self.heading, self.label, self.state):
            label.setMinimumHeight(ROW_HEIGHT)
        for button in (
            self.edit_button,
            self.done_button,
            self.undo_button,
            self.remove_button,
        ):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def show_as(self, words: str, *, is_open: bool, is_removed: bool) -> None:
        """Show the sentence `words`, or the heading of a form that is open."""
        self.label.setText(words)
        self.label.setVisible(not is_open)
        self.heading.setVisible(is_open)
        font = self.label.font()
        font.setStrikeOut(is_removed)
        self.label.setFont(font)
        self.setAutoFillBackground(is_open)
        sides = INDENT if is_open else 0
        self.body.setContentsMargins(sides, sides // 2, sides, sides)
        self.edit_button.setVisible(not is_open and not is_removed)
        self.done_button.setVisible(is_open)
        self.remove_button.setVisible(not is_removed)
        self.undo_button.setVisible(is_removed)
        self._name_buttons(wording.short(words))

    def say_state(self, text: str) -> None:
        """Say what has become of the entry; "" for nothing."""
        self.state.setText(text)
        self.state.setVisible(bool(text))

    def _name_buttons(self, what: str) -> None:
        for button, text in (
            (self.edit_button, self.tr("Edit: {what}")),
            (self.done_button, self.tr("Done with: {what}")),
            (self.remove_button, self.tr("Remove: {what}")),
            (self.undo_button, self.tr("Keep after all: {what}")),
        ):
            button.setAccessibleName(text.format(what=what))
            button.setToolTip(text.format(what=what))


def flat_button(name: str, text: str) -> QPushButton:
    """Return a button that stands among text, with an icon before its words."""
    button = QPushButton(icon(name), text)
    dress(button, Look.FLAT)
    button.setMinimumHeight(ROW_HEIGHT)
    return button


def _tool(name: str) -> QToolButton:
    button = QToolButton()
    button.setAutoRaise(True)
    button.setIcon(icon(name))
    button.setMinimumHeight(ROW_HEIGHT)
    return button
