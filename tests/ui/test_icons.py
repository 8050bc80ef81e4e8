"""The icons: all can be drawn, in the colours of the palette, at every size, and follow it."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QToolButton

from netcatalog.ui import theme
from netcatalog.ui.colours import DARK, LIGHT
from netcatalog.ui.icons import SIZES, IconLabel, Tint, icon, names
from netcatalog.ui.theme import Scheme

Mode = QIcon.Mode


@pytest.fixture
def wear(qapp):
    """Put schemes on the application; afterwards it follows the desktop again."""
    yield lambda scheme: theme.apply(qapp, scheme)
    theme.apply(qapp, Scheme.SYSTEM)


def ink(image: QImage) -> set[str]:
    """Return the colours of all points that are wholly covered."""
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    colours = (image.pixelColor(x, y) for x, y in points)
    return {colour.name() for colour in colours if colour.alpha() == 255}


def drawn(of: QIcon, mode: Mode = Mode.Normal, edge: int = 32, ratio: float = 1.0) -> QImage:
    return of.pixmap(QSize(edge, edge), ratio, mode).toImage()


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK, Scheme.HIGH_CONTRAST])
@pytest.mark.parametrize("name", sorted(names()))
def test_every_icon_is_drawn_in_the_colour_of_text(wear, scheme, name):
    wear(scheme)
    assert ink(drawn(icon(name))) == {theme.current().text}


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("edge", SIZES)
def test_an_icon_is_as_large_as_asked_for(wear, edge, ratio):
    wear(Scheme.LIGHT)
    pixmap = icon("search").pixmap(QSize(edge, edge), ratio)
    assert pixmap.size() == QSize(edge, edge) * ratio
    assert pixmap.devicePixelRatio() == ratio


def test_an_unknown_icon_is_a_defect(qapp):
    with pytest.raises(KeyError, match="no-such-icon"):
        icon("no-such-icon")


@pytest.mark.parametrize(
    ("mode", "colour"),
    [
        (Mode.Normal, LIGHT.error),
        (Mode.Active, LIGHT.error),
        (Mode.Disabled, LIGHT.disabled),
        (Mode.Selected, LIGHT.selection_text),
    ],
)
def test_a_tint_gives_way_to_what_is_disabled_or_selected(wear, mode, colour):
    wear(Scheme.LIGHT)
    assert ink(drawn(icon("trash-2", Tint.ERROR), mode)) == {colour}


@pytest.mark.parametrize("tint", Tint)
def test_every_tint_is_a_colour_of_the_palette(wear, tint):
    wear(Scheme.DARK)
    assert ink(drawn(icon("trash-2", tint))) == {getattr(DARK, tint.value)}


def test_an_icon_that_a_button_holds_follows_the_scheme(qtbot, wear):
    wear(Scheme.LIGHT)
    button = QToolButton()
    qtbot.addWidget(button)
    button.setIcon(icon("search"))
    assert ink(drawn(button.icon())) == {LIGHT.text}
    wear(Scheme.DARK)
    assert ink(drawn(button.icon())) == {DARK.text}


def test_a_label_shows_its_icon_and_follows_the_scheme(qtbot, wear):
    wear(Scheme.LIGHT)
    label = IconLabel(32)
    qtbot.addWidget(label)
    label.show_icon("landmark", Tint.SUCCESS)
    label.show()
    assert LIGHT.success in ink(label.grab().toImage())
    wear(Scheme.DARK)
    assert DARK.success in ink(label.grab().toImage())


def test_an_icon_is_painted_sharp_on_a_dense_screen(wear):
    wear(Scheme.LIGHT)
    screen = QImage(64, 64, QImage.Format.Format_ARGB32_Premultiplied)
    screen.setDevicePixelRatio(2.0)
    screen.fill(0)
    painter = QPainter(screen)
    icon("landmark").paint(painter, 0, 0, 32, 32)
    painter.end()
    assert screen.convertToFormat(QImage.Format.Format_ARGB32) == drawn(
        icon("landmark"), ratio=2.0
    ).convertToFormat(QImage.Format.Format_ARGB32)


def test_an_icon_outlives_the_name_it_was_made_under(wear):
    wear(Scheme.LIGHT)
    copies = [QIcon(icon("tag")) for _ in range(100)]
    gc.collect()
    assert all(ink(drawn(copy, edge=16)) == {LIGHT.text} for copy in copies)


def test_an_icon_that_qt_clones_stays_whole(wear):
    wear(Scheme.LIGHT)
    first = icon("tag")
    second = QIcon(first)
    second.addPixmap(QPixmap(8, 8))  # Qt now gives the second an engine of its own
    del first
    gc.collect()
    assert ink(drawn(second)) == {LIGHT.text}
