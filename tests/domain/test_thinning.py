from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from netcatalog.domain.thinning import MOST_RECENT, RECENT, kept

NOW = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
MOMENTS = st.sets(st.integers(-10_000, 1_000_000).map(lambda ago: NOW - ago * MINUTE), max_size=80)
"""From a week ahead of now to two years ago, as if some clock had been wrong."""


def ago(**given):
    return NOW - dt.timedelta(**given)


@given(MOMENTS)
def test_what_stays_was_there_and_the_newest_stays(moments):
    stay = kept(moments, NOW)
    assert stay <= moments
    assert not moments or max(moments) in stay


@given(MOMENTS)
def test_thinning_twice_removes_no_more_than_once(moments):
    stay = kept(moments, NOW)
    assert kept(stay, NOW) == stay


@given(MOMENTS)
def test_for_each_that_goes_a_younger_one_of_its_day_week_or_month_stays(moments):
    stay = kept(moments, NOW)
    for at in moments - stay:
        age = NOW - at
        if age >= 731 * DAY:
            continue
        gap = DAY if age < 14 * DAY else 7 * DAY if age < 61 * DAY else 31 * DAY
        assert any(at < other <= at + gap for other in stay), at


@given(MOMENTS, st.lists(st.floats(0, 300), max_size=6))
def test_however_often_it_is_thinned_the_newest_of_then_is_there_or_a_younger_one(moments, days):
    stay, now = set(moments), NOW
    for more in sorted(days):
        now = NOW + more * DAY
        before = max(stay, default=None)
        stay = kept(stay, now)
        assert before is None or before in stay


def test_all_of_the_last_day_stay():
    halves = {ago(minutes=30 * place) for place in range(48)}
    assert kept(halves, NOW) == halves


def test_no_more_of_the_last_day_stay_than_so_many():
    minutes = {ago(minutes=place) for place in range(1_000)}
    assert len({at for at in kept(minutes, NOW) if NOW - at < RECENT}) <= MOST_RECENT + 1


def test_of_three_years_of_work_there_are_days_weeks_and_months():
    worked = {ago(hours=place) for place in range(3 * 365 * 24)}
    stay = kept(worked, NOW)
    ages = sorted((NOW - at).days for at in stay)
    assert sum(age < 1 for age in ages) == 24
    assert sum(1 <= age < 14 for age in ages) == 13
    assert 6 <= sum(14 <= age < 61 for age in ages) <= 8
    assert 21 <= sum(61 <= age < 731 for age in ages) <= 23
    assert max(ages) < 731


def test_the_only_one_stays_however_old_it_is():
    assert kept({ago(days=5_000)}, NOW) == {ago(days=5_000)}


def test_one_from_the_future_takes_nobodys_place():
    moments = {NOW + DAY, ago(minutes=1)}
    assert kept(moments, NOW) == moments
