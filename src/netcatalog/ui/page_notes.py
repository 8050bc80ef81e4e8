"""What the user added to a record, set apart from what sources say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcatalog.domain import wording
from netcatalog.domain.records import Note, Tag
from netcatalog.ui import markdown
from netcatalog.ui.links import RecordLink
from netcatalog.ui.page_facts import more
from netcatalog.ui.page_markup import (
    NOTHING,
    Markup,
    boxed,
    direction,
    joined,
    lines,
    link,
    quiet,
    small,
    text,
    translate,
)

if TYPE_CHECKING:
    from netcatalog.domain.pages import Entry
    from netcatalog.ui.page_facts import Setting


def own_words(setting: Setting) -> Markup:
    """Return the notes and tags of the record of the page in a box, or nothing."""
    notes = _notes(setting)
    tags = ", ".join(entry.sentence for entry in setting.page.group(Tag))
    if not notes and not tags:
        return NOTHING
    heading = translate("Page", "Our notes") if notes else translate("Page", "Our tags")
    label = quiet(text(f"{Tag.about.plural}:")) if notes else NOTHING
    tagged = lines([joined((label, text(tags)), " ")]) if tags else NOTHING
    return boxed(Markup(f'<h2 class="own">{text(heading)}</h2>{notes}{tagged}'))


def _notes(setting: Setting) -> Markup:
    groups = [group for group in setting.page.groups if group.kind is Note]
    return joined(
        joined((*(_note(setting, entry) for entry in group.entries), lines([more(group)])))
        for group in groups
    )


def _note(setting: Setting, entry: Entry) -> Markup:
    note = entry.record
    assert isinstance(note, Note)  # noqa: S101  the group holds nothing else
    written = setting.moment(note.written) if note.written else ""
    private = translate("Page", "private") if note.private else ""
    signed = wording.joined((note.author, written, private))
    words = f'<div dir="{direction(note.text)}">{markdown.to_html(note.text)}</div>'
    assert note.id is not None  # noqa: S101  a note on a page is stored
    edit = link(RecordLink(Note.about.key, note.id), small(text(translate("Page", "Edit"))))
    signature = joined((small(text(signed)), edit), " · ")
    return Markup(f'{words}<p class="signed">{signature}</p>')
