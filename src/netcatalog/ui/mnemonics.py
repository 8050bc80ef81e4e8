"""Letters by which labels are reached with Alt: one for each, as far as letters go."""

from __future__ import annotations

RESERVED = "cefhrsv"
"""Letters of the window's menus and of Save and Cancel, which fields leave alone."""


class Mnemonics:
    """Hands out letters to the labels of one form."""

    def __init__(self, reserved: str = RESERVED) -> None:
        self._taken = set(reserved)

    def mark(self, label: str) -> str:
        """Return a label as Qt wants it, with a mark before its letter where one is free."""
        for place, letter in enumerate(label.casefold()):
            if letter.isascii() and letter.isalpha() and letter not in self._taken:
                self._taken.add(letter)
                return f"{_plain(label[:place])}&{_plain(label[place:])}"
        return _plain(label)


def _plain(text: str) -> str:
    return text.replace("&", "&&")
