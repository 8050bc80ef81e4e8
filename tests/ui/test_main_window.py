"""The frame of the program: painted at once, and found again as one left it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel

from netcatalog import app
from netcatalog.ui import theme
from netcatalog.ui.colours import DARK, HIGH_CONTRAST, LIGHT
from netcatalog.ui.main_window import MainWindow
from tests.cli.program import run_python


class Guest:
    """Stands in the window, and is asked."""

    def __init__(self, may_close=True):
        self.answer = may_close
        self.remembered = 0

    def may_close(self):
        return self.answer

    def remember(self):
        self.remembered += 1


@pytest.fixture
def window(qtbot, settings):
    made = MainWindow(settings)
    qtbot.addWidget(made)
    return made


def test_the_window_says_once_that_it_was_painted(qtbot, window):
    said = []
    window.painted.connect(lambda: said.append(True))
    with qtbot.waitSignal(window.painted):
        window.show()
    window.repaint()
    window.resize(1000, 600)
    qtbot.waitUntil(lambda: window.width() == 1000)
    assert said == [True]


def test_an_empty_window_closes(qtbot, window):
    with qtbot.waitExposed(window):
        window.show()
    assert window.close()


def test_the_window_stays_where_its_guest_does_not_let_it_close(qtbot, window):
    guest = Guest(may_close=False)
    window.furnish(guest, QLabel())
    with qtbot.waitExposed(window):
        window.show()
    assert not window.close()
    assert window.isVisible()
    assert not guest.remembered
    guest.answer = True
    assert window.close()
    assert guest.remembered == 1


def test_the_size_is_remembered(qtbot, window, settings):
    window.show()
    window.resize(window.minimumWidth(), 600)  # the screen in memory has 800 pixels
    window.close()

    again = MainWindow(QSettings(settings.fileName(), QSettings.Format.IniFormat))
    qtbot.addWidget(again)
    assert again.height() == 600


def test_settings_that_make_no_sense_are_passed_over(qtbot, tmp_path):
    path = tmp_path / "window.ini"
    path.write_text("[window]\ngeometry=@ByteArray(\\x1\\x2)\ncolumns=nonsense\nscheme=purple\n")
    window = app.make_window(path)
    qtbot.addWidget(window)
    desk = app.furnish(window)
    window.show()
    assert window.width() == 1320
    assert theme.current() in {LIGHT, DARK, HIGH_CONTRAST}
    desk.finish()


def test_the_colours_chosen_are_put_on_at_the_start(qtbot, qapp, tmp_path):
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    settings.setValue("window/scheme", theme.Scheme.DARK.value)
    settings.sync()
    window = app.make_window(tmp_path / "window.ini")
    qtbot.addWidget(window)
    desk = app.furnish(window)
    assert theme.current() == DARK
    desk.finish()
    theme.apply(qapp, theme.Scheme.LIGHT)


def test_the_widths_of_the_columns_are_remembered(arrives, seeded_path):
    first = arrives(seeded_path)
    first.window.resize(first.window.minimumSize())
    first.settle()
    first.desk.columns.setSizes([150, 320, 400])
    sizes = first.desk.columns.sizes()
    first.leaves()

    second = arrives(seeded_path)
    assert second.desk.columns.sizes() == sizes


def test_the_window_is_usable_on_a_small_screen(person):
    person.window.resize(person.window.minimumSize())
    person.settle()
    assert person.window.width() <= 1024
    assert person.window.height() <= 600
    for part in (person.desk.sections, person.desk.browse.table, person.desk.record.view):
        assert part.isVisible()
        assert part.width() >= 100


_UNTIL_PAINTED = """
import sys
from pathlib import Path
from netcatalog import app

application = app.make_application()
window = app.make_window(Path(sys.argv[1]))
window.painted.connect(application.quit)
window.show()
application.exec()
print(*sorted(name for name in sys.modules if "." not in name))
"""


def test_the_frame_is_painted_before_anything_slow_is_loaded(tmp_path):
    done = run_python(
        _UNTIL_PAINTED, tmp_path / "window.ini", env={"QT_QPA_PLATFORM": "offscreen"}
    )
    loaded = set(done.stdout.split())
    assert "PySide6" in loaded
    assert not loaded & {"sqlalchemy", "alembic", "typst", "babel", "edtf"}
