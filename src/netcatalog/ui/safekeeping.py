"""What the window does so that nothing is lost: backups, their age, repairs, and what is shut."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QLabel

from netcatalog.domain.errors import CatalogError
from netcatalog.domain.places import Ground
from netcatalog.services.backups import EVERY, Reason
from netcatalog.ui.message_bar import Tone
from netcatalog.ui.theme import Look, dress

if TYPE_CHECKING:
    import datetime as dt

    from netcatalog.domain.progress import Progress
    from netcatalog.services.backups import Backup, Contents, Kept
    from netcatalog.services.catalog import Catalog
    from netcatalog.services.checking import Findings
    from netcatalog.services.repairing import Repaired
    from netcatalog.ui.backups_dialog import BackupsDialog
    from netcatalog.ui.desk import Desk

_SECOND = "backups/second"

TICK_MS = 60_000
"""How often the age of the last backup is told anew, and looked whether one is due."""


class Safekeeping(QObject):
    """Looks after one window's catalogue.

    Attributes:
        age: Says how old the last backup is.
        mark: Says that the catalogue can only be read, or lies where others reach it.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._last: dt.datetime | None = None
        self._is_changed = False
        self._is_making = False
        self.age, self.mark = QLabel(), QLabel()
        dress(self.mark, Look.HEADING)
        for label in (self.mark, self.age):
            label.hide()
            desk.frame.statusBar().addPermanentWidget(label)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.tick)

    # The catalogue that is open

    def open(self, catalog: Catalog) -> None:
        """Look after a catalogue that was opened."""
        self._last, self._is_changed = None, False
        second = str(self._desk.settings.value(_SECOND, ""))
        catalog.backups.second = Path(second) if second else None
        warning = self._warning(catalog)
        self.mark.setText(self._mark(catalog))
        self.mark.setToolTip(warning)
        self.mark.setVisible(bool(warning))
        if warning:
            self._desk.message.say(warning)
        self.age.setVisible(not catalog.refusal)
        if catalog.refusal:
            self._timer.stop()
        else:
            self._timer.start()
            self._ask_age()
        if self._desk.session is not None:
            self._desk.session.changed.connect(self._on_changed)

    def close(self) -> None:
        """Look after nothing any more."""
        self._timer.stop()

    def _mark(self, catalog: Catalog) -> str:
        """Return what stands in the status line while there is something to mind."""
        if catalog.refusal:
            return self.tr("Read only")
        if catalog.place.ground is Ground.NETWORK:
            return self.tr("On a network drive")
        return self.tr("In a cloud folder")

    def _warning(self, catalog: Catalog) -> str:
        """Return what to mind, in a sentence; "" if there is nothing."""
        told = catalog.refusal
        if told:
            return told
        match catalog.place.ground:
            case Ground.NETWORK:
                told = self.tr(
                    "“{name}” lies on a network drive ({place}): it is stored there in the way "
                    "that is safe for that, and only one at a time should change it."
                )
            case Ground.CLOUD:
                told = self.tr(
                    "“{name}” lies in a folder that {place} copies: let it finish before you "
                    "open the catalogue on another computer, or there will be two of it."
                )
            case Ground.DISK:
                pass
        return told.format(name=catalog.path.name, place=catalog.place.name)

    def _catalog(self) -> Catalog | None:
        session = self._desk.session
        return session.catalog if session is not None else None

    # Backups made without asking

    def tick(self) -> None:
        """Tell the age of the last backup anew, and make one if that is due."""
        catalog = self._catalog()
        if catalog is None:
            return
        self._show_age()
        is_due = self._last is None or catalog.now() - self._last >= EVERY
        if self._is_changed and is_due and not self._is_making:
            self._make(Reason.WORK)

    def _on_changed(self) -> None:
        self._is_changed = True
        self._ask_age()  # before a change to much, a backup was made

    def _make(self, reason: Reason) -> None:
        session = self._desk.session
        if session is None or session.catalog.refusal:
            return
        self._is_making, self._is_changed = True, False
        backups = session.catalog.backups
        session.run(
            lambda progress: backups.make(reason, progress), self._on_made, self._on_not_made
        )

    def _on_made(self, kept: Kept) -> None:
        self._is_making = False
        self._last = kept.backup.at
        self._show_age()
        self.age.setToolTip("\n".join(filter(None, (str(kept.backup.path), kept.remark))))
        self._list()

    def _on_not_made(self, error: Exception) -> None:
        self._is_making, self._is_changed = False, True
        if not isinstance(error, CatalogError):
            self._desk.tell_failure(error)
            return
        told = self.tr("No backup was made: {reason}").format(reason=str(error))
        self._desk.message.say(told, Tone.BAD)

    def _ask_age(self) -> None:
        session = self._desk.session
        if session is not None:
            backups = session.catalog.backups
            session.run(lambda _progress: backups.last(), self._on_age)

    def _on_age(self, last: dt.datetime | None) -> None:
        self._last = last
        self._show_age()

    def _show_age(self) -> None:
        catalog = self._catalog()
        if catalog is not None:
            self.age.setText(self._age_words(catalog.now()))

    def _age_words(self, now: dt.datetime) -> str:
        if self._last is None:
            return self.tr("Not backed up yet")
        minutes = int((now - self._last).total_seconds() // 60)
        hours, days = minutes // 60, minutes // (24 * 60)
        days_ago = self.tr("Backed up %n days ago", "", days)
        hours_ago = self.tr("Backed up %n hours ago", "", hours)
        minutes_ago = self.tr("Backed up %n minutes ago", "", minutes)
        for count, one, many in (
            (days, self.tr("Backed up a day ago"), days_ago),
            (hours, self.tr("Backed up an hour ago"), hours_ago),
            (minutes, self.tr("Backed up a minute ago"), minutes_ago),
        ):
            if count > 0:
                return one if count == 1 else many
        return self.tr("Backed up just now")

    # The list of backups

    def show_backups(self) -> None:
        """Show the backups, and let one be restored."""
        desk = self._desk
        if desk.session is None or not desk.editing.may_leave(self.show_backups):
            return
        from netcatalog.ui.backups_dialog import BackupsDialog

        catalog = desk.session.catalog
        dialog = BackupsDialog(desk)
        dialog.make_button.setEnabled(not catalog.refusal)
        dialog.chosen.connect(partial(self._compare, dialog))
        dialog.restore_wanted.connect(partial(self._restore, dialog))
        dialog.backup_wanted.connect(partial(self._make, Reason.ASKED))
        dialog.folder_wanted.connect(self.name_folder)
        dialog.open()
        self._list()

    def _dialog(self) -> BackupsDialog | None:
        from netcatalog.ui.backups_dialog import BackupsDialog

        return self._desk.findChild(BackupsDialog)

    def _list(self) -> None:
        dialog, session = self._dialog(), self._desk.session
        if dialog is None or session is None:
            return
        backups = session.catalog.backups
        dialog.show_folders(str(backups.folder), str(backups.second or ""))

        def work(progress: Progress) -> list[tuple[Backup, Contents | None]]:
            found: list[tuple[Backup, Contents | None]] = []
            listed = backups.listed()
            for done, backup in enumerate(listed):
                progress(done, len(listed))
                try:
                    found.append((backup, backups.contents(backup)))
                except CatalogError:
                    found.append((backup, None))
            return found

        task = session.run(work, dialog.show_backups)
        dialog.destroyed.connect(task.cancel)

    def _compare(self, dialog: BackupsDialog, backup: Backup) -> None:
        session = self._desk.session
        if session is None:
            return
        backups = session.catalog.backups
        session.run(
            lambda _progress: backups.compare(backup),
            partial(dialog.show_comparison, backup),
            lambda error: dialog.show_unreadable(backup, str(error)),
        )

    def _restore(self, dialog: BackupsDialog, backup: Backup) -> None:
        session = self._desk.session
        if session is None:
            return
        dialog.setEnabled(False)
        catalog = session.catalog

        def work(progress: Progress) -> Backup:
            catalog.close()  # the window opens it anew
            return catalog.backups.restore(backup, progress)

        failed = partial(self._on_failed, catalog.path)
        task = session.run(work, partial(self._on_restored, backup), failed)
        task.finished.connect(dialog.accept)

    def _on_restored(self, backup: Backup, present: Backup) -> None:
        catalog = self._catalog()
        if catalog is None:
            return
        when = f"{backup.at.astimezone():%Y-%m-%d %H:%M}"
        told = self.tr("Restored as of {when}. What it was before is in “{name}”.")
        told = told.format(when=when, name=present.path.name)
        self._desk.open(catalog.path, told=told)

    def _on_failed(self, path: Path, error: Exception) -> None:
        self._desk.open(path, told=str(error) if isinstance(error, CatalogError) else "")
        self._desk.tell_failure(error)

    def name_folder(self) -> None:
        """Ask for a second folder to which every backup is copied."""
        dialog = QFileDialog(self._desk, self.tr("Second folder for backups"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._on_folder_named)
        dialog.open()

    def _on_folder_named(self, name: str) -> None:
        self._desk.settings.setValue(_SECOND, name)
        catalog = self._catalog()
        if catalog is not None:
            catalog.backups.second = Path(name)
            self._make(Reason.ASKED)

    # Checking and repairing

    def check(self) -> None:
        """Check the catalogue file and say what was found."""
        session = self._desk.session
        if session is not None:
            session.run(session.catalog.check, self._on_checked)

    def _on_checked(self, found: Findings) -> None:
        catalog = self._catalog()
        if not found.faults or catalog is None:
            self._desk.message.say(self._sound(found))
            return
        told = self.tr("Something is wrong in this catalogue. A backup is made before a repair.")
        self._show_check(told, found.faults, can_repair=not catalog.refusal)

    def _sound(self, found: Findings) -> str:
        told = self.tr("The catalogue is sound: {records} records, {revisions} revisions.")
        return told.format(records=found.records, revisions=found.revisions)

    def _show_check(self, told: str, sentences: tuple[str, ...], *, can_repair: bool) -> None:
        from netcatalog.ui.check_dialog import CheckDialog

        dialog = CheckDialog(told, sentences, self._desk, can_repair=can_repair)
        dialog.repair_wanted.connect(self.repair)
        dialog.open()

    def repair(self) -> None:
        """Have the catalogue repaired, after a backup, and say what became of it."""
        session = self._desk.session
        if session is None or not self._desk.editing.may_leave(self.repair):
            return
        catalog = session.catalog

        def work(progress: Progress) -> Repaired:
            from netcatalog.services.repairing import repair

            catalog.close()  # the window opens it anew
            return repair(catalog.path, user=catalog.user, clock=catalog.now, progress=progress)

        session.run(work, self._on_repaired, partial(self._on_failed, catalog.path))

    def _on_repaired(self, made: Repaired) -> None:
        catalog = self._catalog()
        if catalog is None:
            return
        self._desk.open(catalog.path, told="" if made.left.faults else self._sound(made.left))
        left = self.tr("Not repaired:")
        sentences = (*made.done, *((left, *made.left.faults) if made.left.faults else ()))
        told = self.tr("What was repaired. The catalogue as it was is in “{name}”.")
        told = told.format(name=made.backup.path.name)
        self._show_check(told, sentences, can_repair=False)
