"""The apostrophe that keeps spreadsheets from running text: put on, and taken off again.

Format: docs/formats.md, "Apostrophes".
"""

from __future__ import annotations

import re
import unicodedata

_BEFORE = re.compile("[\\s\"'\u2018\u2019\u201c\u201d\u200b\ufeff]*")
_NEGATIVE = re.compile("-[0-9]+([.,][0-9]+)?")


def guarded(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: with an apostrophe where need be.

    A spreadsheet runs what begins with one of ``= + - @``, its full-width forms too, even
    after blanks and quotes; tab and carriage return can move it into a cell of its own. A
    plain negative number is left alone: it does nothing, and is wanted as a number.
    """
    return f"'{text}" if _is_risky(text) else text


def unguarded(cell: str) -> str:
    """Return what `guarded` was given; other text as it is."""
    return cell[1:] if cell.startswith("'") and _is_risky(cell[1:]) else cell


def _is_risky(text: str) -> bool:
    if not text or (text[0].isascii() and text[0].isalnum()):
        return False
    before = _BEFORE.match(text)
    blanks = before[0] if before else ""
    if "\t" in blanks or "\r" in blanks:
        return True
    rest = text[len(blanks) :]
    begins_so = unicodedata.normalize("NFKC", rest[:1]) in {"=", "+", "-", "@"}
    return begins_so and not _NEGATIVE.fullmatch(rest)
