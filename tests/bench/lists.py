"""Bringing lists in, beside reading the same CSV and putting its rows into bare tables.

``lists COUNT`` prints what it took as JSON, in milliseconds: pairs of ours and bare sqlite3's for
COUNT authorities and ten times as many memberships, what undoing them took, and the most memory.
"""

from __future__ import annotations

import csv
import json
import multiprocessing
import os
import resource
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from netcatalog.domain.choices import ActorKind
from netcatalog.domain.collation import sort_key
from netcatalog.domain.folding import fold
from netcatalog.domain.mappings import Existing, Filler, Mapping, Part
from netcatalog.domain.records import Actor, Identifier, Membership, Name, Period
from netcatalog.services.opening import create_catalog, open_catalog
from netcatalog.transfer.reading import read_tables
from tests.bench.rows import Row, figures, timed
from tests.bench.towns import towns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NETWORKS = 300
PLANNED = 12_000
"""Rows of the list that is only planned."""

NAME = Part(record="name", fields={"text": Filler(column="Name")})
LATIN = Part(
    record="name", fields={"text": Filler(column="Latin"), "type": Filler(constant="translation")}
)
NUMBER = Part(
    record="identifier", fields={"scheme": Filler(constant="lau"), "value": Filler(column="Code")}
)
SUBJECT = {
    "kind": Filler(constant="authority"),
    "country": Filler(column="Country"),
    "population": Filler(column="Population"),
}
AUTHORITIES = Mapping(
    subject=Part(record="actor", fields=SUBJECT, parts=(NAME, LATIN, NUMBER)),
    existing=Existing.FILL,
)
MEMBERS = Mapping(
    subject=Part(
        record="actor",
        fields={"kind": SUBJECT["kind"], "country": SUBJECT["country"]},
        parts=(
            NUMBER,
            Part(
                record="membership",
                fields={"network": Filler(column="Network", creates=ActorKind.NETWORK)},
                parts=(Part(record="period", fields={"since": Filler(column="Since")}),),
            ),
        ),
    )
)


def rows(authorities: int) -> Iterator[Row]:
    """Measure lists of so many authorities, and of ten times as many memberships."""
    found = figures("lists", str(authorities))
    memberships = 10 * authorities
    for what, most in (
        (f"{authorities:,} authorities into a new catalogue", 2),
        (f"the same {authorities:,} again, matched", 4),
        (f"{memberships:,} memberships of them", 4),
    ):
        ours, bare = found.pop(0)
        yield Row(what, ours, bare, f"{most:.1f} x", ours <= most * bare)
    for what in ("authorities", "memberships"):
        undone, made = found.pop(0)
        yield Row(
            f"undoing the {what}, beside bringing them in", undone, made, "1.0 x", undone <= made
        )
    planned, first, megabytes = found
    limit = 10_000
    yield Row(f"plan of {PLANNED:,} rows", planned, planned, "10 s", planned <= limit)
    yield Row("its first row", first, first, "1 s", first <= limit / 10)
    yield Row("most memory", megabytes, megabytes, "600 MB", megabytes <= 600, "MB")


def main(count: int) -> list[object]:
    random = Random(7)
    found: list[object] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        authorities, members = folder / "authorities.csv", folder / "members.csv"
        codes = _write_authorities(authorities, count, random)
        _write_members(members, codes, random)
        path = folder / "ours.netcatalog"
        create_catalog(path, user="bench", seeded=False)
        with open_catalog(path, user="bench") as catalog:

            def bring_in(file: Path, mapping: Mapping) -> float:
                return timed(lambda: catalog.bring_in(read_tables(file).tables, mapping))

            made = bring_in(authorities, AUTHORITIES)
            bare = _apart(lambda: _bare_authorities(folder / "bare.db", path, authorities))
            found.append((made, bare))
            undone = timed(catalog.undo)
            catalog.redo()
            found.append((bring_in(authorities, AUTHORITIES), bare))
            joined = bring_in(members, MEMBERS)
            found.append(
                (joined, _apart(lambda: _bare_members(folder / "bare.db", path, members)))
            )
            left = timed(catalog.undo)
            found += [(undone, made), (left, joined)]
            found += _planned(catalog, authorities, folder)
    found.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
    return found


def _apart(work: Callable[[], None]) -> float:
    """Return how long some work takes in a process of its own, whose memory is not ours."""
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe()
    process = fork.Process(target=lambda: theirs.send(timed(work)))
    process.start()
    taken = ours.recv()
    process.join()
    return taken


def _planned(catalog, authorities: Path, folder: Path) -> list[float]:
    """Return how long a plan takes of a list without numbers, and until its first row is told."""
    some = folder / "some.csv"
    with authorities.open(encoding="utf-8", newline="") as full:
        listed = list(csv.reader(full))
    head, body = listed[0], Random(8).sample(listed[1:], min(PLANNED, len(listed) - 1))
    with some.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([head, *body])
    parts = (
        NAME,
        Part(
            record="membership",
            fields={"network": Filler(constant="New one", creates=ActorKind.NETWORK)},
        ),
    )
    mapping = Mapping(subject=Part(record="actor", fields=SUBJECT, parts=parts))
    first: list[float] = []
    start: list[float] = []

    def plan() -> None:
        start.append(time.perf_counter())
        catalog.plan_import(
            read_tables(some).tables,
            mapping,
            each=lambda _: first or first.append(time.perf_counter() - start[0]),
        )

    return [timed(plan), first[0] * 1000]


