"""What the window takes in and gives out: catalogue files, exports, reports, the guide."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from netcatalog import __version__
from netcatalog.domain import dates
from netcatalog.domain.wording import number
from netcatalog.ui.file_dialog import file_dialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from netcatalog.domain.progress import Progress
    from netcatalog.reports.typesetting import Made
    from netcatalog.ui.desk import Desk
    from netcatalog.ui.export_dialog import Wish

SUFFIX = ".netcatalog"

WHOLES = frozenset({".json", ".zip"})
"""Suffixes of files that hold a whole catalogue, of which one is made."""


class Output(QObject):
    """Asks for files, in dialogs that do not hold the window up, and writes them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk

    # Catalogue files

    def open_catalog(self, *, reading: bool = False) -> None:
        """Ask which catalogue to open, if wished only to be read."""
        then = partial(self._open, reading=reading)
        self._dialog(self.tr("Open a catalogue"), then, self._all_catalogs()).open()

    def _open(self, path: Path, *, reading: bool) -> None:
        if path.suffix.lower() in WHOLES:
            self._ask_where_from(path)
        else:
            self._desk.open(path, reading=reading)

    def _ask_where_from(self, source: Path) -> None:
        """Ask where to make the catalogue that is in a file of another kind, make and open it."""
        title = self.tr("Make a catalogue of “{name}”").format(name=source.name)
        dialog = self._dialog(
            title, partial(self._desk.make_from, source), [self._catalogs()], writes=SUFFIX
        )
        dialog.selectFile(source.with_suffix(SUFFIX).name)
        dialog.open()

    def merge(self) -> None:
        """Ask with which catalogue to merge the one that is open."""
        if self._desk.session is None or not self._desk.past.may_change():
            return
        title = self.tr("Merge with another catalogue")
        self._dialog(title, self._desk.joining.compare, self._all_catalogs()).open()

    def new_catalog(self) -> None:
        """Ask where to make an empty catalogue, make it and open it."""
        title = self.tr("Make a new catalogue")
        self._dialog(title, self._desk.make, [self._catalogs()], writes=SUFFIX).open()

    # Exports and reports

    def export(self) -> None:
        """Ask what to export, and export it."""
        desk = self._desk
        if desk.session is None or desk.browse.answer is None:
            return
        from netcatalog.ui.export_dialog import ExportDialog

        answer = desk.browse.answer
        day = answer.query.day
        label = answer.question.section.label.lower()
        if len(answer.ids) == 1:
            label = self.tr("record")
        words = self.tr("The table as shown: {count} {section}")
        if day:
            words = self.tr("The table as shown, as of {day}: {count} {section}")
        table = words.format(
            count=number(len(answer.ids)),
            section=label,
            day=dates.words(day),
        )
        path = _documents() / f"{_dated(answer.question.section.key, day)}.csv"
        count, selected = len(desk.browse.chosen_ids()), ""
        if count > 1:
            selected = self.tr("The rows selected: {count}").format(count=number(count))
        dialog = ExportDialog(table, path, desk, selected=selected)
        if day:
            dialog.whole.setText(self.tr("The whole catalogue, or its networks, as it is today"))
        dialog.wished.connect(self._export)
        dialog.open()

    def _export(self, wish: Wish) -> None:
        desk = self._desk
        if desk.session is None or desk.browse.answer is None:
            return
        catalog, query = desk.session.catalog, desk.browse.answer.query
        columns, chosen = desk.browse.shown_columns(), desk.browse.chosen_ids()

        def work(progress: Progress) -> str:
            from netcatalog.services.publishing import public
            from netcatalog.transfer.csv_export import Style
            from netcatalog.transfer.formats import Job
            from netcatalog.transfer.table_cells import Chosen

            one_by_one = Chosen(query.section.kind, chosen, query)
            job = Job(
                path=wish.path,
                records=one_by_one if wish.selected else query,
                columns=columns,
                style=Style(separator=wish.separator, bom=wish.bom),
            )
            with public(catalog) if wish.public else nullcontext(catalog) as source:
                wish.format.write(source, job, progress)
            return str(wish.path)

        self._write(work)

    def fact_sheet(self) -> None:
        """Ask where the fact sheet of the record shown goes, and set it."""
        desk = self._desk
        if desk.session is None or desk.record.page is None:
            return
        shown, catalog = desk.record.page, desk.session.catalog
        record = shown.entry.record

        def write(path: Path, _progress: Progress) -> Made:
            from netcatalog.reports import fact_sheet

            page = catalog.page(type(record), record.id or 0, most=None, day=shown.day)
            return fact_sheet.write(page, path, made=_now(), catalog=catalog.path.name)

        self._report(_dated(shown.title, shown.day), write)

    def register(self) -> None:
        """Ask where the register of memberships goes, and set it."""
        desk = self._desk
        if desk.session is None:
            return
        catalog, day = desk.session.catalog, desk.past.shown

        def write(path: Path, progress: Progress) -> Made:
            from netcatalog.reports import register

            return register.write(catalog, path, made=_now(), progress=progress, day=day)

        self._report(_dated(self.tr("Register of memberships"), day), write)

    def _report(self, title: str, write: Callable[[Path, Progress], Made]) -> None:
        def work(path: Path, progress: Progress) -> str:
            made = write(path, progress)
            return f"{made.path}. {made.remark}" if made.remark else str(made.path)

        dialog = self._dialog(
            self.tr("Save the report as"),
            lambda path: self._write(partial(work, path)),
            [self.tr("PDF documents (*.pdf)")],
            writes=".pdf",
        )
        dialog.selectFile(_file_name(title) + ".pdf")
        dialog.open()

    def _write(self, work: Callable[[Progress], str]) -> None:
        session = self._desk.session
        if session is not None:
            session.run(work, self._on_written)

    def _on_written(self, what: str) -> None:
        self._desk.message.say(self.tr("Written: {what}").format(what=what))

    # The rest

    def guide(self) -> None:
        """Open the guide beside the window."""
        from netcatalog.ui.guide import GuideWindow

        guide = self._desk.findChild(GuideWindow) or GuideWindow(self._desk)
        guide.show()
        guide.raise_()

    def about(self) -> None:
        """Say what this program is."""
        box = QMessageBox(self._desk)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("About NetCatalog"))
        box.setText(f"NetCatalog {__version__}")
        box.setInformativeText(
            self.tr(
                "The catalogue of networks of local authorities.\n\nFont: Noto Sans (OFL). "
                "Icons: Lucide (ISC). Made with Qt, PySide6 (LGPL), SQLAlchemy and typst."
            )
        )
        box.open()

    def _dialog(
        self, title: str, then: Callable[[Path], object], filters: list[str], writes: str = ""
    ) -> QFileDialog:
        """Return a dialog for a file among the documents; `writes` ends one that is written."""
        folder = _documents()
        return file_dialog(self._desk, title, then, filters, folder=folder, writes=writes)

    def _all_catalogs(self) -> list[str]:
        return [self._catalogs(), self._wholes(), self.tr("All files (*)")]

    def _catalogs(self) -> str:
        return self.tr("Catalogues (*{suffix})").format(suffix=SUFFIX)

    def _wholes(self) -> str:
        return self.tr("Whole catalogues as JSON or CSV (*.json *.zip)")


def _documents() -> Path:
    place = QStandardPaths.StandardLocation.DocumentsLocation
    found = Path(QStandardPaths.writableLocation(place) or ".")
    return found if found.is_dir() else Path.home()


def _file_name(title: str) -> str:
    """Return a title as a file name that every system takes."""
    return "".join("-" if char in '<>:"/\\|?*' or char < " " else char for char in title)[:100]


def _dated(title: str, day: str) -> str:
    """Return the title of a file that tells what was so on a day, or is so now."""
    return f"{title} {day}".rstrip()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
