"""The mappings of lists: kept in the catalogue, or written into a file and read from one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from netcatalog.domain.changes import Change
from netcatalog.domain.errors import InvalidError
from netcatalog.domain.fields import Prose
from netcatalog.domain.mapping_columns import (
    becoming,
    fits,
    headings_of,
    place_of,
    spelled_as,
    without,
)
from netcatalog.domain.mappings import decode, encode
from netcatalog.domain.records import SavedMapping
from netcatalog.domain.wording import joined
from netcatalog.ui.file_dialog import file_dialog

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from collections.abc import Mapping as Dict

    from netcatalog.domain.mappings import Mapping
    from netcatalog.domain.progress import Progress
    from netcatalog.domain.tables import Table
    from netcatalog.services.catalog import Catalog
    from netcatalog.ui.desk import Desk
    from netcatalog.ui.import_pane import ImportPane


class ImportMappings(QObject):
    """Keeps the mapping of the list in a pane, and finds those kept before.

    Attributes:
        saved: Those kept that are for lists with the same headings, as they are for this list.
        folder: Where dialogs look for files first.
    """

    def __init__(
        self,
        desk: Desk,
        pane: ImportPane,
        written: Callable[[Path], object],
        refused: Callable[[Exception], object],
    ) -> None:
        """Serve a pane, whether it is there in the end or not.

        Args:
            desk: The window.
            pane: The pane.
            written: Called with a file that was written.
            refused: Called with the error if something could not be done.
        """
        super().__init__(pane)
        self._desk = desk
        self._pane = pane
        self._written = written
        self._refused = refused
        self.saved: Dict[SavedMapping, Mapping] = {}
        self.folder = Path()
        pane.columns.saved_chosen.connect(self._use)
        pane.columns.read_wanted.connect(self._ask_mapping)
        pane.columns.write_wanted.connect(self._ask_where_mapping)
        pane.columns.keep_wanted.connect(self._keep)

    def _use(self, saved: SavedMapping) -> None:
        """Use a mapping that was kept."""
        self._pane.columns.name.setText(saved.name)
        self._pane.show_mapping(self.saved[saved])

    def _keep(self) -> None:
        desk, pane = self._desk, self._pane
        if desk.session is None:
            return
        name = pane.columns.name.text().strip()
        if not name:
            pane.columns.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        desk.session.revise(
            self.tr("keep the mapping {name}").format(name=name),
            partial(kept, desk.session.catalog, name, pane.columns.mapping),
            refused=self._refused,
        )

    def _ask_mapping(self) -> None:
        file_dialog(
            self._desk,
            self.tr("Read a mapping"),
            self._read_mapping,
            [self.tr("Mappings (*.json)")],
            folder=self.folder,
        ).open()

    def _read_mapping(self, path: Path) -> None:
        if self._desk.session is not None:
            self._desk.session.run(
                lambda _progress: decode(path.read_bytes()),
                self._on_mapping_read,
                self._refused,
            )

    def _on_mapping_read(self, mapping: Mapping) -> None:
        pane = self._pane
        headings = [one for table in pane.file.chosen() for one in table.headings]
        mapping = spelled_as(mapping, headings)
        gone = [group[0] for group in headings_of(mapping) if not set(group) & set(headings)]
        if gone:
            words = self.tr("The list has no column {columns}, which this mapping reads.")
            listed = joined(f"“{one}”" for one in gone)
            pane.foot.show_error(words.format(columns=listed))
        pane.show_mapping(mapping)

    def _ask_where_mapping(self) -> None:
        file_dialog(
            self._desk,
            self.tr("Write the mapping"),
            self._write_mapping,
            [self.tr("Mappings (*.json)")],
            folder=self.folder,
            writes=".json",
        ).open()

    def _write_mapping(self, path: Path) -> None:
        session, mapping = self._desk.session, self._pane.columns.mapping
        if session is None:
            return

        def work(_progress: Progress) -> Path:
            from netcatalog.services.out_files import replacing

            with replacing(path) as out:
                out.write(encode(mapping))
            return path

        session.run(work, self._written, self._refused)


def fitting(saved: Iterable[SavedMapping], tables: Sequence[Table]) -> dict[SavedMapping, Mapping]:
    """Return the mappings kept that are for tables of such headings, the newest first."""
    found = {}
    for one in saved:
        try:
            mapping = decode(one.text.encode())
        except InvalidError:
            continue  # it was kept by a newer program
        if fits(mapping, [table.headings for table in tables]):
            headings = (heading for table in tables for heading in table.headings)
            found[one] = spelled_as(mapping, headings)
    return found


def carried_over(before: Mapping, found: Mapping, tables: Sequence[Table]) -> Mapping:
    """Return a mapping for tables of other headings than it was made for.

    What it says of columns that are still there stays; of others, what was found is taken, and
    if none is there, all of it.
    """
    headings = {heading for table in tables for heading in table.headings}
    kept = before
    for heading in {one for group in headings_of(before) for one in group} - headings:
        kept = without(kept, heading)
    known = {one for group in headings_of(kept) for one in group}
    if not known:
        return found
    for table in tables:
        taken = {place_of(kept, one) for one in table.headings}
        for heading in table.headings:
            place = place_of(found, heading)
            if heading not in known and place is not None and place not in taken:
                kept = becoming(kept, heading, place, table.headings)
    return kept


def of_today(mapping: Mapping, title: str) -> Mapping:
    """Return a mapping that was kept, for another list: of another title, and of no day yet."""
    return replace(mapping, as_of="", source={**mapping.source, "title": title})


def free_name(name: str, taken: Collection[str]) -> str:
    """Return a name under which nothing is kept: that of another list stays as it is."""
    tried = (name, *(f"{name} ({at})" for at in range(2, len(taken) + 2)))
    return next(one for one in tried if one not in taken)


def kept(catalog: Catalog, name: str, mapping: Mapping) -> list[Change]:
    """Return what keeps a mapping under a name, or nothing if it is kept so, or has no name."""
    text = Prose(encode(mapping).decode())
    for one in catalog.saved_mappings():
        if one.name == name:
            return [Change(before=one, after=replace(one, text=text))] if one.text != text else []
    return [Change(after=SavedMapping(name=name, text=text))] if name else []
