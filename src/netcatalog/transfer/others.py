"""Another catalogue, to be read: a file of ours, or all of one in a file of another kind."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from netcatalog.services.opening import create_catalog, open_catalog
from netcatalog.transfer import whole

if TYPE_CHECKING:
    from collections.abc import Generator

    from netcatalog.services.catalog import Catalog


@contextmanager
def reading(path: Path, *, user: str) -> Generator[Catalog]:
    """Open another catalogue to read it, for the length of a block; it stays as it is.

    Raises:
        CatalogError: It is none, or cannot be read.
    """
    if not whole.is_whole(path):
        with open_catalog(path, user=user, reading=True) as catalog:
            yield catalog
        return
    with TemporaryDirectory(prefix="netcatalog-") as folder:
        copy = Path(folder) / f"{path.stem}.netcatalog"
        make_from(path, copy, user=user)
        with open_catalog(copy, user=user, reading=True) as catalog:
            yield catalog


def make_from(path: Path, made: Path, *, user: str) -> None:
    """Make a catalogue of all that is in a file of another kind; where that fails, none is left.

    Args:
        path: The file; see `whole`.
        made: Where the catalogue is to be.
        user: Who signs it, if the file has no history of its own.

    Raises:
        CatalogError: The file cannot be read, or no catalogue made there.
    """
    create_catalog(made, user=user, seeded=False)
    try:
        with open_catalog(made, user=user) as catalog:
            whole.read(catalog, path)
    except BaseException:
        for part in (made, *made.parent.glob(f"{made.name}-*")):
            part.unlink(missing_ok=True)
        raise
