"""Numbers as people type them: with blanks or commas between thousands, and a proper minus.

Knows no widget. What can be meant in two ways is not guessed: it counts as unreadable.
"""

from __future__ import annotations

import re

_BLANKS = re.compile(r"[\s_'’]")
"""What may stand between digits without changing the number; `\\s` has the thin spaces too."""


def whole_number(text: str) -> int | None:
    """Return the whole number that is meant, or None where there is none."""
    plain = _plain(text)
    if re.fullmatch(r"-?\d{1,3}([.,]\d{3})+", plain):
        plain = re.sub("[.,]", "", plain)
    return int(plain) if re.fullmatch(r"-?\d{1,300}", plain) else None


def decimal_number(text: str) -> float | None:
    """Return the number that is meant, or None where there is none or it could be two.

    A single comma before exactly three digits is not read: it may divide thousands or
    begin a fraction.
    """
    plain = _plain(text)
    if re.fullmatch(r"-?[1-9]\d{0,2}(,\d{3}){2,}(\.\d+)?|-?[1-9]\d{0,2},\d{3}\.\d+", plain):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"-?\d+,\d+", plain) and not re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", plain):
        plain = plain.replace(",", ".")
    return float(plain) if re.fullmatch(r"-?(\d{1,300}(\.\d*)?|\.\d+)", plain) else None


def _plain(text: str) -> str:
    """Return text without blanks, with its minus as Python writes it."""
    plain = _BLANKS.sub("", text)
    return re.sub("^[−–]", "-", plain).removeprefix("+")
