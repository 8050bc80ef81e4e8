"""Records in words: how a fact reads on a page, in a report, on the command line.

Every record type has a wording. Those that read better as a phrase have one of their own;
the others are worded from their declared fields.
"""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from netcatalog.domain import dates
from netcatalog.domain.choices import (
    ActorKind,
    Directness,
    EventType,
    Measure,
    MembershipStatus,
    NameType,
    Qualifier,
)
from netcatalog.domain.fields import Choice, Field, Kind, Record, fields_of
from netcatalog.domain.naming import READERS_LANGUAGE
from netcatalog.domain.records import (
    Actor,
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
    Participant,
    Party,
    Period,
    Presence,
    Programme,
    Relation,
    SavedMapping,
    SavedSearch,
    Source,
    Statement,
    Tag,
    Target,
    Topic,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Labels = Callable[[str, int], str]
    """Says what the record of a type's key and an id is called."""

_SHORT = 80
"""Longest piece of a note or text that stands for the whole, in characters."""


def capital(text: str) -> str:
    """Return text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def short(text: str) -> str:
    """Return the beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else line[: _SHORT - 1].rstrip() + "…"


def value(field: Field, held: object, labels: Labels) -> str:
    """Return the value of a field in words; empty text where there is none."""
    match field.kind:
        case _ if held is None or held == "":
            return ""
        case Kind.CHOICE:
            return held.label if isinstance(held, Choice) else str(held)
        case Kind.FLAG:
            return "yes" if held else "no"
        case Kind.DATE | Kind.COUNTRY | Kind.LANGUAGE:
            return _OF_CODES[field.kind](str(held))
        case Kind.INTEGER:
            return _whole(held, field) if isinstance(held, int) else str(held)
        case Kind.NUMBER:
            return _with_unit(f"{held:g}".replace("-", "−"), field)
        case Kind.REFERENCE:
            return labels(field.refers, held) if isinstance(held, int) else str(held)
        case Kind.MOMENT:
            return f"{held:%d %B %Y, %H:%M} UTC".lstrip("0")
        case _:
            return str(held)


def _country(code: str) -> str:
    if not code:
        return ""
    from netcatalog.domain.countries import name_of  # babel is slow to load

    return name_of(code)


def _language(tag: str) -> str:
    if not tag:
        return ""
    from netcatalog.domain.languages import name_of  # babel is slow to load

    return name_of(tag)


_OF_CODES: dict[Kind, Callable[[str], str]] = {
    Kind.DATE: dates.words,
    Kind.COUNTRY: _country,
    Kind.LANGUAGE: _language,
}
"""Kinds whose values are codes, and who says what they mean."""


def number(count: int) -> str:
    """Return a whole number with thin spaces between thousands, as ISO 80000-1 has it."""
    return f"{count:,}".replace(",", "\u202f").replace("-", "−")


def inhabitants(*counts: int) -> str:
    """Return populations in words: “1 inhabitant”, “4,321 and 5,000 inhabitants”."""
    told = " and ".join(map(number, counts))
    return f"{told} inhabitant" if counts == (1,) else f"{told} inhabitants"


def _whole(held: int, field: Field) -> str:
    if field.unit == "months":
        return interval(held)
    told = _with_unit(number(held), field)
    return told.removesuffix("s") if held == 1 else told


def _with_unit(text: str, field: Field) -> str:
    return f"{text}{'' if field.unit in {'°', ''} else ' '}{field.unit}"


def interval(months: int) -> str:
    """Return a number of months as people say it: "3 years", "18 months"."""
    count, unit = (months, "month") if months % 12 else (months // 12, "year")
    return f"{number(count)} {unit}{'' if count == 1 else 's'}"


def every(months: int) -> str:
    """Return how often something comes: "every 3 years", "every month"."""
    return f"every {interval(months).removeprefix('1 ')}"


@singledispatch
def sentence(record: Record, labels: Labels) -> str:
    """Return what a record says, without its owner and its source.

    Args:
        record: The record.
        labels: Says what the records it refers to are called.
    """
    parts = [
        f"{field.label}: {text}"
        for field in fields_of(type(record))
        if not field.shared
        and not field.owner
        and (text := value(field, getattr(record, field.name), labels))
    ]
    return "; ".join(parts)


def joined(parts: Iterable[str], separator: str = ", ") -> str:
    """Return the parts that hold anything, with a separator between them."""
    return separator.join(part for part in parts if part)


@sentence.register(Name)
def _(record: Name, labels: Labels) -> str:
    del labels
    kind = "" if record.type is NameType.OFFICIAL else record.type.label
    foreign = "" if record.language == READERS_LANGUAGE else _language(record.language)
    inside = joined((kind, foreign, _while(record.since, record.until)))
    return f"{record.text} ({inside})" if inside else record.text


def _while(since: str, until: str) -> str:
    """Return from when to when something held: "from 1951 to 1986", "since about 1990"."""
    start = dates.words(since).removeprefix("from ")
    end = dates.words(until).removeprefix("until ")
    if start and end:
        return f"from {start} to {end}"
    return f"since {start}" if start else f"until {end}" if end else ""


@sentence.register(Actor)
def _(record: Actor, labels: Labels) -> str:
    del labels
    what = record.level.label if record.level else record.kind.label
    members = "with members" if record.is_network and record.kind is not ActorKind.NETWORK else ""
    inferred = "(inferred)" if record.country and record.country_inferred else ""
    country = joined((_country(record.country), inferred), " ")
    where = joined((record.place, country))
    parts = [
        joined((what, members, f"in {where}" if where else ""), " "),
        inhabitants(record.population) if record.population is not None else "",
        "no longer active" if record.active is False else "",
    ]
    return joined(parts)


@sentence.register(Identifier)
def _(record: Identifier, labels: Labels) -> str:
    del labels
    return f"{record.scheme.label} {record.value}"


@sentence.register(Event)
def _(record: Event, labels: Labels) -> str:
    del labels
    quoted = f"“{record.time_quoted}”" if record.time_quoted else ""
    place = f"in {record.place}" if record.place else ""
    own_words = record.type is EventType.OTHER and record.detail
    what = record.detail if own_words else record.type.label
    head = capital(joined((what, dates.when(record.date) or quoted, place), " "))
    return head if own_words else joined((head, record.detail), ": ")


@sentence.register(Participant)
def _(record: Participant, labels: Labels) -> str:
    return joined((labels("actor", record.actor), record.role), ", ")


@sentence.register(Statement)
def _(record: Statement, labels: Labels) -> str:
    del labels
    return record.text


@sentence.register(Topic)
def _(record: Topic, labels: Labels) -> str:
    del labels
    return record.label


@sentence.register(Figure)
def _(record: Figure, labels: Labels) -> str:
    del labels
    area = f"in {record.area}" if record.area else ""
    indirect = record.directness is Directness.REPRESENTED
    how = f"({record.directness.label})" if record.directness and indirect else ""
    said = amount(record.qualifier, record.low, record.high)
    return joined((said, _counted(record), area, how), " ")


_ONE = {
    Measure.MEMBERS: "member",
    Measure.COUNTRIES: "country of members",
    Measure.REPRESENTED: "authority represented",
    Measure.CENTRES: "centre",
}


def _counted(record: Figure) -> str:
    """Return what a figure counts, in the singular where it is one."""
    kind = record.member_kind
    if kind and record.measure is Measure.REPRESENTED:
        return f"{kind} represented"
    if kind and record.measure.label in kind:
        return kind
    one = record.low == 1 and record.high in {None, 1}
    return joined((_ONE[record.measure] if one else record.measure.label, kind), ": ")


def amount(qualifier: Qualifier, low: int | None, high: int | None) -> str:
    """Return the number of a figure with its qualifier: "over 35", "about 100 000"."""
    given = [number(one) for one in (low, high) if one is not None]
    if qualifier is Qualifier.BETWEEN:
        return f"between {' and '.join(given)}"
    label = "" if qualifier is Qualifier.EXACTLY else qualifier.label
    return joined((label, " to ".join(dict.fromkeys(given))), " ")


@sentence.register(MemberRule)
def _(record: MemberRule, labels: Labels) -> str:
    del labels
    area = f"in {record.area}" if record.area else ""
    size = _size(record.population_min, record.population_max)
    return joined((joined((record.admits, area), " "), record.condition, size, record.fee_rule))


def _size(low: int | None, high: int | None) -> str:
    """Return bounds of a population in words."""
    least = f"from {number(low)}" if low is not None else ""
    most = f"up to {number(high)}" if high is not None else ""
    return joined((least, most, "inhabitants" if least or most else ""), " ")


@sentence.register(Presence)
def _(record: Presence, labels: Labels) -> str:
    del labels
    return f"{record.weight.label} in {record.area}" if record.weight else record.area


@sentence.register(Body)
def _(record: Body, labels: Labels) -> str:
    parts = [
        _unless_said(record.kind, record.name),
        f"made up of {record.composition}" if record.composition else "",
        _seats(record.seats),
        f"elected by {labels('body', record.elected_by)}" if record.elected_by else "",
        f"meets {every(record.meeting_interval)}" if record.meeting_interval else "",
        f"represents {record.represents}" if record.represents else "",
        f"task: {record.task}" if record.task else "",
    ]
    return joined((record.name, joined(parts, "; ")), ": ")


def _seats(count: int | None) -> str:
    return "" if count is None else f"{number(count)} seat{'' if count == 1 else 's'}"


def _unless_said(kind: Choice | None, said: str) -> str:
    """Return what a thing is, unless its name says so: a council called Council needs none."""
    return kind.label if kind and kind.label.casefold() not in said.casefold() else ""


@sentence.register(Programme)
def _(record: Programme, labels: Labels) -> str:
    reach = record.reach.label if record.reach else ""
    kind = record.kind.label if record.kind else ""
    topic = f"on {record.topic}" if record.topic else ""
    own = labels("actor", record.run_as) if record.run_as else ""
    parts = [
        joined((reach, kind, topic), " "),
        f"in the catalogue as {own}" if own not in {"", record.name} else "",
    ]
    return joined((record.name, joined(parts, "; ")), ": ")


@sentence.register(Document)
def _(record: Document, labels: Labels) -> str:
    parts = [
        _unless_said(record.kind, record.title),
        f"new {every(record.interval)}" if record.interval else "",
        f"decided by {labels('body', record.decided_by)}" if record.decided_by else "",
        f"based on {labels('document', record.based_on)}" if record.based_on else "",
    ]
    return joined((record.title, joined(parts, "; ")), ": ")


@sentence.register(Target)
def _(record: Target, labels: Labels) -> str:
    stance = f"to {record.stance.label}" if record.stance else ""
    owner = f"the target of {labels('actor', record.owner)}" if record.owner else "the target"
    change = (
        f"{record.change:+g} {record.unit}".replace("-", "−") if record.change is not None else ""
    )
    deadline = f"by {dates.words(record.deadline)}" if record.deadline else ""
    against = f"compared with {record.baseline}" if record.baseline else ""
    head = capital(joined((stance, owner), " "))
    return f"{head}: {joined((record.indicator, change, deadline, against), ' ')}"


@sentence.register(Agreement)
def _(record: Agreement, labels: Labels) -> str:
    del labels
    return joined(
        (
            record.subject,
            dates.words(record.date),
            f"recognised as {record.role}" if record.role else "",
            f"for {record.beneficiaries}" if record.beneficiaries else "",
        ),
        "; ",
    )


@sentence.register(Party)
def _(record: Party, labels: Labels) -> str:
    behalf = f"on behalf of {record.on_behalf_of}" if record.on_behalf_of else ""
    return joined((labels("actor", record.actor), behalf), " ")


@sentence.register(Relation)
def _(record: Relation, labels: Labels) -> str:
    head = f"{capital(record.type.label)} {labels('actor', record.other)}"
    return joined((head, record.detail))


@sentence.register(Membership)
def _(record: Membership, labels: Labels) -> str:
    standing = [
        record.category,
        "" if record.status is MembershipStatus.MEMBER else record.status.label,
    ]
    return joined((name(record, labels), joined(standing)), ": ")


@sentence.register(Period)
def _(record: Period, labels: Labels) -> str:
    del labels
    return _while(record.since, record.until) or "undated"


@sentence.register(Source)
def _(record: Source, labels: Labels) -> str:
    del labels
    return record.title


@sentence.register(Note)
def _(record: Note, labels: Labels) -> str:
    del labels
    return short(record.text)


@sentence.register(Tag)
def _(record: Tag, labels: Labels) -> str:
    del labels
    return record.label


@sentence.register(SavedSearch)
def _(record: SavedSearch, labels: Labels) -> str:
    del labels
    return joined((record.name, joined((record.section.label, record.text))), ": ")


@sentence.register(SavedMapping)
def _(record: SavedMapping, labels: Labels) -> str:
    del labels
    return record.name


@singledispatch
def name(record: Record, labels: Labels) -> str:
    """Return what a record is called by those that refer to it: shorter than its sentence."""
    return sentence(record, labels)


@name.register(Body)
def _(record: Body, labels: Labels) -> str:
    del labels
    return record.name


@name.register(Document)
def _(record: Document, labels: Labels) -> str:
    del labels
    return record.title


@name.register(Membership)
def _(record: Membership, labels: Labels) -> str:
    return f"{labels('actor', record.member)} in {labels('actor', record.network)}"


@name.register(SavedSearch)
def _(record: SavedSearch, labels: Labels) -> str:
    del labels
    return record.name
