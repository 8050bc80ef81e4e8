"""What the cells of a table say, read as the fields of records: people write it in many ways.

A cell is text. What it means is told by the field it goes into, never guessed from the cell: no
zero is lost from the front of a number that is a name.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING

from netcatalog.domain import countries, languages
from netcatalog.domain.dates import InvalidDateError, span
from netcatalog.domain.fields import Kind
from netcatalog.domain.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from netcatalog.domain.fields import Choice, Field

    Meaning = Callable[[str], object]
    """Returns what a cell that is not empty says; raises `UnclearCellError`."""

LANGUAGES = (
    *("en", "fr", "de", "es", "it", "pt", "nl", "pl", "cs", "sk", "hu", "ro", "bg", "el", "hr"),
    *("sl", "sr", "sv", "da", "nb", "fi", "et", "lv", "lt", "mt", "ga", "ca", "uk", "tr", "sq"),
)
"""Languages in which the names of months and countries are understood."""

YES = frozenset(
    {*("1", "x", "✓", "✔", "✗", "•"), *("yes", "y", "true", "t"), *("oui", "vrai"), *("ja", "j")}
    | {*("wahr", "waar"), *("si", "s", "vero", "verdadero"), *("sim", "verdadeiro")}
    | {*("tak", "prawda"), "ano", "igen", "da", "kylla", "jah", "nai"}
)
NO = frozenset(
    {*("0", "-", "–", "no", "n", "false", "f"), *("non", "faux"), *("nein", "nee", "falsch")}
    | {*("falso", "nao", "nie", "falsz"), *("ne", "nem", "nu", "ei", "nej", "nei", "ochi")}
)
"""What stands for yes and for no, folded; in a column of yes and no, not elsewhere."""

_SUMS = frozenset(
    {*("total", "totals", "sum", "summe", "gesamt", "insgesamt", "somme", "totale", "suma")}
    | {*("razem", "celkem", "spolu", "osszesen", "totaal", "totalt", "yhteensa")}
    | {*("ukupno", "skupaj", "synolo", "obshcho", "subtotal")}
)
_SUMMED = frozenset(
    {*("total", "members", "mitglieder", "membres", "miembros", "membros", "soci", "leden")}
    | {*("cities", "towns", "authorities", "all", "of")}
)


def is_sum(words: str) -> bool:
    """Return whether a name, as folded words, heads a row of sums: "total 6 members"."""
    first, _, rest = words.removeprefix("grand ").partition(" ")
    return first in _SUMS and all(one.isdigit() or one in _SUMMED for one in rest.split())


_BLANKS = re.compile(r"[\s\u00a0\u2009\u202f'’]")
_ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:?\d{2})?")
_NUMBERED_DAY = re.compile(r"(\d{1,2})[./\-\s]\s?(\d{1,2})[./\-\s]\s?(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})(?:[./](\d{1,2}))?")
_NUMBERED_MONTH = re.compile(r"(\d{1,2})[./-](\d{4})")
_ABOUT = re.compile(r"(?i)(?:c\.|ca\.?|circa|about|around|um|env\.?|vers|verso|ok\.)\s*(\d{4}s?)")
_MONTHS_MOST = 12


class UnclearCellError(ValueError):
    """A cell does not say what its field asks for. The message completes "line 3, Since: "."""


def meaning_of(field: Field, *, month_first: bool = False) -> Meaning:
    """Return how a cell is read that goes into a field; references are read elsewhere.

    Args:
        field: The field.
        month_first: Whether of days in numbers the month stands first.
    """
    if month_first and field.kind is Kind.DATE:
        return lru_cache(20_000)(partial(date, month_first=True))
    if field.choices is not None:
        return cache(partial(_choice, field.choices))
    return _READERS.get(field.kind, _line)


def _line(cell: str) -> str:
    return " ".join(cell.split()) if "\n" in cell or "\r" in cell else cell.strip()


def _prose(cell: str) -> str:
    return cell.strip()


def whole_number(cell: str) -> int:
    """Return a whole number, whatever stands between its thousands."""
    if cell.isascii() and cell.isdigit():
        return int(cell)
    plain = _BLANKS.sub("", cell).replace("−", "-")
    if re.fullmatch(r"-?\d+", plain):
        return int(plain)
    if re.fullmatch(r"-?\d{1,3}([.,])\d{3}(\1\d{3})*", plain):
        return int(re.sub("[.,]", "", plain))
    if re.fullmatch(r"-?\d+[.,]0+", plain):
        return int(re.split("[.,]", plain)[0])
    raise UnclearCellError(f"{quoted(cell)} is not a whole number")


def decimal_number(cell: str) -> float:
    """Return a number whose decimals stand behind a comma or a point: the last of them."""
    plain = _BLANKS.sub("", cell).replace("−", "-")
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma > point:
        plain = plain.replace(".", "").replace(",", ".")
    elif comma >= 0:
        plain = plain.replace(",", "")
    if not re.fullmatch(r"-?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", plain):
        raise UnclearCellError(f"{quoted(cell)} is not a number")
    return float(plain)


def flag(cell: str) -> bool:
    """Return whether a cell says yes."""
    said = {fold(cell), cell.strip()}
    if said & YES:
        return True
    if said & NO:
        return False
    raise UnclearCellError(f"{quoted(cell)} is neither yes nor no")


def date(cell: str, *, month_first: bool = False) -> str:
    """Return a date as EDTF; a day in numbers alone is read with the day first, as in Europe.

    Which of two numbers is the month cannot be told cell by cell: one that fits only the other
    way round is refused, since others beside it may fit both ways.
    """
    text = " ".join(cell.split())
    for read in (_edtf, partial(_numbered, month_first=month_first), _in_words):
        found = read(text)
        if found is not None and _is_date(found):
            return found
    why = "is not a date"
    if (found := _numbered(text, month_first=not month_first)) and _is_date(found):
        why += f" with the {'month' if month_first else 'day'} first"
    raise UnclearCellError(f"{quoted(cell)} {why}")


def is_month_first(cells: Iterable[str]) -> bool:
    """Return whether some days in numbers make sense only with the month first, and none else."""
    days = [found for cell in cells if (found := _NUMBERED_DAY.fullmatch(" ".join(cell.split())))]
    return any(int(one[2]) > _MONTHS_MOST for one in days) and not any(
        int(one[1]) > _MONTHS_MOST for one in days
    )


def _edtf(text: str) -> str | None:
    day = _ISO_DAY.fullmatch(text)
    return day[1] if day else text.replace(" ", "")


def _numbered(text: str, *, month_first: bool) -> str | None:
    if found := _NUMBERED_DAY.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        if month_first:
            day, month = month, day
        return f"{year:04}-{month:02}-{day:02}"
    if found := _YEAR_FIRST.fullmatch(text):
        return "-".join([found[1], *(f"{int(part):02}" for part in found.groups()[1:] if part)])
    if found := _NUMBERED_MONTH.fullmatch(text):
        return f"{found[2]}-{int(found[1]):02}"
    return None


def _in_words(text: str) -> str | None:
    if found := _ABOUT.fullmatch(text):
        year = found[1]
        return f"{year[:3]}X" if year.endswith("s") else f"{year}~"
    if re.fullmatch(r"\d{3}0s", text):
        return f"{text[:3]}X"
    words = re.findall(r"[^\W\d_]+|\d+", fold(text))
    months = [_months()[word] for word in words if word in _months()]
    numbers = [word for word in words if word.isdigit()]
    if len(months) != 1:
        return None
    match numbers:
        case [year] if len(year) == 4:
            return f"{year}-{months[0]:02}"
        case [day, year] if len(year) == 4:
            return f"{year}-{months[0]:02}-{int(day):02}"
        case [year, day] if len(year) == 4:
            return f"{year}-{months[0]:02}-{int(day):02}"
    return None


def _is_date(text: str) -> bool:
    try:
        found = span(text)
    except InvalidDateError:
        return False
    return bool(found.earliest or found.latest)


@cache
def _months() -> dict[str, int]:
    """Return the numbers of the months by their folded names, long and short."""
    from babel.dates import get_month_names  # only for dates in words

    found: dict[str, int] = {}
    for language in reversed(LANGUAGES):
        for width in ("abbreviated", "wide"):
            for context in ("format", "stand-alone"):
                named = get_month_names(width, context, language)
                found |= {fold(name).rstrip("."): number for number, name in named.items()}
    return {name: number for name, number in found.items() if name.isalpha()}


@lru_cache(20_000)
def country(cell: str) -> str:
    """Return the code of a country by its code or name, in any of our languages."""
    text = cell.strip()
    code = countries.code_of(text) or _country_names().get(fold(text))
    if code is None:
        raise UnclearCellError(f"{quoted(cell)} is not a country")
    return code


@cache
def _country_names() -> dict[str, str]:
    from babel import Locale

    return {
        fold(name): code
        for language in reversed(LANGUAGES)
        for code, name in Locale(language).territories.items()
        if code in countries.names()
    }


@lru_cache(1_000)
def _language(cell: str) -> str:
    text = cell.strip()
    if text.lower() in languages.names():
        return text.lower()
    by_name = {fold(name): tag for tag, name in languages.names().items()}
    found = by_name.get(fold(text))
    if found is None:
        raise UnclearCellError(f"{quoted(cell)} is not a language")
    return found


def _address(cell: str) -> str:
    text = cell.strip()
    return text if re.match(r"(?i)https?://", text) else f"https://{text}"


def _choice(choices: type[Choice], cell: str) -> Choice:
    wanted = fold(cell)
    for one in choices:
        if wanted in {fold(one), fold(one.label)}:
            return one
    known = ", ".join(one.label for one in choices)
    raise UnclearCellError(f"{quoted(cell)} is none of: {known}")


def quoted(cell: str) -> str:
    """Return a cell as a message quotes it, the beginning of a long one."""
    text = " ".join(cell.split())
    most = 60
    return f"“{text if len(text) <= most else text[: most - 1] + '…'}”"


_READERS: dict[Kind, Meaning] = {
    Kind.TEXT: _line,
    Kind.PROSE: _prose,
    Kind.MARKDOWN: _prose,
    Kind.INTEGER: whole_number,
    Kind.NUMBER: decimal_number,
    Kind.FLAG: flag,
    Kind.DATE: lru_cache(20_000)(date),
    Kind.COUNTRY: country,
    Kind.LANGUAGE: _language,
    Kind.ADDRESS: _address,
}
