"""The bar that offers what was being typed when the program ended without being asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from netcatalog.ui.icons import IconLabel, Tint
from netcatalog.ui.page_facts import moment
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from netcatalog.domain.drafts import Draft


class DraftBar(QFrame):
    """Stands above the columns until one has decided.

    Signals:
        wanted: It is to be taken up again.
        copy_wanted: It is to be copied as text.
        discarded: It is not wanted any more.
    """

    wanted = Signal()
    copy_wanted = Signal()
    discarded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, Look.PAST)
        sign = IconLabel(20)
        sign.show_icon("pencil", Tint.ACCENT)
        self.words = QLabel(wordWrap=True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.words, Look.HEADING)
        self.take_button = QPushButton(self.tr("Take it up a&gain"))
        self.take_button.clicked.connect(self.wanted)
        self.copy_button = QPushButton(self.tr("Cop&y the text"))
        self.copy_button.clicked.connect(self.copy_wanted)
        self.discard_button = QPushButton(self.tr("D&iscard"))
        self.discard_button.clicked.connect(self.discarded)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 16, 4)
        layout.setSpacing(8)
        layout.addWidget(sign)
        layout.addWidget(self.words, 1)
        for button in (self.take_button, self.copy_button, self.discard_button):
            layout.addWidget(button)
        self.hide()

    def offer(self, draft: Draft) -> None:
        """Say what was being typed, and when."""
        if draft.is_note:
            told = self.tr("The note that you were writing on “{title}”, {when}, was kept.")
        elif draft.id is None:
            told = self.tr("The new record that you were typing, {when}, was kept.")
        else:
            told = self.tr("What you were typing in “{title}”, {when}, was kept.")
        self._show(told.format(title=draft.title, when=moment(draft.at)), is_there=True)

    def offer_text(self, draft: Draft) -> None:
        """Say that the record is gone, so that only the text can be had."""
        told = self.tr("“{title}” is not in the catalogue any more, but what you typed is here.")
        self._show(told.format(title=draft.title), is_there=False)

    def _show(self, words: str, *, is_there: bool) -> None:
        self.words.setText(words)
        self.setAccessibleName(words)
        self.take_button.setVisible(is_there)
        self.copy_button.setVisible(not is_there)
        self.show()
