"""What counting facets costs beside the same counts by GROUP BY in bare sqlite3."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING

from netcatalog.domain.sections import AUTHORITIES, MEMBERSHIPS
from netcatalog.services.opening import open_catalog
from tests.bench import raw
from tests.bench.rows import Row, timed, times

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from netcatalog.domain.facets import Counts
    from netcatalog.domain.query import Query
    from netcatalog.services.catalog import Catalog

SEARCHES = {
    AUTHORITIES: (
        "country:FR",
        "saint",
        "topic:energy",
        "population:20000..",
        "-country:DE",
        "no",
    ),
    MEMBERSHIPS: ("status:left", "category:signatory", "since:2015..", "country:PL"),
}

_BAND = (
    "CASE WHEN population < 5000 THEN 0 WHEN population < 20000 THEN 1"
    " WHEN population < 50000 THEN 2 WHEN population < 100000 THEN 3"
    " WHEN population < 250000 THEN 4 WHEN population < 500000 THEN 5"
    " WHEN population >= 500000 THEN 6 END"
)
"""The bands of population, as the facet has them."""

_OF_ACTORS = (
    "SELECT level, count(*) FROM actor WHERE id IN ({}) GROUP BY 1",
    "SELECT country, count(*) FROM actor WHERE id IN ({}) GROUP BY 1",
    f"SELECT {_BAND}, count(*) FROM actor WHERE id IN ({{}}) GROUP BY 1",
    (
        "SELECT substr(date_earliest, 1, 3), count(DISTINCT actor_id) FROM event"
        " WHERE type = 'founded' AND actor_id IN ({}) GROUP BY 1"
    ),
    "SELECT label_folded, count(DISTINCT actor_id) FROM topic WHERE actor_id IN ({}) GROUP BY 1",
    (
        "SELECT network_id, count(DISTINCT member_id) FROM membership"
        " WHERE status <> 'left' AND member_id IN ({}) GROUP BY 1"
    ),
    "SELECT label_folded, count(DISTINCT actor_id) FROM tag WHERE actor_id IN ({}) GROUP BY 1",
)
_OF_MEMBERSHIPS = (
    "SELECT network_id, count(*) FROM membership WHERE id IN ({}) GROUP BY 1",
    "SELECT status, count(*) FROM membership WHERE id IN ({}) GROUP BY 1",
    "SELECT category, count(*) FROM membership WHERE id IN ({}) GROUP BY 1",
    (
        "SELECT label_folded, count(DISTINCT membership_id) FROM tag"
        " WHERE membership_id IN ({}) GROUP BY 1"
    ),
    *(
        f"SELECT {column}, count(*) FROM membership AS m JOIN actor ON actor.id = m.member_id"
        " WHERE m.id IN ({}) GROUP BY 1"
        for column in ("actor.kind", "level", "country", _BAND)
    ),
)
FIRST = {
    AUTHORITIES: "facets of all authorities",
    MEMBERSHIPS: "members per network, other facets",
}

GROUPED = {AUTHORITIES: _OF_ACTORS, MEMBERSHIPS: _OF_MEMBERSHIPS}
"""The counts of each facet, in the order of the facets; between the brackets, whom to count."""


def rows(path: Path, rounds: int) -> Iterator[Row]:
    """Measure the first counts after opening, and those of searches never made before."""
    with closing(raw.connect(path)) as bare:
        for section in (AUTHORITIES, MEMBERSHIPS):
            first, further = [], []
            for number in range(max(1, rounds // 3)):
                with open_catalog(path, user="bench") as catalog:
                    asked = catalog.query("", section)
                    first.append(_counted(catalog, bare, asked, check=not number))
                    for text in SEARCHES[section]:
                        asked = catalog.query(text, section)
                        further.append(_counted(catalog, bare, asked, check=not number))
            yield times(f"{FIRST[section]}, first since opening", first, 1.2)
            yield times(f"facets of a search in {section.key}", further, 1.2)


def _counted(
    catalog: Catalog, bare: sqlite3.Connection, query: Query, *, check: bool
) -> tuple[float, float]:
    """Return how long both take to count what a query finds, the first time they do."""
    found = catalog.find(query)
    statements, given = _grouped(query)
    ours: list[Counts] = []
    others: list[list[tuple[object, int]]] = []
    pair = (
        timed(lambda: ours.extend(catalog.facets(query, found))),
        timed(lambda: others.extend(bare.execute(sql, given).fetchall() for sql in statements)),
    )
    if check:
        for counts, groups in zip(ours, others, strict=True):
            _agree(query, counts, groups)
    return pair


def _grouped(query: Query) -> tuple[list[str], tuple[object, ...]]:
    """Return the SQL that counts each facet of what a query finds, and its parameters."""
    if query.section is MEMBERSHIPS and not query.where.parts:
        return [re.sub(r"\S+ IN \({}\)", "1", sql) for sql in GROUPED[query.section]], ()
    matching, given = raw.matching(query)
    return [sql.format(matching) for sql in GROUPED[query.section]], given


def _agree(query: Query, counts: Counts, groups: list[tuple[object, int]]) -> None:
    """Make sure that bare SQL counts the same, unless values of the facet are asked for."""
    if any(counts.facet.asks(part) for part in query.where.parts):
        return
    bare = sorted(count for value, count in groups if count and value not in {None, ""})
    if sorted(one.count for one in counts.counted) != bare:
        raise AssertionError(f"{counts.facet.label} is counted otherwise in bare SQL")
