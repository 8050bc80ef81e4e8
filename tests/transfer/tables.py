"""What tests of reading tables share."""

from __future__ import annotations

from netcatalog.domain.errors import TableError
from netcatalog.domain.tables import Row, Unreadable
from netcatalog.transfer.reading import read_tables


def cells(table):
    return [row.cells for row in table.rows if isinstance(row, Row)]


def unread(table):
    return [row for row in table.rows if isinstance(row, Unreadable)]


def read_or_refuse(path):
    """Read all there is; whatever cannot be read must be a TableError with a sentence."""
    problem = None
    try:
        contents = read_tables(path)
    except TableError as error:
        problem = str(error)
    if problem is not None:
        assert problem.endswith(".")
        return
    for table in contents.tables:
        assert len(set(table.headings)) == len(table.headings)
        assert all(table.headings)
        rows = list(table.rows)
        assert list(table.rows) == rows
        for row in rows:
            if isinstance(row, Row):
                assert len(row.cells) == len(table.headings)
            else:
                assert row.reason.endswith(".")
