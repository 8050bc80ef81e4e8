"""What is asked of the catalogue while someone types, answered off the GUI thread."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from netcatalog.domain.records import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from netcatalog.domain.fields import Record
    from netcatalog.domain.pages import Reference
    from netcatalog.domain.progress import Progress
    from netcatalog.domain.sections import Section
    from netcatalog.services.readable import ReadableCatalog
    from netcatalog.ui.tasks import Task, TaskRunner

    Then = Callable[..., object]
    """Takes the answer. A bound method of the widget that asked, so that it goes with it."""

MOST_CANDIDATES = 20
"""Most records offered at a time: as many as a glance takes in."""


class Lookup(QObject):
    """Asks on behalf of forms. Of several questions by one asker only the newest is answered.

    An asker is known by the method that takes its answers; a widget that is gone gets none.

    Signals:
        failed: A question could not be answered; payload: the exception.
    """

    failed = Signal(object)

    def __init__(
        self, catalog: ReadableCatalog, runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._runner = runner
        self._asked: dict[Then, Task] = {}

    def like(self, key: str, text: str, then: Then) -> None:
        """Find records of a root type by their name; `then` takes a list of `Reference`."""
        kind = self._catalog.schema[key]
        self._ask(partial(self._catalog.like, kind, text, MOST_CANDIDATES), then)

    def suggestions(self, kind: type[Record], field: str, then: Then) -> None:
        """Find the values that a text field has already; `then` takes a list of texts."""
        self._ask(partial(self._catalog.suggestions, kind, field), then)

    def source(self, key: int, then: Then) -> None:
        """Read a source; `then` takes the `Source`."""
        self._ask(partial(self._catalog.record, Source, key), then)

    def sources(self, then: Then) -> None:
        """Find the first sources by title; `then` takes a list of `Reference`."""
        self.like(Source.about.key, "", then)

    def countries(self, then: Then) -> None:
        """Find the names of all countries; `then` takes a dictionary by code."""
        self._ask(_countries, then)

    def languages(self, then: Then) -> None:
        """Find the names of all languages; `then` takes a dictionary by tag."""
        self._ask(_languages, then)

    def completions(self, section: Section, text: str, cursor: int, then: Then) -> None:
        """Find how one may go on in a search bar; `then` takes a tuple of `Completion`."""
        self._ask(partial(self._catalog.complete, text, cursor, section), then)

    def prepare(self) -> None:
        """Load what reading a date takes before someone types one: 0.2 s."""
        self._runner.start(_load_dates)

    def _ask(self, work: Callable[[], object], then: Then) -> None:
        older = self._asked.pop(then, None)
        if older is not None:
            older.succeeded.disconnect(then)
            older.cancel()
        task = self._runner.start(lambda _progress: work())
        self._asked[then] = task
        task.succeeded.connect(then)
        task.failed.connect(self.failed)
        task.finished.connect(self._on_finished)

    def _on_finished(self) -> None:
        # Not a partial with the task in it: a task that holds us, and with us the runner that
        # owns the task, would be deleted twice.
        done = self.sender()
        self._asked = {then: task for then, task in self._asked.items() if task is not done}


def references_like(found: list[Reference], text: str) -> list[Reference]:
    """Return the references whose label holds `text`, in any spelling."""
    from netcatalog.domain.folding import fold

    wanted = fold(text)
    return [one for one in found if wanted in fold(one.label)]


def _countries() -> dict[str, str]:
    from netcatalog.domain.countries import names  # babel is slow to load

    return names()


def _languages() -> dict[str, str]:
    from netcatalog.domain.languages import names  # babel is slow to load

    return names()


def _load_dates(_progress: Progress) -> None:
    from netcatalog.domain.dates import span

    span("1990~")
