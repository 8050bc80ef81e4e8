"""Records that turn out to be one: all they say is kept, and it can be taken back."""

from __future__ import annotations

import itertools
import shutil
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from netcatalog.domain.changes import Change
from netcatalog.domain.choices import ActorKind, IdentifierScheme, NameType, RelationType
from netcatalog.domain.errors import ConflictError, InvalidError, NotFoundError
from netcatalog.domain.fields import Kind, fields_of
from netcatalog.domain.folding import fold
from netcatalog.domain.records import (
    RECORDS,
    SCHEMA,
    Actor,
    Agreement,
    Body,
    Event,
    Identifier,
    Membership,
    Name,
    Note,
    Participant,
    Party,
    Period,
    Programme,
    Relation,
    Source,
    Statement,
    Tag,
    Topic,
)
from netcatalog.domain.rules import problems
from netcatalog.domain.uniting import NAMES, Why
from netcatalog.services.opening import open_file
from tests import anything, make
from tests.conftest import USER, clock
from tests.faults.dump import dump
from tests.faults.effort import times


@pytest.fixture
def towns(catalog):
    """One town twice: as it is spelt, and as it was typed."""
    return (
        make.authority(catalog, "Łódź", country="PL", population=680_000),
        make.authority(catalog, "Lodz", country="PL", place="Łódzkie", population=700_000),
    )


def do(catalog, keys, taken=None, kind=Actor):
    """Unite records, and return what was said of it."""
    uniting = catalog.unite(kind, keys, taken)
    catalog.apply(uniting.title, uniting.changes)
    return uniting


def held(catalog, kind):
    return [record for record, _ in catalog.everything() if type(record) is kind]


def names(catalog, key):
    return {(one.text, one.type) for one in held(catalog, Name) if one.actor == key}


# The fields


def test_a_field_is_that_of_the_one_that_stays_where_it_says_anything(catalog, towns):
    do(catalog, towns)
    left = catalog.record(Actor, towns[0])
    assert (left.population, left.place) == (680_000, "Łódzkie")


def test_a_field_is_that_of_the_other_where_it_is_chosen(catalog, towns):
    stays, goes = towns
    do(catalog, towns, {(Actor, stays, "population"): goes, (Actor, stays, "place"): stays})
    left = catalog.record(Actor, stays)
    assert (left.population, left.place) == (700_000, "")


def test_nought_is_something_said(catalog):
    keys = [make.authority(catalog, "Alpha", latitude=one) for one in (0.0, 51.0)]
    do(catalog, keys)
    assert catalog.record(Actor, keys[0]).latitude == 0.0


def test_what_is_private_or_has_members_in_one_is_so_afterwards(catalog):
    keys = make.authority(catalog, "Alpha"), make.actor(catalog, "Alpha", private=True)
    do(catalog, keys)
    left = catalog.record(Actor, keys[0])
    assert (left.kind, left.is_network, left.private) == (ActorKind.AUTHORITY, True, True)


def test_a_country_comes_with_whether_it_was_inferred(catalog):
    keys = [
        make.authority(catalog, "Alpha", country="PL"),
        make.authority(catalog, "Alpha", country="CZ", country_inferred=True),
    ]
    do(catalog, keys)
    left = catalog.record(Actor, keys[0])
    assert (left.country, left.country_inferred) == ("PL", False)


def test_a_source_is_chosen_with_its_passage(catalog):
    sources = [make.fact(catalog, Source, text="Łódź and more") for _ in range(2)]
    keys = [
        make.authority(catalog, "Łódź", source=one.id, start=0, end=4 + place)
        for place, one in enumerate(sources)
    ]
    do(catalog, keys, {(Actor, keys[0], "source"): keys[1]})
    left = catalog.record(Actor, keys[0])
    assert (left.source, left.start, left.end) == (sources[1].id, 0, 5)


def test_what_both_say_is_told_beside_each_other(catalog, towns):
    (compared,) = catalog.unite(Actor, towns).compared
    told = {one.label: (one.texts, one.taken, one.differs) for one in compared.lines}
    assert told["Name"] == (("Łódź", "Lodz"), 0, True)
    assert told["Country"] == (("Poland", "Poland"), 0, False)
    assert told["Place"] == (("", "Łódzkie"), 1, True)
    assert "Website" not in told


# The names


def test_the_official_name_of_the_other_becomes_another_name(catalog, towns):
    uniting = do(catalog, towns)
    assert names(catalog, towns[0]) == {
        ("Łódź", NameType.OFFICIAL),
        ("Lodz", NameType.ALTERNATIVE),
    }
    assert (uniting.title, uniting.shown) == ("merge Lodz into Łódź", "Łódź")


