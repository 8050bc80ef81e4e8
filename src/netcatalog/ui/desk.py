"""What is in the window: three columns, the menus, and who is told what."""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QLabel,
    QProgressBar,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from netcatalog.domain.changes import Action
from netcatalog.domain.errors import CatalogError, HeldError
from netcatalog.domain.records import Actor, Membership, Source
from netcatalog.domain.sections import section_of
from netcatalog.ui.browse_pane import BrowsePane
from netcatalog.ui.browser import Answer, Browser
from netcatalog.ui.bulk_editing import BulkEditing
from netcatalog.ui.day_bar import DayBar
from netcatalog.ui.doubles import Doubles
from netcatalog.ui.drafting import Drafting
from netcatalog.ui.editing import Editing
from netcatalog.ui.facet_list import FacetList
from netcatalog.ui.keeping import Keeping
from netcatalog.ui.left_column import LeftColumn
from netcatalog.ui.looking_back import LookingBack
from netcatalog.ui.lookup import Lookup
from netcatalog.ui.menus import Menus
from netcatalog.ui.message_bar import MessageBar, Tone
from netcatalog.ui.middle import Middle
from netcatalog.ui.narrowing import Narrowing
from netcatalog.ui.output import Output
from netcatalog.ui.pages import Pages
from netcatalog.ui.record_table import RecordTableModel
from netcatalog.ui.safekeeping import Safekeeping
from netcatalog.ui.saved_searches import SavedSearches
from netcatalog.ui.section_list import SectionList
from netcatalog.ui.session import Made, Overview, Session
from netcatalog.ui.under_way import UnderWay

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from netcatalog.services.catalog import Catalog
    from netcatalog.ui.catalog_joining import CatalogJoining
    from netcatalog.ui.importing import Importing
    from netcatalog.ui.main_window import MainWindow
    from netcatalog.ui.record_pane import RecordPane
    from netcatalog.ui.retracing import Retracing
    from netcatalog.ui.tasks import TaskRunner

_COLUMNS = (232, 560, 560)
"""Widths of the three columns before the user drags them, in pixels."""

_COLUMNS_STATE = "window/columns"


class Opener(Protocol):
    """Opens a catalogue file; raises `CatalogError` where it cannot."""

    def __call__(self, path: Path, *, make: bool = False, reading: bool = False) -> Catalog:
        """Open it, only to be read if `reading` is set; first make one if `make` is."""


BUSY_AFTER_MS = 400
"""How long work goes on before it shows, in milliseconds: what is quick should not flicker."""


