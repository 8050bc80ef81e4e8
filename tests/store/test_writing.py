from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from netcatalog.domain.changes import Change
from netcatalog.domain.errors import ConflictError, InvalidError, NotFoundError
from netcatalog.domain.records import (
    Actor,
    Body,
    Document,
    Event,
    Membership,
    Name,
    Note,
    Participant,
    Period,
    Programme,
    Relation,
    Source,
    Statement,
    Tag,
    Target,
    Topic,
)
from netcatalog.domain.sections import NETWORKS
from tests import make
from tests.conftest import clock

TEXT = "EMTA was founded in Paris."


def apply(catalog, *changes):
    return catalog.changes_of(catalog.apply("change", changes))


def edit(catalog, record, **given):
    return apply(catalog, Change(before=record, after=replace(record, **given)))


def made(catalog, *changes):
    """Return what a revision did, in words: the sign, the type and the title."""
    signs = {(True, False): "-", (False, True): "+", (True, True): "*"}
    return [
        f"{signs[bool(one.change.before), bool(one.change.after)]}"
        f"{one.change.record.about.key} {one.title}"
        for one in apply(catalog, *changes)
    ]


# Adding


def test_an_id_below_zero_stands_for_the_one_to_come(catalog):
    emta, name = make.add(
        catalog, make.record(Actor, id=-7), make.record(Name, id=-8, actor=-7, text="EMTA")
    )
    assert (emta.id, name.id, name.actor) == (1, 1, 1)


def test_a_placeholder_may_be_used_by_several(catalog):
    _, first, second = make.add(
        catalog,
        make.record(Actor, id=-1),
        make.record(Relation, id=-2, actor=-1, other=-1),
        make.record(Topic, actor=-1),
    )
    assert (first.actor, first.other, second.actor) == (1, 1, 1)


def test_two_new_records_may_refer_to_each_other(catalog):
    emta = make.actor(catalog, "EMTA")
    first, second = make.add(
        catalog,
        make.record(Body, id=-1, actor=emta, elected_by=-2),
        make.record(Body, id=-2, actor=emta, elected_by=-1),
    )
    assert (first.elected_by, second.elected_by) == (second.id, first.id)


def test_a_placeholder_of_nothing_is_a_defect(catalog):
    with pytest.raises((KeyError, NotFoundError)):
        make.add(catalog, make.record(Topic, actor=-9))
    assert catalog.history() == []


def test_every_record_gets_a_uid_of_its_own(catalog):
    first, second = make.add(catalog, make.record(Source), make.record(Source))
    assert isinstance(first.uid, UUID)
    assert first.uid != second.uid


def test_a_record_that_has_a_uid_keeps_it(catalog):
    uid = UUID(int=7)
    (source,) = make.add(catalog, make.record(Source, uid=uid))
    assert source.uid == catalog.record(Source, source.id).uid == uid


# Refusing


def test_a_record_that_breaks_a_rule_is_refused_by_field(catalog):
    emta = make.actor(catalog)
    with pytest.raises(InvalidError, match=r"^Event, Date: This is not a date\."):
        make.fact(catalog, Event, actor=emta, date="soon")


def test_what_is_refused_leaves_nothing_of_its_revision(catalog):
    with pytest.raises(InvalidError):
        make.add(catalog, make.record(Source), make.record(Source, title=""))
    assert catalog.history() == []
    assert list(catalog.everything()) == []


def test_an_edit_is_refused_as_an_addition_is(catalog):
    source = make.fact(catalog, Source)
    with pytest.raises(InvalidError, match="Source, Title: Please fill this in"):
        edit(catalog, source, title=" ")


@pytest.mark.parametrize(("end", "refused"), [(len(TEXT), False), (len(TEXT) + 1, True)])
def test_a_passage_must_lie_in_the_text(catalog, end, refused):
    source = make.fact(catalog, Source, text=TEXT)
    record = make.record(Actor, source=source.id, start=0, end=end)
    if not refused:
        assert make.add(catalog, record)
        return
    with pytest.raises(InvalidError, match="ends at character 27, but the source has only 26"):
        make.add(catalog, record)


def test_a_passage_is_counted_in_characters_not_in_bytes(catalog):
    source = make.fact(catalog, Source, text="Łódź 🏙️!")
    assert make.fact(catalog, Actor, source=source.id, start=0, end=8)


def test_a_text_with_passages_may_grow_at_its_end(catalog):
    source = make.fact(catalog, Source, text=TEXT)
    make.fact(catalog, Actor, source=source.id, start=0, end=4)
    edit(catalog, source, text=TEXT + " More.")
    assert catalog.record(Source, source.id).text == TEXT + " More."


@pytest.mark.parametrize("text", ["", "Today " + TEXT, "EMT", "Emta was founded"])
def test_a_text_may_not_change_under_a_passage(catalog, text):
    source = make.fact(catalog, Source, title="Report", text=TEXT)
    make.fact(catalog, Actor, source=source.id, start=0, end=4)
    with pytest.raises(InvalidError, match="passages of the text of “Report”"):
        edit(catalog, source, text=text)


def test_a_text_on_which_nothing_rests_may_change(catalog):
    source = make.fact(catalog, Source, text=TEXT)
    make.fact(catalog, Actor, source=source.id)
    edit(catalog, source, text="")


def test_what_was_changed_in_the_meantime_is_a_conflict(catalog):
    source = make.fact(catalog, Source, title="Old")
    edit(catalog, source, title="New")
    with pytest.raises(ConflictError, match="The source “New” was changed in the meantime"):
        edit(catalog, source, title="Newer")
    with pytest.raises(ConflictError):
        apply(catalog, Change(before=source))
    assert catalog.record(Source, source.id).title == "New"


