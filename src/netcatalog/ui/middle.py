"""The middle of the window: the table of a section, or what stands in its place."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from netcatalog.ui.section_list import BIN, section

if TYPE_CHECKING:
    from collections.abc import Callable

    from netcatalog.domain.changes import RecordedChange
    from netcatalog.ui.bin_pane import BinPane
    from netcatalog.ui.desk import Desk
    from netcatalog.ui.import_pane import ImportPane
    from netcatalog.ui.session import Made


class Aside(Protocol):
    """Shows something else than a section in the middle of the window."""

    @property
    def pane(self) -> QWidget:
        """What it shows."""

    def take_keyboard(self) -> None:
        """Put the keyboard where one goes on."""

    def follow(self, made: Made) -> None:
        """Take in that the catalogue was changed."""

    def leave(self) -> None:
        """End what is under way, as something else takes its place."""


class Middle(QStackedWidget):
    """Shows one of: the table of a section, the bin, something aside, a list brought in.

    Attributes:
        aside: What is shown instead of a section, if anything is.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.aside: Aside | None = None
        self._import_pane: ImportPane | None = None
        self._hid_right = False
        self.addWidget(desk.browse)

    # A section, or the bin

    def show_section(self, key: str) -> None:
        """Show a section, or the bin, instead of whatever is shown."""
        desk = self._desk
        if desk.session is None:
            return
        self.step_aside()
        self._leave_aside()
        desk.pages.want(None)
        chosen = section(key)
        desk.menus.new.setEnabled(chosen is not None)
        desk.facets.setVisible(chosen is not None)
        if chosen is None:
            self.setCurrentWidget(self.bin)
            desk.pages.show_nothing("", "")
            self.bin.show_removals(desk.overview.removals if desk.overview else ())
            desk.past.follow_bin()
            return
        self.setCurrentWidget(desk.browse)
        desk.browse.show_section(chosen)

    def return_to_section(self) -> None:
        """Leave what stands in the place of the section that is chosen already."""
        self.step_aside()
        if self.aside is not None:
            self.show_section(self._desk.sections.chosen())

    def come_back(self) -> None:
        """Show the section again that was left for something else."""
        self.show_section(self._desk.sections.chosen())
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """Put the keyboard into what is shown."""
        if self.aside is not None:
            self.aside.take_keyboard()
            return
        table = self.bin.table if self.in_bin() else self._desk.browse.table
        table.setFocus(Qt.FocusReason.OtherFocusReason)

    def in_bin(self) -> bool:
        """Tell whether the bin is chosen."""
        return self._desk.sections.chosen() == BIN

    @cached_property
    def bin(self) -> BinPane:
        """The bin, made when it is first opened."""
        from netcatalog.ui.bin_pane import BinPane
        from netcatalog.ui.emptying import Emptying

        pane = BinPane()
        pane.restore_wanted.connect(self._on_restore_wanted)
        pane.delete_wanted.connect(Emptying(self._desk).ask)
        pane.chosen.connect(self._on_removal_chosen)
        self.addWidget(pane)
        return pane

    def _on_removal_chosen(self, removal: RecordedChange | None) -> None:
        pages, record = self._desk.pages, self._desk.record
        if not self.in_bin():
            return
        if removal is not None:
            text = self.tr("Press Enter to bring it back, with all that hung on it.")
            pages.show_nothing(removal.title, text)
        elif record.page is None:  # else one followed a link while the bin was looked over
            pages.show_nothing("", "")

    def _on_restore_wanted(self, removal: RecordedChange) -> None:
        if self._desk.session is not None:
            self._desk.session.restore(removal)

    # Something aside

    def show_aside(self, aside: Aside) -> None:
        """Show something else than a section, and no page beside it."""
        desk = self._desk
        self.step_aside()
        self._leave_aside()
        self.aside = aside
        desk.pages.want(None)
        desk.pages.show_nothing("", "")
        desk.menus.new.setEnabled(False)
        desk.facets.hide()
        self.addWidget(aside.pane)  # where it is already, it stays
        self.setCurrentWidget(aside.pane)

    def _leave_aside(self) -> None:
        aside, self.aside = self.aside, None
        if aside is not None:
            aside.leave()

    # A list that is brought in

    def show_import(self, pane: ImportPane) -> None:
        """Put the pane of a list in the place of table and page."""
        desk = self._desk
        self._import_pane = pane
        self.addWidget(pane)  # where it is already, it stays
        desk.under_way.hide()
        self._leave_aside()
        if not self.shows_import():
            self._hid_right = not desk.right.isHidden()
            desk.right.hide()
        desk.facets.hide()
        self.setCurrentWidget(pane)

    def shows_import(self) -> bool:
        """Tell whether the pane of a list is shown."""
        return self.currentWidget() is self._import_pane is not None

    def hide_import(self, pane: ImportPane) -> None:
        """Put table and page back, as the pane of a list is closed."""
        self._desk.under_way.hide()
        if self.shows_import():
            self._put_table_back()
        self._import_pane = None
        self.removeWidget(pane)

    def step_aside(self) -> None:
        """Show table and page though a list is under way, and the way back to it."""
        if self._import_pane is not None and self.shows_import():
            self._put_table_back()
            self._desk.under_way.tell(self._import_pane.title.text())

    def may_leave_import(self, then: Callable[[], object]) -> bool:
        """Tell whether no list is under way that would be lost; if one is, ask, and go on then."""
        return self._import_pane is None or self._desk.importing.may_leave(then)

    def drop_import(self) -> None:
        """Let go of the list that is under way, if there is one."""
        if self._import_pane is not None:
            self._desk.importing.close()

    def _put_table_back(self) -> None:
        self.setCurrentWidget(self.bin if self.in_bin() else self._desk.browse)
        self._desk.facets.setVisible(not self.in_bin())
        if self._hid_right:
            self._hid_right = False
            self._desk.right.show()
