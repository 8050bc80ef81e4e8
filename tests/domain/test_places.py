from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcatalog.domain.places import Ground, Place, place_of

MOUNTS = r"""
proc /proc proc rw,relatime 0 0
/dev/sda1 / ext4 rw,relatime 0 0
/dev/sr0 /media/ana/Archive\0402024 iso9660 ro,nosuid 0 0
server:/export /srv nfs4 rw,vers=4.2 0 0
/dev/sdb1 /srv/local ext4 rw 0 0
//server/town /mnt/town cifs rw,vers=3.0 0 0
ana@host: /home/ana/remote fuse.sshfs rw,nosuid 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
host /mnt/host 9p ro,trans=virtio 0 0
"""
HOME = "/home/ana"


def place(path, beside=(), home=HOME):
    return place_of(path, MOUNTS, home, beside)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/srv/catalogue.netcatalog", "nfs4"),
        ("/mnt/town/a/b.netcatalog", "cifs"),
        ("/home/ana/remote/b.netcatalog", "fuse.sshfs"),
        ("/run/user/1000/gvfs/smb-share/b.netcatalog", "fuse.gvfsd-fuse"),
        ("/mnt/host/b.netcatalog", "9p"),
        (r"\\server\share\b.netcatalog", "a share"),
        ("//server/share/b.netcatalog", "a share"),
    ],
)
def test_a_network_drive_is_recognised(path, name):
    found = place(path)
    assert (found.ground, found.name, found.is_shared) == (Ground.NETWORK, name, True)


@pytest.mark.parametrize(
    "path",
    [
        "/home/ana/catalogue.netcatalog",
        "/srvother/b.netcatalog",
        "/srv/local/b.netcatalog",
        "/home/ana/remote.netcatalog",
        "C:\\Users\\Ana\\b.netcatalog",
        "/home/ana/dropbox.netcatalog",
        "/srv2/box/b.netcatalog",
    ],
)
def test_a_disk_of_this_computer_is_no_network_drive(path):
    assert place(path) == Place()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/home/ana/Dropbox/b.netcatalog", "Dropbox"),
        ("/home/ana/Dropbox (Stadt Wien)/b.netcatalog", "Dropbox"),
        ("C:\\Users\\Ana\\OneDrive - Stadt Wien\\b.netcatalog", "OneDrive"),
        ("D:/Google Drive/deep/er/b.netcatalog", "Google Drive"),
        ("/home/ana/Nextcloud/b.netcatalog", "Nextcloud"),
        ("/home/ana/My Drive/b.netcatalog", "Google Drive"),
        ("/home/ana/Library/CloudStorage/OneDrive-Stadt/b.netcatalog", "a cloud service"),
        ("/home/ana/Library/Mobile Documents/com~apple~CloudDocs/b.netcatalog", "iCloud"),
    ],
)
def test_a_cloud_folder_is_recognised_by_its_name(path, name):
    found = place(path)
    assert (found.ground, found.name, found.is_shared) == (Ground.CLOUD, name, True)


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        (".dropbox.cache", "Dropbox"),
        (".sync_1a2b3c.db", "Nextcloud"),
        ("._sync_1a2b3c.db", "Nextcloud"),
        (".owncloudsync.log", "ownCloud"),
    ],
)
def test_a_cloud_folder_is_recognised_by_what_the_service_left_there(mark, name):
    found = place("/home/ana/work/b.netcatalog", {".profile", mark})
    assert (found.ground, found.name) == (Ground.CLOUD, name)


def test_a_write_protected_medium_is_recognised():
    assert place("/media/ana/Archive 2024/b.netcatalog") == Place(read_only=True)
    assert place("/mnt/host/b.netcatalog").read_only


def test_of_two_mounted_at_one_point_the_later_counts():
    again = MOUNTS + "/dev/sdc1 /srv ext4 rw 0 0\n"
    assert place_of("/srv/b.netcatalog", again, HOME) == Place()


@given(st.text(), st.text(), st.text(), st.sets(st.text()))
def test_whatever_is_told_there_is_an_answer(path, mounts, home, beside):
    assert place_of(path, mounts, home, beside).ground in Ground
