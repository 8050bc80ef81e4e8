"""What is derived from records for finding them: labels, sort keys and full-text indexes.

All of it can be made anew from the records at any time; `differences` tells whether it
would come out the same. What an entry is says `entries_of` alone, whether the records are in
the file already or are just being added.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from netcatalog.domain.collation import sort_key
from netcatalog.domain.fields import Record, fields_of, remembered
from netcatalog.domain.folding import fold, spelt_out
from netcatalog.domain.naming import display_name
from netcatalog.domain.records import Name, Source, Sourced
from netcatalog.store.bulk import MUCH
from netcatalog.store.names import column_name, gram_table, text_table
from netcatalog.store.ordering import order_language

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from sqlite3 import Connection

    from netcatalog.domain.fields import Schema
    from netcatalog.store.reading import Reader
    from netcatalog.store.rows import Columns

CHUNK = 2_000
"""Records whose entries are made at a time."""

APART = "\n¶\n"
"""What stands between two texts in an entry: a word of its own that nobody looks for, so that no
phrase runs from the end of one into the next."""

NOTHING = "", ""
"""Names and body of a record that says nothing: it is not in the full-text table."""


class Entry(NamedTuple):
    """What is derived for one listed record.

    Attributes:
        label: What it is called; "" where it has no name of its own.
        names: All its names, folded and spelt out, set apart.
        body: All its other texts and the passages they rest on, folded, and set apart.
    """

    label: str
    names: str
    body: str


class Rows(Protocol):
    """Where entries are made from: rows that are in the file, or on their way there."""

    def text_of(self, source: int) -> str:
        """Return the text of a source; "" if it is gone."""

    def __call__(
        self, kind: type[Record], owner: str, keys: Collection[int], columns: Sequence[str]
    ) -> Sequence[Sequence[Any]]:
        """Return column `owner`, id and `columns` of the rows whose `owner` is one of these ids.

        They come in the order of their ids.
        """

    def telling(
        self, kind: type[Record], owner: str, keys: Collection[int], columns: Sequence[str]
    ) -> Sequence[Sequence[Any]]:
        """Return the same, but only of the rows that say anything."""


class Stored:
    """The rows that are in the file."""

    def __init__(self, reader: Reader) -> None:
        self._connection = reader.connection
        self.text_of = reader.text_of

    def __call__(
        self, kind: type[Record], owner: str, keys: Collection[int], columns: Sequence[str]
    ) -> Sequence[Sequence[Any]]:
        """See `Rows`."""
        return self._rows(kind, owner, keys, columns)

    def telling(
        self, kind: type[Record], owner: str, keys: Collection[int], columns: Sequence[str]
    ) -> Sequence[Sequence[Any]]:
        """See `Rows`."""
        return self._rows(kind, owner, keys, columns, f" AND ({_says(kind)})")

    def _rows(
        self,
        kind: type[Record],
        owner: str,
        keys: Collection[int],
        columns: Sequence[str],
        condition: str = "",
    ) -> Sequence[Sequence[Any]]:
        wanted = ", ".join(f'"{one}"' for one in (owner, "id", *columns))
        owned, values = within(owner, keys)
        return self._connection.execute(
            f"SELECT {wanted} FROM {kind.about.key} WHERE {owned}{condition} ORDER BY id",
            values,
        ).fetchall()


class Coming:
    """The rows that are on their way into the file, as columns by type."""

    def __init__(self, reader: Reader, rows: Mapping[type[Record], Columns]) -> None:
        self._rows = rows
        self._stored_text = reader.text_of
        sources = rows.get(Source, {"id": [], "text": []})
        self._texts = dict(zip(sources["id"], sources["text"], strict=True))

    def text_of(self, source: int) -> str:
        """See `Rows`."""
        return self._texts[source] if source in self._texts else self._stored_text(source)

    def __call__(
        self, kind: type[Record], owner: str, keys: Collection[int], columns: Sequence[str]
    ) -> Sequence[Sequence[Any]]:
        """See `Rows`."""
        return [row for row in self._all(kind, owner, columns) if row[0] in keys]

    def telling(
        self, kind: type[Record], owner: str, keys: Collection[int], columns: Sequence[str]
    ) -> Sequence[Sequence[Any]]:
        """See `Rows`."""
        if kind not in self._rows or not any(says := _say(kind, self._rows[kind])):
            return []
        return [row for row in compress(self._all(kind, owner, columns), says) if row[0] in keys]

    def _all(
        self, kind: type[Record], owner: str, columns: Sequence[str]
    ) -> Iterable[Sequence[Any]]:
        held = self._rows.get(kind)
        wanted = (owner, "id", *columns)
        return zip(*(held[one] for one in wanted), strict=True) if held else ()


def within(column: str, keys: Collection[int]) -> tuple[str, tuple[Any, ...]]:
    """Return the condition, and its values, that a column holds one of these ids."""
    if isinstance(keys, range):
        return f'"{column}" BETWEEN ? AND ?', (keys.start, keys.stop - 1)
    return f'"{column}" IN (SELECT value FROM json_each(?))', (json.dumps(sorted(keys)),)


class _Share(NamedTuple):
    """What a record adds to an entry, by the names of columns.

    Attributes:
        texts: Those in which plain words are found.
        passage: Those that tell the passage it rests on, or none.
    """

    texts: tuple[str, ...]
    passage: tuple[str, ...]


@remembered
def _share(kind: type[Record]) -> _Share:
    texts = tuple(one.name for one in fields_of(kind) if one.searched and not one.naming)
    rests = issubclass(kind, Sourced) and not kind.about.root
    return _Share(texts, ("source_id", "start", "end") if rests else ())


def _says(kind: type[Record]) -> str:
    """Return the SQL condition that a record says anything that is found by plain words."""
    share = _share(kind)
    told = [f"\"{one}\" <> ''" for one in share.texts]
    return " OR ".join(told + ["start IS NOT NULL"] * bool(share.passage)) or "0"


def _say(kind: type[Record], columns: Columns) -> list[bool]:
    """Return for each row what `_says` asks."""
    share = _share(kind)
    told = [columns[one] for one in share.texts]
    if share.passage:
        told.append([start is not None for start in columns["start"]])
    if not any(map(any, told)):
        return [False] * len(columns["id"])
    return [any(row) for row in zip(*told, strict=True)]


def matters(kind: type[Record]) -> str:
    """Return the SQL condition that a record is seen in the entry of the one it is part of.

    All names are: a record is called by one of them.
    """
    return "1" if _is_naming(kind) else _says(kind)


def matter(kind: type[Record], columns: Columns) -> list[bool]:
    """Return for each row what `matters` asks."""
    return [True] * len(columns["id"]) if _is_naming(kind) else _say(kind, columns)


def _is_naming(kind: type[Record]) -> bool:
    return any(one.naming for one in fields_of(kind))


def entries_of(
    rows: Rows, schema: Schema, kind: type[Record], keys: Collection[int]
) -> dict[int, Entry]:
    """Return what is to be derived for listed records of one type, by their id.

    Those that have no label and say nothing are left out.
    """
    texts = _texts(rows, schema, kind, "id", keys)
    if schema.naming(kind) is None:
        return {key: _entry((), told, named=False) for key, told in texts.items()}
    names = _names(rows, schema, kind, keys)
    return {
        key: _entry(names.get(key, ()), texts.get(key, ()), named=True)
        for key, _ in rows(kind, "id", keys, ())
    }


class _Called(NamedTuple):
    """A name as an entry holds it, and as `display_name` asks for one."""

    id: int
    text: str
    folded: str
    type: str = ""
    language: str = ""
    until: str = ""


def _entry(names: Sequence[_Called], texts: Sequence[str], *, named: bool) -> Entry:
    body = APART.join(dict.fromkeys(filter(None, map(fold, texts)))) if texts else ""
    called = [one.folded for one in names]
    called += filter(None, [spelt_out(one.text) for one in names])
    return Entry(display_name(names) if named else "", APART.join(called), body)


def _names(
    rows: Rows, schema: Schema, kind: type[Record], keys: Collection[int]
) -> dict[int, list[_Called]]:
    """Return the names of each record that has any, by its id."""
    found: defaultdict[int, list[_Called]] = defaultdict(list)
    naming = schema.naming(kind)
    if naming is None:
        return found
    holder, field = naming
    owner = "id" if holder is kind else _owner_column(schema, holder, kind)
    about = ("type", "language", "until") if holder is Name else ()
    folded = (f"{field.name}_folded",) if field.folded else ()
    for key, *told in rows(holder, owner, keys, (field.name, *folded, *about)):
        if not folded:
            told.insert(2, fold(told[1]))
        found[key].append(_Called(*told))
    return found


def _owner_column(schema: Schema, kind: type[Record], owner: type[Record]) -> str:
    return next(column_name(via) for other, via in schema.hanging_on(owner) if other is kind)


def _texts(
    rows: Rows, schema: Schema, kind: type[Record], owner: str, keys: Collection[int]
) -> dict[int, list[str]]:
    """Return what records and all that hangs on them say, by what their column `owner` holds."""
    share = _share(kind)
    between = owner != "id" and any(not one.about.root for one, _ in schema.hanging_on(kind))
    columns = (*share.texts, *share.passage)
    found = (rows if between else rows.telling)(kind, owner, keys, columns)
    deeper: dict[int, list[str]] = {}
    if between and found:
        deeper = _hanging_texts(rows, schema, kind, as_collection([row[1] for row in found]))
    texts: defaultdict[int, list[str]] = defaultdict(list)
    for key, one, *told in found:
        held = texts[key]
        held += filter(None, told[: len(share.texts)])
        if share.passage and told[-2] is not None:
            source, start, end = told[-3:]
            held.append(rows.text_of(source)[start:end])
        held += deeper.get(one, ())
    if owner == "id":
        for key, hanging in _hanging_texts(rows, schema, kind, keys).items():
            texts[key] += hanging
    return texts


def _hanging_texts(
    rows: Rows, schema: Schema, kind: type[Record], keys: Collection[int]
) -> dict[int, list[str]]:
    texts: defaultdict[int, list[str]] = defaultdict(list)
    for other, via in schema.hanging_on(kind):
        if not other.about.root:
            for key, told in _texts(rows, schema, other, column_name(via), keys).items():
                texts[key] += told
    return texts


def as_collection(keys: Sequence[int]) -> Collection[int]:
    """Return ascending ids as a range if they follow each other, else as a set."""
    if keys[-1] - keys[0] == len(keys) - 1:
        return range(keys[0], keys[-1] + 1)
    return set(keys)


def reindex(reader: Reader, kind: type[Record], keys: Iterable[int]) -> None:
    """Make anew what is derived for these listed records; for those gone, remove it."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), CHUNK):
        chunk = as_collection(ordered[start : start + CHUNK])
        entries, labels, texts = _compared(reader, kind, chunk)
        relabelled = {
            key: one for key, one in entries.items() if labels and labels[key] != one.label
        }
        _relabel(reader.connection, kind, relabelled)
        stale = {
            key: one
            for key, one in entries.items()
            if texts.pop(key, NOTHING) != (one.names, one.body)
        }
        clear(reader, kind, [*stale, *texts])
        fill(reader, kind, stale)


