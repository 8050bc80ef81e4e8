"""The whole catalogue out, and in again."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netcatalog.domain.changes import Change
from netcatalog.domain.errors import ConflictError, InvalidError
from netcatalog.domain.records import Actor, Name
from netcatalog.domain.sections import AUTHORITIES
from netcatalog.transfer import lossless
from tests import make
from tests.transfer.wholes import ALONE, sound


def written(catalog, tmp_path, *, history=False):
    path = tmp_path / "out.json"
    lossless.write(catalog, path, history=history)
    return path.read_bytes()


@pytest.mark.parametrize("history", [False, True])
def test_what_is_written_and_read_is_written_the_same_again(seeded, empty, tmp_path, history):
    seeded.apply("rename", [Change(after=make.record(Name, actor=1, text="Łódź"))])
    seeded.undo()
    first = written(seeded, tmp_path, history=history)
    other = empty()
    lossless.read(other, tmp_path / "out.json")
    assert written(other, tmp_path, history=history) == first


def test_with_its_history_undo_works_on(seeded, empty, tmp_path):
    seeded.apply("add a name", [Change(after=make.record(Name, actor=1, text="Łódź"))])
    written(seeded, tmp_path, history=True)
    other = empty()
    assert lossless.read(other, tmp_path / "out.json") is None
    assert other.history() == seeded.history()
    assert other.undo().title == "add a name"


def test_without_its_history_it_is_one_revision(seeded, empty, tmp_path):
    written(seeded, tmp_path)
    other = empty()
    revision = lossless.read(other, tmp_path / "out.json")
    assert [one.id for one in other.history()] == [revision.id]
    other.undo()
    assert not list(other.everything())


def test_what_was_read_is_sound_and_found(seeded, empty, tmp_path):
    written(seeded, tmp_path)
    other = empty()
    lossless.read(other, tmp_path / "out.json")
    assert other.check().faults == ()
    assert other.actor_named("emta") == seeded.actor_named("EMTA")


def test_an_id_is_not_given_again_that_a_removed_record_had(seeded, empty, tmp_path):
    last = make.actor(seeded, "Gone")
    seeded.apply("remove", [Change(before=seeded.record(Actor, last))])
    written(seeded, tmp_path)
    other = empty()
    lossless.read(other, tmp_path / "out.json")
    assert make.actor(other, "New") == last + 1


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_record_comes_back_as_it_was(empty, tmp_path, data):
    one = data.draw(st.one_of(*map(sound, ALONE)))
    catalog, other = empty(), empty()
    catalog.apply("add", [Change(after=one)])
    first = written(catalog, tmp_path)
    lossless.read(other, tmp_path / "out.json")
    assert [each for each, _ in other.everything()] == [each for each, _ in catalog.everything()]
    assert written(other, tmp_path) == first


def test_any_json_reader_reads_it(seeded, tmp_path):
    plain = json.loads(written(seeded, tmp_path))
    emta = next(one for one in plain["organizations"] if one["id"])
    assert emta["classification"]
    assert {"name", "row"} <= emta.keys()
    assert plain["memberships"][0].keys() >= {"member_id", "organization_id"}


def test_laid_out_otherwise_it_is_read_as_well(seeded, empty, tmp_path):
    first = written(seeded, tmp_path)
    path = tmp_path / "pretty.json"
    path.write_text(json.dumps(json.loads(first), indent=2))
    other = empty()
    lossless.read(other, path)
    assert written(other, tmp_path) == first


def test_a_catalogue_that_holds_anything_is_left_alone(seeded, tmp_path):
    written(seeded, tmp_path)
    with pytest.raises(ConflictError, match="is not empty"):
        lossless.read(seeded, tmp_path / "out.json")


# What is none


def spoilt(text, old, new):
    assert old in text, old
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'"netcatalog catalogue 1"', b'"something else"', "its format is “something else”"),
        (b'"classification":"network"', b'"classification":"ufo"', "Invalid enum value 'ufo'"),
        (b'"classification"', b'"colour"', "“colour” is unknown here"),
        (b'"organizations"', b'"planets"', "a catalogue has no list “planets”"),
        (b'{"row":1,', b'{"row":0,', "it has no “id” and no “row”"),
        (b'{"row":2,', b'{"row":1,', "is there twice"),
        (b'"actor_id":"', b'"actor_id":"f', "names nothing in the file"),
        (b'{"row":1,', b'{"row":1', "it is no JSON"),
    ],
)
def test_what_is_spoilt_is_refused_with_its_place(seeded, empty, tmp_path, old, new, said):
    path = tmp_path / "spoilt.json"
    path.write_bytes(spoilt(written(seeded, tmp_path), old, new))
    other = empty()
    with pytest.raises(InvalidError, match=said):
        lossless.read(other, path)
    assert not list(other.everything())
    assert not other.history()


@pytest.mark.parametrize(
    "text", [b"", b"{}", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 9_999]
)
def test_what_is_no_catalogue_is_refused(empty, tmp_path, text):
    path = tmp_path / "none.json"
    path.write_bytes(text)
    with pytest.raises(InvalidError, match="is no catalogue in JSON"):
        lossless.read(empty(), path)


def test_a_history_that_does_not_fit_is_refused(seeded, empty, tmp_path):
    text = written(seeded, tmp_path, history=True)
    path = tmp_path / "spoilt.json"
    path.write_bytes(spoilt(text, b'"effect":"added"', b'"effect":"removed"'))
    other = empty()
    with pytest.raises(InvalidError, match="history in the file does not fit"):
        lossless.read(other, path)
    assert not list(other.everything())


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_bytes_spoilt_anywhere_never_make_it_fail_otherwise(seeded, empty, tmp_path, data):
    text = bytearray(written(seeded, tmp_path, history=True))
    for _ in range(data.draw(st.integers(1, 3))):
        text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "spoilt.json"
    path.write_bytes(bytes(text))
    other = empty()
    try:
        lossless.read(other, path)
    except (InvalidError, ConflictError) as error:
        assert str(error)  # noqa: PT017
        assert not list(other.everything())


def test_the_order_of_names_is_carried_over(catalog, empty, tmp_path):
    for name in ("Zamość", "Łódź", "Lublin"):
        make.authority(catalog, name)
    catalog.order_by("pl")
    written(catalog, tmp_path)
    other = empty()
    lossless.read(other, tmp_path / "out.json")
    found = [one.find(one.query("", AUTHORITIES)) for one in (catalog, other)]
    assert found[0] == found[1] == [3, 2, 1]
