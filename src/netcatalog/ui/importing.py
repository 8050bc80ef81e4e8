"""Bringing lists into a catalogue, in the window: from the file to the one step that is stored."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from netcatalog.domain.errors import CatalogError, InvalidError
from netcatalog.domain.importing import Standing
from netcatalog.domain.mapping_columns import place_of
from netcatalog.domain.tables import Options, Row
from netcatalog.domain.wording import capital, joined, number
from netcatalog.ui.file_dialog import file_dialog
from netcatalog.ui.import_mappings import ImportMappings, fitting, free_name, kept, of_today
from netcatalog.ui.session import Made, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netcatalog.domain.changes import Revision
    from netcatalog.domain.importing import ImportPlan, Line, Question
    from netcatalog.domain.progress import Progress
    from netcatalog.domain.tables import Table
    from netcatalog.services.catalog import Catalog
    from netcatalog.ui.desk import Desk
    from netcatalog.ui.import_columns import Found
    from netcatalog.ui.import_file import FileRead
    from netcatalog.ui.import_pane import ImportPane
    from netcatalog.ui.import_questions import Cells
    from netcatalog.ui.tasks import Task

EVERY = 0.1
"""Least time between two batches of lines on their way to the window, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Planned:
    """A plan, and the rows of which it asks something."""

    plan: ImportPlan
    rows: dict[tuple[str, int], Cells]


class _Feed(QObject):
    """Carries lines from a worker to the window, many at a time.

    Signals:
        came: Some lines are there; payload: a list of `Line`.
    """

    came = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self._last = 0.0

    def take(self, line: Line) -> None:
        """Take a line; on the worker."""
        self._lines.append(line)
        now = time.monotonic()
        if now - self._last >= EVERY:
            self._last = now
            self.flush()

    def flush(self) -> None:
        """Send what is left; on the worker."""
        lines, self._lines = self._lines, []
        if lines:
            self.came.emit(lines)