def _compared(
    reader: Reader, kind: type[Record], keys: Collection[int]
) -> tuple[dict[int, Entry], dict[int, str], dict[int, tuple[str, str]]]:
    """Return the entries of records as they should be, and labels and texts as they are."""
    condition, values = within("id", keys)
    of_texts, _ = within("rowid", keys)
    run = reader.connection.execute
    labels = f"SELECT id, label FROM {kind.about.key} WHERE {condition}"
    texts = f"SELECT rowid, names, body FROM {text_table(kind)} WHERE {of_texts}"
    return (
        entries_of(Stored(reader), reader.schema, kind, keys),
        dict(run(labels, values)) if reader.is_named(kind) else {},
        {key: (names, body) for key, names, body in run(texts, values)},
    )


def full_text_tables(reader: Reader, kind: type[Record]) -> Sequence[str]:
    """Return the full-text tables of a listed type: of words, and of what is inside names."""
    return [text_table(kind), gram_table(kind)] if reader.is_named(kind) else [text_table(kind)]


def clear(reader: Reader, kind: type[Record], keys: Iterable[int]) -> None:
    """Take listed records out of the full-text table of their type."""
    doomed = [(key,) for key in keys]
    if not doomed:
        return
    for name in full_text_tables(reader, kind):
        reader.connection.executemany(f"DELETE FROM {name} WHERE rowid = ?", doomed)


