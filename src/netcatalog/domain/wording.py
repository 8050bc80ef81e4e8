"""Records in words: how a fact reads on a page, in a report, on the command line.

Every record type has a wording. Those that read better as a phrase have one of their own;
the others are worded from their declared fields.
"""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from netcatalog.domain import dates
from netcatalog.domain.choices import Directness, NameType, Qualifier
from netcatalog.domain.fields import Choice, Field, Kind, Record, fields_of
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
    Participant,
    Party,
    Period,
    Presence,
    Programme,
    Relation,
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
        case Kind.DATE:
            return dates.words(str(held))
        case Kind.INTEGER:
            return _with_unit(number(held), field) if isinstance(held, int) else str(held)
        case Kind.NUMBER:
            return _with_unit(f"{held:g}".replace("-", "−"), field)
        case Kind.REFERENCE:
            return labels(field.refers, held) if isinstance(held, int) else str(held)
        case Kind.COUNTRY:
            from netcatalog.domain.countries import name_of  # babel is slow to load

            return name_of(str(held))
        case Kind.MOMENT:
            return f"{held:%d %B %Y, %H:%M} UTC".lstrip("0")
        case _:
            return str(held)


def number(count: int) -> str:
    """Return a whole number with thin spaces between thousands, as ISO 80000-1 has it."""
    return f"{count:,}".replace(",", "\u202f").replace("-", "−")


def _with_unit(text: str, field: Field) -> str:
    if field.unit == "months":
        return interval(int(text))
    return f"{text}{'' if field.unit in {'°', ''} else ' '}{field.unit}"


def interval(months: int) -> str:
    """Return a number of months as people say it: "3 years", "every" left to the caller."""
    if months % 12:
        return f"{months} month{'s' if months > 1 else ''}"
    years = months // 12
    return f"{years} year{'s' if years > 1 else ''}"


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
    period = joined((dates.words(record.since), dates.words(record.until)), " to ")
    inside = joined((kind, record.language, period))
    return f"{record.text} ({inside})" if inside else record.text


@sentence.register(Identifier)
def _(record: Identifier, labels: Labels) -> str:
    del labels
    return f"{record.scheme.label} {record.value}"


@sentence.register(Event)
def _(record: Event, labels: Labels) -> str:
    del labels
    when = dates.words(record.date) or (f"“{record.time_quoted}”" if record.time_quoted else "")
    place = f"in {record.place}" if record.place else ""
    head = joined((capital(record.type.label), _when(when), place), " ")
    return joined((head, record.detail), "; ")


def _when(words: str) -> str:
    if words[:1].isdigit() or words.startswith("the "):
        return f"in {words}" if " " not in words or not words[:2].strip().isdigit() else words
    return words


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
    what = record.member_kind or record.measure.label
    if record.member_kind and record.measure.label not in record.member_kind:
        what = f"{record.measure.label}: {record.member_kind}"
    direct = record.directness.label if record.directness is Directness.REPRESENTED else ""
    area = f"in {record.area}" if record.area else ""
    return joined((amount(record), what, area, f"({direct})" if direct else ""), " ")


def amount(record: Figure) -> str:
    """Return the number of a figure with its qualifier: "over 35", "about 100 000"."""
    given = [number(one) for one in (record.low, record.high) if one is not None]
    if record.qualifier is Qualifier.BETWEEN and len(given) > 1:
        return f"between {given[0]} and {given[1]}"
    qualifier = "" if record.qualifier is Qualifier.EXACTLY else record.qualifier.label
    return joined((qualifier, given[0] if given else ""), " ")


@sentence.register(MemberRule)
def _(record: MemberRule, labels: Labels) -> str:
    del labels
    size = joined(
        (
            f"from {number(record.population_min)}" if record.population_min is not None else "",
            f"up to {number(record.population_max)}" if record.population_max is not None else "",
            "inhabitants"
            if record.population_min is not None or record.population_max is not None
            else "",
        ),
        " ",
    )
    area = f"in {record.area}" if record.area else ""
    return joined((joined((record.admits, area), " "), record.condition, size, record.fee_rule))


@sentence.register(Presence)
def _(record: Presence, labels: Labels) -> str:
    del labels
    return joined((record.area, record.weight.label if record.weight else ""))


@sentence.register(Body)
def _(record: Body, labels: Labels) -> str:
    parts = [
        record.kind.label if record.kind else "",
        record.composition,
        f"{number(record.seats)} seats" if record.seats is not None else "",
        f"elected by {labels('body', record.elected_by)}" if record.elected_by else "",
        f"meets every {interval(record.meeting_interval)}" if record.meeting_interval else "",
        f"represents {record.represents}" if record.represents else "",
        record.task,
    ]
    return joined((record.name, joined(parts, "; ")), ": ")


@sentence.register(Programme)
def _(record: Programme, labels: Labels) -> str:
    parts = [
        joined(
            (record.reach.label if record.reach else "", record.kind.label if record.kind else ""),
            " ",
        ),
        f"on {record.topic}" if record.topic else "",
    ]
    own = labels("actor", record.run_as) if record.run_as else ""
    return joined((record.name, joined(parts, " "), f"see {own}" if own != record.name else ""))


@sentence.register(Document)
def _(record: Document, labels: Labels) -> str:
    parts = [
        record.kind.label if record.kind and record.kind.label != record.title.lower() else "",
        f"new every {interval(record.interval)}" if record.interval else "",
        f"decided by {labels('body', record.decided_by)}" if record.decided_by else "",
        f"based on {labels('document', record.based_on)}" if record.based_on else "",
    ]
    return joined((record.title, joined(parts, "; ")), ": ")


@sentence.register(Target)
def _(record: Target, labels: Labels) -> str:
    stance = f"to {record.stance.label}" if record.stance else ""
    owner = f"the target of {labels('actor', record.owner)}" if record.owner else "the target"
    change = f"{record.change:+g} {record.unit}".replace("-", "−") if record.change else ""
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
    return f"{labels('actor', record.member)} in {labels('actor', record.network)}"


@sentence.register(Period)
def _(record: Period, labels: Labels) -> str:
    del labels
    since = f"since {dates.words(record.since)}" if record.since else ""
    until = f"until {dates.words(record.until)}" if record.until else ""
    return joined((since, until), " ") or "undated"


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
