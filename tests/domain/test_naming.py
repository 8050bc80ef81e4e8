from __future__ import annotations

import pytest

from netcatalog.domain.choices import NameType
from netcatalog.domain.naming import UNNAMED, display_name, matching_name
from netcatalog.domain.records import Name
from tests import make

OFFICIAL, ACRONYM, FORMER, TRANSLATION, QUOTED, DESCRIPTIVE = (
    NameType.OFFICIAL,
    NameType.ACRONYM,
    NameType.FORMER,
    NameType.TRANSLATION,
    NameType.AS_QUOTED,
    NameType.DESCRIPTIVE,
)


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ([], UNNAMED),
        ([("Vienna", OFFICIAL, "en")], "Vienna"),
        ([("EMTA", ACRONYM, ""), ("European Transport", OFFICIAL, "en")], "European Transport"),
        ([("Wien", OFFICIAL, "de"), ("Vienna", TRANSLATION, "en")], "Vienna"),
        ([("Wien", OFFICIAL, "de"), ("Vienne", TRANSLATION, "fr")], "Wien"),
        ([("Wien", OFFICIAL, "de"), ("EMTA", ACRONYM, "")], "EMTA"),
        ([("Old", FORMER, "en"), ("Nouveau", OFFICIAL, "fr")], "Nouveau"),
        ([("Old", FORMER, "en")], "Old"),
        ([("as said", QUOTED, "en"), ("Full", OFFICIAL, "")], "Full"),
        ([("as said", QUOTED, "en"), ("a body", DESCRIPTIVE, "en")], "a body"),
        ([("First", OFFICIAL, "en"), ("Second", OFFICIAL, "en")], "First"),
    ],
)
def test_an_actor_is_shown_under_its_best_name(names, shown):
    records = [
        make.record(Name, id=place, text=text, type=kind, language=language)
        for place, (text, kind, language) in enumerate(names, 1)
    ]
    assert display_name(records) == display_name(records[::-1]) == shown


def test_the_reader_may_have_another_language():
    names = [
        make.record(Name, text="Vienna", language="en"),
        make.record(Name, text="Wien", language="de"),
    ]
    assert display_name(names, "de") == "Wien"


KYIV = [("Київ", OFFICIAL, "uk"), ("Kyiv", TRANSLATION, "en"), ("Kiev", FORMER, "en")]
VIENNA = [("Vienna", TRANSLATION, "en"), ("Wien", OFFICIAL, "de"), ("Stadt Wien", QUOTED, "de")]
EMTA = [
    ("European Metropolitan Transport Authorities", OFFICIAL, "en"),
    ("EMTA", ACRONYM, ""),
    ("Authorities of EMTA", DESCRIPTIVE, "en"),
]


def names_of(given):
    return [
        make.record(Name, text=text, type=type_, language=language)
        for text, type_, language in given
    ]


@pytest.mark.parametrize(
    ("names", "words", "shown", "also"),
    [
        (KYIV, ["Kyiv"], "Київ", "Kyiv"),
        (KYIV, ["kiev"], "Київ", "Kiev"),
        (KYIV, ["Киев"], "Київ", "Kiev"),
        (KYIV, ["київ"], "Київ", ""),
        (KYIV, ["Київ"], "Kyiv", "Київ"),
        (VIENNA, ["wien"], "Vienna", "Wien"),
        (VIENNA, ["vienna"], "Vienna", ""),
        (VIENNA, ["stadt", "WIEN"], "Vienna", "Stadt Wien"),
        (VIENNA, ["stadt wien"], "Vienna", "Stadt Wien"),
        (VIENNA, ["wien", "trams"], "Vienna", "Wien"),
        (VIENNA, ["ien"], "Vienna", ""),
        (VIENNA, ["adt"], "Vienna", "Stadt Wien"),
        (VIENNA, ["trams"], "Vienna", ""),
        (VIENNA, [], "Vienna", ""),
        (VIENNA, ["", "\u200b"], "Vienna", ""),
        (EMTA[:2], ["EMTA"], EMTA[0][0], ""),
        (EMTA, ["EMTA"], EMTA[0][0], "Authorities of EMTA"),
        ([], ["wien"], UNNAMED, ""),
    ],
)
def test_a_hit_tells_by_which_other_name_it_was_found(names, words, shown, also):
    assert matching_name(names_of(names), words, shown) == also


@pytest.mark.parametrize("order", [1, -1])
def test_a_name_that_begins_with_the_word_goes_before_one_that_holds_it(order):
    names = names_of([("Oberwien", QUOTED, "de"), ("Wien an der Donau", QUOTED, "de")][::order])
    assert matching_name(names, ["wien"], "Vienna") == "Wien an der Donau"
