"""Time from a key stroke to the painted hits, and of the same question in bare SQL.

``keystrokes FILE SECTION`` prints both in milliseconds, for each stroke, as JSON: by whether the
word had three letters and more.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path

from netcatalog.domain.sections import section_named
from tests.bench import raw
from tests.bench.qt import Window, settle
from tests.bench.rows import Pairs, timed

STROKE_MS = 120
"""Between two strokes, in milliseconds: as somebody types who types fast, and reads nothing."""

WORDS = {
    "networks": ("transport", "vienna", "sustainable", "emta", "cities", "mobility"),
    "authorities": (
        "saint", "neustadt", "villanueva", "castel", "łódź", "nova", "athina", "chapelle",
        "ostrow", "beaumont", "gross", "montagne",
    ),
}  # fmt: skip


def main(path: Path, section: str) -> dict[str, Pairs]:
    """Type all words, letter by letter."""
    window = Window(path, section)
    asked = section_named(section)
    found: dict[str, Pairs] = {"long": [], "short": []}
    with closing(raw.connect(path)) as bare:
        assert window.desk.session is not None
        catalog = window.desk.session.catalog
        for word in WORDS[section]:
            for length, letter in enumerate(word, start=1):
                ours = timed(lambda letter=letter: window.type(letter))
                settle(STROKE_MS)
                sql, given = raw.statement(catalog.query(word[:length], asked))
                raw_time = timed(lambda sql=sql, given=given: raw.ids(bare, sql, given))
                found["long" if length > 2 else "short"].append((ours, raw_time))
            window.clear()
    window.close()
    return found


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2])))
