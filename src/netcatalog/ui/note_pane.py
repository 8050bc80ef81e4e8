"""A small pane in which a note on a record is written, beside the page that it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from netcatalog.domain import wording
from netcatalog.domain.changes import Change
from netcatalog.domain.fields import Markdown, field_named, fields_of
from netcatalog.domain.records import Note
from netcatalog.domain.rules import problems
from netcatalog.ui.form_foot import FormFoot
from netcatalog.ui.icons import icon
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from netcatalog.domain.fields import Record

_LINES = 6
"""Lines of a note that are seen at least."""


class NotePane(QWidget):
    """Writes one note, new or old, and keeps it until it is stored.

    Signals:
        changed: Something was typed or ticked.
        save_requested: The note is to be stored; payload: the `Change`. The pane waits for
            being closed, or for `show_error`.
        cancelled: It is not to be, and what was typed may go.
        kept: Asked whether what was typed may go, the user went on writing.
    """

    changed = Signal()
    save_requested = Signal(object)
    cancelled = Signal()
    kept = Signal()

    def __init__(
        self,
        record: Record,
        title: str,
        *,
        author: str,
        now: Callable[[], dt.datetime],
        parent: QWidget | None = None,
    ) -> None:
        """Write a new note on `record`, which is called `title`."""
        super().__init__(parent)
        self._author = author
        self._now = now
        self._saving = False
        self._removing = False
        self._before: Note | None = None
        self._blank = Note(text="", author=author, **{_owner(type(record)): record.id})  # type: ignore[arg-type]
        self.heading = QLabel(self.tr("Note on {what}").format(what=title), wordWrap=True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.heading, Look.HEADING)
        self.byline = QLabel(wordWrap=True)
        self.byline.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.byline, Look.QUIET)
        self._build_inputs()
        self.remove_button = self._make_remove_button()
        self.foot = self._make_foot()
        self._lay_out()
        self.setFocusProxy(self.text)
        self._show(self._blank)

    def _build_inputs(self) -> None:
        text = field_named(Note, "text")
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText(text.help)
        self.text.setAccessibleName(text.label)
        self.text.setAccessibleDescription(text.help)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(_LINES * self.text.fontMetrics().lineSpacing() + 16)
        self.text.textChanged.connect(self._on_changed)
        private = field_named(Note, "private")
        self.private = QCheckBox(private.label)
        self.private.setToolTip(private.help)
        self.private.setAccessibleDescription(private.help)
        self.private.toggled.connect(self._on_changed)

    def _make_remove_button(self) -> QToolButton:
        button = QToolButton(autoRaise=True)
        button.setIcon(icon("trash-2"))
        button.setToolTip(self.tr("Put the note into the bin"))
        button.setAccessibleName(self.tr("Put the note into the bin"))
        button.clicked.connect(self.remove)
        button.hide()
        return button

    def _make_foot(self) -> FormFoot:
        foot = FormFoot()
        foot.save_button.setToolTip(self.tr("Save (Ctrl+Enter)"))
        foot.save_requested.connect(self.save)
        foot.cancel_requested.connect(self.ask_discard)
        foot.discarded.connect(self.cancelled)
        foot.kept.connect(self.kept)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)
        return foot

    def _lay_out(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress(self, Look.PAPER)
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(8)
        head.addWidget(self.heading)
        head.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.byline, 1)
        row.addWidget(self.private)
        row.addWidget(self.remove_button)
        head.addLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head, 1)
        layout.addWidget(self.foot)

    def edit(self, note: Note) -> None:
        """Write on at a note there is; its author and the time of writing stay."""
        self._before = note
        self.remove_button.show()
        self._show(note)

    def note(self) -> Note:
        """Return the note as it now reads."""
        text = self.text.document().toRawText().replace("\u2029", "\n").strip()
        base = self._before or replace(self._blank, written=self._now())
        return replace(base, text=Markdown(text), private=self.private.isChecked())

    def typed(self) -> dict[str, object]:
        """Return what is written, as plain values; see `type_again`."""
        return {"text": self.text.toPlainText(), "private": self.private.isChecked()}

    def type_again(self, typed: Mapping[str, Any]) -> None:
        """Let stand in the pane again what `typed` returned once."""
        self.text.setPlainText(str(typed.get("text", "")))
        self.private.setChecked(bool(typed.get("private")))

    def touched(self) -> list[Record]:
        """Return the note as it is stored, if it is."""
        return [self._before] if self._before is not None else []

    def is_changed(self) -> bool:
        """Tell whether there is anything that would be lost if the pane were closed."""
        before, after = self._before or self._blank, self.note()
        return (before.text.strip(), before.private) != (after.text, after.private)

    def title(self) -> str:
        """Return what the revision is called, without what the note is on."""
        if self._removing:
            return "remove note"
        return "add note" if self._before is None else "edit note"

    def save(self) -> None:
        """Ask for the note to be stored, if there is anything to store."""
        if not self._saving and self._can_save():
            self._saving = True
            self.foot.message.hide()
            self._say_state()
            self.save_requested.emit(Change(before=self._before, after=self.note()))

    def remove(self) -> None:
        """Ask for the note that is edited to be put into the bin."""
        if not self._saving and self._before is not None:
            self._saving = self._removing = True
            self._say_state()
            self.save_requested.emit(Change(before=self._before))

    def show_error(self, text: str) -> None:
        """Say that it was not stored, and why. What was typed stays."""
        self._saving = self._removing = False
        self.foot.show_error(text)
        self._say_state()

    def ask_discard(self) -> None:
        """Close the pane at once if nothing was typed; else ask beside the buttons."""
        if self.is_changed():
            self.foot.ask_discard()
        else:
            self.cancelled.emit()

    def _show(self, note: Note) -> None:
        self.text.setPlainText(note.text)
        self.private.setChecked(note.private)

        when = wording.value(field_named(Note, "written"), note.written, _no_label)
        self.byline.setText(f"{note.author}, {when}" if when else note.author)
        self._say_state()

    def _on_changed(self) -> None:
        self._say_state()
        self.changed.emit()

    def _can_save(self) -> bool:
        return self.is_changed() and not problems(self.note())

    def _say_state(self) -> None:
        hint = self.tr("Saving…") if self._saving else ""
        self.foot.say(hint, can_save=not self._saving and self._can_save())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.foot.is_asking():
            self.foot.keep()
        else:
            self.ask_discard()


def _owner(kind: type[Record]) -> str:
    """Return the field of a note by which it hangs on a record of a type."""
    return next(one.name for one in fields_of(Note) if one.owner and one.refers == kind.about.key)


def _no_label(_key: str, _record_id: int) -> str:
    return ""
