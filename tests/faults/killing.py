"""Kills a program at work on a catalogue, again and again, and looks what is left of it.

``python -m tests.faults.killing FOLDER ROUNDS SEED``; prints a report as JSON. Everything is
imported once; each round is a fork, killed in the midst of a deed.
"""

from __future__ import annotations

import gc
import gzip
import json
import os
import random
import select
import shutil
import signal
import sys
import time
import traceback
from collections import Counter, defaultdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from netcatalog.domain.places import Place
from netcatalog.services.backups import Backups
from netcatalog.services.opening import create_catalog, open_catalog, open_file, utc_now
from netcatalog.store import migrate  # noqa: F401  loaded once, for all forks
from tests.conftest import USER, clock
from tests.faults import deeds
from tests.faults.dump import digest
from tests.faults.promises import Told, broken, first, forked, is_whole

if TYPE_CHECKING:
    from collections.abc import Callable

OLD = sorted((Path(__file__).parents[1] / "catalogues").glob("*.gz"))

KINDS = {
    "edits": (deeds.edit, deeds.annotate, deeds.add, deeds.remove, deeds.restore),
    "bulk additions": (deeds.bulk,),
    "undo and redo": (deeds.undo, deeds.redo),
    "edits on a share": (deeds.edit, deeds.bulk, deeds.remove, deeds.undo),
    "backups": (deeds.back_up,),
    "lists": (deeds.bring_in,),
    "deletions for good": (deeds.remove, deeds.delete),
    "migration": (),
    "making": (),
}
"""What is being done when the program is killed."""

WORK = (
    *("edits", "bulk additions", "undo and redo", "edits on a share", "backups", "lists"),
    "deletions for good",
)
TURNS = (*WORK * 3, "migration", "making")
"""Their turns: those that take longest come less often."""

SEED = 1
"""The revision that fills a new catalogue."""

SAME_FILE = 5
"""Rounds that go on with what the last one left behind."""

FIRST_GUESS = 0.02
"""How long a deed takes, in seconds, before one was seen."""


