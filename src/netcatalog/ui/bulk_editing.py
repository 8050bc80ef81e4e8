"""Doing something to all rows that are chosen: from the wish to the one step that is stored."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Qt
from PySide6.QtGui import QGuiApplication
from shiboken6 import Shiboken

from netcatalog.domain.errors import CatalogError
from netcatalog.domain.wording import number

if TYPE_CHECKING:
    from collections.abc import Callable

    from netcatalog.domain.bulk import Deed, Plan
    from netcatalog.domain.progress import Progress
    from netcatalog.domain.sections import Section
    from netcatalog.transfer.clip import Clip
    from netcatalog.ui.bulk_deeds import DeedForm
    from netcatalog.ui.bulk_pane import BulkPane
    from netcatalog.ui.desk import Desk
    from netcatalog.ui.form_context import FormContext
    from netcatalog.ui.tasks import Task


class BulkEditing(QObject):
    """Carries out what can be done with the rows that are chosen in a window's table."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._planning: Task | None = None
        self._copied = ""
        wishes = desk.browse.bulk
        wishes.tag.triggered.connect(self.tag)
        wishes.change.triggered.connect(self.change)
        wishes.export.triggered.connect(desk.output.export)
        wishes.copy.triggered.connect(self.copy)

    # A tag, a field, the bin

    def tag(self) -> None:
        """Ask for a tag to be put on what is chosen, or taken off."""
        from netcatalog.ui.bulk_deeds import TagForm

        self._open(self.tag, self.tr("Tag {what}"), lambda _section, context: TagForm(context))

    def change(self) -> None:
        """Ask for a field of what is chosen, and its new value."""
        from netcatalog.ui.bulk_deeds import FieldForm

        self._open(
            self.change,
            self.tr("Change a field of {what}"),
            lambda section, context: FieldForm(section.kind, context),
        )

    def remove(self) -> None:
        """Show what goes into the bin if what is chosen goes there."""
        from netcatalog.ui.bulk_deeds import RemoveForm

        self._open(
            self.remove,
            self.tr("Put {what} into the bin"),
            lambda _section, _context: RemoveForm(),
        )

    def _open(
        self,
        again: Callable[[], None],
        heading: str,
        form_of: Callable[[Section, FormContext], DeedForm],
    ) -> None:
        """Open a pane; if something typed elsewhere would be lost, `again` after the answer."""
        from netcatalog.ui.bulk_pane import BulkPane
        from netcatalog.ui.form_context import FormContext
        from netcatalog.ui.lookup import Lookup

        desk = self._desk
        chosen = self._chosen()
        if desk.session is None or chosen is None or not desk.editing.may_leave(again):
            return
        section, ids = chosen
        lookup = Lookup(desk.session.catalog, desk.session.runner)
        lookup.failed.connect(desk.tell_failure)
        form = form_of(section, FormContext(desk.session.catalog.schema, lookup))
        lookup.setParent(form)
        what = (
            f"{number(len(ids))} {section.label.lower()}" if len(ids) > 1 else self.tr("1 record")
        )
        pane = BulkPane(heading.format(what=what), form)
        pane.plan_wanted.connect(partial(self._plan, pane, section, ids))
        pane.plan_dropped.connect(self._stop_planning)
        pane.apply_wanted.connect(partial(self._apply, pane))
        pane.cancelled.connect(self._stop_planning)
        desk.editing.show(pane)
        pane.cancelled.connect(self._back_to_table)

    def _chosen(self) -> tuple[Section, list[int]] | None:
        answer, ids = self._desk.browse.answer, self._desk.browse.chosen_ids()
        if answer is None or not ids or self._desk.middle.in_bin():
            return None
        return answer.question.section, ids

    def _plan(self, pane: BulkPane, section: Section, ids: list[int], deed: Deed) -> None:
        session = self._desk.session
        if session is None:
            return
        self._stop_planning()
        catalog = session.catalog
        task = session.run(
            lambda progress: catalog.plan(section, ids, deed, progress),
            pane.show_plan,
            partial(self._on_refused, pane),
        )
        task.cancelled.connect(pane.show_no_plan)
        task.finished.connect(self._on_planned)
        pane.destroyed.connect(task.cancel)
        self._planning = task
        pane.progress.follow(task, self.tr("Looking at {count}").format(count=number(len(ids))))

    def _stop_planning(self) -> None:
        if self._planning is not None:
            self._planning.succeeded.disconnect()
            self._planning.cancel()
            self._planning = None

    def _on_planned(self) -> None:
        if self.sender() is self._planning:
            self._planning = None

    def _apply(self, pane: BulkPane, plan: Plan) -> None:
        session = self._desk.session
        if session is None:
            return
        task = session.apply_all(
            plan.title,
            plan.changes,
            stored=self._on_stored,
            refused=partial(self._on_refused, pane),
        )
        task.cancelled.connect(pane.show_stopped)
        changes = number(len(plan.changes))
        pane.progress.follow(task, self.tr("Storing {count} changes").format(count=changes))

    def _on_stored(self) -> None:
        self._desk.editing.close_form()
        self._back_to_table()

    def _on_refused(self, pane: BulkPane, error: Exception) -> None:
        is_there = Shiboken.isValid(pane)
        if is_there:
            pane.show_error(str(error))
        if not is_there or not isinstance(error, CatalogError):
            self._desk.tell_failure(error)

    def _back_to_table(self) -> None:
        self._desk.browse.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # Copying

    def copy(self) -> None:
        """Put the rows that are chosen on the clipboard, as they are on screen."""
        session, chosen = self._desk.session, self._chosen()
        if session is None or chosen is None:
            return
        (section, ids), catalog, answer = chosen, session.catalog, self._desk.browse.answer
        query = answer.query if answer is not None else None
        places = self._desk.browse.shown_columns()

        def work(progress: Progress) -> Clip:
            from netcatalog.transfer.clip import clip

            return clip(catalog, section.kind, ids, places, progress, query)

        task = session.run(work, self._on_copied)
        task.cancelled.connect(self._on_copying_stopped)
        words = self.tr("Copying {count} rows").format(count=number(len(ids)))
        self._desk.browse.progress.follow(task, words)

    def _on_copied(self, made: Clip) -> None:
        data = QMimeData()
        data.setText(made.text)
        data.setHtml(made.html)
        QGuiApplication.clipboard().setMimeData(data)
        self._copied = made.text
        told = self.tr("Copied, for a spreadsheet: {count} rows")
        self._desk.message.say(told.format(count=number(made.rows)))

    def let_go(self) -> None:
        """Leave what was copied as plain text, which may stay when the program ends.

        Qt would ask for the rest when Python is gone already, and crash on it.
        """
        clipboard = QGuiApplication.clipboard()
        if self._copied and clipboard.text() == self._copied:
            clipboard.setText(self._copied)

    def _on_copying_stopped(self) -> None:
        self._desk.message.say(self.tr("Stopped. Nothing was copied."))
