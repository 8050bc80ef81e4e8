"""The guide: keys, the search bar's words, and what each field means.

The fields are read off the declarations; see `guide_words` for the words.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout
from typing_extensions import override

from netcatalog.domain.fields import Kind, fields_of
from netcatalog.domain.records import SCHEMA
from netcatalog.ui import theme
from netcatalog.ui.guide_words import words_html

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from netcatalog.domain.fields import Field, Record, Schema

_KEYS = (
    ("Ctrl+F", "search; the arrow down goes on to the table, Esc shows all again"),
    ("Ctrl+Space", "in the search bar: what one may go on with; Tab takes the first"),
    ("Ctrl+1 … Ctrl+6", "the sections and the bin"),
    ("Enter", "from the table into the page; Tab goes from link to link"),
    (
        "Enter, Ctrl+Enter, Shift+Enter",
        "in the left column, and so with clicks: only the value; it as well; all but it",
    ),
    ("Ctrl+N", "a new record in the section shown"),
    ("F2", "edit the record; Ctrl+S saves, Esc cancels"),
    ("Ctrl+Shift+N", "write a note on the record"),
    ("Ctrl+A", "choose all rows of the table; Shift and Ctrl with arrows and clicks choose some"),
    ("Ctrl+C", "copy the rows chosen, for a spreadsheet"),
    ("Ctrl+T", "tag all records chosen; what will change is shown first"),
    ("Shift+F2", "change one field of all records chosen; what will change is shown first"),
    ("Del", "put what is chosen into the bin"),
    ("Shift and a click", "on a heading: sort by this column as well"),
    ("Ctrl+Z, Ctrl+Y", "undo and redo, also what was done before the program was closed"),
    ("Ctrl+H", "all steps of the history; Alt+U takes one back, Esc leaves it"),
    ("Ctrl+D", "save the search under a name; F2, Del, Alt+Up and Alt+Down alter the list"),
    ("Alt+Left", "back to the page before"),
    (
        "Ctrl+Shift+D",
        "see all as of a day, a month or a year: Up and Down go by years, with Ctrl by months",
    ),
    (
        "Ctrl+Shift+I",
        "bring in a list; Ctrl+Enter goes to its next step, Ctrl+PgUp to the one before",
    ),
    (
        "S or 1 … 8, N, K",
        "where it is asked whom a row of a list is about: the same as that one; new; skip it",
    ),
    ("Ctrl+E", "export: tables, workbooks, graphs, all there is"),
    ("Ctrl+P", "fact sheet as PDF"),
)

_LISTS = (
    (
        "Ctrl+Shift+I, or a file dropped onto the window, brings in a list: CSV, Excel, "
        "OpenDocument or JSON. Four steps follow, between which one goes to and fro; the "
        "catalogue stays open beside them, and nothing is written before the last."
    ),
    (
        "File: tick the sheets that belong to the list. If letters look wrong, choose another "
        "encoding; if the headings stand elsewhere, write in which row."
    ),
    (
        "Columns: above each column stands what it becomes. Much is guessed; go to a column "
        "with the arrow keys and type what it is. Columns of yes and no can each be a "
        "network: “Network in the heading”. What holds for all rows is said beside it: the "
        "network they are members of, the day of the list, and whether it names all members, "
        "so that who is missing has left. A cell such as “-” means nothing only if you tick "
        "it: there are towns called None. A table that was exported is known by its headings: "
        "brought in again, only what was changed in it is changed."
    ),
    (
        "Questions: where a row may be about one of several, or about none, you decide. What "
        "was decided is kept with the mapping, and not asked again next year."
    ),
    (
        "Plan: what each row comes to, by its sort. Rows that cannot be read can be saved as "
        "CSV or a workbook, with the reason, to be mended and brought in like any list. Import "
        "stores all of it as one step, which Ctrl+Z takes back."
    ),
    (
        "A mapping is kept under the name that stands above the columns, and used again for a "
        "list with the same headings. Written to a file, the command line takes it: "
        "netcatalog import."
    ),
)
"""How a list is brought in."""

_DUPLICATES = (
    (
        "“Find duplicates” in the Edit menu compares all actors with each other: by their numbers "
        "in registers, their names in any spelling, their country, size and place. Each pair is "
        "shown side by side, and what differs can be chosen. Alt+M merges the two; Alt+D says "
        "that they are different, and they are not listed again; Alt+S leaves them as they are. "
        "Esc goes back to the list."
    ),
    (
        "Any two rows of a table can be merged as well, memberships and sources too: choose both, "
        "then “Merge the two” in the menu of the right mouse button."
    ),
    (
        "The one that stays keeps the names, memberships, notes and facts of both. What both say "
        "is kept once, and what would tie it to itself is dropped; you read before which that is. "
        "It is one step, and undoing it brings everything back."
    ),
)
"""How two records become one."""

_MERGING = (
    (
        "“Merge with another catalogue” in the Catalogue menu brings in what a colleague's copy, "
        "or an association's catalogue, has and this one has not: a file, or a whole catalogue as "
        "JSON. You see what is added, changed and removed before anything is stored. Where both "
        "changed the same field since the two went apart, the versions stand side by side: arrow "
        "keys choose, Enter merges. It is one step that Ctrl+Z takes back, and the other file "
        "stays as it is."
    ),
    ("“Open” also takes a whole catalogue as JSON or a zip of CSV, and makes a new one of it."),
)
"""How two catalogues become one."""

_HISTORY = (
    (
        "Every change is kept: who made it, when, and what stood there before. The end of each "
        "page tells the last steps that changed the record or its facts. “As it was before” "
        "shows the record in its former state; from there it can be brought back, alone or with "
        "all its facts. That is a step of its own, and can be undone."
    ),
    (
        "Ctrl+H lists the steps of the whole catalogue; say who, when or what to find one. Any "
        "of them can be taken back, not only the newest. Where something it did was changed "
        "since, both versions are shown side by side, and you choose field by field."
    ),
    (
        "What is removed waits in the bin, and comes back whole. “Delete for good” and “Empty the "
        "bin” leave nothing of it in the catalogue or its history: that alone cannot be undone. "
        "Backups made before still have it."
    ),
    (
        "When a colleague stores a change to the record you are editing, nothing is overwritten: "
        "on saving you see both versions, and choose."
    ),
)
"""How one goes back over what was done."""

_BACKUPS = (
    (
        "Backups are made every 30 minutes of work, and before every import, change of many "
        "records, repair, and step to a newer version. Older ones are thinned out: by hours, "
        "days, weeks and months. The status line tells the age of the last."
    ),
    (
        "“Restore a backup” in the Catalogue menu lists them and shows what each would change "
        "before it is put back; the catalogue as it is now is backed up first. There, a second "
        "folder can be named, such as one on a USB stick or a share."
    ),
    (
        "What you type into a form or a note is kept a second later, in a file of its own that "
        "only you can read. If the program or the computer ends before you store it, it is "
        "offered again when the catalogue is next opened."
    ),
    (
        "Should NetCatalog make a mistake, it shows where in its code, for you to send: without "
        "what its messages say, which may name people, unless you tick that."
    ),
    (
        "“Check the catalogue” looks for damage. What can be repaired is repaired if you wish, "
        "after a backup."
    ),
)
"""How the file is kept safe."""

_DATES = (
    "A year, a month or a day: 1951, 1986-03, 2019-11-22. About: 1990~. Perhaps: 1990?. "
    "The eighties: 198X. Since: 2012/.. In 1951 or later: [1951..]."
)


class GuideWindow(QDialog):
    """A window beside the catalogue's that one can leave open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        self.setWindowTitle(self.tr("Guide"))
        self.resize(720, 720)
        self.text = QTextBrowser()
        theme.dress(self.text, theme.Look.PAGE)
        self.text.document().setDocumentMargin(32)
        self.text.setAccessibleName(self.tr("Guide"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        self._set()

    def _set(self) -> None:
        self.text.document().setDefaultStyleSheet(theme.page_css(theme.current()))
        self.text.setHtml(guide_html(SCHEMA))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._set()
        super().changeEvent(event)


def guide_html(schema: Schema) -> str:
    """Return the guide to a catalogue of a schema."""
    return "".join(
        (
            "<h1>Guide</h1>",
            "<h2>Keys</h2>",
            _table(_KEYS),
            "<h2>Bringing in a list</h2>",
            *(f"<p>{escape(text)}</p>" for text in _LISTS),
            words_html(schema),
            "<h2>Dates</h2>",
            f"<p>{_DATES}</p>",
            "<h2>Duplicates</h2>",
            *(f"<p>{text}</p>" for text in _DUPLICATES),
            "<h2>Merging with another catalogue</h2>",
            *(f"<p>{text}</p>" for text in _MERGING),
            "<h2>History</h2>",
            *(f"<p>{text}</p>" for text in _HISTORY),
            "<h2>Backups</h2>",
            *(f"<p>{text}</p>" for text in _BACKUPS),
            "<h2>What the catalogue holds</h2>",
            "<p>A word in the last column asks for the field in the search bar.</p>",
            *(_record(kind) for kind in schema.records),
        )
    )


def _table(lines: tuple[tuple[str, str], ...]) -> str:
    rows = "".join(
        f"<tr><td><b>{escape(first)}</b></td><td>{escape(second)}</td></tr>"
        for first, second in lines
    )
    return f"<table>{rows}</table>"


def _record(kind: type[Record]) -> str:
    about = (kind.__doc__ or "").partition("\n")[0]
    rows = "".join(_row(kind, field) for field in fields_of(kind) if not field.shared)
    return (
        f"<h3>{escape(kind.about.plural)}</h3><p>{escape(about)}</p>"
        f'<table width="100%">{rows}</table>'
    )


def _row(kind: type[Record], field: Field) -> str:
    help_text = field.help or (f"In {field.unit}." if field.unit else "")
    words = f"{field.word}:" if field.word else ""
    if field.word_by:
        words = ", ".join(f"{choice}:" for choice in _choices(kind, field))
    elif field.kind is Kind.CHOICE and field.choices is not None:
        values = ", ".join(choice.label for choice in field.choices)
        help_text = f"{help_text} One of: {values}.".strip()
    return (
        f'<tr><td width="24%">{escape(field.label)}</td>'
        f'<td width="46%">{escape(help_text)}</td>'
        f'<td class="quiet">{escape(words)}</td></tr>'
    )


def _choices(kind: type[Record], field: Field) -> list[str]:
    by = next(one for one in fields_of(kind) if one.name == field.word_by)
    return [choice.value.replace("_", "-") for choice in by.choices or ()]
