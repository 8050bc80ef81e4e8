from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from netcatalog.store.id_sets import SPARSE, found, id_set

IDS = st.lists(st.integers(1, 2_000), max_size=60)


@given(IDS, IDS)
def test_what_two_sets_have_in_common_is_counted(ids, hits):
    assert found(hits, 2_001).count(id_set(ids)) == len(set(ids) & set(hits))


def test_many_ids_are_bits_and_few_are_numbers():
    assert isinstance(id_set(range(1, 1_000)), int)
    assert isinstance(id_set([1, SPARSE * 3]), array)


def test_an_id_given_twice_counts_once():
    for ids in ([5_000, 5_000], [1, 1]):
        assert found(ids, 5_001).count(id_set(ids)) == 1


def test_of_no_ids_none_is_counted():
    assert found([1, 2], 3).count(id_set([])) == found([], 3).count(id_set([1, 2])) == 0
