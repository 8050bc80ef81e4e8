"""A line in which one types part of a name and chooses from those that are like it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit
from typing_extensions import override

from netcatalog.domain.folding import fold
from netcatalog.ui.icons import Tint, icon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

_KEY_ROLE = Qt.ItemDataRole.UserRole
"""Where the list keeps the place of each candidate."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What can be chosen: a value, and the words by which one knows it."""

    value: object
    label: str


class CandidateLine(QLineEdit):
    """A line with a list below it. Someone else finds the candidates, at once or later.

    The list opens with the first candidate marked where `strict`, so that Enter takes it;
    where any text will do, a candidate is taken only if one went down to it.

    Attributes:
        popup: The list. It has the keyboard while it is open.

    Signals:
        wanted: Candidates are asked for; payload: the text they are to be like.
        chosen_changed: The user chose a candidate, or typed over the one that was chosen.
    """

    wanted = Signal(str)
    chosen_changed = Signal()

    def __init__(self, *, strict: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strict = strict
        self._chosen: Candidate | None = None
        self._offered: list[Candidate] = []
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self)
        popup = self._completer.popup()
        assert popup is not None  # noqa: S101  Qt makes it when it is first asked for
        self.popup = popup
        self.popup.setAccessibleName(self.tr("What there is to choose from"))
        self.popup.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        by_index = self._completer.activated[QModelIndex]  # type: ignore[index]  # an overload
        by_index.connect(self._on_activated)
        show_all = self.addAction(
            icon("chevron-down", Tint.MUTED), QLineEdit.ActionPosition.TrailingPosition
        )
        show_all.setToolTip(self.tr("Show what there is to choose from (Down)"))
        show_all.triggered.connect(self._on_all_wanted)
        self.textEdited.connect(self._on_edited)

    def chosen(self) -> Candidate | None:
        """Return the candidate that is chosen, or None."""
        return self._chosen

    def choose(self, candidate: Candidate | None) -> None:
        """Choose a candidate and show its label; None empties the line. Nothing is emitted."""
        self._chosen = candidate
        self.setText(self.text_for(candidate) if candidate else "")
        self.setCursorPosition(0)

    def text_for(self, candidate: Candidate) -> str:
        """Return what the line shows for a candidate that is chosen."""
        return candidate.label

    def offer(self, candidates: Iterable[Candidate]) -> None:
        """Show what there is to choose from; if the line was left meanwhile, `settle`."""
        self._offered = list(candidates)
        self._model.clear()
        for place, candidate in enumerate(self._offered):
            item = QStandardItem(candidate.label)
            item.setData(place, _KEY_ROLE)
            item.setEditable(False)
            self._model.appendRow(item)
        if not self.hasFocus():
            self.settle()
        elif self._offered:
            self._open()
        else:
            self.popup.hide()

    def offers_nothing(self) -> bool:
        """Tell whether nothing was found for what is typed."""
        return not self._offered

    def settle(self) -> None:
        """Choose the one candidate that is meant by the text typed, if there is just one."""
        wanted = fold(self.text())
        if self._chosen is not None or not wanted or not self._strict:
            return
        folded = [(fold(one.label), one) for one in self._offered]
        meant = [one for label, one in folded if label == wanted] or [
            one for label, one in folded if label.startswith(f"{wanted} (")
        ]
        if len(meant) == 1:
            self._take(meant[0])

    def _open(self) -> None:
        self._completer.complete()
        first = self._completer.completionModel().index(0, 0)
        self.popup.setCurrentIndex(first if self._strict else QModelIndex())

    def _on_edited(self, text: str) -> None:
        if self._chosen is not None:
            self._chosen = None
            self.chosen_changed.emit()
        if text.strip():
            self.wanted.emit(text)
        else:
            self._offered = []
            self.popup.hide()

    def _on_all_wanted(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.wanted.emit("" if self._chosen is not None or not self._strict else self.text())

    def _on_activated(self, index: QModelIndex) -> None:
        place = index.data(_KEY_ROLE)
        if isinstance(place, int) and place < len(self._offered):
            self._take(self._offered[place])

    def _take(self, candidate: Candidate) -> None:
        self.choose(candidate)
        self.chosen_changed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_F4} and not self.popup.isVisible():
            self._on_all_wanted()
            return
        super().keyPressEvent(event)
