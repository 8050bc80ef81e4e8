"""A value that is the same for all rows of a list, edited as any field is and kept as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcatalog.domain.cells import UnclearCellError, meaning_of
from netcatalog.ui.record_form import editor_for

if TYPE_CHECKING:
    from netcatalog.domain.fields import Field, Record
    from netcatalog.ui.editors import Editor
    from netcatalog.ui.form_context import FormContext


def constant_editor(field: Field, kind: type[Record], context: FormContext, text: str) -> Editor:
    """Return an editor that shows what a text means in a field, if it means anything."""
    editor = editor_for(field, kind, context)
    if text:
        try:
            editor.set_value(meaning_of(field)(text))
        except UnclearCellError as error:
            editor.set_problem(str(error))
    return editor


def constant_of(editor: Editor) -> str:
    """Return the text that means what an editor holds; "" for nothing."""
    value = editor.value()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
