"""The library that stands between a program and the system; see ``shim.c``."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")


def missing() -> str:
    """Return why the library cannot be made here, or ""."""
    if sys.platform != "linux":
        return "a library goes before the system's on Linux only"
    return "" if shutil.which("cc") else "there is no C compiler (cc) here"


def compiled(folder: Path) -> Path:
    """Make the library."""
    made = folder / "shim.so"
    options = ("-shared", "-fPIC", "-O1", "-Wall", "-Werror")
    subprocess.run(["cc", *options, "-o", made, SOURCE, "-ldl"], check=True)
    return made


class Shim:
    """The library, in a process that was started with it."""

    def __init__(self, folder: Path) -> None:
        """Watch the files in a folder."""
        self._library = ctypes.CDLL(None)
        self._library.shim_seen.restype = ctypes.c_long
        self._library.shim_fail.argtypes = [ctypes.c_long, ctypes.c_int, ctypes.c_int]
        self._library.shim_told.argtypes = [ctypes.c_long]
        self._library.shim_watch(str(folder).encode())

    def fail(self, nth: int, error: int, *, lasting: bool) -> None:
        """Let the `nth` call from now fail; if lasting, all that follow it, too."""
        self._library.shim_fail(nth, error, lasting)

    def mend(self) -> int:
        """Let nothing fail any more; return how many calls there were since `fail`."""
        seen = self._library.shim_seen()
        self._library.shim_fail(0, 0, 0)
        return int(seen)

    def record(self, journal: Path) -> None:
        """Write down from now on what is done to the files."""
        self._library.shim_record(str(journal).encode())

    def told(self, number: int) -> None:
        """Write down that something was told to the user."""
        self._library.shim_told(number)
