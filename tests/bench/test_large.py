from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from netcatalog.domain.records import Actor, Membership, Name, Period
from netcatalog.domain.rules import problems
from tests.bench import large, towns

SIZE = 1_000


@pytest.fixture(scope="module")
def records():
    return [record for _title, step in large._Large(SIZE).steps() for record in step]


def test_the_large_catalogue_is_the_same_at_every_run(records):
    again = [record for _title, step in large._Large(SIZE).steps() for record in step]
    assert again == records


def test_it_has_as_many_records_as_are_asked_for(records):
    kinds = Counter(type(record) for record in records)
    assert kinds[Membership] == SIZE
    assert kinds[Actor] == SIZE // 10 + large.NETWORKS
    assert kinds[Period] > SIZE * 0.9


def test_all_of_it_may_be_stored(records):
    assert [record for record in records if problems(record)] == []


def test_nobody_is_a_member_of_a_network_twice(records):
    pairs = [(one.member, one.network) for one in records if isinstance(one, Membership)]
    assert len(set(pairs)) == len(pairs)


def test_the_first_network_is_joined_by_all_and_the_last_by_few(records):
    sizes = Counter(one.network for one in records if isinstance(one, Membership))
    assert sizes[SIZE // 10 + 1] == SIZE // 10
    assert sizes[SIZE // 10 + large.NETWORKS] <= 1


def test_ids_are_given_from_one_on(records):
    keys = [one.id for one in records if isinstance(one, Membership)]
    assert keys == list(range(1, SIZE + 1))


@pytest.mark.parametrize("there", [True, False])
def test_towns_are_made_up_where_there_is_no_list(there, monkeypatch, tmp_path):
    if not there:
        monkeypatch.setattr(towns, "LAU", tmp_path / "no list")
    found = towns.towns(50, Random(1))
    assert len(found) == 50
    assert all(town.name for town in found)


def test_a_list_that_is_too_short_is_filled_up(monkeypatch, tmp_path):
    heading = "lau_name_national,lau_name_latin,country,population,gisco_id"
    (tmp_path / "lau.csv").write_text(f"{heading}\nΑθήνα,Athina,EL,664046,EL_1\n,,FR,3,FR_2\n")  # noqa: RUF001
    monkeypatch.setattr(towns, "LAU", tmp_path / "lau.csv")
    found = towns.towns(5, Random(1))
    assert (found[0].name, found[0].latin, found[0].country) == ("Αθήνα", "Athina", "GR")
    assert len(found) == 5


def test_every_authority_has_a_name(records):
    named = {one.actor for one in records if isinstance(one, Name)}
    assert named == {one.id for one in records if isinstance(one, Actor)}
