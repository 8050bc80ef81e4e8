"""Choosing the passage of a source on which a fact rests, by selecting its words.

Passages count code points; Qt counts UTF-16 units. They are told apart here and nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from netcatalog.ui.editors import Editor
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from netcatalog.domain.fields import Field
    from netcatalog.domain.records import Source
    from netcatalog.ui.lookup import Lookup

TEXT_HEIGHT = 240
"""Height of the source's text, in logical pixels: some ten lines."""


def units(text: str, place: int) -> int:
    """Return how many UTF-16 units stand before the code point at `place`."""
    return len(text[:place].encode("utf-16-le")) // 2


def code_points(text: str, place: int) -> int:
    """Return how many code points stand before the UTF-16 unit at `place`."""
    return len(text.encode("utf-16-le")[: 2 * place].decode("utf-16-le", "ignore"))


def as_shown(text: str) -> str:
    """Return a text in which each character that Qt would merge or drop has a stand-in."""
    return text.replace("\r\n", " \n").replace("\r", "\n").replace("\x00", " ")


class PassagePicker(QWidget):
    """A source's text, to select words in with the mouse, or with Shift and the arrows.

    Signals:
        picked: The selected words are to be used; payload: start and end in code points.
        cancelled: They are not.
    """

    picked = Signal(int, int)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText(self.tr("Find in the text"))
        self.search.setAccessibleName(self.tr("Find in the text"))
        self.search.textEdited.connect(self._on_search_edited)
        self.search.returnPressed.connect(self._find_next)
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName(self.tr("Text of the source"))
        self.text.setAccessibleDescription(
            self.tr("Select words with Shift and the arrow keys, then press Enter.")
        )
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(TEXT_HEIGHT)
        self.text.selectionChanged.connect(self._on_selection_changed)
        self.hint = QLabel(wordWrap=True)
        dress(self.hint, Look.QUIET)
        self.use_button = QPushButton(self.tr("Use these words"))
        self.use_button.clicked.connect(self._use)
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.clicked.connect(self.cancelled)
        for keys in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(keys), self.text)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self._use)
        self._lay_out()
        self._on_selection_changed()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.use_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 8)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self.text)
        layout.addWidget(self.hint)
        layout.addLayout(buttons)

    def show_text(self, text: str, start: int | None, end: int | None) -> None:
        """Show a source's text with a passage selected, or none."""
        self._shown = as_shown(text)
        self.text.setPlainText(self._shown)
        if start is not None and end is not None:
            cursor = self.text.textCursor()
            cursor.setPosition(units(self._shown, start))
            cursor.setPosition(units(self._shown, end), QTextCursor.MoveMode.KeepAnchor)
            self.text.setTextCursor(cursor)
            QTimer.singleShot(0, self.text, self.text.centerCursor)  # once it has its size
        self._on_selection_changed()

    def selection(self) -> tuple[int, int] | None:
        """Return start and end of what is selected, without blanks at its ends, or None."""
        cursor = self.text.textCursor()
        start = code_points(self._shown, cursor.selectionStart())
        end = code_points(self._shown, cursor.selectionEnd())
        words = self._shown[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        return (start, end) if start < end else None

    def _on_selection_changed(self) -> None:
        chosen = self.selection()
        self.use_button.setEnabled(chosen is not None)
        if not self._shown.strip():
            hint = self.tr("The catalogue does not hold the text of this source.")
        elif chosen is None:
            hint = self.tr("Select the words with the mouse, or with Shift and the arrow keys.")
        else:
            hint = self.tr("Enter uses the words that are selected.")
        self.hint.setText(hint)

    def _on_search_edited(self) -> None:
        cursor = self.text.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self.text.setTextCursor(cursor)
        self._find_next()

    def _find_next(self) -> None:
        wanted = self.search.text()
        if wanted and not self.text.find(wanted):
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.find(wanted)

    def _use(self) -> None:
        chosen = self.selection()
        if chosen is not None:
            self.picked.emit(*chosen)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)


class PassageEditor(Editor):
    """Edits where a passage begins and ends, by its words.

    Signals:
        picker_opened: The text is shown to choose words in.
    """

    picker_opened = Signal()

    def __init__(
        self, start: Field, end: Field, lookup: Lookup, parent: QWidget | None = None
    ) -> None:
        self.button = QPushButton()
        super().__init__(start, self.button, parent)
        self.fields = (start, end)
        self._lookup = lookup
        self._source: Source | None = None
        self._source_id: int | None = None
        self._passage: tuple[object, object] = (None, None)
        self._passage_of: int | None = None
        self.quote = QLabel(wordWrap=True)
        self.quote.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.quote, Look.QUIET)
        self.clear_button = QPushButton(self.tr("Clear"))
        self.clear_button.setAccessibleName(self.tr("Clear the passage"))
        self._row.addWidget(self.clear_button)
        self._row.addStretch(1)
        self._column.insertWidget(0, self.quote)
        self.picker: PassagePicker | None = None
        self.button.clicked.connect(self._on_wanted)
        self.clear_button.clicked.connect(self._on_cleared)
        self._show()

    @override
    def value(self) -> object:
        return self._bounds()

    @override
    def values(self) -> dict[str, object]:
        names = (field.name for field in self.fields)
        return dict(zip(names, self._bounds(), strict=True))

    @override
    def set_values(self, values: dict[str, object]) -> None:
        start, end = (values[field.name] for field in self.fields)
        self._passage = (start, end)
        self._show()

    @override
    def is_blank(self) -> bool:
        return self._bounds() == (None, None)

    def rest_on(self, source_id: int | None) -> None:
        """Take words from another source. A passage counts in its own source only.

        The first source is that of the passage which was set.
        """
        if source_id == self._source_id:
            return
        if self._passage_of is None:
            self._passage_of = source_id
        self._source_id = source_id
        self._source = None
        self._close()
        if source_id is not None and source_id > 0:
            self._lookup.source(source_id, self._on_source)
        self._show()

    def _bounds(self) -> tuple[object, object]:
        return self._passage if self._passage_of == self._source_id else (None, None)

    def _on_source(self, source: Source) -> None:
        if source.id == self._source_id:
            self._source = source
            self._show()

    def _show(self) -> None:
        start, end = self._bounds()
        words = ""
        if self._source is not None and isinstance(start, int) and isinstance(end, int):
            words = self._source.text[start:end]
        self.quote.setText(f"“{' '.join(words.split())}”" if words else "")
        self.quote.setVisible(bool(words))
        self.button.setText(
            self.tr("Choose words…") if self.is_blank() else self.tr("Other words…")
        )
        self.button.setEnabled(self._source is not None)
        self.clear_button.setVisible(not self.is_blank())

    def _on_wanted(self) -> None:
        if self._source is None or self.picker is not None:
            return
        self.picker = PassagePicker()
        self.picker.picked.connect(self._on_picked)
        self.picker.cancelled.connect(self._on_cancelled)
        self._column.addWidget(self.picker)
        self.picker.show()
        start, end = self._bounds()
        self.picker.show_text(
            self._source.text,
            start if isinstance(start, int) else None,
            end if isinstance(end, int) else None,
        )
        self.picker_opened.emit()
        self.picker.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_picked(self, start: int, end: int) -> None:
        self._passage, self._passage_of = (start, end), self._source_id
        self._on_cancelled()
        self._show()
        self.changed.emit()

    def _on_cancelled(self) -> None:
        self._close()
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_cleared(self) -> None:
        self._passage = (None, None)
        self._show()
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _close(self) -> None:
        if self.picker is not None:
            picker, self.picker = self.picker, None
            picker.hide()
            picker.deleteLater()
