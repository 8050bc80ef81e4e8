"""All of a catalogue as a zip of CSV files, and a catalogue made of it again."""

from __future__ import annotations

import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netcatalog.domain.changes import Change
from netcatalog.domain.errors import ConflictError, InvalidError
from netcatalog.domain.records import Name, Note
from netcatalog.transfer import whole
from netcatalog.transfer.csv_export import Style, export_whole
from tests import make
from tests.transfer.wholes import ALONE, sound


@pytest.fixture
def file(tmp_path):
    return tmp_path / "all.zip"


def held(catalog):
    return [record for record, _ in catalog.everything()]


def parts(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(path, name, change):
    told = parts(path)
    told[name] = change(told[name])
    with zipfile.ZipFile(path, "w") as archive:
        for one, text in told.items():
            archive.writestr(one, text)


@pytest.mark.parametrize("style", [Style(), Style(separator=";", bom=True), Style(separator="\t")])
def test_what_is_written_and_read_is_written_the_same_again(seeded, empty, file, style):
    emta = seeded.actor_named("EMTA")
    make.fact(seeded, Note, actor=emta, text='=1+1\n"Łódź", €\r\n\'-x')
    make.fact(seeded, Name, actor=emta, text="@EMTA")
    export_whole(seeded, file, style)
    first, other = parts(file), empty()
    assert whole.is_whole(file)
    whole.read(other, file)
    assert held(other) == held(seeded)
    export_whole(other, file, style)
    assert parts(file) == first


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_record_comes_back_as_it_was(empty, file, data):
    one = data.draw(st.one_of(*map(sound, ALONE)))
    catalog, other = empty(), empty()
    catalog.apply("add", [Change(after=one)])
    export_whole(catalog, file)
    whole.read(other, file)
    assert held(other) == held(catalog)


def test_only_an_empty_catalogue_is_filled(seeded, file):
    export_whole(seeded, file)
    with pytest.raises(ConflictError, match="is not empty"):
        whole.read(seeded, file)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'"EMTA"', b'"EMTA', r"names\.csv, line \d+: "),
        (b'"official"', b'"officious"', r"names\.csv, line \d+: .*officious"),
        (b"\n1,", b"\none,", r"names\.csv, line 2: .*one"),
        (b"\n1,", b"\n1,1,", "cells are missing"),
        (b'"uid"', b'"uuid"', "it names no “id” and “uid”"),
        (b"EMTA", b"EM\xff\xfeTA", r"names\.csv, line \d+: "),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(seeded, empty, file, old, new, words):
    export_whole(seeded, file)
    changed(file, "names.csv", lambda text: text.replace(old, new))
    other = empty()
    with pytest.raises(InvalidError, match=words):
        whole.read(other, file)
    assert held(other) == []


def test_a_reference_to_nothing_is_told(seeded, empty, file):
    export_whole(seeded, file)
    changed(file, "actors.csv", lambda text: text.split(b"\n")[0] + b"\n")
    with pytest.raises(InvalidError, match="cannot be its “actor”"):
        whole.read(empty(), file)


def test_a_zip_that_is_cut_off_is_damaged(seeded, empty, file):
    export_whole(seeded, file)
    held = bytearray(file.read_bytes())
    held[len(held) // 3] ^= 0xFF
    file.write_bytes(held)
    with pytest.raises(InvalidError, match=r"all\.zip"):
        whole.read(empty(), file)


def test_a_zip_of_lists_is_no_catalogue(empty, file):
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("actors.csv", "Name\nGraz")
    assert not whole.is_whole(file)
    with pytest.raises(InvalidError, match="not of a whole catalogue"):
        whole.read(empty(), file)
