from __future__ import annotations

import os

import pytest

from netcatalog.cli import main
from netcatalog.services.catalog import Catalog
from tests.cli.program import ENVIRONMENT, PYTHON, finished


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows needs some of its environment")
def test_every_step_succeeds_in_an_empty_environment_and_leaves_nothing(tmp_path):
    bare = ["/usr/bin/env", "-i", f"PYTHONPATH={ENVIRONMENT['PYTHONPATH']}", f"TMPDIR={tmp_path}"]
    done = finished([*bare, *PYTHON, "-m", "netcatalog", "self-test"], cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 10
    assert [line for line in lines if not line.startswith("ok ")] == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("broken", "answer", "step"),
    [
        ("find", [], "create"),
        ("actor_named", 1, "find"),
        ("check", None, "check"),
        ("undo", None, "undo"),
    ],
)
def test_a_step_that_comes_out_wrong_ends_it(monkeypatch, capsys, broken, answer, step):
    monkeypatch.setattr(Catalog, broken, lambda *_arguments, **_named: answer)
    assert main(["self-test"]) == 1
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith(f"FAILED  {step}")
