"""What it comes to if the records of another catalogue are brought into this one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netcatalog.domain.changes import Change, Effect

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence
    from uuid import UUID

    from netcatalog.domain.fields import Record
    from netcatalog.domain.merging import Meeting, Merging


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """What another catalogue holds that this one does not, and where the two clash.

    Attributes:
        title: What the step is called.
        since: When the two were last the same; None where nothing is known of that.
        newest: The uid of the other's newest revision; None if it has no history.
        additions: The records to be added, under ids below zero.
        merging: The records to be altered or removed, and the fields that both sides changed;
            "mine" is what the other catalogue has.
        told: What is added and altered, for the first of each type: effect, type, title.
        left_out: What of the other is not brought in, and why, in sentences.
    """

    title: str
    since: dt.datetime | None
    newest: UUID | None
    additions: Sequence[Record]
    merging: Merging
    told: Sequence[tuple[Effect, type[Record], str]]
    left_out: Sequence[str]

    def counts(self) -> Mapping[tuple[Effect, type[Record]], int]:
        """Return how many records are added, altered and removed, if nothing of it is refused."""
        return Counter(
            (change.effect, type(change.record)) for change in self.changes(self.merging.meetings)
        )

    def changes(self, theirs: Collection[Meeting]) -> list[Change]:
        """Return the changes; where both sides changed a field, the other's holds of `theirs`."""
        added = [Change(after=one) for one in self.additions]
        return [*added, *self.merging.merged(theirs)]
