"""Our window until its frame is painted (``frame FILE``) or the list is (``list FILE``)."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import gettempdir

from netcatalog import app

stage, catalog = sys.argv[1], Path(sys.argv[2])


def end(*_):
    os._exit(0)


def watch(desk):
    """End when the rows that were found have been painted."""

    def painted():
        desk.browse.table.viewport().repaint()
        end()

    desk.model.modelReset.connect(painted)


application = app.make_application()
window = app.make_window(Path(gettempdir()) / "no-such-settings.ini")
window.painted.connect(end if stage == "frame" else lambda: watch(app.begin(window, catalog)))
window.show()
application.exec()
