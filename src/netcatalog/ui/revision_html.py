"""What a revision did, set as a page."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from netcatalog.domain import wording
from netcatalog.domain.changes import Action, Effect
from netcatalog.domain.records import SCHEMA
from netcatalog.ui.links import RecordLink, StateLink
from netcatalog.ui.page_facts import moment
from netcatalog.ui.page_history import adds, title, what
from netcatalog.ui.page_markup import NOTHING, Markup, joined, link, small, text, translate

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from netcatalog.domain.changes import RecordedChange, Told


def revision_html(told: Told, *, zone: dt.tzinfo | None = None) -> str:
    """Return what a revision did as HTML.

    Args:
        told: The revision.
        zone: The time zone in which its moment is told; None: that of this computer.
    """
    revision = told.revision
    signed = ", ".join((revision.by, moment(revision.at, zone)))
    standing = ""
    if revision.action in {Action.EDIT, Action.RESTORE} and not revision.in_effect:
        standing = translate("Page", "It is taken back.")
    return "".join(
        (
            f'<p class="overline quiet">{text(translate("Page", "step"))}</p>',
            f"<h1>{text(wording.capital(title(revision)))}</h1>",
            f'<p class="subtitle quiet">{text(signed)}</p>',
            f'<p class="quiet">{text(standing)}</p>' if standing else "",
            *(_part(told, shown, steps) for shown, steps in told.parts.items()),
            _more(told),
        )
    )


def _part(
    told: Told, shown: tuple[str, int, str] | None, steps: Sequence[RecordedChange]
) -> Markup:
    if shown is None:
        return Markup(f'<p class="line">{text(what(steps, ("", None)))}</p>')
    key, record_id, label = shown
    is_gone = any(
        one.change.after is None
        and (one.change.record.about.key, one.change.record.id) == shown[:2]
        for one in steps
    )
    name = text(label) if is_gone else link(RecordLink(key, record_id), text(label))
    before = NOTHING
    if not adds(steps, shown[:2]):
        words = text(translate("Page", "As it was before"))
        before = small(link(StateLink(key, record_id, told.revision.id), words))
    lines = (Markup(f"<b>{name}</b>"), text(wording.capital(what(steps, shown[:2]))), before)
    return Markup(f'<p class="line">{joined(lines, "<br>")}</p>')


def _more(told: Told) -> Markup:
    """Return, counted, all that the revision did beyond what is told one by one."""
    named = Counter(
        (one.change.record.about.key, one.change.effect)
        for steps in told.parts.values()
        for one in steps
    )
    left = {key: count - named[key] for key, count in told.counts.items() if count > named[key]}
    if not left:
        return NOTHING
    return Markup(f'<p class="line">{text("; ".join(_counted(left, is_rest=bool(named))))}</p>')


def _counted(left: dict[tuple[str, Effect], int], *, is_rest: bool) -> Iterator[str]:
    words = {
        Effect.ADDED: translate("Page", "{count} {records} added"),
        Effect.ALTERED: translate("Page", "{count} {records} changed"),
        Effect.REMOVED: translate("Page", "{count} {records} removed"),
    }
    if is_rest:
        words = {
            Effect.ADDED: translate("Page", "{count} more {records} added"),
            Effect.ALTERED: translate("Page", "{count} more {records} changed"),
            Effect.REMOVED: translate("Page", "{count} more {records} removed"),
        }
    for (key, effect), count in left.items():
        about = SCHEMA[key].about
        records = about.label if count == 1 else about.plural.lower()
        yield words[effect].format(count=wording.number(count), records=records)
