"""The catalogue as it was on a day."""

from __future__ import annotations

import pytest

from netcatalog.domain.choices import EventType, MembershipStatus, NameType
from netcatalog.domain.columns import columns_of
from netcatalog.domain.errors import NotFoundError
from netcatalog.domain.records import (
    Actor,
    Event,
    Figure,
    Membership,
    Name,
    Period,
)
from netcatalog.domain.sections import AUTHORITIES, MEMBERSHIPS, NETWORKS
from tests import make


@pytest.fixture
def emta(catalog):
    """A network that was founded in 1998, took a new name in 2010 and was dissolved in 2020."""
    key = make.actor(catalog, "Transport Authorities")
    make.add(
        catalog,
        make.record(Event, actor=key, date="1998"),
        make.record(Event, actor=key, date="2020-03", type=EventType.DISSOLVED),
        make.record(Name, actor=key, text="Old Name", type=NameType.FORMER, until="2010"),
    )
    return key


def join(catalog, member, network, *periods, **given):
    (membership,) = make.add(
        catalog, make.record(Membership, member=member, network=network, **given)
    )
    for since, until in periods:
        make.add(catalog, make.record(Period, membership=membership.id, since=since, until=until))
    return membership.id


def titles(catalog, section, text):
    query = catalog.query(text, section)
    assert query.problems == ()
    listing = catalog.browse(query, columns_of(catalog.schema, section.kind)[:1], 10)
    return [str(listing.rows[key].cells[0][0]) for key in listing.ids]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("1997", []),
        ("1998", ["Old Name"]),
        ("2005", ["Old Name"]),
        ("2010", ["Old Name"]),
        ("2011", ["Transport Authorities"]),
        ("2020-03-31", ["Transport Authorities"]),
        ("2020-04", []),
    ],
)
def test_an_actor_is_listed_from_its_founding_to_its_end_as_it_was_called(
    catalog, emta, day, found
):
    assert titles(catalog, NETWORKS, f"as-of:{day}") == found


def test_an_actor_is_listed_for_ever_where_nothing_is_dated(catalog):
    make.actor(catalog, "Undated")
    assert titles(catalog, NETWORKS, "as-of:1500-01-01") == ["Undated"]


@pytest.mark.parametrize(
    ("day", "is_member"),
    [("2003", False), ("2004", True), ("2008", True), ("2009", False), ("2016", True)],
)
def test_a_membership_holds_in_its_periods(catalog, day, is_member):
    network, member = make.actor(catalog, "Network"), make.authority(catalog, "Town")
    join(catalog, member, network, ("2004", "2008-06"), ("2015", ""))
    assert bool(titles(catalog, MEMBERSHIPS, f"as-of:{day}-06-01")) is is_member
    assert bool(titles(catalog, AUTHORITIES, f"member-of:network as-of:{day}-06-01")) is is_member


def test_a_membership_without_periods_is_not_known_to_have_been_otherwise(catalog):
    network, member = make.actor(catalog, "Network"), make.authority(catalog, "Town")
    join(catalog, member, network)
    assert titles(catalog, AUTHORITIES, "member-of:network as-of:1990") == ["Town"]


def test_nobody_belongs_to_a_network_before_it_was_founded(catalog, emta):
    join(catalog, make.authority(catalog, "Town"), emta)
    assert titles(catalog, MEMBERSHIPS, "as-of:1990") == []


def test_who_has_left_since_was_a_member_then(catalog):
    network, member = make.actor(catalog, "Network"), make.authority(catalog, "Town")
    join(catalog, member, network, ("2004", "2008"), status=MembershipStatus.LEFT)
    assert titles(catalog, MEMBERSHIPS, "status:member as-of:2006") != []
    assert titles(catalog, MEMBERSHIPS, "status:left as-of:2006") == []
    assert titles(catalog, MEMBERSHIPS, "status:left as-of:2012") == []
    assert titles(catalog, MEMBERSHIPS, "status:left") != []


def figures(page):
    return [entry.record.low for entry in page.group(Figure)]


@pytest.mark.parametrize(
    ("day", "lows"), [("1999", []), ("2009", [30]), ("2012", [35]), ("2021", [40])]
)
def test_a_page_shows_the_figure_that_was_claimed_last(catalog, day, lows):
    key = make.actor(catalog, "Network")
    for low, as_of in ((30, "2000"), (35, "2010"), (40, "2020")):
        make.fact(catalog, Figure, actor=key, low=low, as_of=as_of)
    assert figures(catalog.page(Actor, key, day=f"{day}-06-01")) == lows


def test_figures_of_other_things_do_not_take_its_place(catalog):
    key = make.actor(catalog, "Network")
    make.fact(catalog, Figure, actor=key, low=30, as_of="2000", member_kind="cities")
    make.fact(catalog, Figure, actor=key, low=4, as_of="2010", member_kind="regions")
    assert figures(catalog.page(Actor, key, day="2015-01-01")) == [30, 4]


def test_a_page_calls_others_as_they_were_called_then(catalog, emta):
    town = make.authority(catalog, "Town")
    join(catalog, town, emta, ("2000", ""))
    page = catalog.page(Actor, town, day="2005-01-01")
    (entry,) = page.group(Membership)
    assert entry.references["network"].label == "Old Name"


def test_a_page_of_what_was_not_there_says_so(catalog, emta):
    with pytest.raises(NotFoundError, match=r"This actor was not there on 1 May 1990\."):
        catalog.page(Actor, emta, day="1990-05-01")


def test_now_nothing_is_left_out(catalog, emta):
    assert titles(catalog, NETWORKS, "") == ["Transport Authorities"]


def test_a_section_is_counted_as_of_a_day(catalog, emta):
    assert [catalog.count(NETWORKS, day) for day in ("1990-05-01", "2005-01-01", "")] == [0, 1, 1]


def test_a_page_says_of_which_day_it_is(catalog, emta):
    assert catalog.page(Actor, emta, day="2005-01-01").day == "2005-01-01"


def test_a_search_that_says_its_day_is_asked_as_of_no_other(catalog):
    query = catalog.query("as-of:2005", NETWORKS)
    assert query.as_of("2010-12-31").day == "2005-12-31"


def test_any_other_search_may_be_asked_as_of_a_day(catalog):
    assert catalog.query("x", NETWORKS).as_of("2010-12-31").day == "2010-12-31"
