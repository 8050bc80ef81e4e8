"""Lets every call fail by which a catalogue is written, one after the other.

``python -m tests.faults.failing FOLDER MOST``, with the library of ``shim.c`` before the
system's; prints a report as JSON. Each case is a fresh copy of a catalogue; a call fails while
something is done; what was the cause goes away; and work goes on, with the same `Catalog`.
"""

from __future__ import annotations

import errno
import gzip
import json
import random
import shutil
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from netcatalog.domain.errors import StorageError
from netcatalog.services.opening import create_catalog, open_catalog, open_file
from netcatalog.store import (
    database,
    migrate,  # noqa: F401  loaded before anything is counted
)
from tests.conftest import USER, clock
from tests.faults import deeds
from tests.faults.dump import digest
from tests.faults.killing import OLD
from tests.faults.promises import first
from tests.faults.shim import Shim

if TYPE_CHECKING:
    from collections.abc import Callable

    from netcatalog.services.catalog import Catalog

CAUSES = {
    "I/O error": (errno.EIO, False),
    "disk full": (errno.ENOSPC, True),
    "permission taken away": (errno.EACCES, True),
    "read-only": (errno.EROFS, True),
}
"""What the system says, and whether it goes on saying so."""

WARM = ("edit", "annotate", "bulk", "remove", "restore", "undo", "redo")
"""Deeds in a catalogue that was at work already."""

NEVER = 10**9


