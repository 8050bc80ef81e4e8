"""What the cells of a table say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcatalog.domain.cells import (
    UnclearCellError,
    country,
    date,
    decimal_number,
    flag,
    is_month_first,
    meaning_of,
    whole_number,
)
from netcatalog.domain.dates import span
from netcatalog.domain.fields import field_named, fields_of
from netcatalog.domain.records import RECORDS, Actor, Membership


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", 12),
        ("012", 12),
        ("1 897 000", 1_897_000),
        ("1\u202f897\u202f000", 1_897_000),
        ("1.897.000", 1_897_000),
        ("1,897,000", 1_897_000),
        ("1'897'000", 1_897_000),
        ("12.0", 12),
        ("12,00", 12),
        ("−5", -5),
    ],
)
def test_a_whole_number_is_read_however_its_thousands_are_set_apart(cell, number):
    assert whole_number(cell) == number


@pytest.mark.parametrize("cell", ["12.5", "1.23.456", "twelve", "12 %", "1e5"])
def test_what_is_no_whole_number_is_said_to_be_none(cell):
    with pytest.raises(UnclearCellError, match="is not a whole number"):
        whole_number(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [("52,2434979", 52.2434979), ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("-0.5", -0.5)],
)
def test_decimals_stand_behind_the_last_comma_or_point(cell, number):
    assert decimal_number(cell) == number


@pytest.mark.parametrize(
    ("cell", "edtf"),
    [
        ("2008-01-15", "2008-01-15"),
        ("2008-01-15T00:00:00", "2008-01-15"),
        ("2008-01-15 00:00:00", "2008-01-15"),
        ("15.1.2008", "2008-01-15"),
        ("15/01/2008", "2008-01-15"),
        ("2008/1/15", "2008-01-15"),
        ("1/2008", "2008-01"),
        ("2008", "2008"),
        ("15 January 2008", "2008-01-15"),
        ("Jan 15, 2008", "2008-01-15"),
        ("15 janvier 2008", "2008-01-15"),
        ("15. Januar 2008", "2008-01-15"),
        ("15 stycznia 2008", "2008-01-15"),
        ("März 2008", "2008-03"),
        ("c. 1990", "1990~"),
        ("um 1990", "1990~"),
        ("1990s", "199X"),
        ("1990?", "1990?"),
        ("2012/..", "2012/.."),
    ],
)
def test_a_date_is_read_in_any_usual_form(cell, edtf):
    assert date(cell) == edtf


@pytest.mark.parametrize("cell", ["31.2.2008", "yesterday", "20081", "13/13/2008", "..", "12"])
def test_what_is_no_date_is_said_to_be_none(cell):
    with pytest.raises(UnclearCellError, match="is not a date"):
        date(cell)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("pl", "PL"),
        ("EL", "GR"),
        ("UK", "GB"),
        ("Polska", "PL"),
        ("Deutschland", "DE"),
        ("Griechenland", "GR"),
        ("España", "ES"),
        ("Namibia", "NA"),
        ("NA", "NA"),
        ("Србија", "RS"),
    ],
)
def test_a_country_is_read_by_its_code_or_its_name(cell, code):
    assert country(cell) == code


def test_what_is_no_country_is_said_to_be_none():
    with pytest.raises(UnclearCellError, match="“Atlantis” is not a country"):
        country("Atlantis")


@pytest.mark.parametrize("cell", ["1", "x", "X", "Yes", "ja", "Oui", "sí", "TRUE", "✓"])
def test_yes_is_said_in_many_ways(cell):
    assert flag(cell)


@pytest.mark.parametrize("cell", ["0", "no", "Nein", "NON", "FALSE", "-"])
def test_so_is_no(cell):
    assert not flag(cell)


def test_a_choice_is_read_by_its_key_or_its_label():
    read = meaning_of(field_named(Membership, "status"))
    assert read("Notice given") == read("notice_given") == "notice_given"


def test_of_another_value_it_is_said_which_there_are():
    read = meaning_of(field_named(Membership, "status"))
    with pytest.raises(UnclearCellError, match="“Full” is none of: considering, applied"):
        read("Full")


def test_a_text_keeps_its_zeros():
    assert meaning_of(field_named(Actor, "place"))("007") == "007"


@given(st.text(max_size=40))
def test_no_cell_makes_any_field_fail_otherwise(cell):
    for kind in RECORDS:
        for field in fields_of(kind):
            if not field.refers:
                try:
                    meaning_of(field)(cell)
                except UnclearCellError as error:
                    assert str(error)  # noqa: PT017


@given(st.dates())
def test_a_day_is_read_back_as_it_is_written(day):
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d %B %Y"):
        written = day.strftime(form)
        if day.year >= 1000:
            assert span(date(written)).earliest == day.isoformat()


@pytest.mark.parametrize(
    ("cell", "month_first", "edtf"),
    [("04/05/2006", False, "2006-05-04"), ("04/05/2006", True, "2006-04-05")],
)
def test_which_of_two_numbers_is_the_month_holds_for_the_whole_column(cell, month_first, edtf):
    assert date(cell, month_first=month_first) == edtf


@pytest.mark.parametrize(
    ("cell", "month_first", "why"),
    [
        ("03/25/2004", False, "“03/25/2004” is not a date with the day first"),
        ("25/03/2004", True, "“25/03/2004” is not a date with the month first"),
        ("31/31/2004", True, "“31/31/2004” is not a date"),
    ],
)
def test_a_day_that_fits_only_the_other_way_round_is_refused(cell, month_first, why):
    with pytest.raises(UnclearCellError, match=why):
        date(cell, month_first=month_first)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["04/05/2006", "03/25/2004", "2001"], True),
        (["04/05/2006", "25/03/2004"], False),
        (["25/03/2004", "03/25/2004"], False),
        (["04/05/2006"], False),
        ([], False),
    ],
)
def test_the_month_is_first_where_a_day_fits_only_so_and_none_only_otherwise(cells, expected):
    assert is_month_first(cells) is expected
