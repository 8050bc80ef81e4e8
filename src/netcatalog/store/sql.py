"""SQL as text with the values of its parameters: what is asked often, and must not wait.

An expression of SQLAlchemy takes longer to put together than most searches take to run
(docs/performance.md). Names of tables and columns come from the declarations; what a user
typed goes in as a value, never as text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from sqlite3 import Connection, Cursor


@dataclass(frozen=True, slots=True)
class Sql:
    """A stretch of SQL with a question mark for each value."""

    text: str
    values: tuple[object, ...] = ()

    def __add__(self, other: Sql) -> Sql:
        """Return this stretch followed by another."""
        return Sql(self.text + other.text, self.values + other.values)

    def within(self, before: str, after: str = ")") -> Sql:
        """Return the stretch with some text before and after it."""
        return Sql(before + self.text + after, self.values)

    def run(self, connection: Connection) -> Cursor:
        """Carry it out in the transaction of a connection.

        Raises:
            sqlite3.Error: see `database.storage_errors`.
        """
        return connection.execute(self.text, self.values)


def joined(between: str, parts: Iterable[Sql]) -> Sql:
    """Return stretches one after the other, with some text between them."""
    listed = list(parts)
    text = between.join(part.text for part in listed)
    return Sql(text, tuple(value for part in listed for value in part.values))


def either(parts: Iterable[Sql]) -> Sql:
    """Return the condition that at least one holds, each asked once; of none, that never does."""
    listed = list(dict.fromkeys(parts))
    return listed[0] if len(listed) == 1 else joined(" OR ", listed or [Sql("0")]).within("(")


def every(parts: Iterable[Sql]) -> Sql:
    """Return the condition that all hold, each asked once; of none, that always does."""
    listed = list(dict.fromkeys(parts))
    return listed[0] if len(listed) == 1 else joined(" AND ", listed or [Sql("1")]).within("(")
