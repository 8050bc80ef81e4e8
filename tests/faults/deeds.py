"""What is done to a catalogue while the world fails: each deed makes one revision."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from netcatalog.domain.changes import Change
from netcatalog.domain.errors import NotFoundError
from netcatalog.domain.records import Actor, Name, Note
from netcatalog.domain.sections import NETWORKS
from netcatalog.services.backups import Backups, Reason
from netcatalog.services.opening import utc_now
from tests import make
from tests.services.importing import lists

if TYPE_CHECKING:
    from random import Random

    from netcatalog.domain.changes import Revision
    from netcatalog.services.catalog import Catalog


def add(catalog: Catalog, chance: Random) -> Revision:
    """Add a network with its name."""
    return _add(catalog, chance, 1)


def bulk(catalog: Catalog, chance: Random) -> Revision:
    """Add some hundreds of records, as an import does."""
    return _add(catalog, chance, chance.randrange(60, 160))


def _add(catalog: Catalog, chance: Random, many: int) -> Revision:
    records = (
        record
        for _ in range(many)
        for record in (
            make.record(Actor, id=-1),
            make.record(Name, actor=-1, text=f"Network {chance.randrange(10**6)}"),
        )
    )
    return catalog.apply(f"add {many}", (Change(after=one) for one in records))


def edit(catalog: Catalog, chance: Random) -> Revision:
    """Change a network, by a few letters or by some pages of them."""
    before = _any(catalog, chance)
    if before is None:
        return add(catalog, chance)
    place = f"Place {chance.randrange(10**6)} " * chance.choice([1, 1, 1, 500])
    return catalog.apply("move", [Change(before=before, after=replace(before, place=place))])


def annotate(catalog: Catalog, chance: Random) -> Revision:
    """Write a note on a network."""
    found = _any(catalog, chance)
    if found is None:
        return add(catalog, chance)
    note = make.record(Note, actor=found.id, text=f"Note {chance.randrange(10**6)}")
    return catalog.apply("write", [Change(after=note)])


def remove(catalog: Catalog, chance: Random) -> Revision:
    """Remove a network with all that hangs on it."""
    found = _any(catalog, chance)
    if found is None:
        return add(catalog, chance)
    return catalog.apply("remove", [Change(before=found)])


def restore(catalog: Catalog, chance: Random) -> Revision:
    """Bring back what was removed last."""
    binned = catalog.bin()
    return catalog.restore(binned[0]) if binned else remove(catalog, chance)


def undo(catalog: Catalog, chance: Random) -> Revision:
    """Take back the newest revision."""
    try:
        return catalog.undo()
    except NotFoundError:
        return add(catalog, chance)


def redo(catalog: Catalog, chance: Random) -> Revision:
    """Do again what was undone last."""
    try:
        return catalog.redo()
    except NotFoundError:
        return undo(catalog, chance)


def back_up(catalog: Catalog, chance: Random) -> Revision:
    """Make a backup, after an edit."""
    revision = edit(catalog, chance)
    Backups(catalog.path, utc_now).make(Reason.WORK)
    return revision


def bring_in(catalog: Catalog, chance: Random) -> Revision:
    """Bring a list of members in, which begins with a backup."""
    towns = "\n".join(f"Town {chance.randrange(10**6)} | 2001" for _ in range(40))
    mapping = lists.authorities(lists.name(), lists.member_of(since="Since"))
    revision, _plan = catalog.bring_in([lists.table(f"Name | Since\n{towns}")], mapping)
    return revision or edit(catalog, chance)


def delete(catalog: Catalog, chance: Random) -> Revision:
    """Delete for good what is in the bin, and write the file anew."""
    binned = catalog.bin()
    if not binned:
        return remove(catalog, chance)
    revision = catalog.delete_for_good(binned)
    catalog.compact()
    return revision


def _any(catalog: Catalog, chance: Random) -> Actor | None:
    ids = catalog.find(catalog.query("", NETWORKS))
    return catalog.record(Actor, chance.choice(ids)) if ids else None