def test_the_official_name_of_the_other_stays_so_if_it_is_chosen(catalog, towns):
    uniting = do(catalog, towns, {(Actor, towns[0], NAMES): towns[1]})
    assert names(catalog, towns[0]) == {
        ("Łódź", NameType.ALTERNATIVE),
        ("Lodz", NameType.OFFICIAL),
    }
    assert uniting.shown == catalog.page(Actor, towns[0]).title == "Lodz"


def test_an_official_name_in_another_language_stays_one(catalog):
    keys = [make.fact(catalog, Actor).id for _ in range(2)]
    for key, text, language in ((keys[0], "Bruxelles", "fr"), (keys[1], "Brussel", "nl")):
        make.fact(catalog, Name, actor=key, text=text, language=language)
    do(catalog, keys)
    assert ("Brussel", NameType.OFFICIAL) in names(catalog, keys[0])


def test_a_name_that_both_have_stays_once(catalog):
    keys = [make.authority(catalog, "Łódź") for _ in range(2)]
    (loss,) = do(catalog, keys).losses
    assert (loss.title, loss.why) == ("Łódź", Why.SAID_TWICE)
    assert names(catalog, keys[0]) == {("Łódź", NameType.OFFICIAL)}


def test_a_name_that_became_another_one_stays_once(catalog):
    stays = make.authority(catalog, "Łódź")
    make.fact(catalog, Name, actor=stays, text="Lodz", type=NameType.ALTERNATIVE)
    goes = make.authority(catalog, "Lodz")
    do(catalog, (stays, goes))
    assert len([one for one in held(catalog, Name) if one.text == "Lodz"]) == 1


# What hangs on them


def test_what_hangs_on_the_other_hangs_on_the_one_that_stays(catalog, towns):
    stays, goes = towns
    emta = make.actor(catalog, "EMTA")
    one = make.fact(catalog, Identifier, actor=goes, scheme=IdentifierScheme.LAU, value="10")
    note, tag = (make.fact(catalog, kind, actor=goes) for kind in (Note, Tag))
    joined = make.fact(catalog, Membership, member=goes, network=emta)
    event = make.fact(catalog, Event, actor=emta)
    there = make.fact(catalog, Participant, event=event.id, actor=goes)
    uniting = do(catalog, towns)
    for record, via in (
        *((one, "actor"), (note, "actor"), (tag, "actor")),
        *((joined, "member"), (there, "actor")),
    ):
        assert catalog.record(type(record), record.id) == replace(record, **{via: stays})
    kinds = Name, Identifier, Participant, Membership, Note, Tag
    assert uniting.moved == dict.fromkeys(kinds, 1)


def test_members_of_the_other_are_members_of_the_one_that_stays(catalog):
    networks = [make.actor(catalog, "EMTA") for _ in range(2)]
    member = make.fact(catalog, Membership, member=make.authority(catalog), network=networks[1])
    do(catalog, networks)
    assert catalog.record(Membership, member.id).network == networks[0]


def test_a_fact_of_another_source_is_another_fact(catalog, towns):
    sources = [make.fact(catalog, Source, title=title).id for title in ("A", "B")]
    for key, source in zip(towns, sources, strict=True):
        make.fact(catalog, Topic, actor=key, source=source)
    do(catalog, towns)
    assert {(one.actor, one.source) for one in held(catalog, Topic)} == {
        (towns[0], source) for source in sources
    }


def test_of_a_fact_with_a_source_and_without_the_one_with_it_stays(catalog, towns):
    source = make.fact(catalog, Source).id
    make.fact(catalog, Topic, actor=towns[0])
    sourced = make.fact(catalog, Topic, actor=towns[1], source=source)
    do(catalog, towns)
    assert held(catalog, Topic) == [replace(sourced, actor=towns[0])]


def test_a_private_fact_does_not_stand_for_a_public_one(catalog, towns):
    for key, private in zip(towns, (True, False), strict=True):
        make.fact(catalog, Topic, actor=key, private=private)
    do(catalog, towns)
    assert {one.private for one in held(catalog, Topic)} == {True, False}


def test_a_tag_that_both_have_in_any_spelling_stays_once(catalog, towns):
    for key, label in zip(towns, ("Renew", "renew"), strict=True):
        make.fact(catalog, Tag, actor=key, label=label)
    do(catalog, towns)
    assert [one.label for one in held(catalog, Tag)] == ["Renew"]


