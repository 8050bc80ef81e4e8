"""The catalogue as it is read: every question put to it. Nothing here changes it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from netcatalog.domain.changes import (
    Change,
    RecordedChange,
    Revision,
    Summary,
    Undoable,
    Which,
)
from netcatalog.domain.errors import AmbiguousNameError, NotFoundError
from netcatalog.domain.fields import Record, field_named
from netcatalog.domain.pages import Listing
from netcatalog.domain.places import Place
from netcatalog.domain.progress import silent
from netcatalog.domain.query_parser import parse
from netcatalog.domain.records import Actor, SavedMapping, SavedSearch
from netcatalog.services import bulk, everything, pages, table_rows
from netcatalog.services.backups import Backups
from netcatalog.services.facets import FacetCounter
from netcatalog.store import history, ordering
from netcatalog.store.facets import FacetSets
from netcatalog.store.names import column_name
from netcatalog.store.reading import Reader
from netcatalog.store.search import Search
from netcatalog.store.sql import Sql
from netcatalog.store.which import condition

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import (
        Callable,
        Collection,
        Generator,
        Iterator,
        Mapping,
        Sequence,
    )
    from pathlib import Path
    from uuid import UUID

    from netcatalog.domain.bulk import Deed, Plan
    from netcatalog.domain.changes import Told
    from netcatalog.domain.columns import Column
    from netcatalog.domain.completion import Completion
    from netcatalog.domain.facets import Counts
    from netcatalog.domain.importing import ImportPlan, Line
    from netcatalog.domain.joining import Joining
    from netcatalog.domain.mappings import Mapping as ListMapping
    from netcatalog.domain.merging import Merging
    from netcatalog.domain.pages import Block, Page, Reference, Row, State
    from netcatalog.domain.progress import Progress
    from netcatalog.domain.query import Query
    from netcatalog.domain.sections import Section
    from netcatalog.domain.tables import Table
    from netcatalog.domain.uniting import Taken, Uniting
    from netcatalog.services.checking import Findings
    from netcatalog.services.duplicates import Duplicates
    from netcatalog.store.database import Database

R = TypeVar("R", bound=Record)

ALL = Which()

SUGGESTIONS = 200
"""Most values offered while a field is filled in."""


class ReadableCatalog:
    """The records in one catalogue file. Every method may be called from any thread.

    All methods raise `StorageError` where the file cannot be read or written.

    Attributes:
        schema: The record types that the catalogue holds.
        user: Who signs the revisions.
        now: The clock.
        place: Where the file lies.
        backups: The backups of the file.
    """

    def __init__(
        self,
        database: Database,
        *,
        user: str,
        clock: Callable[[], dt.datetime],
        chance: Callable[[int], bytes] = os.urandom,
        place: Place | None = None,
    ) -> None:
        """Serve `database`.

        Args:
            database: The file.
            user: Who signs the revisions.
            clock: When.
            chance: Gives so many random bytes, of which the uids of new records are made.
            place: Where the file lies, if not on a disk of this computer.
        """
        self._database = database
        self.schema = database.schema
        self._search = Search(database.schema)
        self._facets = FacetCounter(FacetSets(), self._search)
        self._totals: dict[tuple[str, str], tuple[int, int]] = {}
        self.user = user
        self.now = clock
        self.place = place or Place()
        self.backups = Backups(database.path, clock)
        self._chance = chance

    @property
    def path(self) -> Path:
        """The catalogue file."""
        return self._database.path

    @property
    def refusal(self) -> str:
        """Why nothing may be changed, as a sentence; "" if it may."""
        return self._database.access.refusal

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    # Finding

    def query(self, text: str, section: Section) -> Query:
        """Read the text of a search bar; see `domain.query_parser.parse`."""
        return parse(text, section, self.schema, self.now().date())

    def find(self, query: Query) -> list[int]:
        """Return the ids of all records that match, in the order asked for."""
        with self._database.read() as connection:
            return self._found(Reader(connection, self.schema, query.day), query)

    def browse(self, query: Query, columns: Sequence[Column], first: int) -> Listing:
        """Return what a table shows of a query, all as of one moment.

        Args:
            query: What is asked.
            columns: What each row is to show.
            first: How many rows to load at once.
        """
        section = query.section
        with self._database.read() as connection:
            reader = Reader(connection, self.schema, query.day)
            ids = self._found(reader, query)
            rows = self._rows(reader, section.kind, ids[:first], columns, query)
            total = self._total(reader, section) if query.where.parts else len(ids)
        return Listing(ids=ids, rows=rows, total=total)

    def facets(self, query: Query, ids: Collection[int]) -> tuple[Counts, ...]:
        """Return how many of the records found by a query have which value of each facet.

        The values of a facet in which something is chosen are counted as if nothing were.

        Args:
            query: What was asked.
            ids: What `find` returned for it.
        """
        with self._database.read() as connection:
            return self._facets.counts(Reader(connection, self.schema, query.day), query, ids)

    def count(self, section: Section, day: str = "") -> int:
        """Return how many records a section lists, as of a day or now."""
        with self._database.read() as connection:
            return self._total(Reader(connection, self.schema, day), section)

    def _found(self, reader: Reader, query: Query) -> list[int]:
        return list(map(itemgetter(0), reader.run(self._search.ids(query))))

    def _total(self, reader: Reader, section: Section) -> int:
        """Count what a section lists, once for each state of the catalogue."""
        newest = history.newest(reader.connection)
        place = section.key, reader.day
        counted = self._totals.get(place)
        if counted is None or counted[0] != newest:
            (total,) = reader.run(self._search.count(section)).fetchone()
            counted = self._totals[place] = (newest, total)
        return counted[1]

    def hits(self, query: Query) -> int:
        """Return how many records match."""
        with self._database.read() as connection:
            reader = Reader(connection, self.schema, query.day)
            (found,) = reader.run(self._search.hits(query)).fetchone()
        return int(found)

    def saved_searches(self) -> list[SavedSearch]:
        """Return the saved searches, in the order of their list."""
        asked = f"SELECT id FROM {SavedSearch.about.key} ORDER BY place, id"
        with self._database.read() as connection:
            keys = [key for (key,) in connection.execute(asked)]
            return Reader(connection, self.schema).records(SavedSearch, keys)

    def saved_mappings(self) -> list[SavedMapping]:
        """Return the mappings kept for lists, the one kept last first."""
        asked = f"SELECT id FROM {SavedMapping.about.key} ORDER BY id DESC"
        with self._database.read() as connection:
            keys = [key for (key,) in connection.execute(asked)]
            return Reader(connection, self.schema).records(SavedMapping, keys)

    def rows(
        self,
        kind: type[Record],
        ids: Sequence[int],
        columns: Sequence[Column],
        query: Query | None = None,
    ) -> dict[int, Row]:
        """Return table rows by id; ids no longer there are left out.

        Args:
            kind: The type of the records listed.
            ids: One page of a result of `find`; at most some hundreds.
            columns: What each row is to show.
            query: What found them: they are shown as of its day, and by the names it asks for.
        """
        with self._database.read() as connection:
            reader = Reader(connection, self.schema, query.day if query else "")
            return self._rows(reader, kind, ids, columns, query)

    def block(
        self,
        kind: type[Record],
        ids: Sequence[int],
        columns: Sequence[Column],
        query: Query | None = None,
    ) -> Block:
        """Return the same as `rows`, column by column, without the names that found them."""
        with self._database.read() as connection:
            reader = Reader(connection, self.schema, query.day if query else "")
            return table_rows.block(reader, kind, ids, columns)

    def _rows(
        self,
        reader: Reader,
        kind: type[Record],
        ids: Sequence[int],
        columns: Sequence[Column],
        query: Query | None,
    ) -> dict[int, Row]:
        words = query.plain_words() if query else ()
        return table_rows.load(reader, kind, ids, columns, words)

    def page(
        self,
        kind: type[Record],
        key: int,
        most: int | None = pages.MOST_ENTRIES,
        day: str = "",
    ) -> Page:
        """Return all that is shown of one root record.

        Args:
            kind: Its type.
            key: Its id.
            most: How many records of one type to show at most; None: all of them.
            day: The day as of which it is shown, ``YYYY-MM-DD``; "" for now.

        Raises:
            NotFoundError: It is not in the catalogue any more, or was not there on that day.
        """
        with self._database.read() as connection:
            return pages.load(Reader(connection, self.schema, day), kind, key, most)

    def record(self, kind: type[R], key: int) -> R:
        """Return one record.

        Raises:
            NotFoundError: It is not in the catalogue any more.
        """
        with self._database.read() as connection:
            found = Reader(connection, self.schema).record(kind, key)
        if found is None:
            raise NotFoundError(f"This {kind.about.label} is not in the catalogue any more.")
        return found

    def everything(
        self, progress: Progress = silent
    ) -> Iterator[tuple[Record, Mapping[str, Reference]]]:
        """Read every record, with what its references are called by field name.

        They come by type, in the order of the schema, then by id; all as of one moment.
        """
        with self._database.read() as connection:
            yield from everything.read(Reader(connection, self.schema), progress)

    def unite(
        self, kind: type[Record], keys: Sequence[int], taken: Taken | None = None
    ) -> Uniting:
        """Return what it comes to if records are one; see `services.uniting.unite`."""
        from netcatalog.services.uniting import unite  # seldom needed

        with self._database.read() as connection:
            return unite(Reader(connection, self.schema), kind, keys, taken or {})

    def duplicates(
        self, within: Collection[int] | None = None, progress: Progress = silent
    ) -> Duplicates:
        """Return pairs of actors that may be one; see `services.duplicates.find`."""
        from netcatalog.services.duplicates import find  # seldom asked for

        with self._database.read() as connection:
            return find(Reader(connection, self.schema), within, progress)

    def uids(self, kind: type[Record], ids: Sequence[int]) -> dict[int, UUID]:
        """Return the uids of records by id; ids no longer there are left out."""
        with self._database.read() as connection:
            return everything.uids(Reader(connection, self.schema), kind, ids)

    def check(self, progress: Progress = silent) -> Findings:
        """Look for damage, in the file and in what is in it; see `services.checking`."""
        from netcatalog.services import checking  # seldom asked for, and not small

        with self._database.read() as connection:
            return checking.check(Reader(connection, self.schema), progress)

    def network_names(self) -> list[str]:
        """Return all names of all networks."""
        asked = "SELECT text FROM name WHERE actor_id IN (SELECT id FROM actor WHERE is_network)"
        with self._database.read() as connection:
            return [text for (text,) in connection.execute(asked)]

    def actor_named(self, name: str) -> int:
        """Return the id of the actor that bears a name, in any spelling.

        Raises:
            NotFoundError: No actor does; the message names those with a like name.
            AmbiguousNameError: Several do; the message lists them.
        """
        with self._database.read() as connection:
            found = [key for (key,) in self._search.named(name).run(connection)]
            if len(found) == 1:
                return int(found[0])
            reader = Reader(connection, self.schema)
            near = found or pages.like_ids(reader, self._search, Actor, name, 5)
            listed = "; ".join(pages.told_apart(reader, key) for key in near)
        if found:
            raise AmbiguousNameError(f"Several are called “{name}”: {listed}. Give a fuller name.")
        hint = f" Did you mean: {listed}?" if listed else " Check the spelling."
        raise NotFoundError(f"Nothing in the catalogue is called “{name}”.{hint}")

    def like(self, kind: type[Record], name: str, limit: int = 20) -> list[Reference]:
        """Return root records whose name begins with or holds `name`, the closest first."""
        with self._database.read() as connection:
            return pages.like(Reader(connection, self.schema), self._search, kind, name, limit)

    def suggestions(self, kind: type[Record], field: str) -> list[str]:
        """Return the values that a text field already has in the catalogue, in order."""
        held = column_name(field_named(kind, field))
        filled = f"SELECT DISTINCT {held} AS value FROM {kind.about.key} WHERE {held} != ''"
        asked = f"SELECT value FROM ({filled}) ORDER BY fold(value), value LIMIT {SUGGESTIONS}"
        with self._database.read() as connection:
            return [value for (value,) in connection.execute(asked)]

    def complete(self, text: str, cursor: int, section: Section) -> tuple[Completion, ...]:
        """Return how one may go on with the text of a search bar; see `domain.completion`."""
        from netcatalog.domain.completion import complete  # only where someone types
        from netcatalog.services import completing

        with self._database.read() as connection:
            reader = Reader(connection, self.schema)
            values = partial(completing.values, reader, self._search)
            return complete(text, cursor, section, self.schema, values)

    def order_language(self) -> str:
        """Return the language by which this file orders names; see `domain.collation`."""
        with self._database.read() as connection:
            return ordering.order_language(connection)

    @contextmanager
    def dumping(
        self, progress: Progress = silent, *, history: bool = False
    ) -> Generator[tuple[dict[str, Any], Iterator[tuple[str, Iterator[dict[str, Any]]]]]]:
        """Give out all there is, as of one moment, as plain values; see `services.dumping`."""
        from netcatalog.services import dumping  # where all of a catalogue is wanted

        with self._database.read() as connection:
            reader = Reader(connection, self.schema)
            yield (
                dumping.about(reader, history=history),
                dumping.dump(reader, progress, history=history),
            )

    # What something would come to

    def plan(
        self, section: Section, ids: Sequence[int], deed: Deed, progress: Progress = silent
    ) -> Plan:
        """Return what doing something to records of a section would come to; see `bulk.plan`."""
        with self._database.read() as connection:
            return bulk.plan(Reader(connection, self.schema), section, ids, deed, progress)

    def plan_import(
        self,
        tables: Sequence[Table],
        mapping: ListMapping,
        progress: Progress = silent,
        each: Callable[[Line], None] | None = None,
    ) -> ImportPlan:
        """Return what bringing a list in would come to; nothing is written.

        Args:
            tables: The list: a file, or the sheets of one.
            mapping: What becomes of its columns.
            progress: Told of every some hundred rows.
            each: Told what each row comes to, as soon as that is known.

        Raises:
            InvalidError: The mapping does not fit the tables.
        """
        from netcatalog.services.importing.stream import Import  # where a list is brought in

        with self._database.read() as connection:
            reader = Reader(connection, self.schema)
            importing = Import(reader, tables, mapping, progress, each)
            for _ in importing.changes():
                pass
        return importing.plan

    def plan_joining(self, other: ReadableCatalog, progress: Progress = silent) -> Joining:
        """Return what bringing another catalogue in comes to; see `services.joining`."""
        from netcatalog.services.joining import plan  # seldom wanted

        with self._database.read() as ours, other._database.read() as theirs:
            name = other.path.stem
            readers = Reader(ours, self.schema), Reader(theirs, self.schema)
            return plan(*readers, name, progress)

    def merging(self, changes: Sequence[Change]) -> Merging:
        """Return what changes meet that were refused, since others changed the records."""
        from netcatalog.domain.merging import merging  # seldom needed

        with self._database.read() as connection:
            reader = Reader(connection, self.schema)
            now = {
                (type(one.record), one.record.id): found
                for one in changes
                if one.before is not None
                and (found := reader.record(type(one.record), one.record.id or 0))
            }
            return merging(changes, now, reader.title, reader.label)

    def taking_back(self, revision: Revision) -> Merging:
        """Return what taking a revision back meets; see `services.undoing.taking_back`."""
        from netcatalog.services.undoing import taking_back  # seldom needed

        with self._database.read() as connection:
            return taking_back(Reader(connection, self.schema), revision)

    # History and bin

    def undoable(self) -> Undoable:
        """Return the revisions that `undo` and `redo` would take back, or do again."""
        with self._database.read() as connection:
            return history.undoable(connection)

    def history(self, limit: int | None = None, which: Which = ALL) -> list[Revision]:
        """Return the revisions, or those that are wanted, the newest first."""
        with self._database.read() as connection:
            wanted = condition(connection, self.schema, which)
            return history.revisions(connection, limit, wanted)

    def authors(self) -> list[str]:
        """Return the names of all who made a revision, in order."""
        with self._database.read() as connection:
            return history.authors(connection)

    def changes_of(self, revision: Revision, limit: int | None = None) -> list[RecordedChange]:
        """Return what a revision changed: the first changes, or all of them.

        An import may have made a million: where it is enough to tell how many, see `summary`.
        """
        with self._database.read() as connection:
            return history.changes_of(connection, self.schema, revision.id, limit)

    def summary(self, revision: Revision, first: int = 0) -> Summary:
        """Return what a revision changed, counted by type, and its `first` changes."""
        with self._database.read() as connection:
            return history.summary(connection, self.schema, revision.id, first)

    def added_root(self, revision: Revision) -> Record | None:
        """Return the root record that a revision added, with what hangs on it, if it is there.

        None if the revision added none, or several of which none hangs on another.
        """
        with self._database.read() as connection:
            found = history.added_root(connection, self.schema, revision.id)
            return Reader(connection, self.schema).record(*found) if found else None

    def revision(self, key: int) -> Revision:
        """Return a revision by its key.

        Raises:
            NotFoundError: There is none.
        """
        with self._database.read() as connection:
            found = history.revisions(connection, 1, Sql("id = ?", (key,)))
        if not found:
            raise NotFoundError(f"There is no step {key} in the history of this catalogue.")
        return found[0]

    def told(self, revision: Revision) -> Told:
        """Return what a revision did, in the parts it is read in."""
        from netcatalog.services import states  # seldom looked at

        with self._database.read() as connection:
            return states.told(Reader(connection, self.schema), revision)

    def state(self, kind: type[Record], key: int, before: Revision) -> State:
        """Return a root record as it was before a revision; see `services.states`.

        Raises:
            NotFoundError: It was not there then, or too much happened to it since.
        """
        from netcatalog.services import states  # seldom looked at

        with self._database.read() as connection:
            return states.load(Reader(connection, self.schema), kind, key, before)

    def bin(self) -> list[RecordedChange]:
        """Return what was removed and not brought back, the newest first."""
        with self._database.read() as connection:
            return history.binned(connection, self.schema)
