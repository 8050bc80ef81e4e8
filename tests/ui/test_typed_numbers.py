from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcatalog.domain.wording import number
from netcatalog.ui.typed_numbers import decimal_number, whole_number


@given(st.integers(-(2**63), 2**63))
def test_a_number_as_we_write_it_is_read_again(count):
    assert whole_number(number(count)) == count


@given(st.text())
def test_whatever_is_typed_is_a_number_or_none(text):
    assert isinstance(whole_number(text), int | None)
    assert isinstance(decimal_number(text), float | None)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1 000,5", 1000.5),
        ("1,000,000", 1_000_000),
        ("0,125", 0.125),
        ("−.5", -0.5),
        ("+5", 5),
        ("1,000", None),
        ("1.2.3", None),
        ("1e3", None),
        ("nan", None),
        ("inf", None),
    ],
)
def test_decimals_are_read_with_point_or_comma(typed, number):
    assert decimal_number(typed) == number
