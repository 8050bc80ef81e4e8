"""Dates that may be partial or uncertain: EDTF text, the days it spans, and its words.

The `edtf` library is imported when a date is first read: it takes as long as half a window.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netcatalog.domain.fields import Edtf

LONGEST = 100
"""Most characters of a date. The parser takes a tenth of a second for so many."""

_OPEN = frozenset({"", ".."})
"""How an interval says that an end of it is not known, or open."""

_WRITTEN = re.compile(r"[0-9X?~%.-]+|[\[{][0-9X?~%., -]+[\]}]")
"""What a date is written with. Times of day, and years beyond 9999 (Y17E7), are none of ours."""

_SIMPLE = re.compile(
    r"""(?P<year>[0-9]{2}(?:XX|[0-9]X|[0-9]{2}))
        (?:(?<!X)-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-9]{2}))?)?[~?%]?""",
    re.VERBOSE,
)
"""Most dates: read without the library, which takes 15 milliseconds for each."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_MARKS = {"%": "perhaps about ", "~": "about ", "?": "perhaps "}


class InvalidDateError(ValueError):
    """The text is no date in EDTF, or lies outside the years 1 to 9999."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a date may mean, as ``YYYY-MM-DD``; None where it is open or not known."""

    earliest: str | None
    latest: str | None


def is_simple(date: str) -> bool:
    """Tell whether a date is a decade, a year, a month or a day, which are read at once."""
    return _SIMPLE.fullmatch(date) is not None


@lru_cache(maxsize=4096)
def span(date: Edtf | str) -> Span:
    """Return the first and the last day that an EDTF date may mean.

    Empty text spans nothing and gives two None.

    Raises:
        InvalidDateError: It is no date.
    """
    if not date:
        return Span(None, None)
    if len(date) > LONGEST:
        raise InvalidDateError(date)
    start, slash, end = date.partition("/")
    found = _interval(start, end) if slash else _one(date)
    if found.earliest and found.latest and found.earliest > found.latest:
        raise InvalidDateError(date)
    return found


def _interval(start: str, end: str) -> Span:
    if start in _OPEN and end in _OPEN:
        raise InvalidDateError("..")
    return Span(
        None if start in _OPEN else _one(start).earliest,
        None if end in _OPEN else _one(end).latest,
    )


def _one(date: str) -> Span:
    simple = _SIMPLE.fullmatch(date)
    if simple is not None:
        return _simple(date, simple["year"], simple["month"], simple["day"])
    if not _WRITTEN.fullmatch(date):
        raise InvalidDateError(date)
    from edtf import parse_edtf  # 0.2 s, and most dates are simple
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parsed = parse_edtf(date)
        return Span(_day(parsed.lower_strict()), _day(parsed.upper_strict()))
    except (EDTFParseException, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise InvalidDateError(date) from error


def _simple(date: str, year: str, month: str | None, day: str | None) -> Span:
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    ends = int(month or 12)
    try:
        days = calendar.monthrange(last, ends)[1]
        return Span(
            dt.date(first, int(month or 1), int(day or 1)).isoformat(),
            dt.date(last, ends, int(day or days)).isoformat(),
        )
    except ValueError as error:
        raise InvalidDateError(date) from error


def _day(moment: object) -> str | None:
    year = getattr(moment, "tm_year", None)
    if year is None:  # the library writes an open end as an infinite number
        return None
    if not 1 <= year <= 9999:
        raise InvalidDateError(str(year))
    day = dt.date(year, moment.tm_mon, moment.tm_mday)  # type: ignore[attr-defined]
    return day.isoformat()  # the library lets 29 February 1900 pass; dt.date does not


def stepped(date: str, months: int) -> str:
    """Return a year, a month or a day so many months later, within the years 1 to 9999.

    A year that is moved by months becomes a month, counted from its last.
    """
    year, month, day = (*date.split("-"), "", "")[:3]
    moved = int(year) * 12 + int(month or 12) - 1 + months
    to, before = divmod(min(max(moved, 12), 9999 * 12 + 11), 12)
    if not month and months % 12 == 0:
        return f"{to:04}"
    if not day:
        return f"{to:04}-{before + 1:02}"
    last = calendar.monthrange(to, before + 1)[1]
    return f"{to:04}-{before + 1:02}-{min(int(day), last):02}"


def words(date: Edtf | str) -> str:
    """Return a date as a reader expects it: "about 1990", "from 2012", "6 May 2024"."""
    if "/" in date:
        start, end = date.split("/", 1)
        if end in _OPEN:
            return f"from {_words(start)}"
        return f"until {_words(end)}" if start in _OPEN else f"{_words(start)} to {_words(end)}"
    return _words(date)


def when(date: Edtf | str) -> str:
    """Return a date as it stands after a verb: "in 1951", "on 6 May 2024", "about 1990"."""
    text = words(date)
    if not text or text.startswith(("from ", "until ", *_MARKS.values())):
        return text
    if "/" in date:
        return f"from {text}"
    return f"on {text}" if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]", date) else f"in {text}"


def _words(date: str) -> str:
    """Return a date that is no interval in words."""
    if date[:1] in {"[", "{"}:
        between = " or " if date[0] == "[" else " and "
        return between.join(_of_set(part.strip()) for part in date[1:-1].split(","))
    return _single(date)


def _single(date: str) -> str:
    for mark, prefix in _MARKS.items():
        if mark in date:
            return prefix + _single(date.replace(mark, ""))
    if decade := re.fullmatch("([0-9]{2}[0-9X])X", date):
        return f"the {decade[1].replace('X', '0')}0s"
    return _plain(date)


def _of_set(part: str) -> str:
    start, dots, end = part.partition("..")
    if not dots:
        return _single(part)
    if not end:
        return f"{_single(start)} or later"
    return f"{_single(start)} to {_single(end)}" if start else f"{_single(end)} or earlier"


def _plain(date: str) -> str:
    """Return year, month and day, as far as they are given, in words."""
    year, month, day = (*date.split("-"), "", "")[:3]
    if month in _SEASONS:
        return f"{_SEASONS[month]} {year}"
    if not re.fullmatch("0[1-9]|1[0-2]", month):
        return year if month == "XX" else date
    known = f"{_MONTHS[int(month) - 1]} {year}"
    return f"{int(day)} {known}" if re.fullmatch("[0-9]{2}", day) else known
