from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from netcatalog.domain.choices import AuthorityLevel
from netcatalog.domain.records import Membership, Tag
from netcatalog.ui.facet_model import MOST_VALUES, ValueLine
from tests import make
from tests.ui.person import keyboard

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier

COUNTRIES = ["AT", "BE", "CH", "CZ", "DE", "ES", "FR", "GR", "HU", "IT", "PL", "PT"]


@pytest.fixture
def facets(desk):
    """The facets of a desk."""
    return desk.facets


@pytest.fixture
def many(arrives, catalog, catalog_path):
    """Someone at the authorities of a catalogue with many countries."""
    for number, code in enumerate(COUNTRIES):
        for nth in range(len(COUNTRIES) - number):
            make.authority(catalog, f"{code} {nth}", country=code)
    someone = arrives(catalog_path)
    someone.turns_to("Authorities")
    return someone


def lines(facets):
    """Return what one sees: headings, and below them the values of those that are open."""
    view = facets.view
    return [
        index.data()
        for index in view._places()
        if not index.parent().isValid() or view.isExpanded(index.parent())
    ]


def place(facets, label, heading=""):
    return next(
        index
        for index in facets.view._places()
        if index.data() == label and (not heading or index.parent().data() == heading)
    )


def spoken(facets, label):
    return place(facets, label).data(Qt.ItemDataRole.AccessibleTextRole)


def clicks(person, label, modifier=NONE):
    view = person.desk.facets.view
    index = place(person.desk.facets, label)
    view.scrollTo(index)
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, modifier, view.visualRect(index).center()
    )
    person.settle()


def goes_to(person, label):
    """Bring the keyboard to a line, as the arrows do."""
    view = person.desk.facets.view
    view.setFocus()
    view.setCurrentIndex(place(person.desk.facets, label))


def test_each_section_shows_its_facets(person, facets):
    assert lines(facets)[:3] == ["Kind", "Network", "Association"]
    person.turns_to("Memberships")
    assert lines(facets)[:2] == ["Network", "European Metropolitan Transport Authorities"]


def test_the_bin_has_no_facets(person, facets):
    person.turns_to("Bin")
    assert not facets.isVisible()
    person.turns_to("Networks")
    assert facets.isVisible()


def test_a_click_asks_for_a_value_alone(person, desk):
    clicks(person, "Association")
    assert desk.browse.search.text() == "kind:association"
    assert person.rows() == ["ICLEI"]
    clicks(person, "Network")
    assert desk.browse.search.text() == "kind:network"
    clicks(person, "Network")
    assert desk.browse.search.text() == ""


def test_ctrl_click_asks_for_one_more_and_shift_click_for_one_less(person, desk):
    clicks(person, "1980–1989")
    clicks(person, "1950–1959", CONTROL)
    assert desk.browse.search.text() == "founded:1980..1989,1950..1959"
    assert len(person.rows()) == 2
    clicks(person, "1950–1959", SHIFT)
    assert desk.browse.search.text() == "founded:1980..1989 -founded:1950..1959"


def test_what_is_typed_besides_stays(person, desk):
    person.searches('"local authorities"')
    clicks(person, "Network")
    assert desk.browse.search.text() == '"local authorities" kind:network'


def test_a_click_can_be_taken_back_in_the_search_bar(person, desk):
    person.searches("mayors")
    clicks(person, "Network")
    desk.browse.search.setFocus()
    person.presses("Ctrl+Z")
    assert desk.browse.search.text() == "mayors"


def test_the_keyboard_does_what_the_mouse_does(person, desk):
    goes_to(person, "Association")
    person.presses("Return")
    assert desk.browse.search.text() == "kind:association"
    person.presses("Down")
    assert desk.facets.view.currentIndex().data() == "Network"
    person.presses("Ctrl+Return")
    assert desk.browse.search.text() == "kind:association,network"
    person.presses("Shift+Return")
    assert desk.browse.search.text() == "kind:association -kind:network"
    goes_to(person, "Association")
    person.presses("Space")
    assert desk.browse.search.text() == "kind:association"


def test_the_keyboard_stays_on_the_value_it_chose(person, desk):
    goes_to(person, "1980–1989")
    person.presses("Return")
    assert keyboard() is desk.facets.view
    assert desk.facets.view.currentIndex().data() == "1980–1989"


def test_a_value_says_what_it_is_and_what_is_asked_of_it(person, facets):
    assert spoken(facets, "Association") == "Kind, Association, 1"
    clicks(person, "Association")
    clicks(person, "Network", SHIFT)
    assert spoken(facets, "Association") == "Kind, Association, 1, chosen"
    assert spoken(facets, "Network") == "Kind, Network, 6, excluded"
    assert spoken(facets, "Kind").startswith("Kind, 2 ")


