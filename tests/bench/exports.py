"""What goes out, beside the same tables read by bare sqlite3 and written by the same encoders.

``exports PATH ROUNDS`` prints pairs as JSON, in milliseconds: the table of authorities as CSV, and
the whole catalogue as JSON.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from netcatalog.domain.columns import columns_of
from netcatalog.domain.records import SCHEMA
from netcatalog.domain.sections import AUTHORITIES
from netcatalog.services.opening import open_catalog
from netcatalog.transfer import lossless
from netcatalog.transfer.csv_export import export_table
from tests.bench.rows import Pairs, Row, figures, timed, times

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 1.5


def rows(path: Path, rounds: int) -> Iterator[Row]:
    """Measure exports of a large catalogue."""
    table, whole = figures("exports", str(path), str(rounds))
    yield times("the table of authorities as CSV", [tuple(one) for one in table], MOST)
    yield times("the whole catalogue as JSON", [tuple(one) for one in whole], MOST)


def main(path: Path, rounds: int) -> list[Pairs]:
    table: Pairs = []
    whole: Pairs = []
    with (
        tempfile.TemporaryDirectory() as name,
        open_catalog(path, user="bench", reading=True) as catalog,
    ):
        out = Path(name) / "out"
        query = catalog.query("", AUTHORITIES)
        columns = [one for one in columns_of(SCHEMA, AUTHORITIES.kind) if one.shown]
        for _ in range(rounds):
            ours = timed(lambda: export_table(catalog, out, query, columns))
            written = out.read_bytes()
            table.append((ours, timed(lambda: _bare_table(path, out))))
            if out.read_bytes() != written:
                raise AssertionError("bare sqlite3 writes another table")
        # After the tables: the disk is long busy with so much, and we wait for it, bare does not.
        for _ in range(rounds):
            ours = timed(lambda: lossless.write(catalog, out))
            whole.append((ours, timed(lambda: _bare_whole(path, out))))
    return [table, whole]


def _bare_table(path: Path, out: Path) -> None:
    """Write the same file, with one subselect for each column that other tables hold."""
    asked = """
        SELECT label AS title,
            (SELECT group_concat(text, '; ') FROM name
                WHERE actor_id = actor.id AND type = 'acronym') AS acronym,
            kind, country,
            (SELECT group_concat(date, '; ') FROM event
                WHERE actor_id = actor.id AND type = 'founded') AS founded,
            (SELECT group_concat(low, '; ') FROM figure
                WHERE actor_id = actor.id AND measure = 'members') AS members,
            (SELECT group_concat(label, '; ') FROM topic WHERE actor_id = actor.id) AS topic,
            (SELECT group_concat(label, '; ') FROM tag WHERE actor_id = actor.id) AS tag
        FROM actor WHERE kind = 'authority' ORDER BY sort_key
    """
    with closing(sqlite3.connect(path)) as raw, out.open("w", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        told = raw.execute(asked)
        writer.writerow(one[0] for one in told.description)
        writer.writerows(told)


def _bare_whole(path: Path, out: Path) -> None:
    """Write each row of each table of records as an object, without what is empty."""
    encode = msgspec.json.encode
    with closing(sqlite3.connect(path)) as raw, out.open("wb") as file:
        for kind in SCHEMA.records:
            told = raw.execute(f"SELECT * FROM {kind.about.key} ORDER BY id")
            names = [one[0] for one in told.description]
            for row in told:
                held = zip(names, row, strict=True)
                file.write(encode({name: one for name, one in held if one not in (None, "")}))
                file.write(b",\n")


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1]), int(sys.argv[2])), sys.stdout)
