"""The program, run in this process."""

from __future__ import annotations

import pytest

from netcatalog.cli import main


@pytest.fixture
def told(capsys):
    """Run the program, which must succeed, and return what it told."""

    def tell(*arguments):
        assert main([str(one) for one in arguments]) == 0
        return capsys.readouterr().out

    return tell


@pytest.fixture
def complained(capsys):
    """Run the program, which must fail, and return its complaint."""

    def complain(*arguments):
        assert main([str(one) for one in arguments]) == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith("netcatalog: ")
        assert said.err.count("\n") == 1
        return said.err.removeprefix("netcatalog: ").strip()

    return complain
