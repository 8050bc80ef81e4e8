"""Choosing by which language names are ordered."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from PySide6.QtWidgets import QDialog

from netcatalog.ui.ordering import OrderDialog
from tests import make
from tests.ui import forms


@pytest.fixture
def person(arrives, catalog_path):
    """Someone at a window on a catalogue of three towns."""
    person = arrives(catalog_path)
    for name in ("Łódź", "Lublin", "Lwów"):
        make.authority(person.catalog, name)
    person.turns_to("Authorities")
    return person


@pytest.fixture
def dialog(person):
    person.picks("View", "Order names")
    return person.dialog(OrderDialog)


def test_the_language_of_now_is_shown(dialog):
    assert dialog.language.currentText() == "English"


def test_the_table_is_ordered_by_the_language_that_is_typed(person, dialog):
    assert person.rows() == ["Łódź", "Lublin", "Lwów"]
    forms.keys(person.qtbot, dialog.language, "Pol")
    person.presses("Return")
    person.settle()
    assert person.rows() == ["Lublin", "Lwów", "Łódź"]
    assert person.told() == "Names are ordered as in Polish now."
    assert person.catalog.order_language() == "pl"


def test_a_dialog_that_is_cancelled_orders_nothing(person, dialog):
    forms.keys(person.qtbot, dialog.language, "Pol")
    person.presses("Escape")
    assert person.catalog.order_language() == "en"
    assert not [one for one in person.window.findChildren(QDialog) if one.isVisible()]


def test_the_same_language_again_mends_what_is_not_in_order(person, dialog):
    with closing(sqlite3.connect(person.catalog.path)) as other, other:
        other.execute("UPDATE actor SET sort_key = 'x' WHERE label = 'Lublin'")
    person.presses("Return")
    assert person.rows() == ["Łódź", "Lublin", "Lwów"]
    assert person.catalog.check().faults == ()


def test_a_catalogue_in_use_elsewhere_is_told_of(person, dialog):
    with closing(sqlite3.connect(person.catalog.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        forms.keys(person.qtbot, dialog.language, "Pol")
        person.presses("Return")
        person.settle()
    assert "is in use by another program" in person.told()
    assert person.rows() == ["Łódź", "Lublin", "Lwów"]
