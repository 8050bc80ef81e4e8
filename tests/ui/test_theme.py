"""The look: every text can be read, every letter has a glyph, and a scheme reaches all widgets."""

from __future__ import annotations

import dataclasses
import re

import pytest
from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QFontInfo, QPalette, QRawFont, QTextDocument, QTextLayout
from PySide6.QtWidgets import QLabel, QLineEdit, QTableView, QWidget
from typing_extensions import override

from netcatalog.paths import bundled
from netcatalog.ui import sheets, theme
from netcatalog.ui.colours import DARK, HIGH_CONTRAST, LIGHT, Colours
from netcatalog.ui.theme import Look, Scheme

PALETTES = [pytest.param(colours, id=colours.name) for colours in (LIGHT, DARK, HIGH_CONTRAST)]

GROUNDS = ("window", "base", "page", "alternate")

READ = [
    *((text, ground) for text in ("text", "muted", "link", "accent") for ground in GROUNDS),
    *((text, ground) for text in ("error", "warning", "success") for ground in GROUNDS),
    *(("text", ground) for ground in ("hover", "pressed", "note")),
    *(("text", f"{tone}_ground") for tone in ("error", "warning", "success")),
    *((tone, f"{tone}_ground") for tone in ("error", "warning", "success")),
    ("muted", "hover"),
    ("muted", "note"),
    ("link", "note"),
    *((text, "past") for text in ("text", "error", "accent")),
    ("accent_text", "accent"),
    ("accent_text", "accent_hover"),
    ("selection_text", "selection"),
    ("highlight_text", "highlight"),
]
"""Every text and the grounds it stands on."""

SEEN = [
    *((mark, ground) for mark in ("disabled", "outline", "scroll") for ground in GROUNDS),
    *(("accent", ground) for ground in (*GROUNDS, "hover")),
    ("error", "base"),
]
"""What is switched off, edges of controls, focus rings, and the grounds they stand on."""

ALPHABETS = {
    "Bulgarian": "абвгдежзийклмнопрстуфхцчшщъьюяѝ",
    "Croatian": "abcčćdđefghijklmnoprsštuvzž",
    "Czech": "aábcčdďeéěfghiíjklmnňoópqrřsštťuúůvwxyýzž",
    "Danish": "abcdefghijklmnopqrstuvwxyzæøåé",
    "Dutch": "abcdefghijklmnopqrstuvwxyzëïéèĳóáü",
    "English": "abcdefghijklmnopqrstuvwxyz",
    "Estonian": "abdefghijklmnoprsšzžtuvõäöü",
    "Finnish": "abcdefghijklmnopqrstuvwxyzåäöšž",
    "French": "abcdefghijklmnopqrstuvwxyzàâæçéèêëîïôœùûüÿ",
    "German": "abcdefghijklmnopqrstuvwxyzäöüßẞ",
    "Greek": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    "Hungarian": "aábcdeéfghiíjklmnoóöőprstuúüűvz",
    "Irish": "aábcdeéfghiílmnoóprstuúḃċḋḟġṁṗṡṫ",
    "Italian": "abcdefghilmnopqrstuvzàèéìíîòóùú",
    "Latvian": "aābcčdeēfgģhiījkķlļmnņoprsštuūvzž",
    "Lithuanian": "aąbcčdeęėfghiįyjklmnoprsštuųūvzž",
    "Maltese": "abċdefġghħijklmnopqrstuvwxzżàèìòù",
    "Polish": "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
    "Portuguese": "abcdefghijklmnopqrstuvxzáâãàçéêíóôõúü",
    "Romanian": "aăâbcdefghiîjklmnopqrsștțuvwxyzşţ",
    "Slovak": "aáäbcčdďeéfghiíjklĺľmnňoóôpqrŕsštťuúvwxyýzž",
    "Slovenian": "abcčdefghijklmnoprsštuvzž",
    "Spanish": "abcdefghijklmnñopqrstuvwxyzáéíóúü¿¡ªº",
    "Swedish": "abcdefghijklmnopqrstuvwxyzåäöé",
    "Albanian": "abcçdeëfghijklmnopqrstuvxyz",
    "Armenian": "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև՛՜՝՞։",  # noqa: RUF001
    "Georgian": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "Icelandic": "aábdðeéfghiíjklmnoóprstuúvxyýþæö",
    "Macedonian": "абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ",
    "Norwegian": "abcdefghijklmnopqrstuvwxyzæøåéèêóòô",
    "Serbian": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "Turkish": "abcçdefgğhıijklmnoöprsştuüvyzâîûİ",  # noqa: RUF001
    "Ukrainian": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяʼ",
}
"""The letters of the 24 official languages of the EU, and of its neighbours."""

