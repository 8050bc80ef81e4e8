"""The order of names in a language: keys that compare byte by byte, so that a file can store them.

What a language orders apart is from the collation rules of the Unicode CLDR
(https://github.com/unicode-org/cldr, `common/collation`, Unicode licence v3): their differences of
the first level, in their syntax. Capitals are as small letters; of what is only accented, or in
another script, `fold` makes plain letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from netcatalog.domain.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PLAIN = "en"
"""The language of a catalogue that was told no other, or one that the table does not have."""

DIGITS = 8
"""Digits of the longest number that stands in order, 2 before 10; longer ones stand as text."""

_FIRST_MARK = 0x100
"""Code point of the mark after a letter that makes it another one: above all of folded text."""

_CROATIAN = "&c<č<ć&d<dž<đ&l<lj&n<nj&s<š&z<ž"
_DANISH = "&d<<đ<<ð&y<<ü<<ű&z<æ<<ä<<ę<ø<<ö<<ő<<œ<å<<aa"
_SPANISH = "&n<ñ"

_RULES: Mapping[str, str] = {
    "az": "&c<ç&e<ə&g<ğ&h<x<ı&k<q&o<ö&s<ş&u<ü&z<w",
    "be": "&9<а<б<в<г<д<е<ё<ж<з<і<й<к<л<м<н<о<п<р<с<т<у<ў<ф<х<ц<ч<ш<ы<ь<э<ю<я",
    "bg": "&9<а<б<в<г<д<е<ж<з<и<й<к<л<м<н<о<п<р<с<т<у<ф<х<ц<ч<ш<щ<ъ<ь<ю<я",
    "br": "&c<ch<c'h",
    "bs": _CROATIAN,
    "ca": "&ll<<l·l",
    "cs": "&c<č&h<ch&r<ř&s<š&z<ž",
    "cy": "&c<ch&d<dd&f<ff&g<ng&l<ll&p<ph&r<rh&t<th",
    "da": _DANISH,
    "de": "",
    "el": "&9<α<<ά<β<γ<δ<ε<<έ<ζ<η<<ή<θ<ι<<ί<<ϊ<<ΐ<κ<λ<μ<ν<ξ<ο<<ό<π<ρ<σ<<ς<τ<υ<<ύ<<ϋ<<ΰ<φ<χ<ψ<ω<<ώ",
    "en": "",
    "es": _SPANISH,
    "et": "&s<š<z<ž&v<<w&w<õ<ä<ö<ü",
    "eu": _SPANISH,
    "fi": "&y<<ü<<ű&z<å<ä<<æ<ö<<ø<<ő<<õ<<œ",
    "fo": _DANISH,
    "fr": "",
    "ga": "",
    "gl": _SPANISH,
    "hr": _CROATIAN,
    "hu": (
        "&c<cs&d<dz<dzs&g<gy&l<ly&n<ny&o<ö<<ő&s<sz&t<ty&u<ü<<ű&z<zs"
        "&cs<<ccs/cs&dz<<ddz/dz&dzs<<ddzs/dzs&gy<<ggy/gy&ly<<lly/ly&ny<<nny/ny&sz<<ssz/sz"
        "&ty<<tty/ty&zs<<zzs/zs"
    ),
    "hy": ("&9<ա<բ<գ<դ<ե<զ<է<ը<թ<ժ<ի<լ<խ<ծ<կ<հ<ձ<ղ<ճ<մ<յ<ն<շ<ո<չ<պ<ջ<ռ<ս<վ<տ<ր<ց<ւ<փ<ք<և<օ<ֆ"),
    "is": "&a<á&d<<đ<ð&e<é&i<í&o<ó&u<ú&y<ý&z<þ<æ<<ä<ö<<ø<å",
    "it": "",
    "ka": "&9<ა<ბ<გ<დ<ე<ვ<ზ<თ<ი<კ<ლ<მ<ნ<ო<პ<ჟ<რ<ს<ტ<უ<ფ<ქ<ღ<ყ<შ<ჩ<ც<ძ<წ<ჭ<ხ<ჯ<ჰ",
    "lb": "",
    "lt": "&c<č&i<y&s<š&z<ž",
    "lv": "&c<č&g<ģ&i<y&k<ķ&l<ļ&n<ņ&r<ŗ&s<š&z<ž",
    "mk": "&9<а<б<в<г<д<ѓ<е<ж<з<ѕ<и<ј<к<л<љ<м<н<њ<о<п<р<с<т<ќ<у<ф<х<ц<ч<џ<ш",
    "mt": "&b<ċ&f<ġ&g<għ&h<ħ&y<ż",
    "nb": _DANISH,
    "nl": "",
    "nn": _DANISH,
    "pl": "&a<ą&c<ć&e<ę&l<ł&n<ń&o<ó&s<ś&z<ź<ż",
    "pt": "",
    "rm": "",
    "ro": "&a<ă<â&i<î&s<ş<<ș&t<ţ<<ț",
    "ru": "&9<а<б<в<г<д<е<<ё<ж<з<и<й<к<л<м<н<о<п<р<с<т<у<ф<х<ц<ч<ш<щ<ъ<ы<ь<э<ю<я",
    "sk": "&a<ä&c<č&d<đ&h<ch&l<ł&o<ô&r<ř&s<š&z<ž<ż",
    "sl": "&c<č<ć&d<đ&s<š&z<ž",
    "sq": "&c<ç&d<dh&e<ë&g<gj&l<ll&n<nj&r<rr&s<sh&t<th&x<xh&z<zh",
    "sr": "&9<а<б<в<г<д<ђ<е<ж<з<и<ј<к<л<љ<м<н<њ<о<п<р<с<т<ћ<у<ф<х<ц<ч<џ<ш",
    "sr-Latn": _CROATIAN,
    "sv": "&d<<đ<<ð&y<<ü<<ű&z<å<ä<<æ<<ę<ö<<ø<<ő<<œ<<ô",
    "tr": "&c<ç&g<ğ&h<ı&o<ö&s<ş&u<ü",
    "uk": "&9<а<б<в<г<ґ<д<е<є<ж<з<и<і<ї<й<к<л<м<н<о<п<р<с<т<у<ф<х<ц<ч<ш<щ<ь<ю<я",
}
"""What each language orders apart: after ``&`` a letter, after ``<`` the next one of the alphabet,
after ``<<`` one of the same rank; ``/`` and what an abbreviated letter goes on with. A letter may
be several. An alphabet of another script stands before the Latin one, after the digits."""

_SAME = {"no": "nb"}
"""Tags that systems use for a language of the table."""

LANGUAGES = tuple(_RULES)
"""The languages by which names can be ordered."""


def nearest(tag: str) -> str:
    """Return which of LANGUAGES a BCP 47 tag or a POSIX locale means; PLAIN if it is none."""
    parts = re.split("[-_.@]", tag)
    wanted = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    found = (_SAME.get(one, one) for one in wanted)
    return next((one for one in found if one in _RULES), PLAIN)


def sort_key(text: str, language: str) -> str:
    """Return a key whose bytes compare as names do in a language.

    Names that differ in capitals, blanks or accents alone have the same key.

    Args:
        text: A name.
        language: One of LANGUAGES, or a tag that `nearest` understands.
    """
    return sort_keys([text], language)[0]


def sort_keys(texts: Iterable[str], language: str) -> list[str]:
    """Return the keys of many names; see `sort_key`."""
    return list(map(_alphabet(nearest(language)).key, texts))


class _Alphabet:
    """The letters that one language orders apart, each with its key."""

    def __init__(self, rules: str) -> None:
        keys = _keys(rules)
        self._plain = {letter: key for letter, key in keys.items() if letter.isascii()}
        self._special = {
            form: key
            for letter, key in keys.items()
            if not letter.isascii()
            for form in (letter, letter.upper(), letter.capitalize())
        }
        self._specials = _any_of(self._special)
        self._plains = _any_of(self._plain, "[0-9]+")

    def key(self, text: str) -> str:
        text = unicodedata.normalize("NFC", text)
        if not self._specials.search(text):
            return self._folded(text)
        return " ".join(key for word in text.split() if (key := self._of_word(word)))

    def _of_word(self, word: str) -> str:
        parts = self._specials.split(word)  # a special letter at every other place
        return "".join(
            self._special[part] if place % 2 else self._folded(part)
            for place, part in enumerate(parts)
        )

    def _folded(self, text: str) -> str:
        return self._plains.sub(self._of_plain, fold(text)) if text else ""

    def _of_plain(self, found: re.Match[str]) -> str:
        return self._plain.get(found[0]) or found[0].zfill(DIGITS)


@cache
def _alphabet(language: str) -> _Alphabet:
    return _Alphabet(_RULES[language])


def _keys(rules: str) -> dict[str, str]:
    """Return the key of each letter that is named after ``<`` or ``<<``."""
    keys: dict[str, str] = {}
    after = key = ""
    rank = 0
    for relation, named in re.findall("(&|<<?)([^&<]+)", rules):
        letter, _, rest = named.partition("/")
        if relation == "&":
            after = key = keys.get(letter, letter)
            rank = 0
            continue
        if relation == "<":
            key = after + chr(_FIRST_MARK + rank)
            rank += 1
        keys[letter] = key + keys.get(rest, rest)
    return keys


def _any_of(letters: Mapping[str, str], *others: str) -> re.Pattern[str]:
    """Return what finds each of the letters, the longest first, and what else is given."""
    longest_first = sorted(letters, key=len, reverse=True)
    return re.compile(f"({'|'.join([*map(re.escape, longest_first), *others]) or '(?!)'})")
