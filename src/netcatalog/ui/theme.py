"""How the program looks: its palette, font and style sheet, put on the application at once.

It knows Qt's widgets by class only, none of our own. What a colour is for is said in `colours`.

A change of palette reaches every widget as Qt's own `QEvent.Type.PaletteChange`: who paints by
hand, or shows HTML made with `page_css`, makes it anew in `changeEvent`. Icons follow by
themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView, QWidget

from netcatalog.paths import bundled
from netcatalog.ui import sheets
from netcatalog.ui.colours import DARK, HIGH_CONTRAST, LIGHT, Colours

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyle

FAMILIES = (
    "Noto Sans",
    "Noto Sans Armenian",
    "Noto Sans Georgian",
    "Noto Sans Math",
    "Noto Sans Symbols2",
)
"""The bundled families, in the order in which a letter is looked for."""

LEAST_POINTS = 10.5
"""The size of text; a desktop that is set to larger text gets its own size."""

ROW_HEIGHT = 32
"""The height of a row of a table in logical pixels, while the text is not enlarged."""


class Scheme(StrEnum):
    """Which palette the user chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


class Look(StrEnum):
    """What a widget can be dressed as, beyond what its class says."""

    SECTIONS = "sections"
    """The list of sections on the left."""
    PAGE = "page"
    """A `QTextBrowser` that shows a page."""
    PAPER = "paper"
    """A plain widget on the ground of a page: the form."""
    POPUP = "popup"
    """A `QFrame` that lies over the window, such as a list of completions."""
    FLAT = "flat"
    """A `QPushButton` that stands among text: no edge until it has the keyboard."""
    TITLE = "title"
    HEADING = "heading"
    QUIET = "quiet"
    PROBLEM = "problem"
    """A label: large, semi-bold, muted, or in the colour of errors."""
    PAST = "past"
    """A `QFrame` that tells, and lets one choose, as of which day the window shows everything."""
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"
    """A `QFrame` around a message."""


@dataclass(slots=True)
class _Worn:
    """What the one application of this process wears."""

    scheme: Scheme = Scheme.SYSTEM
    colours: Colours = LIGHT


_TITLE_BARS = {
    Scheme.SYSTEM: Qt.ColorScheme.Unknown,
    Scheme.LIGHT: Qt.ColorScheme.Light,
    Scheme.DARK: Qt.ColorScheme.Dark,
    Scheme.HIGH_CONTRAST: Qt.ColorScheme.Dark,
}
"""What the desktop is asked to draw around our windows; unknown leaves it to the desktop."""

_worn = _Worn()


def current() -> Colours:
    """Return the palette that is worn now."""
    return _worn.colours


def apply(app: QApplication, scheme: Scheme) -> None:
    """Put a scheme on the whole application, its windows and its title bars."""
    _load_fonts()
    _worn.scheme = scheme
    hints = app.styleHints()
    hints.setColorScheme(_TITLE_BARS[scheme])
    contrast = hints.accessibility()
    _wear(app, colours_of(scheme, hints.colorScheme(), contrast.contrastPreference()))


def follow_system(app: QApplication) -> None:
    """From now on, let `Scheme.SYSTEM` follow the desktop while the program runs."""
    hints = app.styleHints()
    contrast = hints.accessibility()

    def follow(shade: Qt.ColorScheme, preference: Qt.ContrastPreference) -> None:
        _wear(app, colours_of(_worn.scheme, shade, preference))

    # `contrast` lives as long as the Python object of `hints` does: only the slots keep that.
    hints.colorSchemeChanged.connect(
        lambda shade: follow(shade, hints.accessibility().contrastPreference())
    )
    contrast.contrastPreferenceChanged.connect(
        lambda preference: follow(hints.colorScheme(), preference)
    )


