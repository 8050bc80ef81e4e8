"""Lists that speak of the same actor in several rows, near each other or far apart."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netcatalog.domain.choices import ActorKind
from netcatalog.domain.mappings import Existing, Filler, Part
from netcatalog.domain.records import Event, Name, Participant
from netcatalog.domain.tables import Row, Table
from netcatalog.services.importing import stream
from netcatalog.services.opening import open_file
from tests.conftest import USER, clock
from tests.services.importing.lists import (
    COUNTRY,
    EMTA,
    SIZE,
    authorities,
    authority,
    brought,
    called,
    member_of,
    memberships,
    name,
    names,
    number,
    records,
    table,
)

HEADINGS = (
    *("Name", "Country", "LAU", "Population", "Website"),
    *("Network", "Category", "Status", "Since", "Until", "Figure", "Event", "Partner"),
)

ROWS = st.tuples(
    st.sampled_from(("Aa", "Bb", "Aa / Bb", "Net", "")),
    st.sampled_from(("DE", "PL")),
    st.sampled_from(("", "", "1", "2")),
    st.sampled_from(("", "100", "110", "9000")),
    st.sampled_from(("", "https://a.example")),
    st.sampled_from(("Net", "Other", "", "Aa")),
    st.sampled_from(("", "full", "part")),
    st.sampled_from(("", "member", "left")),
    st.sampled_from(("", "2010", "2015")),
    st.sampled_from(("", "2020")),
    st.sampled_from(("", "-1", "4", "5")),
    st.sampled_from(("", "founded", "moved")),
    st.sampled_from(("", "Cc", "Other")),
)


def column(heading, **more):
    return Filler(column=heading, **more)


PERIOD = Part(record="period", fields={"since": column("Since"), "until": column("Until")})
PARTS = (
    name(),
    number(),
    Part(
        record="membership",
        fields={
            "network": column("Network", creates=ActorKind.NETWORK),
            "category": column("Category"),
            "status": column("Status"),
        },
        parts=(PERIOD,),
    ),
    Part(record="figure", fields={"measure": Filler(constant="members"), "low": column("Figure")}),
    Part(
        record="event",
        fields={"type": Filler(constant="founded"), "detail": column("Event")},
        parts=(
            Part(
                record="participant",
                fields={"actor": column("Partner", creates=ActorKind.AUTHORITY)},
            ),
        ),
    ),
)
FIELDS = {
    "country": column("Country"),
    "population": column("Population"),
    "website": column("Website"),
}


def listed(rows):
    held = tuple(Row(line, tuple(cells)) for line, cells in enumerate(rows, 2))
    return Table(name="list", headings=HEADINGS, header=(1,), rows=held, about=len(held))


LISTS = st.lists(ROWS, min_size=1, max_size=8).map(listed)


@pytest.fixture(params=[1, 2, 2_000])
def chunk(request, monkeypatch):
    """So many rows are looked up together."""
    monkeypatch.setattr(stream, "CHUNK", request.param)


@pytest.mark.parametrize("existing", Existing)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lists=st.tuples(LISTS, LISTS), complete=st.booleans())
def test_a_list_of_which_all_is_sure_changes_nothing_the_second_time(
    chunk, empty_file, tmp_path, existing, lists, complete
):
    mapping = authorities(
        *PARTS, fields=FIELDS.items(), existing=existing, complete=complete, as_of="2026"
    )
    path = shutil.copyfile(empty_file, tmp_path / "lists.netcatalog")
    with closing(open_file(path, user=USER, clock=clock)) as catalog:
        for one in lists:
            _, done = catalog.bring_in([one], mapping)
            _, again = catalog.bring_in([one], mapping)
            if done.questions or again.questions:
                break
            assert (again.added, again.altered, again.left) == ({}, {}, [])
        assert catalog.check().faults == ()


# What one row says, and what a later one does


def twice(catalog, text, mapping):
    """Bring a list in twice; return what its rows came to, and what is new the second time."""
    _, _, lines = brought(catalog, [table(text)], mapping)
    _, again = catalog.bring_in([table(text)], mapping)
    return lines, again.changes


def test_a_membership_altered_by_rows_far_apart_is_altered_once(chunk, catalog):
    category = Filler(column="Category")
    mapping = authorities(name(), member_of(category=category), fields=COUNTRY.items())
    catalog.bring_in([table("Name|Country|Category\nBonn|DE|full")], mapping)
    rows = "Name|Country|Category\nBonn|DE|guest\nKiel|DE|full\nBonn|DE|guest\nBonn|DE|guest"
    lines, again = twice(catalog, rows, mapping)
    assert [line.told for line in lines if line.title == "Bonn"] == [
        ("Category: full → guest",),
        (),
        (),
    ]
    assert again == 0


def test_a_period_told_by_rows_far_apart_is_one(chunk, catalog):
    mapping = authorities(name(), member_of(since="Since"), fields=COUNTRY.items())
    catalog.bring_in([table("Name|Country|Since\nBonn|DE|")], mapping)
    lines, again = twice(catalog, "Name|Country|Since\nBonn|DE|2010\nBonn|DE|2010", mapping)
    assert memberships(catalog)["Bonn", EMTA] == ("member", [("2010", "")])
    assert (len(lines[1].told), again) == (0, 0)


def test_what_a_later_row_says_of_whom_the_list_adds_is_filled_in(chunk, catalog):
    mapping = authorities(name(), number(), fields=(COUNTRY | SIZE).items())
    rows = "Name|Country|LAU|Population\nBonn|DE|5|\nKiel|DE|6|1\nBonn|DE|5|300000"
    lines, again = twice(catalog, rows, mapping)
    assert called(catalog, "Bonn").population == 300_000
    assert lines[2].told == ("Population: nothing → 300\u202f000 inhabitants",)
    assert again == 0


def test_what_is_filled_in_is_undone_with_what_it_belongs_to(chunk, catalog):
    mapping = authorities(name(), fields=(COUNTRY | SIZE).items())
    rows = "Name|Country|Population\nBonn|DE|\nKiel|DE|1\nBonn|DE|300000"
    catalog.bring_in([table(rows)], mapping)
    catalog.undo()
    assert not list(catalog.everything())
    catalog.redo()
    assert called(catalog, "Bonn").population == 300_000


def test_a_network_first_called_and_then_told_has_one_name_and_all_that_is_told(chunk, catalog):
    mapping = authorities(
        name(),
        replace(member_of(), fields={"network": column("Network", creates=ActorKind.NETWORK)}),
        fields={"kind": Filler(column="Kind"), "website": Filler(column="Website")}.items(),
    )
    rows = """
    Name | Kind | Website | Network
    Bonn | authority | | Klima
    Kiel | authority | | Klima
    Klima | network | https://klima.example |
    """
    catalog.bring_in([table(rows)], mapping)
    assert called(catalog, "Klima").website == "https://klima.example"
    assert names(catalog, "Klima") == ["Klima"]


@pytest.mark.parametrize("first", ["", "90", "100", "110"])
def test_of_rows_that_contradict_each_other_the_first_stands(chunk, catalog, first):
    mapping = authorities(name(), number(), fields=(COUNTRY | SIZE).items())
    if first:
        rows = f"Name|Country|LAU|Population\nBonn|DE|5|{first}"
        catalog.bring_in([table(rows)], mapping)
    rows = "Name|Country|LAU|Population\nBonn|DE|5|100\nBonn|DE|5|110"
    lines, again = twice(catalog, rows, mapping)
    assert called(catalog, "Bonn").population == 100
    assert lines[1].told == (
        "Population: a row before says 100 inhabitants, this one 110 inhabitants",
    )
    assert again == 0


def test_a_number_given_two_names_keeps_both_and_tells_it(chunk, catalog):
    rows = "Name|Country|LAU\nBozen|IT|5\nBolzano|IT|5"
    mapping = authorities(name(), number(), fields=COUNTRY.items())
    lines, again = twice(catalog, rows, mapping)
    assert [(one.text, one.type.value) for one in records(catalog, "Bozen", Name)] == [
        ("Bozen", "official"),
        ("Bolzano", "alternative"),
    ]
    assert lines[1].told == ("a row before calls it otherwise, this one Bolzano",)
    assert again == 0


def test_a_name_that_was_there_is_no_former_one_since_a_row_calls_it_otherwise(chunk, catalog):
    mapping = authorities(name(), number(), fields=COUNTRY.items())
    catalog.bring_in([table("Name|Country|LAU\nBozen|IT|5")], mapping)
    rows = "Name|Country|LAU\nBozen|IT|5\nBolzano|IT|5"
    _, plan, _ = brought(catalog, [table(rows)], mapping)
    assert (plan.renamed, len(plan.conflicts)) == ([], 1)


def test_a_row_is_about_whom_an_earlier_one_gave_its_number(chunk, catalog):
    authority(catalog, "Bonn", country="DE")
    mapping = authorities(name(), number(), fields=COUNTRY.items())
    rows = "Name|Country|LAU\nBonn|DE|5\nBonna|DE|5"
    catalog.bring_in([table(rows)], mapping)
    assert names(catalog, "Bonn") == ["Bonn", "Bonna"]


def test_partners_of_an_event_that_rows_tell_again_are_all_kept(chunk, catalog):
    event = Part(
        record="event",
        fields={"type": Filler(constant="founded"), "date": Filler(column="Founded")},
        parts=(
            Part(
                record="participant",
                fields={"actor": Filler(column="With", creates=ActorKind.GROUP)},
            ),
        ),
    )
    rows = "Name|Country|Founded|With\nBonn|DE|1990|Aa\nBonn|DE|1990|Bb"
    mapping = authorities(name(), event, fields=COUNTRY.items())
    _, again = twice(catalog, rows, mapping)
    held = [record for record, _ in catalog.everything()]
    assert [sum(type(one) is kind for one in held) for kind in (Event, Participant)] == [1, 2]
    assert again == 0
