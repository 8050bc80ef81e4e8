"""Writing a file for the user: the whole of it, or the old one stays as it was.

Knows nothing of what is in it.
"""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO
from uuid import uuid4

from netcatalog.domain.errors import ReportError
from netcatalog.store.database import APPLICATION_ID

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

_SENTENCES = {
    errno.ENOENT: "There is no folder “{folder}”. Choose another folder for “{name}”.",
    errno.ENOTDIR: "“{folder}” is no folder. Choose another folder for “{name}”.",
    errno.EISDIR: "“{path}” is a folder. Give the file a name of its own.",
    errno.EACCES: (
        "“{name}” could not be written to “{folder}”: you may not write there, or the file is "
        "open in another program. Close it, or choose another folder."
    ),
    errno.EROFS: (
        "“{name}” could not be written: “{folder}” is write-protected. Choose another folder."
    ),
    errno.ENOSPC: (
        "The disk that holds “{folder}” is full, so “{name}” was not written. "
        "Make room and try again."
    ),
    errno.EFBIG: (
        "“{name}” was not written: it would be larger than a file may be in “{folder}”. "
        "Choose another disk."
    ),
    errno.ENAMETOOLONG: "The name “{name}” is too long. Choose a shorter one.",
}
_SENTENCES[errno.EPERM] = _SENTENCES[errno.EACCES]
_SENTENCES[errno.EDQUOT] = _SENTENCES[errno.ENOSPC]

_OTHERWISE = "“{name}” could not be written to “{folder}”: {reason}. Choose another folder."


@contextmanager
def replacing(path: Path) -> Generator[BinaryIO]:
    """Open a file to be written that takes the place of `path` when the block ends.

    If the block raises, what was at `path` before is still there. Something that is no file,
    such as a pipe, is written to directly.

    Raises:
        ReportError: The file cannot be written, or not to its end; or it is a catalogue.
    """
    try:
        _refuse_catalog(path)
        if path.exists() and not path.is_file() and not path.is_dir():
            with path.open("wb") as out:
                yield out
        else:
            with _beside(path.resolve()) as out:
                yield out
    except OSError as error:
        sentence = _SENTENCES.get(error.errno or 0, _OTHERWISE)
        raise ReportError(
            sentence.format(
                name=path.name,
                folder=path.parent,
                path=path,
                reason=(error.strerror or str(error)).lower(),
            )
        ) from error


@contextmanager
def _beside(path: Path) -> Generator[BinaryIO]:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    unready = path.with_name(f".{uuid4().hex}.new")
    try:
        with unready.open("xb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        if path.exists():
            shutil.copymode(path, unready)
        unready.replace(path)
    finally:
        unready.unlink(missing_ok=True)


def _refuse_catalog(path: Path) -> None:
    if not path.is_file():
        return
    with path.open("rb") as old:
        head = old.read(72)
    # Where SQLite keeps the application id: https://sqlite.org/fileformat2.html
    if head[68:72] == APPLICATION_ID.to_bytes(4, "big") and head.startswith(b"SQLite format 3"):
        raise ReportError(f"“{path}” is a catalogue, and stays one. Choose another name.")
