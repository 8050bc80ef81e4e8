"""The left column: what is listed and saved, and below it what it can be narrowed down by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, QSettings
    from PySide6.QtGui import QResizeEvent

    from netcatalog.ui.facet_list import FacetList
    from netcatalog.ui.saved_searches import SavedSearches
    from netcatalog.ui.section_list import SectionList

_STATE = "window/left"

_LEAST = 96
"""The least height of each half, in pixels."""


class LeftColumn(QSplitter):
    """The sections and saved searches above, the facets below.

    The line between them makes room for what stands above, up to two thirds, until the user drags
    it; where there is too much, the upper half scrolls, and follows the keyboard.
    """

    def __init__(
        self,
        sections: SectionList,
        saved: SavedSearches,
        facets: FacetList,
        settings: QSettings,
    ) -> None:
        super().__init__(Qt.Orientation.Vertical, childrenCollapsible=False)
        self._settings = settings
        self._saved = saved
        self._is_dragged = False
        sections.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustToContents)
        sections.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._upper = QWidget()
        self._upper.installEventFilter(self)
        layout = QVBoxLayout(self._upper)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(sections)
        layout.addWidget(saved)
        layout.addStretch(1)
        self._frame = QScrollArea(widgetResizable=True)
        self._frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._frame.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._frame.setWidget(self._upper)
        saved.list.currentRowChanged.connect(self._follow)
        for place, half in enumerate((self._frame, facets)):
            half.setMinimumHeight(_LEAST)
            self.addWidget(half)
            self.setStretchFactor(place, place)
        height = self._upper.sizeHint().height()
        self.setSizes([height, height])
        state = settings.value(_STATE)
        if isinstance(state, QByteArray):
            self._is_dragged = self.restoreState(state)
        self.splitterMoved.connect(self._on_dragged)

    def remember(self) -> None:
        """Store where the user has put the line between the halves."""
        if self._is_dragged:
            self._settings.setValue(_STATE, self.saveState())

    def _on_dragged(self) -> None:
        self._is_dragged = True

    def _make_room(self) -> None:
        total = sum(self.sizes())
        wanted = min(self._upper.sizeHint().height(), total * 2 // 3)
        if not self._is_dragged and total:
            self.setSizes([wanted, total - wanted])

    def _follow(self, row: int) -> None:
        """Keep the saved search in sight that the keyboard is on."""
        searches = self._saved.list
        if row >= 0 and searches.hasFocus():
            place = searches.visualItemRect(searches.item(row))
            where = searches.viewport().mapTo(self._upper, place.center())
            self._frame.ensureVisible(0, where.y(), 0, place.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._upper and event.type() == QEvent.Type.LayoutRequest:
            self._make_room()
        return super().eventFilter(watched, event)