SIGNS = "€£„“”‘’«»–—…•·†‡§©®°±×÷½№≤≥≈−→←↑↓✓✗■□●"  # noqa: RUF001
"""Signs that reports and windows use."""


@pytest.fixture
def wear(qapp):
    """Put schemes on the application; afterwards it follows the desktop again."""
    yield lambda scheme: theme.apply(qapp, scheme)
    theme.apply(qapp, Scheme.SYSTEM)


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colours: Colours, one: str, other: str) -> float:
    """Return how two colours of a palette differ, after WCAG 2: from 1 to 21."""
    dark, bright = sorted(luminance(getattr(colours, name)) for name in (one, other))
    return (bright + 0.05) / (dark + 0.05)


def families_drawn(text: str, font) -> set[str]:
    """Return the families that a text is really drawn with; empty for a missing glyph."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return {
        run.rawFont().familyName() if all(run.glyphIndexes()) else "" for run in layout.glyphRuns()
    }


def missing(letters: str, file: str) -> list[str]:
    """Return the letters that a font file has no glyph for."""
    path = bundled("resources") / "fonts" / file
    assert path.is_file()
    font = QRawFont(str(path), 12)
    return [letter for letter in letters if not font.supportsCharacter(ord(letter))]


@pytest.mark.parametrize("colours", PALETTES)
@pytest.mark.parametrize(("text", "ground"), READ)
def test_text_can_be_read_on_its_ground(colours, text, ground):
    least = 7.0 if colours is HIGH_CONTRAST else 4.5
    assert contrast(colours, text, ground) >= least


@pytest.mark.parametrize("colours", PALETTES)
@pytest.mark.parametrize(("mark", "ground"), SEEN)
def test_edges_and_what_is_switched_off_can_be_seen(colours, mark, ground):
    assert contrast(colours, mark, ground) >= 3.0


def test_contrast_is_reckoned_as_in_the_standard():
    extremes = dataclasses.replace(LIGHT, text="#000000", base="#ffffff", muted="#767676")
    assert contrast(extremes, "text", "base") == pytest.approx(21)
    assert contrast(extremes, "muted", "base") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colours", PALETTES)
def test_colours_are_written_as_style_sheets_read_them(colours):
    values = dataclasses.asdict(colours)
    del values["name"]
    assert not [value for value in values.values() if not re.fullmatch("#[0-9a-f]{6}", value)]


@pytest.mark.parametrize("colours", PALETTES)
def test_every_picture_of_the_style_sheet_exists(colours):
    folder = bundled("resources") / "icons" / "controls"
    named = re.findall(r"url\((.*?)\)", sheets.window_sheet(colours, folder))
    assert named
    assert not [path for path in named if not (folder / path).is_file()]


@pytest.mark.parametrize("colours", PALETTES)
@pytest.mark.parametrize(
    ("picture", "field"),
    [
        ("down", "text"),
        ("up", "text"),
        ("down-off", "disabled"),
        ("up-off", "disabled"),
        ("check", "accent_text"),
        ("check-off", "base"),
        ("right", "muted"),
    ],
)
def test_the_pictures_of_controls_have_the_colours_of_their_palette(colours, picture, field):
    path = bundled("resources") / "icons" / "controls" / colours.name / f"{picture}.svg"
    assert f'stroke="{getattr(colours, field)}"' in path.read_text(encoding="utf-8")


def test_the_applications_font_is_the_bundled_one(qapp, wear):
    wear(Scheme.LIGHT)
    assert QFontInfo(qapp.font()).family() == "Noto Sans"
    assert QFontInfo(qapp.font()).pointSizeF() >= theme.LEAST_POINTS


def test_semi_bold_is_a_cut_of_its_own(qapp, wear):
    wear(Scheme.LIGHT)
    font = qapp.font()
    font.setWeight(font.Weight.DemiBold)
    assert QRawFont.fromFont(font).styleName() == "SemiBold"


@pytest.mark.parametrize("language", ALPHABETS)
def test_every_letter_is_drawn_with_a_bundled_font(qapp, wear, language):
    wear(Scheme.LIGHT)
    letters = ALPHABETS[language]
    assert families_drawn(letters + letters.upper(), qapp.font()) <= set(theme.FAMILIES)


def test_every_sign_is_drawn_with_a_bundled_font(qapp, wear):
    wear(Scheme.LIGHT)
    assert families_drawn(SIGNS, qapp.font()) <= set(theme.FAMILIES)


@pytest.mark.parametrize("cut", ["Regular", "Italic", "SemiBold", "Bold", "BoldItalic"])
def test_every_cut_has_all_latin_greek_and_cyrillic_letters(qapp, cut):
    others = {"Armenian", "Georgian"}
    letters = "".join(text for name, text in ALPHABETS.items() if name not in others)
    assert not missing(letters + letters.upper(), f"NotoSans-{cut}.ttf")


@pytest.mark.parametrize("cut", ["Regular", "Bold"])
@pytest.mark.parametrize("script", ["Armenian", "Georgian"])
def test_armenian_and_georgian_letters_have_two_cuts(qapp, script, cut):
    assert not missing(ALPHABETS[script], f"NotoSans{script}-{cut}.ttf")


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK, Scheme.HIGH_CONTRAST])
def test_a_scheme_colours_windows_and_what_is_switched_off(qapp, wear, scheme):
    wear(scheme)
    worn = theme.current()
    palette = qapp.palette()
    assert worn.name == scheme.value
    assert palette.color(QPalette.ColorRole.Window).name() == worn.window
    assert palette.color(QPalette.ColorRole.PlaceholderText).name() == worn.muted
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled.name() == worn.disabled


def test_a_change_of_scheme_repaints_an_open_window(qtbot, wear):
    wear(Scheme.LIGHT)
    window = QWidget()
    qtbot.addWidget(window)
    field = QLineEdit(window)
    field.resize(200, 32)
    window.show()

    def ground() -> str:
        return field.grab().toImage().pixelColor(100, 16).name()

    assert ground() == LIGHT.base
    wear(Scheme.DARK)
    assert ground() == DARK.base


def test_who_paints_by_hand_is_told_of_a_change(qtbot, wear):
    class Watcher(QObject):
        told = False

        @override
        def eventFilter(self, watched, event):
            self.told |= event.type() == QEvent.Type.PaletteChange
            return False

    wear(Scheme.LIGHT)
    label = QLabel("x")
    qtbot.addWidget(label)
    label.show()
    watcher = Watcher()
    label.installEventFilter(watcher)
    wear(Scheme.DARK)
    assert watcher.told


def test_the_style_sheet_is_understood_whole(qtbot, wear):
    for scheme in (Scheme.LIGHT, Scheme.DARK, Scheme.HIGH_CONTRAST):
        wear(scheme)  # Qt warns of a sheet that it cannot parse, and warnings fail
        label = QLabel("x")
        qtbot.addWidget(label)
        label.show()


@pytest.mark.parametrize(
    ("scheme", "shade", "preference", "expected"),
    [
        (Scheme.SYSTEM, "Unknown", "NoPreference", LIGHT),
        (Scheme.SYSTEM, "Light", "NoPreference", LIGHT),
        (Scheme.SYSTEM, "Dark", "NoPreference", DARK),
        (Scheme.SYSTEM, "Light", "HighContrast", HIGH_CONTRAST),
        (Scheme.LIGHT, "Dark", "HighContrast", LIGHT),
        (Scheme.DARK, "Light", "NoPreference", DARK),
        (Scheme.HIGH_CONTRAST, "Light", "NoPreference", HIGH_CONTRAST),
    ],
)
def test_only_the_system_scheme_asks_the_desktop(scheme, shade, preference, expected):
    chosen = theme.colours_of(scheme, Qt.ColorScheme[shade], Qt.ContrastPreference[preference])
    assert chosen is expected


def test_the_system_scheme_follows_the_desktop_while_the_program_runs(qapp, wear):
    wear(Scheme.SYSTEM)
    theme.follow_system(qapp)
    hints = qapp.styleHints()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.current() is DARK
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.current() is LIGHT


def test_a_wish_for_more_contrast_is_followed(qapp, wear):
    wear(Scheme.SYSTEM)
    theme.follow_system(qapp)
    hints = qapp.styleHints()
    accessibility = hints.accessibility()
    accessibility.contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    assert theme.current() is HIGH_CONTRAST


def test_a_chosen_scheme_stays_when_the_desktop_changes(qapp, wear):
    wear(Scheme.LIGHT)
    theme.follow_system(qapp)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.current() is LIGHT


def test_a_label_dressed_while_it_shows_changes_at_once(qtbot, wear):
    wear(Scheme.LIGHT)
    label = QLabel("No such day")
    qtbot.addWidget(label)
    label.show()
    theme.dress(label, Look.PROBLEM)
    assert label.palette().color(QPalette.ColorRole.WindowText).name() == LIGHT.error


def test_dressing_a_widget_in_its_making_does_not_run_its_change_event(qtbot, wear):
    class Early(QLabel):
        def __init__(self):
            super().__init__("x")
            theme.dress(self, Look.QUIET)
            self.made = True

        @override
        def changeEvent(self, event):
            assert self.made

    wear(Scheme.LIGHT)
    label = Early()
    qtbot.addWidget(label)
    label.show()
    assert label.palette().color(QPalette.ColorRole.WindowText).name() == LIGHT.muted


def test_a_field_with_a_problem_has_an_edge_until_it_is_mended(qtbot, wear):
    wear(Scheme.LIGHT)
    window = QWidget()
    qtbot.addWidget(window)
    field = QLineEdit(window)
    field.resize(200, 32)
    window.show()

    def edge() -> str:
        return field.grab().toImage().pixelColor(100, 0).name()

    mended = edge()
    theme.mark_problem(field, True)
    assert edge() == LIGHT.error
    theme.mark_problem(field, False)
    assert edge() == mended


def test_rows_of_a_table_are_roomy_and_have_no_numbers(qtbot, wear):
    wear(Scheme.LIGHT)
    view = QTableView()
    view.setModel(QStringListModel())
    qtbot.addWidget(view)
    theme.dress_table(view)
    assert view.verticalHeader().defaultSectionSize() >= theme.ROW_HEIGHT
    assert view.verticalHeader().isHidden()


def test_a_page_takes_its_colours_and_sizes_from_the_style_sheet(qapp, wear):
    wear(Scheme.DARK)
    page = QTextDocument()
    page.setDefaultStyleSheet(theme.page_css(theme.current()))
    page.setHtml('<body><h1>EMTA</h1><p><span class="highlight">over 35</span></p></body>')
    heading = page.begin().begin().fragment().charFormat()
    passage = page.begin().next().begin().fragment().charFormat()
    assert heading.fontPointSize() > 1.5 * qapp.font().pointSizeF()
    assert passage.background().color().name() == DARK.highlight
    assert passage.foreground().color().name() == DARK.highlight_text
