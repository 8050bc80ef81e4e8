from __future__ import annotations

import os
import stat
import threading
from contextlib import suppress

import pytest

from netcatalog.domain.errors import ReportError
from netcatalog.services.out_files import replacing

posix = pytest.mark.skipif(os.name == "nt", reason="a POSIX system's files")


def write(path, content=b"new"):
    with replacing(path) as out:
        out.write(content)


def names(folder):
    return sorted(one.name for one in folder.iterdir())


def test_a_new_file_holds_what_was_written(tmp_path):
    write(tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == b"new"
    assert names(tmp_path) == ["out.csv"]


def test_an_old_file_is_replaced(tmp_path):
    out = tmp_path / "out.csv"
    out.write_bytes(b"an old and longer one")
    write(out)
    assert out.read_bytes() == b"new"


def test_the_old_file_is_there_until_the_new_one_is_whole(tmp_path):
    out = tmp_path / "out.csv"
    out.write_bytes(b"old")
    with replacing(out) as new:
        new.write(b"new")
        new.flush()
        assert out.read_bytes() == b"old"


def test_when_writing_fails_the_old_file_stays_and_nothing_is_left(tmp_path):
    out = tmp_path / "out.csv"
    out.write_bytes(b"old")
    with suppress(ZeroDivisionError), replacing(out) as new:
        new.write(b"new")
        new.write(bytes(1 // 0))
    assert names(tmp_path) == ["out.csv"]
    assert out.read_bytes() == b"old"


@posix
def test_the_rights_of_the_old_file_are_kept(tmp_path):
    out = tmp_path / "out.csv"
    out.write_bytes(b"old")
    out.chmod(0o640)
    write(out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o640


@posix
def test_a_link_stays_a_link(tmp_path):
    there = tmp_path / "there.csv"
    there.write_bytes(b"old")
    link = tmp_path / "link.csv"
    link.symlink_to(there)
    write(link)
    assert link.is_symlink()
    assert there.read_bytes() == b"new"


@posix
def test_a_pipe_is_written_to_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write(pipe)
    reader.join(10)
    assert read == [b"new"]
    assert pipe.is_fifo()


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(ReportError, match=r"There is no folder “.*nowhere”"):
        write(tmp_path / "nowhere" / "out.csv")


def test_a_folder_is_not_replaced(tmp_path):
    with pytest.raises(ReportError, match="is a folder"):
        write(tmp_path)
    assert names(tmp_path) == []


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ReportError, match=r"“.*file” is no folder"):
        write(tmp_path / "file" / "out.csv")


def test_a_name_that_is_too_long_is_said(tmp_path):
    with pytest.raises(ReportError, match="too long"):
        write(tmp_path / ("x" * 300))


def test_a_name_may_be_as_long_as_the_system_allows(tmp_path):
    write(tmp_path / ("x" * 255))
    assert names(tmp_path) == ["x" * 255]


def test_a_catalogue_is_not_replaced(seeded_path):
    before = seeded_path.read_bytes()
    with pytest.raises(ReportError, match="is a catalogue"):
        write(seeded_path)
    assert seeded_path.read_bytes() == before
