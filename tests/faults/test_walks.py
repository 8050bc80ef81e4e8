"""Wherever a walk through the catalogue leads, all of it can be undone and done again."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from netcatalog.domain.changes import Change
from netcatalog.domain.errors import NotFoundError
from netcatalog.domain.records import Actor, Name, Note, Topic
from tests import make
from tests.faults.dump import dump
from tests.faults.effort import times
from tests.services.test_history import Walk

WALKS = times(8, 60)
STEPS = times(15, 25)
FOLLOWED = count(1)


class WholeWalk(Walk):
    """A walk that takes whole lots of records, too, and at its end goes all the way back."""

    @rule(many=st.integers(2, 130), twice=st.booleans())
    def bulk(self, many, twice):
        """Add many at once, as an import does: more than the history tells one by one."""
        records = [
            record
            for number in range(many)
            for record in (
                make.record(Actor, id=-1 - number),
                make.record(Name, actor=-1 - number, text=f"Network {number}"),
                *[make.record(Topic, actor=-1 - number, label="trams")] * twice,
            )
        ]
        changes = [Change(after=one) for one in records]
        self.make("import", lambda title: self.catalog.apply(title, changes))

    @precondition(lambda self: any(kind is Actor for kind, _ in self.present))
    @rule(data=st.data())
    def edit_many(self, data):
        """Change several at once."""
        actors = [one for (kind, _), one in self.present.items() if kind is Actor]
        some = data.draw(st.lists(st.sampled_from(actors), unique_by=lambda one: one.id))
        changes = [Change(before=one, after=replace(one, place="Łódź")) for one in some]
        changes += [Change(after=make.record(Note, actor=one.id)) for one in some]
        self.make("edit many", lambda title: self.catalog.apply(title, changes))

    def teardown(self):
        now, there = dump(self.catalog), self.catalog.undoable().undo is not None
        undone = 0
        with contextlib.suppress(NotFoundError):
            while there:
                self.catalog.undo()
                undone += 1
        assert dump(self.catalog) == b""
        for _ in range(undone):
            self.catalog.redo()
        assert dump(self.catalog) == now
        assert all(map(json.loads, now.splitlines()))
        super().teardown()
        next(FOLLOWED)


@pytest.mark.slow
def test_all_of_any_walk_is_undone_and_done_again_byte_for_byte(empty_file, tmp_path, figures):
    run_state_machine_as_test(
        lambda: WholeWalk(empty_file, tmp_path),
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=STEPS,
            deadline=None,
            phases=[phase for phase in Phase if phase is not Phase.shrink],  # takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
    followed = next(FOLLOWED) - 1
    figures(
        "walks of adding, editing, removing, restoring, undoing, redoing, importing, reopening",
        f"{followed} walks of up to {STEPS} steps, each undone to nothing and done again, "
        "byte for byte",
        "none",
    )