class Faults:
    """A run through all cases, and what was seen in them."""

    def __init__(self, folder: Path, most: int) -> None:
        self.folder = folder
        self.most = most
        self.path = folder / "at-work" / "catalogue.netcatalog"
        self.base = folder / "base.netcatalog"
        self.shim = Shim(self.path.parent)
        self.cases: Counter[str] = Counter()
        self.refused = 0
        self.sentences: set[str] = set()
        self.calls: dict[str, int] = {}
        self.wrong: list[str] = []

    def prepare(self) -> None:
        """Make the catalogue that every case begins with: something to undo, redo, restore."""
        create_catalog(self.base, user=USER, clock=clock, seeded=False)
        chance = random.Random(1)
        with open_catalog(self.base, user=USER, clock=clock) as catalog:
            for deed in (deeds.add, deeds.add, deeds.edit, deeds.add, deeds.remove, deeds.edit):
                deed(catalog, chance)
            catalog.undo()

    def run(self) -> None:
        """Let each call of each piece of work fail, for each cause."""
        for name in WARM:
            self.sweep(name, self.warm, self.most)
        self.sweep("opening and editing", self.cold, self.most)
        self.sweep("an edit that clears the log", self.clearing, self.most)
        self.sweep("closing", self.closing, self.most)
        self.sweep("migration", self.migration, self.most // 2)
        self.sweep("making", self.making, self.most // 2)

    def sweep(self, name: str, case: Callable[[str, Callable[[], None]], str], most: int) -> None:
        """Let the calls of one piece of work fail in turn: all of them, or `most` of them."""
        never = partial(self.shim.fail, NEVER, errno.EIO, lasting=False)
        if wrong := self.disturbed(partial(case, name, never)):
            self.wrong.append(f"{name}, undisturbed: {wrong}")
        calls = self.calls[name]
        step = max(1, -(-calls // most))
        for cause, (error, lasting) in CAUSES.items():
            for nth in range(1 + len(self.cases) % step, calls + 1, step):
                arm = partial(self.shim.fail, nth, error, lasting=lasting)
                wrong = self.disturbed(partial(case, name, arm))
                self.cases[cause] += 1
                if wrong:
                    self.wrong.append(f"{name}, {cause} at call {nth} of {calls}: {wrong}")

    def disturbed(self, case: Callable[[], str]) -> str:
        """Return what is wrong with a case, or ""; whatever it raises is wrong as well."""
        self.fresh()
        try:
            return case()
        except Exception as raised:  # noqa: BLE001  it belongs into the report
            return f"{type(raised).__name__}: {raised}"

    def fresh(self) -> None:
        """Begin anew with an empty folder."""
        shutil.rmtree(self.path.parent, ignore_errors=True)
        self.path.parent.mkdir()

    def tried(self, name: str, arm: Callable[[], None], act: Callable[[], object]) -> bool:
        """Do something while calls fail, and return whether it was done all the same."""
        arm()
        try:
            act()
        except StorageError as error:
            self.refused += 1
            self.sentences.add(str(error).partition("”")[2] or str(error))
            done = False
        else:
            done = True
        finally:
            seen = self.shim.mend()
            self.calls.setdefault(name, seen)
        return done

    def warm(self, name: str, arm: Callable[[], None], deed: str = "") -> str:
        """Disturb a deed in a catalogue that was at work already; it bears the same name."""
        shutil.copyfile(self.base, self.path)
        act = getattr(deeds, deed or name)
        with open_catalog(self.path, user=USER, clock=clock) as catalog:
            before = digest(catalog)
            steps = len(catalog.history())
            done = self.tried(name, arm, lambda: act(catalog, random.Random(2)))
            return self.goes_on(catalog, before, steps, done) or self.stays(catalog)

    def cold(self, name: str, arm: Callable[[], None]) -> str:
        """Disturb the opening, and the first deed."""
        shutil.copyfile(self.base, self.path)
        catalog = open_file(self.base, user=USER, clock=clock)
        before, steps = digest(catalog), len(catalog.history())
        catalog.close()
        catalog = open_file(self.path, user=USER, clock=clock)
        done = self.tried(name, arm, lambda: deeds.edit(catalog, random.Random(2)))
        return self.goes_on(catalog, before, steps, done) or self.stays(catalog)

    def clearing(self, name: str, arm: Callable[[], None]) -> str:
        """Disturb a deed that moves what is in the log into the file itself."""
        usual = database._PRAGMAS
        database._PRAGMAS = (*usual, "wal_autocheckpoint = 1")
        try:
            return self.warm(name, arm, "edit")
        finally:
            database._PRAGMAS = usual

    def closing(self, name: str, arm: Callable[[], None]) -> str:
        """Disturb what is done when a catalogue is closed: what was stored stays stored."""
        shutil.copyfile(self.base, self.path)
        catalog = open_file(self.path, user=USER, clock=clock)
        deeds.edit(catalog, random.Random(2))
        before, steps = digest(catalog), len(catalog.history())
        self.tried(name, arm, catalog.close)
        return self.goes_on(catalog, before, steps, done=False) or self.stays(catalog)

    def migration(self, name: str, arm: Callable[[], None]) -> str:
        """Disturb the migration of an old catalogue: it can be migrated later."""
        self.path.write_bytes(gzip.decompress(OLD[0].read_bytes()))

        def act() -> None:
            open_file(self.path, user=USER, clock=clock).close()

        self.tried(name, arm, act)
        with open_catalog(self.path, user=USER, clock=clock) as catalog:
            return self.goes_on(catalog, digest(catalog), len(catalog.history()), done=False)

    def making(self, name: str, arm: Callable[[], None]) -> str:
        """Disturb the making of a catalogue: it can be made later."""

        def act() -> None:
            create_catalog(self.path, user=USER, clock=clock)

        self.tried(name, arm, act)
        if not self.path.exists():  # it may be there, and whole, though its name is not sure yet
            act()
        with open_catalog(self.path, user=USER, clock=clock) as catalog:
            return self.goes_on(catalog, digest(catalog), 1, done=False)

    def goes_on(self, catalog: Catalog, before: str, steps: int, done: bool) -> str:
        """Return what is wrong with a catalogue after a disturbance, or ""; change it."""
        if faults := catalog.check().faults:
            return f"damaged: {faults}"
        if len(catalog.history()) != steps + done:
            return f"{len(catalog.history())} revisions instead of {steps + done}"
        if not done and digest(catalog) != before:
            return "what was refused was stored nevertheless"
        now = digest(catalog)
        deeds.edit(catalog, random.Random(3))
        catalog.undo()
        if digest(catalog) != now:
            return "an edit undone afterwards left something else"
        return "; ".join(catalog.check().faults)

    def stays(self, catalog: Catalog) -> str:
        """Return whether a catalogue, opened again, is another one than it was, and how."""
        now = digest(catalog)
        catalog.close()
        with open_catalog(self.path, user=USER, clock=clock) as again:
            same = digest(again) == now
            return "; ".join(again.check().faults) or ("" if same else "it is another one now")


def main(folder: str, most: str) -> None:
    """Run all cases, and print the report."""
    run = Faults(Path(folder), int(most))
    run.prepare()
    run.run()
    report = {
        "cases": dict(run.cases),
        "refused": run.refused,
        "calls": run.calls,
        "sentences": sorted(run.sentences),
        "wrong": first(run.wrong, 40),
    }
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