class Rounds:
    """A run of rounds, and what was seen in them."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.lasting: defaultdict[str, float] = defaultdict(lambda: FIRST_GUESS)
        self.kills: Counter[str] = Counter()
        self.in_flight = 0
        self.revisions = 0
        self.broken: list[str] = []
        self.first = folder / "first.netcatalog"
        self.old = {place: folder / f"old-{place.stem}" for place in OLD}
        self.migrated: dict[Path, Told] = {}

    def prepare(self) -> None:
        """Make what rounds begin with."""
        create_catalog(self.first, user=USER, clock=clock, seeded=False)
        some = (deeds.bulk, deeds.add, deeds.edit, deeds.add, deeds.remove, deeds.edit)
        with open_catalog(self.first, user=USER, clock=clock) as catalog:
            for deed in some:
                deed(catalog, self.chance)
        for packed, path in self.old.items():
            path.write_bytes(gzip.decompress(packed.read_bytes()))
            copy = shutil.copyfile(path, self.folder / f"migrated-{packed.stem}")
            with open_catalog(copy, user=USER, clock=clock) as catalog:
                revisions = [one.id for one in catalog.history()]
                self.migrated[packed] = Told(revisions, digest(catalog))

    def run(self, rounds: int) -> None:
        """Kill so many times."""
        for number in range(rounds):
            kind = TURNS[number // SAME_FILE % len(TURNS)]
            place = self.folder / f"{number // SAME_FILE}"
            if kind in {"migration", "making"}:
                place = self.folder / f"alone-{number}"
            place.mkdir(exist_ok=True)
            path = place / "catalogue.netcatalog"
            wrong = {"migration": self.migration, "making": self.making}.get(
                kind, partial(self.working, kind)
            )(path)
            if wrong:
                self.broken.append(f"round {number}, {kind}: {wrong}")
            elif kind in {"migration", "making"}:
                shutil.rmtree(place)
            self.kills[kind] += 1

    def working(self, kind: str, path: Path) -> object:
        """Kill what changes a catalogue."""
        if not path.exists():
            shutil.copyfile(self.first, path)
        told = self.killed(kind, partial(work, path, kind, self.chance.random()))
        self.revisions += told.done
        return damaged(Backups(path, utc_now)) or forked(partial(broken, path, told))

    def migration(self, path: Path) -> object:
        """Kill what opens a catalogue of an older version."""
        packed = self.chance.choice(OLD)
        shutil.copyfile(self.old[packed], path)
        self.killed("migration", partial(open_and_wait, path))
        wrong = damaged(Backups(path, utc_now))
        return wrong or forked(partial(broken, path, self.migrated[packed]))

    def making(self, path: Path) -> object:
        """Kill what makes a new catalogue: it is there as a whole, or not at all."""
        told = self.killed("making", partial(make_and_wait, path))
        if not path.exists():
            return "it was told to be there" if told.done else ""
        return forked(partial(broken, path, Told([SEED])))

    def killed(self, kind: str, act: Callable[[int], None]) -> Told:
        """Start something, kill it in the midst of a deed, and return what it told till then."""
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            try:
                act(writing)
            except BaseException:  # noqa: BLE001  the child goes no further, whatever it was
                traceback.print_exc()
            os._exit(1)
        os.close(writing)
        text = self.wait(reading, kind, self.chance.randrange(1, 4))
        os.kill(child, signal.SIGKILL)
        with os.fdopen(reading) as stream:
            text += stream.read()
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            self.broken.append(f"{kind}: it ended by itself")
        told = read(text)
        self.in_flight += told.in_flight
        return told

    def wait(self, reading: int, kind: str, which: int) -> str:
        """Wait until some moment after a deed was begun, and return what was read meanwhile."""
        text, began, deadline = "", 0.0, None
        while True:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            if not select.select([reading], [], [], left)[0]:
                return text
            more = os.read(reading, 4096).decode()
            text += more
            if not more:
                return text
            if "begun" in more:
                began = time.monotonic()
            elif "told" in more and began:
                lasted, began = time.monotonic() - began, 0.0
                self.lasting[kind] += (lasted - self.lasting[kind]) / 4
            only = kind in {"migration", "making"}
            if deadline is None and text.count("begun") >= (1 if only else which):
                most = self.lasting[kind] * 1.1
                deadline = time.monotonic() + self.chance.uniform(0, most)


def damaged(backups: Backups) -> str:
    """Return which of the backups of a catalogue are not whole, or ""."""
    found = [one.path.name for one in backups.listed() if not is_whole(one.path)]
    return f"damaged backups: {found}" if found else ""


def tell(pipe: int, *words: object) -> None:
    """Say something to the one who is going to kill us."""
    os.write(pipe, " ".join(map(str, words)).encode() + b"\n")


def read(text: str) -> Told:
    """Return what a process told."""
    told = Told([])
    for line in text.splitlines():
        match line.split():
            case ["begun"]:
                told.begun += 1
            case ["told", key]:
                told.revisions.append(int(key))
                told.done, told.digest = told.done + 1, ""
            case ["there", key]:
                told.revisions.append(int(key))
            case ["is", found]:
                told.digest = found
    return told


def work(path: Path, kind: str, seed: float, pipe: int) -> None:
    """Work on a catalogue until we are killed, and tell what was done."""
    chance = random.Random(seed)
    if kind == "edits on a share":
        Place.is_shared = property(lambda _place: True)
    catalog = open_file(path, user=USER, clock=clock)
    tell(pipe, "there", catalog.history(1)[0].id)
    tell(pipe, "is", digest(catalog))
    while True:
        deed = chance.choice(KINDS[kind])
        tell(pipe, "begun")
        tell(pipe, "told", deed(catalog, chance).id)
        tell(pipe, "is", digest(catalog))


def open_and_wait(path: Path, pipe: int) -> None:
    """Open a catalogue, which migrates it."""
    tell(pipe, "begun")
    open_file(path, user=USER, clock=clock)
    tell(pipe, "told", 0)
    signal.pause()


def make_and_wait(path: Path, pipe: int) -> None:
    """Make a catalogue with its seed."""
    tell(pipe, "begun")
    create_catalog(path, user=USER, clock=clock)
    tell(pipe, "told", 0)
    signal.pause()


def main(folder: str, rounds: str, seed: str) -> None:
    """Kill so many times, and print the report."""
    run = Rounds(Path(folder), int(seed))
    run.prepare()
    gc.freeze()  # else each fork copies what a collection merely looks at
    run.run(int(rounds))
    report = {
        "kills": dict(run.kills),
        "in flight": run.in_flight,
        "revisions": run.revisions,
        "broken": first(run.broken),
    }
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
