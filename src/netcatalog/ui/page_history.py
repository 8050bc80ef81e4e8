"""The history of a record in words: who did what, when, and what it changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from netcatalog.domain import wording
from netcatalog.domain.changes import Action
from netcatalog.domain.fields import Kind, fields_of
from netcatalog.ui.links import HistoryLink, StateLink
from netcatalog.ui.page_markup import NOTHING, Markup, link, small, text, translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netcatalog.domain.changes import RecordedChange, Revision
    from netcatalog.domain.fields import Field, Record
    from netcatalog.ui.page_facts import Setting

    Shown = tuple[str, int | None]
    """The record whose page it is: key of its type, and its id."""

_MOST_NAMED = 3
"""Records that are named one by one when they are added or removed in one revision."""


def history(setting: Setting) -> Markup:
    """Return the last changes, the newest first, those of one revision together."""
    steps: defaultdict[int, list[RecordedChange]] = defaultdict(list)
    for change in setting.page.history:
        steps[change.revision.id].append(change)
    told = "".join(_step(setting, changes) for changes in steps.values())
    return Markup(told + _all(setting)) if told else NOTHING


def _step(setting: Setting, changes: list[RecordedChange]) -> Markup:
    revision = changes[0].revision
    signed = ", ".join((revision.by, setting.moment(revision.at)))
    return Markup(
        f'<p class="line">{text(wording.capital(title(revision)))}<br>'
        f"{small(text(f'{signed}: {what(changes, setting.shown)}'))}"
        f"{_way_back(setting, changes)}</p>"
    )


def _way_back(setting: Setting, changes: Sequence[RecordedChange]) -> Markup:
    key, record_id = setting.shown
    if adds(changes, setting.shown) or record_id is None:
        return NOTHING
    address = StateLink(key, record_id, changes[0].revision.id)
    return Markup("<br>" + small(link(address, text(translate("Page", "As it was before")))))


def _all(setting: Setting) -> Markup:
    key, record_id = setting.shown
    if record_id is None:
        return NOTHING
    words = text(translate("Page", "All steps that changed it"))
    return Markup(f'<p class="line">{small(link(HistoryLink(key, record_id), words))}</p>')


def adds(changes: Iterable[RecordedChange], shown: Shown) -> bool:
    """Return whether changes added a record: there is nothing that it was before."""
    return any(
        one.change.before is None and (one.change.record.about.key, one.change.record.id) == shown
        for one in changes
    )


def what(changes: Sequence[RecordedChange], shown: Shown) -> str:
    """Return what changes of one revision did, in words; of the record shown without its name."""
    return "; ".join((*_changed(changes, shown), *_counted(changes)))


def title(revision: Revision) -> str:
    """Return what a revision did."""
    match revision.action:
        case Action.EDIT | Action.RESTORE | Action.DELETE:
            return revision.title
        case Action.UNDO:
            return translate("Page", "undid: {}").format(revision.title)
        case Action.REDO:
            return translate("Page", "did again: {}").format(revision.title)


def _changed(changes: Iterable[RecordedChange], shown: Shown) -> Iterator[str]:
    """Yield what became of the fields of records that stayed."""
    for recorded in changes:
        before, after = recorded.change.before, recorded.change.after
        if before is not None and after is not None:
            edits = ", ".join(_edits(before, after))
            if (before.about.key, before.id) == shown:
                yield edits
            else:
                yield f"{before.about.label} “{recorded.title}”: {edits}"


def _edits(before: Record, after: Record) -> Iterator[str]:
    for field in fields_of(type(before)):
        held = getattr(before, field.name), getattr(after, field.name)
        if held[0] != held[1]:
            yield _edit(field, _words(field, held[0]), _words(field, held[1]))


def _edit(field: Field, old: str, new: str) -> str:
    if field.kind is Kind.REFERENCE:  # what it was called then is not kept
        return translate("Page", "{} changed").format(field.label)
    if not old:
        return translate("Page", "{} set to “{}”").format(field.label, new)
    if not new:
        return translate("Page", "{} “{}” removed").format(field.label, old)
    return translate("Page", "{} changed from “{}” to “{}”").format(field.label, old, new)


def _words(field: Field, held: object) -> str:
    return wording.short(wording.value(field, held, lambda _key, record_id: str(record_id)))


def _counted(changes: Sequence[RecordedChange]) -> Iterator[str]:
    """Yield what was added, and what was removed."""
    added = [one for one in changes if one.change.before is None]
    removed = [one for one in changes if one.change.after is None]
    if added:
        yield translate("Page", "added {}").format(_listed(added))
    if removed:
        yield translate("Page", "removed {}").format(_listed(removed))


def _listed(changes: Sequence[RecordedChange]) -> str:
    """Return records by what they say if they are few, else how many there are of each type."""
    oldest_first = tuple(reversed(changes))
    if len(changes) <= _MOST_NAMED:
        return ", ".join(f"{one.change.record.about.label} “{one.title}”" for one in oldest_first)
    counts = Counter(one.change.record.about for one in oldest_first)
    return ", ".join(
        f"{wording.number(count)} {about.plural.lower() if count > 1 else about.label}"
        for about, count in counts.items()
    )
