"""What makes a record fit to be stored. The same rules serve forms, services and imports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from netcatalog.domain.choices import Qualifier
from netcatalog.domain.dates import InvalidDateError, span
from netcatalog.domain.fields import Choice, Field, Kind, Record, fields_of, remembered
from netcatalog.domain.records import Added, Figure, MemberRule, Membership, Sourced

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from netcatalog.domain.fields import Held

    Rule = Callable[..., Iterator[tuple[str, "Fault"]]]

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")

TEXTS = frozenset({Kind.TEXT, Kind.PROSE, Kind.MARKDOWN})
"""Kinds of fields that hold any text."""

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
    return found or list(_at_odds(record))


def at_odds(record: Record) -> Problem | None:
    """Return what is wrong with the fields of a record taken together, or None."""
    return next(_at_odds(record), None)


def first_problem(kind: type[Record], held: Held) -> Problem | None:
    """Return the first thing wrong with many records of one type, or None.

    A value is judged once, however many records hold it.
    """
    for field in fields_of(kind):
        fault = _first_fault(field, held[field.name])
        if fault is not None:
            return Problem(field.name, fault)
    for names, rule in _together(kind):
        for values in set(zip(*(held[name] for name in names), strict=True)):
            for pair in rule(*values):
                return Problem(*pair)
    return None


def _first_fault(field: Field, held: Sequence[Any]) -> Fault | None:
    if field.kind in {Kind.CHOICE, Kind.FLAG, Kind.REFERENCE}:
        lacks = field.required and (None in held or "" in held)
        return Fault.MISSING if lacks else None
    different = set(held)
    if field.kind in TEXTS and _are_plain(different, required=field.required):
        return None
    return next(filter(None, (fault_of(field, one) for one in different)), None)


def _are_plain(texts: Collection[str | None], *, required: bool) -> bool:
    """Return whether all of these texts can be stored, if that is seen at once."""
    whole = "".join(filter(None, texts))
    is_writable = whole.isprintable() and len(whole) <= LONGEST
    return is_writable and not (required and not all(one and one.strip() for one in texts))


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
    if not text.isprintable() and _UNWRITABLE.search(text):
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


def _at_odds(record: Record) -> Iterator[Problem]:
    for names, rule in _together(type(record)):
        for pair in rule(*(getattr(record, name) for name in names)):
            yield Problem(*pair)


@remembered
def _together(kind: type[Record]) -> tuple[tuple[tuple[str, ...], Rule], ...]:
    """Return what fields of a type must be taken together, and the rule for them."""
    return tuple((names, rule) for one, names, rule in _RULES if issubclass(kind, one))


def _passage(
    source: int | None, start: int | None, end: int | None
) -> Iterator[tuple[str, Fault]]:
    if start is None and end is None:
        return
    if source is None:
        yield "source", Fault.NO_SOURCE
    elif start is None or end is None or start >= end:
        yield "end", Fault.NOT_A_STRETCH


def _figure(
    qualifier: Qualifier, low: int | None, high: int | None
) -> Iterator[tuple[str, Fault]]:
    if low is None and high is None:
        yield "low", Fault.NO_NUMBER
    elif qualifier is Qualifier.BETWEEN and None in {low, high}:
        yield "low" if low is None else "high", Fault.NO_SECOND_NUMBER
    yield from _ordered("high", low, high)


def _ordered(field: str, low: int | None, high: int | None) -> Iterator[tuple[str, Fault]]:
    if low is not None and high is not None and low > high:
        yield field, Fault.NOT_ORDERED


def _membership(member: int, network: int) -> Iterator[tuple[str, Fault]]:
    if member == network:
        yield "member", Fault.ITSELF


def _owners(*given: int | None) -> Iterator[tuple[str, Fault]]:
    if sum(one is not None for one in given) != 1:
        yield "actor", Fault.NO_OWNER


_RULES: tuple[tuple[type[Record], tuple[str, ...], Rule], ...] = (
    (Sourced, ("source", "start", "end"), _passage),
    (Figure, ("qualifier", "low", "high"), _figure),
    (MemberRule, ("population_min", "population_max"), partial(_ordered, "population_max")),
    (Membership, ("member", "network"), _membership),
    (Added, ("actor", "membership", "source"), _owners),
)
"""What fields say together, and how that is judged: by type, names of fields, and a function that
takes their values and yields the name of the field at fault, and its fault."""
