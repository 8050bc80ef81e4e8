"""Bringing lists in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netcatalog.domain.choices import ActorKind
from netcatalog.domain.errors import CancelledError, InvalidError
from netcatalog.domain.importing import Standing
from netcatalog.domain.mappings import NEW, SKIP, At, Existing, Filler, Part, says_no
from netcatalog.domain.records import Actor, Figure, Identifier, Name, Relation, Source, Tag, Topic
from netcatalog.domain.sections import AUTHORITIES
from netcatalog.domain.tables import Row, Table, Unreadable
from netcatalog.services.opening import open_file
from tests import make
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
    planned,
    records,
    table,
)

CITIES = table("""
Name | Country | Population | Since
Wien | AT      | 1 897 000  | 2003
Łódź | Polska  | 670 642    | 12.3.2010
""")

AS_MEMBERS = authorities(name(), member_of(since="Since"), fields=COUNTRY | SIZE)


def standings(lines):
    return [line.standing for line in lines]


def told(lines):
    return [text for line in lines for text in line.told]


# New ones


def test_rows_become_authorities_with_all_that_hangs_on_them(catalog):
    _, _, lines = brought(catalog, [CITIES], AS_MEMBERS)
    assert standings(lines) == [Standing.NEW, Standing.NEW]
    assert called(catalog, "Lodz").country == "PL"
    assert called(catalog, "Wien").population == 1_897_000
    assert memberships(catalog) == {
        ("Wien", "EMTA"): ("member", [("2003", "")]),
        ("Łódź", "EMTA"): ("member", [("2010-03-12", "")]),
    }


def test_a_plan_says_what_happens_and_writes_nothing(catalog):
    plan, lines = planned(catalog, [CITIES], AS_MEMBERS)
    assert not list(catalog.everything())
    assert brought(catalog, [CITIES], AS_MEMBERS)[1:] == (plan, lines)
    assert plan.joined == 2


def test_a_list_is_one_revision_and_undone_in_one_step(catalog):
    before = catalog.history()
    revision, _ = catalog.bring_in([CITIES], AS_MEMBERS)
    assert [one.id for one in catalog.history()] == [revision.id, *(one.id for one in before)]
    catalog.undo()
    assert not list(catalog.everything())


def test_a_backup_is_made_first(catalog):
    catalog.bring_in([CITIES], AS_MEMBERS)
    assert [one.reason for one in catalog.backups.listed()] == ["import"]


def test_all_facts_rest_on_the_list_as_their_source(catalog):
    mapping = authorities(name(), source={"title": "Members 2024"}, as_of="2024-05")
    catalog.bring_in([CITIES], mapping)
    held = [record for record, _ in catalog.everything()]
    (source,) = (one for one in held if isinstance(one, Source))
    assert source.title == "Members 2024"
    assert {(one.source, one.as_of) for one in held if one is not source} == {
        (source.id, "2024-05")
    }


def test_the_same_list_again_changes_nothing(catalog):
    catalog.bring_in([CITIES], AS_MEMBERS)
    revision, plan, lines = brought(catalog, [CITIES], AS_MEMBERS)
    assert revision is None
    assert standings(lines) == [Standing.SAME, Standing.SAME]
    assert plan.changes == 0


def test_an_empty_list_changes_nothing(catalog):
    revision, _, lines = brought(catalog, [table("Name | Country")], authorities(name()))
    assert (revision, lines) == (None, [])


# Columns


def test_cells_say_nothing_only_where_one_says_so(catalog):
    towns = table("""
    Name | Country
    None | IT
    -    | IT
    Rundu | NA
    """)
    catalog.bring_in([towns], authorities(name(), fields=COUNTRY, missing=("-",)))
    assert called(catalog, "None").country == "IT"
    assert called(catalog, "Rundu").country == "NA"


def test_a_list_cell_becomes_several_memberships(catalog):
    towns = table("""
    Name | Networks
    Graz | EMTA; Polis; -
    """)
    part = Part(
        record="membership",
        fields={"network": Filler(at=At.PIECE, creates=ActorKind.NETWORK)},
        each=("Networks",),
        separator=";",
    )
    catalog.bring_in([towns], authorities(name(), part))
    assert set(memberships(catalog)) == {("Graz", "EMTA"), ("Graz", "Polis")}


def test_columns_of_yes_and_no_become_memberships_of_what_they_are_headed(catalog):
    towns = table("""
    Name | Network, of cities | Polis
    Graz | 1 | 0
    Lyon | x |
    Bari | no | Yes
    """)
    part = Part(
        record="membership",
        fields={"network": Filler(at=At.HEADING, creates=ActorKind.NETWORK)},
        each=("Network, of cities", "Polis"),
    )
    catalog.bring_in([towns], authorities(name(), part))
    assert set(memberships(catalog)) == {
        ("Graz", "Network, of cities"),
        ("Lyon", "Network, of cities"),
        ("Bari", "Polis"),
    }


def test_several_columns_become_several_topics(catalog):
    towns = table("""
    Name | Topic 1 | Topic 2
    Graz | mobility | energy
    """)
    part = Part(record="topic", fields={"label": Filler(at=At.PIECE)}, each=("Topic 1", "Topic 2"))
    catalog.bring_in([towns], authorities(name(), part))
    assert [one.label for one in records(catalog, "Graz", Topic)] == ["mobility", "energy"]


def test_a_sheet_may_be_a_network(catalog):
    network = Filler(at=At.SHEET, creates=ActorKind.NETWORK)
    mapping = authorities(name(), Part(record="membership", fields={"network": network}))
    sheets = [table("Name\nGraz", "EMTA"), table("Name\nGraz\nLyon", "Polis")]
    catalog.bring_in(sheets, mapping)
    assert set(memberships(catalog)) == {
        ("Graz", "EMTA"),
        ("Graz", "Polis"),
        ("Lyon", "Polis"),
    }


def test_cells_stand_for_values(catalog):
    towns = table("""
    Name | Type
    Graz | Full Member
    Lyon | Candidate
    """)
    status = Filler(column="Type", values={"full member": "member", "candidate": "applied"})
    catalog.bring_in([towns], authorities(name(), member_of(status=status)))
    assert memberships(catalog) == {
        ("Graz", "EMTA"): ("member", []),
        ("Lyon", "EMTA"): ("applied", []),
    }


def test_a_column_may_be_headed_otherwise_in_another_sheet(catalog):
    column = Filler(column="City", also=("Gemeinde",))
    mapping = authorities(Part(record="name", fields={"text": column}))
    catalog.bring_in([table("City\nGraz", "1"), table("Nr | Gemeinde\n1 | Linz", "2")], mapping)
    assert names(catalog, "Linz") == ["Linz"]
    assert names(catalog, "Graz") == ["Graz"]


def test_a_sheet_that_does_not_fit_is_left_out_and_said(catalog):
    sheets = [table("Name\nGraz", "Members"), table("Legend\nx means yes", "Legend")]
    _, plan = catalog.bring_in(sheets, authorities(name()))
    assert plan.counts[Standing.NEW] == 1
    assert plan.remarks[0].startswith("“Legend” is not read, since no column tells whom")


def test_a_list_that_does_not_fit_at_all_is_refused(catalog):
    with pytest.raises(InvalidError, match="no column tells whom its rows are about"):
        catalog.plan_import([table("Legend\nx means yes")], authorities(name()))


def test_a_column_that_is_not_there_is_said(catalog):
    _, plan = catalog.bring_in([table("Name\nGraz")], authorities(name(), fields=COUNTRY))
    assert plan.remarks == ["There is no column “Country” in “list”."]
    assert names(catalog, "Graz") == ["Graz"]


def test_of_many_sheets_without_a_column_some_are_named(catalog):
    sheets = [table("Name\nWien", f"{number}") for number in range(8)]
    plan = catalog.plan_import(sheets, authorities(name(), fields=COUNTRY))
    named = "“0”, “1”, “2”, “3”, “4” and 3 more"
    assert plan.remarks == [f"There is no column “Country” in {named}."]


def test_a_cell_is_told_by_the_heading_of_its_own_sheet(catalog):
    size = {"population": Filler(column="Population", also=("Einwohner",))}
    _, _, (line,) = brought(
        catalog, [table("Name | Einwohner\nWien | viele")], authorities(name(), fields=size)
    )
    assert (line.column, line.told) == ("Einwohner", ("“viele” is not a whole number",))


def test_figures_rest_on_their_column(catalog):
    networks = table("""
    Name | Members
    Polis | 80
    """)
    figure = Part(
        record="figure",
        fields={"measure": Filler(constant="members"), "low": Filler(column="Members")},
    )
    catalog.bring_in(
        [networks], authorities(name(), figure, fields={"kind": Filler(constant="network")})
    )
    (held,) = records(catalog, "Polis", Figure)
    assert held.low == 80
    assert called(catalog, "Polis").is_network


def test_an_actor_referred_to_is_added_once(catalog):
    towns = table("""
    Name | Coordinator
    Graz | Styria
    Leoben | STYRIA
    """)
    other = Filler(column="Coordinator", creates=ActorKind.ASSOCIATION)
    part = Part(
        record="relation", fields={"type": Filler(constant="coordinated_by"), "other": other}
    )
    _, plan = catalog.bring_in([towns], authorities(name(), part))
    assert plan.added[Actor] == 3
    assert records(catalog, "Graz", Relation)[0].other == called(catalog, "Styria").id


def test_tags_and_notes_come_in_without_a_source(catalog):
    part = Part(record="tag", fields={"label": Filler(constant="to visit")})
    catalog.bring_in([table("Name\nGraz")], authorities(name(), part))
    assert [one.label for one in records(catalog, "Graz", Tag)] == ["to visit"]


# Rows that cannot be read


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ("Graz | Atlantis | 5", "Country", "“Atlantis” is not a country"),
        ("Graz | AT | many", "Population", "“many” is not a whole number"),
        ("Graz | AT | -5", "Population", "“-5”: This cannot be below zero."),
        (" | AT | 5", "", "it names nobody"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_with_its_place(catalog, cells, column, reason):
    rows = table(f"Name | Country | Population\n{cells}\nLinz | AT | 200 000")
    _, plan, lines = brought(catalog, [rows], authorities(name(), fields=COUNTRY | SIZE))
    assert standings(lines) == [Standing.UNREADABLE, Standing.NEW]
    assert plan.rejected == [lines[0]]
    line = lines[0]
    assert (line.line, line.column, line.told) == (2, column, (reason,))
    assert line.title == cells.partition("|")[0].strip()


def test_a_day_that_is_none_is_refused_before_anything_is_read(catalog):
    with pytest.raises(InvalidError, match="“yesterday”, is not a date"):
        catalog.plan_import([table("Name\nGraz")], authorities(name(), as_of="yesterday"))


def test_on_a_share_a_list_is_brought_in_as_well(seeded_path):
    cloud = seeded_path.parent / "Dropbox"
    cloud.mkdir()
    shared = open_file(seeded_path.rename(cloud / "shared.netcatalog"), user=USER, clock=clock)
    try:
        _, plan = shared.bring_in([table("Name\nGraz")], authorities(name()))
        assert plan.counts[Standing.NEW] == 1
        assert shared.actor_named("Graz")
    finally:
        shared.close()


def test_a_network_whose_name_cannot_be_stored_is_told(catalog):
    other = Filler(column="Network", creates=ActorKind.NETWORK)
    part = Part(record="membership", fields={"network": other})
    rows = table("Name | Network\nGraz | a\x1bb\nLinz | EMTA")
    _, _, lines = brought(catalog, [rows], authorities(name(), part))
    assert standings(lines) == [Standing.UNREADABLE, Standing.NEW]
    assert lines[0].column == "Network"


def test_a_file_may_be_called_anything(catalog):
    catalog.bring_in([table("Name\nGraz", "\x1b")], authorities(name()))
    assert [one for one, _ in catalog.everything() if isinstance(one, Source)]


def test_a_period_of_no_membership_is_told(catalog):
    network = Filler(column="Network", creates=ActorKind.NETWORK)
    since = Part(record="period", fields={"since": Filler(column="Since")})
    part = Part(record="membership", fields={"network": network}, parts=(since,))
    rows = table("Name | Network | Since\nGraz | | 2003\nLinz | | ")
    _, _, lines = brought(catalog, [rows], authorities(name(), part))
    assert standings(lines) == [Standing.UNREADABLE, Standing.NEW]
    assert told(lines)[0] == "it tells a period, but not the Network of the membership"


def test_a_place_outside_the_world_is_not_read(catalog):
    rows = table("Name | Lat\nGraz | 4707")
    mapping = authorities(name(), fields={"latitude": Filler(column="Lat")})
    _, _, lines = brought(catalog, [rows], mapping)
    assert standings(lines) == [Standing.UNREADABLE]


def test_rows_that_the_file_itself_spoils_are_told(catalog):
    spoilt = Table(
        name="list",
        headings=("Name",),
        header=(1,),
        rows=(Unreadable(line=2, reason="It holds bytes that are no text."), Row(3, ("Graz",))),
        about=2,
    )
    _, _, lines = brought(catalog, [spoilt], authorities(name()))
    assert standings(lines) == [Standing.UNREADABLE, Standing.NEW]


def test_a_constant_that_makes_no_sense_is_refused(catalog):
    mapping = authorities(name(), fields={"country": Filler(constant="Atlantis")})
    with pytest.raises(InvalidError, match="Country: “Atlantis” is not a country"):
        catalog.plan_import([table("Name\nGraz")], mapping)


def test_cancelling_leaves_the_catalogue_as_it_was(catalog):
    def cancel(done, total):
        raise CancelledError

    with pytest.raises(CancelledError):
        catalog.bring_in([CITIES], AS_MEMBERS, cancel)
    assert not list(catalog.everything())


# Who is meant


def test_the_same_number_is_the_same_authority_whatever_it_is_called(catalog):
    key = authority(catalog, "Brussel", country="BE")
    rows = table("Name | Country | LAU\nBrussel | BE | 21004")
    catalog.bring_in([rows], authorities(name(), number(), fields=COUNTRY))
    again = table("Name | Country | LAU\nVille de Bruxelles | BE | 21004")
    catalog.bring_in([again], authorities(name(), number(), fields=COUNTRY))
    assert catalog.actor_named("Ville de Bruxelles") == key
    assert len(records(catalog, "Brussel", Identifier)) == 1


def test_the_same_name_in_the_same_country_is_the_same(catalog):
    key = authority(catalog, "Płock", country="PL")
    _, _, lines = brought(
        catalog, [table("Name | Country\nPLOCK | Poland")], authorities(name(), fields=COUNTRY)
    )
    assert standings(lines) == [Standing.SAME]
    assert catalog.actor_named("Plock") == key


def test_a_namesake_of_another_size_is_asked_for(catalog):
    authority(catalog, "Valongo", country="PT", population=24_074)
    rows = table("Name | Country | Population\nValongo | PT | 93 858")
    plan, lines = planned(catalog, [rows], authorities(name(), fields=COUNTRY | SIZE))
    assert standings(lines) == [Standing.UNSURE]
    (question,) = plan.questions
    assert question.title == "Valongo, PT, 93\u202f858 inhabitants"
    assert question.lines == [("list", 2)]
    assert question.choices[0].reasons[-1] == "93\u202f858 and 24\u202f074 inhabitants"


def test_one_of_several_namesakes_is_told_by_its_size(catalog):
    small = authority(catalog, "Münster", country="DE", population=1_176)
    large = authority(catalog, "Münster", country="DE", population=310_000)
    rows = table("Name | Country | Population\nMünster | DE | 316 403")
    _, _, lines = brought(catalog, [rows], authorities(name(), fields=COUNTRY | SIZE))
    assert standings(lines) == [Standing.CHANGED]
    assert catalog.record(Actor, large).population == 316_403
    assert catalog.record(Actor, small).population == 1_176


def test_a_name_nearly_the_same_is_asked_for(catalog):
    authority(catalog, "Roccadaspide", country="IT")
    rows = table("Name | Country\nRoccaspide | IT")
    _, lines = planned(catalog, [rows], authorities(name(), fields=COUNTRY))
    assert standings(lines) == [Standing.UNSURE]


@pytest.fixture
def asked(catalog):
    """A list of one town that may be one that is there, its mapping, and that town."""
    key = authority(catalog, "Roccadaspide", country="IT")
    rows = table("Name | Country\nRoccaspide | IT")
    mapping = authorities(name(), fields=COUNTRY)
    (question,) = catalog.plan_import([rows], mapping).questions
    return rows, mapping, question, key


def test_decided_to_be_the_same_its_spelling_is_kept_as_a_name(catalog, asked):
    rows, mapping, question, key = asked
    same = mapping.deciding({question.key: str(question.choices[0].uid)})
    catalog.bring_in([rows], same)
    assert catalog.actor_named("Roccaspide") == key
    assert standings(planned(catalog, [rows], mapping)[1]) == [Standing.SAME]


def test_decided_to_be_new_it_is_added(catalog, asked):
    rows, mapping, question, key = asked
    catalog.bring_in([rows], mapping.deciding({question.key: NEW}))
    assert catalog.actor_named("Roccaspide") != key


def test_decided_to_be_left_out_it_is(catalog, asked):
    rows, mapping, question, _ = asked
    _, _, lines = brought(catalog, [rows], mapping.deciding({question.key: SKIP}))
    assert standings(lines) == [Standing.SKIPPED]


@pytest.fixture
def asked_within(catalog):
    """A list of which two rows may be about one town that the catalogue does not have."""
    rows = table("""
