"""The least a window can cost: an empty QMainWindow, painted once.

With ``query FILE``, SQLAlchemy is imported as well, after the first paint, one query is made,
and the window is painted again.
"""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow


class Window(QMainWindow):
    """Ends the process when it was painted."""

    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, go_on)


def go_on():
    if len(sys.argv) > 1:
        import sqlalchemy.orm

        engine = sqlalchemy.create_engine(f"sqlite:///{sys.argv[2]}")
        with engine.connect() as connection:
            connection.execute(sqlalchemy.text("SELECT id, label FROM actor")).all()
    os._exit(0)


app = QApplication([])
window = Window()
window.resize(1320, 800)
window.show()
app.exec()
