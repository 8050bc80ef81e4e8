"""Take pictures of every window and dialog, to be looked at by a person.

``python3 dev.py screenshots [FOLDER]``: all of them, in every palette, into FOLDER (where none is
named, build/pictures), and the one in the README into docs/pictures. The catalogue, its clock and
its user are fixed, so a picture changes only when the program does.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEvent, QEventLoop, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from netcatalog import app
from netcatalog.domain.changes import Change
from netcatalog.domain.choices import ActorKind, RelationType
from netcatalog.domain.drafts import Draft
from netcatalog.domain.query import Sort
from netcatalog.domain.records import Actor, Membership, Name, Note, Relation
from netcatalog.services.backups import Reason
from netcatalog.services.opening import create_catalog, open_catalog, open_file
from netcatalog.ui import theme
from netcatalog.ui.clash_dialog import ClashDialog
from netcatalog.ui.defect_dialog import DefectDialog
from netcatalog.ui.desk import Desk
from netcatalog.ui.import_pane import Step
from netcatalog.ui.main_window import MainWindow
from netcatalog.ui.tasks import TaskRunner
from tests.conftest import clock

ROOT = Path(__file__).parents[1]
README_PICTURE = ROOT / "docs" / "pictures" / "window-light.png"
USER = "Ana"
TRAM_CITIES = """\
City;Country;Member since;Membership type;Inhabitants
Gdańsk;Poland;2010;full;470 000
Budapest;;2001-05-01;full;1 700 000
Praha;Czechia;1999;observer;1 300 000
Łódź;Poland;soon;full;670 000
Brno;Czechia;2004;full;n/a
Kraków;Poland;2012;observer;800 000
"""
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def opener(path, *, make=False, reading=False):
    return open_file(path, user=USER, clock=clock, reading=reading, hold=not reading)


class Tour:
    """Goes through the program in one palette, and takes a picture at each stop."""

    def __init__(self, catalog, folder, scheme):
        self.folder, self.scheme = folder, scheme
        theme.apply(QApplication.instance(), scheme)
        settings = QSettings(str(catalog.with_suffix(".ini")), QSettings.Format.IniFormat)
        settings.clear()
        self.window = MainWindow(settings)
        self.desk = Desk(self.window, TaskRunner(), opener, settings)
        self.window.show()
        self.desk.open(catalog)
        self.rest()

    def rest(self):
        """Wait until nothing has been asked or painted for a while."""
        loop = QEventLoop()
        QTimer.singleShot(700, loop.quit)
        loop.exec()

    def take(self, name, widget=None):
        self.rest()
        self.desk.status.setText("catalogue.netcatalog")
        focus = QApplication.focusWidget()
        if hasattr(focus, "setCursorWidth"):
            focus.setCursorWidth(0)  # a blinking cursor is there or not
        path = self.folder / f"{name}-{self.scheme.value}.png"
        (widget or self.window).grab().save(str(path))
        print(path.name)
        return path

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        self.rest()

    def search(self, words):
        self.desk.browse.search.setText(words)
        self.rest()

    def passage(self):
        """Press the mark of the network's first figure or statement."""
        entries = [entry for group in self.desk.record.page.groups for entry in group.entries]
        entry = next(one for one in entries if "bringing" in one.sentence)
        fact = entry.record
        self.desk.record.passage_wanted.emit(fact.source, fact.start, fact.end)
        self.rest()

    def go(self):
        """Make the tour."""
        picture = self.browsing()
        self.editing()
        self.importing()
        self.dialogs()
        self.window.close()
        self.desk.finish()
        return picture

    def browsing(self):
        self.desk.browse.choose(self.desk.session.catalog.actor_named("EMTA"))
        self.desk.browse.table.setFocus()
        picture = self.take("window")
        self.passage()
        self.take("passage")
        self.desk.record.passage.dismiss()
        self.search("vienna colour:red")
        self.take("search")
        self.search("nothing of the kind")
        self.take("nothing-found")
        self.saving()
        self.search("")
        for section in ("authorities", "others", "memberships", "sources", "bin"):
            self.desk.turn_to(section)
            self.take(section)
        self.choosing()
        self.desk.turn_to("networks")
        self.rest()
        self.looking_back()
        self.doubles()
        self.retracing()
        return picture

    def retracing(self):
        """Look at the steps of the history, and at a record as it was; clash with a later one."""
        desk = self.desk
        catalog = desk.session.catalog
        emta = catalog.actor_named("EMTA")
        note = Note(actor=emta, text="Ask about the fee of 2027")
        catalog.apply("write a note", [Change(after=note)])
        for website, place in (("https://emta.example/", ""), ("https://www.emta.com/", "Paris")):
            actor = catalog.record(Actor, emta)
            after = replace(actor, website=website, place=place)
            catalog.apply("change EMTA", [Change(before=actor, after=after)])
        desk.show_history()
        self.take("history")
        self.press(Qt.Key.Key_Down)
        self.take("history-step")
        desk.retracing.show_state("actor", emta, catalog.history(2)[1].id)
        self.take("as-it-was")
        desk.retracing.undo(catalog.history(2)[1])
        self.rest()
        dialog = desk.findChild(ClashDialog)
        self.take("undo-clash", dialog)
        dialog.reject()
        desk.retracing.pane.closed.emit()
        desk.session.remove(Actor, emta, "remove EMTA")
        self.rest()
        desk.turn_to("bin")
        self.deleting()
        self.joining()
        for _ in range(4):
            desk.undo()
            self.rest()
        desk.message.hide()

    def joining(self):
        """Compare with the copy of a colleague, with whom one differs in one point."""
        catalog = self.desk.session.catalog
        copy = catalog.path.with_name("colleague.netcatalog")
        catalog.backups.make(Reason.ASKED)
        shutil.copy(catalog.backups.listed()[0].path, copy)
        with open_catalog(copy, user="Bo", clock=clock) as other:
            eurocities = other.record(Actor, other.actor_named("EUROCITIES"))
            after = replace(eurocities, website="https://eurocities.eu/")
            added = Actor(id=-1, kind=ActorKind.AUTHORITY, country="PL")
            changes = [Change(before=eurocities, after=after), Change(after=added)]
            other.apply("add", [*changes, Change(after=Name(actor=-1, text="Łódź"))])
        ours = catalog.record(Actor, eurocities.id)
        after = replace(ours, website="https://www.eurocities.eu/")
        catalog.apply("set the website", [Change(before=ours, after=after)])
        self.desk.joining.compare(copy)
        self.take("merge")
        self.desk.joining.pane.closed.emit()
        self.desk.undo()
        self.rest()
        copy.unlink()

    def deleting(self):
        """Be asked whether what is in the bin is to be deleted for good."""
        self.desk.middle.bin.empty_button.click()
        self.rest()
        box = self.desk.findChild(QMessageBox)
        self.take("delete-for-good", box)
        box.reject()
        self.desk.turn_to("networks")

    def doubles(self):
        """Find a town that is there twice, see it side by side, and choose two rows to merge."""
        desk = self.desk
        records = [
            *(Actor(id=-1, kind=ActorKind.AUTHORITY, country="PL", population=680_000),),
            *(Name(actor=-1, text="Łódź"), Name(actor=-1, text="Litzmannstadt")),
            Actor(id=-2, kind=ActorKind.AUTHORITY, country="PL", website="https://uml.lodz.pl/"),
            Name(actor=-2, text="Lodz"),
            Note(actor=-2, text="Ask about the fee"),
            Relation(actor=-2, type=RelationType.PART_OF, other=-1),
        ]
        for number, category in ((-1, ""), (-2, "full member")):
            network = desk.session.catalog.actor_named("EUROCITIES")
            records.append(Membership(member=number, network=network, category=category))
        desk.session.catalog.apply("add a town twice", [Change(after=one) for one in records])
        desk.doubles.find()
        self.take("duplicates")
        desk.doubles.pane.closed.emit()
        desk.undo()
        self.rest()
        desk.doubles.find()
        self.take("no-duplicates")
        desk.doubles.pane.closed.emit()
        desk.message.hide()
        self.rest()

    def looking_back(self):
        """Ask for a day, in words that are none, and go to one before EUROCITIES was founded."""
        desk, field = self.desk, self.desk.day_bar.field
        desk.browse.choose(desk.session.catalog.actor_named("EUROCITIES"))
        self.window.activateWindow()
        self.rest()
        desk.past.ask()
        for day, name in (("long ago", "day-wanted"), ("2010", "as-of"), ("1980", "absent")):
            field.selectAll()
            QTest.keyClicks(field, day)
            QTest.keyClick(field, Qt.Key.Key_Return)
            self.take(name)
        QTest.keyClick(field, Qt.Key.Key_Escape)
        self.rest()

    def saving(self):
        """Save a search, and ask what is to become of it."""
        self.search("transport vienna")
        self.desk.keeping.ask()
        self.take("save-search")
        self.press(Qt.Key.Key_Return)
        self.desk.keeping.ask()
        self.take("saved-search")
        self.press(Qt.Key.Key_Escape)
        self.desk.undo()
        self.rest()
        self.desk.message.hide()

    def choosing(self):
        """Do something to all authorities but the last step, and arrange their columns."""
        desk = self.desk
        desk.turn_to("authorities")
        self.rest()
        desk.browse.columns.choose_order((Sort(column="country"), Sort(column="title")))
        desk.browse.table.setFocus()
        self.rest()
        self.press(Qt.Key.Key_A, CONTROL)
        self.take("chosen")
        self.press(Qt.Key.Key_T, CONTROL)
        QTest.keyClicks(QApplication.focusWidget(), "renew")
        self.press(Qt.Key.Key_Return)
        self.take_form("bulk-tag")
        desk.browse.bulk.remove.trigger()
        self.rest()
        self.take_form("bulk-bin")
        desk.browse.arrange_columns()
        self.rest()
        self.take_dialog("columns")
        desk.browse.columns.choose_order(())
        self.rest()

    def editing(self):
        desk = self.desk
        desk.browse.choose(desk.session.catalog.actor_named("EUROCITIES"))
        self.rest()
        desk.editing.start()
        self.take_form("form")
        desk.editing.start_new()
        self.take_form("new-network")
        desk.turn_to("memberships")
        self.rest()
        desk.editing.start_new()
        self.take_form("new-membership")
        desk.turn_to("networks")
        self.rest()
        self.annotating()

    def importing(self):
        """Bring a list in, from its file to the message that it is there, and take it back."""
        desk = self.desk
        path = Path(desk.session.catalog.path).with_name("tram cities 2026.csv")
        path.write_text(TRAM_CITIES, encoding="utf-8")
        desk.importing.read(path)
        self.take("import-file")
        pane = desk.importing.pane
        pane.go()
        pane.columns.all_rows.network.setText("Tram cities")
        pane.columns.preview.go_to(3)
        self.take("import-columns")
        pane.go()
        self.take("import-plan")
        pane.turn_to(Step.QUESTIONS)
        self.take("import-questions")
        self.press(Qt.Key.Key_1)
        self.take("import-decided")
        desk.turn_to("authorities")
        self.take("import-aside")
        desk.importing.come_back()
        pane.turn_to(Step.PLAN)
        self.rest()
        pane.go()
        self.take("imported")
        for _step in ("the list", "the mapping"):
            desk.undo()
            self.rest()
        desk.message.hide()
        desk.turn_to("networks")
        self.rest()

    def annotating(self):
        """Write a note, put a record into the bin, and take both back."""
        desk = self.desk
        desk.editing.start_note()
        self.rest()
        desk.record.note.text.setPlainText("Ask about the **fee** before the renewal.")
        self.take("note")
        desk.record.note.save()
        self.take("stored")
        desk.editing.remove()
        self.rest()
        desk.turn_to("bin")
        self.take("bin-filled")
        desk.undo()
        self.rest()
        desk.undo()
        desk.turn_to("networks")
        self.rest()

    def take_form(self, name):
        self.take(name)
        self.desk.record.form.cancelled.emit()
        self.rest()

    def dialogs(self):
        for name, show in (
            ("export", self.desk.output.export),
            ("order-of-names", self.desk.order_names),
            ("guide", self.desk.output.guide),
            ("about", self.desk.output.about),
        ):
            show()
            self.rest()
            self.take_dialog(name)
        DefectDialog(RuntimeError("shown only in this picture"), self.desk).open()
        self.take_dialog("defect")
        emta = self.desk.session.catalog.actor_named("EMTA")
        draft = Draft(at=clock(), title="EMTA", record="actor", id=emta)
        self.desk.drafting.bar.offer(draft)
        self.take("draft-offered")

    def take_dialog(self, name):
        dialog = self.desk.findChildren(QDialog)[-1]
        self.take(name, dialog)
        dialog.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    application = app.make_application()
    with tempfile.TemporaryDirectory() as place:
        catalog = Path(place) / "catalogue.netcatalog"
        create_catalog(catalog, user=USER, clock=clock)
        for scheme in (theme.Scheme.LIGHT, theme.Scheme.DARK, theme.Scheme.HIGH_CONTRAST):
            picture = Tour(catalog, folder, scheme).go()
            if scheme is theme.Scheme.LIGHT:
                README_PICTURE.parent.mkdir(parents=True, exist_ok=True)
                README_PICTURE.write_bytes(picture.read_bytes())
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "pictures"))
