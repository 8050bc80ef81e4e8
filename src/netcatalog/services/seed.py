"""The first content of a catalogue: a text, and what each of its sentences says.

Reads a folder in the format of ``db/seed/README.md``. Names no record type but the source:
which there are, their fields and what hangs on what are read off the schema.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

import msgspec

from netcatalog.domain.changes import Change
from netcatalog.domain.fields import Kind, fields_of
from netcatalog.domain.records import SCHEMA, Source, Sourced

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from netcatalog.domain.fields import Field, Record

SEED_TITLE = "add the first seven networks"
"""What the revision that holds the seed is called in the Edit menu and the history."""

TEXT = "networks.txt"
FACTS = "facts.toml"


def seed_changes(folder: Path) -> list[Change]:
    """Return the additions that put a folder's source and facts into a catalogue.

    Each comes after those that it refers to; ids are placeholders below zero.

    Raises:
        ValueError: The folder's facts are not what they should be. The message says where.
    """
    text = (folder / TEXT).read_bytes().decode("utf-8")
    facts = tomllib.loads((folder / FACTS).read_text("utf-8"))
    return [Change(after=record) for record in _in_order(_Reader(text).records(facts))]


def passage(text: str, quote: str, nth: int | None = None) -> tuple[int, int]:
    """Return where the words of a quote begin and end in a text, in code points.

    Args:
        text: Where they stand.
        quote: The very words.
        nth: Which time is meant, counted from 1. To be given if they stand there twice.

    Raises:
        ValueError: They are not there, or more than once.
    """
    if not quote:
        raise ValueError("its quote is missing")
    starts = [found.start() for found in re.finditer(re.escape(quote), text)]
    if not starts:
        raise ValueError(f"the text does not say {quote!r}")
    if nth is None and len(starts) > 1:
        raise ValueError(f"the text says {quote!r} {len(starts)} times: which one is nth = ?")
    if nth is not None and not 1 <= nth <= len(starts):
        raise ValueError(f"the text says {quote!r} {len(starts)} times: nth = {nth} is not there")
    start = starts[(nth or 1) - 1]
    return start, start + len(quote)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A record as the file has it.

    Attributes:
        kind: Its type.
        where: What to call it when something is wrong with it.
        given: Values that follow from where it stands: id, owner and passage.
        written: Values as written, references still as keys.
    """

    kind: type[Record]
    where: str
    given: dict[str, Any]
    written: dict[str, Any]


class _Reader:
    """Turns the tables of the file into records, handing out ids on the way."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ids = itertools.count(-1, -1)
        self._source = next(self._ids)
        self._keys: dict[str, tuple[str, int]] = {}

    def records(self, facts: dict[str, Any]) -> list[Record]:
        """Return the source and all that rests on it."""
        given = {"id": self._source, "text": self._text}
        source = _Entry(kind=Source, where="source", given=given, written=facts.pop("source", {}))
        for stretch in facts.pop("no_fact", []):
            self._passage(stretch, "no_fact")
        entries = [source]
        for group, rows in facts.items():
            if group not in _ROOTS:
                raise ValueError(f"{group!r} is none of {', '.join(_ROOTS)}, source and no_fact")
            entries += self._entries(_ROOTS[group], rows)
        return [self._record(entry) for entry in entries]

    def _entries(
        self, kind: type[Record], rows: list[dict[str, Any]], inside: str = "", **owner: int
    ) -> Iterator[_Entry]:
        if not isinstance(rows, list):
            raise ValueError(f"{inside}{kind.about.group}: wants two brackets, [[ ]]")  # noqa: TRY004
        for number, row in enumerate(rows, 1):
            where = f"{inside}{kind.about.label} {row.get('key', number)}"
            yield from self._entry(kind, row, where, owner)

    def _entry(
        self, kind: type[Record], row: dict[str, Any], where: str, owner: dict[str, int]
    ) -> Iterator[_Entry]:
        given: dict[str, Any] = {"id": next(self._ids), **owner}
        if "key" in row:
            self._take(row.pop("key"), kind, given["id"], where)
        if issubclass(kind, Sourced):
            start, end = self._passage(row, where)
            given |= {"source": self._source, "start": start, "end": end}
        parts = {group: row.pop(group) for group in _parts(kind) if group in row}
        yield _Entry(kind=kind, where=where, given=given, written=row)
        for group, rows in parts.items():
            part, link = _parts(kind)[group]
            yield from self._entries(part, rows, f"{where}, ", **{link.name: given["id"]})

    def _take(self, key: str, kind: type[Record], id_: int, where: str) -> None:
        if key in self._keys:
            raise ValueError(f"{where}: the key {key!r} is taken")
        self._keys[key] = (kind.about.key, id_)

    def _passage(self, row: dict[str, Any], where: str) -> tuple[int, int]:
        try:
            return passage(self._text, row.pop("quote", ""), row.pop("nth", None))
        except ValueError as error:
            raise ValueError(f"{where}: {error}") from error

    def _record(self, entry: _Entry) -> Record:
        fields = {one.name: one for one in fields_of(entry.kind) if one.name not in entry.given}
        values = dict(entry.given)
        for name, written in entry.written.items():
            if name not in fields:
                raise ValueError(f"{entry.where}: no field {name!r}")
            values[name] = self._value(fields[name], written, entry.where)
        try:
            return msgspec.convert(values, entry.kind)
        except msgspec.ValidationError as error:
            raise ValueError(f"{entry.where}: {error}") from error

    def _value(self, field: Field, written: Any, where: str) -> Any:  # noqa: ANN401  as in TOML
        if field.kind is not Kind.REFERENCE:
            return written
        kind, id_ = self._keys.get(written, ("", 0))
        if kind != field.refers:
            raise ValueError(f"{where}: {field.name}: no {field.refers} has the key {written!r}")
        return id_


_ROOTS = {
    kind.about.group: kind for kind in SCHEMA.records if kind.about.root and kind is not Source
}


def _parts(kind: type[Record]) -> dict[str, tuple[type[Record], Field]]:
    """Return what is written inside a record of this type, by group, with its way back."""
    return {
        part.about.group: (part, link)
        for part, link in SCHEMA.hanging_on(kind)
        if not part.about.root
    }


def _in_order(records: list[Record]) -> list[Record]:
    """Put each record after those that it refers to."""
    by_id = {record.id: record for record in records}
    needs = {record.id: _references(record) for record in records}
    try:
        return [by_id[id_] for id_ in TopologicalSorter(needs).static_order()]
    except CycleError as error:
        kinds = ", ".join(type(by_id[id_]).about.label for id_ in error.args[1])
        raise ValueError(f"these refer to each other in a circle: {kinds}") from error


def _references(record: Record) -> list[int]:
    values = (
        getattr(record, one.name) for one in fields_of(type(record)) if one.kind is Kind.REFERENCE
    )
    return [id_ for id_ in values if id_ is not None]