def clear_many(reader: Reader, kind: type[Record], ids: Collection[int]) -> None:
    """Take many listed records out of the full-text table, and what they took there."""
    condition, values = within("rowid", ids)
    for name in full_text_tables(reader, kind):
        reader.connection.execute(f"DELETE FROM {name} WHERE {condition}", values)
        if len(ids) >= MUCH:
            reader.connection.execute(f"INSERT INTO {name} ({name}) VALUES ('optimize')")


def _relabel(connection: Connection, kind: type[Record], entries: Mapping[int, Entry]) -> None:
    language = order_language(connection)
    labels = [(one.label, sort_key(one.label, language), key) for key, one in entries.items()]
    if labels:
        connection.executemany(
            f"UPDATE {kind.about.key} SET label = ?, sort_key = ? WHERE id = ?",
            labels,
        )


def fill(reader: Reader, kind: type[Record], entries: Mapping[int, Entry]) -> None:
    """Put listed records into the full-text table of their type, in which they are not yet."""
    filled = [
        (key, entry.names, entry.body)
        for key, entry in entries.items()
        if entry.names or entry.body
    ]
    if filled:
        reader.connection.executemany(
            f"INSERT INTO {text_table(kind)} (rowid, names, body) VALUES (?, ?, ?)",
            filled,
        )
        if reader.is_named(kind):
            reader.connection.executemany(
                f"INSERT INTO {gram_table(kind)} (rowid, names) VALUES (?, ?)",
                [(key, names) for key, names, _body in filled],
            )


