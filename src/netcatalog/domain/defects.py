"""What is told of a defect of ours: all of it, or without what may be personal.

What an exception says may quote any value of the catalogue, so its words are left out rather
than searched for names. What stays is where in the code it happened.
"""

from __future__ import annotations

import traceback
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LEFT_OUT = "(left out: it may name something of the catalogue)"

_CAUSED = "The above exception was the direct cause of the following exception:"
_DURING = "During handling of the above exception, another exception occurred:"

_TOPS = ("netcatalog", "site-packages")
"""Folders from which on a path of a module says nothing of the computer."""


def told(error: BaseException, *, personal: bool) -> str:
    """Return what happened, as Python tells it.

    Args:
        error: What was raised.
        personal: Whether messages of exceptions and paths of files are told as well.
    """
    if personal:
        return "".join(traceback.format_exception(error))
    return "\n".join(_lines(error, set())) + "\n"


def _lines(error: BaseException, known: set[int]) -> Iterator[str]:
    known.add(id(error))
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None and id(earlier) not in known:
        yield from _lines(earlier, known)
        yield from ("", _DURING if error.__cause__ is None else _CAUSED, "")
    yield "Traceback (most recent call last):"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f'  File "{_module(frame.filename)}", line {frame.lineno}, in {frame.name}'
        if frame.line:
            yield f"    {frame.line}"
    kind = type(error)
    place = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    yield f"{place}{kind.__qualname__}: {LEFT_OUT}"
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from ("", *_lines(one, known))


def _module(path: str) -> str:
    """Return a path from our package, or that of a library, on; of any other only its end."""
    parts = PurePath(path).parts
    for top in _TOPS:
        if top in parts:
            last = len(parts) - 1 - parts[::-1].index(top)
            return "/".join(parts[last:])
    return parts[-1] if parts else path
