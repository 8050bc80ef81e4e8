"""Which columns of a table are shown, how wide and in what order, and by which it is ordered.

It remembers all that for each section, by the keys of columns and not by their places: a later
version of the program may have more of them. It knows no records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from netcatalog.domain import orders
from netcatalog.domain.columns import Column, by_key, columns_of
from netcatalog.domain.fields import Kind
from netcatalog.domain.records import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QTableView

    from netcatalog.domain.orders import Order
    from netcatalog.domain.sections import Section
    from netcatalog.ui.record_table import RecordTableModel

_NAME_WIDTH = 216
_WIDTHS = {Kind.REFERENCE: 216, Kind.DATE: 88, Kind.INTEGER: 96, Kind.FLAG: 72}
_OTHER_WIDTH = 104
"""Widths of columns before the user drags them, in pixels."""

_WIDEST = 2_000
"""Width at which a column that was remembered is cut off, in pixels."""


class ColumnLayout(QObject):
    """Lays out the columns of one table as the user left them, and remembers what is done.

    Signals:
        order_chosen: The user wants another order, which is remembered already.
        arranging_wanted: The user wants to see all that can be done to the columns.
    """

    order_chosen = Signal()
    arranging_wanted = Signal()

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
        self._model.show_order(self.order_of(section))
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
        """Show or hide the column at a place of the model; the last one in sight stays."""
        if not shown and self.must_stay(place):
            return
        self._table.setColumnHidden(place, not shown)
        self._save()

    def standing(self) -> list[int]:
        """Return the places of all columns, hidden or not, in the order in which they stand."""
        return sorted(range(len(self._laid_out)), key=self._header.visualIndex)

    def is_shown(self, place: int) -> bool:
        """Tell whether the column at a place of the model is in sight."""
        return not self._table.isColumnHidden(place)

    def must_stay(self, place: int) -> bool:
        """Tell whether a column is the last one in sight."""
        return self._in_sight() == [place]

    def move(self, place: int, by: int) -> None:
        """Move the column at a place of the model to the right, or the left below zero."""
        visual = self._header.visualIndex(place)
        target = min(max(visual + by, 0), len(self._laid_out) - 1)
        self._header.moveSection(visual, target)

    def reset(self) -> None:
        """Lay the columns out as if nobody had touched them."""
        if self._section is not None:
            self._settled = False
            self._settings.remove(f"columns/{self._section.key}")
            self._apply({})
            self._settled = True

    def fill(self, menu: QMenu) -> None:
        """Fill a menu with what can be done to the columns."""
        menu.clear()
        for old in menu.findChildren(QMenu):
            old.deleteLater()
        for place, column in enumerate(self._laid_out):
            action = QAction(column.label, menu, checkable=True, checked=self.is_shown(place))
            action.setEnabled(not self.must_stay(place))
            action.toggled.connect(lambda shown, place=place: self.show(place, shown=shown))
            menu.addAction(action)
        menu.addSeparator()
        self._fill_orders(menu.addMenu(self.tr("Sort by")), adding=False)
        then = menu.addMenu(self.tr("Then by"))
        then.setEnabled(bool(self._model.order))
        self._fill_orders(then, adding=True)
        menu.addSeparator()
        menu.addAction(self.tr("Arrange columns …"), self.arranging_wanted.emit)
        menu.addAction(self.tr("Reset columns"), self.reset)

    # Order

    def order_of(self, section: Section) -> Order:
        """Return the order that was chosen in a section."""
        text = str(self._settings.value(f"sort/{section.key}") or "")
        return orders.read(text, by_key(columns_of(SCHEMA, section.kind)))

    def remember_order(self, section: Section, order: Order) -> None:
        """Order a section in another way the next time it is asked for."""
        self._settings.setValue(f"sort/{section.key}", orders.written(order))

    def choose_order(self, order: Order) -> None:
        """Order the section shown in another way from now on."""
        if self._section is not None:
            self.remember_order(self._section, order)
            self._model.show_order(order)
            self.order_chosen.emit()

    def turn(self, place: int, *, adding: bool) -> None:
        """Order by the column at a place of the model: up, then down, then not any more."""
        key = self._laid_out[place].key
        self.choose_order(orders.turned(self._model.order, key, adding=adding))

    def order_words(self, place: int) -> str:
        """Return the part of a column in the order: its rank and direction, or ""."""
        rank = self._model.rank(place)
        if rank is None:
            return ""
        return f"{rank + 1} {'↓' if self._model.order[rank].descending else '↑'}"

    def _fill_orders(self, menu: QMenu, *, adding: bool) -> None:
        if not adding:
            best = QAction(self.tr("Best hits, else by name"), menu, checkable=True)
            best.setChecked(not self._model.order)
            best.triggered.connect(lambda _checked: self.choose_order(()))
            menu.addAction(best)
        for place in self._in_sight():
            words = self.order_words(place)
            text = f"{self._laid_out[place].label}\t{words}".rstrip("\t")
            action = QAction(text, menu, checkable=True, checked=bool(words))
            action.triggered.connect(lambda _checked, place=place: self.turn(place, adding=adding))
            menu.addAction(action)

    def _in_sight(self) -> list[int]:
        return [place for place in self.standing() if self.is_shown(place)]

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
        words = [
            f"{column.key}:{self._widths[column.key] if self.is_shown(place) else 0}"
            for place, column in ((place, self._laid_out[place]) for place in self.standing())
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
