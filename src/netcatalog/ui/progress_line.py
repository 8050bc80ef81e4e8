"""A line that says how far long work has come, with a button that stops it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from netcatalog.domain.wording import number
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from netcatalog.ui.tasks import Task

SHOWN_AFTER_MS = 400
"""How long work must last to be shown, in milliseconds: less is over before it is read."""

SURE_AFTER_MS = 2_000
"""How long work must last before it is told how long the rest will take, in milliseconds."""


class ProgressLine(QWidget):
    """Follows one task at a time; hidden while there is none, or a short one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self.words = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.far = QLabel()
        dress(self.far, Look.QUIET)
        self._since = QElapsedTimer()
        self.stop_button = QPushButton(self.tr("Stop"))
        self.stop_button.clicked.connect(self.stop)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_AFTER_MS)
        self._timer.timeout.connect(self.show)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.words)
        layout.addWidget(self.bar, 1)
        layout.addWidget(self.far)
        layout.addWidget(self.stop_button)
        self.hide()

    def follow(self, task: Task, words: str) -> None:
        """Say how far a task has come, from now until it has ended."""
        self._task = task
        self.words.setText(words)
        self.bar.setAccessibleName(words)
        self.bar.setRange(0, 0)
        self.far.clear()
        self._since.start()
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
            self.far.setText(self._how_far(done, total))

    def _how_far(self, done: int, total: int) -> str:
        """Return how much is done of how much, and what time the rest takes at this pace."""
        if not total:
            return ""
        counted = self.tr("{done} of {total}").format(done=number(done), total=number(total))
        gone = self._since.elapsed()
        if not done or gone < SURE_AFTER_MS:
            return counted
        left = round(gone * (total - done) / done / 1_000)
        if left < 1:
            return counted
        words = self.tr("{count} s left") if left < 90 else self.tr("{count} min left")
        rest = words.format(count=left if left < 90 else round(left / 60))
        return f"{counted}, {rest}"

    def _on_finished(self) -> None:
        if self.sender() is self._task:
            self._task = None
            self._timer.stop()
            self.hide()
