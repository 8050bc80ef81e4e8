"""What others may see of a catalogue."""

from __future__ import annotations

import subprocess
from zipfile import ZipFile

import pytest

from netcatalog.cli import main
from netcatalog.domain.choices import NameType
from netcatalog.domain.records import (
    Actor,
    Figure,
    Membership,
    Name,
    Note,
    Relation,
    SavedMapping,
    SavedSearch,
    Source,
    Statement,
    Topic,
)
from netcatalog.services.publishing import public
from tests import make

MARK = "xyzzy"


@pytest.fixture
def marked(catalog):
    """A catalogue of one public actor and one that is private, with secrets in all places."""
    make.add(
        catalog,
        make.record(Actor, id=-1, place="Open"),
        make.record(Name, actor=-1, text="Open Network"),
        make.record(Name, actor=-1, text=f"{MARK} name", type=NameType.ACRONYM, private=True),
        make.record(Topic, actor=-1, label="water"),
        make.record(Topic, actor=-1, label=f"{MARK} topic", private=True),
        make.record(Statement, actor=-1, text=f"{MARK} statement", private=True),
        make.record(Figure, actor=-1, low=7, remark=f"{MARK} figure", private=True),
        make.record(Note, actor=-1, text="public note", author=f"{MARK} author"),
        make.record(Note, actor=-1, text=f"{MARK} note", private=True),
        make.record(Actor, id=-2, place=f"{MARK} place", private=True),
        make.record(Name, actor=-2, text=f"{MARK} actor"),
        make.record(Relation, actor=-1, other=-2, detail=f"{MARK} relation"),
        make.record(Membership, member=-2, network=-1, category=f"{MARK} category"),
        make.record(Source, title="Open source"),
    )
    return catalog


def texts(catalog):
    return " ".join(repr(record) for record, _ in catalog.everything())


def test_what_is_private_is_not_in_the_public_copy(marked):
    assert MARK in texts(marked)
    with public(marked) as copy:
        assert MARK not in texts(copy)
        assert "Open Network" in texts(copy)
        assert "public note" in texts(copy)


def test_nor_is_it_found_there(marked):
    with public(marked) as copy:
        assert copy.like(Actor, MARK) == []
        assert copy.history() == []
        assert copy.bin() == []
        assert MARK.encode() not in b"".join(
            str(row).encode() for row in copy.page(Actor, 1).groups
        )


def test_how_one_searches_and_brings_lists_in_is_nobodys_business(marked):
    make.fact(marked, SavedSearch, name=f"{MARK} search")
    make.fact(marked, SavedMapping, name=f"{MARK} list")
    with public(marked) as copy:
        assert copy.saved_searches() == []
        assert copy.saved_mappings() == []


def test_what_is_public_keeps_its_id_and_its_uid(marked):
    before = marked.record(Actor, 1)
    with public(marked) as copy:
        assert copy.record(Actor, 1) == before


def test_the_catalogue_itself_stays_as_it_is(marked):
    before = texts(marked)
    with public(marked):
        pass
    assert texts(marked) == before
    assert len(marked.history()) == 1


@pytest.mark.parametrize("name", ["out.csv", "out.zip", "out.json", "out.pdf"])
def test_no_public_file_holds_what_is_private(marked, tmp_path, name):
    marked_out, public_out = tmp_path / name, tmp_path / f"public-{name}"
    catalog = str(marked.path)
    if name == "out.pdf":
        arguments = ["report", catalog, "fact-sheet", "Open Network"]
    else:
        arguments = ["export", catalog, *(["--whole"] if name != "out.csv" else [])]
    assert main([*arguments, "--to", str(marked_out)]) == 0
    assert main([*arguments, "--to", str(public_out), "--public"]) == 0
    assert MARK not in content(public_out)
    assert "Open Network" in content(public_out)
    if name != "out.pdf":  # reports are for the council, and always leave out what is private
        assert MARK in content(marked_out)


def content(path):
    """Return all text of a file."""
    if path.suffix == ".zip":
        with ZipFile(path) as archive:
            return "".join(archive.read(one).decode() for one in archive.namelist())
    if path.suffix == ".pdf":
        told = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True)
        return told.stdout
    return path.read_text("utf-8")


def test_the_copy_is_gone_afterwards(marked):
    with public(marked) as copy:
        path = copy.path
        assert path.exists()
    assert not path.parent.exists()
