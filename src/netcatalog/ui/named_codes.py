"""Editors of what is chosen by name: countries, languages, and words already in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from netcatalog.domain.fields import Kind
from netcatalog.domain.folding import fold
from netcatalog.ui.candidate_line import Candidate, CandidateLine
from netcatalog.ui.editors import Editor

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from netcatalog.domain.fields import Field, Record
    from netcatalog.ui.form_context import FormContext
    from netcatalog.ui.lookup import Lookup


class NamedCodeEditor(Editor):
    """A country or a language: stored as a code, typed and shown by its name.

    The names come later than the editor; until then it shows and takes codes.
    """

    def __init__(self, field: Field, lookup: Lookup, parent: QWidget | None = None) -> None:
        self.line = CandidateLine(strict=True)
        super().__init__(field, self.line, parent)
        self._names: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        self.line.setPlaceholderText(field.help)
        self.line.chosen_changed.connect(self.changed)
        self.line.textEdited.connect(self.changed)
        self.line.wanted.connect(self._on_wanted)
        if field.kind is Kind.COUNTRY:
            lookup.countries(self._on_names)
        else:
            lookup.languages(self._on_names)

    @override
    def value(self) -> object:
        chosen = self.line.chosen()
        return chosen.value if chosen else self._code_of(self.line.text().strip())

    @override
    def set_value(self, value: object) -> None:
        code = str(value or "")
        self.line.choose(Candidate(code, self._names.get(code, code)) if code else None)

    @override
    def typed(self) -> object:
        return self.value()

    @override
    def type_again(self, typed: object) -> None:
        self.set_value(typed)
        self.changed.emit()

    @override
    def settle(self) -> None:
        code = self._code_of(self.line.text().strip())
        if self.line.chosen() is None and code in self._names:
            self.set_value(code)

    def _code_of(self, typed: str) -> str:
        """Return the code that is meant by a name or a code, or what is typed."""
        wanted = fold(typed)
        for code, name in self._folded.items():
            if wanted and wanted in {name, code.lower()}:
                return code
        return typed

    def _on_names(self, names: dict[str, str]) -> None:
        self._names = names
        self._folded = {code: fold(name) for code, name in names.items()}
        chosen = self.line.chosen()
        if chosen is not None:
            self.set_value(chosen.value)
        elif self.line.text().strip():
            self.changed.emit()

    def _on_wanted(self, text: str) -> None:
        wanted = fold(text)
        found = [code for code, name in self._folded.items() if wanted in name]
        found.sort(key=lambda code: not self._folded[code].startswith(wanted))
        self.line.offer(Candidate(code, self._names[code]) for code in found)


class SuggestedTextEditor(Editor):
    """A line of text that offers the texts already in use."""

    def __init__(
        self, field: Field, kind: type[Record], context: FormContext, parent: QWidget | None = None
    ) -> None:
        self.line = CandidateLine(strict=False)
        super().__init__(field, self.line, parent)
        self._kind = kind
        self._lookup = context.lookup
        self._used: list[str] | None = None
        self._wanted = ""
        self._held: object = ""
        self._shown = ""
        self.line.setPlaceholderText(field.help)
        self.line.textEdited.connect(self.changed)
        self.line.chosen_changed.connect(self.changed)
        self.line.wanted.connect(self._on_wanted)

    @override
    def value(self) -> object:
        text = self.line.text()
        return self._held if text == self._shown else text.strip()

    @override
    def set_value(self, value: object) -> None:
        self._held = value
        self.line.setText("" if value is None else str(value))
        self.line.setCursorPosition(0)
        self._shown = self.line.text()

    def _on_wanted(self, text: str) -> None:
        self._wanted = text
        if self._used is None:
            self._lookup.suggestions(self._kind, self.field.name, self._on_used)
        else:
            self._offer()

    def _on_used(self, used: list[str]) -> None:
        self._used = used
        self._offer()

    def _offer(self) -> None:
        wanted = fold(self._wanted)
        found = [text for text in self._used or () if wanted in fold(text)]
        self.line.offer(Candidate(text, text) for text in found if text != self.line.text())
