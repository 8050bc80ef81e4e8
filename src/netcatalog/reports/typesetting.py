"""Sets a report with typst: from a template and data to a PDF file.

Knows how typst is called, which fonts it may use, and what to do about text that they cannot
show; knows no record, and no single report.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from netcatalog.domain.wording import joined
from netcatalog.paths import bundled
from netcatalog.services.out_files import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

STANDARDS = ("ua-1", "a-2a")
"""What is asked of typst: PDF/UA-1, to be read aloud, and PDF/A-2a, to be read in thirty years."""

REPLACEMENT = "\ufffd"
"""Stands for what cannot be shown. One sign, as a code would break tables: the line at the end
of the report names the characters."""

MOST_NAMED = 12
"""How many replaced characters are named; of more, it is told how many there are."""

LONGEST_WORD = 30
"""Letters in a row before a word may be broken anywhere: what the narrowest column holds."""

ENGLISH = "en"
"""The language of reports, and of text of which none is known."""

LINK = "link"
"""Key of the data under which an address is kept as it is, since it is followed and not read."""


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

    All text is data, never markup. Blanks in a row become one, as in a book.

    Args:
        template: Name of a template in ``resources/reports``.
        data: What the template shows: dataclasses, and what JSON knows. It also gets a `remark`.
        out: The file to write; one of that name is replaced.
        made: When, with its time zone. It becomes the date of the file, so that the same data
            give the same bytes.

    Raises:
        ReportError: The file cannot be written.
    """
    plain = _plain(data)
    replaced = {found for text in _texts(plain) for found in _CONTROL.findall(text)}
    while True:
        result = _compiled(template, _shown(plain, sorted(replaced)), made)
        if isinstance(result, bytes):
            with replacing(out) as file:
                file.write(result)
            return Made(path=out, replaced=tuple(sorted(replaced)))
        if not result - replaced:
            raise AssertionError(f"typst refuses what was replaced: {sorted(result)}")
        replaced |= result


def followed(address: str) -> str | None:
    """Return where a web address leads, as a PDF wants it written; None if it is no such."""
    if not address.startswith(("http://", "https://")):
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
            pdf_standards=list(STANDARDS),
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


# Text made fit to be set

_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_BLANKS = re.compile("[ \t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LONG_WORD = re.compile(rf"(?<!\S)(?!https?://)\S{{{LONGEST_WORD + 1},}}")
_JOINER = "\u200d"
_BREAK = "\u200b"
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


def _shown(data: object, replaced: list[str]) -> dict[str, object]:
    longest_first = sorted(replaced, key=len, reverse=True)
    unfit = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
    fit = _each_text(data, lambda text: _fit(unfit.sub(REPLACEMENT, text)))
    assert isinstance(fit, dict)  # noqa: S101  as data is
    return fit | {"remark": _remark(replaced)}


def _fit(text: str) -> str:
    text = _DIRECTIONS.sub("", _BLANKS.sub(" ", text)).strip(" ")
    text = _LONG_WORD.sub(lambda found: _breakable(found[0]), text)
    if any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text):
        return f"{_ISOLATE}{text}{_END_ISOLATE}"  # else what stands beside it changes sides
    return text


def _breakable(word: str) -> str:
    pieces = [word[0]]
    for before, character in zip(word, word[1:], strict=False):
        bound = before == _JOINER or unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}
        pieces.append(character if bound else _BREAK + character)
    return "".join(pieces)


def _plain(data: object) -> object:
    match data:
        case dict():
            return {key: _plain(held) for key, held in data.items()}
        case list() | tuple():
            return [_plain(held) for held in data]
        case _ if is_dataclass(data) and not isinstance(data, type):
            return {field.name: _plain(getattr(data, field.name)) for field in fields(data)}
        case _:
            return data


def _each_text(data: object, change: Callable[[str], str]) -> object:
    match data:
        case str():
            return change(data)
        case dict():
            return {
                key: held if key == LINK else _each_text(held, change)
                for key, held in data.items()
            }
        case list():
            return [_each_text(held, change) for held in data]
        case _:
            return data


def _texts(data: object) -> Iterator[str]:
    match data:
        case str():
            yield data
        case dict():
            for key, held in data.items():
                if key != LINK:
                    yield from _texts(held)
        case list():
            for held in data:
                yield from _texts(held)
