"""Finding actors that may be one and the same."""

from __future__ import annotations

import pytest

from netcatalog.domain.choices import (
    ActorKind,
    AuthorityLevel,
    IdentifierScheme,
    NameType,
    RelationType,
)
from netcatalog.domain.errors import CancelledError
from netcatalog.domain.likeness import Verdict
from netcatalog.domain.records import Actor, Identifier, Name, Relation
from netcatalog.services import duplicates
from netcatalog.services.duplicates import said_different
from tests import make


def town(catalog, name, *names, number="", **given):
    key = make.authority(catalog, name, *names, **({"country": "PL"} | given))
    if number:
        make.fact(catalog, Identifier, actor=key, scheme=IdentifierScheme.LAU, value=number)
    return key


def pairs(catalog, within=None):
    return [(one.one.label, one.other.label) for one in catalog.duplicates(within).pairs]


def test_the_same_name_in_the_same_country_is_found_in_any_spelling(catalog):
    first, second = town(catalog, "Łódź"), town(catalog, "Lodz")
    town(catalog, "Lublin")
    (pair,) = catalog.duplicates().pairs
    assert (pair.one.id, pair.other.id) == (first, second)
    assert pair.likeness.verdict is Verdict.SURE
    assert pair.likeness.reasons == ("the same name", "the same country")


def test_any_name_will_do(catalog):
    town(catalog, "Wrocław", "Breslau")
    town(catalog, "Vratislavia", "Breslau")
    assert pairs(catalog) == [("Wrocław", "Vratislavia")]


def test_the_same_number_in_a_register_is_found_whatever_the_names(catalog):
    town(catalog, "Łódź", number="1061011")
    town(catalog, "Litzmannstadt", number="1061011")
    assert pairs(catalog) == [("Łódź", "Litzmannstadt")]


def test_the_same_number_of_a_region_says_nothing(catalog):
    for name in ("Łódź", "Pabianice"):
        key = town(catalog, name)
        make.fact(catalog, Identifier, actor=key, scheme=IdentifierScheme.NUTS, value="PL711")
    assert pairs(catalog) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"number": "1"}, {"number": "2"}),
        ({"country": "PL"}, {"country": "CZ"}),
        ({"population": 9_000}, {"population": 40_000}),
        ({"latitude": 54.0, "longitude": 20.0}, {"latitude": 50.0, "longitude": 20.0}),
        ({"level": AuthorityLevel.MUNICIPALITY}, {"level": AuthorityLevel.REGION}),
        ({}, {"kind": ActorKind.ASSOCIATION}),
    ],
)
def test_one_name_of_two_is_not_enough(catalog, one, other):
    for given in (one, other):
        kind = given.pop("kind", ActorKind.AUTHORITY)
        key = town(catalog, "Nowa Wieś", **given)
        if kind is not ActorKind.AUTHORITY:
            make.remove(catalog, Actor, key)
            make.actor(catalog, "Nowa Wieś", kind=kind, country="PL")
    assert pairs(catalog) == []


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ({}, {}, False),
        ({"population": 9_000}, {"population": 9_100}, True),
        ({"population": 9_000}, {"population": 12_000}, False),
        ({"latitude": 50.0, "longitude": 20.0}, {"latitude": 50.01, "longitude": 20.0}, True),
        ({"latitude": 50.0, "longitude": 20.0}, {"latitude": 50.2, "longitude": 20.0}, False),
    ],
)
def test_names_that_are_only_like_each_other_need_a_witness(catalog, one, other, found):
    town(catalog, "Lublin", **one)
    town(catalog, "Lubin", **other)
    assert pairs(catalog) == ([("Lublin", "Lubin")] if found else [])


def test_names_that_are_very_like_each_other_need_none_if_there_is_none(catalog):
    town(catalog, "Konstantynów Łódzki")
    town(catalog, "Konstantynow Lodzky")
    assert pairs(catalog) == [("Konstantynów Łódzki", "Konstantynow Lodzky")]


