"""The bar above a record shown as it was: before what, and the ways back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton

from netcatalog.domain.wording import number
from netcatalog.ui.icons import IconLabel, Tint
from netcatalog.ui.page_facts import moment
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from netcatalog.domain.pages import State


class StateBar(QFrame):
    """Stands above a page while it is not shown as it is now.

    Signals:
        own_wanted: The record alone is to be so again; payload: the `State`.
        whole_wanted: It is to be so again with all its facts; payload: the `State`.
        now_wanted: It is to be shown as it is now.
    """

    own_wanted = Signal(object)
    whole_wanted = Signal(object)
    now_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, Look.PAST)
        self._state: State | None = None
        self._locked = ""
        sign = IconLabel(20)
        sign.show_icon("history", Tint.ACCENT)
        self.mark = QLabel(wordWrap=True)
        self.mark.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.mark, Look.HEADING)
        self.told = QLabel(wordWrap=True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.told, Look.QUIET)
        self.whole_button = QPushButton(self.tr("Bring back with its &facts"))
        self.own_button = QPushButton(self.tr("Bring back the record a&lone"))
        self.now_button = QPushButton(self.tr("As it is no&w"))
        self.whole_button.clicked.connect(lambda: self.whole_wanted.emit(self._state))
        self.own_button.clicked.connect(lambda: self.own_wanted.emit(self._state))
        self.now_button.clicked.connect(self.now_wanted)
        self._lay_out(sign)
        self.hide()

    def _lay_out(self, sign: IconLabel) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.whole_button, self.own_button, self.now_button):
            row.addWidget(button)
        row.addStretch(1)
        layout = QGridLayout(self)
        layout.setContentsMargins(12, 8, 16, 8)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(4)
        layout.addWidget(sign, 0, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.mark, 0, 1)
        layout.addWidget(self.told, 1, 1)
        layout.addLayout(row, 2, 1)
        layout.setColumnStretch(1, 1)

    def tell(self, state: State) -> None:
        """Tell before which step the record was so."""
        self._state = state
        before = state.before
        self.mark.setText(
            self.tr("As it was before “{title}”, {by}, {when}").format(
                title=before.title, by=before.by, when=moment(before.at)
            )
        )
        self.told.setText(self._differs(state))
        self.setAccessibleName(f"{self.mark.text()}. {self.told.text()}")
        self._enable()
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _differs(self, state: State) -> str:
        facts = len(state.whole) - len(state.own)
        told = []
        if not state.whole:
            told.append(self.tr("It is the same now."))
        elif not facts:
            told.append(self.tr("All its facts are the same now."))
        elif facts == 1:
            told.append(self.tr("One of its facts is otherwise now."))
        else:
            told.append(self.tr("{count} of its facts are otherwise now."))
        if state.left_out == 1:
            told.append(self.tr("One fact cannot come back: what it refers to is gone."))
        elif state.left_out:
            told.append(self.tr("{left} facts cannot come back: what they refer to is gone."))
        return " ".join(told).format(count=number(facts), left=number(state.left_out))

    def lock(self, reason: str) -> None:
        """Let nothing be brought back, and say why at the buttons; for "" let it be again."""
        self._locked = reason
        self._enable()

    def _enable(self) -> None:
        state = self._state
        if state is None:
            return
        for button, is_of_use in (
            (self.whole_button, len(state.whole) > len(state.own)),
            (self.own_button, bool(state.own)),
        ):
            button.setVisible(is_of_use)
            button.setEnabled(not self._locked)
            button.setToolTip(self._locked)
