"""Cuts the power: leaves of a catalogue what was on the disk at some moment, and opens that.

``python -m tests.faults.cutting FOLDER DEEDS CUTS SEED SYNCHRONOUS``, with the library of
``shim.c`` before the system's; prints a report as JSON. What is done to the files is written
down with its data while a catalogue is made, worked on, closed and opened again. What a cut
leaves is what was synced before it, and of all the rest any of its sectors; names of files
that were made, renamed or removed since their folder was synced are there up to some moment.
"""

from __future__ import annotations

import gzip
import json
import random
import shutil
import struct
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from netcatalog.services.opening import create_catalog, open_file
from netcatalog.store import database
from netcatalog.store.database import SCHEMA_VERSION, version_of
from tests.conftest import USER, clock
from tests.faults import deeds
from tests.faults.dump import digest
from tests.faults.killing import OLD
from tests.faults.promises import Told, broken, first, forked, is_whole
from tests.faults.shim import Shim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Look = Callable[[Path, list[int]], object]

NAME = "catalogue.netcatalog"

SECTOR = 512
HEAD = struct.Struct("<cqII")
SOME = (deeds.edit, deeds.annotate, deeds.add, deeds.remove, deeds.restore, deeds.undo, deeds.redo)
REOPENED = 10
"""Deeds after which the catalogue is closed, which clears its log away, and opened again."""


class Call(NamedTuple):
    """What was done to a file: ``c`` made, ``w`` written, ``t`` cut to a length, ``s`` synced,
    ``u`` removed, ``r`` renamed; or ``!``, something was told to the user."""

    kind: str
    name: str
    offset: int
    data: bytes


def calls(journal: bytes) -> Iterator[Call]:
    """Yield what the library wrote down."""
    place = 0
    while place < len(journal):
        kind, offset, name, length = HEAD.unpack_from(journal, place)
        place += HEAD.size
        yield Call(
            kind.decode(),
            journal[place : place + name].decode(),
            offset,
            journal[place + name : place + name + length],
        )
        place += name + length


class File:
    """A file on the disk: what is safe of it, and what was done to it since."""

    def __init__(self, safe: bytes = b"") -> None:
        self.safe = bytearray(safe)
        self.since: list[tuple[int, bytes | None]] = []

    def sync(self) -> None:
        """Make all of it safe."""
        for offset, data in self.since:
            _put(self.safe, offset, data)
        self.since.clear()

    def left(self, chance: random.Random) -> bytes:
        """Return what a cut leaves: any sectors of what is not safe."""
        found, share = bytearray(self.safe), chance.choice([0.0, 0.5, 0.9, 1.0])
        for offset, data in self.since:
            for start, part in _sectors(offset, data):
                if chance.random() < share:
                    _put(found, start, part)
        return bytes(found)


def _sectors(offset: int, data: bytes | None) -> Iterator[tuple[int, bytes | None]]:
    if data is None:
        yield offset, None
        return
    start = 0
    while start < len(data):
        stop = (offset + start) // SECTOR * SECTOR + SECTOR - offset
        yield offset + start, data[start:stop]
        start = stop


def _put(held: bytearray, offset: int, data: bytes | None) -> None:
    """Write, or where there are no data cut to a length."""
    if data is None:
        del held[offset:]
        data, offset = bytes(max(0, offset - len(held))), len(held)
    held.extend(bytes(max(0, offset - len(held))))
    held[offset : offset + len(data)] = data


class Disk:
    """The files of one folder, as they go through what was written down."""

    def __init__(self, folder: Path) -> None:
        """Begin with what is in the folder now."""
        self.folder = str(folder)
        self.names: dict[str, File] = {}
        for path in folder.iterdir() if folder.exists() else ():
            self.names[str(path)] = File(path.read_bytes())
        self.safe = dict(self.names)
        self.since: list[dict[str, File]] = []
        self.told: list[int] = []

    def take(self, call: Call) -> None:
        """Take in one call."""
        match call.kind:
            case "!":
                self.told.append(call.offset)
            case "s" if call.name == self.folder:
                self.safe, self.since = dict(self.names), []
            case "s" if call.name in self.names:
                self.names[call.name].sync()
            case "w":
                self.names[call.name].since.append((call.offset, call.data))
            case "t":
                self.names[call.name].since.append((call.offset, None))
            case "c" | "u" | "r":
                self.rename(call)

    def rename(self, call: Call) -> None:
        """Take in what changes the names in the folder."""
        if call.kind == "c":
            self.names[call.name] = File()
        elif (file := self.names.pop(call.name, None)) and call.kind == "r":
            self.names[call.data.decode()] = file
        self.since.append(dict(self.names))

    def cut(self, target: Path, chance: random.Random) -> None:
        """Write into an empty folder what a cut at this moment leaves."""
        for name, file in chance.choice([self.safe, *self.since]).items():
            if not name.endswith("-shm"):  # SQLite makes it anew
                (target / Path(name).name).write_bytes(file.left(chance))


