"""Bringing a list in from the command line."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from netcatalog.cli.commands import OK, opened
from netcatalog.domain import guessing, mappings
from netcatalog.domain.choices import ActorKind
from netcatalog.domain.errors import InvalidError
from netcatalog.domain.importing import Standing
from netcatalog.domain.mappings import NEW, Existing, Filler, Part
from netcatalog.domain.wording import number

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from netcatalog.domain.importing import ImportPlan, Line
    from netcatalog.domain.mappings import Mapping
    from netcatalog.domain.tables import Table
    from netcatalog.services.catalog import Catalog

MOST = 10
"""Lines printed of each sort."""


def do_import(options: argparse.Namespace) -> int:
    """Bring a list in, or say what that would come to; or fill an empty catalogue from JSON."""
    from netcatalog.transfer import lossless

    if lossless.is_ours(options.source):
        with opened(options) as catalog:
            lossless.read(catalog, options.source)
        print(f"“{options.file}” holds now what is in “{options.source}”.")
        return OK
    from netcatalog.transfer.reading import read_tables

    contents = read_tables(options.source)
    for skipped in contents.skipped:
        print(f"“{skipped.name}” is left out: {skipped.reason}", file=sys.stderr)
    tables = _chosen(contents.tables, options.sheet)
    with opened(options) as catalog:
        mapping = _mapping(catalog, tables, options)
        if options.save_mapping:
            options.save_mapping.write_bytes(mappings.encode(mapping))
        plan = catalog.plan_import(tables, mapping)
        if plan.questions and options.unsure == "new":
            mapping = mapping.deciding({one.key: NEW for one in plan.questions})
            plan = catalog.plan_import(tables, mapping)
        if not options.dry_run:
            _, plan = catalog.bring_in(tables, mapping)
    _print(plan, done=not options.dry_run)
    if options.rejected and plan.rejected():
        from netcatalog.transfer.rejected import write_rejected

        write_rejected(tables, plan, options.rejected)
        print(f"They are in “{options.rejected}”, to be mended and imported again.")
    return OK


def _chosen(tables: Sequence[Table], names: Sequence[str]) -> list[Table]:
    """Return the tables of the names asked for, or those that make up the list."""
    if names:
        there = {table.name: table for table in tables}
        for name in names:
            if name not in there:
                listed = ", ".join(f"“{one}”" for one in there)
                raise InvalidError(f"There is no sheet “{name}”. There are: {listed}.")
        return [there[name] for name in names]
    return list(guessing.alike(tables))


def _mapping(catalog: Catalog, tables: Sequence[Table], options: argparse.Namespace) -> Mapping:
    if options.mapping:
        mapping = mappings.decode(options.mapping.read_bytes())
    else:
        mapping = guessing.guess(tables, catalog.network_names(), options.source.stem)
    if options.network:
        network = Filler(constant=" ".join(options.network), creates=ActorKind.NETWORK)
        membership = Part(record="membership", fields={"network": network})
        others = [one for one in mapping.subject.parts if one.record != "membership"]
        for one in mapping.subject.parts:
            if one.record == "membership":
                membership = replace(one, fields=one.fields | membership.fields)
        subject = replace(mapping.subject, parts=(*others, membership))
        mapping = replace(mapping, subject=subject)
    return replace(
        mapping,
        source={"title": options.source.name, **mapping.source},
        as_of=options.as_of or mapping.as_of,
        complete=options.complete or mapping.complete,
        existing=Existing.FILL if options.fill else mapping.existing,
        missing=(*mapping.missing, *options.missing),
    )


_SAID = {
    Standing.NEW: "new",
    Standing.CHANGED: "changed",
    Standing.SAME: "unchanged",
    Standing.UNSURE: "not sure whom they are about",
    Standing.SKIPPED: "left out, as was decided",
    Standing.UNREADABLE: "cannot be read",
}


def _print(plan: ImportPlan, *, done: bool) -> None:
    verb = "came to" if done else "would come to"
    print(f"“{plan.title}” {verb}:")
    for standing, said in _SAID.items():
        if plan.counts[standing]:
            print(f"  {number(plan.counts[standing])} rows {said}")
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
    rejected = plan.rejected()
    _print_lines("Not brought in", rejected, file=sys.stderr)


def _print_lines(heading: str, lines: Sequence[Line], file: object = None) -> None:
    if not lines:
        return
    print(f"{heading}:", file=file)  # type: ignore[call-overload]
    for line in lines[:MOST]:
        where = f"{line.table}, line {line.line}: " if line.line else ""
        column = f"{line.column}: " if line.column else ""
        told = "; ".join(line.told)
        print(f"  {where}{line.title}{': ' if line.title else ''}{column}{told}", file=file)  # type: ignore[call-overload]
    if len(lines) > MOST:
        print(f"  and {number(len(lines) - MOST)} more", file=file)  # type: ignore[call-overload]
