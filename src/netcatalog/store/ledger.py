"""What a revision does, written down while it is done."""

from __future__ import annotations

from collections import defaultdict
from itertools import repeat
from typing import TYPE_CHECKING, Any

from netcatalog.domain.changes import Effect
from netcatalog.store.reading import Reader
from netcatalog.store.rows import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from sqlite3 import Connection

    from netcatalog.domain.fields import Record, Schema

_COLUMNS = (
    *("id", "revision_id", "record", "record_id", "last_id"),
    *("effect", "title", "before", "packed", "hung_on"),
)
_INSERT = f"INSERT INTO change ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"


class Ledger:
    """Keeps the changes of one revision.

    Additions are kept as runs. Those that no other change comes between are told by type, so
    that one row tells of a whole import.

    Attributes:
        revision_id: The id that the revision is going to have.
    """

    def __init__(self, connection: Connection, schema: Schema) -> None:
        self._connection = connection
        self._schema = schema
        self.revision_id = self._unused("revision")
        self._next = self._unused("change")
        self._has_begun = False
        self._runs: dict[type[Record], tuple[int, int]] = {}
        self._told: list[tuple[type[Record], int, int]] = []

    def _unused(self, table: str) -> int:
        asked = f"SELECT coalesce(max(id), 0) + 1 FROM {table}"
        return int(self._connection.execute(asked).fetchone()[0])

    def added(self, kind: type[Record], ids: Iterable[int]) -> None:
        """Tell of records that were added.

        What each of a run was called is found when it is asked for.
        """
        run = self._runs.get(kind)
        for key in ids:
            if run is not None and key == run[1] + 1:
                run = run[0], key
                continue
            if run is not None:
                self._told.append((kind, *run))
            run = key, key
        if run is not None:
            self._runs[kind] = run

    def altered(
        self, befores: Sequence[Record], titles: Sequence[str], hung_on: Sequence[int] = ()
    ) -> None:
        """Tell of records that were altered, as they were before.

        Args:
            befores: The records.
            titles: What they were called.
            hung_on: If they changed along with removals, the keys of those.
        """
        self._tell(Effect.ALTERED, befores, titles, hung_on)

    def removed(
        self, befores: Sequence[Record], titles: Sequence[str], hung_on: Sequence[int] = ()
    ) -> int:
        """Tell of records that were removed; return the key of the first of these changes."""
        return self._tell(Effect.REMOVED, befores, titles, hung_on)

    def removed_run(self, kind: type[Record], first: int, last: int, packed: bytes) -> None:
        """Tell of many records with consecutive ids that were removed together."""
        self.close()
        about = kind.about.key
        self._write([(about, first, last, Effect.REMOVED.value, "", None, packed, None)])

    def close(self) -> None:
        """Write down the additions that were told of."""
        self._told += [(kind, *run) for kind, run in self._runs.items()]
        titles = self._titles()
        rows = [
            (
                kind.about.key,
                first,
                last if last > first else None,
                Effect.ADDED.value,
                titles.get((kind, first), ""),
                *(None, None, None),
            )
            for kind, first, last in self._told
        ]
        self._runs.clear()
        self._told.clear()
        self._write(rows)

    def _titles(self) -> dict[tuple[type[Record], int], str]:
        """Return what records are called that were added one by one."""
        alone: defaultdict[type[Record], list[int]] = defaultdict(list)
        for kind, first, last in self._told:
            if first == last:
                alone[kind].append(first)
        titles: dict[tuple[type[Record], int], str] = {}
        for kind, ids in alone.items():
            reader = Reader(self._connection, self._schema)
            called = reader.titles(reader.records(kind, ids))
            titles |= {(kind, one): title for one, title in zip(ids, called, strict=True)}
        return titles

    def _tell(
        self,
        effect: Effect,
        befores: Sequence[Record],
        titles: Sequence[str],
        hung_on: Sequence[int],
    ) -> int:
        self.close()
        roots = hung_on or repeat(None, len(befores))
        told = zip(befores, titles, roots, strict=True)
        return self._write(
            [
                (type(one).about.key, one.id, None, effect.value, title, to_json(one), None, root)
                for one, title, root in told
            ]
        )

    def _begin(self) -> None:
        """Put the revision into its table, if that is not done: its values follow in the end.

        As long as rows refer to what is not there, SQLite searches all tables, some of which have
        no index now, for each row that comes.
        """
        if not self._has_begun:
            self._has_begun = True
            self._connection.execute(
                "INSERT INTO revision (id, uid, at, by, title, action, in_effect)"
                " VALUES (?, ?, '', '', '', 'edit', 0)",
                (self.revision_id, b""),
            )

    def _write(self, rows: Sequence[tuple[Any, ...]]) -> int:
        first = self._next
        self._next += len(rows)
        if rows:
            self._begin()
            numbered = [(first + place, self.revision_id, *row) for place, row in enumerate(rows)]
            self._connection.executemany(_INSERT, numbered)
        return first
