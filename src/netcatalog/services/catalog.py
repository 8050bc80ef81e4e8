"""The catalogue: every change made to it, and by `readable` every question put to it."""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing
from itertools import chain
from typing import TYPE_CHECKING, Any

from netcatalog.domain.changes import Action, Change, RecordedChange, Revision
from netcatalog.domain.errors import NotFoundError, StorageError
from netcatalog.domain.progress import silent, watched
from netcatalog.services.backups import Reason
from netcatalog.services.readable import ReadableCatalog
from netcatalog.store import history, ordering
from netcatalog.store.inverting import invert
from netcatalog.store.reading import Reader
from netcatalog.store.writing import UnitOfWork

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )
    from sqlite3 import Connection

    from netcatalog.domain.changes import Edit
    from netcatalog.domain.fields import Record
    from netcatalog.domain.importing import ImportPlan, Line
    from netcatalog.domain.joining import Joining
    from netcatalog.domain.mappings import Mapping as ListMapping
    from netcatalog.domain.merging import Meeting
    from netcatalog.domain.progress import Progress
    from netcatalog.domain.tables import Table


class Catalog(ReadableCatalog):
    """A catalogue file that is read and changed; see `ReadableCatalog`."""

    # Changing

    def apply(
        self, title: str, changes: Iterable[Edit], *, backup: Reason | None = None
    ) -> Revision:
        """Make changes as one revision: all of them, or none.

        Args:
            title: What is done, as it completes "Undo:", such as "rename EMTA".
            changes: In an order in which what is referred to comes first. They may be a
                stream of any length: no more than some thousands are held at a time.
            backup: Why a backup is made first, as before an import; None: there is none.

        Raises:
            InvalidError: A record breaks a rule.
            ConflictError: A record is no longer as its change says.
            NotFoundError: A record, or one it refers to, is gone.
        """
        if backup is not None and not self.refusal:
            self.backups.make(backup)
        with self._database.write() as connection:
            return self._make(connection, title, changes, Action.EDIT)

    def _make(
        self,
        connection: Connection,
        title: str,
        changes: Iterable[Edit],
        action: Action,
    ) -> Revision:
        work = self._work(connection)
        work.apply(changes)
        return self._record(work, title, action)

    def _work(self, connection: Connection) -> UnitOfWork:
        return UnitOfWork(connection, self.schema, self._chance)

    def _record(
        self, work: UnitOfWork, title: str, action: Action, target: int | None = None
    ) -> Revision:
        return work.record(title=title, by=self.user, at=self.now(), action=action, target=target)

    def bring_in(
        self,
        tables: Sequence[Table],
        mapping: ListMapping,
        progress: Progress = silent,
        each: Callable[[Line], None] | None = None,
    ) -> tuple[Revision | None, ImportPlan]:
        """Bring a list in as one revision, after a backup; see `plan_import`.

        Returns:
            The revision, None if the catalogue says all that already; and what was done.
        """
        from netcatalog.services.importing.stream import Import  # where a list is brought in

        with self._database.read() as connection:
            importing = Import(Reader(connection, self.schema), tables, mapping, progress, each)
            with closing(importing.changes()) as changes:
                if self._database.access.journal == "WAL":
                    return self._imported(importing.plan, changes), importing.plan
                listed = list(changes)
        # Without a log, whoever reads would keep this from being written.
        return self._imported(importing.plan, iter(listed)), importing.plan

    def _imported(self, plan: ImportPlan, changes: Iterator[Edit]) -> Revision | None:
        first = next(changes, None)
        if first is None:
            return None
        return self.apply(plan.title, chain((first,), changes), backup=Reason.IMPORT)

    def join(
        self, joining: Joining, theirs: Collection[Meeting], progress: Progress = silent
    ) -> Revision | None:
        """Bring another catalogue in as one revision, after a backup.

        Args:
            joining: What `plan_joining` returned.
            theirs: Of its clashes those in which the other is to hold.
            progress: Told of each change; what it stops is rolled back.

        Returns:
            The revision; None if nothing is to be done.

        Raises:
            ConflictError: Something of it was changed since.
        """
        from netcatalog.services.joining import remember

        changes = joining.changes(theirs)
        if not changes:
            return None
        made = self.apply(joining.title, watched(changes, progress), backup=Reason.IMPORT)
        if joining.newest is not None:
            with self._database.write() as connection:
                remember(connection, made, joining.newest)
        return made

    # Back and forth

    def undo(self, revision: Revision | None = None) -> Revision:
        """Take back a revision.

        Args:
            revision: Which; None: the newest that is not taken back yet. Of an older one, the
                fields that it changed must not have been changed since.

        Raises:
            NotFoundError: There is none, or it is taken back already.
            ConflictError: It concerns what was changed since; the error tells which fields.
        """
        with self._database.write() as connection:
            target = revision or history.undoable(connection).undo
            if target is None:
                raise NotFoundError("There is nothing to undo.")
            if not history.is_in_effect(connection, target.id):
                raise NotFoundError(f"“{target.title}” is taken back already.")
            return self._invert(connection, target, Action.UNDO, target)

    def redo(self) -> Revision:
        """Do again what was undone last.

        Raises:
            NotFoundError: Nothing was undone, or something else was done since.
        """
        with self._database.write() as connection:
            target = history.undoable(connection).redo
            if target is None:
                raise NotFoundError("There is nothing to redo.")
            undoing = history.undoing(connection, target.id)
            return self._invert(connection, undoing, Action.REDO, target)

    def _invert(
        self, connection: Connection, inverted: Revision, action: Action, target: Revision
    ) -> Revision:
        work = self._work(connection)
        invert(work, inverted)
        return self._record(work, target.title, action, target.id)

    # The bin

    def restore(self, removal: RecordedChange) -> Revision:
        """Bring a removed record back, with all that hung on it.

        Raises:
            NotFoundError: A record it belongs to is gone as well, or it is back already.
        """
        with self._database.write() as connection:
            gone = history.removal(connection, self.schema, removal.id)
            reader = Reader(connection, self.schema)
            back = _brought_back(reader, [step.change for step in gone])
            if not back:
                raise NotFoundError(f"“{removal.title}” is back in the catalogue already.")
            title = f"bring back {removal.title}"
            return self._make(connection, title, back, Action.RESTORE)

    def delete_for_good(self, removals: Sequence[RecordedChange]) -> Revision:
        """Delete what is in the bin for good, with what hung on it, and all that told of it.

        This alone cannot be undone. Afterwards, `compact` takes the last traces out of the file;
        backups made before still have it.

        Raises:
            NotFoundError: Something of it is back in the catalogue.
        """
        from netcatalog.store import deleting  # seldom wanted

        with self._database.write() as connection:
            connection.execute("PRAGMA secure_delete = ON")
            keys = [one.id for one in removals]
            count = deleting.delete(Reader(connection, self.schema), keys)
            what = "one record" if count == 1 else f"{count:,} records"
            work = self._work(connection)
            return self._record(work, f"delete {what} for good", Action.DELETE)

    def compact(self) -> None:
        """Write the file anew, without traces of what was deleted; it takes a while.

        Raises:
            StorageError: There is no room for that, or others work on the file. What was
                deleted is not in the catalogue in any case.
        """
        try:
            self._database.compact()
        except StorageError as error:
            raise StorageError(
                "What was deleted is gone from the catalogue, but traces of it may be left in the "
                f"file: it could not be written anew. {error}"
            ) from error

    # As a whole

    def order_by(self, language: str, progress: Progress = silent) -> None:
        """Order names by another language from now on, for everyone who uses this file.

        It is no revision: choosing the language of before undoes it.
        """
        with self._database.write() as connection:
            ordering.order_by(connection, self.schema, language, progress)

    def take_all(
        self,
        about: Mapping[str, Any],
        rows: Callable[[], Iterable[tuple[str, str, Mapping[str, Any]]]],
        title: str,
        progress: Progress = silent,
    ) -> Revision | None:
        """Fill this empty catalogue with all that another one gave out by `dumping`.

        Args:
            about: What holds for it as a whole.
            rows: Returns its rows, as often as it is called: list, place in words, and values.
            title: What this is called among the revisions.
            progress: Told of every some thousand rows.

        Returns:
            The revision; None if the rows brought a history of their own.

        Raises:
            InvalidError: A row cannot be read.
            ConflictError: This catalogue is not empty.
        """
        from netcatalog.services import taking  # where all of a catalogue is wanted

        with self._database.write() as connection:
            reader = Reader(connection, self.schema)
            taking.check_empty(reader, self.path)
            work = self._work(connection)
            history_of_its_own = taking.take(work, about, rows, progress)
            return None if history_of_its_own else self._record(work, title, Action.EDIT)


def _brought_back(reader: Reader, changes: Sequence[Change]) -> list[Change]:
    """Return what undoes those changes that still can be undone, as the records are now.

    There is one for each record, though a removal may first have emptied a field of it.
    """
    ids: defaultdict[type[Record], list[int]] = defaultdict(list)
    for change in changes:
        ids[type(change.record)].append(change.record.id or 0)
    found = {
        (kind, one.id): one for kind, keys in ids.items() for one in reader.records(kind, keys)
    }
    now: dict[tuple[type[Record], int | None], Record | None] = {}
    for change in reversed(changes):
        key = type(change.record), change.record.id
        if now.setdefault(key, found.get(key)) == change.after:
            now[key] = change.before
    return [
        Change(before=found.get(key), after=after)
        for key, after in reversed(now.items())
        if after != found.get(key)
    ]
