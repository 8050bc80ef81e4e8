"""How alike two actors are, and why: told from their names, country, size, place and registers.

Nothing here knows a file: lists that are read in and the catalogue itself are compared by the
same rule. Where two are said to be surely the same nobody is asked, so the rule errs on the
other side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from math import cos, hypot, radians
from typing import TYPE_CHECKING, NamedTuple

from netcatalog.domain.choices import IdentifierScheme
from netcatalog.domain.folding import fold
from netcatalog.domain.wording import inhabitants

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SIMILAR = 86.0
"""From which likeness of names on two actors may be the same, in per cent (Indel similarity)."""

SAME_SIZE = 1.6
"""How many times larger one population may be than the other, for the same authority in lists of
different years. Among 8,900 signatories of the Covenant of Mayors whose name only one
municipality of their country bears, 98 of 100 lie within it; beyond it lie namesakes: the parish
that bears the name of its municipality, the village that bears the name of a city."""

NEARLY_SAME_SIZE = 1.15
"""The same, where it has to tell apart several authorities of one name."""

FAR_KM = 60.0
"""How far apart two places lie that are not the same."""

DECISIVE = frozenset(IdentifierScheme) - {IdentifierScheme.OWN, IdentifierScheme.NUTS}
"""Registers that give each actor one number of its own: two numbers are two actors."""

WORLDWIDE = frozenset({IdentifierScheme.WIKIDATA, IdentifierScheme.GEONAMES, IdentifierScheme.UIA})
"""Registers that give a number but once in the world, whatever bears it."""

_WORD = re.compile(r"[^\W_]+")

_SPLITS = re.compile(r"\s*[/()|\[\]]\s*|\s+[-–]\s+")
"""What stands between two names of one actor: "Bruxelles / Brussel", "Essen (Belgium)"."""

_COUNTY = re.compile(
    r"(?:jud|judet|judetul|prov|provincia|provincie|county|okres|okr|powiat|pow|kreis|landkreis|"
    r"lk|bezirk|region|regione|dept|departement|district|distrito|megye|kraj|raion|oblast)\b"
)
"""How what stands in brackets begins, if it only says where a place lies."""

_CODE = 2
"""Letters of what stands in brackets and is no name: the code of a province."""

_ARTICLE_LAST = re.compile(r"(?i)^(.+), ?(el|la|los|las|lo|les|els|l['’]|sa|es|ses|a|o|as|os|le)$")
"""As registers of Spain put it: "Rubio, El"."""

_GENERIC = re.compile(
    r"^(?:the )?(?:"
    r"(?:city|town|municipality|commune|county|region|province|district) of|"
    r"(?:comune|citta|provincia|regione) d(?:i|el|ella|ell)|"
    r"(?:ayuntamiento|ciudad|municipio|concello|ajuntament|diputacion) d(?:e|el|ell)|"
    r"(?:camara municipal|municipio|cidade) d[eoa]s?|"
    r"(?:commune|ville|mairie) d(?:es?|u)?|"
    r"gemeente|gemeinde|stadt|markt|marktgemeinde|stadtgemeinde|landeshauptstadt|"
    r"gmina|miasto|mesto|obec|opcina|grad|obshtina|orasul|comuna|municipiul|"
    r"dimos|kommun|kommune|kunta"
    r") (?=\S)"
)
"""What sort of place it is, before its name; in folded words."""


class Verdict(IntEnum):
    """Whether two actors are one."""

    UNLIKE = 0
    LIKELY = 1
    SURE = 2


class Profile(NamedTuple):
    """What an actor is told by.

    Attributes:
        names: Keys of its names, that of what it is usually called first; see `name_keys`.
        country: Code of its country, or "".
        population: Inhabitants, or None.
        point: Latitude and longitude in degrees, or None.
        identifiers: Its keys in registers: scheme and value.
    """

    names: tuple[str, ...]
    country: str = ""
    population: int | None = None
    point: tuple[float, float] | None = None
    identifiers: frozenset[tuple[IdentifierScheme, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a comparison comes to.

    Attributes:
        verdict: Whether the two are one.
        score: How alike their names are, in per cent.
        reasons: What speaks for it and against it, each in some words.
    """

    verdict: Verdict
    score: float
    reasons: tuple[str, ...]


