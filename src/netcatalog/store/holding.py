"""The lock file beside a catalogue: who has it open in a window.

It only tells people: what keeps the data whole are SQLite's own locks, and that a change is
refused whose record is no longer as the change says. So where a lock is taken for stale that is
not, nothing is lost.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003  msgspec reads it
import os
import socket
import time
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING
from uuid import uuid4

import msgspec

from netcatalog.domain.errors import HeldError
from netcatalog.domain.holding import Holder
from netcatalog.store.database import storage_errors

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

BEAT = 60
"""How often the holder shows that it is there, in seconds."""

STALE = 600
"""After how long without a sign a lock holds nobody off any more, in seconds."""


class _Written(msgspec.Struct):
    """What is in the lock file."""

    user: str
    host: str
    pid: int
    since: dt.datetime
    token: str


class Hold:
    """Holds a catalogue until it is released, or this process ends."""

    def __init__(self, path: Path, written: _Written) -> None:
        self.path = path
        self._written = written
        self._ended = Event()
        self._count = 1
        Thread(target=self._beat, name="holding", daemon=True).start()

    def _beat(self) -> None:
        while not self._ended.wait(BEAT):
            with suppress(OSError):
                os.utime(lock_of(self.path))

    def again(self) -> None:
        """Hold it once more: it is to be released once more, too."""
        self._count += 1

    def release(self) -> None:
        """Let others have it."""
        with _guard:
            self._count -= 1
            if self._count:
                return
            _ours.pop(self.path, None)
            self._ended.set()
            if _read(lock_of(self.path)) == self._written:
                with suppress(OSError):
                    lock_of(self.path).unlink()

    def __enter__(self) -> Hold:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


_ours: dict[Path, Hold] = {}
"""What this process holds: it may open a catalogue anew before it closes it."""

_guard = Lock()


def lock_of(path: Path) -> Path:
    """Return the lock file of a catalogue, links followed."""
    return path.with_name(f".{path.name}.lock")


def take(path: Path, user: str, now: dt.datetime) -> Hold:
    """Hold a catalogue, or say who does.

    Raises:
        HeldError: Another process does.
        StorageError: The lock file cannot be written.
    """
    path = path.resolve()
    with _guard, storage_errors(path):
        if path in _ours:
            _ours[path].again()
            return _ours[path]
        written = _Written(
            user=user, host=socket.gethostname(), pid=os.getpid(), since=now, token=uuid4().hex
        )
        while not _write(path, written):
            check_free(path)
            _remove_stale(path)
        _ours[path] = Hold(path, written)
        return _ours[path]


def check_free(path: Path) -> None:
    """Make sure that no other process holds a catalogue.

    Raises:
        HeldError: One does.
    """
    path = path.resolve()
    if path in _ours or not _is_fresh(path):
        return
    written = _read(lock_of(path))
    if written is None:
        raise HeldError(path.name, Holder())
    if written.host == socket.gethostname() and not _is_alive(written.pid):
        return
    raise HeldError(
        path.name,
        Holder(user=written.user, host=written.host, pid=written.pid, since=written.since),
    )


def _write(path: Path, written: _Written) -> bool:
    """Write the lock file, unless there is one."""
    try:
        opened = os.open(lock_of(path), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
    except FileExistsError:
        return False
    with os.fdopen(opened, "wb") as file:
        file.write(msgspec.json.encode(written))
    return True


def _read(lock: Path) -> _Written | None:
    try:
        return msgspec.json.decode(lock.read_bytes(), type=_Written)
    except (OSError, msgspec.MsgspecError):
        return None


def _is_fresh(path: Path) -> bool:
    try:
        return time.time() - lock_of(path).stat().st_mtime < STALE
    except FileNotFoundError:
        return False


def _is_alive(pid: int) -> bool:
    """Return whether a process of this computer is there, as far as the system tells."""
    if os.name != "posix":
        return True  # os.kill would end it there
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _remove_stale(path: Path) -> None:
    """Take a stale lock away, but not one that another took in its place just now."""
    lock = lock_of(path)
    aside, stale = lock.with_name(f"{lock.name}.{uuid4().hex}"), _read(lock)
    with suppress(FileNotFoundError):
        lock.rename(aside)
        if _read(aside) == stale:
            aside.unlink()
        else:
            aside.rename(lock)
