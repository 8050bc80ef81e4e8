"""What was changed meanwhile or since: both versions, field by field, and the choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout

from netcatalog.ui.clash_list import ClashList, VersionWords
from netcatalog.ui.page_markup import translate

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from netcatalog.domain.merging import Merging


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashWords:
    """What is said around the two versions.

    Attributes:
        title: Of the dialog.
        told: What there is to choose, and why.
        versions: What is said of the versions.
        store, leave: The buttons.
    """

    title: str
    told: str
    versions: VersionWords
    store: str
    leave: str


def typed_words() -> ClashWords:
    """Return what is said where others stored something while one was typing."""
    return ClashWords(
        title=translate("ClashDialog", "Changed meanwhile"),
        told=translate(
            "ClashDialog",
            "Somebody else stored a change while you were typing. Choose what is to be "
            "stored; nothing of what you typed is lost until you close the form.",
        ),
        versions=VersionWords(
            theirs=translate("ClashDialog", "In the catalogue now"),
            mine=translate("ClashDialog", "What you typed"),
            keep_mine=translate("ClashDialog", "keep mine"),
            keep_theirs=translate("ClashDialog", "take theirs"),
        ),
        store=translate("ClashDialog", "&Save"),
        leave=translate("ClashDialog", "Back to the form"),
    )


class ClashDialog(QDialog):
    """Shows what is in the catalogue now beside one's own version of it.

    Signals:
        chosen: What is to be stored was chosen; payload: the changes.
    """

    chosen = Signal(object)

    def __init__(self, merging: Merging, parent: QWidget, words: ClashWords | None = None) -> None:
        """Show a merging; `words` None: one's own version is what was typed."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = words or typed_words()
        self.setWindowTitle(words.title)
        self.resize(720, 400)
        self._merging = merging
        self.list = ClashList(merging.meetings, words.versions)
        self.choices = self.list.choices
        told = QLabel(words.told, wordWrap=True)
        told.setTextFormat(Qt.TextFormat.PlainText)
        buttons = QDialogButtonBox()
        self.store_button = buttons.addButton(words.store, QDialogButtonBox.ButtonRole.AcceptRole)
        self.back_button = buttons.addButton(words.leave, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(told)
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)
        self.store_button.setDefault(True)
        self.list.take_keyboard()

    def _on_accepted(self) -> None:
        self.chosen.emit(self._merging.merged(self.list.mine()))
        self.accept()
