"""Ending the memberships that a list of all members does not name any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcatalog.domain import wording
from netcatalog.domain.choices import MembershipStatus
from netcatalog.domain.fields import Edtf, field_named
from netcatalog.domain.importing import Line, Standing
from netcatalog.domain.likeness import SIMILAR, name_keys, names_alike
from netcatalog.domain.mappings import SUBJECT
from netcatalog.domain.records import Membership, Period
from netcatalog.services.importing.comparing import begins_after
from netcatalog.store.reading import chunks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from netcatalog.services.importing.draft import Draft
    from netcatalog.store.reading import Reader


MOST_COMPARED = 200
"""Most new members by whose names it is told that who leaves may be one of them."""


def leave(
    reader: Reader, draft: Draft, as_of: str, perhaps: Collection[int | None]
) -> Iterator[list[Line]]:
    """Put down what ends, some hundred memberships at a time, and yield it in words.

    Args:
        reader: The catalogue.
        draft: What the list says.
        as_of: The day of the list, by which those who are not in it have left; "" if unknown.
        perhaps: Actors that rows are or may be about, though they do not say of what they are
            members, or were left out: of these it is not sure that they have left.
    """
    for network in [one for one in draft.seen if one > 0]:
        gone = [
            key
            for member, key in draft.memberships(network).items()
            if key > 0 and member not in draft.seen[network] and member not in perhaps
        ]
        for some in chunks(gone):
            yield list(_end(reader, draft, some, Edtf(as_of)))


def _end(reader: Reader, draft: Draft, keys: Sequence[int], as_of: Edtf) -> Iterator[Line]:
    periods = reader.hanging(Period, field_named(Period, "membership"), keys)
    records = reader.records(Membership, keys)
    reader.learn_labels(records)
    for one in records:
        if one.status is MembershipStatus.LEFT:
            continue
        going = [period for period in periods.get(one.id or 0, ()) if not period.until]
        if any(begins_after(period, as_of) for period in going):
            continue
        draft.alter(one, {"status": MembershipStatus.LEFT})
        for period in going if as_of else ():
            draft.alter(period, {"until": as_of})
        if as_of and not going:
            draft.add_period(one.id or 0, {"until": as_of})
        title = reader.label(SUBJECT, one.member)
        words = wording.joined([f"leaves {reader.label(SUBJECT, one.network)}", as_of], " ")
        joining = draft.joining[one.network][:MOST_COMPARED]
        near = [f"“{other}”" for other in joining if _may_be_one(title, other)]
        doubts = (f"or is it {' or '.join(near)}, who joins?",) if near else ()
        yield Line("", 0, title, Standing.CHANGED, (words, *doubts))


def _may_be_one(title: str, other: str) -> bool:
    """Return whether who leaves may be who joins, by another name."""
    ours, theirs = name_keys(title), name_keys(other)
    return names_alike(ours, theirs) >= SIMILAR or any(
        one.startswith(f"{two} ") or two.startswith(f"{one} ") for one in ours for two in theirs
    )
