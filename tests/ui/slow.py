"""A catalogue that can be held up, for what must go right while it answers slowly."""

from __future__ import annotations

import threading
from collections import Counter

LONG = 5
"""Seconds after which whoever is held up goes on, so that a test that fails also ends."""


class Slow:
    """A catalogue, one of whose methods waits before it answers until it is told to go on.

    Attributes:
        begun: Set once a call of the method has begun.
        calls: How often each method was called.
    """

    def __init__(self, catalog, method):
        self._catalog = catalog
        self._method = method
        self._go_on = threading.Event()
        self.begun = threading.Event()
        self.calls = Counter()

    def go_on(self):
        """Let all calls answer, those under way and those to come."""
        self._go_on.set()

    def hold(self):
        """Hold up the calls to come."""
        self.begun.clear()
        self._go_on.clear()

    def __getattr__(self, name):
        found = getattr(self._catalog, name)
        if not callable(found):
            return found

        def call(*args, **kwargs):
            self.calls[name] += 1
            if name == self._method:
                self.begun.set()
                self._go_on.wait(LONG)
            return found(*args, **kwargs)

        return call
