"""A whole catalogue in a file of another kind, JSON or a zip of CSV files, read again."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import is_zipfile

from netcatalog.domain.errors import InvalidError
from netcatalog.domain.progress import silent
from netcatalog.transfer import lossless, whole_csv

if TYPE_CHECKING:
    from pathlib import Path

    from netcatalog.domain.changes import Revision
    from netcatalog.domain.progress import Progress
    from netcatalog.services.catalog import Catalog


def is_whole(path: Path) -> bool:
    """Return whether a file holds a whole catalogue."""
    return lossless.is_ours(path) or whole_csv.is_ours(path)


def read(catalog: Catalog, path: Path, progress: Progress = silent) -> Revision | None:
    """Fill an empty catalogue with what a file holds; see `lossless.read` and `whole_csv.read`.

    Returns:
        The revision that holds it all; None if the file brought its own history.

    Raises:
        InvalidError: The file is none of these, or damaged; the message says where.
        ConflictError: The catalogue is not empty.
    """
    if whole_csv.is_ours(path):
        return whole_csv.read(catalog, path, progress)
    if is_zipfile(path):
        raise InvalidError(
            f"“{path.name}” is a zip file, but not of a whole catalogue. “Import a list” brings "
            "in lists that are in one."
        )
    return lossless.read(catalog, path, progress)
