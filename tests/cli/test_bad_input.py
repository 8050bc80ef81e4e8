"""What is wrong with the world is said in a sentence, and the file stays as it was."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from netcatalog.cli import main
from netcatalog.store.database import BUSY_TIMEOUT_MS
from tests.cli.program import run, run_python

COMMANDS = ("list FILE networks", "show FILE EMTA", "note FILE EMTA x", "undo FILE", "check FILE")

NO_TEXT = os.fsdecode(b"\xffx")
"""What a shell hands on of bytes that are no UTF-8."""

posix = pytest.mark.skipif(os.name == "nt", reason="rights and limits are another matter there")


def arguments(path, command):
    return [str(path) if word == "FILE" else word for word in command.split()]


@pytest.fixture
def complaint(capsys):
    """Run a command on a file, which must fail, and return its complaint."""

    def complain(path, command):
        assert main(arguments(path, command)) == 1
        said = capsys.readouterr()
        return one_sentence(said.out, said.err)

    return complain


def complaint_of_process(path, command, **options):
    """Do the same with a process of its own, whose rights and limits are `options`."""
    done = run(*arguments(path, command), **options)
    assert done.returncode == 1
    return one_sentence(done.stdout, done.stderr)


def one_sentence(out, err):
    assert out == ""
    assert err.startswith("netcatalog: ")
    assert err.count("\n") == 1
    return err


def damaged(path, offset, length=200_000):
    """Write nonsense over a part of a file, from an offset on, but not beyond its end."""
    whole = bytearray(path.read_bytes())
    end = min(offset + length, len(whole))
    whole[offset:end] = b"\xaa" * (end - offset)
    path.write_bytes(whole)


def a_text(path):
    path.write_text("A list of networks\n")


def an_empty_file(path):
    path.write_bytes(b"")


def a_database_of_another_program(path):
    path.unlink()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("CREATE TABLE recipe (name TEXT)")


def a_newer_catalogue(path):
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("PRAGMA user_version = 99")


def a_file_cut_short(path):
    path.write_bytes(path.read_bytes()[:40_000])


def a_file_cut_in_its_head(path):
    path.write_bytes(path.read_bytes()[:60])


def overwritten_pages(path):
    damaged(path, offset=8_192)


def an_overwritten_head(path):
    damaged(path, offset=0, length=100)


WRONG = {
    a_text: "is not a NetCatalog catalogue",
    an_empty_file: "is empty",
    a_database_of_another_program: "is not a NetCatalog catalogue",
    a_newer_catalogue: "newer version",
    a_file_cut_short: "is damaged",
    a_file_cut_in_its_head: "is not a NetCatalog catalogue",
    overwritten_pages: "is damaged",
    an_overwritten_head: "is not a NetCatalog catalogue",
}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.split()[0])
@pytest.mark.parametrize("spoil", WRONG, ids=lambda spoil: spoil.__name__)
def test_what_is_no_sound_catalogue_is_refused_and_left_as_it_was(
    complaint, seeded_path, spoil, command
):
    spoil(seeded_path)
    before = seeded_path.read_bytes()
    said = complaint(seeded_path, command)
    assert f"“{seeded_path.name}”" in said
    assert WRONG[spoil] in said
    assert seeded_path.read_bytes() == before


def test_damage_beneath_what_is_asked_for_is_found_by_check(seeded_path):
    with closing(sqlite3.connect(seeded_path)) as raw:
        page = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'tag'").fetchone()[0]
    damaged(seeded_path, offset=(page - 1) * 4096, length=4096)
    done = run("check", seeded_path)
    assert done.returncode == 1
    assert "damaged" in done.stdout + done.stderr


def test_a_value_that_nobody_stored_is_called_damage(complaint, seeded_path):
    with closing(sqlite3.connect(seeded_path)) as raw, raw:
        raw.execute("UPDATE actor SET kind = 'dragon' WHERE id = 1")
    assert "is damaged" in complaint(seeded_path, "list FILE networks")


def test_text_that_is_none_is_called_damage(complaint, seeded_path):
    with closing(sqlite3.connect(seeded_path)) as raw, raw:
        raw.execute("UPDATE actor SET place = CAST(x'ff' AS TEXT) WHERE id = 1")
    assert "is damaged" in complaint(seeded_path, "list FILE networks")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.split()[0])
def test_a_missing_file_is_named(complaint, tmp_path, command):
    path = tmp_path / "missing.netcatalog"
    assert f"“{path}”" in complaint(path, command)
    assert not path.exists()


def test_a_folder_is_no_catalogue(complaint, tmp_path):
    assert f"“{tmp_path}” is a folder" in complaint(tmp_path, "list FILE networks")


def test_a_folder_that_is_not_there_is_named(complaint, tmp_path):
    path = tmp_path / "nowhere" / "my.netcatalog"
    assert f"“{path.parent}”" in complaint(path, "new FILE")


@pytest.mark.parametrize("command", ["show FILE", "note FILE EMTA"])
def test_words_that_are_no_text_are_refused(seeded_path, complaint, command):
    assert complaint(seeded_path, f"{command} {NO_TEXT}")


def test_words_that_are_no_text_find_nothing(seeded_path, capsys):
    assert main(["list", str(seeded_path), "networks", NO_TEXT]) == 0
    assert capsys.readouterr().err == "Networks: none found.\n"


# Rights


def without_roots_powers():
    """Take from a process the power of root to read and write in spite of all rights."""
    if os.geteuid() != 0:
        return
    drop_from_bounding_set = 24
    for power in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        if ctypes.CDLL(None).prctl(drop_from_bounding_set, power, 0, 0, 0) != 0:
            raise OSError


@pytest.fixture
def folder(tmp_path):
    """A folder whose rights a test may take away."""
    if os.geteuid() == 0 and sys.platform != "linux":
        pytest.skip("root may write everywhere here")
    made = tmp_path / "folder"
    made.mkdir()
    yield made
    made.chmod(0o755)


@posix
@pytest.mark.parametrize("command", ["note FILE EMTA x", "undo FILE"])
def test_a_catalogue_in_a_folder_without_write_permission(seeded_path, folder, command):
    path = seeded_path.rename(folder / "my.netcatalog")
    before = path.read_bytes()
    folder.chmod(0o555)
    said = complaint_of_process(path, command, preexec_fn=without_roots_powers)
    assert "“my.netcatalog” is write-protected" in said
    assert path.read_bytes() == before
    assert os.listdir(folder) == ["my.netcatalog"]  # noqa: PTH208


@posix
def test_a_catalogue_without_write_permission(seeded_path):
    seeded_path.chmod(0o444)
    before = seeded_path.read_bytes()
    said = complaint_of_process(seeded_path, "note FILE EMTA x", preexec_fn=without_roots_powers)
    assert f"“{seeded_path.name}” is write-protected" in said
    assert seeded_path.read_bytes() == before


@posix
def test_a_new_catalogue_in_a_folder_without_write_permission(folder):
    folder.chmod(0o555)
    path = folder / "my.netcatalog"
    said = complaint_of_process(path, "new FILE", preexec_fn=without_roots_powers)
    assert "“my.netcatalog”" in said
    assert str(folder) in said


@posix
def test_an_export_into_a_folder_without_write_permission(seeded_path, folder):
    folder.chmod(0o555)
    command = f"export FILE --to {folder / 'out.csv'}"
    said = complaint_of_process(seeded_path, command, preexec_fn=without_roots_powers)
    assert "“out.csv”" in said
    assert str(folder) in said
    assert os.listdir(folder) == []  # noqa: PTH208


@posix
@pytest.mark.parametrize("command", ["list FILE networks", "new FILE"])
def test_a_folder_that_may_not_be_looked_into(seeded_path, folder, command):
    folder.chmod(0)
    path = folder / "my.netcatalog"
    assert "my.netcatalog” cannot be used" in complaint_of_process(
        path, command, preexec_fn=without_roots_powers
    )


# Locks

HOLD = """
import sqlite3, sys
raw = sqlite3.connect(sys.argv[1], isolation_level=None)
raw.execute(f"PRAGMA locking_mode = {sys.argv[2]}")
raw.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.readline()
"""


@contextlib.contextmanager
def held_by_another_program(path, mode):
    """Let another process lock a file until the block ends."""
    command = [sys.executable, "-c", HOLD, str(path), mode]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield
        process.stdin.write("\n")


IMPATIENT = """
import sys
from netcatalog.store import database
database.BUSY_TIMEOUT_MS = 100
from netcatalog.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""The program, but it waits a tenth of a second for others, not five seconds."""


@pytest.mark.parametrize(
    ("mode", "command"), [("NORMAL", "note"), ("NORMAL", "undo"), ("EXCLUSIVE", "show")]
)
def test_a_catalogue_locked_by_another_program(seeded_path, mode, command):
    before = seeded_path.read_bytes()
    arguments = {"note": ["EMTA", "x"], "undo": [], "show": ["EMTA"]}[command]
    with held_by_another_program(seeded_path, mode):
        done = run_python(IMPATIENT, command, seeded_path, *arguments)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == (
            f"netcatalog: “{seeded_path.name}” is in use by another program. "
            "Close it there and try again.\n"
        )
    assert seeded_path.read_bytes() == before


def test_readers_are_let_in_while_another_program_writes(seeded_path):
    with held_by_another_program(seeded_path, "NORMAL"):
        done = run("show", seeded_path, "EMTA")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_writer_waits_some_seconds_for_another():
    assert 3_000 <= BUSY_TIMEOUT_MS <= 10_000


# Disks


@pytest.fixture
def small_disk(tmp_path):
    """A disk with little room beside a catalogue of the first networks."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(disk)]
    try:
        made = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        made = False
    if not made:
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def filled(disk, leave):
    """Leave only so many bytes free."""
    free = shutil.disk_usage(disk).free
    (disk / "filling").write_bytes(bytes(free - leave))


