"""The same list, year after year: who stays, leaves, comes back, and is called otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netcatalog.domain.choices import ActorKind
from netcatalog.domain.importing import WHY, Standing
from netcatalog.domain.mappings import At, Existing, Filler, Part, as_new, decode, encode
from netcatalog.domain.records import Actor, Name
from netcatalog.domain.sections import AUTHORITIES, NETWORKS
from tests.services.importing.lists import (
    COUNTRY,
    EMTA,
    SIZE,
    authorities,
    authority,
    brought,
    member_of,
    memberships,
    name,
    names,
    number,
    planned,
    records,
    table,
)

MEMBERS = authorities(name(), member_of(), fields=COUNTRY)
SINCE = authorities(name(), member_of(since="Since"), fields=COUNTRY)
TIMES = {"since": Filler(column="Since"), "until": Filler(column="Until")}
WITH_STATUS = authorities(
    name(),
    replace(
        member_of(status=Filler(column="Status")), parts=(Part(record="period", fields=TIMES),)
    ),
    fields=COUNTRY,
)
NUMBERED = authorities(name(), number(), fields=COUNTRY, as_of="2026")


def standings(lines):
    return [line.standing for line in lines]


def bring(catalog, text, mapping):
    """Bring a list in; return what it came to, and each row."""
    _, plan, lines = brought(catalog, [table(text)], mapping)
    return plan, lines


# Once more


def test_without_countries_whom_a_list_brought_in_is_found_again(catalog):
    mapping = authorities(name(), member_of())
    for standing in (Standing.NEW, Standing.SAME):
        _, lines = bring(catalog, "Name\nGhent\nPorto", mapping)
        assert standings(lines) == [standing, standing]


def test_who_was_decided_to_be_new_is_meant_from_then_on(catalog):
    authority(catalog, "Graz", country="AT", population=1_000)
    mapping = authorities(name(), fields=COUNTRY | SIZE)
    rows = "Name|Country|Population\nGraz|AT|{}"
    (question,) = planned(catalog, [table(rows.format(100_000))], mapping)[0].questions
    mapping = decode(encode(mapping.deciding({question.key: as_new()})))
    bring(catalog, rows.format(100_000), mapping)
    _, lines = bring(catalog, rows.format(200_000), mapping)
    assert standings(lines) == [Standing.CHANGED]
    assert catalog.count(AUTHORITIES) == 2


def test_two_rows_of_one_question_decided_to_be_new_are_one(catalog):
    authority(catalog, "Graz", country="AT")
    mapping = authorities(name(), member_of("Polis"))
    rows = "Name\nGraz\nLinz\nGraz"
    (question,) = planned(catalog, [table(rows)], mapping)[0].questions
    bring(catalog, rows, mapping.deciding({question.key: as_new()}))
    assert catalog.count(AUTHORITIES) == 3


def test_rows_left_over_from_a_list_end_no_memberships(catalog):
    bring(catalog, "Name|Country\nBonn|DE\nKiel|DE", MEMBERS)
    whole = replace(MEMBERS, complete=True, as_of="2025")
    plan, _ = bring(catalog, f"Name|Country|{WHY}\nKiel|DE|x", whole)
    assert plan.left == []
    assert "left over from a list" in plan.remarks[-1]


def test_a_repeated_row_of_headings_is_left_out(catalog):
    _, lines = bring(catalog, "Name|Country\nBonn|DE\nName|Country\nKiel|", MEMBERS)
    assert standings(lines) == [Standing.NEW, Standing.SKIPPED, Standing.NEW]


@pytest.mark.parametrize("sums", ["Total", "TOTAL (6 members)", "Razem:", "Summe 12", "Összesen"])
def test_a_row_of_sums_is_asked_for(catalog, sums):
    _, lines = bring(catalog, f"Name|Country\nBonn|DE\n{sums}|", MEMBERS)
    assert standings(lines) == [Standing.NEW, Standing.UNSURE]


def test_nobody_is_called_by_a_dash(catalog):
    by_column = member_of(network=Filler(column="Network", creates=ActorKind.NETWORK))
    by_column = replace(
        by_column, fields={"network": Filler(column="Network", creates=ActorKind.NETWORK)}
    )
    bring(catalog, "Name|Network\nBonn|-\nKiel|–", authorities(name(), by_column))
    assert catalog.count(NETWORKS) == 0


def test_whom_the_list_only_names_is_told(catalog):
    plan, _ = bring(catalog, "Name|Country\nBonn|DE", MEMBERS)
    assert plan.remarks == ["New, and only called so by rows: “EMTA” (network)."]


def test_marks_of_nothing_are_nothing_in_list_cells_and_matrices_too(catalog):
    several = Part(
        record="membership",
        fields={"network": Filler(at=At.PIECE, creates=ActorKind.NETWORK)},
        each=("Nets",),
        separator=";",
    )
    matrix = Part(
        record="membership",
        fields={"network": Filler(at=At.HEADING, creates=ActorKind.NETWORK)},
        each=("Polis",),
    )
    mapping = authorities(name(), several, matrix, missing=("n/a",))
    bring(catalog, "Name|Nets|Polis\nBonn|n/a|n/a\nKiel|EMTA; n/a|1", mapping)
    assert set(memberships(catalog)) == {("Kiel", EMTA), ("Kiel", "Polis")}


# Who is a member


def test_a_membership_told_with_its_end_was_left(catalog):
    rows = "Name|Country|Status|Since|Until\nLinz|AT||2001|2010"
    for changes in (True, False):
        plan, lines = bring(catalog, rows, WITH_STATUS)
        assert bool(plan.changes) is changes
    assert memberships(catalog)["Linz", EMTA] == ("left", [("2001", "2010")])
    assert lines[0].told == ()


def test_who_has_left_does_not_join(catalog):
    rows = "Name|Country|Status|Since|Until\nLinz|AT|left||\nGraz|AT|applied||\nWels|AT|||"
    plan, lines = bring(catalog, rows, WITH_STATUS)
    assert plan.joined == 1
    assert [line.told[-1] for line in lines] == ["EMTA: left", "EMTA: applied", "joins EMTA"]


def test_a_plan_tells_what_rows_say_of_new_ones(catalog):
    mapping = authorities(name(), number(), member_of(since="Since"), fields=COUNTRY | SIZE)
    text = "Name|Country|LAU|Population|Since\nLinz|AT|40101|206000|2003"
    _, lines = planned(catalog, [table(text)], mapping)
    assert lines[0].told == (
        "Country: Austria",
        "Population: 206\u202f000 inhabitants",
        "identifier: 40101",
        "joins EMTA since 2003",
    )


def test_what_lacks_what_it_must_have_is_told(catalog):
    number_and_scheme = Part(
        record="identifier",
        fields={"scheme": Filler(column="Scheme"), "value": Filler(column="Value")},
    )
    mapping = authorities(name(), number_and_scheme)
    plan, _ = bring(catalog, "Name|Scheme|Value\nBonn||77\nKiel|lau|5\nUlm||", mapping)
    assert plan.remarks == [
        "One row of “list” lacks the “Register” of the identifier, which is left out."
    ]


def test_who_came_back_is_a_member_in_whatever_order_the_periods_are_told(catalog):
    first, second = "Bonn|DE||2001|2010", "Bonn|DE||2015|"
    for rows in (f"{first}\n{second}", f"{second}\n{first}"):
        for _ in range(2):
            bring(catalog, f"Name|Country|Status|Since|Until\n{rows}", WITH_STATUS)
        status, periods = memberships(catalog)["Bonn", EMTA]
        assert (status, sorted(periods)) == ("member", [("2001", "2010"), ("2015", "")])
        catalog.undo()


@pytest.mark.parametrize("rows", ["Bonn|DE|||\nBonn|DE|||2020\nBonn|DE|left||"])
def test_a_member_is_no_member_and_none_again_with_every_import(catalog, rows):
    text = f"Name|Country|Status|Since|Until\n{rows}"
    bring(catalog, text, WITH_STATUS)
    before = memberships(catalog)
    plan, _ = bring(catalog, text, WITH_STATUS)
    assert (plan.changes, memberships(catalog)) == (0, before)


def test_left_in_one_row_and_a_member_in_the_next_is_a_conflict(catalog):
    text = "Name|Country|Status|Since|Until\nBonn|DE|left||2020\nBonn|DE|||"
    for _ in range(2):
        _, lines = bring(catalog, text, WITH_STATUS)
        assert lines[1].told == (
            "a row before says that it has left, this one that it is a member",
        )


def test_an_older_list_ends_nothing_that_began_after_it(catalog):
    bring(catalog, "Name|Country|Since\nBonn|DE|2015\nKiel|DE|2001", SINCE)
    older = replace(SINCE, complete=True, as_of="2010")
    plan, _ = bring(catalog, "Name|Country|Since\nKiel|DE|2001", older)
    assert plan.left == []
    assert memberships(catalog)["Bonn", EMTA] == ("member", [("2015", "")])


def test_no_period_ends_before_it_begins(catalog):
    bring(catalog, "Name|Country|Since\nBonn|DE|2010", SINCE)
    text = "Name|Country|Status|Since|Until\nBonn|DE|member||2005"
    plan, lines = bring(catalog, text, WITH_STATUS)
    assert lines[0].told == ("since 2010 stays, the list says until 2005",)
    assert len(plan.conflicts) == 1


def test_who_was_gone_from_one_list_and_is_there_again_has_never_left(catalog):
    whole = replace(SINCE, complete=True)
    both, one = "Bonn|DE|2003\nKiel|DE|2004", "Kiel|DE|2004"
    for year, rows in (("2024", both), ("2025", one), ("2026", both)):
        bring(catalog, f"Name|Country|Since\n{rows}", replace(whole, as_of=year))
    assert memberships(catalog)["Bonn", EMTA] == ("member", [("2003", "")])


def test_an_end_that_is_corrected_is_no_second_period(catalog):
    rows = "Name|Country|Status|Since|Until\nBonn|DE||2001|{}"
    for until in ("2005", "2007"):
        bring(catalog, rows.format(until), WITH_STATUS)
    assert memberships(catalog)["Bonn", EMTA][1] == [("2001", "2007")]


def test_who_comes_back_keeps_what_only_empty_fields_may_get(catalog):
    category = {"category": Filler(column="Cat"), "status": Filler(column="St")}
    mapping = authorities(name(), member_of(**category), fields=COUNTRY)
    bring(catalog, "Name|Country|Cat|St\nBonn|DE|full|left", mapping)
    fills = replace(mapping, existing=Existing.FILL)
    _, lines = bring(catalog, "Name|Country|Cat|St\nBonn|DE|guest|", fills)
    assert lines[0].told == (
        "Status: left → member",
        "Category: full stays, the list says guest",
    )


def test_whom_a_matrix_ticks_nowhere_have_left_all(catalog):
    matrix = Part(
        record="membership",
        fields={"network": Filler(at=At.HEADING, creates=ActorKind.NETWORK)},
        each=("EMTA",),
    )
    mapping = authorities(name(), matrix, fields=COUNTRY, complete=True, as_of="2026")
    bring(catalog, "Name|Country|EMTA\nBonn|DE|1", mapping)
    plan, _ = bring(catalog, "Name|Country|EMTA\nBonn|DE|0", mapping)
    assert [line.title for line in plan.left] == ["Bonn"]


def test_who_might_have_been_meant_leaves_once_it_is_decided_that_another_is(catalog):
    bring(catalog, "Name|Country\nRoccadaspide|IT\nRoccagaspide|IT", MEMBERS)
    whole = replace(MEMBERS, complete=True, as_of="2025")
    rows = "Name|Country\nRoccaspide|IT"
    question = planned(catalog, [table(rows)], whole)[0].questions[0]
    meant, other = question.choices
    plan, _ = bring(catalog, rows, whole.deciding({question.key: meant.decision}))
    assert [line.title for line in plan.left] == [other.title.split(",")[0]]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Gent", "Ghent", ("or is it “Ghent”, who joins?",)),
        ("Newcastle", "Newcastle upon Tyne", ("or is it “Newcastle upon Tyne”, who joins?",)),
        ("Bonn", "Kiel", ()),
    ],
)
def test_who_leaves_while_somebody_of_a_like_name_joins_is_told_with_doubt(
    catalog, before, after, told
):
    bring(catalog, f"Name|Country\n{before}|BE", MEMBERS)
    new = {"ghent|BE": as_new()}
    whole = replace(MEMBERS, complete=True, as_of="2025").deciding(new)
    plan, _ = bring(catalog, f"Name|Country\n{after}|BE", whole)
    assert [line.told for line in plan.left] == [("leaves EMTA 2025", *told)]


# What they are called


def bilingual(catalog, rows):
    mapping = authorities(name("N1"), name("N2"), number(), fields=COUNTRY, as_of="2025")
    return bring(catalog, f"N1|N2|Country|LAU\n{rows}", mapping)


def test_a_name_that_the_row_tells_as_well_is_no_former_one(catalog):
    bilingual(catalog, "Bruxelles||BE|5")
    plan, _ = bilingual(catalog, "Brussel|Bruxelles|BE|5")
    assert plan.renamed == []
    assert {one.type.value for one in records(catalog, "Brussel", Name)} == {"official"}


def test_a_row_found_by_its_name_has_told_it(catalog):
    authority(catalog, "Bonn", country="DE")
    _, lines = bring(catalog, "Name|Country|LAU\nBonn|DE|5\nBonna|DE|5", NUMBERED)
    assert lines[1].told == (
        "a row before calls it otherwise, this one Bonna",
        "new name: Bonna",
    )


def test_a_former_name_is_told_as_a_conflict(catalog):
    for called in ("Bonn", "Bonna"):
        bring(catalog, f"Name|Country|LAU\n{called}|DE|5", NUMBERED)
    plan, lines = bring(catalog, "Name|Country|LAU\nBonn|DE|5", NUMBERED)
    assert lines[0].told == ("Bonn is a former name, and stays one",)
    assert len(plan.conflicts) == 1


@pytest.mark.parametrize(("old", "new"), [("Köln", "Stadt Köln"), ("Rubio, El", "El Rubio")])
def test_another_spelling_is_no_other_name(catalog, old, new):
    bring(catalog, f"Name|Country|LAU\n{old}|DE|5", NUMBERED)
    plan, _ = bring(catalog, f"Name|Country|LAU\n{new}|DE|5", NUMBERED)
    assert plan.renamed == []
    assert names(catalog, old) == [old, new]


def test_what_a_list_says_more_of_a_name_that_is_there_is_filled_in(catalog):
    bring(catalog, "Name|Country|LAU\nBonn|DE|5", NUMBERED)
    told = name(language=Filler(column="L"), since=Filler(column="S"))
    mapping = authorities(told, number(), fields=COUNTRY)
    for changes in (1, 0):
        plan, _ = bring(catalog, "Name|Country|LAU|L|S\nBonn|DE|5|de|1900", mapping)
        assert plan.changes == changes
    (held,) = records(catalog, "Bonn", Name)
    assert (held.language, held.since) == ("de", "1900")


# Who is referred to


def coordinated(by):
    fields = {
        "type": Filler(constant="coordinated_by"),
        "other": Filler(column="By", creates=by),
    }
    return Part(record="relation", fields=fields)


@pytest.mark.parametrize(
    "rows", ["Kiel|DE|Kiel", "Bonn|DE|Kiel\nKiel|DE|", "Kiel|DE|\nBonn|DE|Kiel"]
)
def test_who_is_referred_to_is_the_one_of_its_own_row(catalog, rows):
    mapping = authorities(name(), coordinated(ActorKind.AUTHORITY), fields=COUNTRY)
    text = f"Name|Country|By\n{rows}"
    bring(catalog, text, mapping)
    assert catalog.count(AUTHORITIES) == len({row.split("|")[0] for row in rows.split("\n")})
    assert bring(catalog, text, mapping)[0].changes == 0


def test_the_own_row_says_of_which_kind_one_is_who_was_only_called(catalog):
    kind = {"kind": Filler(column="Kind")}
    mapping = authorities(name(), coordinated(ActorKind.GROUP), fields=kind)
    bring(catalog, "Name|Kind|By\nPolis|network|Klima\nKlima|network|", mapping)
    klima = catalog.record(Actor, catalog.actor_named("Klima"))
    assert (klima.kind, klima.is_network) == (ActorKind.NETWORK, True)


def test_a_number_there_is_but_once_in_the_world_is_asked_for_abroad(catalog):
    mapping = authorities(name(), number("Q", "wikidata"), fields=COUNTRY)
    bring(catalog, "Name|Country|Q\nKehl|DE|Q1", mapping)
    _, lines = bring(catalog, "Name|Country|Q\nKehl|FR|Q1", mapping)
    assert standings(lines) == [Standing.UNSURE]


def test_a_town_is_never_meant_by_the_name_a_network_is_shown_by(catalog):
    bring(catalog, "Name\nPolis", authorities(name(), fields={"kind": Filler(constant="network")}))
    shown = replace(NUMBERED, shown=True)
    _, lines = bring(catalog, "Name|Country|LAU\nPolis|CY|7", shown)
    assert standings(lines) == [Standing.NEW]


def test_a_number_goes_before_the_name_one_is_shown_by(catalog):
    bring(catalog, "Name|Country|LAU\nAa|DE|3\nBb|DE|4", NUMBERED)
    bring(catalog, "Name|Country|LAU\nBb|DE|3", replace(NUMBERED, shown=True))
    assert names(catalog, "Aa") == ["Aa", "Bb"]


def test_who_lies_in_the_same_county_is_not_the_same(catalog):
    rows = "Name|Country\nGiroc (Jud. Timiş)|RO\nSânandrei (Jud. Timis)|RO\nLugoj (Valea)|RO"
    for standing in (Standing.NEW, Standing.SAME):
        _, lines = bring(catalog, rows, authorities(name(), fields=COUNTRY))
        assert standings(lines) == [standing] * 3


def test_who_shares_only_a_part_of_a_name_is_asked_for_unless_size_or_place_bear_witness(catalog):
    mapping = authorities(name(), fields=COUNTRY | SIZE)
    bring(catalog, "Name|Country|Population\nGiroc (Valea)|RO|6400", mapping)
    _, lines = bring(catalog, "Name|Country|Population\nLugoj (Valea)|RO|", mapping)
    assert standings(lines) == [Standing.UNSURE]
    bring(catalog, "Name|Country|Population\nDobbiaco/Toblach|IT|3351", mapping)
    _, lines = bring(catalog, "Name|Country|Population\nToblach - Dobbiaco|IT|3283", mapping)
    assert standings(lines) == [Standing.CHANGED]


@pytest.mark.parametrize("decision", ["new:", "new:that one", "new:12"])
def test_a_decision_that_makes_no_sense_is_asked_for_again(catalog, decision):
    authority(catalog, "Graz", country="AT")
    mapping = authorities(name()).deciding({"graz|": decision})
    _, lines = bring(catalog, "Name\nGraz", mapping)
    assert standings(lines) == [Standing.UNSURE]


def test_one_decision_for_two_questions_means_one(catalog):
    authority(catalog, "Graz", country="AT")
    rows = "Name\nGraz\nStadt Graz"
    questions = planned(catalog, [table(rows)], authorities(name()))[0].questions
    same = as_new()
    mapping = authorities(name()).deciding({one.key: same for one in questions})
    bring(catalog, rows, mapping)
    assert len(questions) == 2
    assert catalog.count(AUTHORITIES) == 2