def work(folder: Path, many: int, journal: Path) -> tuple[dict[int, str], list[float]]:
    """Make a catalogue and work on it; return digests by revision, and how long each took."""
    chance = random.Random(1)
    folder.mkdir()
    shim = Shim(folder)
    shim.record(journal)
    path = folder / NAME
    create_catalog(path, user=USER, clock=clock)
    digests, lasted = {}, []
    catalog = open_file(path, user=USER, clock=clock)
    shim.told(catalog.history(1)[0].id)
    digests[catalog.history(1)[0].id] = digest(catalog)
    for number in range(many):
        deed = deeds.bulk if number % 20 == 5 else chance.choice(SOME)
        began = time.perf_counter()
        revision = deed(catalog, chance)
        lasted.append(time.perf_counter() - began)
        shim.told(revision.id)
        digests[revision.id] = digest(catalog)
        if number % REOPENED == REOPENED - 1:
            catalog.close()
            catalog = open_file(path, user=USER, clock=clock)
    catalog.close()
    return digests, lasted


def migrate(folder: Path, journal: Path) -> Told:
    """Migrate an old catalogue that is in a folder; return what must be in it."""
    shim = Shim(folder)
    shim.record(journal)
    catalog = open_file(folder / NAME, user=USER, clock=clock)
    told = Told([one.id for one in catalog.history()], digest(catalog))
    catalog.close()
    shim.told(told.revisions[0])
    return told


def moments(written: Sequence[Call], many: int, chance: random.Random) -> set[int]:
    """Choose after which calls the power is cut: half of the cuts just after one was told."""
    told = [place for place, call in enumerate(written) if call.kind == "!"]
    anywhere = chance.choices(range(len(written)), k=many // 2)
    return {*chance.choices(told, k=many // 2), *anywhere, len(written) - 1}


class Cuts:
    """What was seen after cuts."""

    def __init__(self, root: Path, seed: int) -> None:
        self.target = root / "after"
        self.chance = random.Random(seed)
        self.tried = 0
        self.wrong: list[str] = []

    def cut(self, disk: Disk, written: Sequence[Call], times: int, look: Look) -> None:
        """Cut the power about so many times, and look what is left."""
        chosen = moments(written, times, self.chance)
        for place, call in enumerate(written):
            disk.take(call)
            if place in chosen:
                shutil.rmtree(self.target, ignore_errors=True)
                self.target.mkdir()
                disk.cut(self.target, self.chance)
                self.tried += 1
                if why := look(self.target / NAME, list(disk.told)):
                    self.wrong.append(f"cut after call {place}, told {disk.told[-1:]}: {why}")


def after_work(digests: Mapping[int, str], path: Path, told: list[int]) -> object:
    """Return what is wrong with what is left of a catalogue that was made and worked on."""
    if not told and not path.exists():
        return ""
    return forked(partial(broken, path, Told(told, digests[told[-1]] if told else "")))


def after_migration(expected: Told, path: Path, told: list[int]) -> object:
    """Return what is wrong with what is left of a migration, and of the backup before it."""
    backups = [*path.parent.glob("*.version-*.netcatalog")]
    damaged = [one.name for one in backups if not is_whole(one)]
    if damaged:
        return f"damaged backups: {damaged}"
    if not backups and version_of(path) == SCHEMA_VERSION:
        return "it was migrated, but there is no backup"
    return forked(partial(broken, path, expected))


def main(folder: str, *arguments: str) -> None:
    """Work, cut the power so many times, and print the report."""
    many, times, seed = map(int, arguments[:3])
    database._PRAGMAS = (*database._PRAGMAS, f"synchronous = {arguments[3]}")
    root = Path(folder)
    cut = Cuts(root, seed)

    at_work, journal = root / "at-work", root / "journal"
    disk = Disk(at_work)
    digests, lasted = work(at_work, many, journal)
    written = [*calls(journal.read_bytes())]
    cut.cut(disk, written, times, partial(after_work, digests))

    old, journal = root / "old", root / "journal of the migration"
    old.mkdir()
    (old / NAME).write_bytes(gzip.decompress(OLD[0].read_bytes()))
    begun = Disk(old)
    expected = migrate(old, journal)
    cut.cut(begun, [*calls(journal.read_bytes())], times // 4, partial(after_migration, expected))

    report = {
        "cuts": cut.tried,
        "calls": len(written),
        "syncs": sum(call.kind == "s" for call in written),
        "revisions": len(disk.told),
        "lost": len(cut.wrong),
        "wrong": first(cut.wrong),
        "lasted": sorted(lasted),
    }
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
