"""Folding: one spelling for all the ways in which a name is typed."""

from __future__ import annotations

from anyascii import anyascii


def fold(text: str) -> str:
    """Return text as searches compare it: ASCII, lower case, single blanks.

    Łódź becomes lodz, Αθήνα athina, Straße strasse. Folding what is folded changes nothing.
    """
    return " ".join(anyascii(text).casefold().split())
