"""Asking for a file, or for where one is to be written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget


def file_dialog(
    parent: QWidget,
    title: str,
    then: Callable[[Path], object],
    filters: Sequence[str] = (),
    *,
    folder: Path | None = None,
    writes: str = "",
) -> QFileDialog:
    """Return a dialog that asks for a file, still to be opened, and is gone when it is closed.

    Args:
        parent: The window above which it opens.
        title: What it is called.
        then: Called with the file that is chosen.
        filters: Which files are shown, as `QFileDialog.setNameFilters` takes them.
        folder: Where it looks first; the one it was in last if not given.
        writes: Of a file that is to be written, and may be new, how it ends if a name is typed
            without an ending.
    """
    dialog = QFileDialog(parent, title, str(folder or ""))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setNameFilters(filters)
    if writes:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(writes.removeprefix("."))
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    return dialog
