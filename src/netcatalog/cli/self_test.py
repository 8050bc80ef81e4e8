"""Everything tried once, in a folder of its own: whether this copy of the program is whole.

Meant for the built program above all, on a machine without Python, settings or screen.
"""

from __future__ import annotations

import os
import tempfile
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from netcatalog.domain.changes import Change
from netcatalog.domain.columns import columns_of
from netcatalog.domain.errors import CatalogError
from netcatalog.domain.fields import Language
from netcatalog.domain.records import SCHEMA, Actor, ActorId, Name
from netcatalog.domain.sections import AUTHORITIES, MEMBERSHIPS, NETWORKS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from netcatalog.domain.sections import Section
    from netcatalog.services.catalog import Catalog

OK, FAILED = 0, 1

SMALLEST_PICTURE = 20_000
"""Bytes below which a picture of the window shows hardly more than its background."""


class SelfTestError(CatalogError):
    """Something came out otherwise than it should."""


def do_self_test(_options: argparse.Namespace) -> int:
    """Take all steps, say how long each took, and stop at the first that fails."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        trial = Trial(Path(folder))
        for title, step in trial.steps().items():
            start = time.perf_counter()
            try:
                step()
            except Exception as error:  # noqa: BLE001  whatever it is, the test has failed
                print(f"FAILED  {title}: {error}")
                traceback.print_exc()
                return FAILED
            print(f"ok  {time.perf_counter() - start:5.2f} s  {title}", flush=True)
    return OK


@dataclass(frozen=True, slots=True)
class Trial:
    """The steps, each of which needs those before it; `folder` is empty at first."""

    folder: Path

    def steps(self) -> dict[str, Callable[[], None]]:
        """Return the steps by what they do, in order."""
        return {
            "create a catalogue with the first networks": self.create,
            "find a network by its acronym": self.find,
            "add a name, and find its bearer by it": self.edit,
            "undo that": self.undo,
            "check the catalogue for damage": self.check,
            "write a table and the whole catalogue as CSV": self.export,
            "write a workbook, and bring in lists from it and from CSV": self.bring_in,
            "write all there is as JSON, and fill a new catalogue with it": self.carry_over,
            "write a fact sheet and the register as PDF": self.report,
            "paint the window": self.paint,
        }

    @property
    def path(self) -> Path:
        """The catalogue of this trial."""
        return self.folder / "trial.netcatalog"

    def create(self) -> None:
        """Make the catalogue."""
        from netcatalog.services.opening import create_catalog

        create_catalog(self.path, user="self-test")
        _expect("networks", len(self._found("", NETWORKS)), 7)

    def find(self) -> None:
        """Find EMTA in the list and by name."""
        with self._open() as catalog:
            emta = catalog.actor_named("emta")
        _expect("what “emta” finds", self._found("emta", NETWORKS)[:1], [emta])

    def edit(self) -> None:
        """Give Vienna a second name."""
        with self._open() as catalog:
            vienna = catalog.actor_named("Vienna")
            name = Name(actor=ActorId(vienna), text="Wien", language=Language("de"))
            catalog.apply("add a name to Vienna", [Change(after=name)])
        _expect("what “wien” finds", self._found("wien", AUTHORITIES)[:1], [vienna])

    def undo(self) -> None:
        """Take the name away again."""
        with self._open() as catalog:
            catalog.undo()
        _expect("what “wien” finds then", self._found("wien", AUTHORITIES), [])

    def check(self) -> None:
        """Look for damage."""
        with self._open() as catalog:
            _expect("damage", catalog.check().faults, ())

    def export(self) -> None:
        """Write CSV files."""
        from netcatalog.transfer.csv_export import Style, export_table, export_whole

        table, whole = self.folder / "memberships.csv", self.folder / "whole.zip"
        with self._open() as catalog:
            columns = columns_of(SCHEMA, MEMBERSHIPS.kind)
            query = catalog.query("", MEMBERSHIPS)
            export_table(catalog, table, query, columns, Style(bom=True))
            export_whole(catalog, whole)
        _expect_beginning(table, b'\xef\xbb\xbf"member","network"')
        _expect_beginning(whole, b"PK\x03\x04")

    def bring_in(self) -> None:
        """Write an Excel workbook, read it as a list, and bring in a list with a misspelt name."""
        from netcatalog.domain import guessing
        from netcatalog.domain.tables import Row
        from netcatalog.transfer.reading import read_tables
        from netcatalog.transfer.xlsx_export import export_table

        book, listed = self.folder / "authorities.xlsx", self.folder / "members.csv"
        with self._open() as catalog:
            columns = columns_of(SCHEMA, AUTHORITIES.kind)
            export_table(catalog, book, catalog.query("", AUTHORITIES), columns)
            (first,) = read_tables(book).tables[0].first(1)
            names = first.cells if isinstance(first, Row) else ()
            _expect("the first name in the workbook", names[:1], ("Budapest",))
            text = "Stadt;Land\nMünchen;Deutschland\nBudapesta;Ungarn\n"
            listed.write_bytes(text.encode("cp1252"))
            tables = read_tables(listed).tables
            _, plan = catalog.bring_in(tables, guessing.guess(tables))
            _expect("what the list comes to", list(plan.counts), ["new", "unsure"])

    def carry_over(self) -> None:
        """Write the whole catalogue, and read it into a new one."""
        from netcatalog.services.opening import create_catalog, open_catalog
        from netcatalog.transfer import lossless

        file, other = self.folder / "all.json", self.folder / "other.netcatalog"
        create_catalog(other, user="self-test", seeded=False)
        with self._open() as catalog, open_catalog(other, user="self-test") as copy:
            lossless.write(catalog, file, history=True)
            lossless.read(copy, file)
            _expect("revisions carried over", len(copy.history()), len(catalog.history()))

    def report(self) -> None:
        """Write PDF files."""
        from netcatalog.reports import fact_sheet, register

        sheet, all_of_it = self.folder / "emta.pdf", self.folder / "register.pdf"
        with self._open() as catalog:
            page = catalog.page(Actor, catalog.actor_named("EMTA"))
            fact_sheet.write(page, sheet, made=catalog.now(), catalog=self.path.name)
            register.write(catalog, all_of_it, made=catalog.now())
        for pdf in (sheet, all_of_it):
            _expect_beginning(pdf, b"%PDF-")

    def paint(self) -> None:
        """Paint the window in memory, and save the picture of it."""
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from netcatalog import app

        picture = self.folder / "window.png"
        app.paint(self.path, picture)
        _expect_beginning(picture, b"\x89PNG")
        if picture.stat().st_size < SMALLEST_PICTURE:
            raise SelfTestError("the window was painted without anything in it")

    def _open(self) -> AbstractContextManager[Catalog]:
        from netcatalog.services.opening import open_catalog

        return open_catalog(self.path, user="self-test")

    def _found(self, words: str, section: Section) -> list[int]:
        with self._open() as catalog:
            return catalog.find(catalog.query(words, section))


def _expect(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise SelfTestError(f"{what}: {found!r} instead of {wanted!r}")


def _expect_beginning(path: Path, wanted: bytes) -> None:
    with path.open("rb") as file:
        _expect(f"the beginning of {path.name}", file.read(len(wanted)), wanted)
