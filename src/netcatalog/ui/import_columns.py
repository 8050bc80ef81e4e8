"""The second step of an import: what the columns of the list become."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from netcatalog.domain.mapping_columns import (
    becoming,
    blank,
    lacking,
    place_of,
    shared_network,
)
from netcatalog.domain.surveying import Survey
from netcatalog.ui.column_preview import ColumnPreview
from netcatalog.ui.editors import MIDDLE, ChoiceBox
from netcatalog.ui.import_all_rows import AllRowsForm, is_undated
from netcatalog.ui.import_column_form import ColumnForm
from netcatalog.ui.import_file import FileRead, preview_lines
from netcatalog.ui.import_mappings import carried_over
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from collections.abc import Mapping as Dict

    from netcatalog.domain.mapping_columns import Place
    from netcatalog.domain.mappings import Mapping
    from netcatalog.domain.records import SavedMapping
    from netcatalog.domain.tables import Table
    from netcatalog.ui.form_context import FormContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is known of the tables of a list before anything is chosen.

    Attributes:
        survey: What stands in their columns.
        mapping: With which one begins.
        name: Under which it is, or will be, kept.
        saved: Mappings that were kept and fit, the newest first.
        networks: Keys of the names that networks bear; see `name_keys`.
        of_members: What columns become, by heading, once the rows are those of members.
    """

    survey: Survey
    mapping: Mapping
    name: str
    saved: Dict[SavedMapping, Mapping]
    networks: Collection[str]
    of_members: Dict[str, Place]


