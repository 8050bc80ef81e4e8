"""Opening the window: the only way from here to Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcatalog import app

if TYPE_CHECKING:
    import argparse


def do_open(options: argparse.Namespace) -> int:
    """Show the window until it is closed, and return the exit status."""
    return app.run(options.file)
