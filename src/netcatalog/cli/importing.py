"""Bringing a list in from the command line."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from netcatalog.cli.arguments import SEPARATORS_READ
from netcatalog.cli.commands import OK, opened
from netcatalog.domain import guessing, mapping_columns, mappings
from netcatalog.domain.choices import ActorKind
from netcatalog.domain.errors import InvalidError
from netcatalog.domain.folding import fold
from netcatalog.domain.importing import Standing
from netcatalog.domain.mappings import Existing, Filler, as_new
from netcatalog.domain.tables import Options
from netcatalog.domain.wording import number
from netcatalog.services.out_files import replacing

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path
    from typing import TextIO

    from netcatalog.domain.importing import ImportPlan, Line
    from netcatalog.domain.mappings import Mapping
    from netcatalog.domain.tables import Contents, Table
    from netcatalog.services.catalog import Catalog

MOST = 10
"""Lines printed of each sort."""


def do_import(options: argparse.Namespace) -> int:
    """Bring a list in, or say what that would come to; or fill an empty catalogue."""
    from netcatalog.transfer import whole

    if whole.is_whole(options.source):
        with opened(options) as catalog:
            whole.read(catalog, options.source)
        print(f"“{options.file}” holds now what is in “{options.source}”.")
        return OK
    if (
        options.rejected
        and options.rejected.exists()
        and options.rejected.samefile(options.source)
    ):
        raise InvalidError(
            f"“{options.rejected}” is the list itself. Write the rows left over into another file."
        )
    contents = _read(options)
    tables = _chosen(contents.tables, options.sheet)
    with opened(options) as catalog:
        mapping = _mapping(catalog, tables, options)
        if options.save_mapping:
            with replacing(options.save_mapping) as file:
                file.write(mappings.encode(mapping))
        if options.unsure == "new":
            questions = catalog.plan_import(tables, mapping).questions
            mapping = mapping.deciding({one.key: as_new() for one in questions})
        if options.dry_run:
            plan = catalog.plan_import(tables, mapping)
        else:
            _, plan = catalog.bring_in(tables, mapping)
    _print(plan, done=not options.dry_run)
    _print_reading(contents.options)
    _print_unread(tables, mapping)
    if options.rejected:
        _write_rejected(tables, plan, options.rejected)
    return OK


def _read(options: argparse.Namespace) -> Contents:
    from netcatalog.transfer.reading import read_tables

    wanted = Options(
        encoding=options.encoding, separator=SEPARATORS_READ.get(options.separator or "")
    )
    contents = read_tables(options.source, wanted)
    if wanted != Options() and contents.options == Options():
        raise InvalidError(
            f"“{options.source.name}” is no text with separators. Leave --encoding and "
            "--separator out."
        )
    for skipped in contents.skipped:
        print(f"“{skipped.name}” is left out: {skipped.reason}", file=sys.stderr)
    return contents


def _chosen(tables: Sequence[Table], names: Sequence[str]) -> list[Table]:
    """Return the tables of the names asked for, or those that make up the list."""
    if names:
        there = {table.name: table for table in tables}
        for name in names:
            if name not in there:
                listed = ", ".join(f"“{one}”" for one in there)
                raise InvalidError(f"There is no sheet “{name}”. There are: {listed}.")
        return [there[name] for name in names]
    alike = guessing.alike(tables)
    for table in tables:
        if table not in alike:
            print(
                f"“{table.name}” is left out: it has other columns than the rest. To bring it in "
                f"as well, name all sheets with --sheet.",
                file=sys.stderr,
            )
    return list(alike)


def _mapping(catalog: Catalog, tables: Sequence[Table], options: argparse.Namespace) -> Mapping:
    name = " ".join(options.network or ())
    if options.mapping:
        mapping = mappings.decode(options.mapping.read_bytes())
    elif name:
        mapping = guessing.guess(tables, (name,), name)
    else:
        mapping = guessing.guess(tables, catalog.network_names(), options.source.stem)
    if name:
        network = Filler(constant=name, creates=ActorKind.NETWORK)
        mapping = mapping_columns.with_network(mapping, network)
    mapping = replace(
        mapping,
        source=mapping.source | {"title": options.source.name},
        as_of=options.as_of or mapping.as_of,
        complete=options.complete or mapping.complete,
        existing=Existing.FILL if options.fill else mapping.existing,
        missing=(*mapping.missing, *options.missing),
    )
    if mapping.complete and not mapping.as_of:
        raise InvalidError(
            "Who is not in a list of all members has left: say as of which day with --as-of."
        )
    return mapping


_SAID = {
    Standing.NEW: "new",
    Standing.CHANGED: "changed",
    Standing.SAME: "unchanged",
    Standing.UNSURE: "of which it is not sure whom they are about",
    Standing.SKIPPED: "left out",
    Standing.UNREADABLE: "cannot be read",
}


def _print(plan: ImportPlan, *, done: bool) -> None:
    verb = "came to" if done else "would come to"
    print(f"“{plan.title}” {verb}{':' if plan.counts else ' nothing: it has no rows.'}")
    for standing, said in _SAID.items():
        if count := plan.counts[standing]:
            print(f"  {number(count)} {'row' if count == 1 else 'rows'} {said}")
    for counted, word in ((plan.added, "added"), (plan.altered, "altered")):
        for kind, count in counted.items():
            label = kind.about.label if count == 1 else kind.about.plural.lower()
            print(f"  {number(count)} {label} {word}")
    for count, said in (
        (plan.joined, "memberships begun"),
        (len(plan.left), "memberships ended"),
        (len(plan.renamed), "renamed"),
    ):
        if count:
            print(f"  {number(count)} {said}")
    for remark in plan.remarks:
        print(remark)
    _print_lines("Renamed", plan.renamed)
    _print_lines("Left", plan.left)
    _print_lines("Otherwise than what stays", plan.conflicts)
    rejected = plan.rejected
    _print_lines("Not brought in", rejected, file=sys.stderr)


def _print_reading(options: Options) -> None:
    """Tell as what a text file was read; of several in a zip, what is the same in all."""
    from netcatalog.transfer.encodings import words_for
    from netcatalog.transfer.text_tables import SEPARATORS

    encoding, separator = options.encoding, options.separator
    if encoding:
        print(f"Encoding: {encoding}, {words_for(encoding)}")
    if separator:
        print(f"Between cells: {SEPARATORS.get(separator, separator)}")


def _print_unread(tables: Sequence[Table], mapping: Mapping) -> None:
    read = {fold(one) for group in mapping_columns.headings_of(mapping) for one in group}
    headings = dict.fromkeys(one for table in tables for one in table.headings)
    unread = [one for one in headings if fold(one) not in read]
    if unread:
        print(f"Columns of which nothing was made: {', '.join(unread)}")


def _write_rejected(tables: Sequence[Table], plan: ImportPlan, out: Path) -> None:
    from netcatalog.transfer.rejected import write_rejected

    if write_rejected(tables, plan, out):
        print(f"They are in “{out}”, to be mended and imported again.")
    else:
        print(f"No row was left over: “{out}” holds only headings.")


def _print_lines(heading: str, lines: Sequence[Line], file: TextIO | None = None) -> None:
    if not lines:
        return
    print(f"{heading}:", file=file)
    for line in lines[:MOST]:
        where = f"{line.table}, line {line.line}: " if line.line else ""
        column = f"{line.column}: " if line.column else ""
        told = "; ".join(line.told)
        print(f"  {where}{line.title}{': ' if line.title else ''}{column}{told}", file=file)
    if len(lines) > MOST:
        print(f"  and {number(len(lines) - MOST)} more", file=file)
