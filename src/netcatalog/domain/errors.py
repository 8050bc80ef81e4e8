"""The errors a caller of the catalogue may meet.

Two families, because the person at the desk must be told different things. A `CatalogError`
is a fact of the world (a file is locked, a name is unknown): its message is a sentence that
says what happened, to what, and what to do, and work goes on. Anything else that escapes
is a defect of ours: logged whole, and shown in the one report dialog.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netcatalog.domain.changes import Conflict
    from netcatalog.domain.holding import Holder


class CatalogError(Exception):
    """A condition the user can understand and often mend. Its text is for the user."""


class NotFoundError(CatalogError):
    """What was asked for is not in the catalogue, or not any more."""


class AmbiguousNameError(CatalogError):
    """Several actors bear the name; the message lists them."""


class ConflictError(CatalogError):
    """The record was changed elsewhere since it was read.

    Attributes:
        conflicts: For an undo, the fields that were changed again since.
    """

    def __init__(self, message: str, conflicts: Sequence[Conflict] = ()) -> None:
        super().__init__(message)
        self.conflicts = tuple(conflicts)


class InvalidError(CatalogError):
    """A record breaks a rule and cannot be stored."""


class StorageError(CatalogError):
    """The catalogue file cannot be opened, read or written."""


class NotACatalogError(StorageError):
    """The file is something else than a catalogue."""


class DamagedError(StorageError):
    """The catalogue file is damaged, or something in it cannot be read."""


class HeldError(StorageError):
    """Somebody else has the catalogue open in a window.

    Attributes:
        holder: Who.
    """

    def __init__(self, name: str, holder: Holder) -> None:
        super().__init__(
            f"“{name}” is open in a window: {holder.words}. Close it there, or open it to read."
        )
        self.holder = holder


class ReadOnlyError(StorageError):
    """The catalogue was opened to be read, and cannot be changed."""


class NewerVersionError(StorageError):
    """The catalogue was written by a newer version of the program."""


class ReportError(CatalogError):
    """A report or export could not be made."""


class TableError(CatalogError):
    """A file with tables to import cannot be read; the message says where and why."""


class CancelledError(CatalogError):
    """The user asked to stop; nothing was changed."""
