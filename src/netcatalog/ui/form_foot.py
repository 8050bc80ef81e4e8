"""The foot of a form: Save and Cancel, what is still wrong, and what became of saving."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import Shiboken

from netcatalog.ui.message_bar import MessageBar, Tone
from netcatalog.ui.theme import Look, dress


class FormFoot(QWidget):
    """Stands below a form, and says and asks things there instead of in dialogs.

    Signals:
        save_requested: Save was pressed.
        cancel_requested: Cancel was pressed.
        discarded: What was typed may go.
        kept: It may not; one goes on editing.
    """

    save_requested = Signal()
    cancel_requested = Signal()
    discarded = Signal()
    kept = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = MessageBar()
        self.discard_button = QPushButton(self.tr("Discard"))
        self.discard_button.clicked.connect(self.discarded)
        self.keep_button = QPushButton(self.tr("Keep editing"))
        self.keep_button.clicked.connect(self.keep)
        self.question = self._ask()
        self._focus_before: QWidget | None = None
        self.hint = QLabel(wordWrap=True)
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.hint, Look.QUIET)
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setToolTip(self.tr("Close without saving (Esc)"))
        self.cancel_button.clicked.connect(self.cancel_requested)
        self.save_button = QPushButton(self.tr("&Save"))
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self.save_requested)
        self._lay_out()

    def _lay_out(self) -> None:
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Plain)
        line.setForegroundRole(QPalette.ColorRole.Mid)
        self._row = row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.hint, 1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(line)
        layout.addWidget(self.message)
        layout.addWidget(self.question)
        layout.addLayout(row)

    def _ask(self) -> QFrame:
        question = QFrame()
        dress(question, Look.WARNING)
        row = QHBoxLayout(question)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(QLabel(self.tr("Discard changes?")), 1)
        row.addWidget(self.discard_button)
        row.addWidget(self.keep_button)
        question.hide()
        return question

    def add(self, button: QPushButton) -> None:
        """Put another button beside Save."""
        self._row.insertWidget(self._row.indexOf(self.save_button), button)

    def say(self, hint: str, *, can_save: bool) -> None:
        """Say what there is to know beside the buttons, and whether Save works."""
        self.hint.setText(hint)
        self.save_button.setEnabled(can_save)

    def show_error(self, text: str) -> None:
        """Say what went wrong, until it is closed."""
        self.message.say(text, Tone.BAD)

    def show_stopped(self) -> None:
        """Say that storing was stopped in time, as the user wanted."""
        self.message.say(self.tr("Stopped. Nothing was stored."), Tone.QUIET)

    def ask_discard(self) -> None:
        """Ask whether what was typed may go."""
        self._focus_before = QApplication.focusWidget()
        self.question.show()
        self.keep_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_asking(self) -> bool:
        """Tell whether it waits for an answer to that."""
        return not self.question.isHidden()

    def keep(self) -> None:
        """Go on editing, where one was."""
        self.question.hide()
        if self._focus_before is not None and Shiboken.isValid(self._focus_before):
            self._focus_before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.kept.emit()
