"""The guide's part on searching: how a search is written, and which words it may hold.

The words, what they ask and where they may be used are read off the declarations.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from netcatalog.domain.fields import Kind
from netcatalog.domain.query import OwnWord, own_words_of, words_of
from netcatalog.ui.section_list import SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netcatalog.domain.fields import Record, Schema
    from netcatalog.domain.query import Word

    _Words = dict[str, dict[type[Record], Word]]
    """What each word asks, by the type of the records listed."""

WHOLE = (
    ("transport vienna", "both words, anywhere"),
    ('"public transport"', "these words side by side"),
    ('"public tra*"', "the same, of which the last is only begun"),
    ("transport or energy", "one of them, or both; also OR, or |"),
    ("transport -energy", "the one without the other; also NOT"),
    ("vienna (transport or energy)", "brackets say what belongs together"),
    ("-(country:PL topic:energy)", "what is not both"),
    ("country:PL,CZ", "one of several values"),
    ('topic:"public transport"', "a value of several words"),
    ("topic:=energy", "this and nothing longer, such as “renewable energy”"),
)
"""How a search is written, and what it finds."""

OWN = {
    OwnWord.HAS: ("has:note", "has:event,figure"),
    OwnWord.UNSOURCED: ("unsourced:yes",),
    OwnWord.STALE: ("stale:>2y", "stale:>18m", "stale:<2020"),
    OwnWord.AS_OF: ("as-of:2015-06-30", "as-of:2015"),
}
"""Examples of each word that no field declares."""


@dataclass(frozen=True, slots=True)
class _Sort:
    """Words whose values are written alike.

    Attributes:
        heading: What they ask for.
        kinds: The kinds of their fields.
        examples: How their values are written, and what that finds.
    """

    heading: str
    kinds: frozenset[Kind]
    examples: tuple[tuple[str, str], ...]


_LISTED = (
    _Sort(
        "Dates",
        frozenset({Kind.DATE}),
        (
            ("founded:1986", "in that year, or perhaps in it"),
            ("founded:1980..1990", "from the one to the other"),
            ("founded:>1990", "after it; also >=, <, <="),
            ("founded:198X", "in the eighties"),
        ),
    ),
    _Sort(
        "Numbers",
        frozenset({Kind.INTEGER, Kind.NUMBER}),
        (
            ("members:50..100", "from the one to the other"),
            ("population:>100000", "more than that, written without a comma; also >=, <, <="),
        ),
    ),
    _Sort(
        "Choices",
        frozenset({Kind.CHOICE}),
        (("kind:network,association", "one of several values"),),
    ),
    _Sort(
        "Countries",
        frozenset({Kind.COUNTRY}),
        (("country:PL", "by its code"), ("country:poland", "by its name")),
    ),
    _Sort(
        "Other records",
        frozenset({Kind.REFERENCE}),
        (
            (
                "member-of:EMTA",
                "by any of its names; if nobody is called so, by how a word begins",
            ),
            ("member:lyon", "now: who has left is among the memberships, by status:left"),
        ),
    ),
)
SORTS = (
    *_LISTED,
    _Sort(
        "Texts",
        frozenset(Kind).difference(*(sort.kinds for sort in _LISTED)),
        (
            ("topic:transport", "any word that begins so"),
            ("topic:=transport", "nothing but that"),
        ),
    ),
)
"""All words that fields declare, by how their values are written."""


def words_html(schema: Schema) -> str:
    """Return the part on searching, for a catalogue of a schema."""
    kinds = tuple(dict.fromkeys(section.kind for section in SHOWN))
    return "".join(
        (
            "<h2>Searching</h2>",
            "<p>Accents and scripts do not matter: “plock” finds Płock.</p>",
            _table((_bold(search), escape(finds)) for search, finds in WHOLE),
            "<h2>Words for the search bar</h2>",
            "<p>Actors are the networks, the authorities and the other actors.</p>",
            _table(_own(schema, kinds)),
            *_sorted(schema, kinds),
        )
    )


def _own(schema: Schema, kinds: tuple[type[Record], ...]) -> Iterator[tuple[str, ...]]:
    for word in OwnWord:
        where = [kind for kind in kinds if word in own_words_of(schema, kind)]
        asks = word.label
        if word is OwnWord.HAS:
            hanging = {one.about.key for kind in kinds for one, _ in schema.hanging_on(kind)}
            asks = f"{asks}: {', '.join(sorted(hanging)).replace('_', '-')}"
        yield "<br>".join(map(_bold, OWN[word])), escape(asks), _where(where)


def _sorted(schema: Schema, kinds: tuple[type[Record], ...]) -> Iterator[str]:
    words: _Words = {}
    for kind in kinds:
        for word in words_of(schema, kind).values():
            words.setdefault(word.word, {})[kind] = word
    for sort in SORTS:
        rows = [
            (_bold(f"{name}:"), escape(_asks(next(iter(asked.values())))), _where(asked))
            for name, asked in words.items()
            if next(iter(asked.values())).field.kind in sort.kinds
        ]
        if rows:
            examples = _table((_bold(one), escape(finds)) for one, finds in sort.examples)
            yield f"<h3>{sort.heading}</h3>{examples}{_table(rows)}"


def _asks(word: Word) -> str:
    if word.field.choices is None:
        return word.meaning
    values = ", ".join(choice.replace("_", "-") for choice in word.field.choices)
    return f"{word.meaning}: {values}"


def _where(kinds: Iterable[type[Record]]) -> str:
    labels = ", ".join(kind.about.plural for kind in kinds)
    return f'<span class="quiet">{escape(labels)}</span>'


def _bold(text: str) -> str:
    return f"<b>{escape(text)}</b>"


def _table(rows: Iterable[tuple[str, ...]]) -> str:
    """Return rows of two cells or of three; those of a guide stand below each other."""
    lines = []
    for row in rows:
        widths = (34, 66) if len(row) == 2 else (22, 48, 30)
        cells = zip(widths, row, strict=True)
        lines.append("".join(f'<td width="{width}%">{cell}</td>' for width, cell in cells))
    return f'<table width="100%">{"".join(f"<tr>{line}</tr>" for line in lines)}</table>'
