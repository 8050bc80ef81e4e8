"""By which language the catalogue orders names: the question, and what is done with the answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from netcatalog.domain.progress import Progress
    from netcatalog.ui.desk import Desk


class Ordering(QObject):
    """Asks for the language, and has the catalogue order its names anew."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk

    def ask(self) -> None:
        """Ask for another language."""
        session = self._desk.session
        if session is None:
            return
        catalog = session.catalog

        def work(_progress: Progress) -> tuple[str, dict[str, str]]:
            from netcatalog.domain.collation import LANGUAGES
            from netcatalog.domain.languages import name_of

            return catalog.order_language(), {tag: name_of(tag) for tag in LANGUAGES}

        session.run(work, lambda found: self._open(*found))

    def _open(self, present: str, names: Mapping[str, str]) -> None:
        dialog = OrderDialog(present, names, self._desk)
        dialog.chosen.connect(lambda language: self._order(language, names[language]))
        dialog.open()

    def _order(self, language: str, name: str) -> None:
        session = self._desk.session
        if session is None:
            return
        catalog = session.catalog
        task = session.runner.start(
            lambda progress: catalog.order_by(language, progress), in_turn=True
        )
        task.succeeded.connect(partial(self._on_ordered, name))
        task.failed.connect(session.failed)

    def _on_ordered(self, name: str, _nothing: object) -> None:
        told = self.tr("Names are ordered as in {language} now.").format(language=name)
        self._desk.message.say(told)
        if not self._desk.middle.in_bin():
            self._desk.browse.ask()


class OrderDialog(QDialog):
    """Asks for a language. It knows no catalogue.

    Signals:
        chosen: A language was chosen, be it that of now; payload: its tag.
    """

    chosen = Signal(str)

    def __init__(
        self, present: str, names: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        """Ask; `present` is the language of now, `names` those offered, by tag."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Order of names"))
        self.setMinimumWidth(480)
        self.language = QComboBox()
        for tag, name in sorted(names.items(), key=lambda item: item[1]):
            self.language.addItem(name, tag)
        self.language.setCurrentIndex(self.language.findData(present))
        note = QLabel(
            self.tr(
                "The catalogue file keeps the order: it holds for everyone who uses the file."
            ),
            wordWrap=True,
        )
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.order_button = self.buttons.addButton(
            self.tr("Order"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.addRow(self.tr("Order &names as in"), self.language)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(24)
        layout.addLayout(form)
        layout.addWidget(note)
        layout.addWidget(self.buttons)
        self.order_button.setDefault(True)  # Qt forgets it of a button that is in no dialog yet

    def _on_accepted(self) -> None:
        self.chosen.emit(str(self.language.currentData()))
        self.accept()
