"""Keeps the browse table showing what the user last asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from netcatalog.domain.columns import columns_of
from netcatalog.ui.record_table import PAGE_ROWS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netcatalog.domain.columns import Column
    from netcatalog.domain.pages import Row
    from netcatalog.domain.progress import Progress
    from netcatalog.domain.query import Query, Sort
    from netcatalog.domain.sections import Section
    from netcatalog.services.readable import ReadableCatalog
    from netcatalog.ui.record_table import RecordTableModel
    from netcatalog.ui.tasks import TaskRunner


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the user asks.

    Attributes:
        section: What is listed.
        text: What the search bar says.
        sort: The order.
        day: The day as of which it is asked unless the text says one, as ``YYYY-MM-DD``; ""
            for now.
    """

    section: Section
    text: str = ""
    sort: tuple[Sort, ...] = ()
    day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was found.

    Attributes:
        question: What was asked.
        query: How the text was understood, with what could not be.
        columns: All columns of the section.
        ids: The records found, in order.
        rows: The first page of them.
        total: How many records the section has.
    """

    question: Question
    query: Query
    columns: tuple[Column, ...]
    ids: Sequence[int]
    rows: Mapping[int, Row]
    total: int


class Browser(QObject):
    """Searches off the GUI thread. Of several questions only the newest is answered.

    One search runs at a time; while it does, only the newest further question is kept.

    Signals:
        answered: The table shows the answer; payload: the `Answer`.
        failed: A search or a page of rows could not be had; payload: the exception.
    """

    answered = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        catalog: ReadableCatalog,
        runner: TaskRunner,
        table: RecordTableModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._runner = runner
        self._table = table
        self._shown: Answer | None = None
        self._waiting: Question | None = None
        self._searching = False
        table.rows_wanted.connect(self._on_rows_wanted, Qt.ConnectionType.QueuedConnection)

    def ask(self, question: Question) -> None:
        """Search, and show what is found unless something else is asked meanwhile."""
        if self._searching:
            self._waiting = question
            return
        self._searching = True
        task = self._runner.start(partial(self._search, question))
        task.succeeded.connect(self._on_found)
        task.failed.connect(self._on_failed)
        task.cancelled.connect(self._on_ended)

    def _search(self, question: Question, _progress: Progress) -> Answer:
        section = question.section
        read = self._catalog.query(question.text, section)
        query = read.as_of(question.day).sorted_by(*question.sort)
        columns = columns_of(self._catalog.schema, section.kind)
        found = self._catalog.browse(query, columns, PAGE_ROWS)
        return Answer(
            question=question,
            query=query,
            columns=columns,
            ids=found.ids,
            rows=found.rows,
            total=found.total,
        )

    def _on_found(self, answer: Answer) -> None:
        if self._waiting is None:
            self._shown = answer
            self._table.show(answer.columns, answer.ids, answer.rows)
            self.answered.emit(answer)
        self._on_ended()

    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(error)
        self._on_ended()

    def _on_ended(self) -> None:
        self._searching = False
        if self._waiting is not None:
            question, self._waiting = self._waiting, None
            self.ask(question)

    def _on_rows_wanted(self, ids: Sequence[int], page: int) -> None:
        shown = self._shown
        if shown is None or ids is not shown.ids:
            return  # they were wanted of what was shown before
        first = page * PAGE_ROWS
        wanted, kind = ids[first : first + PAGE_ROWS], shown.question.section.kind
        columns, query = shown.columns, shown.query
        task = self._runner.start(
            lambda _progress: self._catalog.rows(kind, wanted, columns, query)
        )
        task.succeeded.connect(partial(self._table.put, ids, page))
        task.failed.connect(self.failed)
