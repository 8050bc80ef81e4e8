"""The first step of an import: which sheets of a file, and how they are read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from netcatalog.domain.tables import Options, Row
from netcatalog.domain.wording import joined, number
from netcatalog.ui.candidate_line import Candidate, CandidateLine
from netcatalog.ui.editors import NARROW, ChoiceBox
from netcatalog.ui.text_table import TextTable
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from netcatalog.domain.tables import Contents, Table, Unreadable

PREVIEW = 50
"""Rows of a table that are shown before it is brought in."""

ENCODINGS = (
    *("utf-8", "windows-1252", "iso-8859-1", "iso-8859-15", "windows-1250", "iso-8859-2"),
    *("windows-1251", "windows-1253", "windows-1254", "windows-1257", "utf-16", "mac-roman"),
)
"""Encodings that are offered; others can be typed."""

_WIDTHS = 160
"""Width of a column of the preview in pixels, until it is dragged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """A file as it was read.

    Attributes:
        path: The file.
        contents: What was found in it.
        previews: The first rows of each table, by its name.
        listed: The names of the tables that make up the list, as it seems.
    """

    path: Path
    contents: Contents
    previews: Mapping[str, Sequence[Row | Unreadable]]
    listed: frozenset[str]


def preview_lines(
    table: Table, rows: Sequence[Row | Unreadable]
) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the headings and cells of a preview: a row that cannot be read says why."""
    empty = [""] * max(0, len(table.headings) - 1)
    lines = [
        row.cells if isinstance(row, Row) else (f"⚠ {row.reason}", *empty)[: len(table.headings)]
        for row in rows
    ]
    return list(table.headings), lines


class FileStep(QWidget):
    """Shows how a file was read, and lets that be corrected.

    Signals:
        another_wanted: Another file is to be chosen.
        options_changed: The file is to be read otherwise; payload: the `Options`.
        tables_changed: Other sheets were ticked.
    """

    another_wanted = Signal()
    options_changed = Signal(object)
    tables_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read: FileRead | None = None
        self.name = QLabel()
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.name, Look.HEADING)
        self.kind = QLabel()
        dress(self.kind, Look.QUIET)
        self.another_button = QPushButton(self.tr("&Another file …"))
        self.another_button.clicked.connect(self.another_wanted)
        self.sheets = QListWidget()
        self.sheets.setAccessibleName(self.tr("Sheets"))
        self.sheets.setToolTip(self.tr("Space ticks what is to be brought in."))
        self.sheets.currentRowChanged.connect(self._show_table)
        self.sheets.itemChanged.connect(self._on_ticked)
        self._build_options()
        self.table = TextTable(self.tr("The first rows"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.told = QLabel(wordWrap=True)
        dress(self.told, Look.QUIET)
        self._lay_out()

    def _build_options(self) -> None:
        self.encoding = CandidateLine(strict=False)
        self.encoding.setAccessibleName(self.tr("Encoding"))
        self.encoding.setToolTip(self.tr("Correct it if letters with accents look wrong below."))
        self.encoding.wanted.connect(self._offer_encodings)
        self.encoding.chosen_changed.connect(self._on_options)
        self.encoding.editingFinished.connect(self._on_options)
        self.separator = ChoiceBox()
        self.separator.setAccessibleName(self.tr("Between cells"))
        for label, char in (
            (self.tr("Comma  ,"), ","),
            (self.tr("Semicolon  ;"), ";"),
            (self.tr("Tab"), "\t"),
            (self.tr("Bar  |"), "|"),
        ):
            self.separator.addItem(label, char)
        self.separator.activated.connect(self._on_options)
        self.header = QLineEdit()
        self.header.setAccessibleName(self.tr("Rows of headings"))
        self.header.setToolTip(
            self.tr("Of the sheet shown: 1, or 3-4 for two rows; empty if it has no headings.")
        )
        self.header.editingFinished.connect(self._on_options)
        self.problem = QLabel(wordWrap=True)
        dress(self.problem, Look.PROBLEM)
        self.problem.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.name)
        head.addWidget(self.kind, 1)
        head.addWidget(self.another_button)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(8)
        for text, widget in (
            (self.tr("Enco&ding"), self.encoding),
            (self.tr("&Between cells"), self.separator),
            (self.tr("Rows of headin&gs"), self.header),
        ):
            widget.setFixedWidth(NARROW)
            self.form.addRow(text, widget)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(self.form)
        right.addWidget(self.problem)
        right.addStretch(1)
        above = QHBoxLayout()
        above.setSpacing(24)
        self.sheets.setFixedHeight(120)
        above.addWidget(self.sheets, 1)
        above.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(head)
        layout.addLayout(above)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.told)

    # What the window says

    def show_file(self, read: FileRead) -> None:
        """Show a file; of sheets that were there before, those stay ticked that were."""
        before = {one.name for one in self.chosen()} if self._is_same(read) else None
        shown = max(0, self.sheets.currentRow()) if before is not None else None
        self._read = read
        self.name.setText(read.path.name)
        self.kind.setText(read.contents.kind)
        self.sheets.blockSignals(True)
        self.sheets.clear()
        wanted = [
            table.name in (read.listed if before is None else before)
            for table in read.contents.tables
        ]
        for table, ticked in zip(read.contents.tables, wanted, strict=True):
            self._add_sheet(table, ticked=ticked)
        for skipped in read.contents.skipped:
            item = QListWidgetItem(f"{skipped.name}: {skipped.reason}")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.sheets.addItem(item)
        first = wanted.index(True) if any(wanted) else 0
        self.sheets.setCurrentRow(first if shown is None else shown)
        self.sheets.blockSignals(False)
        self._show_options(read.contents.options)
        self._show_table()

    def show_as_read(self) -> None:
        """Show again how the file was read, as what was chosen since cannot be done."""
        if self._read is not None:
            self._show_options(self._read.contents.options)
            self._show_table()

    def _is_same(self, read: FileRead) -> bool:
        return self._read is not None and self._read.path == read.path

    def _add_sheet(self, table: Table, *, ticked: bool) -> None:
        words = self.tr("{name}  about {count} rows")
        if table.about == 1:
            words = self.tr("{name}  about one row")
        told = words.format(name=table.name, count=number(table.about))
        item = QListWidgetItem(joined((told, self.tr("hidden") if table.hidden else "")))
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.sheets.addItem(item)

    def chosen(self) -> list[Table]:
        """Return the tables that are ticked."""
        if self._read is None:
            return []
        return [
            table
            for row, table in enumerate(self._read.contents.tables)
            if self.sheets.item(row).checkState() is Qt.CheckState.Checked
        ]

    def start(self) -> None:
        """Put the keyboard where one begins."""
        self.sheets.setFocus(Qt.FocusReason.OtherFocusReason)

    # What is shown

    def _show_options(self, options: Options) -> None:
        self._options = options
        is_text = options.encoding is not None
        for widget in (self.encoding, self.separator):
            self.form.setRowVisible(widget, is_text)
        self.encoding.setText(options.encoding or "")
        at = self.separator.findData(options.separator)
        if at < 0 and options.separator:
            self.separator.addItem(options.separator, options.separator)
            at = self.separator.count() - 1
        self.separator.setCurrentIndex(at)

    def _table(self) -> Table | None:
        row = self.sheets.currentRow()
        tables = self._read.contents.tables if self._read else ()
        return tables[row] if 0 <= row < len(tables) else None

    def _show_table(self) -> None:
        table = self._table()
        if table is None or self._read is None:
            return
        self.problem.hide()
        self.header.setText(_written(table.header))
        rows = self._read.previews.get(table.name, ())
        headings, lines = preview_lines(table, rows)
        self.table.show_texts(headings, lines, ())
        for column in range(len(headings)):
            self.table.setColumnWidth(column, _WIDTHS)
        words = self.tr("The first {shown} of about {count} rows.")
        if len(rows) < PREVIEW:
            words = self.tr("All {shown} rows.")
        if len(rows) == 1:
            words = self.tr("It is the only row.")
        if not rows:
            words = self.tr("There are no rows below the headings.")
        self.told.setText(words.format(shown=len(rows), count=number(table.about)))

    def _on_ticked(self) -> None:
        self.tables_changed.emit()

    def _offer_encodings(self, text: str) -> None:
        wanted = text.lower()
        found = [one for one in ENCODINGS if wanted in one] if wanted else ENCODINGS
        self.encoding.offer(Candidate(one, one) for one in found)

    def _on_options(self) -> None:
        table = self._table()
        if table is None or self.encoding.popup.isVisible():
            return
        header = _rows_typed(self.header.text())
        if header is None:
            self.problem.setText(self.tr("Write the number of a row, such as 1, or 3-4 for two."))
            self.problem.show()
            return
        wanted = self._options
        if wanted.encoding is not None:
            wanted = replace(
                wanted,
                encoding=self.encoding.text().strip() or None,
                separator=self.separator.currentData(),
            )
        if header != table.header:
            headers = {**wanted.headers, table.name: header}
            wanted = replace(wanted, headers=headers)
        if wanted != self._options:
            self.options_changed.emit(wanted)


def _written(header: tuple[int, ...]) -> str:
    if not header:
        return ""
    return str(header[0]) if len(header) == 1 else f"{header[0]}-{header[-1]}"


def _rows_typed(text: str) -> tuple[int, ...] | None:
    """Return the rows that "1", "3-4" or nothing means; None if it means none of that."""
    first, dash, last = text.replace("–", "-").replace(" ", "").partition("-")
    if not first and not dash:
        return ()
    if not first.isdecimal() or (dash and not last.isdecimal()):
        return None
    rows = tuple(range(int(first), int(last or first) + 1))
    most = 10
    return rows if 0 < len(rows) <= most and rows[0] else None
