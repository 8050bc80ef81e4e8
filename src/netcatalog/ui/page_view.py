"""A page in a widget: read, scrolled, walked through link by link, never loaded from outside.

It follows no link itself; it says what is wanted when one is pressed. It knows no catalogue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QImage,
    QKeySequence,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QMenu, QTextBrowser, QToolTip, QVBoxLayout, QWidget
from typing_extensions import override

from netcatalog.ui import links, theme
from netcatalog.ui.icons import icon
from netcatalog.ui.links import HistoryLink, Link, PassageLink, RecordLink, StateLink, WebLink
from netcatalog.ui.page_markup import hint_words
from netcatalog.ui.theme import Look

if TYPE_CHECKING:
    from netcatalog.domain.changes import Told
    from netcatalog.domain.pages import Page

MARGIN = 24
"""Space around the text of a page, in logical pixels."""

MEASURE = 720
"""Greatest width of a page, margins included: longer lines are hard to read."""


class PageView(QWidget):
    """Shows the page of a record, or a message in its place.

    Signals:
        record_requested: A link to a record was pressed; payload: key of its type, and its id.
        passage_requested: A mark was pressed; payload: id of the source, start, end.
        state_requested: A record is to be shown as it was; payload: key of its type, its id, and
            the id of the revision that is to be thought away.
        history_requested: What changed a record is to be listed; payload: key and id.
        address_requested: A link out of the catalogue was pressed; payload: the address, with
            scheme http, https or mailto, as browsers and mail programs take it.
    """

    record_requested = Signal(str, int)
    passage_requested = Signal(int, int, int)
    state_requested = Signal(str, int, int)
    history_requested = Signal(str, int)
    address_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.browser = _Browser()
        self.browser.anchorClicked.connect(self._on_anchor_clicked)
        self.browser.menu_requested.connect(self._on_menu_requested)
        bar = self.browser.verticalScrollBar()
        bar.rangeChanged.connect(self._on_range_changed)
        bar.actionTriggered.connect(self._on_action_triggered)
        self._html = ""
        self._scroll_to: int | None = None
        self._place: tuple[str, int | None] | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.browser)
        self.setFocusProxy(self.browser)

    def show_page(self, page: Page) -> None:
        """Show a page from its top; the page that is shown already stays where it is."""
        record = page.entry.record
        place = (record.about.key, record.id)
        from netcatalog.ui.page_html import page_html  # loaded after the list is painted

        self._show(page_html(page), keep=place == self._place)
        self._place = place
        self.browser.setAccessibleName(self.tr("Page of {}").format(page.title))

    def show_revision(self, told: Told) -> None:
        """Show what a revision did."""
        from netcatalog.ui.revision_html import revision_html

        self._show(revision_html(told), keep=False)
        self._place = None
        self.browser.setAccessibleName(self.tr("Step: {}").format(told.revision.title))

    def show_message(self, title: str, text: str) -> None:
        """Show why there is no page, and what to do."""
        from netcatalog.ui.page_html import message_html

        self._show(message_html(title, text), keep=False)
        self._place = None
        self.browser.setAccessibleName(title)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if self._html and event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._show(self._html, keep=True)

    def _show(self, html: str, *, keep: bool) -> None:
        """Set HTML in the palette worn now; `keep` the place to which the page is scrolled."""
        self._html = html
        bar = self.browser.verticalScrollBar()
        scrolled = (self._scroll_to or bar.value()) if keep else 0
        document = self.browser.document()
        from netcatalog.ui.page_html import LAYOUT_CSS

        document.setDefaultStyleSheet(theme.page_css(theme.current()) + LAYOUT_CSS)
        self.browser.setHtml(html)
        document.setDocumentMargin(MARGIN)
        _close_gaps(document)
        self._scroll_to = scrolled
        self._on_range_changed()

    def _on_range_changed(self) -> None:
        """Scroll to where the page was; a long one is laid out bit by bit."""
        bar = self.browser.verticalScrollBar()
        if self._scroll_to is not None:
            bar.setValue(self._scroll_to)
            if bar.value() == self._scroll_to:
                self._scroll_to = None

    def _on_action_triggered(self) -> None:
        """Leave the page where the user scrolls it."""
        self._scroll_to = None

    def _on_anchor_clicked(self, url: QUrl) -> None:
        match links.read(url.toString(QUrl.ComponentFormattingOption.FullyEncoded)):
            case RecordLink(key, record_id):
                self.record_requested.emit(key, record_id)
            case PassageLink(source, start, end):
                self.passage_requested.emit(source, start, end)
            case StateLink(key, record_id, revision):
                self.state_requested.emit(key, record_id, revision)
            case HistoryLink(key, record_id):
                self.history_requested.emit(key, record_id)
            case WebLink(address):
                self.address_requested.emit(address)

    def _on_menu_requested(self, place: QPoint, address: str, hint: str) -> None:
        menu = self.menu(address, hint)
        menu.popup(place)

    def menu(self, address: str = "", hint: str = "") -> QMenu:
        """Return the context menu: of the link that has an address, or of the page."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if target := links.read(address):
            self._add_entries(menu, target, hint)
            menu.addSeparator()
        copy = menu.addAction(self.tr("Copy"), QKeySequence.StandardKey.Copy, self.browser.copy)
        copy.setEnabled(self.browser.textCursor().hasSelection())
        menu.addAction(
            self.tr("Select all"), QKeySequence.StandardKey.SelectAll, self.browser.selectAll
        )
        return menu

    def _add_entries(self, menu: QMenu, target: Link, hint: str) -> None:
        def follow() -> None:
            self._on_anchor_clicked(QUrl(str(target)))

        def copy(text: str) -> None:
            QGuiApplication.clipboard().setText(text)

        match target:
            case RecordLink() | StateLink() | HistoryLink():
                menu.addAction(self.tr("Open"), follow)
            case PassageLink():
                menu.addAction(icon("quote"), self.tr("Show in the source"), follow)
                words = hint.removeprefix("“").removesuffix("”")
                menu.addAction(self.tr("Copy the words of the source"), lambda: copy(words))
            case WebLink(address):
                menu.addAction(icon("external-link"), self.tr("Open this address"), follow)
                menu.addAction(self.tr("Copy this address"), lambda: copy(address))


