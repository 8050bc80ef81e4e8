"""The last step of an import: what it would come to, row by row, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from netcatalog.domain.bulk import counted
from netcatalog.domain.importing import Standing
from netcatalog.domain.wording import capital, joined, number
from netcatalog.ui.icons import Tint, icon
from netcatalog.ui.plan_lines import ICONS, PlanLineModel
from netcatalog.ui.progress_line import ProgressLine
from netcatalog.ui.theme import Look, dress, dress_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netcatalog.domain.importing import ImportPlan, Line

_WIDTHS = (96, 200, 140)


_STANDINGS = {one.value: one for one in Standing}


class PlanStep(QWidget):
    """Shows a plan while it is worked out, and when it is there.

    Signals:
        rejected_wanted: The rows that nothing is made of are to be saved.
    """

    rejected_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan: ImportPlan | None = None
        self.summary = QLabel(wordWrap=True)
        dress(self.summary, Look.HEADING)
        self.remarks = QLabel(wordWrap=True)
        self.remarks.setTextFormat(Qt.TextFormat.PlainText)
        self.progress = ProgressLine()
        self._build_filters()
        self._build_table()
        self.empty = QLabel(wordWrap=True)
        dress(self.empty, Look.QUIET)
        self.whole = QLabel(wordWrap=True)
        self.whole.setTextFormat(Qt.TextFormat.PlainText)
        self.whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.whole.setMinimumHeight(40)
        dress(self.whole, Look.QUIET)
        self._build_buttons()
        self._lay_out()
        self.filters.setCurrentRow(0)
        self.filters.currentItemChanged.connect(self._on_filter)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)

    def _build_filters(self) -> None:
        self.filters = QListWidget()
        self.filters.setAccessibleName(self.tr("Which rows"))
        self.filters.setFixedWidth(264)
        self.filters.setIconSize(QSize(16, 16))
        self._items: dict[str, QListWidgetItem] = {}
        self._add("all", self.tr("All rows"), None)
        for standing in Standing:
            self._add(standing.value, capital(standing.label), ICONS[standing])
        self._add("left", self.tr("Members that leave"), ("arrow-left", Tint.WARNING))
        self._add("renamed", self.tr("Renamed"), ("pencil", Tint.ACCENT))
        self._add("conflicts", self.tr("Conflicts"), ("triangle-alert", Tint.WARNING))

    def _build_table(self) -> None:
        self.model = PlanLineModel()
        self.table = QTableView()
        self.table.setAccessibleName(self.tr("What each row comes to"))
        self.table.setModel(self.model)
        dress_table(self.table)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.horizontalHeader().setStretchLastSection(True)
        for column, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(column, width)

    def _build_buttons(self) -> None:
        self.questions_button = QPushButton()
        self.questions_button.setToolTip(self.tr("Say whom these rows are about"))
        self.rejected_button = QPushButton(self.tr("&Save what was not read …"))
        self.rejected_button.setToolTip(
            self.tr("With a column that tells why: mend the rows there, and import that file.")
        )
        self.rejected_button.setFixedWidth(264)
        self.rejected_button.clicked.connect(self.rejected_wanted)

    def _add(self, key: str, label: str, sign: tuple[str, Tint] | None) -> None:
        item = QListWidgetItem(icon(*(sign or ("list-checks", Tint.TEXT))), label)
        item.setData(Qt.ItemDataRole.UserRole, key)
        item.setData(Qt.ItemDataRole.UserRole + 1, label)
        self.filters.addItem(item)
        self._items[key] = item

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.table, 1)
        right.addWidget(self.empty)
        right.addWidget(self.whole)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        left = QVBoxLayout()
        left.addWidget(self.filters, 1)
        left.addWidget(self.rejected_button)
        middle.addLayout(left)
        middle.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 8)
        layout.setSpacing(8)
        above = QHBoxLayout()
        above.setSpacing(16)
        above.addWidget(self.summary, 1)
        above.addWidget(self.questions_button)
        layout.addLayout(above)
        layout.addWidget(self.remarks)
        layout.addWidget(self.progress)
        layout.addLayout(middle, 1)

    # What the window says

    def clear(self, words: str, *, several: bool = False) -> None:
        """Show no plan, and say why; of `several` tables, lines tell in which they stand."""
        self.model.several = several
        self.table.setColumnWidth(0, _WIDTHS[0] * (2 if several else 1))
        self.plan = None
        self.model.clear()
        self.filters.setCurrentRow(0)
        self.summary.setText(words)
        self._say_counts()

    def add_lines(self, lines: Sequence[Line]) -> None:
        """Show more rows of a plan that is being worked out."""
        self.model.add(lines)
        self._say_counts()
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))

    def show_plan(self, plan: ImportPlan) -> None:
        """Show what the plan comes to, all rows of which are there."""
        self.plan = plan
        self.summary.setText(self._sentence(plan))
        self._say_counts()
        QAccessible.updateAccessibility(QAccessibleEvent(self.summary, QAccessible.Event.Alert))

    def start(self) -> None:
        """Put the keyboard where one begins."""
        self.filters.setFocus(Qt.FocusReason.OtherFocusReason)

    # What is shown

    def _sentence(self, plan: ImportPlan) -> str:
        if not self.model.total():
            return self.tr("There are no rows to bring in.")
        if not plan.changes:
            return self.tr("The catalogue says all that already: nothing will change.")
        added = joined(counted(kind, count) for kind, count in plan.added.items())
        parts = [self.tr("{what} will be added").format(what=added)] if added else []
        if plan.altered:
            altered = joined(counted(kind, count) for kind, count in plan.altered.items())
            parts.append(self.tr("{what} will be changed").format(what=altered))
        if plan.joined:
            words = self.tr("one joins") if plan.joined == 1 else self.tr("{count} join")
            parts.append(words.format(count=number(plan.joined)))
        if plan.left:
            words = self.tr("one leaves") if len(plan.left) == 1 else self.tr("{count} leave")
            parts.append(words.format(count=number(len(plan.left))))
        return f"{joined(parts, '; ')}."

    def _say_counts(self) -> None:
        plan = self.plan
        counts = {"all": self.model.total()}
        counts |= {one.value: self.model.count(one) for one in Standing}
        for key in ("left", "renamed", "conflicts"):
            counts[key] = len(getattr(plan, key)) if plan else 0
        for key, item in self._items.items():
            label = item.data(Qt.ItemDataRole.UserRole + 1)
            item.setText(f"{label}  {number(counts[key])}")
        self.remarks.setText("\n".join(plan.remarks) if plan else "")
        self.remarks.setVisible(bool(plan and plan.remarks))
        asked = len(plan.questions) if plan else 0
        self.questions_button.setVisible(bool(asked))
        self.questions_button.setText(
            self.tr("&Questions to decide: {count}").format(count=number(asked))
        )
        rejected = counts[Standing.UNSURE.value] + counts[Standing.UNREADABLE.value]
        self.rejected_button.setVisible(bool(plan and rejected))
        self._say_empty()

    def _say_empty(self) -> None:
        is_empty = not self.model.rowCount()
        self.table.setVisible(not is_empty)
        self.whole.setVisible(not is_empty)
        self.empty.setVisible(is_empty)
        self.empty.setText(self.tr("No row of this sort.") if self.plan else "")

    def _on_filter(self) -> None:
        key = str(self.filters.currentItem().data(Qt.ItemDataRole.UserRole))
        others = {"left", "renamed", "conflicts"}
        if key in others:
            self.model.show_others(getattr(self.plan, key) if self.plan else [])
        else:
            self.model.show(None if key == "all" else _STANDINGS[key])
        self._say_empty()
        self.table.setCurrentIndex(self.model.index(0, 0))
        self._on_row()

    def _on_row(self) -> None:
        row = self.table.currentIndex().row()
        there = 0 <= row < self.model.rowCount()
        self.whole.setText("\n".join(self.model.line(row).told) if there else "")
