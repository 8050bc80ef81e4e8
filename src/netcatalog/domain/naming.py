"""Which of an actor's names it is shown under."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from netcatalog.domain.choices import NameType

if TYPE_CHECKING:
    from collections.abc import Iterable


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
    def language(self) -> str:
        """Its language, or ""."""


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


def display_name(names: Iterable[Called], language: str = READERS_LANGUAGE) -> str:
    """Return the name an actor is shown under.

    Names in the reader's language, or in none, go before others; the official before what a
    source happens to call it, before an acronym; a former name comes last.
    """
    best = min(names, key=lambda name: _rank(name, language), default=None)
    return best.text if best else UNNAMED


def _rank(name: Called, language: str) -> tuple[bool, bool, int, int]:
    return (
        name.type == NameType.FORMER,
        name.language not in {"", language},
        _ORDER.index(name.type) if name.type in _ORDER else len(_ORDER),
        name.id or 0,
    )