def test_what_is_gone_cannot_be_changed_or_removed(catalog):
    source = make.fact(catalog, Source)
    make.remove(catalog, Source, source.id)
    for change in (Change(before=source), Change(before=source, after=source)):
        with pytest.raises(NotFoundError, match="This source is not in the catalogue any more"):
            apply(catalog, change)


@pytest.mark.parametrize(
    ("kind", "given", "missing"),
    [
        (Topic, {"actor": 99}, "actor"),
        (Topic, {"actor": 1, "source": 99}, "source"),
        (Body, {"actor": 1, "elected_by": 99}, "body"),
        (Note, {"membership": 99}, "membership"),
    ],
)
def test_a_record_cannot_refer_to_what_is_not_there(catalog, kind, given, missing):
    make.actor(catalog)
    with pytest.raises(NotFoundError, match=f"The {missing} that this belongs to is not in the"):
        make.fact(catalog, kind, **given)


# Removing


def test_what_hangs_on_a_record_goes_with_it(catalog):
    emta, lodz = make.actor(catalog, "EMTA"), make.authority(catalog)
    make.add(
        catalog,
        make.record(Event, id=-1, actor=emta),
        make.record(Participant, event=-1, actor=lodz),
        make.record(Membership, id=-2, member=lodz, network=emta),
        make.record(Period, membership=-2),
        make.record(Note, membership=-2),
        make.record(Tag, actor=emta),
    )
    assert made(catalog, Change(before=catalog.record(Actor, emta))) == [
        "-actor EMTA",
        "-name EMTA",
        "-event Founded in 1986",
        "-membership Łódź in EMTA",
        "-tag renew",
        "-participant Łódź",
        "-period since 2012",
        "-note Ask about the fee",
    ]


def test_each_that_went_along_knows_with_which_removal(catalog):
    emta = make.actor(catalog, "EMTA")
    source = make.fact(catalog, Source)
    removed = apply(catalog, Change(before=source), Change(before=catalog.record(Actor, emta)))
    assert [one.hung_on for one in removed] == [None, None, removed[1].id]


@pytest.mark.parametrize(
    ("kind", "given", "left"),
    [
        (Programme, {"run_as": 2}, {"run_as": None}),
        (Target, {"owner": 2}, {"owner": None}),
    ],
)
def test_what_only_refers_to_a_record_stays_and_refers_to_nothing(catalog, kind, given, left):
    make.actor(catalog, "EMTA")
    make.actor(catalog, "EcoMobility")
    fact = make.fact(catalog, kind, actor=1, **given)
    make.remove(catalog, Actor, 2)
    assert catalog.record(kind, fact.id) == replace(fact, **left)


def test_what_cannot_be_without_a_record_goes_with_it(catalog):
    make.actor(catalog, "EMTA")
    make.actor(catalog, "Łódź")
    relation = make.fact(catalog, Relation)
    make.remove(catalog, Actor, 2)
    with pytest.raises(NotFoundError):
        catalog.record(Relation, relation.id)


def test_without_its_source_a_fact_has_no_passage_either(catalog):
    source = make.fact(catalog, Source, text=TEXT)
    emta = make.actor(catalog, "EMTA")
    fact = make.fact(
        catalog, Statement, actor=emta, source=source.id, start=0, end=4, as_of="2026"
    )
    make.remove(catalog, Source, source.id)
    assert catalog.record(Statement, fact.id) == replace(fact, source=None, start=None, end=None)


def test_a_body_that_elects_goes_without_those_it_elects(catalog):
    emta = make.actor(catalog)
    assembly = make.fact(catalog, Body, actor=emta, name="Assembly")
    board = make.fact(catalog, Body, actor=emta, name="Board", elected_by=assembly.id)
    plan = make.fact(catalog, Document, actor=emta, decided_by=board.id)
    make.remove(catalog, Body, assembly.id)
    assert catalog.record(Body, board.id) == replace(board, elected_by=None)
    assert catalog.record(Document, plan.id) == plan


def test_a_network_whose_bodies_elect_each_other_can_be_removed(seeded):
    make.remove(seeded, Actor, seeded.actor_named("ICLEI"))
    assert seeded.find(seeded.query("iclei kind:association", NETWORKS)) == []


# What the history says


def test_a_change_is_called_by_what_the_record_says(catalog):
    emta = make.actor(catalog, "EMTA")
    assert made(
        catalog,
        Change(after=make.record(Topic, actor=emta)),
        Change(after=make.record(Membership, id=-1, member=make.authority(catalog), network=emta)),
        Change(after=make.record(Note, membership=-1, text="x" * 200)),
    ) == [
        "+topic public transport",
        "+membership Łódź in EMTA",
        f"+note {'x' * 79}…",
    ]


def test_an_actor_added_with_its_name_is_called_by_it(catalog):
    assert made(
        catalog,
        Change(after=make.record(Actor, id=-1)),
        Change(after=make.record(Name, actor=-1, text="EMTA")),
    ) == ["+actor EMTA", "+name EMTA"]


def test_an_actor_renamed_in_the_same_revision_is_called_as_before(catalog):
    emta = make.actor(catalog, "Old")
    before = catalog.record(Actor, emta)
    (name,) = catalog.page(Actor, emta).group(Name)
    assert made(
        catalog,
        Change(before=before, after=replace(before, place="Paris")),
        Change(before=name.record, after=replace(name.record, text="New")),
    ) == ["*actor Old", "*name New"]


def test_revisions_are_signed_by_the_clock_given(catalog):
    source = make.fact(catalog, Source)
    (step,) = catalog.history()
    assert step.at == clock()
    assert source.id
