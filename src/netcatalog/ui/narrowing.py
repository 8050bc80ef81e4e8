"""Narrowing down what is listed: counts follow the search, and clicks are written into it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from netcatalog.domain import query_text
from netcatalog.ui.browse_pane import TYPING_MS
from netcatalog.ui.facet_counts import FacetCounts

if TYPE_CHECKING:
    from collections.abc import Callable

    from netcatalog.domain.facets import Facet, FacetValue
    from netcatalog.ui.browser import Answer
    from netcatalog.ui.desk import Desk
    from netcatalog.ui.facet_counts import Tally
    from netcatalog.ui.session import Session

    Rewrite = Callable[[str, Facet, FacetValue, query_text.Read], str]


PAINTED_MS = 20
"""How long after an answer it has surely been painted, in milliseconds: then it is counted."""


class Narrowing(QObject):
    """Goes between the facets, the search bar and the catalogue of a desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._list = desk.facets
        self._counts: FacetCounts | None = None
        self._answer: Answer | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timer)
        for signal, rewrite in (
            (self._list.view.chosen, query_text.choose),
            (self._list.view.added, query_text.add),
            (self._list.view.excluded, query_text.exclude),
        ):
            signal.connect(partial(self._rewrite, rewrite))

    def open(self, session: Session) -> None:
        """Count in the catalogue of a session from now on."""
        self._answer = None
        if self._counts is not None:
            self._counts.deleteLater()
        self._counts = FacetCounts(session.catalog, session.runner, self)
        self._counts.counted.connect(self._on_counted)
        self._counts.failed.connect(self._desk.tell_failure)

    def follow(self, answer: Answer) -> None:
        """Show what is asked, and count what was found."""
        self._list.show_query(answer.query)
        self._answer = answer
        self._timer.start(TYPING_MS if self._desk.browse.is_typing() else PAINTED_MS)

    def _on_timer(self) -> None:
        if self._counts is not None and self._answer is not None:
            self._counts.count(self._answer)

    def _on_counted(self, tally: Tally) -> None:
        shown = self._desk.browse.answer
        if shown is not None and shown.query.section == tally.answer.query.section:
            self._list.show_counts(shown.query, tally.counts)

    def _rewrite(self, rewrite: Rewrite, facet: Facet, value: FacetValue) -> None:
        session, browse = self._desk.session, self._desk.browse
        if session is not None:
            section = browse.question().section
            read = partial(session.catalog.query, section=section)
            browse.write(rewrite(browse.search.text(), facet, value, read))
