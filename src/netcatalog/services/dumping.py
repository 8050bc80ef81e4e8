"""The whole catalogue as plain values, and a catalogue made of them again, losing nothing.

Values are called as Popolo calls them where it has a word (https://www.popoloproject.com/specs/);
all others as the fields are declared. Format: docs/formats.md.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import msgspec

from netcatalog.domain.changes import Change
from netcatalog.domain.errors import InvalidError
from netcatalog.domain.fields import Kind, Record, fields_of, remembered
from netcatalog.domain.records import Actor, Identifier, Membership, Name, Period
from netcatalog.store.bulk import rows_of
from netcatalog.store.names import column_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from sqlite3 import Connection

    from netcatalog.domain.fields import Field, Schema
    from netcatalog.domain.progress import Progress
    from netcatalog.store.reading import Reader

    Plain = dict[str, Any]

CHUNK = 2_000

REVISIONS, CHANGES = "revisions", "changes"

JOINED = "joined"
"""The setting that tells which revisions of other catalogues were brought in, as JSON."""

_GROUPS: dict[type[Record], str] = {Actor: "organizations", Name: "other_names"}
_NAMES = {
    (Actor, "kind"): "classification",
    (Name, "text"): "name",
    (Name, "since"): "start_date",
    (Name, "until"): "end_date",
    (Identifier, "value"): "identifier",
    (Membership, "network"): "organization_id",
    (Membership, "category"): "role",
    (Period, "since"): "start_date",
    (Period, "until"): "end_date",
}
"""What Popolo calls otherwise than the declarations."""

DERIVED: dict[type[Record], tuple[str, ...]] = {Actor: ("name",)}
"""What Popolo asks for that follows from other records: written, and passed over when read."""

_REVISION = ("id", "uid", "at", "by", "title", "action", "target", "in_effect")
_CHANGE = (
    *("id", "revision_id", "record", "record_id", "last_id"),
    *("effect", "title", "before", "packed", "hung_on"),
)


class Part(NamedTuple):
    """One of the lists that a catalogue consists of."""

    group: str
    rows: Iterator[Plain]


def group_of(kind: type[Record]) -> str:
    """Return what the list of the records of a type is called."""
    return _GROUPS.get(kind, kind.about.group)


def key_of(kind: type[Record], field: Field) -> str:
    """Return what a value of a record is called."""
    suffix = "_id" if field.kind is Kind.REFERENCE else ""
    return _NAMES.get((kind, field.name), field.name + suffix)


@remembered
def kinds_by_group(schema: Schema) -> dict[str, type[Record]]:
    """Return the types of record by what their lists are called, what is referred to first."""
    return {group_of(kind): kind for kind in schema.referred_first(schema.records)}


# Out


def about(reader: Reader, *, history: bool) -> Plain:
    """Return what holds for the file as a whole: its settings, and the last ids given.

    What is kept by revisions goes with the history only.
    """
    run = reader.connection.execute
    tables = [kind.about.key for kind in reader.schema.records]
    given = dict(run("SELECT name, seq FROM sqlite_sequence"))
    settings = dict(run("SELECT key, value FROM setting ORDER BY key"))
    if not history:
        settings.pop(JOINED, None)
    return {
        "settings": settings,
        "last_rows": {name: given[name] for name in tables if given.get(name)},
    }


def dump(reader: Reader, progress: Progress, *, history: bool) -> Iterator[Part]:
    """Yield all lists of a catalogue, each in the order of its rows."""
    total = sum(rows_of(reader.connection, kind) for kind in reader.schema.records)
    done = 0
    for group, kind in kinds_by_group(reader.schema).items():
        yield Part(group, _watched(_rows(reader, kind), progress, done, total))
        done += rows_of(reader.connection, kind)
    if history:
        yield Part(REVISIONS, _revisions(reader.connection))
        yield Part(CHANGES, _changes(reader.connection))


def _watched(rows: Iterator[Plain], progress: Progress, done: int, total: int) -> Iterator[Plain]:
    for number, row in enumerate(rows, 1):
        yield row
        if number % CHUNK == 0:
            progress(done + number, total)


def _rows(reader: Reader, kind: type[Record]) -> Iterator[Plain]:
    table = kind.about.key
    columns = ["id", "lower(hex(uid))"]
    keys: list[tuple[str, Callable[[Any], object] | None]] = []
    for name in DERIVED.get(kind, ()):
        columns.append("label")
        keys.append((name, None))
    for field in fields_of(kind):
        column = f'"{column_name(field)}"'
        if field.kind is Kind.REFERENCE:
            column = f"(SELECT lower(hex(uid)) FROM {field.refers} WHERE id = {table}.{column})"
        columns.append(column)
        keys.append((key_of(kind, field), _OUT.get((field.kind, field.nullable))))
    asked = f"SELECT {', '.join(columns)} FROM {table} ORDER BY id"
    for row_id, uid, *values in reader.connection.execute(asked):
        plain = {"row": row_id, "id": uid}
        for (key, mean), value in zip(keys, values, strict=True):
            if value is not None and value != "":
                told = mean(value) if mean else value
                if told is not None:
                    plain[key] = told
        yield plain


_OUT: dict[tuple[Kind, bool], Callable[[Any], object]] = {
    (Kind.FLAG, True): bool,
    (Kind.FLAG, False): lambda value: True if value else None,  # no is what it is unsaid
}


def _revisions(connection: Connection) -> Iterator[Plain]:
    columns = ", ".join(f'"{one}"' for one in _REVISION)
    for row in connection.execute(f"SELECT {columns} FROM revision ORDER BY id"):
        plain = {
            name: value for name, value in zip(_REVISION, row, strict=True) if value is not None
        }
        yield plain | {"uid": plain["uid"].hex(), "in_effect": bool(plain["in_effect"])}


def _changes(connection: Connection) -> Iterator[Plain]:
    for row in connection.execute(f"SELECT {', '.join(_CHANGE)} FROM change ORDER BY id"):
        plain = {
            name: value for name, value in zip(_CHANGE, row, strict=True) if value is not None
        }
        if "packed" in plain:
            plain["packed"] = base64.b64encode(plain["packed"]).decode()
        if "before" in plain:
            plain["before"] = msgspec.Raw(plain["before"].encode())
        yield plain


# In


class Names:
    """Where the records of a file stand, by what it calls them."""

    def __init__(self, schema: Schema) -> None:
        self._kinds = kinds_by_group(schema)
        self._rows: dict[str, dict[str, int]] = {
            kind.about.key: {} for kind in self._kinds.values()
        }
        self._taken: dict[str, set[int]] = {kind.about.key: set() for kind in self._kinds.values()}

    def take(self, group: str, plain: Mapping[str, Any]) -> None:
        """Take a record down.

        Raises:
            InvalidError: It has no name of its own.
        """
        kind = self._kinds[group]
        uid, row = plain.get("id"), plain.get("row")
        if (
            not isinstance(uid, str)
            or not isinstance(row, int)
            or isinstance(row, bool)
            or row < 1
        ):
            raise InvalidError("it has no “id” and no “row”")
        try:
            uid = UUID(uid).hex
        except ValueError:
            raise InvalidError(f"its id “{uid[:40]}” is no UUID") from None
        if uid in self._rows[kind.about.key] or row in self._taken[kind.about.key]:
            raise InvalidError(f"its id “{uid}” or its row {row} is there twice")
        self._rows[kind.about.key][uid] = row
        self._taken[kind.about.key].add(row)

    def record(self, group: str, plain: Mapping[str, Any]) -> Record:
        """Return the record that plain values are.

        Raises:
            InvalidError: They are none.
        """
        kind = self._kinds[group]
        fields = _fields_by_key(kind)
        values: Plain = {"id": plain["row"], "uid": plain["id"]}
        for key, value in plain.items():
            if key in {"row", "id", *DERIVED.get(kind, ())}:
                continue
            field = fields.get(key)
            if field is None:
                raise InvalidError(f"“{key}” is unknown here")
            values[field.name] = (
                self._row(field, key, value) if field.kind is Kind.REFERENCE else value
            )
        try:
            return msgspec.convert(values, kind)
        except msgspec.ValidationError as error:
            raise InvalidError(str(error)) from error

    def _row(self, field: Field, key: str, uid: object) -> int:
        try:
            return self._rows[field.refers][UUID(str(uid)).hex]
        except (KeyError, ValueError):
            raise InvalidError(f"its “{key}” names nothing in the file") from None


@remembered
def _fields_by_key(kind: type[Record]) -> dict[str, Field]:
    return {key_of(kind, field): field for field in fields_of(kind)}


def put_history(
    connection: Connection,
    revisions: Iterable[Mapping[str, Any]],
    changes: Iterable[Mapping[str, Any]],
) -> None:
    """Store the history of a file in a catalogue that has none.

    Raises:
        InvalidError: It is none.
    """
    _insert(connection, "revision", _REVISION, map(_revision, revisions))
    _insert(connection, "change", _CHANGE, map(_change, changes))


def _insert(
    connection: Connection, table: str, columns: tuple[str, ...], rows: Iterable[Plain]
) -> None:
    named = ", ".join(f'"{one}"' for one in columns)
    marks = ", ".join(f":{one}" for one in columns)
    empty = dict.fromkeys(columns)
    connection.executemany(
        f"INSERT INTO {table} ({named}) VALUES ({marks})", (empty | row for row in rows)
    )


def _revision(plain: Mapping[str, Any]) -> Plain:
    try:
        return {**_only(plain, _REVISION), "uid": bytes.fromhex(plain["uid"])}
    except (KeyError, ValueError, TypeError):
        raise InvalidError("a revision has no uid") from None


def _change(plain: Mapping[str, Any]) -> Plain:
    row = _only(plain, _CHANGE)
    try:
        if "packed" in row:
            row["packed"] = base64.b64decode(row["packed"], validate=True)
    except (ValueError, TypeError):
        raise InvalidError("a change is packed in a way that cannot be undone") from None
    if "before" in row:
        row["before"] = msgspec.json.encode(row["before"]).decode()
    return row


def _only(plain: Mapping[str, Any], columns: tuple[str, ...]) -> Plain:
    unknown = set(plain) - set(columns)
    if unknown:
        raise InvalidError(f"the history has no “{min(unknown)}”")
    return dict(plain)


def put_about(connection: Connection, schema: Schema, settings: object, last_rows: object) -> None:
    """Store what holds for a file as a whole; what makes no sense is left out."""
    if isinstance(settings, dict):
        rows = [(key, value) for key, value in settings.items() if isinstance(value, str)]
        connection.executemany("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", rows)
    tables = {kind.about.key for kind in schema.records}
    given = last_rows.items() if isinstance(last_rows, dict) else ()
    for name, last in given:
        if name in tables and isinstance(last, int):
            connection.execute(
                "DELETE FROM sqlite_sequence WHERE name = ? AND seq < ?", (name, last)
            )
            connection.execute(
                "INSERT INTO sqlite_sequence (name, seq) SELECT ?1, ?2 WHERE NOT EXISTS"
                " (SELECT 1 FROM sqlite_sequence WHERE name = ?1)",
                (name, last),
            )


def additions(records: Iterable[Record]) -> Iterator[Change]:
    """Return what adds records, each under the id it has."""
    return (Change(after=one) for one in records)
