"""What stands in the columns of a list."""

from __future__ import annotations

import pytest

from netcatalog.domain.errors import CancelledError
from netcatalog.domain.surveying import CHUNK, MOST_VALUES, survey
from netcatalog.domain.tables import Row, Table, Unreadable


def table(rows, headings=("City", "Status")):
    numbered = [
        row if isinstance(row, Unreadable) else Row(line, row)
        for line, row in enumerate(rows, start=2)
    ]
    return Table(name="A", headings=headings, header=(1,), rows=numbered, about=len(rows))


def test_cells_are_counted():
    found = survey([table([("Wien", "full"), ("Graz", "full"), ("Linz", "")])])
    assert found.rows == 3
    assert found.values["Status"] == {"full": 2}


def test_a_column_of_many_cells_is_not_one_of_few_values():
    found = survey([table([(f"Town {n}", "full") for n in range(MOST_VALUES + 1)])])
    assert "City" not in found.values
    assert found.values["Status"] == {"full": MOST_VALUES + 1}


def test_cells_that_may_mean_nothing_are_counted_as_they_are_written():
    found = survey([table([("None", "N/A"), ("Wien", "n/a"), ("-", "0")])])
    assert found.empty == {"None": 1, "N/A": 1, "n/a": 1, "-": 1}


def test_of_rows_that_cannot_be_read_no_cell_is_counted():
    found = survey([table([Unreadable(line=2, reason="bad", text="x"), ("Wien", "full")])])
    assert found.rows == 2
    assert found.values["Status"] == {"full": 1}


def test_it_can_be_stopped():
    def stop(_done, _total):
        raise CancelledError

    with pytest.raises(CancelledError):
        survey([table([("Wien", "full")] * CHUNK)], stop)
