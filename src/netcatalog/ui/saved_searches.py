"""The list of saved searches in the left column. It knows no catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from netcatalog.domain.saved_searches import named
from netcatalog.domain.sections import section_named
from netcatalog.domain.wording import number
from netcatalog.ui import theme
from netcatalog.ui.icons import icon
from netcatalog.ui.theme import Look, dress, mark_problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QAbstractItemModel, QObject
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from netcatalog.domain.records import SavedSearch

    Index = QModelIndex | QPersistentModelIndex

ID_ROLE = Qt.ItemDataRole.UserRole
COUNT_ROLE = Qt.ItemDataRole.UserRole + 1
"""Id of the saved search in a line, and how much it finds, or None while that is not known."""

ROW_HEIGHT = 32
MOST_ROWS = 8
"""Height of a line in pixels, and how many are shown before the list scrolls."""

_GAP = 8


class SavedSearches(QWidget):
    """The saved searches under a heading, with how much each finds now.

    Signals:
        opened: One is to be searched; payload: its id.
        renamed: One is to be called otherwise; payload: its id, and the name.
        moved: One was moved; payload: its id, and its new place in the list.
        remove_wanted: One is to go into the bin; payload: its id.
    """

    opened = Signal(int)
    renamed = Signal(int, str)
    moved = Signal(int, int)
    remove_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._searches: Sequence[SavedSearch] = ()
        heading = QLabel(self.tr("Saved searches"))
        dress(heading, Look.HEADING)
        heading.setContentsMargins(2 * _GAP, 0, _GAP, 0)
        self.empty = QLabel(self.tr("Ctrl+D saves a search."), wordWrap=True)
        dress(self.empty, Look.QUIET)
        self.problem = QLabel(wordWrap=True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.problem, Look.PROBLEM)
        for label in (self.empty, self.problem):
            label.setContentsMargins(2 * _GAP, 4, _GAP, 4)
        self._build_list()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2 * _GAP, 0, _GAP)
        layout.setSpacing(4)
        for widget in (heading, self.list, self.problem, self.empty):
            layout.addWidget(widget)
        self.show_searches(())

    def _build_list(self) -> None:
        self.list = _List()
        self.list.setAccessibleName(self.tr("Saved searches"))
        self.list.setItemDelegate(_Line(self._fault, self._on_named, self.list))
        self.list.itemClicked.connect(self._on_clicked)
        self.list.model().rowsMoved.connect(self._on_rows_moved)
        for text, key, do in (
            (self.tr("&Search"), "Return", self._open),
            (self.tr("&Rename"), "F2", self._rename),
            (self.tr("Move &up"), "Alt+Up", lambda: self._move(-1)),
            (self.tr("Move &down"), "Alt+Down", lambda: self._move(1)),
            (self.tr("Put into the &bin"), "Del", self._remove),
        ):
            self.list.offer(text, key, do)

    def show_searches(self, searches: Sequence[SavedSearch]) -> None:
        """Show saved searches, in order; how much those find that stay is kept for now."""
        self._searches = searches
        counts = {self._key(row): self._item(row).data(COUNT_ROLE) for row in self._rows()}
        current = self._key(self.list.currentRow())
        while self.list.count() > len(searches):
            self.list.takeItem(self.list.count() - 1)
        while self.list.count() < len(searches):
            self.list.addItem(_item())
        for row, search in enumerate(searches):
            self._fill(row, search, counts.get(search.id))
            if search.id == current:
                self.list.setCurrentRow(row)
        self.list.setFixedHeight(ROW_HEIGHT * min(len(searches), MOST_ROWS) + 4)
        self.list.setVisible(bool(searches))
        self.empty.setVisible(not searches)
        self._say("")

    def show_count(self, search: SavedSearch, count: int) -> None:
        """Show how much a saved search finds."""
        self._fill(self._searches.index(search), search, count)

    def mark(self, present: SavedSearch | None) -> None:
        """Mark the one that is searched now, unless the user is choosing among them."""
        if self.list.hasFocus():
            return
        self.list.setCurrentRow(-1 if present is None else self._searches.index(present))

    def _fill(self, row: int, search: SavedSearch, count: int | None) -> None:
        item, section = self._item(row), section_named(search.section)
        item.setIcon(icon(section.icon))
        item.setText(search.name)
        item.setData(ID_ROLE, search.id)
        item.setData(COUNT_ROLE, count)
        item.setToolTip(f"{search.name}\n{section.label}: {search.text}".rstrip(": "))
        words = self.tr("{name}, {count} found") if count is not None else "{name}"
        item.setData(
            Qt.ItemDataRole.AccessibleTextRole, words.format(name=search.name, count=count)
        )

    def _rows(self) -> range:
        return range(self.list.count())

    def _item(self, row: int) -> QListWidgetItem:
        return self.list.item(row)

    def _key(self, row: int) -> int | None:
        return self._item(row).data(ID_ROLE) if row in self._rows() else None

    # What the user does

    def _on_clicked(self, item: QListWidgetItem) -> None:
        self.opened.emit(item.data(ID_ROLE))

    def _open(self) -> None:
        key = self._key(self.list.currentRow())
        if key is not None:
            self.opened.emit(key)

    def _rename(self) -> None:
        if self.list.currentItem() is not None:
            self.list.editItem(self.list.currentItem())

    def _remove(self) -> None:
        key = self._key(self.list.currentRow())
        if key is not None:
            self.remove_wanted.emit(key)

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        if row in self._rows() and row + by in self._rows():
            before = row + by + (by > 0)
            self.list.model().moveRow(QModelIndex(), row, QModelIndex(), before)

    def _on_rows_moved(
        self, _from: QModelIndex, first: int, _last: int, _to: QModelIndex, before: int
    ) -> None:
        row = before if before < first else before - 1
        key = self._key(row)
        if key is not None:
            self.moved.emit(key, row)

    # Names typed in the list

    def _fault(self, key: int, name: str) -> bool:
        """Tell whether one cannot be called so, and say why."""
        others = [one for one in self._searches if one.id != key]
        other = named(others, name) if name.strip() else None
        text = self.tr("Please fill this in.") if not name.strip() else ""
        if other is not None:
            text = self.tr("There is already a saved search “{name}”.").format(name=other.name)
        self._say(text)
        return bool(text)

    def _on_named(self, key: int, name: str | None) -> None:
        self._say("")
        if name is not None:
            self.renamed.emit(key, name)

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))


def _item() -> QListWidgetItem:
    item = QListWidgetItem()
    item.setSizeHint(QSize(0, ROW_HEIGHT))
    flag = Qt.ItemFlag
    item.setFlags(
        flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsEditable | flag.ItemIsDragEnabled
    )
    return item


class _List(QListWidget):
    """The list view: its lines can be dragged; keys and a menu do what is offered."""

    def __init__(self) -> None:
        super().__init__()
        dress(self, Look.SECTIONS)
        self.setIconSize(QSize(20, 20))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._keys: dict[str, Callable[[], object]] = {}

    def offer(self, text: str, key: str, do: Callable[[], object]) -> None:
        """Offer something in the menu of a line, and by a key."""
        action = QAction(f"{text}\t{key}", self)
        action.triggered.connect(lambda _checked: do())
        self.addAction(action)
        self._keys[key] = do

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._wish(event) is not None:
            event.accept()  # F2 means the line here, and not the page
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        wish = self._wish(event)
        if wish is not None:
            wish()
        else:
            super().keyPressEvent(event)

    def _wish(self, event: QEvent) -> Callable[[], object] | None:
        if not isinstance(event, QKeyEvent):
            return None
        key = QKeySequence(event.keyCombination()).toString().removeprefix("Num+")
        return self._keys.get("Return" if key == "Enter" else key)


class _Line(QStyledItemDelegate):
    """Paints a name, and how much it finds to the right; lets the name be typed over."""

    def __init__(
        self,
        is_faulty: Callable[[int, str], bool],
        named: Callable[[int, str | None], None],
        parent: QObject,
    ) -> None:
        """Edit names.

        Args:
            is_faulty: Tells whether one with an id cannot bear a name.
            named: Told what was typed at last, or None if it stays as it was.
            parent: The view.
        """
        super().__init__(parent)
        self._is_faulty = is_faulty
        self._named = named
        self._key = 0

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        taken = option.decorationSize.width() + 4 * _GAP
        count = _count(index)
        if count:
            taken += option.fontMetrics.horizontalAdvance(count) + _GAP
        option.text = option.fontMetrics.elidedText(
            option.text, Qt.TextElideMode.ElideRight, option.rect.width() - taken
        )

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        colours = theme.current()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setPen(QColor(colours.selection_text if chosen else colours.muted))
        painter.drawText(
            option.rect.adjusted(0, 0, -_GAP, 0),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            _count(index),
        )
        painter.restore()

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        self._key = index.data(ID_ROLE)
        line = QLineEdit(parent)
        line.setAccessibleName(self.tr("Name of the saved search"))
        line.textChanged.connect(lambda text: mark_problem(line, self._is_faulty(self._key, text)))
        return line

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        enters = isinstance(event, QKeyEvent) and event.key() in {
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        }
        if enters and isinstance(watched, QLineEdit) and watched.property("problem"):
            return True
        return super().eventFilter(watched, event)

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QLineEdit)  # noqa: S101  see createEditor
        name = editor.text().strip()
        if self._is_faulty(self._key, name) or name == index.data():
            self._named(self._key, None)
        else:
            self._named(self._key, name)

    @override
    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        super().destroyEditor(editor, index)
        self._named(self._key, None)


def _count(index: Index) -> str:
    count = index.data(COUNT_ROLE)
    return "" if count is None else number(count)
