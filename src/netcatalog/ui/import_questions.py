"""The third step of an import: which actor is meant where nobody can be sure.

All of it can be done with one hand on the keyboard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QMargins,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from netcatalog.domain.mappings import SKIP, as_new, is_new
from netcatalog.domain.wording import joined, number
from netcatalog.ui.icons import Tint, icon
from netcatalog.ui.text_table import TextTable
from netcatalog.ui.theme import Look, dress, dress_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QKeyEvent

    from netcatalog.domain.importing import Choosable, Question

    Index = QModelIndex | QPersistentModelIndex
    Cells = Sequence[tuple[str, str]]
    """A row of the list: headings, and what stands below them."""

SAME_NAME = "the same name"
"""What is said for a candidate that is called just as the list calls it."""

_IN_FAVOUR = (SAME_NAME, "the same country", "names ")
"""How reasons begin that speak for a candidate; others may speak against it."""

_ROOT = QModelIndex()


class QuestionModel(QAbstractTableModel):
    """Questions, and what was decided."""

    def __init__(self) -> None:
        super().__init__()
        self.questions: list[Question] = []
        self.decisions: dict[str, str] = {}

    def show(self, questions: list[Question], decisions: dict[str, str]) -> None:
        """Show questions with what was decided so far, by their keys."""
        self.beginResetModel()
        self.questions, self.decisions = questions, decisions
        self.endResetModel()

    def decide(self, decisions: Mapping[str, str]) -> None:
        """Take decisions in."""
        self.decisions |= decisions
        last = self.index(max(0, len(self.questions) - 1), 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def undecided(self) -> list[int]:
        """Return the rows of the questions that are open."""
        return [at for at, one in enumerate(self.questions) if one.key not in self.decisions]

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.questions)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 2

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        question = self.questions[index.row()]
        decision = self.decisions.get(question.key)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._words(question, decision) if index.column() else question.title
        if role == Qt.ItemDataRole.DecorationRole and index.column():
            if decision is None:
                return icon("circle-help", Tint.WARNING)
            return icon("minus" if decision == SKIP else "check", Tint.SUCCESS)
        return None

    def _words(self, question: Question, decision: str | None) -> str:
        if decision is None:
            return self.tr("to be decided")
        if is_new(decision):
            return self.tr("new")
        if decision == SKIP:
            return self.tr("left out")
        chosen = next((one for one in question.choices if one.decision == decision), None)
        return self.tr("same: {title}").format(title=chosen.title if chosen else "")

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("In the list"), self.tr("Decision"))[section]
        return None


class _Questions(QTableView):
    """The list of questions; letters and digits decide."""

    pressed_key = Signal(str)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text().lower()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.NoModifier and text and text in "snk12345678":
            self.pressed_key.emit(text)
        else:
            super().keyPressEvent(event)


class _Lines(QStyledItemDelegate):
    """Leaves cells of several lines room for the edge of the row that is chosen."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index).grownBy(QMargins(0, 4, 0, 4))


