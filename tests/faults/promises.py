"""What was told to the user, and whether the catalogue keeps it when it is opened again."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netcatalog.domain.changes import Action
from netcatalog.domain.errors import CatalogError
from netcatalog.services.opening import open_catalog
from tests.conftest import USER, clock
from tests.faults.dump import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from netcatalog.services.catalog import Catalog


@dataclass
class Told:
    """What a process told before it ended.

    Attributes:
        revisions: The ids of the revisions it told of.
        digest: Of the catalogue as the last of them left it; "" if it came no further.
        begun: How many deeds it had begun.
        done: How many of them it had told of.
    """

    revisions: list[int]
    digest: str = ""
    begun: int = 0
    done: int = 0

    @property
    def in_flight(self) -> bool:
        """Whether the end came while something was being done."""
        return self.begun > self.done


def broken(path: Path, told: Told) -> str:
    """Open a catalogue again and return which promise is broken, or "".

    At most one revision may be there that was not told of: what was being done. It must be
    there as a whole: taken back, the catalogue is as it was told to be.
    """
    try:
        with open_catalog(path, user=USER, clock=clock) as catalog:
            return _broken(catalog, told)
    except CatalogError as error:
        return f"it cannot be used: {error}"


def _broken(catalog: Catalog, told: Told) -> str:
    faults = catalog.check().faults
    if faults:
        return "; ".join(faults)
    history = catalog.history()
    there = [one.id for one in history]
    if len(set(told.revisions)) < len(told.revisions):
        return f"told of twice: {told.revisions}"
    if lost := set(told.revisions) - set(there):
        return f"lost revisions: {sorted(lost)}"
    untold = [one for one in history if one.id > max(told.revisions, default=0)]
    if len(untold) > 1:
        return f"revisions that nobody was told of: {[one.id for one in untold]}"
    if not told.digest:
        return ""
    for one in untold:
        if one.action is not Action.DELETE:  # which leaves the records that are there alone
            catalog.redo() if one.action is Action.UNDO else catalog.undo()
    return "" if digest(catalog) == told.digest else "the records are not as they were told to be"


def is_whole(path: Path) -> bool:
    """Return whether a file, of whatever version, is a sound database."""
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def forked(work: Callable[[], object]) -> object:
    """Do something in a process of its own, and return what it returned, as JSON allows.

    What it raised is returned as text, and so is the signal that ended it.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            answer = work()
        except BaseException as error:  # noqa: BLE001  whatever it is belongs into the report
            answer = f"raised {type(error).__name__}: {error}"
        with os.fdopen(writing, "w") as stream:
            json.dump(answer, stream)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        text = stream.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return f"ended by signal {os.WTERMSIG(status)}"
    return json.loads(text)


def first(found: Iterable[str], most: int = 20) -> list[str]:
    """Return the first of many sentences."""
    return [one for one in found if one][:most]
