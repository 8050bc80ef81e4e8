"""How much memory our window takes with a section of a catalogue open: ``memory FILE SECTION``.

Prints megabytes. The section is gone through to its end, as by somebody who looks around.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.bench.qt import Window


def main(path: Path, section: str) -> float:
    window = Window(path, section)
    for key in (Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_PageDown):
        QTest.keyClick(window.table, key)
        window.rest()
    used = _megabytes()
    window.close()
    return used


def _megabytes() -> float:
    """Return what this process has in memory now; where the system does not say, its most."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    line = next(one for one in status.splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1000


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), sys.argv[2]))
