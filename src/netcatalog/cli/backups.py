"""The commands about backups. They need no catalogue that can be opened: it may be damaged."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from netcatalog.cli.layout import counted
from netcatalog.domain.changes import Effect
from netcatalog.domain.errors import StorageError
from netcatalog.domain.wording import capital
from netcatalog.services.backups import Backups, Reason
from netcatalog.services.opening import utc_now

if TYPE_CHECKING:
    import argparse

    from netcatalog.services.backups import Backup
    from netcatalog.services.comparing import Comparison

OK = 0

WORDS = {
    Reason.WORK: "while working",
    Reason.ASKED: "asked for",
    Reason.VERSION: "before the step to a newer version",
    Reason.IMPORT: "before an import",
    Reason.BULK: "before a change to many records",
    Reason.RESTORE: "before a backup was put back",
    Reason.REPAIR: "before a repair",
    Reason.DAMAGED: "a copy of a damaged file",
}

EFFECTS = {
    Effect.ADDED: "would come back",
    Effect.ALTERED: "would change",
    Effect.REMOVED: "would go",
}


def do_backup(options: argparse.Namespace) -> int:
    """Make a backup."""
    made = Backups(options.file, utc_now).make(Reason.ASKED, to=options.to)
    print(f"Made the backup “{made.backup.path}”.")
    return OK


def do_backups(options: argparse.Namespace) -> int:
    """List the backups."""
    backups = Backups(options.file, utc_now)
    found = backups.listed()
    if not found:
        print(f"There are no backups in “{backups.folder}”.", file=sys.stderr)
    for one in found:
        name = one.path.stem.removeprefix(f"{options.file.stem}.").partition(".")[0]
        when = f"{one.at.astimezone():%Y-%m-%d %H:%M}"
        print(f"{name}  {when}  {one.size / 1e6:7.1f} MB  {_inside(backups, one)}")
    return OK


def _inside(backups: Backups, one: Backup) -> str:
    try:
        held = backups.contents(one)
    except StorageError as error:
        return str(error)
    inside = f"{counted(held.records, 'record')}, {counted(held.revisions, 'revision')}"
    return f"{inside}, {WORDS[one.reason]}"


def do_restore(options: argparse.Namespace) -> int:
    """Put a backup back, or tell what would change by it."""
    backups = Backups(options.file, utc_now)
    backup = backups.named(options.backup)
    if options.preview:
        _print_comparison(backups.compare(backup))
        return OK
    present = backups.restore(backup)
    print(f"“{options.file}” is again what it was in “{backup.path.name}”.")
    print(f"What it was before is in “{present.path}”.")
    return OK


def _print_comparison(found: Comparison) -> None:
    if not found.counts:
        print("Nothing would change: the catalogue holds the same records.")
    for (kind, effect), number in found.counts.items():
        print(f"{capital(kind.about.plural)}: {number} {EFFECTS[effect]}")
        told = [one for one in found.told if (one.kind, one.effect) == (kind, effect)]
        for each in told:
            print(f"  {each.title}")
        if len(told) < number:
            print(f"  and {number - len(told)} more")
