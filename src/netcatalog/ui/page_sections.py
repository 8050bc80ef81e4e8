"""How the records of each type are set on a page: as a list, a table, a line of text.

Types that are not named here are set as lists of what they say, under their own heading.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP

from netcatalog.domain import dates, wording
from netcatalog.domain.fields import Edtf, field_named, fields_of
from netcatalog.domain.records import (
    Agreement,
    Body,
    Document,
    Event,
    Figure,
    Identifier,
    MemberRule,
    Membership,
    Name,
    Note,
    Period,
    Presence,
    Programme,
    Relation,
    Statement,
    Tag,
    Target,
    Topic,
)
from netcatalog.ui.links import RecordLink
from netcatalog.ui.page_facts import (
    common_remark,
    fact,
    linked,
    listed,
    more,
    nested,
    running,
    to_record,
)
from netcatalog.ui.page_markup import (
    NOTHING,
    Markup,
    abreast,
    columns,
    joined,
    lines,
    link,
    pairs,
    section,
    text,
    translate,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from netcatalog.domain.fields import Record
    from netcatalog.domain.pages import Entry, Group
    from netcatalog.ui.page_facts import Setting

ELSEWHERE: frozenset[type[Record]] = frozenset({Name, Identifier, Note, Tag})
"""Types that stand at the top of a page, or among what the user added."""

_ABREAST = 2
"""Figures beside each other."""


def sections(setting: Setting) -> Iterator[Markup]:
    """Yield what is said of the record of the page, in the order of reading."""
    groups = {(group.kind, group.via.name): group for group in setting.page.groups}
    for (kind, via), part in _PARTS.items():
        if group := groups.pop((kind, via), None):
            yield section(translate("Page", part.heading), part.set(setting, group))
    for (kind, _), group in groups.items():
        if kind not in ELSEWHERE:
            yield section(kind.about.plural, listed(setting, group))


def mentions(setting: Setting) -> Markup:
    """Return what other records say of the one of the page, by who says it."""
    own = {
        (type(child.record), child.record.id)
        for group in setting.page.groups
        for entry in group.entries
        for inner in entry.children
        for child in inner.entries
    }
    by_speaker: dict[Markup, list[Markup]] = {}
    for entry in setting.page.mentions:
        if (type(entry.record), entry.record.id) not in own:
            speaker = to_record(setting, *entry.root) if entry.root else NOTHING
            by_speaker.setdefault(speaker, []).append(_mention(setting, entry))
    return lines(
        joined((speaker, joined(said, "; ")), ": ") for speaker, said in by_speaker.items()
    )


def _mention(setting: Setting, entry: Entry) -> Markup:
    """Return what an entry says, after what it is part of, such as an agreement."""
    whole = (
        text(entry.references[one.name].label)
        for one in fields_of(type(entry.record))
        if one.owner and one.name in entry.references and not setting.schema[one.refers].about.root
    )
    return joined((*whole, fact(setting, entry)), ": ")


def _figures(setting: Setting, group: Group) -> Markup:
    cells = [_figure(setting, entry) for entry in group.entries]
    return Markup(abreast(cells, min(_ABREAST, len(cells))) + lines([more(group)]))


def _figure(setting: Setting, entry: Entry) -> Markup:
    figure = entry.record
    assert isinstance(figure, Figure)  # noqa: S101  see _PARTS
    amount = wording.amount(figure.qualifier, figure.low, figure.high)
    words = text(entry.sentence.removeprefix(amount).strip())
    return Markup(
        f'<p class="number">{text(amount)}</p><p class="caption">{fact(setting, entry, words)}</p>'
    )


def _statements(setting: Setting, group: Group) -> Markup:
    by_type: dict[str, list[Entry]] = {}
    for entry in group.entries:
        assert isinstance(entry.record, Statement)  # noqa: S101  see _PARTS
        by_type.setdefault(entry.record.type.label, []).append(entry)
    return Markup(
        pairs(
            (text(wording.capital(label)), running(setting, entries))
            for label, entries in by_type.items()
        )
        + lines([more(group)])
    )


def _topics(setting: Setting, group: Group) -> Markup:
    partly = any(getattr(entry.record, "list_complete", None) is False for entry in group.entries)
    others = text(translate("Page", "among others")) if partly else NOTHING
    return lines([running(setting, group.entries, ", ", more(group) or others)])


def _in_one_line(setting: Setting, group: Group) -> Markup:
    return lines([running(setting, group.entries, end=more(group))])


def _headed(setting: Setting, group: Group) -> Markup:
    """Set entries that begin with the name of what they speak of."""
    parts = [
        lines([fact(setting, entry, _with_head(setting, entry))]) + nested(setting, entry)
        for entry in group.entries
    ]
    return Markup("".join(parts) + lines([more(group)]))


def _with_head(setting: Setting, entry: Entry) -> Markup:
    (first, *_) = (one for one in fields_of(type(entry.record)) if not one.owner)
    head = str(getattr(entry.record, first.name))
    rest = entry.sentence.removeprefix(head)
    return Markup(f"<b>{linked(setting, entry, head)}</b>{linked(setting, entry, rest)}")


def _events(setting: Setting, group: Group) -> Markup:
    def day(entry: Entry) -> str:
        assert isinstance(entry.record, Event)  # noqa: S101  see _PARTS
        return dates.span(entry.record.date).earliest or "9999"

    rows = [_event(setting, entry) for entry in sorted(group.entries, key=day)]
    return Markup(pairs(rows) + lines([more(group)]))


def _event(setting: Setting, entry: Entry) -> tuple[Markup, Markup]:
    """Return when something happened, and what."""
    record = entry.record
    assert isinstance(record, Event)  # noqa: S101  see _PARTS
    when = dates.words(record.date)
    undated = replace(record, date=Edtf(""), time_quoted="")
    words = text(wording.sentence(undated, lambda _key, record_id: str(record_id)))
    return text(when), Markup(fact(setting, entry, words) + nested(setting, entry))


def _members(setting: Setting, group: Group) -> Markup:
    return _memberships(setting, group, "member")


def _networks(setting: Setting, group: Group) -> Markup:
    return _memberships(setting, group, "network")


def _memberships(setting: Setting, group: Group, side: str) -> Markup:
    """Set memberships as a table: the other side, how it stands, and since when if known."""
    common = common_remark(group.entries)
    rows = [
        (
            fact(setting, entry, _other(setting, entry, side), remark=not common),
            _standing(entry),
            _periods(entry),
        )
        for entry in group.entries
    ]
    heads = [field_named(Membership, name).label for name in (side, "status")]
    heads.append(Period.about.plural)
    kept = len(heads) if any(periods for _, _, periods in rows) else len(heads) - 1
    table = columns(heads[:kept], (row[:kept] for row in rows))
    partly = any(getattr(entry.record, "list_complete", None) is False for entry in group.entries)
    partial = side == "member" and partly
    told = text(translate("Page", "The list is not complete.")) if partial else NOTHING
    return Markup(table + lines([more(group), joined((told, common), " ")]))


def _other(setting: Setting, entry: Entry, side: str) -> Markup:
    return to_record(setting, field_named(Membership, side).refers, entry.references[side])


def _standing(entry: Entry) -> Markup:
    """Return the status of a membership, which leads to its page, and its category."""
    record = entry.record
    assert isinstance(record, Membership)  # noqa: S101  see _PARTS
    status = link(RecordLink(Membership.about.key, record.id or 0), text(record.status.label))
    return joined((status, text(record.category)), ", ")


def _periods(entry: Entry) -> Markup:
    said = (text(one.sentence) for inner in entry.children for one in inner.entries)
    return joined(said, "<br>")


@dataclass(frozen=True, slots=True)
class _Part:
    """How one type is set, and under which heading."""

    heading: str
    set: Callable[[Setting, Group], Markup]


_PARTS: dict[tuple[type[Record], str], _Part] = {
    (Figure, "actor"): _Part(str(QT_TRANSLATE_NOOP("Page", "At a glance")), _figures),
    (Statement, "actor"): _Part(str(QT_TRANSLATE_NOOP("Page", "What it is")), _statements),
    (Topic, "actor"): _Part(str(QT_TRANSLATE_NOOP("Page", "Topics")), _topics),
    (MemberRule, "actor"): _Part(str(QT_TRANSLATE_NOOP("Page", "Who may join")), listed),
    (Membership, "network"): _Part(str(QT_TRANSLATE_NOOP("Page", "Members")), _members),
    (Membership, "member"): _Part(str(QT_TRANSLATE_NOOP("Page", "Member of")), _networks),
    (Body, "actor"): _Part(str(QT_TRANSLATE_NOOP("Page", "Bodies")), _headed),
    (Programme, "actor"): _Part(str(QT_TRANSLATE_NOOP("Page", "Programmes")), _headed),
    (Document, "actor"): _Part(str(QT_TRANSLATE_NOOP("Page", "Documents")), _headed),
    (Target, "actor"): _Part(str(QT_TRANSLATE_NOOP("Page", "Targets")), listed),
    (Agreement, "actor"): _Part(str(QT_TRANSLATE_NOOP("Page", "Agreements")), listed),
    (Presence, "actor"): _Part(str(QT_TRANSLATE_NOOP("Page", "Presence")), _in_one_line),
    (Relation, "actor"): _Part(str(QT_TRANSLATE_NOOP("Page", "Relations")), listed),
    (Event, "actor"): _Part(str(QT_TRANSLATE_NOOP("Page", "Events")), _events),
}
"""The types that are set in a way of their own, by the field they hang by, in the order of
reading. A handbook says first how large a thing is and what it does, then who is in it."""
