"""One of two who write into the same catalogue for some seconds.

``python -m tests.faults.writing PATH SECONDS NAME``; prints what it was told as JSON. It counts
in a field that the other one counts in, too, and adds notes of its own.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from netcatalog.domain.changes import Change
from netcatalog.domain.errors import ConflictError, StorageError
from netcatalog.domain.records import Actor, Note
from netcatalog.services.opening import open_catalog
from tests import make
from tests.conftest import clock


def main(path: str, seconds: str, name: str) -> None:
    """Write until the time is over, and print what was stored, and what was refused."""
    seen: Counter[str] = Counter()
    stored: list[int] = []
    longest = 0.0
    with open_catalog(Path(path), user=name, clock=clock) as catalog:
        counter = catalog.actor_named("counter")
        deadline = time.monotonic() + float(seconds)
        while (began := time.monotonic()) < deadline:
            before = catalog.record(Actor, counter)
            after = replace(before, population=(before.population or 0) + 1)
            count = Change(before=before, after=after)
            note = Change(after=make.record(Note, actor=counter, text=f"{name} {len(stored)}"))
            try:
                stored.append(catalog.apply("count", [count, note]).id)
            except ConflictError:
                seen["overtaken"] += 1
            except StorageError:
                seen["busy"] += 1
            longest = max(longest, time.monotonic() - began)
    json.dump({"stored": stored, "longest": longest, **seen}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
