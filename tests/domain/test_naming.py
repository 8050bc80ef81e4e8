from __future__ import annotations

import pytest

from netcatalog.domain.choices import NameType
from netcatalog.domain.naming import UNNAMED, display_name
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
