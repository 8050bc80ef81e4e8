"""The order in which Tab goes through a form: that in which the form is laid out.

Qt appends what is added later, wherever it stands, so the order is set anew each time.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator


def set_tab_order(top: QWidget) -> None:
    """Let Tab go through all that is laid out in a widget, from its first to its last."""
    for before, after in pairwise(stops(top)):
        QWidget.setTabOrder(before, after)


def stops(top: QWidget) -> Iterator[QWidget]:
    """Go through what takes the keyboard, in the order of the layouts, hidden or not."""
    takes_tab = top.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    if takes_tab and top.focusProxy() is None:
        yield top
    inside = top.widget() if isinstance(top, QScrollArea) else None
    if inside is not None:
        yield from stops(inside)
    layout = top.layout()
    if layout is not None:
        yield from _inside(layout)


def _inside(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        widget, nested = item.widget(), item.layout()
        if widget is not None:
            yield from stops(widget)
        elif nested is not None:
            yield from _inside(nested)
