from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QUrl
from PySide6.QtGui import (
    QAccessible,
    QContextMenuEvent,
    QGuiApplication,
    QHelpEvent,
    QImage,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QMenu,
    QScrollBar,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from netcatalog.domain.records import Actor, Note, Source, Topic
from netcatalog.ui import theme
from netcatalog.ui.page_view import MEASURE, PageView
from netcatalog.ui.theme import Scheme
from tests import make


@pytest.fixture
def view(qtbot):
    shown = PageView()
    qtbot.addWidget(shown)
    shown.resize(460, 300)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.activateWindow()
    shown.setFocus()
    qtbot.waitUntil(shown.browser.hasFocus)
    return shown


@pytest.fixture
def worn(qapp):
    """Put a scheme on for one test."""
    yield lambda scheme: theme.apply(qapp, scheme)
    theme.apply(qapp, Scheme.LIGHT)


def page_of(catalog, name):
    return catalog.page(Actor, catalog.actor_named(name))


def fragments(browser):
    """Yield every stretch of text of one format."""
    block = browser.document().begin()
    while block.isValid():
        inside = block.begin()
        while not inside.atEnd():
            yield inside.fragment()
            inside += 1
        block = block.next()


def point_on(browser, address):
    """Return a point on the first link to an address, scrolled into sight."""
    link = next(one for one in fragments(browser) if one.charFormat().anchorHref() == address)
    cursor = QTextCursor(browser.document())
    cursor.setPosition(link.position())
    browser.setTextCursor(cursor)
    browser.ensureCursorVisible()
    left = browser.cursorRect(cursor)
    cursor.setPosition(link.position() + 1)
    right = browser.cursorRect(cursor)
    return QPoint((left.left() + right.left()) // 2, left.center().y())


def press(qtbot, view, address):
    place = point_on(view.browser, address)
    qtbot.mouseClick(view.browser.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_clicking_a_mark_asks_for_its_passage(qtbot, view, seeded):
    page = page_of(seeded, "CEMR")
    fact = next(e for e in page.groups[0].entries if e.quote == "CCRE").record
    view.show_page(page)
    with qtbot.waitSignal(view.passage_requested) as asked:
        press(qtbot, view, f"passage:{fact.source}:{fact.start}:{fact.end}")
    assert asked.args == [fact.source, fact.start, fact.end]


def test_clicking_a_member_asks_for_its_page(qtbot, view, seeded):
    view.show_page(page_of(seeded, "EMTA"))
    member = seeded.actor_named("Vienna (transport authority)")
    with qtbot.waitSignal(view.record_requested) as asked:
        press(qtbot, view, f"record:actor:{member}")
    assert asked.args == ["actor", member]


def test_clicking_a_web_address_hands_it_on_and_loads_nothing(qtbot, view, catalog):
    address = "https://alpha.example/a?b=1&c=2#d"
    key = make.actor(catalog, website=address)
    view.show_page(catalog.page(Actor, key))
    before = view.browser.toPlainText()
    with qtbot.waitSignal(view.address_requested) as asked:
        press(qtbot, view, address)
    assert asked.args == [address]
    assert view.browser.toPlainText() == before


def test_clicking_a_mail_address_in_a_note_hands_it_on(qtbot, view, catalog):
    key = make.actor(catalog)
    make.fact(catalog, Note, actor=key, text="[Ana](mailto:ana@city.example)")
    view.show_page(catalog.page(Actor, key))
    with qtbot.waitSignal(view.address_requested) as asked:
        press(qtbot, view, "mailto:ana@city.example")
    assert asked.args == ["mailto:ana@city.example"]


def test_tab_goes_to_the_first_mark_and_enter_follows_it(qtbot, view, seeded):
    page = page_of(seeded, "EMTA")
    first = page.entry.record
    view.show_page(page)
    qtbot.keyClick(view.browser, Qt.Key.Key_Tab)
    with qtbot.waitSignal(view.passage_requested) as asked:
        qtbot.keyClick(view.browser, Qt.Key.Key_Return)
    assert asked.args == [first.source, first.start, first.end]


def test_tab_walks_through_every_link_and_then_leaves(qtbot, catalog):
    key = make.actor(catalog, website="https://a.example")
    make.fact(catalog, Note, actor=key, text="[b](https://b.example)")
    window, view, after = QWidget(), PageView(), QLineEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(view)
    layout.addWidget(after)
    qtbot.addWidget(window)
    view.show_page(catalog.page(Actor, key))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    view.setFocus()
    asked = []
    view.address_requested.connect(asked.append)
    view.record_requested.connect(lambda key, _id: asked.append(key))
    view.state_requested.connect(lambda *_: asked.append("before"))
    view.history_requested.connect(lambda *_: asked.append("steps"))
    for _ in range(5):
        qtbot.keyClick(view.browser, Qt.Key.Key_Tab)
        qtbot.keyClick(view.browser, Qt.Key.Key_Return)
    qtbot.keyClick(view.browser, Qt.Key.Key_Tab)
    assert asked == ["https://a.example", "https://b.example", "note", "before", "steps"]
    assert after.hasFocus()


def test_the_keyboard_on_a_mark_says_its_quote_to_eye_and_ear(qtbot, view, seeded):
    page = page_of(seeded, "EMTA")
    view.show_page(page)
    qtbot.keyClick(view.browser, Qt.Key.Key_Tab)
    assert QToolTip.text() == f"<qt>“{page.entry.quote}”</qt>"
    interface = QAccessible.queryAccessibleInterface(view.browser)
    assert interface.text(QAccessible.Text.Description) == f"“{page.entry.quote}”"
    QToolTip.hideText()


def test_the_pointer_on_a_mark_shows_its_quote(qtbot, view, seeded):
    page = page_of(seeded, "EMTA")
    view.show_page(page)
    record = page.entry.record
    place = point_on(view.browser, f"passage:{record.source}:{record.start}:{record.end}")
    viewport = view.browser.viewport()
    event = QHelpEvent(QEvent.Type.ToolTip, place, viewport.mapToGlobal(place))
    QApplication.sendEvent(viewport, event)
    assert QToolTip.text() == f"<qt>“{page.entry.quote}”</qt>"
    QToolTip.hideText()


def test_a_page_shown_again_stays_where_it_was(view, seeded):
    page = page_of(seeded, "EUROCITIES")
    view.show_page(page)
    bar = view.browser.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    scrolled = bar.value()
    view.show_page(page)
    assert scrolled > 0
    assert bar.value() == scrolled


def test_a_page_too_long_to_be_laid_out_at_once_stays_where_it_was(qtbot, view, catalog, worn):
    worn(Scheme.LIGHT)
    text = "\n\n".join(f"paragraph {number}: " + "word " * 60 for number in range(900))
    key = make.fact(catalog, Source, text=text, publisher="UNECE").id
    page = catalog.page(Source, key)
    view.show_page(page)
    bar = view.browser.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 50_000)
    bar.setValue(50_000)
    view.show_page(page)
    assert bar.maximum() < 50_000
    qtbot.waitUntil(lambda: bar.value() == 50_000)


def test_a_page_scrolled_by_hand_while_it_is_laid_out_stays_there(qtbot, view, seeded):
    page = page_of(seeded, "EUROCITIES")
    view.show_page(page)
    bar = view.browser.verticalScrollBar()
    bar.setValue(bar.maximum())
    view.show_page(replace(page, groups=page.groups[:2]))
    bar.triggerAction(QScrollBar.SliderAction.SliderToMinimum)
    view.resize(460, 200)
    qtbot.waitUntil(lambda: view.browser.height() == 200)
    assert bar.value() == 0


def test_another_page_begins_at_its_top(view, seeded):
    view.show_page(page_of(seeded, "EUROCITIES"))
    bar = view.browser.verticalScrollBar()
    bar.setValue(bar.maximum())
    view.show_page(page_of(seeded, "CIFAL"))
    assert bar.maximum() > 0
    assert bar.value() == 0


def test_a_record_of_another_type_with_the_same_id_is_another_page(view, seeded):
    view.show_page(seeded.page(Actor, 1))
    bar = view.browser.verticalScrollBar()
    bar.setValue(bar.maximum())
    view.show_page(seeded.page(Source, 1))
    assert bar.value() == 0


def test_a_change_of_palette_sets_the_page_anew_where_it_is(view, seeded, worn):
    worn(Scheme.LIGHT)
    view.show_page(page_of(seeded, "EUROCITIES"))
    bar = view.browser.verticalScrollBar()
    bar.setValue(40)
    worn(Scheme.DARK)
    colours = {one.charFormat().foreground().color().name() for one in fragments(view.browser)}
    assert theme.current().link in colours
    assert theme.current().muted in colours
    assert bar.value() == 40


def test_a_message_takes_the_place_of_the_page(view, seeded):
    view.show_page(page_of(seeded, "EMTA"))
    view.show_message("No network chosen", "Choose one on the left.")
    assert view.browser.toPlainText() == "No network chosen\nChoose one on the left."
    assert view.browser.accessibleName() == "No network chosen"


def test_a_screen_reader_is_told_whose_page_it_is(view, seeded):
    view.show_page(page_of(seeded, "EMTA"))
    interface = QAccessible.queryAccessibleInterface(view.browser)
    name = interface.text(QAccessible.Text.Name)
    assert name == "Page of European Metropolitan Transport Authorities"


def test_ctrl_c_copies_what_is_selected(qtbot, view, seeded):
    view.show_page(page_of(seeded, "EMTA"))
    qtbot.keyClick(view.browser, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view.browser, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "promote good practice in public transport" in QGuiApplication.clipboard().text()


def test_nothing_is_loaded_even_if_markup_asks_for_it(view, tmp_path):
    picture = tmp_path / "x.png"
    QImage(64, 64, QImage.Format.Format_RGB32).save(str(picture))
    url = QUrl.fromLocalFile(str(picture))
    view.browser.setHtml(f'<img src="{url.toString()}">')
    kind = QTextDocument.ResourceType.ImageResource.value
    assert view.browser.document().resource(kind, url).width() == 1


def test_hostile_text_is_shown_as_text(view, catalog):
    hostile = '<img src="file:///x.png"> & <a href="https://evil.example">x</a>'
    key = make.actor(catalog, hostile)
    view.show_page(catalog.page(Actor, key))
    assert hostile in view.browser.toPlainText()
    addresses = {one.charFormat().anchorHref() for one in fragments(view.browser)}
    assert addresses == {"", f"history:actor:{key}"}


def test_lines_of_a_wide_window_stay_short_enough_to_read(qtbot, view, seeded):
    view.show_page(page_of(seeded, "CEMR"))
    view.resize(1400, 300)
    qtbot.waitUntil(lambda: 0 < view.browser.viewport().width() <= MEASURE)


def labels(menu):
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def chosen(menu, label):
    next(action for action in menu.actions() if action.text() == label).trigger()


def open_menu(view, place, reason):
    browser = view.browser
    event = QContextMenuEvent(reason, place, browser.viewport().mapToGlobal(place))
    target = browser.viewport() if reason is QContextMenuEvent.Reason.Mouse else browser
    QApplication.sendEvent(target, event)
    return next(menu for menu in view.findChildren(QMenu) if menu.isVisible())


def test_the_menu_of_a_mark_shows_the_source_and_copies_its_words(qtbot, view, seeded):
    page = page_of(seeded, "EUROCITIES")
    (*_, last) = page.group(Topic)
    record = last.record
    view.show_page(page)
    place = point_on(view.browser, f"passage:{record.source}:{record.start}:{record.end}")
    assert view.browser.verticalScrollBar().value() > 0
    menu = open_menu(view, place, QContextMenuEvent.Reason.Mouse)
    assert labels(menu)[:2] == ["Show in the source", "Copy the words of the source"]
    with qtbot.waitSignal(view.passage_requested) as asked:
        chosen(menu, "Show in the source")
    assert asked.args == [record.source, record.start, record.end]
    chosen(menu, "Copy the words of the source")
    assert QGuiApplication.clipboard().text() == last.quote
    menu.close()


def test_the_menu_opens_by_keyboard_on_the_link_that_has_the_focus(qtbot, view, catalog):
    key = make.actor(catalog, website="https://a.example")
    view.show_page(catalog.page(Actor, key))
    qtbot.keyClick(view.browser, Qt.Key.Key_Tab)
    menu = open_menu(view, QPoint(), QContextMenuEvent.Reason.Keyboard)
    assert labels(menu)[:2] == ["Open this address", "Copy this address"]
    chosen(menu, "Copy this address")
    assert QGuiApplication.clipboard().text() == "https://a.example"
    menu.close()


def test_the_menu_of_plain_text_copies_only_what_is_selected(view, seeded):
    view.show_page(page_of(seeded, "EMTA"))
    menu = view.menu()
    assert labels(menu) == ["Copy", "Select all"]
    assert not menu.actions()[0].isEnabled()
    chosen(menu, "Select all")
    assert view.menu().actions()[0].isEnabled()