def test_a_letter_too_many_at_the_beginning_is_seen_through(catalog):
    for number in range(20):
        town(catalog, f"Fonstantyn {chr(97 + number) * 4}")
    town(catalog, "Konstantynów Łódzki")
    town(catalog, "AKonstantynów Łódzki")
    assert pairs(catalog) == [("Konstantynów Łódzki", "AKonstantynów Łódzki")]


def test_one_of_no_country_is_compared_with_those_of_any(catalog):
    town(catalog, "Łódź")
    town(catalog, "Lodz", country="")
    (pair,) = catalog.duplicates().pairs
    assert pair.likeness.verdict is Verdict.LIKELY


def test_part_of_a_name_that_many_have_tells_nobody_apart(catalog):
    for name in ("Storkow", "Halle", "Buchen", "Eisenberg", "Calau", "Peitz", "Guben", "Cottbus"):
        town(catalog, f"{name} / Stadt")
    town(catalog, "Lübben / Stadt")
    town(catalog, "Stadt")
    assert pairs(catalog) == []


def test_part_of_a_name_is_one_if_it_is_all_of_the_name_of_another(catalog):
    for name in ("Storkow (Mark)", "Grünheide (Mark)", "Bruxelles / Brussel", "Brussel"):
        town(catalog, name)
    town(catalog, "Mark", country="SE")
    assert pairs(catalog) == [("Bruxelles / Brussel", "Brussel")]


def test_networks_are_found_by_their_acronyms(catalog):
    make.actor(catalog, "European Metropolitan Transport Authorities", acronym="EMTA")
    make.actor(catalog, "EMTA")
    assert len(pairs(catalog)) == 1


def test_the_surest_come_first(catalog):
    town(catalog, "Konstantynów Łódzki")
    town(catalog, "Konstantynow Lodzky")
    town(catalog, "Zgierz")
    town(catalog, "Zgierz")
    assert [one for one, _ in pairs(catalog)] == ["Zgierz", "Konstantynów Łódzki"]


def test_an_actor_is_no_duplicate_of_itself(catalog):
    key = town(catalog, "Łódź", "Lodz")
    make.fact(catalog, Name, actor=key, text="LODZ", type=NameType.ALTERNATIVE)
    assert pairs(catalog) == []


def test_those_said_to_be_different_are_not_asked_of_again_until_that_is_undone(catalog):
    first, second = town(catalog, "Łódź"), town(catalog, "Lodz")
    catalog.apply("tell apart", [said_different(second, first)])
    assert pairs(catalog) == []
    catalog.undo()
    assert pairs(catalog) == [("Łódź", "Lodz")]


def test_that_two_are_different_is_on_the_pages_of_both(catalog):
    first, second = town(catalog, "Łódź"), town(catalog, "Lodz")
    catalog.apply("tell apart", [said_different(first, second)])
    (entry,) = catalog.page(Actor, first).group(Relation)
    assert entry.sentence == "Not the same as Lodz"
    assert len(catalog.page(Actor, second).mentions) == 1


def test_another_relation_does_not_tell_them_apart(catalog):
    first, second = town(catalog, "Łódź"), town(catalog, "Lodz")
    make.fact(catalog, Relation, actor=first, type=RelationType.PART_OF, other=second)
    assert len(pairs(catalog)) == 1


def test_of_some_only_pairs_with_one_of_them_are_found(catalog):
    first = town(catalog, "Łódź")
    town(catalog, "Lodz")
    for _ in range(2):
        town(catalog, "Zgierz")
    assert pairs(catalog, {first}) == [("Łódź", "Lodz")]


def test_no_more_are_listed_than_anybody_reads(catalog, monkeypatch):
    monkeypatch.setattr(duplicates, "MOST_PAIRS", 1)
    for name in ("Łódź", "Lodz", "Zgierz", "Zgierz"):
        town(catalog, name)
    found = catalog.duplicates()
    assert (len(found.pairs), found.total) == (1, 2)


def test_looking_for_them_tells_how_far_it_has_come_and_can_be_stopped(catalog):
    town(catalog, "Łódź")
    told = []
    catalog.duplicates(progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (2, 2)

    def stop(done, total):
        raise CancelledError

    with pytest.raises(CancelledError):
        catalog.duplicates(progress=stop)
