"""Where files are: those shipped with the program, and those of the person who runs it.

Knows the three ways the program is run (frozen, installed, from source) and the folders that each
system sets aside for a user's files. Makes no folder and opens no file.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

APPLICATION = "NetCatalog"
"""The name of our folder among those of other programs."""


def bundled(folder: Literal["db", "resources"]) -> Path:
    """Return a folder that is shipped with the program."""
    package = Path(__file__).parent
    installed = package / "_bundled"  # see force-include in pyproject.toml
    frozen = getattr(sys, "_MEIPASS", None)  # set by PyInstaller
    if frozen is not None:
        return Path(frozen) / folder
    return (installed if installed.is_dir() else package.parents[1]) / folder


def data_folder() -> Path:
    """Return the folder of the user's catalogues, which may not exist yet."""
    from platformdirs import user_data_path

    return user_data_path(APPLICATION, appauthor=False)


def log_folder() -> Path:
    """Return the folder of the program's logs, which may not exist yet."""
    from platformdirs import user_log_path

    return user_log_path(APPLICATION, appauthor=False)


def default_catalog() -> Path:
    """Return the catalogue that the window opens when none is named; it may not exist yet."""
    return data_folder() / "catalogue.netcatalog"
