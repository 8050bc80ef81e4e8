"""The page of a record as a form: the record itself, and all that hangs on it.

Everything is made from the declared fields. It knows the rules, but not the catalogue: it hands
out the changes that it stands for, and stays as it is until someone closes it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from netcatalog.domain import wording
from netcatalog.domain.changes import Change
from netcatalog.domain.fields import Record, Schema, fields_of
from netcatalog.ui.form_context import FormContext
from netcatalog.ui.form_foot import FormFoot
from netcatalog.ui.page_changes import (
    in_order,
    short_title,
    sort_of,
    title_of,
    would_turn_in_circles,
)
from netcatalog.ui.record_form import RecordForm, unfilled
from netcatalog.ui.section_form import EntryForm, SectionForm
from netcatalog.ui.tab_order import set_tab_order
from netcatalog.ui.tag_bar import TagSection, word_field
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from netcatalog.domain.pages import Page, Reference
    from netcatalog.ui.lookup import Lookup


class PageForm(QWidget):
    """Edits one root record with all that hangs on it.

    Signals:
        changed: Something was typed, chosen, added or removed.
        save_requested: The user wants it stored; payload: title of the revision, and a tuple
            of `Change`. The form waits for being closed, or for `show_error`.
        cancelled: The user wants none of it, and has said so if anything was typed.
        kept: Asked whether what was typed may go, the user went on editing.
    """

    changed = Signal()
    save_requested = Signal(str, object)
    cancelled = Signal()
    kept = Signal()

    def __init__(
        self,
        page: Page | None,
        kind: type[Record],
        schema: Schema,
        lookup: Lookup,
        *,
        blank: Record | None = None,
        known: Iterable[tuple[str, Reference]] = (),
    ) -> None:
        """Show a page for editing, or an empty one for a new record.

        Args:
            page: The page as it is; None for a new record.
            kind: The root type.
            schema: The record types.
            lookup: Asks the catalogue.
            blank: What a new record starts from, if not from nothing; see `unfilled`.
            known: What the records are called that `blank` refers to, with the keys of
                their types.
        """
        super().__init__()
        self._kind = kind
        self._schema = schema
        self._page = page
        self._saving = False
        self._context = FormContext(schema, lookup, self._siblings)
        for key, reference in known:
            self._context.remember(key, reference.id, reference.label)
        start = blank or unfilled(kind)
        self._original = page.entry.record if page else replace(start, id=self._context.new_id())
        if page is not None:
            self._context.learn(page.entry)
        self._naming = schema.naming(kind)
        self.root = RecordForm(self._original, self._context, hidden=self._hidden())
        self.root.changed.connect(self._on_changed)
        self.root.grown.connect(self._on_grown)
        self.sections: list[SectionForm] = []
        self.tags: list[TagSection] = []
        self._make_sections()
        self.foot = self._make_foot()
        self._scroll = QScrollArea()
        self._lay_out()
        lookup.prepare()
        self._open_first()

    # What was typed

    def place(self) -> tuple[type[Record], int | None]:
        """Return type and id of the record that is edited; no id for a new one."""
        return self._kind, self._original.id if self._page is not None else None

    def is_changed(self) -> bool:
        """Tell whether there is anything that would be lost if the form were closed."""
        return self.root.is_changed() or any(part.is_changed() for part in self._parts())

    def typed(self) -> dict[str, object]:
        """Return what was done to the page, as plain values; see `type_again`."""
        return {
            "fields": self.root.typed(),
            "sections": {one.key: one.typed() for one in self.sections if one.is_changed()},
            "words": {one.key: one.bar.text() for one in self.tags if one.is_changed()},
        }

    def type_again(self, typed: Mapping[str, Any]) -> None:
        """Do to the page again what `typed` told of once."""
        self.root.type_again(typed.get("fields", {}))
        for section in self.sections:
            section.type_again(typed.get("sections", {}).get(section.key, []))
        for tags in self.tags:
            if tags.key in typed.get("words", {}):
                tags.type_again(str(typed["words"][tags.key]))

    def touched(self) -> list[Record]:
        """Return the stored records of which something is changed, as they are stored."""
        own = [self._original] if self._page is not None and self.root.is_changed() else []
        return [*own, *(record for one in self.sections for record in one.touched())]

    def changes(self) -> tuple[Change, ...]:
        """Return what is changed, in an order in which it can be applied."""
        record = self.root.value()
        found = []
        if self._page is None:
            found.append(Change(after=record))
        elif record != self._original:
            found.append(Change(before=self._original, after=record))
        for part in self._parts():
            found += part.changes()
        return in_order(found)

    def problems(self) -> list[str]:
        """Return what is wrong, in words that name the field."""
        return [text for _where, text in self._problems()]

    def title(self) -> str:
        """Return what the revision is called: "rename EMTA", "add figure to EMTA"."""
        changes = self.changes()
        new = sort_of(self.root.value()) if self._page is None else ""
        return title_of(changes, self._subject(), new)

    # What the window says

    def start(self) -> None:
        """Put the keyboard where one begins: into the name of a new record, where it has one."""
        names = [one for one in self.sections if self._holds_names(one)]
        if self._page is None and names and names[0].entries:
            names[0].entries[0].open()
        else:
            self.root.focus_first()

    def show_error(self, text: str) -> None:
        """Say that it was not stored, and why. Everything typed stays."""
        self._saving = False
        self.foot.show_error(text)
        self._say_state()

    def ask_discard(self) -> None:
        """Close the form at once if nothing was typed; else ask beside the buttons."""
        if self.is_changed():
            self.foot.ask_discard()
        else:
            self.cancelled.emit()

    def save(self) -> None:
        """Ask for it to be stored, or go to what is wrong; do nothing if nothing is changed."""
        if self._saving:
            return
        self.root.show_problems()
        for go_there, _text in self._problems():
            go_there()
            self._see_focus()
            return
        changes = self.changes()
        if not changes:
            return
        self._saving = True
        self.foot.message.hide()
        self._say_state()
        self.save_requested.emit(self.title(), changes)

    # How it is built

    def _parts(self) -> list[SectionForm | TagSection]:
        return [*self.sections, *self.tags]

    def _hidden(self) -> list[str]:
        return [one.name for one in fields_of(self._kind) if one.owner and not one.required]

    def _make_sections(self) -> None:
        owner = self._original.id or 0
        for kind, via in self._schema.hanging_on(self._kind):
            if kind.about.listed:
                continue  # has a page, or a pane, of its own
            group = next(
                (
                    one
                    for one in (self._page.groups if self._page else ())
                    if one.kind is kind and one.via.name == via.name
                ),
                None,
            )
            if word_field(kind) is not None:
                tags = TagSection(kind, via, owner, self._context, group)
                tags.changed.connect(self._on_changed)
                self.tags.append(tags)
            else:
                section = SectionForm(kind, via, owner, self._context, group)
                section.changed.connect(self._on_changed)
                section.grown.connect(self._on_grown)
                self.sections.append(section)

    def _make_foot(self) -> FormFoot:
        foot = FormFoot()
        foot.save_button.setToolTip(self.tr("Save (Ctrl+S)"))
        foot.save_requested.connect(self.save)
        foot.cancel_requested.connect(self.ask_discard)
        foot.discarded.connect(self.cancelled)
        foot.kept.connect(self.kept)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.save)
        return foot

    def _lay_out(self) -> None:
        content = QWidget()
        content.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 16, 16, 24)
        column.setSpacing(8)
        column.addWidget(self._heading())
        names = [one for one in self.sections if self._holds_names(one)]
        rest = [one for one in self.sections if one not in names]
        for block in (names, [self.root], self.tags, rest):
            for part in block:
                column.addWidget(part)
            column.addSpacing(8 if block else 0)
        column.addStretch(1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(content)
        for ground in (self, content):
            ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            dress(ground, Look.PAPER)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.foot)

    def _heading(self) -> QLabel:
        heading = QLabel(wordWrap=True)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        dress(heading, Look.TITLE)
        if self._page is not None:
            heading.setText(self._page.title)
        else:
            heading.setText(self.tr("New {what}").format(what=sort_of(self._original)))
        return heading

    def _open_first(self) -> None:
        """Open what a new record needs at once."""
        names = [one for one in self.sections if self._holds_names(one)]
        if self._page is None and names:
            names[0].add(wanted=True)
        elif self._page is None and self._naming is None and self.sections:
            self.sections[0].add()
        set_tab_order(self)
        self._say_state()

    def _holds_names(self, section: SectionForm) -> bool:
        return self._naming is not None and section.kind is self._naming[0]

    # What goes on in it

    def _siblings(self, key: str, of: int | None) -> list[Reference]:
        """Return the records of a type on the page that the one with the id `of` may refer to."""
        found = [
            reference
            for section in self.sections
            if section.kind.about.key == key
            for reference in section.references()
            if reference.id != of
        ]
        if of is None or of > 0:
            return found
        every = [entry.record() for one in self.sections for entry in one.every_entry()]
        return [one for one in found if not would_turn_in_circles(one.id, of, every)]

    def _problems(self) -> Iterator[tuple[Callable[[], object], str]]:
        for section in self.sections:
            if self._holds_names(section) and not section.holds_any():
                yield section.add_button.setFocus, self.tr("Give it a name.")
        for field, text in self.root.problems():
            yield self.root.focus_problem, f"{field.label}: {text}"
        for section in self.sections:
            for entry, text in section.problems():
                yield entry.show_problems, text

    def _subject(self) -> str:
        if self._page is not None:
            return short_title(self._page.title, self._names())
        return next(iter(self._names()), "") or wording.sentence(
            self.root.value(), self._context.label
        )

    def _names(self) -> list[str]:
        """Return the names of the page's record, as they were before it was edited."""
        if self._naming is None:
            return []
        holder, field = self._naming
        if holder is self._kind:
            return [str(getattr(self.root.value(), field.name))]
        if self._page is not None:
            return [str(getattr(one.record, field.name)) for one in self._page.group(holder)]
        return [
            str(getattr(entry.record(), field.name))
            for section in self.sections
            if section.kind is holder
            for entry in section.live()
        ]

    def _on_changed(self) -> None:
        self._say_state()
        self.changed.emit()

    def _on_grown(self) -> None:
        set_tab_order(self)
        QTimer.singleShot(0, self, self._see_focus)

    def _see_focus(self) -> None:
        """Scroll to what has the keyboard, and to all of its entry as far as it fits."""
        focus, content = QApplication.focusWidget(), self._scroll.widget()
        if focus is None or content is None or not content.isAncestorOf(focus):
            return
        entry = focus.parentWidget()
        while entry is not None and not isinstance(entry, EntryForm):
            entry = entry.parentWidget()
        if entry is not None:
            self._scroll.ensureWidgetVisible(entry, 0, 8)
        self._scroll.ensureWidgetVisible(focus, 0, 64)

    def _say_state(self) -> None:
        wrong = self.problems()
        if self._saving:
            hint = self.tr("Saving…")
        elif wrong and self.is_changed():
            hint = wrong[0]
        else:
            hint = self.tr("* must be filled in")
        can_save = not self._saving and not wrong and bool(self.changes())
        self.foot.say(hint, can_save=can_save)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.foot.is_asking():
            self.foot.keep()
        else:
            self.ask_discard()
