"""The menus: each entry is there for the keyboard, and true to what can be done."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox

from netcatalog.domain.records import SCHEMA
from netcatalog.ui import theme
from netcatalog.ui.colours import DARK, HIGH_CONTRAST, LIGHT
from netcatalog.ui.guide import GuideWindow, guide_html
from netcatalog.ui.theme import Scheme


@pytest.fixture(autouse=True)
def light_again(qapp):
    yield
    theme.apply(qapp, Scheme.LIGHT)


def entries(menu):
    """Return all entries of a menu and of those in it, as (path, action)."""
    found = []
    for action in menu.actions():
        if action.menu() is not None:
            found += entries(action.menu())
        elif not action.isSeparator():
            found.append(action)
    return found


def every(person):
    return [one for top in person.window.menuBar().actions() for one in entries(top.menu())]


def named(person, text):
    return next(one for one in every(person) if one.text().replace("&", "").startswith(text))


def test_no_two_entries_have_the_same_key(person):
    keys = [one.shortcut().toString() for one in every(person) if not one.shortcut().isEmpty()]
    assert sorted(set(keys)) == sorted(keys)


def test_no_two_menus_have_the_same_letter(person):
    tops = [one.text() for one in person.window.menuBar().actions()]
    letters = [text[text.index("&") + 1].lower() for text in tops]
    assert len(set(letters)) == len(letters)


def test_no_two_entries_of_a_menu_have_the_same_letter(person):
    for top in person.window.menuBar().actions():
        texts = [one.text().replace("&&", "") for one in top.menu().actions()]
        letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
        assert len(set(letters)) == len(letters), top.text()


def test_what_needs_a_catalogue_is_grey_without_one(arrives, tmp_path):
    person = arrives(tmp_path / "gone.netcatalog")
    offered = [one.text().replace("&", "") for one in every(person) if one.isEnabled()]
    assert offered == [
        "New catalogue …",
        "Open …",
        "Open to read …",
        "Quit",
        "Show the sections",
        "Show the page",
        "As the system",
        "Light",
        "Dark",
        "High contrast",
        "Guide",
        "About NetCatalog",
    ]


def test_all_is_offered_while_a_record_is_shown_but_redo_back_and_what_takes_two(person):
    grey = [one.text().replace("&", "") for one in every(person) if not one.isEnabled()]
    assert grey == ["Redo", "Merge the two …", "Back"]


def test_back_is_offered_once_a_link_was_followed(person):
    person.types("emta")
    person.follows("Vienna (transport authority)")
    assert named(person, "Back").isEnabled()
    person.presses("Alt+Left")
    assert not named(person, "Back").isEnabled()


def test_a_fact_sheet_is_offered_where_there_is_one(person):
    person.turns_to("Sources")
    assert not named(person, "Fact sheet").isEnabled()
    person.turns_to("Networks")
    assert named(person, "Fact sheet").isEnabled()


def test_nothing_can_be_edited_in_the_bin(person):
    person.turns_to("Bin")
    for text in ("New record", "Edit the record", "Write a note", "Put into the bin"):
        assert not named(person, text).isEnabled(), text
    person.turns_to("Networks")
    assert named(person, "New record").isEnabled()


@pytest.mark.parametrize(
    ("path", "scheme", "colours"),
    [
        ("Light", Scheme.LIGHT, LIGHT),
        ("Dark", Scheme.DARK, DARK),
        ("High contrast", Scheme.HIGH_CONTRAST, HIGH_CONTRAST),
    ],
)
def test_colours_are_chosen_and_remembered(person, path, scheme, colours):
    person.picks("View", "Colours", path)
    assert theme.current() == colours
    assert person.desk.settings.value("window/scheme") == scheme.value


def test_the_page_is_set_anew_in_other_colours(person):
    person.types("emta")
    person.picks("View", "Colours", "Dark")
    page = person.desk.record.view.browser
    ink = page.palette().text().color()
    assert ink.lightness() > 128
    assert page.document().defaultStyleSheet().startswith(theme.page_css(theme.current())[:40])


def test_the_colours_worn_are_ticked(arrives, seeded_path, settings):
    settings.setValue("window/scheme", "dark")
    person = arrives(seeded_path)
    assert named(person, "Dark").isChecked()
    assert not named(person, "Light").isChecked()


def test_columns_of_the_window_are_hidden_and_shown(person):
    person.picks("View", "Show the sections")
    assert not person.desk.sections.isVisible()
    person.picks("View", "Show the page")
    assert not person.desk.right.isVisible()
    person.picks("View", "Show the page")
    person.picks("View", "Show the sections")
    assert person.desk.right.isVisible()
    assert person.desk.sections.isVisible()


def test_f1_opens_one_guide_however_often_it_is_pressed(person):
    person.presses("F1")
    guide = person.dialog(GuideWindow)
    assert "country:PL" in guide.text.toPlainText()
    person.desk.output.guide()
    assert len(person.window.findChildren(GuideWindow)) == 1
    person.presses("Escape")
    assert not person.window.findChildren(GuideWindow)


def test_the_guide_lists_every_key_there_is(person):
    said = guide_html(SCHEMA)
    for action in every(person):
        key = action.shortcut().toString()
        if key.startswith("Ctrl+") and key[5:].isdigit():
            continue  # told as one range
        if key not in {"", "F1", "Ctrl+O", "Ctrl+Q"}:
            assert key in said, key


def test_about_says_what_this_is(person):
    person.picks("Help", "About")
    box = person.dialog(QMessageBox)
    assert box.text().startswith("NetCatalog ")
    person.presses("Escape")


def test_checking_says_that_the_catalogue_is_sound(person):
    person.picks("Catalogue", "Check")
    assert person.told().startswith("The catalogue is sound: ")
