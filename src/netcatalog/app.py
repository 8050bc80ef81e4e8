"""The window program: where catalogue, window, settings and log are put together."""

from __future__ import annotations

import gc
import os
import sys
import threading
from typing import TYPE_CHECKING

from netcatalog.domain.errors import CatalogError
from netcatalog.paths import data_folder, default_catalog, log_folder

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from PySide6.QtWidgets import QApplication

    from netcatalog.services.catalog import Catalog
    from netcatalog.ui.desk import Desk
    from netcatalog.ui.main_window import MainWindow

LOG_BYTES = 1_000_000
"""Size at which the log is put aside; two of them are kept."""

SWITCH_SECONDS = 0.001
"""How long a worker may keep the window waiting where Python runs one thread at a time."""

PAINT_SECONDS = 60
"""How long `paint` waits for a window, in seconds: for the slowest machine there is."""


class NoScreenError(CatalogError):
    """No window can be shown here."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"{why}, so no window can be shown. These commands need none: new, list, show, note, "
            "import, merge, export, report, undo, redo, history, bring-back, empty-bin, "
            "duplicates, check, backup, backups, restore (see netcatalog --help)."
        )


def run(path: Path | None = None) -> int:
    """Show the window on a catalogue file, or on the user's own; return the exit status.

    Raises:
        NoScreenError: There is no screen, or libraries that Qt needs are not installed.
    """
    _require_screen()
    app = make_application()
    window = make_window(data_folder() / "window.ini")
    window.painted.connect(lambda: begin(window, path or default_catalog()))
    window.show()
    return app.exec()


def begin(window: MainWindow, path: Path) -> Desk:
    """Furnish a window that was painted, and open a catalogue in it."""
    # While Qt makes widgets, another thread loads what the catalogue needs.
    threading.Thread(target=_load_services, name="loading", daemon=True).start()
    _log_to_file()
    desk = furnish(window)
    sys.excepthook = _Hook(desk)
    threading.excepthook = _log_of_thread
    _application().aboutToQuit.connect(desk.finish)
    desk.open(path)
    return desk


def _load_services() -> None:
    import netcatalog.services.opening  # noqa: F401  loaded for whoever asks next


def make_application() -> QApplication:
    """Make the one Qt application of this process, without its colours.

    Raises:
        NoScreenError: Libraries that Qt needs are not installed.
    """
    try:
        from PySide6.QtWidgets import QApplication
    except ImportError as error:
        raise NoScreenError(f"A library that windows need is missing ({error})") from error
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.disable()  # until all is loaded that stays: see `furnish`
    app = QApplication([])
    app.setApplicationName("NetCatalog")
    app.setDesktopFileName("netcatalog")
    return app


def make_window(settings_file: Path) -> MainWindow:
    """Make the window, empty: it can be painted long before all that goes into it is loaded."""
    from PySide6.QtCore import QSettings

    from netcatalog.ui.main_window import MainWindow

    return MainWindow(QSettings(str(settings_file), QSettings.Format.IniFormat))


def furnish(window: MainWindow) -> Desk:
    """Put everything into the window, in the colours that the user chose."""
    from netcatalog.ui import theme
    from netcatalog.ui.desk import Desk
    from netcatalog.ui.tasks import TaskRunner

    app = _application()
    scheme = str(window.settings.value("window/scheme", theme.Scheme.SYSTEM.value))
    known = {one.value for one in theme.Scheme}
    theme.apply(app, theme.Scheme(scheme) if scheme in known else theme.Scheme.SYSTEM)
    theme.follow_system(app)
    desk = Desk(window, TaskRunner(app), open_or_make, window.settings)
    gc.freeze()  # modules and widgets stay: looking through them for garbage halts the window
    gc.enable()
    return desk


def _application() -> QApplication:
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert isinstance(app, QApplication)  # noqa: S101  made before any window
    return app


def paint(path: Path, picture: Path) -> None:
    """Open a catalogue in a window, and save a picture of it once its list is painted.

    Raises:
        CatalogError: The window did not come so far, or the picture cannot be written.
    """
    from PySide6.QtCore import QEventLoop, QTimer

    make_application()
    window = make_window(picture.with_suffix(".ini"))
    desk = furnish(window)
    loop = QEventLoop()
    failures: list[str] = []

    def give_up(text: str) -> None:
        failures.append(text)
        loop.quit()

    desk.record.shown.connect(loop.quit)
    desk.failed.connect(give_up)
    QTimer.singleShot(PAINT_SECONDS * 1000, lambda: give_up("the window stayed empty"))
    window.show()
    desk.open(path)
    loop.exec()
    window.repaint()
    saved = window.grab().save(str(picture))
    window.close()
    desk.finish()
    if failures or not saved:
        raise CatalogError(f"The window could not be painted: {', '.join(failures) or picture}.")


def open_or_make(path: Path, *, make: bool = False, reading: bool = False) -> Catalog:
    """Open a catalogue file; make it first if asked to, or if it is the user's own.

    Raises:
        StorageError: The file cannot be used or made.
        HeldError: Another window holds it, and it is not opened only to be read.
    """
    from PySide6.QtCore import QLocale

    from netcatalog.services.opening import create_catalog, open_file, user_name

    user, language = user_name(), QLocale().bcp47Name()
    if make:
        create_catalog(path, user=user, seeded=False, language=language)
    elif path == default_catalog() and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        create_catalog(path, user=user, language=language)
    return open_file(path, user=user, reading=reading, hold=not reading)


def _require_screen() -> None:
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if os.environ.get("WAYLAND_DISPLAY"):
        return
    if not os.environ.get("DISPLAY"):
        raise NoScreenError("There is no screen here")
    if not _x_server_answers():
        raise NoScreenError(f"The screen {os.environ['DISPLAY']} does not answer")


def _x_server_answers() -> bool:
    """Tell whether the X server can be reached. Qt would end the whole process if not.

    The connection stays open where it could be made: a server that nobody else uses starts anew
    when the last one closes, and is deaf to Qt meanwhile.
    """
    import ctypes

    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # Qt says what is missing
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    if xcb.xcb_connection_has_error(connection) == 0:
        return True
    xcb.xcb_disconnect(connection)
    return False


def _log_to_file() -> None:
    import logging.handlers

    try:
        log_folder().mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            log_folder() / "netcatalog.log", maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8"
        )
    except OSError:
        return  # without a log the program still works
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger("netcatalog").addHandler(handler)


def _log_of_thread(failed: threading.ExceptHookArgs) -> None:
    """Log a defect in a thread of our own; the window's own work tells of its failures itself."""
    import logging

    error = failed.exc_value
    logging.getLogger("netcatalog").error("a defect in a thread", exc_info=error)


class _Hook:
    """Tells of defects that nobody caught, and lets the work go on."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if not isinstance(error, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        import logging

        logging.getLogger("netcatalog").error("a defect", exc_info=(kind, error, trace))
        self._desk.tell_failure(error)
