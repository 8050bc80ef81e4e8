"""Where a file lies: on a disk of this computer, on a network drive, or in a cloud folder.

Looks at words only; what is mounted, and which files lie beside, is told to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_NETWORK = frozenset(
    {
        *("9p", "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "glusterfs", "lustre"),
        *("ncpfs", "nfs", "nfs4", "smb", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "webdav"),
        *("fuse.davfs2", "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.sshfs"),
    }
)
"""Types of file systems whose files others may write to from other computers."""

_CLOUDS = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "seafile": "Seafile",
    "magentacloud": "MagentaCLOUD",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "cloudstorage": "a cloud service",
}
"""Folders that some service copies to other computers, wherever they lie, and the service."""

_CLOUDS_AT_HOME = {"my drive": "Google Drive", "box": "Box", "pcloud": "pCloud", "mega": "MEGA"}
"""Such folders whose names mean something else elsewhere."""

_MARKS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".849c9593-d756-4e56-8d6e-42412f2a707b": "OneDrive",
}
"""Files that a service leaves in the folder it copies."""

_MARK = re.compile(r"\._?sync_[0-9a-f]+\.db")
"""The file in which the clients of Nextcloud and ownCloud keep what they copied."""


class Ground(StrEnum):
    """What a file lies on."""

    DISK = "disk"
    NETWORK = "network"
    CLOUD = "cloud"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a file lies.

    Attributes:
        ground: What it lies on.
        name: The type of the network drive or the cloud service, for people; "" for a disk.
        read_only: Whether nobody on this computer can write there.
    """

    ground: Ground = Ground.DISK
    name: str = ""
    read_only: bool = False

    @property
    def is_shared(self) -> bool:
        """Whether other computers may write the file, or copy it while it is written."""
        return self.ground is not Ground.DISK


def place_of(path: str, mounts: str, home: str, beside: Collection[str] = ()) -> Place:
    """Return where a file lies.

    Args:
        path: Its absolute path, links followed.
        mounts: What is mounted, in the form of ``/proc/mounts``; "" where that is not known.
        home: The user's folder.
        beside: The names of the files in the folders above it.
    """
    path, home = path.replace("\\", "/"), home.replace("\\", "/").rstrip("/")
    type_, options = _mounted(path, mounts)
    read_only = "ro" in options.split(",")
    if path.startswith("//"):
        return Place(ground=Ground.NETWORK, name="a share", read_only=read_only)
    if type_.lower() in _NETWORK:
        return Place(ground=Ground.NETWORK, name=type_, read_only=read_only)
    cloud = next(_clouds(path, home, beside), "")
    ground = Ground.CLOUD if cloud else Ground.DISK
    return Place(ground=ground, name=cloud, read_only=read_only)


def _mounted(path: str, mounts: str) -> tuple[str, str]:
    """Return type and options of the file system that holds a file."""
    longest, found = -1, ("", "")
    for line in mounts.splitlines():
        told = line.split()
        if len(told) < len(("device", "point", "type", "options")):
            continue
        point = _unescaped(told[1]).rstrip("/")
        # Of two mounted at one point, the later hides the earlier.
        if len(point) >= longest and (path == point or path.startswith(f"{point}/")):
            longest, found = len(point), (told[2], told[3])
    return found


def _unescaped(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda digits: chr(int(digits[1], 8)), text)


def _clouds(path: str, home: str, beside: Collection[str]) -> Iterator[str]:
    for folder in path.lower().split("/")[:-1]:
        if name := _CLOUDS.get(re.split(r" - | \(|-", folder)[0]) or _CLOUDS.get(folder):
            yield name
    if home and path.startswith(f"{home}/"):
        first, *rest = path[len(home) + 1 :].lower().split("/")
        if rest and first in _CLOUDS_AT_HOME:
            yield _CLOUDS_AT_HOME[first]
    for name in beside:
        if name.lower() in _MARKS:
            yield _MARKS[name.lower()]
        elif _MARK.fullmatch(name):
            yield "Nextcloud"
