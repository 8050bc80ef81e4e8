"""A line that says how far long work has come, with a button that stops it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

if TYPE_CHECKING:
    from netcatalog.ui.tasks import Task

SHOWN_AFTER_MS = 400
"""How long work must last to be shown, in milliseconds: less is over before it is read."""


class ProgressLine(QWidget):
    """Follows one task at a time; hidden while there is none, or a short one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self.words = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stop_button = QPushButton(self.tr("Stop"))
        self.stop_button.clicked.connect(self.stop)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_AFTER_MS)
        self._timer.timeout.connect(self.show)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.words)
        layout.addWidget(self.bar, 1)
        layout.addWidget(self.stop_button)
        self.hide()

    def follow(self, task: Task, words: str) -> None:
        """Say how far a task has come, from now until it has ended."""
        self._task = task
        self.words.setText(words)
        self.bar.setAccessibleName(words)
        self.bar.setRange(0, 0)
        task.progressed.connect(self._on_progressed)
        task.finished.connect(self._on_finished)
        self._timer.start()

    def stop(self) -> None:
        """Ask the task to stop."""
        if self._task is not None:
            self._task.cancel()

    def is_busy(self) -> bool:
        """Tell whether a task is followed that has not ended yet."""
        return self._task is not None

    def _on_progressed(self, done: int, total: int) -> None:
        if self.sender() is self._task:
            self.bar.setRange(0, total)
            self.bar.setValue(done)

    def _on_finished(self) -> None:
        if self.sender() is self._task:
            self._task = None
            self._timer.stop()
            self.hide()
