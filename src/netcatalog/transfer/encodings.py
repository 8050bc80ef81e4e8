"""In which encoding a text file is written: a guess, for the user to correct."""

from __future__ import annotations

import codecs
import re
import string
from collections import Counter
from functools import cache
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ENCODINGS = {
    "utf-8": "Unicode (UTF-8)",
    "utf-16": "Unicode (UTF-16)",
    "cp1252": "Western European (Windows)",
    "cp1250": "Central European (Windows)",
    "cp1253": "Greek (Windows)",
    "cp1251": "Cyrillic (Windows)",
    "cp1254": "Turkish (Windows)",
    "cp1257": "Baltic (Windows)",
    "iso8859_15": "Western European (ISO)",
    "iso8859_2": "Central European (ISO)",
    "iso8859_7": "Greek (ISO)",
    "iso8859_5": "Cyrillic (ISO)",
    "mac_roman": "Western European (Mac)",
    "cp850": "Western European (DOS)",
    "cp852": "Central European (DOS)",
    "koi8_r": "Russian (KOI8-R)",
    "koi8_u": "Ukrainian (KOI8-U)",
    "mac_latin2": "Central European (Mac)",
}
"""Encodings worth offering, the likeliest first, and what people call them."""

_OTHER_SCRIPTS = {"cp1253", "cp1251", "iso8859_7", "iso8859_5", "koi8_r", "koi8_u"}

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_SEEN = 64 * 2**20
"""Bytes looked at, half a second's work: an odd letter may stand far down in a long list."""

_SAMPLE = 64 * 2**10
"""Bytes of lines with other than ASCII letters by which an encoding is judged."""

_ALPHABETS = (
    (
        "àâæçèéêëîïôœùûüÿ äöüß áéíñóúü àáâãçéêíóôõú àäèéìíîòóöùúüß äéèëïöüó "
        "àáçèéíïñòóúü· åæéø åäéö áæðéíóöúýþ"
    ),
    "ąćęłńóśźż áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž áéíóöőúüű ăâîșşțţ čšž čćđšž çë",
    "āčēģīķļņšūž ąčęėįšųūž äõöšüž",
    "âçğ\u0131iîöşüû",
    "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    " ".join(
        "".join(map(chr, range(0x430, 0x450))) + more
        for more in ("", "ѐѝ", "ђјљњћџ", "ѓѕјљњќџ", "ґєії", "ёўі", "ё")
    ),
)
"""Letters beyond ASCII, by languages that are written together in one encoding."""

_VOWEL = "[aeiouyáéíóúàèìòùâêîôûäëïöü]"

_OUT_OF_PLACE = re.compile(
    rf"""
    (?= [^\x00-\x7f] ) (?:                     # all others are passed over at once
    (?i: ñ (?! {_VOWEL} )                        # Spanish has it before vowels: no Poznañ
      | õ (?! e ) (?<! \b õ ) (?<! \b [a-xz] õ ) (?<! \b [a-xz]{{2}} õ )
                                                # Portuguese before e, Estonian foremost: no Gyõr
      | ã (?= [bcdfghjklmnpqrtvx] )             # Portuguese as São, Guimarães: no Bãleni
      | [èò] (?= {_VOWEL} )                     # no Koèevje, no Jabloòov
      | ì (?= \w )                              # Italian has it at the end: no Dìèín
      | æ (?= {_VOWEL} ) | (?<= {_VOWEL} ) æ    # no Leæevica
      | œ (?= [cw] | \b ) | (?<= {_VOWEL} ) œ   # no Œwidnica, no Wieœ, no Leœna
      | ç (?= [bdfghjklmnprstvz] )              # no Jçkabpils
      | [êîû] (?= [bdgkz] )                     # no Dêblin, no Kuldîga
      | (?<! {_VOWEL} ) ï (?! {_VOWEL} )        # beside vowels only: no Mezï
      | \b ð | (?<= {_VOWEL} ) þ                # no Ðurðevac, no Galaþi
      | ľ (?= [eiéí] )                          # Slovak has l there: no Sodraľica
    )
    | (?<= [aeiu] ) º                           # no Iaºi
    | (?<= [α-ώ] ) [Α-Ω] | (?<= [а-я] ) [А-Я]   # no ФпрйкЮт
    | [βγδζθκλμξπστφχψ] \b                      # Greek ends in vowels, ν, ρ, ς
    | (?<! \w ) ’ (?= [α-ώ] )                   # no ’γιος
    )
    """,  # noqa: RUF001
    re.VERBOSE,
)
"""Letters where the language that has them has none: another was taken for it.

Of 97 thousand names of municipalities in Europe, a dozen have such a letter by right.
"""

