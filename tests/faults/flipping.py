"""Spoils a catalogue file in one place after the other, and looks what the program makes of it.

``python -m tests.faults.flipping FOLDER PLACES SEED``; prints a report as JSON.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from netcatalog.domain.errors import CatalogError
from netcatalog.services.opening import create_catalog, open_catalog
from tests.conftest import USER, clock
from tests.faults import deeds
from tests.faults.dump import dump, dump_history
from tests.faults.promises import first, forked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

REFUSED, FOUND, HARMLESS = "refused", "found by the check", "harmless"
ONE_VALUE = "one value changed unnoticed"
"""Nothing else in the file tells of what one field holds: see docs/reliability.md."""

LOST = "lost"


def make(path: Path) -> tuple[bytes, bytes]:
    """Make a catalogue of which some was removed, and return what it holds."""
    create_catalog(path, user=USER, clock=clock)
    chance = random.Random(1)
    some = (deeds.bulk, deeds.edit, deeds.annotate, deeds.remove, deeds.bulk, deeds.undo)
    with open_catalog(path, user=USER, clock=clock) as catalog:
        for deed in some:
            deed(catalog, chance)
        return dump(catalog), dump_history(catalog)


def flip(path: Path, chance: random.Random) -> str:
    """Turn one bit round, where the file holds anything."""
    held = bytearray(path.read_bytes())
    place = chance.choice([place for place, byte in enumerate(held) if byte])
    bit = chance.randrange(8)
    held[place] ^= 1 << bit
    path.write_bytes(held)
    return f"bit {bit} of byte {place}"


def scramble(path: Path, chance: random.Random) -> str:
    """Put rubbish in the place of a sector."""
    held = bytearray(path.read_bytes())
    place = chance.randrange(len(held) // 512) * 512
    held[place : place + 512] = chance.randbytes(512)
    path.write_bytes(held)
    return f"sector at byte {place}"


def truncate(path: Path, chance: random.Random) -> str:
    """Cut the end off."""
    length = chance.randrange(path.stat().st_size)
    with path.open("r+b") as file:
        file.truncate(length)
    return f"all after byte {length}"


def judged(path: Path, whole: tuple[bytes, bytes]) -> str:
    """Return what the program makes of a file: that it is damaged, or all that was in it."""
    try:
        with open_catalog(path, user=USER, clock=clock) as catalog:
            if catalog.check().faults:
                return FOUND
            found = [*differences(whole, (dump(catalog), dump_history(catalog)))]
    except CatalogError:
        return REFUSED
    if not found:
        return HARMLESS
    return ONE_VALUE if len(set(found)) == 1 else f"silent: {found[:5]}"


def differences(whole: Iterable[bytes], found: Iterable[bytes]) -> Iterator[tuple[object, object]]:
    """Yield the values that differ between two dumps, in pairs; LOST for all that is not there."""
    for one, other in zip(whole, found, strict=True):
        if one != other:
            lines, others = ([*map(json.loads, each.splitlines())] for each in (one, other))
            yield from _differing(lines, others)


def _differing(one: object, other: object) -> Iterator[tuple[object, object]]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in {*one, *other}:
            yield from _differing(one.get(key, LOST), other.get(key, LOST))
    elif isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            yield from [(LOST, len(one)), (LOST, len(other))]
        for pair in zip(one, other, strict=False):
            yield from _differing(*pair)
    elif one != other:
        yield one, other


def main(folder: str, places: str, seed: str) -> None:
    """Spoil so many places, and print the report."""
    base, path = Path(folder) / "base.netcatalog", Path(folder) / "spoilt.netcatalog"
    whole = make(base)
    chance = random.Random(int(seed))
    seen: Counter[str] = Counter()
    wrong = []
    for _ in range(int(places)):
        for left in path.parent.glob(f"{path.name}*"):
            left.unlink()
        shutil.copyfile(base, path)
        spoil = chance.choice([flip, flip, flip, scramble, truncate])
        place = spoil(path, chance)
        outcome = str(forked(partial(judged, path, whole)))
        seen[outcome] += 1
        if outcome not in {REFUSED, FOUND, HARMLESS, ONE_VALUE}:
            wrong.append(f"{spoil.__name__} {place}: {outcome}")
    json.dump({"seen": dict(seen), "wrong": first(wrong, 60)}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
