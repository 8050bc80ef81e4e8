"""The part of the left column that narrows down what is listed. It knows no catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from netcatalog.ui.facet_model import FacetModel, Heading
from netcatalog.ui.facet_view import FacetView
from netcatalog.ui.icons import Tint, icon
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from netcatalog.domain.facets import Counts, Facet
    from netcatalog.domain.query import Query

_CLOSED = "facets/closed"

_GAP = 8


class FacetList(QWidget):
    """Facets with their values and counts; or, of one facet, all values and a line to find some.

    Attributes:
        view: The tree; its signals say what the user wants.
    """

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._closed = set(str(settings.value(_CLOSED, "")).split())
        self._filling = False
        self._model = FacetModel(self)
        self.view = FacetView(self._model)
        self.view.toggled.connect(self._on_toggled)
        self.view.more_wanted.connect(self._on_more_wanted)
        self.view.left.connect(self.show_few)
        self.filter = QLineEdit(clearButtonEnabled=True)
        self.filter.addAction(icon("search", Tint.MUTED), QLineEdit.ActionPosition.LeadingPosition)
        self.filter.textChanged.connect(self._on_filter_changed)
        self.filter.installEventFilter(self)
        self._finder = QWidget()
        around = QVBoxLayout(self._finder)
        around.setContentsMargins(_GAP, _GAP, _GAP, 0)
        around.addWidget(self.filter)
        self._finder.hide()
        self.empty = QLabel(self.tr("Nothing to narrow down by."), wordWrap=True)
        dress(self.empty, Look.QUIET)
        self.empty.setContentsMargins(2 * _GAP, 0, _GAP, 0)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.empty.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self._finder, self.view, self.empty):
            layout.addWidget(widget)

    def show_counts(self, query: Query, counts: Sequence[Counts]) -> None:
        """Show counts, and what a query asks of them."""
        if self._model.only not in [None, *(one.facet for one in counts)]:
            self._narrow_to(None)
        self._model.show(query, counts)
        self._fill()

    def show_query(self, query: Query) -> None:
        """Show what a query asks, with the counts there are until it is counted."""
        if self._model.show_query(query):
            self._fill()

    def show_few(self) -> None:
        """Go back from all values of one facet to the first ones of each."""
        facet = self._model.only
        if facet is not None:
            self._narrow_to(None)
            self._fill()
            self.view.go_to(Heading(facet))
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _narrow_to(self, facet: Facet | None) -> None:
        self._model.only, self._model.filter = facet, ""
        self.filter.clear()
        self._finder.setVisible(facet is not None)

    def _fill(self) -> None:
        """Fill the tree, and let it look as it did: what is open, and where one is."""
        line, top = self.view.current(), self.view.verticalScrollBar().value()
        self._filling = True
        self._model.fill()
        for row in range(self._model.rowCount()):
            index = self._model.index(row, 0)
            heading = self.view.line(index)
            is_closed = isinstance(heading, Heading) and heading.facet.word.word in self._closed
            self.view.setExpanded(index, self._model.only is not None or not is_closed)
        self._filling = False
        if line is not None:
            self.view.go_to(line)
        self.view.verticalScrollBar().setValue(top)
        is_empty = not self._model.rowCount()
        self.view.setHidden(is_empty)
        self.empty.setVisible(is_empty and self._model.is_counted)

    def _on_toggled(self, facet: Facet, is_open: bool) -> None:
        if self._filling or self._model.only is not None:
            return
        if is_open:
            self._closed.discard(facet.word.word)
        else:
            self._closed.add(facet.word.word)
        self._settings.setValue(_CLOSED, " ".join(sorted(self._closed)))

    def _on_more_wanted(self, facet: Facet) -> None:
        self._narrow_to(facet)
        self._fill()
        self.view.scrollToTop()
        words = self.tr("Find in {facet}").format(facet=facet.label)
        self.filter.setPlaceholderText(words)
        self.filter.setAccessibleName(words)
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_filter_changed(self, text: str) -> None:
        if self._model.only is not None:
            self._model.filter = text
            self._fill()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.filter and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
                self.show_few()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
                self.view.enter()
                return True
        return super().eventFilter(watched, event)
