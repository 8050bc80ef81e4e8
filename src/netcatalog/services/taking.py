"""Filling an empty catalogue with all that another one gave out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netcatalog.domain.errors import CatalogError, ConflictError, InvalidError
from netcatalog.domain.progress import silent
from netcatalog.services import checking, dumping, everything
from netcatalog.services.dumping import CHANGES, REVISIONS, Names, kinds_by_group
from netcatalog.store import history, ordering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from netcatalog.domain.fields import Record
    from netcatalog.domain.progress import Progress
    from netcatalog.store.reading import Reader
    from netcatalog.store.writing import UnitOfWork

    Rows = Callable[[], Iterable[tuple[str, str, Mapping[str, Any]]]]

CHUNK = 2_000


def check_empty(reader: Reader, path: Path) -> None:
    """Make sure that nothing is in a catalogue, and nothing ever was.

    Raises:
        ConflictError: There is, or was.
    """
    if everything.count(reader) or history.newest(reader.connection):
        raise ConflictError(
            f"“{path.name}” is not empty. Make a new, empty catalogue and bring the file in there."
        )


def take(work: UnitOfWork, about: Mapping[str, Any], rows: Rows, progress: Progress) -> bool:
    """Add all records, under the ids they have; return whether their history came with them.

    Raises:
        InvalidError: A row cannot be read; the message says which.
    """
    schema = work.schema
    names = Names(schema)
    groups = kinds_by_group(schema)
    total = 0
    for group, place, plain in rows():
        total += 1
        if group in groups:
            with_place(place, names.take, group, plain)
        elif group not in {REVISIONS, CHANGES}:
            raise InvalidError(f"{place}: a catalogue has no list “{group}”.")
    dumping.put_about(work.connection, schema, about.get("settings"), None)
    work.apply(dumping.additions(_records(names, rows, progress, total)))
    dumping.put_about(work.connection, schema, None, about.get("last_rows"))
    language = ordering.order_language(work.connection)
    ordering.order_by(work.connection, schema, language, silent)
    if not about.get("history"):
        return False
    work.settle()
    told = [plain for group, _, plain in rows() if group == REVISIONS]
    dumping.put_history(
        work.connection, told, (plain for group, _, plain in rows() if group == CHANGES)
    )
    found = checking.check(work.reader(), silent)
    if found.faults:
        raise InvalidError(f"The history in the file does not fit its records: {found.faults[0]}")
    return True


def _records(names: Names, rows: Rows, progress: Progress, total: int) -> Iterator[Record]:
    for number, (group, place, plain) in enumerate(rows(), 1):
        if group not in {REVISIONS, CHANGES}:
            yield with_place(place, names.record, group, plain)
        if number % CHUNK == 0:
            progress(number, total)


def with_place(place: str, work: Callable[..., Any], *given: Any) -> Any:  # noqa: ANN401
    """Do something; if it fails, say of which row."""
    try:
        return work(*given)
    except CatalogError as error:
        raise InvalidError(f"{place}: {error}. Nothing was brought in.") from error
