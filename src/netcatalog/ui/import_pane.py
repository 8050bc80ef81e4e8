"""The pane in which a list is brought in: four steps, between which one goes to and fro.

It knows no catalogue, and reads no file: what it needs is asked for.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget
from typing_extensions import override

from netcatalog.domain.wording import number
from netcatalog.ui.form_foot import FormFoot
from netcatalog.ui.import_columns import ColumnsStep
from netcatalog.ui.import_file import FileStep
from netcatalog.ui.import_plan import PlanStep
from netcatalog.ui.import_questions import QuestionsStep
from netcatalog.ui.progress_line import ProgressLine
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from collections.abc import Mapping as Dict
    from collections.abc import Sequence

    from netcatalog.domain.importing import ImportPlan
    from netcatalog.domain.mappings import Mapping
    from netcatalog.domain.tables import Table
    from netcatalog.ui.form_context import FormContext
    from netcatalog.ui.import_columns import Found
    from netcatalog.ui.import_file import FileRead
    from netcatalog.ui.import_questions import Cells


class Step(IntEnum):
    """The steps, in order."""

    FILE = 0
    COLUMNS = 1
    QUESTIONS = 2
    PLAN = 3


class ImportPane(QWidget):
    """Takes a list from its file to the catalogue.

    Signals:
        tables_changed: Other tables are to be brought in.
        plan_wanted: It is to be worked out what the list comes to. Answer with `add_lines` and
            `show_plan`, or with `show_error`.
        plan_dropped: What was worked out, or is being, does not hold any more.
        import_wanted: The list is to be brought in as planned.
        stop_wanted: Bringing it in is to be stopped.
        cancelled: It is not to be brought in, and what was chosen may go.
        kept: Asked whether it may go, the user went on.
    """

    tables_changed = Signal()
    plan_wanted = Signal()
    plan_dropped = Signal()
    import_wanted = Signal()
    stop_wanted = Signal()
    cancelled = Signal()
    kept = Signal()

    def __init__(self, context: FormContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._planned: Mapping | None = None  # that of the plan shown, or being worked out
        self._plan: ImportPlan | None = None
        self._lapsed = False  # while it was not shown
        self._touched = False
        self._importing = False
        self.title = QLabel(self.tr("Import a list"))
        dress(self.title, Look.TITLE)
        self.steps = QTabBar()
        self.steps.setAccessibleName(self.tr("Steps"))
        self.steps.setExpanding(False)
        self.steps.setDrawBase(False)
        self.file = FileStep()
        self.columns = ColumnsStep(context)
        self.questions = QuestionsStep()
        self.plan = PlanStep()
        self.progress = ProgressLine()
        self._stack = QStackedWidget()
        for name, step in (
            (self.tr("&1  File"), self.file),
            (self.tr("&2  Columns"), self.columns),
            (self.tr("&3  Questions"), self.questions),
            (self.tr("&4  Plan"), self.plan),
        ):
            self.steps.addTab(name)
            self._stack.addWidget(step)
        self.foot = FormFoot()
        self.foot.cancel_button.setToolTip(self.tr("Close without changing anything (Esc)"))
        self._connect()
        self._lay_out()
        self._enable()
        self._say_state()

    def _connect(self) -> None:
        self.steps.currentChanged.connect(self._on_step)
        self.file.tables_changed.connect(self._on_tables)
        self.columns.changed.connect(self._on_mapping)
        self.questions.decided.connect(self._on_decided)
        self.plan.questions_button.clicked.connect(lambda: self.turn_to(Step.QUESTIONS))
        self.foot.save_requested.connect(self.go)
        self.foot.cancel_requested.connect(self.ask_discard)
        self.foot.discarded.connect(self.cancelled)
        self.foot.kept.connect(self.kept)
        for keys, do in (
            ("Ctrl+Return", self.go),
            ("Ctrl+Enter", self.go),
            ("Ctrl+PgDown", lambda: self._turn(1)),
            ("Ctrl+PgUp", lambda: self._turn(-1)),
            ("Ctrl+S", self.columns.keep_wanted.emit),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    def _lay_out(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress(self, Look.PAPER)
        head = QVBoxLayout()
        head.setContentsMargins(24, 16, 24, 0)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.steps)
        waiting = QVBoxLayout()
        waiting.setContentsMargins(24, 0, 24, 8)
        waiting.addWidget(self.progress)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        layout.addLayout(waiting)
        layout.addWidget(self.foot)

    # What the window says

    def show_file(self, read: FileRead) -> None:
        """Show a file that was read."""
        self.title.setText(self.tr("Import {name}").format(name=read.path.name))
        self.file.show_file(read)
        self.foot.message.hide()
        self._on_tables()

    def show_tables(
        self,
        read: FileRead,
        tables: Sequence[Table],
        found: Found,
    ) -> None:
        """Show what the columns of the tables that are ticked become."""
        self.questions.show_waiting()
        self.columns.show_tables(read, tables, found)
        self._on_mapping(touched=False)

    def show_mapping(self, mapping: Mapping) -> None:
        """Show another mapping, which was kept or read."""
        self.columns.show_mapping(mapping)
        self._on_mapping()

    def add_lines(self, lines: Sequence[object]) -> None:
        """Show more rows of the plan that is worked out."""
        self.plan.add_lines(lines)  # type: ignore[arg-type]

    def show_plan(self, plan: ImportPlan, rows: Dict[tuple[str, int], Cells]) -> None:
        """Show the plan that was asked for, and ask what there is to decide."""
        self._plan = plan
        self.plan.show_plan(plan)
        self.questions.show_questions(plan.questions, self.columns.mapping.decisions, rows)
        self._say_state()

    def lapse(self, _made: object = None) -> None:
        """Take in that the catalogue is otherwise: a plan made before does not hold any more."""
        if self._importing or self._planned is None:
            return
        self._drop_plan()
        self._lapsed = not self.isVisible()
        if self.isVisible():
            self._ask_plan_if_needed()
        self._say_state()

    def show_error(self, text: str) -> None:
        """Say what could not be done, and why."""
        self._importing = False
        self._planned = self._plan = None
        self.plan.clear("")
        self.foot.show_error(text)
        self._say_state()

    def show_stopped(self) -> None:
        """Say that bringing the list in was stopped in time."""
        self._importing = False
        self.foot.show_stopped()
        self._say_state()

    def show_importing(self) -> None:
        """Wait for the list to be brought in."""
        self._importing = True
        self.foot.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say_state()

    def start(self) -> None:
        """Put the keyboard into the step that is shown."""
        (self.file, self.columns, self.questions, self.plan)[self.step()].start()

    def step(self) -> Step:
        """Return the step that is shown."""
        return Step(self.steps.currentIndex())

    def is_importing(self) -> bool:
        """Tell whether the list is just being brought in."""
        return self._importing

    def is_changed(self) -> bool:
        """Tell whether anything was chosen that would be lost."""
        return self._touched or self._importing

    def ask_discard(self) -> None:
        """Close the pane at once if nothing was chosen; else ask beside the buttons.

        What is being brought in is stopped instead.
        """
        if self._importing:
            self.stop_wanted.emit()
        elif self.is_changed():
            self.foot.ask_discard()
        else:
            self.cancelled.emit()

    def go(self) -> None:
        """Take the next step; after the last, have the list brought in."""
        if self._importing or not self.foot.save_button.isEnabled():
            return
        self.foot.message.hide()
        if self.step() is Step.PLAN:
            self.import_wanted.emit()
            return
        following = Step(self.step() + 1)
        if following is Step.QUESTIONS and not self.questions.model.undecided():
            following = Step.PLAN
        self.turn_to(following)

    def turn_to(self, step: Step) -> None:
        """Show a step, and put the keyboard into it."""
        self.steps.setCurrentIndex(step)
        self.start()

    # What the user does

    def _turn(self, by: int) -> None:
        at = self.steps.currentIndex() + by
        if 0 <= at < self.steps.count() and self.steps.isTabEnabled(at):
            self.turn_to(Step(at))

    def _on_step(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        self.foot.message.hide()
        self._ask_plan_if_needed()
        self._say_state()

    def _ask_plan_if_needed(self) -> None:
        if self.step() in {Step.QUESTIONS, Step.PLAN}:
            self._ask_plan()

    def _ask_plan(self) -> None:
        if self._planned == self.columns.mapping or self._importing:
            return
        self._planned, self._plan = self.columns.mapping, None
        several = len(self.file.chosen()) > 1
        self.plan.clear(self.tr("Comparing the list with the catalogue …"), several=several)
        self.plan_wanted.emit()

    def _on_tables(self) -> None:
        self._drop_plan()
        self._enable()
        self._say_state()
        self.tables_changed.emit()

    def _on_mapping(self, *, touched: bool = True) -> None:
        self._touched = self._touched or touched
        self._drop_plan()
        self._enable()
        self._say_state()

    def _on_decided(self, decisions: dict[str, str]) -> None:
        self._touched = True
        self.columns.decide(self.columns.mapping.deciding(decisions))
        self._drop_plan()
        self._say_state()

    def _drop_plan(self) -> None:
        if self._planned is not None:
            self._planned = self._plan = None
            self.plan_dropped.emit()

    # What is shown

    def _enable(self) -> None:
        there = bool(self.file.chosen())
        ready = there and not self.columns.lacking()
        for step, can in ((Step.COLUMNS, there), (Step.QUESTIONS, ready), (Step.PLAN, ready)):
            self.steps.setTabEnabled(step, can)

    def _say_state(self) -> None:
        button = self.foot.save_button
        hint, can = self._state()
        last = self.step() is Step.PLAN
        button.setText(self.tr("&Import") if last else self.tr("Ne&xt"))
        button.setToolTip(
            self.tr("Bring the list in, as one step that can be undone (Ctrl+Enter)")
            if last
            else self.tr("Go to the next step (Ctrl+Enter)")
        )
        self._stack.setEnabled(not self._importing)
        self.steps.setEnabled(not self._importing)
        self.progress.stop_button.setHidden(self._importing)  # the foot has one
        self.foot.cancel_button.setText(self.tr("Stop") if self._importing else self.tr("Cancel"))
        self.foot.say(hint, can_save=can and not self._importing)

    def _state(self) -> tuple[str, bool]:
        if self._importing:
            return self.tr("Bringing the list in: nothing is stored before all of it is."), False
        match self.step():
            case Step.FILE:
                there = bool(self.file.chosen())
                return ("" if there else self.tr("Tick a sheet to bring in."), there)
            case Step.COLUMNS:
                wrong = self.columns.lacking()
                return (wrong[0] if wrong else "", not wrong)
            case Step.QUESTIONS:
                left = len(self.questions.model.undecided())
                return (self._open_questions(left) if left else "", True)
            case _:
                return self._state_of_plan()

    def _open_questions(self, count: int) -> str:
        if count == 1:
            return self.tr("One question is open; its rows are left out for now.")
        words = self.tr("{count} questions are open; their rows are left out for now.")
        return words.format(count=number(count))

    def _state_of_plan(self) -> tuple[str, bool]:
        if self._plan is None:
            return self.tr("Nothing is written until you press Import."), False
        if not self._plan.changes:
            return self.tr("Nothing to bring in."), False
        if self._plan.questions:
            return self._open_questions(len(self._plan.questions)), True
        return self.tr("Nothing is written until you press Import."), True

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._lapsed:
            self._lapsed = False
            self._ask_plan_if_needed()
            self._say_state()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.foot.is_asking():
            self.foot.keep()
        else:
            self.ask_discard()
