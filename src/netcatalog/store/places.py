"""What the system tells of the place of a file; what follows from it says `domain.places`."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from netcatalog.domain.places import place_of

if TYPE_CHECKING:
    from netcatalog.domain.places import Place

_REMOTE = 4
"""What Windows calls a drive that is a share (DRIVE_REMOTE)."""


def look_at(path: Path) -> Place:
    """Return where a file lies."""
    whole = path.resolve()
    return place_of(str(whole), _mounts(), os.path.expanduser("~"), _beside(whole))  # noqa: PTH111  it never fails


def is_writable(path: Path) -> bool:
    """Return whether this user may write a catalogue there, and its journal beside it."""
    return os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK)


def _mounts() -> str:
    if sys.platform == "win32":
        return _drives()
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def _drives() -> str:
    """Return the mapped drives of Windows as lines of /proc/mounts. Untried: see decision 12."""
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  only Windows has it
    letters = (f"{chr(code)}:" for code in range(ord("A"), ord("Z") + 1))
    shares = [one for one in letters if kernel.GetDriveTypeW(f"{one}\\") == _REMOTE]
    return "\n".join(f"share {one} smb rw" for one in shares)


def _beside(path: Path) -> set[str]:
    """Return the hidden files in the folders above: there the services leave their marks."""
    found: set[str] = set()
    for folder in path.parents:
        with suppress(OSError), os.scandir(folder) as entries:
            found |= {one.name for one in entries if one.name.startswith(".")}
    return found
