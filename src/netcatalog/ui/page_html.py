"""The page of a record, set like a page of a good handbook, as HTML for `QTextDocument`.

It is made from a `Page` alone and knows neither the catalogue nor a widget. What kinds of
facts there are, and what their fields are called, it takes from the declarations, so that a
record type added to the schema stands on the page without a line here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcatalog.domain import dates, wording
from netcatalog.domain.records import SCHEMA, Source
from netcatalog.ui.links import RecordLink
from netcatalog.ui.page_facts import Setting
from netcatalog.ui.page_head import full_texts, head
from netcatalog.ui.page_history import history
from netcatalog.ui.page_markup import (
    Markup,
    joined,
    link,
    numbered,
    paragraphs,
    section,
    small,
    text,
    translate,
    web_link,
)
from netcatalog.ui.page_notes import own_words
from netcatalog.ui.page_sections import mentions, sections

if TYPE_CHECKING:
    import datetime as dt

    from netcatalog.domain.fields import Schema
    from netcatalog.domain.pages import Page

LAYOUT_CSS = """
h1 { font-size: x-large; margin-bottom: 8px; }
h2 { font-size: large; margin-bottom: 0px; }
.own { margin-bottom: 6px; }
hr { line-height: 80%; }
h4, h5, h6 { font-size: medium; margin-top: 8px; margin-bottom: 4px; }
td, th { padding: 2px 16px 4px 0px; }
.mark { font-size: medium; font-weight: 400; }
h1 .mark { font-size: x-large; }
.overline .mark { font-size: small; }
.overline { margin-bottom: 0px; font-size: small; text-transform: uppercase; letter-spacing: 1px; }
.subtitle { margin-bottom: 4px; font-size: large; }
.line { margin-bottom: 6px; }
.number { margin-bottom: 0px; font-size: x-large; font-weight: 600; }
.caption { margin-bottom: 0px; }
table { margin-top: 0px; }
.particulars { margin-top: 8px; }
.box { margin-top: 24px; }
.signed { margin-bottom: 16px; }
pre { white-space: pre-wrap; margin-bottom: 8px; }
ul, ol { margin-bottom: 8px; }
.note { padding: 8px 16px 8px 16px; }
.message { margin-top: 64px; font-size: x-large; }
"""
"""Lengths and steps of type, to stand behind `theme.page_css`, which has colours and sizes.

The steps are words because Qt lets nothing else have effect inside a heading."""


def page_html(page: Page, *, schema: Schema = SCHEMA, zone: dt.tzinfo | None = None) -> str:
    """Return a page as HTML.

    Args:
        page: The page.
        schema: The record types, and which of them have pages to lead to.
        zone: The time zone in which moments are told; None: that of this computer.
    """
    numbers = {key: number for number, key in enumerate(page.sources, 1)}
    setting = Setting(page=page, schema=schema, numbers=numbers, zone=zone)
    return "".join(
        (
            head(setting),
            full_texts(setting),
            *sections(setting),
            section(_heading_of_mentions(page), mentions(setting)),
            own_words(setting),
            section(translate("Page", "Sources"), _sources(setting)),
            section(translate("Page", "History"), history(setting)),
        )
    )


def message_html(title: str, words: str) -> str:
    """Return a page that says why it is empty, or what to do."""
    return f'<h1 class="message">{text(title)}</h1><div class="quiet">{paragraphs(words)}</div>'


def _sources(setting: Setting) -> Markup:
    return numbered(
        (setting.numbers[key], _source(source)) for key, source in setting.page.sources.items()
    )


def _source(source: Source) -> Markup:
    title = link(RecordLink(Source.about.key, source.id or 0), text(source.title))
    retrieved = dates.words(source.retrieved)
    read = translate("Page", "retrieved {}").format(retrieved) if retrieved else ""
    about = wording.joined((source.publisher, read))
    below = (text(about), web_link(source.address))
    return joined((title, *(small(one) for one in below if one)), "<br>")


def _heading_of_mentions(page: Page) -> str:
    if isinstance(page.entry.record, Source):
        return translate("Page", "What rests on it")
    return translate("Page", "Spoken of by")
