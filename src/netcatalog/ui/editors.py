"""One editor for each kind of field, all used alike.

An editor says what is typed in it as a value, and shows what is wrong with it. It knows the
field's declaration, not the record. What was not touched is given back exactly as it came, and
what is typed stays as it is typed, however wrong.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from netcatalog.domain import wording
from netcatalog.domain.dates import InvalidDateError, span
from netcatalog.domain.fields import Kind
from netcatalog.ui.icons import Tint, icon
from netcatalog.ui.theme import Look, dress, mark_problem
from netcatalog.ui.typed_numbers import decimal_number, whole_number

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QWheelEvent

    from netcatalog.domain.fields import Field

NARROW = 200
"""Width of what holds a date or a number, in logical pixels: 25 steps of the grid."""

MIDDLE = 296
"""Greatest width of a list to choose from, in logical pixels: 37 steps of the grid."""

AS_WIDE_AS_IT_MAY = 1_000
"""The part of a row that a control takes, up to its greatest width, against 1 for the rest."""

_LEAST_LETTERS = 10
"""Letters of a choice that can be read however narrow the window is."""

PROSE_LINES = (3, 12)
"""How many lines a text of several lines shows at least, and grows to at most."""


class ProblemLine(QWidget):
    """What is wrong, in words behind a sign; empty and hidden while nothing is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: QLabel | None = None
        self.hide()

    def text(self) -> str:
        """Return what is said, or ""."""
        return self._words.text() if self._words is not None else ""

    def say(self, text: str) -> None:
        """Say what is wrong; "" for nothing."""
        if self._words is None:
            self._words = self._build()
        self._words.setText(text)
        self.setVisible(bool(text))

    def _build(self) -> QLabel:
        """Make its parts when they are first needed: a form has many fields, few problems."""
        sign = QLabel()
        sign.setPixmap(icon("circle-alert", Tint.ERROR).pixmap(16, 16))
        words = QLabel(wordWrap=True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        dress(words, Look.PROBLEM)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(words, 1)
        return words


class Editor(QWidget):
    """Edits one value, or several that belong together.

    Attributes:
        fields: The fields whose values it edits.
        control: What has the keyboard.
        problem: What is wrong, as shown below the control.

    Signals:
        changed: Something was typed or chosen.
        left: The keyboard went elsewhere in the window.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, field: Field, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: tuple[Field, ...] = (field,)
        self.control = control
        self.problem = ProblemLine()
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addWidget(control)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addLayout(self._row)
        self._column.addWidget(self.problem)
        control.installEventFilter(self)
        name = f"{field.label} (required)" if field.required else field.label
        control.setAccessibleName(name)
        control.setToolTip(field.help)
        control.setWhatsThis(field.help)
        self._describe()

    @override
    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        # No focus proxy: to Tab that is one more stop, wherever Qt has put this widget.
        self.control.setFocus(reason)

    @property
    def field(self) -> Field:
        """The first field."""
        return self.fields[0]

    def value(self) -> object:
        """Return the value as a record holds it; None where it cannot be read."""
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        """Show a value. This is no change by the user."""
        raise NotImplementedError

    def values(self) -> dict[str, object]:
        """Return the value of each field by its name."""
        return {self.field.name: self.value()}

    def set_values(self, values: dict[str, object]) -> None:
        """Show the values of the fields."""
        self.set_value(values[self.field.name])

    def typed(self) -> object:
        """Return what stands in it as plain values, however wrong; see `type_again`."""
        if isinstance(self.control, QLineEdit):
            return self.control.text()
        return msgspec.to_builtins(self.values())

    def type_again(self, typed: object) -> None:
        """Let what was typed once stand in it again, as if the user had typed it."""
        if isinstance(self.control, QLineEdit):
            self.control.setText(str(typed))
        elif isinstance(typed, dict):
            self.set_values(typed)
        self.changed.emit()

    def complaint(self) -> str:
        """Return why what is typed is no value at all, or "" if it is one."""
        return ""

    def is_blank(self) -> bool:
        """Tell whether nothing is typed or chosen."""
        return self.value() in {None, ""}

    def set_problem(self, text: str) -> None:
        """Show below the control what is wrong; "" for nothing."""
        if text != self.problem.text():
            self.problem.say(text)
            mark_problem(self.control, bool(text))
            self._describe()

    def has_keyboard(self) -> bool:
        """Tell whether it is being typed into."""
        return self.control.hasFocus()

    def settle(self) -> None:
        """Put what was typed in order, as the keyboard goes elsewhere."""

    def _describe(self) -> None:
        parts = (self.problem.text(), self.field.help)
        self.control.setAccessibleDescription(wording.joined(parts, " "))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        elsewhere = {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}
        if (
            watched is self.control
            and isinstance(event, QFocusEvent)
            and event.lostFocus()
            and event.reason() not in elsewhere
        ):
            self.settle()
            self.left.emit()
        return super().eventFilter(watched, event)


class TextEditor(Editor):
    """A line of text."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        self.line = QLineEdit()
        super().__init__(field, self.line, parent)
        self._held: object = ""
        self._shown = ""
        self.line.setPlaceholderText(field.help)
        self.line.textEdited.connect(self.changed)

    @override
    def value(self) -> object:
        text = self.line.text()
        return self._held if text == self._shown else text.strip()

    @override
    def set_value(self, value: object) -> None:
        self._held = value
        self.line.setText("" if value is None else str(value))
        self.line.setCursorPosition(0)
        self._shown = self.line.text()


class ReadLineEditor(Editor):
    """A short line that is read as something else than text, and says how it was read."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        self.line = QLineEdit()
        super().__init__(field, self.line, parent)
        self.line.setMaximumWidth(NARROW)
        self._row.setStretch(0, AS_WIDE_AS_IT_MAY)
        self.reading = QLabel(wordWrap=True)
        self.reading.setTextFormat(Qt.TextFormat.PlainText)
        dress(self.reading, Look.QUIET)
        self._row.addWidget(self.reading, 1)
        self._held: object = None
        self._shown = ""
        self.line.textEdited.connect(self._on_edited)
        self._say_reading()

    @override
    def value(self) -> object:
        text = self.line.text()
        return self._held if text == self._shown else self._read(text.strip())

    @override
    def set_value(self, value: object) -> None:
        self._held = value
        self._shown = self._written(value)
        self.line.setText(self._shown)
        self._say_reading()

    @override
    def is_blank(self) -> bool:
        return not self.line.text().strip()

    @override
    def type_again(self, typed: object) -> None:
        super().type_again(typed)
        self._say_reading()

    def _read(self, text: str) -> object:
        """Return the value of a text without blanks around it; None where it is none."""
        raise NotImplementedError

    def _written(self, value: object) -> str:
        """Return a value as one would type it."""
        return "" if value is None else str(value)

    def _words(self, value: object) -> str:
        """Return a value in words, where they say more than what is typed."""
        words = wording.value(self.field, value, _no_label)
        return "" if words == self.line.text().strip() else words

    def _say_reading(self) -> None:
        value = self.value()
        blank = value is None or value == ""
        self.reading.setText(self.field.unit if blank else self._words(value))

    def _on_edited(self) -> None:
        self._say_reading()
        self.changed.emit()


class DateEditor(ReadLineEditor):
    """A date that may be partial or uncertain, in EDTF."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line.setPlaceholderText("1951, 2019-11-22, 1990~")

    @override
    def _read(self, text: str) -> object:
        return text

    @override
    def _words(self, value: object) -> str:
        try:
            span(str(value))
        except InvalidDateError:
            return ""
        return super()._words(value)


class IntegerEditor(ReadLineEditor):
    """A whole number, with or without blanks between thousands."""

    @override
    def _read(self, text: str) -> object:
        return whole_number(text)

    @override
    def complaint(self) -> str:
        if self.is_blank() or self.value() is not None:
            return ""
        return self.tr("This is not a whole number. Write it in digits, such as 35 or 100 000.")


class NumberEditor(ReadLineEditor):
    """A number that may have a fraction and a minus."""

    @override
    def _read(self, text: str) -> object:
        return decimal_number(text)

    @override
    def _written(self, value: object) -> str:
        return f"{value:.15g}".replace("-", "−") if isinstance(value, (int, float)) else ""

    @override
    def complaint(self) -> str:
        if self.is_blank() or self.value() is not None:
            return ""
        return self.tr("This is not a number. Write it in digits, such as −20 or 52.25.")


class MomentEditor(ReadLineEditor):
    """A day and a time of day, in UTC."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line.setPlaceholderText("2026-11-23 09:30")

    @override
    def _read(self, text: str) -> object:
        try:
            return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
        except ValueError:
            return None

    @override
    def _written(self, value: object) -> str:
        return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, dt.datetime) else ""

    @override
    def complaint(self) -> str:
        if self.is_blank() or self.value() is not None:
            return ""
        return self.tr("This is not a day and time. Write it like 2026-11-23 09:30.")


class ProseEditor(Editor):
    """A text of several lines, which grows as it is written."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        self.text = GrowingText()
        super().__init__(field, self.text, parent)
        self._held: object = ""
        self._shown = ""
        self.text.setPlaceholderText(field.help)
        self.text.textChanged.connect(self._on_text_changed)

    @override
    def value(self) -> object:
        text = self.text.raw_text()
        if text == self._shown:
            return self._held
        held = str(self._held)
        if "\r\n" in held and "\n" not in held.replace("\r\n", ""):
            text = text.replace("\n", "\r\n")  # so that passages still count alike
        return text if text.strip() else ""

    @override
    def set_value(self, value: object) -> None:
        self._held = value
        with QSignalBlocker(self.text):
            self.text.setPlainText("" if value is None else str(value))
        self._shown = self.text.raw_text()
        self.text.fit()

    @override
    def typed(self) -> object:
        return self.text.raw_text()

    @override
    def type_again(self, typed: object) -> None:
        self.text.setPlainText(str(typed))

    def _on_text_changed(self) -> None:
        self.text.fit()
        self.changed.emit()


class GrowingText(QPlainTextEdit):
    """Plain text that is as high as what is written in it, within bounds."""

    def __init__(self, lines: tuple[int, int] = PROSE_LINES) -> None:
        super().__init__()
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self.fit()

    def raw_text(self) -> str:
        """Return the text; unlike `toPlainText` it keeps blanks that do not break."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def fit(self) -> None:
        """Take the height that the text needs at the present width."""
        least, most = self._lines
        needed = int(self.document().size().height())  # in lines, for plain text
        rows = min(max(needed, least), most)
        around = 2 * int(self.document().documentMargin()) + 12  # padding and border
        self.setFixedHeight(rows * self.fontMetrics().lineSpacing() + around)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(NARROW, self.height())


class FlagEditor(Editor):
    """Yes or no, as a box to tick."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        self.box = QCheckBox(self.tr("Yes"))
        super().__init__(field, self.box, parent)
        meaning = QLabel(field.help, wordWrap=True)
        dress(meaning, Look.QUIET)
        self._row.addWidget(meaning, 1)
        self.box.clicked.connect(self.changed)

    @override
    def value(self) -> object:
        return self.box.isChecked()

    @override
    def set_value(self, value: object) -> None:
        self.box.setChecked(bool(value))

    @override
    def is_blank(self) -> bool:
        return not self.box.isChecked()


class ChoiceEditor(Editor):
    """One of a few values, with "not said" where that is one of them."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        self.box = ChoiceBox()
        super().__init__(field, self.box, parent)
        self.box.setMaximumWidth(MIDDLE)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row.setStretch(0, AS_WIDE_AS_IT_MAY)
        self._row.addStretch(1)
        self.box.setPlaceholderText(self.tr("Choose…"))
        if field.nullable:
            self.box.addItem(self.tr("Not said"), None)
        if field.kind is Kind.FLAG:
            self.box.addItem(self.tr("Yes"), True)
            self.box.addItem(self.tr("No"), False)
        for choice in field.choices or ():
            self.box.addItem(wording.capital(choice.label), choice)
        self.box.setCurrentIndex(0 if field.nullable else -1)
        self.box.currentIndexChanged.connect(self.changed)

    @override
    def value(self) -> object:
        place = self.box.currentIndex()
        return self._values()[place] if place >= 0 else None

    @override
    def set_value(self, value: object) -> None:
        values = self._values()
        with QSignalBlocker(self.box):
            self.box.setCurrentIndex(values.index(value) if value in values else -1)

    def _values(self) -> list[object]:
        # Qt hands a text enumeration back as plain text, so the values are listed anew.
        said: list[object] = [True, False] if self.field.kind is Kind.FLAG else []
        return [*([None] if self.field.nullable else []), *said, *(self.field.choices or ())]


class ChoiceBox(QComboBox):
    """A list to choose from that lets the form scroll under the pointer."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST_LETTERS)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def _no_label(_key: str, _record_id: int) -> str:
    return ""
