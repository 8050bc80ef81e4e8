"""A pane in the place of the page: two records side by side, and whether they are one.

One chooses field by field, reads what will happen, and merges them, says that they are different,
or leaves it. The pane knows no catalogue.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from netcatalog.domain.bulk import counted
from netcatalog.domain.records import Actor
from netcatalog.domain.uniting import Why
from netcatalog.domain.wording import joined
from netcatalog.ui.choice import Choice, plain_label
from netcatalog.ui.form_foot import FormFoot
from netcatalog.ui.progress_line import ProgressLine
from netcatalog.ui.tab_order import set_tab_order
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from netcatalog.domain.fields import Record
    from netcatalog.domain.uniting import Compared, Line, Taken, Uniting

_LABEL_WIDTH, _NARROWEST = 96, 96
"""Width of the names of fields, and least width of what a record says, in logical pixels."""

_MOST_TOLD = 3
"""Most records that are dropped and told one by one."""

_ALIGN = Qt.AlignmentFlag.AlignTop


class UnitingPane(QWidget):
    """Shows what it comes to if two records are one, and asks whether they are.

    Signals:
        look_wanted: Something else was chosen; payload: the ids, the first of which is to stay,
            and what is `Taken` from which. Answer with `show_uniting` or `show_error`.
        unite_wanted: They are one; payload: the `Uniting`. The pane waits for being closed, or
            for `show_error`.
        apart_wanted: They are not, and nobody should ask again; payload: the `Uniting`.
        cancelled: They are left as they are.
        skipped: So they are, and the next pair is wanted.
        list_wanted: The user wants to go back to the list of pairs.
        kept: Never: nothing is typed here that could be lost.
    """

    look_wanted = Signal(object, object)
    unite_wanted = Signal(object)
    apart_wanted = Signal(object)
    cancelled = Signal()
    skipped = Signal()
    list_wanted = Signal()
    kept = Signal()

    def __init__(
        self,
        kind: type[Record],
        keys: tuple[int, int],
        *,
        reasons: tuple[str, ...] = (),
        is_one_of_many: bool = False,
    ) -> None:
        """Ask of two records of a type.

        Args:
            kind: Their type.
            keys: Their ids; the first is to stay, unless that is turned.
            reasons: Why they may be one, each in some words.
            is_one_of_many: Whether other pairs wait to be looked at.
        """
        super().__init__()
        self._kind = kind
        self._keys = keys
        self._taken: dict[tuple[type[Record], int, str], int] = {}
        self._uniting: Uniting | None = None
        self._applying = False
        self._awaited = False
        self._is_one_of_many = is_one_of_many
        self.heading = QLabel(self.tr("Are these two one?"), wordWrap=True)
        dress(self.heading, Look.TITLE)
        self.reasons = QLabel(wordWrap=True)
        self.reasons.setTextFormat(Qt.TextFormat.PlainText)
        self.reasons.setText(self.tr("What speaks for it: {why}.").format(why=joined(reasons)))
        if not reasons:
            self.reasons.hide()
        dress(self.reasons, Look.QUIET)
        self.turn_button = QPushButton(self.tr("&Keep the other"))
        self.turn_button.setToolTip(self.tr("Let the right one stay, and the left one go"))
        self.turn_button.clicked.connect(self._turn)
        self.happens = QLabel(wordWrap=True)
        self.happens.setTextFormat(Qt.TextFormat.PlainText)
        self.happens.setAccessibleName(self.tr("What will happen"))
        self.progress = ProgressLine()
        self.choices: dict[tuple[str, str], list[Choice]] = {}
        self.foot = self._make_foot()
        self._area = QScrollArea()
        self._lay_out()
        self._say_state()

    def _make_foot(self) -> FormFoot:
        foot = FormFoot()
        foot.save_button.setText(self.tr("&Merge"))
        foot.save_button.setToolTip(
            self.tr("Make them one, in a step that can be undone (Ctrl+Enter)")
        )
        foot.save_requested.connect(self.merge)
        self.apart_button = QPushButton(self.tr("&Different"))
        self.apart_button.setToolTip(
            self.tr("They are not one: say so on both pages, and do not ask again")
        )
        if self._kind is not Actor:
            self.apart_button.hide()
        self.apart_button.clicked.connect(self.tell_apart)
        foot.add(self.apart_button)
        if self._is_one_of_many:
            foot.cancel_button.setText(self.tr("&Skip"))
            foot.cancel_button.setToolTip(self.tr("Leave them as they are, and go on"))
        else:
            foot.cancel_button.setToolTip(self.tr("Leave them as they are (Esc)"))
        foot.cancel_requested.connect(self._on_cancel)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            if not self._is_one_of_many:  # else they work from the list of pairs too
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.merge)
        return foot

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # until there is anything to decide on
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress(self, Look.PAPER)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # arrows scroll where nothing is chosen
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.heading, 1)
        top.addWidget(self.turn_button, 0, _ALIGN)
        inside = QVBoxLayout()
        inside.setContentsMargins(24, 24, 24, 16)
        inside.setSpacing(16)
        inside.addLayout(top)
        inside.addWidget(self.reasons)
        inside.addWidget(self._area, 1)
        inside.addWidget(self.happens)
        inside.addWidget(self.progress)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(inside, 1)
        layout.addWidget(self.foot)

    # What the window says

    def start(self) -> None:
        """Ask for what it comes to."""
        self._look()

    def take_keyboard(self) -> None:
        """Put the keyboard where one decides."""
        self._awaited = self._uniting is None
        widget = self if self._awaited else self.foot.save_button
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_changed(self) -> bool:
        """Tell whether anything would be lost if the pane were closed: only what is under way."""
        return self._applying

    def show_uniting(self, keys: tuple[int, int], taken: Taken, uniting: Uniting) -> None:
        """Show what was asked for, unless something else was asked for since."""
        if (keys, taken) != (self._keys, self._taken):
            return
        place = self._place_of_keyboard()
        self._uniting = uniting
        self._area.setWidget(self._content(uniting))
        self.happens.setText("\n".join(self._happenings(uniting)))
        self._say_state()
        set_tab_order(self)
        if place in self.choices:
            chosen = next(one for one in self.choices[place] if one.button.isChecked())
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._awaited:
            self.take_keyboard()

    def show_error(self, text: str) -> None:
        """Say that it was not done, and why."""
        self._applying = False
        self._uniting = None
        self._say_state()
        self.foot.show_error(text)

    def show_stopped(self) -> None:
        """Say that storing was stopped in time."""
        self._applying = False
        self._say_state()
        self.foot.show_stopped()

    def show_stored(self) -> None:
        """Take in that what was asked for is stored."""
        self._applying = False

    def ask_discard(self) -> None:
        """Leave it, or stop what is being stored."""
        if self._applying:
            self.progress.stop()
        else:
            self.cancelled.emit()

    # What the user decides

    def merge(self) -> None:
        """Ask for the two to be made one, as they are shown."""
        if self._uniting is not None and self.foot.save_button.isEnabled():
            self._applying = True
            self._say_state()
            self.unite_wanted.emit(self._uniting)

    def tell_apart(self) -> None:
        """Ask for it to be stored that they are not one."""
        if self._uniting is not None and not self._applying:
            self._applying = True
            self._say_state()
            self.apart_wanted.emit(self._uniting)

    def _on_cancel(self) -> None:
        if self._is_one_of_many and not self._applying:
            self.skipped.emit()
        else:
            self.ask_discard()

    def _turn(self) -> None:
        self._keys = self._keys[1], self._keys[0]
        self._taken.clear()
        self._look()

    def _take(self, of: Compared, line: Line, place: int) -> None:
        self._taken[of.kind, of.keys[0], line.field] = of.keys[place]
        self._look()

    def _look(self) -> None:
        self.look_wanted.emit(self._keys, dict(self._taken))

    def _place_of_keyboard(self) -> tuple[str, str] | None:
        """Return the line of the choice that has the keyboard."""
        return next(
            (
                place
                for place, choices in self.choices.items()
                if self.window().focusWidget() in [one.button for one in choices]
            ),
            None,
        )

    # What is shown

    def _say_state(self) -> None:
        can_save = self._uniting is not None and not self._applying
        buttons = self.turn_button, self.apart_button, self.foot.save_button
        if not can_save and self.window().focusWidget() in buttons:
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # not to the next button, by chance
        self.turn_button.setEnabled(can_save)
        self.apart_button.setEnabled(can_save)
        self.foot.say(self.tr("Storing…") if self._applying else "", can_save=can_save)

    def _content(self, uniting: Uniting) -> QWidget:
        content = QWidget()
        content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress(content, Look.PAPER)
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        for column in (1, 2):
            grid.setColumnMinimumWidth(column, _NARROWEST)
            grid.setColumnStretch(column, 1)
        self.choices = {}
        for place, compared in enumerate(uniting.compared):
            if place:
                self._head(grid, self.tr("{what}, which both have").format(what=compared.title))
            else:
                self._add(grid, "", [self.tr("Stays"), self.tr("Goes into the bin")], Look.QUIET)
            for line in compared.lines:
                self._add_line(grid, compared, line)
        if uniting.facts:
            self._head(grid, self.tr("Kept from both"))
        for title, texts in uniting.facts.items():
            self._add(grid, title, ["\n".join(several) for several in texts])
        grid.setRowStretch(grid.rowCount(), 1)
        return content

    def _add_line(self, grid: QGridLayout, compared: Compared, line: Line) -> None:
        if not line.differs:
            self._add(grid, line.label, line.texts, Look.QUIET)
            return
        row = grid.rowCount()
        label = plain_label(line.label)
        dress(label, Look.HEADING)  # what differs stands out, and can be chosen
        grid.addWidget(label, row, 0, _ALIGN)
        group = QButtonGroup(grid.parentWidget())
        choices = []
        for place, text in enumerate(line.texts):
            choice = Choice(text or self.tr("(empty)"), f"{compared.title}, {line.label}")
            choice.button.setChecked(place == line.taken)
            choice.button.clicked.connect(partial(self._take, compared, line, place))
            group.addButton(choice.button)
            grid.addWidget(choice, row, 1 + place)
            choices.append(choice)
        self.choices[compared.title, line.label] = choices

    def _head(self, grid: QGridLayout, text: str) -> None:
        label = plain_label(text)
        dress(label, Look.HEADING)
        label.setContentsMargins(0, 16, 0, 0)
        grid.addWidget(label, grid.rowCount(), 0, 1, 3)

    def _add(
        self,
        grid: QGridLayout,
        label: str,
        texts: tuple[str, ...] | list[str],
        look: Look | None = None,
    ) -> None:
        row = grid.rowCount()
        for column, text in enumerate((label, *texts)):
            cell = plain_label(text or ("–" if column else ""))
            if look is not None or not column:
                dress(cell, look or Look.QUIET)
            grid.addWidget(cell, row, column, _ALIGN)

    def _happenings(self, uniting: Uniting) -> list[str]:
        """Return in sentences what will happen."""
        told = []
        moved = joined(counted(kind, count) for kind, count in uniting.moved.items())
        if moved:
            words = self.tr("{what} come to the one that stays.")
            if sum(uniting.moved.values()) == 1:
                words = self.tr("{what} comes to the one that stays.")
            told.append(words.format(what=moved))
        twice = self._losses(uniting, Why.SAID_TWICE)
        if twice:
            told.append(self.tr("Both say {what}: that is kept once.").format(what=twice))
        tied = [one for one in uniting.losses if one.why is Why.OF_ITSELF]
        for loss in tied[:_MOST_TOLD]:
            words = self.tr("Dropped, as it would tie it to itself: {what} “{title}”.")
            about = type(loss.record).about
            told.append(words.format(what=about.label, title=loss.title))
        if len(tied) > _MOST_TOLD:
            told.append(self.tr("And {count} more.").format(count=len(tied) - _MOST_TOLD))
        last = self.tr("It will be called “{name}”. Undo takes all of it back.")
        told.append(last.format(name=uniting.shown))
        return told

    def _losses(self, uniting: Uniting, why: Why) -> str:
        counts: dict[type[Record], int] = {}
        for loss in uniting.losses:
            if loss.why is why:
                counts[type(loss.record)] = counts.get(type(loss.record), 0) + 1
        return joined(counted(kind, count) for kind, count in counts.items())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus = QApplication.focusWidget()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(focus, QPushButton):
            focus.click()
        elif event.key() == Qt.Key.Key_Escape and self._is_one_of_many and not self._applying:
            self.list_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.ask_discard()
        else:
            super().keyPressEvent(event)
