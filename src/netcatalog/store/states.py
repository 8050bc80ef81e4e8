"""What a record, with all that hangs on it, was before an earlier revision."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from netcatalog.domain.errors import NotFoundError
from netcatalog.domain.fields import Record
from netcatalog.domain.naming import display_name
from netcatalog.domain.records import Name
from netcatalog.store.around import removed_with, steps_around
from netcatalog.store.past import Past
from netcatalog.store.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from netcatalog.domain.fields import Field

    States = Mapping[tuple[type[Record], int], Record | None]
    """What records were then, by type and id; None for one that was not there."""

R = TypeVar("R", bound=Record)

MOST_STEPS = 20_000
"""Most changes around one record that are followed back."""


def states_before(reader: Reader, kind: type[Record], key: int, revision: int) -> States:
    """Return what became otherwise, since a revision, of a record and what hangs on it.

    Args:
        reader: Reads the catalogue as it is now.
        kind: The type of a root record.
        key: Its id.
        revision: The key of the first revision to be thought away.

    Raises:
        NotFoundError: There were more changes than are followed back.
    """
    connection = reader.connection
    steps = steps_around(connection, reader.schema, kind, key, MOST_STEPS, revision)
    if len(steps) == MOST_STEPS:
        raise NotFoundError(
            f"More than {MOST_STEPS:,} facts of this {kind.about.label} were changed since then, "
            "too many to show it as it was. Look into a backup of that time."
        )
    found = {(step.record, one) for step, one in steps}
    new = found
    while new := {*removed_with(reader, new, revision)} - found:
        found |= new
    then = Past(reader).since(revision, sorted(found))
    return {(reader.schema[record], one): state for (record, one), state in then.items()}


class Then(Reader):
    """Reads some records as they were, and all others as they are now."""

    def __init__(self, reader: Reader, states: States) -> None:
        """Read through the connection of a `reader`; what is in `states` as it was then."""
        super().__init__(reader.connection, reader.schema)
        self._then: defaultdict[type[Record], dict[int, Record | None]] = defaultdict(dict)
        for (kind, key), state in states.items():
            self._then[kind][key] = state

    def records(self, kind: type[R], keys: Sequence[int]) -> list[R]:
        """Return the records with these ids, in the order of the ids; missing ones left out."""
        found = {one.id or 0: one for one in super().records(kind, keys)} | self._then[kind]
        return [one for key in keys if isinstance(one := found.get(key), kind)]

    def hanging(
        self, kind: type[R], via: Field, keys: Iterable[int], limit: int | None = None
    ) -> dict[int, list[R]]:
        """Return the records of `kind` that refer by `via` to each of these ids, by id."""
        wanted, then = set(keys), self._then[kind]
        found = super().hanging(kind, via, wanted)
        for owner, records in found.items():
            found[owner] = [one for one in records if one.id not in then]
        for state in then.values():
            if isinstance(state, kind) and (owner := getattr(state, via.name)) in wanted:
                found[owner].append(state)
        for records in found.values():
            records.sort(key=lambda one: one.id or 0)
            del records[len(records) if limit is None else limit :]
        return found

    def _stored_labels(self, kind: type[Record], keys: Sequence[int]) -> Iterator[tuple[int, str]]:
        yield from super()._stored_labels(kind, keys)
        holder, field = self.schema.naming(kind) or (kind, None)
        if holder is kind and field is not None:
            own = self._then[kind]
            yield from ((key, getattr(own[key], field.name, "")) for key in keys if key in own)
        elif self._then[holder]:
            via = next(one for other, one in self.schema.hanging_on(kind) if other is holder)
            for key, names in self.hanging(holder, via, keys).items():
                yield key, display_name([one for one in names if isinstance(one, Name)])
