"""The top of a page: what the record is, what it is called, where it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from netcatalog.domain import dates, wording
from netcatalog.domain.choices import ActorKind, NameType
from netcatalog.domain.fields import Kind
from netcatalog.domain.pages import facts_of
from netcatalog.domain.records import Actor, Identifier, Membership, Name
from netcatalog.ui.page_facts import (
    fact,
    mark,
    qualities,
    references,
    remark_of,
    to_record,
)
from netcatalog.ui.page_markup import (
    NOTHING,
    Markup,
    joined,
    lines,
    pairs,
    paragraphs,
    quiet,
    section,
    text,
    translate,
    web_link,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netcatalog.domain.fields import Field, Record
    from netcatalog.domain.pages import Entry
    from netcatalog.ui.page_facts import Setting


def head(setting: Setting) -> Markup:
    """Return what the record is, its names, and its particulars in a small table."""
    page = setting.page
    what = Markup(f"{text(_what(page.entry.record))}{mark(setting, page.entry)}")
    titled = next((one for one in page.group(Name) if _name_in(one) == page.title), None)
    title_mark = mark(setting, titled) if titled else NOTHING
    title = Markup(f"{text(page.title)}{title_mark}")
    particulars = pairs(_particulars(setting), style="particulars")
    return Markup(
        f'<p class="overline">{quiet(what)}</p><h1>{title}</h1>{_as_of(page.day)}'
        f"{_names(setting, titled)}"
        f"{lines(_cautions(page.entry))}{particulars}"
    )


def _as_of(day: str) -> Markup:
    told = translate("Page", "as of {}").format(dates.words(day))
    return lines([quiet(text(told))] if day else [])


def _cautions(entry: Entry) -> Iterator[Markup]:
    """Yield what the reader is to keep in mind of the whole record."""
    yield joined((qualities(entry.record), remark_of(entry.record)), " ")
    if getattr(entry.record, "list_complete", None) is False:
        yield quiet(text(translate("Page", "The source does not name all members.")))


def _what(record: Record) -> str:
    if not isinstance(record, Actor):
        return wording.capital(record.about.label)
    network = ActorKind.NETWORK.label if record.is_network else ""
    level = record.level.label if record.level else ""
    words = dict.fromkeys((record.kind.label, level, network))
    return wording.capital(wording.joined(words, " · "))


def _name_in(entry: Entry) -> str:
    return entry.record.text if isinstance(entry.record, Name) else ""


def _names(setting: Setting, titled: Entry | None) -> Markup:
    """Return the names below the title: acronyms in one line, then each of the others."""
    others = [one for one in setting.page.group(Name) if one is not titled]
    acronyms = [one for one in others if _type_of_name(one) is NameType.ACRONYM]
    first = joined((_name(setting, one) for one in acronyms), "  ")
    rest = [_name(setting, one) for one in others if one not in acronyms]
    about_title = [_about_title(titled)] if titled else []
    subtitle = f'<p class="subtitle">{first}</p>' if first else ""
    return Markup(subtitle + lines((*about_title, *rest)))


def _type_of_name(entry: Entry) -> NameType | None:
    return entry.record.type if isinstance(entry.record, Name) else None


def _name(setting: Setting, entry: Entry) -> Markup:
    record = entry.record
    assert isinstance(record, Name)  # noqa: S101  the group holds nothing else
    sentence = entry.sentence
    if record.type is NameType.ACRONYM:  # it looks like one
        sentence = wording.sentence(replace(record, type=NameType.OFFICIAL), _no_labels)
    rest = quiet(text(sentence.removeprefix(record.text)))
    return fact(setting, entry, Markup(f"{text(record.text)}{rest}"))


def _about_title(entry: Entry) -> Markup:
    """Return what is to be known of the name that is the title."""
    kind = _type_of_name(entry)
    plain = kind in {None, NameType.OFFICIAL, NameType.ACRONYM}
    words = translate("Page", "Name: {}").format(kind.label) if kind and not plain else ""
    return joined((quiet(text(words)), qualities(entry.record), remark_of(entry.record)), " ")


def _no_labels(_key: str, record_id: int) -> str:
    return str(record_id)


_TOLD_ELSEWHERE: dict[type[Record], frozenset[str]] = {
    Actor: frozenset({"kind", "is_network", "level", "country_inferred"}),
    Membership: frozenset({"list_complete"}),
}
"""Fields of a record of its own page that are part of its head or of other fields."""


def _particulars(setting: Setting) -> Iterator[tuple[Markup, Markup]]:
    entry = setting.page.entry
    for field, reference in references(setting, entry):
        if field.owner:
            yield text(field.label), to_record(setting, field.refers, reference)
    elsewhere = _TOLD_ELSEWHERE.get(type(entry.record), frozenset())
    for field, words in facts_of(entry):
        if not (field.naming or field.kind is Kind.PROSE or field.name in elsewhere):
            yield text(field.label), _particular(entry, field, words)
    for one in setting.page.group(Identifier):
        assert isinstance(one.record, Identifier)  # noqa: S101  the group holds nothing else
        yield text(one.record.scheme.label), fact(setting, one, text(one.record.value))


def _particular(entry: Entry, field: Field, words: str) -> Markup:
    if field.kind is Kind.ADDRESS:
        return web_link(words)
    if field.kind is Kind.COUNTRY and getattr(entry.record, f"{field.name}_inferred", False):
        return Markup(f"{text(words)} {quiet(text(translate('Page', '(inferred)')))}")
    return text(words)


def full_texts(setting: Setting) -> Markup:
    """Return the long texts of a record with a page of its own, such as that of a source."""
    entry = setting.page.entry
    return joined(
        section(field.label, paragraphs(words))
        for field, words in facts_of(entry)
        if field.kind is Kind.PROSE
    )
