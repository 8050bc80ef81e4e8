from __future__ import annotations

import pytest

from netcatalog.domain.changes import Change
from netcatalog.domain.records import Source
from tests import make

OLD, NEW = make.record(Source, title="Old"), make.record(Source, title="New")


@pytest.mark.parametrize(
    ("change", "inverse", "record"),
    [
        (Change(after=NEW), Change(before=NEW), NEW),
        (Change(before=OLD), Change(after=OLD), OLD),
        (Change(before=OLD, after=NEW), Change(before=NEW, after=OLD), NEW),
    ],
)
def test_a_change_can_be_turned_round(change, inverse, record):
    assert (change.inverse(), change.record) == (inverse, record)
    assert change.inverse().inverse() == change


def test_a_change_of_nothing_is_a_defect():
    with pytest.raises(ValueError, match="a before or an after"):
        Change()
