"""The commands that go back over the history: its steps, what is undone, and what was."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from netcatalog.cli.commands import OK, opened
from netcatalog.domain.changes import Action, Which, moments
from netcatalog.domain.errors import ConflictError, InvalidError
from netcatalog.domain.query import Range
from netcatalog.domain.query_values import days
from netcatalog.domain.records import Actor
from netcatalog.domain.wording import number

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from netcatalog.domain.changes import RecordedChange, Revision
    from netcatalog.services.catalog import Catalog

MOST_NAMED = 20
"""Most things in the bin that are named before they are deleted."""

ASKS = 3
"""Exit status of an undo that needs a choice first."""


def do_history(options: argparse.Namespace) -> int:
    """Print the steps that are wanted, the newest first."""
    with opened(options) as catalog:
        for step in catalog.history(None, _which(catalog, options)):
            how = f"{step.action}: " if step.action in {Action.UNDO, Action.REDO} else ""
            is_undone = not how and not step.in_effect
            when = step.at.astimezone()
            end = " (taken back)" if is_undone else ""
            print(f"{step.id:5}  {when:%Y-%m-%d %H:%M}  {step.by}  {how}{step.title}{end}")
    return OK


def _which(catalog: Catalog, options: argparse.Namespace) -> Which:
    span = days(options.time) if options.time else Range(None, None)
    if span is None:
        raise InvalidError(
            f"“{options.time}” is no time. Write 2026-05-03, 2026-05, 2025..2026 or >=2026."
        )
    since, until = moments(str(span.low or ""), str(span.high or ""))
    return Which(
        by=options.by or "",
        since=since,
        until=until,
        words=" ".join(options.words),
        around=(Actor, catalog.actor_named(options.of)) if options.of else None,
    )


def do_undo(options: argparse.Namespace) -> int:
    """Take the newest step back, or another."""
    with opened(options) as catalog:
        step = catalog.revision(options.step) if options.step is not None else None
        try:
            print(f"Undone: {catalog.undo(step).title}.")
        except ConflictError:
            if step is None:
                raise
            return _choose(catalog, step, options.clash)
    return OK


def _choose(catalog: Catalog, step: Revision, clash: str | None) -> int:
    """Take back what was not changed since, and of the rest what is wanted; or ask."""
    met = catalog.taking_back(step)
    for one in met.meetings:
        now, before = one.theirs or "(empty)", one.mine or "(empty)"
        print(f"{one.title}, {one.label}: now {now}; before {before}", file=sys.stderr)
    if clash is None:
        print(
            f"netcatalog: Something that “{step.title}” did was changed since. Say --clash before "
            "to take that back as well, or --clash now to leave it. Nothing was changed.",
            file=sys.stderr,
        )
        return ASKS
    changes = met.merged(met.meetings if clash == "before" else ())
    if changes:
        catalog.apply(f"take back: {step.title}", changes)
    print(f"Taken back: {step.title}." if changes else "Nothing was changed.")
    return OK


def do_redo(options: argparse.Namespace) -> int:
    """Do again what was undone."""
    with opened(options) as catalog:
        print(f"Done again: {catalog.redo().title}.")
    return OK


def do_empty_bin(options: argparse.Namespace) -> int:
    """Delete all that is in the bin for good."""
    with opened(options) as catalog:
        removals = catalog.bin()
        if not removals:
            print("The bin is empty.")
            return OK
        if not options.yes and not _means_it(removals):
            print("Nothing was deleted.")
            return OK
        print(f"Done: {catalog.delete_for_good(removals).title}.")
        catalog.compact()
    return OK


def _means_it(removals: Sequence[RecordedChange]) -> bool:
    """Ask whoever sits at the terminal.

    Raises:
        InvalidError: Nobody does.
    """
    if not sys.stdin or not sys.stdin.isatty():
        raise InvalidError(
            "Deleting for good cannot be undone, so it is not done without being asked. "
            "Say --yes if you mean it."
        )
    for removal in removals[:MOST_NAMED]:
        print(f"{removal.change.record.about.label} “{removal.title}”")
    if len(removals) > MOST_NAMED:
        print(f"and {len(removals) - MOST_NAMED:,} more")
    print("All this is deleted for good, with what hung on it. Only backups still have it.")
    return input("Type yes if you mean it: ").strip().lower() == "yes"


def do_bring_back(options: argparse.Namespace) -> int:
    """Make an actor what it was before a step."""
    with opened(options) as catalog:
        key = catalog.actor_named(" ".join(options.name))
        state = catalog.state(Actor, key, catalog.revision(options.step))
        changes = state.own if options.alone else state.whole
        if state.left_out:
            facts = "1 fact" if state.left_out == 1 else f"{number(state.left_out)} facts"
            told = f"{facts} cannot come back: what is referred to is gone."
            print(f"netcatalog: {told}", file=sys.stderr)
        if not changes:
            print("Nothing was changed: it is the same now.")
            return OK
        name, title = state.page.title, state.before.title
        catalog.apply(f"bring {name} back as it was before “{title}”", changes)
    print(f"{name} is as it was before “{title}”.")
    return OK
