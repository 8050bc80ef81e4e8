"""Records deleted for good: what the history, its titles and the indexes still held of them.

The history keeps its rows, so that it can still be replayed; what they say of those records goes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from netcatalog.domain.changes import Effect
from netcatalog.domain.errors import NotFoundError
from netcatalog.domain.fields import fields_of
from netcatalog.domain.folding import fold
from netcatalog.store.around import removed_with
from netcatalog.store.names import REMOVED, RUN, column_name, gram_table, text_table
from netcatalog.store.past import DELETED, Past, Step, read_steps
from netcatalog.store.reading import AMONG, Reader, json_of
from netcatalog.store.rows import column_names, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netcatalog.store.past import Key

NAMELESS = "something that was deleted for good"
"""The title of a revision whose own would name what was deleted."""


def delete(reader: Reader, removals: Sequence[int]) -> int:
    """Delete what is in the bin for good, with all that hung on it; return how many records.

    Args:
        reader: Reads through the transaction in which this is done.
        removals: The keys of the removals, as `history.binned` tells them.

    Raises:
        NotFoundError: One of these records is in the catalogue.
    """
    connection = reader.connection
    wanted = read_steps(
        connection, f"{REMOVED} AND packed IS NULL AND id {AMONG}", (json_of(removals),)
    )
    along = read_steps(connection, f"{REMOVED} AND hung_on {AMONG}", (json_of(removals),))
    gone = {(step.record, step.record_id) for step in (*wanted, *along)}
    new = gone
    while new := _absent(reader, {*removed_with(reader, new), *_packed_with(reader, new)}) - gone:
        gone |= new
    if _absent(reader, gone) != gone:
        raise NotFoundError("What is to be deleted is back in the catalogue. Look again.")
    names = _names(reader, gone)
    for record, keys in _by_type(gone).items():
        _empty_steps(reader, record, keys)
        _empty_packs(reader, record, set(keys))
    _forget(reader, names)
    _tidy_indexes(reader)
    return len(gone)


def _by_type(records: Iterable[Key]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for record, key in sorted(records):
        found[record].append(key)
    return found


def _absent(reader: Reader, records: set[Key]) -> set[Key]:
    """Return those records that are not in the catalogue."""
    present = set()
    for record, keys in _by_type(records).items():
        asked = f"SELECT id FROM {record} WHERE id {AMONG}"
        present |= {(record, key) for (key,) in reader.connection.execute(asked, (json_of(keys),))}
    return records - present


def _packs(reader: Reader, record: str) -> Iterator[Step]:
    """Yield the steps in which records of a type are packed."""
    condition = f"{RUN} AND record = ? AND length(packed) > 0"
    yield from read_steps(reader.connection, condition, (record,))


def _packed_with(reader: Reader, owners: Iterable[Key]) -> Iterator[Key]:
    """Yield what hung on records, and is packed in the history."""
    for record, keys in _by_type(owners).items():
        held = set(keys)
        for other, via in reader.schema.hanging_on(reader.schema[record]):
            for step in _packs(reader, other.about.key):
                columns = unpack(other, step.packed or b"")
                pairs = zip(columns["id"], columns[column_name(via)], strict=True)
                yield from ((other.about.key, key) for key, owner in pairs if owner in held)


def _names(reader: Reader, gone: Iterable[Key]) -> set[str]:
    """Return what records were called that nothing else is called now, in plain words."""
    past, found = Past(reader), set()
    for record, keys in _by_type(gone).items():
        kind = reader.schema[record]
        naming = [one.name for one in fields_of(kind) if one.naming]
        condition = f"record = ? AND record_id {AMONG} AND before IS NOT NULL"
        for step in read_steps(reader.connection, condition, (record, json_of(keys))):
            if kind.about.root:
                found.add(fold(step.title))
            before = past.before(step, step.record_id) if naming else None
            found |= {fold(getattr(before, name)) for name in naming}
    return {" ".join(_words(one)) for one in found if one and not _is_borne(reader, one)} - {""}


def _is_borne(reader: Reader, name: str) -> bool:
    """Return whether a record in the catalogue bears a name, given folded."""
    for kind in reader.schema.records:
        for field in fields_of(kind):
            if field.naming:
                held = f"{field.name}_folded" if field.folded else f"fold({column_name(field)})"
                asked = f"SELECT EXISTS (SELECT 1 FROM {kind.about.key} WHERE {held} = ?)"
                if reader.connection.execute(asked, (name,)).fetchone()[0]:
                    return True
    return False


def _empty_steps(reader: Reader, record: str, keys: Sequence[int]) -> None:
    """Take what they hold out of the steps that tell of records one by one; mark additions."""
    among = json_of(keys)
    reader.connection.execute(
        "UPDATE change SET title = '', before = NULL, packed = ?"
        f" WHERE record = ? AND last_id IS NULL AND record_id {AMONG}",
        (DELETED, record, among),
    )
    reader.connection.execute(
        f"UPDATE change SET packed = ? WHERE {RUN} AND record = ? AND effect = '{Effect.ADDED}'"
        " AND EXISTS (SELECT 1 FROM json_each(?) WHERE value BETWEEN record_id AND last_id)",
        (DELETED, record, among),
    )


def _empty_packs(reader: Reader, record: str, keys: set[int]) -> None:
    """Take records out of the steps in which they are packed with others."""
    kind = reader.schema[record]
    for step in _packs(reader, record):
        columns = unpack(kind, step.packed or b"")
        names = column_names(kind)
        columns["uid"] = [uid.hex() for uid in columns["uid"]]
        rows = list(zip(*(columns[name] for name in names), strict=True))
        left = [row for row in rows if row[0] not in keys]
        if len(left) < len(rows):
            packed = pack(kind, left) if left else DELETED
            reader.connection.execute(
                "UPDATE change SET packed = ? WHERE id = ?", (packed, step.id)
            )


def _forget(reader: Reader, names: set[str]) -> None:
    """Take names out of the titles of revisions and of what they did to others."""
    longest = max((len(one.split()) for one in names), default=0)
    for table, become in (("revision", NAMELESS), ("change", "")):
        told = reader.connection.execute(f"SELECT id, title FROM {table} WHERE title != ''")
        found = [(become, key) for key, title in told if _holds(title, names, longest)]
        reader.connection.executemany(f"UPDATE {table} SET title = ? WHERE id = ?", found)


def _holds(title: str, names: set[str], longest: int) -> bool:
    """Return whether a title has one of some names in it, as whole words."""
    words = _words(title)
    return any(
        " ".join(words[start : start + length]) in names
        for length in range(1, longest + 1)
        for start in range(len(words) - length + 1)
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def _tidy_indexes(reader: Reader) -> None:
    """Let the full-text tables forget the words that nothing holds any more."""
    for kind in reader.schema.listed():
        tables = [text_table(kind), *([gram_table(kind)] if reader.schema.naming(kind) else [])]
        for table in tables:
            reader.connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
