"""Who holds a catalogue, so that nobody else changes it in a window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Someone at a window, as told by the lock file beside the catalogue.

    Attributes:
        user: Their name; "" where the file cannot be read.
        host: Their computer.
        pid: Their process on it.
        since: When they opened the catalogue, in UTC; None if it cannot be read.
    """

    user: str = ""
    host: str = ""
    pid: int = 0
    since: dt.datetime | None = None

    @property
    def words(self) -> str:
        """Who, where and since when, in words."""
        who = self.user or "somebody"
        where = f" on {self.host}" if self.host else ""
        when = f" since {self.since.astimezone():%Y-%m-%d %H:%M}" if self.since else ""
        return f"{who}{where}{when}"
