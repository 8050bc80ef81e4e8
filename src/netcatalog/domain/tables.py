"""Tables as they are read from files: headings, and rows of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Row(NamedTuple):
    line: int
    cells: tuple[str, ...]


class Unreadable(NamedTuple):
    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    name: str
    headings: tuple[str, ...]
    rows: Iterable[Row | Unreadable]
