from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netcatalog.domain import dates
from netcatalog.domain.dates import LONGEST, InvalidDateError, Span, span, stepped, when, words

LIKE_DATES = st.one_of(
    st.text("0123456789X?~%.,/[]{}-", max_size=24),
    st.text("012X?~%/-", max_size=14),
    st.from_regex(r"[\[{][0-9X?~%., -]{1,30}[\]}]", fullmatch=True),
    st.text(max_size=20),
)

HOSTILE = (
    "[" * 5_000,
    "[" * 40 + "]" * 40,
    "1990," * 5_000,
    "{" + ",".join(["1990"] * 100) + "}",
    "/" * 5_000,
    "~" * 5_000,
    "9" * 100_000,
    "Y1E999999999",
    "y1e999999999",
    "Y-17E7",
    "1990\x00",
    "1990\ud800",
    "\uff11\uff19\uff19\uff10",
    "\u0661\u0669\u0669\u0660",
)


@pytest.mark.parametrize(
    ("date", "earliest", "latest", "said"),
    [
        ("", None, None, ""),
        ("1951", "1951-01-01", "1951-12-31", "1951"),
        ("0001", "0001-01-01", "0001-12-31", "0001"),
        ("2019-11", "2019-11-01", "2019-11-30", "November 2019"),
        ("2019-11-02", "2019-11-02", "2019-11-02", "2 November 2019"),
        ("2020-02", "2020-02-01", "2020-02-29", "February 2020"),
        ("1990~", "1990-01-01", "1990-12-31", "about 1990"),
        ("~1990", "1990-01-01", "1990-12-31", "about 1990"),
        ("1990?", "1990-01-01", "1990-12-31", "perhaps 1990"),
        ("1990%", "1990-01-01", "1990-12-31", "perhaps about 1990"),
        ("1990-06~", "1990-06-01", "1990-06-30", "about June 1990"),
        ("2004-06-~01", "2004-06-01", "2004-06-01", "about 1 June 2004"),
        ("198X", "1980-01-01", "1989-12-31", "the 1980s"),
        ("19XX", "1900-01-01", "1999-12-31", "the 1900s"),
        ("2019-XX", "2019-01-01", "2019-12-31", "2019"),
        ("2004-06-XX", "2004-06-01", "2004-06-30", "June 2004"),
        ("2019-21", "2019-03-01", "2019-05-31", "spring 2019"),
        ("2012/..", "2012-01-01", None, "from 2012"),
        ("2012/", "2012-01-01", None, "from 2012"),
        ("../2012", None, "2012-12-31", "until 2012"),
        ("/2012", None, "2012-12-31", "until 2012"),
        ("2012/2014", "2012-01-01", "2014-12-31", "2012 to 2014"),
        ("1984?/2004~", "1984-01-01", "2004-12-31", "perhaps 1984 to about 2004"),
        ("[1951..]", "1951-01-01", None, "1951 or later"),
        ("[..1951]", None, "1951-12-31", "1951 or earlier"),
        ("[1667,1668]", "1667-01-01", "1668-12-31", "1667 or 1668"),
        ("{1960, 1961-12}", "1960-01-01", "1961-12-31", "1960 and December 1961"),
    ],
)
def test_a_date_spans_days_and_is_said_in_words(date, earliest, latest, said):
    assert (span(date), words(date)) == (Span(earliest, latest), said)


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("", ""),
        ("1951", "in 1951"),
        ("2019-11", "in November 2019"),
        ("2019-11-02", "on 2 November 2019"),
        ("198X", "in the 1980s"),
        ("1990~", "about 1990"),
        ("1990-06-15?", "perhaps 15 June 1990"),
        ("2012/..", "from 2012"),
        ("2012/2014", "from 2012 to 2014"),
        ("../2012", "until 2012"),
        ("[1951..]", "in 1951 or later"),
    ],
)
def test_a_date_after_a_verb_has_its_preposition(date, said):
    assert when(date) == said


@pytest.mark.parametrize(
    "date",
    [
        "soon",
        "0000",
        "10000",
        "-0500",
        "2019-13",
        "2019-02-30",
        "1900-02-29",
        "2004-1",
        "22.11.2019",
        "1990 ",
        " 1990",
        "1990\n",
        "XXXX",
        "/",
        "..",
        "../..",
        "1990/1980",
        "1990/1991/1992",
        "[1990]]",
        "2019-11-22T10:00:00",
        *HOSTILE,
    ],
)
def test_what_is_no_date_is_refused(date):
    with pytest.raises(InvalidDateError):
        span(date)


@given(LIKE_DATES)
@example("1990" + "~" * LONGEST)
def test_any_text_is_a_date_or_refused(text):
    with contextlib.suppress(InvalidDateError):
        span(text)


@given(LIKE_DATES)
def test_a_date_never_ends_before_it_begins(text):
    with contextlib.suppress(InvalidDateError):
        days = span(text)
        assert not (days.earliest and days.latest) or days.earliest <= days.latest


@given(LIKE_DATES)
def test_whatever_is_a_date_can_be_said(text):
    with contextlib.suppress(InvalidDateError):
        span(text)
        assert bool(words(text)) == bool(when(text)) == bool(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_even_what_is_no_date_can_be_said(text):
    assert words(text)


@pytest.mark.parametrize("mark", ["", "~", "?", "%"])
@pytest.mark.parametrize(
    "date",
    ["1990", "198X", "19XX", "1990-02", "2000-02-29", "1900-02-29", "1990-04-31", "0000", "000X"],
)
def test_a_simple_date_spans_the_days_that_the_library_says(monkeypatch, date, mark):
    def outcome():
        span.cache_clear()
        try:
            return span(date + mark)
        except InvalidDateError:
            return None

    at_once = outcome()
    monkeypatch.setattr(dates, "_SIMPLE", re.compile("(?!)"))
    assert outcome() == at_once
    span.cache_clear()


@pytest.mark.parametrize(
    ("date", "months", "later"),
    [
        ("2010", 12, "2011"),
        ("2010", 1, "2011-01"),
        ("2010-06", 12, "2011-06"),
        ("2010-01", -1, "2009-12"),
        ("2010-06-30", -12, "2009-06-30"),
        ("2012-02-29", 12, "2013-02-28"),
        ("2010-03-31", -1, "2010-02-28"),
        ("0001", -12, "0001"),
        ("9999-12-31", 1, "9999-12-31"),
    ],
)
def test_a_date_is_moved_by_months(date, months, later):
    assert stepped(date, months) == later
