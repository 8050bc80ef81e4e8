"""Which of an actor's names it is shown under, and by which it was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from netcatalog.domain.choices import NameType
from netcatalog.domain.dates import span
from netcatalog.domain.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Called(Protocol):
    """What must be known of a name to choose it: of a `Name`, or of a row that holds one."""

    @property
    def id(self) -> int | None:
        """Its id."""

    @property
    def text(self) -> str:
        """How it is written."""

    @property
    def type(self) -> str:
        """What sort of name it is, a `NameType`."""

    @property
    def until(self) -> str:
        """Until when it was borne, in EDTF."""

    @property
    def language(self) -> str:
        """Its language, or ""."""


_ORDER = (
    NameType.OFFICIAL,
    NameType.DESCRIPTIVE,
    NameType.AS_QUOTED,
    NameType.TRANSLATION,
    NameType.ALTERNATIVE,
    NameType.ACRONYM,
)

READERS_LANGUAGE = "en"
"""The language that windows and reports are in; what is in it need not say so."""

UNNAMED = "(no name)"
"""What an actor without any name is shown under."""


def display_name(names: Sequence[Called], language: str = READERS_LANGUAGE, day: str = "") -> str:
    """Return the name an actor is shown under.

    Names in the reader's language, or in none, go before others; the official before what a
    source happens to call it, before an acronym; a former name comes last.

    Args:
        names: Those it bears, or bore on the day.
        language: That of the reader.
        day: The day (``YYYY-MM-DD``) on which it is called so; "" for now. A former name that
            was borne until then, or later, was the official one on that day.
    """
    if len(names) > 1:
        return min(names, key=lambda name: _rank(name, language, day)).text
    return names[0].text if names else UNNAMED


def matching_name(names: Iterable[Called], words: Iterable[str], shown: str) -> str:
    """Return the name by which an actor was found, if not by the one it is shown under.

    It is the one that holds the most of the words, as beginnings of its own rather than inside
    them, and has the least beside them; "" if the name shown holds as many, or if none holds any.
    Acronyms are left out, whether that column is in sight or not: what is shown must not change
    with the columns, and who hides the acronyms does not look for them.

    Args:
        names: All names of the actor.
        words: The plain words of the search, in any spelling.
        shown: The name it is shown under.
    """
    wanted = list(dict.fromkeys(token for word in words for token in fold(word).split()))
    shows = _match(shown, wanted)
    if shows[0] == len(wanted):
        return ""
    others = (name.text for name in names if name.type != NameType.ACRONYM)
    best = max(others, key=lambda text: _match(text, wanted), default="")
    return best if _match(best, wanted)[0] > shows[0] else ""


def _match(text: str, wanted: Sequence[str]) -> tuple[int, int, int]:
    folded = fold(text)
    begun = sum(f" {word}" in f" {folded}" for word in wanted)
    return sum(word in folded for word in wanted), begun, -len(folded)


def _rank(name: Called, language: str, day: str) -> tuple[bool, bool, int, int]:
    is_former = name.type == NameType.FORMER
    held_then = is_former and bool(day) and (span(name.until).latest or "") >= day
    place = _ORDER.index(name.type) if name.type in _ORDER else len(_ORDER)
    return (
        is_former and not held_then,
        name.language not in {"", language},
        -1 if held_then else place,
        name.id or 0,
    )
