"""Drafts in files of their own, one for each catalogue, apart from the catalogues.

The folder can be read by its owner only.
"""

from __future__ import annotations

import hashlib
import threading
from typing import TYPE_CHECKING

from netcatalog.domain.drafts import Draft, from_json, to_json
from netcatalog.domain.errors import StorageError
from netcatalog.services.out_files import replacing

if TYPE_CHECKING:
    from pathlib import Path


class Drafts:
    """Keeps what is being typed into one catalogue. May be used from any thread."""

    def __init__(self, folder: Path, catalog: Path) -> None:
        """Keep drafts for the file `catalog` in `folder`, which need not exist yet."""
        name = hashlib.sha256(str(catalog.resolve()).encode()).hexdigest()[:24]
        self._path = folder / f"{name}.json"
        self._turn = threading.Lock()
        self._kept = 0

    def find(self) -> Draft | None:
        """Return what was kept, if anything.

        Raises:
            StorageError: It cannot be read; the file was put aside.
        """
        try:
            return from_json(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            aside = self._path.with_suffix(".damaged")
            try:
                self._path.replace(aside)
            except OSError:
                aside = self._path
            raise StorageError(
                "What was being typed when the program ended was kept, but cannot be read. "
                f"It lies in “{aside}”."
            ) from error

    def keep(self, number: int, draft: Draft | None) -> None:
        """Keep a draft in the place of the one before; None: keep none.

        Args:
            number: Grows with each call: one that comes too late changes nothing.
            draft: What is being typed.

        Raises:
            ReportError: It cannot be written.
        """
        with self._turn:
            if number < self._kept:
                return
            self._kept = number
            if draft is None:
                self._path.unlink(missing_ok=True)
                return
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with replacing(self._path) as out:
                out.write(to_json(draft))
