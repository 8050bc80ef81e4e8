"""The two style sheets: one for the widgets of the window, one for the pages set in it.

Both are made from a palette. They hold shapes and colours only and know no widget of ours by
name; a widget that is to look special says so with `theme.dress`. Lengths keep to a grid of
8 pixels with halves of it.
"""

from __future__ import annotations

from dataclasses import asdict
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from netcatalog.ui.colours import Colours


def window_sheet(colours: Colours, controls: Path) -> str:
    """Return the style sheet of the application.

    Args:
        colours: The palette.
        controls: The folder with a folder of small pictures (ticks, arrows) for each palette.
    """
    pictures = (controls / colours.name).as_posix()
    return _WINDOW.substitute(asdict(colours), pictures=pictures)


def page_sheet(colours: Colours, points: float) -> str:
    """Return the style sheet of a page, in the small part of CSS that `QTextDocument` knows.

    Args:
        colours: The palette.
        points: The size of running text; headings and small print are in proportion to it.
    """
    sizes = {name: f"{points * ratio:.1f}pt" for name, ratio in _RATIOS.items()}
    return _PAGE.substitute(asdict(colours), **sizes)


_RATIOS = {"size": 1.0, "h1_size": 1.8, "h2_size": 1.2, "small_size": 0.85}
"""Sizes of text on a page, as multiples of running text."""

_WINDOW = Template("""
QMainWindow, QDialog { background: $window; }
QMainWindow::separator, QSplitter::handle { background: $border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }

QMenuBar { background: $window; padding: 2px 4px; border: none; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenuBar::item:pressed { background: $pressed; }
QMenu { background: $base; border: 1px solid $outline; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 8px; border: 1px solid transparent; border-radius: 4px; }
QMenu::item:selected { background: $hover; border-color: $accent; }
QMenu::item:disabled { color: $disabled; background: transparent; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QMenu::right-arrow { image: url($pictures/right.svg); width: 16px; height: 16px; }
QToolTip { background: $base; color: $text; border: 1px solid $outline; padding: 2px 4px; }

QToolBar { background: $window; border: none; border-bottom: 1px solid $border;
  padding: 4px 8px; spacing: 4px; }
QToolBar::separator { background: $border; width: 1px; margin: 6px 4px; }
QToolButton { border: 2px solid transparent; border-radius: 4px; padding: 4px;
  background: transparent; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $pressed; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $disabled; background: transparent; }
QToolButton[popupMode="2"] { padding-right: 20px; }
QToolButton[popupMode="1"] { padding-right: 20px; }
QToolButton::menu-button { border: none; width: 16px; }
QToolButton::menu-arrow, QToolButton::menu-indicator { image: url($pictures/down.svg);
  width: 12px; height: 12px; }
QToolButton::menu-indicator { subcontrol-origin: padding; subcontrol-position: right center;
  right: 4px; }

QPushButton { background: $base; border: 1px solid $outline; border-radius: 4px;
  padding: 5px 15px; min-height: 20px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $pressed; }
QPushButton:default { background: $accent; color: $accent_text; border-color: $accent; }
QPushButton:default:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 14px; }
QPushButton:default:focus { border: 3px double $accent_text; padding: 3px 13px; }
QPushButton:disabled { background: transparent; color: $disabled; border-color: $border; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }

QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit { background: $base;
  border: 1px solid $outline; border-radius: 4px; padding: 5px 7px;
  selection-background-color: $selection; selection-color: $selection_text; }
QLineEdit, QComboBox, QAbstractSpinBox { min-height: 20px; }
QAbstractSpinBox { qproperty-alignment: 'AlignRight | AlignVCenter'; }
QComboBox:!editable { padding-left: 9px; }
QComboBox:!editable:focus { padding-left: 8px; }
QLineEdit { lineedit-clear-button-icon: url($pictures/clear.svg); }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus,
QTextEdit:focus { border: 2px solid $accent; padding: 4px 6px; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: $alternate; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QPlainTextEdit:disabled,
QTextEdit:disabled { background: $window; color: $disabled; border-color: $border; }
*[problem="true"] { border: 2px solid $error; padding: 4px 6px; }
QComboBox::drop-down, QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
  border: none; background: transparent; width: 24px; }
QComboBox::down-arrow, QAbstractSpinBox::down-arrow { image: url($pictures/down.svg);
  width: 14px; height: 14px; }
QAbstractSpinBox::up-arrow { image: url($pictures/up.svg); width: 14px; height: 14px; }
QComboBox::down-arrow:disabled, QAbstractSpinBox::down-arrow:disabled,
QAbstractSpinBox::down-arrow:off { image: url($pictures/down-off.svg); }
QAbstractSpinBox::up-arrow:disabled, QAbstractSpinBox::up-arrow:off {
  image: url($pictures/up-off.svg); }
QComboBox QAbstractItemView, QComboBox QAbstractItemView:focus { border: 1px solid $outline; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 5px; border: none; }

QCheckBox, QRadioButton { spacing: 8px; padding: 2px; border: 2px solid transparent;
  border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator,
QMenu::indicator { width: 14px; height: 14px; border: 1px solid $outline; background: $base; }
QCheckBox::indicator, QAbstractItemView::indicator, QMenu::indicator { border-radius: 3px; }
QMenu::indicator { left: 8px; }
QRadioButton::indicator { border-radius: 8px; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid $accent; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked, QMenu::indicator:checked {
  background: $accent; border-color: $accent; image: url($pictures/check.svg); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $disabled;
  background: $window; }
QCheckBox::indicator:checked:disabled { background: $disabled;
  image: url($pictures/check-off.svg); }

QAbstractItemView { background: $base; border: 2px solid $base; outline: 0;
  alternate-background-color: $alternate; selection-background-color: $selection;
  selection-color: $selection_text; }
QAbstractItemView:focus { border-color: $accent; }
QAbstractItemView::item:selected { background: $selection; color: $selection_text; }
QTableView::item { padding: 0 5px; border: none; }
QTableView::item:selected { border-top: 1px solid $accent; border-bottom: 1px solid $accent; }
QTreeView::item, QListView::item { min-height: 28px; padding: 0 4px; }
QHeaderView { background: $base; border: none; }
QHeaderView::section { background: $alternate; color: $muted; border: none;
  border-bottom: 1px solid $border; padding: 0 8px; min-height: 31px; }
QHeaderView::section:hover { background: $hover; color: $text; }
QHeaderView::down-arrow { image: url($pictures/down.svg); width: 12px; height: 12px; }
QHeaderView::up-arrow { image: url($pictures/up.svg); width: 12px; height: 12px; }
QTableCornerButton::section { background: $alternate; border: none; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 14px; }
QScrollBar:horizontal { height: 14px; }
QScrollBar::handle { background: $scroll; border-radius: 3px; margin: 4px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollArea { background: transparent; border: none; }

QTabWidget::pane { border: none; border-top: 1px solid $border; }
QTabBar { border: none; }
QTabBar::tab { padding: 6px 12px; color: $muted; border: none;
  border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { border: 2px solid $accent; border-radius: 4px; padding: 4px 10px 6px; }
QTabBar::tab:disabled { color: $disabled; }
QGroupBox { border: none; margin-top: 24px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; padding: 0; }
QProgressBar { background: $pressed; border: none; border-radius: 3px; max-height: 6px;
  min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QStatusBar { background: $window; border-top: 1px solid $border; color: $muted; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; padding: 2px 8px; }

QAbstractItemView[look="sections"] { background: $window; border-color: $window; }
QAbstractItemView[look="sections"]:focus { border-color: $accent; }
QAbstractItemView[look="sections"]::item { min-height: 32px; padding: 0 8px; border: none;
  border-left: 3px solid transparent; }
QAbstractItemView[look="sections"]::item:hover { background: $hover; }
QAbstractItemView[look="sections"]::item:selected { background: $selection;
  border-left-color: $accent; }
QTextEdit[look="page"] { background: $page; border: 2px solid $page; border-radius: 0;
  padding: 0; }
QTextEdit[look="page"]:focus { border-color: $accent; }
QWidget[look="paper"] { background: $page; }
QFrame[look="popup"] { background: $base; border: 1px solid $outline; border-radius: 4px; }
QPushButton[look="flat"] { background: transparent; border: 2px solid transparent;
  padding: 4px 2px; text-align: left; }
QPushButton[look="flat"]:hover { background: $hover; }
QPushButton[look="flat"]:pressed { background: $pressed; }
QPushButton[look="flat"]:focus { border-color: $accent; }
QLabel[look="title"] { font-size: 16pt; font-weight: 600; }
QLabel[look="heading"] { font-weight: 600; }
QLabel[look="quiet"] { color: $muted; }
QLabel[look="problem"] { color: $error; }
QFrame[look="info"] { background: $note; border-left: 4px solid $accent; }
QFrame[look="past"] { background: $past; border: 1px solid $accent; border-left-width: 4px; }
QFrame[look="past"] QLabel { border: none; background: transparent; }
QFrame[look="success"] { background: $success_ground; border-left: 4px solid $success; }
QFrame[look="warning"] { background: $warning_ground; border-left: 4px solid $warning; }
QFrame[look="error"] { background: $error_ground; border-left: 4px solid $error; }
""")

