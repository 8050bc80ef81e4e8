"""All records of the catalogue, one after the other: for exports of the whole, and for merging."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select

from netcatalog.services.pages import references

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from netcatalog.domain.fields import Record
    from netcatalog.domain.pages import Reference
    from netcatalog.domain.progress import Progress
    from netcatalog.store.reading import Reader

CHUNK = 500
"""Records read at a time: few statements, little memory."""


def read(reader: Reader, progress: Progress) -> Iterator[tuple[Record, Mapping[str, Reference]]]:
    """Read every record with what its references are called, by type and then by id."""
    total, done = count(reader), 0
    for kind in reader.tables.schema.records:
        origin = reader.tables[kind]
        keys = list(reader.connection.scalars(select(origin.c.id).order_by(origin.c.id)))
        for start in range(0, len(keys), CHUNK):
            records = reader.records(kind, keys[start : start + CHUNK])
            reader.learn_labels(records)
            for record in records:
                yield record, references(reader, record)
            done += len(records)
            progress(done, total)


def count(reader: Reader) -> int:
    """Return how many records of all types there are."""
    return sum(
        reader.connection.scalar(select(func.count()).select_from(reader.tables[kind])) or 0
        for kind in reader.tables.schema.records
    )


def uids(reader: Reader, kind: type[Record], keys: Sequence[int]) -> dict[int, UUID]:
    """Return the uids of records by id; ids no longer there are left out."""
    origin = reader.tables[kind]
    return {
        row.id: UUID(bytes=row.uid)
        for start in range(0, len(keys), CHUNK)
        for row in reader.connection.execute(
            select(origin.c.id, origin.c.uid).where(origin.c.id.in_(keys[start : start + CHUNK]))
        )
    }
