"""The pieces that pages are set from: safe text, links, lists, tables. They know no record.

All is written in the part of HTML 4 that `QTextDocument` understands. What comes from the
catalogue enters through `text`, and only there, so nothing in it is taken for markup.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING, NewType

from PySide6.QtCore import QCoreApplication

from netcatalog.ui import links

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Markup = NewType("Markup", str)
"""HTML that is safe to show."""

NOTHING = Markup("")

translate = QCoreApplication.translate
"""As `tr`, for words outside of widgets. lupdate knows it by this name."""

_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"

_NARROW_SPACE, _FIRM_SPACE = "\u202f", "\u00a0"
"""What stands in numbers, and the only space of HTML at which Qt does not break a line."""

_OTHER_WAY = {"R", "AL", "AN", "RLE", "LRE", "RLO", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"}
"""Bidirectional classes of characters that move what stands beside them."""


def text(plain: str) -> Markup:
    """Return plain text as markup.

    Text that runs from right to left is kept from turning round what stands beside it.
    """
    safe = html.escape(plain).replace(_NARROW_SPACE, _FIRM_SPACE)
    if any(unicodedata.bidirectional(letter) in _OTHER_WAY for letter in plain):
        safe = f"{_ISOLATE}{safe}{_END_ISOLATE}"
    return Markup(safe)


def paragraphs(plain: str) -> Markup:
    """Return plain text of several paragraphs as markup: an empty line divides them."""
    parts = re.split(r"\n[^\S\n]*\n\s*", plain.replace("\r\n", "\n").strip())
    return Markup(
        "".join(
            f'<p dir="{direction(part)}">{html.escape(part).replace(chr(10), "<br>")}</p>'
            for part in parts
        )
    )


def direction(plain: str) -> str:
    """Return "rtl" for text that begins in a script written from right to left, else "ltr"."""
    classes = (unicodedata.bidirectional(letter) for letter in plain)
    first = next((one for one in classes if one in {"L", "R", "AL"}), "L")
    return "ltr" if first == "L" else "rtl"


def joined(parts: Iterable[Markup], separator: str = "") -> Markup:
    """Return those parts that hold anything, with markup between them."""
    return Markup(separator.join(part for part in parts if part))


def quiet(words: Markup) -> Markup:
    """Return words that stand back."""
    return Markup(f'<span class="quiet">{words}</span>') if words else NOTHING


def small(words: Markup) -> Markup:
    """Return words in small print."""
    return Markup(f'<span class="small">{words}</span>') if words else NOTHING


def hint_words(hint: str) -> str:
    """Return the words of a hint as `QTextCharFormat.toolTip` holds it."""
    return html.unescape(hint.removeprefix("<qt>").removesuffix("</qt>"))


def link(address: object, words: Markup, *, hint: str = "", style: str = "") -> Markup:
    """Return a link. The hint is shown when the pointer or the keyboard rests on it."""
    chosen = f' class="{style}"' if style else ""
    # A hint may be taken for HTML by Qt, so it is given as HTML: escaped once as text of the
    # hint, and once more as an attribute.
    title = f' title="{html.escape(f"<qt>{html.escape(hint)}</qt>")}"' if hint else ""
    return Markup(f'<a href="{html.escape(str(address))}"{chosen}{title}>{words}</a>')


def web_link(address: str) -> Markup:
    """Return an address that leads there, if it is one that a page may lead to."""
    return link(address, text(address), hint=address) if links.is_web(address) else text(address)


def section(heading: str, body: Markup) -> Markup:
    """Return a part of a page under its heading, or nothing where the part is empty."""
    return Markup(f"<h2>{text(heading)}</h2><hr>{body}") if body else NOTHING


def lines(items: Iterable[Markup]) -> Markup:
    """Return items below each other; empty ones are left out."""
    return Markup("".join(f'<p class="line">{item}</p>' for item in items if item))


def pairs(rows: Iterable[tuple[Markup, Markup]], *, style: str = "") -> Markup:
    """Return labels in a column of their own, each with what it stands for."""
    return _table(
        (
            f'<tr><td class="label" width="{LABEL_WIDTH}">{label}</td><td>{words}</td></tr>'
            for label, words in rows
        ),
        style,
    )


LABEL_WIDTH = 112
"""Width of the column of labels in logical pixels: all such columns of a page stand in line."""


def numbered(rows: Iterable[tuple[int, Markup]]) -> Markup:
    """Return items with their numbers before them."""
    return _table(
        f'<tr><td class="label" width="16">{number}</td><td>{words}</td></tr>'
        for number, words in rows
    )


def abreast(cells: Sequence[Markup], count: int) -> Markup:
    """Return cells of one width, so many beside each other."""
    width = 100 // count
    rows = (cells[at : at + count] for at in range(0, len(cells), count))
    return _table(
        "<tr>"
        + "".join(f'<td width="{width}%">{cell}</td>' for cell in row)
        + "<td>&nbsp;</td>" * (count - len(row))
        + "</tr>"
        for row in rows
    )


def columns(heads: Sequence[str], rows: Iterable[Sequence[Markup]]) -> Markup:
    """Return a table under heads, of which the first column is the widest."""
    top = _row("th", [text(head) for head in heads])
    return _table((top, *(_row("td", row) for row in rows)))


def _row(tag: str, cells: Sequence[Markup]) -> str:
    first = f'<{tag} width="50%">{cells[0]}</{tag}>'
    rest = "".join(f"<{tag}>{cell}</{tag}>" for cell in cells[1:])
    return f"<tr>{first}{rest}</tr>"


def boxed(inside: Markup) -> Markup:
    """Return what the user wrote, set apart from what sources say."""
    row = f'<tr><td class="note-edge" width="4"></td><td class="note">{inside}</td></tr>'
    return _table((row,), style="box")


def _table(rows: Iterable[str], style: str = "") -> Markup:
    inside = "".join(rows)
    if not inside:
        return NOTHING
    return Markup(
        f'<table class="{style}" width="100%" cellspacing="0" cellpadding="0">{inside}</table>'
    )
