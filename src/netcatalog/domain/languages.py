"""Languages: their BCP 47 tags and English names, from babel's copy of the CLDR."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError

from netcatalog.domain.folding import fold


@cache
def names() -> dict[str, str]:
    """Return the English name of every language by its tag, ordered by name."""
    known = {code.replace("_", "-"): name for code, name in Locale("en").languages.items()}
    for code in ("mis", "mul", "root", "und", "zxx"):  # no languages
        known.pop(code, None)
    tags = {code: name for code, name in known.items() if re.fullmatch("[a-z]{2,3}(-.+)?", code)}
    return dict(sorted(tags.items(), key=lambda item: fold(item[1])))


def name_of(tag: str) -> str:
    """Return the English name of a language, or the tag itself where it is not known."""
    return names().get(tag) or _of_parts(tag)


@cache
def _of_parts(tag: str) -> str:
    try:
        return Locale.parse(tag, sep="-").get_display_name("en") or tag
    except (UnknownLocaleError, ValueError):
        return tag
