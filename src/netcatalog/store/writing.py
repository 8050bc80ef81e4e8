"""Changes made to the file, each step of them kept in its history.

Nothing else writes to the catalogue. A `UnitOfWork` lives inside one transaction and becomes
one revision.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from netcatalog.domain.changes import Action, Change, Revision
from netcatalog.domain.errors import ConflictError, InvalidError, NotFoundError
from netcatalog.domain.fields import Kind, Record, field_named, fields_of
from netcatalog.domain.records import Source, Sourced
from netcatalog.domain.rules import problems
from netcatalog.store.indexing import reindex
from netcatalog.store.reading import Reader, chunks
from netcatalog.store.rows import row_of, to_json
from netcatalog.store.tables import column_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from sqlalchemy import Connection, CursorResult

    from netcatalog.domain.fields import Field
    from netcatalog.store.tables import Tables


@dataclass(slots=True)
class _Done:
    """A change that was made; `hung_on` is the place in the list of the removal it goes with."""

    change: Change
    title: str
    hung_on: int | None


class UnitOfWork:
    """Changes on their way to become one revision."""

    def __init__(
        self, connection: Connection, tables: Tables, new_uid: Callable[[], UUID]
    ) -> None:
        self._connection = connection
        self._tables = tables
        self._new_uid = new_uid
        self._ids: dict[int, int] = {}
        self._done: list[_Done] = []
        self._reader = Reader(connection, tables)

    def apply(self, change: Change) -> Change:
        """Make one change; a removal takes along what hangs on the record.

        Returns:
            The change as made, with the ids that were given.

        Raises:
            InvalidError: The record breaks a rule.
            ConflictError: The record is no longer as `change.before` says.
            NotFoundError: The record, or one it refers to, is not in the catalogue.
        """
        if change.before is None:
            assert change.after is not None  # noqa: S101  see Change
            return self._add(change.after)
        if change.after is None:
            return self._remove(change.before, hung_on=None)
        return self._alter(change.before, change.after, hung_on=None)

    def replay(self, change: Change) -> Change:
        """Make one change of a history that holds all that went along with it, and only that.

        Raises:
            ConflictError, NotFoundError: as `apply`.
        """
        if change.after is not None or change.before is None:
            return self.apply(change)
        self._expect(change.before)
        made = self._note(change)
        self._delete(change.before)
        return made

    def record(
        self, *, title: str, by: str, at: dt.datetime, action: Action, target: int | None
    ) -> Revision:
        """Store the revision, bring the indexes up to date, and return it."""
        self._check_references()
        self._reindex()
        values = {
            "uid": self._new_uid().bytes,
            "at": at.isoformat(),
            "by": by,
            "title": title,
            "action": action.value,
            "target": target,
        }
        result = self._connection.execute(insert(self._tables.revision).values(values))
        revision_id = _key_of(result)
        self._store_changes(revision_id)
        return Revision(id=revision_id, at=at, by=by, title=title, action=action, target=target)

    def _add(self, record: Record) -> Change:
        record = self._resolved(record)
        self._check(record)
        given = record.id if record.id is not None and record.id > 0 else None
        stored = replace(record, id=given, uid=record.uid or self._new_uid())
        origin = self._tables[type(record)]
        row = row_of(stored)
        if given is None:
            del row["id"]
        result = self._connection.execute(insert(origin).values(row))
        key = _key_of(result)
        if record.id is not None and record.id < 0:
            self._ids[record.id] = key
        return self._note(Change(after=replace(stored, id=key)))

    def _alter(self, before: Record, after: Record, *, hung_on: int | None) -> Change:
        after = self._resolved(after)
        self._check(after)
        self._expect(before)
        if isinstance(before, Source) and isinstance(after, Source):
            self._check_text(before, after.text)
        origin = self._tables[type(before)]
        self._connection.execute(
            update(origin).where(origin.c.id == before.id).values(row_of(after))
        )
        return self._note(Change(before=before, after=after), hung_on)

    def _remove(self, record: Record, *, hung_on: int | None) -> Change:
        self._expect(record)
        change = self._note(Change(before=record), hung_on)
        root = len(self._done) - 1 if hung_on is None else hung_on
        assert record.id is not None  # noqa: S101  _expect found it
        for kind, field in self._tables.schema.references_to(type(record)):
            for other in self._reader.hanging(kind, field, [record.id])[record.id]:
                if other != record:  # it may refer to itself
                    self._release(other, field, root)
        self._delete(record)
        return change

    def _delete(self, record: Record) -> None:
        origin = self._tables[type(record)]
        self._connection.execute(delete(origin).where(origin.c.id == record.id))

    def _release(self, other: Record, field: Field, root: int) -> None:
        present = self._reader.record(type(other), other.id or 0)
        if present is None:
            return  # it went already, with another record it hung on
        if field.hangs:
            self._remove(present, hung_on=root)
            return
        emptied = dict.fromkeys((field.name, *field.clears))
        self._alter(present, replace(present, **emptied), hung_on=root)

    def _expect(self, before: Record) -> None:
        present = self._reader.record(type(before), before.id or 0)
        what = type(before).about.label
        if present is None:
            raise NotFoundError(
                f"This {what} is not in the catalogue any more. Look in the bin or the history."
            )
        if present != before:
            raise ConflictError(
                f"The {what} “{self._reader.title(present)}” was changed in the meantime. "
                "Nothing was stored; open it again to see what it is now."
            )

    def _check(self, record: Record) -> None:
        for problem in problems(record):
            label = field_named(type(record), problem.field).label
            what = type(record).about.label.capitalize()
            raise InvalidError(f"{what}, {label}: {problem.fault.label}")
        if isinstance(record, Sourced) and record.source is not None and record.end is not None:
            self._check_passage(record)

    def _check_passage(self, record: Sourced) -> None:
        origin = self._tables[Source]
        length = self._connection.scalar(
            select(func.length(origin.c.text)).where(origin.c.id == record.source)
        )
        if length is not None and record.end is not None and record.end > length:
            raise InvalidError(
                f"The passage ends at character {record.end}, but the source has only {length}."
            )

    def _check_text(self, source: Source, text: str) -> None:
        """Refuse another text if passages would not hold the same words any more."""
        if text == source.text:
            return
        for kind, field in self._tables.schema.references_to(Source):
            if not issubclass(kind, Sourced) or field.owner:
                continue
            origin = self._tables[kind]
            passages = select(origin.c.start, origin.c.end).where(
                origin.c[column_name(field)] == source.id, origin.c.start.is_not(None)
            )
            for start, end in self._connection.execute(passages):
                if text[start:end] != source.text[start:end]:
                    raise InvalidError(
                        f"Facts rest on passages of the text of “{source.title}”, and this would "
                        "change their words. Add at the end of the text, or make a new source."
                    )

    def _resolved(self, record: Record) -> Record:
        """Put the ids that were given in the place of those below zero."""
        given: dict[str, Any] = {
            field.name: self._ids[key]
            for field in fields_of(type(record))
            if field.kind is Kind.REFERENCE
            and (key := getattr(record, field.name)) is not None
            and key < 0
        }
        return replace(record, **given) if given else record

    def _check_references(self) -> None:
        left = {
            (type(done.change.record), done.change.record.id): done.change.after
            for done in self._done
        }
        wanted: dict[str, set[int]] = {}
        for record in left.values():
            for field in fields_of(type(record)) if record else ():
                if field.kind is Kind.REFERENCE:
                    wanted.setdefault(field.refers, set()).add(getattr(record, field.name))
        for key, ids in wanted.items():
            self._check_present(self._tables.schema[key], sorted(ids - {None}))

    def _check_present(self, kind: type[Record], ids: Sequence[int]) -> None:
        origin = self._tables[kind]
        for chunk in chunks(ids):
            present = self._connection.scalars(select(origin.c.id).where(origin.c.id.in_(chunk)))
            if len(list(present)) < len(chunk):
                what = kind.about.label
                raise NotFoundError(
                    f"The {what} that this belongs to is not in the catalogue any more. "
                    f"Bring the {what} back from the bin first."
                )

    def _note(self, change: Change, hung_on: int | None = None) -> Change:
        title = self._reader.title(change.record) if change.before else ""
        self._done.append(_Done(change, title, hung_on))
        return change

    def _reindex(self) -> None:
        touched: dict[tuple[type[Record], int], None] = {}
        gone = {
            (type(done.change.before), done.change.before.id): done.change.before
            for done in self._done
            if done.change.before is not None
        }
        for done in self._done:
            for record in (done.change.before, done.change.after):
                if record is not None:
                    self._touch(record, touched, gone)
        fresh = Reader(self._connection, self._tables)
        for kind in self._tables.schema.listed():
            reindex(fresh, kind, [key for other, key in touched if other is kind])
        self._reader = fresh

    def _touch(
        self,
        record: Record,
        touched: dict[tuple[type[Record], int], None],
        gone: dict[tuple[type[Record], int | None], Record],
    ) -> None:
        if type(record).about.listed and record.id is not None:
            touched[type(record), record.id] = None
        if type(record).about.root:
            return
        owner = self._reader.owner_of(record)
        if owner is None:
            return
        above = self._reader.record(*owner) or gone.get(owner)
        if above is not None:
            self._touch(above, touched, gone)

    def _store_changes(self, revision_id: int) -> None:
        origin = self._tables.change
        first = (self._connection.scalar(select(func.max(origin.c.id))) or 0) + 1
        rows = [
            {
                "id": first + place,
                "revision_id": revision_id,
                "record": type(done.change.record).about.key,
                "record_id": done.change.record.id,
                "title": done.title or self._reader.title(done.change.record),
                "before": to_json(done.change.before),
                "after": to_json(done.change.after),
                "hung_on": None if done.hung_on is None else first + done.hung_on,
            }
            for place, done in enumerate(self._done)
        ]
        if rows:
            self._connection.execute(insert(origin), rows)


def _key_of(result: CursorResult[Any]) -> int:
    """Return the id that an inserted row was given."""
    key = result.inserted_primary_key
    assert key is not None  # noqa: S101  one row was inserted
    return int(key[0])