def test_an_event_that_both_have_keeps_the_participants_of_both(catalog):
    networks = [make.actor(catalog, "EMTA") for _ in range(2)]
    others = [make.actor(catalog, name) for name in ("Alpha", "Beta")]
    for network, other in zip(networks, others, strict=True):
        event = make.fact(catalog, Event, actor=network)
        make.fact(catalog, Participant, event=event.id, actor=other)
    do(catalog, networks)
    (event,) = held(catalog, Event)
    assert {(one.event, one.actor) for one in held(catalog, Participant)} == {
        (event.id, other) for other in others
    }


def test_an_agreement_that_both_have_keeps_a_party_of_both_once(catalog):
    networks = [make.actor(catalog, "EMTA") for _ in range(2)]
    other = make.actor(catalog, "Alpha")
    for network in networks:
        agreement = make.fact(catalog, Agreement, actor=network)
        make.fact(catalog, Party, agreement=agreement.id, actor=other)
    do(catalog, networks)
    assert len(held(catalog, Agreement)) == len(held(catalog, Party)) == 1


# Memberships that both have


@pytest.fixture
def members(catalog, towns):
    """Both are members of one network, at different times."""
    emta = make.actor(catalog, "EMTA")
    found = [
        make.fact(catalog, Membership, member=key, network=emta, **given)
        for key, given in zip(towns, ({}, {"category": "full"}), strict=True)
    ]
    for one, since in zip((*found, found[1]), ("1998", "2012", "1998"), strict=True):
        make.fact(catalog, Period, membership=one.id, since=since)
    make.fact(catalog, Note, membership=found[1].id)
    return found


def test_memberships_in_one_network_become_one_with_the_periods_of_both(catalog, towns, members):
    do(catalog, towns)
    (left,) = held(catalog, Membership)
    assert (left.id, left.member, left.category) == (members[0].id, towns[0], "full")
    periods = [(one.membership, one.since) for one in held(catalog, Period)]
    assert sorted(periods) == [(left.id, "1998"), (left.id, "2012")]
    assert [one.membership for one in held(catalog, Note)] == [left.id]


def test_the_fields_of_a_membership_that_both_have_are_chosen_too(catalog, towns, members):
    compared = catalog.unite(Actor, towns).compared
    assert [one.title for one in compared] == ["Łódź", "Łódź in EMTA"]
    assert [one.label for one in compared[1].lines] == ["Status", "Category"]
    do(catalog, towns, {(Membership, members[0].id, "category"): members[0].id})
    assert held(catalog, Membership)[0].category == ""


def test_memberships_that_are_double_are_united_by_themselves(catalog):
    member, network = make.authority(catalog), make.actor(catalog, "EMTA")
    found = [make.fact(catalog, Membership, member=member, network=network) for _ in range(2)]
    for one, since in zip(found, ("1998", "2012"), strict=True):
        make.fact(catalog, Period, membership=one.id, since=since)
    do(catalog, [one.id for one in found], kind=Membership)
    assert held(catalog, Membership) == found[:1]
    assert {one.since for one in held(catalog, Period)} == {"1998", "2012"}


def test_memberships_of_different_members_are_refused(catalog, towns):
    emta = make.actor(catalog, "EMTA")
    found = [make.fact(catalog, Membership, member=key, network=emta).id for key in towns]
    with pytest.raises(InvalidError, match="not of the same member"):
        catalog.unite(Membership, found)


# Sources


def test_sources_that_are_double_become_one_and_facts_that_rest_on_both_stay_once(catalog):
    emta = make.actor(catalog, "EMTA")
    full = make.fact(catalog, Source, text="EMTA promotes transport")
    bare = make.fact(catalog, Source, title="The report", text="")
    make.fact(catalog, Topic, actor=emta, source=full.id, start=0, end=4)
    make.fact(catalog, Topic, actor=emta, source=bare.id)
    do(catalog, [bare.id, full.id], kind=Source)
    (topic,) = held(catalog, Topic)
    assert (topic.source, topic.start) == (bare.id, 0)
    assert catalog.record(Source, bare.id).text == full.text
    assert catalog.check().faults == ()


def test_actors_that_say_the_same_are_no_twins_because_their_sources_are(catalog):
    sources = [make.fact(catalog, Source).id for _ in range(2)]
    for one in sources:
        make.actor(catalog, "Alpha", source=one)
    do(catalog, sources, kind=Source)
    assert len(held(catalog, Actor)) == 2


def test_sources_with_different_texts_are_refused(catalog):
    sources = [make.fact(catalog, Source, text=text).id for text in ("one", "other")]
    with pytest.raises(InvalidError, match="different texts"):
        catalog.unite(Source, sources)


