"""What others may see of a catalogue."""

from __future__ import annotations

import pytest

from netcatalog.domain.choices import NameType
from netcatalog.domain.records import (
    Actor,
    Figure,
    Membership,
    Name,
    Note,
    Relation,
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


def test_the_copy_is_gone_afterwards(marked):
    with public(marked) as copy:
        path = copy.path
        assert path.exists()
    assert not path.parent.exists()
