"""What makes a record fit to be stored. The same rules serve forms, services and imports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite
from operator import attrgetter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from netcatalog.domain.choices import Qualifier
from netcatalog.domain.dates import InvalidDateError, span
from netcatalog.domain.fields import Choice, Field, Kind, Record, fields_of
from netcatalog.domain.records import Added, Figure, MemberRule, Membership, Sourced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")

LONGEST = 10_000_000
"""Most characters in one field: a guard against a whole disk pasted, far above any source."""


class Fault(Choice):
    """What can be wrong with a field, and how it is said beside it."""

    MISSING = "missing", "Please fill this in."
    NOT_A_DATE = (
        "not_a_date",
        "This is not a date. Write a year, 2019-11-22, 1990~ for about, or 2012/.. for since.",
    )
    NOT_A_COUNTRY = "not_a_country", "Use the two capital letters of the country, such as PL."
    NOT_A_LANGUAGE = "not_a_language", "Use the code of the language, such as en or fr."
    NOT_AN_ADDRESS = "not_an_address", "A web address begins with http:// or https://."
    NOT_WRITABLE = "not_writable", "This holds characters that cannot be stored. Type it anew."
    TOO_LONG = "too_long", "This is too long."
    NEGATIVE = "negative", "This cannot be below zero."
    OUT_OF_RANGE = "out_of_range", "This number cannot be right."
    NO_SOURCE = "no_source", "A passage needs a source."
    NOT_A_STRETCH = "not_a_stretch", "The passage must end after it begins."
    NO_NUMBER = "no_number", "Give the number."
    NO_SECOND_NUMBER = "no_second_number", "“Between” needs two numbers."
    NOT_ORDERED = "not_ordered", "The second number must not be lower than the first."
    ITSELF = "itself", "An actor cannot be a member of itself."
    NO_OWNER = "no_owner", "This must belong to one record."


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault, and the name of the field that has it."""

    field: str
    fault: Fault


def problems(record: Record) -> list[Problem]:
    """Return all that is wrong with a record; an empty list means it may be stored."""
    found = [
        Problem(field.name, fault)
        for field in fields_of(type(record))
        if (fault := fault_of(field, getattr(record, field.name)))
    ]
    return found or [Problem(*pair) for pair in _together(record)]


def first_problem(records: Sequence[Record]) -> Problem | None:
    """Return the first thing wrong with many records of one type, or None.

    It is quick where all is well: a value is judged once, however many records hold it.
    """
    if not records:
        return None
    if all(_is_sound(field, records) for field in fields_of(type(records[0]))):
        return next((Problem(*pair) for one in records for pair in _together(one)), None)
    return next(problem for one in records for problem in problems(one))


def at_odds(record: Record) -> Problem | None:
    """Return what is wrong with the fields of a record taken together, or None."""
    return next((Problem(*pair) for pair in _together(record)), None)


def _is_sound(field: Field, records: Sequence[Record]) -> bool:
    held = map(attrgetter(field.name), records)
    if field.kind in {Kind.CHOICE, Kind.FLAG, Kind.REFERENCE}:
        return not field.required or None not in held
    return not any(fault_of(field, one) for one in set(held))


def fault_of(field: Field, held: object) -> Fault | None:
    """Return what is wrong with a value of a field, whatever the others hold, or None."""
    if held is None or held == "":
        return Fault.MISSING if field.required else None
    if isinstance(held, str) and field.required and not held.strip():
        return Fault.MISSING
    if isinstance(held, str) and (fault := text_fault(held)):
        return fault
    match field.kind:
        case Kind.DATE:
            return None if is_date(str(held)) else Fault.NOT_A_DATE
        case Kind.COUNTRY:
            return None if re.fullmatch("[A-Z]{2}", str(held)) else Fault.NOT_A_COUNTRY
        case Kind.LANGUAGE:
            ok = re.fullmatch("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", str(held))
            return None if ok else Fault.NOT_A_LANGUAGE
        case Kind.ADDRESS:
            return None if _is_web_address(str(held)) else Fault.NOT_AN_ADDRESS
        case Kind.INTEGER:
            return _integer_fault(held)
        case Kind.NUMBER:
            return _number_fault(field, held)
        case _:
            return None


def writable(text: str) -> str:
    """Return a text without the characters that cannot be stored."""
    return _UNWRITABLE.sub("\ufffd", text)


def text_fault(text: str) -> Fault | None:
    """Return what is wrong with any text as such, or None."""
    if len(text) > LONGEST:
        return Fault.TOO_LONG
    if _UNWRITABLE.search(text):
        return Fault.NOT_WRITABLE
    return None


def _integer_fault(held: object) -> Fault | None:
    if not isinstance(held, int) or held < 0:
        return Fault.NEGATIVE
    return Fault.OUT_OF_RANGE if held >= 2**63 else None


def _number_fault(field: Field, held: object) -> Fault | None:
    if not isinstance(held, int | float) or not isfinite(held):
        return Fault.OUT_OF_RANGE
    low = field.least is not None and held < field.least
    high = field.most is not None and held > field.most
    return Fault.OUT_OF_RANGE if low or high else None


def is_date(text: str) -> bool:
    """Return whether a text is a date, or empty."""
    try:
        span(text)
    except InvalidDateError:
        return False
    return True


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", text)
    )


def _together(record: Record) -> Iterator[tuple[str, Fault]]:
    if isinstance(record, Sourced) and (record.start is not None or record.end is not None):
        yield from _passage(record)
    match record:
        case Figure():
            yield from _figure(record)
        case MemberRule():
            yield from _ordered("population_max", record.population_min, record.population_max)
        case Membership() if record.member == record.network:
            yield "member", Fault.ITSELF
        case Added():
            given = [record.actor, record.membership, record.source]
            if sum(one is not None for one in given) != 1:
                yield "actor", Fault.NO_OWNER


def _passage(record: Sourced) -> Iterator[tuple[str, Fault]]:
    if record.source is None:
        yield "source", Fault.NO_SOURCE
    elif record.start is None or record.end is None or record.start >= record.end:
        yield "end", Fault.NOT_A_STRETCH


def _figure(record: Figure) -> Iterator[tuple[str, Fault]]:
    if record.low is None and record.high is None:
        yield "low", Fault.NO_NUMBER
    elif record.qualifier is Qualifier.BETWEEN and None in {record.low, record.high}:
        yield "low" if record.low is None else "high", Fault.NO_SECOND_NUMBER
    yield from _ordered("high", record.low, record.high)


def _ordered(field: str, low: int | None, high: int | None) -> Iterator[tuple[str, Fault]]:
    if low is not None and high is not None and low > high:
        yield field, Fault.NOT_ORDERED