# What would tie it to itself


def test_what_would_tie_it_to_itself_is_dropped_and_told(catalog):
    keys = [make.actor(catalog, name) for name in ("EMTA", "E.M.T.A.")]
    make.fact(catalog, Relation, actor=keys[1], other=keys[0])
    joined = make.fact(catalog, Membership, member=keys[1], network=keys[0])
    make.fact(catalog, Period, membership=joined.id)
    uniting = do(catalog, keys)
    assert {(type(one.record), one.why) for one in uniting.losses} == {
        (kind, Why.OF_ITSELF) for kind in (Relation, Membership, Period)
    }
    assert [one for kind in (Relation, Membership, Period) for one in held(catalog, kind)] == []


def test_what_tied_it_to_itself_before_stays(catalog, towns):
    tie = make.fact(catalog, Relation, actor=towns[1], other=towns[1])
    do(catalog, towns)
    assert held(catalog, Relation) == [replace(tie, actor=towns[0], other=towns[0])]


def test_a_programme_that_the_other_is_in_the_catalogue_as_stays(catalog):
    keys = [make.actor(catalog, name) for name in ("EMTA", "Green Lines")]
    make.fact(catalog, Programme, actor=keys[0], run_as=keys[1])
    do(catalog, keys)
    assert [one.run_as for one in held(catalog, Programme)] == [keys[0]]


# All of it


def test_three_become_one(catalog, towns):
    third = make.authority(catalog, "Lodsch", country="PL")
    emta = make.actor(catalog, "EMTA")
    for key in (towns[1], third):
        make.fact(catalog, Membership, member=key, network=emta)
    make.fact(catalog, Relation, actor=third, type=RelationType.DIFFERENT_FROM, other=towns[1])
    assert do(catalog, (*towns, third)).title == "merge Lodz, Lodsch into Łódź"
    assert {one.text for one in held(catalog, Name) if one.actor == towns[0]} == {
        *("Łódź", "Lodz", "Lodsch")
    }
    assert len(held(catalog, Membership)) == 1
    assert held(catalog, Relation) == []


def test_the_other_is_in_the_bin_and_comes_back_with_what_was_said_twice(catalog, towns):
    for key in towns:
        make.fact(catalog, Topic, actor=key)
    do(catalog, towns)
    (removal,) = catalog.bin()
    assert removal.title == "Lodz"
    catalog.restore(removal)
    assert {one.actor for one in held(catalog, Topic)} == set(towns)


def test_it_is_one_step_and_taken_back_as_one(catalog, towns, members):
    before = dump(catalog)
    uniting = do(catalog, towns)
    assert catalog.undoable().undo.title == uniting.title
    catalog.undo()
    assert dump(catalog) == before


def test_planning_changes_nothing(catalog, towns):
    before = catalog.history()
    catalog.unite(Actor, towns)
    assert catalog.history() == before


def test_what_was_changed_since_is_not_written_over(catalog, towns):
    uniting = catalog.unite(Actor, towns)
    goes = catalog.record(Actor, towns[1])
    catalog.apply("edit", [Change(before=goes, after=replace(goes, place="Here"))])
    with pytest.raises(ConflictError):
        catalog.apply(uniting.title, uniting.changes)


def test_one_that_is_gone_is_told(catalog, towns):
    make.remove(catalog, Actor, towns[1])
    with pytest.raises(NotFoundError, match="not in the catalogue any more"):
        catalog.unite(Actor, towns)


# Any catalogue


@st.composite
def catalogues(draw):
    """Draw records of all types, many alike, that refer to each other by ids below zero."""
    made = {kind: [] for kind in RECORDS}
    count = itertools.count()
    texts = draw(st.sampled_from(["", "EMTA, founded 1998"]))
    for kind in sorted(RECORDS, key=lambda one: one is not Source):
        least = 2 if kind in {Actor, Source} else 0
        samples = draw(st.lists(anything.records(kind), min_size=1, max_size=2))
        for _ in range(draw(st.integers(least, 4))):
            sample = draw(st.sampled_from(samples))
            refs = {}
            for field in fields_of(kind):
                if field.kind is Kind.REFERENCE:
                    there = [one.id for one in made[SCHEMA[field.refers]]]
                    there += [] if field.required else [None]
                    refs[field.name] = draw(st.sampled_from(there)) if there else 0
            if 0 in refs.values():
                continue
            plain = {"start": None, "end": None} if hasattr(sample, "start") else {}
            if kind is Source:
                plain |= {"title": "Report", "text": draw(st.sampled_from(["", texts]))}
            one = replace(sample, id=-1 - next(count), uid=None, **refs, **plain)
            if not problems(one):
                made[kind].append(one)
    return [one for kind in (Source, *RECORDS) for one in made.pop(kind, ())]


