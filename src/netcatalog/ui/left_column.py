"""The left column: what is listed, and below it what it can be narrowed down by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings

    from netcatalog.ui.facet_list import FacetList
    from netcatalog.ui.section_list import SectionList

_STATE = "window/left"

_LEAST = 96
"""The least height of each half, in pixels."""


class LeftColumn(QSplitter):
    """The sections above, the facets below; the user drags the line between them."""

    def __init__(self, sections: SectionList, facets: FacetList, settings: QSettings) -> None:
        super().__init__(Qt.Orientation.Vertical, childrenCollapsible=False)
        self._settings = settings
        self._upper = QWidget()
        layout = QVBoxLayout(self._upper)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(0)
        layout.addWidget(sections)
        for place, half in enumerate((self._upper, facets)):
            half.setMinimumHeight(_LEAST)
            self.addWidget(half)
            self.setStretchFactor(place, place)
        height = sections.sizeHintForRow(0) * sections.count() + 2 * sections.frameWidth() + 8
        self.setSizes([height, 2 * height])
        state = settings.value(_STATE)
        if isinstance(state, QByteArray):
            self.restoreState(state)

    def remember(self) -> None:
        """Store where the line between the halves is."""
        self._settings.setValue(_STATE, self.saveState())
