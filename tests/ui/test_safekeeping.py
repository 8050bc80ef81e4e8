"""Backups, restoring, repairs, reading and two at once, from the window."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import time
from contextlib import closing
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QFileDialog

from netcatalog.domain.changes import Change
from netcatalog.domain.records import Actor, Note
from netcatalog.services.backups import Backups, Reason
from netcatalog.services.opening import open_catalog
from netcatalog.store.holding import STALE, lock_of
from netcatalog.ui.backups_dialog import BackupsDialog
from netcatalog.ui.check_dialog import CheckDialog
from netcatalog.ui.clash_dialog import ClashDialog
from tests import make
from tests.conftest import NOW, USER, clock
from tests.ui.test_menus import named


def dialog(person, kind):
    person.settle()
    return person.window.findChild(kind)


def add_alpha(path):
    with open_catalog(path, user="Ivo", clock=clock) as other:
        make.actor(other, "Alpha")


def edit_emta(person, **typed):
    person.types("emta")
    person.presses("F2")
    person.fills(person.desk.record.form.root, **typed)
    return person.desk.record.form


def ivo_moves_emta(path, place):
    with open_catalog(path, user="Ivo", clock=clock) as other:
        actor = other.record(Actor, other.actor_named("EMTA"))
        other.apply("move EMTA", [Change(before=actor, after=replace(actor, place=place))])


def emta(person):
    return person.catalog.record(Actor, person.catalog.actor_named("EMTA"))


# Backups without asking


def test_the_age_of_the_last_backup_is_told(person):
    safe = person.desk.safekeeping
    assert safe.age.isVisible()
    assert safe.age.text() == "Not backed up yet"


def test_work_is_backed_up_and_again_after_half_an_hour(person):
    safe, catalog = person.desk.safekeeping, person.catalog
    safe.tick()
    person.settle()
    assert catalog.backups.listed() == []
    edit_emta(person, website="https://emta.example/")
    person.saves()
    safe.tick()
    person.settle()
    assert [one.reason for one in catalog.backups.listed()] == [Reason.WORK]
    assert safe.age.text() == "Backed up just now"
    for minutes, words in (
        (1, "a minute"),
        (12, "12 minutes"),
        (29, "29 minutes"),
        (60, "an hour"),
    ):
        catalog.now = lambda minutes=minutes: NOW + dt.timedelta(minutes=minutes)
        safe.tick()
        person.settle()
        assert safe.age.text() == f"Backed up {words} ago"
    assert len(catalog.backups.listed()) == 1
    safe._is_changed = True
    catalog.backups._clock = catalog.now
    safe.tick()
    person.settle()
    assert len(catalog.backups.listed()) == 2


def test_a_backup_that_cannot_be_made_is_told_and_tried_again(person):
    safe, catalog = person.desk.safekeeping, person.catalog
    catalog.backups.folder.write_text("no folder")
    edit_emta(person, website="https://emta.example/")
    person.saves()
    safe.tick()
    person.settle()
    assert "No backup was made" in person.told()
    catalog.backups.folder.unlink()
    safe.tick()
    person.settle()
    assert len(catalog.backups.listed()) == 1


def test_a_second_folder_is_named_and_remembered(person, tmp_path, seeded_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    person.desk.safekeeping.name_folder()
    chosen = person.window.findChild(QFileDialog)
    chosen.fileSelected.emit(str(stick))
    chosen.reject()
    person.settle()
    assert len(list(stick.rglob("*.netcatalog"))) == 1
    person.opens(seeded_path)
    assert person.catalog.backups.second == stick


# Restoring


def test_a_backup_is_looked_into_and_restored(person, seeded_path):
    person.catalog.backups.make(Reason.ASKED)
    add_alpha(seeded_path)
    named(person, "Restore a backup").trigger()
    shown = dialog(person, BackupsDialog)
    assert shown.list.topLevelItem(0).text(4) == "asked for"
    shown.list.setCurrentItem(shown.list.topLevelItem(0))
    person.settle()
    assert shown.heading.text() == "Restoring would change 2 records."
    assert shown.preview.topLevelItem(0).text(0) == "Actors  1"
    assert shown.preview.topLevelItem(0).child(0).text(0) == "Alpha"
    person.clicks(shown.restore_button)
    assert "Restored as of" in person.told()
    assert len(person.rows()) == 7
    reasons = [one.reason for one in person.catalog.backups.listed()]
    assert sorted(reasons) == [Reason.ASKED, Reason.RESTORE]
    assert lock_of(seeded_path).exists()


def test_a_backup_is_made_from_the_list(person):
    named(person, "Restore a backup").trigger()
    shown = dialog(person, BackupsDialog)
    assert shown.heading.text() == "There are no backups yet."
    person.clicks(shown.make_button)
    assert shown.list.topLevelItemCount() == 1
    shown.close()


# Checking


def test_damage_is_told_and_repaired(person, seeded_path):
    with closing(sqlite3.connect(seeded_path)) as raw, raw:
        raw.execute("UPDATE statement SET end = 99999 WHERE id = 3")
    named(person, "Check the catalogue").trigger()
    shown = dialog(person, CheckDialog)
    assert "statement with the id 3" in shown.list.toPlainText()
    person.clicks(shown.repair_button)
    person.settle()
    told = [one for one in person.window.findChildren(CheckDialog) if one.isVisible()]
    assert "1 statement was resting on a passage" in told[-1].list.toPlainText()
    assert ".repair.netcatalog" in told[-1].told.text()
    told[-1].close()
    assert person.catalog.check().faults == ()


def test_a_sound_catalogue_is_said_to_be_sound(person):
    named(person, "Check the catalogue").trigger()
    person.settle()
    assert "is sound" in person.told()


# Reading


def test_what_is_opened_to_be_read_says_so_and_offers_no_change(person, seeded_path):
    person.desk.open(seeded_path, reading=True)
    person.settle()
    person.types("emta")
    assert "was opened to be read" in person.told()
    assert person.desk.safekeeping.mark.isVisible()
    assert not person.desk.safekeeping.age.isVisible()
    for text in ("New record", "Edit the record", "Write a note", "Put into the bin", "Undo"):
        assert not named(person, text).isEnabled(), text
        assert "was opened to be read" in named(person, text).toolTip()
    for text in ("Save this search", "Order names as in", "Import a list", "Merge with"):
        assert not named(person, text).isEnabled(), text
        assert "was opened to be read" in named(person, text).toolTip()
    assert not person.desk.record.edit_button.isEnabled()
    assert not person.desk.browse.new_button.isEnabled()
    person.presses("F2")
    assert person.desk.record.form is None


def test_the_star_of_what_is_opened_to_be_read_says_why_it_does_nothing(person, seeded_path):
    person.desk.open(seeded_path, reading=True)
    person.settle()
    person.desk.message.hide()
    person.clicks(person.desk.browse.star)
    assert "was opened to be read" in person.told()


def test_opened_again_to_be_changed_it_can_be(person, seeded_path):
    person.desk.open(seeded_path, reading=True)
    person.settle()
    person.opens(seeded_path)
    assert not person.desk.safekeeping.mark.isVisible()
    edit_emta(person, place="Lyon")
    person.saves()
    assert emta(person).place == "Lyon"


def test_in_a_cloud_folder_it_is_said_what_to_mind(arrives, seeded_path):
    cloud = seeded_path.parent / "Nextcloud"
    cloud.mkdir()
    person = arrives(seeded_path.rename(cloud / "ours.netcatalog"))
    mark = person.desk.safekeeping.mark
    assert "“ours.netcatalog” lies in a folder that Nextcloud copies" in person.told()
    assert (mark.isVisible(), mark.text()) == (True, "In a cloud folder")
    edit_emta(person, place="Lyon")
    person.saves()
    assert emta(person).place == "Lyon"


# Two at once


def test_who_holds_a_catalogue_is_told_and_it_can_be_read(arrives, seeded_path):
    there = {"user": "Ivo", "host": "pc-12", "pid": 1, "since": NOW.isoformat(), "token": "x"}
    lock_of(seeded_path).write_text(json.dumps(there))
    person = arrives(seeded_path)
    assert "open in a window: Ivo on pc-12 since" in person.told()
    person.clicks(person.desk.message.action)
    assert len(person.rows()) == 7
    assert person.desk.safekeeping.mark.isVisible()
    long_ago = time.time() - STALE - 1
    os.utime(lock_of(seeded_path), (long_ago, long_ago))
    person.opens(seeded_path)
    assert not person.desk.safekeeping.mark.isVisible()


def test_the_lock_goes_with_the_window(person, seeded_path):
    assert lock_of(seeded_path).exists()
    person.leaves()
    assert not lock_of(seeded_path).exists()


@pytest.mark.parametrize(("whose", "place"), [(1, "Lyon"), (2, "Nice")])
def test_where_both_changed_a_field_one_chooses_and_loses_nothing(
    person, seeded_path, whose, place
):
    edit_emta(person, place="Nice", website="https://emta.example/")
    ivo_moves_emta(seeded_path, "Lyon")
    person.presses("Ctrl+S")
    shown = dialog(person, ClashDialog)
    (choice,) = shown.choices
    assert (choice[1].label.text(), choice[2].label.text()) == ("Lyon", "Nice")
    person.clicks(choice[whose])
    person.clicks(shown.store_button)
    assert person.desk.record.form is None
    assert (emta(person).place, emta(person).website) == (place, "https://emta.example/")


def test_one_may_go_back_to_the_form(person, seeded_path):
    form = edit_emta(person, place="Nice")
    ivo_moves_emta(seeded_path, "Lyon")
    person.presses("Ctrl+S")
    person.clicks(dialog(person, ClashDialog).back_button)
    assert person.desk.record.form is form
    assert form.root.editors["place"].value() == "Nice"
    assert emta(person).place == "Lyon"


def test_what_only_the_other_changed_is_shown_and_kept(person, seeded_path):
    edit_emta(person, website="https://emta.example/")
    ivo_moves_emta(seeded_path, "Lyon")
    person.presses("Ctrl+S")
    shown = dialog(person, ClashDialog)
    assert shown.choices == []
    person.clicks(shown.store_button)
    assert (emta(person).place, emta(person).website) == ("Lyon", "https://emta.example/")


def test_a_note_that_another_changed_is_chosen_too(person, seeded_path):
    catalog = person.catalog
    note = make.fact(catalog, Note, actor=catalog.actor_named("EMTA"), text="Ask")
    person.types("emta")
    person.desk.editing.edit_note(note.id)
    pane = person.desk.record.note
    pane.text.setPlainText("Ask twice")
    with open_catalog(seeded_path, user="Ivo", clock=clock) as other:
        now = other.record(Note, note.id)
        other.apply("edit", [Change(before=now, after=replace(now, text="Asked"))])
    person.clicks(pane.foot.save_button)
    shown = dialog(person, ClashDialog)
    person.clicks(shown.store_button)
    assert catalog.record(Note, note.id).text == "Ask twice"


def test_a_change_to_many_is_backed_up_first(person, seeded_path, monkeypatch):
    monkeypatch.setattr("netcatalog.ui.session.MANY", 1)
    catalog = person.catalog
    note = Change(after=make.record(Note, actor=catalog.actor_named("EMTA")))
    person.desk.session.apply_all("tag", [note], stored=list, refused=print)
    person.settle()
    (made,) = Backups(seeded_path, clock).listed()
    assert made.reason is Reason.BULK
    assert catalog.history()[0].by == USER
