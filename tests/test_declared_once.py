"""A field is declared once: what else knows it, derives it from there.

A record type that the program has never heard of gets a field that it had not, and the field is
found wherever one may look for it, though nothing there was touched.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from zipfile import ZipFile

import pytest
from PySide6.QtGui import QTextDocument

from netcatalog.domain.changes import Change
from netcatalog.domain.columns import by_key, columns_of
from netcatalog.domain.fields import Schema, field, record
from netcatalog.domain.pages import cell_text
from netcatalog.domain.query import Sort
from netcatalog.domain.records import RECORDS, Actor, Fact
from netcatalog.domain.rules import Fault, Problem, problems
from netcatalog.domain.sections import NETWORKS
from netcatalog.transfer import csv_export, json_export
from netcatalog.ui.form_context import FormContext
from netcatalog.ui.guide import guide_html
from netcatalog.ui.lookup import Lookup
from netcatalog.ui.page_html import page_html
from netcatalog.ui.record_form import RecordForm
from netcatalog.ui.tasks import TaskRunner
from tests import make
from tests.conftest import USER, clock
from tests.ui import forms

MOTTO = "Łódź rides trams"
HELP = "What they say of themselves."


def without_motto():
    @record("toy", "Toys")
    class Toy(Fact):
        """A record type of this test."""

        name: str = field("Toy name", searched=True)

    return Toy


def with_motto():
    @record("toy", "Toys")
    class Toy(Fact):
        """The same, with one field more."""

        name: str = field("Toy name", searched=True)
        motto: str = field(
            "Motto",
            HELP,
            default="",
            searched=True,
            folded=True,
            word="motto",
            column=True,
            facet=True,
        )

    return Toy


class World:
    """A catalogue of the real record types and the toy, with one toy in it."""

    def __init__(self, toy, path):
        self.toy = toy
        self.schema = Schema((*RECORDS, toy))
        self.catalog = make.catalogue(path, self.schema, user=USER, clock=clock)
        self.emta = make.actor(self.catalog, "EMTA")
        make.actor(self.catalog, "Polis")
        given = {"motto": MOTTO} if "motto" in toy.__slots__ else {}
        (self.record,) = make.add(self.catalog, toy(actor=self.emta, name="Tram", **given))

    @property
    def columns(self):
        return columns_of(self.schema, Actor)

    def find(self, text):
        query = self.catalog.query(text, NETWORKS)
        return self.catalog.find(query), query.problems


@pytest.fixture(params=[without_motto, with_motto])
def world(request, tmp_path):
    made = World(request.param(), tmp_path / "toys.netcatalog")
    yield made
    made.catalog.close()


@pytest.fixture
def has_motto(world):
    """Whether the field was added."""
    return "motto" in world.toy.__slots__


@pytest.fixture
def form(qtbot, world):
    runner = TaskRunner()
    made = RecordForm(world.record, FormContext(world.schema, Lookup(world.catalog, runner)))
    forms.show(qtbot, made)
    yield made
    runner.close()


def words(html):
    document = QTextDocument()
    document.setHtml(html)
    return document.toPlainText()


def test_the_field_has_a_place_in_the_file(world, has_motto):
    with world.catalog._database.read() as connection:
        columns = {name for _place, name, *_ in connection.execute("PRAGMA table_info(toy)")}
    assert ("motto" in columns, "motto_folded" in columns) == (has_motto, has_motto)


def test_the_field_is_stored_and_comes_back(world, has_motto):
    assert world.catalog.record(world.toy, world.record.id) == world.record
    assert (MOTTO in str(world.record)) == has_motto


def test_the_field_can_be_filled_in_in_the_form(qtbot, world, has_motto, form):
    assert ("motto" in form.editors) == has_motto
    if has_motto:
        forms.type_into(qtbot, form.editors["motto"], "Faster")
        assert form.value() == replace(world.record, motto="Faster")


def test_the_field_is_a_column_of_the_table(world, has_motto):
    columns = by_key(world.columns)
    assert ("motto" in columns) == has_motto
    if has_motto:
        row = world.catalog.rows(Actor, [world.emta], [columns["motto"]])[world.emta]
        assert cell_text(columns["motto"], row.cells[0]) == MOTTO
        assert columns["motto"].label == "Motto"


def test_the_table_can_be_sorted_by_the_field(world, has_motto):
    if has_motto:
        query = world.catalog.query("", NETWORKS).sorted_by(Sort(column="motto", descending=True))
        assert world.catalog.find(query)[0] == world.emta


def test_the_field_can_be_asked_for_by_its_word(world, has_motto):
    found, told = world.find("motto:lodz")
    assert (found == [world.emta], not told) == (has_motto, has_motto)
    assert world.find("-motto:lodz")[0] != [world.emta]


def test_the_values_of_the_field_are_counted(world, has_motto):
    query = world.catalog.query("", NETWORKS)
    counts = {one.facet.label: one for one in world.catalog.facets(query, [world.emta])}
    assert ("Motto" in counts) == has_motto
    if has_motto:
        (counted,) = counts["Motto"].counted
        assert (counted.value.label, counted.count) == (MOTTO, 1)


def test_the_field_is_found_by_plain_words(world, has_motto):
    assert world.find("rides trams")[0] == ([world.emta] if has_motto else [])


def test_the_field_is_a_column_of_the_exported_table(world, has_motto):
    out = io.StringIO()
    csv_export.write_csv(world.catalog, out, world.catalog.query("", NETWORKS), world.columns)
    out.seek(0)
    assert [line.get("motto") for line in csv.DictReader(out)] == (
        [MOTTO, ""] if has_motto else [None, None]
    )


def test_the_field_is_a_column_of_the_exported_catalogue(world, has_motto, tmp_path):
    csv_export.export_whole(world.catalog, tmp_path / "all.zip")
    with ZipFile(tmp_path / "all.zip") as archive:
        (line,) = csv.DictReader(archive.read("toys.csv").decode().splitlines())
    assert line.get("motto") == (MOTTO if has_motto else None)


def test_the_field_is_a_key_in_json(world, has_motto):
    (toy,) = json_export.page(world.catalog, Actor, world.emta)["toys"]
    assert toy.get("motto") == (MOTTO if has_motto else None)
    out = io.StringIO()
    json_export.write_json(world.catalog, out, world.catalog.query("emta", NETWORKS))
    assert ("motto" in json.loads(out.getvalue())[0]) == has_motto


def test_the_field_stands_on_the_page(world, has_motto):
    page = page_html(world.catalog.page(Actor, world.emta), schema=world.schema)
    assert (f"Motto: {MOTTO}" in words(page)) == has_motto


def test_the_history_tells_what_became_of_the_field(world, has_motto):
    changed = {"motto": "Faster"} if has_motto else {"name": "Bus"}
    after = replace(world.record, **changed)
    world.catalog.apply("say it better", [Change(before=world.record, after=after)])
    page = page_html(world.catalog.page(Actor, world.emta), schema=world.schema)
    assert (f"Motto changed from “{MOTTO}” to “Faster”" in words(page)) == has_motto
    world.catalog.undo()
    assert world.catalog.record(world.toy, world.record.id) == world.record


def test_the_guide_explains_the_field(world, has_motto):
    guide = words(guide_html(world.schema))
    assert all((word in guide) == has_motto for word in ("Motto", HELP, "motto:"))


def test_the_rules_hold_for_the_field(world, has_motto):
    if has_motto:
        spoiled = replace(world.record, motto="\x00")
        assert problems(spoiled) == [Problem("motto", Fault.NOT_WRITABLE)]


def test_undo_and_bin_know_the_field(world):
    make.remove(world.catalog, Actor, world.emta)
    world.catalog.restore(world.catalog.bin()[0])
    assert world.catalog.record(world.toy, world.record.id) == world.record
    assert world.catalog.check().faults == ()