class QuestionsStep(QWidget):
    """Asks one question after the other.

    Signals:
        decided: Something was decided; payload: the decisions by the keys of their questions.
    """

    decided = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Mapping[tuple[str, int], Cells] = {}
        self.model = QuestionModel()
        self.summary = QLabel(wordWrap=True)
        dress(self.summary, Look.HEADING)
        self.list = _Questions()
        self.list.setAccessibleName(self.tr("Questions"))
        self.list.setModel(self.model)
        dress_table(self.list)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setTabKeyNavigation(False)
        self.list.horizontalHeader().setStretchLastSection(True)
        self.list.setColumnWidth(0, 260)
        self.list.pressed_key.connect(self._on_key)
        self.list.selectionModel().currentRowChanged.connect(self._on_row)
        self.title = QLabel(wordWrap=True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.title, Look.HEADING)
        self.where = QLabel()
        dress(self.where, Look.QUIET)
        self.row = TextTable(self.tr("The row of the list"))
        self.candidates = TextTable(self.tr("In the catalogue"))
        self.candidates.setWordWrap(True)
        self.candidates.setItemDelegate(_Lines(self.candidates))
        self.candidates.verticalHeader().setSectionResizeMode(
            QHeaderView.ResizeMode.ResizeToContents
        )
        self.candidates.horizontalHeader().sectionResized.connect(
            self.candidates.resizeRowsToContents
        )
        self.candidates.activated.connect(lambda index: self._same(index.row()))
        self._build_buttons()
        self._lay_out()

    def _build_buttons(self) -> None:
        self.same_button = QPushButton(self.tr("&Same"))
        self.same_button.setToolTip(
            self.tr("It is the one chosen in the catalogue (S, or 1 to 8)")
        )
        self.same_button.clicked.connect(lambda: self._on_key("s"))
        self.new_button = QPushButton(self.tr("&New"))
        self.new_button.setToolTip(self.tr("The catalogue does not have it yet (N)"))
        self.new_button.clicked.connect(lambda: self._on_key("n"))
        self.skip_button = QPushButton(self.tr("S&kip"))
        self.skip_button.setToolTip(self.tr("Leave the row out (K)"))
        self.skip_button.clicked.connect(lambda: self._on_key("k"))
        self.all_button = QPushButton()
        self.all_button.setToolTip(
            self.tr("Those against whom anything speaks are left for you to look at.")
        )
        self.all_button.clicked.connect(self._same_for_all)

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(self.list, 1)
        column.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._right = QWidget()
        inside = QVBoxLayout(self._right)
        inside.setContentsMargins(8, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.title)
        inside.addWidget(self.where)
        inside.addWidget(self.row, 2)
        inside.addWidget(self.candidates, 3)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.same_button, self.new_button, self.skip_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        inside.addLayout(buttons)
        self._split_up(left)

    def _split_up(self, left: QWidget) -> None:
        split = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        split.addWidget(left)
        split.addWidget(self._right)
        split.setSizes([440, 520])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 8)
        layout.setSpacing(16)
        layout.addWidget(self.summary)
        layout.addWidget(split, 1)
        self._split = split
        self._filler = QWidget()
        layout.addWidget(self._filler, 100)

    # What the window says

    def show_waiting(self) -> None:
        """Say that it is not known yet what there is to ask."""
        self.model.show([], {})
        self._show("", 0)

    def show_questions(
        self,
        questions: Sequence[Question],
        decisions: Mapping[str, str],
        rows: Mapping[tuple[str, int], Cells],
    ) -> None:
        """Ask questions.

        Args:
            questions: The questions; those that were decided before stay in the list.
            decisions: What was decided, by key.
            rows: What the list says where it speaks of them, by table and line.
        """
        held = {one.key: one for one in self.model.questions if one.key in decisions}
        asked = {one.key: one for one in questions}
        shown = list((held | asked).values())
        known = {key: one for key, one in decisions.items() if key in held and key not in asked}
        self._rows = {**self._rows, **rows}
        self.model.show(shown, known)
        self._go_to_next(0)
        self._say()

    def start(self) -> None:
        """Put the keyboard where one begins."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # What is shown

    def _say(self) -> None:
        left = len(self.model.undecided())
        if not self.model.questions:
            words = self.tr("There is nothing to decide: it is sure whom each row is about.")
        elif left == 1:
            words = self.tr("One to decide: is it in the catalogue already?")
        elif left:
            words = self.tr("{count} to decide: are they in the catalogue already?").format(
                count=number(left)
            )
        else:
            words = self.tr("All is decided.")
        self._show(words, len(self.model.questions))
        alike = len(self._alike())
        self.all_button.setVisible(bool(alike))
        self.all_button.setText(
            self.tr("Same for &all with one candidate of the same name: {count}").format(
                count=number(alike)
            )
        )

    def _show(self, words: str, count: int) -> None:
        self.summary.setText(words)
        self._split.setVisible(bool(count))
        self._filler.setVisible(not count)

    def _question(self) -> Question | None:
        at = self.list.currentIndex().row()
        return self.model.questions[at] if 0 <= at < len(self.model.questions) else None

    def _on_row(self) -> None:
        question = self._question()
        self._right.setVisible(question is not None)
        if question is None:
            return
        self.title.setText(question.title)
        self.where.setText(self._where(question))
        cells = self._rows.get(question.lines[0], ()) if question.lines else ()
        self.row.show_texts(
            [self.tr("Column"), self.tr("In the list")],
            [(heading, cell) for heading, cell in cells if cell],
            (2, 5),
        )
        self.row.setVisible(bool(cells))
        self.candidates.show_texts(
            ["", self.tr("In the catalogue"), self.tr("Why")],
            [(str(at), one.title, _why(one)) for at, one in enumerate(question.choices, start=1)],
            (1, 8, 8),
        )
        self.candidates.resizeRowsToContents()
        self.candidates.setVisible(bool(question.choices))
        self.same_button.setEnabled(bool(question.choices))
        decision = self.model.decisions.get(question.key)
        chosen = [at for at, one in enumerate(question.choices) if one.decision == decision]
        self.candidates.selectRow(chosen[0] if chosen else 0)

    def _where(self, question: Question) -> str:
        table, line = question.lines[0]
        words = self.tr("{table}, line {line}").format(table=table, line=number(line))
        if len(question.lines) > 1:
            more = self.tr("and {count} more").format(count=number(len(question.lines) - 1))
            words = f"{words} {more}"
        if not question.choices:
            sums = self.tr("This looks like a row of sums: skip it, unless somebody is called so.")
            words = f"{words}\n{sums}"
        return words

    # What the user does

    def _on_key(self, key: str) -> None:
        question = self._question()
        if question is None:
            return
        if key == "n":
            self._decide({question.key: as_new()})
        elif key == "k":
            self._decide({question.key: SKIP})
        else:
            at = self.candidates.currentIndex().row() if key == "s" else int(key) - 1
            self._same(at)

    def _same(self, at: int) -> None:
        question = self._question()
        if question is None or not 0 <= at < len(question.choices):
            return
        self._decide({question.key: question.choices[at].decision})

    def _alike(self) -> dict[str, str]:
        """Return the decision for each open question with one candidate of the same name.

        Where anything may speak against the candidate, nothing is decided: it is to be looked at.
        """
        found = {}
        for at in self.model.undecided():
            question = self.model.questions[at]
            named = [one for one in question.choices if SAME_NAME in one.reasons]
            if len(named) == 1 and not _doubts(named[0]):
                found[question.key] = named[0].decision
        return found

    def _same_for_all(self) -> None:
        self._decide(self._alike())

    def _decide(self, decisions: dict[str, str]) -> None:
        at = self.list.currentIndex().row()
        self.model.decide(decisions)
        self._go_to_next(at)
        self._say()
        self.start()
        self.decided.emit(decisions)

    def _go_to_next(self, at: int) -> None:
        """Go to the next open question after a row, or the first one; if none is open, on."""
        opened = self.model.undecided()
        after = [row for row in opened if row >= at] or opened
        row = after[0] if after else min(at + 1, len(self.model.questions) - 1)
        self.list.setCurrentIndex(self.model.index(row, 0))
        self._on_row()


def _doubts(one: Choosable) -> list[str]:
    """Return what may speak against a candidate."""
    return [reason for reason in one.reasons if not reason.startswith(_IN_FAVOUR)]


def _why(one: Choosable) -> str:
    """Return all reasons, those that may speak against a candidate in a line above the others."""
    doubts = _doubts(one)
    others = [reason for reason in one.reasons if reason not in doubts]
    return joined((joined(doubts), joined(others)), "\n")
