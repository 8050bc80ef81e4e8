"""The facets of a section as a tree for a view: headings, and values with their counts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from heapq import nlargest
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from netcatalog.domain.facets import Asked, Counts, asked, named
from netcatalog.domain.fields import Kind
from netcatalog.domain.folding import fold
from netcatalog.domain.query import Exactly
from netcatalog.domain.wording import joined, number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netcatalog.domain.facets import Facet, FacetValue
    from netcatalog.domain.query import Query

MOST_VALUES = 8
"""How many values of a facet are shown before the user asks for more."""

LINE_ROLE = Qt.ItemDataRole.UserRole


class Standing(Enum):
    """What a query says of a value."""

    OPEN = "open"
    CHOSEN = "chosen"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Heading:
    """The line of a facet.

    Attributes:
        facet: It.
        asked: How many of its values are chosen or excluded.
        leads_back: Whether it stands alone, and leads back to the others.
    """

    facet: Facet
    asked: int = 0
    leads_back: bool = False


@dataclass(frozen=True, slots=True)
class ValueLine:
    """The line of a value, and how many records found have it; None if that is not counted."""

    facet: Facet
    value: FacetValue
    count: int | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class MoreLine:
    """The line that stands for the values of a facet that are not shown."""

    facet: Facet
    count: int


Line = Heading | ValueLine | MoreLine


class FacetModel(QStandardItemModel):
    """Headings with values below them; each index has its line under `LINE_ROLE`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._counts: Sequence[Counts] | None = None
        self._query: Query | None = None
        self.only: Facet | None = None
        self.filter = ""

    def show(self, query: Query, counts: Sequence[Counts]) -> None:
        """Take in counts, and what a query asks of them; `fill` shows it."""
        self._query, self._counts = query, counts

    def show_query(self, query: Query) -> bool:
        """Take in what a query asks, and tell whether anything is to be shown otherwise.

        Counts of another section are forgotten.
        """
        before, self._query = self._query, query
        if before is None or before.section != query.section:
            self._counts = None
            return True
        facets = [one.facet for one in self._counts or ()]
        return any(asked(before, facet) != asked(query, facet) for facet in facets)

    @property
    def is_counted(self) -> bool:
        """Whether there are counts, be they of nothing."""
        return self._counts is not None

    def fill(self) -> None:
        """Make all lines anew: of every facet its first values, or all of `only` that fit."""
        self.clear()
        for counts in self._counts or ():
            if self._query is not None and self.only in {None, counts.facet}:
                self._add(counts, asked(self._query, counts.facet))

    def _add(self, counts: Counts, wanted: Asked) -> None:
        lines = list(_lines(counts, wanted))
        if not lines:
            return
        count = len(wanted.chosen) + len(wanted.excluded)
        heading = self._item(Heading(counts.facet, count, leads_back=self.only is not None))
        shown = self._fitting(lines) if self.only else _first(lines)
        heading.appendRows([self._item(line) for line in shown])
        if not self.only and len(shown) < len(lines):
            heading.appendRow(self._item(MoreLine(counts.facet, len(lines) - len(shown))))
        self.appendRow(heading)

    def _fitting(self, lines: list[ValueLine]) -> list[ValueLine]:
        words = fold(self.filter).split()
        return [one for one in lines if all(word in fold(one.value.label) for word in words)]

    def _item(self, line: Line) -> QStandardItem:
        item = QStandardItem()
        item.setEditable(False)
        item.setData(line, LINE_ROLE)
        text, spoken, tip = self._words(line)
        item.setText(text)
        item.setData(spoken, Qt.ItemDataRole.AccessibleTextRole)
        item.setToolTip(tip)
        return item

    def _words(self, line: Line) -> tuple[str, str, str]:
        """Return what a line says, what it says aloud, and its tool tip."""
        match line:
            case Heading():
                label = line.facet.label
                chosen = self.tr("{label}, %n chosen or excluded", "", line.asked)
                tip = self.tr("Back to all (Esc)") if line.leads_back else ""
                return label, chosen.format(label=label) if line.asked else label, tip
            case ValueLine():
                return line.value.label, self._spoken(line), self._tip(line)
            case MoreLine():
                text = self.tr("%n more …", "", line.count)
                return text, f"{line.facet.label}, {text}", ""

    def _spoken(self, line: ValueLine) -> str:
        count = [] if line.count is None else [str(line.count)]
        parts = [line.facet.label, line.value.label, *count]
        match line.standing:
            case Standing.CHOSEN:
                parts.append(self.tr("chosen"))
            case Standing.EXCLUDED:
                parts.append(self.tr("excluded"))
            case Standing.OPEN:
                pass
        return ", ".join(parts)

    def _tip(self, line: ValueLine) -> str:
        return "\n".join(
            (
                joined([line.value.label, told_count(line)], ": "),
                self.tr("Click or Enter: only this"),
                self.tr("Ctrl: this as well"),
                self.tr("Shift: all but this"),
            )
        )


_CODED = frozenset({Kind.CHOICE, Kind.COUNTRY})


def told_count(line: ValueLine) -> str:
    """Return the count of a value in figures, or "" if it is not counted."""
    return "" if line.count is None else number(line.count)


def _lines(counts: Counts, wanted: Asked) -> Iterator[ValueLine]:
    """Yield the lines of a facet: first what is asked for, then the others."""
    known = {one.value.value: one for one in counts.counted}
    for values, standing in (
        (wanted.chosen, Standing.CHOSEN),
        (wanted.excluded, Standing.EXCLUDED),
    ):
        for value in values:
            one = known.pop(value, None)
            if one is not None:
                yield ValueLine(counts.facet, one.value, one.count, standing)
                continue
            # Words and ranges as one types them find several of the values that are counted.
            is_one = isinstance(value, Exactly) or counts.facet.field.kind in _CODED
            count = 0 if is_one else None
            yield ValueLine(counts.facet, named(counts.facet, value), count, standing)
    for one in known.values():
        yield ValueLine(counts.facet, one.value, one.count, Standing.OPEN)


def _first(lines: list[ValueLine]) -> list[ValueLine]:
    """Return the lines to show at first: what is asked for, and what most records have."""
    asked_for = [line for line in lines if line.standing is not Standing.OPEN]
    others = [line for line in lines if line.standing is Standing.OPEN]
    most = nlargest(MOST_VALUES, range(len(others)), key=lambda place: others[place].count or 0)
    return asked_for + [others[place] for place in sorted(most)]
