"""Folding: one spelling for all the ways in which a name is typed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import combinations


def fold(text: str) -> str:
    """Return text as searches compare it: ASCII, lower case, single blanks.

    Łódź becomes lodz, Αθήνα athina, Straße strasse. Folding what is folded changes nothing.
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    return _folded(text)


_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ø": "oe", "ü": "ue", "å": "aa"})


def spelt_out(text: str) -> str:
    """Return folded text in the other spelling of its letters, or "" if it has no such letters.

    Where no keyboard has them, Zürich is written Zuerich, and Århus Aarhus.
    """
    if text.isascii():
        return ""
    small = unicodedata.normalize("NFC", text).lower()
    spelt = small.translate(_SPELT_OUT)
    return "" if spelt == small else fold(spelt)


def contracted(folded: str) -> tuple[str, ...]:
    """Return folded texts that may be spelt out as this one is: zurich for zuerich.

    Of many pairs of letters that may be one, only the first are tried.
    """
    pairs = [found.start() for found in _PAIRS.finditer(folded)][:_MOST_PAIRS]
    some = (chosen for count in range(1, len(pairs) + 1) for chosen in combinations(pairs, count))
    found = (
        "".join(letter for place, letter in enumerate(folded) if place - 1 not in chosen)
        for chosen in some
    )
    return tuple(dict.fromkeys(found))


_PAIRS = re.compile("(?=[aou]e|aa)")
"""Where pairs begin; they may overlap, as in what is spelt out of "aä"."""

_MOST_PAIRS = 5


@lru_cache(10_000)
def _folded(text: str) -> str:
    """Return the same, remembered: what is imported is folded to be matched, and to be stored."""
    from anyascii import anyascii  # 15 ms, and a list without a search needs none of it

    return " ".join(anyascii(unicodedata.normalize("NFC", text)).casefold().split())
