"""The records of one type on a page that is edited, each as its sentence until it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from netcatalog.domain import wording
from netcatalog.domain.changes import Change
from netcatalog.domain.fields import fields_of, owners_of
from netcatalog.domain.pages import Entry, Reference
from netcatalog.domain.rules import problems
from netcatalog.ui.entry_card import INDENT, EntryCard, flat_button
from netcatalog.ui.page_changes import sort_of
from netcatalog.ui.record_form import RecordForm, unfilled
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from netcatalog.domain.fields import Field, Record
    from netcatalog.domain.pages import Group
    from netcatalog.ui.form_context import FormContext

SHOWN_AT_FIRST = 20
"""Most records of a section that are shown before the user asks for more."""


def told(record: Record, sentence: str) -> str:
    """Return a sentence, after what sort of record says it where that is not in it."""
    sort = sort_of(record)
    texts = [getattr(record, field.name) for field in fields_of(type(record))]
    if sort == type(record).about.label or sentence not in texts:
        return sentence
    return f"{wording.capital(sort)}: {sentence}"


class EntryForm(EntryCard):
    """One record: a sentence with Edit and Remove, or a form with Done and Remove.

    Signals:
        changed: Something was typed, chosen, removed or taken back.
        dropped: It was removed before anything was typed, and need not be shown any more.
        grown: There is more to see of it.
    """

    changed = Signal()
    dropped = Signal()
    grown = Signal()

    def __init__(
        self,
        entry: Entry,
        via: Field,
        context: FormContext,
        *,
        wanted: bool = False,
        depth: int = 1,
    ) -> None:
        """Show a record by its sentence; one with an id below zero is new.

        Args:
            entry: The record as it is, or one `unfilled`.
            via: The field by which it hangs on its owner.
            context: What the forms of the page share.
            wanted: Whether it must be filled in even if nothing is typed into it.
            depth: How many forms it is inside of.
        """
        super().__init__(type(entry.record).about.label)
        self._entry = entry
        self._original = entry.record
        self._via = via
        self._context = context
        self._wanted = wanted
        self._depth = depth
        self._removed = False
        self.form: RecordForm | None = None
        self.sections: list[SectionForm] = []
        self.edit_button.clicked.connect(self.open)
        self.done_button.clicked.connect(self.close_form)
        self.remove_button.clicked.connect(self.remove)
        self.undo_button.clicked.connect(self.take_back)
        self._show()

    # What it says

    @property
    def is_new(self) -> bool:
        """Whether the record is not stored yet."""
        return self._original.id is None or self._original.id < 0

    @property
    def is_removed(self) -> bool:
        """Whether the record is to go."""
        return self._removed

    def record(self) -> Record:
        """Return the record as it is now described."""
        return self.form.value() if self.form is not None else self._original

    def reference(self) -> Reference:
        """Return the record as others on the page refer to it."""
        record = self.record()
        name = "" if self._is_wrong() else wording.name(record, self._context.label)
        return Reference(self._original.id or 0, name or self._unfinished())

    def with_children(self) -> Iterator[EntryForm]:
        """Go through this entry and those that hang on it, but for what is removed."""
        if not self._removed:
            yield self
            for section in self.sections:
                yield from section.every_entry()

    def is_untouched(self) -> bool:
        """Tell whether it is new and nothing was typed into it, nor into what hangs on it."""
        if not self.is_new or (self.form is not None and self.form.is_changed()):
            return False
        return all(entry.is_untouched() for one in self.sections for entry in one.live())

    def _is_ignored(self) -> bool:
        return self.is_untouched() and not self._wanted

    def is_changed(self) -> bool:
        """Tell whether there is anything that would be lost."""
        if self._removed:
            return not self.is_untouched()
        if self.form is not None and self.form.is_changed():
            return True
        return any(section.is_changed() for section in self.sections)

    def changes(self) -> list[Change]:
        """Return what is changed here, in no particular order."""
        if self._removed:
            return [] if self.is_new else [Change(before=self._original)]
        if self._is_ignored():
            return []
        record = self.record()
        found = []
        if self.is_new:
            found.append(Change(after=record))
        elif record != self._original:
            found.append(Change(before=self._original, after=record))
        return found + [change for section in self.sections for change in section.changes()]

    def typed(self) -> dict[str, object]:
        """Return what was done to the record, as plain values; see `type_again`."""
        found: dict[str, object] = {"id": self._original.id, "is_removed": self._removed}
        if self.form is not None:
            found["fields"] = self.form.typed()
        if inside := {one.key: one.typed() for one in self.sections if one.is_changed()}:
            found["sections"] = inside
        return found

    def type_again(self, typed: Mapping[str, Any]) -> None:
        """Do to the record again what `typed` told of once."""
        if typed.get("fields") or typed.get("sections"):
            self.open()
        if self.form is not None:
            self.form.type_again(typed.get("fields", {}))
        for section in self.sections:
            section.type_again(typed.get("sections", {}).get(section.key, []))
        if typed.get("is_removed"):
            self.remove()

    def touched(self) -> Iterator[Record]:
        """Yield the stored records of which something is changed, as they are stored."""
        if self.is_changed() and not self.is_new:
            yield self._original
        for section in self.sections:
            yield from section.touched()

    def problems(self) -> Iterator[tuple[EntryForm, str]]:
        """Yield what is wrong, in words that name the field, and where."""
        if self._removed or (self._is_ignored()):
            return
        if self.form is not None:
            for field, text in self.form.problems():
                kind = wording.capital(type(self._original).about.label)
                yield self, f"{kind}, {field.label}: {text}"
        for section in self.sections:
            yield from section.problems()

    # What it does

    def open(self) -> None:
        """Open the form, and go to its first field."""
        if self.form is None:
            self._build()
        assert self.form is not None  # noqa: S101  _build has made it
        self.form.show()
        for section in self.sections:
            section.show()
        self._show()
        self.grown.emit()
        self.form.focus_first()

    def close_form(self) -> None:
        """Fold the form into its sentence, unless something is wrong."""
        if self._is_ignored():
            self.remove()
            return
        if self.form is None or self.show_problems():
            return
        self.form.hide()
        for section in self.sections:
            section.hide()
        self._show()
        self.edit_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problems(self) -> bool:
        """Say what is wrong here and go there; tell whether anything is."""
        for entry, _text in self.problems():
            if entry.form is not None and entry.form.isHidden():
                entry.open()
            if entry.form is not None:
                entry.form.show_problems()
                entry.form.focus_problem()
            return True
        return False

    def remove(self) -> None:
        """Mark the record to go; a new one into which nothing was typed goes at once."""
        if self.is_untouched():
            self.dropped.emit()
            return
        self._removed = True
        self._show()
        self.undo_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def take_back(self) -> None:
        """Keep the record after all."""
        self._removed = False
        self._show()
        first = self.done_button if self._is_open() else self.edit_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _build(self) -> None:
        kind = type(self._original)
        hanging = self._context.schema.hanging_on(kind)
        hidden = {field.name for field in _owners(kind)} | {self._via.name}
        indent = INDENT * self._depth
        self.form = RecordForm(self._original, self._context, hidden=hidden, indent=indent)
        self.form.changed.connect(self._on_changed)
        self.form.grown.connect(self.grown)
        self.body.addWidget(self.form)
        for child, via in hanging:
            group = next((one for one in self._entry.children if one.kind is child), None)
            section = SectionForm(
                child, via, self._original.id or 0, self._context, group, depth=self._depth + 1
            )
            section.changed.connect(self._on_changed)
            section.grown.connect(self.grown)
            self.sections.append(section)
            self.body.addWidget(section)

    def _on_changed(self) -> None:
        self._say_state()
        self.changed.emit()

    def _is_open(self) -> bool:
        return self.form is not None and not self.form.isHidden()

    def _is_wrong(self) -> bool:
        if self.form is not None:
            return bool(self.form.problems())
        return self.is_new and bool(problems(self._original))

    def _unfinished(self) -> str:
        return self.tr("unfinished {what}").format(what=type(self._original).about.label)

    def _words(self) -> str:
        if self._is_wrong():
            return self._unfinished()
        record = self.record()
        if self.form is None:
            return told(record, self._entry.sentence)
        return told(record, wording.sentence(record, self._context.label))

    def _show(self) -> None:
        is_open = self._is_open() and not self._removed
        self.show_as(self._words(), is_open=is_open, is_removed=self._removed)
        if self.form is not None:
            self.form.setVisible(is_open)
            for section in self.sections:
                section.setVisible(is_open)
        self._say_state()

    def _say_state(self) -> None:
        if self._removed:
            text = self.tr("will be removed")
        elif self._is_open():
            text = ""
        elif self.is_new:
            text = self.tr("new")
        else:
            text = self.tr("changed") if self.is_changed() else ""
        self.say_state(text)


class SectionForm(QWidget):
    """The records of one type that hang on the page, or on another record of it.

    Signals:
        changed: Something was typed, chosen, added, removed or taken back.
        grown: There is more to see of it.
    """

    changed = Signal()
    grown = Signal()

    def __init__(
        self,
        kind: type[Record],
        via: Field,
        owner: int,
        context: FormContext,
        group: Group | None = None,
        *,
        depth: int = 1,
    ) -> None:
        """Show the records of a group, if there is one; new ones hang on `owner` by `via`."""
        super().__init__()
        self.kind = kind
        self._via = via
        self._owner = owner
        self._context = context
        self._depth = depth
        self._waiting: list[Entry] = list(group.entries) if group is not None else []
        self.entries: list[EntryForm] = []
        self.heading = QLabel(kind.about.plural)
        dress(self.heading, Look.QUIET)
        add = self.tr("Add {what}").format(what=kind.about.label)
        self.add_button = flat_button("plus", add)
        self.add_button.clicked.connect(self.add)
        self.more_button = flat_button("chevron-down", "")
        self.more_button.clicked.connect(self._show_more)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self._lay_out(group.total - len(group.entries) if group is not None else 0)
        self._show_some(SHOWN_AT_FIRST)

    def _lay_out(self, left_out: int) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.heading, 1)
        head.addWidget(self.add_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(self._list)
        layout.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        if left_out:
            label = QLabel(self.tr("%n more cannot be shown here.", "", left_out))
            dress(label, Look.QUIET)
            layout.addWidget(label)

    def live(self) -> list[EntryForm]:
        """Return the entries that are shown and not removed."""
        return [entry for entry in self.entries if not entry.is_removed]

    def holds_any(self) -> bool:
        """Tell whether any record is left, shown or not."""
        return bool(self.live() or self._waiting)

    def every_entry(self) -> Iterator[EntryForm]:
        """Go through the entries and those that hang on them, but for what is removed."""
        for entry in self.entries:
            yield from entry.with_children()

    def references(self) -> list[Reference]:
        """Return the records of the section as others on the page refer to them."""
        waiting = [
            Reference(one.record.id or 0, wording.name(one.record, self._context.label))
            for one in self._waiting
        ]
        return [entry.reference() for entry in self.live()] + waiting

    def is_changed(self) -> bool:
        """Tell whether there is anything that would be lost."""
        return any(entry.is_changed() for entry in self.entries)

    def changes(self) -> list[Change]:
        """Return what is changed here, in no particular order."""
        return [change for entry in self.entries for change in entry.changes()]

    @property
    def key(self) -> str:
        """By what the section is known in a draft."""
        return f"{self.kind.about.key}.{self._via.name}"

    def typed(self) -> list[dict[str, object]]:
        """Return what was done to the records, as plain values."""
        return [one.typed() for one in self.entries if one.is_changed()]

    def type_again(self, typed: Sequence[Mapping[str, Any]]) -> None:
        """Do to the records again what `typed` told of once."""
        for told_of in typed:
            record_id = int(told_of["id"])
            if record_id > 0 and record_id not in self._ids():
                self._show_some(len(self._waiting))
            if record_id < 0 and record_id not in self._ids():
                self.add(record_id=record_id)
            for entry in self.entries:
                if entry.record().id == record_id:
                    entry.type_again(told_of)

    def _ids(self) -> set[int | None]:
        return {entry.record().id for entry in self.entries}

    def touched(self) -> Iterator[Record]:
        """Yield the stored records of which something is changed, as they are stored."""
        for entry in self.entries:
            yield from entry.touched()

    def problems(self) -> Iterator[tuple[EntryForm, str]]:
        """Yield what is wrong, in words that name the field, and where."""
        for entry in self.entries:
            yield from entry.problems()

    def add(self, *, wanted: bool = False, record_id: int | None = None) -> EntryForm:
        """Add a record, opened to be filled in; it must be, where it is `wanted`."""
        given = {"id": self._context.new_id(record_id), self._via.name: self._owner}
        entry = EntryForm(
            Entry(record=unfilled(self.kind, **given), sentence=""),
            self._via,
            self._context,
            wanted=wanted,
            depth=self._depth,
        )
        self._insert(entry)
        entry.open()
        self.changed.emit()
        return entry

    def _show_more(self) -> None:
        place = len(self.entries)
        self._show_some(len(self._waiting))
        self.grown.emit()
        self.entries[place].edit_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_some(self, count: int) -> None:
        some, self._waiting = self._waiting[:count], self._waiting[count:]
        for one in some:
            self._context.learn(one)
            self._insert(EntryForm(one, self._via, self._context, depth=self._depth))
        self.more_button.setVisible(bool(self._waiting))
        self.more_button.setText(self.tr("Show %n more", "", len(self._waiting)))

    def _insert(self, entry: EntryForm) -> None:
        self.entries.append(entry)
        self._list.addWidget(entry)
        entry.show()  # now, so that it can take the keyboard; the layout would do it later
        entry.changed.connect(self.changed)
        entry.grown.connect(self.grown)
        entry.dropped.connect(lambda: self._drop(entry))
        dress(self.heading, Look.HEADING)

    def _drop(self, entry: EntryForm) -> None:
        self.entries.remove(entry)
        self._list.removeWidget(entry)
        entry.hide()
        entry.deleteLater()
        if not self.entries:
            dress(self.heading, Look.QUIET)
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()


def _owners(kind: type[Record]) -> list[Field]:
    """Return the references of which only one is filled, the one it hangs by."""
    return [field for field in owners_of(kind) if field.owner and not field.required]