def test_the_tool_tip_says_what_may_be_done(facets):
    tip = place(facets, "Association").data(Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("Association: 1\nClick or Enter: only this\nCtrl: ")


def test_what_is_typed_is_marked_as_what_is_clicked(person, facets):
    person.searches("kind:association")
    assert spoken(facets, "Association").endswith(", chosen")


def test_what_is_chosen_stays_though_nothing_is_found(person, facets):
    person.searches("kind:centre nothing")
    assert spoken(facets, "Centre") == "Kind, Centre, 0, chosen"
    clicks(person, "Centre")
    assert person.desk.browse.search.text() == "nothing"


def test_counts_follow_a_change(person, facets):
    person.turns_to("Authorities")
    assert "Tag" not in lines(facets)
    key = person.catalog.actor_named("Vienna")
    make.fact(person.catalog, Tag, actor=key, label="renew")
    person.desk.browse.ask()
    person.settle()
    assert spoken(facets, "renew") == "Tag, renew, 1"


# Headings


def test_a_heading_opens_and_closes(person, facets):
    clicks(person, "Kind")
    assert lines(facets)[:2] == ["Kind", "Founded"]
    goes_to(person, "Kind")
    person.presses("Return")
    assert lines(facets)[:2] == ["Kind", "Network"]
    person.presses("Left")
    assert lines(facets)[:2] == ["Kind", "Founded"]
    person.presses("Right")
    assert lines(facets)[:2] == ["Kind", "Network"]


def test_what_is_closed_stays_so_and_is_closed_next_time(person, arrives, seeded_path):
    clicks(person, "Kind")
    person.searches("e")
    assert lines(person.desk.facets)[:2] == ["Kind", "Founded"]
    person.leaves()
    assert lines(arrives(seeded_path).desk.facets)[:2] == ["Kind", "Founded"]


def test_the_line_below_the_sections_stays_where_it_was_dragged(person, arrives, seeded_path):
    person.desk.left.moveSplitter(300, 1)
    person.leaves()
    assert arrives(seeded_path).desk.left.sizes()[0] == 300


def test_what_was_typed_and_is_no_value_by_itself_has_no_count(person):
    person.searches("topic:transport")
    assert "0" not in spoken(person.desk.facets, "transport")
    assert spoken(person.desk.facets, "transport") == "Topic, transport, chosen"


# Many values


def test_the_most_frequent_values_are_shown_and_how_many_more_there_are(many):
    shown = lines(many.desk.facets)
    after = shown[shown.index("Country") + 1 :]
    assert after[0] == "Austria"
    assert after[MOST_VALUES : MOST_VALUES + 1] == ["4 more …"]


def test_all_values_are_shown_on_wish_and_can_be_looked_through(many):
    facets = many.desk.facets
    clicks(many, "4 more …")
    assert lines(facets)[0] == "Country"
    assert len(lines(facets)) == 1 + len(COUNTRIES)
    assert keyboard() is facets.filter
    many.types("po")
    assert lines(facets) == ["Country", "Poland", "Portugal"]
    many.presses("Down", "Return")
    assert many.desk.browse.search.text() == "country:PL"
    many.presses("Escape")
    assert not facets.filter.isVisible()
    assert facets.view.currentIndex().data() == "Country"


def test_the_heading_of_all_values_leads_back(many):
    clicks(many, "4 more …")
    clicks(many, "Country")
    assert "4 more …" in lines(many.desk.facets)
    assert keyboard() is many.desk.facets.view


def test_a_value_chosen_among_all_stays_in_sight(many):
    clicks(many, "4 more …")
    clicks(many, "Portugal")
    many.desk.facets.filter.setFocus()
    many.presses("Escape")
    shown = lines(many.desk.facets)
    assert shown[shown.index("Country") + 1] == "Portugal"


def test_another_section_has_no_line_to_look_for_values(many):
    clicks(many, "4 more …")
    many.turns_to("Sources")
    assert not many.desk.facets.filter.isVisible()


def test_an_empty_section_says_that_there_is_nothing(many):
    many.turns_to("Sources")
    assert many.desk.facets.empty.isVisible()
    many.turns_to("Authorities")
    assert not many.desk.facets.empty.isVisible()


def test_a_value_of_several_words_is_asked_for_whole(arrives, catalog, catalog_path):
    network = make.actor(catalog, "Cities, Towns & Regions")
    member = make.authority(catalog, level=AuthorityLevel.REGION)
    make.fact(catalog, Membership, member=member, network=network)
    make.fact(catalog, Tag, actor=member, label='a "b", c')
    someone = arrives(catalog_path)
    someone.turns_to("Authorities")
    clicks(someone, "Cities, Towns & Regions")
    assert someone.desk.browse.search.text() == 'member-of:"Cities, Towns & Regions"'
    assert someone.rows() == ["Łódź"]


def test_every_line_has_a_value_a_count_and_a_standing(facets):
    values = [facets.view.line(index) for index in facets.view._places()]
    counts = [line.count for line in values if isinstance(line, ValueLine)]
    assert counts
    assert min(counts) > 0


def test_the_model_keeps_its_promises_to_qt(facets, qtmodeltester):
    qtmodeltester.check(facets._model)
