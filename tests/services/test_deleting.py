"""What is deleted for good: nothing of it is left, and all else is as before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netcatalog.domain.changes import Action, Change
from netcatalog.domain.choices import NameType, RelationType
from netcatalog.domain.errors import ConflictError, NotFoundError
from netcatalog.domain.records import Actor, Membership, Name, Note, Period, Relation
from netcatalog.domain.sections import AUTHORITIES
from netcatalog.services.opening import create_catalog, open_catalog
from netcatalog.transfer import lossless
from tests import make
from tests.conftest import USER, clock

SECRETS = ("Żółwin", "zolwin", "Kennwort", "kennwort", "Geheimrat", "geheimrat")


def edit(catalog, record, **given):
    return catalog.apply("edit", [Change(before=record, after=replace(record, **given))])


@pytest.fixture
def binned(catalog):
    """A town in the bin, with names, a note, and a membership; a network refers to it still."""
    network = make.actor(catalog, "EMTA", is_network=True)
    town = make.authority(catalog, "Żółwin", "Geheimrat")
    (note,) = make.add(catalog, make.record(Note, actor=town, text="Kennwort 1."))
    edit(catalog, note, text="Kennwort 2.")
    (held,) = make.add(
        catalog, make.record(Membership, member=town, network=network, category="Kennwort")
    )
    make.add(
        catalog,
        make.record(Period, membership=held.id, since="2001"),
        make.record(Relation, actor=network, type=RelationType.PART_OF, other=town),
    )
    catalog.apply("drop the note of Żółwin", [Change(before=catalog.record(Note, note.id))])
    make.remove(catalog, Actor, town, "remove Żółwin")
    return catalog


def empty(catalog):
    catalog.delete_for_good(catalog.bin())
    catalog.compact()


def traces(catalog):
    """Return which secrets are in the bytes of the catalogue's files."""
    files = [catalog.path, *catalog.path.parent.glob(catalog.path.name + "-*")]
    found = b"".join(file.read_bytes() for file in files)
    return {one for one in SECRETS if one.encode() in found}


def test_before_there_are_traces_of_all_of_it(binned):
    assert traces(binned) == set(SECRETS)


def test_nothing_of_it_is_left_in_the_bytes_of_the_file(binned):
    empty(binned)
    assert traces(binned) == set()


def test_nothing_of_it_is_left_once_the_file_is_closed(binned):
    empty(binned)
    binned.close()
    assert traces(binned) == set()


def test_the_bin_is_empty_then(binned):
    empty(binned)
    assert binned.bin() == []


def test_the_check_finds_nothing_wrong(binned):
    empty(binned)
    assert binned.check().faults == ()


def test_who_deleted_how_much_is_all_that_is_told(binned):
    empty(binned)
    revision = binned.history(1)[0]
    assert (revision.title, revision.by, revision.action) == (
        "delete 7 records for good",
        USER,
        Action.DELETE,
    )


def test_no_title_of_the_history_names_it(binned):
    empty(binned)
    titles = {one.title for one in binned.history()}
    assert "something that was deleted for good" in titles
    assert not [one for one in titles if "Żółwin" in one]


def test_a_title_that_names_what_still_bears_that_name_stays(binned):
    make.authority(binned, "Żółwin")
    empty(binned)
    assert "remove Żółwin" in {one.title for one in binned.history()}


def test_the_deletion_itself_is_never_undone(binned):
    empty(binned)
    assert binned.undo().title == "add"  # the network: what is deleted is passed over
    assert binned.count(AUTHORITIES) == 0


def test_it_can_be_read_what_the_other_steps_did(binned):
    empty(binned)
    for revision in binned.history():
        binned.told(revision)
        binned.changes_of(revision)


def test_a_step_of_which_a_part_was_deleted_cannot_be_undone_as_a_whole(catalog):
    town, other = make.authority(catalog, "Żółwin"), make.authority(catalog, "Other")
    step = catalog.apply(
        "count both",
        [
            Change(before=one, after=replace(one, population=1))
            for one in (catalog.record(Actor, town), catalog.record(Actor, other))
        ],
    )
    make.remove(catalog, Actor, town)
    empty(catalog)
    with pytest.raises(ConflictError, match="was deleted for good"):
        catalog.undo(step)


def test_the_rest_of_such_a_step_can_be_taken_back(catalog):
    town, other = make.authority(catalog, "Żółwin"), make.authority(catalog, "Other")
    step = catalog.apply(
        "count both",
        [
            Change(before=one, after=replace(one, population=1))
            for one in (catalog.record(Actor, town), catalog.record(Actor, other))
        ],
    )
    make.remove(catalog, Actor, town)
    empty(catalog)
    catalog.apply("take back", catalog.taking_back(step).merged(()))
    assert catalog.record(Actor, other).population is None


def test_one_thing_is_deleted_and_the_rest_of_the_bin_stays(catalog):
    for name in ("Żółwin", "Other"):
        make.remove(catalog, Actor, make.authority(catalog, name))
    catalog.delete_for_good([one for one in catalog.bin() if one.title == "Żółwin"])
    (left,) = catalog.bin()
    catalog.restore(left)
    assert catalog.page(Actor, left.change.record.id).title == "Other"


def test_what_hung_on_it_and_was_removed_before_goes_with_it(binned):
    (town,) = [one for one in binned.bin() if one.title == "Żółwin"]
    binned.delete_for_good([town])
    assert binned.bin() == []


def test_what_an_undone_import_had_packed_of_it_goes_too(catalog):
    network = make.actor(catalog, "EMTA", is_network=True)
    town = make.authority(catalog, "Town")
    catalog.apply(
        "import notes",
        (
            Change(after=make.record(Note, actor=one, text=f"Kennwort {number}"))
            for number in range(150)
            for one in (network, town)
        ),
    )
    catalog.undo()
    make.remove(catalog, Actor, town)
    empty(catalog)
    assert catalog.check().faults == ()
    (packed,) = [one for one in catalog.history() if one.action is Action.UNDO]
    told = [one.change.record for one in catalog.changes_of(packed)]
    assert {one.actor for one in told} == {network}
    assert len(told) == 150


def test_what_is_back_in_the_catalogue_is_not_deleted(binned):
    removals = binned.bin()
    binned.undo()
    with pytest.raises(NotFoundError, match="is back in the catalogue"):
        binned.delete_for_good(removals)
    assert binned.count(AUTHORITIES) == 1


def test_a_copy_with_its_history_can_still_be_made_and_is_whole(binned, tmp_path):
    empty(binned)
    file = tmp_path / "all.json"
    lossless.write(binned, file, history=True)
    assert not [one for one in SECRETS if one in file.read_text()]
    create_catalog(tmp_path / "copy.netcatalog", user=USER, clock=clock, seeded=False)
    with open_catalog(tmp_path / "copy.netcatalog", user=USER, clock=clock) as copy:
        lossless.read(copy, file)
        assert copy.check().faults == ()


def test_a_former_name_of_it_is_forgotten_as_well(catalog):
    town = make.authority(catalog, "Town")
    (name,) = make.add(
        catalog, make.record(Name, actor=town, text="Kennwort", type=NameType.FORMER)
    )
    catalog.apply("say Kennwort no more", [Change(before=name)])
    make.remove(catalog, Actor, town)
    empty(catalog)
    assert traces(catalog) == set()
