"""Someone at the desk: a real window on a real catalogue, worked with keys and clicks.

Nothing here sleeps. `settle` waits until all that was asked of the catalogue is answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu, QWidget

from netcatalog.services.opening import create_catalog, open_file
from netcatalog.ui.desk import Desk
from netcatalog.ui.main_window import MainWindow
from netcatalog.ui.tasks import Task, TaskRunner
from tests.conftest import USER, clock
from tests.ui import forms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtCore import QSettings
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QTextBrowser

    from netcatalog.domain.fields import Record
    from netcatalog.services.catalog import Catalog
    from netcatalog.ui.section_form import EntryForm, SectionForm

W = TypeVar("W", bound=QWidget)

PATIENCE_MS = 20_000
"""How long anything may take on the slowest machine, in milliseconds."""


def opener(path: Path, *, make: bool = False, reading: bool = False) -> Catalog:
    """Open a catalogue as the program does, but in the name and at the time of every test."""
    if make:
        create_catalog(path, user=USER, clock=clock, seeded=False)
    return open_file(path, user=USER, clock=clock, reading=reading, hold=not reading)


class Person:
    """Works at one window."""

    def __init__(self, qtbot, runner: TaskRunner, settings: QSettings) -> None:
        self.qtbot = qtbot
        self.runner = runner
        self.window = MainWindow(settings)
        self.desk = Desk(self.window, runner, opener, settings)
        forms.show(qtbot, self.window)

    # The catalogue

    @property
    def catalog(self) -> Catalog:
        """The catalogue that is open: for looking at what was stored."""
        assert self.desk.session is not None
        return self.desk.session.catalog

    def opens(self, path: Path) -> None:
        """Open a file, and wait for its first page."""
        self.desk.open(path)
        self.settle()

    def leaves(self) -> None:
        """Close the window, and let go of the file."""
        self.settle()
        self.window.close()
        assert not self.window.isVisible()
        self.desk.finish()

    def settle(self) -> None:
        """Wait until everything that was asked is answered and shown."""
        QApplication.processEvents()
        while not self._is_quiet():
            self.qtbot.waitUntil(self._is_quiet, timeout=PATIENCE_MS)
            QApplication.processEvents()  # an answer may lead to another question

    def _is_quiet(self) -> bool:
        desk = self.desk
        timers = desk.pages._timer, desk.narrowing._timer, desk.browse.completer._soon
        return not self.runner.findChildren(Task) and not any(one.isActive() for one in timers)

    # Keys and clicks

    def presses(self, *keys: str) -> None:
        """Press keys, one after the other, where the keyboard is: "Ctrl+S", "Return", "F2"."""
        for key in keys:
            pressed = QKeySequence(key)[0]
            QTest.keyClick(keyboard(), pressed.key(), pressed.keyboardModifiers())
        self.settle()

    def types(self, text: str) -> None:
        """Type a text where the keyboard is."""
        forms.keys(self.qtbot, keyboard(), text)
        self.settle()

    def clicks(self, widget: QWidget, place: QPoint | None = None) -> None:
        """Click on a widget, in its middle unless another place is given."""
        assert widget.isVisible(), f"{widget.accessibleName()} cannot be seen"
        assert widget.isEnabled(), f"{widget.accessibleName()} is grey"
        where = {} if place is None else {"pos": place}
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, **where)
        self.settle()

    def picks(self, *path: str) -> None:
        """Pick an entry of the menus with the keyboard alone, by the letters underlined."""
        bar = self.window.menuBar()
        actions = bar.actions()
        target: QWidget = self.window
        modifier = Qt.KeyboardModifier.AltModifier
        for step in path:
            action = next(one for one in actions if one.text().replace("&", "").startswith(step))
            assert action.isEnabled(), f"{step} is grey"
            QTest.keyClick(target, _underlined(action), modifier)
            modifier = Qt.KeyboardModifier.NoModifier
            menu = action.menu()
            if isinstance(menu, QMenu):
                self.qtbot.waitUntil(menu.isVisible)
                target, actions = menu, menu.actions()
        self.settle()
        if QApplication.activeModalWidget() is None:
            self.comes_back()

    # The three columns

    def turns_to(self, section: str) -> None:
        """Turn to a section by its key on the keyboard."""
        place = [self.desk.sections.item(row) for row in range(self.desk.sections.count())]
        labels = [item.text().partition("  ")[0] for item in place]
        self.presses(f"Ctrl+{labels.index(section) + 1}")

    def searches(self, text: str) -> None:
        """Put the cursor into the search bar, and type over what is there."""
        self.presses("Ctrl+F")
        if text:
            self.types(text)
        else:
            self.presses("Delete")

    def finds(self, section: str, text: str) -> None:
        """Search in a section, and so come to the page of the best hit."""
        self.turns_to(section)
        self.searches(text)

    def rows(self) -> list[str]:
        """Return the first column of the table."""
        model = self.desk.model
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    def toggles_column(self, label: str) -> None:
        """Hide or show a column, in the menu above the table."""
        menu = self.desk.browse.columns_button.menu()
        menu.popup(self.window.pos())
        self.qtbot.waitUntil(menu.isVisible)
        place = [action.text() for action in menu.actions()].index(label)
        self.presses(*["Down"] * (place + 1), "Return")
        self.comes_back()

    def page(self) -> str:
        """Return the text of the page."""
        return self.desk.record.view.browser.toPlainText()

    def title(self) -> str:
        """Return the title of the record shown."""
        return self.window.windowTitle().split(" – ")[0]

    def told(self) -> str:
        """Return what the message bar says, if it is there."""
        message = self.desk.message
        return message.text.text() if message.isVisible() else ""

    def follows(self, words: str, nth: int = 0) -> None:
        """Click on the link of these words on the page."""
        browser = self.desk.record.view.browser
        found = [one for one in links(browser) if one[0] == words]
        assert found, f"there is no link {words}"
        self.clicks(browser.viewport(), point_on(browser, found[nth][1]))

    # Forms

    def section(self, kind: type[Record], inside: EntryForm | None = None) -> SectionForm:
        """Return the part of the form that is open which holds the records of a type."""
        whole = inside or self.desk.record.form
        assert whole is not None
        return next(one for one in whole.sections if one.kind is kind)

    def adds(self, kind: type[Record], inside: EntryForm | None = None) -> EntryForm:
        """Press the button that adds a record of a type."""
        section = self.section(kind, inside)
        self.clicks(section.add_button)
        return section.entries[-1]

    def edits(self, kind: type[Record], words: str) -> EntryForm:
        """Open the record in the form whose sentence begins with these words."""
        entry = next(e for e in self.section(kind).entries if e.label.text().startswith(words))
        self.clicks(entry.edit_button)
        return entry

    def fills(self, form, **fields: str) -> None:
        """Fill in fields of a form, each by typing."""
        for name, text in fields.items():
            forms.type_into(self.qtbot, form.editors[name], text)
        self.settle()

    def chooses(self, form, **fields: str) -> None:
        """Fill in fields that refer to records, by part of a name and the first offered."""
        for name, text in fields.items():
            forms.choose(self.qtbot, self.runner, form.editors[name], text)
        self.settle()

    def rests_on(self, form, source: str, words: str) -> None:
        """Choose a source in a form by its title, and words of its text by looking for them."""
        if not form.disclosure.is_open():
            self.clicks(form.disclosure.button)
        self.chooses(form, source=source)
        self.clicks(form.editors["start"].button)
        self.presses("Shift+Tab")  # from the text to the line above it
        self.types(words)
        self.presses("Return")
        self.clicks(form.editors["start"].picker.use_button)

    def saves(self) -> None:
        """Press Ctrl+S, and see the form close."""
        self.presses("Ctrl+S")
        assert self.desk.record.form is None, self.desk.record.form.foot.hint.text()

    # Dialogs

    def dialog(self, kind: type[W]) -> W:
        """Return the dialog of a class that is open."""
        found = [one for one in self.window.findChildren(kind) if one.isVisible()]
        assert found, f"no {kind.__name__} is open"
        found[-1].activateWindow()
        self.qtbot.waitUntil(found[-1].isActiveWindow)
        return found[-1]

    def names_file(self, path: Path) -> None:
        """Type the name of a file into the dialog that asks for one, and press Enter."""
        dialog = self.dialog(QFileDialog)
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        line.setFocus()
        line.selectAll()
        forms.keys(self.qtbot, line, str(path))
        QTest.keyClick(line, Qt.Key.Key_Return)
        self.settle()
        self.comes_back()

    def comes_back(self) -> None:
        """Make the window the active one; the screen in memory does not do so by itself."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)


