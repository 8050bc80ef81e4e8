"""A pane in the place of the page, in which something is done to many records at once.

One says what, sees what it would come to, and only then has it stored. It knows no catalogue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from netcatalog.domain.bulk import Deed, Plan, Remove, counted
from netcatalog.domain.wording import capital, joined, number
from netcatalog.ui.form_foot import FormFoot
from netcatalog.ui.progress_line import ProgressLine
from netcatalog.ui.tab_order import set_tab_order
from netcatalog.ui.text_table import TextTable
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from netcatalog.ui.bulk_deeds import DeedForm


class BulkPane(QWidget):
    """Asks for a deed, shows its plan, and asks for the plan to be carried out.

    Signals:
        plan_wanted: The user wants to see what it comes to; payload: the `Deed`. Answer with
            `show_plan` or `show_error`.
        plan_dropped: The plan asked for last is not wanted any more.
        apply_wanted: It is to be done; payload: the `Plan`. The pane waits for being closed,
            or for `show_error`.
        cancelled: It is not to be done, and what was typed may go.
        kept: Asked whether what was typed may go, the user went on.
    """

    plan_wanted = Signal(object)
    plan_dropped = Signal()
    apply_wanted = Signal(object)
    cancelled = Signal()
    kept = Signal()

    def __init__(self, heading: str, form: DeedForm, parent: QWidget | None = None) -> None:
        """Ask what `form` asks, under a heading that says of what."""
        super().__init__(parent)
        self._deed: Deed | None = None  # that of the plan that is shown or was asked for
        self._plan: Plan | None = None
        self._applying = False
        self.heading = QLabel(heading, wordWrap=True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.heading, Look.TITLE)
        self.form = form
        self.form.changed.connect(self._on_changed)
        self.progress = ProgressLine()
        self.summary = QLabel(wordWrap=True)
        dress(self.summary, Look.HEADING)
        self.along = QLabel(wordWrap=True)
        self.lines = TextTable(self.tr("What will change"))
        self.rest = QLabel()
        dress(self.rest, Look.QUIET)
        self.refusals = TextTable(self.tr("What cannot be done"))
        self.foot = self._make_foot()
        self._lay_out()
        self.form.setVisible(form.asks)
        self._show_results(None)

    def _make_foot(self) -> FormFoot:
        foot = FormFoot()
        foot.save_requested.connect(self.go)
        foot.cancel_requested.connect(self.ask_discard)
        foot.discarded.connect(self.cancelled)
        foot.kept.connect(self.kept)
        foot.cancel_button.setToolTip(self.tr("Close without changing anything (Esc)"))
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.go)
        return foot

    def _lay_out(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress(self, Look.PAPER)
        inside = QVBoxLayout()
        inside.setContentsMargins(24, 24, 24, 16)
        inside.setSpacing(16)
        inside.addWidget(self.heading)
        inside.addWidget(self.form)
        inside.addWidget(self.progress)
        inside.addWidget(self.summary)
        inside.addWidget(self.along)
        inside.addWidget(self.lines, 3)
        inside.addWidget(self.rest)
        inside.addWidget(self.refusals, 1)
        self._filler = QWidget()
        inside.addWidget(self._filler, 100)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(inside, 1)
        layout.addWidget(self.foot)

    # What the window says

    def start(self) -> None:
        """Put the keyboard where one begins; where nothing is to be said, show the plan."""
        self.form.start()
        if not self.form.asks:
            self.foot.save_button.setFocus(Qt.FocusReason.OtherFocusReason)
            self.go()

    def is_changed(self) -> bool:
        """Tell whether there is anything that would be lost if the pane were closed."""
        return self._applying or self.form.is_filled()

    def show_plan(self, plan: Plan) -> None:
        """Show what was asked for."""
        self._plan = plan
        self._show_results(plan)

    def show_error(self, text: str) -> None:
        """Say that it was not done, and why. One can ask for another plan."""
        self._applying = False
        self._deed = None
        self.show_no_plan()
        self.foot.show_error(text)

    def show_stopped(self) -> None:
        """Say that storing was stopped in time."""
        self._applying = False
        self._deed = None
        self.show_no_plan()
        self.foot.show_stopped()

    def show_no_plan(self) -> None:
        """Take back the plan that is shown, as what it says may not be so any more."""
        self._plan = None
        self._show_results(None)

    def ask_discard(self) -> None:
        """Close the pane at once if nothing was typed; else ask beside the buttons.

        What is being stored is stopped instead.
        """
        if self._applying:
            self.progress.stop()
        elif self.is_changed():
            self.foot.ask_discard()
        else:
            self.cancelled.emit()

    def go(self) -> None:
        """Take the next step: show the plan, or have it carried out."""
        if self._applying or self.progress.is_busy():
            return
        self.foot.message.hide()
        if self._plan is None:
            self._deed = self.form.deed()
            if self._deed is not None:
                self.plan_wanted.emit(self._deed)
                self._say_state()
        elif self._plan.changes:
            self._applying = True
            self.apply_wanted.emit(self._plan)
            self._say_state()

    # What is shown

    def _show_results(self, plan: Plan | None) -> None:
        self.summary.setVisible(plan is not None)
        self.along.setVisible(bool(plan and plan.along))
        self.lines.setVisible(bool(plan and plan.lines))
        self.rest.setVisible(bool(plan and plan.touched > len(plan.lines)))
        self.refusals.setVisible(bool(plan and plan.refusals))
        self._filler.setVisible(not (plan and (plan.lines or plan.refusals)))
        if plan is not None:
            self._fill(plan)
        self._say_state()

    def _fill(self, plan: Plan) -> None:
        removes = isinstance(self._deed, Remove)
        self.summary.setText(_sentence(self._parts(plan, removes=removes)))
        hanging = joined(counted(kind, count) for kind, count in plan.along.items())
        self.along.setText(self.tr("Along with them go {what}.").format(what=hanging))
        of = self.tr("The first {shown} of {count} are shown.")
        self.rest.setText(of.format(shown=len(plan.lines), count=number(plan.touched)))
        if removes:
            self.lines.show_texts(
                [self.tr("Goes into the bin")], [(line.title,) for line in plan.lines], (1,)
            )
        else:
            self.lines.show_texts(
                [self.tr("Name"), self.tr("Before"), self.tr("After")],
                [(one.title, one.before or "–", one.after or "–") for one in plan.lines],
                (2, 1, 1),
            )
        self.refusals.show_texts(
            [self.tr("Cannot be changed"), self.tr("Why")],
            [(one.title, one.why) for one in plan.refusals],
            (2, 3),
        )
        QAccessible.updateAccessibility(QAccessibleEvent(self.summary, QAccessible.Event.Alert))

    def _parts(self, plan: Plan, *, removes: bool) -> list[str]:
        will = self.tr("{count} go into the bin") if removes else self.tr("{count} will change")
        counts = (
            (will, plan.touched),
            (self.tr("{count} stay as they are"), plan.same),
            (self.tr("{count} cannot"), plan.refused),
        )
        return [
            words.format(count=number(count)) for words, count in counts if count or words is will
        ]

    def _say_state(self) -> None:
        button = self.foot.save_button
        if self._plan is None:
            button.setText(self.tr("&Preview"))
            button.setToolTip(self.tr("Show what would change (Enter)"))
            self.foot.say("", can_save=True)
            return
        button.setText(self.tr("&Apply"))
        button.setToolTip(self.tr("Do it, as one step that can be undone (Enter)"))
        hint = capital(self._plan.title) if self._plan.changes else self.tr("Nothing to change.")
        hint = self.tr("Storing…") if self._applying else hint
        can_apply = bool(self._plan.changes)
        if button.hasFocus() and not can_apply:
            self.foot.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.foot.say(hint, can_save=can_apply)

    def _on_changed(self) -> None:
        set_tab_order(self)  # there may be an editor that was not there before
        if self._deed is not None:
            self._deed = None
            self.plan_dropped.emit()
            self.show_no_plan()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus = QApplication.focusWidget()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if isinstance(focus, QPushButton):
                focus.click()
            else:
                self.go()
        elif event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.foot.is_asking():
            self.foot.keep()
        else:
            self.ask_discard()


def _sentence(parts: list[str]) -> str:
    return f"{joined(parts)}."