class Desk(QWidget):
    """All of the window's content. It is there before a catalogue is open, and without one.

    Signals:
        failed: The user was told that something could not be done; payload: the sentence.
    """

    failed = Signal(str)

    def __init__(
        self, frame: MainWindow, runner: TaskRunner, opener: Opener, settings: QSettings
    ) -> None:
        """Furnish a window.

        Args:
            frame: The window; its menus, status line and title are used.
            runner: Where all work is done.
            opener: Opens a catalogue file, or makes one, on a worker thread.
            settings: What the window remembers: its columns and colours.
        """
        super().__init__()
        self.frame = frame
        self._runner = runner
        self._opener = opener
        self.settings = settings
        self.session: Session | None = None
        self._browser: Browser | None = None
        self.overview: Overview | None = None
        self._busy_timer = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self.pages = Pages(self)
        self._build()
        self.editing = Editing(self)
        self.output = Output(self)
        self.narrowing = Narrowing(self)
        self.keeping = Keeping(self)
        self.bulk = BulkEditing(self)
        self.doubles = Doubles(self)
        self.safekeeping = Safekeeping(self)
        self.past = LookingBack(self)
        self.menus = Menus(self)
        self._connect()
        state = settings.value(_COLUMNS_STATE)
        if isinstance(state, QByteArray):
            self.columns.restoreState(state)
        frame.furnish(self, self)

    def _build(self) -> None:
        self.sections = SectionList()
        self.saved = SavedSearches()
        self.facets = FacetList(self.settings)
        self.left = LeftColumn(self.sections, self.saved, self.facets, self.settings)
        self.model = RecordTableModel(self)
        self.browse = BrowsePane(self.model, self.settings)
        self.right = QStackedWidget()
        self.message = MessageBar()
        self.middle = Middle(self)
        self.columns = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        for place, (widget, width) in enumerate(
            zip((self.left, self.middle, self.right), _COLUMNS, strict=True)
        ):
            self.columns.addWidget(widget)
            self.columns.setStretchFactor(place, 1 if place else 0)
            widget.setMinimumWidth(width // 2 if place else 144)
        self.columns.setSizes(list(_COLUMNS))
        self._build_frame()

    def _build_frame(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.day_bar = DayBar()
        layout.addWidget(self.day_bar)
        self.under_way = UnderWay()
        layout.addWidget(self.under_way)
        self.drafting = Drafting(self)
        layout.addWidget(self.drafting.bar)
        layout.addWidget(self.columns, 1)
        layout.addWidget(self.message)
        self.status = QLabel()
        self.progress = QProgressBar()
        self.progress.setMaximumWidth(160)
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 0)
        self.progress.hide()
        self._busy_timer.timeout.connect(self.progress.show)
        self.status.setIndent(16)
        status_bar = self.frame.statusBar()
        status_bar.addWidget(self.status, 1)
        status_bar.addPermanentWidget(self.progress)
        status_bar.setSizeGripEnabled(False)

    def _connect(self) -> None:
        self.sections.section_chosen.connect(self.middle.show_section)
        self.sections.itemClicked.connect(self.middle.return_to_section)
        self.under_way.wanted.connect(self.import_list)
        self.setAcceptDrops(True)
        self.browse.chosen.connect(self._on_chosen)
        self.browse.opened.connect(self.enter_page)
        self.browse.new_wanted.connect(self.editing.start_new)
        self.browse.export_wanted.connect(self.output.export)
        self.browse.remove_wanted.connect(self.editing.remove_chosen)
        self._runner.busy_changed.connect(self._on_busy_changed)

    def _on_busy_changed(self, busy: bool) -> None:
        self._busy_timer.stop()
        if busy:
            self._busy_timer.start()
        else:
            self.progress.hide()

    # Opening

    def open(self, path: Path, *, reading: bool = False, told: str = "") -> None:
        """Open a catalogue file; what cannot be opened is told, and the window stays.

        Args:
            path: The file.
            reading: Whether to open it only to be read.
            told: What is said once it is open.
        """
        wish = {"reading": True} if reading else {}
        self._open(path, partial(self._opener, path, **wish), told)

    def make(self, path: Path) -> None:
        """Make an empty catalogue file and open it."""
        self._open(path, partial(self._opener, path, make=True))

    def make_from(self, source: Path, path: Path) -> None:
        """Make a catalogue of all that is in a file of another kind, and open it."""

        def opener() -> Catalog:
            from netcatalog.services.opening import user_name
            from netcatalog.transfer.others import make_from

            make_from(source, path, user=user_name())
            return self._opener(path)

        self._open(path, opener)

    def _open(self, path: Path, opener: Callable[[], Catalog], told: str = "") -> None:
        again = partial(self._open, path, opener, told)
        if not self.middle.may_leave_import(again) or not self.editing.may_leave(again):
            return
        self.status.setText(self.tr("Opening {name} …").format(name=path.name))
        task = self._runner.start(lambda _progress: opener())
        task.succeeded.connect(partial(self._on_opened, told))
        task.failed.connect(partial(self._on_open_failed, path))

    def _on_opened(self, told: str, catalog: Catalog) -> None:
        self._let_go()
        self.middle.drop_import()
        self.editing.leave()
        self.overview = None
        self.session = Session(catalog, self._runner, self)
        self._browser = Browser(catalog, self._runner, self.model, self)
        self._browser.answered.connect(self._on_answered)
        self._browser.failed.connect(self.tell_failure)
        self.browse.asked.connect(self._browser.ask)
        self.browse.completer.ask = Lookup(catalog, self._runner, self.session).completions
        self.session.overviewed.connect(self._on_overviewed)
        self.session.page_loaded.connect(self.pages.on_loaded)
        self.session.changed.connect(self._on_changed)
        self.session.failed.connect(self.tell_failure)
        self.narrowing.open(self.session)
        self.keeping.forget()
        self.past.forget()
        self.pages.show_nothing("", "")
        self.status.setText(str(catalog.path))
        self.menus.show_open(is_open=True)
        self.middle.show_section(self.sections.chosen())
        self.browse.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.safekeeping.open(catalog)
        self.drafting.open(catalog)
        if told:
            self.message.say(told)

    def _on_open_failed(self, path: Path, error: Exception) -> None:
        self.status.setText(str(self.session.catalog.path) if self.session else "")
        self.tell_failure(error)
        if isinstance(error, HeldError):
            self.message.say(
                str(error),
                Tone.BAD,
                action=self.tr("Open to read"),
                do=partial(self.open, path, reading=True),
            )
        if self.session is None:
            self.pages.show_nothing(
                self.tr("No catalogue is open"),
                self.tr("Open one with Ctrl+O, or make a new one from the Catalogue menu."),
            )

    def _let_go(self) -> None:
        if self.session is not None and self._browser is not None:
            self.browse.asked.disconnect(self._browser.ask)
            old = self.session.catalog
            for part in (self.session, self._browser):
                part.deleteLater()
            self._runner.start(lambda _progress: old.close())

    # What the user chooses

    def _on_answered(self, answer: Answer) -> None:
        if self.overview is None:  # let the first list be painted before all else is made
            QTimer.singleShot(0, partial(self._take_in, answer))
        else:
            self._take_in(answer)

    def _take_in(self, answer: Answer) -> None:
        if not self.middle.in_bin() and answer.ids is self.model.ids:
            self.browse.show_answer(answer)
            self.past.follow(answer.query.day)
            self.narrowing.follow(answer)
        if self.session is not None and self.overview is None:
            self.session.look_over(self.past.day)

    def _on_chosen(self, record_id: int | None) -> None:
        if self.middle.aside is not None:
            return
        self.editing.leave_if_unchanged()
        if self.record.form is not None:
            return
        if self.session is None or self.browse.answer is None:
            return
        if record_id is None:
            if not self.model.rowCount() or self.record.page is None:
                self.pages.want(None)
                self.pages.show_nothing_chosen()
            return
        self.pages.want((self.browse.answer.question.section.kind, record_id))

    def undo(self) -> None:
        """Take back the newest change."""
        if self.session is not None and self.past.may_change():
            self.session.undo()

    def redo(self) -> None:
        """Do again what was undone."""
        if self.session is not None:
            self.session.redo()

    def order_names(self) -> None:
        """Ask by which language the catalogue is to order names."""
        from netcatalog.ui.ordering import Ordering

        (self.findChild(Ordering) or Ordering(self)).ask()

    @cached_property
    def record(self) -> RecordPane:
        """The right column, made when the first list has been painted."""
        from netcatalog.ui.record_pane import RecordPane

        pane = RecordPane()
        pane.record_wanted.connect(self.pages.follow_link)
        pane.view.state_requested.connect(self.retracing.show_state)
        pane.view.history_requested.connect(self.retracing.show_around)
        pane.state_bar.own_wanted.connect(self.retracing.bring_back_alone)
        pane.state_bar.whole_wanted.connect(self.retracing.bring_back)
        pane.passage_wanted.connect(self.pages.show_passage)
        pane.address_wanted.connect(self.pages.offer_address)
        pane.writing_changed.connect(self.drafting.watch)
        pane.edit_wanted.connect(self.editing.start)
        pane.note_wanted.connect(self.editing.start_note)
        pane.sheet_wanted.connect(self.output.fact_sheet)
        pane.remove_wanted.connect(self.editing.remove)
        self.right.addWidget(pane)
        return pane

    @cached_property
    def retracing(self) -> Retracing:
        """What goes back over the history, made with the right column."""
        from netcatalog.ui.retracing import Retracing

        return Retracing(self)

    def show_history(self) -> None:
        """Show all steps of the history."""
        self.retracing.show()

    @cached_property
    def joining(self) -> CatalogJoining:
        """What merges with another catalogue, made when it is first needed."""
        from netcatalog.ui.catalog_joining import CatalogJoining

        return CatalogJoining(self)

    @cached_property
    def importing(self) -> Importing:
        """What brings lists in, made when it is first needed."""
        from netcatalog.ui.importing import Importing

        return Importing(self)

    def import_list(self) -> None:
        """Ask for a list to bring in, or go back to the one that is under way."""
        self.importing.ask()

    def enter_page(self) -> None:
        """Go from the table into the page of the record."""
        self.record.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def search(self) -> None:
        """Put the cursor into the search bar."""
        self.middle.step_aside()
        self.browse.start_search()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.session is not None and _dropped(event) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.importing.read(path)

    def back(self) -> None:
        """Go back to the page shown before."""
        self.record.back()

    def turn_to(self, key: str) -> None:
        """Turn to a section by its key."""
        self.sections.choose(key)
        self.middle.return_to_section()
        self.sections.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # What comes back

    def _on_overviewed(self, overview: Overview) -> None:
        self.overview = overview
        self.sections.show_counts(overview.counts)
        self.menus.show_undoable(overview.undoable)
        self.keeping.refresh()
        if self.middle.in_bin():
            self.middle.bin.show_removals(overview.removals)

    def _on_changed(self, made: Made) -> None:
        assert self.session is not None  # noqa: S101  only an open catalogue changes
        self.session.look_over(self.past.day)
        if self.middle.aside is not None:
            self.middle.aside.follow(made)
        if made.revision.action is Action.EDIT and not self.past.shown:
            self.message.say(self._words_of(made), action=self.tr("Undo"), do=self.undo)
        else:
            self.message.say(self._words_of(made))
        if made.added is not None and not self.middle.in_bin() and self.middle.aside is None:
            self._go_to(made.added)
            return
        if not self.middle.in_bin():
            self.browse.ask()
        place = self.record.place()
        if place is not None:
            self.pages.reload(*place)

    def _go_to(self, record: object) -> None:
        assert isinstance(record, Actor | Membership | Source)  # noqa: S101  the roots
        assert record.id is not None  # noqa: S101  it is stored
        key = section_of(record).key
        self.browse.clear_search(key)
        if self.sections.chosen() == key:
            self.browse.ask()
        else:
            self.sections.choose(key)
        self.browse.choose(record.id)

    def _words_of(self, made: Made) -> str:
        title = made.revision.title
        match made.revision.action:
            case Action.UNDO:
                return self.tr("Undone: {title}").format(title=title)
            case Action.REDO:
                return self.tr("Done again: {title}").format(title=title)
            case Action.EDIT | Action.RESTORE:
                return self.tr("Stored: {title}").format(title=title)
            case Action.DELETE:
                return self.tr("Done: {title}").format(title=title)

    def tell_failure(self, error: Exception) -> None:
        """Say what could not be done; a defect of ours gets its own dialog."""
        if isinstance(error, CatalogError | OSError):
            self.message.say(str(error), Tone.BAD)
            self.failed.emit(str(error))
            return
        from netcatalog.ui.defect_dialog import DefectDialog

        shown = self.findChild(DefectDialog)
        if shown is not None:
            shown.add(error)
        else:
            DefectDialog(error, self).open()

    # Closing

    def may_close(self) -> bool:
        """Tell whether nothing typed would be lost; if not, ask, and close after the answer."""
        again = self.frame.close
        return self.middle.may_leave_import(again) and self.editing.may_leave(again)

    def remember(self) -> None:
        """Store the sizes of the columns."""
        self.left.remember()
        self.settings.setValue(_COLUMNS_STATE, self.columns.saveState())

    def finish(self) -> None:
        """End all work and let go of the file, when the window is closed for good."""
        self.bulk.let_go()
        self.safekeeping.close()
        self._runner.close()
        if self.session is not None:
            self.session.catalog.close()


def _dropped(event: QDropEvent) -> Path | None:
    """Return the one file that is dropped, or None."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
