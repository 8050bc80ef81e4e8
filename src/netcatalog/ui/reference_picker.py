"""Choosing the record that a field refers to, by typing part of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from netcatalog.ui.candidate_line import Candidate, CandidateLine
from netcatalog.ui.editors import Editor
from netcatalog.ui.lookup import references_like

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from netcatalog.domain.fields import Field
    from netcatalog.domain.pages import Reference
    from netcatalog.ui.form_context import FormContext


class ReferencePicker(Editor):
    """Chooses a record: of the catalogue, where such have pages; else of the page edited.

    Its value is the id of the record, below zero for one that is not stored yet.
    """

    def __init__(
        self,
        field: Field,
        context: FormContext,
        of: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make a picker for the reference of the record with the id `of`."""
        self.line = CandidateLine(strict=True)
        super().__init__(field, self.line, parent)
        self._context = context
        self._of = of
        self._refers = context.schema[field.refers].about
        self._answered = False
        self.line.setPlaceholderText(
            self.tr("Type part of a name")
            if self._refers.root
            else self.tr("Choose from this page")
        )
        self.line.setClearButtonEnabled(field.nullable)
        self.line.chosen_changed.connect(self._on_chosen)
        self.line.textEdited.connect(self.changed)
        self.line.wanted.connect(self._on_wanted)

    @override
    def value(self) -> object:
        chosen = self.line.chosen()
        return chosen.value if chosen else None

    @override
    def set_value(self, value: object) -> None:
        if isinstance(value, int):
            label = self._context.label(self._refers.key, value) or self.tr("(no name)")
            self.line.choose(Candidate(value, label))
        else:
            self.line.choose(None)

    @override
    def is_blank(self) -> bool:
        return not self.line.text().strip()

    @override
    def complaint(self) -> str:
        if self.is_blank() or self.line.chosen() is not None:
            return ""
        if not self._answered or not self.line.offers_nothing():
            return self.tr("Choose one from the list (Down shows it).")
        if not self._refers.root:
            return self.tr("There is no {what} of this name on this page.").format(
                what=self._refers.label
            )
        return self.tr("There is no {what} of this name. Add it to the catalogue first.").format(
            what=self._refers.label
        )

    @override
    def typed(self) -> object:
        return {"id": self.value(), "text": self.line.text()}

    @override
    def type_again(self, typed: object) -> None:
        if not isinstance(typed, dict):
            return
        if isinstance(typed.get("id"), int):
            self._context.remember(self._refers.key, typed["id"], str(typed.get("text", "")))
            self.set_value(typed["id"])
        else:
            self.line.setText(str(typed.get("text", "")))
        self.changed.emit()

    @override
    def settle(self) -> None:
        self.line.settle()

    def _on_wanted(self, text: str) -> None:
        self._answered = False
        if self._refers.root:
            self._context.lookup.like(self._refers.key, text, self._on_found)
        else:
            siblings = self._context.siblings(self._refers.key, self._of)
            self._on_found(references_like(siblings, text))

    def _on_found(self, found: list[Reference]) -> None:
        self._answered = True
        self.line.offer(Candidate(one.id, one.label or self.tr("(no name)")) for one in found)
        if self.line.chosen() is None:
            self.changed.emit()

    def _on_chosen(self) -> None:
        chosen = self.line.chosen()
        if chosen is not None and isinstance(chosen.value, int):
            self._context.remember(self._refers.key, chosen.value, chosen.label)
        self.changed.emit()