_SIGNS = frozenset(
    "–—’“”„«»€°§…ºª№\u2018\u201a\u2039\u203a\u00a0\u00ad"  # beside words of any language
)


_NO_LETTERS = string.digits + string.punctuation + string.whitespace


def guess_encoding(file: IO[bytes]) -> str:
    """Return the likeliest encoding, by Python's name.

    A byte order mark decides; then UTF-8, even with some lines spoilt; then whether what
    charset-normalizer proposes gives letters that one language has together.
    """
    head = file.read(4096)
    file.seek(0)
    if marked := next((name for mark, name in _MARKS if head.startswith(mark)), None):
        return marked
    if wide := _without_mark(head):
        return wide
    broken, whole, sample = 0, 0, bytearray()
    for block in _beyond_ascii(file):
        lines = [line for line in block.splitlines() if not line.isascii()]
        spoilt = [] if _is_utf_8(block) else [line for line in lines if not _is_utf_8(line)]
        broken += len(spoilt)
        whole += len(lines) - len(spoilt)
        if spoilt and len(sample) < _SAMPLE:
            sample += b"\n".join(spoilt)[:_SAMPLE]
    if broken <= whole:  # chance makes far fewer lines of UTF-8
        return "utf-8"
    return _judged(bytes(sample))


def _is_utf_8(held: bytes) -> bool:
    try:
        held.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _without_mark(head: bytes) -> str | None:
    """Return UTF-16 in either order if every other byte is mostly zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 5 <= len(head) or min(even, odd) * 10 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _beyond_ascii(file: IO[bytes]) -> Iterator[bytes]:
    """Yield stretches of whole lines that hold more than ASCII."""
    seen = 0
    while seen < _SEEN and (block := file.read(2**18) + file.readline(2**16)):
        seen += len(block)
        if not block.isascii():
            yield block


def _judged(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    proposed = [match.encoding for match in from_bytes(sample, cp_isolation=list(ENCODINGS)[2:])]
    names = [*proposed, *(name for name in ENCODINGS if name not in proposed)]
    order = list(ENCODINGS)
    return max(
        (name for name in names if name in ENCODINGS and not name.startswith("utf")),
        key=lambda name: (
            round(_likeness(sample, name), 3),
            name in proposed[:1] and name in _OTHER_SCRIPTS,
            -order.index(name),
        ),
    )


def _likeness(sample: bytes, encoding: str) -> float:
    """Return how far text looks as if written in one language, then in related ones: 0 to 2."""
    text = _OUT_OF_PLACE.sub("\ufffd", sample.decode(encoding, "replace"))
    letters = Counter(
        "\ufffd" if _is_odd(before, sign, after) else sign.lower()[:1]
        for before, sign, after in zip(" " + text, text, text[1:] + " ", strict=False)
        if sign > "\x7f" and (sign not in _SIGNS or (before.isalpha() and after.isalpha()))
    )
    total = sum(letters.values()) or 1
    of_one, of_all = max(
        (
            (
                max(_share(letters, one) for one in group.split()) / total,
                _share(letters, group) / total,
            )
            for group in _ALPHABETS
        ),
        key=sum,
    )
    commonest = encoding == "cp1252"  # by far; told in doubt, and most where languages are mixed
    return of_one + of_all + commonest * (0.03 if of_one > 0.85 else 0.1)


def _is_odd(before: str, sign: str, after: str) -> bool:
    """Tell what stands in no word: a capital after a small letter, two scripts mixed, a sign."""
    if sign in _SIGNS:
        return sign != "’"
    if sign >= "\u0370":  # no Latin letter
        return (before + after).isascii() and (before + after).strip(_NO_LETTERS) != ""
    return sign.isupper() and before.islower()


def _share(letters: Mapping[str, int], alphabet: str) -> int:
    known = _set(alphabet)
    return sum(count for letter, count in letters.items() if letter in known)


@cache
def _set(alphabet: str) -> frozenset[str]:
    return frozenset(alphabet)


def words_for(encoding: str) -> str:
    """Return what people call an encoding."""
    return ENCODINGS.get(codecs.lookup(encoding).name, ENCODINGS.get(encoding, encoding))