def _close_gaps(document: QTextDocument) -> None:
    """Take the height from the empty paragraph that Qt puts behind every table."""
    block = document.begin()
    while block.isValid():
        shape = block.blockFormat()
        is_rule = shape.hasProperty(QTextBlockFormat.Property.BlockTrailingHorizontalRulerWidth)
        cursor = QTextCursor(block)
        if not block.text() and not is_rule and cursor.currentTable() is None:
            shape.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
            cursor.setBlockFormat(shape)
        block = block.next()


class _Browser(QTextBrowser):
    """Text with links, which loads nothing and tells where the keyboard is.

    Signals:
        menu_requested: Payload: where on the screen, and address and hint of the link there.
    """

    menu_requested = Signal(QPoint, str, str)

    def __init__(self) -> None:
        super().__init__()
        self._left_at = self.textCursor()
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        # All text wraps; rounding alone would ask for a bar to scroll by one pixel.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        option = self.document().defaultTextOption()
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        self.document().setDefaultTextOption(option)
        theme.dress(self, Look.PAGE)

    @override
    def loadResource(self, type: int, name: QUrl | str) -> object:
        # Not None: for a picture that is missing Qt reads local files by itself.
        nothing = QImage(1, 1, QImage.Format.Format_ARGB32)
        nothing.fill(Qt.GlobalColor.transparent)
        return nothing

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        moved = super().focusNextPrevChild(next)
        if moved and (hint := self._hint_at_cursor()):
            corner = self.cursorRect().bottomLeft()
            QToolTip.showText(self.viewport().mapToGlobal(corner), f"<qt>{hint}</qt>", self)
            self.setAccessibleDescription(hint)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, hint))
        return moved

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._left_at = self.textCursor()
        super().focusOutEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        comes_back = event.reason() == Qt.FocusReason.OtherFocusReason
        if comes_back and self._left_at.hasSelection():
            self.setTextCursor(self._left_at)  # else Tab would begin at the first link again

    def _hint_at_cursor(self) -> str:
        return hint_words(self.textCursor().charFormat().toolTip())

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.cursorRect().bottomLeft()
            shape = self.textCursor().charFormat()
        else:
            place = event.pos()
            on_page = place + QPoint(0, self.verticalScrollBar().value())
            shape = self.document().documentLayout().formatAt(on_page).toCharFormat()
        self.menu_requested.emit(
            self.viewport().mapToGlobal(place),
            shape.anchorHref(),
            hint_words(shape.toolTip()),
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        spare = max(0, self.width() - MEASURE)
        if self.viewportMargins().right() != spare:
            self.setViewportMargins(0, 0, spare, 0)