def test_a_change_that_fills_the_disk_is_not_stored(complaint, seeded_path, small_disk):
    path = small_disk / "my.netcatalog"
    path.write_bytes(seeded_path.read_bytes())
    filled(small_disk, leave=100_000)
    before = path.read_bytes()
    said = complaint(path, f"note FILE EMTA {'x' * 100_000}")
    assert "“my.netcatalog” is full" in said
    assert path.read_bytes() == before
    assert run("check", path).returncode == 0


def test_a_new_catalogue_that_fills_the_disk_leaves_nothing(complaint, small_disk):
    filled(small_disk, leave=100_000)
    said = complaint(small_disk / "my.netcatalog", "new FILE")
    assert "“my.netcatalog” is full" in said
    assert os.listdir(small_disk) == ["filling"]  # noqa: PTH208


def test_an_export_that_fills_the_disk_leaves_the_old_file(complaint, seeded_path, small_disk):
    out = small_disk / "out.csv"
    out.write_text("as it was")
    filled(small_disk, leave=0)
    said = complaint(seeded_path, f"export FILE --to {out} --section sources")
    assert "full" in said
    assert "“out.csv”" in said
    assert out.read_text() == "as it was"
    assert sorted(os.listdir(small_disk)) == ["filling", "out.csv"]  # noqa: PTH208


@posix
def test_a_file_that_may_not_grow_stays_as_it_was(seeded_path):
    import resource

    def limited():
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    before = seeded_path.read_bytes()
    said = complaint_of_process(seeded_path, f"note FILE EMTA {'x' * 100_000}", preexec_fn=limited)
    assert f"“{seeded_path.name}”" in said
    assert seeded_path.read_bytes() == before
