"""Which of an actor's names it is shown under."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcatalog.domain.choices import NameType
from netcatalog.domain.dates import span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netcatalog.domain.records import Name

_ORDER = (
    NameType.OFFICIAL,
    NameType.DESCRIPTIVE,
    NameType.AS_QUOTED,
    NameType.TRANSLATION,
    NameType.ACRONYM,
)

READERS_LANGUAGE = "en"
"""The language that windows and reports are in; what is in it need not say so."""

UNNAMED = "(no name)"
"""What an actor without any name is shown under."""


def display_name(names: Iterable[Name], language: str = READERS_LANGUAGE, day: str = "") -> str:
    """Return the name an actor is shown under.

    Names in the reader's language, or in none, go before others; the official before what a
    source happens to call it, before an acronym; a former name comes last.

    Args:
        names: Those it bears, or bore on the day.
        language: That of the reader.
        day: The day (``YYYY-MM-DD``) on which it is called so; "" for now. A former name that
            was borne until then, or later, was the official one on that day.
    """
    best = min(names, key=lambda name: _rank(name, language, day), default=None)
    return best.text if best else UNNAMED


def _rank(name: Name, language: str, day: str) -> tuple[bool, bool, int, int]:
    is_former = name.type is NameType.FORMER
    held_then = is_former and bool(day) and (span(name.until).latest or "") >= day
    place = _ORDER.index(name.type) if name.type in _ORDER else len(_ORDER)
    return (
        is_former and not held_then,
        name.language not in {"", language},
        -1 if held_then else place,
        name.id or 0,
    )
