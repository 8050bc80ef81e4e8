"""How alike two actors are."""

from __future__ import annotations

import pytest

from netcatalog.domain.choices import IdentifierScheme
from netcatalog.domain.likeness import (
    Profile,
    Verdict,
    compare,
    distance,
    keys_of,
    name_keys,
)


def profile(*names, **told):
    return Profile(names=keys_of(names), **told)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Łódź", "Lodz"),
        ("Saint-Étienne", "SAINT ETIENNE"),
        ("Bruxelles / Brussel", "Brussel"),
        ("Rubio, El", "El Rubio"),
        ("Comune di Apecchio", "Apecchio"),
        ("City of Essen (Germany)", "Essen"),
        ("Comú d'Ordino", "Comu d’Ordino"),
    ],
)
def test_names_that_are_written_in_two_ways_have_a_key_in_common(one, other):
    assert set(name_keys(one)) & set(name_keys(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alkmaar, Bergen, Castricum", "Bergen"),
        ("Villa", "Villa Verde"),
        ("Grado", "Grad Do"),
        ("Stadt", "City of"),
    ],
)
def test_names_of_others_have_no_key_in_common(one, other):
    assert not set(name_keys(one)) & set(name_keys(other))


@pytest.mark.parametrize("name", ["{", " - ", "\ue000"])
def test_a_name_without_letters_is_its_own_key(name):
    assert name_keys(name) == (name.strip(),)


def test_what_is_blank_has_no_key():
    assert name_keys("  ") == ()


def test_the_same_name_in_the_same_country_is_surely_the_same():
    told = compare(profile("Płock", country="PL"), profile("Plock", country="PL"))
    assert (told.verdict, told.reasons) == (Verdict.SURE, ("the same name", "the same country"))


def test_the_same_name_in_another_country_is_another():
    told = compare(profile("Bergen", country="NO"), profile("Bergen", country="NL"))
    assert told.verdict is Verdict.UNLIKE


def test_without_a_country_nobody_can_be_sure():
    told = compare(profile("Bergen"), profile("Bergen", country="NL"))
    assert told.verdict is Verdict.LIKELY


def test_a_population_of_another_size_makes_one_unsure():
    told = compare(
        profile("Valongo", country="PT", population=93_858),
        profile("Valongo", country="PT", population=24_074),
    )
    assert told.verdict is Verdict.LIKELY
    assert told.reasons[-1] == "93\u202f858 and 24\u202f074 inhabitants"


def test_places_far_apart_make_one_unsure():
    told = compare(
        profile("Castro", country="IT", point=(40.0, 18.4)),
        profile("Castro", country="IT", point=(45.8, 10.1)),
    )
    assert told.verdict is Verdict.LIKELY
    assert told.reasons[-1].endswith("km apart")


def test_a_name_nearly_the_same_is_likely():
    told = compare(profile("Roccaspide", country="IT"), profile("Roccadaspide", country="IT"))
    assert told.verdict is Verdict.LIKELY


def test_one_number_in_a_register_decides_whatever_the_names():
    lau = frozenset({(IdentifierScheme.LAU, "21004")})
    told = compare(profile("Bruxelles", identifiers=lau), profile("Brussel", identifiers=lau))
    assert (told.verdict, told.reasons) == (Verdict.SURE, ("LAU 21004",))


def test_a_local_number_of_another_country_says_nothing():
    lau = frozenset({(IdentifierScheme.LAU, "01001")})
    told = compare(
        profile("Agliè", country="IT", identifiers=lau),
        profile("Flensburg", country="DE", identifiers=lau),
    )
    assert told.verdict is Verdict.UNLIKE


def test_two_numbers_in_a_register_are_two_actors():
    one, other = (
        profile("Nová Ves", country="CZ", identifiers=frozenset({(IdentifierScheme.LAU, value)}))
        for value in ("578134", "576328")
    )
    assert compare(one, other).verdict is Verdict.UNLIKE


def test_two_numbers_of_our_own_decide_nothing():
    one, other = (
        profile("Essen", country="BE", identifiers=frozenset({(IdentifierScheme.OWN, value)}))
        for value in ("1", "2")
    )
    assert compare(one, other).verdict is Verdict.SURE


def test_vienna_and_bratislava_lie_55_km_apart():
    assert distance((48.208, 16.373), (48.144, 17.110)) == pytest.approx(55, abs=1)
