"""The form of one record of any type, made from the declarations of its fields."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from netcatalog.domain.fields import Field, Kind, Record, fields_of
from netcatalog.domain.rules import problems
from netcatalog.ui.disclosure import Disclosure
from netcatalog.ui.editors import (
    ChoiceEditor,
    DateEditor,
    Editor,
    FlagEditor,
    IntegerEditor,
    MomentEditor,
    NumberEditor,
    ProseEditor,
    TextEditor,
)
from netcatalog.ui.mnemonics import Mnemonics
from netcatalog.ui.named_codes import NamedCodeEditor, SuggestedTextEditor
from netcatalog.ui.passage_picker import PassageEditor
from netcatalog.ui.reference_picker import ReferencePicker
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from netcatalog.ui.form_context import FormContext

LABEL_WIDTH = 136
"""Width of the column of labels, in logical pixels: 17 steps of the grid."""

ROW_HEIGHT = 32
"""Height of a line to type in, which labels are centred on, in logical pixels."""


def unfilled(kind: type[Record], **given: object) -> Record:
    """Return a record with these values and no others; it breaks rules until it is filled in."""
    missing: dict[str, Any] = {one.name: None for one in fields_of(kind) if one.required}
    return kind(**(missing | given))


_BY_KIND: dict[Kind, Callable[[Field], Editor]] = {
    Kind.TEXT: TextEditor,
    Kind.ADDRESS: TextEditor,
    Kind.KEY: TextEditor,
    Kind.PROSE: ProseEditor,
    Kind.MARKDOWN: ProseEditor,
    Kind.DATE: DateEditor,
    Kind.MOMENT: MomentEditor,
    Kind.INTEGER: IntegerEditor,
    Kind.NUMBER: NumberEditor,
    Kind.FLAG: FlagEditor,
    Kind.CHOICE: ChoiceEditor,
}


def editor_for(
    field: Field, kind: type[Record], context: FormContext, of: int | None = None
) -> Editor:
    """Return an editor for a field of a record type; `of` is the id of the record edited."""
    if field.kind is Kind.REFERENCE:
        return ReferencePicker(field, context, of)
    if field.kind in {Kind.COUNTRY, Kind.LANGUAGE}:
        return NamedCodeEditor(field, context.lookup)
    if field.suggested:
        return SuggestedTextEditor(field, kind, context)
    if field.kind is Kind.FLAG and field.nullable:
        return ChoiceEditor(field)
    return _BY_KIND[field.kind](field)


class RecordForm(QWidget):
    """Edits one record. It knows the rules, but not the catalogue.

    Signals:
        changed: Something was typed or chosen.
        grown: There is more to see of it.
    """

    changed = Signal()
    grown = Signal()

    def __init__(
        self,
        original: Record,
        context: FormContext,
        *,
        hidden: Iterable[str] = (),
        indent: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        """Show a record for editing.

        Args:
            original: The record as it is; for one that is not stored yet, see `unfilled`.
            context: What the forms of the page share.
            hidden: Names of fields that are not shown and stay as they are.
            indent: How far it is set in, so that its labels are as much narrower.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self._label_width = LABEL_WIDTH - indent
        self._original = original
        self._kind = type(original)
        self._context = context
        self._mnemonics = Mnemonics()
        self._left: set[Editor] = set()
        self.editors: dict[str, Editor] = {}
        shown = [one for one in fields_of(self._kind) if one.name not in set(hidden)]
        self._shared = [one for one in shown if one.shared]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._grid([one for one in shown if not one.shared]))
        self.disclosure: Disclosure | None = None
        if self._shared:
            self.disclosure = Disclosure(self.tr("Source"))
            self.disclosure.opened.connect(self._build_shared)
            layout.addWidget(self.disclosure)
            if self._is_any_filled(self._shared):
                self.disclosure.open()

    # What is typed

    def value(self) -> Record:
        """Return the record as the form now describes it. It may break rules."""
        given: dict[str, Any] = {}
        for editor in self._each():
            given |= editor.values()
        return replace(self._original, **given)

    def is_changed(self) -> bool:
        """Tell whether anything is other than it was."""
        return self.value() != self._original or any(one.complaint() for one in self._each())

    def typed(self) -> dict[str, object]:
        """Return what stands in the fields that are other than they were, by field name."""
        return {one.field.name: one.typed() for one in self._each() if self._is_other(one)}

    def _is_other(self, editor: Editor) -> bool:
        held = editor.values().items()
        return bool(editor.complaint()) or any(
            value != getattr(self._original, name) for name, value in held
        )

    def type_again(self, typed: Mapping[str, object]) -> None:
        """Let stand in the fields again what `typed` returned once."""
        if self.disclosure is not None and any(one.name in typed for one in self._shared):
            self.disclosure.open()
        for name, value in typed.items():
            if name in self.editors:
                self.editors[name].type_again(value)

    def problems(self) -> list[tuple[Field, str]]:
        """Return what is wrong: the field, and why, in words."""
        found: dict[str, str] = {}
        for problem in problems(self.value()):
            found.setdefault(problem.field, problem.fault.label)
        found |= {one.field.name: text for one in self._each() if (text := one.complaint())}
        return [
            (field, found[field.name]) for field in fields_of(self._kind) if field.name in found
        ]

    def show_problems(self) -> None:
        """Say at every field what is wrong with it, also where nobody has been yet."""
        wrong = {field for field, _text in self.problems()}
        if self.disclosure is not None and wrong & set(self._shared):
            self.disclosure.open()
        self._left.update(self._each())
        self._say_problems(also_typed=True)

    def focus_problem(self) -> bool:
        """Go to the first field that is wrong; tell whether there is one."""
        for field, _text in self.problems():
            editor = self.editors.get(field.name)
            if editor is not None:
                editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def focus_first(self) -> None:
        """Go to the first field."""
        for editor in self._each():
            editor.setFocus(Qt.FocusReason.TabFocusReason)
            return

    # How it is built

    def _grid(self, fields: Iterable[Field]) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, self._label_width)
        grid.setColumnStretch(1, 1)
        rest = list(fields)
        while rest:
            field = rest.pop(0)
            end = self._end_of_passage(field, rest)
            if end is not None:
                rest.remove(end)
            self._add(grid, self._editor(field, end))
        return grid

    def _end_of_passage(self, field: Field, rest: list[Field]) -> Field | None:
        """Return the field with which this one makes a passage, or None if it makes none."""
        for reference in fields_of(self._kind):
            if len(reference.clears) == 2 and reference.clears[0] == field.name:
                return next((one for one in rest if one.name == reference.clears[1]), None)
        return None

    def _editor(self, field: Field, end: Field | None) -> Editor:
        if end is not None:
            passage = PassageEditor(field, end, self._context.lookup)
            passage.picker_opened.connect(self.grown)
            editor: Editor = passage
        else:
            editor = editor_for(field, self._kind, self._context, self._original.id)
        editor.set_values({one.name: getattr(self._original, one.name) for one in editor.fields})
        editor.changed.connect(self._on_changed)
        editor.left.connect(partial(self._on_left, editor))
        for one in editor.fields:
            self.editors[one.name] = editor
        return editor

    def _add(self, grid: QGridLayout, editor: Editor) -> None:
        label = QLabel(wordWrap=True)
        text = self._mnemonics.mark(
            editor.field.label if len(editor.fields) == 1 else self.tr("Passage")
        )
        label.setText(f"{text} *" if editor.field.required else text)
        if editor.field.required:
            label.setToolTip(self.tr("Must be filled in"))
        label.setBuddy(editor.control)
        label.setFixedWidth(self._label_width)
        label.setMinimumHeight(ROW_HEIGHT)
        dress(label, Look.QUIET)
        row = grid.rowCount()
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(editor, row, 1)

    def _build_shared(self) -> None:
        if self.disclosure is None or self._shared[0].name in self.editors:
            return
        self.disclosure.fill(self._grid(self._shared))
        self._follow_source()
        self.grown.emit()

    def _follow_source(self) -> None:
        for reference in self._shared:
            passage = self.editors.get(reference.clears[0]) if reference.clears else None
            if isinstance(passage, PassageEditor):
                source = self.editors[reference.name].value()
                passage.rest_on(source if isinstance(source, int) else None)

    def _is_any_filled(self, fields: Iterable[Field]) -> bool:
        return any(getattr(self._original, one.name) not in {None, "", False} for one in fields)

    def _each(self) -> list[Editor]:
        return list(dict.fromkeys(self.editors.values()))

    # Problems

    def _on_changed(self) -> None:
        self._follow_source()
        self._say_problems()
        self.changed.emit()

    def _on_left(self, editor: Editor) -> None:
        self._left.add(editor)
        self._say_problems()

    def _say_problems(self, *, also_typed: bool = False) -> None:
        said = {field.name: text for field, text in self.problems()}
        for editor in self._each():
            text = next((said[one.name] for one in editor.fields if one.name in said), "")
            typing = editor.has_keyboard() and not editor.problem.text() and not also_typed
            known = editor in self._left or not editor.is_blank()
            editor.set_problem(text if known and not typing else "")
