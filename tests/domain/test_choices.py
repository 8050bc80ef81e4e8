from __future__ import annotations

import pytest

from netcatalog.domain import choices
from netcatalog.domain.choices import ActorKind
from netcatalog.domain.fields import Choice
from netcatalog.domain.folding import fold

CHOICES = [
    one
    for one in vars(choices).values()
    if isinstance(one, type) and issubclass(one, Choice) and one is not Choice
]


def test_a_choice_equals_its_value_and_has_a_label():
    assert ActorKind.INTERGOVERNMENTAL == "intergovernmental"
    assert ActorKind.INTERGOVERNMENTAL.label == "intergovernmental organisation"


@pytest.mark.parametrize("kind", CHOICES)
def test_every_value_can_be_typed_after_a_colon(kind):
    for one in kind:
        assert one.value.replace("_", "").isalnum()
        assert one.value == one.value.lower()


@pytest.mark.parametrize("kind", CHOICES)
def test_every_label_means_one_value(kind):
    labels = [fold(one.label) for one in kind]
    assert all(labels)
    assert len(labels) == len(set(labels))
