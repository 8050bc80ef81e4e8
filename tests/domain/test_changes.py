from __future__ import annotations

import pytest

from netcatalog.domain.changes import Change, Effect
from netcatalog.domain.records import Source
from tests import make

OLD, NEW = make.record(Source, title="Old"), make.record(Source, title="New")


@pytest.mark.parametrize(
    ("change", "effect", "record"),
    [
        (Change(after=NEW), Effect.ADDED, NEW),
        (Change(before=OLD), Effect.REMOVED, OLD),
        (Change(before=OLD, after=NEW), Effect.ALTERED, NEW),
    ],
)
def test_a_change_knows_what_it_does_and_to_what(change, effect, record):
    assert (change.effect, change.record) == (effect, record)


def test_a_change_of_nothing_is_a_defect():
    with pytest.raises(ValueError, match="a before or an after"):
        Change()
