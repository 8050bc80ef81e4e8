"""The bar across the window that tells as of which day all is shown, and asks for that day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout
from typing_extensions import override

from netcatalog.domain import dates, query_values
from netcatalog.ui.icons import IconLabel, Tint
from netcatalog.ui.theme import Look, dress, mark_problem

if TYPE_CHECKING:
    import datetime as dt

    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

_PLAIN = re.compile("[0-9]{4}(-[0-9]{2}){0,2}")
"""A year, a month or a day without any doubt: what can be moved as it is written."""

_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}

_FIELD_WIDTH = 128


class DayBar(QFrame):
    """Stands above the columns while one looks at another day than today, or asks for one.

    Signals:
        day_wanted: The user asks for a day; payload: ``YYYY-MM-DD``.
        today_wanted: The user wants back to today.
    """

    day_wanted = Signal(str)
    today_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, Look.PAST)
        self._today = ""
        self._icon = IconLabel(20)
        self._icon.show_icon("history", Tint.ACCENT)
        self.mark = QLabel(wordWrap=True)
        self.mark.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.mark, Look.HEADING)
        self.field = QLineEdit(maxLength=40, placeholderText="2010-06-30")
        self.field.setFixedWidth(_FIELD_WIDTH)
        self.field.setAccessibleName(self.tr("Day"))
        self.field.setToolTip(
            self.tr(
                "A day, a month or a year: 2010-06-30, 2010-06, 2010.\n"
                "Up and Down go by a year, with Ctrl by a month."
            )
        )
        self.field.returnPressed.connect(self._on_entered)
        self.field.textEdited.connect(lambda: self._show_problem(""))
        self.field.installEventFilter(self)
        self.back_button = QPushButton()
        self.back_button.clicked.connect(self.today_wanted)
        self.problem = QLabel(wordWrap=True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setIndent(28)  # below the words, not the icon
        dress(self.problem, Look.PROBLEM)
        self.problem.hide()
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self.mark, 1_000)  # as wide as its text, before the rest gets anything
        row.addWidget(self.field)
        row.addWidget(self.back_button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 16, 4)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.problem)

    def ask(self, today: dt.date) -> None:
        """Put the cursor where one writes the day."""
        if self.isHidden():
            self._show("", today, self.tr("Show the whole catalogue as it was on this day:"))
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def tell(self, day: str, today: dt.date) -> None:
        """Tell that all is shown as of a day."""
        words = self.tr("As it was on {day}. Nothing can be changed here.")
        if day > today.isoformat():
            words = self.tr(
                "As it will be on {day}, so far as is known. Nothing can be changed here."
            )
        self._show(day, today, words.format(day=dates.words(day)))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _show(self, day: str, today: dt.date, words: str) -> None:
        self._today = today.isoformat()
        self.mark.setText(words)
        self.mark.ensurePolished()  # else its letters are not yet as wide as they will be
        self.mark.setMaximumWidth(self.mark.fontMetrics().horizontalAdvance(words) + 4)
        self.setAccessibleName(words)
        self.back_button.setText(self.tr("Back to today") if day else self.tr("Close"))
        if query_values.day(self._text()) != day:  # else it is left as it was written
            self.field.setText(day)
        self._show_problem("")
        self.show()

    def _text(self) -> str:
        return self.field.text().strip()

    def _on_entered(self) -> None:
        text = self._text()
        day = query_values.day(text)
        if day is not None:
            self._show_problem("")
            self.day_wanted.emit(day)
            return
        how = self.tr("Write a day, a month or a year: 2010-06-30, 2010-06, 2010.")
        wrong = self.tr("“{text}” is no day.").format(text=text) if text else ""
        self._show_problem(f"{wrong} {how}".lstrip())

    def _step(self, months: int) -> None:
        """Go to an earlier or a later day than the one that is written."""
        text = self._text()
        day = query_values.day(text) if text else self._today
        if day is not None:
            plain = text if _PLAIN.fullmatch(text) else day
            self.field.setText(dates.stepped(plain, months))
        self._on_entered()

    def _show_problem(self, text: str) -> None:
        mark_problem(self.field, bool(text))
        self.field.setAccessibleDescription(text)
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key, by_month = Qt.Key(event.key()), Qt.KeyboardModifier.ControlModifier
            if key in _STEPS:
                self._step(_STEPS[key] * (1 if event.modifiers() & by_month else 12))
                return True
            if key == Qt.Key.Key_Escape:
                self.today_wanted.emit()
                return True
        return super().eventFilter(watched, event)
