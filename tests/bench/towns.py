"""The authorities of the large catalogue: those Eurostat listed in 2019, or made up."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

LAU = Path(__file__).resolve().parents[3] / "shared" / "data" / "lau-2019" / "lau.csv"
"""Local administrative units, 99,140 of them, beside the folder of the program."""

COUNTRIES = {"EL": "GR", "UK": "GB"}
"""Eurostat's country codes that are not those of ISO 3166."""

LANGUAGES = {"GR": "el", "BG": "bg", "MK": "mk", "CY": "el", "RS": "sr"}
"""Languages of national names in another script."""

HEADS = {
    "FR": ("Saint-Martin", "Villeneuve", "Châtillon", "Beaumont", "Étréchy", "La Chapelle"),
    "DE": ("Neustadt", "Königs", "Groß", "Sankt", "Bad", "Mühl"),
    "IT": ("Castel", "San Giovanni", "Monte", "Villa", "Civita", "Torre"),
    "ES": ("Villanueva", "Peñaranda", "San Martín", "Alcalá", "Nuñez", "La Puebla"),
    "CZ": ("Nová Ves", "Černá", "Horní", "Říčany", "Dolní", "Chrást"),
    "PL": ("Łódź", "Nowy", "Stara", "Żary", "Wielka", "Ostrów"),
    "GR": ("Άγιος", "Νέα", "Κάτω", "Μεγάλη", "Παλαιό", "Χώρα"),
    "BG": ("Горна", "Нова", "Долни", "Бяла", "Стара", "Голям"),
}
TAILS = ("berg", "ville", "au", "dorf", "ano", "ec", "ów", "stad", "ach", "ice", "ona", "sur-Mer")


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality: its names, where it is, and how many live there."""

    name: str
    latin: str
    country: str
    population: int | None
    code: str


def towns(count: int, random: Random) -> list[Town]:
    """Return so many towns, spread over Europe as they are there."""
    known = list(_listed()) if LAU.exists() else []
    random.shuffle(known)
    found = known[:count]
    return found + [_made_up(number, random) for number in range(len(found), count)]


def _listed() -> Iterator[Town]:
    with LAU.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            country = row["country"] if re.fullmatch("[A-Z]{2}", row["country"]) else ""
            name, latin = row["lau_name_national"].strip(), row["lau_name_latin"].strip()
            if name or latin:
                yield Town(
                    name=name or latin,
                    latin=latin if latin not in {"", name} else "",
                    country=COUNTRIES.get(country, country),
                    population=int(row["population"]) if row["population"].isdecimal() else None,
                    code=row["gisco_id"],
                )


def _made_up(number: int, random: Random) -> Town:
    country = random.choices([*HEADS], [35, 9, 8, 8, 6, 3, 6, 1])[0]
    head, tail = random.choice(HEADS[country]), random.choice(TAILS)
    name = f"{head}-{tail} {number}" if random.random() < 0.3 else f"{head}{tail}-{number}"
    population = None if random.random() < 0.3 else int(random.paretovariate(0.9) * 300)
    return Town(name=name, latin="", country=country, population=population, code=f"X{number}")