class ColumnsStep(QWidget):
    """Shows and edits a mapping, beside the first rows of the list.

    Attributes:
        mapping: As it is now.
        survey: What stands in the columns.

    Signals:
        changed: The mapping is otherwise.
        saved_chosen: A mapping that was kept is to be used; payload: the `SavedMapping`.
        read_wanted, write_wanted: A mapping is to be read from a file, or written to one.
        keep_wanted: The mapping is to be kept under the name that is typed.
    """

    changed = Signal()
    saved_chosen = Signal(object)
    read_wanted = Signal()
    write_wanted = Signal()
    keep_wanted = Signal()

    def __init__(self, context: FormContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mapping: Mapping = blank()
        self._of_members: Dict[str, Place] = {}
        self._networks: Collection[str] = ()
        self._tables: Sequence[Table] = ()
        self._read: FileRead | None = None
        self._begun_with: Mapping = self.mapping
        self._chosen: dict[tuple[tuple[str, ...], ...], Mapping] = {}  # by headings of tables
        self.survey = Survey()
        self._build_bar()
        self.sheet = ChoiceBox()
        self.sheet.setAccessibleName(self.tr("Sheet shown"))
        self.sheet.currentIndexChanged.connect(self._show_sheet)
        self.preview = ColumnPreview()
        self.preview.column_chosen.connect(self._show_column)
        self.preview.entered.connect(self._on_entered)
        self.preview.emptied.connect(self._on_emptied)
        self.column = ColumnForm(context)
        self.column.changed.connect(self._on_column_changed)
        self.column.placed.connect(self._on_placed)
        self.column.grown.connect(self._order)
        self.all_rows = AllRowsForm(context)
        self.all_rows.changed.connect(self._on_all_rows_changed)
        self._lay_out()

    def _build_bar(self) -> None:
        self.saved = ChoiceBox()
        self.saved.setAccessibleName(self.tr("Mappings kept before"))
        self.saved.setPlaceholderText(self.tr("Kept before …"))
        self.saved.activated.connect(self._on_saved)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Keep as"))
        self.name.setMaximumWidth(MIDDLE)
        self.name.setToolTip(
            self.tr(
                "Columns and decisions are kept under this name when the list is brought in.\n"
                "Empty: they are not kept."
            )
        )
        self.name.returnPressed.connect(self.keep_wanted)
        self.keep_button = QPushButton(self.tr("&Keep"))
        self.keep_button.setToolTip(self.tr("Keep this mapping now"))
        self.keep_button.clicked.connect(self.keep_wanted)
        self.read_button = QPushButton(self.tr("Rea&d from a file …"))
        self.read_button.clicked.connect(self.read_wanted)
        self.write_button = QPushButton(self.tr("&Write to a file …"))
        self.write_button.setToolTip(self.tr("For the command line, or for a colleague"))
        self.write_button.clicked.connect(self.write_wanted)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        keep = QLabel(self.tr("Keep &as"))
        keep.setBuddy(self.name)
        bar.addWidget(self.sheet)
        bar.addWidget(self.saved)
        bar.addStretch(1)
        bar.addWidget(keep)
        bar.addWidget(self.name, 2)
        for button in (self.keep_button, self.read_button, self.write_button):
            bar.addWidget(button)
        hint = QLabel(
            self.tr(
                "Arrow keys go from column to column; type, or press Enter, to say what one "
                "becomes. Del: nothing. With Shift, several become the same."
            ),
            wordWrap=True,
        )
        dress(hint, Look.QUIET)
        split = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        split.addWidget(self.preview)
        split.addWidget(self._forms_beside_each_other())
        split.setSizes([280, 320])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 8)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(hint)
        layout.addWidget(split, 1)

    def _forms_beside_each_other(self) -> QSplitter:
        below = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        for form in (self.column, self.all_rows):
            area = QScrollArea(widgetResizable=True)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            form.setContentsMargins(0 if form is self.column else 24, 8, 24, 8)
            area.setWidget(form)
            area.setMinimumWidth(280)
            for ground in (area.viewport(), form):
                ground.setAutoFillBackground(False)
            below.addWidget(area)
        below.setSizes([520, 520])
        return below

    # What the window says

    def show_tables(self, read: FileRead, tables: Sequence[Table], found: Found) -> None:
        """Show the tables that are ticked, and what their columns become.

        What was chosen stays if the same file is read otherwise, as far as columns are the same.
        """
        is_same = self._read is not None and self._read.path == read.path
        self._remember(is_same=is_same)
        name = self.name.text() if self._chosen else found.name
        self.mapping = self._mapping_for(tables, found.mapping)
        self._begun_with = found.mapping
        self._read, self._tables = read, tables
        self.survey, self._of_members = found.survey, found.of_members
        self._networks = found.networks
        self.name.setText(name)
        self._show_saved(list(found.saved))
        self.sheet.blockSignals(True)
        self.sheet.clear()
        self.sheet.addItems([table.name for table in tables])
        self.sheet.blockSignals(False)
        self.sheet.setVisible(len(tables) > 1)
        self._show_sheet()
        self._show_forms()

    def _remember(self, *, is_same: bool) -> None:
        """Remember what was chosen for the tables shown; of another file, forget it."""
        if not is_same:
            self._chosen = {}
        elif self.mapping != self._begun_with:
            headings = _headings_of(self._tables)
            self._chosen.pop(headings, None)
            self._chosen[headings] = self.mapping

    def _mapping_for(self, tables: Sequence[Table], found: Mapping) -> Mapping:
        headings = _headings_of(tables)
        if not self._chosen or headings in self._chosen:
            return self._chosen.get(headings, found)
        newest = next(reversed(self._chosen.values()))
        return carried_over(newest, found, tables)

    def _show_saved(self, saved: Sequence[SavedMapping]) -> None:
        self.saved.clear()
        for one in saved:
            self.saved.addItem(one.name, one)
        self.saved.setCurrentIndex(-1)
        self.saved.setVisible(bool(saved))

    def show_mapping(self, mapping: Mapping) -> None:
        """Show another mapping."""
        self.mapping = mapping
        self._show_becomes()
        self._show_forms()

    def lacking(self) -> list[str]:
        """Return what is to be said before it is worked out what the list comes to."""
        told = lacking(self.mapping)
        if is_undated(self.mapping):
            told.append(
                self.tr("Say as of which day all are listed: who is missing left by then.")
            )
        return told

    def start(self) -> None:
        """Put the keyboard where one begins."""
        self.preview.setFocus(Qt.FocusReason.OtherFocusReason)

    def decide(self, mapping: Mapping) -> None:
        """Take in decisions, which are not shown here."""
        self.mapping = mapping
        self.all_rows.follow(mapping)

    # What is shown

    def _show_sheet(self) -> None:
        at = max(0, self.sheet.currentIndex())
        if self._read is None or at >= len(self._tables):
            return
        table = self._tables[at]
        headings, lines = preview_lines(table, self._read.previews.get(table.name, ()))
        self.preview.show_rows(headings, lines or [("",) * len(headings)])
        self._show_becomes()
        self._show_column()

    def _show_becomes(self) -> None:
        found = {}
        for heading in self._headings():
            place = place_of(self.mapping, heading)
            if place is not None:
                found[heading] = place.label
        self.preview.texts.show_becomes(found)

    def _headings(self) -> Sequence[str]:
        at = max(0, self.sheet.currentIndex())
        return self._tables[at].headings if at < len(self._tables) else ()

    def _show_forms(self) -> None:
        self.all_rows.show_mapping(
            self.mapping,
            self.survey.empty,
            networks=self._networks,
            sheets=len(self._tables) > 1,
        )
        self._show_column()

    def _show_column(self) -> None:
        heading = self.preview.heading()
        self.column.setVisible(bool(heading))
        if heading:
            cells = self.survey.values.get(heading)
            others = self.preview.others()
            self.column.show_column(self.mapping, heading, self._headings(), cells, others)
            self._order()

    def _order(self) -> None:
        """Let Tab go from the column to all rows, whatever was made last."""
        for before, after in pairwise([*self.column.stops(), *self.all_rows.stops()]):
            QWidget.setTabOrder(before, after)

    # What the user does

    def _on_entered(self, letters: str) -> None:
        self.column.type_first(letters)

    def _on_emptied(self) -> None:
        self.column.clear_place()
        self.start()

    def _on_placed(self) -> None:
        self.start()
        self.preview.go_on()

    def _on_column_changed(self, mapping: Mapping) -> None:
        before = place_of(self.mapping, self.preview.heading())
        self._take(mapping)
        self.all_rows.follow(mapping)
        if place_of(mapping, self.preview.heading()) != before:
            self._show_column()

    def _on_all_rows_changed(self, mapping: Mapping) -> None:
        if shared_network(mapping) and not shared_network(self.mapping):
            for heading, place in self._of_members.items():
                if place_of(mapping, heading) is None:
                    mapping = becoming(mapping, heading, place, self._headings())
            self.all_rows.follow(mapping)
        self._take(mapping)
        self._show_column()

    def _take(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self._show_becomes()
        self.changed.emit()

    def _on_saved(self, at: int) -> None:
        self.saved_chosen.emit(self.saved.itemData(at))


def _headings_of(tables: Sequence[Table]) -> tuple[tuple[str, ...], ...]:
    return tuple(table.headings for table in tables)
