from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from netcatalog.domain.changes import Change
from netcatalog.domain.merging import WHOLE, merging
from netcatalog.domain.records import Actor, Figure
from tests import make

WAS = make.record(Actor, id=1, place="Paris", website="https://a.example/", country="FR")
WORDS = st.sampled_from(["Paris", "Lyon", "Nice"])


def meet(before, after, now):
    changes = [Change(before=before, after=after)]
    there = {(type(before), before.id): now} if now else {}
    return merging(changes, there, lambda record: "Alpha", lambda key, one: f"{key} {one}")


def test_what_only_the_others_changed_is_theirs_and_told():
    found = meet(WAS, replace(WAS, website=""), replace(WAS, place="Lyon"))
    (meeting,) = found.meetings
    assert (meeting.label, meeting.theirs, meeting.is_clash) == ("Place", "Lyon", False)
    (change,) = found.merged(())
    assert (change.after.place, change.after.website) == ("Lyon", "")


def test_where_both_changed_a_field_one_chooses():
    theirs = replace(WAS, place="Lyon")
    found = meet(WAS, replace(WAS, place="Nice"), theirs)
    (meeting,) = found.meetings
    assert (meeting.theirs, meeting.mine, meeting.is_clash) == ("Lyon", "Nice", True)
    assert found.merged(()) == []
    assert found.merged([meeting]) == [Change(before=theirs, after=replace(WAS, place="Nice"))]


def test_where_both_say_the_same_there_is_no_question():
    same = replace(WAS, place="Lyon")
    found = meet(WAS, same, same)
    assert (found.meetings, found.merged(())) == ((), [])


def test_what_was_to_be_removed_is_so_only_if_chosen():
    theirs = replace(WAS, place="Lyon")
    found = meet(WAS, None, theirs)
    (meeting,) = found.meetings
    assert (meeting.field, meeting.is_clash) == (WHOLE, True)
    assert found.merged(()) == []
    assert found.merged([meeting]) == [Change(before=theirs)]


def test_a_passage_is_chosen_whole():
    was = make.record(Figure, id=1, source=1, start=0, end=5)
    theirs, mine = replace(was, start=10, end=20), replace(was, start=30, end=40)
    found = meet(was, mine, theirs)
    (meeting,) = found.meetings
    (change,) = found.merged([meeting])
    assert (change.after.start, change.after.end) == (30, 40)


def test_an_addition_goes_through_as_it_is():
    added = Change(after=make.record(Figure))
    found = merging([added], {}, str, lambda key, one: "")
    assert found.merged(()) == [added]


@given(*[st.tuples(WORDS, WORDS)] * 3)
def test_nothing_that_only_one_side_changed_is_lost(before, after, now):
    first, mine, theirs = (replace(WAS, place=a, remark=b) for a, b in (before, after, now))
    found = meet(first, mine, theirs)
    for chosen in ((), found.meetings):
        done = found.merged(chosen)
        result = done[0].after if done else theirs
        for name in ("place", "remark"):
            was, ours, others = (getattr(one, name) for one in (first, mine, theirs))
            if ours == was:
                assert getattr(result, name) == others
            elif others == was:
                assert getattr(result, name) == ours
            else:
                assert getattr(result, name) == (ours if chosen else others)
