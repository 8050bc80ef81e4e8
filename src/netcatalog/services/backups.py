"""Backups of one catalogue: made without asking, looked into, and put back.

Knows when a backup is due and where it goes; how files are copied knows `store.backups`.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from netcatalog.domain.errors import DamagedError, NotACatalogError, NotFoundError, StorageError
from netcatalog.domain.progress import silent
from netcatalog.store import backups, holding
from netcatalog.store.backups import Backup, Reason, folder_of
from netcatalog.store.database import storage_errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from netcatalog.domain.progress import Progress
    from netcatalog.services.comparing import Comparison

__all__ = ["EVERY", "Backup", "Backups", "Contents", "Kept", "Reason"]

EVERY = dt.timedelta(minutes=30)
"""How long one works until the next backup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A backup that was made.

    Attributes:
        backup: The backup.
        remark: Why there is no copy of it in the second folder; "" if there is, or none named.
    """

    backup: Backup
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """How much is in a backup: records of all types, and revisions."""

    records: int
    revisions: int


class Backups:
    """The backups of one catalogue file. Every method may be called from any thread.

    Attributes:
        path: The catalogue.
        second: Another folder, on a stick or a share, that each backup is copied to as well; it
            may be away.
    """

    def __init__(
        self, path: Path, clock: Callable[[], dt.datetime], second: Path | None = None
    ) -> None:
        self.path = path
        self.second = second
        self._clock = clock

    @property
    def folder(self) -> Path:
        """Where they lie: beside the catalogue."""
        return folder_of(self.path)

    def make(self, reason: Reason, progress: Progress = silent, to: Path | None = None) -> Kept:
        """Make a backup, and remove those that need not stay.

        Args:
            reason: Why.
            progress: Told of each piece copied.
            to: A folder to make it in, in place of its own; nothing is removed there.

        Raises:
            StorageError: The catalogue is damaged, or the backup cannot be written.
        """
        now = self._clock()
        if to is not None:
            return Kept(backup=backups.make(self.path, to, now, reason, progress=progress))
        made = backups.make(self.path, self.folder, now, reason, progress=progress)
        with storage_errors(self.folder):
            backups.thin(self.path, self.folder, now)
        return Kept(backup=made, remark=self._make_second(reason, now))

    def _make_second(self, reason: Reason, now: dt.datetime) -> str:
        folder = self.second_folder()
        if self.second is None or folder is None:
            return ""
        try:
            if not self.second.is_dir():
                return f"The second folder for backups, “{self.second}”, is away."
            backups.make(self.path, folder, now, reason)
            backups.thin(self.path, folder, now)
        except (StorageError, OSError) as error:
            return f"There is no backup in the second folder: {error}"
        return ""

    def second_folder(self) -> Path | None:
        """Return the folder of this catalogue within the second folder, if one is named.

        Catalogues of the same name from different places have folders of their own there.
        """
        if self.second is None:
            return None
        place = sha256(str(self.path.resolve()).encode()).hexdigest()[:8]
        return self.second / f"{self.path.stem} backups {place}"

    def listed(self) -> list[Backup]:
        """Return all backups, the newest first; of those that lie in both folders the first.

        Raises:
            StorageError: A folder cannot be read.
        """
        second = self.second_folder()
        found: dict[str, Backup] = {}
        if second is not None:
            with suppress(OSError):
                found = {one.path.name: one for one in backups.listed(self.path, second)}
        with storage_errors(self.folder):
            found |= {one.path.name: one for one in backups.listed(self.path, self.folder)}
        return sorted(found.values(), key=lambda one: one.at, reverse=True)

    def last(self) -> dt.datetime | None:
        """Return when the newest good backup was made, or None if there is none."""
        return next((one.at for one in self.listed() if one.reason is not Reason.DAMAGED), None)

    def named(self, name: str) -> Backup:
        """Return the backup of a file name, or of a beginning of its moment ("20261123-09").

        Any other catalogue that is named by its path will do as well.

        Raises:
            NotFoundError: There is none, or several begin so.
        """
        if (file := Path(name)).is_file():
            told = file.stat()
            at = dt.datetime.fromtimestamp(told.st_mtime, dt.UTC)
            return Backup(path=file, at=at, reason=Reason.ASKED, size=told.st_size)
        start = f"{self.path.stem}.{name}"
        found = [one for one in self.listed() if one.path.name in {name, start}]
        found = found or [one for one in self.listed() if one.path.name.startswith(start)]
        if len(found) != 1:
            what = "Several backups begin" if found else "No backup begins"
            raise NotFoundError(
                f"{what} with “{name}”. Choose one that “netcatalog backups” lists."
            )
        return found[0]

    def contents(self, backup: Backup) -> Contents:
        """Return how much is in a backup, of any version of the program.

        Raises:
            StorageError: It cannot be read.
        """
        from netcatalog.services import comparing  # seldom asked for, and not small

        address = f"{backup.path.resolve().as_uri()}?mode=ro"
        with (
            storage_errors(backup.path),
            closing(sqlite3.connect(address, uri=True)) as connection,
        ):
            return Contents(
                records=comparing.records(connection), revisions=comparing.revisions(connection)
            )

    def compare(self, backup: Backup) -> Comparison:
        """Return what restoring a backup would change.

        Raises:
            StorageError: Backup or catalogue cannot be read.
        """
        from netcatalog.services import comparing

        return comparing.compare(self.path, backup.path)

    def restore(self, backup: Backup, progress: Progress = silent) -> Backup:
        """Let the catalogue hold what a backup holds, after a backup of what it holds now.

        Returns:
            The backup of what the catalogue held.

        Raises:
            StorageError: One of them cannot be read or written; the catalogue is as it was.
            HeldError: Another process holds the catalogue.
        """
        holding.check_free(self.path)
        present = self.keep_present(Reason.RESTORE)
        backups.put_back(backup.path, self.path, progress)
        return present

    def keep_present(self, reason: Reason) -> Backup:
        """Make a backup before something bold; of a damaged catalogue, copy the bytes.

        Nothing is removed to make room for it.

        Raises:
            StorageError: It cannot be written.
        """
        now = self._clock()
        try:
            return backups.make(self.path, self.folder, now, reason)
        except (DamagedError, NotACatalogError):
            return backups.keep_damaged(self.path, self.folder, now)
