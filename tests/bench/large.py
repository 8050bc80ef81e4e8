"""The large catalogue: as many memberships as are asked for, the same at every run.

It is made through the services that the window uses, one revision for each list of members, and
kept in a folder for temporary files.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from netcatalog.domain.changes import Change
from netcatalog.domain.choices import (
    ActorKind,
    AuthorityLevel,
    EventType,
    IdentifierScheme,
    Measure,
    MembershipStatus,
    NameType,
    Qualifier,
    StatementType,
)
from netcatalog.domain.records import (
    SCHEMA,
    Actor,
    Event,
    Figure,
    Identifier,
    Membership,
    Name,
    Note,
    Period,
    Source,
    Statement,
    Tag,
    Topic,
)
from netcatalog.paths import bundled
from netcatalog.services.catalog import Catalog
from netcatalog.services.opening import create_catalog
from netcatalog.store.database import SCHEMA_VERSION, Database
from tests.bench.towns import LANGUAGES, Town, towns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netcatalog.domain.fields import Record

SEED = 2026
NETWORKS = 300
SIZES = (10_000, 100_000, 1_000_000)
"""Memberships of the catalogues that are measured; each has a tenth as many authorities."""

BY, AT = "bench", dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)

SUBJECTS = (
    "public transport", "energy", "climate adaptation", "housing", "culture", "digitalisation",
    "cycling", "waste", "water", "tourism", "health", "education", "youth", "migration",
    "twinning", "air quality", "noise", "urban planning", "social inclusion", "food",
    "biodiversity", "ports", "industry", "heritage", "sport", "finance", "procurement", "safety",
    "smart cities", "rural development", "mountains", "islands", "cross-border work", "children",
    "equality", "accessibility", "freight", "walking", "green areas", "participation",
)  # fmt: skip
TAGS = ("to check", "renew", "wrote to them", "visited", "partner", "no answer", "ask for fee",
        "pilot", "conference 2026", "twin town", "data missing", "important")  # fmt: skip
CATEGORIES = ("full member", "associate member", "signatory", "partner", "observer", "supporter")
STATUSES = {
    MembershipStatus.MEMBER: 88,
    MembershipStatus.LEFT: 7,
    MembershipStatus.OBSERVER: 2,
    MembershipStatus.APPLIED: 1,
    MembershipStatus.TRIAL: 1,
    MembershipStatus.NOTICE_GIVEN: 1,
}
ADJECTIVES = ("European", "Sustainable", "Healthy", "Baltic", "Alpine", "Historic", "Danubian",
              "Open", "Energy", "Atlantic", "Mediterranean", "Metropolitan")  # fmt: skip
WHO = ("Cities", "Municipalities", "Regions", "Towns", "Authorities", "Local Governments")
FORMS = ("Network of", "Association of", "Conference of", "Forum of", "Alliance of")


def cached(memberships: int) -> Path:
    """Return the catalogue of a size, made now if no run made it before."""
    path = Path(tempfile.gettempdir()) / "netcatalog-bench" / f"{_mark(memberships)}.netcatalog"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        make(path, memberships)
    return path


def _mark(memberships: int) -> str:
    """Return what names a catalogue: it changes with all that it is made by."""
    here = Path(__file__).parent
    recipe = [here / "large.py", here / "towns.py"]
    recipe += sorted((bundled("db") / "migrations" / "versions").glob("*.py"))
    digest = hashlib.sha256(b"".join(one.read_bytes() for one in recipe)).hexdigest()
    return f"{memberships}-{SEED}-{SCHEMA_VERSION}-{digest[:8]}"


def make(path: Path, memberships: int) -> None:
    """Make the catalogue of a size: whole, or not at all, whoever makes it at the same time."""
    start = time.monotonic()
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        unready = Path(folder) / path.name
        create_catalog(unready, user=BY, seeded=False)
        chance = Random(SEED).randbytes
        catalog = Catalog(Database(unready, SCHEMA), user=BY, clock=lambda: AT, chance=chance)
        for title, records in _Large(memberships).steps():
            print(f"\rmaking {memberships:,} memberships: {title:<60}", end="", file=sys.stderr)
            catalog.apply(title, (Change(after=record) for record in records))
        catalog.close()
        unready.replace(path)
    print(f"\rmade {path} in {time.monotonic() - start:.0f} s{'':<60}", file=sys.stderr)


class _Large:
    """What is put into the catalogue, list by list. The ids are given here, from 1 on."""

    def __init__(self, memberships: int) -> None:
        self._random = Random(SEED)
        self._memberships = memberships
        self._authorities = memberships // 10
        self._made = 0  # memberships so far

    def steps(self) -> Iterator[tuple[str, Iterator[Record]]]:
        found = towns(self._authorities, self._random)
        found.sort(key=lambda town: -(town.population or 0))  # the large ones join most
        yield "add the lists of members", self._sources()
        yield "add the authorities", self._towns(found)
        yield "add the networks", self._networks()
        for number, size in enumerate(self._sizes(), start=1):
            yield f"add the members of network {number}", self._members(number, size)

    def _sources(self) -> Iterator[Record]:
        for number in range(1, NETWORKS + 1):
            yield Source(
                id=number,
                title=f"List of members {number}",
                publisher=f"Secretariat {number % 40}",
                address=f"https://network{number}.example/members",
                retrieved=f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}",
                language="en",
                text=f"The network has these members, as of 2026, under its rules of {number}.",
            )

    def _towns(self, found: list[Town]) -> Iterator[Record]:
        chance = self._random
        for key, town in enumerate(found, start=1):
            yield Actor(
                id=key,
                kind=ActorKind.AUTHORITY,
                level=AuthorityLevel.MUNICIPALITY,
                country=town.country,
                population=town.population,
            )
            yield Name(actor=key, text=town.name, language=LANGUAGES.get(town.country, ""))
            if town.latin:
                yield Name(actor=key, text=town.latin, type=NameType.TRANSLATION)
            yield Identifier(actor=key, scheme=IdentifierScheme.LAU, value=town.code)
            if chance.random() < 0.1:
                yield Topic(actor=key, label=self._subject())
            if chance.random() < 0.05:
                year = chance.randint(1100, 1995)
                yield Event(actor=key, type=EventType.FOUNDED, date=str(year))
            if chance.random() < 0.02:
                yield Tag(actor=key, label=chance.choice(TAGS))
            if chance.random() < 0.005:
                yield Note(actor=key, text=f"Ask about {self._subject()}.", author=BY, written=AT)

    def _networks(self) -> Iterator[Record]:
        chance = self._random
        for number in range(1, NETWORKS + 1):
            key = self._authorities + number
            words = f"{chance.choice(ADJECTIVES)} {chance.choice(FORMS)} {chance.choice(WHO)}"
            name = f"{words} for {self._subject().title()} {number}"
            acronym = "".join(word[0] for word in name.split()[:-1] if word[0].isupper())
            yield Actor(
                id=key,
                kind=ActorKind.NETWORK,
                is_network=True,
                country=chance.choice(("BE", "FR", "DE", "IT", "ES", "SE", "PL", "")),
                source=number,
            )
            yield Name(actor=key, text=name, language="en", source=number)
            yield Name(actor=key, text=f"{acronym}{number}", type=NameType.ACRONYM)
            year = chance.randint(1951, 2024)
            yield Event(actor=key, type=EventType.FOUNDED, date=str(year), source=number)
            yield Figure(
                actor=key,
                measure=Measure.MEMBERS,
                qualifier=Qualifier.OVER,
                low=chance.randint(10, 9_000),
                source=number,
            )
            aim = f"promote {self._subject()} and {self._subject()} among its members"
            yield Statement(actor=key, type=StatementType.AIM, text=aim, source=number)
            for label in chance.sample(SUBJECTS, chance.randint(2, 6)):
                yield Topic(actor=key, label=label, source=number)

    def _sizes(self) -> list[int]:
        """Return how many members each network has: the first has all authorities."""
        low, high = 0.0, 4.0
        for _ in range(60):
            middle = (low + high) / 2
            many = sum(rank**-middle for rank in range(1, NETWORKS + 1)) > 10
            low, high = (middle, high) if many else (low, middle)
        sizes = [int(self._authorities * rank**-high) for rank in range(1, NETWORKS + 1)]
        missing = self._memberships - sum(sizes)
        return [size + (0 < place <= missing) for place, size in enumerate(sizes)]

    def _members(self, number: int, size: int) -> Iterator[Record]:
        chance, network = self._random, self._authorities + number
        categories = chance.sample(CATEGORIES, chance.randint(1, 4))
        founded = chance.randint(1975, 2015)
        for member in self._chosen(size):
            self._made += 1
            key, status = self._made, chance.choices([*STATUSES], [*STATUSES.values()])[0]
            yield Membership(
                id=key,
                member=member,
                network=network,
                status=status,
                category=chance.choices(categories, [8, 4, 2, 1][: len(categories)])[0],
                source=number,
            )
            yield from self._periods(key, status, founded)

    def _chosen(self, size: int) -> list[int]:
        """Return the members of a network, the large towns more often than the small."""
        chance, total = self._random, self._authorities
        if size > total // 3:
            return chance.sample(range(1, total + 1), size)
        chosen: dict[int, None] = {}
        while len(chosen) < size:
            chosen[int(total * chance.random() ** 2) + 1] = None
        return list(chosen)

    def _periods(self, key: int, status: MembershipStatus, founded: int) -> Iterator[Period]:
        chance = self._random
        if chance.random() < 0.05:
            return  # nobody says since when
        since = min(2026, founded + int(chance.expovariate(0.12)))
        day = f"{since}-{chance.randint(1, 12):02}" if chance.random() < 0.2 else str(since)
        left = status is MembershipStatus.LEFT
        until = str(min(2026, since + chance.randint(1, 12))) if left else ""
        if chance.random() < 0.03 and since < 2020:
            yield Period(membership=key, since=day, until=str(since + 2))
            day = str(since + 4)
            until = str(since + 6) if left else ""
        yield Period(membership=key, since=day, until=until)

    def _subject(self) -> str:
        """Return a subject; the first ones come most often."""
        return SUBJECTS[min(int(self._random.expovariate(0.12)), len(SUBJECTS) - 1)]
