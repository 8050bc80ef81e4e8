"""How many of the records that a search finds have which value of each facet."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from netcatalog.domain.facets import Counted, Counts, facets_of
from netcatalog.domain.folding import fold
from netcatalog.domain.query import AllOf, Range
from netcatalog.store.history import newest
from netcatalog.store.id_sets import Found, found

if TYPE_CHECKING:
    from collections.abc import Collection

    from netcatalog.domain.facets import Facet, FacetValue
    from netcatalog.domain.query import Query
    from netcatalog.store.facets import FacetSets, Sets
    from netcatalog.store.reading import Reader
    from netcatalog.store.search import Search

MOST_REMEMBERED = 16
"""How many searches are remembered, with what they found."""


class FacetCounter:
    """Counts for one catalogue. May be used from any thread."""

    def __init__(self, sets: FacetSets, search: Search) -> None:
        self._sets = sets
        self._search = search
        self._found: dict[tuple[int, Query], Found] = {}

    def counts(self, reader: Reader, query: Query, ids: Collection[int]) -> tuple[Counts, ...]:
        """Return the counts of all facets of the query's section.

        The values of a facet in which something is chosen or excluded are counted as if
        nothing were: they say what choosing them as well would find.

        Args:
            reader: Reads the catalogue as it is now.
            query: What was asked.
            ids: What it found.
        """
        kind = query.section.kind
        facets = facets_of(reader.schema, query.section)
        sets = self._sets.of(reader, kind, facets)
        size = self._sets.size(reader.connection, kind)
        here = self._remember(reader, query, found(ids, size))
        return tuple(
            Counts(facet, _counted(reader, facet, sets[facet], basis))
            for facet in facets
            for basis in (self._basis(reader, query, facet, size) or here,)
        )

    def _basis(self, reader: Reader, query: Query, facet: Facet, size: int) -> Found | None:
        """Return what is found if nothing is asked of a facet, or None if nothing is."""
        others = tuple(part for part in query.where.parts if not facet.asks(part))
        if len(others) == len(query.where.parts):
            return None
        asked = replace(query, where=AllOf(others))
        known = self._found.get(_key(reader, asked))
        if known is not None and len(known.flags) == size:
            return known
        ids = [key for (key,) in reader.run(self._search.matching(asked))]
        return self._remember(reader, asked, found(ids, size))

    def _remember(self, reader: Reader, query: Query, what: Found) -> Found:
        """Keep what a search found: with each further click in a facet it is asked again."""
        if len(self._found) >= MOST_REMEMBERED:
            self._found.clear()
        self._found[_key(reader, query)] = what
        return what


def _key(reader: Reader, query: Query) -> tuple[int, Query]:
    return newest(reader.connection), replace(query, sort=(), problems=())


def _counted(reader: Reader, facet: Facet, sets: Sets, basis: Found) -> tuple[Counted, ...]:
    references = [one for one in sets if isinstance(one, int)]
    labels = reader.labels(facet.field.refers, references) if references else {}
    counts: Counter[FacetValue] = Counter()
    for one, ids in sets.items():
        count = basis.count(ids)
        if count:
            # Records that are called alike are one value: the search bar cannot tell them apart.
            for value in facet.groups(labels[one]) if isinstance(one, int) else (one,):
                counts[value] += count
    counted = [Counted(value, count) for value, count in counts.items()]
    return tuple(sorted(counted, key=_natural if facet.ordered else _by_count))


def _by_count(counted: Counted) -> tuple[int, str]:
    return -counted.count, fold(counted.value.label)


def _natural(counted: Counted) -> tuple[bool, str | int]:
    value = counted.value.value
    low = value.low if isinstance(value, Range) else None
    return low is not None, low or 0
