"""The list below the search bar that offers how one may go on with what one types.

It never has the keyboard, so nothing typed is lost to it: Tab takes what is marked, or the
first; Esc closes it. Enter and Down mean what they always mean until something is marked,
except that Down goes into the list where a value is being typed. Ctrl+Space opens it anywhere.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QPainter,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)
from typing_extensions import override

from netcatalog.ui import theme
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netcatalog.domain.completion import Completion
    from netcatalog.domain.sections import Section

    Asker = Callable[[Section, str, int, Callable[[Sequence[Completion]], object]], object]
    """Finds completions off the GUI thread; of several questions it answers the newest."""

MOST_ROWS = 10
"""Most rows of the list that are seen at once."""

_HELP_ROLE = Qt.ItemDataRole.UserRole
"""Where an item keeps what it means."""


SOON_MS = 60
"""How long after a key completions are asked for, in milliseconds: what is found comes first."""


class QueryCompleter(QObject):
    """Offers completions for a search bar.

    Attributes:
        section: What is searched; None before one is.
        ask: Finds the completions; None while no catalogue is open.
        popup: The list.
    """

    def __init__(self, line: QLineEdit) -> None:
        """Serve a line, and ask for nothing yet."""
        super().__init__(line)
        self.section: Section | None = None
        self.ask: Asker | None = None
        self.popup = _Popup(line)
        self._line = line
        self._offered: Sequence[Completion] = ()
        self._asked: str | None = None  # the text for which completions are awaited
        self._eager = False  # whether the first is to be marked at once
        self._taking = False
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(partial(self._want, eager=False))
        line.textEdited.connect(self._on_edited)
        line.installEventFilter(self)
        self.popup.list.clicked.connect(lambda index: self._take(index.row()))

    def close(self) -> None:
        """Close the list, and expect no other."""
        self._soon.stop()
        self._asked = None
        self.popup.hide()

    def offer(self, completions: Sequence[Completion]) -> None:
        """Show completions, unless the text is another by now."""
        if self._line.text() != self._asked or not self._line.hasFocus():
            return
        self._offered = completions
        if completions:
            self.popup.show_below(self._line, completions)
            if self._eager:
                self.popup.mark(0)
        else:
            self.close()

    def _on_edited(self, text: str) -> None:
        if self._taking:
            return
        before = text[: _code_points(text, self._line.cursorPosition())]
        if before and not before[-1].isspace():
            self._soon.start()
        else:
            self.close()

    def _want(self, *, eager: bool) -> None:
        if self.ask is None or self.section is None:
            return
        text = self._line.text()
        self._asked, self._eager = text, eager
        self.ask(self.section, text, _code_points(text, self._line.cursorPosition()), self.offer)

    def _take(self, row: int) -> None:
        chosen, text = self._offered[row], self._line.text()
        start, end = _units(text[: chosen.start]), _units(text[: chosen.end])
        self.close()
        self._taking = True
        self._line.setCursorPosition(start)
        self._line.cursorForward(True, end - start)
        self._line.insert(chosen.text)
        self._taking = False
        if chosen.text.endswith(":"):
            self._want(eager=False)

    def _completes_value(self) -> bool:
        """Tell whether what is offered are values, not words."""
        return not self._offered[0].text.endswith(":")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        if event.type() == QEvent.Type.FocusOut:
            self.close()
        elif event.type() == QEvent.Type.Resize and self.popup.isVisible():
            self.popup.show_below(self._line, self._offered)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        """Tell whether a key was meant for the list, and do what it says."""
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if control and event.key() == Qt.Key.Key_Space:
            self._want(eager=True)
            return True
        if not self.popup.isVisible():
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}:
                self.close()
            return False
        marked = self.popup.marked()
        match event.key():
            case Qt.Key.Key_Escape:
                self.close()
            case Qt.Key.Key_Tab:
                self._take(max(marked, 0))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if marked >= 0:
                self._take(marked)
            case Qt.Key.Key_Down if marked >= 0 or self._completes_value():
                self.popup.mark(min(marked + 1, len(self._offered) - 1))
            case Qt.Key.Key_Up if marked >= 0:
                self.popup.mark(marked - 1)
            case _:
                return False
        return True


class _Popup(QFrame):
    """The list, over the window and without the keyboard."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        dress(self, Look.POPUP)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list = QListView()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(self.tr("Ways to go on"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self._model = QStandardItemModel(self)
        self._delegate = _Delegate(self.list)
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        self._keys = QLabel(self.tr("Tab takes the first, Esc closes"))
        self._keys.setIndent(8)
        dress(self._keys, Look.QUIET)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 4, 1, 4)
        layout.setSpacing(4)
        layout.addWidget(self.list)
        layout.addWidget(self._keys)
        self.hide()

    def show_below(self, line: QLineEdit, completions: Sequence[Completion]) -> None:
        """Show completions below a line."""
        self._fill(completions)
        window = line.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        place = line.mapTo(window, QPoint(0, line.height() + 4))
        rows = min(MOST_ROWS, self._model.rowCount())
        self.list.setFixedHeight(rows * max(1, self.list.sizeHintForRow(0)) + 4)
        height = min(self.sizeHint().height(), window.height() - place.y())
        self.setGeometry(place.x(), place.y(), line.width(), height)
        self.show()
        self.raise_()

    def _fill(self, completions: Sequence[Completion]) -> None:
        self._model.clear()
        for one in completions:
            item = QStandardItem(one.label)
            item.setData(one.help, _HELP_ROLE)
            item.setData(f"{one.label} {one.help}", Qt.ItemDataRole.AccessibleTextRole)
            item.setEditable(False)
            self._model.appendRow(item)
        metrics = self.list.fontMetrics()
        widest = max(metrics.horizontalAdvance(one.label) for one in completions)
        self._delegate.help_starts = widest + 32
        self.list.scrollToTop()

    def marked(self) -> int:
        """Return the row that is marked, or -1."""
        return self.list.currentIndex().row()

    def mark(self, row: int) -> None:
        """Mark a row and say it; -1 for none."""
        index = self._model.index(row, 0) if row >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        if index.isValid():
            said = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.list, said))


class _Delegate(QStyledItemDelegate):
    """Paints what a completion means beside it.

    Attributes:
        help_starts: How far from the left edge, in pixels.
    """

    help_starts = 0

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        meaning = str(index.data(_HELP_ROLE) or "")
        room = option.rect.adjusted(min(self.help_starts, option.rect.width() // 2), 0, -8, 0)
        colours = theme.current()
        is_marked = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setPen(colours.selection_text if is_marked else colours.muted)
        words = option.fontMetrics.elidedText(meaning, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


def _units(text: str) -> int:
    """Return how long Qt takes a text to be: it counts UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _code_points(text: str, units: int) -> int:
    """Return how many letters so many UTF-16 units of a text are."""
    encoded = text.encode("utf-16-le", "surrogatepass")[: units * 2]
    return len(encoded.decode("utf-16-le", "surrogatepass"))
