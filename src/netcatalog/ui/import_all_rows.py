"""What holds for all rows of a list: what they are, whose members, and whence it is known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from netcatalog.domain.choices import ActorKind
from netcatalog.domain.fields import Kind, field_named
from netcatalog.domain.likeness import name_keys
from netcatalog.domain.mapping_columns import filled, part_at, shared_network, with_network
from netcatalog.domain.mappings import At, Existing, Filler, fillable
from netcatalog.domain.records import Actor, Membership, Source
from netcatalog.domain.wording import capital, number
from netcatalog.ui.candidate_line import Candidate, CandidateLine
from netcatalog.ui.constant_editor import constant_editor, constant_of
from netcatalog.ui.editors import ChoiceBox
from netcatalog.ui.tab_order import stops
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Collection, Iterator

    from netcatalog.domain.fields import Field
    from netcatalog.domain.mappings import Mapping
    from netcatalog.domain.pages import Reference
    from netcatalog.ui.editors import Editor
    from netcatalog.ui.form_context import FormContext

ACTOR = Actor.about.key
MOST_EMPTY_WORDS = 8


class AllRowsForm(QWidget):
    """Edits what a mapping says of all rows.

    Signals:
        changed: It is to be otherwise; payload: the `Mapping`.
    """

    changed = Signal(object)

    def __init__(self, context: FormContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._mapping: Mapping | None = None
        title = QLabel(self.tr("All rows"))
        dress(title, Look.HEADING)
        self._body = QWidget()
        self._below = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addLayout(self._below)
        layout.addStretch(1)
        self.constants: dict[str, Editor] = {}
        self.empty: dict[str, QCheckBox] = {}

    def show_mapping(
        self,
        mapping: Mapping,
        empty: Counter[str],
        *,
        networks: Collection[str],
        sheets: bool,
    ) -> None:
        """Show a mapping.

        Args:
            mapping: The mapping.
            empty: How often cells occur that may mean nothing.
            networks: Keys of the names that networks bear; see `name_keys`.
            sheets: Whether there are several sheets, after which a network can be called.
        """
        self._mapping = mapping
        self._below.removeWidget(self._body)
        self._body.hide()
        self._body.deleteLater()
        self._body = QWidget()
        self._form = QFormLayout(self._body)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(8)
        self._networks, self._sheets = networks, sheets
        self._add_constants(mapping)
        self._add_network(mapping)
        self._add_empty(mapping, empty)
        self._add_source(mapping)
        self._add_existing(mapping)
        self._enable()
        self._below.addWidget(self._body)

    def stops(self) -> Iterator[QWidget]:
        """Go through what takes the keyboard, in order."""
        yield from stops(self._body)

    def follow(self, mapping: Mapping) -> None:
        """Take in a mapping that was changed elsewhere."""
        self._mapping = mapping
        self._enable()

    def _enable(self) -> None:
        assert self._mapping is not None  # noqa: S101  it is shown
        fields = self._mapping.subject.fields
        for name, editor in self.constants.items():
            taken = name in fields and bool(fields[name].column)
            editor.control.setEnabled(not taken)
            editor.control.setToolTip(self.tr("A column says it.") if taken else "")
        self.complete.setEnabled(_is_of_members(self._mapping))
        self._form.setRowVisible(self.undated, is_undated(self._mapping))
        self._form.setRowVisible(self.new_network, self._is_new(shared_network(self._mapping)))

    # What they are

    def _add_constants(self, mapping: Mapping) -> None:
        self.constants = {}
        for one in _told_of_all():
            filler = mapping.subject.fields.get(one.name)
            text = filler.constant if filler else ""
            editor = constant_editor(one, Actor, self._context, text)
            editor.changed.connect(lambda one=one: self._on_constant(one))
            label = self.tr("They are") if one.required else one.label
            self._form.addRow(label, editor)
            self.constants[one.name] = editor

    def _on_constant(self, one: Field) -> None:
        if self._mapping is None:
            return
        text = constant_of(self.constants[one.name])
        held = part_at(self._mapping, ()).fields.get(one.name)
        if held is not None and held.column:
            return
        self._emit(filled(self._mapping, (), one.name, Filler(constant=text) if text else None))

    # Whose members

    def _add_network(self, mapping: Mapping) -> None:
        self.network = CandidateLine(strict=False)
        self.network.setAccessibleName(self.tr("Members of"))
        self.network.setPlaceholderText(self.tr("The network that all of them belong to"))
        self.network.setToolTip(
            self.tr("Type its name; one that the catalogue does not have yet is added.")
        )
        filler = shared_network(mapping)
        if filler is not None and filler.at is At.SHEET:
            self.network.setText(self._of_sheet())
        elif filler is not None:
            self.network.setText(filler.constant)
        self.network.wanted.connect(self._on_wanted)
        self.network.textChanged.connect(self._on_network)
        self.complete = QCheckBox(self.tr("A&ll members are listed: who is missing has left"))
        self.complete.setChecked(mapping.complete)
        self.complete.toggled.connect(lambda on: self._alter(complete=on))
        self._form.addRow(self.tr("&Members of"), self.network)
        self.new_network = QLabel(self.tr("a new network"))
        dress(self.new_network, Look.QUIET)
        self.undated = QLabel(
            self.tr("Say below as of which day: without it, memberships end without a date."),
            wordWrap=True,
        )
        dress(self.undated, Look.PROBLEM)
        self._form.addRow("", self.new_network)
        self._form.addRow(self.complete)
        self._form.addRow(self.undated)

    def _is_new(self, filler: Filler | None) -> bool:
        """Tell whether all rows are members of a network by a name that none bears."""
        if filler is None or not filler.constant:
            return False
        return not any(key in self._networks for key in name_keys(filler.constant))

    def _of_sheet(self) -> str:
        return self.tr("(the name of each sheet)")

    def _on_wanted(self, text: str) -> None:
        self._context.lookup.like(ACTOR, text, self._on_found)

    def _on_found(self, found: list[Reference]) -> None:
        offered = [Candidate(one.id, one.label) for one in found if one.label]
        if self._sheets:
            offered.insert(0, Candidate(At.SHEET, self._of_sheet()))
        self.network.offer(offered)

    def _on_network(self, text: str) -> None:
        if self._mapping is None:
            return
        name = " ".join(text.split())
        filler: Filler | None = None
        if name == self._of_sheet():
            filler = Filler(at=At.SHEET, creates=ActorKind.NETWORK)
        elif name:
            filler = Filler(constant=name, creates=ActorKind.NETWORK)
        self._emit(with_network(self._mapping, filler))
        self._enable()

    # Whence it is known

    def _add_source(self, mapping: Mapping) -> None:
        title = field_named(Source, "title")
        self.source = constant_editor(
            title, Source, self._context, mapping.source.get("title", "")
        )
        self.source.changed.connect(self._on_source)
        self.as_of = constant_editor(
            field_named(Actor, "as_of"), Actor, self._context, mapping.as_of
        )
        self.as_of.changed.connect(lambda: self._alter(as_of=constant_of(self.as_of)))
        self._form.addRow(self.tr("Title of the list"), self.source)
        self._form.addRow(self.tr("As of"), self.as_of)

    def _on_source(self) -> None:
        if self._mapping is not None:
            text = constant_of(self.source).strip()
            held = {name: one for name, one in self._mapping.source.items() if name != "title"}
            self._alter(source=held | ({"title": text} if text else {}))

    def _add_existing(self, mapping: Mapping) -> None:
        self.existing = ChoiceBox()
        self.existing.setAccessibleName(self.tr("Where the catalogue says otherwise"))
        for one in Existing:
            self.existing.addItem(capital(one.label), one)
        self.existing.setCurrentIndex(list(Existing).index(mapping.existing))
        self.existing.activated.connect(lambda at: self._alter(existing=list(Existing)[at]))
        self._form.addRow(self.tr("If known &otherwise"), self.existing)

    def _add_empty(self, mapping: Mapping, empty: Counter[str]) -> None:
        self.empty = {}
        offered = dict(empty.most_common(MOST_EMPTY_WORDS))
        offered |= {one: 0 for one in mapping.missing if one not in offered}
        for cell, count in offered.items():
            words = self.tr("“{cell}” means nothing ({count} cells)")
            if count == 1:
                words = self.tr("“{cell}” means nothing (one cell)")
            box = QCheckBox(words.format(cell=cell.replace("&", "&&"), count=number(count)))
            box.setChecked(cell in mapping.missing)
            box.toggled.connect(self._on_empty)
            self._form.addRow(box)
            self.empty[cell] = box

    def _on_empty(self) -> None:
        self._alter(missing=tuple(one for one, box in self.empty.items() if box.isChecked()))

    def _alter(self, **values: object) -> None:
        if self._mapping is not None:
            self._emit(replace(self._mapping, **values))  # type: ignore[arg-type]
            self._enable()

    def _emit(self, mapping: Mapping) -> None:
        if mapping != self._mapping:
            self._mapping = mapping
            self.changed.emit(mapping)


def is_undated(mapping: Mapping) -> bool:
    """Tell whether members leave that are missing from a list, and nothing says when."""
    return mapping.complete and not mapping.as_of and _is_of_members(mapping)


def _is_of_members(mapping: Mapping) -> bool:
    return any(part.record == Membership.about.key for part in mapping.subject.parts)


def _told_of_all() -> list[Field]:
    """Return what is often the same for all rows: few values, by which one also searches."""
    kinds = {Kind.CHOICE, Kind.COUNTRY}
    return [one for one in fillable(Actor) if one.facet and one.kind in kinds]
