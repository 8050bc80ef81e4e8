"""Lists nobody would write: whatever their cells hold, they come in whole or are said not to."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from netcatalog.domain import guessing
from netcatalog.domain.choices import ActorKind
from netcatalog.domain.errors import CatalogError
from netcatalog.domain.importing import Standing
from netcatalog.domain.mappings import At, Filler, Part
from netcatalog.domain.tables import Row, Table
from netcatalog.services.opening import open_file
from tests.conftest import USER, clock
from tests.services.importing.lists import authorities, brought, name, number

CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        (
            *("Graz", "GRAZ", "Łódź", "None", "-", "NA", "AT", "Polska", "EL", "1", "0", "x"),
            *("12,5", "2003", "c. 1990", "31.2.2004", "EMTA; Polis", "EMTA"),
            *("\x00", "\u202eabc", "=1+1"),
        )
    ),
)
HEADINGS = ("Name", "Country", "LAU", "Population", "Networks", "Since")


def table_of(rows):
    held = tuple(Row(line, tuple(cells)) for line, cells in enumerate(rows, 2))
    return Table(name="list", headings=HEADINGS, header=(1,), rows=held, about=len(held))


TABLES = st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=12).map(table_of)

FULL = authorities(
    name(),
    number(),
    Part(
        record="membership",
        fields={"network": Filler(at=At.PIECE, creates=ActorKind.NETWORK)},
        each=("Networks",),
        separator=";",
        parts=(Part(record="period", fields={"since": Filler(column="Since")}),),
    ),
    fields={
        "country": Filler(column="Country"),
        "population": Filler(column="Population"),
    },
)

ONE_FILE = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def fresh(seeded_file, tmp_path):
    """Open a catalogue of the seven networks anew, as often as asked."""
    opened = []

    def open_anew():
        path = tmp_path / f"{len(opened)}.netcatalog"
        shutil.copyfile(seeded_file, path)
        opened.append(open_file(path, user=USER, clock=clock))
        return opened[-1]

    yield open_anew
    for catalog in opened:
        catalog.close()


def held(catalog):
    return [record for record, _ in catalog.everything()]


@ONE_FILE
@given(listed=TABLES)
def test_every_row_is_brought_in_or_told_with_a_reason(fresh, listed):
    _, _, lines = brought(fresh(), [listed], FULL)
    assert [line.line for line in lines] == [row.line for row in listed.rows]
    assert all(line.told for line in lines if line.standing is Standing.UNREADABLE)


@ONE_FILE
@given(listed=TABLES)
def test_undone_a_list_leaves_nothing_behind(fresh, listed):
    catalog = fresh()
    before = held(catalog)
    revision, _ = catalog.bring_in([listed], FULL)
    if revision is not None:
        catalog.undo()
    assert held(catalog) == before


@ONE_FILE
@given(listed=TABLES)
def test_what_was_brought_in_is_sound(fresh, listed):
    catalog = fresh()
    catalog.bring_in([listed], FULL)
    assert catalog.check().faults == ()


@ONE_FILE
@given(listed=TABLES)
def test_any_list_can_be_guessed_at(fresh, listed):
    mapping = guessing.guess([listed], ["EMTA"], "EMTA 2024")
    try:
        fresh().plan_import([listed], mapping)
    except CatalogError as error:
        assert str(error)  # noqa: PT017


@ONE_FILE
@given(listed=TABLES)
@example(listed=table_of([["{", "", "", "", "", ""]]))
@example(listed=table_of([["\ue000", "", "", "", "", ""]]))
def test_brought_in_again_a_list_says_nothing_new_of_those_it_is_sure_of(fresh, listed):
    catalog = fresh()
    _, first = catalog.bring_in([listed], FULL)
    _, again = catalog.bring_in([listed], FULL)
    assert again.counts[Standing.NEW] <= first.counts[Standing.UNSURE]
    assert again.left == []
