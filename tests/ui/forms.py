"""Forms filled in as people do it: with the keyboard, one field after the other."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox

from netcatalog.domain.fields import Field, Kind
from netcatalog.domain.wording import capital
from netcatalog.ui.tasks import Task

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from netcatalog.ui.editors import Editor
    from netcatalog.ui.tasks import TaskRunner

SAMPLES: dict[Kind, tuple[str, object]] = {
    Kind.TEXT: ("Łódź, 🚋 & Straße", "Łódź, 🚋 & Straße"),
    Kind.KEY: ("key", "key"),
    Kind.PROSE: ("one\ntwo", "one\ntwo"),
    Kind.MARKDOWN: ("- one\n- two", "- one\n- two"),
    Kind.DATE: ("1990~", "1990~"),
    Kind.COUNTRY: ("poland", "PL"),
    Kind.LANGUAGE: ("french", "fr"),
    Kind.ADDRESS: ("https://example.org/", "https://example.org/"),
    Kind.INTEGER: ("35 000", 35_000),
    Kind.NUMBER: ("−20,5", -20.5),
    Kind.MOMENT: ("2026-11-23 09:30", dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)),
}
"""For each kind of field what is typed into it, and the value it then has."""


def show(qtbot, widget: QWidget) -> None:
    """Show a widget in front of all others."""
    qtbot.addWidget(widget)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()


def settle(qtbot, runner: TaskRunner) -> None:
    """Wait until everything that was asked is answered."""
    qtbot.waitUntil(lambda: not runner.findChildren(Task))


def sample(field: Field) -> tuple[str, object]:
    """Return what is typed into a field, and the value it then has."""
    if field.kind is Kind.CHOICE:
        assert field.choices is not None
        choice = list(field.choices)[-1]
        return capital(choice.label), choice
    if field.kind is Kind.FLAG:
        return "Yes", True
    return SAMPLES[field.kind]


def keys(qtbot, control: QWidget, text: str) -> None:
    """Type a text. Qt's own tests know the letters of ASCII only; the others come as text."""
    for letter in text:
        if letter == "\n":
            qtbot.keyClick(control, Qt.Key.Key_Return)
        elif letter.isascii():
            qtbot.keyClicks(control, letter)
        else:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(control, event)


def type_into(qtbot, editor: Editor, text: str) -> None:
    """Fill an editor with the keyboard, and leave it with Tab."""
    control = editor.control
    control.setFocus(Qt.FocusReason.TabFocusReason)
    assert control.hasFocus(), f"{editor.field.label} does not take the keyboard"
    if editor.field.kind is Kind.FLAG and not isinstance(control, QComboBox):
        qtbot.keyClick(control, Qt.Key.Key_Space)
    else:
        if hasattr(control, "selectAll"):
            control.selectAll()
            qtbot.keyClick(control, Qt.Key.Key_Delete)
        keys(qtbot, control, text)
    qtbot.keyClick(control, Qt.Key.Key_Tab)


def choose(qtbot, runner: TaskRunner, editor: Editor, text: str) -> None:
    """Type part of a name into a picker, and take the first that is offered with Enter."""
    line = editor.control
    line.setFocus(Qt.FocusReason.TabFocusReason)
    line.selectAll()
    keys(qtbot, line, text)
    settle(qtbot, runner)
    qtbot.waitUntil(line.popup.isVisible)
    QApplication.processEvents()  # the screen in memory makes a list the active window, later
    qtbot.keyClick(line.popup, Qt.Key.Key_Return)
    line.window().activateWindow()  # and never goes back by itself
    qtbot.waitUntil(line.window().isActiveWindow)
