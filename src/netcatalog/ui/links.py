"""Where the links of a page lead: their addresses, written and read in this one place.

It does not follow them; `PageView` says what is wanted when one is pressed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

WEB_SCHEMES = ("http", "https", "mailto")
"""The only addresses outside the catalogue that a page may lead to."""


@dataclass(frozen=True, slots=True)
class RecordLink:
    """Leads to the page of a record: key of its type, and its id."""

    key: str
    id: int

    def __str__(self) -> str:
        """Return the address."""
        return f"record:{self.key}:{self.id}"


@dataclass(frozen=True, slots=True)
class PassageLink:
    """Leads to a passage: id of the source, and code points from `start` up to `end`."""

    source: int
    start: int
    end: int

    def __str__(self) -> str:
        """Return the address."""
        return f"passage:{self.source}:{self.start}:{self.end}"


@dataclass(frozen=True, slots=True)
class StateLink:
    """Leads to a record as it was before a revision: key of its type, its id, the revision's."""

    key: str
    id: int
    revision: int

    def __str__(self) -> str:
        """Return the address."""
        return f"state:{self.key}:{self.id}:{self.revision}"


@dataclass(frozen=True, slots=True)
class HistoryLink:
    """Leads to all revisions that changed a record: key of its type, and its id."""

    key: str
    id: int

    def __str__(self) -> str:
        """Return the address."""
        return f"history:{self.key}:{self.id}"


@dataclass(frozen=True, slots=True)
class WebLink:
    """Leads out of the catalogue."""

    address: str

    def __str__(self) -> str:
        """Return the address."""
        return self.address


Link = RecordLink | PassageLink | StateLink | HistoryLink | WebLink


def read(address: str) -> Link | None:
    """Return where an address leads, or None where a page may not lead."""
    if is_web(address):
        return WebLink(address)
    if found := re.fullmatch(r"record:([a-z_]+):(\d+)", address):
        return RecordLink(found[1], int(found[2]))
    if found := re.fullmatch(r"state:([a-z_]+):(\d+):(\d+)", address):
        return StateLink(found[1], int(found[2]), int(found[3]))
    if found := re.fullmatch(r"history:([a-z_]+):(\d+)", address):
        return HistoryLink(found[1], int(found[2]))
    if found := re.fullmatch(r"passage:(\d+):(\d+):(\d+)", address):
        return PassageLink(int(found[1]), int(found[2]), int(found[3]))
    return None


def is_web(address: str) -> bool:
    """Tell whether this is an address outside the catalogue that a page may lead to."""
    scheme, colon, rest = address.partition(":")
    return bool(colon and rest) and scheme.lower() in WEB_SCHEMES
