"""The three palettes of the window, as plain values: light, dark and high contrast.

What a colour is for is said here once; how Qt and the style sheets use it is said in `theme`
and `sheets`. Every pair of text and ground that is used has a contrast of at least 4.5 to 1,
what is switched off and the outlines of controls at least 3 to 1 (`tests/ui/test_theme.py`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """A palette; each colour is written ``#rrggbb``, as Qt and style sheets read it.

    Attributes:
        name: The folder of the small pictures of this palette in ``resources/icons/controls``.
        window: The ground of the frame: tool bar, sections, status bar, dialogs.
        base: The ground of what is typed into or chosen from: inputs, tables, menus.
        page: The ground of the page of a record: paper.
        alternate: Every other row, table heads, quiet boxes.
        hover: The ground of a button or row under the pointer.
        pressed: The ground of a button that is held down or switched on.
        text: Text, and line icons.
        muted: Text that stands back: labels, hints, counts.
        disabled: Text and icons of what cannot be used now.
        border: Hairlines that only divide.
        outline: The edge by which a control is known: 3 to 1 against its ground.
        accent: The one accent: focus, the default button, what is ticked.
        accent_hover: The accent under the pointer.
        accent_text: Text and icons on the accent.
        selection: The ground of what is selected.
        selection_text: Text and icons on a selection.
        highlight: The ground of a passage in a source, like a text marker.
        highlight_text: Text of such a passage.
        link: Text that leads somewhere.
        error: Text and icons of what went wrong.
        error_ground: The ground of a message of that kind.
        warning: Text and icons of what needs care.
        warning_ground: The ground of a message of that kind.
        success: Text and icons of what went well.
        success_ground: The ground of a message of that kind.
        note: The ground of the user's own notes.
        past: The ground of the mark that one looks at another day than today.
        scroll: The handle of a scroll bar.
    """

    name: str
    window: str
    base: str
    page: str
    alternate: str
    hover: str
    pressed: str
    text: str
    muted: str
    disabled: str
    border: str
    outline: str
    accent: str
    accent_hover: str
    accent_text: str
    selection: str
    selection_text: str
    highlight: str
    highlight_text: str
    link: str
    error: str
    error_ground: str
    warning: str
    warning_ground: str
    success: str
    success_ground: str
    note: str
    past: str
    scroll: str


LIGHT = Colours(
    name="light",
    window="#f2f0eb",
    base="#ffffff",
    page="#fbfaf7",
    alternate="#f7f5f0",
    hover="#e6e3db",
    pressed="#dad6cc",
    text="#1f262b",
    muted="#555d63",
    disabled="#82868a",
    border="#dcd8ce",
    outline="#827f77",
    accent="#0b5c7a",
    accent_hover="#094a63",
    accent_text="#ffffff",
    selection="#d3e6ed",
    selection_text="#10242d",
    highlight="#ffe38a",
    highlight_text="#241c00",
    link="#0b5c7a",
    error="#a3211c",
    error_ground="#fbe9e6",
    warning="#7a4a00",
    warning_ground="#fdf1d8",
    success="#226338",
    success_ground="#e5f2e7",
    note="#f3efe2",
    past="#dfecf1",
    scroll="#827f77",
)
"""Ink on warm paper; the look of a printed handbook."""

DARK = Colours(
    name="dark",
    window="#1b2025",
    base="#14181c",
    page="#171b20",
    alternate="#1d2328",
    hover="#2a3138",
    pressed="#353e46",
    text="#e4e6e7",
    muted="#a7aeb4",
    disabled="#737b82",
    border="#343c43",
    outline="#737d85",
    accent="#6cbcd8",
    accent_hover="#8fcfe5",
    accent_text="#08202a",
    selection="#1f4757",
    selection_text="#f0f6f8",
    highlight="#6b5410",
    highlight_text="#fff6dc",
    link="#7cc4de",
    error="#f29b92",
    error_ground="#3a2020",
    warning="#e9bd6a",
    warning_ground="#362b16",
    success="#8fcf9f",
    success_ground="#1c3323",
    note="#242520",
    past="#1c333d",
    scroll="#737d85",
)
"""Near-black blue-grey, with the accent lightened until it reads."""

HIGH_CONTRAST = Colours(
    name="high-contrast",
    window="#000000",
    base="#000000",
    page="#000000",
    alternate="#000000",
    hover="#2e2e2e",
    pressed="#454545",
    text="#ffffff",
    muted="#e6e6e6",
    disabled="#9a9a9a",
    border="#9a9a9a",
    outline="#ffffff",
    accent="#ffd800",
    accent_hover="#fff0a0",
    accent_text="#000000",
    selection="#ffd800",
    selection_text="#000000",
    highlight="#00e5ff",
    highlight_text="#000000",
    link="#7fd4ff",
    error="#ff9e94",
    error_ground="#000000",
    warning="#ffd800",
    warning_ground="#000000",
    success="#7dff9b",
    success_ground="#000000",
    note="#000000",
    past="#000000",
    scroll="#ffffff",
)
"""White and yellow on black; at least 7 to 1 throughout, but for what is switched off."""
