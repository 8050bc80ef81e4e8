from __future__ import annotations

import pytest

from netcatalog.domain.orders import read, turned, written
from netcatalog.domain.query import Sort

A, B = Sort(column="a"), Sort(column="b")
A_DOWN, B_DOWN = Sort(column="a", descending=True), Sort(column="b", descending=True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((), (A,)),
        ((A,), (A_DOWN,)),
        ((A_DOWN,), ()),
        ((B,), (A,)),
        ((B, A), (A_DOWN,)),
        ((A_DOWN, B), ()),
    ],
)
def test_a_column_alone_goes_up_down_and_out(before, after):
    assert turned(before, "a") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((), (B,)),
        ((A,), (A, B)),
        ((A_DOWN, B), (A_DOWN, B_DOWN)),
        ((B, A), (B_DOWN, A)),
        ((B_DOWN, A), (A,)),
        ((A, B_DOWN), (A,)),
    ],
)
def test_a_column_that_is_added_leaves_the_others_in_their_ranks(before, after):
    assert turned(before, "b", adding=True) == after


@pytest.mark.parametrize("order", [(), (A,), (A_DOWN, B), (B_DOWN, A_DOWN)])
def test_an_order_comes_back_from_its_text(order):
    assert read(written(order), {"a", "b"}) == order


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("gone -a", (A_DOWN,)),
        ("-gone", ()),
        ("a -a a", (A,)),
        ("- -- a", (A,)),
        ("", ()),
    ],
)
def test_what_is_not_known_in_a_text_is_left_out(text, order):
    assert read(text, {"a", "b"}) == order
