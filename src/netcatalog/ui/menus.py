"""The menus of the window, with the keys that do the same."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication

from netcatalog.ui import theme
from netcatalog.ui.icons import icon
from netcatalog.ui.section_list import BIN, SHOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMenu

    from netcatalog.domain.changes import Undoable
    from netcatalog.ui.desk import Desk

Key = QKeySequence | QKeySequence.StandardKey | str


class Menus(QObject):
    """Builds the menu bar of a window and keeps its actions true."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._with_catalog: list[QAction] = []
        self._with_record: list[QAction] = []
        self._changing, self._storing = QActionGroup(self), QActionGroup(self)
        for group in (self._changing, self._storing):
            group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        self._build_catalog_menu()
        self._build_edit_menu()
        self._build_view_menu()
        self._build_help_menu()
        self.show_open(is_open=False)

    # What is true now

    def show_open(self, *, is_open: bool) -> None:
        """Offer what needs a catalogue only while one is open."""
        for action in self._with_catalog:
            action.setEnabled(is_open)
        self.show_undoable(None)
        self.show_page(is_shown=False)

    def show_page(
        self, *, is_shown: bool, has_sheet: bool = False, has_way_back: bool = False
    ) -> None:
        """Offer what needs a record only while one is shown that it can be done with."""
        for action in self._with_record:
            action.setEnabled(is_shown)
        self.sheet.setEnabled(has_sheet)
        self.back.setEnabled(has_way_back)

    def show_undoable(self, undoable: Undoable | None) -> None:
        """Name what undo and redo would do."""
        undo = undoable.undo if undoable else None
        redo = undoable.redo if undoable else None
        self.undo.setEnabled(undo is not None)
        self.redo.setEnabled(redo is not None)
        self.undo.setText(
            self.tr("&Undo: {title}").format(title=_literal(undo.title))
            if undo
            else self.tr("&Undo")
        )
        self.redo.setText(
            self.tr("&Redo: {title}").format(title=_literal(redo.title))
            if redo
            else self.tr("&Redo")
        )

    def lock(self, reason: str) -> None:
        """Offer nothing that changes the catalogue, and say why; for "" offer it again.

        What is only kept in the file, such as a search, may be stored on any day.
        """
        session = self._desk.session
        refusal = session.catalog.refusal if session is not None else ""
        for group, why in ((self._changing, reason), (self._storing, refusal)):
            group.setEnabled(not why)
            for action in group.actions():
                action.setToolTip(why)

    # Building

    def _build_catalog_menu(self) -> None:
        desk = self._desk
        menu = desk.frame.menuBar().addMenu(self.tr("&Catalogue"))
        self._add(menu, self.tr("&New catalogue …"), desk.output.new_catalog, icon_name="plus")
        self._add(
            menu,
            self.tr("&Open …"),
            desk.output.open_catalog,
            QKeySequence.StandardKey.Open,
            "folder-open",
        )
        self._add(
            menu,
            self.tr("Open to rea&d …"),
            partial(desk.output.open_catalog, reading=True),
            icon_name="eye",
        )
        menu.addSeparator()
        self.import_list = self._add(
            menu,
            self.tr("&Import a list …"),
            desk.import_list,
            "Ctrl+Shift+I",
            "upload",
        )
        self.merge = self._add(
            menu, self.tr("&Merge with another catalogue …"), desk.output.merge, None, "merge"
        )
        self._with_catalog += [
            self.import_list,
            self.merge,
            self._add(menu, self.tr("&Export …"), desk.output.export, "Ctrl+E", "download"),
            self._add(menu, self.tr("&Register of memberships as PDF …"), desk.output.register),
        ]
        self.sheet = self._add(
            menu,
            self.tr("&Fact sheet as PDF …"),
            desk.output.fact_sheet,
            QKeySequence.StandardKey.Print,
            "printer",
        )
        menu.addSeparator()
        safe = desk.safekeeping
        self._with_catalog += [
            self._add(
                menu, self.tr("Restore a &backup …"), safe.show_backups, None, "archive-restore"
            ),
            self._add(menu, self.tr("&Check the catalogue"), safe.check),
        ]
        menu.addSeparator()
        self._add(menu, self.tr("&Quit"), desk.frame.close, "Ctrl+Q")

    def _build_edit_menu(self) -> None:
        desk, menu = self._desk, self._desk.frame.menuBar().addMenu(self.tr("&Edit"))
        self.undo = self._add(
            menu,
            self.tr("&Undo"),
            desk.undo,
            QKeySequence.StandardKey.Undo,
            "undo-2",
        )
        self.redo = self._add(
            menu,
            self.tr("&Redo"),
            desk.redo,
            "Ctrl+Y",
            "redo-2",
        )
        menu.addSeparator()
        self.new = self._add(
            menu,
            self.tr("&New record in this section"),
            desk.editing.start_new,
            QKeySequence.StandardKey.New,
            "plus",
        )
        self._with_catalog.append(self.new)
        self._with_record += [
            self._add(menu, self.tr("&Edit the record"), desk.editing.start, "F2", "pencil"),
            self._add(
                menu,
                self.tr("Write a no&te"),
                desk.editing.start_note,
                "Ctrl+Shift+N",
                "sticky-note",
            ),
            self._add(
                menu,
                self.tr("Put into the &bin"),
                desk.editing.remove,
                icon_name="trash-2",
            ),
        ]
        rows = menu.addMenu(self.tr("Rows se&lected"))
        rows.addActions(desk.browse.bulk.each())
        for each in (menu, rows):
            each.setToolTipsVisible(True)
        self._with_catalog.append(
            self._add(menu, self.tr("Find &duplicates …"), desk.doubles.find, icon_name="merge")
        )
        for action in (
            *(self.undo, self.redo, self.new, self.import_list, self.merge),
            *self._with_record,
            *desk.browse.bulk.changing(),
        ):
            self._changing.addAction(action)
        menu.addSeparator()
        self._with_catalog.append(
            self._add(
                menu,
                self.tr("&Search"),
                desk.search,
                QKeySequence.StandardKey.Find,
                "search",
            )
        )
        save = self._add(menu, self.tr("Sa&ve this search …"), desk.keeping.ask, "Ctrl+D", "star")
        self._with_catalog.append(self._storing.addAction(save))

    def _build_view_menu(self) -> None:
        desk, menu = self._desk, self._desk.frame.menuBar().addMenu(self.tr("&View"))
        for number, (key, label) in enumerate(
            [*((one.key, one.label) for one in SHOWN), (BIN, self.tr("Bin"))], start=1
        ):
            self._with_catalog.append(
                self._add(menu, label, partial(desk.turn_to, key), f"Ctrl+{number}")
            )
        menu.addSeparator()
        self.back = self._add(menu, self.tr("&Back"), desk.back, "Alt+Left", "arrow-left")
        self._with_catalog += [
            self._add(menu, self.tr("As of a &day …"), desk.past.ask, "Ctrl+Shift+D", "calendar"),
            self._add(menu, self.tr("&History …"), desk.show_history, "Ctrl+H", "history"),
        ]
        menu.addSeparator()
        order = self._add(menu, self.tr("&Order names as in …"), desk.order_names)
        self._with_catalog.append(self._storing.addAction(order))
        menu.addSeparator()
        for label, column in (
            (self.tr("Show the &sections"), desk.left),
            (self.tr("Show the &page"), desk.right),
        ):
            shown = QAction(label, menu, checkable=True, checked=True)
            shown.toggled.connect(column.setVisible)
            menu.addAction(shown)
        self._with_catalog.append(
            self._add(
                menu,
                self.tr("&Arrange columns …"),
                desk.browse.arrange_columns,
                icon_name="columns-3",
            )
        )
        menu.addSeparator()
        self._build_schemes(menu.addMenu(self.tr("&Colours")))

    def _build_schemes(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        present = str(self._desk.settings.value("window/scheme", theme.Scheme.SYSTEM.value))
        for scheme, label in (
            (theme.Scheme.SYSTEM, self.tr("As the &system")),
            (theme.Scheme.LIGHT, self.tr("&Light")),
            (theme.Scheme.DARK, self.tr("&Dark")),
            (theme.Scheme.HIGH_CONTRAST, self.tr("&High contrast")),
        ):
            action = QAction(label, group, checkable=True, checked=scheme.value == present)
            action.triggered.connect(partial(self._wear, scheme))
            menu.addAction(action)

    def _wear(self, scheme: theme.Scheme) -> None:
        self._desk.settings.setValue("window/scheme", scheme.value)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, scheme)

    def _build_help_menu(self) -> None:
        desk, menu = self._desk, self._desk.frame.menuBar().addMenu(self.tr("&Help"))
        self._add(menu, self.tr("&Guide"), desk.output.guide, "F1", "circle-help")
        self._add(menu, self.tr("&About NetCatalog"), desk.output.about, icon_name="info")

    def _add(
        self,
        menu: QMenu,
        text: str,
        do: Callable[[], object],
        key: Key | None = None,
        icon_name: str = "",
    ) -> QAction:
        action = QAction(text, menu)
        if key is not None:
            action.setShortcut(key)
        if icon_name:
            action.setIcon(icon(icon_name))
        action.triggered.connect(lambda _checked=False: do())
        menu.addAction(action)
        return action


def _literal(title: str) -> str:
    """Return text for a menu, where an ampersand would underline the next letter."""
    return title.replace("&", "&&")
