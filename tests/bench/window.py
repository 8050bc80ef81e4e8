"""Our window until its frame is painted (``frame FILE``) or the list is (``list FILE``)."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import gettempdir

from PySide6.QtCore import QTimer

from netcatalog import app

stage, catalog = sys.argv[1], Path(sys.argv[2])
application = app.make_application()
window = app.make_window(Path(gettempdir()) / "no-such-settings.ini")


def painted():
    if stage == "frame":
        os._exit(0)
    desk = app.furnish(window)
    desk.model.modelReset.connect(lambda: QTimer.singleShot(0, lambda: shown(desk)))
    desk.open(catalog)


def shown(desk):
    desk.browse.table.viewport().repaint()
    os._exit(0)


window.painted.connect(painted)
window.show()
application.exec()
