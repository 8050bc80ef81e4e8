"""The passages on which the statements of a report rest, numbered as they come up.

Knows how sources are listed at the end of a report; does not know what was said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netcatalog.domain import dates
from netcatalog.domain.wording import joined
from netcatalog.reports.fitting import LINK
from netcatalog.reports.typesetting import followed, set_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netcatalog.domain.records import Source


_BEGINNING, _END = 450, 150
"""How many characters of a passage that is longer than both are quoted."""


class Endnotes:
    """Gives each passage its number; the same words of the same source share one."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, str], int] = {}
        self._unmarked = False

    def mark(self, source: int | None, quote: str) -> list[int]:
        """Return the numbers to set behind a statement: none if it has no source.

        Args:
            source: Id of the source.
            quote: The words of it on which the statement rests; "" for all of it.
        """
        if source is None:
            self._unmarked = True
            return []
        return [self._numbers.setdefault((source, quote.strip()), len(self._numbers) + 1)]

    def sources(self) -> list[int]:
        """Return the ids of the sources marked so far, in the order in which they came up."""
        return list(dict.fromkeys(source for source, _ in self._numbers))

    def listed(self, sources: Mapping[int, Source]) -> list[dict[str, object]]:
        """Return the sources marked so far as a template lists them, with their passages."""
        return [self._source(key, sources[key]) for key in self.sources()]

    def closing(self, what: str) -> str:
        """Return what is to be said of statements without a source; "" if there are none.

        Args:
            what: What bears the marks in this report, as a sentence begins with it.
        """
        if not self._unmarked:
            return ""
        if not self._numbers:
            return "Nothing in this report has a source in the catalogue."
        return f"{what} that bears no number has no source in the catalogue."

    def _source(self, key: int, source: Source) -> dict[str, object]:
        read = f"read on {dates.words(source.retrieved)}" if source.retrieved else ""
        return {
            "title": source.title,
            "about": joined((source.publisher, read)),
            "address": source.address,
            LINK: followed(source.address),
            "lang": set_in(source.language),
            "passages": [
                {"number": number, "quote": _quoted(quote)}
                for (of, quote), number in self._numbers.items()
                if of == key
            ],
        }


def _quoted(words: str) -> str:
    if len(words) > _BEGINNING + _END:
        words = f"{words[:_BEGINNING].rstrip()} […] {words[-_END:].lstrip()}"
    return f"“{words}”" if words else ""
