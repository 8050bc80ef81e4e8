"""The command line: ``netcatalog`` opens the window, its commands need none.

Answers with an exit status: 0; 1 with a sentence where the world is at fault; 2 for a command
line that makes no sense. Each command imports what it needs, and no other's.
"""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

from netcatalog.cli.arguments import parse
from netcatalog.domain.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Sequence

OK, FAILED, INTERRUPTED = 0, 1, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with these arguments, by default those it was started with.

    Returns:
        The exit status.

    Raises:
        SystemExit: The arguments make no sense (2), or ask only for help (0).
    """
    _speak_utf8()
    try:
        options = parse(sys.argv[1:] if argv is None else argv)
        status: int = options.run(options)
        if sys.stdout is not None:  # a program without a console has none
            sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough, as in "netcatalog list ... | head"
        _let_go_of_output()
        return OK
    except KeyboardInterrupt:
        return INTERRUPTED
    except (CatalogError, OSError) as error:
        said = _sentence(error) if isinstance(error, OSError) else error
        print(f"netcatalog: {said}", file=sys.stderr)
        _let_go_of_output()
        return FAILED
    return status


def _speak_utf8() -> None:
    """Write UTF-8 in every locale: the names need it, and so does who reads our output."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _sentence(error: OSError) -> str:
    reason = error.strerror or str(error)
    if error.filename is None:
        return f"The answer cannot be written ({reason}). Check what it is written to."
    return f"“{os.fspath(error.filename)}” cannot be used ({reason}). Check its name and rights."


def _let_go_of_output() -> None:
    """Write out what can be; else keep Python from complaining of it at the end."""
    try:
        sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
