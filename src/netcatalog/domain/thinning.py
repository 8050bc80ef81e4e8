"""Which of many backups stay: the older they are, the fewer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

RECENT = dt.timedelta(days=1)
"""For how long every backup stays."""

MOST_RECENT = 50
"""How many stay at most of those: one for each half hour of a day, and two besides."""

_SPARSER: tuple[tuple[dt.timedelta, Callable[[dt.datetime], tuple[int, ...]]], ...] = (
    (dt.timedelta(days=14), lambda at: (at.year, at.month, at.day)),
    (dt.timedelta(days=61), lambda at: tuple(at.isocalendar()[:2])),
    (dt.timedelta(days=731), lambda at: (at.year, at.month)),
)
"""Up to which age the last backup stays of each day, then of each week, then of each month."""


def kept(moments: Collection[dt.datetime], now: dt.datetime) -> set[dt.datetime]:
    """Return the moments of the backups that stay; the newest always does.

    Those that seem to come from the future stay too: some clock was wrong, and nobody knows
    which.
    """
    newest = sorted(moments, reverse=True)
    stay = {at for at in newest if at > now} | set(newest[:1])
    stay |= {*[at for at in newest if now - RECENT < at <= now][:MOST_RECENT]}
    younger = RECENT
    for oldest, period in _SPARSER:
        last = {period(at): at for at in reversed(newest)}
        stay |= {at for at in last.values() if younger <= now - at < oldest}
        younger = oldest
    return stay
