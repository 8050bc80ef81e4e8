"""Two at once, in real processes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing

import pytest

from netcatalog.domain.errors import HeldError
from netcatalog.domain.sections import NETWORKS
from netcatalog.services.backups import Reason
from netcatalog.services.opening import open_catalog, open_file
from netcatalog.store.holding import STALE, lock_of
from tests import make
from tests.cli.program import ENVIRONMENT
from tests.conftest import NOW, USER, clock

HOLDS = """
import sys
from pathlib import Path
from netcatalog.services.opening import open_file
catalog = open_file(Path(sys.argv[1]), user="Ivo", hold=True)
print("held", flush=True)
sys.stdin.readline()
catalog.close()
"""


@pytest.fixture
def ivo(seeded_path):
    """Another process that has the catalogue open in a window."""
    command = [sys.executable, "-c", HOLDS, str(seeded_path)]
    process = subprocess.Popen(
        command, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout.readline() == "held\n"
        yield process
        if process.poll() is None:
            process.communicate("\n")


def hold(path):
    return closing(open_file(path, user=USER, clock=clock, hold=True))


def write_lock(path, **told):
    there = {"user": "Ivo", "host": "elsewhere", "pid": 1, "since": NOW.isoformat(), "token": "x"}
    lock_of(path).write_text(json.dumps(there | told))


def test_who_holds_a_catalogue_is_told(ivo, seeded_path):
    with pytest.raises(
        HeldError, match=r"“seeded\.netcatalog” is open in a window: Ivo"
    ) as raised:
        open_file(seeded_path, user=USER, hold=True)
    holder = raised.value.holder
    assert (holder.user, holder.host, holder.pid) == ("Ivo", socket.gethostname(), ivo.pid)


def test_what_somebody_holds_may_be_read_and_the_reader_sees_what_is_stored(ivo, seeded_path):
    with closing(open_file(seeded_path, user=USER, clock=clock, reading=True)) as reader:
        with open_catalog(seeded_path, user=USER, clock=clock) as writer:
            make.actor(writer, "Alpha")
        assert reader.count(NETWORKS) == 8


def test_the_command_line_may_write_meanwhile(ivo, seeded_path):
    with open_catalog(seeded_path, user=USER, clock=clock) as catalog:
        assert make.actor(catalog, "Alpha")


def test_what_somebody_holds_is_not_restored(ivo, seeded):
    made = seeded.backups.make(Reason.ASKED).backup
    with pytest.raises(HeldError, match="Ivo"):
        seeded.backups.restore(made)


def test_when_it_is_closed_another_may_hold_it(ivo, seeded_path):
    ivo.communicate("\n")
    assert not lock_of(seeded_path).exists()
    with hold(seeded_path):
        assert lock_of(seeded_path).exists()
    assert not lock_of(seeded_path).exists()


def test_what_a_killed_process_held_is_free(ivo, seeded_path):
    ivo.send_signal(signal.SIGKILL)
    ivo.wait()
    assert lock_of(seeded_path).exists()
    with hold(seeded_path) as catalog:
        make.actor(catalog, "Alpha")


def test_a_lock_of_another_computer_holds_while_it_shows_signs(seeded_path):
    write_lock(seeded_path)
    with pytest.raises(HeldError, match="Ivo on elsewhere since 2026-11-23"):
        open_file(seeded_path, user=USER, hold=True)


def test_a_lock_that_shows_no_sign_any_more_is_free(seeded_path):
    write_lock(seeded_path)
    long_ago = time.time() - STALE - 1
    os.utime(lock_of(seeded_path), (long_ago, long_ago))
    with hold(seeded_path):
        assert json.loads(lock_of(seeded_path).read_text())["user"] == USER


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"user": 7}'])
def test_a_lock_that_cannot_be_read_holds_too(seeded_path, text):
    lock_of(seeded_path).write_text(text)
    with pytest.raises(HeldError, match="somebody"):
        open_file(seeded_path, user=USER, hold=True)


def test_a_process_may_open_anew_what_it_holds(seeded_path):
    with hold(seeded_path):
        with hold(seeded_path):
            pass
        assert lock_of(seeded_path).exists()
    assert not lock_of(seeded_path).exists()


def test_a_lock_that_another_took_over_is_not_removed(seeded_path):
    with hold(seeded_path):
        write_lock(seeded_path)
    assert lock_of(seeded_path).exists()
