"""What somebody was typing and had not stored: as a value that outlives the program."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  msgspec reads the hints
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import msgspec

from netcatalog.domain.fields import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from netcatalog.domain.fields import Record, Schema
    from netcatalog.domain.pages import Entry, Group, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was typed into the form, or the note, of one record.

    Attributes:
        at: When, in UTC.
        title: What the record is called.
        record: Key of its type.
        id: Its id; None for a new one.
        section: Key of the section in which a new one was begun.
        is_note: Whether it is a note on the record that was written.
        typed: What stands in the fields that are other than they were, however wrong; see
            `ui.page_form` and `ui.note_pane`.
        befores: The records concerned as they were when the form was opened, by key of type.
    """

    at: dt.datetime
    title: str
    record: str
    id: int | None = None
    section: str = ""
    is_note: bool = False
    typed: dict[str, Any] = field(default_factory=dict)
    befores: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def to_json(draft: Draft) -> bytes:
    """Return a draft as it is kept in a file."""
    return msgspec.json.format(msgspec.json.encode(draft))


def from_json(text: bytes) -> Draft:
    """Return the draft that is kept in a file.

    Raises:
        ValueError: It is none, or is damaged.
    """
    return msgspec.json.decode(text, type=Draft)


def befores_of(records: Iterable[Record]) -> dict[str, list[dict[str, Any]]]:
    """Return records as a draft keeps them."""
    kept: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        kept.setdefault(record.about.key, []).append(msgspec.to_builtins(record))
    return kept


def records_before(draft: Draft, schema: Schema) -> Iterator[Record]:
    """Yield the records of a draft as they were; those no longer declared so are left out."""
    known = {kind.about.key: kind for kind in schema.records}
    for key, kept in draft.befores.items():
        for plain in kept:
            try:
                yield msgspec.convert(plain, known[key])
            except (KeyError, msgspec.ValidationError):
                continue


def as_it_was(page: Page, draft: Draft, schema: Schema) -> Page:
    """Return a page with the records of a draft as they were when its form was opened.

    So a form made of it meets what others have stored since as any form does.
    """
    before = {(type(one), one.id): one for one in records_before(draft, schema)}
    return replace(
        page,
        entry=_entry(page.entry, before),
        groups=tuple(_group(one, before) for one in page.groups),
    )


def _group(group: Group, before: Mapping[tuple[type[Record], int | None], Record]) -> Group:
    return replace(group, entries=tuple(_entry(one, before) for one in group.entries))


def _entry(entry: Entry, before: Mapping[tuple[type[Record], int | None], Record]) -> Entry:
    record = before.get((type(entry.record), entry.record.id), entry.record)
    return replace(
        entry, record=record, children=tuple(_group(one, before) for one in entry.children)
    )


def texts(draft: Draft, schema: Schema) -> str:
    """Return what was typed as plain text, to be copied where there is no form for it any more."""
    labels = {one.name: one.label for kind in schema.records for one in fields_of(kind)}
    return "\n".join(_lines(draft.typed, labels))


def _lines(typed: object, labels: Mapping[str, str], label: str = "") -> Iterator[str]:
    match typed:
        case dict():
            for key, value in typed.items():
                if key not in {"id", "is_removed"}:
                    yield from _lines(value, labels, labels.get(key, label))
        case list():
            for value in typed:
                yield from _lines(value, labels, label)
        case str() if typed.strip():
            yield f"{label}: {typed}" if label else typed
