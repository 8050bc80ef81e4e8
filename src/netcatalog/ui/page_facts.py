"""How one fact is set on a page: its words with links, what qualifies them, its mark."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from netcatalog.domain import dates, wording
from netcatalog.domain.fields import fields_of
from netcatalog.domain.records import Sourced
from netcatalog.ui.links import PassageLink, RecordLink
from netcatalog.ui.page_markup import (
    NOTHING,
    Markup,
    joined,
    lines,
    link,
    quiet,
    text,
    translate,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from netcatalog.domain.fields import Field, Record, Schema
    from netcatalog.domain.pages import Entry, Group, Page, Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the parts of a page are set for.

    Attributes:
        page: The whole page.
        schema: The record types, and which of them have pages.
        numbers: The number of each source in the list at the end, by its id.
        zone: Where the clock hangs by which moments are told; None: on this computer.
    """

    page: Page
    schema: Schema
    numbers: Mapping[int, int]
    zone: dt.tzinfo | None

    @property
    def shown(self) -> tuple[str, int | None]:
        """The key and the id of the record whose page it is."""
        record = self.page.entry.record
        return record.about.key, record.id

    def moment(self, at: dt.datetime) -> str:
        """Return a moment in words."""
        return moment(at, self.zone)


def moment(at: dt.datetime, zone: dt.tzinfo | None = None) -> str:
    """Return a moment in words, by the clock of a zone or of this computer."""
    local = at.astimezone(zone)
    return f"{local.day} {local:%B %Y, %H:%M}"


def to_record(setting: Setting, key: str, reference: Reference) -> Markup:
    """Return what a record is called, leading to its page; plain if that is this page."""
    if (key, reference.id) == setting.shown:
        return text(reference.label)
    return link(RecordLink(key, reference.id), text(reference.label))


def references(setting: Setting, entry: Entry) -> Iterator[tuple[Field, Reference]]:
    """Yield the records with pages of their own that an entry names, but for its source."""
    for field in fields_of(type(entry.record)):
        found = None if field.shared else entry.references.get(field.name)
        if found is not None and setting.schema[field.refers].about.root:
            yield field, found


def linked(setting: Setting, entry: Entry, sentence: str) -> Markup:
    """Return a sentence in which the records named lead to their pages."""
    named = {
        one.label: to_record(setting, field.refers, one)
        for field, one in references(setting, entry)
    }
    parts: list[Markup] = []
    while found := [label for label in named if label and label in sentence]:
        label = min(found, key=sentence.index)
        before, _, sentence = sentence.partition(label)
        parts += [text(before), named.pop(label)]
    return joined((*parts, text(sentence)))


def fact(
    setting: Setting, entry: Entry, words: Markup | None = None, *, remark: bool = True
) -> Markup:
    """Return an entry in words, with all that its source adds to it.

    Args:
        setting: What it is set for.
        entry: The entry.
        words: Its words, where they are not to be its sentence.
        remark: Whether its remark is added.
    """
    said = linked(setting, entry, entry.sentence) if words is None else words
    marked = joined((said, qualities(entry.record), mark(setting, entry)))
    return joined((marked, remark_of(entry.record) if remark else NOTHING), " ")


def qualities(record: Record) -> Markup:
    """Return when a source claims a fact, and whether it is private, in brackets."""
    if not isinstance(record, Sourced):
        return NOTHING
    as_of = dates.words(record.as_of)
    parts = (
        f"“{record.time_quoted}”" if record.time_quoted else "",
        translate("Page", "as of {}").format(as_of) if as_of else "",
        translate("Page", "private") if record.private else "",
    )
    inside = wording.joined(parts)
    return quiet(text(f" ({inside})")) if inside else NOTHING


def remark_of(record: Record) -> Markup:
    """Return what we added to a fact ourselves."""
    if not isinstance(record, Sourced) or not record.remark:
        return NOTHING
    return Markup(f"<i>{text(record.remark)}</i>")


def mark(setting: Setting, entry: Entry) -> Markup:
    """Return the small mark that leads to what an entry rests on."""
    record = entry.record
    if not isinstance(record, Sourced) or record.source is None:
        return NOTHING
    number = text(str(setting.numbers[record.source]))
    if record.start is None or record.end is None:
        title = setting.page.sources[record.source].title
        hint = translate("Page", "Source: {}").format(title)
        return link(RecordLink("source", record.source), number, hint=hint, style="mark")
    passage = PassageLink(record.source, record.start, record.end)
    return link(passage, number, hint=f"“{entry.quote}”", style="mark")


def common_remark(entries: Sequence[Entry]) -> Markup:
    """Return the remark that several entries share, or nothing."""
    remarks = {remark_of(entry.record) for entry in entries}
    return remarks.pop() if len(entries) > 1 and len(remarks) == 1 else NOTHING


def running(
    setting: Setting, entries: Sequence[Entry], separator: str = "; ", end: Markup = NOTHING
) -> Markup:
    """Return entries in one line of text; those with a remark of their own in a line apart.

    Args:
        setting: What they are set for.
        entries: The entries.
        separator: What stands between them.
        end: Words after the last, such as how many more there are.
    """
    parts: list[Markup] = []
    last = entries[-1]
    for remark, alike in groupby(entries, lambda entry: remark_of(entry.record)):
        group = list(alike)
        said = [fact(setting, entry, remark=False) for entry in group]
        ends = group[-1] is last
        parts.append(joined((joined((*said, end if ends else NOTHING), separator), remark), " "))
    return joined(parts, "<br>")


def listed(setting: Setting, group: Group) -> Markup:
    """Return a group as lines, each with what hangs on it."""
    common = common_remark(group.entries)
    parts = [
        lines([fact(setting, entry, remark=not common)]) + nested(setting, entry)
        for entry in group.entries
    ]
    return Markup("".join(parts) + lines(one for one in (common, more(group)) if one))


def nested(setting: Setting, entry: Entry) -> Markup:
    """Return what hangs on an entry, such as the parties of an agreement."""
    return lines(
        joined((_label(group), running(setting, group.entries, end=more(group))), " ")
        for group in entry.children
    )


def _label(group: Group) -> Markup:
    return quiet(text(f"{group.kind.about.plural}:"))


def more(group: Group) -> Markup:
    """Return how many entries of a group are not shown, in words; nothing if all are."""
    left = group.total - len(group.entries)
    if not left:
        return NOTHING
    return text(translate("Page", "and {} more").format(wording.number(left)))
