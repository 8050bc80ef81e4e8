"""Folding: one spelling for all the ways in which a name is typed."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def fold(text: str) -> str:
    """Return text as searches compare it: ASCII, lower case, single blanks.

    Łódź becomes lodz, Αθήνα athina, Straße strasse. Folding what is folded changes nothing.
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    return _folded(text)


@lru_cache(10_000)
def _folded(text: str) -> str:
    """Return the same, remembered: what is imported is folded to be matched, and to be stored."""
    from anyascii import anyascii  # 15 ms, and a list without a search needs none of it

    return " ".join(anyascii(unicodedata.normalize("NFC", text)).casefold().split())