def _write_authorities(path: Path, count: int, random: Random) -> list[tuple[str, str]]:
    codes = []
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Code", "Name", "Latin", "Country", "Population"])
        for town in towns(count, random):
            writer.writerow(
                [town.code, town.name, town.latin, town.country, town.population or ""]
            )
            codes.append((town.code, town.country))
    return codes


def _write_members(path: Path, codes: list[tuple[str, str]], random: Random) -> None:
    networks = [f"Network {number} of authorities" for number in range(NETWORKS)]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Code", "Country", "Network", "Since"])
        for code, country in codes:
            for network in random.sample(networks, 10):
                writer.writerow([code, country, network, random.randint(1985, 2025)])


class _Bare:
    """The tables of a catalogue without any index, filled by hand."""

    def __init__(self, path: Path, like: Path, kinds: tuple[type, ...]) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.create_function("sort_key", 2, sort_key, deterministic=True)
        self.connection.create_function("fold", 1, fold, deterministic=True)
        self.connection.execute("BEGIN IMMEDIATE")
        names = [kind.about.key for kind in kinds]
        self.indexes = []
        with closing(sqlite3.connect(like)) as ours:
            told = ours.execute(
                "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
            )
            for sort, name, table, sql in told.fetchall():
                if sort == "table" and name in {
                    *names,
                    *(f"{one}_text" for one in names),
                    *(f"{one}_gram" for one in names),
                }:
                    self.connection.execute(sql)
                if sort == "index" and table in names:
                    self.indexes.append(sql)

    def insert(self, kind: type, columns: tuple[str, ...], values: Iterator[tuple]) -> None:
        listed = ", ".join(f'"{one}"' for one in columns)
        marks = ", ".join("?" * len(columns))
        self.connection.executemany(
            f"INSERT INTO {kind.about.key} ({listed}) VALUES ({marks})", values
        )

    def finish(self, *text: str) -> None:
        for sql in (*self.indexes, *text):
            self.connection.execute(sql)
        self.connection.execute("COMMIT")
        self.connection.close()


def _bare_authorities(path: Path, like: Path, source: Path) -> None:
    bare = _Bare(path, like, (Actor, Name, Identifier))
    with source.open(encoding="utf-8", newline="") as file:
        listed = list(csv.reader(file))[1:]
    chance = os.urandom
    folded = [fold(name) for _, name, *_ in listed]
    bare.insert(
        Actor,
        ("id", "uid", "kind", "is_network", "country", "country_inferred", "place", "website",
         "as_of", "time_quoted", "private", "remark", "population", "label", "sort_key"),
        (
            (key, chance(16), "authority", 0, country, 0, "", "", "", "", 0, "",
             population or None, name, sort_key(name, "en"))
            for key, (_, name, _, country, population) in enumerate(listed, 1)
        ),
    )  # fmt: skip
    names = ("uid", "actor_id", "text", "text_folded", "type", "language", "since", "until",
             "as_of", "time_quoted", "private", "remark")  # fmt: skip
    bare.insert(
        Name,
        names,
        (
            (chance(16), key, text, fold(text), sort, "", "", "", "", "", 0, "")
            for key, (_, name, latin, *_) in enumerate(listed, 1)
            for text, sort in ((name, "official"), (latin, "translation"))
            if text and (sort == "official" or latin != name)
        ),
    )
    bare.insert(
        Identifier,
        ("uid", "actor_id", "scheme", "value", "as_of", "time_quoted", "private", "remark"),
        (
            (chance(16), key, "lau", code, "", "", 0, "")
            for key, (code, *_) in enumerate(listed, 1)
        ),
    )
    both = "SELECT actor_id, group_concat(text_folded, ' ') FROM name GROUP BY actor_id"
    bare.finish(
        f"INSERT INTO actor_text (rowid, names) {both}",
        f"INSERT INTO actor_gram (rowid, names) {both}",
    )
    del folded


def _bare_members(path: Path, like: Path, source: Path) -> None:
    bare = _Bare(path.with_name("members.db"), like, (Membership, Period))
    with source.open(encoding="utf-8", newline="") as file:
        listed = list(csv.reader(file))[1:]
    members: dict[str, int] = {}
    networks: dict[str, int] = {}
    chance = os.urandom
    bare.insert(
        Membership,
        ("id", "uid", "member_id", "network_id", "status", "category", "how_joined",
         "member_as_quoted", "as_of", "time_quoted", "private", "remark"),
        (
            (key, chance(16), members.setdefault(code, len(members)),
             networks.setdefault(network, len(networks)), "member", "", "", "", "", "", 0, "")
            for key, (code, _, network, _) in enumerate(listed, 1)
        ),
    )  # fmt: skip
    bare.insert(
        Period,
        ("uid", "membership_id", "since", "since_earliest", "since_latest", "until", "as_of",
         "time_quoted", "private", "remark"),
        (
            (chance(16), key, since, f"{since}-01-01", f"{since}-12-31", "", "", "", 0, "")
            for key, (*_, since) in enumerate(listed, 1)
        ),
    )  # fmt: skip
    bare.finish()


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
