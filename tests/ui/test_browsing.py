"""Browsing: every section, record and passage, with the keyboard and with the mouse."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester

from netcatalog.ui.export_dialog import ExportDialog
from netcatalog.ui.section_list import SHOWN
from tests import make
from tests.ui.person import links, point_on

EMTA = "European Metropolitan Transport Authorities"


def marked(passage):
    """Return the words that stand out in a source."""
    (only,) = passage.text.extraSelections()
    return " ".join(only.cursor.selectedText().split())


def heading(person, name):
    """Return where on the header of the table a column's title stands."""
    header = person.desk.browse.table.horizontalHeader()
    place = next(n for n, one in enumerate(person.desk.model.columns) if one.label == name)
    left = header.sectionViewportPosition(place)
    return header.viewport(), QPoint(left + 12, header.height() // 2)


# Sections


def test_the_window_opens_on_the_networks_and_the_page_of_the_first(person):
    assert person.desk.sections.chosen() == "networks"
    assert len(person.rows()) == 7
    assert person.title() == person.rows()[0]
    assert person.page().startswith(f"Network1\n{person.title()}")


@pytest.mark.parametrize("section", SHOWN, ids=lambda one: one.key)
def test_each_section_lists_its_records_by_its_key(person, section):
    person.turns_to(section.label)
    assert person.desk.browse.heading.text() == section.label
    assert len(person.rows()) == person.catalog.count(section) > 0
    assert person.desk.record.page.entry.record.id == person.desk.model.ids[0]


def test_the_arrow_keys_walk_through_the_sections(person):
    person.turns_to("Networks")
    assert person.desk.sections.hasFocus()
    person.presses("Down", "Down")
    assert person.desk.browse.heading.text() == "Other actors"
    person.presses("Down", "Down", "Down")
    assert person.desk.middle.bin.isVisible()
    person.presses("Up")
    assert person.desk.browse.heading.text() == "Sources"


def test_each_section_keeps_the_record_one_was_at(person):
    person.presses("Down", "Down", "Down")
    before = person.title()
    person.turns_to("Memberships")
    assert person.desk.browse.table.currentIndex().row() == 0
    person.turns_to("Networks")
    assert person.title() == before


def test_each_section_says_how_many_records_it_has(person):
    said = [person.desk.sections.item(row).text() for row in range(6)]
    counts = [person.catalog.count(section) for section in SHOWN]
    assert [text.split("  ")[1] for text in said] == [str(count) for count in [*counts, 0]]


def test_a_section_of_an_empty_catalogue_says_how_to_begin(arrives, catalog_path):
    person = arrives(catalog_path)
    browse = person.desk.browse
    assert browse.empty.isVisible()
    assert "There are no networks yet.\nPress Ctrl+N" in browse.empty.text()
    assert "Nothing chosen" in person.page()


def test_the_empty_bin_says_what_it_is_for(person):
    person.turns_to("Bin")
    assert person.desk.middle.bin.empty.isVisible()
    assert "comes back whole" in person.desk.middle.bin.empty.text()


# The table


def test_the_arrow_keys_walk_from_page_to_page(person):
    person.presses("Down")
    assert person.desk.browse.table.hasFocus()
    person.presses("Down")
    assert person.title() == person.rows()[1]
    person.presses("End")
    assert person.title() == person.rows()[-1]


def test_only_the_record_on_which_one_rests_is_loaded(person, qtbot):
    person.presses("Down")
    loaded = []
    person.desk.session.page_loaded.connect(lambda page, _follow: loaded.append(page.title))
    for _step in range(3):
        qtbot.keyClick(person.desk.browse.table, Qt.Key.Key_Down)
    person.settle()
    assert len(loaded) == 1
    assert person.title() == person.rows()[3]


def test_a_click_on_a_heading_sorts_and_another_turns_it_round(person):
    person.clicks(*heading(person, "Name"))
    up = person.rows()
    person.clicks(*heading(person, "Name"))
    assert up == sorted(up, key=str.casefold)
    assert person.rows() == up[::-1]


def test_sorting_stays_at_the_record_that_is_chosen(person):
    person.presses("Down", "Down", "Down")
    before = person.title()
    person.clicks(*heading(person, "Name"))
    person.clicks(*heading(person, "Name"))
    assert person.title() == before
    row = person.desk.browse.table.currentIndex().row()
    assert person.rows()[row] == before


def test_each_section_keeps_its_own_order(person):
    person.clicks(*heading(person, "Name"))
    person.clicks(*heading(person, "Name"))
    networks = person.rows()
    person.turns_to("Authorities")
    person.turns_to("Networks")
    assert person.rows() == networks


def test_enter_leads_from_the_table_into_the_page(person):
    person.presses("Down", "Return")
    assert person.desk.record.view.browser.hasFocus()


def test_a_double_click_leads_into_the_page(person, qtbot):
    table = person.desk.browse.table
    place = table.visualRect(person.desk.model.index(2, 0)).center()
    person.clicks(table.viewport(), place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    person.settle()
    assert person.desk.record.view.browser.hasFocus()
    assert person.title() == person.rows()[2]


# Columns


def test_columns_that_are_hidden_stay_so_after_a_restart(arrives, seeded_path):
    first = arrives(seeded_path)
    shown = [one.label for one in first.desk.browse.shown_columns()]
    gone = shown[1]
    first.toggles_column(gone)
    assert gone not in [one.label for one in first.desk.browse.shown_columns()]
    first.leaves()

    second = arrives(seeded_path)
    assert [one.label for one in second.desk.browse.shown_columns()] == [
        label for label in shown if label != gone
    ]


def test_columns_keep_the_width_and_place_that_one_gave_them(arrives, seeded_path):
    first = arrives(seeded_path)
    header = first.desk.browse.table.horizontalHeader()
    header.resizeSection(0, 300)
    header.moveSection(0, 1)
    shown = [one.label for one in first.desk.browse.shown_columns()]
    first.leaves()

    second = arrives(seeded_path)
    assert [one.label for one in second.desk.browse.shown_columns()] == shown
    assert second.desk.browse.table.columnWidth(0) == 300


def test_a_column_that_was_hidden_can_be_shown(person):
    browse = person.desk.browse
    hidden = next(one for one in person.desk.model.columns if not one.shown)
    person.toggles_column(hidden.label)
    assert hidden in browse.shown_columns()
    assert browse.table.columnWidth(person.desk.model.columns.index(hidden)) >= 72


# Pages and passages


def test_a_mark_shows_the_source_with_the_very_words_highlighted(person):
    person.finds("Networks", "emta")
    browser = person.desk.record.view.browser
    after_names = browser.toPlainText().index("promote good practice")
    mark = next(place for _words, place in links(browser) if place > after_names)
    person.clicks(browser.viewport(), point_on(browser, mark))
    passage = person.desk.record.passage
    assert passage.isVisible()
    assert marked(passage) == "EMTA aims to promote good practice in public transport"


def test_the_keyboard_alone_leads_to_the_passage_of_every_fact(person):
    person.finds("Networks", "iclei")
    page = person.desk.record.page
    facts = {
        (one.record.source, one.record.start, one.record.end): one.quote
        for group in page.groups
        for one in group.entries
        if one.quote
    }
    person.presses("Return", "Return")
    found = set()
    for _link in list(links(person.desk.record.view.browser)):
        person.presses("Tab")
        shape = person.desk.record.view.browser.textCursor().charFormat()
        if not shape.anchorHref().startswith("passage:"):
            continue
        person.presses("Return")
        found.add(marked(person.desk.record.passage))
        person.presses("Escape")
    assert found >= {" ".join(quote.split()) for quote in facts.values()}


def test_escape_leads_from_the_source_back_to_the_page(person):
    person.finds("Networks", "emta")
    person.presses("Return", "Return", "Tab", "Return")
    assert person.desk.record.passage.text.hasFocus()
    person.presses("Escape")
    assert person.desk.record.passage.isHidden()
    assert person.desk.record.view.browser.hasFocus()


def test_the_source_of_a_passage_has_a_page_of_its_own(person):
    person.finds("Networks", "emta")
    person.presses("Return", "Return", "Tab", "Return")
    title = person.desk.record.passage._title.text()
    person.clicks(person.desk.record.passage.open_button)
    assert person.title() == title


def test_another_record_takes_the_source_of_the_one_before_away(person):
    person.finds("Networks", "emta")
    person.presses("Return", "Return", "Tab", "Return")
    assert person.desk.record.passage.isVisible()
    person.desk.browse.table.setFocus()
    person.searches("")
    person.presses("Return", "End")
    assert "Transport" not in person.title()
    assert person.desk.record.passage.isHidden()


def test_a_link_leads_to_a_member_and_alt_left_leads_back(person):
    person.finds("Networks", "emta")
    person.follows("Vienna (transport authority)")
    assert person.title() == "Vienna (transport authority)"
    person.presses("Alt+Left")
    assert person.title() == EMTA
    assert not person.desk.record.back_button.isEnabled()


def test_alt_left_leads_back_along_all_links_followed(person):
    person.finds("Networks", "emta")
    person.follows("Vienna (transport authority)")
    person.follows(EMTA)
    person.follows("Prague (transport authority)")
    for title in (EMTA, "Vienna (transport authority)", EMTA):
        person.presses("Alt+Left")
        assert person.title() == title


def test_the_way_back_ends_where_one_turns_to_the_table(person):
    person.finds("Networks", "emta")
    person.follows("Vienna (transport authority)")
    person.searches("cemr")
    assert not person.desk.record.back_button.isEnabled()
    person.presses("Alt+Left")
    assert "CEMR" in person.page()


def test_alt_left_leaves_a_form_alone(person):
    person.types("emta")
    person.follows("Vienna (transport authority)")
    person.presses("F2", "Alt+Left")
    assert person.desk.record.form is not None
    assert person.title() == "Vienna (transport authority)"
    person.presses("Escape", "Alt+Left")
    assert person.title() == EMTA


def test_a_web_address_is_asked_about_before_the_browser_opens(arrives, catalog_path, catalog):
    make.actor(catalog, "Alpha", website="https://alpha.example/")
    person = arrives(catalog_path)
    person.follows("https://alpha.example/")
    assert person.told() == "This leads out of the catalogue: https://alpha.example/"
    assert person.desk.message.action.text() == "Open in the browser"


# The frame


def test_the_title_names_record_and_catalogue(person):
    person.finds("Networks", "emta")
    assert person.window.windowTitle() == f"{EMTA} – seeded – NetCatalog"


def test_the_status_line_says_which_file_is_open(person, seeded_path):
    assert person.desk.status.text() == str(seeded_path)


def test_the_models_in_the_window_keep_the_rules_of_qt(person):
    testers = [
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        for model in (
            person.desk.model,
            person.desk.middle.bin.model,
            person.desk.sections.model(),
        )
    ]
    for section in ("Authorities", "Memberships", "Sources", "Bin", "Networks"):
        person.turns_to(section)
    person.clicks(*heading(person, "Name"))
    person.searches("transport")
    person.searches("nothing of this kind")
    person.presses("Escape")
    person.presses("Return", "Delete")
    person.presses("Ctrl+Z")
    for tester in testers:
        shiboken6.delete(tester)  # it must not watch how the window takes its models apart


def test_a_single_record_is_counted_in_the_singular(person):
    person.turns_to("Sources")
    assert person.desk.browse.hint.text() == "1 record"
    person.finds("Networks", "polis")
    person.presses("Ctrl+E")
    dialog = person.dialog(ExportDialog)
    assert dialog.this_table.text() == "The table as shown: 1 record"
    dialog.reject()