def says(record, other, into, *, all_of=True):
    """Tell whether a record says what another said before some became others.

    Args:
        record: As it is.
        other: As it was.
        into: By type and id, the ids of those that another may be now.
        all_of: Whether it says that and no more.
    """
    for field in fields_of(type(record)):
        was, now = getattr(other, field.name), getattr(record, field.name)
        if field.kind is Kind.REFERENCE and was is not None:
            fits = now in into.get((SCHEMA[field.refers], was), {was})
        elif isinstance(record, Name) and field.name == "type":
            fits = True
        elif isinstance(record, Tag) and field.name == "label":
            fits = fold(was) == fold(now)
        else:
            fits = was == now
        if not fits and (all_of or was not in {None, ""}):
            return False
    return True


@pytest.mark.parametrize("kind", [Actor, Source])
@settings(
    max_examples=times(12, 300),
    deadline=None,
    phases=[phase for phase in Phase if phase is not Phase.shrink],  # takes minutes
    suppress_health_check=list(HealthCheck),
)
@given(records=catalogues(), many=st.integers(2, 3), data=st.data())
def test_no_record_is_lost_but_those_that_are_told(
    empty_file, tmp_path_factory, kind, records, many, data
):
    path = shutil.copyfile(empty_file, tmp_path_factory.mktemp("any") / "any.netcatalog")
    catalog = open_file(path, user=USER, clock=clock)
    catalog.apply("add", [Change(after=one) for one in records])
    before = {(type(one), one.id): one for one, _ in catalog.everything()}
    bytes_before = dump(catalog)
    keys = data.draw(st.permutations([key for of, key in before if of is kind]))[:many]
    uniting = do(catalog, keys, kind=kind)
    after = {(type(one), one.id): one for one, _ in catalog.everything()}
    lost = {(type(one.record), one.record.id): one.why for one in uniting.losses}
    goes = {(kind, key) for key in keys[1:]}

    assert before.keys() - after.keys() == goes | lost.keys()
    into = {key: {keys[0]} for key in goes}
    groups = {(one.kind, key): one.keys[0] for one in uniting.compared for key in one.keys}
    into |= {key: {head} for key, head in groups.items()}
    twice = [key for key, why in lost.items() if why is Why.SAID_TWICE and key not in into]
    for _ in twice:  # what says the same may be found by what it refers to
        for kind_, key in twice:
            into[kind_, key] = into.get((kind_, key), set()) | {
                there
                for (of, there), other in after.items()
                if of is kind_ and says(other, before[kind_, key], into, all_of=False)
            }
    assert all(into[key] for key in twice)
    for key, record in after.items():
        if key not in groups:
            assert says(record, before[key], into)
    assert catalog.check().faults == ()
    bytes_after = dump(catalog)
    catalog.undo()
    assert dump(catalog) == bytes_before
    catalog.redo()
    assert dump(catalog) == bytes_after
    catalog.close()


def test_what_is_the_same_only_because_of_what_it_refers_to_becomes_one_too(catalog, towns):
    sources = [make.record(Source, id=-1 - place, title="Report") for place in range(2)]
    catalog.apply("add", [Change(after=one) for one in sources])
    for source in (1, 2):
        voters = make.fact(catalog, Body, actor=towns[0], name="Assembly", source=source)
        make.fact(catalog, Programme, actor=towns[0], name="Trams", source=source)
        make.fact(catalog, Body, actor=towns[0], name="Council", elected_by=voters.id)
    do(catalog, (1, 2), kind=Source)
    assert [one.name for one in held(catalog, Body)] == ["Assembly", "Council"]


def test_statements_that_differ_stay(catalog, towns):
    for key, text in zip(towns, ("one", "other"), strict=True):
        make.fact(catalog, Statement, actor=key, text=text)
    do(catalog, towns)
    assert {one.text for one in held(catalog, Statement)} == {"one", "other"}


def test_what_both_say_and_would_tie_it_to_itself_is_dropped(catalog, towns):
    third = make.authority(catalog, "Lodsch")
    for key in towns:
        make.fact(catalog, Relation, actor=key, other=third)
    losses = do(catalog, (*towns, third)).losses
    assert [one.why for one in losses if isinstance(one.record, Relation)] == [Why.OF_ITSELF] * 2
