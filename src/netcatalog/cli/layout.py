"""Tables and pages as plain text, for a terminal. Knows no catalogue, and prints nothing."""

from __future__ import annotations

import shutil
import textwrap
import unicodedata
from typing import TYPE_CHECKING

from netcatalog.domain.columns import TITLE
from netcatalog.domain.fields import Kind, fields_of
from netcatalog.domain.pages import cell_text, facts_of, value_text
from netcatalog.domain.records import Note, Statement
from netcatalog.domain.wording import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netcatalog.domain.columns import Column
    from netcatalog.domain.pages import Entry, Group, Page, Row

WIDEST = 100
"""Widest line, in columns of the terminal."""

NARROWEST_TITLE, NARROWEST = 24, 8
"""How far the columns of a table may be cut, the title last."""

GAP = "  "


def screen_width() -> int:
    """Return how wide lines may be."""
    return min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)


def table(columns: Sequence[Column], rows: Sequence[Row], width: int) -> Iterator[str]:
    """Return the lines of a table. Columns without any value are left out."""
    texts = [[_line(cell_text(*pair)) for pair in _pairs(columns, row)] for row in rows]
    used = [place for place in range(len(columns)) if any(text[place] for text in texts)]
    heads = [columns[place] for place in used]
    lines = [[column.label for column in heads]]
    lines += [[text[place] for place in used] for text in texts]
    widths = _widths(heads, lines, width)
    for cells in lines:
        fitted = (
            _fitted(text, room, right=column.numeric)
            for text, room, column in zip(cells, widths, heads, strict=True)
        )
        yield GAP.join(fitted).rstrip()


def _pairs(columns: Sequence[Column], row: Row) -> Iterator[tuple[Column, tuple[object, ...]]]:
    yield from zip(columns, row.cells, strict=True)


def _widths(heads: Sequence[Column], lines: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return widths of columns that fit together, the widest cut first, the title last."""
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    least = [NARROWEST_TITLE if column.key == TITLE else NARROWEST for column in heads]
    excess = sum(widths) + len(GAP) * (len(widths) - 1) - width
    for titles in (False, True):
        places = [at for at, column in enumerate(heads) if (column.key == TITLE) is titles]
        while excess > 0 and any(widths[at] > least[at] for at in places):
            widest = max(places, key=lambda at: widths[at] - least[at])
            widths[widest] -= 1
            excess -= 1
    return widths


def _fitted(text: str, room: int, *, right: bool) -> str:
    if _width(text) > room:
        while _width(text) > room - 1:
            text = text[:-1]
        text = f"{text.rstrip()}…"
    blanks = " " * (room - _width(text))
    return blanks + text if right else text + blanks


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    none = sum(unicodedata.category(char) in {"Mn", "Me", "Cf"} for char in text)
    return len(text) + wide - none


def _line(text: str) -> str:
    """Return text on one line, without what would move a terminal's cursor."""
    return "".join(char if char.isprintable() else " " for char in text)


def page(page: Page, width: int) -> Iterator[str]:
    """Return the lines of the page of a record."""
    writer = _PageWriter(page, width)
    yield _line(page.title)
    yield "=" * min(_width(page.title), width)
    yield from writer.facts(page.entry)
    for group in page.groups:
        yield from ("", _heading(group))
        yield from writer.group(group)
    if page.mentions:
        yield from ("", "Mentioned in")
        for entry in page.mentions:
            yield from writer.entry(entry, joined((_owner(entry), entry.sentence), ": "))
    if page.sources:
        yield from ("", "Sources")
        yield from writer.sources()


class _PageWriter:
    """Sets the parts of a page."""

    def __init__(self, page: Page, width: int) -> None:
        self._page = page
        self._width = width
        self._numbers = {key: at for at, key in enumerate(page.sources, start=1)}

    def facts(self, entry: Entry) -> Iterator[str]:
        for field, words in facts_of(entry):
            yield from self._wrapped(words, f"{field.label}: ")

    def group(self, group: Group) -> Iterator[str]:
        for entry in group.entries:
            yield from self.entry(entry, _said(group, entry))
        if group.total > len(group.entries):
            yield f"  … and {group.total - len(group.entries)} more"

    def entry(self, entry: Entry, said: str) -> Iterator[str]:
        yield from self._wrapped(said + self._mark(entry), "  ")
        for child in entry.children:
            listed = "; ".join(one.sentence for one in child.entries)
            yield from self._wrapped(f"{child.kind.about.plural}: {listed}", "      ")
        if entry.quote and entry.quote != entry.sentence:
            yield from self._wrapped(f"“{entry.quote}”", "      ")

    def sources(self) -> Iterator[str]:
        for key, source in self._page.sources.items():
            words = joined((source.title, source.publisher, source.address), ". ")
            yield from self._wrapped(words, f"  [{self._numbers[key]}] ")

    def _mark(self, entry: Entry) -> str:
        number = self._numbers.get(getattr(entry.record, "source", None) or 0)
        return f" [{number}]" if number else ""

    def _wrapped(self, text: str, before: str) -> Iterator[str]:
        """Return the lines of a text, the first after `before`, the others indented as far."""
        indent = " " * (len(before) if before.isspace() else 4)
        for line in text.splitlines() or [""]:
            yield from textwrap.wrap(
                _line(line), self._width, initial_indent=before, subsequent_indent=indent
            ) or [""]
            before = indent


def _heading(group: Group) -> str:
    """Return what a group is called: those that hang on a network as network are its members."""
    others = _others(group)
    return f"{next(iter(others.values()))}s" if others else group.kind.about.plural


def _others(group: Group) -> dict[str, str]:
    """Return the other references on which records of a group hang: labels by field name."""
    return {
        field.name: field.label
        for field in fields_of(group.kind)
        if field.owner and field.required and field != group.via
    }


def _said(group: Group, entry: Entry) -> str:
    """Return what an entry says on the page of what it hangs on, with what qualifies it."""
    record = entry.record
    told = {field.name: words for field, words in facts_of(entry)}
    if isinstance(record, Statement):
        words = f"{record.type.label}: {record.text}"
    elif isinstance(record, Note):
        words = f"{record.text}\n{_bracketed((told.get('author'), told.get('written')))}"
    elif _others(group):
        others = [one.label for name, one in entry.references.items() if name in _others(group)]
        words = joined((", ".join(others), _bracketed(told.values())), " ")
    else:
        words = entry.sentence
    return joined((words, _bracketed(_qualities(entry))), " ")


def _qualities(entry: Entry) -> Iterator[str]:
    """Return in words what every sourced fact may have beside its passage."""
    for field in fields_of(type(entry.record)):
        if field.shared and field.kind not in {Kind.REFERENCE, Kind.INTEGER}:
            held = getattr(entry.record, field.name)
            if held:
                words = "" if field.kind is Kind.FLAG else value_text(field, held)
                yield joined((field.label.lower(), words), ": ")


def _bracketed(parts: Iterable[str | None]) -> str:
    inside = "; ".join(part for part in parts if part)
    return f"({inside})" if inside else ""


def _owner(entry: Entry) -> str:
    """Return what the record that an entry hangs on is called."""
    for field in fields_of(type(entry.record)):
        if field.owner and field.name in entry.references:
            return entry.references[field.name].label
    return ""


def counted(number: int, what: str) -> str:
    """Return so many of something, in words."""
    return f"{number} {what}{'' if number == 1 else 's'}"
