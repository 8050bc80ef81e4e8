"""Sets a report with typst: from a template and data to a PDF file.

Knows how typst is called, which fonts it may use, and what it says of characters that they do not
have; knows no record, and no single report.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from netcatalog.domain.wording import joined
from netcatalog.paths import bundled
from netcatalog.reports.fitting import (
    ADDRESS,
    REPLACEMENT,
    fit,
    is_invisible,
    plain,
    replaced,
    unwritable,
)
from netcatalog.services.out_files import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

MOST_NAMED = 12
"""How many replaced characters are named; of more, it is told how many there are."""

ENGLISH = "en"
"""The language of reports, and of text of which none is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A report that was written.

    Attributes:
        path: The file.
        replaced: What stands in the report as U+FFFD, since its fonts do not have it: each
            character once, or a letter with its accents where only both together cannot be
            shown, in the order of their code points.
    """

    path: Path
    replaced: tuple[str, ...] = ()

    @property
    def remark(self) -> str:
        """What is to be told of the report, in a sentence; "" if nothing."""
        return _remark(self.replaced)


def typeset(template: str, data: Mapping[str, object], out: Path, made: dt.datetime) -> Made:
    """Write a report: the whole file, or nothing.

    All text is data, never markup; see `fitting` for what is done to it.

    Args:
        template: Name of a template in ``resources/reports``.
        data: What the template shows: dataclasses, and what JSON knows. It also gets a `remark`
            on characters that were replaced.
        out: The file to write; one of that name is replaced.
        made: When, with its time zone. It becomes the date of the file, so that the same data
            give the same bytes.

    Raises:
        ReportError: The file cannot be written.
    """
    given = fit(plain(dict(data)))
    stand_ins = dict.fromkeys(unwritable(given), REPLACEMENT)
    while True:
        lost = tuple(sorted(one for one, by in stand_ins.items() if by))
        shown = replaced(given, stand_ins)
        assert isinstance(shown, dict)  # noqa: S101  as `data` is
        result = _compiled(template, shown | {"remark": _remark(lost)}, made)
        if isinstance(result, bytes):
            break
        stand_ins |= _stand_ins(result - stand_ins.keys())
    with replacing(out) as file:
        file.write(result)
    return Made(path=out, replaced=lost)


def followed(address: str) -> str | None:
    """Return where a web address leads, as a PDF wants it written; None if it is no such."""
    if not ADDRESS.fullmatch(address):
        return None
    return quote(address, safe="!#$%&'()*+,/:;=?@[]~")


def set_in(language: str) -> str:
    """Return the part of a BCP 47 tag by which typst knows a language."""
    first = language.split("-", 1)[0].lower()
    return first if re.fullmatch("[a-z]{2,3}", first) else ENGLISH


def _compiled(template: str, data: object, made: dt.datetime) -> bytes | set[str]:
    """Return the PDF, or what cannot be shown. Any other refusal of typst is a defect."""
    import typst  # 80 MB, and seldom needed

    resources = bundled("resources")
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[resources / "fonts"])
    try:
        pdf = typst.compile(
            resources / "reports" / template,
            root=resources / "reports",
            font_paths=fonts,
            sys_inputs={"data": json.dumps(data)},
            pdf_standards=["ua-1", "a-2a"],  # to be read aloud, and in thirty years
            timestamp=made.astimezone(dt.UTC).replace(microsecond=0),
        )
    except typst.TypstError as refusal:
        unshown = set(_unshown(refusal.diagnostic))
        if not unshown:
            raise
        return unshown
    assert isinstance(pdf, bytes)  # noqa: S101  typst returns a list only for pictures
    return pdf


# What typst says of text that it cannot show

_REFUSED = re.compile(
    r"^error: .*(?:the text|codepoint) `\"(?P<text>(?:\\.|[^\"\\])*)\"`", re.MULTILINE
)
_ESCAPED = re.compile(r"\\(?:u\{(?P<code>[0-9a-f]+)\}|(?P<sign>.))")
_SIGNS = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}


def _unshown(diagnostic: str) -> Iterator[str]:
    for found in _REFUSED.finditer(diagnostic):
        yield _ESCAPED.sub(_unescaped, found["text"])


def _unescaped(found: re.Match[str]) -> str:
    if found["code"]:
        return chr(int(found["code"], 16))
    return _SIGNS.get(found["sign"], found["sign"])


def _stand_ins(unshown: set[str]) -> dict[str, str]:
    if not unshown:
        raise AssertionError("typst refuses what was replaced already")
    # What is invisible is often refused only for what it stands beside: it waits for its turn.
    visible = [one for one in unshown if not is_invisible(one)]
    return dict.fromkeys(visible, REPLACEMENT) or dict.fromkeys(unshown, "")


def _remark(replaced: Iterable[str]) -> str:
    named = [_named(one) for one in replaced]
    if not named:
        return ""
    more = len(named) - MOST_NAMED
    listed = ", ".join(named[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return f"Characters that this report's font does not have were replaced: {listed}."


def _named(text: str) -> str:
    codes = " ".join(f"U+{ord(character):04X}" for character in text)
    names = joined((unicodedata.name(character, "").lower() for character in text), " with ")
    return f"{codes} ({names})" if names and "ideograph" not in names else codes
