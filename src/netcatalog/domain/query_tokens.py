"""How the text of the search bar falls into tokens, and how a value is written in it."""

from __future__ import annotations

import re

_BETWEEN = r"""
    (?<=,)\s+(?=[^\s,()|-])(?![^\W\d_][\w-]*:)
    | (?: (?<=[:,.<>=\s]\d) | (?<=[:,.<>=\s]\d\d) | (?<=[:,.<>=\s]\d\d\d) )
      [ \u00a0\u202f] (?=\d\d\d(?!\w))
"""
"""Blanks that do not end what stands after a colon: after a comma, and between thousands."""

TOKEN = re.compile(
    r"""(?P<open>-?\()
      | (?P<close>\))
      | (?P<pipe>\|)
      | (?P<minus>-(?=[^\s()|]))?
        (?: (?P<word>[^\W\d_][\w-]*):(?P<values>(?:"(?:[^"]|"")*"?|[^\s"()|]|BETWEEN)+)
          | "(?P<phrase>(?:[^"]|"")*)"?
          | (?P<plain>[^\s"()|]+) )""".replace("BETWEEN", _BETWEEN),
    re.VERBOSE,
)
"""A bracket, a bar, or what is asked, with what excludes it. Blanks lie between."""

GOES_ON = "*"
"""Before the mark that closes a phrase: its last word may go on."""

VALUE = re.compile(r'"(?P<quoted>(?:[^"]|"")*)"?|(?P<plain>[^,"]+)')
"""One of the values after a colon. Commas lie between."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
"""Quotation marks as word processors write them, and as one means them here."""

_GLANCE = 40
"""Most characters of what was typed that a sentence repeats."""


def straight(text: str) -> str:
    """Return the text with all quotation marks alike, each letter where it was."""
    return text.translate(_QUOTES)


def quoted(value: str) -> str:
    """Return a value as it is written after a colon; `values_of` reads it back."""
    held = straight(value)
    if re.fullmatch(r'[^\s",()|]+', held):
        return value
    return '"' + held.replace('"', '""') + '"'


def unquoted(text: str) -> str:
    """Return what stands between quotation marks; one inside them is written twice."""
    return text.replace('""', '"')


def values_of(text: str) -> list[str]:
    """Return the values written after a colon."""
    found = (
        unquoted(one["quoted"]) if one["plain"] is None else one["plain"]
        for one in VALUE.finditer(text)
    )
    return [value.strip() for value in found if value.strip()]


def excerpt(text: str) -> str:
    """Return how a text begins: signs that can be printed, no more than a glance takes in."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text[: _GLANCE + 1])
    shown = " ".join(shown.split())
    return f"{shown[:_GLANCE]}…" if len(text) > _GLANCE else shown
