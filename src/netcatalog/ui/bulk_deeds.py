"""What is to be done to many records, typed or chosen: a tag, a field, or the bin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QRadioButton, QWidget
from typing_extensions import override

from netcatalog.domain.bulk import AddTag, Deed, Remove, RemoveTag, SetField, settable
from netcatalog.domain.fields import Field, field_named
from netcatalog.domain.records import Tag
from netcatalog.domain.rules import problems
from netcatalog.ui.editors import ChoiceBox
from netcatalog.ui.named_codes import SuggestedTextEditor
from netcatalog.ui.record_form import LABEL_WIDTH, ROW_HEIGHT, editor_for, unfilled
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from netcatalog.domain.fields import Record
    from netcatalog.ui.editors import Editor
    from netcatalog.ui.form_context import FormContext


class DeedForm(QWidget):
    """Says what is to be done.

    Attributes:
        asks: Whether there is anything to be typed or chosen.

    Signals:
        changed: It was altered.
    """

    changed = Signal()
    asks = True

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)

    def deed(self) -> Deed | None:
        """Return what is to be done; None, and say so, where it cannot be."""
        raise NotImplementedError

    def is_filled(self) -> bool:
        """Tell whether anything was typed or chosen that would be lost."""
        return False

    def start(self) -> None:
        """Put the keyboard where one begins."""

    def _add(self, row: int, text: str, buddy: QWidget, widget: QWidget) -> None:
        label = QLabel(text)
        label.setBuddy(buddy)
        label.setFixedWidth(LABEL_WIDTH)
        label.setMinimumHeight(ROW_HEIGHT)
        dress(label, Look.QUIET)
        old = self._grid.itemAtPosition(row, 0)
        if old is not None and (before := old.widget()) is not None:
            self._grid.removeWidget(before)
            before.deleteLater()
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(widget, row, 1)


class RemoveForm(DeedForm):
    """Nothing is to be said of the bin."""

    asks = False

    @override
    def deed(self) -> Deed | None:
        return Remove()


class TagForm(DeedForm):
    """One tag, to be put on or taken off."""

    def __init__(self, context: FormContext) -> None:
        super().__init__()
        self.add = QRadioButton(self.tr("Put it &on"))
        self.add.setChecked(True)
        self.take = QRadioButton(self.tr("Take it o&ff"))
        self.editor = SuggestedTextEditor(field_named(Tag, "label"), Tag, context)
        self.editor.changed.connect(self._on_changed)
        self.add.toggled.connect(self.changed)
        which = QWidget()
        row = QHBoxLayout(which)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.add)
        row.addWidget(self.take)
        row.addStretch(1)
        self._add(0, self.tr("&Tag"), self.editor.control, self.editor)
        self._add(1, "", self.add, which)

    @override
    def deed(self) -> Deed | None:
        label = " ".join(str(self.editor.value()).split())
        self.editor.set_problem(self._problem(label))
        if self.editor.problem.text():
            self.start()
            return None
        return AddTag(label) if self.add.isChecked() else RemoveTag(label)

    def _problem(self, label: str) -> str:
        if "," in label:
            return self.tr("One tag at a time, without a comma.")
        wrong = problems(unfilled(Tag, actor=1, label=label))
        return wrong[0].fault.label if wrong else ""

    @override
    def is_filled(self) -> bool:
        return not self.editor.is_blank()

    @override
    def start(self) -> None:
        self.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_changed(self) -> None:
        self.editor.set_problem("")
        self.changed.emit()


class FieldForm(DeedForm):
    """One of the fields of a type, and the value that it is to have everywhere."""

    def __init__(self, kind: type[Record], context: FormContext) -> None:
        super().__init__()
        self._kind = kind
        self._context = context
        self._fields = settable(kind)
        self.editor: Editor | None = None
        self.box = ChoiceBox()
        self.box.setPlaceholderText(self.tr("Choose a field…"))
        self.box.setAccessibleName(self.tr("Field"))
        self.box.addItems([field.label for field in self._fields])
        self.box.setCurrentIndex(-1)
        self.box.currentIndexChanged.connect(self._on_chosen)
        self.told = QLabel(self.tr("What is left empty empties the field."), wordWrap=True)
        dress(self.told, Look.QUIET)
        self.told.hide()
        self._add(0, self.tr("&Field"), self.box, self.box)
        self._grid.addWidget(self.told, 2, 1)

    @override
    def deed(self) -> Deed | None:
        if self.editor is None:
            self.start()
            return None
        self.editor.settle()
        field, value = self.editor.field, self.editor.value()
        self.editor.set_problem(self._problem(field, value))
        if self.editor.problem.text():
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return SetField(field, value)

    def _problem(self, field: Field, value: object) -> str:
        assert self.editor is not None  # noqa: S101  it holds the value
        wrong = problems(unfilled(self._kind, **{field.name: value}))
        said = [one.fault.label for one in wrong if one.field == field.name]
        return self.editor.complaint() or (said[0] if said else "")

    @override
    def is_filled(self) -> bool:
        return self.editor is not None and not self.editor.is_blank()

    @override
    def start(self) -> None:
        self.box.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_chosen(self, place: int) -> None:
        field = self._fields[place]
        if self.editor is not None:
            self._grid.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
        self.editor = editor_for(field, self._kind, self._context)
        self.editor.changed.connect(self._on_changed)
        self._add(1, self.tr("&New value"), self.editor.control, self.editor)
        self.told.setVisible(not field.required and self.editor.is_blank())
        self.changed.emit()

    def _on_changed(self) -> None:
        if self.editor is not None:
            self.editor.set_problem("")
        self.changed.emit()
