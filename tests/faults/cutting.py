"""Cuts the power: leaves of a catalogue what was on the disk at some moment, and opens that.

``python -m tests.faults.cutting FOLDER DEEDS CUTS SEED SYNCHRONOUS PLACE``, with the library of
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
from collections import Counter, defaultdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from netcatalog.domain.places import Place
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

AS_IT_IS = "as it is"
"""What stands for the setting of `synchronous` that the program itself makes."""

DISK, SHARE = "disk", "share"
"""Where the catalogue lies: on a share there is a journal beside it in place of the log."""

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
    path: str
    offset: int
    data: bytes


def calls(journal: bytes) -> Iterator[Call]:
    """Yield what the library wrote down."""
    place = 0
    while place < len(journal):
        kind, offset, path, length = HEAD.unpack_from(journal, place)
        place += HEAD.size
        yield Call(
            kind.decode(),
            journal[place : place + path].decode(),
            offset,
            journal[place + path : place + path + length],
        )
        place += path + length


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


class Folder:
    """The names in a folder on the disk: those that are safe, and all states since."""

    def __init__(self) -> None:
        self.names: dict[str, File] = {}
        self.states: list[dict[str, File]] = [{}]

    def changed(self) -> None:
        """Take down that a name was given or taken away."""
        self.states.append(dict(self.names))

    def sync(self) -> None:
        """Make the names safe."""
        self.states = [dict(self.names)]


class Disk:
    """A folder and those in it, as they go through what was written down."""

    def __init__(self, root: Path) -> None:
        """Begin with the files that are there now."""
        self.root = root
        self.folders: defaultdict[str, Folder] = defaultdict(Folder)
        self.told: list[int] = []
        for path in root.iterdir() if root.exists() else ():
            self.folder(str(path)).names[path.name] = File(path.read_bytes())
            self.folder(str(path)).sync()

    def folder(self, path: str) -> Folder:
        """Return the folder in which something is."""
        return self.folders[str(Path(path).parent)]

    def file(self, path: str) -> File:
        """Return a file by its path."""
        return self.folder(path).names[Path(path).name]

    def take(self, call: Call) -> None:
        """Take in one call."""
        match call.kind:
            case "!":
                self.told.append(call.offset)
            case "s" if call.path in self.folders:
                self.folders[call.path].sync()
            case "s":
                self.file(call.path).sync()
            case "w":
                self.file(call.path).since.append((call.offset, call.data))
            case "t":
                self.file(call.path).since.append((call.offset, None))
            case "c" | "u" | "r":
                self.name(call)

    def name(self, call: Call) -> None:
        """Take in what changes names."""
        folder, name = self.folder(call.path), Path(call.path).name
        if call.kind == "c":
            folder.names[name] = File()
        elif (file := folder.names.pop(name, None)) and call.kind == "r":
            folder.names[Path(call.data.decode()).name] = file
        folder.changed()

    def cut(self, target: Path, chance: random.Random) -> None:
        """Write into an empty folder what a cut at this moment leaves."""
        for path, folder in self.folders.items():
            place = target / Path(path).relative_to(self.root)
            place.mkdir(exist_ok=True)
            for name, file in chance.choice(folder.states).items():
                if not name.endswith("-shm"):  # SQLite makes it anew
                    (place / name).write_bytes(file.left(chance))


def work(folder: Path, many: int, journal: Path) -> dict[int, str]:
    """Make a catalogue and work on it; return the digest of each revision."""
    chance = random.Random(1)
    folder.mkdir()
    shim = Shim(folder)
    shim.record(journal)
    create_catalog(folder / NAME, user=USER, clock=clock)
    digests = {}
    for number in range(many):
        if number % REOPENED == 0:
            catalog = open_file(folder / NAME, user=USER, clock=clock)
        deed = deeds.bulk if number % 20 == REOPENED else chance.choice(SOME)
        revision = deed(catalog, chance)
        shim.told(revision.id)
        digests[revision.id] = digest(catalog)
        if number % REOPENED == REOPENED - 1:
            catalog.close()
    return digests


def migrate(folder: Path, journal: Path) -> Told:
    """Migrate an old catalogue that is in a folder; return what must be in it."""
    shim = Shim(folder)
    shim.record(journal)
    catalog = open_file(folder / NAME, user=USER, clock=clock)
    told = Told([one.id for one in catalog.history()], digest(catalog))
    catalog.close()
    shim.told(told.revisions[0])
    return told


def moments(written: Sequence[Call], many: int, chance: random.Random) -> Counter[int]:
    """Choose after which calls the power is cut: half of the cuts just after one was told."""
    told = [place for place, call in enumerate(written) if call.kind == "!"]
    return Counter(
        chance.choices(told, k=many // 2) + chance.choices(range(len(written)), k=many - many // 2)
    )


class Cuts:
    """What was seen after cuts."""

    def __init__(self, root: Path, seed: int) -> None:
        self.target = root / "after"
        self.chance = random.Random(seed)
        self.tried = 0
        self.wrong: list[str] = []

    def cut(self, disk: Disk, written: Sequence[Call], times: int, look: Look) -> None:
        """Cut the power so many times, and look what is left."""
        chosen = moments(written, times, self.chance)
        for place, call in enumerate(written):
            disk.take(call)
            for _ in range(chosen[place]):
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
    backups = [*path.parent.rglob("*.version-*.netcatalog")]
    damaged = [one.name for one in backups if not is_whole(one)]
    if damaged:
        return f"damaged backups: {damaged}"
    if not backups and version_of(path) == SCHEMA_VERSION:
        return "it was migrated, but there is no backup"
    return forked(partial(broken, path, expected))


def main(folder: str, *arguments: str) -> None:
    """Work, cut the power so many times, and print the report."""
    many, times, seed = map(int, arguments[:3])
    synchronous, place = arguments[3:]
    if synchronous != AS_IT_IS:
        database._PRAGMAS = (*database._PRAGMAS, f"synchronous = {synchronous}")
    if place == SHARE:
        Place.is_shared = property(lambda _place: True)
    root = Path(folder)
    cut = Cuts(root, seed)

    at_work, journal = root / "at-work", root / "journal"
    disk = Disk(at_work)
    digests = work(at_work, many, journal)
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
    }
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
