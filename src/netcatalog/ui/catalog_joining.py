"""Merging with another catalogue, from its choice to the step that is stored."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from netcatalog.domain.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from netcatalog.domain.joining import Joining
    from netcatalog.domain.merging import Meeting
    from netcatalog.domain.progress import Progress
    from netcatalog.ui.desk import Desk
    from netcatalog.ui.joining_pane import JoiningPane
    from netcatalog.ui.session import Made
    from netcatalog.ui.tasks import Task


class CatalogJoining(QObject):
    """Shows in the middle of a window what another catalogue would bring."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._task: Task | None = None

    @cached_property
    def pane(self) -> JoiningPane:
        """What is shown, made when it is first needed."""
        from netcatalog.ui.joining_pane import JoiningPane

        pane = JoiningPane()
        pane.wanted.connect(self._join)
        pane.closed.connect(self._desk.middle.come_back)
        return pane

    def compare(self, path: Path) -> None:
        """Compare a file with the catalogue that is open."""
        desk = self._desk
        if desk.session is None or not desk.past.may_change():
            return
        if not desk.editing.may_leave(partial(self.compare, path)):
            return
        desk.editing.leave()
        desk.middle.show_aside(self)
        self.pane.lock(desk.past.reason())
        self.pane.begin(path.stem)
        catalog = desk.session.catalog

        def work(progress: Progress) -> Joining:
            from netcatalog.transfer import others

            with others.reading(path, user=catalog.user) as other:
                return catalog.plan_joining(other, progress)

        self._follow(
            desk.session.run(work, self._on_compared, self._on_failed), self.tr("Comparing")
        )

    def _follow(self, task: Task, words: str) -> None:
        self._task = task
        task.finished.connect(self._on_ended)
        task.cancelled.connect(self._desk.middle.come_back)
        self.pane.progress.follow(task, words)

    def _on_ended(self) -> None:
        self._task = None

    def _on_compared(self, joining: Joining) -> None:
        if self._desk.middle.aside is self:
            self.pane.show_joining(joining)

    def _on_failed(self, error: Exception) -> None:
        self.pane.show_failed(str(error) if isinstance(error, CatalogError) else "")
        if not isinstance(error, CatalogError):
            self._desk.tell_failure(error)

    def _join(self, theirs: Sequence[Meeting]) -> None:
        joining, session = self.pane.joining, self._desk.session
        if joining is None or session is None or not self._desk.past.may_change():
            return
        if not joining.changes(theirs):
            self._desk.message.say(self.tr("Nothing was changed."))
            self._desk.middle.come_back()
            return
        task = session.join(joining, theirs, stored=self._on_joined, refused=self._on_failed)
        self._follow(task, self.tr("Storing"))

    def _on_joined(self) -> None:
        if self._desk.middle.aside is self:
            self._desk.middle.come_back()

    # In the middle of the window

    def take_keyboard(self) -> None:
        """Put the keyboard where one chooses."""
        self.pane.take_keyboard()

    def follow(self, made: Made) -> None:
        """Mind no change: what is shown is compared with what is there when it is done."""

    def leave(self) -> None:
        """End the comparison, as something else is shown."""
        if self._task is not None:
            self._task.cancel()