class Importing(QObject):
    """Opens the pane for a list and does what it asks for."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.pane: ImportPane | None = None
        self._mappings: ImportMappings | None = None
        self._path = Path()
        self._read: FileRead | None = None
        self._looking: Task | None = None
        self._planning: Task | None = None
        self._feed: _Feed | None = None
        self._storing: Task | None = None
        self._then: Callable[[], object] | None = None

    # Opening and closing

    def ask(self) -> None:
        """Ask for a file with a list; if one is under way, go back to it."""
        if self.pane is not None:
            self.come_back()
        elif self._desk.session is not None and self._desk.past.may_change():
            self._ask_file(self.read)

    def read(self, path: Path, options: Options | None = None) -> None:
        """Read a file; `options` correct how that is done."""
        desk = self._desk
        if desk.session is None or not desk.past.may_change():
            return
        if self._storing is not None:
            self.come_back()
            return
        if self.pane is None and not desk.editing.may_leave(partial(self.read, path, options)):
            return

        def work(_progress: Progress) -> FileRead:
            return _read(path, options or Options())

        task = desk.session.run(work, self._on_read, self._on_not_read)
        if self.pane is not None:
            words = self.tr("Reading {name}").format(name=path.name)
            self.pane.progress.follow(task, words)

    def come_back(self) -> None:
        """Show the list that is under way."""
        if self.pane is not None:
            self._desk.middle.show_import(self.pane)
            self.pane.start()

    def may_leave(self, then: Callable[[], object]) -> bool:
        """Tell whether nothing chosen would be lost; if not, ask, and call `then` after that."""
        if self.pane is None or not self.pane.is_changed():
            return True
        self.come_back()
        self.pane.ask_discard()
        self._then = then
        return False

    def close(self) -> None:
        """Close the pane, whatever was chosen in it."""
        self._stop_planning()
        pane, self.pane = self.pane, None
        self._read = self._mappings = None
        if pane is not None:
            self._desk.middle.hide_import(pane)
            pane.deleteLater()

    def _open(self) -> ImportPane:
        from netcatalog.ui.form_context import FormContext
        from netcatalog.ui.import_pane import ImportPane
        from netcatalog.ui.lookup import Lookup

        desk = self._desk
        assert desk.session is not None  # noqa: S101  a file was read for it
        lookup = Lookup(desk.session.catalog, desk.session.runner)
        lookup.failed.connect(desk.tell_failure)
        pane = ImportPane(FormContext(desk.session.catalog.schema, lookup))
        lookup.setParent(pane)
        pane.tables_changed.connect(self._look)
        pane.file.another_wanted.connect(partial(self._ask_file, self.read))
        pane.file.options_changed.connect(lambda options: self.read(self._path, options))
        desk.session.changed.connect(pane.lapse)
        pane.plan_wanted.connect(self._plan)
        pane.plan_dropped.connect(self._stop_planning)
        pane.import_wanted.connect(self._bring_in)
        pane.stop_wanted.connect(self._stop_storing)
        pane.cancelled.connect(self._on_cancelled)
        pane.kept.connect(self._stay)
        self._mappings = ImportMappings(desk, pane, self._on_written, self._on_unreadable)
        pane.plan.rejected_wanted.connect(self._ask_where_rejected)
        return pane

    def _on_cancelled(self) -> None:
        self.close()
        self._desk.middle.take_keyboard()
        self._go_if_asked()

    def _go_if_asked(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()

    def _stay(self) -> None:
        self._then = None

    # The file

    def _ask_file(self, then: Callable[[Path], object]) -> None:
        tables = self.tr("Tables (*.csv *.tsv *.txt *.xlsx *.xls *.xlsb *.ods *.json *.zip)")
        file_dialog(
            self._desk,
            self.tr("Import a list"),
            then,
            [tables, self.tr("All files (*)")],
            folder=self._path.parent,
        ).open()

    def _on_read(self, read: FileRead) -> None:
        self._path, self._read = read.path, read
        if self.pane is None:
            self._desk.editing.leave_if_unchanged()
            self._desk.message.withdraw()
            self.pane = self._open()
        assert self._mappings is not None  # noqa: S101  it comes with the pane
        self._mappings.folder = read.path.parent
        self.pane.show_file(read)
        self._desk.middle.show_import(self.pane)
        self.pane.start()

    def _on_not_read(self, error: Exception) -> None:
        if self.pane is not None:
            self.pane.file.show_as_read()
        self._on_unreadable(error)

    def _on_unreadable(self, error: Exception) -> None:
        if self.pane is not None and isinstance(error, CatalogError | OSError):
            self.pane.foot.show_error(str(error))
        else:
            self._desk.tell_failure(error)

    def _look(self) -> None:
        """Look through the tables that are ticked, and think of a mapping for them."""
        desk, pane = self._desk, self.pane
        if desk.session is None or pane is None or self._read is None:
            return
        catalog, read, tables = desk.session.catalog, self._read, pane.file.chosen()
        if self._looking is not None:
            self._looking.succeeded.disconnect()
            self._looking.cancel()
        if not tables:
            return
        task = desk.session.run(
            lambda progress: _look_through(catalog, read, tables, progress),
            partial(self._on_found, pane, tables),
            self._on_unreadable,
        )
        task.finished.connect(self._on_looked)
        self._looking = task
        pane.progress.follow(task, self.tr("Looking through the list"))

    def _on_looked(self) -> None:
        if self.sender() is self._looking:
            self._looking = None

    def _on_found(self, pane: ImportPane, tables: Sequence[Table], found: Found) -> None:
        if pane is not self.pane or self._read is None or self._mappings is None:
            return
        self._mappings.saved = found.saved
        pane.show_tables(self._read, tables, found)
        if found.saved and pane.columns.mapping == found.mapping:
            words = self.tr("Read as the list “{name}” was, whose headings are the same.")
            pane.foot.message.say(words.format(name=found.name))

    # The plan

    def _plan(self) -> None:
        session, pane = self._desk.session, self.pane
        if session is None or pane is None:
            return
        self._stop_planning()
        catalog, tables, mapping = session.catalog, pane.file.chosen(), pane.columns.mapping
        rows = pane.columns.survey.rows
        feed = self._feed = _Feed(self)
        feed.came.connect(self._on_lines)  # before the worker begins, which may be quick

        def work(progress: Progress) -> _Planned:
            plan = catalog.plan_import(tables, mapping, counted(rows, progress), feed.take)
            feed.flush()
            return _Planned(plan=plan, rows=_rows_asked(tables, plan.questions))

        task = session.runner.start(work)
        task.succeeded.connect(partial(self._on_planned, task))
        task.failed.connect(partial(self._on_plan_failed, task))
        task.finished.connect(feed.deleteLater)
        self._planning = task
        pane.plan.progress.follow(task, self.tr("Comparing"))

    def _stop_planning(self) -> None:
        self._feed = None
        if self._planning is not None:
            self._planning.cancel()
            self._planning = None

    def _on_lines(self, lines: Sequence[Line]) -> None:
        if self.sender() is self._feed and self.pane is not None:
            self.pane.add_lines(lines)

    def _on_planned(self, task: Task, planned: _Planned) -> None:
        if task is self._planning and self.pane is not None:
            self._planning = None
            self.pane.show_plan(planned.plan, planned.rows)

    def _on_plan_failed(self, task: Task, error: Exception) -> None:
        if task is not self._planning or self.pane is None:
            return
        self._planning = None
        self.pane.show_error(str(error))
        if not isinstance(error, CatalogError):
            self._desk.tell_failure(error)

    # Bringing it in

    def _bring_in(self) -> None:
        session, pane = self._desk.session, self.pane
        if session is None or pane is None or not self._desk.past.may_change():
            return
        mapping, name = pane.columns.mapping, pane.columns.name.text().strip()
        catalog = session.catalog
        pane.show_importing()
        task = session.bring_in(
            pane.file.chosen(),
            mapping,
            pane.columns.survey.rows,
            lambda: kept(catalog, name, mapping),
        )
        task.succeeded.connect(self._on_stored)
        task.failed.connect(self._on_refused)
        task.cancelled.connect(self._on_stopped)
        task.finished.connect(self._on_storing_ended)
        self._storing = task
        pane.progress.follow(task, self.tr("Bringing in"))

    def _stop_storing(self) -> None:
        if self._storing is not None:
            self._storing.cancel()

    def _on_stopped(self) -> None:
        if self.pane is not None:
            self.pane.show_stopped()
        self._go_if_asked()

    def _on_storing_ended(self) -> None:
        self._storing = None

    def _on_stored(self, done: tuple[Revision | None, ImportPlan]) -> None:
        revision, plan = done
        desk = self._desk
        was_shown = desk.middle.shows_import()
        self.close()
        if revision is None:
            desk.message.say(self.tr("The catalogue says all that already: nothing was stored."))
        else:
            assert desk.session is not None  # noqa: S101  it was stored there
            desk.session.changed.emit(Made(revision=revision, added=None))
            words = self.tr("Imported: {what}").format(what=_told(plan))
            desk.message.say(words, action=self.tr("Undo"), do=desk.undo)
        if was_shown:
            desk.middle.take_keyboard()
        self._go_if_asked()

    def _on_refused(self, error: Exception) -> None:
        self._stay()
        if self.pane is not None:
            self.pane.show_error(str(error))
        if self.pane is None or not isinstance(error, CatalogError):
            self._desk.tell_failure(error)

    # What was not read

    def _ask_where_rejected(self) -> None:
        filters = [self.tr("CSV files (*.csv)"), self.tr("Excel workbooks (*.xlsx)")]
        suffix = "csv"
        if self.pane is not None and len(self.pane.file.chosen()) > 1:  # a workbook has sheets
            filters.reverse()
            suffix = "xlsx"
        dialog = file_dialog(
            self._desk,
            self.tr("Save what was not read"),
            self._save_rejected,
            filters,
            folder=self._path.parent,
            writes=f".{suffix}",
        )
        dialog.selectFile(f"{self._path.stem} – {self.tr('not read')}.{suffix}")
        dialog.open()

    def _save_rejected(self, path: Path) -> None:
        session, pane = self._desk.session, self.pane
        if session is None or pane is None or pane.plan.plan is None:
            return
        tables, plan = pane.file.chosen(), pane.plan.plan

        def work(_progress: Progress) -> Path:
            from netcatalog.transfer.rejected import write_rejected

            write_rejected(tables, plan, path)
            return path

        session.run(work, self._on_written, self._on_unreadable)

    def _on_written(self, path: Path) -> None:
        self._desk.message.say(self.tr("Written: {path}").format(path=path))


def _read(path: Path, options: Options) -> FileRead:
    """Read a file and the first rows of its tables; on a worker."""
    from netcatalog.domain.guessing import alike
    from netcatalog.transfer import whole
    from netcatalog.transfer.reading import read_tables
    from netcatalog.ui.import_file import PREVIEW, FileRead

    if whole.is_whole(path):
        raise InvalidError(
            f"“{path.name}” holds a whole catalogue, not a list. “Open” in the Catalogue menu "
            "makes a new catalogue of it; “Merge with another catalogue” brings in what this one "
            "has not."
        )
    contents = read_tables(path, options)
    previews = {table.name: table.first(PREVIEW) for table in contents.tables}
    listed = frozenset(table.name for table in alike(contents.tables))
    return FileRead(path=path, contents=contents, previews=previews, listed=listed)


def _look_through(
    catalog: Catalog, read: FileRead, tables: Sequence[Table], progress: Progress
) -> Found:
    """Look through tables, one at least, and find a mapping: one that was kept, or a new one."""
    from netcatalog.domain.guessing import guess
    from netcatalog.domain.likeness import keys_of
    from netcatalog.domain.surveying import survey
    from netcatalog.ui.import_columns import Found

    kept = catalog.saved_mappings()
    saved = fitting(kept, tables)
    name, networks = read.path.stem, catalog.network_names()
    as_if = guess(tables, (name,), name)  # its members, whatever the catalogue knows of it
    if saved:
        saved = {one: of_today(mapping, name) for one, mapping in saved.items()}
        record, mapping = next(iter(saved.items()))
        name = record.name
    else:
        mapping = guess(tables, networks, name)
        name = free_name(name, {one.name for one in kept})
    headings = dict.fromkeys(one for table in tables for one in table.headings)
    return Found(
        survey=survey(tables, progress),
        mapping=mapping,
        name=name,
        saved=saved,
        networks=frozenset(keys_of(networks)),
        of_members={one: place for one in headings if (place := place_of(as_if, one))},
    )


def _rows_asked(
    tables: Sequence[Table], questions: Sequence[Question]
) -> dict[tuple[str, int], Cells]:
    """Return the first row of the list that each question is about."""
    wanted = {one.lines[0] for one in questions if one.lines}
    found: dict[tuple[str, int], Cells] = {}
    for table in tables:
        left = {line for name, line in wanted if name == table.name}
        for row in table.rows if left else ():
            if isinstance(row, Row) and row.line in left:
                found[table.name, row.line] = list(zip(table.headings, row.cells, strict=False))
                left.remove(row.line)
                if not left:
                    break
    return found


def _told(plan: ImportPlan) -> str:
    """Return in words what was done."""
    counts = [f"{number(plan.counts[one])} {one.label}" for one in Standing if plan.counts[one]]
    if plan.left:
        counts.append(f"{number(len(plan.left))} left")
    return joined(counts) or capital(plan.title)