def colours_of(
    scheme: Scheme, shade: Qt.ColorScheme, preference: Qt.ContrastPreference
) -> Colours:
    """Return the palette of a scheme on a desktop of that shade and preference."""
    match scheme:
        case Scheme.LIGHT:
            return LIGHT
        case Scheme.DARK:
            return DARK
        case Scheme.HIGH_CONTRAST:
            return HIGH_CONTRAST
        case Scheme.SYSTEM:
            if preference is Qt.ContrastPreference.HighContrast:
                return HIGH_CONTRAST
            return DARK if shade is Qt.ColorScheme.Dark else LIGHT


def page_css(colours: Colours) -> str:
    """Return the style sheet of a page, for `QTextDocument.setDefaultStyleSheet`.

    It knows the classes ``quiet``, ``small``, ``label`` (of a field), ``line`` (a paragraph close
    to the next), ``mark`` (of a source), ``highlight`` (a passage), ``error``, ``warning``, and
    ``note`` and ``note-edge`` (cells of a table). A heading has its line by an ``<hr>`` after it.
    """
    return sheets.page_sheet(colours, QGuiApplication.font().pointSizeF() + 0.5)


def dress(widget: QWidget, look: Look) -> None:
    """Make a widget look special."""
    widget.setProperty("look", look.value)
    _restyle(widget)


def mark_problem(widget: QWidget, problem: bool) -> None:
    """Draw an input with the edge of an error, or without it again."""
    widget.setProperty("problem", problem)
    _restyle(widget)


def dress_table(view: QTableView) -> None:
    """Give a table its rows: full-row selection, no grid, no row numbers, room to breathe.

    It has its model already.
    """
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(max(ROW_HEIGHT, view.fontMetrics().height() + 12))
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    # Of the selection of the table, each heading would look at every row to tell whether its
    # column is chosen, every time it is painted.
    header.setSelectionModel(QItemSelectionModel(view.model(), header))
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def _restyle(widget: QWidget) -> None:
    """Let the style sheet see a property that has changed.

    Before a widget is first shown there is nothing to undo, and its `changeEvent` must not run
    in the middle of its making.
    """
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    style: QStyle = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def _wear(app: QApplication, colours: Colours) -> None:
    dressed = bool(app.styleSheet())
    if dressed and colours is _worn.colours:
        return
    _worn.colours = colours  # before the palette, which already repaints icons
    if not dressed and app.style().name() != "fusion":  # a style anew costs a whole menu bar
        app.setStyle("Fusion")
    app.setFont(_font(app.font()))
    app.setPalette(_palette(colours))
    app.setStyleSheet(sheets.window_sheet(colours, bundled("resources") / "icons" / "controls"))


def _font(desktop: QFont) -> QFont:
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPointSizeF(max(LEAST_POINTS, desktop.pointSizeF()))
    return font


@cache
def _load_fonts() -> None:
    """Make the bundled fonts known to Qt, once: some 0.2 ms each."""
    for path in sorted((bundled("resources") / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def _palette(colours: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for roles, colour in (
        ((role.Window, role.Button, role.Midlight), colours.window),
        ((role.Base, role.ToolTipBase, role.Light), colours.base),
        ((role.AlternateBase,), colours.alternate),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), colours.text),
        ((role.BrightText,), colours.error),
        ((role.PlaceholderText,), colours.muted),
        ((role.Mid, role.Dark), colours.border),
        ((role.Shadow,), colours.outline),
        ((role.Highlight,), colours.selection),
        ((role.HighlightedText,), colours.selection_text),
        ((role.Link, role.LinkVisited), colours.link),
        ((role.Accent,), colours.accent),
    ):
        for each in roles:
            palette.setColor(each, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for each in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText):
        palette.setColor(disabled, each, QColor(colours.disabled))
    palette.setColor(disabled, role.Highlight, QColor(colours.pressed))
    palette.setColor(disabled, role.HighlightedText, QColor(colours.disabled))
    palette.setColor(disabled, role.Accent, QColor(colours.disabled))
    return palette
