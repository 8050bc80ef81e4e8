"""Guessing what the columns of a table are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netcatalog.domain.guessing import alike, guess
from netcatalog.domain.mappings import At
from tests.services.importing.lists import table


def filled(mapping):
    """Return the columns of a mapping by what they fill."""
    return {
        f"{part.record}.{name}": filler.column
        for part in mapping.parts()
        for name, filler in part.fields.items()
        if filler.column
    }


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ("City | Country | Inhabitants | Member since", ("City", "Country", "Inhabitants")),
        ("Stadt | Land | Einwohner | Mitglied seit", ("Stadt", "Land", "Einwohner")),
        ("Commune | Pays | Habitants | Date d'adhésion", ("Commune", "Pays", "Habitants")),
        ("Comune | Paese | Abitanti | Data di adesione", ("Comune", "Paese", "Abitanti")),
        ("Municipio | País | Habitantes | Fecha de adhesión", ("Municipio", "País", "Habitantes")),
        ("Gmina | Kraj | Ludność | Data przystąpienia", ("Gmina", "Kraj", "Ludność")),
        (
            "organisation_name | country_code | population_adhesion | date_of_adhesion",
            ("organisation_name", "country_code", "population_adhesion"),
        ),
        (
            "memberName | countryCode | population | memberSince",
            ("memberName", "countryCode", "population"),
        ),
    ],
)
def test_headings_are_understood_in_many_languages(headings, expected):
    rows = table(f"{headings}\nWien | AT | 1 897 000 | 2003\nGraz | AT | 290 000 | 1.2.2005")
    mapping = guess([rows], ["EMTA"], "emta-members")
    found = filled(mapping)
    assert (
        tuple(found[one] for one in ("name.text", "actor.country", "actor.population")) == expected
    )
    assert found["period.since"] == headings.split(" | ")[3]


def test_a_column_whose_cells_do_not_bear_its_heading_out_is_left_alone():
    rows = table("Name | Country\nGraz | Styria\nLinz | Upper Austria")
    assert filled(guess([rows])) == {"name.text": "Name"}


def test_without_headings_that_help_texts_that_differ_are_names():
    rows = table("Column 1 | Column 2\n1 | Graz\n2 | Linz")
    assert filled(guess([rows])) == {"name.text": "Column 2"}


def test_columns_of_yes_and_no_are_memberships():
    rows = table("Town | Network, of cities | Polis\nGraz | 1 | 0\nLinz | x |")
    (_, part) = guess([rows]).subject.parts
    assert (part.record, part.each) == ("membership", ("Network, of cities", "Polis"))
    assert part.fields["network"].at is At.HEADING


def test_true_and_false_are_not_taken_for_memberships():
    rows = table("Town | Has a plan | Is on hold\nGraz | TRUE | FALSE\nLinz | FALSE | TRUE")
    assert [part.record for part in guess([rows]).subject.parts] == ["name"]


def test_a_known_network_in_the_name_of_the_file_is_that_of_all_rows():
    mapping = guess([table("Town\nGraz")], ["EMTA", "Polis"], "Mitglieder Polis 2024")
    assert mapping.subject.parts[1].fields["network"].constant == "Polis"


def test_sheets_with_names_of_their_own_are_networks():
    sheets = [table("Town\nGraz", "EMTA"), table("Town\nLinz", "Polis")]
    assert guess(sheets).subject.parts[1].fields["network"].at is At.SHEET


def test_sheets_that_are_only_numbered_are_not():
    sheets = [table("Town\nGraz", "Tabelle1"), table("Town\nLinz", "Tabelle2")]
    assert [part.record for part in guess(sheets).subject.parts] == ["name"]


def test_sheets_that_head_the_same_column_in_two_ways_are_both_read():
    sheets = [table("Town\nGraz", "Sheet1"), table("Gemeinde\nLinz", "Sheet2")]
    filler = guess(sheets).subject.parts[0].fields["text"]
    assert (filler.column, filler.also) == ("Town", ("Gemeinde",))


def test_cells_with_several_values_are_taken_apart():
    rows = table("Town | Networks\nGraz | EMTA; Polis\nLinz | Polis")
    part = guess([rows]).subject.parts[1]
    assert (part.each, part.separator) == (("Networks",), ";")


def test_cells_that_may_say_nothing_are_not_taken_for_it():
    rows = table("Town | Country\nNone | IT\n- | n/a\nRundu | NA\n- | IT")
    mapping = guess([rows])
    assert mapping.missing == ()
    assert filled(mapping)["actor.country"] == "Country"


def test_a_status_is_one_only_if_its_cells_are():
    ours = table("Town | Member of | Status\nGraz | EMTA | member\nLinz | EMTA | Observer")
    theirs = table("Town | Member of | Status\nGraz | EMTA | published\nLinz | EMTA | on hold")
    assert filled(guess([ours]))["membership.status"] == "Status"
    assert "membership.status" not in filled(guess([theirs]))


def test_the_sheets_of_a_list_are_those_like_the_longest():
    legend = table("Column | Meaning\norganisation | who signed", "README")
    first = table("Town | Country\nGraz | AT\nLinz | AT", "1")
    second = table("Stadt | Land\nWels | AT", "2")
    assert alike([legend, first, second]) == (first, second)


def test_a_list_is_what_most_rows_belong_to_not_the_longest_sheet():
    minutes = table("Said | By\na | b\nc | d\ne | f\ng | h", "Minutes")
    first = table("Town | Country\nGraz | AT\nLinz | AT\nBrno | CZ", "1")
    second = table("Stadt | Land\nWels | AT\nSteyr | AT", "2")
    assert alike([minutes, first, second]) == (first, second)


def test_one_column_of_yes_and_no_is_no_network_by_itself():
    listed = table("City | Harbour\nGdańsk | x\nKraków | x")
    assert not [part for part in guess([listed]).parts() if part.each]


def test_it_is_one_where_it_is_headed_by_a_network_there_is():
    listed = table("City | EMTA\nGdańsk | 1\nKraków | 0")
    (part,) = [one for one in guess([listed], ["EMTA"]).parts() if one.each]
    assert part.each == ("EMTA",)


@pytest.mark.parametrize("rows", ["Graz | 1", "Graz | 1\nLinz | 0"])
def test_few_numbers_below_a_known_heading_are_no_ticks(rows):
    assert filled(guess([table(f"Town | LAU code\n{rows}")]))["identifier.value"] == "LAU code"


def test_a_column_of_days_with_the_month_first_is_read_so():
    listed = table("Town | Member of | Since\nGraz | EMTA | 03/25/2004\nLinz | EMTA | 04/05/2006")
    (since,) = [
        part.fields["since"] for part in guess([listed]).parts() if part.record == "period"
    ]
    assert since.month_first


def test_a_heading_of_two_lines_says_what_the_lower_one_does():
    listed = table("City / Name | City / Country | Membership / Member since\nGraz | AT | 2003")
    listed = replace(listed, rows=listed.rows * 2)
    assert filled(guess([listed], ["EMTA"], "EMTA 2024")) == {
        "actor.country": "City / Country",
        "name.text": "City / Name",
        "period.since": "Membership / Member since",
    }


def test_neither_a_row_of_sums_nor_repeated_headings_make_a_column_unsound():
    listed = table("Town | EMTA | Polis | Since\nGraz | 1 | 0 | 2003\nLinz | 0 | 1 | 2004\n"
                   "Town | EMTA | Polis | Since\nTotal | 2 | 2 |")  # fmt: skip
    mapping = guess([listed], ["EMTA"])
    assert [part.each for part in mapping.parts() if part.each] == [("EMTA", "Polis")]
    dated = table("Town | Country\nGraz | AT\nTown | Country\nLinz | AT")
    assert filled(guess([dated]))["actor.country"] == "Country"
