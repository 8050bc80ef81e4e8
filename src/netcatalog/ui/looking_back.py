"""Looking at the catalogue as it was on a day: the whole window at once, and nothing to change."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from netcatalog.domain.query_text import without_day
from netcatalog.ui.message_bar import Tone

if TYPE_CHECKING:
    import datetime as dt

    from netcatalog.ui.desk import Desk


class LookingBack(QObject):
    """Takes a window to a day and back.

    Attributes:
        day: The day one went to, as ``YYYY-MM-DD``; "" for today.
        shown: The day of what is listed now: `day`, unless the search says another.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.day = ""
        self.shown = ""
        desk.day_bar.day_wanted.connect(self.go)
        desk.day_bar.today_wanted.connect(partial(self.go, ""))
        desk.browse.day_wanted.connect(self.ask)

    def ask(self) -> None:
        """Ask for a day."""
        if self._desk.session is not None:
            self._desk.day_bar.ask(self._today())

    def go(self, day: str) -> None:
        """Go to a day, or to today for "", in whatever section; the search says none any more."""
        desk = self._desk
        if desk.session is None or not desk.editing.may_leave(partial(self.go, day)):
            return
        desk.editing.leave()
        self.day = desk.browse.day = day
        desk.session.look_over(day)
        if desk.middle.aside is not None:
            desk.middle.come_back()
        elif desk.middle.in_bin():
            self.follow_bin()
        else:
            self._ask_again()
        if day:
            desk.day_bar.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            desk.day_bar.hide()
            desk.middle.take_keyboard()

    def _ask_again(self) -> None:
        browse = self._desk.browse
        text = browse.search.text()
        left = without_day(text)
        if left != text:
            browse.write(left)  # which asks
        else:
            browse.ask()

    def follow(self, day: str) -> None:
        """Show everything as of the day of what is listed."""
        if day != self.shown:
            self._show(day)
            self._desk.pages.read_again()

    def follow_bin(self) -> None:
        """Show everything as of the day one went to, while the bin is open."""
        self.follow(self.day)
        self._desk.middle.bin.lock(self.reason())

    def forget(self) -> None:
        """Be at today, as another catalogue was opened."""
        self.day = self._desk.browse.day = ""
        self._desk.day_bar.hide()
        self._show("")

    def _show(self, day: str) -> None:
        desk = self._desk
        self.shown = day
        if day:
            self._close_what_is_unchanged()
            desk.day_bar.tell(day, self._today())
        else:
            desk.day_bar.hide()
        for part in (desk.menus, desk.browse, desk.record):
            part.lock(self.reason())

    def _close_what_is_unchanged(self) -> None:
        record = self._desk.record
        self._desk.editing.leave_if_unchanged()
        if record.note is not None and not record.note.is_changed():
            record.close_note()

    def reason(self) -> str:
        """Return why nothing can be changed now; "" while it can."""
        session = self._desk.session
        if not self.shown:
            return session.catalog.refusal if session is not None else ""
        if self.shown > self._today().isoformat():
            return self.tr("You are looking ahead. Go back to today to change something.")
        return self.tr("You are looking at the past. Go back to today to change something.")

    def may_change(self) -> bool:
        """Tell whether anything can be changed now; if not, say why."""
        reason = self.reason()
        if reason:
            self._desk.message.say(reason, Tone.BAD)
        return not reason

    def _today(self) -> dt.date:
        assert self._desk.session is not None  # noqa: S101  without a catalogue there is no day
        return self._desk.session.catalog.now().date()
