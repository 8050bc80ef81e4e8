"""A source opened at a passage: its text, with the very words marked on which a fact rests.

It knows no catalogue and closes nothing but itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from netcatalog.ui import theme
from netcatalog.ui.icons import icon
from netcatalog.ui.theme import Look

if TYPE_CHECKING:
    from netcatalog.domain.records import Source

MARGIN = 16
"""Space around the text, in logical pixels."""


class PassagePane(QWidget):
    """Shows a passage in its source. Hidden until it has one.

    Signals:
        closed: The user is done with it; it has hidden itself and given the focus back.
        source_requested: The page of the source is wanted; payload: its id.
    """

    closed = Signal()
    source_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source_id = 0
        self._came_from: QWidget | None = None
        self._title = _label(Look.HEADING)
        self._publisher = _label(Look.QUIET)
        self.text = _SourceText()
        self.text.setAccessibleName(self.tr("Text of the source"))
        self.open_button = self._button("book-open", self.tr("Open the page of this source"))
        self.open_button.clicked.connect(lambda: self.source_requested.emit(self._source_id))
        self.close_button = self._button("x", self.tr("Close the source (Esc)"))
        self.close_button.clicked.connect(self.dismiss)

        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._publisher)
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, 8, 8, 8)
        head.setSpacing(4)
        head.addLayout(words, 1)
        for button in (self.open_button, self.close_button):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.text, 1)
        self.hide()

    def _button(self, picture: str, name: str) -> QToolButton:
        button = QToolButton(autoRaise=True)
        button.setIcon(icon(picture))
        button.setToolTip(name)
        button.setAccessibleName(name.partition(" (")[0])
        return button

    def show_passage(self, source: Source, start: int, end: int) -> None:
        """Show a source with the characters from `start` up to `end` marked, and focus it.

        Args:
            source: The source, with its text.
            start: First character of the passage, in code points from 0.
            end: The first that is no longer part of it.
        """
        self._source_id = source.id or 0
        self._title.setText(source.title)
        self._publisher.setText(source.publisher)
        self._publisher.setVisible(bool(source.publisher))
        before = QApplication.focusWidget()
        if before is not None and not self.isAncestorOf(before):
            self._came_from = before
        self.text.show_passage(source.text, start, end)
        self.show()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Hide the pane and give the focus back to where it came from."""
        self.hide()
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self._came_from = None
        self.closed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)


def _label(look: Look) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    theme.dress(label, look)
    return label


class _SourceText(QTextEdit):
    """Text that is read, with one stretch marked, which stands in the middle."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setMinimumHeight(96)
        theme.dress(self, Look.PAGE)
        self._marked = QTextCursor(self.document())

    def show_passage(self, text: str, start: int, end: int) -> None:
        """Show a text with the characters from `start` up to `end` (code points) marked."""
        self.setPlainText(_with_plain_breaks(text))
        self.document().setDocumentMargin(MARGIN)
        self._marked = QTextCursor(self.document())
        self._marked.setPosition(_position(text, start))
        self._marked.setPosition(_position(text, end), QTextCursor.MoveMode.KeepAnchor)
        self.setAccessibleDescription(text[start:end])
        self._mark()
        self._start_reading_at_passage()
        self._centre()

    def _start_reading_at_passage(self) -> None:
        cursor = QTextCursor(self._marked)
        cursor.setPosition(self._marked.selectionStart())
        self.setTextCursor(cursor)

    def _mark(self) -> None:
        colours = theme.current()
        shape = QTextCharFormat()
        shape.setBackground(QColor(colours.highlight))
        shape.setForeground(QColor(colours.highlight_text))
        shape.setFontUnderline(True)  # never by colour alone
        marking = QTextEdit.ExtraSelection()
        marking.cursor = self._marked
        marking.format = shape
        self.setExtraSelections([marking])

    def _centre(self) -> None:
        """Scroll so that the passage stands in the middle, or begins at the top if it is long."""
        first, last = QTextCursor(self._marked), QTextCursor(self._marked)
        first.setPosition(self._marked.selectionStart())
        last.setPosition(self._marked.selectionEnd())
        top = self.cursorRect(first).top()
        height = self.cursorRect(last).bottom() - top
        above = max((self.viewport().height() - height) // 2, MARGIN)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + top - above)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._centre()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._mark()


def _with_plain_breaks(text: str) -> str:
    """Return text with line breaks of one character each: Qt would make them so by itself."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _position(text: str, index: int) -> int:
    """Return where a character of a text stands in a document, which counts in UTF-16."""
    return len(_with_plain_breaks(text[: max(index, 0)]).encode("utf-16-le")) // 2
