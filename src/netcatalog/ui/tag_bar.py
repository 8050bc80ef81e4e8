"""Records that are only a word, such as tags, edited together as one line of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from netcatalog.domain.changes import Change
from netcatalog.domain.fields import Field, Kind, Record, fields_of
from netcatalog.domain.folding import fold
from netcatalog.ui.candidate_line import Candidate, CandidateLine
from netcatalog.ui.record_form import LABEL_WIDTH, ROW_HEIGHT, unfilled
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    from netcatalog.domain.pages import Group
    from netcatalog.ui.form_context import FormContext
    from netcatalog.ui.lookup import Lookup


def word_field(kind: type[Record]) -> Field | None:
    """Return the one field of a type that is only a word, or None for any other type."""
    own = [field for field in fields_of(kind) if not field.owner]
    only_a_word = len(own) == 1 and own[0].kind is Kind.TEXT and own[0].required
    return own[0] if only_a_word else None


class TagBar(CandidateLine):
    """A line of words with commas between them, which offers those already in use."""

    def __init__(
        self, kind: type[Record], field: Field, lookup: Lookup, parent: QWidget | None = None
    ) -> None:
        super().__init__(strict=False, parent=parent)
        self._kind = kind
        self._field = field
        self._lookup = lookup
        self._used: list[str] | None = None
        self.setPlaceholderText(self.tr("Divide words by commas"))
        self.setAccessibleName(kind.about.plural)
        self.wanted.connect(self._on_wanted)

    def words(self) -> list[str]:
        """Return the words, each once, in the order typed."""
        found: dict[str, str] = {}
        for word in self.text().split(","):
            if word.strip():
                found.setdefault(fold(word), " ".join(word.split()))
        return list(found.values())

    def set_words(self, words: list[str]) -> None:
        """Show words."""
        self.setText(", ".join(words))

    def _on_wanted(self) -> None:
        if self._used is None:
            self._lookup.suggestions(self._kind, self._field.name, self._on_used)
        else:
            self._offer()

    def _on_used(self, used: list[str]) -> None:
        self._used = used
        self._offer()

    def _offer(self) -> None:
        before, _comma, begun = self.text().rpartition(",")
        there = {fold(word) for word in before.split(",")} | {fold(begun)}
        self.offer(
            Candidate(word, word)
            for word in self._used or ()
            if fold(begun) in fold(word) and fold(word) not in there
        )

    @override
    def text_for(self, candidate: Candidate) -> str:
        before = self.text().rpartition(",")[0]
        return f"{before}, {candidate.label}" if before else candidate.label


class TagSection(QWidget):
    """The words that hang on a page, as one line.

    Signals:
        changed: Something was typed or chosen.
    """

    changed = Signal()

    def __init__(
        self,
        kind: type[Record],
        via: Field,
        owner: int,
        context: FormContext,
        group: Group | None = None,
    ) -> None:
        """Show the words of a group, if there is one; new ones hang on `owner` by `via`."""
        super().__init__()
        word = word_field(kind)
        assert word is not None  # noqa: S101  the caller asked
        self._kind = kind
        self._word = word
        self._given: dict[str, object] = {via.name: owner}
        self._held = {
            fold(getattr(entry.record, word.name)): entry.record
            for entry in (group.entries if group is not None else ())
        }
        self.bar = TagBar(kind, word, context.lookup)
        self.bar.set_words([getattr(record, word.name) for record in self._held.values()])
        self.bar.textEdited.connect(self.changed)
        self.bar.chosen_changed.connect(self.changed)
        label = QLabel(kind.about.plural)
        label.setBuddy(self.bar)
        label.setFixedWidth(LABEL_WIDTH)
        label.setMinimumHeight(ROW_HEIGHT)
        dress(label, Look.HEADING)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(label)
        layout.addWidget(self.bar, 1)

    def is_changed(self) -> bool:
        """Tell whether there is anything that would be lost."""
        return bool(self.changes())

    @property
    def key(self) -> str:
        """By what the line is known in a draft."""
        return self._kind.about.key

    def type_again(self, typed: str) -> None:
        """Let words stand in the line again."""
        self.bar.setText(typed)
        self.changed.emit()

    def changes(self) -> list[Change]:
        """Return the words that were added and removed."""
        there = {fold(word): word for word in self.bar.words()}
        gone = [Change(before=one) for key, one in self._held.items() if key not in there]
        return gone + [
            Change(after=unfilled(self._kind, **self._given, **{self._word.name: word}))
            for key, word in there.items()
            if key not in self._held
        ]
