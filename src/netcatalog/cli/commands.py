"""What the commands do: each asks the same services as the window, and prints the answer."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from netcatalog.cli.arguments import SEPARATORS
from netcatalog.domain.changes import Change
from netcatalog.domain.columns import columns_of
from netcatalog.domain.progress import silent
from netcatalog.domain.records import SCHEMA, Actor, ActorId, Note
from netcatalog.domain.sections import SECTIONS, section_named
from netcatalog.services.opening import (
    create_catalog,
    open_catalog,
    user_language,
    user_name,
    utc_now,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Generator

    from netcatalog.domain.pages import Row
    from netcatalog.domain.query import Query
    from netcatalog.services.catalog import Catalog
    from netcatalog.services.checking import Findings

OK, FAILED = 0, 1

CHUNK = 500
"""Rows read at a time: few statements, and no more values than SQLite takes in one."""


def do_new(options: argparse.Namespace) -> int:
    """Make a catalogue."""
    create_catalog(
        options.file, user=user_name(), seeded=not options.empty, language=user_language()
    )
    print(f"Made {'the empty' if options.empty else 'the'} catalogue “{options.file}”.")
    return OK


def do_list(options: argparse.Namespace) -> int:
    """Print a section, or what a query finds in it."""
    with opened(options) as catalog:
        query = _asked(catalog, options.section, options.query)
        match options.format:
            case "csv":
                from netcatalog.transfer.csv_export import write_csv

                if isinstance(sys.stdout, io.TextIOWrapper):
                    sys.stdout.reconfigure(newline="")  # a CSV file brings its own line ends
                write_csv(catalog, sys.stdout, query, columns_of(SCHEMA, query.section.kind))
            case "json":
                from netcatalog.transfer.json_export import write_json

                write_json(catalog, sys.stdout, query)
            case _:
                _print_table(catalog, query)
    return OK


def _print_table(catalog: Catalog, query: Query) -> None:
    from netcatalog.cli import layout

    kind = query.section.kind
    columns = [column for column in columns_of(SCHEMA, kind) if column.shown]
    ids = catalog.find(query)
    if not ids:
        print(f"{query.section.label}: none found.", file=sys.stderr)
        return
    rows: dict[int, Row] = {}
    for start in range(0, len(ids), CHUNK):
        rows |= catalog.rows(kind, ids[start : start + CHUNK], columns, query)
    shown = [rows[key] for key in ids if key in rows]
    for line in layout.table(columns, shown, layout.screen_width()):
        print(line)


def do_show(options: argparse.Namespace) -> int:
    """Print all that is known of one actor."""
    with opened(options) as catalog:
        key = _actor(catalog, options)
        if options.format == "json":
            from netcatalog.transfer.json_export import write_page

            write_page(catalog, sys.stdout, Actor, key)
        else:
            from netcatalog.cli import layout

            page = catalog.page(Actor, key)
            if options.before is not None:
                page = catalog.state(Actor, key, catalog.revision(options.before)).page
            for line in layout.page(page, layout.screen_width()):
                print(line)
    return OK


def do_note(options: argparse.Namespace) -> int:
    """Write a note on an actor."""
    with opened(options) as catalog:
        key = ActorId(catalog.actor_named(options.name))
        called = catalog.page(Actor, key).title
        note = Note(actor=key, text=options.text, author=catalog.user, written=catalog.now())
        catalog.apply(f"add a note on {called}", [Change(after=note)])
    print(f"Added a note on {called}.")
    return OK


def do_export(options: argparse.Namespace) -> int:
    """Write a table, networks, or the whole catalogue; the name of the file tells as what."""
    from netcatalog.transfer.csv_export import Style
    from netcatalog.transfer.formats import Job, Scope, format_of

    wanted = format_of(options.out.name, whole=options.whole, history=options.history)
    with opened(options) as whole, _for_whom(whole, options) as catalog:
        query = _asked(catalog, options.section, options.query)
        narrowed = wanted.scope is Scope.NETWORKS and query.where.parts
        job = Job(
            path=options.out,
            records=query,
            columns=columns_of(SCHEMA, query.section.kind),
            networks=catalog.find(query) if narrowed else None,
            style=Style(separator=SEPARATORS[options.separator], bom=options.bom),
            metadata=options.metadata,
        )
        written = wanted.write(catalog, job, silent)
    what = {Scope.TABLE: query.section.label, Scope.WHOLE: "Records", Scope.NETWORKS: "Actors"}
    print(f"{what[wanted.scope]}: {written} written to “{options.out}”.")
    return OK


def do_report(options: argparse.Namespace) -> int:
    """Write a report as PDF."""
    with opened(options) as whole, _for_whom(whole, options) as catalog:
        if options.report == "register":
            from netcatalog.reports import register

            made = register.write(catalog, options.out, made=catalog.now())
        else:
            from netcatalog.reports import fact_sheet

            page = catalog.page(Actor, _actor(catalog, options), most=None)
            made = fact_sheet.write(
                page, options.out, made=catalog.now(), catalog=catalog.path.name
            )
    if made.remark:
        print(f"netcatalog: {made.remark}", file=sys.stderr)
    print(f"Written to “{options.out}”.")
    return OK


def do_duplicates(options: argparse.Namespace) -> int:
    """List pairs of actors that may be one and the same."""
    with opened(options) as catalog:
        found = catalog.duplicates(_actors_found(catalog, options.query))
    for pair in found.pairs:
        reasons = ", ".join(pair.likeness.reasons)
        print(f"{pair.one.label}  =  {pair.other.label}  ({reasons})")
    if found.total > len(found.pairs):
        told = f"the first {len(found.pairs)} of {found.total} pairs"
        print(f"netcatalog: {told}; a query finds fewer", file=sys.stderr)
    if not found.total:
        print("No two actors seem to be one.", file=sys.stderr)
    return OK


def _actors_found(catalog: Catalog, words: list[str]) -> set[int] | None:
    """Return the ids of all actors that a query finds, in whatever section; None without one."""
    if not words:
        return None
    sections = [section for section in SECTIONS if section.kind is Actor]
    queries = [catalog.query(" ".join(words), section) for section in sections]
    for problem in dict.fromkeys(problem for query in queries for problem in query.problems):
        print(f"netcatalog: {problem}", file=sys.stderr)
    return {key for query in queries for key in catalog.find(query)}


def do_check(options: argparse.Namespace) -> int:
    """Look for damage, and repair it if asked to."""
    if options.repair:
        found = _repaired(options)
    else:
        with opened(options) as catalog:
            found = catalog.check()
    for fault in found.faults:
        print(fault)
    if found.faults:
        return FAILED
    from netcatalog.cli.layout import counted

    records, steps = counted(found.records, "record"), counted(found.revisions, "revision")
    print(f"“{options.file}” is sound: {records}, {steps}.")
    return OK


def _repaired(options: argparse.Namespace) -> Findings:
    from netcatalog.services.repairing import repair

    made = repair(options.file, user=user_name(), clock=utc_now)
    for mended in made.done:
        print(mended)
    if made.done:
        print(f"What it was before is in “{made.backup.path}”.")
    return made.left


@contextmanager
def opened(options: argparse.Namespace) -> Generator[Catalog]:
    """Open the catalogue that was named, for as long as the command works."""
    with open_catalog(options.file, user=user_name()) as catalog:
        yield catalog


@contextmanager
def _for_whom(catalog: Catalog, options: argparse.Namespace) -> Generator[Catalog]:
    """Give out the catalogue, or its public copy if that is asked for."""
    if not options.public:
        yield catalog
        return
    from netcatalog.services.publishing import public

    with public(catalog) as copy:
        yield copy


def _actor(catalog: Catalog, options: argparse.Namespace) -> int:
    return catalog.actor_named(" ".join(options.name))


def _asked(catalog: Catalog, section: str, words: list[str]) -> Query:
    """Read a query. What cannot be read is said, and the rest still searched."""
    query = catalog.query(" ".join(words), section_named(section))
    for problem in query.problems:
        print(f"netcatalog: {problem}", file=sys.stderr)
    return query
