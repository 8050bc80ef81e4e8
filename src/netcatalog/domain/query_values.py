"""Reading what stands after the colon: choices, countries, ranges, ages.

Each function returns None for what cannot be read; `example` says how it is written.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import TYPE_CHECKING

from netcatalog.domain.dates import InvalidDateError, is_simple, span
from netcatalog.domain.fields import Field, Kind
from netcatalog.domain.folding import fold
from netcatalog.domain.query import Exactly, Range

if TYPE_CHECKING:
    from collections.abc import Callable

    from netcatalog.domain.query import Value

    _Reader = Callable[[str], str | int]

_ANSWERS = {"yes": True, "no": False, "true": True, "false": False}

_NUMBER = "100, 50..100 or >100"
_EXAMPLES = {
    Kind.INTEGER: _NUMBER,
    Kind.NUMBER: _NUMBER,
    Kind.DATE: "1986, 1980..1990 or >1990",
    Kind.COUNTRY: "the name of a country, or its code, such as PL",
    Kind.FLAG: "yes or no",
}

AGE_EXAMPLE = ">2y, >18m or <2020"
"""How one writes that something is stale."""

DAY_EXAMPLE = "a day such as 2015-06-30, or a year"
"""How one writes as of when something is asked."""


def example(kind: Kind) -> str:
    """Return how a value of a kind is written, or "" if it is any text or one of a list."""
    return _EXAMPLES.get(kind, "")


def value(field: Field, text: str) -> Value | None:
    """Read a value of a field."""
    match field.kind:
        case Kind.DATE:
            return days(text)
        case Kind.INTEGER | Kind.NUMBER:
            return _range(text, _number, _number)
        case Kind.CHOICE:
            return _choice(field, text)
        case Kind.FLAG:
            holds = answer(text)
            return None if holds is None else str(int(holds))
        case Kind.COUNTRY:
            return _country(text)
        case Kind.REFERENCE:
            return fold(text) or text
        case _ if text.startswith("=") and fold(text[1:]):
            return Exactly(fold(text[1:]))
        case _:
            return fold(text) or text


def answer(text: str) -> bool | None:
    """Read yes or no."""
    return _ANSWERS.get(text.lower())


def days(text: str) -> Range | None:
    """Read a range of days, which may be a month or a year, or one side of one."""
    return _range(text, _first_day, _last_day)


def day(text: str) -> str | None:
    """Read a day; the last one of a month or a year."""
    try:
        return _last_day(text)
    except ValueError:
        return None


_AGE = re.compile(r">?=?(?P<count>[0-9]{1,5})(?P<unit>[dwmy])")


def before(text: str, today: dt.date) -> str | None:
    """Read an age, as of today, or a date after "<", and return the day it means."""
    aged = _AGE.fullmatch(text.lower())
    try:
        if aged is not None:
            return _ago(today, int(aged["count"]), aged["unit"]).isoformat()
        return _first_day(text[1:]) if text.startswith("<") else None
    except (ValueError, OverflowError):
        return None


def _ago(today: dt.date, count: int, unit: str) -> dt.date:
    if unit in "dw":
        return today - dt.timedelta(days=count * (7 if unit == "w" else 1))
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1)
    year, month = months // 12, months % 12 + 1
    return dt.date(year, month, min(today.day, calendar.monthrange(year, month)[1]))


def _choice(field: Field, text: str) -> str | None:
    wanted = fold(text).replace("_", " ").replace("-", " ")
    for choice in field.choices or ():
        if wanted in {choice.value.replace("_", " "), fold(choice.label)}:
            return choice.value
    return None


def _country(text: str) -> str | None:
    from netcatalog.domain.countries import code_of  # babel is slow to load

    return code_of(text)


_RANGE = re.compile(r"(?P<sign>>=|<=|>|<)?(?P<low>[^.]*?)(?:(?P<dots>\.\.)(?P<high>.*))?$")


def _range(text: str, low_of: _Reader, high_of: _Reader) -> Range | None:
    parts = _RANGE.match(text)
    if parts is None:
        return None
    try:
        return _read_range(parts, low_of, high_of)
    except ValueError:
        return None


def _read_range(parts: re.Match[str], low_of: _Reader, high_of: _Reader) -> Range | None:
    low, high = parts["low"], parts["high"]
    if parts["dots"]:
        if parts["sign"] or not (low or high):
            return None
        return _ordered(low_of(low) if low else None, high_of(high) if high else None)
    match parts["sign"]:
        case ">=":
            return Range(low_of(low), None)
        case ">":
            return Range(_after(high_of(low)), None)
        case "<=":
            return Range(None, high_of(low))
        case "<":
            return Range(None, _before(low_of(low)))
        case _:
            return Range(low_of(low), high_of(low))


def _ordered(low: str | int | None, high: str | int | None) -> Range | None:
    if low is not None and high is not None and low > high:  # type: ignore[operator]
        return None
    return Range(low, high)


def _number(text: str) -> int:
    digits = re.sub(r"_|(?<=\d)\s(?=\d{3}(?!\d))", "", text)
    if not re.fullmatch("-?(0|[1-9][0-9]{0,17})", digits):  # 1,000 would be 1 and 000
        raise ValueError(text)
    return int(digits)


def _first_day(text: str) -> str:
    return _end(text, last=False)


def _last_day(text: str) -> str:
    return _end(text, last=True)


def _end(text: str, *, last: bool) -> str:
    if not is_simple(text):  # 40 of the others would take a second
        raise InvalidDateError(text)
    days = span(text)
    found = days.latest if last else days.earliest
    if found is None:
        raise InvalidDateError(text)
    return found


def _after(bound: str | int) -> str | int:
    return bound + 1 if isinstance(bound, int) else bound + "~"  # "~" sorts after any day


def _before(bound: str | int) -> str | int:
    return bound - 1 if isinstance(bound, int) else bound[:-1]  # a prefix sorts before the day