_PAGE = Template("""
body { color: $text; font-size: $size; }
h1 { font-size: $h1_size; font-weight: 600; line-height: 90%; margin-top: 0px;
  margin-bottom: 8px; }
h2 { font-size: $h2_size; font-weight: 600; margin-top: 24px; margin-bottom: 0px; }
h3 { font-size: $size; font-weight: 600; margin-top: 16px; margin-bottom: 4px; }
p { margin-top: 0px; margin-bottom: 8px; }
ul, ol { margin-top: 0px; margin-bottom: 8px; }
blockquote { color: $muted; margin-left: 16px; margin-right: 16px; }
code, pre { font-family: "Noto Sans"; background-color: $alternate; }
a { color: $link; text-decoration: none; }
td { padding: 4px 16px 4px 0px; vertical-align: top; }
th { padding: 4px 16px 4px 0px; color: $muted; font-weight: 600; text-align: left; }
p.line, .line { margin-bottom: 4px; }
.quiet { color: $muted; }
.small { color: $muted; font-size: $small_size; }
.label { color: $muted; }
.mark { color: $link; text-decoration: none; vertical-align: super; }
.highlight { background-color: $highlight; color: $highlight_text; }
hr { background-color: $border; font-size: 4pt; }
table { margin-top: 4px; margin-bottom: 0px; }
.note { background-color: $note; padding: 8px 12px; }
.note-edge { background-color: $accent; padding: 0px; }
.error { color: $error; }
.warning { color: $warning; }
""")
