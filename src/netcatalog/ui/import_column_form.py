"""What one column of a list becomes: the record and field, its pieces, and what its cells mean."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from netcatalog.domain.cells import UnclearCellError, flag, meaning_of
from netcatalog.domain.choices import ActorKind
from netcatalog.domain.fields import Kind
from netcatalog.domain.folding import fold
from netcatalog.domain.mapping_columns import (
    Place,
    becoming,
    filled,
    others_of,
    part_at,
    place_of,
    places,
    separated,
    spot_of,
    with_values,
)
from netcatalog.domain.mappings import Filler
from netcatalog.domain.records import SCHEMA, Membership
from netcatalog.domain.wording import capital, number
from netcatalog.ui.candidate_line import Candidate, CandidateLine
from netcatalog.ui.constant_editor import constant_editor, constant_of
from netcatalog.ui.disclosure import Disclosure
from netcatalog.ui.editors import MIDDLE, ChoiceBox
from netcatalog.ui.tab_order import stops
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

    from netcatalog.domain.fields import Field
    from netcatalog.domain.mapping_columns import Spot
    from netcatalog.domain.mappings import Mapping
    from netcatalog.ui.form_context import FormContext

MOST_VALUES = 40
"""Different cells of a column whose meanings are listed."""

_IN_HEADING = Place(Membership.about.key, "network", heading=True)
"""What a column of ticks most likely becomes: one of many, each headed with a network."""


class ColumnForm(QWidget):
    """Edits what a mapping says of one column.

    Signals:
        changed: It is to be otherwise; payload: the `Mapping`.
        placed: What the column becomes was chosen.
        grown: There are other controls than before.
    """

    changed = Signal(object)
    placed = Signal()
    grown = Signal()

    def __init__(self, context: FormContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._mapping: Mapping | None = None
        self._heading = ""
        self._beside: Sequence[str] = ()
        self._others: Sequence[str] = ()
        self._ticked = False  # whether its cells say yes or no, and nothing else
        self.title = QLabel(wordWrap=True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.title, Look.HEADING)
        self._build_line()
        above = QFormLayout()
        above.setHorizontalSpacing(16)
        above.addRow(self.tr("&Becomes"), self.line)
        self._below = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addLayout(above)
        layout.addLayout(self._below)
        layout.addStretch(1)
        self.details: QWidget | None = None
        self.values: dict[str, QWidget] = {}

    def _build_line(self) -> None:
        self.line = CandidateLine(strict=True)
        self.line.setClearButtonEnabled(True)
        self.line.setPlaceholderText(self.tr("nothing: type part of a word, or press Down"))
        self.line.setAccessibleName(self.tr("Becomes"))
        self.line.setMinimumWidth(MIDDLE // 2)
        self.line.wanted.connect(self._offer)
        self.line.chosen_changed.connect(self._on_chosen)
        self.line.textEdited.connect(self._on_edited)

    def show_column(
        self,
        mapping: Mapping,
        heading: str,
        beside: Sequence[str],
        cells: Counter[str] | None,
        others: Sequence[str] = (),
    ) -> None:
        """Show what a mapping says of a column.

        Args:
            mapping: The mapping.
            heading: Of the column.
            beside: All headings of its table.
            cells: How often each cell occurs, if there are few different ones.
            others: Headings of columns that are to become the same.
        """
        self._others = others
        self._mapping, self._heading, self._beside = mapping, heading, beside
        self._ticked = bool(cells) and all(map(_is_tick, cells or ()))
        shown = " ".join(heading.split())
        title = self.tr("Column “{heading}”").format(heading=shown)
        if others:
            title = self.tr("“{heading}” and {count} more").format(
                heading=shown, count=number(len(others))
            )
        self.title.setText(title)
        place = place_of(mapping, heading)
        self.line.choose(Candidate(place, place.label) if place else None)
        self._show_details(mapping, place, cells)

    def type_first(self, letters: str) -> None:
        """Let what the column becomes be chosen; some letters are typed already."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        if letters:
            self.line.setText(letters)
            self.line.textEdited.emit(letters)
        else:
            self.line.selectAll()
            self.line.wanted.emit("")

    def clear_place(self) -> None:
        """Let the column become nothing."""
        self._place(None)

    def stops(self) -> Iterator[QWidget]:
        """Go through what takes the keyboard, in order.

        Not by its own layout: Python would remember the parts of it that are taken out.
        """
        yield self.line
        if self.details is not None:
            yield from stops(self.details)

    # What it becomes

    def _offer(self, text: str) -> None:
        wanted = fold(text).split()
        found = [place for place in places() if all(word in fold(place.label) for word in wanted)]
        first = fold(text)
        found.sort(key=lambda one: not _last(one.label).startswith(first) if first else False)
        if self._ticked:
            found.sort(key=lambda one: one != _IN_HEADING)
        self.line.offer(Candidate(place, place.label) for place in found)

    def _on_chosen(self) -> None:
        chosen = self.line.chosen()
        if chosen is not None and isinstance(chosen.value, Place):
            self._place(chosen.value)
            self.placed.emit()

    def _on_edited(self, text: str) -> None:
        if not text:
            self._place(None)

    def _place(self, place: Place | None) -> None:
        mapping = self._mapping
        if mapping is None:
            return
        for heading in (self._heading, *self._others):
            mapping = becoming(mapping, heading, place, self._beside)
        self.changed.emit(mapping)

    # The rest

    def _show_details(
        self, mapping: Mapping, place: Place | None, cells: Counter[str] | None
    ) -> None:
        if self.details is not None:
            self._below.removeWidget(self.details)
            self.details.hide()
            self.details.deleteLater()
            self.details = None
        self.values = {}
        spot = spot_of(mapping, self._heading)
        if place is None or spot is None:
            return
        self.details = QWidget()
        form = QFormLayout(self.details)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        part = part_at(mapping, spot.path)
        filler = part.fields[spot.field]
        if spot.path and place.declared.required and not place.heading:
            self._add_separator(form, part.separator)
        if place.declared.kind is Kind.REFERENCE:
            self._add_creates(form, spot, filler)
        if place.declared.kind is Kind.DATE:
            self._add_order(form, spot, filler)
        self._add_others(form, mapping, spot)
        if cells is not None and filler.at is None:
            self._add_values(form, place.declared, filler, cells)
        self._below.addWidget(self.details)
        self.grown.emit()

    def _add_separator(self, form: QFormLayout, separator: str) -> None:
        self.separator = QLineEdit(separator, maxLength=8)
        self.separator.setFixedWidth(64)
        self.separator.setAccessibleName(self.tr("Several in a cell, separated by"))
        self.separator.setToolTip(self.tr("Empty: a cell holds one."))
        self.separator.editingFinished.connect(self._on_separator)
        form.addRow(self.tr("Several in a cell, se&parated by"), self.separator)

    def _on_separator(self) -> None:
        text = self.separator.text()
        if self._mapping is not None:
            self._emit(separated(self._mapping, self._heading, text.strip() or text))

    def _add_creates(self, form: QFormLayout, spot: Spot, filler: Filler) -> None:
        box = ChoiceBox()
        box.setAccessibleName(self.tr("If none of that name is there"))
        box.addItem(self.tr("the row cannot be read"), None)
        for kind in ActorKind:
            box.addItem(self.tr("add it: {kind}").format(kind=kind.label), kind)
        box.setCurrentIndex(1 + list(ActorKind).index(filler.creates) if filler.creates else 0)
        box.activated.connect(lambda _at: self._on_creates(spot, box.currentData()))
        form.addRow(self.tr("If none of that name is there"), box)

    def _on_creates(self, spot: Spot, kind: ActorKind | None) -> None:
        if self._mapping is not None:
            filler = part_at(self._mapping, spot.path).fields[spot.field]
            changed = replace(filler, creates=kind)
            self._emit(filled(self._mapping, spot.path, spot.field, changed))

    def _add_order(self, form: QFormLayout, spot: Spot, filler: Filler) -> None:
        box = ChoiceBox()
        box.setAccessibleName(self.tr("Days in numbers"))
        box.addItem(self.tr("the day first: 25/03/2004"), False)
        box.addItem(self.tr("the month first: 03/25/2004"), True)
        box.setCurrentIndex(int(filler.month_first))
        box.activated.connect(lambda at: self._on_order(spot, month_first=bool(at)))
        form.addRow(self.tr("Days in numbers"), box)

    def _on_order(self, spot: Spot, *, month_first: bool) -> None:
        if self._mapping is not None:
            filler = part_at(self._mapping, spot.path).fields[spot.field]
            changed = replace(filler, month_first=month_first)
            self._emit(filled(self._mapping, spot.path, spot.field, changed))

    def _add_others(self, form: QFormLayout, mapping: Mapping, spot: Spot) -> None:
        """Add what the other fields of the record are in all rows: those needed or said first."""
        part = part_at(mapping, spot.path)
        kind = SCHEMA[part.record]
        rest = []
        for one in others_of(mapping, self._heading):
            if one.required or one.name in part.fields:
                form.addRow(one.label, self._other(one, spot, part.fields.get(one.name)))
            else:
                rest.append(one)
        if not rest:
            return
        more = Disclosure(
            self.tr("The same for all rows: more of this {what}").format(what=kind.about.label)
        )
        more.opened.connect(partial(self._fill_more, more, rest, spot))
        form.addRow(more)

    def _fill_more(self, more: Disclosure, rest: list[Field], spot: Spot) -> None:
        if more.findChild(QFormLayout) is not None:
            return
        inside = QFormLayout()
        inside.setHorizontalSpacing(16)
        for one in rest:
            inside.addRow(one.label, self._other(one, spot, None))
        more.fill(inside)
        self.grown.emit()

    def _other(self, one: Field, spot: Spot, filler: Filler | None) -> QWidget:
        assert self._mapping is not None  # noqa: S101  it is shown
        kind = SCHEMA[part_at(self._mapping, spot.path).record]
        editor = constant_editor(one, kind, self._context, filler.constant if filler else "")

        def on_changed() -> None:
            if self._mapping is None:
                return
            text = constant_of(editor)
            made = Filler(constant=text) if text else None
            self._emit(filled(self._mapping, spot.path, one.name, made))

        editor.changed.connect(on_changed)
        return editor

    def _add_values(
        self, form: QFormLayout, one: Field, filler: Filler, cells: Counter[str]
    ) -> None:
        """List cells with what they stand for: of a closed set all, of others the unclear."""
        if one.kind not in {Kind.CHOICE, Kind.FLAG, Kind.COUNTRY, Kind.LANGUAGE}:
            return
        closed = one.kind in {Kind.CHOICE, Kind.FLAG}
        missing = self._mapping.missing if self._mapping else ()
        listed = [
            (cell, count)
            for cell, count in cells.most_common()
            if cell not in missing and (closed or _unclear(one, cell))
        ]
        if not listed:
            return
        heading = QLabel(self.tr("Cells stand for"))
        dress(heading, Look.QUIET)
        form.addRow(heading)
        for cell, count in listed[:MOST_VALUES]:
            control = self._value_control(one, cell, filler.values.get(fold(cell)))
            control.setAccessibleName(self.tr("“{cell}” stands for").format(cell=cell))
            label = QLabel(f"{cell}  ({number(count)})")
            label.setTextFormat(Qt.TextFormat.PlainText)
            form.addRow(label, control)
            self.values[cell] = control
        if len(listed) > MOST_VALUES:
            rest = self.tr("and {count} more").format(count=number(len(listed) - MOST_VALUES))
            form.addRow(QLabel(rest))

    def _value_control(self, one: Field, cell: str, stands: str | None) -> QWidget:
        if one.kind in {Kind.COUNTRY, Kind.LANGUAGE}:
            line = QLineEdit(stands or "")
            line.setPlaceholderText(self.tr("not understood: write a code or a name"))
            line.editingFinished.connect(lambda: self._stands(cell, line.text().strip() or None))
            return line
        box = ChoiceBox()
        box.addItem(self.tr("not understood"), None)
        box.addItem(self.tr("nothing"), "")
        for value, label in _choices(one):
            box.addItem(capital(label), value)
        meant = stands if stands is not None else _meant(one, cell)
        box.setCurrentIndex(max(0, box.findData(meant)) if meant is not None else 0)
        box.activated.connect(lambda _at: self._stands(cell, box.currentData()))
        return box

    def _stands(self, cell: str, value: str | None) -> None:
        if self._mapping is None:
            return
        spot = spot_of(self._mapping, self._heading)
        if spot is None:
            return
        held = part_at(self._mapping, spot.path).fields[spot.field].values
        values = {one: told for one, told in held.items() if one != fold(cell)}
        if value is not None:
            values[fold(cell)] = value
        self._emit(with_values(self._mapping, self._heading, values))

    def _emit(self, mapping: Mapping) -> None:
        """Tell of a change that leaves the form as it is."""
        if mapping != self._mapping:
            self._mapping = mapping
            self.changed.emit(mapping)


def _is_tick(cell: str) -> bool:
    try:
        flag(cell)
    except UnclearCellError:
        return False
    return True


def _last(label: str) -> str:
    return fold(label.rpartition(": ")[2])


def _choices(one: Field) -> list[tuple[str, str]]:
    if one.choices is None:
        return [("yes", "yes"), ("no", "no")]
    return [(choice.value, choice.label) for choice in one.choices]


def _meant(one: Field, cell: str) -> str | None:
    """Return what a cell of a closed set is understood as by itself, or None."""
    try:
        value = meaning_of(one)(cell)
    except UnclearCellError:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _unclear(one: Field, cell: str) -> bool:
    return _meant(one, cell) is None
