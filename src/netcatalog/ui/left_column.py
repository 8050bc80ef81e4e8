"""The left column: what is listed and saved, and below it what it can be narrowed down by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings

    from netcatalog.ui.facet_list import FacetList
    from netcatalog.ui.saved_searches import SavedSearches
    from netcatalog.ui.section_list import SectionList

_STATE = "window/left"

_LEAST = 96
"""The least height of each half, in pixels."""


class LeftColumn(QSplitter):
    """The sections and saved searches above, the facets below.

    The user drags the line between them; where it is too high, the upper half scrolls.
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
        sections.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustToContents)
        sections.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        upper = QWidget()
        layout = QVBoxLayout(upper)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(sections)
        layout.addWidget(saved)
        layout.addStretch(1)
        frame = QScrollArea(widgetResizable=True)
        frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        frame.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        frame.setWidget(upper)
        for place, half in enumerate((frame, facets)):
            half.setMinimumHeight(_LEAST)
            self.addWidget(half)
            self.setStretchFactor(place, place)
        height = upper.sizeHint().height()
        self.setSizes([height, height])
        state = settings.value(_STATE)
        if isinstance(state, QByteArray):
            self.restoreState(state)

    def remember(self) -> None:
        """Store where the line between the halves is."""
        self._settings.setValue(_STATE, self.saveState())
