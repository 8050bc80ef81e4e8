"""Which columns of a table are shown, how wide and in what order, and by which it is sorted.

It remembers all that for each section, by the keys of columns and not by their places: a later
version of the program may have more of them. It knows no records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QSignalBlocker, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from netcatalog.domain.columns import Column, by_key, columns_of
from netcatalog.domain.fields import Kind
from netcatalog.domain.query import Sort
from netcatalog.domain.records import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QTableView

    from netcatalog.domain.sections import Section
    from netcatalog.ui.record_table import RecordTableModel

_NAME_WIDTH = 216
_WIDTHS = {Kind.REFERENCE: 216, Kind.DATE: 88, Kind.INTEGER: 96, Kind.FLAG: 72}
_OTHER_WIDTH = 104
"""Widths of columns before the user drags them, in pixels."""

_WIDEST = 2_000
"""Width at which a column that was remembered is cut off, in pixels."""


class ColumnLayout(QObject):
    """Lays out the columns of one table as the user left them, and remembers what is done."""

    def __init__(self, table: QTableView, model: RecordTableModel, settings: QSettings) -> None:
        super().__init__(table)
        self._table = table
        self._header = table.horizontalHeader()
        self._model = model
        self._settings = settings
        self._section: Section | None = None
        self._laid_out: Sequence[Column] = ()
        self._widths: dict[str, int] = {}
        self._settled = False
        self._header.sectionResized.connect(self._on_resized)
        self._header.sectionMoved.connect(self._save)
        model.modelAboutToBeReset.connect(self._on_reset_begins)
        model.modelReset.connect(self._on_reset)

    def lay_out(self, section: Section) -> None:
        """Lay out the columns that the model has now, as they were left in a section."""
        if section != self._section or self._laid_out is not self._model.columns:
            self._section, self._laid_out = section, self._model.columns
            self._apply(_widths_in(self._settings.value(f"columns/{section.key}")))
        self._show_sort(section)
        self._settled = True

    def _apply(self, remembered: dict[str, int]) -> None:
        places = {column.key: place for place, column in enumerate(self._laid_out)}
        known = [key for key in remembered if key in places]
        for visual, key in enumerate(dict.fromkeys([*known, *places])):
            self._header.moveSection(self._header.visualIndex(places[key]), visual)
        self._widths = {}
        for place, column in enumerate(self._laid_out):
            width = remembered.get(column.key, _width(column) if column.shown else 0)
            self._widths[column.key] = width or _width(column)
            self._table.setColumnHidden(place, not width)
            self._table.setColumnWidth(place, self._widths[column.key])

    def shown(self) -> list[Column]:
        """Return the columns the user sees, in the order in which they stand."""
        return [self._laid_out[place] for place in self._in_sight()]

    def first_place(self) -> int:
        """Return the place in the model of the first column the user sees."""
        return next(iter(self._in_sight()), 0)

    def show(self, place: int, *, shown: bool) -> None:
        """Show or hide the column at a place of the model."""
        self._table.setColumnHidden(place, not shown)
        self._save()

    def fill(self, menu: QMenu) -> None:
        """Fill a menu with what can be done to the columns."""
        menu.clear()
        for old in menu.findChildren(QMenu):
            old.deleteLater()
        in_sight = self._in_sight()
        for place, column in enumerate(self._laid_out):
            action = QAction(column.label, menu, checkable=True, checked=place in in_sight)
            action.setEnabled(in_sight != [place])  # one must stay
            action.toggled.connect(lambda shown, place=place: self.show(place, shown=shown))
            menu.addAction(action)
        menu.addSeparator()
        self._fill_sorts(menu.addMenu(self.tr("Sort by")))

    def sort_of(self, section: Section) -> Sort | None:
        """Return the order that was chosen in a section, or None."""
        text = str(self._settings.value(f"sort/{section.key}") or "")
        key = text.removeprefix("-")
        if key not in by_key(columns_of(SCHEMA, section.kind)):
            return None
        return Sort(column=key, descending=text.startswith("-"))

    def remember_sort(self, section: Section, sort: Sort | None) -> None:
        """Remember the order chosen in a section."""
        sign = "-" if sort and sort.descending else ""
        self._settings.setValue(f"sort/{section.key}", f"{sign}{sort.column}" if sort else "")

    def _fill_sorts(self, menu: QMenu) -> None:
        section, order = self._header.sortIndicatorSection(), self._header.sortIndicatorOrder()
        group = QActionGroup(menu)
        choices = [(-1, self.tr("Best hits, else by name"))]
        choices += [(place, self._laid_out[place].label) for place in self._in_sight()]
        for place, label in choices:
            action = QAction(label, group, checkable=True, checked=place == section)
            action.triggered.connect(
                lambda _checked, place=place: self._table.sortByColumn(
                    place, Qt.SortOrder.AscendingOrder
                )
            )
            menu.addAction(action)
        menu.addSeparator()
        turned = QAction(self.tr("The other way round"), menu, checkable=True)
        turned.setEnabled(section >= 0)
        turned.setChecked(order == Qt.SortOrder.DescendingOrder and section >= 0)
        turned.toggled.connect(
            lambda down: self._table.sortByColumn(
                section, Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
            )
        )
        menu.addAction(turned)

    def _show_sort(self, section: Section) -> None:
        sort = self.sort_of(section)
        keys = [column.key for column in self._laid_out]
        place = keys.index(sort.column) if sort else -1
        down = sort is not None and sort.descending
        with QSignalBlocker(self._header):  # it is shown, not wished for
            self._header.setSortIndicator(
                place, Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
            )

    def _in_sight(self) -> list[int]:
        places = range(len(self._laid_out))
        seen = [place for place in places if not self._table.isColumnHidden(place)]
        return sorted(seen, key=self._header.visualIndex)

    def _on_reset_begins(self) -> None:
        self._settled = False  # Qt drags columns about itself until they are laid out anew

    def _on_reset(self) -> None:
        if self._model.columns is not self._laid_out:
            self._laid_out = ()

    def _on_resized(self, place: int, _before: int, width: int) -> None:
        # The last one is stretched to the edge of the table: nobody wished it so wide.
        if self._settled and place != self._in_sight()[-1]:
            self._widths[self._laid_out[place].key] = width
            self._save()

    def _save(self) -> None:
        if not self._settled or self._section is None:
            return
        order = sorted(range(len(self._laid_out)), key=self._header.visualIndex)
        words = [
            f"{column.key}:{0 if self._table.isColumnHidden(place) else self._widths[column.key]}"
            for place, column in ((place, self._laid_out[place]) for place in order)
        ]
        self._settings.setValue(f"columns/{self._section.key}", " ".join(words))


def _widths_in(stored: object) -> dict[str, int]:
    """Return the widths of columns in the order in which they stand, 0 for a hidden one."""
    found = {}
    for word in str(stored or "").split():
        key, _, width = word.partition(":")
        if width.isdecimal():
            found[key] = min(int(width), _WIDEST)
    return found if any(found.values()) else {}


def _width(column: Column) -> int:
    if column.field is None:
        return _NAME_WIDTH
    return _WIDTHS.get(column.field.kind, _OTHER_WIDTH)
