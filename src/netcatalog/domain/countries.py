"""Countries: their ISO 3166-1 codes and English names, from babel's copy of the CLDR."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from netcatalog.domain.folding import fold

_CIVIL = {"el": "GR", "uk": "GB"}
"""Codes of the European Union, folded, where they are not those of ISO 3166-1
(https://publications.europa.eu/code/en/en-5000600.htm)."""


@cache
def names() -> dict[str, str]:
    """Return the English name of every country by its code, ordered by name."""
    territories = Locale("en").territories
    codes = {code: name for code, name in territories.items() if re.fullmatch("[A-Z]{2}", code)}
    for code in ("EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"):  # no countries
        codes.pop(code, None)
    return dict(sorted(codes.items(), key=lambda item: fold(item[1])))


def name_of(code: str) -> str:
    """Return the English name of a country, or the code itself where it is not known."""
    return names().get(code, code)


def code_of(name: str) -> str | None:
    """Return the code of a country by its English name or code, in any spelling, or None."""
    return _codes().get(fold(name))


@cache
def _codes() -> dict[str, str]:
    """Return codes by folded name, and by the code itself in lower case."""
    by_name = {fold(name): code for code, name in names().items()}
    return by_name | {code.lower(): code for code in names()} | _CIVIL
