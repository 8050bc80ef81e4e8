"""Dates that may be partial or uncertain: EDTF text, the days it spans, and its words.

The `edtf` library is imported when a date is first read: it takes as long as half a window.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netcatalog.domain.fields import Edtf

_MONTHS = (
    "January February March April May June July August September October November December"
).split()


class InvalidDateError(ValueError):
    """The text is no date in EDTF, or lies outside the years 1 to 9999."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a date may mean, as ``YYYY-MM-DD``; None where it is open."""

    earliest: str | None
    latest: str | None


@lru_cache(maxsize=4096)
def span(date: Edtf | str) -> Span:
    """Return the first and the last day that an EDTF date may mean.

    Empty text spans nothing and gives two None.

    Raises:
        InvalidDateError: It is no date.
    """
    if not date:
        return Span(None, None)
    plain = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)|(\d{4})", date)
    if plain and plain[4] and plain[4] != "0000":
        return Span(f"{date}-01-01", f"{date}-12-31")
    from edtf import parse_edtf  # 0.2 s, and most dates are plain years
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parsed = parse_edtf(date)
        return Span(_day(parsed.lower_strict()), _day(parsed.upper_strict()))
    except (EDTFParseException, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise InvalidDateError(date) from error


def _day(moment: object) -> str | None:
    year = getattr(moment, "tm_year", None)
    if year is None:  # the library writes an open end as an infinite number
        return None
    if not 1 <= year <= 9999:  # noqa: PLR2004  what ISO 8601 writes with four digits
        raise InvalidDateError(str(year))
    return f"{year:04d}-{moment.tm_mon:02d}-{moment.tm_mday:02d}"  # type: ignore[attr-defined]


def words(date: Edtf | str) -> str:
    """Return a date as a reader expects it: "about 1990", "from 2012", "6 May 2024"."""
    if date.startswith("[") and date.endswith("..]"):
        return f"{words(date[1:-3])} or later"
    if date.startswith("[..") and date.endswith("]"):
        return f"{words(date[3:-1])} or earlier"
    if "/" in date:
        start, end = date.split("/", 1)
        if end in {"", ".."}:
            return f"from {words(start)}" if start not in {"", ".."} else ""
        if start in {"", ".."}:
            return f"until {words(end)}"
        return f"{words(start)} to {words(end)}"
    for mark, prefix in (("%", "perhaps about "), ("~", "about "), ("?", "perhaps ")):
        if date.endswith(mark) or date.startswith(mark):
            return prefix + words(date.strip(mark))
    decade = re.fullmatch(r"(\d{3})X", date)
    if decade:
        return f"the {decade[1]}0s"
    parts = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", date)
    if parts and parts[2] and 1 <= int(parts[2]) <= len(_MONTHS):
        month = f"{_MONTHS[int(parts[2]) - 1]} {parts[1]}"
        return f"{int(parts[3])} {month}" if parts[3] else month
    return date
