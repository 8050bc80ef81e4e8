"""Changes made to the file, each step of them kept in its history.

Nothing else writes to the catalogue. A `UnitOfWork` lives inside one transaction and becomes
one revision. Changes may come as a stream, and as many as there are: like ones that follow
each other are made together.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from netcatalog.domain.changes import Action, Additions, Change, Completions, Revision
from netcatalog.domain.errors import ConflictError, InvalidError, NotFoundError
from netcatalog.domain.fields import held_by
from netcatalog.domain.records import Source, Sourced
from netcatalog.store.adding import Adding, check, check_passages, references_of
from netcatalog.store.ledger import Ledger
from netcatalog.store.names import column_name
from netcatalog.store.pending import Pending
from netcatalog.store.reading import Reader, chunks
from netcatalog.store.removing import along
from netcatalog.store.rows import columns_of, with_derived

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from sqlite3 import Connection

    from netcatalog.domain.changes import Conflict, Edit
    from netcatalog.domain.fields import Record, Schema
    from netcatalog.store.adding import Chance
    from netcatalog.store.rows import Columns

BATCH = 2_000
"""Changes made together, where so many like ones follow each other."""

MOST = 4 * BATCH
"""Most additions made together, where the last ones all hang on one root record."""


class UnitOfWork:
    """Changes on their way to become one revision.

    Attributes:
        connection: The transaction.
        tables: The tables in it.
        ledger: Where the changes are written down.
        pending: What is still to be seen to.
    """

    def __init__(self, connection: Connection, schema: Schema, chance: Chance) -> None:
        """Change the file; `chance` gives the random bytes of which uids are made."""
        self.connection = connection
        self.schema = schema
        self.ledger = Ledger(connection, schema)
        self.pending = Pending(connection, schema)
        self._adding = Adding(connection, schema, chance)

    def reader(self) -> Reader:
        """Return a reader that knows nothing yet: what it remembers may be changed."""
        return Reader(self.connection, self.schema)

    def apply(self, changes: Iterable[Edit]) -> None:
        """Make changes; a removal takes along what hangs on the record.

        Raises:
            InvalidError: A record breaks a rule.
            ConflictError: A record is no longer as its change says.
            NotFoundError: A record, or one it refers to, is not in the catalogue.
        """
        for batch in _batches(changes):
            if isinstance(batch, Additions):
                self._put(self._adding.told(batch))
                continue
            if isinstance(batch, Completions):
                self._complete(batch)
                continue
            befores = [one.before for one in batch if one.before is not None]
            afters = [one.after for one in batch if one.after is not None]
            if not befores:
                self._put(self._adding.prepared(afters))
                continue
            self._adding.finish(self.reader())
            self._expect(befores)
            if afters:
                self.alter(befores, [self._resolved(one) for one in afters])
            else:
                self._remove(befores)

    def _put(self, rows: Mapping[type[Record], Columns]) -> None:
        self._adding.insert(rows, self.reader())
        self.pending.rows(rows, self._adding.given)
        for kind, columns in rows.items():
            self.ledger.added(kind, columns["id"])

    def _complete(self, completions: Completions) -> None:
        """Fill in what was told later of records just added: the history tells that they came."""
        self._adding.finish(self.reader())
        for kind, told in completions.told.items():
            given = {self._adding.resolve(key): values for key, values in told.items()}
            for some in chunks([*given]):
                befores = self.reader().records(kind, some)
                afters = [self._resolved(replace(one, **given[one.id or 0])) for one in befores]
                check(kind, held_by(afters))
                self._update(befores, afters)

    def put_back(self, kind: type[Record], columns: Columns) -> None:
        """Add records of one type that were in the catalogue before, as rows."""
        self._adding.put(kind, columns)
        self.pending.returned(kind, columns)
        self.ledger.added(kind, columns["id"])

    def alter(self, befores: Sequence[Record], afters: Sequence[Record]) -> None:
        """Alter records of one type that are in the catalogue as `befores` say.

        Raises:
            InvalidError: A record breaks a rule.
        """
        check(type(afters[0]), held_by(afters))
        for before, after in zip(befores, afters, strict=True):
            if isinstance(before, Source) and isinstance(after, Source):
                self._check_text(before, after.text)
        self.ledger.altered(befores, self.reader().titles(afters))
        self._update(befores, afters)

    def _update(self, befores: Sequence[Record], afters: Sequence[Record]) -> None:
        kind = type(afters[0])
        columns = with_derived(kind, columns_of(afters))
        if isinstance(afters[0], Sourced):
            check_passages(self.connection, columns)
        ids = columns.pop("id")  # set to what it is, it would be sought in all that refers to it
        settings = ", ".join(f'"{one}" = ?' for one in columns)
        self.connection.executemany(
            f"UPDATE {kind.about.key} SET {settings} WHERE id = ?",
            list(zip(*columns.values(), ids, strict=True)),
        )
        self.pending.altered(befores, afters)

    def _remove(self, records: Sequence[Record]) -> None:
        """Remove records of one type, with what hangs on them."""
        groups = along(self.reader(), records)
        reader = self.reader()
        titles = [reader.titles([one.after or one.before for one in group]) for group in groups]
        first = self.ledger.removed(records, reader.titles(records))
        for group, called in zip(groups, titles, strict=True):
            befores = [one.before for one in group]
            afters = [one.after for one in group if one.after is not None]
            hung_on = [first + one.place for one in group]
            if afters:
                self.ledger.altered(befores, called, hung_on)
                self._update(befores, afters)
            else:
                self.ledger.removed(befores, called, hung_on)
                self._delete(befores)
        self._delete(records)

    def _delete(self, records: Sequence[Record]) -> None:
        kind, ids = type(records[0]), [one.id or 0 for one in records]
        self.pending.touched(records)
        self.pending.gone(kind, ids)
        self.connection.executemany(
            f"DELETE FROM {kind.about.key} WHERE id = ?",
            [(key,) for key in ids],
        )

    def _expect(self, befores: Sequence[Record]) -> None:
        """Refuse to go on unless records of one type are as `befores` say."""
        kind, reader = type(befores[0]), self.reader()
        what = kind.about.label
        found = {one.id: one for one in reader.records(kind, [one.id or 0 for one in befores])}
        for before in befores:
            present = found.get(before.id)
            if present is None:
                raise NotFoundError(
                    f"This {what} is not in the catalogue any more. "
                    "Look in the bin or the history."
                )
            if present != before:
                raise meanwhile(kind, reader.title(present))

    def _check_text(self, source: Source, text: str) -> None:
        """Refuse another text if passages would not hold the same words any more."""
        if text == source.text:
            return
        for kind, field in self.schema.references_to(Source):
            if not issubclass(kind, Sourced) or field.owner:
                continue
            passages = (
                f'SELECT start, "end" FROM {kind.about.key}'
                f" WHERE {column_name(field)} = ? AND start IS NOT NULL"
            )
            for start, end in self.connection.execute(passages, (source.id,)):
                if text[start:end] != source.text[start:end]:
                    raise InvalidError(
                        f"Facts rest on passages of the text of “{source.title}”, and this would "
                        "change their words. Add at the end of the text, or make a new source."
                    )

    def _resolved(self, record: Record) -> Record:
        """Put the ids that were given in the place of those below zero."""
        given: dict[str, Any] = {
            field.name: self._adding.resolve(key)
            for field in references_of(type(record))
            if (key := getattr(record, field.name)) is not None and key < 0
        }
        return replace(record, **given) if given else record

    def settle(self) -> None:
        """Bring the indexes up to date, and make sure that all that is referred to is there."""
        self._adding.finish(self.reader())
        self.pending.settle()

    def record(
        self, *, title: str, by: str, at: dt.datetime, action: Action, target: int | None
    ) -> Revision:
        """Store the revision, bring the indexes up to date, and return it."""
        self.settle()
        self.ledger.close()
        made = Revision(
            id=self.ledger.revision_id,
            at=at,
            by=by,
            title=title,
            action=action,
            target=target,
            in_effect=action in {Action.EDIT, Action.RESTORE},
        )
        values = {
            "id": made.id,
            "uid": self._adding.uids(1)[0],
            "at": at.isoformat(),
            "by": by,
            "title": title,
            "action": action.value,
            "target": target,
            "in_effect": made.in_effect,
        }
        columns = ", ".join(f'"{one}"' for one in values)
        marks = ", ".join("?" * len(values))
        become = ", ".join(f'"{one}" = excluded."{one}"' for one in values)
        self.connection.execute(
            f"INSERT INTO revision ({columns}) VALUES ({marks})"
            f" ON CONFLICT (id) DO UPDATE SET {become}",
            tuple(values.values()),
        )
        if target is not None:
            self.connection.execute(
                "UPDATE revision SET in_effect = ? WHERE id = ?", (action is Action.REDO, target)
            )
        return made


def meanwhile(kind: type[Record], title: str, conflicts: Sequence[Conflict] = ()) -> ConflictError:
    """Return the error that tells that a record was changed since."""
    return ConflictError(
        f"The {kind.about.label} “{title}” was changed in the meantime. "
        "Nothing was stored; open it again to see what it is now.",
        conflicts,
    )


def _batches(
    changes: Iterable[Edit],
) -> Iterator[list[Change] | Additions | Completions]:
    """Yield changes that may be made together, in order.

    Those are additions, whatever their types, or edits or removals of different records of
    one type. A root record stays together with what is added to it.
    """
    batch: list[Change] = []
    ids: set[int | None] = set()
    for change in changes:
        if not isinstance(change, Change):
            if batch:
                yield batch
                batch, ids = [], set()
            yield change
            continue
        if change.before is None:
            fits = not ids and (len(batch) < BATCH or not _starts(change))
        else:
            fits = change.before.id not in ids and len(batch) < BATCH and _is_like(batch, change)
        if batch and (not fits or len(batch) >= MOST):
            yield batch
            batch, ids = [], set()
        batch.append(change)
        if change.before is not None:
            ids.add(change.before.id)
    if batch:
        yield batch


def _starts(change: Change) -> bool:
    """Return whether a change adds a root record, on which what follows may hang."""
    return type(change.record).about.root


def _is_like(batch: Sequence[Change], change: Change) -> bool:
    """Return whether a change does the same as others to a record of the same type."""
    return not batch or (
        batch[0].effect is change.effect and type(batch[0].record) is type(change.record)
    )
