"""Merging with another catalogue from the command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from netcatalog.cli.commands import OK, opened
from netcatalog.cli.history import ASKS
from netcatalog.domain.changes import Effect
from netcatalog.domain.wording import number
from netcatalog.services.opening import user_name
from netcatalog.transfer import others

if TYPE_CHECKING:
    import argparse

    from netcatalog.domain.joining import Joining

_DONE = {Effect.ADDED: "added", Effect.ALTERED: "altered", Effect.REMOVED: "removed"}


def do_merge(options: argparse.Namespace) -> int:
    """Bring another catalogue in, or say what that would come to."""
    with (
        opened(options) as catalog,
        others.reading(options.other, user=user_name()) as other,
    ):
        joining = catalog.plan_joining(other)
        clashes = joining.merging.meetings
        is_refused = bool(clashes) and options.prefer is None
        _print(joining, done=not options.dry_run and not is_refused)
        for one in clashes:
            ours, theirs = one.theirs or "(empty)", one.mine or "(empty)"
            print(f"{one.title}, {one.label}: here {ours}; there {theirs}", file=sys.stderr)
        if options.dry_run:
            return ASKS if clashes else OK
        if is_refused:
            print(
                "netcatalog: Both changed what is listed above. Say --prefer ours or --prefer "
                "theirs. Nothing was changed.",
                file=sys.stderr,
            )
            return ASKS
        made = catalog.join(joining, clashes if options.prefer == "theirs" else ())
    print("Merged." if made else "Nothing was changed: all of it is here.")
    return OK


def _print(joining: Joining, *, done: bool) -> None:
    since = joining.since
    if since is None:
        print("The two were never one catalogue, as far as is known.")
    else:
        print(f"The two were one until {since.astimezone():%Y-%m-%d %H:%M}.")
    for (effect, kind), count in joining.counts().items():
        label = kind.about.label if count == 1 else kind.about.plural.lower()
        would = "" if done else "would be "
        print(f"  {number(count)} {label} {would}{_DONE[effect]}")
    for told in joining.left_out:
        print(told, file=sys.stderr)