def quote_of(reader: Reader, record: Sourced) -> str:
    """Return the words of the passage on which a record rests; "" if it names none."""
    if record.source is None or record.start is None or record.end is None:
        return ""
    return reader.text_of(record.source)[record.start : record.end]


def differences(reader: Reader, kind: type[Record]) -> Iterator[int]:
    """Yield the ids of listed records whose derived entries are not what they should be."""
    run, key = reader.connection.execute, kind.about.key
    ids = [one for (one,) in run(f"SELECT id FROM {key} ORDER BY id")]
    for start in range(0, len(ids), CHUNK):
        chunk = as_collection(ids[start : start + CHUNK])
        entries, labels, texts = _compared(reader, kind, chunk)
        for one, entry in entries.items():
            held = (labels.get(one, ""), *texts.pop(one, NOTHING))
            if held != (entry.label, entry.names, entry.body):
                yield one
        yield from texts
    left = f"SELECT rowid FROM {text_table(kind)} WHERE rowid NOT IN (SELECT id FROM {key})"
    yield from [one for (one,) in run(left)]


def are_whole(reader: Reader, kind: type[Record]) -> bool:
    """Return whether the full-text tables of a type are undamaged, and hold the same names.

    SQLite finds out by a statement that changes nothing, but that only a writer may make.
    """
    try:
        for name in full_text_tables(reader, kind):
            reader.connection.execute(f"INSERT INTO {name} ({name}) VALUES ('integrity-check')")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        return False
    return same_names(reader, kind)


def same_names(reader: Reader, kind: type[Record]) -> bool:
    """Return whether the table of what is inside names holds the names of the table of words."""
    if not reader.is_named(kind):
        return True
    words = f"SELECT rowid, names FROM {text_table(kind)}"
    inside = f"SELECT rowid, names FROM {gram_table(kind)}"
    differing = (
        f"SELECT 1 FROM (SELECT * FROM ({words} EXCEPT {inside}) "
        f"UNION ALL SELECT * FROM ({inside} EXCEPT {words})) WHERE names <> '' LIMIT 1"
    )
    return reader.connection.execute(differing).fetchone() is None
