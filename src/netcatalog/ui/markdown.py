"""Notes in Markdown as HTML for a page: no markup of their own, nothing loaded from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcatalog.ui import links
from netcatalog.ui.page_markup import Markup, link, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

_DEEPEST = 6
"""The lowest heading of HTML."""

_BELOW = 3
"""A note's own headings stand below those of the page, which end with this level."""


def to_html(markdown: str) -> Markup:
    """Return a note in CommonMark as HTML.

    Tags in it are shown as they are written, and pictures as their description and address.
    Links lead to http, https and mailto addresses only.
    """
    parser = _parser()
    tokens = parser.parse(markdown)
    for token in tokens:
        if token.tag.startswith("h") and token.tag[1:].isdigit():
            token.tag = f"h{min(int(token.tag[1:]) + _BELOW, _DEEPEST)}"
    return Markup(parser.renderer.render(tokens, parser.options, {}))


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # 40 ms, and most pages have no note

    parser = MarkdownIt("commonmark", {"html": False})
    setattr(parser, "validateLink", links.is_web)  # noqa: B010  its documented way; mypy objects
    parser.add_render_rule("fence", _code)
    parser.add_render_rule("code_block", _code)
    parser.add_render_rule("image", _image)
    parser.add_render_rule("link_open", _link_open)
    return parser


def _code(
    _renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _env: EnvType,
) -> str:
    """Set a block of code in lines that wrap, without the empty line that ends it."""
    return f"<pre>{text(tokens[index].content.removesuffix(chr(10)))}</pre>"


def _image(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    """Set a picture as a link to it, in the words that describe it."""
    token = tokens[index]
    address = str(token.attrs["src"])
    described = renderer.renderInlineAsText(token.children, options, env)
    words = f"{described} ({address})" if described else address
    return link(address, text(words), hint=address)


def _link_open(
    _renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _env: EnvType,
) -> str:
    """Open a link whose hint is where it leads, whatever title the note gives it."""
    address = str(tokens[index].attrs["href"])
    return link(address, Markup(""), hint=address).removesuffix("</a>")