def name_keys(text: str) -> tuple[str, ...]:
    """Return what a name is compared by: folded words, the name as a whole first.

    A name that holds several gives a key for each; what only says what sort of place it is, and
    an article put last, are seen through.
    """
    folded = fold(text)
    if folded.isalpha():
        return (folded,)
    keys = [_words_of(folded) or text.strip()]
    if "," in text and (found := _ARTICLE_LAST.match(text)):
        keys.append(name_key(f"{found[2]} {found[1]}"))
    if _SPLITS.search(text):
        parts = (
            part
            for part in _SPLITS.split(text)
            if len(part) > _CODE and not _COUNTY.match(fold(part))
        )
        keys += [key for part in parts for key in name_keys(part)]
    keys += [key[found.end() :] for key in keys if (found := _GENERIC.match(key))]
    return tuple(dict.fromkeys(filter(None, keys)))


def name_key(text: str) -> str:
    """Return the folded words of a name, without what stands between them.

    Of a name without any, it is the folded name; of one that folds to nothing, the name itself.
    """
    return _words_of(fold(text)) or text.strip()


def _words_of(folded: str) -> str:
    return " ".join(_WORD.findall(folded)) or folded


def keys_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of all names of an actor, in the same order."""
    return tuple(dict.fromkeys(key for name in names for key in name_keys(name)))


def compare(one: Profile, other: Profile) -> Likeness:
    """Tell how alike two actors are."""
    if one.country and other.country and one.country != other.country:
        return Likeness(Verdict.UNLIKE, 0, ())
    told = _registers(one, other)
    if told is not None:
        return told
    return judge(names_alike(one.names, other.names), one, other)


def judge(score: float, one: Profile, other: Profile) -> Likeness:
    """Tell whether two actors of no other country are one whose names are so much alike."""
    if score < SIMILAR:
        return Likeness(Verdict.UNLIKE, score, ())
    same_name, placed = score == 100, bool(one.country and other.country)
    reasons = ["the same name" if same_name else f"names {score:.0f} % alike"]
    if placed:
        reasons.append("the same country")
    against = contradictions(one, other)
    verdict = Verdict.SURE if same_name and placed and not against else Verdict.LIKELY
    return Likeness(verdict, score, (*reasons, *against))


def _registers(one: Profile, other: Profile) -> Likeness | None:
    """Return what registers say, or None if they say nothing."""
    shared = {number for number in one.identifiers & other.identifiers if number[0] in DECISIVE}
    if shared:
        scheme, value = min(shared)
        return Likeness(Verdict.SURE, 100, (f"{scheme.label} {value}",))
    theirs = dict(other.identifiers)
    for scheme, value in sorted(one.identifiers):
        if scheme in DECISIVE and scheme in theirs:
            return Likeness(Verdict.UNLIKE, 0, (f"{scheme.label} {value} and {theirs[scheme]}",))
    return None


def names_alike(one: Sequence[str], other: Sequence[str]) -> float:
    """Return how alike the two names are that are most alike, in per cent."""
    if not set(one).isdisjoint(other):
        return 100
    from rapidfuzz import fuzz  # seldom needed, and not small

    return max((fuzz.ratio(a, b) for a in one for b in other), default=0)


def contradictions(one: Profile, other: Profile) -> tuple[str, ...]:
    """Return what speaks against two actors of one name being the same."""
    told = []
    if size_ratio(one.population, other.population) > SAME_SIZE:
        told.append(inhabitants(one.population or 0, other.population or 0))
    if one.point and other.point and (apart := distance(one.point, other.point)) > FAR_KM:
        told.append(f"{apart:.0f} km apart")
    return tuple(told)


def size_ratio(one: int | None, other: int | None) -> float:
    """Return how many times larger one population is than the other; 0 if one is not known."""
    if not one or not other:
        return 0
    return max(one, other) / min(one, other)


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return how far apart two points lie, in km; good to a few per cent within Europe."""
    degree = 111.2
    middle = radians((one[0] + other[0]) / 2)
    return hypot(one[0] - other[0], (one[1] - other[1]) * cos(middle)) * degree
