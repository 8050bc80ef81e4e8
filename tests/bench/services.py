"""What the services cost beside the same SQL in bare sqlite3, on a large catalogue."""

from __future__ import annotations

import statistics
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from netcatalog.domain.sections import AUTHORITIES, MEMBERSHIPS, NETWORKS, NOTES, SOURCES
from netcatalog.services.opening import open_catalog
from tests.bench import raw
from tests.bench.rows import Row, in_turn, medians, times

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from netcatalog.domain.sections import Section
    from netcatalog.services.catalog import Catalog

QUERIES = (
    (AUTHORITIES, ""),
    (AUTHORITIES, "saint"),
    (AUTHORITIES, "saint martin"),
    (AUTHORITIES, "neustadt"),
    (AUTHORITIES, "łódź"),
    (AUTHORITIES, '"la chapelle"'),
    (AUTHORITIES, "country:PL"),
    (AUTHORITIES, "country:FR saint"),
    (AUTHORITIES, "country:PL,CZ,SK"),
    (AUTHORITIES, "population:100000.."),
    (AUTHORITIES, "topic:energy"),
    (AUTHORITIES, "country:DE -topic:energy"),
    (AUTHORITIES, "tag:renew"),
    (AUTHORITIES, "founded:..1500"),
    (AUTHORITIES, "has:note"),
    (NETWORKS, ""),
    (NETWORKS, "energy"),
    (NETWORKS, "topic:cycling country:BE"),
    (MEMBERSHIPS, "status:applied"),
    (MEMBERSHIPS, "status:left since:2015.."),
    (MEMBERSHIPS, "category:signatory country:PL"),
    (SOURCES, "members"),
    (NOTES, "energy"),
)

SLOW_MS, SLOWER, MORE_MS = 1.5, 1.15, 0.2
"""A query that takes bare SQL longer than the first, in ms, may take so many times as long; any
other so many ms more."""


def rows(path: Path, rounds: int) -> Iterator[Row]:
    """Measure all that needs no window."""
    with open_catalog(path, user="bench") as catalog, closing(raw.connect(path)) as bare:
        yield from _queries(catalog, bare, rounds)
        yield _in_order(catalog, bare, rounds)
    yield _size(path)


def _queries(catalog: Catalog, bare: sqlite3.Connection, rounds: int) -> Iterator[Row]:
    """Measure every query; return a row of the one that comes off worst, and of all too slow."""
    found = [_query(catalog, bare, rounds, *one) for one in QUERIES]
    found.sort(key=lambda pair: pair[0], reverse=True)
    worst, *others = (row for _, row in found)
    yield replace(worst, what=f"worst of {len(found)} queries: {worst.what}")
    yield from (row for row in others if not row.kept)


def _query(
    catalog: Catalog, bare: sqlite3.Connection, rounds: int, section: Section, text: str
) -> tuple[float, Row]:
    """Return what a query costs, as a share of what it may cost, and its row."""
    sql, given = raw.statement(catalog.query(text, section))
    if catalog.find(catalog.query(text, section)) != raw.ids(bare, sql, given):
        raise AssertionError(f"{text} finds something else in bare SQL")
    pairs = in_turn(
        lambda: catalog.find(catalog.query(text, section)),
        lambda: raw.ids(bare, sql, given),
        rounds,
    )
    what, (ours, other) = f"{section.key} {text or '(all)'}", medians(pairs)
    if other > SLOW_MS:
        return ours / other / SLOWER, times(what, pairs, SLOWER)
    more = statistics.median(one - another for one, another in pairs)
    limit = f"raw + {MORE_MS} ms (paired {more:.2f})"
    return more / MORE_MS, Row(what, ours, other, limit, more <= MORE_MS)


def _in_order(catalog: Catalog, bare: sqlite3.Connection, rounds: int) -> Row:
    query = catalog.query("", AUTHORITIES)
    pairs = in_turn(lambda: catalog.find(query), lambda: raw.ids(bare, raw.IN_ORDER), rounds)
    return times(f"{catalog.count(AUTHORITIES):,} ids in locale order", pairs, 1.5)


def _size(path: Path) -> Row:
    whole, bare = path.stat().st_size / 1e6, raw.bare_size(path) / 1e6
    return Row("catalogue file, of the bare tables", whole, bare, "2.0 x", whole <= 2 * bare, "MB")
