"""How many statements something takes."""

from __future__ import annotations


def statements(catalog, work):
    """Return how many statements a catalogue runs while it does some work, on one connection."""
    asked = []
    with catalog._database.read() as connection:
        pass
    connection.set_trace_callback(asked.append)
    work()
    connection.set_trace_callback(None)
    return len(asked)
