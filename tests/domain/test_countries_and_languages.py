from __future__ import annotations

import re

import pytest

from netcatalog.domain import countries, languages
from netcatalog.domain.countries import code_of


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Poland", "PL"),
        ("poland", "PL"),
        ("pl", "PL"),
        ("Türkiye", "TR"),
        ("turkiye", "TR"),
        ("Kosovo", "XK"),
        ("Czechia", "CZ"),
        ("Europe", None),
        ("EU", None),
        ("", None),
    ],
)
def test_a_country_is_known_by_its_name_or_code(typed, code):
    assert code_of(typed) == code


def test_every_country_has_a_code_of_two_letters_and_a_name():
    assert len(countries.names()) > 240
    for code, name in countries.names().items():
        assert re.fullmatch("[A-Z]{2}", code)
        assert name


def test_an_unknown_code_stands_for_itself():
    assert countries.name_of("QQ") == "QQ"


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("fr", "French"),
        ("sr-Latn", "Serbian (Latin)"),
        ("en-x-foo", "en-x-foo"),
        ("qq", "qq"),
    ],
)
def test_a_language_is_called_by_its_name_or_else_by_its_tag(tag, name):
    assert languages.name_of(tag) == name


def test_every_language_offered_can_be_stored():
    for tag in languages.names():
        assert re.fullmatch("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag)
