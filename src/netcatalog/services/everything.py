"""All records of the catalogue, one after the other: for exports of the whole, and for merging."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from netcatalog.services.pages import references
from netcatalog.store.reading import AMONG, json_of
from netcatalog.store.sql import Sql

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
    for kind in reader.schema.records:
        ids = reader.connection.execute(f"SELECT id FROM {kind.about.key} ORDER BY id")
        keys = [key for (key,) in ids]
        for start in range(0, len(keys), CHUNK):
            records = reader.records(kind, keys[start : start + CHUNK])
            reader.learn_labels(records)
            for record in records:
                yield record, references(reader, record)
            done += len(records)
            progress(done, total)


def count(reader: Reader) -> int:
    """Return how many records of all types there are."""
    counted = (f"SELECT count(*) FROM {kind.about.key}" for kind in reader.schema.records)
    return sum(reader.connection.execute(one).fetchone()[0] for one in counted)


def uids(reader: Reader, kind: type[Record], keys: Sequence[int]) -> dict[int, UUID]:
    """Return the uids of records by id; ids no longer there are left out."""
    asked = Sql(f"SELECT id, uid FROM {kind.about.key} WHERE id {AMONG}", (json_of(keys),))
    return {key: UUID(bytes=uid) for key, uid in asked.run(reader.connection)}
