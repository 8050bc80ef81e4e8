"""What is exported, as what, how, and where to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
)

from netcatalog.transfer.formats import FORMATS, Format, Scope
from netcatalog.ui.file_dialog import file_dialog
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the user wants exported.

    Attributes:
        format: As what it is written, which says what goes into it.
        selected: Of the table, only the rows that are chosen.
        public: Only what is for the public.
        separator: Character between two cells.
        bom: Whether the file begins with a byte order mark, as Excel wants it.
        path: The file to write.
    """

    format: Format
    selected: bool = False
    public: bool = False
    separator: str
    bom: bool
    path: Path


class ExportDialog(QDialog):
    """Asks for what is needed to export. It knows no catalogue.

    Signals:
        wished: The user pressed Export; payload: the `Wish`.
    """

    wished = Signal(object)

    def __init__(
        self, table: str, path: Path, parent: QWidget | None = None, *, selected: str = ""
    ) -> None:
        """Ask; `table` says in words what the table shows now, `path` is a name for it.

        `selected` says in words which rows of it are chosen; they are what is exported then,
        unless the user says otherwise.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export"))
        self.setMinimumWidth(560)
        self._build_choices(table, selected)
        self._build_style()
        self.path = QLineEdit(str(path))
        self.path.setAccessibleName(self.tr("File"))
        self.choose = QPushButton(self.tr("Choose …"))
        self.choose.clicked.connect(self._choose)
        self.note = QLabel(
            self.tr(
                "Text that looks like a formula to a spreadsheet gets an apostrophe before it."
            ),
            wordWrap=True,
        )
        self.there = QLabel(self.tr("There is such a file already. It will be replaced."))
        dress(self.there, Look.PROBLEM)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.export_button = self.buttons.addButton(
            self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)
        self._on_whole_toggled(False)
        self.whole.toggled.connect(self._on_whole_toggled)
        self.path.textChanged.connect(self._on_path_changed)
        self._lay_out()
        self.selected.setVisible(bool(selected))
        first = self.selected if selected else self.this_table
        first.setChecked(True)
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.export_button.setDefault(True)  # Qt forgets it of a button that is in no dialog yet
        self._on_path_changed(self.path.text())

    def _build_choices(self, table: str, selected: str) -> None:
        self.this_table = QRadioButton(table)
        self.selected = QRadioButton(selected)
        self.whole = QRadioButton(self.tr("The whole catalogue, or its networks"))

    def _build_style(self) -> None:
        self.format = QComboBox()
        self.format.setAccessibleName(self.tr("As"))
        self.format.currentIndexChanged.connect(self._on_format_chosen)
        self.public = QCheckBox(
            self.tr("Only what is public: nothing private, no names of persons")
        )
        self.public.setToolTip(
            self.tr(
                "What is marked as private is left out with all that hangs on it, as are the "
                "authors of notes, the history and the saved searches."
            )
        )
        self.separator = QComboBox()
        for label in (self.tr("Comma"), self.tr("Semicolon"), self.tr("Tabulator")):
            self.separator.addItem(label)
        self.bom = QCheckBox(self.tr("Mark the file as UTF-8 (for Excel)"))
        self.bom.setChecked(True)

    def _lay_out(self) -> None:
        what = QVBoxLayout()
        what.setSpacing(8)
        what.addWidget(self.this_table)
        what.addWidget(self.selected)
        what.addWidget(self.whole)
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self.path, 1)
        where.addWidget(self.choose)
        form = QFormLayout()
        form.setVerticalSpacing(16)
        form.setHorizontalSpacing(16)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        form.addRow(self.tr("What"), what)
        form.addRow(self.tr("&As"), self.format)
        form.addRow("", self.public)
        form.addRow(self.tr("&Separator"), self.separator)
        form.addRow("", self.bom)
        file = QLabel(self.tr("&File"))
        file.setBuddy(self.path)
        form.addRow(file, where)
        form.addRow("", self.there)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(24)
        layout.addLayout(form)
        layout.addWidget(self.note)
        layout.addWidget(self.buttons)

    def wish(self) -> Wish:
        """Return what the dialog says now."""
        return Wish(
            format=self.format.currentData(),
            selected=self.selected.isChecked(),
            separator=SEPARATORS[self.separator.currentIndex()],
            bom=self.bom.isChecked(),
            public=self.public.isChecked() and self.public.isEnabled(),
            path=Path(self.path.text().strip()).expanduser(),
        )

    def _on_accepted(self) -> None:
        self.wished.emit(self.wish())
        self.accept()

    def _on_whole_toggled(self, whole: bool) -> None:
        with QSignalBlocker(self.format):
            self.format.clear()
            for one in FORMATS:
                if (one.scope is not Scope.TABLE) == whole:
                    self.format.addItem(one.label, one)
        self._on_format_chosen()

    def _on_format_chosen(self) -> None:
        chosen: Format = self.format.currentData()
        name = self.path.text()
        known = sorted((one.suffix for one in FORMATS), key=len, reverse=True)
        old = next((one for one in known if name.lower().endswith(one)), "")
        self.path.setText(name[: len(name) - len(old)] + chosen.suffix)
        for widget in (self.separator, self.bom):
            widget.setEnabled(chosen.separated)
        self.note.setVisible(chosen.separated)
        self.public.setEnabled(chosen.public)

    def _on_path_changed(self, text: str) -> None:
        self.export_button.setEnabled(bool(text.strip()))
        self.there.setVisible(self.wish().path.is_file())

    def _choose(self) -> None:
        def take(path: Path) -> None:
            self.path.setText(str(path))

        path = self.wish().path
        dialog = file_dialog(self, self.tr("Export to"), take, writes=path.suffix or ".csv")
        dialog.selectFile(str(path))
        dialog.open()
