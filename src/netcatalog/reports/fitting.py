"""Text made fit to be set: blanks, directions, long words, and what no font can show.

Works on data as JSON knows it; knows neither typst nor what the data are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields, is_dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

REPLACEMENT = "\ufffd"
"""Stands for what cannot be shown. One sign, as a code would burst tables: the line at the end of
a report names the characters."""

LONGEST_WORD = 30
"""Letters in a row, in running text, before a word may be broken anywhere."""

LINK = "link"
"""Key under which an address is kept as it is, since it is followed and not read."""

ADDRESS = re.compile(r"https?://\S+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_BLANKS = re.compile("[ \t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_STRAY_ACCENT = re.compile("(?<=[\u0530-\u109f\u1100-\u1c7f])(?=[\u0300-\u036f])")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_JOINER = "\u200d"
_BREAK = "\u200b"
_NO_BREAK_SPACE = "\u00a0"


def plain(data: object) -> object:
    """Return data with dictionaries in place of dataclasses and lists in place of tuples."""
    match data:
        case dict():
            return {key: plain(held) for key, held in data.items()}
        case list() | tuple():
            return [plain(held) for held in data]
        case _ if is_dataclass(data) and not isinstance(data, type):
            return {field.name: plain(getattr(data, field.name)) for field in fields(data)}
        case _:
            return data


def unwritable(data: object) -> set[str]:
    """Return the characters in plain data that no font shows and no PDF may hold."""
    return {found for text in _texts(data) for found in _CONTROL.findall(text)}


def is_invisible(text: str) -> bool:
    """Tell whether a text only says how its neighbours are shown, as joiners do."""
    return all(
        unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"
        for character in text
    )


def fit(data: object) -> object:
    """Return plain data with each text fit to be set.

    Blanks in a row become one. Text from right to left keeps to itself, and marks that turn
    what follows around are taken out.
    """
    return _each_text(data, _fit)


def replaced(data: object, stand_ins: Mapping[str, str]) -> object:
    """Return plain data with what cannot be shown replaced by what stands in for it."""
    longest_first = sorted(stand_ins, key=len, reverse=True)
    unshown = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
    return _each_text(data, lambda text: unshown.sub(lambda one: stand_ins[one[0]], text))


def breakable(text: str, longest: int) -> str:
    """Return text in which words of more letters than `longest` may be broken anywhere."""
    # An address is set as a link, which typst breaks beside its strokes and dots.
    letter = "[^/.?&=-]" if ADDRESS.fullmatch(text) else r"\S"
    long_word = re.compile(rf"{letter}{{{longest + 1},}}")
    return long_word.sub(lambda found: _broken(found[0]), text)


def _fit(text: str) -> str:
    text = _DIRECTIONS.sub("", _BLANKS.sub(" ", text)).strip(" ")
    # typst 0.15 leaves out a letter whose accent is in another font: let it stand beside.
    text = _STRAY_ACCENT.sub(_NO_BREAK_SPACE, unicodedata.normalize("NFC", text))
    text = breakable(text, LONGEST_WORD)
    if any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text):
        return f"{_ISOLATE}{text}{_END_ISOLATE}"  # else what stands beside it changes sides
    return text


def _broken(word: str) -> str:
    if _BREAK in word:
        return word
    pieces = [word[0]]
    for before, character in pairwise(word):
        bound = before == _JOINER or unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}
        pieces.append(character if bound else _BREAK + character)
    return "".join(pieces)


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