Name         | Country | Population
Roccadaspide | IT      | 7000
ROCCADASPIDE | IT      | 70000
    """)
    mapping = authorities(name(), fields=COUNTRY | SIZE)
    (question,) = catalog.plan_import([rows], mapping).questions
    return rows, mapping, question


def test_a_row_can_be_decided_to_be_about_whom_an_earlier_one_adds(catalog, asked_within):
    rows, mapping, question = asked_within
    (choice,) = question.choices
    assert choice.title == "Roccadaspide, added by this list, list, line 2"
    same = mapping.deciding({question.key: choice.decision})
    _, _, lines = brought(catalog, [rows], same)
    assert Standing.UNSURE not in standings(lines)
    assert catalog.count(AUTHORITIES) == 1


def test_that_decision_holds_where_the_earlier_row_is_there_already(catalog, asked_within):
    rows, mapping, question = asked_within
    (choice,) = question.choices
    authority(catalog, "Roccadaspide", country="IT")
    same = mapping.deciding({question.key: choice.decision})
    assert Standing.UNSURE not in standings(planned(catalog, [rows], same)[1])


def test_what_is_not_decided_is_not_brought_in(catalog, asked):
    rows, mapping, _, _ = asked
    revision, plan, lines = brought(catalog, [rows], mapping)
    assert revision is None
    assert plan.rejected == lines


def test_an_authority_is_never_taken_for_a_network_of_its_name(seeded):
    rows = table("Name | Country\nEMTA | FR")
    _, _, lines = brought(seeded, [rows], authorities(name(), fields=COUNTRY))
    assert standings(lines) == [Standing.NEW]


def test_a_network_is_found_by_its_acronym(seeded):
    before = seeded.actor_named("EMTA")
    _, plan = seeded.bring_in([table("Name\nUtrecht")], authorities(name(), member_of("emta")))
    assert plan.added[Actor] == 1
    assert seeded.actor_named("EMTA") == before


def test_a_row_that_is_there_twice_is_one_authority(catalog):
    rows = table("""
    Name | Country | Population
    Tržič | SI | 15 300
    TRŽIČ | SI | 14 839
    """)
    _, plan, lines = brought(catalog, [rows], authorities(name(), fields=COUNTRY | SIZE))
    assert plan.added[Actor] == 1
    assert standings(lines) == [Standing.NEW, Standing.SAME]
    assert plan.conflicts == [lines[1]]
    assert called(catalog, "Tržič").population == 15_300


def test_namesakes_with_numbers_of_their_own_are_two(catalog):
    rows = table("""
    Name | Country | LAU
    Nová Ves | CZ | 578134
    Nová Ves | CZ | 576328
    """)
    _, plan = catalog.bring_in([rows], authorities(name(), number(), fields=COUNTRY))
    assert plan.added[Actor] == 2


# What changes


def test_a_value_that_is_there_is_changed_and_told(catalog):
    authority(catalog, "Graz", country="AT", population=280_000)
    rows = table("Name | Country | Population\nGraz | AT | 300 000")
    _, _, lines = brought(catalog, [rows], authorities(name(), fields=COUNTRY | SIZE))
    assert told(lines) == ["Population: 280\u202f000 inhabitants → 300\u202f000 inhabitants"]
    assert called(catalog, "Graz").population == 300_000


def test_or_kept_where_one_only_fills_in(catalog):
    authority(catalog, "Graz", country="AT", population=280_000)
    rows = table("Name | Country | Population | Web\nGraz | AT | 300 000 | graz.at")
    fields = COUNTRY | SIZE | {"website": Filler(column="Web")}
    mapping = authorities(name(), fields=fields, existing=Existing.FILL)
    catalog.bring_in([rows], mapping)
    graz = called(catalog, "Graz")
    assert (graz.population, graz.website) == (280_000, "https://graz.at")


def test_a_number_with_another_name_is_renamed(catalog):
    mapping = authorities(name(), number(), fields=COUNTRY, as_of="2024")
    catalog.bring_in([table("Name | Country | LAU\nKirkenes | NO | 2030")], mapping)
    _, plan = catalog.bring_in([table("Name | Country | LAU\nSør-Varanger | NO | 2030")], mapping)
    assert [line.told for line in plan.renamed] == [
        ("renamed: Kirkenes → Sør-Varanger", "new name: Sør-Varanger")
    ]
    held = {one.text: (one.type.value, one.until) for one in records(catalog, "Kirkenes", Name)}
    assert held == {"Kirkenes": ("former", "2024"), "Sør-Varanger": ("official", "")}


def test_who_is_not_in_a_list_of_all_members_has_left(catalog):
    catalog.bring_in([CITIES], AS_MEMBERS)
    rest = table("Name | Country | Population | Since\nWien | AT | 1 897 000 | 2003")
    mapping = authorities(
        name(), member_of(since="Since"), fields=COUNTRY | SIZE, complete=True, as_of="2025"
    )
    _, plan = catalog.bring_in([rest], mapping)
    assert [(line.title, line.told) for line in plan.left] == [("Łódź", ("leaves EMTA 2025",))]
    assert memberships(catalog) == {
        ("Wien", "EMTA"): ("member", [("2003", "")]),
        ("Łódź", "EMTA"): ("left", [("2010-03-12", "2025")]),
    }


def test_who_has_left_already_is_not_told_again(catalog):
    catalog.bring_in([CITIES], AS_MEMBERS)
    rest = table("Name | Country | Population | Since\nWien | AT | 1 897 000 | 2003")
    settings = {"fields": COUNTRY | SIZE, "complete": True}
    for day, left in (("2024", 1), ("2025", 0)):
        mapping = authorities(name(), member_of(since="Since"), as_of=day, **settings)
        assert len(catalog.bring_in([rest], mapping)[1].left) == left
    assert memberships(catalog)["Łódź", "EMTA"] == ("left", [("2010-03-12", "2024")])


def test_of_a_member_since_nobody_knows_when_it_is_kept_when_it_left(catalog):
    members = authorities(name(), member_of(), fields=COUNTRY)
    catalog.bring_in([table("Name | Country\nWien | AT\nGraz | AT")], members)
    whole = authorities(name(), member_of(), fields=COUNTRY, complete=True, as_of="2025")
    catalog.bring_in([table("Name | Country\nWien | AT")], whole)
    assert memberships(catalog)["Graz", "EMTA"] == ("left", [("", "2025")])


def test_fields_of_a_figure_that_are_at_odds_are_told_with_their_row(catalog):
    figure = Part(
        record="figure",
        fields={
            "measure": Filler(constant="members"),
            "low": Filler(column="From"),
            "high": Filler(column="To"),
        },
    )
    rows = table("Name | From | To\nPolis | 80 | 60")
    mapping = authorities(name(), figure, fields={"kind": Filler(constant="network")})
    _, (line,) = planned(catalog, [rows], mapping)
    assert line.standing is Standing.UNREADABLE
    assert line.column


def test_a_namesake_many_times_larger_is_not_offered(catalog):
    make.authority(catalog, "Roccadaspide", country="IT", population=700_000)
    mapping = authorities(name(), fields=COUNTRY | SIZE)
    _, lines = planned(
        catalog, [table("Name | Country | Population\nRoccaspide | IT | 7 000")], mapping
    )
    assert standings(lines) == [Standing.NEW]


def test_a_name_of_several_parts_that_lead_to_different_towns_is_none_of_theirs(catalog):
    make.authority(catalog, "Bolzano", country="IT")
    make.authority(catalog, "Bozen", country="IT")
    _, lines = planned(
        catalog,
        [table("Name | Country\nBolzano / Bozen | IT")],
        authorities(name(), fields=COUNTRY),
    )
    assert standings(lines) == [Standing.UNSURE]


def test_nobody_has_left_while_rows_cannot_be_read(catalog):
    catalog.bring_in([CITIES], AS_MEMBERS)
    rest = table("Name | Country | Population | Since\nWien | AT | many | 2003")
    mapping = authorities(name(), member_of(since="Since"), fields=COUNTRY | SIZE, complete=True)
    _, plan = catalog.bring_in([rest], mapping)
    assert plan.left == []
    assert plan.remarks == [
        "Nobody is said to have left, since one row cannot be read: mend that first."
    ]


def test_who_may_be_meant_has_not_left_whatever_is_decided_later(catalog):
    members = authorities(name(), member_of(), fields=COUNTRY)
    catalog.bring_in([table("Name | Country\nRoccadaspide | IT\nAlba | IT")], members)
    whole = authorities(name(), member_of(), fields=COUNTRY, complete=True, as_of="2025")
    rows = table("Name | Country\nRoccaspide | IT\nAlba | IT")
    plan, lines = planned(catalog, [rows], whole)
    assert (standings(lines), plan.left) == ([Standing.UNSURE, Standing.SAME], [])
    skipped = whole.deciding({plan.questions[0].key: SKIP})
    assert catalog.plan_import([rows], skipped).left == []


def test_nobody_has_left_while_a_sheet_is_not_read(catalog):
    members = authorities(name(), member_of(), fields=COUNTRY)
    catalog.bring_in([table("Name | Country\nAlba | IT\nBari | IT")], members)
    whole = authorities(name(), member_of(), fields=COUNTRY, complete=True, as_of="2025")
    sheets = [table("Name | Country\nAlba | IT", "1"), table("Città | Stato\nBari | IT", "2")]
    plan = catalog.plan_import(sheets, whole)
    assert plan.left == []
    assert "Nobody is said to have left, since a sheet is not read" in plan.remarks[-1]


def test_who_comes_back_is_a_member_again_with_a_second_period(catalog):
    catalog.bring_in([CITIES], AS_MEMBERS)
    gone = table("Name | Country | Population | Since\nWien | AT | 1 897 000 | 2003")
    settings = {"fields": COUNTRY | SIZE, "complete": True}
    catalog.bring_in(
        [gone], authorities(name(), member_of(since="Since"), as_of="2020", **settings)
    )
    back = table("""
    Name | Country | Population | Since
    Wien | AT | 1 897 000 | 2003
    Łódź | PL | 670 642 | 2024
    """)
    _, plan = catalog.bring_in(
        [back], authorities(name(), member_of(since="Since"), as_of="2024", **settings)
    )
    assert plan.joined == 1
    assert memberships(catalog)["Łódź", "EMTA"] == (
        "member",
        [("2010-03-12", "2020"), ("2024", "")],
    )


def test_who_joins_is_told(catalog):
    authority(catalog, "Graz", country="AT")
    rows = table("Name | Country\nGraz | AT")
    _, plan, lines = brought(catalog, [rows], authorities(name(), member_of(), fields=COUNTRY))
    assert (plan.joined, told(lines)) == (1, ["joins EMTA"])


def test_a_membership_said_twice_stands_as_it_was_said_first(catalog):
    rows = table("""
    Name | Country | Type
    Graz | AT | full
    Graz | AT | associate
    """)
    category = Filler(column="Type")
    mapping = authorities(name(), member_of(category=category), fields=COUNTRY)
    _, plan, lines = brought(catalog, [rows], mapping)
    assert plan.conflicts == [lines[1]]
    assert len(memberships(catalog)) == 1


def test_what_hangs_on_a_membership_that_is_there_is_added_once(catalog):
    rows = table("Name | Country\nGraz | AT")
    catalog.bring_in([rows], authorities(name(), member_of(), fields=COUNTRY))
    tag = Part(record="tag", fields={"label": Filler(constant="to visit")})
    mapping = authorities(name(), replace(member_of(), parts=(tag,)), fields=COUNTRY)
    _, plan, lines = brought(catalog, [rows], mapping)
    assert (plan.added[Tag], standings(lines)) == (1, [Standing.CHANGED])
    assert standings(planned(catalog, [rows], mapping)[1]) == [Standing.SAME]


def test_nobody_becomes_a_member_of_itself(catalog):
    networks = authorities(name(), member_of("Polis"), fields={"kind": Filler(constant="network")})
    _, _, lines = brought(catalog, [table("Name\nPolis")], networks)
    assert told(lines) == ["it cannot be a member of itself"]
    assert memberships(catalog) == {}


# What rows leave out, and what they tell of other times


def test_who_is_a_member_by_a_constant_is_so_whatever_else_the_row_leaves_out(catalog):
    category = {"category": Filler(column="Category")}
    mapping = authorities(name(), member_of(**category), fields=COUNTRY.items())
    text = "Name|Country|Category\nAachen|DE|full\nBonn|DE|"
    catalog.bring_in([table(text)], mapping)
    assert set(memberships(catalog)) == {("Aachen", EMTA), ("Bonn", EMTA)}


def test_an_earlier_period_stands_beside_the_one_that_goes_on(catalog):
    fields = {"since": Filler(column="Since"), "until": Filler(column="Until")}
    membership = replace(member_of(), parts=(Part(record="period", fields=fields),))
    mapping = authorities(name(), membership, fields=COUNTRY.items())
    for row in ("Aachen|DE|2010|", "Aachen|DE|1990|1995"):
        catalog.bring_in([table(f"Name|Country|Since|Until\n{row}")], mapping)
    _, periods = memberships(catalog)["Aachen", EMTA]
    assert sorted(periods) == [("1990", "1995"), ("2010", "")]


@pytest.mark.parametrize("cell", ["não", "Όχι", "NON", "-", "0", " "])
def test_no_is_understood_in_any_spelling(cell):
    assert says_no(cell)


def test_until_when_alone_ends_the_period_that_goes_on_and_adds_none(catalog):
    catalog.bring_in([CITIES], AS_MEMBERS)
    period = Part(record="period", fields={"until": Filler(column="Until")})
    mapping = authorities(name(), replace(member_of(), parts=(period,)), fields=COUNTRY)
    rows = table("Name | Country | Until\nWien | AT | 2020")
    for changes in (2, 0):
        assert catalog.bring_in([rows], mapping)[1].changes == changes
    assert memberships(catalog)["Wien", EMTA] == ("left", [("2003", "2020")])


def test_who_has_left_is_no_member_again_by_a_period_that_is_over(catalog):
    fields = {"since": Filler(column="Since"), "until": Filler(column="Until")}
    status = {"status": Filler(column="Status")}
    membership = replace(member_of(**status), parts=(Part(record="period", fields=fields),))
    mapping = authorities(name(), membership, fields=COUNTRY)
    for row in ("2010 | 2015 | left", "1990 | 1995 |"):
        catalog.bring_in(
            [table(f"Name | Country | Since | Until | Status\nBonn|DE|{row}")], mapping
        )
    assert memberships(catalog)["Bonn", EMTA][0] == "left"


# Lists of all members


MOVED = """
Name | Country | Network
Bonn | DE      | {}
Kiel | DE      | EMTA
Ulm  | DE      | {}
"""
BY_COLUMN = Part(
    record="membership",
    fields={"network": Filler(column="Network", creates=ActorKind.NETWORK)},
)


def test_who_is_in_a_list_of_all_members_for_another_network_has_left_this_one(catalog):
    mapping = authorities(name(), BY_COLUMN, fields=COUNTRY, complete=True)
    catalog.bring_in([table(MOVED.format("EMTA", "EMTA"))], mapping)
    _, plan = catalog.bring_in([table(MOVED.format("Polis", ""))], mapping)
    assert [line.title for line in plan.left] == ["Bonn"]  # of Ulm nothing is said


def test_who_is_no_member_in_a_matrix_has_left(catalog):
    matrix = Part(
        record="membership",
        fields={"network": Filler(at=At.HEADING, creates=ActorKind.NETWORK)},
        each=("EMTA", "Polis"),
    )
    mapping = authorities(name(), matrix, fields=COUNTRY, complete=True)
    rows = "Name|Country|EMTA|Polis\nBonn|DE|{}|1\nKiel|DE|1|1"
    catalog.bring_in([table(rows.format(1))], mapping)
    _, plan = catalog.bring_in([table(rows.format(0))], mapping)
    assert [(line.title, line.told) for line in plan.left] == [("Bonn", ("leaves EMTA",))]


# Who is meant


def test_numbers_of_two_authorities_in_one_row_are_asked_for(catalog):
    mapping = authorities(name(), number(), number("Geo", "geonames"), fields=COUNTRY)
    rows = "Name | Country | LAU | Geo\nBonn | DE | 5 |\nKiel | DE | | 7"
    catalog.bring_in([table(rows)], mapping)
    mixed = table("Name | Country | LAU | Geo\nUlm | DE | 5 | 7")
    plan, lines = planned(catalog, [mixed], mapping)
    assert standings(lines) == [Standing.UNSURE]
    assert [one.reasons for one in plan.questions[0].choices] == [
        ("GeoNames 7",),
        ("LAU 5",),
    ]


def test_a_number_that_two_share_is_that_of_the_one_so_called(catalog):
    mapping = authorities(name(), number("NUTS", "nuts"), fields=COUNTRY)
    both = table("Name | Country | NUTS\nBremen | DE | DE50\nBremerhaven | DE | DE50")
    (question,) = catalog.plan_import([both], mapping).questions
    catalog.bring_in([both], mapping.deciding({question.key: NEW}))
    assert standings(planned(catalog, [both], mapping)[1]) == [Standing.SAME, Standing.SAME]
    assert catalog.count(AUTHORITIES) == 2


def test_who_is_referred_to_is_sought_in_the_country_of_each_row(catalog):
    relation = Part(
        record="relation",
        fields={
            "type": Filler(constant="coordinated_by"),
            "other": Filler(column="Province", creates=ActorKind.AUTHORITY),
        },
    )
    for country in ("AT", "DE"):
        authority(catalog, "Neustadt", country=country)
    rows = "Name | Country | Province\nWien | AT | Neustadt\nBonn | DE | Neustadt"
    catalog.bring_in([table(rows)], authorities(name(), relation, fields=COUNTRY))
    held = [record for record, _ in catalog.everything()]
    ends = [one.other for one in held if isinstance(one, Relation)]
    assert [catalog.record(Actor, one).country for one in ends] == ["AT", "DE"]


def test_who_is_called_like_somebody_abroad_is_asked_for(catalog):
    authority(catalog, "Reims", country="FR")
    event = Part(
        record="relation",
        fields={
            "type": Filler(constant="coordinated_by"),
            "other": Filler(column="Twin", creates=ActorKind.AUTHORITY),
        },
    )
    rows = table("Name | Country | Twin\nAachen | DE | Reims")
    _, lines = planned(catalog, [rows], authorities(name(), event, fields=COUNTRY))
    assert standings(lines) == [Standing.UNSURE]


def test_of_two_new_namesakes_each_can_be_meant(catalog):
    rows = table("""
    Name | Country | LAU | Population
    Aa   | PL      | 1   | 100
    Aa   | PL      | 2   | 900
    AA   | PL      |     | 300
    """)
    mapping = authorities(name(), number(), fields=COUNTRY | SIZE)
    (question,) = catalog.plan_import([rows], mapping).questions
    for choice, size in zip(question.choices, (100, 900), strict=True):
        decided = mapping.deciding({question.key: choice.decision})
        _, plan, lines = brought(catalog, [rows], decided)
        assert plan.questions == []
        assert f"a row before says {size} inhabitants" in " ".join(lines[2].told)
        catalog.undo()


def test_of_several_columns_each_that_makes_no_sense_is_told_with_its_row(catalog):
    figure = Part(
        record="figure",
        fields={
            "measure": Filler(constant="members"),
            "qualifier": Filler(constant="between"),
            "low": Filler(at=At.PIECE),
        },
        each=("2020", "2021"),
    )
    rows = table("Name | 2020 | 2021\nPolis | 80 | 60\nEMTA | |")
    mapping = authorities(name(), figure, fields={"kind": Filler(constant="network")})
    _, lines = planned(catalog, [rows], mapping)
    assert standings(lines) == [Standing.UNREADABLE, Standing.NEW]
