"""What we rely on in PySide6 itself."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject

CALLS = 1_000


def test_calls_that_return_nothing_do_not_use_up_the_references_to_none():
    """PySide6 6.12.0 on Python 3.11 did, and the program aborted after some 500 signals."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        thing.setObjectName("x")
    assert sys.getrefcount(None) > before - CALLS / 2