def keyboard() -> QWidget:
    """Return the widget that the next key goes to."""
    popup = QApplication.activePopupWidget()
    focus = popup or QApplication.focusWidget() or QApplication.activeWindow()
    assert focus is not None, "the keyboard is nowhere"
    return focus


def links(browser: QTextBrowser) -> Iterator[tuple[str, int]]:
    """Go through the links of a text: their words, and where they begin."""
    block = browser.document().begin()
    while block.isValid():
        inside = block.begin()
        while not inside.atEnd():
            fragment = inside.fragment()
            if fragment.charFormat().isAnchor():
                yield fragment.text(), fragment.position()
            inside += 1
        block = block.next()


def point_on(browser: QTextBrowser, position: int) -> QPoint:
    """Return a point on the letter at a position, scrolled into sight."""
    cursor = QTextCursor(browser.document())
    cursor.setPosition(position)
    browser.setTextCursor(cursor)
    browser.ensureCursorVisible()
    left = browser.cursorRect(cursor)
    cursor.setPosition(position + 1)
    right = browser.cursorRect(cursor)
    return QPoint((left.left() + right.left()) // 2, left.center().y())


def _underlined(action: QAction) -> Qt.Key:
    letter = action.text()[action.text().index("&") + 1]
    return Qt.Key(ord(letter.upper()))
