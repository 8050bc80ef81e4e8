"""The catalogue as JSON, for other programs. Format: docs/formats.md.

Knows no field: keys and values derive from the declarations. Values are those stored, not
words: dates as EDTF, countries and choices as codes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import msgspec

from netcatalog.domain.columns import columns_of
from netcatalog.domain.fields import Kind, field_named, fields_of
from netcatalog.domain.pages import Reference
from netcatalog.domain.records import Source, Sourced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO
    from uuid import UUID

    from netcatalog.domain.columns import Column
    from netcatalog.domain.fields import Record
    from netcatalog.domain.pages import Cell, Entry, Group, Page, Row
    from netcatalog.domain.query import Query
    from netcatalog.services.readable import ReadableCatalog

    Plain = dict[str, Any]
    """What `json` writes as an object."""

CHUNK = 500
"""Rows read at a time: few statements, little memory."""


def write_json(catalog: ReadableCatalog, out: TextIO, query: Query) -> int:
    """Write the records that a query finds as one array, an object a line.

    Args:
        catalog: Where the records are.
        out: Text stream in UTF-8.
        query: Which records, in which order.

    Returns:
        The number of records written.
    """
    written = 0
    for row in _rows(catalog, query):
        out.write(",\n" if written else "[\n")
        out.write(json.dumps(row, ensure_ascii=False))
        written += 1
    out.write("\n]\n" if written else "[]\n")
    return written


def write_page(catalog: ReadableCatalog, out: TextIO, kind: type[Record], key: int) -> None:
    """Write one record with all that is known of it; see `page`."""
    json.dump(page(catalog, kind, key), out, ensure_ascii=False, indent=2)
    out.write("\n")


def page(catalog: ReadableCatalog, kind: type[Record], key: int) -> Plain:
    """Return a root record with all that hangs on it, by type of record.

    Raises:
        NotFoundError: It is not in the catalogue any more.
    """
    return _PageWriter(catalog, catalog.page(kind, key, most=None)).page()


def _rows(catalog: ReadableCatalog, query: Query) -> Iterator[Plain]:
    kind = query.section.kind
    columns = columns_of(catalog.schema, kind)
    ids = catalog.find(query)
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        rows = catalog.rows(kind, chunk, columns, query)
        own = catalog.uids(kind, chunk)
        others = _uids_in(catalog, columns, rows.values())
        for key in chunk:
            if key in rows and key in own:
                cells = zip(columns, rows[key].cells, strict=True)
                named = {column.key: _cell(column, cell, others) for column, cell in cells}
                yield {"id": key, "uid": str(own[key]), **named}


def _uids_in(
    catalog: ReadableCatalog, columns: Sequence[Column], rows: Iterable[Row]
) -> dict[tuple[str, int], UUID]:
    return _uids(
        catalog,
        (
            (column.field.refers, value.id)
            for row in rows
            for column, cell in zip(columns, row.cells, strict=True)
            for value in cell
            if column.field is not None and isinstance(value, Reference)
        ),
    )


def _cell(column: Column, cell: Cell, uids: dict[tuple[str, int], UUID]) -> object:
    values = [_value(column, value, uids) for value in cell]
    if column.via is not None:
        return values
    return values[0] if values else None


def _value(column: Column, value: object, uids: dict[tuple[str, int], UUID]) -> object:
    if not isinstance(value, Reference):
        return msgspec.to_builtins(value)
    if column.field is None:
        return value.label
    return _link(column.field.refers, value, uids)


def _link(refers: str, reference: Reference, uids: dict[tuple[str, int], UUID]) -> Plain:
    uid = uids.get((refers, reference.id))
    return {"id": reference.id, "uid": uid and str(uid), "name": reference.label}


def _uids(
    catalog: ReadableCatalog, wanted: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], UUID]:
    keys: defaultdict[str, set[int]] = defaultdict(set)
    for refers, key in wanted:
        keys[refers].add(key)
    return {
        (refers, key): uid
        for refers, some in keys.items()
        for key, uid in catalog.uids(catalog.schema[refers], sorted(some)).items()
    }


class _PageWriter:
    """Turns one page into plain values."""

    def __init__(self, catalog: ReadableCatalog, page: Page) -> None:
        self._page = page
        self._schema = catalog.schema
        entries = (page.entry, *page.mentions, *_flat(page.groups))
        self._uids = _uids(catalog, _references_in(entries))

    def page(self) -> Plain:
        """Return the record itself, what hangs on it, who mentions it, and its sources."""
        page = self._page
        own = self._entry(page.entry)
        return {
            "id": own.pop("id"),
            "uid": own.pop("uid"),
            "name": page.title,
            **own,
            **self._groups(type(page.entry.record), page.groups),
            "mentioned_in": [
                {"record": type(entry.record).about.key, **self._entry(entry)}
                for entry in page.mentions
            ],
            "sources": [_source(source) for source in page.sources.values()],
        }

    def _groups(self, kind: type[Record], groups: Sequence[Group]) -> Plain:
        """Return a list for each type that may hang on `kind`, empty where nothing does."""
        found: Plain = {other.about.group: [] for other, _ in self._schema.hanging_on(kind)}
        for group in groups:
            found[group.kind.about.group] += [
                self._entry(entry) | self._groups(group.kind, entry.children)
                for entry in group.entries
            ]
        return found

    def _entry(self, entry: Entry) -> Plain:
        record = entry.record
        held = msgspec.to_builtins(record)
        plain = {"id": held["id"], "uid": held["uid"]}
        for field in fields_of(type(record)):
            reference = entry.references.get(field.name)
            plain[field.name] = (
                held[field.name]
                if reference is None
                else _link(field.refers, reference, self._uids)
            )
        if isinstance(record, Sourced):
            plain["quote"] = entry.quote
        return plain


def _flat(groups: Iterable[Group]) -> Iterator[Entry]:
    for group in groups:
        for entry in group.entries:
            yield entry
            yield from _flat(entry.children)


def _references_in(entries: Iterable[Entry]) -> Iterator[tuple[str, int]]:
    for entry in entries:
        for name, reference in entry.references.items():
            yield field_named(type(entry.record), name).refers, reference.id


def _source(source: Source) -> Plain:
    """Return a source without its text, which may be long: passages bring their quotes."""
    plain: Plain = msgspec.to_builtins(source)
    shown = [field.name for field in fields_of(Source) if field.kind is not Kind.PROSE]
    return {name: plain[name] for name in ("id", "uid", *shown)} | {
        "text_length": len(source.text)
    }
